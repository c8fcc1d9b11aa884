//! The page that asks for the control token, and the cookie in which a browser carries it from then on.

use hyper::header::SET_COOKIE;
use hyper::{Method, StatusCode};
use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};
use realname_provider::flow::link::ClientType;

use crate::control::access::{TOKEN_COOKIE, is_token};
use crate::http::{Reply, Request};
use crate::pages::everywhere::token;
use crate::pages::hosted::{outside, shell_for};
use crate::pages::said::{Message, Said};
use crate::visit::{Answer, Visit};

/// Where the page's form goes.
pub const PATH: &str = "/_console/token";
/// Where somebody goes who came from nowhere.
const HOME: &str = "/_console";

/// The page, in the place of one that asks for the token.
pub fn ask(request: &Request) -> Reply {
    let target = match (&request.method, &request.query) {
        (&Method::GET, Some(query)) => format!("{}?{query}", request.path),
        (&Method::GET, None) => request.path.clone(),
        _ => HOME.to_owned(),
    };
    page(request, &target, &Said::default())
}

fn page(request: &Request, target: &str, said: &Said) -> Reply {
    let action = format!("{PATH}?to={}", utf8_percent_encode(target, NON_ALPHANUMERIC));
    let shell = shell_for(ClientType::All, request);
    outside(StatusCode::UNAUTHORIZED, shell, |frame| token::page(frame, &action, said))
}

/// `POST /_console/token`: keeps the token in a cookie and goes where somebody wanted to go.
pub fn give(visit: Visit) -> Answer {
    Box::pin(async move {
        let request = &visit.request;
        let target = target(request);
        let form = request.form();
        let typed = form.trimmed("token");
        if !visit.site.config.control_token.as_deref().is_none_or(|token| is_token(token, typed)) {
            let said = Said::message(Message::error(None, "令牌不正确，请核对启动时设置的令牌"));
            return page(request, &target, &said);
        }
        let value = utf8_percent_encode(typed, NON_ALPHANUMERIC);
        let cookie = format!("{TOKEN_COOKIE}={value}; Path=/; HttpOnly; SameSite=Strict");
        Reply::see_other(&target).and(SET_COOKIE, &cookie)
    })
}

/// Only one of our own desks: `//host` and the like lead elsewhere.
fn target(request: &Request) -> String {
    let asked = request.parameters().get("to").map(str::to_owned).unwrap_or_default();
    let plain = asked.bytes().all(|byte| byte.is_ascii_graphic() && byte != b'\\');
    if asked.starts_with("/_") && plain { asked } else { HOME.to_owned() }
}
