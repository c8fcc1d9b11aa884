//! Verification of persons by calls, of whom a call says itself who it is (核身) or an account does (实名): telecom
//! three factors (identity_service/wry7rc, paas_api/qg3ym0), bank card four factors (tgp6t3, qq9ftv), face (wbsb6y,
//! io1yrd, qeig5n); the code (ddklrl) and its resending (nf4xwp).

use realname_provider::claim::PersonClaim;
use realname_provider::flow::grant::ScopeSet;
use realname_provider::flow::identity_service::{
    DataSource, Failure, IdentityService, OfAccount, Purpose, ServiceStep, Start,
};
use realname_provider::flow::link::{ClientType, Link, Redirect};
use realname_provider::flow::method::Method;
use realname_provider::flow::method::face::{FaceScores, FaceState, FaceVendor};
use realname_provider::flow::{Flow, Progress};
use realname_provider::id::{AccountId, AppId, AuthFlowId};
use realname_provider::identity::bank_card::BankCardNum;
use realname_provider::input::{Call, Input, Outcome};
use realname_provider::reading::Reading;
use realname_provider::refusal::Refusal;
use realname_provider::time::Time;
use serde::{Deserialize, Serialize};

use crate::api::envelope::{done, failure, success};
use crate::api::json::stated;
use crate::api::v2::body::{self, Malformed};
use crate::api::v2::{query, refusal, vocabulary};
use crate::api::{address, entrance};
use crate::http::Reply;
use crate::visit::{Answer, Caller, Visit};

