//! Notices, each as it stands now, and one more attempt.

use std::sync::Arc;

use realname_provider::id::NoticeId;
use realname_provider::input::{Happening, Input};
use realname_provider::notice::{Notice, State};
use serde::Serialize;

use crate::api::notice::{action_word, body};
use crate::control::error::ControlError;
use crate::control::list::{self, Items, Query, Slice};
use crate::control::{ok, respond, words, world_of};
use crate::engine::world::World;
use crate::visit::{Answer, Visit};

#[derive(Serialize)]
struct NoticeItem<'a> {
    id: String,
    at: String,
    flow: Option<String>,
    app_id: String,
    action: &'static str,
    url: &'a str,
    state: &'static str,
    attempts: Vec<AttemptItem>,
    next_at: Option<String>,
    body: String,
}

#[derive(Serialize)]
struct AttemptItem {
    attempt: usize,
    due: String,
    at: String,
    outcome: &'static str,
    status: Option<u16>,
}

/// `GET /_control/v1/worlds/{w}/notices`.
pub fn list(visit: Visit) -> Answer {
    respond(async move {
        let world = world_of(&visit)?;
        let query = Query::read(&visit.request, &[])?;
        let read = |after: u64| {
            world.ask(|reading| {
                let mut slice = Slice { evicted: reading.notices_evicted(), ..Slice::default() };
                slice.end = slice.evicted;
                for notice in reading.notices() {
                    slice.end = slice.end.max(notice.id.0);
                    if notice.id.0 > after {
                        slice.items.push(list::Item::new(notice.id.0, &item(notice)));
                    }
                }
                slice
            })
        };
        let found = list::find(&query, world.changes(), Items::Changing, || world.is_closed(), read).await;
        Ok(found.reply().about(&world))
    })
}

/// `GET /_control/v1/worlds/{w}/notices/{id}`.
pub fn get(visit: Visit) -> Answer {
    respond(async move {
        let world = world_of(&visit)?;
        reply(&world, id_of(&visit)?)
    })
}

/// `POST /_control/v1/worlds/{w}/notices/{id}/resend`.
pub fn resend(visit: Visit) -> Answer {
    respond(async move {
        let world = world_of(&visit)?;
        let id = id_of(&visit)?;
        visit.submit(&world, Input::Happen(Happening::NoticeResent(id))).await?;
        reply(&world, id)
    })
}

fn id_of(visit: &Visit) -> Result<NoticeId, ControlError> {
    visit.parameter("id").parse().map_err(|_| ControlError::not_found("no such notice"))
}

fn reply(world: &Arc<World>, id: NoticeId) -> Result<crate::http::Reply, ControlError> {
    let found = world.ask(|reading| reading.notice(id).cloned());
    let notice = found.ok_or_else(|| ControlError::not_found("no such notice"))?;
    Ok(ok(world, &item(&notice)))
}

fn item(notice: &Notice) -> NoticeItem<'_> {
    let (state, next_at) = match notice.state {
        State::Pending(due) => ("pending", Some(due.to_string())),
        State::Delivered => ("delivered", None),
        State::GivenUp => ("given_up", None),
    };
    let attempts = notice.attempts.iter().enumerate().map(|(attempt, ended)| {
        let (at, settled) = ended.settled;
        let (outcome, status) = words::settled(settled);
        AttemptItem { attempt, due: ended.due.to_string(), at: at.to_string(), outcome, status }
    });
    NoticeItem {
        id: notice.id.to_string(),
        at: notice.at.to_string(),
        flow: notice.flow.map(|flow| flow.to_string()),
        app_id: notice.app.to_string(),
        action: action_word(notice.action.kind()),
        url: &notice.receiver.url,
        state,
        attempts: attempts.collect(),
        next_at,
        body: String::from_utf8_lossy(&body(notice)).into_owned(),
    }
}
