//! The screens of a flow: a file and a template each, named after what they do.
//!
//! A file has `page`, which shows the screen, and `read`, which turns its form into what the person
//! does, or into the messages beside its fields. Nothing here knows HTTP.

pub mod approval;
pub mod authorize;
pub mod bank_transfer;
pub mod bankcard4;
pub mod choose_method;
pub mod choose_org_method;
pub mod claim;
pub mod face;
pub mod face_qr;
pub mod legal_rep_authorization;
pub mod mobile3;
pub mod one_time_code;
pub mod org_info;
pub mod result;
pub mod reverse_payment;
pub mod willingness;

use crate::pages::links::{Agreement, Links};
use crate::pages::shell::QuietLink;

/// The quiet links below every step.
fn quiet(links: &Links) -> Vec<QuietLink> {
    vec![
        QuietLink {
            control: "terms", words: "服务协议", address: links.agreement(Agreement::Verification)
        },
        QuietLink { control: "help", words: "常见问题", address: links.help() },
    ]
}

/// The title of an agreement as links show it.
pub(crate) fn agreement_name(agreement: Agreement) -> &'static str {
    match agreement {
        Agreement::Grant => "《应用授权协议》",
        Agreement::Verification => "《实名认证服务协议》",
        Agreement::Face => "《人脸识别服务协议》",
    }
}
