//! What answers here, and the contracts that it keeps.

use hyper::StatusCode;
use serde::Serialize;

use crate::http::Reply;
use crate::visit::{Answer, Visit};

/// The contract of the control API, written by hand.
pub const CONTROL_CONTRACT: &str = include_str!("openapi.json");
/// The contract of the provider's API.
const PROVIDER_CONTRACT: &str = include_str!("../../../features/contract/provider-openapi.json");

const JSON: &str = "application/json; charset=UTF-8";

/// What this implementation offers.
const CAPABILITIES: [&str; 20] = [
    "worlds",
    "own_address",
    "fork",
    "tape",
    "clock",
    "events",
    "phones",
    "mailboxes",
    "faces",
    "people",
    "organizations",
    "bank",
    "letters",
    "grants",
    "rules",
    "tokens",
    "flows",
    "notices",
    "defects",
    "journal",
];

#[derive(Serialize)]
struct Info<'a> {
    name: &'static str,
    version: &'static str,
    worlds: usize,
    default_world: Option<&'a str>,
    capabilities: [&'static str; CAPABILITIES.len()],
}

/// `GET /_control/v1/info`.
pub fn info(visit: Visit) -> Answer {
    Box::pin(async move {
        let site = &visit.site;
        let default_world = Some(&*site.default_world).filter(|name| site.directory.world(name).is_some());
        let info = Info {
            name: "realname-simulator",
            version: site.version,
            worlds: super::worlds::live(site).len(),
            default_world,
            capabilities: CAPABILITIES,
        };
        Reply::json(StatusCode::OK, &info)
    })
}

/// `GET /_control/openapi.json`.
pub fn control_contract(_visit: Visit) -> Answer {
    Box::pin(async { Reply::with(StatusCode::OK, JSON, CONTROL_CONTRACT) })
}

/// `GET /_control/provider-openapi.json`.
pub fn provider_contract(_visit: Visit) -> Answer {
    Box::pin(async { Reply::with(StatusCode::OK, JSON, PROVIDER_CONTRACT) })
}
