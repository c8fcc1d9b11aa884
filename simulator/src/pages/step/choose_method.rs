//! 选择认证方式: the methods on offer, the default first.

use askama::Template;
use realname_provider::flow::method::Method;
use realname_provider::input::Act;

use crate::api::v2::refusal::PARAMETER_WRONG;
use crate::pages::fields::Fields;
use crate::pages::links::Links;
use crate::pages::said::{FieldMessage, Said};
use crate::pages::shell::{Frame, Head, Stage, render};
use crate::pages::step::result::Whose;

#[derive(Template)]
#[template(path = "pages/step/choose_method.html")]
struct Screen<'a> {
    form_token: &'a str,
    lead: &'static str,
    action: String,
    methods: Vec<Row>,
}

struct Row {
    method: Method,
    word: &'static str,
    name: &'static str,
    needs: &'static str,
}

/// The page `choose-method`.
pub fn page(frame: &Frame<'_>, methods: &[Method], whose: Whose, links: &Links, said: &Said) -> String {
    let screen = Screen {
        form_token: frame.form_token,
        lead: match whose {
            Whose::Person => "请选择一种方式完成个人实名认证。",
            Whose::Organization => "企业认证由已实名的经办人办理，请先选择一种方式完成您本人的实名认证。",
        },
        action: links.post("choose-method"),
        methods: methods.iter().copied().map(row).collect(),
    };
    let head = Head::new("choose-method", "选择认证方式")
        .stage(Stage::Claim)
        .messages(&said.page)
        .quiet(super::quiet(links));
    render(frame, &head, &screen)
}

/// Reads the choice.
///
/// # Errors
/// A message if it names no method.
pub fn read(fields: &Fields) -> Result<Act, Vec<FieldMessage>> {
    let chosen = fields.get("method");
    let method = Method::ALL.into_iter().find(|method| word(*method) == chosen);
    method
        .map(Act::ChooseMethod)
        .ok_or_else(|| vec![FieldMessage::new("method", PARAMETER_WRONG, "请选择认证方式")])
}

/// A method's word in pages: `method-{word}` is its control, and `{word}` its page.
pub(crate) fn word(method: Method) -> &'static str {
    match method {
        Method::Face => "face",
        Method::Mobile3 => "mobile",
        Method::Bankcard4 => "bankcard",
    }
}

/// A method's name in the manual.
pub(crate) fn name(method: Method) -> &'static str {
    match method {
        Method::Face => "人脸识别",
        Method::Mobile3 => "手机号认证",
        Method::Bankcard4 => "银行卡认证",
    }
}

fn row(method: Method) -> Row {
    let needs = match method {
        Method::Face => "姓名、身份证号，使用手机刷脸",
        Method::Mobile3 => "姓名、身份证号、本人办理的手机号",
        Method::Bankcard4 => "姓名、身份证号、银行卡号、手机号",
    };
    Row { method, word: word(method), name: name(method), needs }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_method_is_read_by_its_own_word_and_nothing_else() {
        for method in Method::ALL {
            let fields = Fields::from_body(format!("method={}", word(method)).as_bytes());
            assert_eq!(read(&fields), Ok(Act::ChooseMethod(method)));
        }
        assert!(read(&Fields::from_body(b"method=x")).is_err());
    }
}
