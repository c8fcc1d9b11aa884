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
    created: u64,
}

impl Directory {
    fn read(&self) -> std::sync::RwLockReadGuard<'_, Inner> {
        self.inner.read().unwrap_or_else(PoisonError::into_inner)
    }

    /// Adds a world. `named` worlds and their applications must be new among the live ones.
    ///
    /// # Errors
    /// [`Taken`].
    pub fn add(&self, world: &Arc<World>, worlds_max: usize) -> Result<(), Taken> {
        let mut inner = self.inner.write().unwrap_or_else(PoisonError::into_inner);
        if inner.worlds.contains_key(&world.name) {
            return Err(Taken::Name(world.name.clone()));
        }
        if inner.worlds.len() >= worlds_max {
            return Err(Taken::Full(worlds_max));
        }
        let taken = world.founding.apps.iter().find(|app| inner.apps.contains_key(app.id.as_str()));
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
            inner.apps.insert(app.id.as_str().into(), Arc::new(entry));
        }
        inner.tags.entry(world.key.tag()).or_default().push(Arc::clone(world));
        inner.worlds.insert(world.name.clone(), Arc::clone(world));
        Ok(())
    }

    /// Removes a world; `None` if there is none of this name.
    pub fn remove(&self, name: &str) -> Option<Arc<World>> {
        let mut inner = self.inner.write().unwrap_or_else(PoisonError::into_inner);
        let world = inner.worlds.remove(name)?;
        inner.apps.retain(|_, entry| !Arc::ptr_eq(&entry.world, &world));
        if let Some(tagged) = inner.tags.get_mut(&world.key.tag()) {
            tagged.retain(|other| !Arc::ptr_eq(other, &world));
        }
        world.close();
        Some(world)
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

    /// A name for a world without one: `w1`, `w2`… in order of creation, skipping live ones.
    pub fn next_name(&self) -> String {
        let mut inner = self.inner.write().unwrap_or_else(PoisonError::into_inner);
        loop {
            inner.created += 1;
            let name = format!("w{}", inner.created);
            if !inner.worlds.contains_key(name.as_str()) {
                return name;
            }
        }
    }
}
