//! 对公打款认证, forward: the account, then what arrived and the letter. And what its two directions share.

use askama::Template;
use realname_provider::flow::letter::LetterState;
use realname_provider::flow::method::bank_transfer::{Direction, PayoutState};
use realname_provider::flow::organization_standing::ForwardStand;
use realname_provider::identity::cnaps::CnapsCode;
use realname_provider::identity::corporate_account::CorporateAccountNum;
use realname_provider::identity::organization_name::OrgName;
use realname_provider::input::Act;
use realname_provider::time::{Span, Time};
use realname_provider::world::branches::{self, Branch};

use crate::api::v2::refusal::PARAMETER_WRONG;
use crate::pages::fields::Fields;
use crate::pages::links::Links;
use crate::pages::said::{FieldMessage, Said};
use crate::pages::shell::control::{Control, Entry};
use crate::pages::shell::{Frame, Head, Stage, Watch, moment, render};

/// How many branches a search shows.
const BRANCHES_MAX: usize = 20;

#[derive(Template)]
#[template(path = "pages/step/bank_account.html")]
struct AccountScreen<'a> {
    form_token: &'a str,
    turn: String,
    action: String,
    search: String,
    change_method: Option<String>,
    number: Control<'a>,
    name: &'a str,
    branch_search: &'a str,
    searched: bool,
    branches: Vec<&'static Branch>,
    chosen: &'a str,
    branch_message: Option<&'a FieldMessage>,
    cnaps: Control<'a>,
}

/// The page `bank-account`.
pub fn account_page(
    frame: &Frame<'_>,
    name: &OrgName,
    (number, locked): (Option<&CorporateAccountNum>, bool),
    links: &Links,
    said: &Said,
) -> String {
    let sought = said.typed.get("branch-search");
    let screen = AccountScreen {
        form_token: frame.form_token,
        turn: links.post("bank-transfer/turn"),
        action: links.post("bank-account"),
        search: links.post("bank-account/search"),
        change_method: links.change_method("change-org-method"),
        number: Control::text("account-number", "对公账号", number.map(ToString::to_string), locked, said)
            .typed_as("numeric", 32, "off")
            .placeholder("请输入企业对公账号"),
        name: name.as_str(),
        branch_search: sought,
        searched: !sought.trim().is_empty(),
        branches: branches::search(sought, BRANCHES_MAX),
        chosen: said.typed.get("branch"),
        branch_message: said.beside("branch"),
        cnaps: Control::text("cnaps", "联行号", None, false, said)
            .typed_as("numeric", 12, "off")
            .placeholder("12 位数字，选择支行后可不填"),
    };
    let head = Head::new("bank-account", "对公打款认证")
        .stage(Stage::Proof)
        .messages(&said.page)
        .quiet(super::quiet(links));
    render(frame, &head, &screen)
}

/// Reads the account: a branch that was chosen from the search, or its code typed.
///
/// # Errors
/// A message beside each field that cannot be read.
pub fn read_account(fields: &Fields) -> Result<Act, Vec<FieldMessage>> {
    let wrong = |control, text: &str| FieldMessage::new(control, PARAMETER_WRONG, text);
    let typed = fields.get("account-number").trim();
    let number = match typed.parse::<CorporateAccountNum>() {
        Ok(number) => Ok(number),
        Err(_) if typed.is_empty() => Err(wrong("account-number", "对公账号不能为空")),
        Err(_) => Err(wrong("account-number", "请输入正确的对公账号，仅支持 8-32 位数字")),
    };
    let (code, control) = match (fields.get("cnaps").trim(), fields.get("branch").trim()) {
        ("", branch) => (branch, "branch"),
        (code, _) => (code, "cnaps"),
    };
    let cnaps = match code.parse::<CnapsCode>() {
        Ok(cnaps) => Ok(cnaps),
        Err(_) if code.is_empty() => Err(wrong("branch", "请选择开户支行或填写联行号")),
        Err(_) => Err(wrong(control, "参数错误:cnapsCode格式为全数字")),
    };
    match (number, cnaps) {
        (Ok(number), Ok(cnaps)) => Ok(Act::SubmitBankAccount { number, cnaps }),
        (number, cnaps) => Err([number.err(), cnaps.err()].into_iter().flatten().collect()),
    }
}

/// Reads which direction the transactor turns to.
///
/// # Errors
/// A message if it names none.
pub fn read_direction(fields: &Fields) -> Result<Act, Vec<FieldMessage>> {
    match fields.get("direction") {
        "forward" => Ok(Act::TurnDirection(Direction::Forward)),
        "reverse" => Ok(Act::TurnDirection(Direction::Reverse)),
        _ => Err(vec![FieldMessage::new("direction", PARAMETER_WRONG, "请选择打款方式")]),
    }
}

/// Reads 回填金额.
///
/// # Errors
/// A message beside the amount.
pub fn read_amount(fields: &Fields) -> Result<Act, Vec<FieldMessage>> {
    let typed = fields.get("amount").trim();
    let text = match typed.parse() {
        Ok(amount) => return Ok(Act::EnterAmount(amount)),
        Err(_) if typed.is_empty() => "请输入收到的金额",
        Err(_) => "请输入正确的金额，最多两位小数，如 0.37",
    };
    Err(vec![FieldMessage::new("amount", PARAMETER_WRONG, text)])
}

