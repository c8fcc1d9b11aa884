//! The program: reads its settings, starts a simulator, tells where it is, stops when told to.
#![allow(clippy::print_stderr, reason = "the program speaks to the terminal here and only here")]

use std::io::Write;
use std::path::PathBuf;
use std::process::ExitCode;

use clap::{Parser, Subcommand};
use realname_simulator::banner;
use realname_simulator::config::{Config, Settings};
use realname_simulator::simulator::{Simulator, StartError};
use tracing_subscriber::EnvFilter;

/// An offline simulator of the real-name provider e签宝
#[derive(Parser)]
#[command(version, about)]
struct Arguments {
    #[command(subcommand)]
    command: Option<Command>,
    /// Config file (YAML, the same keys as the flags with underscores)
    #[arg(long, env = "REALNAME_CONFIG", global = true)]
    config: Option<PathBuf>,
    /// What is logged to stderr: error, warn, info, debug, or a filter
    #[arg(long, env = "REALNAME_LOG", default_value = "warn", global = true)]
    log: String,
    #[command(flatten)]
    settings: Settings,
}

#[derive(Subcommand)]
enum Command {
    /// Ask a running simulator whether it is ready; exit code 0 if so
    Healthcheck {
        /// Its base address
        #[arg(long, default_value = "http://127.0.0.1:8686", env = "REALNAME_API")]
        api: String,
    },
}

/// Exit codes: 0 all well, 1 could not start or go on, 2 settings that cannot be, files that they name
/// included.
fn main() -> ExitCode {
    let arguments = Arguments::parse();
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build();
    let runtime = match runtime {
        Ok(runtime) => runtime,
        Err(error) => return fail(1, &format!("cannot start: {error}")),
    };
    match arguments.command {
        Some(Command::Healthcheck { api }) => match runtime.block_on(realname_simulator::health::check(&api))
        {
            Ok(()) => ExitCode::SUCCESS,
            Err(error) => fail(1, &error),
        },
        None => runtime.block_on(run(arguments)),
    }
}

fn fail(code: u8, message: &str) -> ExitCode {
    eprintln!("error: {message}");
    ExitCode::from(code)
}

async fn run(arguments: Arguments) -> ExitCode {
    let filter = EnvFilter::builder().parse(&arguments.log);
    let filter = match filter {
        Ok(filter) => filter,
        Err(error) => return fail(2, &format!("--log `{}`: {error}", arguments.log)),
    };
    tracing_subscriber::fmt().with_env_filter(filter).with_writer(std::io::stderr).init();
    let config = match settings(arguments.config, arguments.settings) {
        Ok(config) => config,
        Err(message) => return fail(2, &message),
    };
    let ready_file = config.ready_file.clone();
    // Before anybody knows that we run: whoever knows may already stop us.
    let stopped = match stop_signal() {
        Ok(stopped) => stopped,
        Err(error) => return fail(1, &format!("cannot listen for signals: {error}")),
    };
    let simulator = match Simulator::builder().config(config).start().await {
        Ok(simulator) => simulator,
        Err(error) => {
            let code = match &error {
                StartError::Scenario(_) | StartError::Authorities { .. } => 2,
                StartError::Listen { .. } | StartError::World(_) => 1,
            };
            return fail(code, &error.to_string());
        }
    };
    // Before the banner: whoever has read that may read the file too.
    if let Some(file) = ready_file
        && let Err(error) = std::fs::write(&file, banner::ready(&simulator))
    {
        return fail(1, &format!("cannot write {}: {error}", file.display()));
    }
    tell(&banner::banner(&simulator));
    stopped.await;
    let seed = simulator.site().seed;
    simulator.shutdown().await;
    tell(&format!("seed {seed}\n"));
    ExitCode::SUCCESS
}

/// Prints a text. It may be that nobody reads it any more, as behind `| head`; that is no reason to end.
fn tell(text: &str) {
    let mut stdout = std::io::stdout();
    let _ = stdout.write_all(text.as_bytes()).and_then(|()| stdout.flush());
}

fn settings(file: Option<PathBuf>, flags: Settings) -> Result<Config, String> {
    let file = match file {
        None => Settings::default(),
        Some(path) => {
            let text = std::fs::read_to_string(&path)
                .map_err(|error| format!("cannot read {}: {error}", path.display()))?;
            realname_simulator::scenario::read_settings(&path.display().to_string(), &text)
                .map_err(|error| error.to_string())?
        }
    };
    flags.or(file).resolve().map_err(|error| error.to_string())
}

/// Ends when we are told to stop; heeded from the call on.
#[cfg(unix)]
fn stop_signal() -> std::io::Result<impl Future<Output = ()>> {
    use tokio::signal::unix::{SignalKind, signal};

    let (mut interrupt, mut terminate) = (signal(SignalKind::interrupt())?, signal(SignalKind::terminate())?);
    Ok(async move {
        tokio::select! {
            _ = interrupt.recv() => {}
            _ = terminate.recv() => {}
        }
    })
}

/// Ends when we are told to stop.
#[cfg(windows)]
fn stop_signal() -> std::io::Result<impl Future<Output = ()>> {
    let mut interrupt = tokio::signal::windows::ctrl_c()?;
    Ok(async move {
        interrupt.recv().await;
    })
}
