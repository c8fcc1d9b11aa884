//! 授权书 by calls: the one that is filled in for a flow, to be stamped (paas_api/kdsl01c480hnf6v1), and the stamped one,
//! to be reviewed ahead of the amount (avgnssg5whr2v09t). The file itself is uploaded as any other (`files`).

use std::sync::Arc;

use realname_provider::app_accounts::{Holder, HolderKind, PersonHolder, WhichAccount};
use realname_provider::flow::Flow;
use realname_provider::flow::identity_service::organization::OrgServiceStep;
use realname_provider::flow::organization;
use realname_provider::id::{AuthFlowId, uuid};
use realname_provider::org_claim::OrgField;
use realname_provider::reading::Reading;
use realname_provider::refusal::Refusal;
use realname_provider::time::Span;
use serde::{Deserialize, Serialize};

use crate::api::envelope::success;
use crate::api::timed;
use crate::api::v2::bank_transfer::letter;
use crate::api::v2::body::{self, Malformed};
use crate::api::v2::organization::{about, not_proving, step, told};
use crate::api::v2::refusal;
use crate::engine::world::World;
use crate::letter::{Letter, file};
use crate::pages::letter::pdf;
use crate::visit::{Answer, Caller, Visit};

/// How long the address of a letter is good (paas_api/kdsl01c480hnf6v1).
const ADDRESS_LIFE: Span = Span::hours(1);

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Template {
    file_url: String,
}

fn path(flow: AuthFlowId) -> String {
    format!("/auth/letter-template/{flow}")
}

/// `GET …/organization/{flowId}/template/download`.
pub fn template(visit: Visit, app: Caller) -> Answer {
    Box::pin(async move {
        let early = Refusal::OrgFieldMissing { field: OrgField::Name };
        let flow = about(&visit, &app, |reading, flow| {
            organization::proving(flow).ok_or_else(|| not_proving(flow, early))?;
            Ok((flow.id, lacking(reading, flow)))
        });
        match flow {
            // Unknown: the code of this text.
            Ok((_, Some(lacking))) => Malformed::wrong(&format!("经办人缺少{lacking}信息,无法填充")).reply(),
            Ok((flow, None)) => {
                let base = visit.public_url();
                let file_url = timed::address(&base, &app.world, &path(flow), &[], ADDRESS_LIFE);
                success(&Template { file_url })
            }
            Err(refusal) => refusal::reply(&refusal),
        }
    })
}

/// What the agent's account lacks to fill in the letter; the organization's has been compared. A verification
/// without accounts lacks all of it.
fn lacking(reading: &Reading<'_>, flow: &Flow) -> Option<&'static str> {
    let agent = flow.link.identity_service.as_ref().and_then(|service| service.account.as_ref());
    let agent = agent.and_then(|account| account.agent).and_then(|agent| {
        let account =
            reading.app_account(&flow.link.app, &WhichAccount::Id(agent), HolderKind::Person).ok()?;
        match &account.holder {
            Holder::Person(holder) => Some(holder),
            Holder::Organization(_) => None,
        }
    });
    match agent {
        None | Some(PersonHolder { name: None, .. }) => Some("姓名"),
        Some(PersonHolder { document: None, .. }) => Some("证件号"),
        Some(PersonHolder { mobile: None, mail: None, .. }) => Some("手机号或邮箱"),
        Some(_) => None,
    }
}

/// `GET /auth/letter-template/{flow}`: the letter, to whoever has the address.
pub fn download(visit: Visit) -> Answer {
    Box::pin(async move {
        match find(&visit) {
            Some((world, letter)) => pdf(letter.pdf(), "attachment", "授权书.pdf").about(&world),
            None => file::too_old(),
        }
    })
}

fn find(visit: &Visit) -> Option<(Arc<World>, Letter)> {
    let id: AuthFlowId = visit.parameter("flow").parse().ok()?;
    visit.site.directory.tagged(id.world_tag()).into_iter().find_map(|world| {
        let letter = world.ask(|reading| Letter::of(reading, id))?;
        timed::is_good(visit, &world, &path(id), &[]).then_some((world, letter))
    })
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Submission {
    auth_letter_file_id: Option<String>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Review {
    service_id: String,
}

/// `POST …/organization/{flowId}/verifyLegalRep`.
pub fn verify_legal_rep(visit: Visit, app: Caller) -> Answer {
    Box::pin(async move {
        let file = body::read::<Submission>(&visit.request.body)
            .and_then(|body| letter(body.auth_letter_file_id))
            .and_then(|file| file.ok_or_else(|| Malformed::missing("authLetterFileId")));
        let file = match file {
            Ok(file) => file,
            Err(malformed) => return malformed.reply(),
        };
        if let Err(refusal) = step(&visit, &app, OrgServiceStep::SubmitLetter(file)).await {
            return refusal::reply(&refusal);
        }
        told(about(&visit, &app, |reading, flow| {
            let review = reading.letter_review(flow).ok_or(Refusal::OutOfStep)?;
            Ok(Review { service_id: uuid(review) })
        }))
    })
}
