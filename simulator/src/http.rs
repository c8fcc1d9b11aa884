//! HTTP as the rest of the simulator sees it: a request that has been read, a reply to be written.

use std::collections::BTreeMap;
use std::sync::Arc;

use bytes::Bytes;
use hyper::header::{HeaderMap, HeaderName, HeaderValue};
use hyper::{Method, StatusCode};
use percent_encoding::{CONTROLS, utf8_percent_encode};

use crate::engine::world::World;
use crate::explain::Explanation;

/// A request whose body has been read.
#[derive(Debug)]
pub struct Request {
    /// Method.
    pub method: Method,
    /// Path as sent.
    pub path: String,
    /// Query as sent, without the question mark.
    pub query: Option<String>,
    /// Headers.
    pub headers: HeaderMap,
    /// Body.
    pub body: Bytes,
    /// Who sent it.
    pub peer: std::net::IpAddr,
}

impl Request {
    /// The query's parameters, decoded; the first of equal names counts.
    pub fn parameters(&self) -> Parameters {
        Parameters::read(self.query.as_deref().unwrap_or_default().as_bytes())
    }

    /// The form's fields, decoded; the first of equal names counts.
    pub fn form(&self) -> Parameters {
        Parameters::read(&self.body)
    }

    /// A header as text; `None` if absent or not readable.
    pub fn header(&self, name: &HeaderName) -> Option<&str> {
        self.headers.get(name).and_then(|value| value.to_str().ok())
    }

    /// A cookie.
    pub fn cookie(&self, name: &str) -> Option<&str> {
        let all = self.headers.get_all(hyper::header::COOKIE).iter().filter_map(|value| value.to_str().ok());
        all.flat_map(|line| line.split(';')).find_map(|pair| {
            let (key, value) = pair.trim().split_once('=')?;
            (key == name).then_some(value)
        })
    }
}

/// Decoded names and values of a query or of a form.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Parameters(BTreeMap<String, String>);

impl Parameters {
    /// Reads `application/x-www-form-urlencoded` text.
    pub fn read(text: &[u8]) -> Self {
        let mut fields = BTreeMap::new();
        for (name, value) in form_urlencoded::parse(text) {
            fields.entry(name.into_owned()).or_insert_with(|| value.into_owned());
        }
        Self(fields)
    }

    /// A value.
    pub fn get(&self, name: &str) -> Option<&str> {
        self.0.get(name).map(String::as_str)
    }

    /// A value without surrounding spaces, `""` if absent.
    pub fn trimmed(&self, name: &str) -> &str {
        self.get(name).unwrap_or_default().trim()
    }

    /// All names and values.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &str)> {
        self.0.iter().map(|(name, value)| (name.as_str(), value.as_str()))
    }
}

/// A reply.
#[derive(Clone)]
pub struct Reply {
    /// Status.
    pub status: StatusCode,
    /// Headers, in order.
    pub headers: Vec<(HeaderName, HeaderValue)>,
    /// Body.
    pub body: Bytes,
    /// The world that the exchange is about: its journal keeps it.
    pub about: Option<Arc<World>>,
    /// Why a signature was refused, for the journal.
    pub explanation: Option<Box<Explanation>>,
}

impl Reply {
    /// A reply without a body.
    pub fn empty(status: StatusCode) -> Self {
        Self { status, headers: Vec::new(), body: Bytes::new(), about: None, explanation: None }
    }

    /// This reply, about `world`.
    #[must_use]
    pub fn about(mut self, world: &Arc<World>) -> Self {
        self.about = Some(Arc::clone(world));
        self
    }

    /// A reply with a body of a kind.
    pub fn with(status: StatusCode, content_type: &'static str, body: impl Into<Bytes>) -> Self {
        let mut reply = Self::empty(status);
        reply.headers.push((hyper::header::CONTENT_TYPE, HeaderValue::from_static(content_type)));
        reply.body = body.into();
        reply
    }

    /// JSON.
    pub fn json(status: StatusCode, value: &impl serde::Serialize) -> Self {
        // Nearly every reply fits, so that it need not grow; the journal keeps it without the rest.
        let mut body = Vec::with_capacity(1_024);
        serde_json::to_writer(&mut body, value).expect("our own replies have only string keys");
        Self::with(status, "application/json; charset=UTF-8", body.into_boxed_slice())
    }

    /// A page. Pages are never kept by a browser: each shows where its flow stands now.
    pub fn html(status: StatusCode, page: String) -> Self {
        let mut reply = Self::with(status, "text/html; charset=utf-8", page);
        reply.headers.push((hyper::header::CACHE_CONTROL, HeaderValue::from_static("no-store")));
        reply.headers.push((
            HeaderName::from_static("content-security-policy"),
            HeaderValue::from_static(
                "default-src 'self'; img-src 'self' data:; style-src 'self'; script-src 'self'; frame-ancestors 'self'; base-uri 'none'",
            ),
        ));
        reply
            .headers
            .push((HeaderName::from_static("referrer-policy"), HeaderValue::from_static("same-origin")));
        reply
    }

    /// 303: the browser goes on with a GET.
    pub fn see_other(location: &str) -> Self {
        let mut reply = Self::empty(StatusCode::SEE_OTHER);
        // Callers write their addresses in Chinese too; a header carries plain ASCII.
        let location = utf8_percent_encode(location, CONTROLS);
        let value = HeaderValue::from_str(&location.to_string()).unwrap_or(HeaderValue::from_static("/"));
        reply.headers.push((hyper::header::LOCATION, value));
        reply.headers.push((hyper::header::CACHE_CONTROL, HeaderValue::from_static("no-store")));
        reply
    }

    /// Adds a header.
    #[must_use]
    pub fn and(mut self, name: HeaderName, value: &str) -> Self {
        if let Ok(value) = HeaderValue::from_str(value) {
            self.headers.push((name, value));
        }
        self
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_of_equal_fields_counts() {
        let fields = Parameters::read(b"a=1&a=2&b=%E5%BC%A0+");
        assert_eq!((fields.get("a"), fields.trimmed("b"), fields.get("c")), (Some("1"), "张", None));
    }
}
