//! Who may deliver a world's notices and move its clock.

use std::collections::BTreeSet;
use std::sync::atomic::AtomicBool;
use std::sync::{Mutex, MutexGuard, PoisonError};

use tokio::sync::Notify;

/// Who delivers a world's notices: its own driver, one task a receiver, or a clock command.
#[derive(Debug, Default)]
pub(crate) struct Lease {
    /// Whether a clock command is under way.
    pub(super) moving: AtomicBool,
    busy: Mutex<BTreeSet<String>>,
    /// Wakes whoever waits until no receiver is being told something.
    pub(super) freed: Notify,
}

impl Lease {
    /// The receivers that are being told something.
    pub(super) fn busy(&self) -> MutexGuard<'_, BTreeSet<String>> {
        self.busy.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
