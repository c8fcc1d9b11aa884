//! The one mechanism of all lists: `after`, `match`, `wait` and `last`.
//!
//! Whoever waits is woken by the world's changes; nothing is polled.

use std::sync::Arc;
use std::time::Duration;

use hyper::StatusCode;
use realname_provider::flow::Flow;
use realname_provider::reading::Reading;
use realname_provider::time::Span;
use serde::Serialize;
use serde_json::value::{RawValue, to_raw_value};
use tokio::sync::watch;

use crate::clock;
use crate::control::error::ControlError;
use crate::engine::world::World;
use crate::http::{Reply, Request};

/// The longest wait.
pub const WAIT_MAX: Span = Span::minutes(1);

const NAMES: [&str; 4] = ["after", "match", "wait", "last"];

/// What is asked of a list.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Query {
    after: u64,
    wanted: Option<Match>,
    wait: Duration,
    last: Option<usize>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
enum Match {
    Anywhere(String),
    Field(String, String),
}

impl Query {
    /// Reads the query; `also` are the names of parameters that somebody else reads.
    ///
    /// # Errors
    /// An unknown parameter, or a value that cannot be.
    pub fn read(request: &Request, also: &[&str]) -> Result<Self, ControlError> {
        let known: Vec<_> = NAMES.iter().chain(also).copied().collect();
        only_parameters(request, &known)?;
        let fields = request.parameters();
        let number = |name: &'static str| {
            let read = |text: &str| {
                text.parse::<u64>().map_err(|_| {
                    ControlError::bad_value(format!("`{text}` is not a whole number from 0")).at(name)
                })
            };
            fields.get(name).map(read).transpose()
        };
        let wait = fields.get("wait").map(wait).transpose()?;
        Ok(Self {
            after: number("after")?.unwrap_or_default(),
            wanted: fields.get("match").filter(|text| !text.is_empty()).map(Match::read),
            wait: wait.unwrap_or_default(),
            last: number("last")?.map(|last| usize::try_from(last).unwrap_or(usize::MAX)),
        })
    }
}

/// Refuses parameters that nobody reads: most are mistyped.
///
/// # Errors
/// The first unknown one.
pub(super) fn only_parameters(request: &Request, known: &[&str]) -> Result<(), ControlError> {
    match request.parameters().iter().find(|(name, _)| !known.contains(name)) {
        None => Ok(()),
        Some((name, _)) => {
            let message = format!("unknown parameter `{name}`");
            let error = ControlError::new(StatusCode::BAD_REQUEST, "unknown_field", message);
            Err(error.at(name).hint(format!("known: {}", known.join(", "))))
        }
    }
}

fn wait(text: &str) -> Result<Duration, ControlError> {
    let bad = |message: String| ControlError::bad_value(message).at("wait");
    let span: Span = text.parse().map_err(|error| bad(format!("{error}")))?;
    if span > WAIT_MAX {
        return Err(bad(format!("`{text}` is too long")).hint(format!("at most {}s", WAIT_MAX.0 / 1_000)));
    }
    Ok(real(span))
}

/// A span of real time.
pub(super) fn real(span: Span) -> Duration {
    Duration::from_millis(u64::try_from(span.0).unwrap_or_default())
}

impl Match {
    fn read(text: &str) -> Self {
        match text.split_once('=') {
            Some((field, value))
                if !field.is_empty()
                    && field.bytes().all(|byte| byte.is_ascii_lowercase() || byte == b'_') =>
            {
                Self::Field(field.into(), value.into())
            }
            Some(_) | None => Self::Anywhere(text.into()),
        }
    }

    fn fits(&self, item: &RawValue) -> bool {
        match self {
            Self::Anywhere(text) => item.get().contains(text.as_str()),
            Self::Field(field, text) => {
                let item: serde_json::Value = serde_json::from_str(item.get()).unwrap_or_default();
                match item.get(field) {
                    Some(serde_json::Value::String(found)) => found == text,
                    Some(found) => serde_json::to_string(found).is_ok_and(|found| found == *text),
                    None => false,
                }
            }
        }
    }
}

