//! 意愿认证 of somebody who is verified already, where a rule asks for his face on top of the code.

use askama::Template;
use realname_provider::input::Act;

use crate::pages::links::Links;
use crate::pages::said::Said;
use crate::pages::shell::{Frame, Head, Shell, Stage, render};

#[derive(Template)]
#[template(path = "pages/step/willingness.html")]
struct Screen<'a> {
    form_token: &'a str,
    action: String,
}

/// The page `willingness`.
pub fn page(frame: &Frame<'_>, links: &Links, said: &Said) -> String {
    let screen = Screen { form_token: frame.form_token, action: links.post("willingness") };
    let head = Head::new("willingness", "意愿认证")
        .stage(Stage::Proof)
        .messages(&said.page)
        .quiet(super::quiet(links));
    render(frame, &head, &screen)
}

/// What its one button means on this device.
pub fn read(shell: Shell) -> Act {
    Act::ShowWillingness { straight: shell == Shell::H5 }
}
