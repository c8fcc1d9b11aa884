//! `list`: prints the cases and keeps `features/cases.lock` honest.

use std::io::Write as _;

use crate::options::List;
use crate::suite::Suite;
use crate::suite::lock::Lock;
use crate::verdict::{Exit, Stop};

/// Prints each case's id, sentence and source; then writes the lock, or checks it.
pub(crate) fn list(options: &List) -> Result<Exit, Stop> {
    let suite = Suite::read(&options.features)?;
    let mut out = std::io::stdout().lock();
    for case in &suite.cases {
        if writeln!(out, "{:<20} {}  [{}]", case.id, case.name, case.source).is_err() {
            // Whoever reads has seen enough, as behind `| head`; the lock is looked at all the same.
            break;
        }
    }
    if options.write {
        Lock::write(&options.features, &suite)?;
        return Ok(Exit::Proven);
    }
    let lock = Lock::read(&options.features)?;
    match lock.compare(&suite) {
        None => Ok(Exit::Proven),
        Some(drift) => Err(Stop {
            exit: Exit::Stale,
            message: format!(
                "{} is stale: gone {:?}, not listed {:?}",
                lock.path().display(),
                drift.missing,
                drift.unlisted
            ),
            hint: Some("if that is meant, run list --write and say so in the commit".to_owned()),
        }),
    }
}
