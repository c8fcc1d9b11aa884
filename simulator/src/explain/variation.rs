//! What callers are known to write in place of a field of the signed text.

use std::collections::BTreeSet;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use hyper::header::HOST;
use jiff::Timestamp;
use jiff::tz::Offset;
use md5::{Digest, Md5};

use super::draft::{Draft, Layout, header_line};
use super::json_text;
use super::mistake::Mistake;
use super::query;
use crate::signature::{
    APP_ID, AUTH_MODE, SIGNATURE_HEADERS, Signed, TIMESTAMP, content_md5, declared_headers, value_of,
};

/// A longer body is not tried as part of the text: whoever signs bodies does so with small ones too.
const SIGNED_BODY_BYTES_MAX: usize = 4 * 1024;

/// The field that a variation bends: two of one field exclude each other.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Field {
    Method,
    Accept,
    Md5,
    ContentType,
    Date,
    Headers,
    Target,
    Layout,
}

/// One way to bend a field, and the mistakes it takes.
#[derive(Debug, Clone)]
pub(super) struct Variation {
    pub(super) field: Field,
    pub(super) mistakes: Vec<Mistake>,
    change: Change,
}

#[derive(Debug, Clone)]
enum Change {
    Bytes(Vec<u8>),
    Lines(Vec<Vec<u8>>),
    Layout(Layout),
}

impl Variation {
    /// Puts this variation into a draft.
    pub(super) fn bend(&self, draft: &mut Draft) {
        match (&self.change, self.field) {
            (Change::Layout(layout), _) => draft.layout = layout.clone(),
            (Change::Lines(lines), _) => draft.header_lines.clone_from(lines),
            (Change::Bytes(bytes), Field::Method) => draft.method.clone_from(bytes),
            (Change::Bytes(bytes), Field::Accept) => draft.accept.clone_from(bytes),
            (Change::Bytes(bytes), Field::Md5) => draft.content_md5.clone_from(bytes),
            (Change::Bytes(bytes), Field::ContentType) => draft.content_type.clone_from(bytes),
            (Change::Bytes(bytes), Field::Date) => draft.date.clone_from(bytes),
            (Change::Bytes(bytes), Field::Target) => draft.target.clone_from(bytes),
            // Lines and layouts are no bytes; the constructors below never pair them.
            (Change::Bytes(_), Field::Headers | Field::Layout) => {}
        }
    }
}

/// Every variation that changes something about `expected`, the likelier reading of equal texts first.
pub(super) fn variations(signed: &Signed<'_>, expected: &Draft) -> Vec<Variation> {
    let mut all = Vec::new();
    method(expected, &mut all);
    accept(expected, &mut all);
    md5(signed, expected, &mut all);
    content_type(expected, &mut all);
    date(signed, expected, &mut all);
    headers(signed, expected, &mut all);
    target(signed, &mut all);
    layout(signed, &mut all);
    let untouched = expected.text();
    let mut texts = BTreeSet::from([untouched]);
    all.retain(|variation| {
        let mut draft = expected.clone();
        variation.bend(&mut draft);
        texts.insert(draft.text())
    });
    all
}

/// What is sent as `Content-MD5`, or signed as such, in place of the right digest of `body`.
pub(super) fn wrong_digests(body: &[u8]) -> Vec<(Mistake, String)> {
    let digest = Md5::digest(body);
    let mut wrong = vec![
        (Mistake::Md5Hex, hex::encode(digest)),
        (Mistake::Md5Hex, hex::encode_upper(digest)),
        (Mistake::Md5Base64OfHex, STANDARD.encode(hex::encode(digest))),
        (Mistake::Md5Base64OfHex, STANDARD.encode(hex::encode_upper(digest))),
    ];
    if !body.is_empty() {
        wrong.push((Mistake::Md5OfNothing, content_md5(b"")));
        wrong.extend(
            json_text::other_ways(body)
                .iter()
                .map(|way| (Mistake::Md5OfOtherJson, content_md5(way.as_bytes()))),
        );
    }
    wrong
}

