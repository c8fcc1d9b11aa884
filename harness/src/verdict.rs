//! The exit codes, and the counts that decide on one.

use std::process::ExitCode;

/// How a command ends, as the numbers that callers may rely on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Exit {
    /// 0: everything that was asked for is proven.
    Proven,
    /// 1: a case failed.
    Failed,
    /// 2: usage, configuration, a feature that does not parse, or a step that nobody defined.
    Usage,
    /// 3: the target does not answer.
    Unreachable,
    /// 4: nothing was proven: nothing selected, or everything out of reach.
    NothingProven,
    /// 5: stale bookkeeping: fewer cases than the lock file names.
    Stale,
    /// 70: a mistake of the harness itself.
    Internal,
}

impl From<Exit> for ExitCode {
    fn from(exit: Exit) -> Self {
        Self::from(match exit {
            Exit::Proven => 0,
            Exit::Failed => 1,
            Exit::Usage => 2,
            Exit::Unreachable => 3,
            Exit::NothingProven => 4,
            Exit::Stale => 5,
            Exit::Internal => 70,
        })
    }
}

/// A command that cannot go on: the exit code and what to tell the person.
#[derive(Debug)]
pub(crate) struct Stop {
    /// The exit code.
    pub(crate) exit: Exit,
    /// One sentence, no full stop.
    pub(crate) message: String,
    /// What the person may do about it.
    pub(crate) hint: Option<String>,
}

impl Stop {
    /// A mistake in what was asked for.
    pub(crate) fn usage(message: impl Into<String>) -> Self {
        Self { exit: Exit::Usage, message: message.into(), hint: None }
    }

    /// The target is not there.
    pub(crate) fn unreachable(message: impl Into<String>) -> Self {
        Self { exit: Exit::Unreachable, message: message.into(), hint: None }
    }

    /// A mistake of ours.
    pub(crate) fn internal(message: impl Into<String>) -> Self {
        Self { exit: Exit::Internal, message: message.into(), hint: None }
    }

    /// The same with a hint.
    pub(crate) fn hint(mut self, hint: impl Into<String>) -> Self {
        self.hint = Some(hint.into());
        self
    }
}

/// Tells why a command stopped, on stderr, and gives its exit code.
#[expect(clippy::print_stderr, reason = "the program's last word; there is nobody left to hand an error to")]
pub(crate) fn stop(stop: &Stop) -> ExitCode {
    eprintln!("error: {}", stop.message);
    if let Some(hint) = &stop.hint {
        eprintln!("hint: {hint}");
    }
    stop.exit.into()
}

/// How many cases ended which way.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) struct Counts {
    /// Every step ran and held, and the contract was kept.
    pub(crate) passed: usize,
    /// A step or the contract did not hold.
    pub(crate) failed: usize,
    /// A step has no definition.
    pub(crate) undefined: usize,
    /// The target lacks an actor or a capability.
    pub(crate) out_of_reach: usize,
    /// Started and never finished; a mistake of the harness.
    pub(crate) unfinished: usize,
    /// Selected by id or tag.
    pub(crate) selected: usize,
    /// Known to the lock file but gone from the features.
    pub(crate) missing: usize,
    /// Features that do not parse.
    pub(crate) broken_features: usize,
}

impl Counts {
    /// The verdict. The order matters: what makes the run meaningless comes before what makes it red.
    pub(crate) fn exit(&self) -> Exit {
        let seen = self.passed + self.failed + self.undefined + self.out_of_reach;
        if self.undefined > 0 || self.broken_features > 0 {
            Exit::Usage
        } else if self.failed > 0 {
            Exit::Failed
        } else if self.unfinished > 0 || seen != self.selected {
            Exit::Internal
        } else if self.passed == 0 {
            Exit::NothingProven
        } else if self.missing > 0 {
            Exit::Stale
        } else {
            Exit::Proven
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn counts(passed: usize, failed: usize, undefined: usize, out_of_reach: usize) -> Counts {
        let selected = passed + failed + undefined + out_of_reach;
        Counts { passed, failed, undefined, out_of_reach, selected, ..Counts::default() }
    }

    #[test]
    fn only_passed_cases_prove_something() {
        assert_eq!(counts(3, 0, 0, 0).exit(), Exit::Proven);
        assert_eq!(counts(3, 0, 0, 2).exit(), Exit::Proven);
        assert_eq!(counts(0, 0, 0, 2).exit(), Exit::NothingProven);
        assert_eq!(counts(0, 0, 0, 0).exit(), Exit::NothingProven);
    }

    #[test]
    fn an_undefined_step_outweighs_a_failure() {
        assert_eq!(counts(3, 1, 1, 0).exit(), Exit::Usage);
        assert_eq!(counts(3, 1, 0, 0).exit(), Exit::Failed);
    }

    #[test]
    fn a_case_that_was_selected_and_never_seen_is_our_own_mistake() {
        let lost = Counts { selected: 4, ..counts(3, 0, 0, 0) };
        assert_eq!(lost.exit(), Exit::Internal);
    }

    #[test]
    fn cases_that_vanished_make_a_green_run_stale() {
        let stale = Counts { missing: 1, ..counts(3, 0, 0, 0) };
        assert_eq!(stale.exit(), Exit::Stale);
    }
}
