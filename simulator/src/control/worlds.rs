//! Worlds: made, looked at, reset, forked, ended.

use std::sync::Arc;

use hyper::StatusCode;
use realname_provider::apps::App;
use realname_provider::time::Span;
use serde::Serialize;
use tokio::net::TcpListener;

use crate::clock;
use crate::control::error::ControlError;
use crate::control::list::{self, Items, Query};
use crate::control::order::{ForkOrder, WorldOrder, world_name};
use crate::control::{json, place_of, respond, words};
use crate::engine::world::{Beginning, World};
use crate::http::Reply;
use crate::names;
use crate::server;
use crate::site::Site;
use crate::visit::{Answer, Visit};

#[derive(Serialize)]
struct WorldItem<'a> {
    world: &'a str,
    seed: u64,
    scenario: &'a str,
    apps: Vec<AppItem<'a>>,
    urls: Urls,
}

#[derive(Serialize)]
struct AppItem<'a> {
    app_id: &'a str,
    app_secret: &'a str,
    name: &'a str,
    webhook: Option<&'a str>,
}

#[derive(Serialize)]
struct Urls {
    api: String,
    pages: String,
    control: String,
    console: String,
}

#[derive(Serialize)]
struct Summary<'a> {
    world: &'a str,
    seed: u64,
    scenario: &'a str,
    now: Option<String>,
    mode: Option<&'static str>,
    flows: Option<u64>,
    is_default: bool,
    is_broken: bool,
}

/// The live worlds that control reaches from an address, in the order of their making.
pub(super) fn live(site: &Site) -> Vec<Arc<World>> {
    let mut worlds = site.directory.worlds();
    for annex in site.process.annexes() {
        worlds.extend(annex.directory.worlds());
    }
    worlds.sort_by_key(|world| world.ordinal);
    worlds.dedup_by_key(|world| world.ordinal);
    worlds
}

/// `GET /_control/v1/worlds`.
pub fn list(visit: Visit) -> Answer {
    respond(async move {
        let query = Query::read(&visit.request, &[])?;
        let site = &visit.site;
        let read = |after: u64| {
            // Before looking: a world that comes meanwhile is told twice rather than never.
            let end = site.process.last_ordinal();
            let worlds = live(site);
            let items = worlds.iter().filter(|world| world.ordinal > after).map(|world| summary(site, world));
            list::Slice { items: items.collect(), end, evicted: 0 }
        };
        let found = list::find(&query, site.process.changes(), Items::Changing, || site.is_closed(), read);
        Ok(found.await.reply())
    })
}

fn summary(site: &Site, world: &World) -> list::Item {
    let glance = world.glance();
    let summary = Summary {
        world: &world.name,
        seed: world.seed,
        scenario: &world.scenario,
        now: glance.as_ref().map(|glance| glance.at.to_string()),
        mode: glance.as_ref().map(|glance| words::clock(glance.mode).0),
        flows: glance.as_ref().map(|glance| glance.flows),
        is_default: *site.default_world == *world.name,
        is_broken: glance.is_none(),
    };
    list::Item::new(world.ordinal, &summary)
}

/// `POST /_control/v1/worlds`.
pub fn create(visit: Visit) -> Answer {
    respond(async move {
        let order: WorldOrder = json::read(&visit.request)?;
        let scenario = order.scenario()?;
        let site = &visit.site;
        let seed = order.seed.or(site.config.seed).or(scenario.seed).unwrap_or(site.seed);
        let name = named(site, order.name)?;
        site.make_room(clock::now());
        // At its own address a world may have the ids that another one has at the main address.
        let is_free = |id: &_| order.own_address || app_is_free(site, id);
        let mut world = World::found(&scenario.name, scenario.found(&name, seed, clock::now(), is_free));
        world.beginning = if scenario.clock.at.is_some() { Beginning::Set } else { Beginning::Present };
        world.ttl = order.ttl;
        let (home, world) = if order.own_address {
            bring_up_apart(site, world).await?
        } else {
            (Arc::clone(site), site.bring_up(world)?)
        };
        end_when_idle(&home, &world);
        Ok(described(StatusCode::CREATED, &visit, &home, &world))
    })
}

fn app_is_free(site: &Site, id: &realname_provider::id::AppId) -> bool {
    site.directory.app(id.as_str()).is_none()
}

fn named(site: &Site, name: Option<String>) -> Result<String, ControlError> {
    name.map_or_else(|| Ok(site.process.next_name()), world_name)
}

