//! An integrator's program: builds requests as real clients do, signs them, and holds every reply against the contract.

use std::sync::Arc;

use bytes::Bytes;
use serde_json::Value;

use crate::client::contract::Contract;
use crate::client::exchange::{Ask, Reply};
use crate::client::record::Record;
use crate::client::signature::{self, Text};
use crate::client::wire::Wire;
use crate::real_time;
use crate::wrong::Outcome;

/// An app's id and secret.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct App {
    /// Ten digits.
    pub(crate) id: String,
    /// 32 hex digits.
    pub(crate) secret: String,
}

/// One app's program.
#[derive(Debug, Clone)]
pub(crate) struct Caller {
    wire: Wire,
    record: Record,
    contract: Arc<Contract>,
    api: String,
    /// The app it calls for.
    pub(crate) app: App,
}

/// How the signature is written down; all but one are mistakes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) enum Spelling {
    /// Base64 of the bytes, as documented.
    #[default]
    Base64,
    /// Hex of the bytes.
    Hex,
    /// Base64 of the hex text.
    Base64OfHex,
}

/// A request before it is signed, with every freedom that a client has or takes.
#[derive(Debug, Clone, Default)]
pub(crate) struct Draft {
    /// In capitals.
    pub(crate) method: String,
    /// Path and query, encoded.
    pub(crate) path: String,
    /// The body; `None` for a request without one.
    pub(crate) body: Option<Bytes>,
    /// Sent and signed unless absent.
    pub(crate) accept: Option<String>,
    /// Sent and signed unless absent.
    pub(crate) content_type: Option<String>,
    /// In place of the digest of the body.
    pub(crate) content_md5: Option<String>,
    /// Sent and signed unless absent.
    pub(crate) date: Option<String>,
    /// Headers that take part in the signature.
    pub(crate) signed_headers: Vec<(String, String)>,
    /// In place of the present, in milliseconds.
    pub(crate) timestamp: Option<String>,
    /// In place of the app's secret.
    pub(crate) secret: Option<String>,
    /// In place of the path that is sent.
    pub(crate) signed_path: Option<String>,
    /// How the signature is written down.
    pub(crate) spelling: Spelling,
    /// Headers replaced (`Some`) or left out (`None`) after signing.
    pub(crate) afterwards: Vec<(String, Option<String>)>,
}

impl Draft {
    /// A request as most clients send it.
    pub(crate) fn new(method: &str, path: &str, body: Option<&Value>) -> Self {
        Self {
            method: method.to_owned(),
            path: path.to_owned(),
            body: body.map(|body| Bytes::from(body.to_string())),
            accept: Some("*/*".to_owned()),
            content_type: Some("application/json; charset=UTF-8".to_owned()),
            ..Self::default()
        }
    }

    /// The text that is signed.
    fn text_to_sign(&self, md5: &str) -> String {
        let mut headers = self.signed_headers.clone();
        headers.sort();
        let lines: Vec<_> = headers.iter().map(|(name, value)| format!("{name}:{value}")).collect();
        Text {
            method: &self.method,
            accept: self.accept.as_deref().unwrap_or_default(),
            content_md5: md5,
            content_type: self.content_type.as_deref().unwrap_or_default(),
            date: self.date.as_deref().unwrap_or_default(),
            headers: &lines.join("\n"),
            path_and_query: self.signed_path.as_deref().unwrap_or(&self.path),
        }
        .to_sign()
    }

    /// Signs and writes the request down.
    pub(crate) fn ask(&self, api: &str, app: &App) -> Ask {
        let digest = self.body.as_ref().map(|body| signature::content_md5(body)).unwrap_or_default();
        let md5 = self.content_md5.clone().unwrap_or(digest);
        let secret = self.secret.as_deref().unwrap_or(&app.secret);
        let base64 = signature::sign(secret, &self.text_to_sign(&md5));
        let timestamp = self.timestamp.clone().unwrap_or_else(|| real_time::milliseconds().to_string());
        let mut ask =
            Ask { method: self.method.clone(), url: format!("{api}{}", self.path), ..Ask::default() }
                .header("X-Tsign-Open-App-Id", &app.id)
                .header("X-Tsign-Open-Auth-Mode", "Signature")
                .header("X-Tsign-Open-Ca-Timestamp", timestamp)
                .header("X-Tsign-Open-Ca-Signature", spelled(&base64, self.spelling));
        let optional = [("Accept", &self.accept), ("Content-Type", &self.content_type), ("Date", &self.date)];
        for (name, value) in optional {
            if let Some(value) = value {
                ask = ask.header(name, value);
            }
        }
        if !md5.is_empty() {
            ask = ask.header("Content-MD5", &md5);
        }
        if !self.signed_headers.is_empty() {
            let names: Vec<_> = self.signed_headers.iter().map(|(name, _)| name.as_str()).collect();
            ask = ask.header("X-Tsign-Open-Ca-Signature-Headers", names.join(","));
            ask.headers.extend(self.signed_headers.iter().cloned());
        }
        for (name, value) in &self.afterwards {
            ask.headers.retain(|(known, _)| !known.eq_ignore_ascii_case(name));
            if let Some(value) = value {
                ask = ask.header(name, value);
            }
        }
        ask.body(self.body.clone().unwrap_or_default())
    }
}

