//! The code that proves a compared number: the pages `mobile-code` and `bankcard-code`.

use askama::Template;
use realname_provider::flow::method::Method;
use realname_provider::identity::mobile::Mobile;
use realname_provider::input::Act;
use realname_provider::time::Time;

use crate::pages::fields::Fields;
use crate::pages::links::Links;
use crate::pages::said::{FieldMessage, Said};
use crate::pages::shell::code::{self, CodeEntry};
use crate::pages::shell::{Frame, Head, Stage, render};

#[derive(Template)]
#[template(path = "pages/step/one_time_code.html")]
struct Screen<'a> {
    form_token: &'a str,
    mobile: String,
    action: String,
    change_method: Option<String>,
    code: CodeEntry<'a>,
}

/// The page of the code. A face check asks for none; the core never sends its flow here.
pub fn page(
    frame: &Frame<'_>,
    (method, mobile): (Method, Mobile),
    (sent, resend_at): (bool, Option<Time>),
    links: &Links,
    said: &Said,
) -> String {
    let name = match method {
        Method::Bankcard4 => "bankcard-code",
        Method::Mobile3 | Method::Face => "mobile-code",
    };
    let send_to = links.post(&format!("{name}/send"));
    let screen = Screen {
        form_token: frame.form_token,
        mobile: mobile.to_string(),
        action: links.post(name),
        change_method: links.change_method("change-method"),
        code: CodeEntry::new(send_to, sent, resend_at, frame.now, said),
    };
    let head =
        Head::new(name, "短信验证").stage(Stage::Proof).messages(&said.page).quiet(super::quiet(links));
    render(frame, &head, &screen)
}

/// Reads its form.
///
/// # Errors
/// A message beside an empty code.
pub fn read(fields: &Fields) -> Result<Act, Vec<FieldMessage>> {
    let mut messages = Vec::new();
    let code = code::read(fields, &mut messages);
    if messages.is_empty() { Ok(Act::EnterCode(code)) } else { Err(messages) }
}
