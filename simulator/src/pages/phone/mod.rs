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

#[derive(Template)]
#[template(path = "pages/phone/face.html")]
struct Face<'a> {
    form_token: &'a str,
    start: Option<String>,
    back: Option<&'a str>,
    agreed: bool,
    agree_words: &'static str,
    agree_message: Option<&'a FieldMessage>,
    agreement: &'static str,
    agreement_name: &'static str,
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
/// for by 法人快捷认证. `back` is the flow's own page where the person came straight
/// from it on this phone.
pub fn page(
    frame: &Frame<'_>,
    ticket: FaceTicketId,
    stand: &PhoneStand,
    organization: Option<&str>,
    back: Option<&str>,
    said: &Said,
) -> String {
    let frame = &Frame { shell: Shell::H5, ..*frame };
    match stand {
        PhoneStand::Expired => everywhere::code_expired(frame, back),
        PhoneStand::Ended { outcome, tries_left } => result(frame, *outcome, Some(*tries_left), back),
        PhoneStand::Over(outcome) => result(frame, *outcome, None, back),
        PhoneStand::Face(face) => match face.check.state {
            FaceState::Issued | FaceState::Scanned if organization.is_some() => {
                alipay_authorize(frame, ticket, organization.unwrap_or_default(), said)
            }
            FaceState::Issued | FaceState::Scanned => {
                start(frame, Opening::Ready(ticket), face.check.vendor, said)
            }
            FaceState::Acting(asked) => action(frame, ticket, asked, said),
            FaceState::Ended(outcome) => result(frame, outcome, Some(face.tries_left), back),
        },
    }
}

/// What a phone sees that may not go on. Refusals that leave it where it stands ([`Refusal::OutOfStep`],
/// [`Refusal::ConsentMissing`]) belong on [`page`], as something said. `back` as there.
pub fn refused(frame: &Frame<'_>, refusal: &Refusal, back: Option<&str>) -> String {
    let frame = &Frame { shell: Shell::H5, ..*frame };
    let (code, text) = wording(refusal);
    match refusal {
        Refusal::FaceTaken => already_scanned(frame),
        Refusal::AlipayNeeded | Refusal::AlipayStranger => {
            let said = Said::message(Message::error(Some(code), text));
            start(frame, Opening::Refused { back }, FaceVendor::Alipay, &said)
        }
        Refusal::FaceExpired => everywhere::code_expired(frame, back),
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
    Refused { back: Option<&'a str> },
}

/// `phone-face` or `alipay-face`.
fn start(frame: &Frame<'_>, opening: Opening<'_>, vendor: FaceVendor, said: &Said) -> String {
    let (start, back) = match opening {
        Opening::Ready(ticket) => (Some(phone_post(ticket, "start")), None),
        Opening::Refused { back } => (None, back),
    };
    let screen = Face {
        form_token: frame.form_token,
        start,
        back,
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

fn already_scanned(frame: &Frame<'_>) -> String {
    let (code, text) = wording(&Refusal::FaceTaken);
    let messages = [Message::error(Some(code), text)];
    Plain::new(Mark::Wait, "请在原手机上继续")
        .next("如需换一部手机，请回到电脑页面刷新二维码后重新扫码。")
        .render(frame, Head::new("already-scanned", "").messages(&messages))
}

/// `tries_left` is none where a failure is for good.
fn result(frame: &Frame<'_>, outcome: FaceOutcome, tries_left: Option<u32>, back: Option<&str>) -> String {
    let passed = outcome == FaceOutcome::Passed;
    let messages = face_qr::failure(outcome, tries_left);
    let screen = match outcome {
        FaceOutcome::Passed => Plain::new(Mark::Good, "刷脸通过"),
        FaceOutcome::Refused => Plain::new(Mark::Bad, "已拒绝授权"),
        FaceOutcome::WrongAction
        | FaceOutcome::NotSamePerson
        | FaceOutcome::NoLiveness
        | FaceOutcome::EyesCovered
        | FaceOutcome::TimedOut
        | FaceOutcome::Cancelled
        | FaceOutcome::SimilarityTooLow
        | FaceOutcome::IdentityUnknown
        | FaceOutcome::BrowserUnfit
        | FaceOutcome::DeviceUnfit => Plain::new(Mark::Bad, "刷脸未通过"),
    };
    let next = match (passed, back) {
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
        let told = |outcome| result(&frame, outcome, Some(4), None).contains("刷脸未通过");
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
