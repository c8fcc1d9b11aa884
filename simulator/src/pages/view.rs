//! Where a flow stands → its page: a row a page.

use realname_provider::flow::method::Method;
use realname_provider::flow::standing::{Stand, Standing};

use crate::pages::links::Links;
use crate::pages::said::Said;
use crate::pages::shell::Frame;
use crate::pages::step;

/// The page at which a browser stands.
pub fn page(frame: &Frame<'_>, standing: &Standing, links: &Links, said: &Said) -> String {
    match &standing.stand {
        Stand::Login { address_fixed, code_sent, resend_at } => {
            let login = step::authorize::Login {
                address_fixed: *address_fixed,
                code_sent: *code_sent,
                resend_at: *resend_at,
            };
            step::authorize::page(frame, standing, login, links, said)
        }
        Stand::ChooseMethod(methods) => step::choose_method::page(frame, methods, links, said),
        Stand::Form { method: Method::Mobile3, claim, locked } => {
            step::mobile3::page(frame, claim, locked, links, said)
        }
        Stand::Form { method: Method::Bankcard4, claim, locked } => {
            step::bankcard4::page(frame, claim, locked, links, said)
        }
        Stand::Form { method: Method::Face, .. } => String::new(),
        Stand::Exhausted(method) => step::result::exhausted(frame, *method, links, said),
        Stand::Code { method, mobile, code_sent, resend_at } => {
            step::one_time_code::page(frame, (*method, *mobile), (*code_sent, *resend_at), links, said)
        }
        Stand::Face(_) => String::new(),
        Stand::Willingness => String::new(),
        Stand::Passed { took_part: true, name, redirect_after_seconds, scopes } => {
            step::result::passed(frame, (name.as_deref(), *scopes), *redirect_after_seconds, links, said)
        }
        Stand::Passed { took_part: false, .. } => String::new(),
        Stand::Expired => String::new(),
    }
}
