//! A phone scans a QR code: which page it then opens.
//!
//! Scanning itself changes nothing. The answered address names the phone, and opening it is what binds
//! the code to that phone, whoever opens it: a browser, a test's own client, or nobody.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use hyper::StatusCode;
use realname_provider::flow::method::face::{FaceState, FaceVendor};
use realname_provider::flow::organization_standing::SignStep;
use realname_provider::flow::standing::PhoneStand;
use realname_provider::id::{AuthFlowId, FaceTicketId, SignTicketId};
use realname_provider::identity::mobile::Mobile;
use serde::{Deserialize, Serialize};
use url::Url;

use crate::api::v3::entrance;
use crate::control::error::ControlError;
use crate::control::worlds::base_of;
use crate::control::{json, mobile_of, ok, place_of, respond};
use crate::engine::world::World;
use crate::pages::view;
use crate::qr;
use crate::visit::{Answer, Visit};

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct ScanOrder {
    url: Option<String>,
    png: Option<String>,
    #[serde(default)]
    with: Scanner,
}

/// What the phone scans with.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
enum Scanner {
    #[default]
    Browser,
    Alipay,
}

#[derive(Serialize)]
struct Scanned {
    url: String,
    page: &'static str,
    ticket: Option<String>,
    flow: Option<String>,
}

/// What a code of ours leads to.
#[derive(Debug, PartialEq, Eq)]
enum Target {
    Face(FaceTicketId),
    Sign(SignTicketId),
    Flow(AuthFlowId),
}

/// `POST /_control/v1/worlds/{w}/phones/{mobile}/scan`.
pub fn scan(visit: Visit) -> Answer {
    respond(async move {
        let (home, world) = place_of(&visit)?;
        let mobile = mobile_of(&visit)?;
        let ScanOrder { url, png, with } = json::read(&visit.request)?;
        let text = match (url, png) {
            (Some(text), None) => text,
            (None, Some(png)) => text_in(&png).await?,
            (Some(_), Some(_)) | (None, None) => {
                return Err(ControlError::bad_request("exactly one of `url` and `png` is needed"));
            }
        };
        let opened = address(&text, &base_of(&visit, &home));
        let target = opened.as_ref().and_then(target);
        let (Some(mut opened), Some(target)) = (opened, target) else {
            let error = ControlError::not_found("the code leads to no page of this world").at("url");
            return Err(error.hint("a face check's address, a link for signing, or a flow's link"));
        };
        let scanned = match target {
            Target::Face(ticket) => {
                let (flow, page) = face_page(&world, ticket, with)?;
                name_phone(&mut opened, mobile, with);
                (Some(ticket.to_string()), flow, page)
            }
            Target::Sign(ticket) => {
                let (flow, page) = sign_page(&world, ticket)?;
                name_phone(&mut opened, mobile, with);
                (Some(ticket.to_string()), flow, page)
            }
            Target::Flow(id) => {
                let stands = world.ask(|reading| reading.standing(id, None))?;
                (None, id, view::name(&stands.stand))
            }
        };
        let (ticket, flow, page) = scanned;
        let scanned = Scanned { url: opened.into(), page, ticket, flow: Some(flow.to_string()) };
        Ok(ok(&world, &scanned))
    })
}

async fn text_in(png: &str) -> Result<String, ControlError> {
    let bytes = STANDARD.decode(png.trim());
    let bytes = bytes.map_err(|error| ControlError::bad_value(format!("not Base64: {error}")).at("png"))?;
    qr::read_aside(bytes).await.map_err(|error| {
        let error = ControlError::new(StatusCode::BAD_REQUEST, "no_code", error.to_string());
        error.at("png").hint("a PNG or JPEG of the whole code with a light margin")
    })
}

/// The address in a code; a path alone is one of ours.
fn address(text: &str, base: &str) -> Option<Url> {
    Url::parse(base).ok()?.join(text.trim()).ok().filter(|url| matches!(url.scheme(), "http" | "https"))
}

