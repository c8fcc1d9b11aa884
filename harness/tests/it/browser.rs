//! The flows of persons and organizations in headless Chromium, PC and phone as two sessions that share no cookie.
//!
//! Without Chromium and chromedriver the test says loudly that it proved nothing; in CI that is a failure.

use std::io::{BufRead as _, BufReader, Write as _};
use std::process::{Child, Command, Stdio};

use crate::stand;

/// A chromedriver on a free port; ended when dropped.
struct Driver {
    child: Child,
    address: String,
}

impl Driver {
    /// Starts one, or says why there is none.
    fn start() -> Result<Self, String> {
        let found = ["chromium", "chromium-browser", "google-chrome"].iter().any(|name| answers(name));
        if !found {
            return Err("chromium is not installed".to_owned());
        }
        let spawned =
            Command::new("chromedriver").arg("--port=0").stdout(Stdio::piped()).stderr(Stdio::null()).spawn();
        let mut child = spawned.map_err(|error| format!("chromedriver does not start: {error}"))?;
        let stdout = child.stdout.take().ok_or("chromedriver has no stdout")?;
        // It tells its port in a sentence: "ChromeDriver was started successfully on port 40123."
        for line in BufReader::new(stdout).lines().map_while(Result::ok) {
            if let Some((_, port)) = line.split_once("successfully on port ") {
                return Ok(Self {
                    child,
                    address: format!("http://127.0.0.1:{}", port.trim_end_matches('.')),
                });
            }
        }
        let _ = child.kill();
        Err("chromedriver ended without a word".to_owned())
    }
}

impl Drop for Driver {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

fn answers(program: &str) -> bool {
    Command::new(program)
        .arg("--version")
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .status()
        .is_ok_and(|status| status.success())
}

fn skip_loudly(why: &str) {
    assert!(std::env::var_os("CI").is_none(), "in CI the browser tests must run: {why}");
    // Written to the terminal itself: a passing test's output is swallowed.
    let told = format!(
        "\n*** SKIPPED: no browser test was run: {why}. apt-get install chromium chromium-driver fonts-noto-cjk ***\n\n"
    );
    let written = std::fs::OpenOptions::new()
        .write(true)
        .open("/dev/stderr")
        .and_then(|mut file| file.write_all(told.as_bytes()));
    if written.is_err() {
        std::io::stderr().write_all(told.as_bytes()).expect("somebody must be told");
    }
}

/// A case in browsers for each way of the manual to verify an organization.
const ORGANIZATION_METHODS: [(&str, &str); 6] = [
    ("法人快捷认证", "ORG-ALIPAY-01"),
    ("法定代表人认证", "ORG-LEGALREP-02"),
    ("对公打款认证 · 正向打款", "ORG-BANK-01"),
    ("对公打款认证 · 反向打款", "ORG-REVERSE-01"),
    ("法人授权认证 · 法人扫码签署", "ORG-SIGN-01"),
    ("法人授权认证 · 法人通过短信链接签署", "ORG-SIGN-02"),
];

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_flows_pass_in_real_browsers() {
    let driver = match Driver::start() {
        Ok(driver) => driver,
        Err(why) => return skip_loudly(&why),
    };
    let target = concat!(env!("CARGO_MANIFEST_DIR"), "/targets/simulator-browser.yaml");
    let arguments: &'static [&'static str] =
        Vec::leak(vec!["run", "@browser", "--target", target, "--webdriver", driver.address.clone().leak()]);
    let ran = stand::against_simulator("browser", arguments).await;
    assert_eq!(ran.code, 0, "{}", ran.said);
    assert!(!ran.said.contains("out of reach"), "{}", ran.said);
    let junit = std::fs::read_to_string(ran.report.join("junit.xml")).expect("a report");
    for (method, case) in ORGANIZATION_METHODS {
        assert!(junit.contains(&format!("name=\"{case} ")), "{method} was not run in browsers: {case}");
    }
}
