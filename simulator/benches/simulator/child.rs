//! Processes that are measured, and what the system says they used.

use std::io::{BufRead, BufReader, Lines, Write};
use std::net::SocketAddr;
use std::path::PathBuf;
use std::process::{Child, ChildStdout, Command, Stdio};
use std::time::Duration;

use crate::Outcome;

/// A process that ends when this value does.
pub(crate) struct Process {
    child: Child,
    lines: Lines<BufReader<ChildStdout>>,
}

impl Process {
    /// Starts `command` and writes `input` to it.
    pub(crate) fn start(mut command: Command, input: &str) -> Outcome<Self> {
        let child = command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::inherit()).spawn();
        let mut child = child.map_err(|error| format!("cannot start {command:?}: {error}"))?;
        if let Some(mut stdin) = child.stdin.take() {
            stdin.write_all(input.as_bytes()).map_err(|error| error.to_string())?;
        }
        let stdout = child.stdout.take().ok_or("a child without an output")?;
        Ok(Self { child, lines: BufReader::new(stdout).lines() })
    }

    /// This program again, in another role.
    pub(crate) fn role(role: &str, input: &str) -> Outcome<Self> {
        let program = std::env::current_exe().map_err(|error| error.to_string())?;
        let mut command = Command::new(program);
        command.arg(role);
        Self::start(command, input)
    }

    /// The next line that it prints; `None` when it has ended.
    pub(crate) fn line(&mut self) -> Option<String> {
        self.lines.next().and_then(Result::ok)
    }

    fn figures(&self, file: &str) -> PathBuf {
        format!("/proc/{}/{file}", self.child.id()).into()
    }

    /// Time on a processor so far, in the program and in the kernel for it, of all its threads.
    ///
    /// `stat` counts in hundredths of a second; `schedstat` in nanoseconds.
    pub(crate) fn processor_time(&self) -> Outcome<Duration> {
        let tasks = std::fs::read_dir(self.figures("task")).map_err(|error| error.to_string())?;
        let mut total = Duration::ZERO;
        for task in tasks.flatten() {
            // A thread that has just ended has nothing more to add.
            let text = std::fs::read_to_string(task.path().join("schedstat")).unwrap_or_default();
            let spent = text.split(' ').next().and_then(|first| first.parse().ok());
            total += Duration::from_nanos(spent.unwrap_or(0));
        }
        if total.is_zero() { Err("this system does not tell processor time".into()) } else { Ok(total) }
    }

    /// Memory that is really there (RSS), in bytes.
    pub(crate) fn resident_bytes(&self) -> Outcome<u64> {
        resident_bytes(&self.figures("status"))
    }
}

impl Drop for Process {
    fn drop(&mut self) {
        // It may have ended already.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// Memory of this process, in bytes.
pub(crate) fn own_resident_bytes() -> Outcome<u64> {
    resident_bytes(&PathBuf::from("/proc/self/status"))
}

fn resident_bytes(file: &PathBuf) -> Outcome<u64> {
    let text = std::fs::read_to_string(file).map_err(|error| error.to_string())?;
    let line = text.lines().find_map(|line| line.strip_prefix("VmRSS:")).unwrap_or_default();
    let kibibytes = line.trim().split(' ').next().and_then(|number| number.parse::<u64>().ok());
    kibibytes.map(|kibibytes| kibibytes * 1_024).ok_or_else(|| "this system does not tell memory".into())
}

/// The shipped program with its defaults, on a free port.
pub(crate) struct Simulator {
    pub(crate) process: Process,
    pub(crate) address: SocketAddr,
    pub(crate) app_id: String,
    pub(crate) app_secret: String,
}

impl Simulator {
    /// The shipped program's file.
    pub(crate) const PROGRAM: &str = env!("CARGO_BIN_EXE_realname-simulator");

    /// Starts it and reads its banner.
    pub(crate) fn start() -> Outcome<Self> {
        let mut command = Command::new(Self::PROGRAM);
        command.args(["--port", "0", "--seed", "7"]);
        let mut process = Process::start(command, "")?;
        let mut wanted = |label: &str| loop {
            let line = process.line().ok_or("the simulator ended early")?;
            if let Some(value) = line.trim_start().strip_prefix(label) {
                return Ok::<_, String>(value.trim().to_owned());
            }
        };
        let api = wanted("API ")?;
        let (app_id, app_secret) = (wanted("app id ")?, wanted("app secret ")?);
        // The rest of the banner is read too, so that the program never waits for us.
        wanted("curl ")?;
        let address = api.trim_start_matches("http://").parse();
        let address = address.map_err(|error| format!("{api}: {error}"))?;
        Ok(Self { process, address, app_id, app_secret })
    }
}
