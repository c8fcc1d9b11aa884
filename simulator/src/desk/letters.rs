//! The reviewers' papers: the letter that was uploaded for a flow, and a stamped one for testers.

use std::sync::Arc;

use realname_provider::id::AuthFlowId;

use crate::engine::world::World;
use crate::http::Reply;
use crate::letter::{Letter, file};
use crate::pages::letter::pdf;
use crate::visit::{Answer, Visit};

/// The flow that the path names, in the world that has it.
fn find(visit: &Visit) -> Option<(Arc<World>, AuthFlowId)> {
    let flow: AuthFlowId = visit.parameter("flow").parse().ok()?;
    let worlds = visit.site.directory.tagged(flow.world_tag());
    let world = worlds.into_iter().find(|world| world.ask(|reading| reading.flow(flow).is_some()))?;
    Some((world, flow))
}

/// `GET /_desk/review/{flow}/stamped.pdf`: the flow's letter with a made-up seal.
pub fn stamped(visit: Visit) -> Answer {
    Box::pin(async move { stamped_letter(&visit).unwrap_or_else(file::gone) })
}

fn stamped_letter(visit: &Visit) -> Option<Reply> {
    let (world, flow) = find(visit)?;
    let letter = world.ask(|reading| Letter::of(reading, flow))?;
    Some(pdf(letter.stamped_pdf(), "attachment", "授权书（仿真盖章）.pdf"))
}

/// `GET /_desk/review/{flow}/letter`: what was uploaded last.
pub fn uploaded(visit: Visit) -> Answer {
    Box::pin(async move { uploaded_file(&visit).unwrap_or_else(file::gone) })
}

fn uploaded_file(visit: &Visit) -> Option<Reply> {
    let (world, flow) = find(visit)?;
    let letter = world.ask(|reading| reading.flow(flow).and_then(|flow| flow.letter.clone()))?;
    Some(file::shown(letter.file.kind, world.files.get(&letter.file.digest)?))
}
