//! What became of a flow: `detail` (identity_service/duoa44), `outline` (paas_api/gixgs3o2tazg1ta1) and the
//! frozen `process` (identity_service/btvruu).

use std::borrow::Cow;

use realname_provider::event::EventKind;
use realname_provider::flow::identity_service::Failure;
use realname_provider::flow::method::Method;
use realname_provider::flow::method::face::FaceVendor;
use realname_provider::flow::{Flow, Progress};
use realname_provider::id::{AccountId, FlowId};
use realname_provider::org_claim::OrgClaim;
use realname_provider::reading::Reading;
use realname_provider::refusal::Refusal;
use realname_provider::time::Time;
use serde::Serialize;

use crate::api::entrance;
use crate::api::envelope::{failure, success};
use crate::api::v2::person::scores;
use crate::api::v2::refusal::{self, SUB_FLOW_UNKNOWN};
use crate::api::v2::{body, vocabulary};
use crate::http::Reply;
use crate::visit::{Answer, Caller, Visit};

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Detail {
    flow_id: String,
    status: &'static str,
    object_type: &'static str,
    start_time: i64,
    end_time: i64,
    fail_reason: Option<String>,
    auth_type: Option<&'static str>,
    agent_auth_type: Option<&'static str>,
    agent_flow_id: Option<String>,
    url: Option<String>,
    short_link: Option<String>,
    organ_info: Option<OrganInfo>,
    indiv_info: Option<IndivInfo>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct OrganInfo {
    account_id: Option<String>,
    name: Option<String>,
    cert_no: Option<String>,
    cert_type: Option<&'static str>,
    legal_rep_name: Option<String>,
    legal_rep_nationality: Option<&'static str>,
    legal_rep_cert_no: Option<String>,
    legal_rep_cert_type: Option<&'static str>,
}

impl OrganInfo {
    /// What the call stated, which the registry has confirmed.
    fn of(claim: &OrgClaim, account: Option<AccountId>) -> Self {
        Self {
            account_id: account.map(|id| id.to_string()),
            name: claim.name.as_ref().map(ToString::to_string),
            cert_no: claim.code.as_ref().map(|code| code.number().to_string()),
            cert_type: claim.code_type.map(vocabulary::org_code_type_word),
            legal_rep_name: claim.legal_rep_name.as_ref().map(ToString::to_string),
            legal_rep_nationality: claim
                .legal_rep_document
                .as_ref()
                .map(|it| vocabulary::document_words(it).1),
            legal_rep_cert_no: claim
                .legal_rep_document
                .as_ref()
                .map(|document| document.number().into_owned()),
            legal_rep_cert_type: claim.legal_rep_document.as_ref().map(|it| vocabulary::document_words(it).0),
        }
    }
}

/// What was compared. Photos and films are empty unless the vendor's staff has enabled them.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct IndivInfo {
    account_id: Option<String>,
    name: Option<String>,
    cert_no: Option<String>,
    cert_type: Option<&'static str>,
    nationality: Option<&'static str>,
    mobile_no: Option<String>,
    bank_card_no: Option<String>,
    face_photo_url: Option<String>,
    face_photo_all_url: Option<Vec<String>>,
    similarity: Option<String>,
    living_score: Option<String>,
    face_video_url: Option<String>,
    /// Tencent's only.
    face_type: Option<&'static str>,
    id_card_front_pic_url: Option<String>,
    id_card_back_pic_url: Option<String>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Outline {
    flow_id: String,
    flow_status: &'static str,
    object_type: &'static str,
    context_id: Option<String>,
    fail_reason: Option<String>,
    create_time: i64,
    modify_time: i64,
    sub_flows: Vec<SubFlow>,
    related_flows: Vec<Outline>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct SubFlow {
    sub_flow_id: String,
    sub_flow_type: &'static str,
    status: &'static str,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Process {
    detail_list: Vec<StepDetail>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct StepDetail {
    id: String,
    #[serde(rename = "type")]
    kind: &'static str,
    status: &'static str,
    create_time: i64,
    modify_time: i64,
}

/// `GET …/common/{flowId}/detail`.
pub fn detail(visit: Visit, app: Caller) -> Answer {
    Box::pin(async move {
        let base = visit.public_url();
        about(&visit, &app, |reading, flow| success(&detail_of(reading, flow, &base)))
    })
}

/// `GET …/common/{flowId}/outline`.
pub fn outline(visit: Visit, app: Caller) -> Answer {
    Box::pin(async move { about(&visit, &app, |reading, flow| success(&outline_of(reading, flow))) })
}

/// `GET …/common/{flowId}/process?subFlowId=…`.
pub fn process(visit: Visit, app: Caller) -> Answer {
    Box::pin(async move {
        let wanted = visit.request.parameters().trimmed("subFlowId").parse::<FlowId>().ok();
        about(&visit, &app, |reading, flow| {
            let mut places = 0..steps(flow).len();
            match places.find(|place| wanted == Some(reading.sub_flow_id(flow.id, *place))) {
                Some(place) => success(&process_of(reading, flow, place)),
                None => failure(SUB_FLOW_UNKNOWN.0, SUB_FLOW_UNKNOWN.1),
            }
        })
    })
}

fn about(visit: &Visit, app: &Caller, tell: impl FnOnce(&Reading<'_>, &Flow) -> Reply) -> Reply {
    app.world.ask(|reading| match body::flow(visit).and_then(|flow| reading.flow_of_service(&app.id, flow)) {
        Ok(flow) => tell(reading, &flow),
        Err(refusal) => refusal::reply(&refusal),
    })
}

/// INIT as long as nothing was compared, since that is what is charged.
fn status(flow: &Flow) -> &'static str {
    let is_compared = |kind: &EventKind| {
        matches!(
            kind,
            EventKind::ComparisonPassed(_)
                | EventKind::ComparisonFailed(..)
                | EventKind::OrgComparisonPassed
                | EventKind::OrgComparisonFailed(_)
        )
    };
    match flow.progress {
        _ if !flow.is_finished() && !flow.timeline.iter().any(|entry| is_compared(&entry.kind)) => "INIT",
        Progress::Passed { .. } => "SUCCESS",
        Progress::Failed { .. } | Progress::NotApproved { .. } | Progress::Expired { .. } => "FAIL",
        Progress::Open
        | Progress::Verifying(_)
        | Progress::Willing(_)
        | Progress::Organizing(_)
        | Progress::Approving(_) => "ING",
    }
}

/// Unknown: no sample of a reason is published; here it is the text of the code that ended the flow.
fn fail_reason(flow: &Flow) -> Option<String> {
    match &flow.progress {
        Progress::Failed { failure: Failure::AmountTriesExhausted, .. } => {
            Some(refusal::wording(&Refusal::AmountTriesExhausted).1)
        }
        Progress::Failed { failure: Failure::FailuresExhausted, .. } => {
            Some(refusal::FLOW_TRIES_EXHAUSTED.to_owned())
        }
        Progress::Failed { failure: Failure::AccountChanged, .. } => {
            Some(refusal::wording(&Refusal::OrganizationDiffers).1)
        }
        Progress::Failed { failure: Failure::CodeDead, .. } => Some(refusal::wording(&Refusal::CodeDead).1),
        Progress::Failed { failure: Failure::Face(_, outcome), .. } => {
            Some(vocabulary::face_failure(*outcome).1.to_owned())
        }
        Progress::Expired { .. } => Some("认证流程已失效".to_owned()),
        Progress::Open
        | Progress::Verifying(_)
        | Progress::Willing(_)
        | Progress::Organizing(_)
        | Progress::Approving(_)
        | Progress::Passed { .. }
        | Progress::NotApproved { .. } => None,
    }
}

/// Who ran the newest face check.
pub(super) fn vendor(flow: &Flow) -> Option<FaceVendor> {
    flow.timeline.iter().rev().find_map(|entry| match &entry.kind {
        EventKind::FaceIssued(_, vendor) => Some(*vendor),
        _ => None,
    })
}

fn detail_of(reading: &Reading<'_>, flow: &Flow, base: &str) -> Detail {
    let has_pages = flow.by_calls().is_none();
    let service = flow.link.identity_service.as_deref();
    let organization = flow.link.organization.as_deref();
    Detail {
        flow_id: reading.flow_id(flow.id).to_string(),
        status: status(flow),
        object_type: object_type(flow),
        start_time: flow.created.0,
        end_time: flow.updated.0,
        fail_reason: fail_reason(flow),
        auth_type: proof(flow),
        agent_auth_type: agent(reading, flow).as_deref().and_then(proof).or_else(|| own_agent_proof(flow)),
        agent_flow_id: service.and_then(|service| service.agent).map(|agent| agent.to_string()),
        url: has_pages.then(|| entrance::long(base, flow.id, flow.link.client_type, &flow.link.app)),
        short_link: has_pages.then(|| entrance::short(base, flow.id)),
        organ_info: organization.map(|wanted| OrganInfo::of(&wanted.claim, account(flow))),
        indiv_info: organization.is_none().then(|| person_of(reading, flow)),
    }
}

/// The account that the flow is to verify.
fn account(flow: &Flow) -> Option<AccountId> {
    flow.link.identity_service.as_ref()?.account.as_ref().map(|account| account.id)
}

fn object_type(flow: &Flow) -> &'static str {
    if flow.link.organization.is_some() { "ORGANIZATION" } else { "INDIVIDUAL" }
}

/// The verification of the person who acts for an organization.
fn agent<'a>(reading: &'a Reading<'_>, flow: &Flow) -> Option<Cow<'a, Flow>> {
    let agent = flow.link.identity_service.as_ref()?.agent?;
    reading.flow_of_service(&flow.link.app, agent).ok()
}

/// By what whoever acts for the organization was verified in this very flow, behind a link to pages. Unknown:
/// such a verification has a flow of its own in the documents; here it has none.
fn own_agent_proof(flow: &Flow) -> Option<&'static str> {
    flow.link.organization.as_ref()?;
    let (method, _) = flow.verified()?.transactor?;
    Some(vocabulary::proof_word(method, vendor(flow)))
}

/// By what the flow was passed.
fn proof(flow: &Flow) -> Option<&'static str> {
    let Progress::Passed { verified, .. } = &flow.progress else { return None };
    let reverse = flow.timeline.iter().any(|entry| entry.kind == EventKind::PaymentReceived);
    match (verified.organization, verified.transactor) {
        (Some(proof), _) => Some(vocabulary::org_proof_word(proof, reverse)),
        (None, Some((method, _))) => Some(vocabulary::proof_word(method, vendor(flow))),
        (None, None) => None,
    }
}

