//! The program itself: how it starts, says where it is, refuses to start, and stops.

use std::io::{BufRead, BufReader, Read};
use std::net::TcpListener;
use std::path::{Path, PathBuf};
use std::process::{Child, ChildStderr, ChildStdout, Command, ExitStatus, Stdio};

use serde_json::{Value, json};

use crate::bench::{Answer, Bench};

/// The program with these arguments and no settings of the environment's.
fn command(arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_realname-simulator"));
    for (name, _) in std::env::vars() {
        if name.starts_with("REALNAME_") {
            command.env_remove(name);
        }
    }
    command.args(arguments).stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped());
    command
}

/// A program that runs. It is ended with the test, whatever happens.
pub(crate) struct Program {
    child: Child,
    output: BufReader<ChildStdout>,
    errors: ChildStderr,
    /// What it has printed at its start.
    pub(crate) banner: String,
}

impl Program {
    /// Starts it on a free port and reads its banner, up to the signed call.
    pub(crate) fn start(arguments: &[&str]) -> Self {
        let mut all = vec!["--port", "0"];
        all.extend_from_slice(arguments);
        Self::of(command(&all))
    }

    fn of(mut command: Command) -> Self {
        let mut child = command.spawn().expect("it can be started");
        let mut output = BufReader::new(child.stdout.take().expect("piped"));
        let errors = child.stderr.take().expect("piped");
        let mut banner = String::new();
        while !banner.contains("curl ") {
            let read = output.read_line(&mut banner).expect("text");
            if read == 0 {
                let mut told = String::new();
                let mut errors = errors;
                let _ = errors.read_to_string(&mut told);
                let _ = child.kill();
                let _ = child.wait();
                panic!("it ended at once: {banner}{told}");
            }
        }
        Self { child, output, errors, banner }
    }

    /// What stands behind these words in the banner.
    pub(crate) fn told(&self, label: &str) -> String {
        let line = self.banner.lines().find_map(|line| line.trim_start().strip_prefix(label));
        line.expect("the banner tells it").trim().to_owned()
    }

    /// Its base address.
    pub(crate) fn base(&self) -> String {
        self.told("API ")
    }

    /// Sends a signal, waits, and gives how it ended, and what it said since its start.
    pub(crate) fn stop(mut self, signal: &str) -> (ExitStatus, String, String) {
        let id = self.child.id().to_string();
        let sent = Command::new("kill").args([signal, &id]).status().expect("kill is there");
        assert!(sent.success());
        let (mut output, mut errors) = (String::new(), String::new());
        self.output.read_to_string(&mut output).expect("text");
        self.errors.read_to_string(&mut errors).expect("text");
        (self.child.wait().expect("it ends"), output, errors)
    }
}

