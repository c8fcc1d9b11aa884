//! Reads the fields that the methods' forms share: name, document, phone number, bank card; and the
//! template of such a form. Which texts are documented: see the shared field messages of the older
//! identity service (identity_service/geg8ga).

use askama::Template;
use realname_provider::claim::{Field, Identity, PersonClaim};
use realname_provider::flow::method::Method;
use realname_provider::identity::bank_card::BankCardNum;
use realname_provider::identity::document::{Document, DocumentType};
use realname_provider::identity::mobile::Mobile;
use realname_provider::identity::name::{PersonName, PersonNameError};
use realname_provider::refusal::Refusal;

use crate::api::v2::refusal::{
    BANK_CARD_MISSING, ID_NUMBER_MISSING, MOBILE_MISSING, NAME_MISSING, PARAMETER_WRONG, SPACES, wording,
};
use crate::api::v3::vocabulary;
use crate::pages::fields::Fields;
use crate::pages::links::{Agreement, Links};
use crate::pages::said::{FieldMessage, Said};
use crate::pages::shell::control::{Control, Entry, of_claim};
use crate::pages::shell::{Frame, Head, Stage, render};

pub(crate) const SPACES_TEXT: &str = "格式校验不通过,请检查填入信息是否有多余空格";

/// A method's form, all but its special part.
#[derive(Template)]
#[template(path = "pages/step/claim.html")]
struct ClaimForm<'a> {
    form_token: &'a str,
    action: String,
    change_method: Option<String>,
    fields: Vec<Control<'a>>,
    vendors: &'a [Vendor],
    vendor: &'a str,
    vendor_message: Option<&'a FieldMessage>,
    agreed: bool,
    agree_words: &'static str,
    agree_message: Option<&'a FieldMessage>,
    agreement: String,
    agreement_name: &'static str,
    submit: &'static str,
}

/// One of the vendors that a face may be shown to.
pub(crate) struct Vendor {
    pub(crate) control: &'static str,
    pub(crate) value: &'static str,
    pub(crate) word: &'static str,
    pub(crate) note: &'static str,
}

/// What one method's form has of its own.
pub(crate) struct Form<'a> {
    /// The name in the page contract, and the step to which the form is posted.
    pub(crate) page: &'static str,
    pub(crate) title: &'static str,
    pub(crate) method: Method,
    pub(crate) vendors: &'a [Vendor],
    pub(crate) vendor: &'a str,
    /// A word to the number's field: which number is meant.
    pub(crate) mobile_hint: &'static str,
    pub(crate) agreement: Agreement,
    pub(crate) submit: &'static str,
}

/// The page of a method's form.
pub(crate) fn page(
    frame: &Frame<'_>,
    form: &Form<'_>,
    claim: &PersonClaim,
    locked: &[Field],
    links: &Links,
    said: &Said,
) -> String {
    let mut fields = of_claim(form.method, claim, locked, said);
    for field in &mut fields {
        if field.name == "mobile" {
            field.hint = form.mobile_hint;
        }
    }
    let screen = ClaimForm {
        form_token: frame.form_token,
        action: links.post(form.page),
        change_method: links.change_method("change-method"),
        fields,
        vendors: form.vendors,
        vendor: form.vendor,
        vendor_message: said.beside("vendor"),
        agreed: said.typed.is_ticked("agree"),
        agree_words: "我已阅读并同意",
        agree_message: said.beside("agree"),
        agreement: links.agreement(form.agreement),
        agreement_name: super::agreement_name(form.agreement),
        submit: form.submit,
    };
    let head =
        Head::new(form.page, form.title).stage(Stage::Claim).messages(&said.page).quiet(super::quiet(links));
    render(frame, &head, &screen)
}

/// Name and document; `None` if a message was left.
pub(crate) fn identity(fields: &Fields, messages: &mut Vec<FieldMessage>) -> Option<Identity> {
    let name = name(fields.get("name")).map_err(|message| messages.push(message)).ok();
    let document = document(fields.get("id-type"), fields.get("id-number"))
        .map_err(|message| messages.push(message))
        .ok();
    Some(Identity { name: name?, document: document? })
}

/// The phone number; `None` if a message was left.
pub(crate) fn mobile(fields: &Fields, messages: &mut Vec<FieldMessage>) -> Option<Mobile> {
    let typed = fields.get("mobile");
    let read = if typed.is_empty() {
        Err(FieldMessage::new("mobile", MOBILE_MISSING, "手机号不能为空"))
    } else if has_spaces(typed) {
        Err(FieldMessage::new("mobile", SPACES, SPACES_TEXT))
    } else {
        typed.parse().map_err(|_| FieldMessage::new("mobile", PARAMETER_WRONG, "请输入正确的手机号码"))
    };
    read.map_err(|message| messages.push(message)).ok()
}