fn target(url: &Url) -> Option<Target> {
    let path = url.path();
    if let Some(ticket) = path.strip_prefix("/auth/face/") {
        return ticket.parse().ok().map(Target::Face);
    }
    if let Some(ticket) = path.strip_prefix("/auth/sign/") {
        return ticket.parse().ok().map(Target::Sign);
    }
    if path == entrance::INDEX {
        let id = url.query_pairs().find(|(name, _)| name == "authFlowId")?.1.parse().ok()?;
        return Some(Target::Flow(id));
    }
    entrance::read_short(path.trim_start_matches('/')).map(Target::Flow)
}

/// Says in the address whose phone opens it, and with what.
fn name_phone(url: &mut Url, mobile: Mobile, with: Scanner) {
    url.set_fragment(None);
    url.set_query(None);
    let with = match with {
        Scanner::Browser => "browser",
        Scanner::Alipay => "alipay",
    };
    url.query_pairs_mut().append_pair("phone", &mobile.to_string()).append_pair("with", with);
}

/// The page at which a phone that opens this check will stand.
fn face_page(
    world: &World,
    ticket: FaceTicketId,
    with: Scanner,
) -> Result<(AuthFlowId, &'static str), ControlError> {
    let (flow, stand) =
        world.ask(|reading| reading.phone_standing(ticket).map(|(flow, stand)| (flow.id, stand)))?;
    let page = match stand {
        PhoneStand::Ended { .. } => "face-result",
        PhoneStand::Expired => "flow-expired",
        PhoneStand::Face(stand) => match (stand.check.state, stand.check.vendor, with) {
            (FaceState::Ended(_), _, _) => "face-result",
            (FaceState::Scanned | FaceState::Acting(_), _, _) => "already-scanned",
            (FaceState::Issued, FaceVendor::Esign, _) => "phone-face",
            (FaceState::Issued, FaceVendor::Alipay, Scanner::Browser | Scanner::Alipay) => "alipay-face",
        },
    };
    Ok((flow, page))
}

/// The page at which a phone that opens this link for signing will stand, if nobody has proven himself
/// there before.
fn sign_page(world: &World, ticket: SignTicketId) -> Result<(AuthFlowId, &'static str), ControlError> {
    let (flow, stand) =
        world.ask(|reading| reading.sign_standing(ticket).map(|(flow, stand)| (flow.into_owned(), stand)))?;
    let page = match stand {
        Some(stand) if !stand.expired && stand.state != SignStep::Refused => "sign-verify",
        None if flow.is_finished() => "flow-ended",
        Some(_) | None => "sign-result",
    };
    Ok((flow.id, page))
}

#[cfg(test)]
mod tests {
    use super::*;

    const BASE: &str = "http://127.0.0.1:8686";

    fn target_of(text: &str) -> Option<Target> {
        target(&address(text, BASE)?)
    }

    #[test]
    fn a_code_leads_to_a_face_check_or_a_flow() {
        let face = Some(Target::Face(FaceTicketId(1)));
        assert_eq!(target_of(&entrance::face(BASE, FaceTicketId(1))), face);
        assert_eq!(target_of(&format!(" {} \n", entrance::face("", FaceTicketId(1)))), face);
        let sign = Some(Target::Sign(SignTicketId(3)));
        assert_eq!(target_of(&entrance::sign(BASE, SignTicketId(3))), sign);
        let flow = Some(Target::Flow(AuthFlowId(7)));
        assert_eq!(target_of(&entrance::short("https://sim.example.test", AuthFlowId(7))), flow);
        let long =
            "/auth/h5/index?clientType=ALL&authFlowId=OF-00000000000000000000000000000007&appId=7438000001";
        assert_eq!(target_of(long), flow);
        for other in [
            "",
            "hello",
            "mailto:a@example.com",
            "/auth/face/xyz",
            "/auth/sign/xyz",
            "/auth/h5/index",
            "/_console",
        ] {
            assert_eq!(target_of(other), None, "{other}");
        }
    }

    #[test]
    fn the_address_names_the_phone() {
        let mut url =
            address(&format!("{}?phone=1#x", entrance::face(BASE, FaceTicketId(1))), BASE).expect("ours");
        name_phone(&mut url, "13800000001".parse().expect("a number"), Scanner::Alipay);
        let expected = format!("{}?phone=13800000001&with=alipay", entrance::face(BASE, FaceTicketId(1)));
        assert_eq!(url.as_str(), expected);
    }
}
