//! What a person does on his own phone, always in the phone's layout.
//!
//! Here: a face check, with agreement, camera and result; `hosted`: its handlers. `sign`: the pages of 法人授权认证, on
//! which the legal representative proves himself and signs; `signing`: their handlers.

pub mod hosted;
pub mod sign;
pub mod signing;

use askama::Template;
use realname_provider::flow::method::face::{FaceAction, FaceOutcome, FaceState, FaceVendor};
use realname_provider::flow::standing::PhoneStand;
use realname_provider::id::FaceTicketId;
use realname_provider::refusal::Refusal;

use crate::api::v2::refusal::wording;
use crate::pages::everywhere;
use crate::pages::fields::Fields;
use crate::pages::links::{Agreement, phone_post};
use crate::pages::said::{FieldMessage, Message, Said};
use crate::pages::shell::plain::{Mark, Plain};
use crate::pages::shell::{Frame, Head, Shell, render};
use crate::pages::step::{agreement_name, face_qr};
use crate::pages::words::ordered;

#[derive(Template)]
#[template(path = "pages/phone/face.html")]
struct Face<'a> {
    form_token: &'a str,
    start: Option<String>,
    way: Way<'a>,
    agreed: bool,
    agree_words: &'static str,
    agree_message: Option<&'a FieldMessage>,
    agreement: &'static str,
    agreement_name: &'static str,
}

#[derive(Template)]
#[template(path = "pages/phone/phone_needed.html")]
struct PhoneNeeded<'a> {
    with: &'static str,
    qr: &'a str,
    phone_link: &'a str,
}

#[derive(Template)]
#[template(path = "pages/phone/face_action.html")]
struct Action<'a> {
    form_token: &'a str,
    asked: FaceAction,
    word: &'static str,
    act: String,
    cancel: String,
}

#[derive(Template)]
#[template(path = "pages/phone/alipay_authorize.html")]
struct AlipayAuthorize<'a> {
    form_token: &'a str,
    organization: &'a str,
    authorize: String,
    refuse: String,
}

/// Where the text of the face agreement is for a phone, which knows no flow.
const AGREEMENT: &str = "/auth/h5/agreement?agreement=face";

/// The page at which a phone stands. `organization` is the one that its legal representative shows his face
/// for by 法人快捷认证.
pub fn page(
    frame: &Frame<'_>,
    ticket: FaceTicketId,
    stand: &PhoneStand,
    organization: Option<&str>,
    way: Way<'_>,
    said: &Said,
) -> String {
    let frame = &Frame { shell: Shell::H5, ..*frame };
    match stand {
        PhoneStand::Expired => everywhere::check_expired(frame, way),
        PhoneStand::Ended { outcome, tries_left } => result(frame, *outcome, Some(*tries_left), way),
        PhoneStand::Over(outcome) => result(frame, *outcome, None, way),
        PhoneStand::Face(face) => match face.check.state {
            FaceState::Issued | FaceState::Scanned if organization.is_some() => {
                alipay_authorize(frame, ticket, organization.unwrap_or_default(), said)
            }
            FaceState::Issued | FaceState::Scanned => {
                start(frame, Opening::Ready(ticket), face.check.vendor, said)
            }
            FaceState::Acting(asked) => action(frame, ticket, asked, said),
            FaceState::Ended(outcome) => result(frame, outcome, Some(face.tries_left), way),
        },
    }
}

