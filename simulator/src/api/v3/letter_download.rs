//! `authorizationDownloadUrl`: an address of the letter that an organization was verified with. It is good
//! for an hour, and the letter is kept 180 days (auth3/xxz4tc).

use std::sync::Arc;

use hyper::StatusCode;
use realname_provider::flow::letter::LetterFile;
use realname_provider::id::OrgId;
use realname_provider::organizations::OrgRealName;
use realname_provider::time::{Span, Time};
use subtle::ConstantTimeEq;

use crate::engine::world::World;
use crate::http::Reply;
use crate::letter::file;
use crate::visit::{Answer, Visit};

const ADDRESS_LIFE: Span = Span::hours(1);
/// Unknown: from when the 180 days count; here from the verification.
const KEPT: Span = Span::days(180);

fn letter(real_name: &OrgRealName, at: Time) -> Option<&LetterFile> {
    let letter = real_name.account.as_ref()?.letter.as_ref()?;
    (at < real_name.at + KEPT).then_some(letter)
}

/// What proves that an address was made here: over the organization, the content and the end of its life.
fn key(world: &World, id: OrgId, letter: &LetterFile, expires: Time) -> String {
    let entity = [&id.0.to_be_bytes()[..], &letter.digest, &expires.0.to_be_bytes()].concat();
    hex::encode(world.key.bytes("letter download", &entity, 0))
}

/// The address of an organization's letter; `None` if it has none, or none that is still kept.
pub(super) fn address(base: &str, world: &World, id: OrgId, real_name: &OrgRealName) -> Option<String> {
    let now = world.now();
    let letter = letter(real_name, now)?;
    let expires = now + ADDRESS_LIFE;
    let key = key(world, id, letter, expires);
    Some(format!("{base}/auth/letter/{id}?expires={}&key={key}", expires.0))
}

/// `GET /auth/letter/{orgId}`: the letter, to whoever has the address.
pub fn download(visit: Visit) -> Answer {
    Box::pin(async move {
        let Some((world, letter)) = find(&visit) else {
            // Unknown: what is answered for an address that is too old.
            return Reply::with(StatusCode::FORBIDDEN, "text/plain; charset=utf-8", "下载地址无效或已过期\n");
        };
        let content = world.files.get(&letter.digest);
        content.map_or_else(file::gone, |content| file::shown(letter.kind, content)).about(&world)
    })
}

fn find(visit: &Visit) -> Option<(Arc<World>, LetterFile)> {
    let id: OrgId = visit.parameter("orgId").parse().ok()?;
    let parameters = visit.request.parameters();
    let expires = Time(parameters.get("expires")?.parse().ok()?);
    let given = parameters.get("key")?;
    visit.site.directory.tagged(id.world_tag()).into_iter().find_map(|world| {
        let letter = world.ask(|reading| {
            let at = reading.at();
            let real_name = reading.organization(id)?.real_name.as_ref()?;
            letter(real_name, at).copied().filter(|_| at < expires)
        })?;
        let is_ours: bool = key(&world, id, &letter, expires).as_bytes().ct_eq(given.as_bytes()).into();
        is_ours.then_some((world, letter))
    })
}
