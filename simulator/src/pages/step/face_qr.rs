//! The page that waits while a face check goes on: on a computer beside a QR code, on a phone with
//! the way to the camera.

use askama::Template;
use realname_provider::flow::method::face::{FaceOutcome, FaceStand, FaceState, FaceVendor};
use realname_provider::refusal::Refusal;

use crate::api::v2::refusal::{FAILED, wording};
use crate::pages::links::Links;
use crate::pages::said::{Message, Said};
use crate::pages::shell::{Frame, Head, Shell, Stage, Watch, render};
use crate::pages::words::face_failure;

#[derive(Template)]
#[template(path = "pages/step/face_qr.html")]
struct Screen<'a> {
    form_token: &'a str,
    on_phone: bool,
    lead: &'static str,
    state: &'static str,
    state_words: &'static str,
    vendor: FaceVendor,
    qr: Option<&'a str>,
    phone_link: Option<&'a str>,
    main: Main<'a>,
    query_result: String,
    refresh: String,
    change_method: Option<String>,
    tries_left: u32,
    may_refresh: bool,
}

/// What the page's one main button does.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Main<'a> {
    /// Begins a further check.
    Again(&'static str),
    /// Goes to the camera.
    Camera(&'a str),
    /// Changes the method: no try is left.
    Leave,
    /// Asks for the result.
    Ask,
    /// It lies over the code that it renews.
    InCode,
}

fn main_of<'a>(state: &str, on_phone: bool, may_refresh: bool, phone_page: Option<&'a str>) -> Main<'a> {
    match (state, phone_page) {
        ("failed" | "refused" | "expired", _) if !may_refresh => Main::Leave,
        ("expired", _) if !on_phone => Main::InCode,
        ("refused", _) => Main::Again("重新发起"),
        ("failed" | "expired", _) => Main::Again("重新刷脸"),
        ("issued" | "scanned", Some(page)) if on_phone => Main::Camera(page),
        _ => Main::Ask,
    }
}

/// The page `face-qr`.
pub fn page(frame: &Frame<'_>, face: &FaceStand, links: &Links, said: &Said) -> String {
    let (title, lead) = match face.check.vendor {
        FaceVendor::Esign => ("快捷刷脸", ""),
        FaceVendor::Alipay => ("支付宝刷脸", ""),
        FaceVendor::Tencent => ("腾讯云刷脸", ""),
        FaceVendor::WeChat => ("微信刷脸", ""),
    };
    waiting(frame, face, links, said, Waiting { page: "face-qr", title, lead, leave: "change-method" })
}

/// The page `alipay-quick`: the legal representative's own Alipay, his consent, his face.
pub fn alipay_quick(frame: &Frame<'_>, face: &FaceStand, links: &Links, said: &Said) -> String {
    let lead = match frame.shell {
        Shell::Pc => "请法人使用本人身份实名的支付宝 App 扫描二维码，点击「同意并授权使用」并完成刷脸。",
        Shell::H5 => "请法人使用本人身份实名的支付宝 App，点击「同意并授权使用」并完成刷脸。",
    };
    let what =
        Waiting { page: "alipay-quick", title: "法人快捷认证", lead, leave: "change-org-method" };
    waiting(frame, face, links, said, what)
}

/// What differs between the pages that wait for a face check.
struct Waiting {
    page: &'static str,
    title: &'static str,
    lead: &'static str,
    leave: &'static str,
}

fn waiting(frame: &Frame<'_>, face: &FaceStand, links: &Links, said: &Said, what: Waiting) -> String {
    let Waiting { page, title, lead, leave } = what;
    let state = state(face);
    let on_phone = frame.shell == Shell::H5;
    let may_refresh = face.tries_left > 0;
    let mut messages = said.page.clone();
    if let FaceState::Ended(outcome) = face.check.state {
        messages.extend(failure(outcome, Some(face.tries_left)));
    }
    let screen = Screen {
        form_token: frame.form_token,
        on_phone,
        state,
        state_words: state_words(state, on_phone),
        vendor: face.check.vendor,
        qr: links.qr.as_deref(),
        phone_link: links.phone_link.as_deref(),
        main: match main_of(state, on_phone, may_refresh, links.phone_page.as_deref()) {
            Main::Leave if links.only_method => Main::Ask,
            main => main,
        },
        query_result: links.flow(),
        lead,
        refresh: links.post(&format!("{page}/refresh")),
        change_method: links.change_method(leave),
        tries_left: face.tries_left,
        may_refresh,
    };
    let head = Head::new(page, title)
        .stage(Stage::Proof)
        .messages(&messages)
        .watch(Some(Watch { address: links.state(), state: state.into(), turn_to: links.flow() }))
        .quiet(super::quiet(links));
    render(frame, &head, &screen)
}

/// The state of the waiting page, as the page contract names it.
pub fn state(face: &FaceStand) -> &'static str {
    match face.check.state {
        FaceState::Issued if face.expired => "expired",
        FaceState::Issued => "issued",
        FaceState::Scanned | FaceState::Acting(_) => "scanned",
        FaceState::Ended(FaceOutcome::Passed) => "passed",
        FaceState::Ended(FaceOutcome::Refused) => "refused",
        FaceState::Ended(_) => "failed",
    }
}

/// Why it failed, and that no try is left if so.
pub(crate) fn failure(outcome: FaceOutcome, tries_left: Option<u32>) -> Vec<Message> {
    if outcome == FaceOutcome::Passed {
        return Vec::new();
    }
    let mut messages = vec![Message::error(Some(FAILED), face_failure(outcome))];
    if tries_left == Some(0) {
        let (code, text) = wording(&Refusal::TriesExhausted);
        messages.push(Message::error(Some(code), text));
    }
    messages
}

fn state_words(state: &str, on_phone: bool) -> &'static str {
    match (state, on_phone) {
        ("issued", false) => "等待扫码",
        ("issued", true) => "等待刷脸",
        ("scanned", false) => "已扫码，请在手机上确认",
        ("scanned", true) => "刷脸进行中",
        ("passed", _) => "认证通过",
        ("expired", false) => "二维码已失效",
        ("expired", true) => "本次刷脸已失效",
        ("refused", _) => "已拒绝授权",
        _ => "刷脸未通过",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn whoever_has_no_try_left_is_led_to_another_method() {
        for state in ["failed", "refused", "expired"] {
            assert_eq!(main_of(state, false, false, None), Main::Leave, "{state}");
            assert_ne!(main_of(state, true, true, Some("/")), Main::Leave, "{state}");
        }
        assert_eq!(main_of("issued", true, true, Some("/")), Main::Camera("/"));
        assert_eq!(main_of("scanned", false, true, Some("/")), Main::Ask);
    }
}