/// What a phone sees that may not go on. Refusals that leave it where it stands ([`Refusal::OutOfStep`],
/// [`Refusal::ConsentMissing`]) belong on [`page`], as something said.
pub fn refused(frame: &Frame<'_>, refusal: &Refusal, way: Way<'_>) -> String {
    let frame = &Frame { shell: Shell::H5, ..*frame };
    let (code, text) = wording(refusal);
    match refusal {
        Refusal::FaceTaken => already_scanned(frame, way),
        Refusal::AlipayNeeded | Refusal::AlipayStranger => {
            let text = match refusal {
                Refusal::AlipayNeeded if way.ordered => ordered::ALIPAY_NEEDED.into(),
                _ => text,
            };
            let said = Said::message(Message::error(Some(code), text));
            start(frame, Opening::Refused(way), FaceVendor::Alipay, &said)
        }
        Refusal::FaceExpired => everywhere::check_expired(frame, way),
        Refusal::FlowEnded => everywhere::ended(frame, true),
        Refusal::FlowExpired => everywhere::expired(frame),
        Refusal::AppUnknown
        | Refusal::AccountUnknown { .. }
        | Refusal::PersonNotFound { .. }
        | Refusal::PersonVerified
        | Refusal::PersonNotVerified { .. }
        | Refusal::IdentityDiffers { .. }
        | Refusal::FlowUnknown
        | Refusal::OutOfStep
        | Refusal::NotLoggedIn
        | Refusal::AccountFixed
        | Refusal::ConsentMissing
        | Refusal::FieldLocked { .. }
        | Refusal::MethodUnavailable
        | Refusal::TriesExhausted
        | Refusal::ComparisonFailed { .. }
        | Refusal::ClaimIncomplete { .. }
        | Refusal::MethodNotBegun { .. }
        | Refusal::LegalRepUnknown
        | Refusal::SignNotOrdered
        | Refusal::AgentNotLegalRep
        | Refusal::CodeTooSoon { .. }
        | Refusal::CodeNotSent
        | Refusal::CodeWrong { .. }
        | Refusal::CodeExpired
        | Refusal::CodeDead
        | Refusal::FaceUnknown
        | Refusal::OrganizationNotFound { .. }
        | Refusal::OrganizationVerified
        | Refusal::OrganizationNotVerified { .. }
        | Refusal::OrganizationDiffers
        | Refusal::OrgFieldLocked { .. }
        | Refusal::OrgFieldMissing { .. }
        | Refusal::OrgComparisonFailed { .. }
        | Refusal::BranchUnknown
        | Refusal::PayoutsExhausted
        | Refusal::PayoutTooSoon { .. }
        | Refusal::PayoutNeeded
        | Refusal::AmountWrong { .. }
        | Refusal::AmountTriesExhausted
        | Refusal::AmountTooLate
        | Refusal::LetterApproved
        | Refusal::LetterNotInReview
        | Refusal::SignUnknown
        | Refusal::SignExpired
        | Refusal::MessageTooSoon { .. }
        | Refusal::ApprovalUnknown
        | Refusal::GrantUnknown
        | Refusal::PaymentRefused { .. }
        | Refusal::FactRefused { .. }
        | Refusal::NoticeUnknown
        | Refusal::AppAccountExists { .. }
        | Refusal::AppAccountUnknown
        | Refusal::AppAccountOfOtherKind
        | Refusal::AppAccountDocumentFixed
        | Refusal::AgentNotVerified
        | Refusal::FileUnknown
        | Refusal::FileUnfit
        | Refusal::LetterNeeded
        | Refusal::LetterNotTaken
        | Refusal::OrgAccountIncomplete { .. }
        | Refusal::DocumentKindNotTaken
        | Refusal::AppAccountsExhausted { .. }
        | Refusal::Throttled
        | Refusal::FlowNotNamed
        | Refusal::ServiceFault
        | Refusal::AccountLookupFailed
        | Refusal::SignServiceDown
        | Refusal::DataSourceDown { .. }
        | Refusal::BalanceExhausted => everywhere::not_found(frame),
    }
}

/// Reads what the person does before the camera.
pub fn read_action(fields: &Fields) -> Option<FaceAction> {
    ACTIONS.into_iter().find(|action| action_word(*action) == fields.get("action"))
}

const ACTIONS: [FaceAction; 3] = [FaceAction::Blink, FaceAction::OpenMouth, FaceAction::LookAway];

/// An action's word: its control, and `data-action` of the prompt.
pub fn action_word(action: FaceAction) -> &'static str {
    match action {
        FaceAction::Blink => "blink",
        FaceAction::OpenMouth => "open-mouth",
        FaceAction::LookAway => "look-away",
    }
}

/// Whether the phone that opened a check may start it.
enum Opening<'a> {
    Ready(FaceTicketId),
    Refused(Way<'a>),
}

/// How the person came to the check, and where he may go from it.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Way<'a> {
    /// The flow's own page where he came straight from it on this phone; at the end of an ordered check the
    /// caller's address.
    pub back: Option<&'a str>,
    /// Whether a call ordered the check: there is neither a page on a computer nor a code to scan.
    pub ordered: bool,
    /// The same check in his own Alipay.
    pub in_alipay: Option<&'a str>,
}

impl<'a> Way<'a> {
    /// From a page of the flow, to which he may go back.
    pub fn back(back: Option<&'a str>) -> Self {
        Self { back, ..Self::default() }
    }
}

/// `phone-face` or `alipay-face`.
fn start(frame: &Frame<'_>, opening: Opening<'_>, vendor: FaceVendor, said: &Said) -> String {
    let (start, way) = match opening {
        Opening::Ready(ticket) => (Some(phone_post(ticket, "start")), Way::default()),
        Opening::Refused(way) => (None, way),
    };
    let screen = Face {
        form_token: frame.form_token,
        start,
        way,
        agreed: said.typed.is_ticked("agree"),
        agree_words: "我已阅读并同意",
        agree_message: said.beside("agree"),
        agreement: AGREEMENT,
        agreement_name: agreement_name(Agreement::Face),
    };
    let (page, title) = match vendor {
        FaceVendor::Esign => ("phone-face", "快捷刷脸"),
        FaceVendor::Alipay => ("alipay-face", "支付宝刷脸"),
        FaceVendor::Tencent => ("phone-face", "腾讯云刷脸"),
        FaceVendor::WeChat => ("phone-face", "微信刷脸"),
    };
    render(frame, &Head::new(page, title).messages(&said.page), &screen)
}

