//! Verification of organizations by calls, of which a call says itself which it is (核身) or an account does (实名):
//! three factors (identity_service/dzvhtp, paas_api/apt5qk) or four (ikp0qg, gg5fbz), then signing by the legal
//! representative (dyyohd, wqffv9, cgiwtx, ih16c4) or, in `bank_transfer`, 对公打款.

use realname_provider::claim::{Identity, PersonClaim};
use realname_provider::flow::grant::ScopeSet;
use realname_provider::flow::identity_service::organization::{OrgServiceStep, SignOrder};
use realname_provider::flow::identity_service::{IdentityService, OfAccount, ServiceStep, Start};
use realname_provider::flow::link::{ClientType, Link, OrganizationWanted};
use realname_provider::flow::method::Method;
use realname_provider::flow::method::legal_rep_authorization::SignState;
use realname_provider::flow::organization::{self, Stage};
use realname_provider::flow::{Flow, Progress};
use realname_provider::id::{AccountId, AppId};
use realname_provider::identity::document::DocumentType;
use realname_provider::input::{Call, Input, Outcome};
use realname_provider::org_claim::OrgClaim;
use realname_provider::reading::Reading;
use realname_provider::refusal::Refusal;
use realname_provider::time::Time;
use serde::{Deserialize, Serialize};