fn small_body<'a>(signed: &Signed<'a>) -> &'a [u8] {
    if signed.body.len() > SIGNED_BODY_BYTES_MAX { b"" } else { signed.body }
}

fn bytes(field: Field, mistake: Mistake, text: impl Into<Vec<u8>>) -> Variation {
    Variation { field, mistakes: vec![mistake], change: Change::Bytes(text.into()) }
}

fn method(expected: &Draft, all: &mut Vec<Variation>) {
    all.push(bytes(Field::Method, Mistake::MethodCase, expected.method.to_ascii_lowercase()));
    let mut capitalized = expected.method.to_ascii_lowercase();
    capitalized[..expected.method.len().min(1)].make_ascii_uppercase();
    all.push(bytes(Field::Method, Mistake::MethodCase, capitalized));
    for other in ["GET", "POST", "PUT", "DELETE", ""] {
        all.push(bytes(Field::Method, Mistake::MethodOther, other));
    }
}

fn accept(expected: &Draft, all: &mut Vec<Variation>) {
    all.push(bytes(Field::Accept, Mistake::AcceptNotSigned, ""));
    let mistake = if expected.accept.is_empty() { Mistake::AcceptNotSent } else { Mistake::AcceptOther };
    for other in [
        "*/*",
        "application/json",
        "application/json; charset=UTF-8",
        "application/json;charset=UTF-8",
        "application/json, text/plain, */*",
        "application/json, */*",
        "text/html, image/gif, image/jpeg, *; q=.2, */*; q=.2",
    ] {
        all.push(bytes(Field::Accept, mistake, other));
    }
}

fn md5(signed: &Signed<'_>, expected: &Draft, all: &mut Vec<Variation>) {
    all.push(bytes(Field::Md5, Mistake::Md5NotSigned, ""));
    all.push(bytes(Field::Md5, Mistake::Md5NotSent, content_md5(signed.body)));
    for (mistake, digest) in wrong_digests(signed.body) {
        all.push(bytes(Field::Md5, mistake, digest));
    }
    all.push(bytes(Field::Md5, Mistake::BodySigned, small_body(signed)));
    // Sent without a body and signed as what it would be.
    if expected.content_md5.is_empty() {
        all.push(bytes(Field::Md5, Mistake::Md5NotSent, content_md5(b"")));
        all.push(bytes(Field::Md5, Mistake::Md5NotSent, content_md5(b"{}")));
    }
}

fn content_type(expected: &Draft, all: &mut Vec<Variation>) {
    all.push(bytes(Field::ContentType, Mistake::ContentTypeNotSigned, ""));
    let essence = |text: &[u8]| {
        let end = text.iter().position(|byte| *byte == b';').unwrap_or(text.len());
        text[..end].to_ascii_lowercase()
    };
    let sent = expected.content_type.as_slice();
    let cut = essence(sent);
    for other in [
        &cut,
        b"application/json".as_slice(),
        b"application/json; charset=UTF-8",
        b"application/json;charset=UTF-8",
        b"application/json; charset=utf-8",
        b"application/json;charset=utf-8",
        b"application/json; charset=utf8",
        b"application/x-www-form-urlencoded",
        b"text/plain",
        b"text/plain;charset=UTF-8",
    ] {
        let mistake = if sent.is_empty() {
            Mistake::ContentTypeNotSent
        } else if essence(other) == cut {
            Mistake::ContentTypeCharset
        } else {
            Mistake::ContentTypeOther
        };
        all.push(bytes(Field::ContentType, mistake, other));
    }
}

