//! `authorizationDownloadUrl`: an address of the letter that an organization was verified with. It is good
//! for an hour, and the letter is kept 180 days (auth3/xxz4tc).

use std::sync::Arc;

use realname_provider::flow::letter::LetterFile;
use realname_provider::id::OrgId;
use realname_provider::organizations::OrgRealName;
use realname_provider::time::{Span, Time};

use crate::api::timed;
use crate::engine::world::World;
use crate::letter::file;
use crate::visit::{Answer, Visit};

const ADDRESS_LIFE: Span = Span::hours(1);
/// Unknown: from when the 180 days count; here from the verification.
const KEPT: Span = Span::days(180);

fn letter(real_name: &OrgRealName, at: Time) -> Option<&LetterFile> {
    let letter = real_name.account.as_ref()?.letter.as_ref()?;
    (at < real_name.at + KEPT).then_some(letter)
}

fn path(id: OrgId) -> String {
    format!("/auth/letter/{id}")
}

/// The address of an organization's letter; `None` if it has none, or none that is still kept.
pub(super) fn address(base: &str, world: &World, id: OrgId, real_name: &OrgRealName) -> Option<String> {
    let letter = letter(real_name, world.now())?;
    Some(timed::address(base, world, &path(id), &letter.digest, ADDRESS_LIFE))
}

/// `GET /auth/letter/{orgId}`: the letter, to whoever has the address.
pub fn download(visit: Visit) -> Answer {
    Box::pin(async move {
        let Some((world, letter)) = find(&visit) else {
            // Unknown: what is answered for an address that is too old.
            return file::too_old();
        };
        let content = world.files.get(&letter.digest);
        content.map_or_else(file::gone, |content| file::shown(letter.kind, content)).about(&world)
    })
}

fn find(visit: &Visit) -> Option<(Arc<World>, LetterFile)> {
    let id: OrgId = visit.parameter("orgId").parse().ok()?;
    visit.site.directory.tagged(id.world_tag()).into_iter().find_map(|world| {
        let letter = world.ask(|reading| {
            let real_name = reading.organization(id)?.real_name.as_ref()?;
            letter(real_name, reading.at()).copied()
        })?;
        timed::is_good(visit, &world, &path(id), &letter.digest).then_some((world, letter))
    })
}
