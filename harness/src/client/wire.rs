//! One request, one answer. Follows no redirect and keeps no cookie: who wants that does it knowingly.

use std::time::Duration;

use http_body_util::{BodyExt as _, Full};
use hyper::{Request, Uri};
use hyper_util::client::legacy::Client;
use hyper_util::client::legacy::connect::HttpConnector;
use hyper_util::rt::TokioExecutor;

use crate::client::exchange::{Ask, Exchange, Reply};
use crate::client::record::Record;
use crate::wrong::{Outcome, Wrong};

/// A connection pool with a limit on waiting; clones share it.
#[derive(Debug, Clone)]
pub(crate) struct Wire {
    client: Client<HttpConnector, Full<bytes::Bytes>>,
    patience: Duration,
}

impl Wire {
    /// A pool whose answers may take `patience` of real time.
    pub(crate) fn new(patience: Duration) -> Self {
        let mut connector = HttpConnector::new();
        connector.set_nodelay(true);
        Self { client: Client::builder(TokioExecutor::new()).build(connector), patience }
    }

    /// Sends a request and keeps the exchange.
    pub(crate) async fn send(&self, record: &Record, who: &'static str, ask: Ask) -> Outcome<Reply> {
        let reply = self.attempt(&ask).await;
        record.keep(Exchange { who, ask: ask.clone(), reply: reply.clone() });
        reply.map_err(|error| Wrong::Silent(format!("{} {}: {error}", ask.method, ask.url)))
    }

    /// Sends a request and keeps nothing.
    pub(crate) async fn attempt(&self, ask: &Ask) -> Result<Reply, String> {
        let uri: Uri = ask.url.parse().map_err(|error| format!("{} is no address: {error}", ask.url))?;
        let mut builder = Request::builder().method(ask.method.as_str()).uri(uri);
        for (name, value) in &ask.headers {
            builder = builder.header(name, value.as_bytes());
        }
        let request = builder.body(Full::new(ask.body.clone())).map_err(|error| error.to_string())?;
        let work = async {
            let response = self.client.request(request).await.map_err(|error| explained(&error))?;
            let (head, body) = response.into_parts();
            let body = body.collect().await.map_err(|error| explained(&error))?.to_bytes();
            Ok(Reply { status: head.status.as_u16(), headers: head.headers, body })
        };
        tokio::time::timeout(self.patience, work)
            .await
            .unwrap_or_else(|_| Err(format!("nothing within {} s", self.patience.as_secs())))
    }
}

/// An error with its causes: "client error (Connect)" alone tells nobody anything.
fn explained(error: &dyn std::error::Error) -> String {
    let mut text = error.to_string();
    let mut cause = error.source();
    while let Some(inner) = cause {
        text = format!("{text}: {inner}");
        cause = inner.source();
    }
    text
}
