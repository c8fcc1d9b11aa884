//! Posting notices: the simulator's only way out.
//!
//! The core decides what is due and when to try again; here a notice gets its words, its signature
//! and its way over the network, and the answer becomes a settlement.

use std::collections::BTreeSet;
use std::net::SocketAddr;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use bytes::Bytes;
use http_body_util::Full;
use hyper::Method;
use hyper::header::{CONTENT_TYPE, HOST, HeaderMap, HeaderName, HeaderValue};
use realname_provider::notice::{Action, DueAttempt, Settled};
use tokio::io::{AsyncRead, AsyncWrite};
use tokio::net::TcpStream;
use tokio_rustls::TlsConnector;
use tokio_rustls::rustls::{ClientConfig, RootCertStore};
use url::Url;

use crate::api::notice;
use crate::client::{self, Answer};
use crate::clock::{self, Stopwatch};
use crate::egress::{Barred, Egress};
use crate::engine::advance::{self, Post};
use crate::engine::world::World;
use crate::journal::{Direction, Exchange, render_headers};
use crate::signature::{Key, notice_signature};

/// How long a receiver has to answer (notify3/sblzg8).
const RECEIVER_PATIENCE: Duration = Duration::from_secs(5);

/// Posts the notices of all worlds.
pub struct Webhook {
    egress: Egress,
    tls: TlsConnector,
    /// Where this process listens.
    own: Mutex<BTreeSet<SocketAddr>>,
}

impl Webhook {
    /// A webhook that keeps to `egress` and trusts the authorities in `roots`.
    pub fn new(egress: Egress, roots: RootCertStore) -> Self {
        let config = ClientConfig::builder().with_root_certificates(roots).with_no_client_auth();
        Self { egress, tls: TlsConnector::from(Arc::new(config)), own: Mutex::default() }
    }

    fn own(&self) -> MutexGuard<'_, BTreeSet<SocketAddr>> {
        self.own.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Learns an address at which this process listens.
    pub fn listens_at(&self, address: SocketAddr) {
        self.own().insert(address);
    }

    /// Learns that it listens there no longer.
    pub fn left(&self, address: SocketAddr) {
        self.own().remove(&address);
    }

    /// Whether a post there would be an order to our own control API. A caller who only knows how to
    /// ask for notices must not be able to end or reset worlds by them.
    fn is_own_control(&self, url: &Url, addresses: &[SocketAddr]) -> bool {
        let path = url.path();
        if path != "/_control" && !path.starts_with("/_control/") {
            return false;
        }
        // Listening everywhere, we cannot tell our own addresses from others; then the port decides.
        let is_ours = |own: &SocketAddr, to: &SocketAddr| {
            let (own_ip, ip) = (own.ip().to_canonical(), to.ip().to_canonical());
            own.port() == to.port() && (own_ip.is_unspecified() || own_ip == ip)
        };
        let own = self.own();
        addresses.iter().any(|to| own.iter().any(|own| is_ours(own, to)))
    }

    /// Looks after a world until it ends: fires its timers and delivers its notices as they fall due.
    pub fn look_after(self: &Arc<Self>, world: &Arc<World>) {
        let (webhook, world) = (Arc::clone(self), Arc::clone(world));
        tokio::spawn(async move {
            while !world.is_closed() {
                // Read before anything is looked at: what falls due meanwhile has not been seen.
                let now = clock::now();
                world.wake();
                advance::deliver_in_background(&world, &webhook);
                let next = world.next_deadline().and_then(|(deadline, _)| {
                    let due = world.clock().real_time_of(deadline)?;
                    // What was due already is under way; its end wakes us.
                    (due > now).then_some(due)
                });
                match next {
                    None => world.due.notified().await,
                    Some(deadline) => tokio::select! {
                        () = world.due.notified() => {}
                        () = clock::reached(deadline) => {}
                    },
                }
            }
        });
    }

    async fn send(
        &self,
        method: Method,
        url: &Url,
        headers: &HeaderMap,
        body: Bytes,
    ) -> Result<Answer, Settled> {
        let host = url.host_str().ok_or(Settled::Forbidden)?;
        let secure = match url.scheme() {
            "http" => false,
            "https" => true,
            _ => return Err(Settled::Forbidden),
        };
        let port = url.port_or_known_default().ok_or(Settled::Forbidden)?;
        let addresses = self.egress.resolve(host, port).await.map_err(|barred| match barred {
            Barred::Unknown(_) => Settled::Unreachable,
            Barred::Outside(_) | Barred::LinkLocal(_) => Settled::Forbidden,
        })?;
        if self.is_own_control(url, &addresses) {
            return Err(Settled::Forbidden);
        }
        let stream = TcpStream::connect(addresses.as_slice()).await.map_err(|_| Settled::Unreachable)?;
        if secure {
            let name = host.to_owned().try_into().map_err(|_| Settled::Forbidden)?;
            let stream = self.tls.connect(name, stream).await.map_err(|_| Settled::Unreachable)?;
            exchange(stream, method, url, headers, body).await
        } else {
            exchange(stream, method, url, headers, body).await
        }
    }
}

