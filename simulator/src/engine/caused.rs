//! Notices that wait for a reply: the one to the request that caused them.
//!
//! A notice waits for its own cause alone. So a reader that is slow holds up what he brought about
//! and nothing else, and requests that overlap without end starve nobody.

use std::sync::{Arc, Mutex, PoisonError};

use realname_provider::id::NoticeId;
use realname_provider::input::{Input, Outcome};
use realname_provider::refusal::Refusal;

use crate::engine::world::World;

/// What one request has caused. Dropped when its reply has been handed over or given up, it lets the
/// notices leave.
#[derive(Default)]
pub struct Caused(Mutex<Vec<(Arc<World>, NoticeId)>>);

impl Caused {
    /// Gives an input to a world on behalf of the request.
    ///
    /// # Errors
    /// The provider's refusal.
    pub async fn submit(&self, world: &Arc<World>, input: Input) -> Result<Outcome, Refusal> {
        let (result, notices) = world.submit_and_hold(input).await;
        self.0
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .extend(notices.into_iter().map(|notice| (Arc::clone(world), notice)));
        result
    }
}

#[cfg(test)]
impl Caused {
    /// As if a request had caused this notice.
    pub(crate) fn of(world: &Arc<World>, notice: NoticeId) -> Arc<Self> {
        world.held.hold(notice);
        Arc::new(Self(Mutex::new(vec![(Arc::clone(world), notice)])))
    }
}

impl Drop for Caused {
    fn drop(&mut self) {
        for (world, notice) in self.0.get_mut().unwrap_or_else(PoisonError::into_inner).drain(..) {
            world.let_go(notice);
        }
    }
}
