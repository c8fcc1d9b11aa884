//! The journal as a HAR 1.2 document, which browsers' tools read.

use hyper::StatusCode;
use serde::Serialize;
use serde_json::value::RawValue;
use serde_json::{Value, json};

use crate::control::journal::{Header, headers, text};
use crate::http::Reply;
use crate::journal::{Direction, Exchange};

/// Its media type, by which it may be asked for.
pub const CONTENT_TYPE: &str = "application/har+json";

#[derive(Serialize)]
struct Document<'a> {
    log: Log<'a>,
}

#[derive(Serialize)]
struct Log<'a> {
    version: &'static str,
    creator: Creator<'a>,
    entries: &'a [Box<RawValue>],
}

#[derive(Serialize)]
struct Creator<'a> {
    name: &'static str,
    version: &'a str,
}

/// A document of these entries.
pub fn reply(version: &str, entries: &[Box<RawValue>]) -> Reply {
    let creator = Creator { name: "realname-simulator", version };
    Reply::json(StatusCode::OK, &Document { log: Log { version: "1.2", creator, entries } })
}

/// One exchange as an entry; `base` stands before the path of a call that names no host.
pub fn entry(exchange: &Exchange, base: &str) -> Value {
    let (sent, answered) = (headers(&exchange.request_headers), headers(&exchange.response_headers));
    let url = match exchange.direction {
        Direction::Out => exchange.target.to_string(),
        Direction::In => match value_of(&sent, "host") {
            Some(host) => format!("http://{host}{}", exchange.target),
            None => format!("{base}{}", exchange.target),
        },
    };
    let milliseconds = exchange.duration_us as f64 / 1_000.0;
    let mut request = json!({
        "method": exchange.method.as_str(),
        "url": url,
        "httpVersion": "HTTP/1.1",
        "cookies": [],
        "headers": sent,
        "queryString": query(&exchange.target),
        "headersSize": exchange.request_headers.len(),
        "bodySize": exchange.request_body.len(),
    });
    if !exchange.request_body.is_empty() {
        let kind = value_of(&sent, "content-type").unwrap_or_default();
        request["postData"] = json!({"mimeType": kind, "text": text(&exchange.request_body).0});
    }
    let (body, is_base64) = text(&exchange.response_body);
    let kind = value_of(&answered, "content-type").unwrap_or_default();
    let mut content = json!({"size": exchange.response_body.len(), "mimeType": kind, "text": body});
    if is_base64 {
        content["encoding"] = "base64".into();
    }
    let reason = StatusCode::from_u16(exchange.status).ok().and_then(|status| status.canonical_reason());
    json!({
        "startedDateTime": exchange.real_at.to_string(),
        "time": milliseconds,
        "request": request,
        "response": {
            "status": exchange.status,
            "statusText": reason.unwrap_or_default(),
            "httpVersion": "HTTP/1.1",
            "cookies": [],
            "headers": answered,
            "content": content,
            "redirectURL": value_of(&answered, "location").unwrap_or_default(),
            "headersSize": exchange.response_headers.len(),
            "bodySize": exchange.response_body.len(),
        },
        "cache": {},
        "timings": {"send": 0, "wait": milliseconds, "receive": 0},
        "comment": comment(exchange),
    })
}

fn comment(exchange: &Exchange) -> String {
    let operation = exchange.operation.unwrap_or("unknown operation");
    format!("{operation}, world time {}", exchange.at)
}

fn value_of<'a>(headers: &[Header<'a>], name: &str) -> Option<&'a str> {
    headers.iter().find(|header| header.name.eq_ignore_ascii_case(name)).map(|header| header.value)
}

fn query(target: &str) -> Vec<Value> {
    let (_, query) = target.split_once('?').unwrap_or_default();
    let pairs = form_urlencoded::parse(query.as_bytes());
    pairs.map(|(name, value)| json!({"name": name, "value": value})).collect()
}
