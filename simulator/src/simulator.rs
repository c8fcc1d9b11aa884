//! The simulator as a whole: for the program, and for tests in Rust that start one of their own.
//!
//! ```
//! use realname_simulator::simulator::Simulator;
//!
//! # #[tokio::main(flavor = "current_thread")]
//! # async fn main() -> Result<(), Box<dyn std::error::Error>> {
//! let simulator =
//!     Simulator::builder().scenario("town").seed(7).frozen_at("2026-03-02T09:00:00+08:00").start().await?;
//! let app = simulator.app();
//! println!("{} {} {}", simulator.api(), app.id, app.secret);
//! let phone = "13800001001".parse()?;
//! let message = simulator.world().ask(|reading| {
//!     reading.world().messages(&phone, 0).last().map(|message| message.text.clone())
//! });
//! assert_eq!(message, None, "nobody has been sent a code yet");
//! simulator.shutdown().await;
//! # Ok(())
//! # }
//! ```

use std::net::{IpAddr, Ipv4Addr};
use std::path::Path;
use std::sync::Arc;

use realname_provider::apps::App;
use realname_provider::input::Clock;
use realname_provider::time::Time;
use tokio::net::TcpListener;
use tokio_rustls::rustls::RootCertStore;
use tokio_rustls::rustls::pki_types::CertificateDer;
use tokio_rustls::rustls::pki_types::pem::PemObject;

use crate::clock;
use crate::config::Config;
use crate::egress::Egress;
use crate::engine::directory::Taken;
use crate::engine::world::{Beginning, World};
use crate::scenario::{Scenario, ScenarioError};
use crate::server::{self, Served};
use crate::site::Site;
use crate::webhook::Webhook;

/// A running simulator.
pub struct Simulator {
    site: Arc<Site>,
    world: Arc<World>,
    served: Served,
}

/// Why a simulator cannot start.
#[derive(Debug, thiserror::Error)]
pub enum StartError {
    /// The scenario is broken.
    #[error(transparent)]
    Scenario(#[from] ScenarioError),
    /// The address cannot be listened on.
    #[error("cannot listen on {host}:{port}: {error}\nhint: {hint}")]
    Listen {
        /// Address.
        host: IpAddr,
        /// Port.
        port: u16,
        /// What the system says.
        error: std::io::Error,
        /// What to do.
        hint: &'static str,
    },
    /// The file of certificate authorities cannot be read.
    #[error("cannot read certificate authorities from {file}: {error}")]
    Authorities {
        /// The file.
        file: String,
        /// What is wrong.
        error: String,
    },
    /// The first world cannot be made.
    #[error(transparent)]
    World(#[from] Taken),
}

/// A simulator in the making.
#[derive(Default)]
pub struct Builder {
    config: Config,
    clock: Option<(Clock, Option<Time>)>,
}

impl Builder {
    /// Begins with a shipped scenario, or the file of this path.
    #[must_use]
    pub fn scenario(mut self, name_or_path: &str) -> Self {
        self.config.scenario = name_or_path.into();
        self
    }

    /// The seed of all drawn values; the same seed gives the same ids, codes and amounts.
    #[must_use]
    pub fn seed(mut self, seed: u64) -> Self {
        self.config.seed = Some(seed);
        self
    }

    /// Stops the clock of the first world at a time (RFC 3339); text of another form leaves it at the present.
    #[must_use]
    pub fn frozen_at(mut self, at: &str) -> Self {
        self.clock = Some((Clock::Frozen, Time::parse_rfc3339(at)));
        self
    }

    /// Settings in full; the port is taken as it stands.
    #[must_use]
    pub fn config(mut self, config: Config) -> Self {
        self.config = config;
        self
    }

    /// Starts listening.
    ///
    /// # Errors
    /// [`StartError`].
    pub async fn start(self) -> Result<Simulator, StartError> {
        let Self { config, clock: first_clock } = self;
        let scenario = find_scenario(&config.scenario)?;
        let seed = config.seed.or(scenario.seed).unwrap_or_else(rand_seed);
        let webhook = Arc::new(Webhook::new(Egress::new(config.egress.clone()), authorities(&config)?));
        let (host, port) = (config.host, config.port);
        let listener = TcpListener::bind((host, port)).await.map_err(|error| {
            let hint = match error.kind() {
                std::io::ErrorKind::AddrInUse => "another program has this port; stop it, or give --port 0",
                std::io::ErrorKind::PermissionDenied => "ports below 1024 need privileges; give --port 8686",
                _ => "give --host 127.0.0.1 or another address of this machine",
            };
            StartError::Listen { host, port, error, hint }
        })?;
        let name = scenario.name.clone();
        let site = Arc::new(Site::new(Arc::new(config), webhook, seed, &name));
        let mut founding = scenario.found(&name, seed, clock::now(), |_| true);
        if let Some((mode, at)) = first_clock {
            founding.clock = mode;
            founding.start = at.unwrap_or(founding.start);
        }
        let mut world = World::found(&scenario.name, founding);
        let is_set = scenario.clock.at.or(first_clock.and_then(|(_, at)| at)).is_some();
        world.beginning = if is_set { Beginning::Set } else { Beginning::Present };
        let world = site.bring_up(world)?;
        let served = server::serve(Arc::clone(&site), listener).map_err(|error| StartError::Listen {
            host,
            port,
            error,
            hint: "the system refused the socket",
        })?;
        Ok(Simulator { site, world, served })
    }
}

/// The only entropy in the program: a seed, drawn once and printed.
fn rand_seed() -> u64 {
    // Small enough to be typed again.
    u64::from(rand::random::<u32>())
}

fn find_scenario(name_or_path: &str) -> Result<Arc<Scenario>, ScenarioError> {
    match Scenario::shipped(name_or_path) {
        Some(scenario) => Ok(scenario),
        None => Scenario::load(Path::new(name_or_path)).map(Arc::new),
    }
}

fn authorities(config: &Config) -> Result<RootCertStore, StartError> {
    let mut roots = RootCertStore::empty();
    if let Some(file) = &config.ca_file {
        let broken = |error: String| StartError::Authorities { file: file.display().to_string(), error };
        let certificates = CertificateDer::pem_file_iter(file).map_err(|error| broken(error.to_string()))?;
        for certificate in certificates {
            let certificate = certificate.map_err(|error| broken(error.to_string()))?;
            roots.add(certificate).map_err(|error| broken(error.to_string()))?;
        }
        if roots.is_empty() {
            return Err(broken("it holds no certificate in PEM form".into()));
        }
    }
    Ok(roots)
}

impl Simulator {
    /// A simulator in the making, by default on a free port of loopback.
    pub fn builder() -> Builder {
        let config = Config { host: IpAddr::V4(Ipv4Addr::LOCALHOST), port: 0, ..Config::default() };
        Builder { config, ..Builder::default() }
    }

    /// The site it serves.
    pub fn site(&self) -> &Arc<Site> {
        &self.site
    }

    /// The world that it began with.
    pub fn world(&self) -> &Arc<World> {
        &self.world
    }

    /// The first application of that world.
    pub fn app(&self) -> &App {
        self.world.founding.apps.first().expect("a scenario has at least one application")
    }

    /// Base of the provider's API and pages, such as `http://127.0.0.1:8686`.
    pub fn api(&self) -> String {
        self.site.own_url()
    }

    /// Base of the control API.
    pub fn control(&self) -> String {
        format!("{}/_control/v1", self.site.own_url())
    }

    /// Stops it; open exchanges may end.
    pub async fn shutdown(self) {
        self.site.process.stop_annexes().await;
        self.served.stop().await;
    }
}
