//! A flow's pages over HTTP: whoever opens the link is shown where the flow stands; whoever posts a
//! form acts, and is shown where it stands then.

use std::borrow::Cow;
use std::sync::Arc;

use hyper::StatusCode;
use hyper::header::USER_AGENT;
use realname_provider::flow::identity_service::Start;
use realname_provider::flow::link::{ClientType, Link, Redirect};
use realname_provider::flow::method::face::FaceVendor;
use realname_provider::flow::organization_standing::OrgStand;
use realname_provider::flow::standing::{Stand, Standing};
use realname_provider::id::{AuthFlowId, FaceTicketId};
use realname_provider::identity::address::Address;
use realname_provider::input::{Act, Happening, Input, Outcome};
use realname_provider::refusal::Refusal;
use url::Url;

use crate::api::entrance;
use crate::api::v3::vocabulary;
use crate::egress;
use crate::engine::world::World;
use crate::http::{Reply, Request};
use crate::pages::bar::{bar, desks};
use crate::pages::everywhere;
use crate::pages::fields::Fields;
use crate::pages::links::{self, Links};
use crate::pages::said::{Message, Said};
use crate::pages::shell::{Bar, Frame, Shell};
use crate::pages::view::{self, Asked};
use crate::pages::{session, words};
use crate::visit::{Answer, Visit};

/// A browser at a flow.
#[derive(Clone)]
pub(crate) struct Browser {
    pub(crate) world: Arc<World>,
    pub(super) flow: AuthFlowId,
    pub(super) seat: Option<u32>,
    shell: Shell,
    query: String,
    tab: String,
    app_name: Box<str>,
    shows_bar: bool,
}

impl Browser {
    /// The flow that a request's query names, if it is a live world's.
    pub(super) fn arrive(visit: &Visit) -> Option<Self> {
        let parameters = visit.request.parameters();
        let flow: AuthFlowId = parameters.trimmed("authFlowId").parse().ok()?;
        Self::at(visit, flow, parameters.get("clientType"), parameters.get("appId"))
    }

    fn at(visit: &Visit, flow: AuthFlowId, client_type: Option<&str>, app: Option<&str>) -> Option<Self> {
        let worlds = visit.site.directory.tagged(flow.world_tag());
        let (world, link) = worlds.into_iter().find_map(|world| {
            let link = world.ask(|reading| reading.flow(flow).map(|flow| flow.link.clone()))?;
            // A verification by calls has no pages.
            has_pages(&link).then_some((world, link))
        })?;
        if app.is_some_and(|app| app != link.app.as_str()) {
            return None;
        }
        let client_type = client_type.and_then(vocabulary::client_type).unwrap_or(link.client_type);
        let app_name = world.ask(|reading| reading.app(&link.app).map(|app| app.name.clone()));
        Some(Self {
            seat: session::seat(&world, flow, &visit.request),
            shell: shell_for(client_type, &visit.request),
            query: entrance::query(flow, client_type, &link.app),
            tab: visit.request.parameters().get("tab").unwrap_or_default().to_owned(),
            app_name: app_name.unwrap_or_default(),
            shows_bar: visit.site.config.bar,
            world,
            flow,
        })
    }

    pub(super) fn standing(&self) -> Option<Standing> {
        self.world.ask(|reading| reading.standing(self.flow, self.seat).ok())
    }

    /// The page where the flow stands, with what is to be said on it.
    fn show(&self, status: StatusCode, standing: &Standing, said: &Said) -> Reply {
        let token = session::flow_token(&self.world, self.flow, self.seat);
        let phone = self.phone_of(standing);
        let bar = self.shows_bar.then(|| Bar {
            desks: desks(&self.world, self.flow, &standing.stand),
            ..bar(&self.world, phone.as_deref(), standing.address.as_ref())
        });
        let frame = Frame {
            shell: self.shell,
            app_name: &self.app_name,
            now: self.world.now(),
            form_token: &token,
            bar: bar.as_ref(),
            logs_in: standing.link.identity_service.is_none(),
        };
        let page = view::page(&frame, standing, &self.links(standing, phone.as_deref()), said);
        Reply::html(status, page).about(&self.world)
    }

    /// Sends the browser to where the flow stands now, at the tab that it was at.
    pub(super) fn turn(&self) -> Reply {
        let tab = if self.tab == links::SMS_TAB { links::SMS_TAB_QUERY } else { "" };
        Reply::see_other(&format!("{}?{}{tab}", entrance::INDEX, self.query)).about(&self.world)
    }

