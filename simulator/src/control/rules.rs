//! Limits and switches, and the end of all access tokens.

use std::sync::Arc;

use hyper::StatusCode;
use realname_provider::input::Input;
use realname_provider::rules::{Rules, RulesPatch};
use serde::Serialize;

use crate::clock;
use crate::control::error::ControlError;
use crate::control::{json, ok, respond, world_of};
use crate::engine::world::World;
use crate::http::Reply;
use crate::visit::{Answer, Visit};

/// `GET /_control/v1/worlds/{w}/rules`.
pub fn get(visit: Visit) -> Answer {
    respond(async move {
        let world = world_of(&visit)?;
        Ok(ok(&world, &world.ask(|reading| reading.rules().clone())))
    })
}

/// `PUT /_control/v1/worlds/{w}/rules`.
pub fn put(visit: Visit) -> Answer {
    respond(async move {
        let world = world_of(&visit)?;
        let patch: RulesPatch = json::read(&visit.request)?;
        patch.check().map_err(|unsound| {
            ControlError::bad_value(unsound.message).at(unsound.rule).hint(unsound.acceptable)
        })?;
        let rules = change(&world, |rules| rules.patched(&patch)).await?;
        Ok(ok(&world, &rules))
    })
}

/// Changes a world's rules, one call after the other; equal rules are no input.
///
/// # Errors
/// None that a caller could bring about.
pub(super) async fn change(
    world: &Arc<World>,
    change: impl FnOnce(Rules) -> Rules,
) -> Result<Rules, ControlError> {
    let _changing = world.rule_change.lock().await;
    let old = world.ask(|reading| reading.rules().clone());
    let new = change(old.clone());
    if new != old {
        world.submit(Input::Rules(Box::new(new.clone()))).await?;
    }
    Ok(new)
}

#[derive(Serialize)]
struct EndedTokens {
    ended: usize,
}

/// `DELETE /_control/v1/worlds/{w}/tokens`.
pub fn end_tokens(visit: Visit) -> Answer {
    respond(async move {
        let world = world_of(&visit)?;
        let ended = world.tokens().end_all(clock::now().0);
        Ok(Reply::json(StatusCode::OK, &EndedTokens { ended }).about(&world))
    })
}
