//! Why a step did not hold. The text is what the person reads first in a report.

use std::fmt;

/// One reason that ends a case.
#[derive(Debug, Clone)]
pub(crate) enum Wrong {
    /// Something was looked at and is not as it should be.
    Unlike {
        /// What was looked at.
        what: String,
        /// What the document says.
        expected: String,
        /// What was found.
        got: String,
    },
    /// The other side did not answer.
    Silent(String),
    /// The target lacks what the case needs.
    OutOfReach(String),
    /// The feature asks for something that makes no sense at this point.
    Misused(String),
}

/// What steps and actors return.
pub(crate) type Outcome<T = ()> = Result<T, Wrong>;

impl Wrong {
    /// Something is not as it should be.
    pub(crate) fn unlike(
        what: impl Into<String>,
        expected: impl fmt::Display,
        got: impl fmt::Display,
    ) -> Self {
        Self::Unlike { what: what.into(), expected: expected.to_string(), got: got.to_string() }
    }

    /// The feature asks for something that makes no sense at this point.
    pub(crate) fn misused(message: impl Into<String>) -> Self {
        Self::Misused(message.into())
    }
}

impl fmt::Display for Wrong {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Unlike { what, expected, got } => {
                write!(formatter, "{what}\n  expected  {expected}\n  got       {got}")
            }
            Self::Silent(message) => write!(formatter, "no answer: {message}"),
            Self::OutOfReach(what) => write!(formatter, "out of reach: {what}"),
            Self::Misused(message) => write!(formatter, "the case cannot ask for this here: {message}"),
        }
    }
}

/// Checks that two values are equal.
pub(crate) fn equal<T: PartialEq + fmt::Display>(what: impl Into<String>, expected: T, got: T) -> Outcome {
    if expected == got { Ok(()) } else { Err(Wrong::unlike(what, expected, got)) }
}

/// Checks that something holds.
pub(crate) fn holds(
    condition: bool,
    what: &str,
    expected: impl fmt::Display,
    got: impl fmt::Display,
) -> Outcome {
    if condition { Ok(()) } else { Err(Wrong::unlike(what, expected, got)) }
}