fn person_of(reading: &Reading<'_>, flow: &Flow) -> IndivInfo {
    let vendor = vendor(flow);
    let claim = &flow.link.claim;
    let scored = flow.face_passed.filter(|_| vendor.is_some_and(scores));
    let scores = scored.map(|ticket| reading.face_scores(ticket));
    IndivInfo {
        account_id: account(flow).map(|id| id.to_string()),
        name: claim.name.as_ref().map(ToString::to_string),
        cert_no: claim.document.as_ref().map(|document| document.number().into_owned()),
        cert_type: claim.document.as_ref().map(|document| vocabulary::document_words(document).0),
        nationality: claim.document.as_ref().map(|document| vocabulary::document_words(document).1),
        mobile_no: claim.mobile.map(|mobile| mobile.to_string()),
        bank_card_no: claim.bank_card.map(|card| card.to_string()),
        face_photo_url: None,
        face_photo_all_url: None,
        similarity: scores.map(|scores| scores.similarity.to_string()),
        living_score: scores.map(|scores| scores.living.to_string()),
        face_video_url: None,
        // Unknown: which of the two kinds; the phone asks for actions here.
        face_type: (flow.face_passed.is_some() && vendor == Some(FaceVendor::Tencent))
            .then_some("Action_Liveness_Detection"),
        id_card_front_pic_url: None,
        id_card_back_pic_url: None,
    }
}