fn date(signed: &Signed<'_>, expected: &Draft, all: &mut Vec<Variation>) {
    if !expected.date.is_empty() {
        all.push(bytes(Field::Date, Mistake::DateNotSigned, ""));
    }
    let timestamp = value_of(signed.headers, &TIMESTAMP);
    all.push(bytes(Field::Date, Mistake::TimestampSigned, timestamp));
    // A client that takes the time once has the same second in both; else they lie close together.
    let sent_ms = std::str::from_utf8(timestamp).ok().and_then(|text| text.parse::<i64>().ok());
    for second in -2..=2 {
        let at = sent_ms
            .and_then(|sent_ms| sent_ms.checked_add(second * 1_000))
            .and_then(|at_ms| Timestamp::from_millisecond(at_ms).ok());
        if let Some(at) = at {
            let text = Offset::UTC.to_datetime(at).strftime("%a, %d %b %Y %H:%M:%S GMT").to_string();
            all.push(bytes(Field::Date, Mistake::DateNotSent, text));
        }
    }
}

fn headers(signed: &Signed<'_>, expected: &Draft, all: &mut Vec<Variation>) {
    let mut add = |mistake, lines: Vec<Vec<u8>>| {
        all.push(Variation { field: Field::Headers, mistakes: vec![mistake], change: Change::Lines(lines) });
    };
    let declared = declared_headers(signed.headers);
    if declared.is_empty() {
        // Names that clients sign without saying so, in the spelling of the documents and as some libraries send them.
        let known = [
            (&APP_ID, "X-Tsign-Open-App-Id"),
            (&AUTH_MODE, "X-Tsign-Open-Auth-Mode"),
            (&TIMESTAMP, "X-Tsign-Open-Ca-Timestamp"),
        ];
        for chosen in [0b100, 0b001, 0b101, 0b111, 0b011_usize] {
            let lines = |lower: bool| {
                (0..known.len())
                    .filter(|index| chosen & (1 << index) != 0)
                    .map(|index| {
                        let (header, name) = known[index];
                        let name = if lower { header.as_str() } else { name };
                        header_line(name, value_of(signed.headers, header))
                    })
                    .collect()
            };
            let mistake =
                if chosen == 0b100 { Mistake::TimestampSigned } else { Mistake::HeadersNotDeclared };
            add(mistake, lines(false));
            add(mistake, lines(true));
        }
    } else {
        add(Mistake::HeadersNotSigned, Vec::new());
        let spelt = |spelling: fn(&str) -> String| {
            declared.iter().map(|(name, value)| header_line(&spelling(name), value)).collect()
        };
        add(Mistake::HeaderNameCase, spelt(str::to_ascii_lowercase));
        add(Mistake::HeaderNameCase, spelt(str::to_ascii_uppercase));
        add(Mistake::HeaderNameCase, spelt(title_case));
        add(
            Mistake::HeaderColonBlank,
            declared.iter().map(|(name, value)| [name.as_bytes(), b": ", value].concat()).collect(),
        );
        add(
            Mistake::HeaderNotSent,
            declared
                .iter()
                .filter(|(name, _)| signed.headers.contains_key(*name))
                .map(|(name, value)| header_line(name, value))
                .collect(),
        );
    }
    let list = std::str::from_utf8(value_of(signed.headers, &SIGNATURE_HEADERS)).unwrap_or_default();
    let listed: Vec<(&str, Vec<u8>)> = list
        .split(',')
        .map(str::trim)
        .filter(|name| !name.is_empty())
        .map(|name| (name, header_line(name, value_of(signed.headers, name))))
        .collect();
    let in_order = |names: &[(&str, Vec<u8>)]| names.iter().map(|(_, line)| line.clone()).collect::<Vec<_>>();
    let own_line_less: Vec<(&str, Vec<u8>)> =
        listed.iter().filter(|(name, _)| declared.iter().any(|(kept, _)| kept == name)).cloned().collect();
    let mut backwards = own_line_less.clone();
    backwards.sort_by(|one, other| other.0.cmp(one.0));
    let mut ignoring_case = own_line_less.clone();
    ignoring_case.sort_by_key(|(name, _)| name.to_ascii_lowercase());
    for order in [&own_line_less, &ignoring_case, &backwards] {
        add(Mistake::HeadersOrder, in_order(order));
    }
    let mut every = listed;
    add(Mistake::HeaderHasOwnLine, in_order(&every));
    every.sort_by(|one, other| one.0.cmp(other.0));
    add(Mistake::HeaderHasOwnLine, in_order(&every));
    // A line of which no header is named: the list itself stands there.
    if !expected.header_lines.is_empty() {
        add(Mistake::HeadersNotSigned, vec![list.as_bytes().to_vec()]);
    }
}

