//! A request on its way to its handler, and what a handler gives: what all that answer have in common.

use std::pin::Pin;
use std::sync::Arc;

use hyper::header::{HOST, HeaderName};
use realname_provider::input::{Input, Outcome};
use realname_provider::refusal::Refusal;

use crate::engine::caused::Caused;
use crate::engine::directory::AppEntry;
use crate::engine::world::World;
use crate::http::{Reply, Request};
use crate::site::Site;

/// What a handler gives.
pub type Answer = Pin<Box<dyn Future<Output = Reply> + Send>>;

/// The verified sender of a signed call.
pub type Caller = Arc<AppEntry>;

/// Names and decoded values of a path's parameters.
pub type Parameters = Vec<(&'static str, Box<str>)>;

/// A request on its way to its handler.
pub struct Visit {
    /// The address that was called, with its worlds.
    pub site: Arc<Site>,
    /// The request.
    pub request: Request,
    /// The path's parameters.
    pub parameters: Parameters,
    /// The notices that wait for its reply.
    pub caused: Arc<Caused>,
}

impl Visit {
    /// A parameter of the path; `""` if the route has none of this name.
    pub fn parameter(&self, name: &str) -> &str {
        self.parameters.iter().find(|(key, _)| *key == name).map_or("", |(_, value)| value)
    }

    /// Gives an input to a world. A notice that it causes waits for this visit's reply.
    ///
    /// # Errors
    /// The provider's refusal.
    pub async fn submit(&self, world: &Arc<World>, input: Input) -> Result<Outcome, Refusal> {
        self.caused.submit(world, input).await
    }

    /// The address under which whoever asks can open our pages: by the name that he calls us, if it is
    /// ours.
    pub fn public_url(&self) -> String {
        if let Some(url) = &self.site.config.public_url {
            return url.clone();
        }
        let forwarded = |name| {
            let trusted = self.site.config.trust_proxy.then(|| HeaderName::from_static(name));
            trusted.and_then(|name| self.request.header(&name))
        };
        let host = forwarded("x-forwarded-host").or_else(|| self.host());
        let scheme = forwarded("x-forwarded-proto").unwrap_or("http");
        match host {
            Some(host) => [scheme, "://", host].concat(),
            None => self.site.own_url(),
        }
    }

    /// The host and port by which we are called, if that is a name of ours.
    pub fn host(&self) -> Option<&str> {
        self.request.header(&HOST).filter(|host| self.site.names().include(host))
    }
}
