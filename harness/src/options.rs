//! What can be asked for on the command line.

use std::path::PathBuf;
use std::process::ExitCode;

use clap::{Args, Parser, Subcommand};

use crate::verdict::Exit;

/// Runs the documented real-name flows, written in Gherkin, against any implementation.
#[derive(Debug, Parser)]
#[command(name = "realname-harness", version, about)]
pub(crate) struct Options {
    /// What to do.
    #[command(subcommand)]
    pub(crate) command: Command,
}

/// The commands.
#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// Run cases against a target
    Run(Run),
    /// Print the cases, one id a line, and check them against features/cases.lock
    List(List),
}

/// `run`.
#[derive(Debug, Args)]
pub(crate) struct Run {
    /// Case ids or tags, with or without @; none means all
    pub(crate) select: Vec<String>,
    /// The target's description; without it, the simulator at its default address
    #[arg(long, env = "REALNAME_HARNESS_TARGET")]
    pub(crate) target: Option<PathBuf>,
    /// The target's address, in place of the one in its description
    #[arg(long, env = "REALNAME_HARNESS_API")]
    pub(crate) api: Option<String>,
    /// Where the features are
    #[arg(long, default_value = "features")]
    pub(crate) features: PathBuf,
    /// Where reports are written
    #[arg(long, default_value = "report")]
    pub(crate) report: PathBuf,
    /// Switch this defect on in every world, to see whether the cases notice
    #[arg(long)]
    pub(crate) defect: Vec<String>,
    /// How many cases run at a time; browser runs are serial
    #[arg(long, default_value_t = 32)]
    pub(crate) concurrency: usize,
    /// The seed of each case's world
    #[arg(long, default_value_t = 1)]
    pub(crate) seed: u64,
    /// The WebDriver's address, for targets whose user is a browser
    #[arg(long, env = "REALNAME_HARNESS_WEBDRIVER")]
    pub(crate) webdriver: Option<String>,
}

/// `list`.
#[derive(Debug, Args)]
pub(crate) struct List {
    /// Where the features are
    #[arg(long, default_value = "features")]
    pub(crate) features: PathBuf,
    /// Write features/cases.lock instead of checking it
    #[arg(long)]
    pub(crate) write: bool,
}

/// Prints clap's help or complaint and gives the exit code that belongs to it.
pub(crate) fn explain(error: &clap::Error) -> ExitCode {
    let exit = if error.use_stderr() { Exit::Usage } else { Exit::Proven };
    // Nothing better can be done where the terminal itself is gone.
    let _ = error.print();
    exit.into()
}
