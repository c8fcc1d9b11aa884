//! Verification of organizations by calls, of which a call says itself which it is (核身) or an account does (实名): three factors (identity_service/dzvhtp) or four (ikp0qg), then signing by the legal
//! representative (dyyohd, cgiwtx, ih16c4), 对公打款 forward (duv6iv, laygml, lrwgm0, ovy1ml) or reverse (ha0lv7, hotxds).

use realname_provider::claim::{Identity, PersonClaim};
use realname_provider::flow::grant::ScopeSet;
use realname_provider::flow::identity_service::organization::{OrgServiceStep, PayoutOrder, SignOrder};
use realname_provider::flow::identity_service::{IdentityService, OfAccount, ServiceStep, Start};
use realname_provider::flow::link::{ClientType, Link, OrganizationWanted};
use realname_provider::flow::method::Method;
use realname_provider::flow::method::bank_transfer::{Forward, PayoutState};
use realname_provider::flow::method::legal_rep_authorization::SignState;
use realname_provider::flow::method::reverse_payment::{PAYMENT, PaymentState, Reverse};
use realname_provider::flow::organization::{self, Proving, Stage};
use realname_provider::flow::{Flow, Progress};
use realname_provider::id::{AppId, FlowId};
use realname_provider::identity::cnaps::CnapsCode;
use realname_provider::identity::corporate_account::CorporateAccountNum;
use realname_provider::identity::document::DocumentType;
use realname_provider::input::{Call, Input, Outcome};
use realname_provider::org_claim::OrgClaim;
use realname_provider::reading::Reading;
use realname_provider::refusal::Refusal;
use realname_provider::time::{Day, Span, Time};
use realname_provider::world::branches::{self, Branch};
use realname_provider::world::ledger::{HOUSE_BANK, HOUSE_NAME};
use serde::{Deserialize, Serialize};
use serde_json::Number;

use crate::api::envelope::{done, failure, success};
use crate::api::json::stated;
use crate::api::v2::body::{self, Malformed};
use crate::api::v2::person::not_begun;
use crate::api::v2::{refusal, vocabulary};
use crate::api::{address, entrance};
use crate::http::Reply;
use crate::visit::{Answer, Caller, Visit};