/// Unknown: the words for a sub-flow's status, which table and sample print differently; here the table's.
fn outline_of(reading: &Reading<'_>, flow: &Flow) -> Outline {
    let service = flow.link.identity_service.as_deref();
    let related = agent(reading, flow).map(|agent| outline_of(reading, &agent));
    Outline {
        flow_id: reading.flow_id(flow.id).to_string(),
        flow_status: status(flow),
        object_type: object_type(flow),
        context_id: service.and_then(|service| service.context_id.as_deref()).map(str::to_owned),
        fail_reason: fail_reason(flow),
        create_time: flow.created.0,
        modify_time: flow.updated.0,
        sub_flows: steps(flow)
            .iter()
            .enumerate()
            .map(|(place, step)| SubFlow {
                sub_flow_id: reading.sub_flow_id(flow.id, place).to_string(),
                sub_flow_type: step.kind,
                status: step.status,
            })
            .collect(),
        related_flows: related.into_iter().collect(),
    }
}

/// A part of a flow, as `outline` tells it.
struct Part {
    kind: &'static str,
    status: &'static str,
    begun: Time,
}

/// The comparisons that passed, and each proof that was tried. Unknown: how a
/// reverse payment is called here; the word is that of the detail.
fn steps(flow: &Flow) -> Vec<Part> {
    let mut parts: Vec<Part> = Vec::new();
    for entry in &flow.timeline {
        let (kind, status) = match &entry.kind {
            EventKind::ComparisonPassed(Method::Mobile3) => ("INDIVIDUAL_TELECOM_3_FACTOR", "ING"),
            EventKind::ComparisonPassed(Method::Bankcard4) => ("INDIVIDUAL_BANKCARD_4_FACTOR", "ING"),
            EventKind::ComparisonPassed(Method::Face) => ("INDIVIDUAL_FACEAUTH", "ING"),
            EventKind::OrgComparisonPassed => ("ORGANIZATION_INFO_AUTH", "SUCCESS"),
            EventKind::PayoutSent(_) => ("ORGANIZATION_TRANSFER_RANDOM_AMOUNT", "ING"),
            EventKind::PayeeOpened => ("ORGANIZATION_REVERSE_PAYMENT", "ING"),
            EventKind::SignIssued(_) => ("LEGAL_REP_SIGN_AUTHORIZE", "ING"),
            EventKind::Verified(_) | EventKind::OrgVerified(_) => {
                if let Some(last) = parts.last_mut() {
                    last.status = "SUCCESS";
                }
                continue;
            }
            _ => continue,
        };
        if let Some(last) = parts.last_mut().filter(|last| last.status == "ING") {
            last.status = "TERMINATED";
        }
        parts.push(Part { kind, status, begun: entry.at });
    }
    if let Some(last) = parts.last_mut().filter(|last| last.status == "ING") {
        last.status = status(flow);
    }
    parts
}

