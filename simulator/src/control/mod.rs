//! The control API: what tests and the console ask for, as JSON under `/_control/v1`.
//!
//! - `openapi`: the contract, written by hand; tests hold routes and replies to it;
//! - `access`: who may ask · `error`: the one form of bad news · `json`: bodies · `list`: the one
//!   mechanism of `after`, `match`, `wait` and `last` · `words`: our words for the provider's values;
//! - a file a subject: `info`, `worlds`, `order` (a world to be), `clock`, `events`, `messages`, `scan`,
//!   `faces`, `people`, `organizations`, `bank`, `letters`, `approvals`, `grants`, `rules`, `defects`,
//!   `flows`, `notices`, `journal`, `har`, `tape`.
//!
//! Nothing here decides anything: it asks a world or submits to it, like pages and API do.

pub mod access;
pub mod approvals;
pub mod bank;
pub mod clock;
pub mod defects;
pub mod error;
pub mod events;
pub mod faces;
pub mod flows;
pub mod grants;
pub mod har;
pub mod info;
pub mod journal;
pub mod json;
pub mod letters;
pub mod list;
pub mod messages;
pub mod notices;
#[cfg(test)]
mod openapi;
pub mod order;
pub mod organizations;
pub mod people;
pub mod rules;
pub mod scan;
pub mod tape;
pub mod words;
pub mod worlds;

use std::future::Future;
use std::sync::Arc;

use hyper::StatusCode;
use realname_provider::identity::mobile::Mobile;
use serde::Serialize;

use crate::control::error::ControlError;
use crate::engine::world::World;
use crate::http::Reply;
use crate::site::Site;
use crate::visit::{Answer, Visit};

/// A handler's work, with bad news told in the one form.
fn respond(work: impl Future<Output = Result<Reply, ControlError>> + Send + 'static) -> Answer {
    Box::pin(async move { work.await.unwrap_or_else(|error| error.reply()) })
}

/// The world that the path names, at this address or at its own.
fn world_of(visit: &Visit) -> Result<Arc<World>, ControlError> {
    place_of(visit).map(|(_, world)| world)
}

/// The world that the path names, with the address that serves it.
fn place_of(visit: &Visit) -> Result<(Arc<Site>, Arc<World>), ControlError> {
    let name = visit.parameter("w");
    let here = visit.site.directory.world(name).map(|world| (Arc::clone(&visit.site), world));
    let found = here.or_else(|| {
        let site = visit.site.process.annex(name)?;
        let world = site.directory.world(name)?;
        Some((site, world))
    });
    let (site, world) = found.ok_or_else(|| {
        ControlError::not_found(format!("no world named `{name}` is live"))
            .hint("GET /_control/v1/worlds lists the live ones")
    })?;
    world.touch(crate::clock::now());
    Ok((site, world))
}

/// 200 with a value, about a world.
fn ok(world: &Arc<World>, value: &impl Serialize) -> Reply {
    Reply::json(StatusCode::OK, value).about(world)
}

/// The mobile number of the path.
fn mobile_of(visit: &Visit) -> Result<Mobile, ControlError> {
    visit
        .parameter("mobile")
        .parse()
        .map_err(|error| ControlError::bad_value(format!("{error}")).at("mobile"))
}
