//! 选择认证方式 for an organization: what its transactor may use; and, within 法定代表人认证, how he proves himself.

use askama::Template;
use realname_provider::flow::method::{Method, OrgMethod};
use realname_provider::input::Act;

use crate::api::v2::refusal::PARAMETER_WRONG;
use crate::pages::fields::Fields;
use crate::pages::links::Links;
use crate::pages::said::{FieldMessage, Message, Said};
use crate::pages::shell::{Frame, Head, Shell, Stage, render};
use crate::pages::step::choose_method;

#[derive(Template)]
#[template(path = "pages/step/choose_org_method.html")]
struct Screen<'a> {
    form_token: &'a str,
    lead: &'static str,
    action: String,
    change_method: Option<String>,
    rows: Vec<Row>,
}

struct Row {
    word: &'static str,
    name: &'static str,
    needs: &'static str,
    picture: &'static str,
}

const REPRESENTATIVE: &str =
    "M12 4a3.500 3.500 0 1 1 0 7 3.500 3.500 0 0 1 0-7M5 20c.5-4 3-6 7-6s6.500 2 7 6";
const FACE: &str = "M4 8V5a1 1 0 0 1 1-1h3M16 4h3a1 1 0 0 1 1 1v3M20 16v3a1 1 0 0 1-1 1h-3M8 20H5a1 1 0 0 1-1-1v-3M9 10v1M15 10v1M9 15c.8.7 1.8 1 3 1s2.2-.3 3-1";
const BANK: &str = "M4 10l8-5 8 5M5 19h14M7 10v7M12 10v7M17 10v7";
const LETTER: &str = "M6 3h9l4 4v14H6zM15 3v4h4M9 12h6M9 16h4";
const ALIPAY: &str =
    "M4 8V5a1 1 0 0 1 1-1h3M16 4h3a1 1 0 0 1 1 1v3M20 16v3a1 1 0 0 1-1 1h-3M8 20H5a1 1 0 0 1-1-1v-3M8 12h8";

/// The page `choose-org-method`. `available` are the methods that the caller left, for whomever they are.
pub fn page(
    frame: &Frame<'_>,
    methods: &[OrgMethod],
    available: &[OrgMethod],
    links: &Links,
    said: &Said,
) -> String {
    let mut messages = said.page.clone();
    let lead = if methods.is_empty() {
        let (why, what_to_do) = nothing_to_choose(available);
        messages.push(Message::error(None, why));
        what_to_do
    } else {
        "企业信息核验已通过，请选择一种方式完成企业实名认证。"
    };
    let screen = Screen {
        form_token: frame.form_token,
        lead,
        action: links.post("choose-org-method"),
        change_method: None,
        rows: methods.iter().copied().map(row).collect(),
    };
    let head = Head::new("choose-org-method", "选择认证方式")
        .stage(Stage::Proof)
        .messages(&messages)
        .quiet(super::quiet(links));
    render(frame, &head, &screen)
}

/// Why the transactor may use none of the methods that the caller left, and what to do. Unknown: what the
/// provider's page shows then.
fn nothing_to_choose(available: &[OrgMethod]) -> (&'static str, &'static str) {
    if available.iter().any(|method| method.is_for(false)) {
        (
            "本次认证提供的方式仅供法定代表人以外的经办人使用，您是该企业的法定代表人，无法继续",
            "企业信息核验已通过。请从应用重新发起，由其他经办人办理，或由应用提供法定代表人可用的认证方式。",
        )
    } else {
        (
            "本次认证只能由法定代表人本人办理，您不是该企业的法定代表人，无法继续",
            "企业信息核验已通过。请从应用重新发起，由法定代表人本人完成个人认证后办理，或由应用提供经办人可用的认证方式。",
        )
    }
}

/// The page `legal-rep`: 人脸认证 or 手机号认证.
pub fn legal_rep(frame: &Frame<'_>, methods: &[Method], links: &Links, said: &Said) -> String {
    let row = |method: &Method| match method {
        Method::Face => {
            Row {
                word: "face", name: "人脸认证", needs: "法定代表人通过刷脸完成认证", picture: FACE
            }
        }
        Method::Mobile3 | Method::Bankcard4 => Row {
            word: choose_method::word(*method),
            name: choose_method::name(*method),
            needs: "通过本人在运营商办理的手机号完成认证",
            picture: "M8 3h8a1 1 0 0 1 1 1v16a1 1 0 0 1-1 1H8a1 1 0 0 1-1-1V4a1 1 0 0 1 1-1M11 18h2",
        },
    };
    let screen = Screen {
        form_token: frame.form_token,
        lead: "需要法定代表人本人完成身份认证，核验通过后即完成企业实名认证。",
        action: links.post("choose-method"),
        change_method: links.change_method("change-org-method"),
        rows: methods.iter().map(row).collect(),
    };
    let head = Head::new("legal-rep", "法定代表人认证")
        .stage(Stage::Proof)
        .messages(&said.page)
        .quiet(super::quiet(links));
    render(frame, &head, &screen)
}

/// Reads the choice. On a phone a face check goes straight on.
///
/// # Errors
/// A message if it names no method.
pub fn read(fields: &Fields, shell: Shell) -> Result<Act, Vec<FieldMessage>> {
    let chosen = fields.get("method");
    let method = OrgMethod::ALL.into_iter().find(|method| word(*method) == chosen);
    let straight = shell == Shell::H5;
    method
        .map(|method| Act::ChooseOrgMethod { method, straight })
        .ok_or_else(|| vec![FieldMessage::new("method", PARAMETER_WRONG, "请选择认证方式")])
}

/// A method's word in pages: `method-{word}` is its control.
pub(crate) fn word(method: OrgMethod) -> &'static str {
    match method {
        OrgMethod::AlipayQuick => "alipay-quick",
        OrgMethod::LegalRepInPerson => "legal-rep",
        OrgMethod::LegalRepAuthorization => "legal-rep-authorization",
        OrgMethod::BankTransfer => "bank-transfer",
    }
}

fn row(method: OrgMethod) -> Row {
    let (name, needs, picture) = match method {
        OrgMethod::AlipayQuick => ("法人快捷认证", "法人使用本人实名的支付宝扫码并刷脸", ALIPAY),
        OrgMethod::LegalRepInPerson => ("法定代表人认证", "法定代表人本人刷脸或核验手机号", REPRESENTATIVE),
        OrgMethod::LegalRepAuthorization => {
            ("法人授权认证", "法定代表人扫码或点击短信链接签署授权书", LETTER)
        }
        OrgMethod::BankTransfer => ("对公打款认证", "企业对公账户打款，并上传盖章的授权书", BANK),
    };
    Row { word: word(method), name, needs, picture }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_method_is_read_by_its_own_word_and_nothing_else() {
        for method in OrgMethod::ALL {
            let fields = Fields::from_body(format!("method={}", word(method)).as_bytes());
            assert_eq!(read(&fields, Shell::H5), Ok(Act::ChooseOrgMethod { method, straight: true }));
        }
        assert!(read(&Fields::from_body(b"method=face"), Shell::Pc).is_err());
    }
}
