//! The link for signing over HTTP. Whoever opens it is asked who he is; only the browser in which he has
//! proven himself is shown the letter, so a phone that dies half-way may be replaced by another.

use std::sync::Arc;

use hyper::StatusCode;
use realname_provider::flow::Flow;
use realname_provider::flow::method::legal_rep_authorization::SignAct;
use realname_provider::flow::organization_standing::{SignStand, SignStep};
use realname_provider::id::SignTicketId;
use realname_provider::input::{Happening, Input};
use realname_provider::refusal::Refusal;

use crate::engine::world::World;
use crate::http::Reply;
use crate::pages::bar::bar;
use crate::pages::fields::Fields;
use crate::pages::hosted::not_found;
use crate::pages::links::{self, phone_page, sign_page};
use crate::pages::said::{Message, Said};
use crate::pages::shell::{Frame, Shell};
use crate::pages::{everywhere, session, words};
use crate::visit::{Answer, Visit};

use super::sign;

struct Signer {
    world: Arc<World>,
    ticket: SignTicketId,
    flow: Flow,
    stand: Option<SignStand>,
}

impl Signer {
    fn arrive(visit: &Visit) -> Option<Self> {
        let ticket: SignTicketId = visit.parameter("ticket").parse().ok()?;
        visit.site.directory.tagged(ticket.world_tag()).into_iter().find_map(|world| {
            let (flow, stand) = world.ask(|reading| {
                reading.sign_standing(ticket).ok().map(|(flow, stand)| (flow.into_owned(), stand))
            })?;
            Some(Self { world, ticket, flow, stand })
        })
    }

    /// Whether the legal representative has proven himself in this very browser.
    fn has_proven(&self, visit: &Visit) -> bool {
        let by_face = self
            .flow
            .signer_face()
            .is_some_and(|check| session::holds_check(&self.world, check, &visit.request));
        by_face || session::has_proven(&self.world, self.ticket, &visit.request)
    }

    fn show(&self, visit: &Visit, status: StatusCode, said: &Said) -> Reply {
        self.framed(visit, status, |frame| self.page(visit, frame, said))
    }

    /// Whether the letter can still be refused.
    fn is_undecided(&self) -> Option<&SignStand> {
        self.stand.as_ref().filter(|stand| !stand.expired && stand.state != SignStep::Refused)
    }

