//! 对公打款认证, reverse: the account to which the organization pays 0.01 yuan, and the letter.

use askama::Template;
use realname_provider::flow::method::reverse_payment::PaymentState;
use realname_provider::flow::organization_standing::ReverseStand;
use realname_provider::world::ledger::{HOUSE_BANK, HOUSE_NAME};

use crate::pages::links::Links;
use crate::pages::said::{FieldMessage, Said};
use crate::pages::shell::{Frame, Head, Stage, Watch, moment, render};
use crate::pages::step::bank_transfer::{LetterCard, letter_state};

#[derive(Template)]
#[template(path = "pages/step/reverse_payment.html")]
struct Screen<'a> {
    form_token: &'a str,
    turn: String,
    query_result: String,
    upload: String,
    download: String,
    change_method: Option<String>,
    payee_name: &'static str,
    payee_account: &'a str,
    payee_bank: &'static str,
    state: &'static str,
    word: &'static str,
    note: String,
    letter: LetterCard,
    file_message: Option<&'a FieldMessage>,
}

/// The state of the payment, as the page contract names it.
fn payment_state(payment: &PaymentState) -> &'static str {
    match payment {
        PaymentState::Waiting => "waiting",
        PaymentState::Received { .. } => "received",
        PaymentState::WrongAmount(_) => "wrong-amount",
        PaymentState::WrongPayer(_) => "wrong-payer",
    }
}

/// What the waiting page asks for: both conditions, so that it turns when either moves.
pub fn state(reverse: &ReverseStand) -> String {
    format!("{} {}", payment_state(&reverse.payment), letter_state(reverse.letter.as_ref()))
}

/// The page `reverse-payment`.
pub fn page(frame: &Frame<'_>, reverse: &ReverseStand, links: &Links, said: &Said) -> String {
    // Unknown: the texts for payments that do not count.
    let (word, note) = match &reverse.payment {
        PaymentState::Waiting => ("待打款", "未查询到打款记录，请使用贵司对公账户打款 0.01 元。".to_owned()),
        PaymentState::Received { at, .. } => ("已到账", format!("{} 收到 0.01 元。", moment(*at))),
        PaymentState::WrongAmount(amount) => {
            ("金额不符", format!("收到 {amount} 元，与应付金额不符，款项不予退回。请重新打款 0.01 元。"))
        }
        PaymentState::WrongPayer(name) => (
            "付款方不符",
            format!("付款方「{name}」不是贵司的对公账户，请使用贵司对公账户重新打款 0.01 元。"),
        ),
    };
    let screen = Screen {
        form_token: frame.form_token,
        turn: links.post("bank-transfer/turn"),
        query_result: links.flow(),
        upload: links.post("letter"),
        download: links.post("letter.pdf"),
        change_method: links.change_method("change-org-method"),
        payee_name: HOUSE_NAME,
        payee_account: reverse.payee.as_str(),
        payee_bank: HOUSE_BANK,
        state: payment_state(&reverse.payment),
        word,
        note,
        letter: LetterCard::of(reverse.letter.as_ref()),
        file_message: said.beside("letter-file"),
    };
    let watch = Watch { address: links.state(), state: state(reverse), turn_to: links.flow() };
    let head = Head::new("reverse-payment", "反向打款")
        .stage(Stage::Proof)
        .messages(&said.page)
        .watch(Some(watch))
        .quiet(super::quiet(links));
    render(frame, &head, &screen)
}