fn spelled(base64: &str, spelling: Spelling) -> String {
    use base64::Engine as _;
    use base64::engine::general_purpose::STANDARD;
    let hex = || hex::encode(STANDARD.decode(base64).unwrap_or_default());
    match spelling {
        Spelling::Base64 => base64.to_owned(),
        Spelling::Hex => hex(),
        Spelling::Base64OfHex => STANDARD.encode(hex()),
    }
}

impl Caller {
    /// A program of `app` that calls `api`.
    pub(crate) fn new(wire: Wire, record: Record, contract: Arc<Contract>, api: &str, app: App) -> Self {
        Self { wire, record, contract, api: api.to_owned(), app }
    }

    /// A signed call.
    pub(crate) async fn call(&self, method: &str, path: &str, body: Option<&Value>) -> Outcome<Reply> {
        self.send_draft(&Draft::new(method, path, body)).await
    }

    /// A call as drafted.
    pub(crate) async fn send_draft(&self, draft: &Draft) -> Outcome<Reply> {
        self.send(draft.ask(&self.api, &self.app)).await
    }

    /// A call in token mode: app id and token, no Auth-Mode.
    pub(crate) async fn call_with_token(
        &self,
        token: &str,
        method: &str,
        path: &str,
        body: Option<&Value>,
    ) -> Outcome<Reply> {
        let ask = Ask { method: method.to_owned(), url: format!("{}{path}", self.api), ..Ask::default() }
            .header("X-Tsign-Open-App-Id", &self.app.id)
            .header("X-Tsign-Open-Token", token)
            .header("Content-Type", "application/json; charset=UTF-8")
            .body(body.map(Value::to_string).unwrap_or_default());
        self.send(ask).await
    }

    /// A call with nothing but what is given: no header is added.
    pub(crate) async fn bare(&self, method: &str, path: &str, headers: &[(&str, &str)]) -> Outcome<Reply> {
        let mut ask = Ask { method: method.to_owned(), url: format!("{}{path}", self.api), ..Ask::default() };
        for (name, value) in headers {
            ask = ask.header(name, *value);
        }
        self.send(ask).await
    }

    /// Opens an address that a reply told, without a header of the gateway.
    pub(crate) async fn fetch(&self, url: &str) -> Outcome<Reply> {
        self.wire.send(&self.record, "caller", Ask::get(url)).await
    }

    /// Sends a file to an address that a reply told.
    pub(crate) async fn upload(
        &self,
        url: &str,
        content_type: &str,
        md5: &str,
        content: &Bytes,
    ) -> Outcome<Reply> {
        let ask = Ask { method: "PUT".to_owned(), url: url.to_owned(), ..Ask::default() };
        let ask = ask.header("Content-MD5", md5).header("Content-Type", content_type).body(content.clone());
        self.wire.send(&self.record, "caller", ask).await
    }

    async fn send(&self, ask: Ask) -> Outcome<Reply> {
        let (method, path) = (ask.method.clone(), ask.path_and_query().to_owned());
        let reply = self.wire.send(&self.record, "caller", ask).await?;
        self.contract.check_reply(&method, &path, &reply, &self.record);
        Ok(reply)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn app() -> App {
        App { id: "7438000001".into(), secret: "dummysecret".into() }
    }

    fn header<'a>(ask: &'a Ask, name: &str) -> Option<&'a str> {
        ask.headers.iter().find(|(known, _)| known == name).map(|(_, value)| value.as_str())
    }

    #[test]
    fn a_request_without_a_body_has_no_digest() {
        let ask = Draft::new("GET", "/v3/sign-flow/abc123/detail", None).ask("http://h", &app());
        assert_eq!(header(&ask, "Content-MD5"), None);
        assert_eq!(
            header(&ask, "X-Tsign-Open-Ca-Signature"),
            Some("xG4jw3vs+xusJ0x3XkIJBwxpTHHzEHqdMGOJ45Ry8Fk=")
        );
    }

    #[test]
    fn a_header_can_be_left_out_after_signing() {
        let mut draft = Draft::new("GET", "/v3/x", None);
        draft.afterwards.push(("x-tsign-open-ca-signature".into(), None));
        assert_eq!(header(&draft.ask("http://h", &app()), "X-Tsign-Open-Ca-Signature"), None);
    }

    #[test]
    fn a_wrong_spelling_keeps_the_same_bytes() {
        let mut draft = Draft::new("GET", "/v3/sign-flow/abc123/detail", None);
        draft.spelling = Spelling::Hex;
        let ask = draft.ask("http://h", &app());
        assert_eq!(header(&ask, "X-Tsign-Open-Ca-Signature").map(str::len), Some(64));
    }
}
