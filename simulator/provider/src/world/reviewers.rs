//! The people who look at uploaded letters: how long they need, and how they decide by habit.

use serde::{Deserialize, Serialize};

use crate::time::Span;

/// How a letter is decided if nobody says otherwise.
#[derive(Debug, Clone, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Verdict {
    /// It is in order.
    #[default]
    Approve,
    /// It is not.
    Reject {
        /// Why, as the transactor reads it.
        reason: Box<str>,
    },
}

impl Verdict {
    /// A rejection.
    ///
    /// Unknown: whether one always tells why. Whoever gives no reason says only that it is rejected, since the
    /// transactor must read something.
    pub fn reject(reason: &str) -> Self {
        Self::Reject { reason: if reason.is_empty() { "授权书不符合要求" } else { reason }.into() }
    }
}

/// The habit of the reviewers.
///
/// Unknown: how long a review takes is not published. By default nobody decides on his own: a test
/// gives the verdict when it wants it.
#[derive(Debug, Clone, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Reviewers {
    /// How long after the upload they decide; never, if there is none.
    pub after: Option<Span>,
    /// What they decide then.
    pub verdict: Verdict,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nobody_decides_on_his_own_unless_the_world_says_so() {
        assert_eq!(Reviewers::default().after, None);
    }

    #[test]
    fn a_habit_survives_packing() {
        let strict = Reviewers {
            after: Some(Span::minutes(30)),
            verdict: Verdict::Reject { reason: "印章不清晰".into() },
        };
        let packed = postcard::to_allocvec(&strict).expect("packs");
        assert_eq!(postcard::from_bytes::<Reviewers>(&packed), Ok(strict));
    }
}
