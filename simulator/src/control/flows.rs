//! Flows, each as it stands now, and one with its timeline.

use realname_provider::flow::approval::Verified;
use realname_provider::flow::link::Whose;
use realname_provider::flow::method::{Method, OrgProof};
use realname_provider::flow::verification::Step;
use realname_provider::flow::{Flow, Progress, organization};
use realname_provider::id::AuthFlowId;
use realname_provider::reading::Reading;
use serde::Serialize;

use crate::api::entrance;
use crate::api::v3::vocabulary::scope_word;
use crate::control::error::ControlError;
use crate::control::events::{self, Line};
use crate::control::list::{self, Items, Query, Slice};
use crate::control::worlds::base_of;
use crate::control::{ok, place_of, respond, words};
use crate::pages::view;
use crate::visit::{Answer, Visit};

#[derive(Serialize)]
struct FlowItem {
    id: String,
    flow_id: String,
    ordinal: u64,
    app_id: String,
    subject: Subject,
    #[serde(skip_serializing_if = "Option::is_none")]
    organization: Option<OrganizationItem>,
    method: Option<&'static str>,
    state: &'static str,
    page: Option<&'static str>,
    scopes: Vec<&'static str>,
    created: String,
    updated: String,
    expires: String,
    link: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    timeline: Option<Vec<Line>>,
}

#[derive(Serialize)]
struct Subject {
    name: Option<String>,
    address: Option<String>,
    psn_id: Option<String>,
}

/// The organization of a flow for one: its transactor is the subject.
#[derive(Serialize)]
struct OrganizationItem {
    name: Option<String>,
    org_id: Option<String>,
    state: &'static str,
    method: Option<&'static str>,
}

/// `GET /_control/v1/worlds/{w}/flows`.
pub fn list(visit: Visit) -> Answer {
    respond(async move {
        let (home, world) = place_of(&visit)?;
        let query = Query::read(&visit.request, &[])?;
        let base = base_of(&visit, &home);
        let read = |after: u64| {
            world.ask(|reading| {
                let flows = reading.flows_after(after);
                let items = flows
                    .map(|(ordinal, flow)| list::Item::new(ordinal, &item(reading, &base, ordinal, &flow)));
                let (items, end) = (items.collect(), reading.flows_opened());
                Slice { items, end, evicted: end - reading.flows_listed() }
            })
        };
        let found = list::find(&query, world.changes(), Items::Changing, || world.is_closed(), read).await;
        Ok(found.reply().about(&world))
    })
}

/// `GET /_control/v1/worlds/{w}/flows/{id}`.
pub fn get(visit: Visit) -> Answer {
    respond(async move {
        let (home, world) = place_of(&visit)?;
        let base = base_of(&visit, &home);
        let id = flow_of(visit.parameter("id"))?;
        let found = world.ask(|reading| {
            let flow = reading.flow(id)?;
            let ordinal = reading.flow_ordinal(id).unwrap_or_default();
            let timeline = flow.timeline.iter().map(events::line).collect();
            Some(FlowItem { timeline: Some(timeline), ..item(reading, &base, ordinal, &flow) })
        });
        Ok(ok(&world, &found.ok_or_else(unknown)?))
    })
}

/// The flow that a path names.
pub(super) fn flow_of(text: &str) -> Result<AuthFlowId, ControlError> {
    text.parse().map_err(|_| unknown())
}

/// There is no such flow.
pub(super) fn unknown() -> ControlError {
    ControlError::not_found("no such flow in this world").hint("the id is an authFlowId, OF-…")
}

/// What the organization of a flow is called, as far as it is known.
pub fn organization_name(reading: &Reading<'_>, flow: &Flow) -> Option<String> {
    let typed = organization::proving(flow).map(|proving| &proving.organization.name);
    let account = || flow.organization.and_then(|id| reading.organization(id)).map(|account| &account.name);
    let asked = || flow.link.organization.as_ref().and_then(|wanted| wanted.claim.name.as_ref());
    typed.or_else(account).or_else(asked).map(ToString::to_string)
}

