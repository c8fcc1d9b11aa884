//! One HTTP exchange over a fresh connection: how notices leave, how the demo calls the API, how
//! `healthcheck` asks.

use bytes::Bytes;
use http_body_util::{BodyExt, Collected, Full, Limited};
use hyper::body::Incoming;
use hyper::client::conn::http1;
use hyper::{HeaderMap, Request, Response, StatusCode};
use hyper_util::rt::TokioIo;
use tokio::io::{AsyncRead, AsyncWrite};

/// How much of an answer is kept.
pub const ANSWER_BYTES_MAX: usize = 1024 * 1024;

/// An answer, as far as it came.
pub struct Answer {
    /// Status.
    pub status: StatusCode,
    /// Headers.
    pub headers: HeaderMap,
    /// Body; empty if it was too long or broke off.
    pub body: Bytes,
}

/// Sends a request over an open connection and reads the answer.
///
/// # Errors
/// The connection's own.
pub async fn exchange<S>(stream: S, request: Request<Full<Bytes>>) -> hyper::Result<Answer>
where
    S: AsyncRead + AsyncWrite + Unpin + Send + 'static,
{
    let (mut sender, connection) = http1::handshake(TokioIo::new(stream)).await?;
    let connection = tokio::spawn(connection);
    let answer = match sender.send_request(request).await {
        Ok(response) => Ok(read(response).await),
        Err(error) => Err(error),
    };
    connection.abort();
    answer
}

async fn read(response: Response<Incoming>) -> Answer {
    let (parts, body) = response.into_parts();
    let body = Limited::new(body, ANSWER_BYTES_MAX).collect().await.map(Collected::to_bytes);
    Answer { status: parts.status, headers: parts.headers, body: body.unwrap_or_default() }
}
