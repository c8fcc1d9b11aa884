//! The way of every request, in one order that does not vary: read (limited in bytes and time), look up the operation,
//! gateway, handler, journal.
//!
//! - `routes`: the table of operations.

pub mod routes;

use std::convert::Infallible;
use std::net::IpAddr;
use std::pin::Pin;
use std::sync::Arc;
use std::sync::atomic::Ordering;
use std::task::{Context, Poll};
use std::time::Duration;

use bytes::Bytes;
use futures::FutureExt;
use http_body_util::{BodyExt, Full, LengthLimitError, Limited};
use hyper::body::{Body, Frame, Incoming, SizeHint};
use hyper::header::{HeaderName, HeaderValue};
use hyper::{Method, Response};
use realname_provider::draw::WorldKey;
use realname_provider::time::Time;

use crate::api::envelope::traced;
use crate::api::gateway;
use crate::clock::{self, Stopwatch};
use crate::edge::routes::{Floor, Found, Handler, Route};
use crate::engine::caused::Caused;
use crate::engine::world::World;
use crate::http::{Reply, Request};
use crate::journal::{Direction, Exchange, render_headers, render_lines};
use crate::site::Site;
use crate::visit::{Caller, Visit};

/// The largest body that is read; a longer one is answered 413.
pub const BODY_BYTES_MAX: usize = 10 * 1024 * 1024;

/// By which every answer tells that it is simulated.
static SIMULATOR: HeaderName = HeaderName::from_static("x-realname-simulator");

/// Answers a request.
///
/// # Errors
/// Never: what goes wrong is an answer too.
pub async fn answer(
    site: Arc<Site>,
    peer: IpAddr,
    request: hyper::Request<Incoming>,
) -> Result<Response<Outgoing>, Infallible> {
    let (stopwatch, real_at) = (Stopwatch::start(), clock::now());
    site.metrics.requests.fetch_add(1, Ordering::Relaxed);
    let (parts, body) = request.into_parts();
    let read = read(body, site.config.body_patience).await;
    let unread = read.as_ref().err().copied();
    let request = Request {
        method: parts.method,
        path: parts.uri.path().to_owned(),
        query: parts.uri.query().map(str::to_owned),
        headers: parts.headers,
        body: read.unwrap_or_default(),
        peer,
    };
    let caused = Arc::<Caused>::default();
    let note = Note::begin(&request, real_at, stopwatch);
    let floor = routes::floor_of(&request.path);
    // Half a request is nobody's order: what it asks for is not done.
    let (operation, reply) = match unread {
        Some(refused) => (None, refused(floor)),
        None => dispatch(&site, request, real_at, stopwatch, &caused).await,
    };
    site.metrics.count(reply.status);
    let is_journaled = operation.map_or(floor, |route| route.floor).is_journaled();
    let about = reply.about.clone();
    if let Some(world) = &about {
        world.touch(real_at);
    }
    let response = write(&site, &reply, caused);
    if is_journaled {
        note.finish(&site, about.as_deref(), operation, reply);
    }
    Ok(response)
}

/// Reads a body, or gives the answer to one that is not read to its end.
async fn read(mut body: Incoming, patience: Duration) -> Result<Bytes, fn(Floor) -> Reply> {
    // What is announced as too long is not waited for.
    if usize::try_from(body.size_hint().lower()).is_ok_and(|length| length <= BODY_BYTES_MAX) {
        match clock::within(patience, Limited::new(&mut body, BODY_BYTES_MAX).collect()).await {
            Some(Ok(whole)) => return Ok(whole.to_bytes()),
            Some(Err(error)) if error.is::<LengthLimitError>() => {}
            Some(Err(_)) => return Err(routes::broken_off),
            None => return Err(routes::too_slow),
        }
    }
    // A sender whose connection ends while he sends may never see the answer: for a while the rest is
    // thrown away.
    tokio::spawn(clock::within(patience, async move { while let Some(Ok(_)) = body.frame().await {} }));
    Err(routes::too_large)
}