/// `alipay-authorize`: 同意并授权使用.
fn alipay_authorize(frame: &Frame<'_>, ticket: FaceTicketId, organization: &str, said: &Said) -> String {
    let screen = AlipayAuthorize {
        form_token: frame.form_token,
        organization,
        authorize: phone_post(ticket, "authorize"),
        refuse: phone_post(ticket, "refuse"),
    };
    render(frame, &Head::new("alipay-authorize", "法人快捷认证").messages(&said.page), &screen)
}

fn action(frame: &Frame<'_>, ticket: FaceTicketId, asked: FaceAction, said: &Said) -> String {
    let screen = Action {
        form_token: frame.form_token,
        asked,
        word: action_word(asked),
        act: phone_post(ticket, "act"),
        cancel: phone_post(ticket, "cancel"),
    };
    render(frame, &Head::new("face-action", "人脸识别").messages(&said.page), &screen)
}

/// A check that a call ordered, opened on a computer: the documents have it opened on a phone alone
/// (identity_service/wbsb6y). Unknown: what the provider shows there; here the way to the phone.
pub fn phone_needed(frame: &Frame<'_>, qr: &str, phone_link: &str, vendor: FaceVendor) -> String {
    let with = match vendor {
        FaceVendor::Alipay => "请使用手机支付宝 App 扫描二维码，在手机上打开本链接。",
        FaceVendor::WeChat => "请使用手机微信扫描二维码，在手机上打开本链接。",
        FaceVendor::Esign | FaceVendor::Tencent => "请使用手机扫描二维码，在手机浏览器中打开本链接。",
    };
    let screen = PhoneNeeded { with, qr, phone_link };
    render(&Frame { shell: Shell::Pc, ..*frame }, &Head::new("phone-needed", "请在手机上打开"), &screen)
}

fn already_scanned(frame: &Frame<'_>, way: Way<'_>) -> String {
    let (code, text) = wording(&Refusal::FaceTaken);
    let (text, next) = if way.ordered {
        (ordered::TAKEN.into(), "如需换一部手机，请从应用重新发起。")
    } else {
        (text, "如需换一部手机，请回到电脑页面刷新二维码后重新扫码。")
    };
    let messages = [Message::error(Some(code), text)];
    Plain::new(Mark::Wait, "请在原手机上继续")
        .next(next)
        .render(frame, Head::new("already-scanned", "").messages(&messages))
}

/// `tries_left` is none where a failure is for good.
fn result(frame: &Frame<'_>, outcome: FaceOutcome, tries_left: Option<u32>, way: Way<'_>) -> String {
    let back = way.back;
    let passed = outcome == FaceOutcome::Passed;
    let messages = face_qr::failure(outcome, tries_left);
    let screen = match outcome {
        FaceOutcome::Passed => Plain::new(Mark::Good, "刷脸通过"),
        FaceOutcome::Refused => Plain::new(Mark::Bad, "已拒绝授权"),
        _ => Plain::new(Mark::Bad, "刷脸未通过"),
    };
    let next = match (passed, back) {
        (true, None) if way.ordered => "您可以关闭本页面。".to_owned(),
        (true, None) => "请返回电脑页面查看认证结果。".to_owned(),
        (true, Some(_)) => "请返回继续。".to_owned(),
        (false, _) => match (tries_left, back) {
            (None, _) => "本次认证已结束，如需再试，请从应用重新发起。".to_owned(),
            (Some(0), _) => "请换一种认证方式。".to_owned(),
            (Some(left), None) => format!("今日还可尝试 {left} 次，请在电脑页面刷新二维码后重新扫码。"),
            (Some(left), Some(_)) => format!("今日还可尝试 {left} 次。"),
        },
    };
    let screen = screen.next(next).outcome(passed);
    let screen = match back {
        Some(back) => screen.action("return", if passed { "返回继续" } else { "返回" }, back),
        None => screen,
    };
    screen.render(frame, Head::new("face-result", "").messages(&messages))
}

#[cfg(test)]
mod tests {
    use realname_provider::time::Time;

    use super::*;
    use crate::pages::shell::Shell;

    #[test]
    fn whoever_refuses_before_the_camera_opens_is_told_nothing_of_his_face() {
        let frame =
            Frame { shell: Shell::H5, app_name: "", now: Time(0), form_token: "", bar: None, logs_in: true };
        let told = |outcome| result(&frame, outcome, Some(4), Way::default()).contains("刷脸未通过");
        assert!(!told(FaceOutcome::Refused) && told(FaceOutcome::Cancelled));
    }

    #[test]
    fn each_action_is_read_by_its_own_word_and_nothing_else() {
        for action in ACTIONS {
            let form = format!("action={}", action_word(action));
            assert_eq!(read_action(&Fields::from_body(form.as_bytes())), Some(action));
        }
        assert_eq!(read_action(&Fields::from_body(b"action=smile")), None);
        assert_eq!(read_action(&Fields::default()), None);
    }
}
