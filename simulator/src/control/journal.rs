//! What went over the wire, as a list or as a HAR document.

use std::sync::Arc;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use hyper::header::ACCEPT;
use serde::Serialize;

use crate::control::error::ControlError;
use crate::control::list::{self, Item, Items, Query, Slice};
use crate::control::{har, respond, world_of};
use crate::explain::Explanation;
use crate::http::{Reply, Request};
use crate::journal::{Direction, Exchange, Journal};
use crate::visit::{Answer, Visit};

#[derive(Serialize)]
struct ExchangeItem<'a> {
    id: u64,
    at: String,
    real_at: String,
    direction: &'static str,
    method: &'a str,
    target: &'a str,
    operation: Option<&'static str>,
    status: u16,
    code: Option<String>,
    duration_us: u64,
    request: Half<'a>,
    response: Half<'a>,
    explanation: Option<ExplanationItem<'a>>,
}

#[derive(Serialize)]
struct Half<'a> {
    headers: Vec<Header<'a>>,
    body: String,
    body_is_base64: bool,
}

#[derive(Serialize)]
pub(super) struct Header<'a> {
    pub(super) name: &'a str,
    pub(super) value: &'a str,
}

#[derive(Serialize)]
struct ExplanationItem<'a> {
    mistake: Option<&'static str>,
    also: Vec<&'static str>,
    message: &'a str,
    expected_string_to_sign: &'a str,
    detail: &'a str,
}

/// What is wanted of a journal.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Format {
    List,
    Har,
}

/// `GET /_control/v1/worlds/{w}/journal`.
pub fn of_world(visit: Visit) -> Answer {
    respond(async move {
        let world = world_of(&visit)?;
        let format = format(&visit.request)?;
        let query = Query::read(&visit.request, &["format"])?;
        let base = visit.public_url();
        let read = |after| slice(&world.journal(), after, format, &base);
        let found = list::find(&query, world.changes(), Items::Fixed, || world.is_closed(), read).await;
        Ok(reply(&visit, format, &found).about(&world))
    })
}

/// `GET /_control/v1/journal`.
pub fn of_process(visit: Visit) -> Answer {
    respond(async move {
        let format = format(&visit.request)?;
        let query = Query::read(&visit.request, &["format"])?;
        let (site, base) = (Arc::clone(&visit.site), visit.public_url());
        let read = |after| slice(&site.journal(), after, format, &base);
        let found = list::find(&query, site.process.changes(), Items::Fixed, || site.is_closed(), read).await;
        Ok(reply(&visit, format, &found))
    })
}

fn format(request: &Request) -> Result<Format, ControlError> {
    match request.parameters().get("format") {
        Some("har") => Ok(Format::Har),
        Some("list") => Ok(Format::List),
        Some(other) => {
            Err(ControlError::bad_value(format!("no format `{other}`")).at("format").hint("list or har"))
        }
        None if request.header(&ACCEPT).is_some_and(|kinds| kinds.contains(har::CONTENT_TYPE)) => {
            Ok(Format::Har)
        }
        None => Ok(Format::List),
    }
}

fn slice(journal: &Journal, after: u64, format: Format, base: &str) -> Slice {
    let item = |exchange: &Exchange| match format {
        Format::List => Item::new(exchange.id, &item(exchange)),
        Format::Har => Item::new(exchange.id, &har::entry(exchange, base)),
    };
    Slice {
        items: journal.after(after).map(item).collect(),
        end: journal.last_id(),
        evicted: journal.evicted(),
    }
}

fn reply(visit: &Visit, format: Format, found: &list::Found) -> Reply {
    match format {
        Format::List => found.reply(),
        Format::Har => har::reply(visit.site.version, found.items()),
    }
}

fn item(exchange: &Exchange) -> ExchangeItem<'_> {
    let (direction, code) = match exchange.direction {
        Direction::In => ("in", code_of(&exchange.response_body)),
        Direction::Out => ("out", None),
    };
    ExchangeItem {
        id: exchange.id,
        at: exchange.at.to_string(),
        real_at: exchange.real_at.to_string(),
        direction,
        method: exchange.method.as_str(),
        target: &exchange.target,
        operation: exchange.operation,
        status: exchange.status,
        code,
        duration_us: exchange.duration_us,
        request: half(&exchange.request_headers, &exchange.request_body),
        response: half(&exchange.response_headers, &exchange.response_body),
        explanation: exchange.explanation.as_deref().map(explanation),
    }
}

/// The lines of headers as the journal keeps them.
pub(super) fn headers(lines: &str) -> Vec<Header<'_>> {
    let pair = |line| {
        let (name, value) = str::split_once(line, ": ").unwrap_or((line, ""));
        Header { name, value }
    };
    lines.lines().map(pair).collect()
}

/// A body as text, and whether that is Base64.
pub(super) fn text(body: &[u8]) -> (String, bool) {
    match std::str::from_utf8(body) {
        Ok(text) => (text.to_owned(), false),
        Err(_) => (STANDARD.encode(body), true),
    }
}

fn half<'a>(lines: &'a str, bytes: &[u8]) -> Half<'a> {
    let (body, body_is_base64) = text(bytes);
    Half { headers: headers(lines), body, body_is_base64 }
}

/// The provider's own code in the answer's envelope.
fn code_of(body: &[u8]) -> Option<String> {
    #[derive(serde::Deserialize)]
    struct Envelope {
        code: serde_json::Value,
    }
    match serde_json::from_slice::<Envelope>(body).ok()?.code {
        serde_json::Value::Number(code) => Some(code.to_string()),
        serde_json::Value::String(code) => Some(code),
        serde_json::Value::Null
        | serde_json::Value::Bool(_)
        | serde_json::Value::Array(_)
        | serde_json::Value::Object(_) => None,
    }
}

fn explanation(explanation: &Explanation) -> ExplanationItem<'_> {
    ExplanationItem {
        mistake: explanation.mistake.map(|mistake| mistake.id()),
        also: explanation.also.iter().map(|mistake| mistake.id()).collect(),
        message: explanation
            .mistake
            .map_or("none of the known mistakes explains this signature", |mistake| mistake.sentence()),
        expected_string_to_sign: &explanation.expected_string_to_sign,
        detail: &explanation.detail,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_code_is_that_of_the_envelope() {
        assert_eq!(code_of(br#"{"code":1450007,"message":"x","data":null}"#).as_deref(), Some("1450007"));
        assert_eq!(code_of(b"<html>"), None);
        assert_eq!(code_of(br#"{"data":1}"#), None);
    }

    #[test]
    fn headers_keep_their_order_and_bodies_their_bytes() {
        let lines = headers("b: 1\na: x: y\n");
        let pairs: Vec<_> = lines.iter().map(|header| (header.name, header.value)).collect();
        assert_eq!(pairs, [("b", "1"), ("a", "x: y")]);
        assert_eq!(text(&[0xff]), ("/w==".to_owned(), true));
    }
}
