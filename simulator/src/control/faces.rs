//! Face checks, and the tester's word on how one ends.

use std::sync::Arc;

use realname_provider::event::EventKind;
use realname_provider::flow::method::OrgMethod;
use realname_provider::flow::method::face::{FaceAction, FaceOutcome, FaceState, FaceVendor};
use realname_provider::flow::organization;
use realname_provider::flow::standing::PhoneStand;
use realname_provider::id::{AuthFlowId, FaceTicketId};
use realname_provider::input::{Happening, Input};
use realname_provider::reading::Reading;
use realname_provider::refusal::Refusal;
use realname_provider::time::Time;
use serde::de::Error as _;
use serde::{Deserialize, Deserializer, Serialize};

use crate::api::entrance;
use crate::control::error::ControlError;
use crate::control::list::{self, Items, Query, Slice};
use crate::control::worlds::base_of;
use crate::control::{json, ok, place_of, respond, words};
use crate::engine::world::World;
use crate::visit::{Answer, Visit};

#[derive(Serialize)]
struct FaceItem {
    ticket: String,
    flow: String,
    vendor: &'static str,
    action: Option<&'static str>,
    state: &'static str,
    outcome: Option<&'static str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    name: Option<String>,
    at: String,
    url: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Decision {
    #[serde(deserialize_with = "outcome")]
    outcome: FaceOutcome,
}

/// Reads an outcome by the word that tells it.
fn outcome<'de, D: Deserializer<'de>>(text: D) -> Result<FaceOutcome, D::Error> {
    let word = String::deserialize(text)?;
    FaceOutcome::ALL.into_iter().find(|outcome| words::outcome(*outcome) == word).ok_or_else(|| {
        let known = FaceOutcome::ALL.map(|outcome| format!("`{}`", words::outcome(outcome))).join(", ");
        D::Error::custom(format!("unknown variant `{word}`, expected one of {known}"))
    })
}

/// `GET /_control/v1/worlds/{w}/faces`.
pub fn list(visit: Visit) -> Answer {
    respond(async move {
        let (home, world) = place_of(&visit)?;
        let query = Query::read(&visit.request, &[])?;
        let base = base_of(&visit, &home);
        let read = |after: u64| {
            world.ask(|reading| {
                let mut slice = Slice::default();
                for (ordinal, ticket, flow) in reading.faces() {
                    if slice.end == 0 {
                        slice.evicted = ordinal - 1;
                    }
                    slice.end = ordinal;
                    if ordinal > after
                        && let Some(item) = item(reading, &base, ticket, flow)
                    {
                        slice.items.push(list::Item::new(ordinal, &item));
                    }
                }
                slice
            })
        };
        let found = list::find(&query, world.changes(), Items::Changing, || world.is_closed(), read).await;
        Ok(found.reply().about(&world))
    })
}

/// `GET /_control/v1/worlds/{w}/faces/{ticket}`.
pub fn get(visit: Visit) -> Answer {
    respond(async move {
        let (home, world) = place_of(&visit)?;
        let face = face(&world, &base_of(&visit, &home), visit.parameter("ticket"))?;
        Ok(ok(&world, &face))
    })
}

/// `POST /_control/v1/worlds/{w}/faces/{ticket}`.
pub fn decide(visit: Visit) -> Answer {
    respond(async move {
        let (home, world) = place_of(&visit)?;
        let (base, text) = (base_of(&visit, &home), visit.parameter("ticket"));
        let ticket = ticket_of(text)?;
        let outcome = json::read::<Decision>(&visit.request)?.outcome;
        let method = world.ask(|reading| {
            let (flow, _) = reading.phone_standing(ticket)?;
            Ok::<_, Refusal>(organization::proving(&flow).and_then(|proving| proving.stage.method()))
        })?;
        if outcome == FaceOutcome::Refused && method != Some(OrgMethod::AlipayQuick) {
            let error = ControlError::out_of_step("nobody is asked here whether his identity may be used");
            return Err(error.at("outcome").hint("only 法人快捷认证 asks; say `cancelled`"));
        }
        let decided = visit.submit(&world, Input::Happen(Happening::FaceDecided { ticket, outcome })).await;
        decided.map_err(|refusal| match refusal {
            Refusal::OutOfStep => {
                ControlError::out_of_step("no phone has scanned this code, or the face check is over")
                    .hint("scan it first: POST …/phones/{mobile}/scan, and open the answered page")
            }
            other => other.into(),
        })?;
        Ok(ok(&world, &face(&world, &base, text)?))
    })
}

fn ticket_of(text: &str) -> Result<FaceTicketId, ControlError> {
    text.parse().map_err(|_| ControlError::not_found("no such face check"))
}

fn face(world: &Arc<World>, base: &str, text: &str) -> Result<FaceItem, ControlError> {
    let ticket = ticket_of(text)?;
    let face = world.ask(|reading| {
        let (flow, _) = reading.phone_standing(ticket).ok()?;
        item(reading, base, ticket, flow.id)
    });
    face.ok_or_else(|| ControlError::not_found("no such face check"))
}

/// What a flow's timeline tells of a check: the flow itself knows only its present one.
#[derive(Default)]
struct Told {
    issued: Option<(Time, FaceVendor)>,
    action: Option<FaceAction>,
    outcome: Option<FaceOutcome>,
}

fn item(reading: &Reading<'_>, base: &str, ticket: FaceTicketId, flow: AuthFlowId) -> Option<FaceItem> {
    let (flow, stand) = reading.phone_standing(ticket).ok().filter(|(found, _)| found.id == flow)?;
    let mut told = Told::default();
    for entry in &flow.timeline {
        match &entry.kind {
            EventKind::FaceIssued(of, vendor) if *of == ticket => told.issued = Some((entry.at, *vendor)),
            EventKind::FaceStarted(of, action) if *of == ticket => told.action = Some(*action),
            EventKind::FaceEnded(of, outcome) if *of == ticket => told.outcome = Some(*outcome),
            _ => {}
        }
    }
    let (at, vendor) = told.issued?;
    let state = match (told.outcome, &stand) {
        (Some(_), _) | (None, PhoneStand::Ended { .. } | PhoneStand::Over(_)) => "ended",
        (None, PhoneStand::Expired) => "expired",
        (None, PhoneStand::Face(stand)) => match stand.check.state {
            FaceState::Issued => "issued",
            FaceState::Scanned => "scanned",
            FaceState::Acting(_) => "acting",
            FaceState::Ended(_) => "ended",
        },
    };
    let present = flow.face_check().filter(|check| check.ticket == ticket);
    Some(FaceItem {
        ticket: ticket.to_string(),
        flow: flow.id.to_string(),
        vendor: words::vendor(vendor),
        action: told.action.map(words::action),
        state,
        outcome: told.outcome.map(words::outcome),
        name: present.map(|check| check.identity.name.to_string()),
        at: at.to_string(),
        url: entrance::face(base, ticket),
    })
}
