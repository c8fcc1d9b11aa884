//! 手机号认证: the form of three factors. The code that may follow is `one_time_code`'s.

use realname_provider::claim::{Field, PersonClaim};
use realname_provider::flow::method::Method;
use realname_provider::input::Act;

use crate::pages::fields::Fields;
use crate::pages::links::{Agreement, Links};
use crate::pages::said::{FieldMessage, Said};
use crate::pages::shell::Frame;
use crate::pages::step::claim::{self, Form};

/// The page `mobile`.
pub fn page(frame: &Frame<'_>, claim: &PersonClaim, locked: &[Field], links: &Links, said: &Said) -> String {
    let form = Form {
        page: "mobile",
        title: "手机号认证",
        method: Method::Mobile3,
        vendors: &[],
        vendor: "",
        mobile_hint: "必须为本人身份证办理的手机号",
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
    let mobile = claim::mobile(fields, &mut messages);
    let consent = claim::consent(fields, &mut messages);
    match (identity, mobile) {
        (Some(identity), Some(mobile)) => Ok(Act::SubmitMobile3 { identity, mobile, consent }),
        _ => Err(messages),
    }
}
