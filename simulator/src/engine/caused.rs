//! Notices that wait for a reply: the one to the request that caused them.
//!
//! A notice waits for its own cause alone. So a reader that is slow holds up what he brought about
//! and nothing else, and requests that overlap without end starve nobody.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use realname_provider::id::NoticeId;

use crate::engine::world::World;

/// What one request has caused. Dropped when its reply has been handed over or given up, it lets the
/// notices leave.
#[derive(Default)]
pub struct Caused(Mutex<Vec<(Arc<World>, NoticeId)>>);

impl Caused {
    /// Makes notices wait. Called under the world's lock, so that nobody sees them due before.
    pub(crate) fn hold(&self, world: &Arc<World>, notices: impl Iterator<Item = NoticeId>) {
        let mut caused = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        for notice in notices {
            world.held.hold(notice);
            caused.push((Arc::clone(world), notice));
        }
    }
}

impl Drop for Caused {
    fn drop(&mut self) {
        for (world, notice) in self.0.get_mut().unwrap_or_else(PoisonError::into_inner).drain(..) {
            world.held.release(notice);
            world.let_go();
        }
    }
}

/// The notices of a world that wait, each with how many replies it waits for.
#[derive(Debug, Default)]
pub(crate) struct Held(Mutex<BTreeMap<NoticeId, usize>>);

impl Held {
    fn all(&self) -> MutexGuard<'_, BTreeMap<NoticeId, usize>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn hold(&self, notice: NoticeId) {
        *self.all().entry(notice).or_default() += 1;
    }

    fn release(&self, notice: NoticeId) {
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
