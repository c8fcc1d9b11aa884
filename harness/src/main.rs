//! `realname-harness`: runs the documented real-name flows, written in Gherkin, against any implementation.
//!
//! The way of a run, top to bottom; arrows point down only:
//!
//! - `run`, `list`: the two commands; `options`: what was asked for
//! - `report`: the verdict is counted here, never taken from the runner
//! - `steps`: a file a subject; each step parses, asks one actor or the client, remembers
//! - `case`: what one Gherkin case knows: its world, people, browsers, last reply
//! - `setting`: what is true in its world; `roles`, `organizations`: who plays in it
//! - `actors`: user, phone, bank, desks, sink, and the control port behind some of them
//! - `client`: the caller's side: own signer, own transport, each exchange kept, each reply held to `features/contract/`
//! - `suite`: the features, their ids and tags, the lock file; `target`: what is judged
//! - `verdict`: how a run ends; `wrong`: why a step fails; `real_time`: the real clock, read there alone
//!
//! Nothing here knows a type of the simulator: the harness meets it over HTTP and nowhere else.

mod actors;
mod case;
mod client;
mod list;
mod options;
mod organizations;
mod real_time;
mod report;
mod roles;
mod run;
mod setting;
mod steps;
mod suite;
mod target;
mod verdict;
mod wrong;

use std::process::ExitCode;

use clap::Parser as _;

use crate::options::{Command, Options};

fn main() -> ExitCode {
    let options = match Options::try_parse() {
        Ok(options) => options,
        Err(help) => return options::explain(&help),
    };
    let runtime = match tokio::runtime::Builder::new_multi_thread().enable_all().build() {
        Ok(runtime) => runtime,
        Err(error) => return verdict::stop(&verdict::Stop::internal(format!("no runtime: {error}"))),
    };
    let outcome = match options.command {
        // Dropping a receiver waits for its lock without yielding; in a task whose cooperative budget is used up that
        // wait would never end. So this task has no budget.
        Command::Run(ref run) => runtime.block_on(tokio::task::unconstrained(run::run(run))),
        Command::List(ref list) => list::list(list),
    };
    match outcome {
        Ok(exit) => exit.into(),
        Err(stop) => verdict::stop(&stop),
    }
}
