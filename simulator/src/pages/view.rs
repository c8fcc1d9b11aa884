//! Where a flow stands → its page, a row a page; a step's form → what the person does.

use realname_provider::flow::method::Method;
use realname_provider::flow::standing::{Stand, Standing};
use realname_provider::identity::address::Address;
use realname_provider::input::Act;

use crate::pages::everywhere;
use crate::pages::fields::Fields;
use crate::pages::links::Links;
use crate::pages::said::{FieldMessage, Said};
use crate::pages::shell::{Frame, Shell};
use crate::pages::step::authorize::Submitted;
use crate::pages::step::{
    authorize, bankcard4, choose_method, face, face_qr, mobile3, one_time_code, result, willingness,
};

/// The page at which a browser stands.
pub fn page(frame: &Frame<'_>, standing: &Standing, links: &Links, said: &Said) -> String {
    match &standing.stand {
        Stand::Login { address_fixed, code_sent, resend_at } => {
            let login = authorize::Login {
                address_fixed: *address_fixed,
                code_sent: *code_sent,
                resend_at: *resend_at,
            };
            authorize::page(frame, standing, login, links, said)
        }
        Stand::ChooseMethod(methods) => choose_method::page(frame, methods, links, said),
        Stand::Form { method, claim, locked } => match method {
            Method::Mobile3 => mobile3::page(frame, claim, locked, links, said),
            Method::Face => face::page(frame, claim, locked, links, said),
            Method::Bankcard4 => bankcard4::page(frame, claim, locked, links, said),
        },
        Stand::Exhausted(method) => result::exhausted(frame, *method, links, said),
        Stand::Code { method, mobile, code_sent, resend_at } => {
            one_time_code::page(frame, (*method, *mobile), (*code_sent, *resend_at), links, said)
        }
        Stand::Face(face) => face_qr::page(frame, face, links, said),
        Stand::Willingness => willingness::page(frame, links, said),
        Stand::Passed { took_part: true, name, redirect_after_seconds, scopes } => {
            result::passed(frame, (name.as_deref(), *scopes), *redirect_after_seconds, links, said)
        }
        Stand::Passed { took_part: false, .. } => everywhere::ended(frame, true),
        Stand::Expired => everywhere::expired(frame),
    }
}

/// The page's name in the contract: its `data-page`.
pub fn name(stand: &Stand) -> &'static str {
    match stand {
        Stand::Login { .. } => "authorize",
        Stand::ChooseMethod(_) => "choose-method",
        Stand::Form { method, .. } => choose_method::word(*method),
        Stand::Exhausted(_) | Stand::Passed { took_part: true, .. } => "result",
        Stand::Code { method: Method::Bankcard4, .. } => "bankcard-code",
        Stand::Code { method: Method::Mobile3 | Method::Face, .. } => "mobile-code",
        Stand::Face(_) => "face-qr",
        Stand::Willingness => "willingness",
        Stand::Passed { took_part: false, .. } => "flow-ended",
        Stand::Expired => "flow-expired",
    }
}

/// What a waiting page asks for again and again; another answer than it was drawn with makes it turn.
pub fn state(stand: &Stand) -> &'static str {
    match stand {
        Stand::Face(face) => face_qr::state(face),
        Stand::Passed { .. } => "passed",
        Stand::Expired => "expired",
        Stand::Login { .. }
        | Stand::ChooseMethod(_)
        | Stand::Form { .. }
        | Stand::Exhausted(_)
        | Stand::Code { .. }
        | Stand::Willingness => name(stand),
    }
}

/// What a form asks for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Asked {
    /// A code to this account.
    LoginCode(Address),
    /// 登录并授权提交.
    LogIn(Submitted),
    /// Anything else.
    Act(Act),
}

/// Reads the form that was posted to `/auth/h5/{step}`; `None` if there is no such step. `known` is
/// the account that the caller gave.
///
/// # Errors
/// The messages beside the fields that cannot be read.
pub fn read(
    step: &str,
    fields: &Fields,
    known: Option<&Address>,
    shell: Shell,
) -> Option<Result<Asked, Vec<FieldMessage>>> {
    let act = match step {
        "send-code" => return Some(authorize::read_account(fields, known).map(Asked::LoginCode)),
        "authorize" => return Some(authorize::read(fields, known).map(Asked::LogIn)),
        "choose-method" => choose_method::read(fields),
        "change-method" => Ok(Act::ChangeMethod),
        "mobile" => mobile3::read(fields),
        "face" => face::read(fields, shell == Shell::H5),
        "bankcard" => bankcard4::read(fields),
        "mobile-code" | "bankcard-code" => one_time_code::read(fields),
        "mobile-code/send" | "bankcard-code/send" => Ok(Act::AskCode),
        "face-qr/refresh" => Ok(Act::RefreshFace),
        "willingness" => Ok(willingness::read(shell)),
        _ => return None,
    };
    Some(act.map(Asked::Act))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_step_that_a_page_posts_to_is_read_and_no_other() {
        let read = |step| read(step, &Fields::default(), None, Shell::Pc);
        for step in ["send-code", "authorize", "choose-method", "mobile", "face", "bankcard", "mobile-code"] {
            assert!(matches!(read(step), Some(Err(_))), "{step}");
        }
        assert_eq!(read("change-method"), Some(Ok(Asked::Act(Act::ChangeMethod))));
        assert_eq!(read("bankcard-code/send"), Some(Ok(Asked::Act(Act::AskCode))));
        assert_eq!(read("willingness"), Some(Ok(Asked::Act(Act::ShowWillingness { straight: false }))));
        assert_eq!(read("org-info"), None);
    }
}
