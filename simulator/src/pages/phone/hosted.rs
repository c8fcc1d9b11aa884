//! A face check on a phone over HTTP. The first phone that opens it holds it.

use std::sync::Arc;

use hyper::StatusCode;
use realname_provider::flow::Flow;
use realname_provider::flow::link::ClientType;
use realname_provider::flow::method::face::{FaceOutcome, FaceState, FaceVendor};
use realname_provider::flow::organization::{self, Stage};
use realname_provider::flow::standing::PhoneStand;
use realname_provider::id::{FaceTicketId, SignTicketId};
use realname_provider::identity::address::Address;
use realname_provider::identity::mobile::Mobile;
use realname_provider::input::{Happening, Input};
use realname_provider::refusal::Refusal;

use crate::api::entrance;
use crate::engine::world::World;
use crate::http::Reply;
use crate::pages::bar::bar;
use crate::pages::fields::Fields;
use crate::pages::hosted::{not_found, shell_for};
use crate::pages::links::{self, phone_page, sign_page};
use crate::pages::phone::Way;
use crate::pages::said::Said;
use crate::pages::shell::{Frame, Shell};
use crate::pages::{phone, session, words};
use crate::qr;
use crate::visit::{Answer, Visit};

struct Phone {
    world: Arc<World>,
    ticket: FaceTicketId,
    flow: Flow,
    stand: PhoneStand,
    holds: bool,
}

impl Phone {
    fn arrive(visit: &Visit) -> Option<Self> {
        let ticket: FaceTicketId = visit.parameter("ticket").parse().ok()?;
        visit.site.directory.tagged(ticket.world_tag()).into_iter().find_map(|world| {
            let (flow, stand) = world.ask(|reading| {
                reading.phone_standing(ticket).ok().map(|(flow, stand)| (flow.into_owned(), stand))
            })?;
            let holds = session::holds_check(&world, ticket, &visit.request);
            Some(Self { world, ticket, flow, stand, holds })
        })
    }

    /// Where the person goes back to, if he came from the flow's page in this very browser, or from the
    /// letter that he is asked to sign.
    fn back(&self, visit: &Visit) -> Option<String> {
        let signing = organization::proving(&self.flow).and_then(|proving| match &proving.stage {
            Stage::LegalRepAuthorization(task) => Some(sign_page(task.ticket)),
            _ => None,
        });
        if signing.is_some() {
            return signing;
        }
        if self.flow.by_calls().is_some() {
            // Before the end there is nowhere to go back to.
            return links::callback(&self.flow.link, self.flow.link.redirect.as_ref())
                .filter(|_| matches!(self.stand, PhoneStand::Ended { .. } | PhoneStand::Over(_)));
        }
        session::seat(&self.world, self.flow.id, &visit.request)?;
        let link = &self.flow.link;
        Some(format!("{}?{}", entrance::INDEX, entrance::query(self.flow.id, link.client_type, &link.app)))
    }

    /// Where the browser is sent at once instead of a result page (`resultPage` 0).
    fn sent_on(&self) -> Option<String> {
        let (PhoneStand::Ended { .. } | PhoneStand::Over(_)) = self.stand else { return None };
        self.flow.by_calls()?;
        let delay = self.flow.link.redirect.as_ref()?.delay_seconds;
        if delay == Some(0) {
            links::callback(&self.flow.link, self.flow.link.redirect.as_ref())
        } else {
            None
        }
    }

