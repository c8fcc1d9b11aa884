//! A bare hyper server: reads each request whole and answers with what it was told, by the beginning of its path.

use std::collections::BTreeMap;
use std::convert::Infallible;
use std::io::Read;
use std::net::SocketAddr;
use std::sync::Arc;

use bytes::Bytes;
use http_body_util::{BodyExt, Full};
use hyper::body::Incoming;
use hyper::header::{HeaderMap, HeaderName, HeaderValue};
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper::{Request, Response};
use hyper_util::rt::TokioIo;
use serde::{Deserialize, Serialize};
use tokio::net::TcpListener;

use crate::Outcome;
use crate::child::Process;

/// An answer to give again and again.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct Canned {
    /// All headers but those that hyper adds by itself.
    pub(crate) headers: Vec<(String, String)>,
    pub(crate) body: String,
}

/// Starts one with an answer for each beginning of a path.
pub(crate) fn start(answers: &BTreeMap<String, Canned>) -> Outcome<(Process, SocketAddr)> {
    let input = serde_json::to_string(answers).map_err(|error| error.to_string())?;
    let mut process = Process::role("role-bare", &input)?;
    let address = process.line().and_then(|line| line.parse().ok());
    Ok((process, address.ok_or("the bare server did not start")?))
}

/// The role of the child.
pub(crate) fn serve() -> Outcome<()> {
    let mut input = String::new();
    std::io::stdin().read_to_string(&mut input).map_err(|error| error.to_string())?;
    let canned: BTreeMap<String, Canned> = serde_json::from_str(&input).map_err(|error| error.to_string())?;
    let mut answers = Vec::new();
    for (path, Canned { headers, body }) in canned {
        answers.push((path, prepared(headers)?, Bytes::from(body)));
    }
    // The same runtime as the program's own.
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build();
    runtime.map_err(|error| error.to_string())?.block_on(listen(Arc::new(answers)))
}

fn prepared(headers: Vec<(String, String)>) -> Outcome<HeaderMap> {
    let prepared = headers.into_iter().map(|(name, value)| {
        let name: HeaderName = name.parse().map_err(|_| "no header name")?;
        Ok((name, value.parse::<HeaderValue>().map_err(|_| "no header value")?))
    });
    prepared.collect()
}

type Answers = Arc<Vec<(String, HeaderMap, Bytes)>>;

async fn listen(answers: Answers) -> Outcome<()> {
    let listener = TcpListener::bind("127.0.0.1:0").await.map_err(|error| error.to_string())?;
    println!("{}", listener.local_addr().map_err(|error| error.to_string())?);
    loop {
        let (stream, _) = listener.accept().await.map_err(|error| error.to_string())?;
        stream.set_nodelay(true).map_err(|error| error.to_string())?;
        let answers = Arc::clone(&answers);
        let service = service_fn(move |request| answer(Arc::clone(&answers), request));
        tokio::spawn(http1::Builder::new().serve_connection(TokioIo::new(stream), service));
    }
}

async fn answer(answers: Answers, request: Request<Incoming>) -> Result<Response<Full<Bytes>>, Infallible> {
    let (parts, body) = request.into_parts();
    // A body that cannot be read is the client's own mistake, which it will notice.
    let _ = body.collect().await;
    let mut response = Response::new(Full::default());
    if let Some((_, headers, body)) = answers.iter().find(|(path, _, _)| parts.uri.path().starts_with(path)) {
        *response.headers_mut() = headers.clone();
        *response.body_mut() = Full::new(body.clone());
    }
    Ok(response)
}
