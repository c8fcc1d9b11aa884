//! One address of the process: the worlds it serves and what it was told at start.

use std::net::SocketAddr;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, OnceLock, PoisonError};

use hyper::StatusCode;
use realname_provider::time::{Span, Time};

use crate::config::Config;
use crate::demo::memory::Memory;
use crate::engine::directory::{Directory, Taken};
use crate::engine::world::World;
use crate::journal::{Exchange, Journal};
use crate::names::Names;
use crate::process::Process;
use crate::webhook::Webhook;

/// How long nobody must have called a world before it makes room for another.
const IDLE: Span = Span::minutes(1);

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
    /// What it shares with the other addresses of the process.
    pub process: Arc<Process>,
    /// Counters.
    pub metrics: Metrics,
    /// What the demo has been told, and what its users created.
    pub demo: Memory,
    /// The process's seed, for worlds that name none.
    pub seed: u64,
    /// This program's version.
    pub version: &'static str,
    journal: Mutex<Journal>,
    address: OnceLock<SocketAddr>,
    closed: AtomicBool,
}

impl Site {
    /// The main address of a process; it serves nothing yet.
    pub fn new(config: Arc<Config>, webhook: Arc<Webhook>, seed: u64, default_world: &str) -> Self {
        Self {
            directory: Directory::default(),
            default_world: default_world.into(),
            config,
            webhook,
            process: Arc::default(),
            metrics: Metrics::default(),
            demo: Memory::default(),
            seed,
            version: env!("CARGO_PKG_VERSION"),
            journal: Mutex::default(),
            address: OnceLock::new(),
            closed: AtomicBool::new(false),
        }
    }

    /// A further address of the same process, for one world.
    pub fn annex(&self, world: &str) -> Self {
        // Links of a world with its own address lead there, not to the main address's public name.
        let config = Config { public_url: None, port: 0, ..Config::clone(&self.config) };
        let mut annex = Self::new(Arc::new(config), Arc::clone(&self.webhook), self.seed, world);
        annex.process = Arc::clone(&self.process);
        annex
    }

    /// Where no further world can live, ends the one that has not been called for longest. Only a world
    /// with a `ttl` goes, which was to end by itself, and none that was called within a minute.
    pub fn make_room(&self, real_now: Time) {
        if !self.process.is_full(self.config.worlds_max) {
            return;
        }
        let is_idle = |world: &Arc<World>| world.ttl.is_some() && world.last_called() + IDLE <= real_now;
        let idle = self.directory.worlds().into_iter().filter(is_idle);
        if let Some(world) = idle.min_by_key(|world| (world.last_called(), world.ordinal))
            && self.end(&world)
        {
            tracing::info!(world = %world.name, "it made room for another world");
            self.metrics.worlds_evicted.fetch_add(1, Ordering::Relaxed);
        }
    }

    /// Brings a world to life: it is served, and its timers and notices are looked after.
    ///
    /// # Errors
    /// [`Taken`] if its name or an application's id is not new.
    pub fn bring_up(&self, mut world: World) -> Result<Arc<World>, Taken> {
        self.process.take_name(&world.name, self.config.worlds_max)?;
        world.ordinal = self.process.next_ordinal();
        let world = Arc::new(world);
        if let Err(taken) = self.directory.add(&world) {
            self.process.release_name(&world.name);
            return Err(taken);
        }
        self.webhook.look_after(&world);
        self.process.tell();
        Ok(world)
    }

    /// Puts a world in the place of the one of its name, which ends.
    ///
    /// # Errors
    /// [`Taken`] if the old one has ended already, or an application's id belongs to another world.
    pub fn replace(&self, old: &Arc<World>, mut world: World) -> Result<Arc<World>, Taken> {
        world.ordinal = old.ordinal;
        let world = Arc::new(world);
        self.directory.replace(old, &world)?;
        self.webhook.look_after(&world);
        self.process.tell();
        Ok(world)
    }

    /// Ends a world, and the address that it has of its own. Tells whether it was still live.
    pub fn end(&self, world: &Arc<World>) -> bool {
        let ended = self.directory.remove(world);
        if ended {
            self.process.release_name(&world.name);
            self.process.close_annex(&world.name);
            self.process.tell();
        }
        ended
    }

    /// Stops answering: whoever waits for something gets an answer now.
    pub fn close(&self) {
        self.closed.store(true, Ordering::Release);
        if let Some(address) = self.address() {
            self.webhook.left(address);
        }
        for world in self.directory.worlds() {
            world.close();
        }
        self.process.tell();
    }

    /// Whether the address has stopped answering.
    pub fn is_closed(&self) -> bool {
        self.closed.load(Ordering::Acquire)
    }

    /// Adds an exchange that belongs to no world to the journal.
    pub fn note(&self, exchange: Exchange) {
        self.journal().add(exchange);
        self.process.tell();
    }

    /// What belongs to no world.
    pub fn journal(&self) -> MutexGuard<'_, Journal> {
        self.journal.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Tells the site where it listens.
    pub fn listens_at(&self, address: SocketAddr) {
        self.webhook.listens_at(address);
        // A site listens once.
        let _ = self.address.set(address);
    }

    /// Where it listens, once it does.
    pub fn address(&self) -> Option<SocketAddr> {
        self.address.get().copied()
    }

    /// The names by which it may be called.
    pub fn names(&self) -> Names<'_> {
        Names {
            public_url: self.config.public_url.as_deref(),
            bound: [Some(self.config.host), self.address().map(|address| address.ip())],
        }
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
    /// Worlds that made room for others.
    pub worlds_evicted: AtomicU64,
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::clock;
    use crate::simulator::Simulator;

    #[tokio::test]
    async fn the_idlest_world_with_a_ttl_makes_room_and_no_other() {
        let config = Config { port: 0, worlds_max: 4, ..Config::default() };
        let simulator = Simulator::builder().config(config).start().await.expect("a free port");
        let site = simulator.site();
        let start = clock::now();
        for (name, ttl) in [("kept", None), ("idle", Some(Span::hours(1))), ("called", Some(Span::hours(1)))]
        {
            let mut world = simulator.world().again();
            world.name = name.into();
            world.founding.apps.clear();
            world.ttl = ttl;
            site.bring_up(world).expect("room").touch(start);
        }
        let names = || site.directory.worlds().iter().map(|world| world.name.to_string()).collect::<Vec<_>>();
        let called = site.directory.world("called").expect("live");
        site.make_room(clock::now());
        assert_eq!(names(), ["called", "idle", "kept", "town"], "somebody has just called each of them");
        called.touch(start + Span::minutes(2));
        let later = start + Span::minutes(3);
        site.make_room(later);
        assert_eq!(names(), ["called", "kept", "town"]);
        site.make_room(later);
        assert_eq!(names(), ["called", "kept", "town"], "there is room");
        assert_eq!(site.metrics.worlds_evicted.load(Ordering::Relaxed), 1);
        simulator.shutdown().await;
    }
}
