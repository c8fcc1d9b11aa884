//! What became of each case, and the reports about it.
//!
//! - `writer`: hears the runner's events; counts, and gives the verdict itself
//! - `failure`: one failed case, told so that a person can act: clause, expected and got, exchange, curl, replay
//! - `terminal`, `junit`, `summary`: the three forms

pub(crate) mod failure;
pub(crate) mod junit;
pub(crate) mod summary;
pub(crate) mod terminal;
pub(crate) mod writer;

use std::time::Duration;

use crate::client::record::Record;
use crate::suite::CaseInfo;

/// How a case ended.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Ending {
    /// All held.
    Passed,
    /// A step did not hold, or the contract was broken.
    Failed {
        /// The step's sentence; empty where no step is to blame.
        step: String,
        /// Expected and got.
        why: String,
    },
    /// A step has no definition.
    Undefined {
        /// The step's sentence.
        step: String,
    },
    /// The target lacks something.
    OutOfReach {
        /// What.
        lacking: String,
    },
}

/// A case that is over.
#[derive(Debug)]
pub(crate) struct Ended {
    /// What is known of it beforehand.
    pub(crate) info: CaseInfo,
    /// How it ended.
    pub(crate) ending: Ending,
    /// How long it took, really.
    pub(crate) took: Duration,
    /// What was said and heard.
    pub(crate) record: Record,
}