impl Drop for Program {
    fn drop(&mut self) {
        // One that has ended already cannot be ended again.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// A file that can be read once, by whoever waits for its being written.
#[cfg(unix)]
fn pipe(name: &str) -> PathBuf {
    let path = Path::new(env!("CARGO_TARGET_TMPDIR")).join(name);
    // It may be left from an earlier run, or not.
    let _ = std::fs::remove_file(&path);
    assert!(Command::new("mkfifo").arg(&path).status().expect("mkfifo is there").success());
    path
}

#[cfg(unix)]
#[test]
fn nobody_need_read_what_it_prints_and_it_may_be_stopped_as_soon_as_it_is_ready() {
    let ready_file = pipe("program-unread.json");
    let (reader, writer) = std::io::pipe().expect("a pipe");
    drop(reader);
    let mut child = command(&["--port", "0", "--ready-file", text(&ready_file)])
        .stdout(writer)
        .stderr(Stdio::null())
        .spawn()
        .expect("it can be started");
    let id = child.id().to_string();
    // Beside the wait, so that a program which never gets ready ends the test.
    std::thread::spawn(move || {
        std::fs::read_to_string(&ready_file).expect("it gets ready");
        Command::new("kill").args(["-TERM", &id]).status().expect("kill is there")
    });
    assert_eq!(child.wait().expect("it ends").code(), Some(0));
}

/// Runs the program to its end: exit code, stdout, stderr.
fn run(arguments: &[&str]) -> (i32, String, String) {
    let output = command(arguments).output().expect("it can be started");
    let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
    (output.status.code().expect("no signal"), text(&output.stdout), text(&output.stderr))
}

/// A file of this test.
fn file(name: &str, content: &str) -> PathBuf {
    let path = Path::new(env!("CARGO_TARGET_TMPDIR")).join(name);
    std::fs::write(&path, content).expect("it can be written");
    path
}

fn text(path: &Path) -> &str {
    path.to_str().expect("plain text")
}

async fn get(base: &str, target: &str) -> Answer {
    Bench::raw(base, "GET", target, &[], String::new()).await.expect("an answer")
}

/// The words of a shell line whose quotes are single.
fn words(line: &str) -> Vec<String> {
    let mut words = Vec::new();
    for (index, part) in line.split('\'').enumerate() {
        match index % 2 {
            0 => words.extend(part.split_whitespace().map(str::to_owned)),
            _ => words.push(part.to_owned()),
        }
    }
    words
}

#[tokio::test]
async fn it_tells_where_it_is_and_stops_when_told() {
    let ready_file = file("program-ready.json", "");
    let program = Program::start(&["--ready-file", text(&ready_file), "--seed", "17"]);
    let base = program.base();
    let ready: Value =
        serde_json::from_str(&std::fs::read_to_string(&ready_file).expect("written before the banner"))
            .expect("JSON");
    for (key, expected) in [
        ("api", base.clone()),
        ("pages", base.clone()),
        ("console", format!("{base}/_console")),
        ("control", format!("{base}/_control/v1")),
        ("app_id", program.told("app id")),
        ("app_secret", program.told("app secret")),
        ("world", "town".to_owned()),
    ] {
        assert_eq!(ready[key], expected, "{key}");
    }
    assert_eq!((&ready["seed"], &ready["pid"]), (&Value::from(17), &Value::from(program.child.id())));
    assert!(base.starts_with("http://127.0.0.1:") && !base.ends_with(":0"));
    for (target, status) in
        [("/livez", 200), ("/readyz", 200), ("/_demo", 200), ("/_console", 200), ("/nothing", 404)]
    {
        assert_eq!(get(&base, target).await.status, status, "{target}");
    }
    let metrics = get(&base, "/metrics").await.text;
    assert!(metrics.contains("\nrealname_worlds 1\n"), "{metrics}");
    assert!(metrics.contains("realname_answers_total{class=\"4xx\"} 1\n"), "{metrics}");
    let healthy = run(&["healthcheck", "--api", &base]);
    assert_eq!(healthy, (0, String::new(), String::new()));
    let (status, output, errors) = program.stop("-TERM");
    assert_eq!((status.code(), output.as_str(), errors.as_str()), (Some(0), "seed 17\n", ""));
    let (code, _, errors) = run(&["healthcheck", "--api", &base]);
    assert_eq!(code, 1);
    assert!(errors.contains("does not answer"), "{errors}");
    assert_eq!(run(&["healthcheck", "--api", "nowhere"]).0, 1);
}

#[tokio::test]
async fn the_signed_call_of_the_banner_works_as_it_stands() {
    let program = Program::start(&[]);
    let line = program.banner.lines().find(|line| line.contains("curl ")).expect("a call").trim().to_owned();
    let words = words(&line);
    let base = program.base();
    let target = words.iter().find_map(|word| word.strip_prefix(base.as_str())).expect("an address");
    let headers = words.windows(2).filter(|pair| pair[0] == "-H").map(|pair| pair[1].split_once(": "));
    let headers: Vec<_> = headers.map(|pair| pair.expect("name and value")).collect();
    let headers: Vec<_> = headers.iter().map(|(name, value)| (name.to_ascii_lowercase(), *value)).collect();
    let headers: Vec<_> = headers.iter().map(|(name, value)| (name.as_str(), *value)).collect();
    let body = words.windows(2).find(|pair| pair[0] == "-d").map(|pair| pair[1].to_owned()).expect("a body");
    let answer = Bench::raw(&base, "POST", target, &headers, body).await.expect("an answer");
    assert_eq!((answer.status, answer.json()["code"].clone()), (200, json!(0)), "{}", answer.text);
    let link = answer.json()["data"]["authShortUrl"].as_str().expect("a link").replace(&base, "");
    assert_eq!(get(&base, &link).await.status, 303, "its link opens");
    // Where there is a curl, the line is run in a shell too.
    if Command::new("curl").arg("--version").output().is_ok_and(|output| output.status.success()) {
        let output = Command::new("sh").args(["-c", &line]).output().expect("a shell");
        assert_eq!(String::from_utf8_lossy(&output.stdout), answer.text);
    }
    for person in ["王晓明", "13800001001", "330283199003070119", "DAVID BROWN"] {
        assert!(program.banner.contains(person), "{person} is in the table");
    }
    let seed = program.told("world").split_whitespace().next_back().expect("a seed").to_owned();
    let (status, output, _) = program.stop("-INT");
    assert_eq!(
        (status.code(), output),
        (Some(0), format!("seed {seed}\n")),
        "drawn once, told first and last"
    );
}

#[test]
fn a_busy_port_is_told() {
    let listener = TcpListener::bind("127.0.0.1:0").expect("a free port");
    let port = listener.local_addr().expect("an address").port();
    let (code, output, errors) = run(&["--port", &port.to_string()]);
    assert_eq!((code, output.as_str()), (1, ""));
    assert!(errors.starts_with(&format!("error: cannot listen on 127.0.0.1:{port}: ")), "{errors}");
    assert!(errors.contains("hint: another program has this port; stop it, or give --port 0"), "{errors}");
}

#[test]
fn settings_that_cannot_be_are_told() {
    let unknown = file("program-unknown.yaml", "prot: 1\n");
    let wrong = file("program-wrong.yaml", "port: many\n");
    let guarded = file("program-guarded.yaml", "host: 0.0.0.0\n");
    for (arguments, told) in [
        (&["--prot", "1"][..], "--prot"),
        (&["--port", "65536"], "65536"),
        (&["--seed", "-1"], "-1"),
        (&["--host", "localhost"], "localhost"),
        (&["serve"], "serve"),
        (&["--host", "0.0.0.0", "--port", "0"], "hint: give --control-token, or listen on 127.0.0.1"),
        (&["--config", text(&guarded)], "hint: give --control-token, or listen on 127.0.0.1"),
        (&["--public-url", "sim.example.test"], "is not a public URL"),
        (&["--config", "/no/such/file.yaml"], "cannot read /no/such/file.yaml: "),
        (&["--config", text(&unknown)], "prot"),
        (&["--config", text(&unknown)], "program-unknown.yaml:1"),
        (&["--config", text(&wrong)], "program-wrong.yaml:1"),
        (&["--log", "lots=of=noise"], "--log"),
    ] {
        let (code, output, errors) = run(arguments);
        assert_eq!((code, output.as_str()), (2, ""), "{arguments:?}: {errors}");
        assert!(errors.contains(told), "{arguments:?}: {errors}");
    }
}

#[test]
fn a_scenario_that_cannot_be_is_told_with_its_place() {
    let person = "people:\n  - id: a\n    name: 王五\n    use: 试\n    id_number: \"330283199003070110\"\n";
    for (name, content, told) in [
        ("key", "titel: x\n", &[":1:1: titel: unknown key", "did you mean `title`?"][..]),
        ("digit", person, &[":5:", "people[0].id_number", "330283199003070110"]),
        ("yaml", "people: [\n", &[":"]),
        ("rule", "rules: {code_life: 5}\n", &[":1:", "rules.code_life"]),
    ] {
        let path = file(&format!("program-{name}.yaml"), content);
        let (code, output, errors) = run(&["--port", "0", "--scenario", text(&path)]);
        assert_eq!((code, output.as_str()), (2, ""), "{name}: {errors}");
        assert!(errors.contains(&format!("program-{name}.yaml")), "{errors}");
        for part in told {
            assert!(errors.contains(part), "{name}: {part}: {errors}");
        }
    }
    let (code, _, errors) = run(&["--port", "0", "--scenario", "/no/such/world.yaml"]);
    assert_eq!(code, 2);
    assert!(errors.contains("/no/such/world.yaml"), "{errors}");
    let (code, _, errors) = run(&["--port", "0", "--ca-file", "/no/such/ca.pem"]);
    assert_eq!(code, 2);
    assert!(errors.contains("/no/such/ca.pem"), "{errors}");
    let (code, _, errors) = run(&["--port", "0", "--ready-file", "/no/such/folder/ready.json"]);
    assert_eq!(code, 1, "no setting is wrong in itself");
    assert!(errors.contains("/no/such/folder/ready.json"), "{errors}");
}

#[tokio::test]
async fn flags_go_before_environment_before_file() {
    let config = file("program-order.yaml", "seed: 1\nscenario: empty\nbar: false\nworlds_max: 2\n");
    let mut order = command(&["--config", text(&config), "--port", "0", "--seed", "3"]);
    order.env("REALNAME_SEED", "2").env("REALNAME_SCENARIO", "town");
    let program = Program::of(order);
    assert_eq!(program.told("world").split_whitespace().collect::<Vec<_>>(), ["town", "seed", "3"]);
    let token = command_with_token().await;
    assert_eq!(token, (401, 200, 200));
}

/// Control without and with the token, and a page of the provider.
async fn command_with_token() -> (u16, u16, u16) {
    let mut order = command(&["--port", "0", "--host", "0.0.0.0"]);
    order.env("REALNAME_CONTROL_TOKEN", "made-up");
    let program = Program::of(order);
    let base = program.base();
    let control = |headers: &'static [(&'static str, &'static str)]| {
        let base = base.clone();
        async move {
            Bench::raw(&base, "GET", "/_control/v1/info", headers, String::new())
                .await
                .expect("an answer")
                .status
        }
    };
    let without = control(&[]).await;
    let with = control(&[("authorization", "Bearer made-up")]).await;
    (without, with, get(&base, "/auth/h5/help").await.status)
}

#[test]
fn help_and_version_are_told() {
    let (code, output, _) = run(&["--help"]);
    assert_eq!(code, 0);
    for flag in ["--port", "--ready-file", "--scenario", "--control-token", "REALNAME_PORT", "healthcheck"] {
        assert!(output.contains(flag), "{flag}: {output}");
    }
    assert_eq!(run(&["--version"]).1, format!("realname-simulator {}\n", env!("CARGO_PKG_VERSION")));
}
