//! The fields of forms, as `shell/field.html` shows them: label, control, hint, message.

use realname_provider::claim::{Field, PersonClaim};
use realname_provider::flow::method::Method;
use realname_provider::identity::document::DocumentType;

use crate::api::v3::vocabulary::document_type_word;
use crate::pages::said::{FieldMessage, Said};

/// How a field is typed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Entry {
    /// Text, with the keyboard that suits it.
    Text { keyboard: &'static str, length_max: u16, autocomplete: &'static str },
    /// One of several, each with its value and word.
    Choice(Vec<(&'static str, &'static str)>),
}

/// One field of a form.
#[derive(Debug, Clone)]
pub(crate) struct Control<'a> {
    pub(crate) name: &'static str,
    pub(crate) label: &'static str,
    pub(crate) value: String,
    pub(crate) entry: Entry,
    pub(crate) hint: &'static str,
    pub(crate) placeholder: &'static str,
    pub(crate) locked: bool,
    pub(crate) message: Option<&'a FieldMessage>,
}

impl<'a> Control<'a> {
    /// A field for text. What was typed before stays; else `filled` stands in it.
    pub(crate) fn text(
        name: &'static str,
        label: &'static str,
        filled: Option<String>,
        locked: bool,
        said: &'a Said,
    ) -> Self {
        let typed = said.typed.find(name).filter(|_| !locked).map(str::to_owned);
        Self {
            name,
            label,
            value: typed.or(filled).unwrap_or_default(),
            entry: Entry::Text { keyboard: "text", length_max: 64, autocomplete: "off" },
            hint: "",
            placeholder: "",
            locked,
            message: said.beside(name),
        }
    }

    pub(crate) fn typed_as(
        self,
        keyboard: &'static str,
        length_max: u16,
        autocomplete: &'static str,
    ) -> Self {
        Self { entry: Entry::Text { keyboard, length_max, autocomplete }, ..self }
    }

    pub(crate) fn placeholder(self, placeholder: &'static str) -> Self {
        Self { placeholder, ..self }
    }

    pub(crate) fn hint(self, hint: &'static str) -> Self {
        Self { hint, ..self }
    }

    /// What a screen reader reads with the field.
    pub(crate) fn described_by(&self) -> String {
        let mut ids = Vec::new();
        if self.message.is_some() {
            ids.push(format!("{}-message", self.name));
        }
        if !self.hint.is_empty() {
            ids.push(format!("{}-hint", self.name));
        }
        ids.join(" ")
    }

    /// The word of the chosen value.
    pub(crate) fn word(&self) -> &str {
        match &self.entry {
            Entry::Text { .. } => &self.value,
            Entry::Choice(choices) => {
                choices.iter().find(|(value, _)| *value == self.value).map_or("", |(_, word)| word)
            }
        }
    }
}

/// The fields that a method compares.
pub(crate) fn of_claim<'a>(
    method: Method,
    claim: &PersonClaim,
    locked: &[Field],
    said: &'a Said,
) -> Vec<Control<'a>> {
    let mut controls = Vec::new();
    for field in method.fields() {
        let is_locked = locked.contains(field);
        match field {
            Field::Name => {
                let filled = claim.name.as_ref().map(ToString::to_string);
                let control = Control::text("name", "姓名", filled, is_locked, said);
                controls.push(control.typed_as("text", 40, "name").placeholder("请输入证件上的姓名"));
            }
            Field::Document => {
                // What the method cannot verify is shown only where it may not be changed.
                let is_shown = |kind: &DocumentType| is_locked || method.documents().contains(kind);
                let stated = claim.document.as_ref().map(|document| document.kind()).or(claim.document_type);
                let kind = stated.filter(is_shown).unwrap_or(DocumentType::IdCard);
                controls.push(document_kind(method, kind, is_locked, said));
                let document = claim.document.as_ref().filter(|document| is_shown(&document.kind()));
                let filled = document.map(ToString::to_string);
                // A caller may state and lock the kind alone; the number is then still to be typed.
                let number_locked = is_locked && filled.is_some();
                let control = Control::text("id-number", "证件号码", filled, number_locked, said);
                controls.push(control.typed_as("text", 24, "off").placeholder("请输入证件号码"));
            }
            Field::Mobile => {
                let filled = claim.mobile.as_ref().map(ToString::to_string);
                let control = Control::text("mobile", "手机号", filled, is_locked, said);
                controls.push(control.typed_as("tel", 20, "tel-national").placeholder("请输入手机号"));
            }
            Field::BankCard => {
                let filled = claim.bank_card.as_ref().map(ToString::to_string);
                let control = Control::text("bank-card", "银行卡号", filled, is_locked, said);
                controls.push(control.typed_as("numeric", 30, "off").placeholder("请输入本人银联卡卡号"));
            }
        }
    }
    controls
}

