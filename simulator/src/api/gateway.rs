//! The gateway (鉴权): from a request to a caller, or a 401 that tells nothing about the path.
//!
//! The order does not vary: mode, parameters, application, then token or timestamp and signature,
//! then the address list. In token mode the token's presence comes before the application.

use std::net::IpAddr;
use std::sync::Arc;

use hyper::StatusCode;
use hyper::header::HeaderName;
use realname_provider::time::{Span, Time};

use crate::api::envelope::gateway_refusal;
use crate::engine::directory::{AppEntry, Directory};
use crate::explain::{self, Explanation, Window};
use crate::http::{Reply, Request};
use crate::signature::{self, APP_ID, AUTH_MODE, Leniency, SIGNATURE, Signed, TIMESTAMP, TOKEN};

/// Why the gateway turned a request away.
pub struct Turned {
    /// The documented answer.
    pub reply: Reply,
    /// The application it named, if it is known.
    pub app: Option<Arc<AppEntry>>,
    /// Why its signature was refused.
    pub explanation: Option<Box<Explanation>>,
}

fn turned(message: &str) -> Turned {
    Turned { reply: gateway_refusal(StatusCode::UNAUTHORIZED, message), app: None, explanation: None }
}

/// Lets a caller in, or turns the request away.
///
/// # Errors
/// [`Turned`] with the documented 401 or 403.
pub fn admit(
    directory: &Directory,
    request: &Request,
    leniency: Leniency,
    real_now: Time,
) -> Result<Arc<AppEntry>, Box<Turned>> {
    let sent = |name: &HeaderName| request.header(name).filter(|value| !value.is_empty());
    let app = match sent(&AUTH_MODE) {
        None => by_token(directory, sent, real_now),
        Some("Signature") => by_signature(directory, request, sent, leniency, real_now),
        Some(_) => Err(turned("AUTHSTRATEGY_NOT_FOUND")),
    };
    let app = app.map_err(Box::new)?;
    if !is_allowed(&app, request.peer) {
        // Unknown: status and body of this refusal are not confirmed by the documents.
        let reply = gateway_refusal(StatusCode::FORBIDDEN, "IP白名单不匹配");
        return Err(Box::new(Turned { reply, app: Some(app), explanation: None }));
    }
    Ok(app)
}

fn by_token<'a>(
    directory: &Directory,
    sent: impl Fn(&HeaderName) -> Option<&'a str>,
    real_now: Time,
) -> Result<Arc<AppEntry>, Turned> {
    let token = sent(&TOKEN).ok_or_else(|| turned("TOKEN_CANT_BE_NULL"))?;
    let app_id = sent(&APP_ID).ok_or_else(|| turned("缺少参数"))?;
    let app = directory.app(app_id).ok_or_else(|| turned("无效的应用"))?;
    let live = app.world.tokens().check(app_id, token, real_now.0);
    if live { Ok(app) } else { Err(Turned { app: Some(app), ..turned("TOKEN错误") }) }
}

fn by_signature<'a>(
    directory: &Directory,
    request: &Request,
    sent: impl Fn(&HeaderName) -> Option<&'a str>,
    leniency: Leniency,
    real_now: Time,
) -> Result<Arc<AppEntry>, Turned> {
    let (Some(timestamp), Some(_), Some(app_id)) = (sent(&TIMESTAMP), sent(&SIGNATURE), sent(&APP_ID)) else {
        return Err(turned("缺少参数"));
    };
    let app = directory.app(app_id).ok_or_else(|| turned("无效的应用"))?;
    let (width, compared) = app.world.ask(|reading| {
        let rules = reading.rules();
        (rules.request_window, rules.signature_compared)
    });
    let signed = Signed {
        method: request.method.as_str(),
        path: &request.path,
        query: request.query.as_deref(),
        headers: &request.headers,
        body: &request.body,
    };
    let explained = |message| {
        let window = Window { real_now_ms: real_now.0, width_ms: width.0 };
        let explanation = explain::explain(&signed, &app.secret, window, leniency);
        Turned { app: Some(Arc::clone(&app)), explanation: Some(Box::new(explanation)), ..turned(message) }
    };
    if !is_in_window(timestamp, real_now, width) {
        return Err(explained("INVALID_TIMESTAMP"));
    }
    if compared && signature::check(&signed, &app.key, leniency).is_err() {
        return Err(explained("INVALID_SIGNATURE"));
    }
    Ok(app)
}

/// Whether a timestamp, in milliseconds, is no further from the present than that, either way.
fn is_in_window(timestamp: &str, real_now: Time, width: Span) -> bool {
    let is_plain = timestamp.bytes().all(|byte| byte.is_ascii_digit());
    is_plain && timestamp.parse::<i64>().is_ok_and(|sent| real_now.0.abs_diff(sent) <= width.0.unsigned_abs())
}

fn is_allowed(app: &AppEntry, peer: IpAddr) -> bool {
    app.ip_allow.is_empty()
        || app.ip_allow.iter().any(|allowed| &**allowed == "*" || allowed.parse() == Ok(peer.to_canonical()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_timestamp_is_as_good_from_the_future_as_from_the_past_and_no_further() {
        let (now, width) = (Time(1_800_000_000_000), Span::minutes(15));
        for (sent, is_good) in [
            (now.0, true),
            (now.0 - width.0, true),
            (now.0 + width.0, true),
            (now.0 - width.0 - 1, false),
            (now.0 + width.0 + 1, false),
            (i64::MAX, false),
            (now.0 / 1_000, false),
        ] {
            assert_eq!(is_in_window(&sent.to_string(), now, width), is_good, "{sent}");
        }
        for text in ["", "+1800000000000", "-1800000000000", "1800000000000.0", "99999999999999999999"] {
            assert!(!is_in_window(text, now, width), "{text}");
        }
    }
}
