//! Where the control token is asked for, if one is set.

use askama::Template;

use crate::pages::said::Said;
use crate::pages::shell::control::{Control, Entry};
use crate::pages::shell::{Frame, Head, render};

#[derive(Template)]
#[template(path = "pages/everywhere/token.html")]
struct Screen<'a> {
    form_token: &'a str,
    action: &'a str,
    fields: Vec<Control<'a>>,
}

/// The page `token`; its form posts the field `token` to `action`. A typed token is never shown again.
pub fn page(frame: &Frame<'_>, action: &str, said: &Said) -> String {
    let token = Control { value: String::new(), ..Control::text("token", "控制令牌", None, false, said) };
    let fields = vec![token.typed_as("text", 200, "off").hint("启动仿真平台时设置的令牌")];
    let screen = Screen { form_token: frame.form_token, action, fields };
    render(frame, &Head::new("token", "需要控制令牌").messages(&said.page), &screen)
}
