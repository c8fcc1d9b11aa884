//! The integrator's side of the demo: signed calls over the network. It knows of the provider what any
//! integrator knows.

use bytes::Bytes;
use http_body_util::Full;
use hyper::header::{ACCEPT, CONTENT_TYPE, HOST};
use hyper::{Method, Request};
use realname_provider::apps::App;
use serde_json::Value;
use tokio::net::TcpStream;

use crate::client;
use crate::clock;
use crate::signature::{self, Key};
use crate::site::Site;

/// A signed call of the provider's API at `site`'s own address, with at most one parameter in the query.
/// Gives the whole answer, also one that says no.
///
/// # Errors
/// What went wrong, for people.
pub async fn call(
    site: &Site,
    app: &App,
    method: Method,
    path: &str,
    query: Option<(&str, &str)>,
    body: Option<&Value>,
) -> Result<Value, String> {
    let address = site.address().ok_or("the simulator does not listen yet")?;
    let bytes = body.map(|body| Bytes::from(body.to_string())).unwrap_or_default();
    let (digest, kind) = if bytes.is_empty() {
        (String::new(), "")
    } else {
        (signature::content_md5(&bytes), "application/json; charset=UTF-8")
    };
    // What is signed is not encoded, unlike what is sent.
    let (plain, sent) = match query {
        None => (path.to_owned(), path.to_owned()),
        Some((key, value)) => {
            let encoded = percent_encoding::utf8_percent_encode(value, percent_encoding::NON_ALPHANUMERIC);
            (format!("{path}?{key}={value}"), format!("{path}?{key}={encoded}"))
        }
    };
    let text = format!("{method}\n*/*\n{digest}\n{kind}\n\n{plain}");
    let signed = signature::sign(&Key::new(&app.secret), text.as_bytes());
    let mut request = Request::builder()
        .method(method)
        .uri(sent)
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
