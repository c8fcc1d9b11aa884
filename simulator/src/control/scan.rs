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
use serde::{Deserialize, Serialize};

use crate::api::entrance::Entrance;
use crate::control::error::ControlError;
use crate::control::worlds::base_of;
use crate::control::{json, mobile_of, ok, place_of, respond};
use crate::engine::world::World;
use crate::pages::code::{self, Code, Scanner};
use crate::pages::links;
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

#[derive(Serialize)]
struct Scanned {
    url: String,
    page: &'static str,
    ticket: Option<String>,
    flow: Option<String>,
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
        let Some(Code { address: mut opened, entrance }) = code::read(&text, &base_of(&visit, &home), &home)
        else {
            let error = ControlError::not_found("the code leads to no page of this world").at("url");
            return Err(error.hint("a face check's address, a link for signing, or a flow's link"));
        };
        let entrance = match entrance {
            // The short link of a face check that a call ordered.
            Entrance::Flow(id) => match world.ask(|reading| reading.flow(id)?.ordered_face()) {
                Some(ticket) => {
                    opened.set_path(&links::phone_page(ticket));
                    Entrance::Face(ticket)
                }
                None => entrance,
            },
            Entrance::Face(_) | Entrance::Sign(_) => entrance,
        };
        let scanned = match entrance {
            Entrance::Face(ticket) => {
                let (flow, page) = face_page(&world, ticket, with)?;
                code::name_phone(&mut opened, mobile, with);
                (Some(ticket.to_string()), flow, page)
            }
            Entrance::Sign(ticket) => {
                let (flow, page) = sign_page(&world, ticket)?;
                code::name_phone(&mut opened, mobile, with);
                (Some(ticket.to_string()), flow, page)
            }
            Entrance::Flow(id) => {
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

/// The page at which a phone that opens this check will stand.
fn face_page(
    world: &World,
    ticket: FaceTicketId,
    with: Scanner,
) -> Result<(AuthFlowId, &'static str), ControlError> {
    let (flow, stand) =
        world.ask(|reading| reading.phone_standing(ticket).map(|(flow, stand)| (flow.id, stand)))?;
    let page = match stand {
        PhoneStand::Ended { .. } | PhoneStand::Over(_) => "face-result",
        PhoneStand::Expired => "flow-expired",
        PhoneStand::Face(stand) => match (stand.check.state, stand.check.vendor, with) {
            (FaceState::Ended(_), _, _) => "face-result",
            (FaceState::Scanned | FaceState::Acting(_), _, _) => "already-scanned",
            (FaceState::Issued, FaceVendor::Esign | FaceVendor::Tencent | FaceVendor::WeChat, _) => {
                "phone-face"
            }
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