/// Whether items of a list change after they have come.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Items {
    /// What has been looked at need not be looked at again.
    Fixed,
    /// An item may begin to match later.
    Changing,
}

/// One item.
#[derive(Debug)]
pub struct Item {
    cursor: u64,
    json: Box<RawValue>,
}

impl Item {
    /// An item at its place.
    pub fn new(cursor: u64, value: &impl Serialize) -> Self {
        let json = to_raw_value(value).expect("our own items have only string keys");
        Self { cursor, json }
    }
}

/// Items behind a cursor, as a list has them now.
#[derive(Debug, Default)]
pub struct Slice {
    /// The items, in order.
    pub items: Vec<Item>,
    /// The cursor behind all that ever came.
    pub end: u64,
    /// How many of the oldest have been forgotten.
    pub evicted: u64,
}

impl Slice {
    /// Those of all things of a kind that come after an ordinal; none is ever forgotten.
    pub fn of_all<T, I: Serialize>(
        things: impl IntoIterator<Item = T>,
        after: u64,
        item: impl Fn(T) -> I,
    ) -> Self {
        let mut slice = Self::default();
        for (ordinal, thing) in (1..).zip(things) {
            slice.end = ordinal;
            if ordinal > after {
                slice.items.push(Item::new(ordinal, &item(thing)));
            }
        }
        slice
    }

    /// What some of the flows after an ordinal have, by the flows' ordinals.
    pub fn of_flows(reading: &Reading<'_>, after: u64, item: impl Fn(u64, &Flow) -> Option<Item>) -> Self {
        let items = reading.flows_after(after).filter_map(|(ordinal, flow)| item(ordinal, &flow));
        Self { items: items.collect(), end: reading.flows_opened(), evicted: 0 }
    }
}

/// The answer to a list query.
#[derive(Debug, Serialize)]
pub struct Found {
    items: Vec<Box<RawValue>>,
    next: u64,
    evicted: u64,
}

impl Found {
    /// All of a list.
    pub fn all(slice: Slice) -> Self {
        pick(&Query::default(), slice)
    }

    /// The items, as JSON.
    pub fn items(&self) -> &[Box<RawValue>] {
        &self.items
    }

    /// The answer as a reply.
    pub fn reply(&self) -> Reply {
        Reply::json(StatusCode::OK, self)
    }
}

/// Answers a query at once if there is something to tell or no wait is asked for; else when something
/// matches, the wait is over, or `is_over` says that nothing will come any more. `read` gives what comes
/// behind a cursor.
pub async fn find(
    query: &Query,
    mut changes: watch::Receiver<u64>,
    kind: Items,
    is_over: impl Fn() -> bool,
    read: impl Fn(u64) -> Slice,
) -> Found {
    let mut after = query.after;
    let mut look = || {
        let slice = read(after);
        let is_beyond = query.after > slice.end;
        let found = pick(query, slice);
        if kind == Items::Fixed && !is_beyond {
            after = found.next;
        }
        let is_answer = is_beyond || !found.items.is_empty() || query.last == Some(0) || is_over();
        (found, is_answer)
    };
    // Seen before looking, so that no change can slip in between.
    changes.borrow_and_update();
    let (found, is_answer) = look();
    if is_answer || query.wait.is_zero() {
        return found;
    }
    let later = clock::within(query.wait, async {
        while changes.changed().await.is_ok() {
            let (found, is_answer) = look();
            if is_answer {
                return Some(found);
            }
        }
        None
    });
    match later.await.flatten() {
        Some(found) => found,
        None => look().0,
    }
}

fn pick(query: &Query, slice: Slice) -> Found {
    let Slice { items, end, evicted } = slice;
    let behind = items.into_iter().filter(|item| item.cursor > query.after).map(|item| item.json);
    let fits = |json: &RawValue| query.wanted.as_ref().is_none_or(|wanted| wanted.fits(json));
    let mut items: Vec<_> = behind.filter(|json| fits(json)).collect();
    if let Some(last) = query.last {
        items.drain(..items.len().saturating_sub(last));
    }
    Found { items, next: end, evicted }
}