    fn show(&self, visit: &Visit, status: StatusCode, page: impl FnOnce(&Frame<'_>) -> String) -> Reply {
        let token = session::check_token(&self.world, self.ticket);
        let (app_name, address) = self.world.ask(|reading| {
            let app_name = reading.app(&self.flow.link.app).map(|app| app.name.clone()).unwrap_or_default();
            let account = self.flow.account.and_then(|id| reading.account(id));
            (app_name, account.and_then(|account| account.address()))
        });
        let own = match &address {
            Some(Address::Mobile(mobile)) => Some(mobile.to_string()),
            Some(Address::Mail(_)) | None => None,
        };
        let bar = visit.site.config.bar.then(|| bar(&self.world, own.as_deref(), address.as_ref()));
        let frame = Frame {
            shell: Shell::H5,
            app_name: &app_name,
            now: self.world.now(),
            form_token: &token,
            bar: bar.as_ref(),
            logs_in: true,
        };
        Reply::html(status, page(&frame)).about(&self.world)
    }

    fn page(&self, visit: &Visit, status: StatusCode, said: &Said) -> Reply {
        let back = self.back(visit);
        let way = Way { back: back.as_deref(), ordered: self.flow.orders_face(), in_alipay: None };
        let organization = self.organization();
        self.show(visit, status, |frame| {
            phone::page(frame, self.ticket, &self.stand, organization, way, said)
        })
    }

    fn refused(&self, visit: &Visit, refusal: &Refusal) -> Reply {
        let (back, in_alipay) = (self.back(visit), self.on_own_phone());
        let ordered = self.flow.orders_face();
        let way = Way { back: back.as_deref(), ordered, in_alipay: in_alipay.as_deref() };
        self.show(visit, StatusCode::FORBIDDEN, |frame| phone::refused(frame, refusal, way))
    }

    /// The check as the person's own phone opens it, in Alipay where that is needed; none where the world does
    /// not know his phone.
    fn on_own_phone(&self) -> Option<String> {
        let PhoneStand::Face(face) = &self.stand else { return None };
        let mobile = self.world.ask(|reading| {
            let person = reading.world().person_by_document(&face.check.identity.document)?;
            match face.check.vendor {
                FaceVendor::Alipay => person.alipay,
                FaceVendor::Esign | FaceVendor::Tencent | FaceVendor::WeChat => {
                    person.mobiles.first().map(|line| line.mobile)
                }
            }
        })?;
        let with = if face.check.vendor == FaceVendor::Alipay { "alipay" } else { "browser" };
        Some(format!("{}?phone={mobile}&with={with}", phone_page(self.ticket)))
    }

    /// The page for a computer on which somebody opens an ordered check first. A virtual phone says by `with`
    /// that it is one.
    fn on_computer(&self, visit: &Visit) -> Option<Reply> {
        let PhoneStand::Face(face) = &self.stand else { return None };
        let is_computer = shell_for(ClientType::All, &visit.request) == Shell::Pc
            && visit.request.parameters().get("with").is_none();
        if !is_computer || !self.flow.orders_face() || face.check.state != FaceState::Issued {
            return None;
        }
        let qr = links::qr_image(self.ticket);
        // An unknown person's phone is a phone all the same.
        let phone_link =
            self.on_own_phone().unwrap_or_else(|| format!("{}?with=browser", phone_page(self.ticket)));
        let vendor = face.check.vendor;
        Some(self.show(visit, StatusCode::OK, |frame| phone::phone_needed(frame, &qr, &phone_link, vendor)))
    }

    /// The organization that the check is for, where it is 法人快捷认证.
    fn organization(&self) -> Option<&str> {
        let proving = organization::proving(&self.flow)?;
        match &proving.stage {
            Stage::AlipayQuick(_) => Some(proving.organization.name.as_str()),
            Stage::Choosing
            | Stage::LegalRepInPerson(_)
            | Stage::LegalRepAuthorization(_)
            | Stage::BankTransfer(_) => None,
        }
    }

    /// Whose Alipay app opens the check: the one that the address names, or, for somebody who came
    /// straight from the flow's page on his phone, his own.
    fn alipay(&self, visit: &Visit) -> Option<Mobile> {
        let parameters = visit.request.parameters();
        if parameters.get("with") == Some("alipay") {
            return parameters.trimmed("phone").parse().ok();
        }
        let PhoneStand::Face(face) = &self.stand else { return None };
        if !face.check.straight || self.back(visit).is_none() {
            return None;
        }
        self.world.ask(|reading| {
            let account = self.flow.account.and_then(|id| reading.account(id));
            account.and_then(|account| account.mobile).or_else(|| {
                let person = reading.world().person_by_document(&face.check.identity.document);
                person.and_then(|person| person.alipay)
            })
        })
    }
}

/// `GET /auth/face/{ticket}`: a phone opens the check.
pub fn open(visit: Visit) -> Answer {
    Box::pin(async move {
        let Some(mut phone) = Phone::arrive(&visit) else { return not_found(&visit.request) };
        let is_open = match &phone.stand {
            PhoneStand::Face(face) => {
                face.check.state == FaceState::Issued
                    || !phone.holds
                    || face.check.vendor == FaceVendor::Alipay
            }
            PhoneStand::Ended { .. } | PhoneStand::Over(_) | PhoneStand::Expired => false,
        };
        if is_open && !phone.holds {
            if let Some(page) = phone.on_computer(&visit) {
                return page;
            }
            let (ticket, alipay) = (phone.ticket, phone.alipay(&visit));
            let scanned = Happening::FaceScanned { ticket, alipay };
            if let Err(refusal) = visit.submit(&phone.world, Input::Happen(scanned)).await {
                return phone.refused(&visit, &refusal);
            }
            let reply = match Phone::arrive(&visit) {
                Some(scanned) => {
                    phone = scanned;
                    phone.page(&visit, StatusCode::OK, &Said::default())
                }
                None => return not_found(&visit.request),
            };
            return session::take_check(reply, &phone.world, ticket);
        }
        if let Some(target) = phone.sent_on() {
            return Reply::see_other(&target).about(&phone.world);
        }
        phone.page(&visit, StatusCode::OK, &Said::default())
    })
}

/// `POST /auth/face/{ticket}/{verb}`: start, act or cancel.
pub fn post(visit: Visit) -> Answer {
    Box::pin(async move {
        let Some(phone) = Phone::arrive(&visit) else { return not_found(&visit.request) };
        let ticket = phone.ticket;
        if !phone.holds {
            return phone.refused(&visit, &Refusal::FaceTaken);
        }
        let fields = Fields::from_body(&visit.request.body);
        let turn = || Reply::see_other(&phone_page(ticket)).about(&phone.world);
        if !session::is_ours(&session::check_token(&phone.world, ticket), fields.get("form_token")) {
            return turn();
        }
        let happening = match visit.parameter("verb") {
            "authorize" => Happening::FaceStarted { ticket, consent: true },
            "refuse" => Happening::FaceDecided { ticket, outcome: FaceOutcome::Refused },
            "start" => Happening::FaceStarted { ticket, consent: fields.is_ticked("agree") },
            "cancel" => Happening::FaceDecided { ticket, outcome: FaceOutcome::Cancelled },
            "act" => match super::read_action(&fields) {
                Some(action) => Happening::FaceActed { ticket, action },
                None => return turn(),
            },
            _ => return not_found(&visit.request),
        };
        match visit.submit(&phone.world, Input::Happen(happening)).await {
            Err(refusal @ Refusal::ConsentMissing) => {
                phone.page(&visit, StatusCode::UNPROCESSABLE_ENTITY, &words::refused(&refusal, fields))
            }
            // Whatever else is refused: the page where the check stands tells it.
            Ok(_) | Err(_) => turn(),
        }
    })
}

/// What the code of a ticket leads to, if a live world knows it: a face check or a letter to be signed.
fn picture_of(visit: &Visit, text: &str) -> Option<String> {
    let (check, letter) = (text.parse::<FaceTicketId>().ok()?, text.parse::<SignTicketId>().ok()?);
    visit.site.directory.tagged(check.world_tag()).into_iter().find_map(|world| {
        world.ask(|reading| match (reading.phone_standing(check), reading.sign_standing(letter)) {
            (Ok(_), _) => Some(phone_page(check)),
            (Err(_), Ok(_)) => Some(sign_page(letter)),
            (Err(_), Err(_)) => None,
        })
    })
}

/// `GET /auth/qr/{ticket}.png`: the picture of a check's QR code.
pub fn picture(visit: Visit) -> Answer {
    Box::pin(async move {
        let image = visit.parameter("image");
        match image.strip_suffix(".png").and_then(|ticket| picture_of(&visit, ticket)) {
            Some(path) => {
                let text = format!("{}{path}", visit.public_url());
                match qr::draw(&text) {
                    Ok(png) => Reply::with(StatusCode::OK, "image/png", png)
                        .and(hyper::header::CACHE_CONTROL, "no-store"),
                    Err(_) => not_found(&visit.request),
                }
            }
            None => not_found(&visit.request),
        }
    })
}
