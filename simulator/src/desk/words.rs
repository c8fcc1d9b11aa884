//! What the bank says to somebody at its desk who cannot pay, and beside which field.

use realname_provider::world::payment::{PayRefused, REMARK_CHARACTERS_MAX};

use crate::pages::said::FieldMessage;

/// The message beside a field of the form; `from` is the payer's account as it was typed.
pub(super) fn refused(refused: &PayRefused, from: &str) -> FieldMessage {
    match refused {
        PayRefused::Number { found } if from.starts_with(found.as_str()) => {
            beside("from", "请输入正确的付款账号，8 至 32 位数字")
        }
        PayRefused::Number { .. } => beside("to", "请输入正确的收款账号，8 至 32 位数字"),
        PayRefused::NoAccount { number } => {
            let control = if number.as_str() == from { "from" } else { "to" };
            beside(control, format!("没有账号 {number}，请核对"))
        }
        PayRefused::Name { holder, .. } => beside("from-name", format!("户名不符，该账户的户名是{holder}")),
        PayRefused::NoName { .. } => beside("from-name", "请输入正确的付款户名"),
        PayRefused::Nothing => beside("amount", "金额至少 0.01 元"),
        PayRefused::SameAccount => beside("to", "收款账号不能与付款账号相同"),
        PayRefused::Remark { .. } => beside("remark", format!("附言最多 {REMARK_CHARACTERS_MAX} 个字")),
        PayRefused::Balance { balance, .. } => beside("amount", format!("余额不足，账上只有 {balance} 元")),
    }
}

/// A message beside a field, behind which no documented code stands.
pub(super) fn beside(control: &'static str, text: impl Into<String>) -> FieldMessage {
    FieldMessage { control, code: None, text: text.into() }
}
