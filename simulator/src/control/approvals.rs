//! Grants that wait for an organization's administrator, and what he decides.

use realname_provider::flow::grant::ScopeSet;
use realname_provider::flow::{Flow, Progress};
use realname_provider::id::AuthFlowId;
use realname_provider::input::{Happening, Input};
use realname_provider::reading::Reading;
use realname_provider::time::Time;
use serde::{Deserialize, Serialize};

use crate::api::v3::vocabulary::scope_word;
use crate::control::error::ControlError;
use crate::control::flows::{flow_of, organization_name, unknown};
use crate::control::list::{self, Slice};
use crate::control::{json, ok, respond, world_of};
use crate::visit::{Answer, Visit};

/// A grant for which an administrator was asked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Approval {
    /// In which flow.
    pub flow: AuthFlowId,
    /// Whose grant.
    pub organization: String,
    /// Who asks: the transactor.
    pub transactor: String,
    /// Who is asked: the administrator.
    pub admin: String,
    /// To which application.
    pub app_name: String,
    /// What.
    pub scopes: ScopeSet,
    /// Since when.
    pub at: Time,
    /// What came of it.
    pub state: &'static str,
}

#[derive(Serialize)]
struct ApprovalItem<'a> {
    id: String,
    flow: String,
    organization: &'a str,
    transactor: &'a str,
    admin: &'a str,
    scopes: Vec<&'static str>,
    state: &'static str,
    at: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Decision {
    verdict: Word,
}

#[derive(Clone, Copy, PartialEq, Deserialize)]
#[serde(rename_all = "snake_case")]
enum Word {
    Approve,
    Refuse,
}

impl Approval {
    /// What an administrator was asked in a flow, if he was.
    pub fn of(reading: &Reading<'_>, flow: &Flow) -> Option<Self> {
        let at = flow.approval_asked?;
        let person = |id| {
            let account = reading.account(id)?;
            account.real_name.as_ref().map(|real_name| real_name.name.to_string())
        };
        let admin = flow.organization.and_then(|id| reading.organization(id)).and_then(|org| org.admin);
        Some(Self {
            flow: flow.id,
            organization: organization_name(reading, flow).unwrap_or_default(),
            transactor: flow.account.and_then(person).unwrap_or_default(),
            admin: admin.and_then(person).unwrap_or_default(),
            app_name: reading.app(&flow.link.app).map(|app| app.name.to_string()).unwrap_or_default(),
            scopes: flow.link.scopes,
            at,
            state: match flow.progress {
                Progress::Approving(_) => "waiting",
                Progress::Passed { .. } => "approved",
                Progress::NotApproved { .. } => "refused",
                Progress::Expired { .. } => "expired",
                Progress::Open
                | Progress::Verifying(_)
                | Progress::Willing(_)
                | Progress::Organizing(_)
                | Progress::Failed { .. } => return None,
            },
        })
    }
}

/// `GET /_control/v1/worlds/{w}/approvals`.
pub fn list(visit: Visit) -> Answer {
    respond(async move {
        let world = world_of(&visit)?;
        list::of_world(&visit.request, &world, |reading, after| {
            Slice::of_flows(reading, after, |ordinal, flow| {
                Approval::of(reading, flow).map(|approval| list::Item::new(ordinal, &item(&approval)))
            })
        })
        .await
    })
}

/// `POST /_control/v1/worlds/{w}/approvals/{id}`.
pub fn decide(visit: Visit) -> Answer {
    respond(async move {
        let world = world_of(&visit)?;
        let flow = flow_of(visit.parameter("id"))?;
        let approve = json::read::<Decision>(&visit.request)?.verdict == Word::Approve;
        let approval = |reading: &Reading<'_>| {
            let flow = reading.flow(flow)?;
            Some(Approval::of(reading, &flow))
        };
        let Some(found) = world.ask(approval) else { return Err(unknown()) };
        if found.is_none_or(|approval| approval.state != "waiting") {
            let error = ControlError::out_of_step("nothing of this flow waits for an administrator");
            return Err(error.hint("GET …/approvals tells what does"));
        }
        world.submit(Input::Happen(Happening::ApprovalDecided { flow, approve })).await?;
        let decided = world.ask(approval).flatten();
        let decided = decided.ok_or_else(|| ControlError::internal("the approval is gone"))?;
        Ok(ok(&world, &item(&decided)))
    })
}

fn item(approval: &Approval) -> ApprovalItem<'_> {
    ApprovalItem {
        id: approval.flow.to_string(),
        flow: approval.flow.to_string(),
        organization: &approval.organization,
        transactor: &approval.transactor,
        admin: &approval.admin,
        scopes: approval.scopes.iter().map(scope_word).collect(),
        state: approval.state,
        at: approval.at.to_string(),
    }
}
