//! What will happen by itself: reasons to wake, by their deadline and then by the order of setting.
//!
//! A deadline is a timer only if something observable happens then. Mere validity (of codes, links,
//! QR codes) is compared when it is used.

use imbl::OrdMap;
use serde::{Deserialize, Serialize};

use crate::id::AuthFlowId;
use crate::time::Time;
use crate::world::ledger::TransferId;

/// A reason to wake.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Reason {
    /// An unfinished flow's life is over.
    FlowExpires(AuthFlowId),
    /// A payout arrives or comes back.
    TransferDue(TransferId),
    /// The reviewers decide about a flow's letter by habit.
    LetterReviewed(AuthFlowId),
}

/// A timer's key, by which it is cancelled: its deadline and its ordinal.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct TimerKey(Time, u64);

/// The timers of one world.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub struct Timers {
    due: OrdMap<TimerKey, Reason>,
    next_ordinal: u64,
}

impl Timers {
    /// Sets a timer.
    pub fn set(&mut self, deadline: Time, reason: Reason) -> TimerKey {
        let key = TimerKey(deadline, self.next_ordinal);
        self.next_ordinal += 1;
        self.due.insert(key, reason);
        key
    }

    /// Takes a timer back.
    pub fn cancel(&mut self, key: TimerKey) {
        self.due.remove(&key);
    }

    /// The earliest deadline.
    pub fn next(&self) -> Option<(Time, Reason)> {
        self.due.get_min().map(|(key, reason)| (key.0, *reason))
    }

    /// Removes and returns the earliest timer that is due by `at`.
    pub fn pop_due(&mut self, at: Time) -> Option<(Time, Reason)> {
        let (key, reason) = *self.due.get_min().filter(|(key, _)| key.0 <= at)?;
        self.due.remove(&key);
        Some((key.0, reason))
    }
}
