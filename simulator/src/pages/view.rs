//! Where a flow stands → its page, a row a page; a step's form → what the person does.

use std::borrow::Cow;

use realname_provider::flow::method::Method;
use realname_provider::flow::organization_standing::OrgStand;
use realname_provider::flow::standing::{Stand, Standing};
use realname_provider::identity::address::Address;
use realname_provider::input::Act;

use crate::pages::everywhere;
use crate::pages::fields::Fields;
use crate::pages::links::Links;
use crate::pages::said::{FieldMessage, Said};
use crate::pages::shell::{Frame, Shell};
use crate::pages::step::authorize::Submitted;
use crate::pages::step::result::Whose;
use crate::pages::step::{
    approval, authorize, bank_transfer, bankcard4, choose_method, choose_org_method, face, face_qr,
    legal_rep_authorization, mobile3, one_time_code, org_info, result, reverse_payment, willingness,
};

/// The page at which a browser stands.
pub fn page(frame: &Frame<'_>, standing: &Standing, links: &Links, said: &Said) -> String {
    let whose = if standing.link.organization.is_some() { Whose::Organization } else { Whose::Person };
    match &standing.stand {
        Stand::Login { address_fixed, code_sent, resend_at } => {
            let login = authorize::Login {
                address_fixed: *address_fixed,
                code_sent: *code_sent,
                resend_at: *resend_at,
            };
            authorize::page(frame, standing, login, links, said)
        }
        Stand::ChooseMethod(methods) => choose_method::page(frame, methods, whose, links, said),
        Stand::Form { method, claim, locked } => match method {
            Method::Mobile3 => mobile3::page(frame, claim, locked, links, said),
            Method::Face => face::page(frame, (claim, locked), standing.link.face_vendors(), links, said),
            Method::Bankcard4 => bankcard4::page(frame, claim, locked, links, said),
        },
        Stand::Exhausted(method) => result::exhausted(frame, *method, links, said),
        Stand::Code { method, mobile, code_sent, resend_at } => {
            one_time_code::page(frame, (*method, *mobile), (*code_sent, *resend_at), links, said)
        }
        Stand::Face(face) => face_qr::page(frame, face, links, said),
        Stand::Willingness => willingness::page(frame, links, said),
        Stand::Passed { took_part: true, name, redirect_after_seconds, scopes } => {
            let passed = result::Passed { whose, name: name.as_deref(), scopes: *scopes };
            result::passed(frame, passed, *redirect_after_seconds, links, said)
        }
        Stand::Passed { took_part: false, .. } => everywhere::ended(frame, true),
        Stand::Organization(stand) => organization(frame, standing, stand, links, said),
        Stand::ApprovalPending => approval::pending(frame, links, said),
        Stand::NotApproved => approval::refused(frame, links),
        Stand::Expired => everywhere::expired(frame),
        Stand::Failed { took_part: true, face, redirect_after_seconds } => {
            result::failed(frame, *face, *redirect_after_seconds, links, said)
        }
        Stand::Failed { took_part: false, .. } => everywhere::ended(frame, false),
    }
}

fn organization(
    frame: &Frame<'_>,
    standing: &Standing,
    stand: &OrgStand,
    links: &Links,
    said: &Said,
) -> String {
    match stand {
        OrgStand::Form { claim, locked } => org_info::page(frame, claim, locked, links, said),
        OrgStand::ChooseMethod(methods) => {
            let wanted = standing.link.organization.as_deref();
            let available = wanted.map(|wanted| &*wanted.available).unwrap_or_default();
            choose_org_method::page(frame, methods, available, links, said)
        }
        OrgStand::AlipayQuick(face) => face_qr::alipay_quick(frame, face, links, said),
        OrgStand::LegalRep(methods) => choose_org_method::legal_rep(frame, methods, links, said),
        OrgStand::LegalRepAuthorization(sign) => legal_rep_authorization::page(frame, sign, links, said),
        OrgStand::BankAccount { name, number, locked } => {
            bank_transfer::account_page(frame, name, (number.as_ref(), *locked), links, said)
        }
        OrgStand::BankConfirm(forward) => bank_transfer::confirm_page(frame, forward, links, said),
        OrgStand::ReversePayment(reverse) => reverse_payment::page(frame, reverse, links, said),
    }
}

