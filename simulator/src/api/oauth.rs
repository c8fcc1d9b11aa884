//! The token endpoints of token mode (dev-guide3/dvb866). They need no headers.

use serde::Serialize;

use crate::api::envelope::{failure, success};
use crate::api::tokens::{Issued, Lives, UnknownRefreshToken};
use crate::clock;
use crate::engine::directory::AppEntry;
use crate::http::Reply;
use crate::visit::{Answer, Visit};

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct TokenData {
    token: String,
    /// A string of milliseconds since 1970, not a number of seconds; typed clients fail on anything else.
    expires_in: String,
    refresh_token: String,
}

/// `GET /v1/oauth2/access_token`.
pub fn access_token(visit: Visit) -> Answer {
    Box::pin(async move {
        answer(&visit, "client_credentials", |app, fields| {
            let secret = fields.get("secret").unwrap_or_default();
            let same = subtle::ConstantTimeEq::ct_eq(secret.as_bytes(), app.secret.as_bytes());
            // Unknown: the code for a wrong secret was not found; the one for a wrong application is used.
            if !bool::from(same) {
                return Err((72_000_032, "应用停用或应用不存在"));
            }
            let draw =
                |purpose: &str, ordinal| app.world.key.id(purpose, app.id.as_str().as_bytes(), ordinal);
            Ok(app.world.tokens().issue(&draw, app.id.as_str(), &app.key, lives(app), clock::now().0))
        })
    })
}

/// `GET /v1/oauth2/refresh_token`.
pub fn refresh_token(visit: Visit) -> Answer {
    Box::pin(async move {
        answer(&visit, "refresh_token", |app, fields| {
            let old = fields.get("refreshToken").unwrap_or_default();
            let draw =
                |purpose: &str, ordinal| app.world.key.id(purpose, app.id.as_str().as_bytes(), ordinal);
            app.world
                .tokens()
                .refresh(&draw, app.id.as_str(), &app.key, old, lives(app), clock::now().0)
                .map_err(|UnknownRefreshToken| (72_000_009, "refresh_token错误"))
        })
    })
}

fn lives(app: &AppEntry) -> Lives {
    app.world.ask(|reading| {
        let rules = reading.rules();
        Lives { newest: rules.token_life, replaced: rules.token_overlap }
    })
}

fn answer(
    visit: &Visit,
    grant_type: &str,
    issue: impl FnOnce(&AppEntry, &crate::http::Parameters) -> Result<Issued, (u32, &'static str)>,
) -> Reply {
    let fields = visit.request.parameters();
    let app = visit.site.directory.app(fields.get("appId").unwrap_or_default());
    let Some(app) = app else { return failure(72_000_032, "应用停用或应用不存在") };
    let reply = if fields.get("grantType") == Some(grant_type) {
        match issue(&app, &fields) {
            Ok(Issued { token, deadline_ms, refresh_token }) => {
                success(&TokenData { token, expires_in: deadline_ms.to_string(), refresh_token })
            }
            Err((code, message)) => failure(code, message),
        }
    } else {
        // Unknown: the code for a wrong grantType was not found.
        failure(72_000_001, "grantType错误")
    };
    reply.about(&app.world)
}