async fn exchange<S>(
    stream: S,
    method: Method,
    url: &Url,
    headers: &HeaderMap,
    body: Bytes,
) -> Result<Answer, Settled>
where
    S: AsyncRead + AsyncWrite + Unpin + Send + 'static,
{
    let mut target = url.path().to_owned();
    if let Some(query) = url.query() {
        target = format!("{target}?{query}");
    }
    let request = hyper::Request::builder().method(method).uri(target).body(Full::new(body));
    let mut request = request.map_err(|_| Settled::Forbidden)?;
    *request.headers_mut() = headers.clone();
    client::exchange(stream, request).await.map_err(|_| Settled::Unreachable)
}

fn authority(url: &Url) -> HeaderMap {
    let authority = match (url.host_str(), url.port()) {
        (Some(host), Some(port)) => format!("{host}:{port}"),
        (Some(host), None) => host.to_owned(),
        (None, _) => String::new(),
    };
    HeaderValue::from_str(&authority).map(|value| (HOST, value)).into_iter().collect()
}

fn notice_headers(url: &Url, app: &str, key: &Key, body: &[u8]) -> HeaderMap {
    let timestamp = clock::now().0.to_string();
    let signature = notice_signature(key, &timestamp, url.query().unwrap_or_default(), body);
    let mut headers = authority(url);
    headers.insert(CONTENT_TYPE, HeaderValue::from_static("application/json; charset=UTF-8"));
    for (name, value) in [
        (HeaderName::from_static("x-tsign-open-app-id"), app),
        (HeaderName::from_static("x-tsign-open-timestamp"), &timestamp),
        (HeaderName::from_static("x-tsign-open-signature-algorithm"), "hmac-sha256"),
        (HeaderName::from_static("x-tsign-open-signature"), &signature),
    ] {
        if let Ok(value) = HeaderValue::from_str(value) {
            headers.insert(name, value);
        }
    }
    headers
}

impl Post for Webhook {
    fn receiver(&self, world: &World, attempt: &DueAttempt) -> String {
        let url =
            world.ask(|reading| reading.notice(attempt.notice).map(|notice| notice.receiver.url.clone()));
        match url.as_deref().map(Url::parse) {
            Some(Ok(url)) => url.origin().ascii_serialization(),
            _ => String::new(),
        }
    }

    async fn post(&self, world: Arc<World>, attempt: DueAttempt) -> Settled {
        let asked = world.ask(|reading| {
            let notice = reading.notice(attempt.notice)?.clone();
            let secret = reading.app(&notice.app)?.secret.clone();
            Some((notice, secret, reading.at()))
        });
        let Some((notice, secret, at)) = asked else { return Settled::Forbidden };
        let Ok(url) = Url::parse(&notice.receiver.url) else { return Settled::Forbidden };
        let body = Bytes::from(notice::body(&notice));
        // A glance is a GET. Unknown: whether it is signed; it says nothing that could be forged.
        let (method, headers) = if notice.action == Action::FacePageOpened {
            (Method::GET, authority(&url))
        } else {
            (Method::POST, notice_headers(&url, notice.app.as_str(), &Key::new(&secret), &body))
        };
        let (real_at, stopwatch) = (clock::now(), Stopwatch::start());
        let sent =
            clock::within(RECEIVER_PATIENCE, self.send(method.clone(), &url, &headers, body.clone())).await;
        let answer = sent.unwrap_or(Err(Settled::TimedOut));
        let settled = match &answer {
            Ok(answer) => Settled::Status(answer.status.as_u16()),
            Err(settled) => *settled,
        };
        tracing::debug!(notice = %notice.id, url = %notice.receiver.url, ?settled, "posted a notice");
        let (status, response_headers, response_body) = match answer {
            Ok(Answer { status, headers, body }) => (status.as_u16(), render_headers(&headers), body),
            Err(_) => (0, Box::default(), Bytes::new()),
        };
        world.note(Exchange {
            id: 0,
            at,
            real_at,
            direction: Direction::Out,
            method,
            target: notice.receiver.url.clone(),
            operation: Some("notice"),
            request_headers: render_headers(&headers),
            request_body: body.to_vec().into(),
            status,
            response_headers,
            response_body,
            duration_us: u64::try_from(stopwatch.elapsed().as_micros()).unwrap_or(u64::MAX),
            explanation: None,
        });
        settled
    }
}