    fn framed(&self, visit: &Visit, status: StatusCode, page: impl FnOnce(&Frame<'_>) -> String) -> Reply {
        let token = session::sign_token(&self.world, self.ticket);
        let app_name = self
            .world
            .ask(|reading| reading.app(&self.flow.link.app).map(|app| app.name.clone()).unwrap_or_default());
        let own = self.stand.as_ref().and_then(|stand| self.phone(stand));
        let bar = visit.site.config.bar.then(|| bar(&self.world, own.as_deref(), None));
        let frame = &Frame {
            shell: Shell::H5,
            app_name: &app_name,
            now: self.world.now(),
            form_token: &token,
            bar: bar.as_ref(),
            logs_in: true,
        };
        Reply::html(status, page(frame)).about(&self.world)
    }

    fn page(&self, visit: &Visit, frame: &Frame<'_>, said: &Said) -> String {
        match &self.stand {
            Some(stand) => sign::page(frame, stand, self.has_proven(visit), said),
            // The link was replaced, or the flow has gone on: for whoever signed here it is done.
            None if self.flow.is_signed() && self.has_proven(visit) => {
                // The operator's way back is not the legal representative's; only a call names his own.
                let redirect = self.flow.link.redirect.as_ref();
                let own = redirect.filter(|_| self.flow.link.identity_service.is_some());
                sign::signed(frame, own.map(|redirect| links::way_back(&redirect.url)).as_deref())
            }
            None if self.flow.is_finished() => everywhere::ended(frame, true),
            None => sign::expired(frame),
        }
    }

    /// The phone of the legal representative, where the world knows it.
    fn phone(&self, stand: &SignStand) -> Option<String> {
        if let SignStep::Code { mobile, .. } = &stand.state {
            return Some(mobile.to_string());
        }
        let known = self.world.ask(|reading| {
            let rep = reading.world().legal_rep_of(&stand.organization.code)?;
            let person = reading.world().person_by_document(&rep.document)?;
            person.mobiles.first().map(|line| line.mobile.to_string())
        });
        stand.sent_to.map(|mobile| mobile.to_string()).or(known)
    }
}

/// `GET /auth/sign/{ticket}`: a phone opens the link.
pub fn open(visit: Visit) -> Answer {
    Box::pin(async move {
        let Some(signer) = Signer::arrive(&visit) else { return not_found(&visit.request) };
        let is_new =
            signer.stand.as_ref().is_some_and(|stand| stand.state == SignStep::Issued && !stand.expired);
        if !is_new {
            return signer.show(&visit, StatusCode::OK, &Said::default());
        }
        // Whatever is refused: the page where the link stands tells it.
        let _ = visit.submit(&signer.world, Input::Happen(Happening::SignOpened(signer.ticket))).await;
        match Signer::arrive(&visit) {
            Some(signer) => signer.show(&visit, StatusCode::OK, &Said::default()),
            None => not_found(&visit.request),
        }
    })
}

/// `POST /auth/sign/{ticket}/{verb}`.
pub fn post(visit: Visit) -> Answer {
    Box::pin(async move {
        let Some(signer) = Signer::arrive(&visit) else { return not_found(&visit.request) };
        let ticket = signer.ticket;
        let fields = Fields::from_body(&visit.request.body);
        let turn = || Reply::see_other(&sign_page(ticket)).about(&signer.world);
        if !session::is_ours(&session::sign_token(&signer.world, ticket), fields.get("form_token")) {
            return turn();
        }
        if visit.parameter("verb") == "refuse" && !fields.is_ticked("confirm") {
            return match signer.is_undecided() {
                Some(stand) => signer.framed(&visit, StatusCode::OK, |frame| sign::refuse(frame, stand)),
                None => turn(),
            };
        }
        let act = match sign::read(visit.parameter("verb"), &fields) {
            None => return not_found(&visit.request),
            Some(Err(messages)) => {
                let said = Said::unread(fields, messages);
                return signer.show(&visit, StatusCode::UNPROCESSABLE_ENTITY, &said);
            }
            Some(Ok(act)) => act,
        };
        // Only where he has proven himself may anybody sign.
        if matches!(act, SignAct::Sign { .. }) && !signer.has_proven(&visit) {
            return turn();
        }
        // By whatever he has proven himself: that he has signed is told to his browser alone.
        let proves = matches!(act, SignAct::EnterCode(_) | SignAct::Sign { .. });
        let asks = matches!(act, SignAct::AskCode);
        let result = visit.submit(&signer.world, Input::Happen(Happening::SignActed { ticket, act })).await;
        let Some(after) = Signer::arrive(&visit) else { return not_found(&visit.request) };
        match result {
            Ok(_) if proves => session::take_proof(turn(), &after.world, ticket),
            Ok(_) if asks => {
                let said = Said { typed: fields, ..Said::message(Message::success("验证码已发送")) };
                after.show(&visit, StatusCode::OK, &said)
            }
            Ok(_) => match after.stand.as_ref().map(|stand| &stand.state) {
                // He holds the phone already: no code to scan.
                Some(SignStep::Face(face)) => {
                    Reply::see_other(&phone_page(face.check.ticket)).about(&after.world)
                }
                _ => turn(),
            },
            Err(Refusal::OutOfStep | Refusal::SignExpired | Refusal::FlowEnded | Refusal::FlowExpired) => {
                turn()
            }
            Err(refusal) => {
                after.show(&visit, StatusCode::UNPROCESSABLE_ENTITY, &words::refused(&refusal, fields))
            }
        }
    })
}
