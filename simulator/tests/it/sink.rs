//! A receiver that keeps what it gets, and answers as a test likes.

use std::convert::Infallible;
use std::future::Future;
use std::pin::Pin;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};

use bytes::Bytes;
use http_body_util::{BodyExt, Full};
use hyper::body::Incoming;
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper::{HeaderMap, Request, Response, StatusCode};
use hyper_util::rt::TokioIo;
use tokio::io::{AsyncRead, AsyncWrite};
use tokio::net::TcpListener;
use tokio_rustls::TlsAcceptor;

/// What came.
#[derive(Debug, Clone)]
pub(crate) struct Post {
    pub(crate) method: String,
    pub(crate) target: String,
    pub(crate) headers: HeaderMap,
    pub(crate) body: Bytes,
}

impl Post {
    /// A header as text.
    pub(crate) fn header(&self, name: &str) -> &str {
        self.headers.get(name).map_or("", |value| value.to_str().expect("text"))
    }
}

/// How a receiver answers.
pub(crate) type Reply = Response<Full<Bytes>>;
type Answering = Pin<Box<dyn Future<Output = Reply> + Send>>;

struct Inner {
    posts: Mutex<Vec<Post>>,
    now: AtomicUsize,
    most: AtomicUsize,
    react: Box<dyn Fn(usize) -> Answering + Send + Sync>,
}

/// A receiver on a port of its own.
pub(crate) struct Sink {
    /// Its address, without a path.
    pub(crate) base: String,
    inner: Arc<Inner>,
}

/// An answer without a body.
pub(crate) fn status(status: u16) -> Reply {
    let mut reply = Response::new(Full::new(Bytes::new()));
    *reply.status_mut() = StatusCode::from_u16(status).expect("a status");
    reply
}

impl Sink {
    /// A receiver that takes everything.
    pub(crate) async fn willing() -> Self {
        Self::start(|_| async { status(200) }).await
    }

    /// A receiver that answers the n-th request, from 0, as `react` says.
    pub(crate) async fn start<F, A>(react: F) -> Self
    where
        F: Fn(usize) -> A + Send + Sync + 'static,
        A: Future<Output = Reply> + Send + 'static,
    {
        Self::secured(None, react).await
    }

    /// The same behind TLS.
    pub(crate) async fn secured<F, A>(tls: Option<TlsAcceptor>, react: F) -> Self
    where
        F: Fn(usize) -> A + Send + Sync + 'static,
        A: Future<Output = Reply> + Send + 'static,
    {
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a free port");
        let scheme = if tls.is_some() { "https" } else { "http" };
        let base = format!("{scheme}://{}", listener.local_addr().expect("an address"));
        let inner = Arc::new(Inner {
            posts: Mutex::default(),
            now: AtomicUsize::new(0),
            most: AtomicUsize::new(0),
            react: Box::new(move |ordinal| Box::pin(react(ordinal))),
        });
        let served = Arc::clone(&inner);
        tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                let inner = Arc::clone(&served);
                match tls.clone() {
                    None => drop(tokio::spawn(serve(inner, stream))),
                    Some(tls) => drop(tokio::spawn(async move {
                        if let Ok(stream) = tls.accept(stream).await {
                            serve(inner, stream).await;
                        }
                    })),
                }
            }
        });
        Self { base, inner }
    }

    /// What has come so far.
    pub(crate) fn posts(&self) -> Vec<Post> {
        self.inner.posts.lock().expect("no panic").clone()
    }

    /// How many requests were in its hands at once, at most.
    pub(crate) fn most_at_once(&self) -> usize {
        self.inner.most.load(Ordering::SeqCst)
    }
}

/// One request in a receiver's hands, until it is answered or given up.
struct InHand(Arc<Inner>);

impl Drop for InHand {
    fn drop(&mut self) {
        self.0.now.fetch_sub(1, Ordering::SeqCst);
    }
}

async fn serve<S: AsyncRead + AsyncWrite + Unpin + Send + 'static>(inner: Arc<Inner>, stream: S) {
    let service = service_fn(move |request: Request<Incoming>| {
        let inner = Arc::clone(&inner);
        async move {
            let at_once = inner.now.fetch_add(1, Ordering::SeqCst) + 1;
            inner.most.fetch_max(at_once, Ordering::SeqCst);
            let _in_hand = InHand(Arc::clone(&inner));
            let (parts, body) = request.into_parts();
            let body = body.collect().await.map(http_body_util::Collected::to_bytes).unwrap_or_default();
            let post = Post {
                method: parts.method.to_string(),
                target: parts.uri.to_string(),
                headers: parts.headers,
                body,
            };
            let ordinal = {
                let mut posts = inner.posts.lock().expect("no panic");
                posts.push(post);
                posts.len() - 1
            };
            Ok::<_, Infallible>((inner.react)(ordinal).await)
        }
    });
    // A caller that hangs up is no concern of the receiver's.
    let _ = http1::Builder::new().serve_connection(TokioIo::new(stream), service).await;
}