/// How many branches a look-up tells (identity_service/duv6iv).
const BRANCHES_MAX: usize = 20;

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
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Begun {
    flow_id: String,
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
    let account = visit.parameter("accountId");
    let read = if account.is_empty() {
        read(&visit.request.body, &app.id, app.world.now(), four_factors)
    } else {
        read_of_account(&visit.request.body, &app.id, account, four_factors)
    };
    let link = match read {
        Ok(link) => link,
        Err(malformed) => return malformed.reply(),
    };
    match visit.submit(&app.world, Input::Call(Call::Link(link.into()))).await {
        Ok(Outcome::Flow(id)) => {
            success(&Begun { flow_id: app.world.ask(|reading| reading.flow_id(id)).to_string() })
        }
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
        let kinds = body::word(body.legal_rep_cert_type, vocabulary::document_types, "legalRepCertType")?;
        let number = stated(body.legal_rep_id_no).ok_or_else(|| Malformed::missing("法定代表人证件号"))?;
        let document = body::document(kinds.unwrap_or(&[DocumentType::IdCard]), Some(number), now)?;
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
fn read_of_account(body: &[u8], app: &AppId, account: &str, four_factors: bool) -> Result<Link, Malformed> {
    let body: Body = body::read(body)?;
    let Some(id) = body::account(Some(account.to_owned()))? else {
        return Err(Malformed::missing("accountId"));
    };
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
async fn step(visit: &Visit, app: &Caller, step: OrgServiceStep) -> Result<(), Refusal> {
    let flow = visit.parameter("flowId").parse::<FlowId>().map_err(|_| Refusal::FlowUnknown)?;
    let call = Call::Step { app: app.id.clone(), flow, step: ServiceStep::Organization(step) };
    visit.submit(&app.world, Input::Call(call)).await.map(|_| ())
}

fn answer(result: Result<(), Refusal>) -> Reply {
    match result {
        Ok(()) => done(),
        Err(refusal) => refusal::reply(&refusal),
    }
}

/// Asks about the flow that the path names, which must be an organization's.
fn about<T>(
    visit: &Visit,
    app: &Caller,
    tell: impl FnOnce(&Reading<'_>, &Flow) -> Result<T, Refusal>,
) -> Result<T, Refusal> {
    app.world.ask(|reading| {
        let flow = visit.parameter("flowId").parse().map_err(|_| Refusal::FlowUnknown)?;
        let flow = reading.flow_of_service(&app.id, flow)?;
        if flow.link.organization.is_none() {
            return Err(Refusal::FlowUnknown);
        }
        tell(reading, &flow)
    })
}

fn told<T: Serialize>(result: Result<T, Refusal>) -> Reply {
    match result {
        Ok(told) => success(&told),
        Err(refusal) => refusal::reply(&refusal),
    }
}

/// What a question about a flow that is over is refused with.
fn ended(flow: &Flow) -> Refusal {
    match flow.progress {
        Progress::Expired { .. } => Refusal::FlowExpired,
        _ => Refusal::FlowEnded,
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
        // Unknown: what a second call within a minute is answered; as with codes, it sends nothing.
        Ok(order) => match step(visit, app, OrgServiceStep::SendSign(Box::new(order))).await {
            Err(Refusal::MessageTooSoon { .. }) => done(),
            result => answer(result),
        },
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
            let proving = organization::proving(flow).ok_or_else(|| ended(flow))?;
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
            let proving = organization::proving(flow).ok_or_else(|| ended(flow))?;
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

#[derive(Serialize)]
struct Branches {
    list: Vec<BranchItem>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct BranchItem {
    bank: &'static str,
    bank_name: &'static str,
    cnaps_code: String,
    province: &'static str,
    city: String,
}

impl From<&'static Branch> for BranchItem {
    fn from(branch: &'static Branch) -> Self {
        Self {
            bank: branch.bank,
            bank_name: branch.name,
            cnaps_code: branch.cnaps.to_string(),
            province: branch.province(),
            city: format!("{}市", branch.city),
        }
    }
}

/// `GET …/organization/{flowId}/subbranch?keyWord=…` or `?cnapsCode=…`.
pub fn sub_branch(visit: Visit, app: Caller) -> Answer {
    Box::pin(async move {
        let parameters = visit.request.parameters();
        let (word, number) = (parameters.trimmed("keyWord"), parameters.trimmed("cnapsCode"));
        if word.is_empty() && number.is_empty() {
            return failure(30_500_100, "keyWord与cnapsCode不能同时为空");
        }
        if !number.bytes().all(|byte| byte.is_ascii_digit()) {
            return Malformed::wrong("cnapsCode格式为全数字").reply();
        }
        told(about(&visit, &app, |_, flow| {
            if flow.is_finished() {
                return Err(ended(flow));
            }
            let found = match number.parse::<CnapsCode>() {
                Ok(cnaps) => branches::by_cnaps(cnaps).into_iter().collect(),
                Err(_) if number.is_empty() => branches::search(word, BRANCHES_MAX),
                Err(_) => Vec::new(),
            };
            Ok(Branches { list: found.into_iter().map(BranchItem::from).collect() })
        }))
    })
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct PayBody {
    bank: Option<String>,
    province: Option<String>,
    city: Option<String>,
    subbranch: Option<String>,
    card_no: Option<String>,
    cnaps_code: Option<String>,
    context_id: Option<String>,
    notify_url: Option<String>,
}

/// `PUT …/organization/{flowId}/transferRandomAmount`.
pub fn transfer_random_amount(visit: Visit, app: Caller) -> Answer {
    Box::pin(async move {
        let order = match read_payout(&visit.request.body) {
            Ok(order) => order,
            Err(malformed) => return malformed.reply(),
        };
        if let Err(refusal) = step(&visit, &app, OrgServiceStep::Pay(Box::new(order))).await {
            return refusal::reply(&refusal);
        }
        let refused = about(&visit, &app, |_, flow| {
            let transfer = organization::transfer_of(flow);
            let forward = transfer.and_then(|transfer| transfer.forward.as_ref());
            Ok(forward.is_some_and(|forward| forward.payout.has_failed()))
        });
        match refused {
            Ok(true) => failure(1_203_043, "打款失败"),
            Ok(false) | Err(_) => done(),
        }
    })
}

/// The branch is known by its number; the other words about it must be there, as documented.
fn read_payout(body: &[u8]) -> Result<PayoutOrder, Malformed> {
    let body: PayBody = body::read(body)?;
    for (text, parameter) in
        [(body.bank, "bank"), (body.province, "province"), (body.city, "city"), (body.subbranch, "subbranch")]
    {
        stated(text).ok_or_else(|| Malformed::missing(parameter))?;
    }
    let number = stated(body.card_no).ok_or_else(|| Malformed::missing("cardNo"))?;
    let cnaps = stated(body.cnaps_code).ok_or_else(|| Malformed::missing("cnapsCode"))?;
    Ok(PayoutOrder {
        number: body::without_spaces(&number)?
            .parse()
            .map_err(|_| Malformed::wrong("组织对公账号格式错误"))?,
        cnaps: body::without_spaces(&cnaps)?.parse().map_err(|_| Malformed::wrong("cnapsCode"))?,
        context_id: body::context_id(body.context_id)?,
        notify_url: body::address(body.notify_url, address::receiver, "notifyUrl")?,
    })
}

#[derive(Serialize, Default)]
#[serde(rename_all = "camelCase")]
struct TransferProcess {
    process: &'static str,
    message: &'static str,
    remain: Option<i64>,
    card_no: Option<String>,
    subbranch: Option<&'static str>,
    bank_name: Option<&'static str>,
    cnaps_code: Option<String>,
    province: Option<&'static str>,
    city: Option<String>,
    name: Option<String>,
    pay_name: Option<String>,
    bank_pay_first: Option<u8>,
    remain_times: Option<u32>,
    foresee: Option<String>,
    biz_flow_no: Option<String>,
    auditing: Option<String>,
}

/// `GET …/organization/{flowId}/transferProcess`.
pub fn transfer_process(visit: Visit, app: Caller) -> Answer {
    Box::pin(async move { told(about(&visit, &app, forward_process)) })
}

/// Unknown: of the texts only that of a payout that was ordered is published.
fn forward_process(reading: &Reading<'_>, flow: &Flow) -> Result<TransferProcess, Refusal> {
    let Some(proving) = organization::proving(flow) else { return process_of_ended(flow) };
    let Some(forward) = &proving.transfer.forward else {
        return Ok(TransferProcess { process: "INIT", message: "待打款", ..TransferProcess::default() });
    };
    let (process, message) = match &forward.payout.state {
        PayoutState::Requested => ("PAID", "打款申请成功"),
        PayoutState::Arrived(_) => ("PAID_SUCCESS", "打款成功"),
        PayoutState::Failed { .. } => ("PAID_FAILED", "打款失败"),
        PayoutState::Confirmed(_) => ("ORGANFINISHED", "金额校验成功"),
    };
    Ok(TransferProcess { process, message, ..forward_detail(reading, proving, forward) })
}

fn process_of_ended(flow: &Flow) -> Result<TransferProcess, Refusal> {
    match flow.progress {
        Progress::Passed { .. } => Ok(TransferProcess {
            process: "ORGANFINISHED",
            message: "流程已结束",
            ..TransferProcess::default()
        }),
        _ => Err(ended(flow)),
    }
}

fn forward_detail(reading: &Reading<'_>, proving: &Proving, forward: &Forward) -> TransferProcess {
    let (at, rules) = (reading.at(), reading.rules());
    let branch = branches::by_cnaps(forward.cnaps);
    let wait = forward.payout.asked + rules.payout_interval - at;
    TransferProcess {
        // Unknown: what is counted; here the minutes until the next payout may be ordered.
        remain: Some((wait.0.max(0) + 59_999) / 60_000),
        card_no: Some(masked(&forward.number)),
        subbranch: branch.map(|branch| branch.name),
        bank_name: branch.map(|branch| branch.bank),
        cnaps_code: Some(forward.cnaps.to_string()),
        province: branch.map(Branch::province),
        city: branch.map(|branch| format!("{}市", branch.city)),
        name: Some(proving.organization.name.to_string()),
        pay_name: Some(proving.organization.name.to_string()),
        bank_pay_first: Some(1),
        remain_times: Some(proving.transfer.payouts_left(at.shanghai_day(), rules.payouts_per_day_max)),
        foresee: Some(month_and_day(forward.payout.foresee)),
        ..TransferProcess::default()
    }
}

/// An account's number as the sample shows it: six digits, two stars, five digits.
fn masked(number: &CorporateAccountNum) -> String {
    let text = number.as_str();
    match (text.get(..6), text.len().checked_sub(5).filter(|from| *from >= 6)) {
        (Some(head), Some(from)) => format!("{head}**{}", &text[from..]),
        _ => text.to_owned(),
    }
}

fn month_and_day(day: Day) -> String {
    let noon = Time(0) + Span(day.0 * Span::days(1).0 + Span::hours(4).0);
    noon.in_shanghai().strftime("%m-%d").to_string()
}

#[derive(Deserialize)]
struct AmountBody {
    /// A number as documented, or a text as clients send it.
    amount: Option<AmountWord>,
}

#[derive(Deserialize)]
#[serde(untagged)]
enum AmountWord {
    Number(Number),
    Text(String),
}

/// `PUT …/organization/{flowId}/verifyRandomAmount`.
pub fn verify_random_amount(visit: Visit, app: Caller) -> Answer {
    Box::pin(async move {
        let amount = body::read::<AmountBody>(&visit.request.body).and_then(|body| {
            let text = match body.amount {
                Some(AmountWord::Number(number)) => number.to_string(),
                Some(AmountWord::Text(text)) if !text.trim().is_empty() => text,
                Some(AmountWord::Text(_)) | None => return Err(Malformed::missing("amount")),
            };
            text.parse().map_err(|_| Malformed::wrong("amount"))
        });
        match amount {
            Ok(amount) => answer(step(&visit, &app, OrgServiceStep::EnterAmount(amount)).await),
            Err(malformed) => malformed.reply(),
        }
    })
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Payee {
    main_account_name: &'static str,
    sub_account_no: String,
    main_account_bank: &'static str,
    payment_amount: String,
}

/// `POST …/organization/{flowId}/reversePayment`.
pub fn reverse_payment(visit: Visit, app: Caller) -> Answer {
    Box::pin(async move {
        if let Err(refusal) = step(&visit, &app, OrgServiceStep::OpenReverse).await {
            return refusal::reply(&refusal);
        }
        told(about(&visit, &app, |_, flow| {
            let reverse = reverse_of(flow).ok_or(Refusal::OutOfStep)?;
            Ok(Payee {
                main_account_name: HOUSE_NAME,
                sub_account_no: reverse.payee.to_string(),
                main_account_bank: HOUSE_BANK,
                payment_amount: PAYMENT.to_string(),
            })
        }))
    })
}

fn reverse_of(flow: &Flow) -> Option<&Reverse> {
    organization::transfer_of(flow).and_then(|transfer| transfer.reverse.as_ref())
}

#[derive(Serialize, Default)]
#[serde(rename_all = "camelCase")]
struct ReverseProcess {
    process: &'static str,
    message: &'static str,
    sub_account: Option<String>,
    sub_account_channel_name: Option<&'static str>,
    main_account_name: Option<&'static str>,
    opp_account_no: Option<String>,
    opp_account_name: Option<String>,
    opp_bank_name: Option<String>,
    pay_amount: Option<String>,
    trade_time: Option<i64>,
    create_time: Option<i64>,
    modify_time: Option<i64>,
    biz_flow_no: Option<String>,
}

/// `GET …/organization/{flowId}/query/reversePaymentProcess`.
pub fn reverse_payment_process(visit: Visit, app: Caller) -> Answer {
    Box::pin(async move { told(about(&visit, &app, reverse_process)) })
}

fn reverse_process(_: &Reading<'_>, flow: &Flow) -> Result<ReverseProcess, Refusal> {
    if organization::proving(flow).is_none() {
        return match flow.progress {
            Progress::Passed { .. } => Ok(ReverseProcess {
                process: "ORGANFINISHED",
                message: "流程已结束",
                ..ReverseProcess::default()
            }),
            _ => Err(ended(flow)),
        };
    }
    let Some(reverse) = reverse_of(flow) else {
        return Ok(ReverseProcess {
            process: "INIT",
            message: "未创建收款账号",
            ..ReverseProcess::default()
        });
    };
    let known = ReverseProcess {
        sub_account: Some(reverse.payee.to_string()),
        sub_account_channel_name: Some(HOUSE_BANK),
        main_account_name: Some(HOUSE_NAME),
        ..ReverseProcess::default()
    };
    Ok(match &reverse.state {
        PaymentState::Waiting => {
            ReverseProcess { process: "UN_RECEIVED", message: "无对应打款信息", ..known }
        }
        PaymentState::WrongAmount(amount) => ReverseProcess {
            process: "PAY_FAILED",
            message: "打款金额不正确",
            pay_amount: Some(amount.to_string()),
            ..known
        },
        PaymentState::WrongPayer(name) => ReverseProcess {
            process: "PAY_FAILED",
            message: "打款账户与企业不一致",
            opp_account_name: Some(name.to_string()),
            pay_amount: Some(PAYMENT.to_string()),
            ..known
        },
        // Only where a letter is still waited for.
        PaymentState::Received { from, at } => ReverseProcess {
            process: "CREATED",
            message: "打款成功",
            opp_account_no: Some(from.to_string()),
            pay_amount: Some(PAYMENT.to_string()),
            trade_time: Some(at.0),
            ..known
        },
    })
}
