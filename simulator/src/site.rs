//! One address of the process: the worlds it serves and what it was told at start.

use std::net::SocketAddr;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, OnceLock, PoisonError};

use hyper::StatusCode;

use crate::config::Config;
use crate::engine::directory::{Directory, Taken};
use crate::engine::world::World;
use crate::journal::Journal;
use crate::webhook::Webhook;

/// One address: the main one, or a world's own.
pub struct Site {
    /// The worlds it serves.
    pub directory: Directory,
    /// The world of pages that name none.
    pub default_world: Box<str>,
    /// What the process was told.
    pub config: Arc<Config>,
    /// The way out for notices.
    pub webhook: Arc<Webhook>,
    /// Counters.
    pub metrics: Metrics,
    /// The process's seed, for worlds that name none.
    pub seed: u64,
    /// This program's version.
    pub version: &'static str,
    journal: Mutex<Journal>,
    address: OnceLock<SocketAddr>,
}

impl Site {
    /// An address that serves nothing yet.
    pub fn new(config: Arc<Config>, webhook: Arc<Webhook>, seed: u64, default_world: &str) -> Self {
        Self {
            directory: Directory::default(),
            default_world: default_world.into(),
            config,
            webhook,
            metrics: Metrics::default(),
            seed,
            version: env!("CARGO_PKG_VERSION"),
            journal: Mutex::default(),
            address: OnceLock::new(),
        }
    }

    /// Brings a world to life: it is served, and its timers and notices are looked after.
    ///
    /// # Errors
    /// [`Taken`] if its name or an application's id is not new.
    pub fn bring_up(&self, world: World) -> Result<Arc<World>, Taken> {
        let world = Arc::new(world);
        self.directory.add(&world, self.config.worlds_max)?;
        self.webhook.look_after(&world);
        Ok(world)
    }

    /// What belongs to no world.
    pub fn journal(&self) -> MutexGuard<'_, Journal> {
        self.journal.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Tells the site where it listens.
    pub fn listens_at(&self, address: SocketAddr) {
        // A site listens once.
        let _ = self.address.set(address);
    }

    /// Where it listens, once it does.
    pub fn address(&self) -> Option<SocketAddr> {
        self.address.get().copied()
    }

    /// The address under which this machine can open our pages.
    pub fn own_url(&self) -> String {
        match (&self.config.public_url, self.address()) {
            (Some(url), _) => url.clone(),
            (None, Some(address)) if address.ip().is_unspecified() => {
                format!("http://127.0.0.1:{}", address.port())
            }
            (None, Some(address)) => format!("http://{address}"),
            (None, None) => String::new(),
        }
    }
}

/// Counters of one address.
#[derive(Debug, Default)]
pub struct Metrics {
    /// Requests that came in.
    pub requests: AtomicU64,
    classes: [AtomicU64; 5],
}

impl Metrics {
    /// Counts an answer by its class.
    pub fn count(&self, status: StatusCode) {
        if let Some(class) = self.classes.get(usize::from(status.as_u16() / 100).wrapping_sub(1)) {
            class.fetch_add(1, Ordering::Relaxed);
        }
    }

    /// Answers of the classes 1xx to 5xx.
    pub fn answers(&self) -> [u64; 5] {
        std::array::from_fn(|class| self.classes[class].load(Ordering::Relaxed))
    }
}