/// A letter as its card shows it.
pub(crate) struct LetterCard {
    pub(crate) state: &'static str,
    pub(crate) word: &'static str,
    pub(crate) note: String,
    pub(crate) may_upload: bool,
}

impl LetterCard {
    pub(crate) fn of(state: Option<&LetterState>) -> Self {
        let (word, note, may_upload) = match state {
            None => ("待上传", "请下载授权书，加盖企业公章后上传扫描件。".to_owned(), true),
            Some(LetterState::Reviewing { .. }) => ("审核中", "工作人员正在审核，请稍候。".to_owned(), true),
            Some(LetterState::Approved { at }) => ("已通过", format!("{} 审核通过", moment(*at)), false),
            Some(LetterState::Rejected { reason, .. }) => {
                ("已驳回", format!("驳回原因：{reason}。请修改后重新上传。"), true)
            }
        };
        Self { state: letter_state(state), word, note, may_upload }
    }
}

#[derive(Template)]
#[template(path = "pages/step/bank_confirm.html")]
struct ConfirmScreen<'a> {
    form_token: &'a str,
    turn: String,
    action: String,
    again: String,
    reenter: String,
    upload: String,
    download: String,
    change_method: Option<String>,
    name: &'a str,
    number: &'a str,
    branch: &'a str,
    state: &'static str,
    word: &'static str,
    note: String,
    foresee: String,
    amount: Control<'a>,
    asks_amount: bool,
    tries_left: u32,
    payouts_left: u32,
    letter: LetterCard,
    file_message: Option<&'a FieldMessage>,
}

/// The state of a payout, as the page contract names it.
pub fn payout_state(payout: &PayoutState) -> &'static str {
    match payout {
        PayoutState::Requested => "requested",
        PayoutState::Arrived(_) => "arrived",
        PayoutState::Failed { .. } => "failed",
        PayoutState::Confirmed(_) => "confirmed",
    }
}

/// What the waiting page asks for: both conditions, so that it turns when either moves.
pub fn confirm_state(forward: &ForwardStand) -> String {
    format!("{} {}", payout_state(&forward.payout), letter_state(forward.letter.as_ref()))
}

/// The state of a letter, as the page contract names it.
pub(crate) fn letter_state(letter: Option<&LetterState>) -> &'static str {
    match letter {
        None => "missing",
        Some(LetterState::Reviewing { .. }) => "reviewing",
        Some(LetterState::Approved { .. }) => "approved",
        Some(LetterState::Rejected { .. }) => "rejected",
    }
}

/// The page `bank-confirm`.
pub fn confirm_page(frame: &Frame<'_>, forward: &ForwardStand, links: &Links, said: &Said) -> String {
    let state = payout_state(&forward.payout);
    let (word, note) = match &forward.payout {
        PayoutState::Requested => ("打款中", "打款申请成功，请关注企业账户的到账情况。".to_owned()),
        PayoutState::Arrived(at) => ("已到账", format!("{} 到账，请与财务核实金额。", moment(*at))),
        PayoutState::Failed { reason } => ("打款失败", format!("{reason}。请核对账户信息后重新打款。")),
        PayoutState::Confirmed(_) => ("金额已确认", "金额校验通过。".to_owned()),
    };
    let asks_amount = match forward.payout {
        PayoutState::Requested | PayoutState::Arrived(_) => forward.tries_left > 0,
        PayoutState::Failed { .. } | PayoutState::Confirmed(_) => false,
    };
    let branch = branches::by_cnaps(forward.cnaps).map_or("", |branch| branch.name);
    // The day as its noon, so that no zone can move it.
    let foresee = Time(0) + Span(forward.foresee.0 * Span::days(1).0 + Span::hours(4).0);
    let screen = ConfirmScreen {
        form_token: frame.form_token,
        turn: links.post("bank-transfer/turn"),
        action: links.post("bank-confirm"),
        again: links.post("bank-confirm/again"),
        reenter: links.post("bank-confirm/account"),
        upload: links.post("letter"),
        download: links.post("letter.pdf"),
        change_method: links.change_method("change-org-method"),
        name: forward.name.as_str(),
        number: forward.number.as_str(),
        branch,
        state,
        word,
        note,
        foresee: foresee.in_shanghai().strftime("%m-%d").to_string(),
        amount: Control::text("amount", "收到的金额（元）", None, false, said)
            .typed_as("decimal", 16, "off")
            .placeholder("0.00"),
        asks_amount,
        tries_left: forward.tries_left,
        payouts_left: forward.payouts_left,
        letter: LetterCard::of(forward.letter.as_ref()),
        file_message: said.beside("letter-file"),
    };
    let watch = Watch { address: links.state(), state: confirm_state(forward), turn_to: links.flow() };
    let head = Head::new("bank-confirm", "打款信息确认")
        .stage(Stage::Proof)
        .messages(&said.page)
        .watch(Some(watch))
        .quiet(super::quiet(links));
    render(frame, &head, &screen)
}