/// Brings a world up at a port of its own.
async fn bring_up_apart(site: &Site, world: World) -> Result<(Arc<Site>, Arc<World>), ControlError> {
    let listener = TcpListener::bind((site.config.host, 0)).await;
    let home = Arc::new(site.annex(&world.name));
    let no_address =
        |error: std::io::Error| ControlError::internal(format!("no address to listen on: {error}"));
    let listener = listener.map_err(no_address)?;
    let world = home.bring_up(world)?;
    let served = server::serve(Arc::clone(&home), listener).map_err(|error| {
        home.end(&world);
        no_address(error)
    })?;
    home.process.add_annex(&world.name, Arc::clone(&home), served);
    Ok((home, world))
}

/// `GET /_control/v1/worlds/{w}`.
pub fn get(visit: Visit) -> Answer {
    respond(async move {
        let (home, world) = place_of(&visit)?;
        Ok(described(StatusCode::OK, &visit, &home, &world))
    })
}

#[derive(Serialize)]
struct Ended<'a> {
    world: &'a str,
}

/// `DELETE /_control/v1/worlds/{w}`.
pub fn delete(visit: Visit) -> Answer {
    respond(async move {
        let (home, world) = place_of(&visit)?;
        if !home.end(&world) {
            return Err(ControlError::not_found("the world has just been ended by another call"));
        }
        Ok(Reply::json(StatusCode::OK, &Ended { world: &world.name }))
    })
}

/// `POST /_control/v1/worlds/{w}/reset`.
pub fn reset(visit: Visit) -> Answer {
    respond(async move {
        loop {
            let (home, old) = place_of(&visit)?;
            // Another reset may have been quicker; then its world is reset, or it is no more.
            if let Ok(world) = home.replace(&old, old.again()) {
                end_when_idle(&home, &world);
                return Ok(described(StatusCode::OK, &visit, &home, &world));
            }
        }
    })
}

/// `POST /_control/v1/worlds/{w}/fork`.
pub fn fork(visit: Visit) -> Answer {
    respond(async move {
        let (_, parent) = place_of(&visit)?;
        let ForkOrder { at, name } = json::read(&visit.request)?;
        let name = named(&visit.site, name)?;
        let fork = parent.fork(&name, at).ok_or_else(|| {
            let error = ControlError::bad_value(format!("input {at} is not on the tape")).at("at");
            error.hint(format!("the last input is {}; the oldest are forgotten", parent.last_seq()))
        })?;
        visit.site.make_room(clock::now());
        let (home, world) = bring_up_apart(&visit.site, fork).await?;
        Ok(described(StatusCode::CREATED, &visit, &home, &world))
    })
}

/// Ends a world once nobody has called for its `ttl`.
fn end_when_idle(home: &Arc<Site>, world: &Arc<World>) {
    let Some(ttl) = world.ttl else { return };
    let (home, world) = (Arc::clone(home), Arc::clone(world));
    tokio::spawn(async move {
        loop {
            let end = world.last_called() + ttl.max(Span(1));
            tokio::select! {
                () = world.ended() => return,
                () = clock::reached(end) => {}
            }
            if world.last_called() + ttl <= clock::now() {
                tracing::debug!(world = %world.name, "nobody calls; the world ends");
                home.end(&world);
                return;
            }
        }
    });
}

fn described(status: StatusCode, visit: &Visit, home: &Arc<Site>, world: &Arc<World>) -> Reply {
    let item = WorldItem {
        world: &world.name,
        seed: world.seed,
        scenario: &world.scenario,
        apps: world.founding.apps.iter().map(app_item).collect(),
        urls: urls(&base_of(visit, home), &world.name),
    };
    Reply::json(status, &item).about(world)
}

fn app_item(app: &App) -> AppItem<'_> {
    AppItem {
        app_id: app.id.as_str(),
        app_secret: &app.secret,
        name: &app.name,
        webhook: app.webhook.as_deref(),
    }
}

fn urls(base: &str, world: &str) -> Urls {
    Urls {
        api: base.to_owned(),
        pages: base.to_owned(),
        control: format!("{base}/_control/v1/worlds/{world}"),
        console: format!("{base}/_console?world={world}"),
    }
}

/// Where whoever asks reaches an address: under the name by which he reached this one, if it is ours.
pub(super) fn base_of(visit: &Visit, home: &Arc<Site>) -> String {
    if Arc::ptr_eq(home, &visit.site) {
        return visit.public_url();
    }
    match (home.address(), visit.host().and_then(names::host_of)) {
        (Some(address), Some(host)) if address.ip().is_unspecified() => {
            format!("http://{host}:{}", address.port())
        }
        (Some(_) | None, _) => home.own_url(),
    }
}