/// The page's name in the contract: its `data-page`.
pub fn name(stand: &Stand) -> &'static str {
    match stand {
        Stand::Login { .. } => "authorize",
        Stand::ChooseMethod(_) => "choose-method",
        Stand::Form { method, .. } => choose_method::word(*method),
        Stand::Exhausted(_)
        | Stand::Passed { took_part: true, .. }
        | Stand::Failed { took_part: true, .. } => "result",
        Stand::Code { method: Method::Bankcard4, .. } => "bankcard-code",
        Stand::Code { method: Method::Mobile3 | Method::Face, .. } => "mobile-code",
        Stand::Face(_) => "face-qr",
        Stand::Willingness => "willingness",
        Stand::Organization(stand) => match stand {
            OrgStand::Form { .. } => "org-info",
            OrgStand::ChooseMethod(_) => "choose-org-method",
            OrgStand::AlipayQuick(_) => "alipay-quick",
            OrgStand::LegalRep(_) => "legal-rep",
            OrgStand::LegalRepAuthorization(_) => "legal-rep-authorization",
            OrgStand::BankAccount { .. } => "bank-account",
            OrgStand::BankConfirm(_) => "bank-confirm",
            OrgStand::ReversePayment(_) => "reverse-payment",
        },
        Stand::ApprovalPending => "approval-pending",
        Stand::NotApproved => "approval-refused",
        Stand::Passed { took_part: false, .. } | Stand::Failed { took_part: false, .. } => "flow-ended",
        Stand::Expired => "flow-expired",
    }
}

/// What a waiting page asks for again and again; another answer than it was drawn with makes it turn.
pub fn state(stand: &Stand) -> Cow<'static, str> {
    let word = match stand {
        Stand::Face(face) | Stand::Organization(OrgStand::AlipayQuick(face)) => face_qr::state(face),
        Stand::Organization(OrgStand::LegalRepAuthorization(sign)) => legal_rep_authorization::state(sign),
        Stand::Organization(OrgStand::BankConfirm(forward)) => {
            return bank_transfer::confirm_state(forward).into();
        }
        Stand::Organization(OrgStand::ReversePayment(reverse)) => {
            return reverse_payment::state(reverse).into();
        }
        Stand::Passed { .. } => "passed",
        Stand::Failed { .. } => "ended",
        Stand::Expired => "expired",
        Stand::Organization(
            OrgStand::Form { .. }
            | OrgStand::ChooseMethod(_)
            | OrgStand::LegalRep(_)
            | OrgStand::BankAccount { .. },
        )
        | Stand::ApprovalPending
        | Stand::NotApproved
        | Stand::Login { .. }
        | Stand::ChooseMethod(_)
        | Stand::Form { .. }
        | Stand::Exhausted(_)
        | Stand::Code { .. }
        | Stand::Willingness => name(stand),
    };
    word.into()
}

/// What a form asks for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Asked {
    /// A code to this account.
    LoginCode(Address),
    /// 登录并授权提交.
    LogIn(Submitted),
    /// The same page again with the branches that were sought; it changes nothing.
    Branches,
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
        "face-qr/refresh" | "alipay-quick/refresh" => Ok(Act::RefreshFace),
        "org-info" => org_info::read(fields),
        "choose-org-method" => choose_org_method::read(fields, shell),
        "change-org-method" => Ok(Act::ChangeOrgMethod),
        "legal-rep-authorization/send" => legal_rep_authorization::read_mobile(fields),
        "legal-rep-authorization/refresh" => Ok(Act::RefreshSign),
        "bank-transfer/turn" => bank_transfer::read_direction(fields),
        "bank-account" => bank_transfer::read_account(fields),
        "bank-account/search" => return Some(Ok(Asked::Branches)),
        "bank-confirm" => bank_transfer::read_amount(fields),
        "bank-confirm/again" => Ok(Act::PayAgain),
        "bank-confirm/account" => Ok(Act::ReenterBankAccount),
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
        assert_eq!(read("org-letter"), None);
    }
}
