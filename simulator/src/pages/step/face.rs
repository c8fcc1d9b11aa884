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
fn vendor(shell: Shell, vendor: FaceVendor) -> Vendor {
    let (browser, alipay) = match shell {
        Shell::Pc => ("用手机浏览器或有扫码功能的 App 扫码", "用手机支付宝 App 扫码"),
        Shell::H5 => ("在本机浏览器中刷脸", "在本机支付宝 App 中刷脸"),
    };
    let (control, value, word, note) = match vendor {
        FaceVendor::Esign => ("vendor-esign", "esign", "快捷刷脸", browser),
        FaceVendor::Alipay => ("vendor-alipay", "alipay", "支付宝", alipay),
        FaceVendor::Tencent => ("vendor-tencent", "tencent", "腾讯云刷脸", browser),
        FaceVendor::WeChat => ("vendor-wechat", "wechat", "微信刷脸", browser),
    };
    Vendor { control, value, word, note }
}

/// The page `face`. `claim` comes with what may not be changed of it.
pub fn page(
    frame: &Frame<'_>,
    (claim, locked): (&PersonClaim, &[Field]),
    vendors: &[FaceVendor],
    links: &Links,
    said: &Said,
) -> String {
    let vendors: Vec<_> = vendors.iter().map(|offered| vendor(frame.shell, *offered)).collect();
    let form = Form {
        page: "face",
        title: "人脸识别",
        method: Method::Face,
        vendors: &vendors,
        vendor: said.typed.find("vendor").unwrap_or(vendors.first().map_or("", |first| first.value)),
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
        "tencent" => Some(FaceVendor::Tencent),
        "wechat" => Some(FaceVendor::WeChat),
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