use crate::api::envelope::{done, failure, success};
use crate::api::json::stated;
use crate::api::v2::body::{self, Malformed};
use crate::api::v2::person::not_begun;
use crate::api::v2::refusal;
use crate::api::{address, entrance};
use crate::http::Reply;
use crate::visit::{Answer, Caller, Visit};

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Body {
    name: Option<String>,
    org_code: Option<String>,
    legal_rep_name: Option<String>,
    legal_rep_cert_type: Option<String>,
    legal_rep_id_no: Option<String>,
    context_id: Option<String>,
    notify_url: Option<String>,
    agent_flow_id: Option<String>,
    agent_account_id: Option<String>,
    repetition: Option<bool>,
    fr_auth_enable: Option<bool>,
    verify_id: Option<String>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Begun {
    flow_id: String,
    /// Whether the compare that the call named has made another unnecessary.
    #[serde(skip_serializing_if = "Option::is_none")]
    verify_id_result: Option<bool>,
}

/// `POST …/organization/threeFactors`.
pub fn three_factors(visit: Visit, app: Caller) -> Answer {
    Box::pin(async move { begin(&visit, &app, false).await })
}

/// `POST …/organization/enterprise/fourFactors`.
pub fn four_factors(visit: Visit, app: Caller) -> Answer {
    Box::pin(async move { begin(&visit, &app, true).await })
}

async fn begin(visit: &Visit, app: &Caller, four_factors: bool) -> Reply {
    let body = &visit.request.body;
    let read = body::account_in_path(visit).and_then(|account| match account {
        None => Ok((read(body, &app.id, app.world.now(), four_factors)?, false)),
        Some(account) => Ok((read_of_account(body, &app.id, account, four_factors)?, four_factors)),
    });
    let (link, takes_compares) = match read {
        Ok(read) => read,
        Err(malformed) => return malformed.reply(),
    };
    match visit.submit(&app.world, Input::Call(Call::Link(link.into()))).await {
        Ok(Outcome::Flow(id)) => app.world.ask(|reading| {
            let compared =
                reading.flow(id).and_then(|flow| flow.link.identity_service.as_ref()?.compared.clone());
            success(&Begun {
                flow_id: reading.flow_id(id).to_string(),
                verify_id_result: takes_compares.then_some(compared.is_some()),
            })
        }),
        Ok(_) => refusal::reply(&Refusal::FlowUnknown),
        Err(Refusal::OrgComparisonFailed { comparison }) => {
            let (code, text) = refusal::organization_start(&comparison);
            failure(code, text)
        }
        Err(refusal) => not_begun(app, &refusal),
    }
}

/// Turns a body into what the provider understands.
fn read(body: &[u8], app: &AppId, now: Time, four_factors: bool) -> Result<Link, Malformed> {
    let body: Body = body::read(body)?;
    let name = stated(body.name).ok_or_else(|| Malformed::missing("企业名称"))?;
    let code = stated(body.org_code).ok_or_else(|| Malformed::missing("企业证件号"))?;
    let rep = stated(body.legal_rep_name).ok_or_else(|| Malformed::of(refusal::LEGAL_REP_NAME_MISSING))?;
    let code = body::organization_code(&code)?;
    let mut claim = OrgClaim {
        name: Some(body::organization_name(&name)?),
        code_type: Some(code.kind()),
        code: Some(code),
        legal_rep_name: Some(body::name(Some(rep))?),
        ..OrgClaim::default()
    };
    if four_factors {
        let number = stated(body.legal_rep_id_no).ok_or_else(|| Malformed::missing("法定代表人证件号"))?;
        let kind = body.legal_rep_cert_type;
        let document = body::document_of_type(kind, "legalRepCertType", Some(number), now)?;
        claim.legal_rep_document_type = Some(document.kind());
        claim.legal_rep_document = Some(document);
    }
    let agent = stated(body.agent_flow_id).filter(|_| four_factors);
    let agent = agent.map(|agent| agent.parse().map_err(|_| Malformed::wrong("agentFlowId"))).transpose()?;
    let service = IdentityService {
        context_id: body::context_id(body.context_id)?,
        agent,
        ..IdentityService::new(Start::Organization { four_factors })
    };
    Ok(link(app, claim, body::address(body.notify_url, address::receiver, "notifyUrl")?, service))
}

/// The same where an account says which organization it is (paas_api/apt5qk, gg5fbz).
fn read_of_account(body: &[u8], app: &AppId, id: AccountId, four_factors: bool) -> Result<Link, Malformed> {
    let body: Body = body::read(body)?;
    let agent = body::account(body.agent_account_id)?;
    let agent = agent.ok_or_else(|| Malformed::missing("agentAccountId"))?;
    // Unknown: what the three factors do with it; documented is it for four.
    let agent_suffices = four_factors && body.fr_auth_enable.unwrap_or(false);
    let flow = stated(body.agent_flow_id).filter(|_| agent_suffices);
    let service = IdentityService {
        context_id: body::context_id(body.context_id)?,
        agent: flow.map(|flow| flow.parse().map_err(|_| Malformed::wrong("agentFlowId"))).transpose()?,
        account: Some(Box::new(OfAccount {
            id,
            agent: Some(agent),
            repeatable: body.repetition.unwrap_or(true),
            agent_suffices,
        })),
        // One that is no id is named in vain, as one that is unknown is.
        compared: stated(body.verify_id).filter(|_| four_factors).map(Into::into),
        ..IdentityService::new(Start::Organization { four_factors })
    };
    let notify_url = body::address(body.notify_url, address::receiver, "notifyUrl")?;
    Ok(link(app, OrgClaim::default(), notify_url, service))
}

fn link(app: &AppId, claim: OrgClaim, notify_url: Option<Box<str>>, service: IdentityService) -> Link {
    Link {
        app: app.clone(),
        whose: None,
        claim: PersonClaim::default(),
        identity_must_agree: false,
        default_method: Method::Face,
        available: Vec::new(),
        detailed: Vec::new(),
        editable: Vec::new(),
        scopes: ScopeSet::default(),
        redirect: None,
        notify_url,
        client_type: ClientType::H5,
        app_scheme: None,
        organization: Some(Box::new(OrganizationWanted { claim, ..OrganizationWanted::default() })),
        identity_service: Some(Box::new(service)),
    }
}

/// Submits a step of the flow that the path names.
pub(super) async fn step(visit: &Visit, app: &Caller, step: OrgServiceStep) -> Result<(), Refusal> {
    let flow = body::flow(visit)?;
    let call = Call::Step { app: app.id.clone(), flow, step: ServiceStep::Organization(step) };
    visit.submit(&app.world, Input::Call(call)).await.map(|_| ())
}

pub(super) fn answer(result: Result<(), Refusal>) -> Reply {
    match result {
        Ok(()) => done(),
        Err(refusal) => refusal::reply(&refusal),
    }
}

/// Asks about the flow that the path names, which must be an organization's.
pub(super) fn about<T>(
    visit: &Visit,
    app: &Caller,
    tell: impl FnOnce(&Reading<'_>, &Flow) -> Result<T, Refusal>,
) -> Result<T, Refusal> {
    app.world.ask(|reading| {
        let flow = reading.flow_of_service(&app.id, body::flow(visit)?)?;
        if flow.link.organization.is_none() {
            return Err(Refusal::FlowUnknown);
        }
        tell(reading, &flow)
    })
}

pub(super) fn told<T: Serialize>(result: Result<T, Refusal>) -> Reply {
    match result {
        Ok(told) => success(&told),
        Err(refusal) => refusal::reply(&refusal),
    }
}

/// What a question is refused with about a flow in which nothing is to be proven: it is over, or, with `early`, behind
/// a link whose pages have not come so far.
pub(super) fn not_proving(flow: &Flow, early: Refusal) -> Refusal {
    match flow.progress {
        Progress::Expired { .. } => Refusal::FlowExpired,
        _ if flow.is_finished() => Refusal::FlowEnded,
        _ => early,
    }
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct SignBody {
    agent_name: Option<String>,
    agent_id_no: Option<String>,
    mobile_no: Option<String>,
    legal_rep_id_no: Option<String>,
    redirect_url: Option<String>,
}

/// `POST …/organization/{flowId}/legalRepSign`.
pub fn legal_rep_sign(visit: Visit, app: Caller) -> Answer {
    Box::pin(async move { sign(&visit, &app, true).await })
}

/// `POST …/organization/{flowId}/legalRepSignAuth`: the agent is the account's (paas_api/wqffv9). Unknown: what a
/// flow without an account answers; here that it does not stand at this step.
pub fn legal_rep_sign_auth(visit: Visit, app: Caller) -> Answer {
    Box::pin(async move { sign(&visit, &app, false).await })
}

async fn sign(visit: &Visit, app: &Caller, states_agent: bool) -> Reply {
    match read_sign(&visit.request.body, app.world.now(), states_agent) {
        Ok(order) => answer(step(visit, app, OrgServiceStep::SendSign(Box::new(order))).await),
        Err(malformed) => malformed.reply(),
    }
}

fn read_sign(body: &[u8], now: Time, states_agent: bool) -> Result<SignOrder, Malformed> {
    let body: SignBody = body::read(body)?;
    let id_cards = &[DocumentType::IdCard];
    let legal_rep_document = match stated(body.legal_rep_id_no) {
        None => None,
        Some(number) => Some(body::document(id_cards, Some(number), now)?),
    };
    let agent = if states_agent {
        let name = body::name(body.agent_name)?;
        Some(Identity { name, document: body::document(id_cards, body.agent_id_no, now)? })
    } else {
        None
    };
    Ok(SignOrder {
        agent,
        mobile: body::mobile(body.mobile_no)?,
        legal_rep_document,
        redirect: body::address(body.redirect_url, address::way_back, "redirectUrl")?,
    })
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct SignUrl {
    sign_url: String,
}

/// `GET …/organization/{flowId}/signUrl`.
pub fn sign_url(visit: Visit, app: Caller) -> Answer {
    Box::pin(async move {
        let base = visit.public_url();
        told(about(&visit, &app, |_, flow| {
            let proving =
                organization::proving(flow).ok_or_else(|| not_proving(flow, Refusal::SignNotOrdered))?;
            match &proving.stage {
                Stage::LegalRepAuthorization(task) => {
                    Ok(SignUrl { sign_url: entrance::sign(&base, task.ticket) })
                }
                Stage::Choosing
                | Stage::AlipayQuick(_)
                | Stage::LegalRepInPerson(_)
                | Stage::BankTransfer(_) => Err(Refusal::SignNotOrdered),
            }
        }))
    })
}

#[derive(Serialize)]
struct SignResult {
    status: &'static str,
    message: &'static str,
}

/// `GET …/organization/{flowId}/legalRepSignResult`. Unknown: of the texts only that of SIGNING is published.
pub fn legal_rep_sign_result(visit: Visit, app: Caller) -> Answer {
    Box::pin(async move {
        told(about(&visit, &app, |reading, flow| {
            if flow.is_signed() {
                return Ok(SignResult { status: "FINISHED", message: "签署完成" });
            }
            let proving =
                organization::proving(flow).ok_or_else(|| not_proving(flow, Refusal::SignNotOrdered))?;
            let Stage::LegalRepAuthorization(task) = &proving.stage else {
                return Err(Refusal::SignNotOrdered);
            };
            Ok(if task.state == SignState::Refused {
                SignResult { status: "SIGNFAILED", message: "法定代表人已拒绝签署" }
            } else if task.is_too_old(reading.at(), reading.rules()) {
                SignResult { status: "SIGNFAILED", message: "签署已过期" }
            } else if proving.sign_sent.is_none() {
                SignResult { status: "NOTSTART", message: "任务已提交" }
            } else {
                SignResult { status: "SIGNING", message: "已发送通知,待签署" }
            })
        }))
    })
}