/// What all three start calls say.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Body {
    name: Option<String>,
    id_no: Option<String>,
    cert_type: Option<String>,
    mobile_no: Option<String>,
    bank_card_no: Option<String>,
    grade: Option<String>,
    source: Option<u8>,
    repetition: Option<bool>,
    context_id: Option<String>,
    notify_url: Option<String>,
    certification_purpose: Option<String>,
    org_name: Option<String>,
    org_cert_no: Option<String>,
    faceauth_mode: Option<String>,
    callback_url: Option<String>,
    face_interface_type: Option<String>,
    result_page: Option<u8>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Begun {
    flow_id: String,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct FaceBegun {
    flow_id: String,
    auth_url: String,
    original_url: String,
    /// Until when the link may be opened, in milliseconds since 1970.
    expire: i64,
}

/// `POST …/individual/telecom3Factors`.
pub fn telecom_3_factors(visit: Visit, app: Caller) -> Answer {
    Box::pin(async move { begin(&visit, &app, Method::Mobile3).await })
}

/// `POST …/individual/bankCard4Factors`.
pub fn bank_card_4_factors(visit: Visit, app: Caller) -> Answer {
    Box::pin(async move { begin(&visit, &app, Method::Bankcard4).await })
}

/// `POST …/individual/face`.
pub fn face(visit: Visit, app: Caller) -> Answer {
    Box::pin(async move { begin(&visit, &app, Method::Face).await })
}

async fn begin(visit: &Visit, app: &Caller, method: Method) -> Reply {
    let read = body::account_in_path(visit)
        .and_then(|account| read(&visit.request.body, &app.id, app.world.now(), method, account));
    let (link, start) = match read {
        Ok(link) => link,
        Err(malformed) => return malformed.reply(),
    };
    match visit.submit(&app.world, Input::Call(Call::Link(link.into()))).await {
        Ok(Outcome::Flow(id)) => app.world.ask(|reading| match start {
            Start::Pages | Start::Organization { .. } | Start::Mobile3 | Start::Bankcard4 => {
                success(&Begun { flow_id: reading.flow_id(id).to_string() })
            }
            Start::Face(_) => face_begun(reading, id, &visit.public_url()),
        }),
        Ok(_) => refusal::reply(&Refusal::FlowUnknown),
        Err(Refusal::ComparisonFailed { fields, .. }) => {
            let (code, text) = refusal::start_comparison(method, &fields, goes_by_older_codes(app));
            failure(code, &text)
        }
        Err(refusal) => not_begun(app, &refusal),
    }
}

/// The answer to a start call that was refused, by the table that this world goes by.
pub(super) fn not_begun(app: &Caller, refusal: &Refusal) -> Reply {
    let (code, text) = refusal::account_start(refusal, goes_by_older_codes(app));
    failure(code, &text)
}

fn goes_by_older_codes(app: &Caller) -> bool {
    app.world.ask(|reading| reading.rules().older_codes)
}

fn face_begun(reading: &Reading<'_>, id: AuthFlowId, base: &str) -> Reply {
    let flow = reading.flow(id);
    match flow.as_ref().and_then(|flow| flow.face_check()) {
        Some(check) => success(&FaceBegun {
            flow_id: reading.flow_id(id).to_string(),
            auth_url: entrance::short(base, id),
            original_url: entrance::face(base, check.ticket),
            expire: check.until.0,
        }),
        None => refusal::reply(&Refusal::FaceUnknown),
    }
}

/// Turns a body into what the provider understands.
fn read(
    body: &[u8],
    app: &AppId,
    now: Time,
    method: Method,
    account: Option<AccountId>,
) -> Result<(Link, Start), Malformed> {
    let body: Body = body::read(body)?;
    let cert_type = match method {
        // The carriers' comparison takes no kind: it knows ID cards alone.
        Method::Mobile3 => None,
        Method::Bankcard4 | Method::Face => body.cert_type,
    };
    let mut claim = PersonClaim::default();
    if account.is_none() {
        claim.name = Some(body::name(body.name)?);
        let document = body::document_of_type(cert_type, "certType", body.id_no, now)?;
        claim.document_type = Some(document.kind());
        claim.document = Some(document);
    }
    if method != Method::Face {
        claim.mobile = Some(body::mobile(body.mobile_no)?);
    }
    if method == Method::Bankcard4 {
        claim.bank_card = Some(body::bank_card::<BankCardNum>(body.bank_card_no)?);
    }
    let purpose = purpose(body.certification_purpose, body.org_name, body.org_cert_no)?;
    let source = match body.source {
        None | Some(0) => DataSource::Authoritative,
        Some(1) => DataSource::Trusted,
        Some(2) => DataSource::TrustedFirst,
        Some(_) => return Err(Malformed::wrong("source")),
    };
    let detailed = body::word(body.grade, vocabulary::grade, "grade")?.unwrap_or(false);
    let (start, redirect) = match method {
        Method::Mobile3 => (Start::Mobile3, None),
        Method::Bankcard4 => (Start::Bankcard4, None),
        Method::Face => {
            let vendor = body::word(body.faceauth_mode, vocabulary::face_vendor, "faceauthMode")?;
            let vendor = vendor.ok_or_else(|| Malformed::missing("faceauthMode"))?;
            interface(body.face_interface_type, vendor)?;
            let url = body::address(body.callback_url, address::way_back, "callbackUrl")?;
            let url = url.ok_or_else(|| Malformed::missing("callbackUrl"))?;
            let delay_seconds = match body.result_page {
                None | Some(0) => Some(0),
                Some(1) => None,
                Some(_) => return Err(Malformed::wrong("resultPage")),
            };
            (Start::Face(vendor), Some(Redirect { url, delay_seconds }))
        }
    };
    let link = Link {
        app: app.clone(),
        whose: None,
        claim,
        identity_must_agree: false,
        default_method: method,
        available: vec![method],
        detailed: detailed.then_some(method).into_iter().collect(),
        editable: Vec::new(),
        scopes: ScopeSet::default(),
        redirect,
        notify_url: body::address(body.notify_url, address::receiver, "notifyUrl")?,
        client_type: ClientType::H5,
        app_scheme: None,
        organization: None,
        identity_service: Some(Box::new(IdentityService {
            context_id: body::context_id(body.context_id)?,
            account: account.map(|id| {
                let repeatable = body.repetition.unwrap_or(true);
                Box::new(OfAccount { id, agent: None, repeatable, agent_suffices: false })
            }),
            purpose: purpose.map(Box::new),
            source,
            ..IdentityService::new(start)
        })),
    };
    Ok((link, start))
}

/// `certificationPurpose`: a verification for an organization names it.
fn purpose(
    purpose: Option<String>,
    name: Option<String>,
    code: Option<String>,
) -> Result<Option<Purpose>, Malformed> {
    match purpose.as_deref() {
        None | Some("" | "INDIVIDUAL") => Ok(None),
        Some("ORGANIZATION") => {
            let name = stated(name).ok_or_else(|| Malformed::missing("orgName"))?;
            let code = stated(code).ok_or_else(|| Malformed::missing("orgCertNo"))?;
            Ok(Some(Purpose { name: body::organization_name(&name)?, code: body::organization_code(&code)? }))
        }
        Some(_) => Err(Malformed::wrong("certificationPurpose")),
    }
}

/// `faceInterfaceType`: a kit for native apps is Tencent's only.
fn interface(word: Option<String>, vendor: FaceVendor) -> Result<(), Malformed> {
    match word.as_deref() {
        None | Some("" | "H5") => Ok(()),
        Some("SDK") if vendor == FaceVendor::Tencent => Ok(()),
        Some(_) => Err(Malformed::wrong("faceInterfaceType")),
    }
}

#[derive(Deserialize)]
struct Entry {
    /// All lower-case, unlike all others.
    authcode: Option<String>,
}

/// `PUT …/individual/{flowId}/telecom3Factors`.
pub fn check_telecom_code(visit: Visit, app: Caller) -> Answer {
    Box::pin(async move { check_code(&visit, &app, Method::Mobile3).await })
}

/// `PUT …/individual/{flowId}/bankCard4Factors`.
pub fn check_bank_code(visit: Visit, app: Caller) -> Answer {
    Box::pin(async move { check_code(&visit, &app, Method::Bankcard4).await })
}

async fn check_code(visit: &Visit, app: &Caller, method: Method) -> Reply {
    let entry = body::read::<Entry>(&visit.request.body).and_then(|entry| {
        let entry = entry.authcode.filter(|entry| !entry.is_empty());
        let entry = entry.ok_or_else(|| Malformed::wrong("短信验证码不能为空"))?;
        body::without_spaces(&entry).map(Into::into)
    });
    match entry {
        Ok(entry) => step(visit, app, ServiceStep::EnterCode(method, entry)).await,
        Err(malformed) => malformed.reply(),
    }
}

/// `POST …/individual/{flowId}/telecom3FactorAuthCode`.
pub fn resend_telecom_code(visit: Visit, app: Caller) -> Answer {
    Box::pin(async move { step(&visit, &app, ServiceStep::ResendCode(Method::Mobile3)).await })
}

/// `POST …/individual/{flowId}/bankCard4FactorAuthCode`.
pub fn resend_bank_code(visit: Visit, app: Caller) -> Answer {
    Box::pin(async move { step(&visit, &app, ServiceStep::ResendCode(Method::Bankcard4)).await })
}

async fn step(visit: &Visit, app: &Caller, step: ServiceStep) -> Reply {
    let flow = match body::flow(visit) {
        Ok(flow) => flow,
        Err(refusal) => return refusal::reply(&refusal),
    };
    let call = Call::Step { app: app.id.clone(), flow, step };
    match visit.submit(&app.world, Input::Call(call)).await {
        Ok(_) => done(),
        Err(refusal) => refusal::reply(&refusal),
    }
}

#[derive(Serialize, Default)]
#[serde(rename_all = "camelCase")]
struct FaceResult {
    status: &'static str,
    message: &'static str,
    similarity: Option<String>,
    living_score: Option<String>,
    failed_reason_code: Option<&'static str>,
    failed_reason: Option<&'static str>,
}

/// `GET …/individual/{flowId}/face`.
pub fn face_result(visit: Visit, app: Caller) -> Answer {
    Box::pin(async move {
        let told = app.world.ask(|reading| {
            let flow = reading.flow_of_service(&app.id, body::flow(&visit)?)?;
            result(reading, &flow)
        });
        match told {
            Ok(result) => success(&result),
            Err(refusal) => refusal::reply(&refusal),
        }
    })
}

/// What became of a flow's face check. Unknown: of the texts only that of a success is published.
fn result(reading: &Reading<'_>, flow: &Flow) -> Result<FaceResult, Refusal> {
    let vendor = query::vendor(flow).ok_or(Refusal::FaceUnknown)?;
    // SCAN is for pages on a computer whose QR code somebody has opened.
    let is_scanned =
        flow.by_calls().is_none() && flow.face_check().is_some_and(|check| check.state != FaceState::Issued);
    Ok(match (&flow.progress, flow.face_passed) {
        (Progress::Passed { .. }, Some(ticket)) => {
            let scores = scores(vendor).then(|| reading.face_scores(ticket));
            FaceResult {
                status: "SUCCESS",
                message: "认证成功",
                similarity: scores.as_ref().map(|FaceScores { similarity, .. }| similarity.to_string()),
                living_score: scores.as_ref().map(|FaceScores { living, .. }| living.to_string()),
                ..FaceResult::default()
            }
        }
        (Progress::Failed { failure: Failure::Face(_, outcome), .. }, _) => {
            let (code, reason) = vocabulary::face_failure(*outcome);
            FaceResult {
                status: "FAIL",
                message: "认证失败",
                failed_reason_code: Some(code),
                failed_reason: Some(reason),
                ..FaceResult::default()
            }
        }
        (Progress::Expired { .. }, _) => {
            FaceResult { status: "FAIL", message: "认证流程已失效", ..FaceResult::default() }
        }
        _ if is_scanned => FaceResult { status: "SCAN", message: "认证中", ..FaceResult::default() },
        _ => FaceResult { status: "ING", message: "认证中", ..FaceResult::default() },
    })
}

/// Whether a vendor tells scores (identity_service/qeig5n).
pub(super) fn scores(vendor: FaceVendor) -> bool {
    matches!(vendor, FaceVendor::Tencent | FaceVendor::Esign)
}
