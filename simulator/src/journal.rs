//! What went over the wire, in and out: observation, never replayed. Bounded in bytes.

use std::collections::VecDeque;

use bytes::Bytes;
use hyper::Method;
use hyper::header::{HeaderMap, HeaderName, HeaderValue};
use realname_provider::time::Time;

use crate::explain::Explanation;

/// How many bytes a world's journal keeps; older exchanges are forgotten and counted.
pub const JOURNAL_BYTES_MAX: usize = 16 * 1024 * 1024;
/// How many exchanges a world's journal keeps.
pub const JOURNAL_ENTRIES_MAX: usize = 4_096;

/// Who called whom.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Direction {
    /// Somebody called the simulator.
    In,
    /// The simulator posted a notice.
    Out,
}

/// One exchange.
#[derive(Debug, Clone)]
pub struct Exchange {
    /// Its place, from 1.
    pub id: u64,
    /// World time at its beginning.
    pub at: Time,
    /// Real time at its beginning.
    pub real_at: Time,
    /// Who called whom.
    pub direction: Direction,
    /// HTTP method.
    pub method: Method,
    /// Path and query as sent, or the whole address of a posted notice.
    pub target: Box<str>,
    /// The operation of the route table.
    pub operation: Option<&'static str>,
    /// `name: value` lines as sent.
    pub request_headers: Box<str>,
    /// Body as sent.
    pub request_body: Box<[u8]>,
    /// HTTP status of the answer; 0 if there was none.
    pub status: u16,
    /// `name: value` lines of the answer.
    pub response_headers: Box<str>,
    /// Body of the answer.
    pub response_body: Bytes,
    /// How long it took.
    pub duration_us: u64,
    /// Why a signature was refused.
    pub explanation: Option<Box<Explanation>>,
}

impl Exchange {
    fn weight_bytes(&self) -> usize {
        // What the parts weigh, and the entry itself.
        size_of::<Self>()
            + self.target.len()
            + self.request_headers.len()
            + self.request_body.len()
            + self.response_headers.len()
            + self.response_body.len()
    }
}

/// `name: value` lines, as the journal keeps them.
pub fn render_headers(headers: &HeaderMap) -> Box<str> {
    render_lines(headers)
}

/// The same of headers that are no map.
pub fn render_lines<'a>(
    headers: impl IntoIterator<Item = (&'a HeaderName, &'a HeaderValue)> + Clone,
) -> Box<str> {
    // Just enough, so that nothing is copied to be cut to its length.
    let length = headers.clone().into_iter().map(|(name, value)| name.as_str().len() + value.len() + 3).sum();
    let mut lines = String::with_capacity(length);
    for (name, value) in headers {
        lines.push_str(name.as_str());
        lines.push_str(": ");
        match std::str::from_utf8(value.as_bytes()) {
            Ok(text) => lines.push_str(text),
            Err(_) => lines.push_str(&String::from_utf8_lossy(value.as_bytes())),
        }
        lines.push('\n');
    }
    lines.into()
}

/// A bounded list of exchanges.
#[derive(Debug, Default)]
pub struct Journal {
    entries: VecDeque<Exchange>,
    bytes: usize,
    last_id: u64,
    evicted: u64,
}

impl Journal {
    /// Adds an exchange and gives it its place.
    pub fn add(&mut self, mut exchange: Exchange) {
        self.last_id += 1;
        exchange.id = self.last_id;
        self.bytes += exchange.weight_bytes();
        self.entries.push_back(exchange);
        while self.entries.len() > JOURNAL_ENTRIES_MAX || self.bytes > JOURNAL_BYTES_MAX {
            let Some(oldest) = self.entries.pop_front() else { break };
            self.bytes -= oldest.weight_bytes();
            self.evicted += 1;
        }
    }

    /// Exchanges after the `after`-th.
    pub fn after(&self, after: u64) -> impl Iterator<Item = &Exchange> {
        let skip = self.entries.partition_point(|exchange| exchange.id <= after);
        self.entries.range(skip..)
    }

    /// The place of the last exchange.
    pub fn last_id(&self) -> u64 {
        self.last_id
    }

    /// How many were forgotten.
    pub fn evicted(&self) -> u64 {
        self.evicted
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn exchange(body_bytes: usize) -> Exchange {
        Exchange {
            id: 0,
            at: Time(0),
            real_at: Time(0),
            direction: Direction::In,
            method: Method::POST,
            target: "/".into(),
            operation: None,
            request_headers: "".into(),
            request_body: vec![0; body_bytes].into(),
            status: 200,
            response_headers: "".into(),
            response_body: Bytes::new(),
            duration_us: 0,
            explanation: None,
        }
    }

    #[test]
    fn the_journal_forgets_the_oldest_and_counts_them() {
        let mut journal = Journal::default();
        for _ in 0..JOURNAL_ENTRIES_MAX + 3 {
            journal.add(exchange(1));
        }
        assert_eq!((journal.evicted(), journal.after(0).next().map(|first| first.id)), (3, Some(4)));
        assert_eq!(journal.after(4_098).map(|exchange| exchange.id).collect::<Vec<_>>(), [4_099]);
        for _ in 0..5 {
            journal.add(exchange(JOURNAL_BYTES_MAX / 3));
        }
        assert_eq!(journal.after(0).count(), 2);
    }
}