async fn dispatch(
    site: &Arc<Site>,
    request: Request,
    real_at: Time,
    stopwatch: Stopwatch,
    caused: &Arc<Caused>,
) -> (Option<&'static Route>, Reply) {
    let found = routes::find(&request.method, &request.path);
    let floor = match &found {
        Found::Route(route, _) => route.floor,
        Found::WrongMethod(floor, _) | Found::Nothing(floor) => *floor,
    };
    // Our own tools tell nothing, not even what there is, to whoever may not use them.
    if let Some(refused) = routes::guard(site, floor, &found, &request) {
        return (None, refused);
    }
    let mut caller = None;
    if floor == Floor::Signed {
        match gateway::admit(&site.directory, &request, site.config.leniency(), real_at) {
            Ok(app) => caller = Some(app),
            Err(turned) => {
                let mut reply = turned.reply;
                reply.about = turned.app.map(|app| Arc::clone(&app.world));
                reply.explanation = turned.explanation;
                let route = if let Found::Route(route, _) = found { Some(route) } else { None };
                return (route, reply);
            }
        }
    }
    let about = caller.as_ref().map(|app: &Caller| Arc::clone(&app.world));
    let (route, parameters) = match found {
        Found::Route(route, parameters) => (route, parameters),
        Found::WrongMethod(floor, allowed) => {
            return (None, Reply { about, ..routes::wrong_method(floor, &request.method, &allowed) });
        }
        Found::Nothing(floor) => return (None, Reply { about, ..routes::nothing(floor, &request) }),
    };
    let visit = Visit { site: Arc::clone(site), request, parameters, caused: Arc::clone(caused) };
    let answer = match (route.handler, caller) {
        (Handler::Open(handler), _) => handler(visit),
        (Handler::Signed(handler), Some(caller)) => handler(visit, caller),
        // The gateway stands before every signed route; a route that slipped past it answers nobody.
        (Handler::Signed(_), None) => return (Some(route), routes::broken(route)),
    };
    // A panic breaks one request, or one world, but never the process.
    let Ok(mut reply) = std::panic::AssertUnwindSafe(answer).catch_unwind().await else {
        return (Some(route), Reply { about, ..routes::broken(route) });
    };
    reply.about = reply.about.or(about);
    if matches!(floor, Floor::Signed | Floor::Token) {
        let trace_id = trace_id(site, reply.about.as_deref());
        reply = traced(reply, stopwatch.elapsed(), &trace_id);
    }
    (Some(route), reply)
}

/// Unknown: the form of a trace id is not published. It is drawn, so that the same calls one after the
/// other get the same ones.
fn trace_id(site: &Site, world: Option<&World>) -> String {
    let drawn = match world {
        Some(world) => world.key.bytes("trace", b"", world.next_trace()),
        // A call that named no application has only the process to count it.
        None => {
            WorldKey::new(site.seed, "").bytes("trace", b"", site.metrics.requests.load(Ordering::Relaxed))
        }
    };
    hex::encode(&drawn[..16])
}

fn write(site: &Site, reply: &Reply, caused: Arc<Caused>) -> Response<Outgoing> {
    let mut response = Response::new(Outgoing { body: Full::new(reply.body.clone()), _caused: caused });
    *response.status_mut() = reply.status;
    let headers = response.headers_mut();
    for (name, value) in &reply.headers {
        headers.append(name.clone(), value.clone());
    }
    headers.insert(&SIMULATOR, HeaderValue::from_static(site.version));
    response
}

/// A body on its way out. When it is gone, handed over or given up, the notices that its request
/// caused may leave.
pub struct Outgoing {
    body: Full<Bytes>,
    _caused: Arc<Caused>,
}

impl Body for Outgoing {
    type Data = Bytes;
    type Error = Infallible;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, Infallible>>> {
        Pin::new(&mut self.body).poll_frame(context)
    }

    fn is_end_stream(&self) -> bool {
        self.body.is_end_stream()
    }

    fn size_hint(&self) -> SizeHint {
        self.body.size_hint()
    }
}

/// What the journal keeps of a request while it is being answered.
struct Note {
    method: Method,
    target: Box<str>,
    headers: Box<str>,
    body: Box<[u8]>,
    real_at: Time,
    stopwatch: Stopwatch,
}

impl Note {
    fn begin(request: &Request, real_at: Time, stopwatch: Stopwatch) -> Self {
        let target = match &request.query {
            None => request.path.as_str().into(),
            Some(query) => [&request.path, "?", query].concat().into(),
        };
        Self {
            method: request.method.clone(),
            target,
            headers: render_headers(&request.headers),
            // A copy: the bytes lie in the connection's buffer, which the journal would keep alive.
            body: request.body.as_ref().into(),
            real_at,
            stopwatch,
        }
    }

    fn finish(self, site: &Site, world: Option<&World>, operation: Option<&'static Route>, reply: Reply) {
        let exchange = Exchange {
            id: 0,
            at: world.and_then(World::glance).map_or(self.real_at, |glance| glance.at),
            real_at: self.real_at,
            direction: Direction::In,
            method: self.method,
            target: self.target,
            operation: operation.map(|route| route.operation),
            request_headers: self.headers,
            request_body: self.body,
            status: reply.status.as_u16(),
            response_headers: render_lines(reply.headers.iter().map(|(name, value)| (name, value))),
            response_body: reply.body,
            duration_us: u64::try_from(self.stopwatch.elapsed().as_micros()).unwrap_or(u64::MAX),
            explanation: reply.explanation,
        };
        match world {
            Some(world) => world.note(exchange),
            None => site.note(exchange),
        }
    }
}

#[cfg(test)]
mod tests {
    use realname_provider::id::NoticeId;

    use super::*;
    use crate::simulator::Simulator;

    #[tokio::test]
    async fn what_a_request_caused_waits_until_its_body_is_gone() {
        let simulator = Simulator::builder().seed(7).start().await.expect("a free port");
        let world = simulator.world();
        let caused = Caused::of(world, NoticeId(1));
        let response = write(simulator.site(), &Reply::empty(hyper::StatusCode::OK), caused);
        let (_, body) = response.into_parts();
        assert!(world.held.has(NoticeId(1)));
        drop(body);
        assert!(world.held.is_empty());
        simulator.shutdown().await;
    }
}
