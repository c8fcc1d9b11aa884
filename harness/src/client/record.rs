//! Everything that a case said and heard. Shared with the report, which reads it when the case is over.

use std::collections::BTreeMap;
use std::ops::AddAssign;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use crate::client::exchange::Exchange;

/// A case's record; clones share it.
#[derive(Debug, Clone, Default)]
pub(crate) struct Record(Arc<Mutex<Kept>>);

/// What a record holds.
#[derive(Debug, Default)]
pub(crate) struct Kept {
    /// In the order of the requests.
    pub(crate) exchanges: Vec<Exchange>,
    /// Replies, pages and notices that break the contract; any one fails the case.
    pub(crate) breaches: Vec<String>,
    /// What is worth knowing and fails nothing, such as a field that the contract does not name.
    pub(crate) remarks: Vec<String>,
    /// How often each operation of the contract was answered.
    pub(crate) answers: BTreeMap<String, Answers>,
    /// What the target lacks for this case.
    pub(crate) out_of_reach: Option<String>,
    /// The name of the case's world.
    pub(crate) world: Option<String>,
}

/// How often an operation was answered which way; what the gateway refuses is not counted.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) struct Answers {
    /// With code 0.
    pub(crate) good: usize,
    /// With another code.
    pub(crate) bad: usize,
}

impl AddAssign for Answers {
    fn add_assign(&mut self, other: Self) {
        self.good += other.good;
        self.bad += other.bad;
    }
}

impl Record {
    /// Looks into the record, or changes it.
    pub(crate) fn open(&self) -> MutexGuard<'_, Kept> {
        // A panic in one step leaves a record that is still worth reading.
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Keeps an exchange.
    pub(crate) fn keep(&self, exchange: Exchange) {
        self.open().exchanges.push(exchange);
    }

    /// Counts an answer of an operation.
    pub(crate) fn answered(&self, operation: &str, answer: Answers) {
        *self.open().answers.entry(operation.to_owned()).or_default() += answer;
    }

    /// Keeps a breach of the contract.
    pub(crate) fn breach(&self, text: String) {
        self.open().breaches.push(text);
    }

    /// Keeps a remark, each once.
    pub(crate) fn remark(&self, text: String) {
        let mut kept = self.open();
        if !kept.remarks.contains(&text) {
            kept.remarks.push(text);
        }
    }
}
