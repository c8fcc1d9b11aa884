//! The benchmark: `cargo bench -p realname-simulator`.
//!
//! - `served`: the shipped program beside a bare hyper server, in turns: signed calls, start-up, idle
//!   memory, new worlds; `flows`: whole flows, a person's and an organization's; `registers`: memory and
//!   questions of the provider alone;
//! - `bare`: that bare server; `load`: a client that costs little; `people`: whom it is all about;
//!   `child`: processes and what they used; `report`: figures, aims and whether they are met.
//!
//! Servers and registers are processes of their own: this program starts itself again in another
//! role. `REALNAME_EFFORT` scales all counts (1 by default; 0.1 for a quick look).
#![allow(
    clippy::print_stdout,
    clippy::print_stderr,
    reason = "a benchmark tells its figures on the terminal"
)]

mod bare;
mod child;
mod flows;
mod load;
mod people;
mod registers;
mod report;
mod served;

use std::process::ExitCode;

use crate::report::Report;

/// Whatever goes wrong ends the run with a text for people.
pub(crate) type Outcome<T> = Result<T, String>;

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let outcome = match arguments.first().map(String::as_str) {
        Some("role-bare") => bare::serve(),
        Some("role-registers") => registers::fill(),
        _ if arguments.iter().any(|argument| argument == "--bench") => run(&arguments),
        // `cargo test --all-targets` starts benchmarks too, without the flag.
        _ => {
            println!("nothing measured; use cargo bench -p realname-simulator");
            Ok(())
        }
    };
    match outcome {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("error: {error}");
            ExitCode::FAILURE
        }
    }
}

/// Parts can be named: `cargo bench -p realname-simulator -- served`.
fn run(arguments: &[String]) -> Outcome<()> {
    let named = |part: &str| arguments.iter().any(|argument| argument == part);
    let all = !["start", "served", "flows", "registers"].into_iter().any(named);
    let wanted = |part| all || named(part);
    let mut report = Report::default();
    if wanted("start") {
        served::start_up(&mut report)?;
    }
    if wanted("served") {
        served::signed_calls(&mut report)?;
    }
    if wanted("flows") {
        flows::of_persons(&mut report)?;
        flows::of_organizations(&mut report)?;
    }
    if wanted("registers") {
        registers::measure(&mut report)?;
    }
    println!("{report}");
    Ok(())
}

/// A count of the full size, scaled by `REALNAME_EFFORT`; never less than `least`.
pub(crate) fn scaled(count: usize, least: usize) -> usize {
    let effort = std::env::var("REALNAME_EFFORT").ok().and_then(|text| text.parse::<f64>().ok());
    let permille = (effort.unwrap_or(1.0).clamp(0.001, 1_000.0) * 1_000.0).to_string();
    let permille: usize = permille.split('.').next().and_then(|whole| whole.parse().ok()).unwrap_or(1_000);
    (count * permille / 1_000).max(least)
}
