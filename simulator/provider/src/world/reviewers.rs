//! The provider's staff who review letters (授权书), and their habits.

use serde::{Deserialize, Serialize};

use crate::time::Span;

/// How a reviewer decides.
#[derive(Debug, Clone, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Verdict {
    /// The letter is in order.
    #[default]
    Approve,
    /// It is not.
    Reject {
        /// Why, for the person who uploaded it.
        reason: Box<str>,
    },
}

/// What reviewers do with a letter that nobody decides about at the desk.
#[derive(Debug, Clone, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Reviewers {
    /// After how long they decide by themselves; `None` leaves it to the desk.
    pub after: Option<Span>,
    /// How.
    pub verdict: Verdict,
}
