//! 对公打款 of an organization's verification by calls: branches (identity_service/duv6iv), forward (laygml, lrwgm0,
//! ovy1ml) or reverse (ha0lv7, hotxds).

use realname_provider::flow::identity_service::organization::{OrgServiceStep, PayoutOrder};
use realname_provider::flow::letter::LetterState;
use realname_provider::flow::method::bank_transfer::{Forward, PayoutState};
use realname_provider::flow::method::reverse_payment::{PAYMENT, PaymentState, Reverse};
use realname_provider::flow::organization::{self, Proving};
use realname_provider::flow::{Flow, Progress};
use realname_provider::id::FileId;
use realname_provider::identity::cnaps::CnapsCode;
use realname_provider::identity::corporate_account::CorporateAccountNum;
use realname_provider::reading::Reading;
use realname_provider::refusal::Refusal;
use realname_provider::time::{Day, Span, Time};
use realname_provider::world::branches::{self, Branch};
use realname_provider::world::ledger::{HOUSE_BANK, HOUSE_NAME};
use serde::{Deserialize, Serialize};
use serde_json::Number;

use crate::api::address;
use crate::api::envelope::{done, failure};
use crate::api::json::stated;
use crate::api::v2::body::{self, Malformed};
use crate::api::v2::organization::{about, answer, not_proving, step, told};
use crate::api::v2::refusal;
use crate::visit::{Answer, Caller, Visit};

/// How many branches a look-up tells (identity_service/duv6iv).
const BRANCHES_MAX: usize = 20;

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
                return Err(not_proving(flow, Refusal::OutOfStep));
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
    /// What the reviewers say of the letter.
    auditing: Option<String>,
}

/// `GET …/organization/{flowId}/transferProcess`.
pub fn transfer_process(visit: Visit, app: Caller) -> Answer {
    Box::pin(async move { told(about(&visit, &app, forward_process)) })
}

/// Unknown: of the texts only that of a payout that was ordered is published.
fn forward_process(reading: &Reading<'_>, flow: &Flow) -> Result<TransferProcess, Refusal> {
    if flow.is_finished() {
        return process_of_ended(flow);
    }
    // Behind a link nothing is to be proven before the pages have come so far.
    let forward =
        organization::proving(flow).and_then(|proving| Some((proving, proving.transfer.forward.as_ref()?)));
    let Some((proving, forward)) = forward else {
        let auditing = auditing(flow);
        return Ok(TransferProcess {
            process: "INIT",
            message: "待打款",
            auditing,
            ..TransferProcess::default()
        });
    };
    let (process, message) = match &forward.payout.state {
        PayoutState::Requested => ("PAID", "打款申请成功"),
        PayoutState::Arrived(_) => ("PAID_SUCCESS", "打款成功"),
        PayoutState::Failed { .. } => ("PAID_FAILED", "打款失败"),
        // The letter is not approved yet; with it the flow would be over.
        PayoutState::Confirmed(_) => ("PAID_SUCCESS", "金额校验成功"),
    };
    let detail = forward_detail(reading, proving, forward);
    Ok(TransferProcess { process, message, auditing: auditing(flow), ..detail })
}

/// Unknown: the texts but a reviewer's own.
fn auditing(flow: &Flow) -> Option<String> {
    flow.letter.as_ref().map(|letter| match &letter.state {
        LetterState::Reviewing { .. } => "审核中".to_owned(),
        LetterState::Approved { .. } => "审核通过".to_owned(),
        LetterState::Rejected { reason, .. } => reason.to_string(),
    })
}

fn process_of_ended(flow: &Flow) -> Result<TransferProcess, Refusal> {
    match flow.progress {
        Progress::Passed { .. } => Ok(TransferProcess {
            process: "ORGANFINISHED",
            message: "流程已结束",
            auditing: auditing(flow),
            ..TransferProcess::default()
        }),
        _ => Err(not_proving(flow, Refusal::OutOfStep)),
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
#[serde(rename_all = "camelCase")]
struct AmountBody {
    /// A number as documented, or a text as clients send it.
    amount: Option<AmountWord>,
    auth_letter_file_id: Option<String>,
}

/// The stamped letter that comes with a step; absent if it is not stated.
pub(super) fn letter(text: Option<String>) -> Result<Option<FileId>, Malformed> {
    let unknown = || Malformed(refusal::wording(&Refusal::FileUnknown));
    stated(text).map(|text| text.parse().map_err(|_| unknown())).transpose()
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
            let amount = text.parse().map_err(|_| Malformed::wrong("amount"))?;
            Ok(OrgServiceStep::EnterAmount { amount, letter: letter(body.auth_letter_file_id)? })
        });
        match amount {
            Ok(entry) => answer(step(&visit, &app, entry).await),
            Err(malformed) => malformed.reply(),
        }
    })
}

#[derive(Deserialize, Default)]
#[serde(rename_all = "camelCase")]
struct ReverseBody {
    auth_letter_file_id: Option<String>,
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
        // A body is needed for a letter only.
        let body: Result<ReverseBody, _> = match &visit.request.body[..] {
            [] => Ok(ReverseBody::default()),
            body => body::read(body),
        };
        let letter = match body.and_then(|body| letter(body.auth_letter_file_id)) {
            Ok(letter) => letter,
            Err(malformed) => return malformed.reply(),
        };
        if let Err(refusal) = step(&visit, &app, OrgServiceStep::OpenReverse { letter }).await {
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
    if flow.is_finished() {
        return match flow.progress {
            Progress::Passed { .. } => Ok(ReverseProcess {
                process: "ORGANFINISHED",
                message: "流程已结束",
                ..ReverseProcess::default()
            }),
            _ => Err(not_proving(flow, Refusal::OutOfStep)),
        };
    }
    let Some(reverse) = reverse_of(flow) else {
        return Ok(ReverseProcess {
            process: "INIT",
            message: "未创建收款账号",
            ..ReverseProcess::default()
        });
    };
    let (process, message) = match &reverse.state {
        PaymentState::Waiting => ("UN_RECEIVED", "无对应打款信息"),
        PaymentState::WrongAmount(_) => ("PAY_FAILED", "打款金额不正确"),
        PaymentState::WrongPayer(_) => ("PAY_FAILED", "打款账户与企业不一致"),
        // Only where a letter is still waited for. Unknown: the word for that.
        PaymentState::Received { .. } => ("CREATED", "打款成功"),
    };
    let newest = reverse.newest.as_ref();
    Ok(ReverseProcess {
        process,
        message,
        sub_account: Some(reverse.payee.to_string()),
        sub_account_channel_name: Some(HOUSE_BANK),
        main_account_name: Some(HOUSE_NAME),
        opp_account_no: newest.map(|payment| payment.from.to_string()),
        opp_account_name: newest.map(|payment| payment.payer_name.to_string()),
        pay_amount: newest.map(|payment| payment.amount.to_string()),
        trade_time: newest.map(|payment| payment.at.0),
        create_time: Some(reverse.opened.0),
        modify_time: Some(newest.map_or(reverse.opened, |payment| payment.at).0),
        ..ReverseProcess::default()
    })
}
