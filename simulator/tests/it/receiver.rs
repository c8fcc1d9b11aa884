//! Somebody whom notices go to: answers as told, or not at all.

use std::collections::VecDeque;
use std::convert::Infallible;
use std::sync::{Arc, Mutex};

use bytes::Bytes;
use http_body_util::Full;
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper::{Response, StatusCode};
use hyper_util::rt::TokioIo;
use tokio::net::TcpListener;
use tokio::sync::Notify;

/// A receiver on a port of its own.
pub(crate) struct Receiver {
    /// Its address.
    pub(crate) url: String,
    /// Woken by each notice that arrives.
    pub(crate) arrived: Arc<Notify>,
    /// Lets a held notice be answered.
    pub(crate) release: Arc<Notify>,
}

impl Receiver {
    /// A receiver that answers with these statuses and then with 200; a status of 0 holds the notice
    /// until it is released.
    pub(crate) async fn start(statuses: &[u16]) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a free port");
        let url = format!("http://{}/notice", listener.local_addr().expect("an address"));
        let (arrived, release) = (Arc::new(Notify::new()), Arc::new(Notify::new()));
        let statuses = Arc::new(Mutex::new(statuses.iter().copied().collect::<VecDeque<_>>()));
        let (heard, released) = (Arc::clone(&arrived), Arc::clone(&release));
        tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                let (statuses, heard, released) =
                    (Arc::clone(&statuses), Arc::clone(&heard), Arc::clone(&released));
                let service = service_fn(move |_| {
                    let status = statuses.lock().expect("no panic").pop_front().unwrap_or(200);
                    let (heard, released) = (Arc::clone(&heard), Arc::clone(&released));
                    async move {
                        heard.notify_one();
                        if status == 0 {
                            released.notified().await;
                        }
                        let mut response = Response::new(Full::new(Bytes::new()));
                        *response.status_mut() = StatusCode::from_u16(status).unwrap_or(StatusCode::OK);
                        Ok::<_, Infallible>(response)
                    }
                });
                tokio::spawn(http1::Builder::new().serve_connection(TokioIo::new(stream), service));
            }
        });
        Self { url, arrived, release }
    }
}
