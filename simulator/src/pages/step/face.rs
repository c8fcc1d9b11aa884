//! 人脸识别: the form of two factors with the choice of vendor. The check itself is `face_qr`'s and
//! the phone's.

use realname_provider::claim::{Field, PersonClaim};
use realname_provider::flow::method::Method;
use realname_provider::flow::method::face::FaceVendor;
use realname_provider::input::Act;

use crate::api::v2::refusal::PARAMETER_WRONG;
use crate::pages::fields::Fields;
use crate::pages::links::{Agreement, Links};
use crate::pages::said::{FieldMessage, Said};
use crate::pages::shell::{Frame, Shell};
use crate::pages::step::claim::{self, Form, Vendor};

/// On a computer there is a QR code to scan; on a phone the face is shown right there.
fn vendors(shell: Shell) -> [Vendor; 2] {
    let (esign, alipay) = match shell {
        Shell::Pc => ("用手机浏览器或有扫码功能的 App 扫码", "用手机支付宝 App 扫码"),
        Shell::H5 => ("在本机浏览器中刷脸", "在本机支付宝 App 中刷脸"),
    };
    [
        Vendor { control: "vendor-esign", value: "esign", word: "快捷刷脸", note: esign },
        Vendor { control: "vendor-alipay", value: "alipay", word: "支付宝", note: alipay },
    ]
}

/// The page `face`.
pub fn page(frame: &Frame<'_>, claim: &PersonClaim, locked: &[Field], links: &Links, said: &Said) -> String {
    let form = Form {
        page: "face",
        title: "人脸识别",
        method: Method::Face,
        vendors: &vendors(frame.shell),
        vendor: said.typed.find("vendor").unwrap_or("esign"),
        mobile_hint: "",
        agreement: Agreement::Face,
        submit: "同意",
    };
    claim::page(frame, &form, claim, locked, links, said)
}

/// Reads its form. `straight` says that the person is on his phone already.
///
/// # Errors
/// A message beside each field that cannot be read.
pub fn read(fields: &Fields, straight: bool) -> Result<Act, Vec<FieldMessage>> {
    let mut messages = Vec::new();
    let identity = claim::identity(fields, &mut messages);
    let vendor = match fields.get("vendor") {
        "esign" => Some(FaceVendor::Esign),
        "alipay" => Some(FaceVendor::Alipay),
        _ => {
            messages.push(FieldMessage::new("vendor", PARAMETER_WRONG, "请选择刷脸方式"));
            None
        }
    };
    let consent = claim::consent(fields, &mut messages);
    match (identity, vendor) {
        (Some(identity), Some(vendor)) => Ok(Act::SubmitFace { identity, vendor, straight, consent }),
        _ => Err(messages),
    }
}
