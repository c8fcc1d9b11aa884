//! 法人授权认证: the page on which the transactor waits for the legal representative, with the two ways to
//! reach him.

use askama::Template;
use realname_provider::flow::organization_standing::{SignStand, SignStep};
use realname_provider::identity::mobile::Mobile;
use realname_provider::input::Act;

use crate::pages::fields::Fields;
use crate::pages::links::{Links, SMS_TAB, SMS_TAB_QUERY};
use crate::pages::said::{FieldMessage, Said};
use crate::pages::shell::control::{Control, Entry};
use crate::pages::shell::{Frame, Head, Stage, Watch, render, seconds_until};
use crate::pages::step::claim;

#[derive(Template)]
#[template(path = "pages/step/legal_rep_authorization.html")]
struct Screen<'a> {
    form_token: &'a str,
    representative: &'a str,
    qr: Option<&'a str>,
    phone_link: Option<&'a str>,
    state: &'static str,
    state_words: &'static str,
    by_message: bool,
    qr_tab: String,
    message_tab: String,
    send: String,
    refresh: String,
    query_result: String,
    change_method: Option<String>,
    mobile: Control<'a>,
    sent_to: Option<String>,
    wait_seconds: i64,
}

/// The state of the waiting page, as the page contract names it.
pub fn state(sign: &SignStand) -> &'static str {
    match &sign.state {
        SignStep::Refused => "refused",
        _ if sign.expired => "expired",
        SignStep::Issued => "issued",
        SignStep::Identify | SignStep::Code { .. } | SignStep::Face(_) | SignStep::Reading(_) => "scanned",
    }
}

/// The page `legal-rep-authorization`. The tab is the browser's own matter: its form says which.
pub fn page(frame: &Frame<'_>, sign: &SignStand, links: &Links, said: &Said) -> String {
    let state = state(sign);
    let by_message = links.tab == SMS_TAB;
    let message_tab = format!("{}{SMS_TAB_QUERY}", links.flow());
    let sent_to = sign.sent_to.map(|mobile| mobile.to_string());
    let turn_to = if by_message { message_tab.clone() } else { links.flow() };
    let screen = Screen {
        form_token: frame.form_token,
        representative: sign.organization.legal_rep_name.as_str(),
        qr: links.qr.as_deref(),
        phone_link: links.phone_link.as_deref(),
        state,
        state_words: match state {
            "issued" => "等待法定代表人签署",
            "scanned" => "法定代表人已打开，请等待签署",
            "refused" => "法定代表人拒绝签署",
            _ => "签署链接已失效",
        },
        by_message,
        qr_tab: links.flow(),
        message_tab,
        send: format!("{}{SMS_TAB_QUERY}", links.post("legal-rep-authorization/send")),
        refresh: links.post("legal-rep-authorization/refresh"),
        query_result: turn_to.clone(),
        change_method: links.change_method("change-org-method"),
        mobile: Control::text("mobile", "法定代表人手机号", sent_to.clone(), false, said)
            .typed_as("tel", 20, "off")
            .placeholder("请输入法定代表人手机号"),
        sent_to,
        wait_seconds: seconds_until(frame.now, sign.resend_at),
    };
    let head = Head::new("legal-rep-authorization", "法人授权认证")
        .stage(Stage::Proof)
        .messages(&said.page)
        .watch(Some(Watch { address: links.state(), state: state.into(), turn_to }))
        .quiet(super::quiet(links));
    render(frame, &head, &screen)
}

/// Reads to whose phone the link is sent.
///
/// # Errors
/// A message beside the number.
pub fn read_mobile(fields: &Fields) -> Result<Act, Vec<FieldMessage>> {
    let mut messages = Vec::new();
    let mobile: Option<Mobile> = claim::mobile(fields, &mut messages);
    mobile.map(Act::SendSignMessage).ok_or(messages)
}