fn item(reading: &Reading<'_>, base: &str, ordinal: u64, flow: &Flow) -> FlowItem {
    let account = flow.account.and_then(|id| reading.account(id));
    // Where a browser stands that has logged in, if one has.
    let seat = (flow.seats > 0).then_some(1);
    let organization = flow.organization.and_then(|id| reading.organization(id));
    let standing = flow.standing(account.as_ref(), organization, reading.rules(), reading.at(), seat);
    let Verified { transactor, organization: proof } = flow.verified().unwrap_or_default();
    let transactor = transactor.map(|(method, _)| method);
    let (state, method) = match &flow.progress {
        Progress::Open => ("open", None),
        Progress::Verifying(verification) => ("verifying", method_of(&verification.step)),
        Progress::Willing(_) => ("willing", None),
        Progress::Organizing(organization) => {
            ("organizing", organization.transactor_verified.map(|(method, _)| method))
        }
        Progress::Approving(_) => ("approving", transactor),
        Progress::NotApproved { .. } => ("not_approved", transactor),
        Progress::Passed { .. } => ("passed", transactor),
        Progress::Expired { .. } => ("expired", transactor),
        Progress::Failed { .. } => ("failed", None),
    };
    let address = standing.address.or_else(|| match &flow.link.whose {
        Some(Whose::Address(address)) => Some(address.clone()),
        Some(Whose::Id(_)) | None => None,
    });
    let typed = match &flow.progress {
        Progress::Verifying(verification) => verification.typed.name.as_ref(),
        Progress::Open
        | Progress::Willing(_)
        | Progress::Organizing(_)
        | Progress::Approving(_)
        | Progress::Passed { .. }
        | Progress::NotApproved { .. }
        | Progress::Failed { .. }
        | Progress::Expired { .. } => None,
    };
    let verified =
        account.as_ref().and_then(|account| account.real_name.as_ref()).map(|real_name| &real_name.name);
    FlowItem {
        id: flow.id.to_string(),
        flow_id: reading.flow_id(flow.id).to_string(),
        ordinal,
        app_id: flow.link.app.to_string(),
        subject: Subject {
            name: verified.or(typed).or(flow.link.claim.name.as_ref()).map(ToString::to_string),
            address: address.map(|address| address.to_string()),
            psn_id: flow.account.map(|id| id.to_string()),
        },
        organization: flow.link.organization.as_ref().map(|_| {
            let account = flow.organization.and_then(|id| reading.organization(id));
            let under_way = || organization::proving(flow).and_then(|proving| proving.stage.method());
            let method = proof.map(OrgProof::method).or_else(under_way);
            OrganizationItem {
                name: organization_name(reading, flow),
                org_id: flow.organization.map(|id| id.to_string()),
                state: match account.and_then(|account| account.real_name.as_ref()) {
                    Some(_) => "verified",
                    None => "unverified",
                },
                method: method.map(words::org_method),
            }
        }),
        method: method.map(words::method),
        state,
        // A verification by calls has no pages.
        page: flow.by_calls().is_none().then(|| view::name(&standing.stand)),
        scopes: flow.link.scopes.iter().map(scope_word).collect(),
        created: flow.created.to_string(),
        updated: flow.updated.to_string(),
        expires: standing.expires.to_string(),
        link: has_link(flow).then(|| entrance::short(base, flow.id)),
        timeline: None,
    }
}

/// Whether there is something to open: of a verification by calls its face check.
fn has_link(flow: &Flow) -> bool {
    flow.by_calls().is_none() || flow.ordered_face().is_some()
}

fn method_of(step: &Step) -> Option<Method> {
    match step {
        Step::Choosing => None,
        Step::Entering(method) => Some(*method),
        Step::Code(proof, _) => Some(proof.method),
        Step::Face(_) => Some(Method::Face),
    }
}
