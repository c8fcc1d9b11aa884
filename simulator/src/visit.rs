//! A request on its way to its handler, and what a handler gives: what all that answer have in common.

use std::pin::Pin;
use std::sync::Arc;

use hyper::header::{HOST, HeaderName};

use crate::engine::directory::AppEntry;
use crate::http::{Reply, Request};
use crate::site::Site;

/// What a handler gives.
pub type Answer = Pin<Box<dyn Future<Output = Reply> + Send>>;

/// The verified sender of a signed call.
pub type Caller = Arc<AppEntry>;

/// A request on its way to its handler.
pub struct Visit {
    /// The address that was called, with its worlds.
    pub site: Arc<Site>,
    /// The request.
    pub request: Request,
    /// The path's parameters.
    pub parameters: Vec<(Box<str>, Box<str>)>,
}

impl Visit {
    /// A parameter of the path; `""` if the route has none of this name.
    pub fn parameter(&self, name: &str) -> &str {
        self.parameters.iter().find(|(key, _)| &**key == name).map_or("", |(_, value)| value)
    }

    /// The address under which whoever asks can open our pages.
    pub fn public_url(&self) -> String {
        if let Some(url) = &self.site.config.public_url {
            return url.clone();
        }
        let forwarded = |name| {
            let name = HeaderName::from_static(name);
            self.request.header(&name).filter(|_| self.site.config.trust_proxy)
        };
        let host = forwarded("x-forwarded-host").or_else(|| self.request.header(&HOST));
        let scheme = forwarded("x-forwarded-proto").unwrap_or("http");
        match host {
            Some(host) => format!("{scheme}://{host}"),
            None => self.site.own_url(),
        }
    }
}