    fn links(&self, standing: &Standing, phone: Option<&str>) -> Links {
        let ticket = match &standing.stand {
            Stand::Face(face) | Stand::Organization(OrgStand::AlipayQuick(face)) => {
                Some((face.check.ticket, face.check.vendor))
            }
            Stand::Organization(OrgStand::LegalRepAuthorization(sign)) => {
                let page = links::sign_page(sign.ticket);
                return Links {
                    query: self.query.clone(),
                    qr: Some(links::qr_image(sign.ticket)),
                    phone_link: Some(page.clone()),
                    phone_page: Some(page),
                    tab: self.tab.clone(),
                    redirect: None,
                    only_method: self.has_only_method(),
                };
            }
            _ => None,
        };
        Links {
            query: self.query.clone(),
            tab: self.tab.clone(),
            qr: ticket.map(|(ticket, _)| links::qr_image(ticket)),
            phone_link: ticket.map(|(ticket, vendor)| {
                let page = links::phone_page(ticket);
                match (phone, vendor) {
                    (Some(phone), FaceVendor::Alipay) => format!("{page}?phone={phone}&with=alipay"),
                    (Some(phone), FaceVendor::Esign | FaceVendor::Tencent | FaceVendor::WeChat) => {
                        format!("{page}?phone={phone}&with=browser")
                    }
                    (None, _) => page,
                }
            }),
            phone_page: ticket.map(|(ticket, _)| links::phone_page(ticket)),
            redirect: self.redirect(standing),
            only_method: self.has_only_method(),
        }
    }

    fn has_only_method(&self) -> bool {
        self.world.ask(|reading| reading.flow(self.flow).is_some_and(|flow| flow.has_only_method()))
    }

    /// Where the browser goes at the end: at once to near hosts, to released ones and to native apps,
    /// elsewhere through a warning.
    fn redirect(&self, standing: &Standing) -> Option<String> {
        let redirect = way_out(standing);
        let target = links::callback(&standing.link, redirect)?;
        let parsed = Url::parse(&redirect?.url);
        let released = match parsed {
            Ok(url) if matches!(url.scheme(), "http" | "https") => {
                let host = url.host_str().unwrap_or_default().to_owned();
                let app = &standing.link.app;
                egress::is_near_host(&host)
                    || self.world.ask(|reading| {
                        let hosts =
                            reading.app(app).map(|app| app.redirect_hosts.clone()).unwrap_or_default();
                        hosts.iter().any(|known| known.eq_ignore_ascii_case(&host))
                    })
            }
            Ok(_) => true,
            Err(_) => false,
        };
        Some(if released { target } else { format!("/auth/h5/outside-link?{}", self.query) })
    }

    /// The phone of the person at this browser: his account's, or the one the world knows him by.
    fn phone_of(&self, standing: &Standing) -> Option<String> {
        // Where a code goes to another number, that phone is the one to look at.
        if let Stand::Code { mobile, .. } = &standing.stand {
            return Some(mobile.to_string());
        }
        if let Some(Address::Mobile(mobile)) = &standing.address {
            return Some(mobile.to_string());
        }
        let document = match &standing.stand {
            Stand::Face(face) => Some(face.check.identity.document.clone()),
            _ => standing.link.claim.document.clone(),
        };
        self.world.ask(|reading| {
            let person = match (document, &standing.address) {
                (Some(document), _) => reading.world().person_by_document(&document),
                (None, Some(address)) => reading.world().person_by_address(address),
                (None, None) => None,
            };
            person.and_then(|person| person.mobiles.first()).map(|line| line.mobile.to_string())
        })
    }
}

pub(crate) fn shell_for(client_type: ClientType, request: &Request) -> Shell {
    match client_type {
        ClientType::H5 => Shell::H5,
        ClientType::Pc => Shell::Pc,
        ClientType::All => {
            let agent = request.header(&USER_AGENT).unwrap_or_default();
            let phone =
                ["Mobile", "Android", "iPhone", "AlipayClient"].iter().any(|word| agent.contains(word));
            if phone { Shell::H5 } else { Shell::Pc }
        }
    }
}