fn title_case(name: &str) -> String {
    let mut start = true;
    name.chars()
        .map(|character| {
            let turned = if start { character.to_ascii_uppercase() } else { character.to_ascii_lowercase() };
            start = character == '-';
            turned
        })
        .collect()
}

fn target(signed: &Signed<'_>, all: &mut Vec<Variation>) {
    let mut add = |mistakes: Vec<Mistake>, text: Vec<u8>| {
        all.push(Variation { field: Field::Target, mistakes, change: Change::Bytes(text) });
    };
    let query = signed.query.filter(|query| !query.is_empty());
    let tails = match query {
        Some(query) => {
            add(vec![Mistake::QueryNotSigned], signed.path.into());
            query::tails(query)
        }
        None => vec![(Vec::new(), Vec::new())],
    };
    let path = signed.path.as_bytes();
    for (mistakes, tail) in &tails {
        add(mistakes.clone(), [path, tail].concat());
    }
    let host = value_of(signed.headers, HOST);
    let origins = [
        [b"http://", host].concat(),
        [b"https://", host].concat(),
        host.to_vec(),
        b"https://smlopenapi.esign.cn".to_vec(),
        b"https://openapi.esign.cn".to_vec(),
    ];
    for (mistakes, tail) in &tails {
        let with = |mistake| mistakes.iter().copied().chain([mistake]).collect::<Vec<_>>();
        for origin in &origins {
            add(with(Mistake::HostSigned), [origin, path, tail].concat());
        }
        add(with(Mistake::PathSlash), [path.strip_prefix(b"/").unwrap_or(path), tail].concat());
        add(with(Mistake::PathSlash), [b"/", path, tail].concat());
        add(with(Mistake::PathSlash), [path, b"/", tail].concat());
        add(with(Mistake::PathSlash), [path.strip_suffix(b"/").unwrap_or(path), tail].concat());
        add(with(Mistake::QuestionMark), [path, tail.strip_prefix(b"?").unwrap_or(b"?")].concat());
    }
    add(vec![Mistake::QuestionMark], [path, b"?"].concat());
}

fn layout(signed: &Signed<'_>, all: &mut Vec<Variation>) {
    let timestamp = value_of(signed.headers, &TIMESTAMP).to_vec();
    let body = small_body(signed).to_vec();
    for (mistake, layout) in [
        (Mistake::CarriageReturns, Layout::Joined(b"\r\n")),
        (Mistake::LineFeedsEscaped, Layout::Joined(b"\\n")),
        (Mistake::LineFeedsMissing, Layout::Joined(b"")),
        (Mistake::LineFeedsMissing, Layout::Joined(b" ")),
        (Mistake::TrailingLineFeed, Layout::TrailingLineFeed),
        (Mistake::DateLineMissing, Layout::DateLineMissing),
        (Mistake::EmptyHeadersLine, Layout::EmptyHeadersLine),
        (Mistake::EmptyLineMissing, Layout::Md5LineMissing),
        (Mistake::EmptyLineMissing, Layout::ContentTypeLineMissing),
        (Mistake::EmptyLineMissing, Layout::EmptyLinesMissing),
        (Mistake::TimestampSigned, Layout::Preceded(timestamp.clone())),
        (Mistake::TimestampSigned, Layout::Followed(timestamp)),
        (Mistake::BodySigned, Layout::Followed(body.clone())),
        (Mistake::BodySigned, Layout::Preceded(body)),
    ] {
        all.push(Variation { field: Field::Layout, mistakes: vec![mistake], change: Change::Layout(layout) });
    }
}
