//! A simulator on a free port and the built harness beside it.

use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use bytes::Bytes;
use http_body_util::{BodyExt as _, Empty};
use hyper_util::client::legacy::Client;
use hyper_util::rt::TokioExecutor;
use realname_simulator::config::Config;
use realname_simulator::simulator::Simulator;

/// What a run of the harness left.
pub(crate) struct Ran {
    /// The exit code.
    pub(crate) code: i32,
    /// What it said on stdout and stderr.
    pub(crate) said: String,
    /// Its reports.
    pub(crate) report: PathBuf,
}

/// The project's features.
pub(crate) fn features() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../features")
}

/// How many cases the lock names.
pub(crate) fn cases_locked() -> usize {
    let lock =
        std::fs::read_to_string(features().join("cases.lock")).expect("the lock lies beside the features");
    lock.lines().filter(|line| !line.is_empty()).count()
}

/// What `list` prints: a case a line.
pub(crate) fn list() -> String {
    let mut command = Command::new(env!("CARGO_BIN_EXE_realname-harness"));
    let output = command.arg("list").arg("--features").arg(features()).output().expect("it was built");
    assert_eq!(output.status.code(), Some(0), "{}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8_lossy(&output.stdout).into_owned()
}

/// An empty folder for one test.
pub(crate) fn folder(test: &str) -> PathBuf {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join(test);
    if folder.exists() {
        std::fs::remove_dir_all(&folder).expect("a test's folder is its own");
    }
    std::fs::create_dir_all(&folder).expect("cargo gives tests a folder to write in");
    folder
}

/// Runs the harness with these arguments; reports go into the test's own folder.
pub(crate) fn harness(test: &str, arguments: &[&str]) -> Ran {
    let report = folder(test).join("report");
    let mut command = Command::new(env!("CARGO_BIN_EXE_realname-harness"));
    command.args(arguments).arg("--report").arg(&report);
    if !arguments.contains(&"--features") {
        command.arg("--features").arg(features());
    }
    // The caller's own settings must not reach into the test.
    command
        .env_remove("REALNAME_HARNESS_TARGET")
        .env_remove("REALNAME_HARNESS_API")
        .env_remove("REALNAME_HARNESS_WEBDRIVER");
    let Output { status, stdout, stderr } = command.output().expect("the harness was built with this test");
    let said = format!("{}{}", String::from_utf8_lossy(&stdout), String::from_utf8_lossy(&stderr));
    Ran { code: status.code().unwrap_or(-1), said, report }
}

/// The names of the defects that control lists, in its order.
pub(crate) async fn defects() -> Vec<String> {
    let simulator = start().await;
    let target = format!("{}/worlds/town/defects", simulator.control());
    let client: Client<_, Empty<Bytes>> = Client::builder(TokioExecutor::new()).build_http();
    let answer = client.get(target.parse().expect("an address")).await.expect("an answer");
    let body = answer.into_body().collect().await.expect("the whole answer").to_bytes();
    simulator.shutdown().await;
    let listed: serde_json::Value = serde_json::from_slice(&body).expect("JSON");
    let items = listed["items"].as_array().expect("a list");
    items.iter().map(|item| item["name"].as_str().expect("a name").to_owned()).collect()
}

async fn start() -> Simulator {
    let config = Config { port: 0, ..Config::default() };
    Simulator::builder().config(config).scenario("town").seed(7).start().await.expect("a free port")
}

/// Starts a simulator and runs the harness against it; `{api}` is put behind the arguments.
pub(crate) async fn against_simulator(test: &'static str, arguments: &'static [&'static str]) -> Ran {
    let simulator = start().await;
    let api = simulator.api();
    let ran = tokio::task::spawn_blocking(move || {
        let mut all = arguments.to_vec();
        all.extend(["--api", api.as_str()]);
        harness(test, &all)
    });
    let ran = ran.await.expect("the harness does not panic");
    simulator.shutdown().await;
    ran
}
