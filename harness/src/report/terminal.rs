//! The terminal: a line where something is to be told, a count as it goes, a last line that says all.

use std::io::{IsTerminal as _, Write as _};

use crate::report::failure::{self, Replay};
use crate::report::{Ended, Ending};
use crate::verdict::Counts;

/// Writes to stdout. Where it is a screen, a progress line is kept at the bottom.
#[derive(Debug)]
pub(crate) struct Terminal {
    replay: Replay,
    total: usize,
    done: usize,
    failed: usize,
    is_screen: bool,
}

impl Terminal {
    /// A terminal that expects `total` cases.
    pub(crate) fn new(total: usize, replay: Replay) -> Self {
        Self { replay, total, done: 0, failed: 0, is_screen: std::io::stdout().is_terminal() }
    }

    /// Says how a case ended.
    pub(crate) fn ended(&mut self, ended: &Ended) {
        self.done += 1;
        let told = match &ended.ending {
            Ending::Passed => None,
            Ending::Failed { .. } => {
                self.failed += 1;
                Some(format!("✗ {}", failure::short(ended, &self.replay)))
            }
            Ending::Undefined { .. } => Some(format!("? {}", failure::short(ended, &self.replay))),
            Ending::OutOfReach { lacking } => Some(format!("– {} out of reach: {lacking}\n", ended.info.id)),
        };
        let mut out = std::io::stdout().lock();
        // A closed terminal must not end the run: the verdict is in the exit code.
        let _ = match told {
            Some(text) if self.is_screen => write!(out, "\r\x1b[K{text}\n"),
            Some(text) => writeln!(out, "{text}"),
            None => Ok(()),
        };
        if self.is_screen {
            let _ = write!(
                out,
                "\r\x1b[K{}/{} · {} failed · {}",
                self.done, self.total, self.failed, ended.info.id
            );
        }
        let _ = out.flush();
    }
}

/// The last line, and where to read on.
pub(crate) fn conclude(counts: &Counts, seconds: f64, report: &std::path::Path) {
    let mut out = std::io::stdout().lock();
    let clear = if std::io::stdout().is_terminal() { "\r\x1b[K" } else { "" };
    let mut line = format!("{} passed, {} failed", counts.passed, counts.failed);
    for (count, word) in [
        (counts.undefined, "undefined"),
        (counts.out_of_reach, "out of reach"),
        (counts.broken_features, "features broken"),
        (counts.missing, "missing (features/cases.lock)"),
        (counts.unfinished, "never finished"),
    ] {
        if count > 0 {
            line = format!("{line}, {count} {word}");
        }
    }
    let _ = writeln!(out, "{clear}{} cases: {line} · {seconds:.1} s · {}", counts.selected, report.display());
}
