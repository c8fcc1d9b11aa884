//! The result: passed or failed for good, with the way back to the caller; or a method whose tries of the day
//! are used up.

use askama::Template;
use realname_provider::flow::grant::ScopeSet;
use realname_provider::flow::method::Method;
use realname_provider::flow::method::face::FaceOutcome;
use realname_provider::refusal::Refusal;

use crate::api::v2::refusal::{FLOW_TRIES_EXHAUSTED, TRIES_EXHAUSTED, wording};
use crate::pages::links::{Links, leads_somewhere};
use crate::pages::said::{Message, Said};
use crate::pages::shell::{Frame, Head, Stage, render};
use crate::pages::step::{authorize, choose_method, face_qr};

#[derive(Template)]
#[template(path = "pages/step/result.html")]
struct Screen<'a> {
    form_token: &'a str,
    passed: bool,
    title: &'static str,
    sentence: String,
    next: String,
    granted: Vec<&'static str>,
    redirect: Option<&'a str>,
    redirect_after_seconds: u32,
    /// The same method once more; none where the flow is over.
    retry: Option<String>,
    change_method: Option<String>,
}

/// Whom a flow has verified.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Whose {
    /// The person before the page.
    Person,
    /// The organization for which he acts.
    Organization,
}

/// A flow that has passed.
#[derive(Debug, Clone, Copy)]
pub struct Passed<'a> {
    /// Who was verified.
    pub whose: Whose,
    /// The verified name.
    pub name: Option<&'a str>,
    /// What was granted.
    pub scopes: ScopeSet,
}

impl Passed<'_> {
    fn sentence(&self) -> String {
        match (self.whose, self.name) {
            (Whose::Person, Some(name)) => format!("{name}，您已完成实名认证"),
            (Whose::Person, None) => "您已完成实名认证".into(),
            (Whose::Organization, Some(name)) => format!("{name}已完成企业实名认证"),
            (Whose::Organization, None) => "贵司已完成企业实名认证".into(),
        }
    }
}

/// The page `result` of a flow that has passed.
pub fn passed(
    frame: &Frame<'_>,
    passed: Passed<'_>,
    redirect_after_seconds: Option<u32>,
    links: &Links,
    said: &Said,
) -> String {
    let redirect = links.redirect.as_deref().filter(|address| leads_somewhere(address));
    let redirect = redirect.filter(|_| redirect_after_seconds.is_some());
    let scopes = passed.scopes;
    let title = if scopes.is_empty() { "认证通过" } else { "认证并授权成功" };
    let screen = Screen {
        form_token: frame.form_token,
        passed: true,
        title,
        sentence: passed.sentence(),
        next: if redirect.is_some() { String::new() } else { "您可以关闭本页面。".into() },
        granted: scopes.iter().map(authorize::scope_name).collect(),
        redirect,
        redirect_after_seconds: redirect_after_seconds.unwrap_or_default(),
        retry: None,
        change_method: None,
    };
    let head = Head::new("result", title).own_title().stage(Stage::Done).messages(&said.page);
    render(frame, &head, &screen)
}

/// The page `result` of a flow that has failed for good. `face` is how the face check ended that was the last
/// failure.
pub fn failed(
    frame: &Frame<'_>,
    face: Option<FaceOutcome>,
    redirect_after_seconds: Option<u32>,
    links: &Links,
    said: &Said,
) -> String {
    let mut messages = said.page.clone();
    messages.extend(face.into_iter().flat_map(|outcome| face_qr::failure(outcome, None)));
    messages.push(Message::error(Some(TRIES_EXHAUSTED), FLOW_TRIES_EXHAUSTED));
    let redirect = links.redirect.as_deref().filter(|address| leads_somewhere(address));
    let screen = Screen {
        form_token: frame.form_token,
        passed: false,
        title: "认证未通过",
        sentence: "本次认证已结束".into(),
        next: "如需再次认证，请从应用重新发起。".into(),
        granted: Vec::new(),
        redirect: redirect.filter(|_| redirect_after_seconds.is_some()),
        redirect_after_seconds: redirect_after_seconds.unwrap_or_default(),
        retry: None,
        change_method: None,
    };
    let head = Head::new("result", screen.title).own_title().stage(Stage::Proof).messages(&messages);
    render(frame, &head, &screen)
}

/// The page `result` where a method's tries of the day are used up.
pub fn exhausted(frame: &Frame<'_>, method: Method, links: &Links, said: &Said) -> String {
    let (code, text) = wording(&Refusal::TriesExhausted);
    let mut messages = said.page.clone();
    if messages.iter().all(|message| message.code != Some(code)) {
        messages.push(Message::error(Some(code), text));
    }
    let screen = Screen {
        form_token: frame.form_token,
        passed: false,
        title: "认证未通过",
        sentence: format!("{}未通过", choose_method::name(method)),
        next: if links.only_method {
            "请明日再试。"
        } else {
            "您可以换一种认证方式，或明日再试。"
        }
        .into(),
        granted: Vec::new(),
        redirect: None,
        redirect_after_seconds: 0,
        retry: Some(links.flow()),
        change_method: links.change_method("change-method"),
    };
    let head = Head::new("result", screen.title)
        .own_title()
        .stage(Stage::Proof)
        .messages(&messages)
        .quiet(super::quiet(links));
    render(frame, &head, &screen)
}
