//! The ordered inputs of a world: as a list, or as JSON lines that can be kept and replayed.

use std::hash::Hasher;

use hyper::StatusCode;
use hyper::header::ACCEPT;
use realname_provider::provider::Founding;
use serde::Serialize;
use serde_json::value::{RawValue, to_raw_value};
use siphasher::sip::SipHasher13;

use crate::control::list::{self, Item, Items, Query, Slice};
use crate::control::{ok, respond, world_of};
use crate::http::Reply;
use crate::tape::format::{Head, Record};
use crate::visit::{Answer, Visit};

const LINES: &str = "application/x-ndjson";

#[derive(Serialize)]
struct RecordItem {
    seq: u64,
    at: String,
    input: Box<RawValue>,
    checksum: String,
    effect: String,
}

#[derive(Serialize)]
struct HeadItem<'a> {
    format: u32,
    rules: u32,
    name: &'a str,
    seed: u64,
    start: String,
    founding: &'a Founding,
}

#[derive(Serialize)]
struct Listed<'a> {
    head: HeadItem<'a>,
    #[serde(flatten)]
    found: list::Found,
}

#[derive(Serialize)]
struct RecordLine<'a> {
    #[serde(flatten)]
    record: &'a Record,
    checksum: String,
}

/// `GET /_control/v1/worlds/{w}/tape`.
pub fn get(visit: Visit) -> Answer {
    respond(async move {
        let world = world_of(&visit)?;
        if visit.request.header(&ACCEPT).is_some_and(|kinds| kinds.contains(LINES)) {
            let (head, records, _) = world.tape();
            return Ok(Reply::with(StatusCode::OK, LINES, lines(&head, &records)).about(&world));
        }
        let query = Query::read(&visit.request, &[])?;
        let read = |after: u64| {
            let (_, records, folded) = world.tape();
            let end = records.last().map_or(folded, |record| record.seq);
            let items = records.iter().filter(|record| record.seq > after).map(item);
            Slice { items: items.collect(), end, evicted: folded }
        };
        let found = list::find(&query, world.changes(), Items::Fixed, || world.is_closed(), read).await;
        let (head, _, _) = world.tape();
        let Founding { name, seed, start, .. } = &head.founding;
        let (format, rules) = (head.format, head.rules);
        let founding = &head.founding;
        let head = HeadItem { format, rules, name, seed: *seed, start: start.to_string(), founding };
        Ok(ok(&world, &Listed { head, found }))
    })
}

fn item(record: &Record) -> Item {
    let item = RecordItem {
        seq: record.seq,
        at: record.at.to_string(),
        input: to_raw_value(&record.input).expect("an input has only string keys"),
        checksum: checksum(record),
        effect: format!("{:016x}", record.effect),
    };
    Item::new(record.seq, &item)
}

/// A digest of a record as it is written down, by which a damaged line is found.
fn checksum(record: &Record) -> String {
    let text = serde_json::to_vec(record).expect("a record has only string keys");
    let mut hasher = SipHasher13::new();
    hasher.write(&text);
    format!("{:016x}", hasher.finish())
}

/// The written form: the head, then one record a line.
fn lines(head: &Head, records: &[Record]) -> String {
    let mut text = serde_json::to_string(head).expect("a founding has only string keys");
    text.push('\n');
    for record in records {
        let line = RecordLine { record, checksum: checksum(record) };
        text.push_str(&serde_json::to_string(&line).expect("a record has only string keys"));
        text.push('\n');
    }
    text
}
