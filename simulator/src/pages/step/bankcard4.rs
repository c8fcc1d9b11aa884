//! 银行卡认证: the form of four factors. The code that may follow is `one_time_code`'s.

use realname_provider::claim::{Field, PersonClaim};
use realname_provider::flow::method::Method;
use realname_provider::input::Act;

use crate::pages::fields::Fields;
use crate::pages::links::{Agreement, Links};
use crate::pages::said::{FieldMessage, Said};
use crate::pages::shell::Frame;
use crate::pages::step::claim::{self, Form};

/// The page `bankcard`.
pub fn page(frame: &Frame<'_>, claim: &PersonClaim, locked: &[Field], links: &Links, said: &Said) -> String {
    let form = Form {
        page: "bankcard",
        title: "银行卡认证",
        method: Method::Bankcard4,
        vendors: &[],
        vendor: "",
        mobile_hint: "请确认手机号为办理银行卡时预留的手机号码",
        agreement: Agreement::Verification,
        submit: "同意并继续",
    };
    claim::page(frame, &form, claim, locked, links, said)
}

/// Reads its form.
///
/// # Errors
/// A message beside each field that cannot be read.
pub fn read(fields: &Fields) -> Result<Act, Vec<FieldMessage>> {
    let mut messages = Vec::new();
    let identity = claim::identity(fields, &mut messages);
    let bank_card = claim::bank_card(fields, &mut messages);
    let mobile = claim::mobile(fields, &mut messages);
    let consent = claim::consent(fields, &mut messages);
    match (identity, bank_card, mobile) {
        (Some(identity), Some(bank_card), Some(mobile)) => {
            Ok(Act::SubmitBankcard4 { identity, bank_card, mobile, consent })
        }
        _ => Err(messages),
    }
}
