//! The virtual phone and mail box over HTTP.

use std::sync::Arc;

use hyper::StatusCode;
use hyper::header::CONTENT_TYPE;
use realname_provider::identity::address::Address;
use realname_provider::identity::mobile::Mobile;

use crate::api::entrance::{self, Entrance};
use crate::console::phone::{Mailbox, Phone, Scanned, ShownMessage, mailbox, phone_home};
use crate::engine::world::World;
use crate::http::Reply;
use crate::pages::code::{self, Code, Scanner};
use crate::pages::fields::Fields;
use crate::pages::hosted::{no_world, not_found};
use crate::pages::said::{Message, Said};
use crate::qr;
use crate::visit::{Answer, Visit};

/// The largest picture that a phone scans.
const PICTURE_BYTES_MAX: u64 = 5 * 1024 * 1024;

fn world_of(visit: &Visit) -> Option<Arc<World>> {
    let parameters = visit.request.parameters();
    let name = parameters.get("world").unwrap_or(&visit.site.default_world);
    visit.site.directory.world(name)
}

fn messages(visit: &Visit, world: &World, address: &Address) -> Vec<ShownMessage> {
    let base = visit.public_url();
    let mut messages: Vec<_> = world.ask(|reading| {
        reading
            .world()
            .messages(address, 0)
            .map(|message| ShownMessage {
                ordinal: message.ordinal,
                at: message.at,
                text: message.text.to_string(),
                links: message.links.iter().map(|link| entrance::message_link(&base, link)).collect(),
            })
            .collect()
    });
    messages.reverse();
    messages
}

fn show(visit: &Visit, world: &World, mobile: Mobile, scanned: Option<Scanned>, said: &Said) -> Reply {
    let query = visit.request.query.as_deref().map(|query| format!("?{query}")).unwrap_or_default();
    let owner = world.ask(|reading| {
        reading.world().person_by_mobile(mobile).map(|person| person.name.to_string()).unwrap_or_default()
    });
    let phone = Phone {
        mobile: mobile.to_string(),
        owner,
        now: world.now(),
        messages: messages(visit, world, &Address::Mobile(mobile)),
        scan: format!("/_phone/{mobile}/scan{query}"),
        scanned,
    };
    Reply::html(StatusCode::OK, phone_home(&phone, "", said))
}

/// `GET /_phone/{mobile}`.
pub fn home(visit: Visit) -> Answer {
    Box::pin(async move {
        match (world_of(&visit), visit.parameter("mobile").parse()) {
            (Some(world), Ok(mobile)) => show(&visit, &world, mobile, None, &Said::default()),
            (None, _) => no_world(&visit),
            (Some(_), Err(_)) => not_found(&visit.request),
        }
    })
}

/// `POST /_phone/{mobile}/scan`: a text or a picture, as a form.
pub fn scan(visit: Visit) -> Answer {
    Box::pin(async move {
        let (Some(world), Ok(mobile)) = (world_of(&visit), visit.parameter("mobile").parse::<Mobile>())
        else {
            return not_found(&visit.request);
        };
        let said = |text: String| Said::message(Message::error(None, text));
        match scanned_text(&visit).await {
            Ok(text) => {
                let scanned = understand(&visit, mobile, text);
                show(&visit, &world, mobile, Some(scanned), &Said::default())
            }
            Err(reason) => show(&visit, &world, mobile, None, &said(reason)),
        }
    })
}

/// What the form carries: the text, or what the picture says.
async fn scanned_text(visit: &Visit) -> Result<String, String> {
    let kind = visit.request.header(&CONTENT_TYPE).unwrap_or_default();
    let Ok(boundary) = multer::parse_boundary(kind) else {
        let fields = Fields::from_body(&visit.request.body);
        return Some(fields.get("scan-text").trim().to_owned())
            .filter(|text| !text.is_empty())
            .ok_or_else(|| "请粘贴二维码内容，或选择二维码图片".to_owned());
    };
    let limits = multer::SizeLimit::new().whole_stream(PICTURE_BYTES_MAX);
    let constraints = multer::Constraints::new().size_limit(limits);
    let body = visit.request.body.clone();
    let stream = futures::stream::once(async move { Ok::<_, std::convert::Infallible>(body) });
    let mut form = multer::Multipart::with_constraints(stream, boundary, constraints);
    let mut found = None;
    while let Some(field) =
        form.next_field().await.map_err(|_| "表单读不出来，图片不能超过 5 MB".to_owned())?
    {
        let name = field.name().unwrap_or_default().to_owned();
        let bytes = field.bytes().await.map_err(|_| "表单读不出来，图片不能超过 5 MB".to_owned())?;
        match name.as_str() {
            "scan-text" if !bytes.is_empty() => {
                found = Some(Ok(String::from_utf8_lossy(&bytes).trim().to_owned()));
            }
            "scan-file" if !bytes.is_empty() && found.is_none() => {
                found = Some(
                    qr::read_aside(bytes.to_vec())
                        .await
                        .map_err(|_| "图片里没有找到二维码，请选择 PNG 或 JPEG 图片".to_owned()),
                );
            }
            _ => {}
        }
    }
    found.unwrap_or_else(|| Err("请粘贴二维码内容，或选择二维码图片".to_owned()))
}

/// Where the phone can go with a scanned text: to pages of this simulator only.
fn understand(visit: &Visit, mobile: Mobile, text: String) -> Scanned {
    let ours = code::read(&text, &visit.public_url(), &visit.site);
    let with = |scanner| {
        let Code { mut address, entrance } = ours.clone()?;
        match (entrance, scanner) {
            (Entrance::Face(_), _) | (Entrance::Sign(_), Scanner::Browser) => {
                code::name_phone(&mut address, mobile, scanner);
            }
            (Entrance::Flow(_), Scanner::Browser) => {}
            (Entrance::Sign(_) | Entrance::Flow(_), Scanner::Alipay) => return None,
        }
        Some(address.to_string())
    };
    Scanned { browser: with(Scanner::Browser), alipay: with(Scanner::Alipay), text }
}

/// `GET /_mail/{address}`.
pub fn mail(visit: Visit) -> Answer {
    Box::pin(async move {
        let Some(world) = world_of(&visit) else { return no_world(&visit) };
        let Ok(address) = visit.parameter("address").parse() else { return not_found(&visit.request) };
        let address = Address::Mail(address);
        let mail = Mailbox {
            address: address.to_string(),
            now: world.now(),
            messages: messages(&visit, &world, &address),
        };
        Reply::html(StatusCode::OK, mailbox(&mail))
    })
}