/// The comparison, which is over, and what followed it. Unknown: of the kinds only the bank's and the code's
/// are published; the others are named alike.
fn process_of(reading: &Reading<'_>, flow: &Flow, place: usize) -> Process {
    let parts = steps(flow);
    let Some(part) = parts.get(place) else { return Process { detail_list: Vec::new() } };
    let step = |ordinal: u64, kind, status, begun: Time, ended: Time| StepDetail {
        id: reading.step_id(flow.id, place, ordinal),
        kind,
        status,
        create_time: begun.0,
        modify_time: ended.0,
    };
    let compared = |kind| step(0, kind, "SUCCESS", part.begun, part.begun);
    let followed = |kind| step(1, kind, part.status, part.begun, flow.updated);
    Process {
        detail_list: match part.kind {
            "INDIVIDUAL_TELECOM_3_FACTOR" => vec![compared("PSN_TELECOM_3"), followed("AUTHCODE")],
            "INDIVIDUAL_BANKCARD_4_FACTOR" => vec![compared("PSN_BANKINFO_4"), followed("AUTHCODE")],
            "INDIVIDUAL_FACEAUTH" => vec![compared("PSN_INFO_2"), followed("PSN_FACEAUTH")],
            "ORGANIZATION_INFO_AUTH" => vec![compared("ORG_INFO")],
            kind => vec![followed(kind)],
        },
    }
}