/// The bank card; `None` if a message was left.
pub(crate) fn bank_card(fields: &Fields, messages: &mut Vec<FieldMessage>) -> Option<BankCardNum> {
    let typed = fields.get("bank-card");
    let read = if typed.is_empty() {
        Err(FieldMessage::new("bank-card", BANK_CARD_MISSING, "银行卡号不能为空"))
    } else if has_spaces(typed) {
        Err(FieldMessage::new("bank-card", SPACES, SPACES_TEXT))
    } else {
        typed.parse().map_err(|_| FieldMessage::new("bank-card", PARAMETER_WRONG, "请输入正确的银行卡号"))
    };
    read.map_err(|message| messages.push(message)).ok()
}

/// Whether the agreement was ticked. If the form comes back for another reason, it says so too.
pub(crate) fn consent(fields: &Fields, messages: &mut Vec<FieldMessage>) -> bool {
    let agreed = fields.is_ticked("agree");
    if !agreed && !messages.is_empty() {
        let (code, text) = wording(&Refusal::ConsentMissing);
        messages.push(FieldMessage::new("agree", code, text));
    }
    agreed
}

fn name(typed: &str) -> Result<PersonName, FieldMessage> {
    if typed.is_empty() {
        return Err(FieldMessage::new("name", NAME_MISSING, "姓名不能为空"));
    }
    typed.parse().map_err(|error| match error {
        PersonNameError::Length { .. } => {
            FieldMessage::new("name", PARAMETER_WRONG, "请输入正确长度的姓名(2-20位)")
        }
        PersonNameError::Edge => FieldMessage::new("name", SPACES, SPACES_TEXT),
        PersonNameError::Character { .. } => {
            FieldMessage::new("name", PARAMETER_WRONG, "姓名只支持中文/点符号·")
        }
    })
}

fn document(kind: &str, typed: &str) -> Result<Document, FieldMessage> {
    // Unknown: a form without the kind means the usual one; a kind that we do not know is refused.
    let kind = match kind {
        "" => DocumentType::IdCard,
        word => vocabulary::document_type(word)
            .ok_or_else(|| FieldMessage::new("id-type", PARAMETER_WRONG, "请选择正确的证件类型"))?,
    };
    if typed.is_empty() {
        return Err(FieldMessage::new("id-number", ID_NUMBER_MISSING, "身份证号不能为空"));
    }
    if has_spaces(typed) {
        return Err(FieldMessage::new("id-number", SPACES, SPACES_TEXT));
    }
    // Unknown: people type the last x small, and the page does not make them type it again.
    Document::parse(kind, &typed.to_ascii_uppercase()).map_err(|_| {
        let text = match kind {
            DocumentType::IdCard => "请输入正确的身份证号码!",
            // Unknown: no text is published for the other documents.
            DocumentType::HongKong | DocumentType::Macao | DocumentType::Taiwan | DocumentType::Passport => {
                "请输入正确的证件号码!"
            }
        };
        FieldMessage::new("id-number", PARAMETER_WRONG, text)
    })
}

fn has_spaces(typed: &str) -> bool {
    typed.contains(char::is_whitespace)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(form: &str) -> (bool, Vec<(&'static str, u32)>) {
        let fields = Fields::from_body(form.as_bytes());
        let mut messages = Vec::new();
        let identity = identity(&fields, &mut messages);
        let rest = (mobile(&fields, &mut messages), bank_card(&fields, &mut messages));
        consent(&fields, &mut messages);
        let complete = identity.is_some() && rest.0.is_some() && rest.1.is_some();
        (complete, messages.iter().map(|message| (message.control, message.code.unwrap())).collect())
    }

    #[test]
    fn an_empty_form_gets_a_message_beside_each_field() {
        let expected = vec![
            ("name", NAME_MISSING),
            ("id-number", ID_NUMBER_MISSING),
            ("mobile", MOBILE_MISSING),
            ("bank-card", BANK_CARD_MISSING),
            ("agree", PARAMETER_WRONG),
        ];
        assert_eq!(read(""), (false, expected));
    }

    #[test]
    fn a_right_form_is_read_and_a_small_x_is_forgiven() {
        let form = "name=%E7%8E%8B%E4%BA%94&id-type=CRED_PSN_CH_IDCARD&id-number=11010519491231002x\
                    &mobile=13800000000&bank-card=4111111111111111";
        assert_eq!(read(form), (true, Vec::new()));
    }

    #[test]
    fn each_mistake_has_the_documented_code() {
        let right = "&mobile=13800000000&bank-card=4111111111111111&agree=yes";
        let check = |part: &str, expected: (&'static str, u32)| {
            assert_eq!(read(&format!("{part}{right}")).1, vec![expected], "{part}");
        };
        let card = "&id-number=11010519491231002X";
        check(&format!("name=%E7%8E%8B{card}"), ("name", PARAMETER_WRONG));
        check(&format!("name=%E7%8E%8B%E4%BA%94+{card}"), ("name", SPACES));
        check(&format!("name=%E7%8E%8B5{card}"), ("name", PARAMETER_WRONG));
        check("name=%E7%8E%8B%E4%BA%94&id-number=11010519491231002+X", ("id-number", SPACES));
        check("name=%E7%8E%8B%E4%BA%94&id-number=110105194912310021", ("id-number", PARAMETER_WRONG));
        check(&format!("name=%E7%8E%8B%E4%BA%94&id-type=x{card}"), ("id-type", PARAMETER_WRONG));
    }
}
