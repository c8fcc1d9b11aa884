//! Which notices of a world wait for a reply, so that nobody delivers them before.

use std::collections::BTreeMap;
use std::sync::{Mutex, MutexGuard, PoisonError};

use realname_provider::id::NoticeId;

/// The notices of a world that wait, each with how many replies it waits for.
#[derive(Debug, Default)]
pub(crate) struct Held(Mutex<BTreeMap<NoticeId, usize>>);

impl Held {
    fn all(&self) -> MutexGuard<'_, BTreeMap<NoticeId, usize>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Makes a notice wait for one more reply.
    pub(super) fn hold(&self, notice: NoticeId) {
        *self.all().entry(notice).or_default() += 1;
    }

    /// One reply less to wait for.
    pub(super) fn release(&self, notice: NoticeId) {
        let mut all = self.all();
        if let Some(replies) = all.get_mut(&notice) {
            *replies -= 1;
            if *replies == 0 {
                all.remove(&notice);
            }
        }
    }

    /// Whether nothing waits.
    pub(crate) fn is_empty(&self) -> bool {
        self.all().is_empty()
    }

    /// Whether this notice waits.
    pub(crate) fn has(&self, notice: NoticeId) -> bool {
        self.all().contains_key(&notice)
    }
}
