//! What became of a flow: `detail` (identity_service/duoa44), `outline` (paas_api/gixgs3o2tazg1ta1) and the
//! frozen `process` (identity_service/btvruu).

use realname_provider::event::EventKind;
use realname_provider::flow::identity_service::{Failure, Start};
use realname_provider::flow::method::Method;
use realname_provider::flow::method::face::FaceVendor;
use realname_provider::flow::{Flow, Progress};
use realname_provider::id::FlowId;
use realname_provider::reading::Reading;
use realname_provider::refusal::Refusal;
use serde::Serialize;

use crate::api::envelope::{failure, success};
use crate::api::v2::person::scores;
use crate::api::v2::refusal::{self, SUB_FLOW_UNKNOWN};
use crate::api::v2::vocabulary;
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
    organ_info: Option<()>,
    indiv_info: IndivInfo,
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
    related_flows: Vec<()>,
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
    Box::pin(async move { about(&visit, &app, |reading, flow| success(&detail_of(reading, flow))) })
}

/// `GET …/common/{flowId}/outline`.
pub fn outline(visit: Visit, app: Caller) -> Answer {
    Box::pin(async move { about(&visit, &app, |reading, flow| success(&outline_of(reading, flow))) })
}

/// `GET …/common/{flowId}/process?subFlowId=…`.
pub fn process(visit: Visit, app: Caller) -> Answer {
    Box::pin(async move {
        let wanted = visit.request.parameters().trimmed("subFlowId").parse::<FlowId>().ok();
        about(&visit, &app, |reading, flow| match wanted {
            Some(wanted) if wanted == reading.sub_flow_id(flow.id) => success(&process_of(reading, flow)),
            _ => failure(SUB_FLOW_UNKNOWN.0, SUB_FLOW_UNKNOWN.1),
        })
    })
}

fn about(visit: &Visit, app: &Caller, tell: impl FnOnce(&Reading<'_>, &Flow) -> Reply) -> Reply {
    app.world.ask(|reading| {
        let flow = visit.parameter("flowId").parse().map_err(|_| Refusal::FlowUnknown);
        match flow.and_then(|flow| reading.flow_of_service(&app.id, flow)) {
            Ok(flow) => tell(reading, &flow),
            Err(refusal) => refusal::reply(&refusal),
        }
    })
}

/// A flow begins with a comparison, which is charged; so none is ever INIT here.
fn status(flow: &Flow) -> &'static str {
    match flow.progress {
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

fn vendor(flow: &Flow) -> Option<FaceVendor> {
    match flow.link.identity_service.as_ref().map(|service| service.start) {
        Some(Start::Face(vendor)) => Some(vendor),
        Some(Start::Mobile3 | Start::Bankcard4) | None => None,
    }
}

fn detail_of(reading: &Reading<'_>, flow: &Flow) -> Detail {
    let passed = matches!(flow.progress, Progress::Passed { .. });
    let vendor = vendor(flow);
    let claim = &flow.link.claim;
    let scored = flow.face_passed.filter(|_| vendor.is_some_and(scores));
    let scores = scored.map(|ticket| reading.face_scores(ticket));
    Detail {
        flow_id: reading.flow_id(flow.id).to_string(),
        status: status(flow),
        object_type: "INDIVIDUAL",
        start_time: flow.created.0,
        end_time: flow.updated.0,
        fail_reason: fail_reason(flow),
        auth_type: passed.then(|| vocabulary::proof_word(flow.link.default_method, vendor)),
        agent_auth_type: None,
        agent_flow_id: None,
        url: None,
        short_link: None,
        organ_info: None,
        indiv_info: IndivInfo {
            account_id: None,
            name: claim.name.as_ref().map(ToString::to_string),
            cert_no: claim.document.as_ref().map(|document| document.number().into_owned()),
            cert_type: claim.document_type.map(vocabulary::document_type_word),
            nationality: claim.document_type.map(vocabulary::nationality_word),
            mobile_no: claim.mobile.map(|mobile| mobile.to_string()),
            bank_card_no: claim.bank_card.map(|card| card.to_string()),
            face_photo_url: None,
            face_photo_all_url: None,
            similarity: scores.map(|scores| scores.similarity.to_string()),
            living_score: scores.map(|scores| scores.living.to_string()),
            face_video_url: None,
            // Unknown: which of the two kinds; the phone asks for actions here.
            face_type: (passed && vendor == Some(FaceVendor::Tencent)).then_some("Action_Liveness_Detection"),
            id_card_front_pic_url: None,
            id_card_back_pic_url: None,
        },
    }
}

/// Unknown: the words for a sub-flow's status, which table and sample print differently; here the table's.
fn outline_of(reading: &Reading<'_>, flow: &Flow) -> Outline {
    let service = flow.link.identity_service.as_deref();
    Outline {
        flow_id: reading.flow_id(flow.id).to_string(),
        flow_status: status(flow),
        object_type: "INDIVIDUAL",
        context_id: service.and_then(|service| service.context_id.as_deref()).map(str::to_owned),
        fail_reason: fail_reason(flow),
        create_time: flow.created.0,
        modify_time: flow.updated.0,
        sub_flows: vec![SubFlow {
            sub_flow_id: reading.sub_flow_id(flow.id).to_string(),
            sub_flow_type: match flow.link.default_method {
                Method::Mobile3 => "INDIVIDUAL_TELECOM_3_FACTOR",
                Method::Bankcard4 => "INDIVIDUAL_BANKCARD_4_FACTOR",
                Method::Face => "INDIVIDUAL_FACEAUTH",
            },
            status: status(flow),
        }],
        related_flows: Vec::new(),
    }
}

/// The comparison, which is over, and what followed it. Unknown: of the kinds only the bank's and the code's
/// are published; the others are named alike.
fn process_of(reading: &Reading<'_>, flow: &Flow) -> Process {
    let compared = |kind| StepDetail {
        id: reading.step_id(flow.id, 0),
        kind,
        status: "SUCCESS",
        create_time: flow.created.0,
        modify_time: flow.created.0,
    };
    let since = |line: fn(&EventKind) -> bool| {
        flow.timeline.iter().find(|entry| line(&entry.kind)).map_or(flow.created, |entry| entry.at)
    };
    let followed = |kind, begun: i64| StepDetail {
        id: reading.step_id(flow.id, 1),
        kind,
        status: status(flow),
        create_time: begun,
        modify_time: flow.updated.0,
    };
    let code = || since(|line| matches!(line, EventKind::CodeSent(_))).0;
    Process {
        detail_list: match flow.link.default_method {
            Method::Mobile3 => vec![compared("PSN_TELECOM_3"), followed("AUTHCODE", code())],
            Method::Bankcard4 => vec![compared("PSN_BANKINFO_4"), followed("AUTHCODE", code())],
            Method::Face => vec![compared("PSN_INFO_2"), followed("PSN_FACEAUTH", flow.created.0)],
        },
    }
}
