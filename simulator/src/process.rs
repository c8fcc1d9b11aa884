//! What all addresses of one process share: the names of live worlds and the addresses of their own.
//!
//! The main address comes first. A world that was made with an address of its own, as every fork is,
//! is served by a [`Site`] of its own; control on the main address still finds it by its name.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use tokio::sync::watch;

use crate::engine::directory::Taken;
use crate::server::Served;
use crate::site::Site;

/// One process.
#[derive(Default)]
pub struct Process {
    inner: Mutex<Inner>,
    made: AtomicU64,
    changed: watch::Sender<u64>,
}

#[derive(Default)]
struct Inner {
    names: BTreeSet<Box<str>>,
    given: u64,
    annexes: BTreeMap<Box<str>, Annex>,
}

/// The address of one world.
struct Annex {
    site: Arc<Site>,
    served: Served,
}

impl Process {
    fn inner(&self) -> MutexGuard<'_, Inner> {
        self.inner.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Takes a name for a world that is to live.
    ///
    /// # Errors
    /// [`Taken`] if a live world has it, or so many live already.
    pub fn take_name(&self, name: &str, worlds_max: usize) -> Result<(), Taken> {
        let mut inner = self.inner();
        if inner.names.contains(name) {
            return Err(Taken::Name(name.into()));
        }
        if inner.names.len() >= worlds_max {
            return Err(Taken::Full(worlds_max));
        }
        inner.names.insert(name.into());
        Ok(())
    }

    /// Whether no further world can live.
    pub fn is_full(&self, worlds_max: usize) -> bool {
        self.inner().names.len() >= worlds_max
    }

    /// Gives a name back.
    pub fn release_name(&self, name: &str) {
        self.inner().names.remove(name);
    }

    /// A name for a world without one: `w1`, `w2`… in order of creation, skipping live ones.
    pub fn next_name(&self) -> String {
        let mut inner = self.inner();
        loop {
            inner.given += 1;
            let name = format!("w{}", inner.given);
            if !inner.names.contains(name.as_str()) {
                return name;
            }
        }
    }

    /// The place of a new world in the order of making, from 1.
    pub fn next_ordinal(&self) -> u64 {
        self.made.fetch_add(1, Ordering::Relaxed) + 1
    }

    /// The place of the world that was made last.
    pub fn last_ordinal(&self) -> u64 {
        self.made.load(Ordering::Relaxed)
    }

    /// Remembers that a world has an address of its own.
    pub fn add_annex(&self, world: &str, site: Arc<Site>, served: Served) {
        self.inner().annexes.insert(world.into(), Annex { site, served });
    }

    /// The address that a world has of its own, if it has one.
    pub fn annex(&self, world: &str) -> Option<Arc<Site>> {
        self.inner().annexes.get(world).map(|annex| Arc::clone(&annex.site))
    }

    /// All addresses of single worlds, by the worlds' names.
    pub fn annexes(&self) -> Vec<Arc<Site>> {
        self.inner().annexes.values().map(|annex| Arc::clone(&annex.site)).collect()
    }

    /// Stops the address of a world that has ended, without waiting: the call that ended the world may
    /// itself have come in there.
    pub fn close_annex(&self, world: &str) {
        let annex = self.inner().annexes.remove(world);
        if let Some(Annex { served, .. }) = annex {
            tokio::spawn(served.stop());
        }
    }

    /// Stops all addresses of single worlds, and waits until they are quiet.
    pub async fn stop_annexes(&self) {
        let annexes = std::mem::take(&mut self.inner().annexes);
        futures::future::join_all(annexes.into_values().map(|annex| annex.served.stop())).await;
    }

    /// A receiver that sees every change of the worlds and of what belongs to no world.
    pub fn changes(&self) -> watch::Receiver<u64> {
        self.changed.subscribe()
    }

    /// Tells those who wait for changes.
    pub fn tell(&self) {
        self.changed.send_modify(|version| *version += 1);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_belongs_to_one_live_world_and_may_be_used_again() {
        let process = Process::default();
        assert_eq!(process.take_name("w1", 2), Ok(()));
        assert_eq!(process.take_name("w1", 2), Err(Taken::Name("w1".into())));
        assert_eq!(process.next_name(), "w2");
        assert_eq!(process.take_name("w2", 2), Ok(()));
        assert_eq!(process.take_name("w3", 2), Err(Taken::Full(2)));
        process.release_name("w1");
        assert_eq!(process.take_name("w1", 2), Ok(()));
    }
}