/// A page outside any flow.
pub(crate) fn outside(
    status: StatusCode,
    visit_shell: Shell,
    page: impl FnOnce(&Frame<'_>) -> String,
) -> Reply {
    let frame = Frame {
        shell: visit_shell,
        app_name: "",
        now: crate::clock::now(),
        form_token: "",
        bar: None,
        logs_in: true,
    };
    Reply::html(status, page(&frame))
}

/// An unknown link; says nothing about other flows.
pub fn not_found(request: &Request) -> Reply {
    outside(StatusCode::NOT_FOUND, shell_for(ClientType::All, request), everywhere::not_found)
}

/// A page of ours asked for in a world that is not here.
pub fn no_world(visit: &Visit) -> Reply {
    let parameters = visit.request.parameters();
    let name = parameters.get("world").unwrap_or(&visit.site.default_world);
    let page = |frame: &Frame<'_>| everywhere::no_world(frame, name);
    outside(StatusCode::NOT_FOUND, shell_for(ClientType::All, &visit.request), page)
}

/// `GET /auth/h5/index`: the page where the flow stands.
pub fn index(visit: Visit) -> Answer {
    Box::pin(async move {
        let Some(browser) = Browser::arrive(&visit) else { return not_found(&visit.request) };
        open(&visit, &browser).await
    })
}

/// `GET /`: whoever opens the bare address is led to where one begins.
pub fn root(_visit: Visit) -> Answer {
    Box::pin(async { Reply::see_other("/_demo") })
}

/// `GET /{short}`: the short link.
pub fn short(visit: Visit) -> Answer {
    Box::pin(async move {
        let Some(flow) = entrance::read_short(visit.parameter("short")) else {
            return not_found(&visit.request);
        };
        if let Some(browser) = Browser::at(&visit, flow, None, None) {
            return browser.turn();
        }
        match face_of(&visit, flow) {
            Some(ticket) => Reply::see_other(&links::phone_page(ticket)),
            None => not_found(&visit.request),
        }
    })
}

/// The face check that a call ordered; its flow has no other page.
fn face_of(visit: &Visit, flow: AuthFlowId) -> Option<FaceTicketId> {
    visit
        .site
        .directory
        .tagged(flow.world_tag())
        .into_iter()
        .find_map(|world| world.ask(|reading| reading.flow(flow).and_then(|flow| flow.ordered_face())))
}

async fn open(visit: &Visit, browser: &Browser) -> Reply {
    let Browser { world, flow, .. } = browser;
    if world.ask(|reading| reading.opening_matters(*flow)) {
        // A flow that has ended meanwhile is shown as ended.
        let _ = visit.submit(world, Input::Happen(Happening::LinkOpened(*flow))).await;
    }
    if browser.seat.is_none()
        && world.ask(|reading| reading.is_entered_freely(*flow))
        && let Ok(Outcome::Seat(seat)) = visit.submit(world, Input::Happen(Happening::Entered(*flow))).await
    {
        // Where nobody logs in, whoever opens the link is seated at once.
        let seated = Browser { seat: Some(seat), ..browser.clone() };
        let Some(standing) = seated.standing() else { return not_found(&visit.request) };
        return session::take_seat(
            seated.show(StatusCode::OK, &standing, &Said::default()),
            world,
            *flow,
            seat,
        );
    }
    let Some(standing) = browser.standing() else {
        return outside(StatusCode::NOT_FOUND, browser.shell, everywhere::not_found);
    };
    if let Stand::Passed { took_part: true, redirect_after_seconds: Some(0), .. }
    | Stand::Failed { took_part: true, redirect_after_seconds: Some(0), .. } = standing.stand
        && let Some(target) = browser.redirect(&standing)
    {
        return Reply::see_other(&target).about(world);
    }
    browser.show(StatusCode::OK, &standing, &Said::default())
}

/// Which of the link's redirects is the way out of where the flow stands.
fn way_out(standing: &Standing) -> Option<&Redirect> {
    match standing.stand {
        Stand::Failed { .. } => standing.link.redirect_of_failure(),
        _ => standing.link.redirect.as_ref(),
    }
}

/// A verification by calls has none.
fn has_pages(link: &Link) -> bool {
    link.identity_service.as_ref().is_none_or(|service| service.start == Start::Pages)
}

#[derive(serde::Serialize)]
struct State {
    state: Cow<'static, str>,
}

/// `GET /auth/h5/state`: what a waiting page asks for.
pub fn state(visit: Visit) -> Answer {
    Box::pin(async move {
        let standing = Browser::arrive(&visit).and_then(|browser| Some((browser.standing()?, browser.world)));
        match standing {
            Some((standing, world)) => {
                Reply::json(StatusCode::OK, &State { state: view::state(&standing.stand) }).about(&world)
            }
            None => Reply::json(StatusCode::NOT_FOUND, &State { state: "not-found".into() }),
        }
    })
}

/// `POST /auth/h5/{step}`: a form.
pub fn post(visit: Visit) -> Answer {
    Box::pin(async move {
        let Some(browser) = Browser::arrive(&visit) else { return not_found(&visit.request) };
        let Some(standing) = browser.standing() else { return not_found(&visit.request) };
        let fields = Fields::from_body(&visit.request.body);
        let token = session::flow_token(&browser.world, browser.flow, browser.seat);
        if !session::is_ours(&token, fields.get("form_token")) {
            return browser.turn();
        }
        let step = visit.parameter("step").trim_end_matches('/');
        let asked = match view::read(step, &fields, standing.address.as_ref(), browser.shell) {
            None => return not_found(&visit.request),
            Some(Err(_)) if !stands_at(&standing.stand, step) => return browser.turn(),
            Some(Err(messages)) => {
                let said = Said::unread(fields, messages);
                return browser.show(StatusCode::UNPROCESSABLE_ENTITY, &standing, &said);
            }
            Some(Ok(asked)) => asked,
        };
        act(&visit, &browser, asked, fields).await
    })
}

/// Whether a form belongs to the page where the flow stands; an older form leads there without a word.
fn stands_at(stand: &Stand, step: &str) -> bool {
    let page = view::name(stand);
    match step {
        "send-code" => page == "authorize",
        _ => step.split('/').next() == Some(page),
    }
}

pub(super) async fn act(visit: &Visit, browser: &Browser, asked: Asked, fields: Fields) -> Reply {
    let flow = browser.flow;
    let (happening, sends) = match asked {
        Asked::Branches => {
            return browser.say(StatusCode::OK, &Said { typed: fields, ..Said::default() }, None);
        }
        Asked::LoginCode(address) => {
            (Happening::LoginCodeAsked { flow, address: address.clone() }, Some(address))
        }
        Asked::LogIn(submitted) => {
            let (address, code, consent) = (submitted.address, submitted.code, submitted.consent);
            (Happening::LoggedIn { flow, address, code, consent }, None)
        }
        Asked::Act(act) => match browser.seat {
            None => return browser.turn(),
            Some(seat) => (Happening::Acted { flow, seat, act }, None),
        },
    };
    let asks_code = sends.is_some() || matches!(happening, Happening::Acted { act: Act::AskCode, .. });
    let result = visit.submit(&browser.world, Input::Happen(happening)).await;
    match result {
        Ok(Outcome::Seat(seat)) => session::take_seat(browser.turn(), &browser.world, flow, seat),
        Ok(Outcome::Face(ticket)) if browser.shell == Shell::H5 => {
            Reply::see_other(&links::phone_page(ticket)).about(&browser.world)
        }
        Ok(_) if asks_code => {
            let minutes = browser.world.ask(|reading| reading.rules().code_life.whole_minutes());
            let sent = Message::success(format!("验证码已发送，{minutes}分钟内有效"));
            let said = Said { typed: fields, ..Said::message(sent) };
            browser.say(StatusCode::OK, &said, sends.as_ref())
        }
        Ok(_) => browser.turn(),
        Err(Refusal::OutOfStep | Refusal::NotLoggedIn | Refusal::FlowEnded | Refusal::FlowExpired) => {
            browser.turn()
        }
        Err(refusal) => {
            let said = words::refused(&refusal, fields);
            browser.say(StatusCode::UNPROCESSABLE_ENTITY, &said, sends.as_ref())
        }
    }
}

impl Browser {
    pub(super) fn say(&self, status: StatusCode, said: &Said, to: Option<&Address>) -> Reply {
        let Some(mut standing) = self.standing() else { return self.turn() };
        // What was said last ended the flow: its result leads on, and is no answer to a form.
        if let Stand::Failed { .. } = standing.stand {
            return self.turn();
        }
        if let (Stand::Login { address_fixed: false, .. }, Some(address)) = (&standing.stand, to) {
            // The account is not the flow's before the code is entered; the page keeps it.
            let (code_sent, resend_at) = self.world.ask(|reading| reading.login_code(self.flow, address));
            standing.stand = Stand::Login { address_fixed: false, code_sent, resend_at };
        }
        self.show(status, &standing, said)
    }
}

/// `GET /auth/h5/outside-link`: the redirect address is not a released one.
pub fn outside_link(visit: Visit) -> Answer {
    Box::pin(async move {
        let found = Browser::arrive(&visit).and_then(|browser| Some((browser.standing()?, browser)));
        let Some((standing, browser)) = found else { return not_found(&visit.request) };
        let Some(redirect) = way_out(&standing) else { return browser.turn() };
        let stop = format!("{}?{}", entrance::INDEX, browser.query);
        let page = |frame: &Frame<'_>| everywhere::outside_link(frame, &redirect.url, &stop);
        outside(StatusCode::OK, browser.shell, page).about(&browser.world)
    })
}