fn document_kind(method: Method, filled: DocumentType, locked: bool, said: &Said) -> Control<'_> {
    let offered = if locked { &[filled] } else { method.documents() };
    let choices = offered.iter().map(|kind| (document_type_word(*kind), document_name(*kind))).collect();
    Control {
        entry: Entry::Choice(choices),
        ..Control::text("id-type", "证件类型", Some(document_type_word(filled).to_owned()), locked, said)
    }
    // How to choose is no matter where nothing can be chosen.
    .hint(if !locked && offered.contains(&DocumentType::IdCard) {
        "港澳台居民居住证、外国人永久居留身份证也选此项"
    } else {
        ""
    })
}

/// What people call a kind of document.
pub(crate) fn document_name(kind: DocumentType) -> &'static str {
    match kind {
        DocumentType::IdCard => "居民身份证",
        DocumentType::HongKong => "港澳居民来往内地通行证（香港）",
        DocumentType::Macao => "港澳居民来往内地通行证（澳门）",
        DocumentType::Taiwan => "台湾居民来往大陆通行证",
        DocumentType::Passport => "护照",
    }
}

#[cfg(test)]
mod tests {
    use realname_provider::identity::document::Document;

    use super::*;
    use crate::pages::fields::Fields;

    #[test]
    fn what_was_typed_is_kept_unless_the_field_is_locked() {
        let claim = PersonClaim { name: Some("王五".parse().unwrap()), ..PersonClaim::default() };
        let said = Said { typed: Fields::from_body("name=x&mobile=1".as_bytes()), ..Said::default() };
        let values = |locked: &[Field]| {
            of_claim(Method::Mobile3, &claim, locked, &said)
                .into_iter()
                .map(|control| (control.name, control.value))
                .collect::<Vec<_>>()
        };
        assert_eq!(values(&[])[0], ("name", "x".to_owned()));
        assert_eq!(values(&[Field::Name])[0], ("name", "王五".to_owned()));
        assert_eq!(values(&[])[1], ("id-type", "CRED_PSN_CH_IDCARD".to_owned()));
        assert_eq!(values(&[])[3], ("mobile", "1".to_owned()));
    }

    #[test]
    fn only_kinds_that_the_method_can_verify_are_offered() {
        let said = Said::default();
        let number = "E12345678".to_owned();
        let passport = Document::parse(DocumentType::Passport, &number).unwrap();
        let claim = PersonClaim { document: Some(passport), ..PersonClaim::default() };
        let shown = |method, locked: &[Field]| {
            let mut controls = of_claim(method, &claim, locked, &said).into_iter();
            let kind = controls.find(|control| control.name == "id-type").unwrap();
            let Entry::Choice(choices) = &kind.entry else { panic!("a list") };
            (choices.len(), kind.word().to_owned(), controls.next().unwrap().value)
        };
        assert_eq!(shown(Method::Bankcard4, &[]), (5, "护照".to_owned(), number.clone()));
        assert_eq!(shown(Method::Face, &[]), (1, "居民身份证".to_owned(), String::new()));
        assert_eq!(shown(Method::Mobile3, &[Field::Document]), (1, "护照".to_owned(), number));
    }

    #[test]
    fn a_locked_kind_without_a_number_leaves_the_number_open() {
        let claim = PersonClaim { document_type: Some(DocumentType::Passport), ..PersonClaim::default() };
        let said = Said::default();
        let controls = of_claim(Method::Face, &claim, &[Field::Document], &said);
        let locked: Vec<_> = controls.iter().map(|control| (control.name, control.locked)).collect();
        assert_eq!(locked, [("name", false), ("id-type", true), ("id-number", false)]);
    }
}