/// Answers a query for things of a world that change; `read` gives those after an ordinal.
///
/// # Errors
/// A query that cannot be.
pub async fn of_world(
    request: &Request,
    world: &Arc<World>,
    read: impl Fn(&Reading<'_>, u64) -> Slice,
) -> Result<Reply, ControlError> {
    let query = Query::read(request, &[])?;
    let read = |after| world.ask(|reading| read(reading, after));
    let found = find(&query, world.changes(), Items::Changing, || world.is_closed(), read).await;
    Ok(found.reply().about(world))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn query(text: &str) -> Result<Query, ControlError> {
        let request = Request {
            method: hyper::Method::GET,
            path: "/".into(),
            query: Some(text.into()),
            headers: hyper::HeaderMap::new(),
            body: bytes::Bytes::new(),
            peer: std::net::IpAddr::V4(std::net::Ipv4Addr::LOCALHOST),
        };
        Query::read(&request, &["format"])
    }

    fn slice(after: u64, end: u64) -> Slice {
        let item = |cursor| {
            Item::new(cursor, &serde_json::json!({"id": cursor, "kind": format!("k{}", cursor % 2)}))
        };
        Slice { items: (after + 1..=end).map(item).collect(), end, evicted: 0 }
    }

    async fn found(text: &str, end: u64) -> String {
        let query = query(text).expect("a good query");
        let changes = watch::Sender::new(0);
        let found =
            find(&query, changes.subscribe(), Items::Fixed, || false, |after| slice(after, end)).await;
        serde_json::to_string(&found).expect("JSON")
    }

    #[tokio::test]
    async fn lists_are_cut_and_filtered() {
        assert_eq!(found("after=1", 2).await, r#"{"items":[{"id":2,"kind":"k0"}],"next":2,"evicted":0}"#);
        assert_eq!(
            found("match=kind=k1&last=1", 4).await,
            r#"{"items":[{"id":3,"kind":"k1"}],"next":4,"evicted":0}"#
        );
        assert_eq!(found("match=id=2", 4).await, r#"{"items":[{"id":2,"kind":"k0"}],"next":4,"evicted":0}"#);
        assert_eq!(found("match=%22k0%22&last=0", 4).await, r#"{"items":[],"next":4,"evicted":0}"#);
        assert_eq!(found("after=9&wait=1m", 4).await, r#"{"items":[],"next":4,"evicted":0}"#);
    }

    #[tokio::test]
    async fn a_waiting_query_is_answered_by_the_change_that_matches() {
        let query = query("match=id=3&wait=1m").expect("a good query");
        let end = std::sync::atomic::AtomicU64::new(1);
        let changes = watch::Sender::new(0);
        let read = |after| slice(after, end.load(std::sync::atomic::Ordering::SeqCst));
        let waiting = find(&query, changes.subscribe(), Items::Fixed, || false, read);
        let grow = async {
            for length in [2, 3] {
                tokio::task::yield_now().await;
                end.store(length, std::sync::atomic::Ordering::SeqCst);
                changes.send_modify(|version| *version += 1);
            }
        };
        let (found, ()) = tokio::join!(waiting, grow);
        assert_eq!((found.items.len(), found.next), (1, 3));
    }

    #[tokio::test]
    async fn a_wait_ends_with_nothing() {
        let found = found("after=4&wait=1ms", 4).await;
        assert_eq!(found, r#"{"items":[],"next":4,"evicted":0}"#);
    }

    #[test]
    fn a_query_that_cannot_be_is_refused() {
        for text in ["aftr=1", "after=-1", "after=x", "wait=61s", "wait=5", "last=x"] {
            assert!(query(text).is_err(), "{text}");
        }
        assert!(query("format=har&wait=60s&after=18446744073709551615").is_ok());
    }
}
