//! Sockets: listening, serving, stopping.

use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper_util::rt::{TokioIo, TokioTimer};
use hyper_util::server::graceful::GracefulShutdown;
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::watch;

use crate::clock;
use crate::edge;
use crate::site::Site;

/// How long open exchanges may still take after the order to stop.
const PATIENCE: Duration = Duration::from_secs(5);

/// A site that is being served.
pub struct Served {
    stop: watch::Sender<bool>,
    task: tokio::task::JoinHandle<()>,
    address: SocketAddr,
}

/// Serves `site` on `listener` until told to stop.
///
/// # Errors
/// The listener's own, if it has no address.
pub fn serve(site: Arc<Site>, listener: TcpListener) -> std::io::Result<Served> {
    let address = listener.local_addr()?;
    site.listens_at(address);
    let (stop, mut stopped) = watch::channel(false);
    let task = tokio::spawn(async move {
        let graceful = GracefulShutdown::new();
        loop {
            tokio::select! {
                accepted = listener.accept() => match accepted {
                    Ok((stream, peer)) => take(&site, &graceful, stream, peer),
                    // Out of file handles or a peer that was gone again: the next one may do.
                    Err(error) => {
                        tracing::warn!(%error, "a connection could not be accepted");
                        tokio::task::yield_now().await;
                    }
                },
                _ = stopped.changed() => break,
            }
        }
        drop(listener);
        site.close();
        if clock::within(PATIENCE, graceful.shutdown()).await.is_none() {
            tracing::warn!("some exchanges were cut off");
        }
    });
    Ok(Served { stop, task, address })
}

fn take(site: &Arc<Site>, graceful: &GracefulShutdown, stream: TcpStream, peer: SocketAddr) {
    // Small answers should leave at once.
    let _ = stream.set_nodelay(true);
    let (site, patience) = (Arc::clone(site), site.config.head_patience);
    let service = service_fn(move |request| edge::answer(Arc::clone(&site), peer.ip(), request));
    let connection = http1::Builder::new()
        .timer(TokioTimer::new())
        .header_read_timeout(patience)
        .serve_connection(TokioIo::new(stream), service);
    let connection = graceful.watch(connection);
    tokio::spawn(async move {
        if let Err(error) = connection.await {
            tracing::debug!(%error, "a connection broke");
        }
    });
}

impl Served {
    /// Where it listens.
    pub fn address(&self) -> SocketAddr {
        self.address
    }

    /// Stops listening, lets open exchanges end, and comes back when all is quiet.
    pub async fn stop(self) {
        // The task may have ended already.
        let _ = self.stop.send(true);
        let _ = self.task.await;
    }
}
