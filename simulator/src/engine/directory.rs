//! Which world an application, a flow or a name belongs to.

use std::collections::{BTreeMap, HashMap};
use std::sync::{Arc, PoisonError, RwLock};

use realname_provider::id::AppId;

use crate::engine::world::World;
use crate::signature::Key;

/// An application of a live world, ready to check signatures.
pub struct AppEntry {
    /// The world it belongs to.
    pub world: Arc<World>,
    /// Its id.
    pub id: AppId,
    /// Its secret's prepared key.
    pub key: Key,
    /// Its secret, for explanations.
    pub secret: Box<str>,
    /// Addresses that may call; empty means any.
    pub ip_allow: Vec<Box<str>>,
}

/// Why a world cannot be added.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Taken {
    /// A live world has this name.
    #[error("a world named `{0}` is live already")]
    Name(Box<str>),
    /// An application id belongs to another live world.
    #[error("application {0} belongs to another live world")]
    App(AppId),
    /// No more worlds are kept.
    #[error("{0} worlds are live already, which is the most")]
    Full(usize),
}

/// The live worlds of one address.
#[derive(Default)]
pub struct Directory {
    inner: RwLock<Inner>,
}

#[derive(Default)]
struct Inner {
    worlds: BTreeMap<Box<str>, Arc<World>>,
    apps: HashMap<Box<str>, Arc<AppEntry>>,
    tags: HashMap<u32, Vec<Arc<World>>>,
}

impl Directory {
    fn read(&self) -> std::sync::RwLockReadGuard<'_, Inner> {
        self.inner.read().unwrap_or_else(PoisonError::into_inner)
    }

    fn write(&self) -> std::sync::RwLockWriteGuard<'_, Inner> {
        self.inner.write().unwrap_or_else(PoisonError::into_inner)
    }

    /// Adds a world. It and its applications must be new among the live ones.
    ///
    /// # Errors
    /// [`Taken`].
    pub fn add(&self, world: &Arc<World>) -> Result<(), Taken> {
        self.write().add(world)
    }

    /// Puts a world in the place of another of the same name, which ends, with nothing in between.
    ///
    /// # Errors
    /// [`Taken::Name`] if `old` is live no longer, [`Taken::App`].
    pub fn replace(&self, old: &Arc<World>, new: &Arc<World>) -> Result<(), Taken> {
        let mut inner = self.write();
        if !inner.remove(old) {
            return Err(Taken::Name(old.name.clone()));
        }
        inner.add(new)
    }

    /// Ends a world; tells whether it was live.
    pub fn remove(&self, world: &Arc<World>) -> bool {
        self.write().remove(world)
    }

    /// The application of this id.
    pub fn app(&self, id: &str) -> Option<Arc<AppEntry>> {
        self.read().apps.get(id).cloned()
    }

    /// The world of this name.
    pub fn world(&self, name: &str) -> Option<Arc<World>> {
        self.read().worlds.get(name).cloned()
    }

    /// The worlds whose ids begin with this tag; nearly always one.
    pub fn tagged(&self, tag: u32) -> Vec<Arc<World>> {
        self.read().tags.get(&tag).cloned().unwrap_or_default()
    }

    /// All live worlds by name.
    pub fn worlds(&self) -> Vec<Arc<World>> {
        self.read().worlds.values().cloned().collect()
    }
}

impl Inner {
    fn add(&mut self, world: &Arc<World>) -> Result<(), Taken> {
        if self.worlds.contains_key(&world.name) {
            return Err(Taken::Name(world.name.clone()));
        }
        let taken = world.founding.apps.iter().find(|app| self.apps.contains_key(app.id.as_str()));
        if let Some(app) = taken {
            return Err(Taken::App(app.id.clone()));
        }
        for app in &world.founding.apps {
            let entry = AppEntry {
                world: Arc::clone(world),
                id: app.id.clone(),
                key: Key::new(&app.secret),
                secret: app.secret.clone(),
                ip_allow: app.ip_allow.clone(),
            };
            self.apps.insert(app.id.as_str().into(), Arc::new(entry));
        }
        self.tags.entry(world.key.tag()).or_default().push(Arc::clone(world));
        self.worlds.insert(world.name.clone(), Arc::clone(world));
        Ok(())
    }

    fn remove(&mut self, world: &Arc<World>) -> bool {
        if !self.worlds.get(&world.name).is_some_and(|live| Arc::ptr_eq(live, world)) {
            return false;
        }
        self.worlds.remove(&world.name);
        self.apps.retain(|_, entry| !Arc::ptr_eq(&entry.world, world));
        if let Some(tagged) = self.tags.get_mut(&world.key.tag()) {
            tagged.retain(|other| !Arc::ptr_eq(other, world));
            if tagged.is_empty() {
                self.tags.remove(&world.key.tag());
            }
        }
        world.close();
        true
    }
}
