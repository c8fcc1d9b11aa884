//! The integrator's side of the demo: signed calls over the network, and the notices it received.
//! It knows of the provider what any integrator knows.

use std::collections::VecDeque;
use std::sync::{Mutex, PoisonError};

use bytes::Bytes;
use http_body_util::Full;
use hyper::header::{ACCEPT, CONTENT_TYPE, HOST};
use hyper::{Method, Request};
use realname_provider::apps::App;
use serde_json::Value;
use tokio::net::TcpStream;

use crate::client;
use crate::clock;
use crate::demo::DemoNotice;
use crate::signature::{self, Key};
use crate::site::Site;

/// How many notices the demo remembers.
pub const DEMO_NOTICES_MAX: usize = 200;

/// What the demo has received, by whom it was about.
#[derive(Debug, Default)]
pub struct Inbox(Mutex<VecDeque<(String, DemoNotice)>>);

impl Inbox {
    fn notices(&self) -> std::sync::MutexGuard<'_, VecDeque<(String, DemoNotice)>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Remembers a notice about `whom`.
    pub fn add(&self, whom: String, notice: DemoNotice) {
        let mut notices = self.notices();
        notices.push_back((whom, notice));
        if notices.len() > DEMO_NOTICES_MAX {
            notices.pop_front();
        }
    }

    /// The notices about `whom`, oldest first.
    pub fn about(&self, whom: &str) -> Vec<DemoNotice> {
        let notices = self.notices();
        notices.iter().filter(|(about, _)| about == whom).map(|(_, notice)| notice.clone()).collect()
    }

    /// Forgets the notices about `whom`.
    pub fn forget(&self, whom: &str) {
        self.notices().retain(|(about, _)| about != whom);
    }
}

/// A signed call of the provider's API at `site`'s own address.
///
/// # Errors
/// What went wrong, for people.
pub async fn call(
    site: &Site,
    app: &App,
    method: Method,
    path: &str,
    body: Option<&Value>,
) -> Result<Value, String> {
    let address = site.address().ok_or("the simulator does not listen yet")?;
    let bytes = body.map(|body| Bytes::from(body.to_string())).unwrap_or_default();
    let (digest, kind) = if bytes.is_empty() {
        (String::new(), "")
    } else {
        (signature::content_md5(&bytes), "application/json; charset=UTF-8")
    };
    let text = format!("{method}\n*/*\n{digest}\n{kind}\n\n{path}");
    let signed = signature::sign(&Key::new(&app.secret), text.as_bytes());
    let mut request = Request::builder()
        .method(method)
        .uri(path)
        .header(HOST, address.to_string())
        .header(ACCEPT, "*/*")
        .header(signature::APP_ID.clone(), app.id.as_str())
        .header(signature::AUTH_MODE.clone(), "Signature")
        .header(signature::TIMESTAMP.clone(), clock::now().0)
        .header(signature::SIGNATURE.clone(), signed);
    if !bytes.is_empty() {
        request = request.header(signature::CONTENT_MD5.clone(), digest).header(CONTENT_TYPE, kind);
    }
    let request = request.body(Full::new(bytes)).map_err(|error| error.to_string())?;
    let reachable = match address.ip().is_unspecified() {
        true => std::net::SocketAddr::from((std::net::Ipv4Addr::LOCALHOST, address.port())),
        false => address,
    };
    let stream = TcpStream::connect(reachable).await.map_err(|error| error.to_string())?;
    let answer = client::exchange(stream, request).await.map_err(|error| error.to_string())?;
    serde_json::from_slice(&answer.body).map_err(|error| error.to_string())
}
