//! The program: reads its settings, starts a simulator, tells where it is, stops when told to.
#![allow(
    clippy::print_stdout,
    clippy::print_stderr,
    reason = "the program speaks to the terminal here and only here"
)]

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
    print!("{}", banner::banner(&simulator));
    stop_signal().await;
    let seed = simulator.site().seed;
    simulator.shutdown().await;
    println!("seed {seed}");
    ExitCode::SUCCESS
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

async fn stop_signal() {
    let interrupt = tokio::signal::ctrl_c();
    #[cfg(unix)]
    {
        let Ok(mut terminate) = tokio::signal::unix::signal(tokio::signal::unix::SignalKind::terminate())
        else {
            let _ = interrupt.await;
            return;
        };
        tokio::select! {
            _ = interrupt => {}
            _ = terminate.recv() => {}
        }
    }
    #[cfg(not(unix))]
    let _ = interrupt.await;
}
