//! 组织信息核验: name, code and legal representative, as printed on the licence.

use askama::Template;
use realname_provider::flow::organization::Compared;
use realname_provider::identity::document::{Document, DocumentType};
use realname_provider::identity::name::PersonName;
use realname_provider::identity::organization_code::OrgCode;
use realname_provider::identity::organization_name::{OrgName, OrgNameError};
use realname_provider::input::Act;
use realname_provider::org_claim::{OrgClaim, OrgField};

use crate::api::v2::refusal::{PARAMETER_WRONG, SPACES};
use crate::pages::fields::Fields;
use crate::pages::links::{Agreement, Links};
use crate::pages::said::{FieldMessage, Said};
use crate::pages::shell::control::{Control, Entry};
use crate::pages::shell::{Frame, Head, Stage, render};
use crate::pages::step::claim;

#[derive(Template)]
#[template(path = "pages/step/org_info.html")]
struct Screen<'a> {
    form_token: &'a str,
    action: String,
    fields: Vec<Control<'a>>,
    agreed: bool,
    agree_words: &'static str,
    agree_message: Option<&'a FieldMessage>,
    agreement: String,
    agreement_name: &'static str,
}

/// The page `org-info`.
pub fn page(frame: &Frame<'_>, claim: &OrgClaim, locked: &[OrgField], links: &Links, said: &Said) -> String {
    let text = |value: Option<String>, name, label, field| {
        let is_locked = value.is_some() && locked.contains(&field);
        Control::text(name, label, value, is_locked, said)
    };
    let code = claim.code.as_ref().map(ToString::to_string);
    let rep = claim.legal_rep_name.as_ref().map(ToString::to_string);
    let number = claim.legal_rep_document.as_ref().map(ToString::to_string);
    let screen = Screen {
        form_token: frame.form_token,
        action: links.post("org-info"),
        fields: vec![
            text(claim.name.as_ref().map(ToString::to_string), "org-name", "企业名称", OrgField::Name)
                .typed_as("text", 100, "organization")
                .placeholder("请输入营业执照上的企业名称"),
            text(code, "org-code", "统一社会信用代码/工商注册号", OrgField::Code)
                .typed_as("text", 24, "off")
                .placeholder("18 位信用代码或 15 位注册号"),
            text(rep, "legal-rep-name", "法定代表人/负责人姓名", OrgField::LegalRepName)
                .typed_as("text", 40, "off")
                .placeholder("请输入法定代表人/负责人姓名"),
            text(number, "legal-rep-id-number", "法定代表人身份证号（选填）", OrgField::LegalRepDocument)
                .typed_as("text", 24, "off")
                .placeholder("填写后将一并核验"),
        ],
        agreed: said.typed.is_ticked("agree"),
        agree_words: "我已阅读并同意",
        agree_message: said.beside("agree"),
        agreement: links.agreement(Agreement::Verification),
        agreement_name: super::agreement_name(Agreement::Verification),
    };
    let head = Head::new("org-info", "组织信息核验")
        .stage(Stage::Claim)
        .messages(&said.page)
        .quiet(super::quiet(links));
    render(frame, &head, &screen)
}

/// Reads its form. Unknown: most texts for an organization's fields are not published.
///
/// # Errors
/// A message beside each field that cannot be read.
pub fn read(fields: &Fields) -> Result<Act, Vec<FieldMessage>> {
    let mut messages = Vec::new();
    let mut keep = |read: Result<(), FieldMessage>| {
        if let Err(message) = read {
            messages.push(message);
        }
    };
    let name = name(fields.get("org-name"));
    let code = code(fields.get("org-code"));
    let rep = legal_rep_name(fields.get("legal-rep-name"));
    let document = legal_rep_document(fields.get("legal-rep-id-number"));
    keep(name.as_ref().map(drop).map_err(Clone::clone));
    keep(code.as_ref().map(drop).map_err(Clone::clone));
    keep(rep.as_ref().map(drop).map_err(Clone::clone));
    keep(document.as_ref().map(drop).map_err(Clone::clone));
    let consent = claim::consent(fields, &mut messages);
    match (name, code, rep, document) {
        (Ok(name), Ok(code), Ok(legal_rep_name), Ok(legal_rep_document)) => Ok(Act::SubmitOrganization {
            organization: Compared { name, code, legal_rep_name, legal_rep_document },
            consent,
        }),
        _ => Err(messages),
    }
}

fn wrong(control: &'static str, text: &str) -> FieldMessage {
    FieldMessage::new(control, PARAMETER_WRONG, text)
}

fn name(typed: &str) -> Result<OrgName, FieldMessage> {
    if typed.is_empty() {
        return Err(wrong("org-name", "企业名称不能为空"));
    }
    typed.parse().map_err(|error| match error {
        OrgNameError::Edge => FieldMessage::new("org-name", SPACES, claim::SPACES_TEXT),
        OrgNameError::Length { .. } => wrong("org-name", "请输入正确长度的企业名称(2-100位)"),
        OrgNameError::Character { .. } => wrong("org-name", "企业名称含有不支持的字符"),
    })
}

fn code(typed: &str) -> Result<OrgCode, FieldMessage> {
    if typed.is_empty() {
        return Err(wrong("org-code", "统一社会信用代码/工商注册号不能为空"));
    }
    if typed.contains(char::is_whitespace) {
        return Err(FieldMessage::new("org-code", SPACES, claim::SPACES_TEXT));
    }
    OrgCode::parse_either(typed).map_err(|_| wrong("org-code", "请输入正确的统一社会信用代码/工商注册号"))
}

fn legal_rep_name(typed: &str) -> Result<PersonName, FieldMessage> {
    if typed.is_empty() {
        return Err(wrong("legal-rep-name", "法定代表人/负责人姓名不能为空"));
    }
    typed.parse().map_err(|_| wrong("legal-rep-name", "请输入正确的法定代表人/负责人姓名"))
}

fn legal_rep_document(typed: &str) -> Result<Option<Document>, FieldMessage> {
    if typed.is_empty() {
        return Ok(None);
    }
    Document::parse(DocumentType::IdCard, &typed.to_ascii_uppercase())
        .map(Some)
        .map_err(|_| wrong("legal-rep-id-number", "请输入正确的身份证号码!"))
}

#[cfg(test)]
mod tests {
    use realname_provider::identity::uscc::Uscc;

    use super::*;

    fn codes(form: &str) -> Vec<&'static str> {
        match read(&Fields::from_body(form.as_bytes())) {
            Ok(_) => Vec::new(),
            Err(messages) => messages.into_iter().map(|message| message.control).collect(),
        }
    }

    #[test]
    fn an_empty_form_gets_a_message_beside_each_field_but_the_optional_one() {
        assert_eq!(codes(""), ["org-name", "org-code", "legal-rep-name", "agree"]);
    }

    #[test]
    fn a_right_form_is_read_and_a_wrong_check_digit_is_told() {
        let code = Uscc::complete("91330201MA2AAAAA").expect("a code").to_string();
        let form = |code: &str| {
            format!(
                "org-name=%E6%9F%90%E6%9F%90%E5%85%AC%E5%8F%B8&org-code={code}&legal-rep-name=%E7%8E%8B%E4%BA%94"
            )
        };
        assert_eq!(codes(&form(&code)), [""; 0]);
        assert_eq!(codes(&form(&code.to_lowercase())), [""; 0]);
        assert_eq!(codes(&form("91330201MA2AAAAA00")), ["org-code", "agree"]);
        assert_eq!(codes(&(form(&code) + "&legal-rep-id-number=1")), ["legal-rep-id-number", "agree"]);
    }
}
