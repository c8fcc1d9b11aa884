//! The agreements that forms refer to: our own short texts, which say what the simulator does.

use askama::Template;

use crate::pages::links::Agreement;
use crate::pages::shell::{Frame, Head, render};
use crate::pages::step::agreement_name;

#[derive(Template)]
#[template(path = "pages/everywhere/agreement.html")]
struct Screen {
    paragraphs: &'static [&'static str],
}

/// The page `agreement`.
pub fn page(frame: &Frame<'_>, agreement: Agreement) -> String {
    let paragraphs: &[&str] = match agreement {
        Agreement::Grant => &[
            "您登录并提交后，页面上列出的每一项权限将授予发起本次认证的应用，自授权之时起生效。",
            "应用只能在授权范围内使用您的账号信息，您可以随时向平台申请取消授权。",
        ],
        Agreement::Verification => &[
            "您填写的姓名、证件号码、手机号和银行卡号仅用于核对您的身份，核对结果会告知发起本次认证的应用。",
            "请确认所填信息属于您本人，并对其真实性负责。",
        ],
        Agreement::Face => &[
            "刷脸用于确认由您本人操作。本次刷脸的结果仅用于本次认证。",
            "请由本人在光线充足处完成，他人不得代替。",
        ],
    };
    let title = agreement_name(agreement).trim_matches(['《', '》']);
    render(frame, &Head::new("agreement", title), &Screen { paragraphs })
}
