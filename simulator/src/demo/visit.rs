//! The demo over HTTP: log in as somebody made up, go to verify, come back.

use std::sync::Arc;

use hyper::{Method, StatusCode};
use realname_provider::apps::App;
use realname_provider::world::populace::Person;
use serde_json::{Value, json};

use crate::clock;
use crate::demo::integrator::call;
use crate::demo::{
    DemoFrame, DemoNotice, DemoPerson, HOME_PATH, Home, LOGIN_PATH, RETURN_PATH, Returned, home, login,
    returned,
};
use crate::engine::world::World;
use crate::http::{Parameters, Reply};
use crate::pages::bar::bar;
use crate::pages::fields::Fields;
use crate::pages::hosted::not_found;
use crate::pages::said::{Message, Said};
use crate::pages::session::is_ours;
use crate::pages::shell::Bar;
use crate::signature::{Key, notice_signature};
use crate::visit::{Answer, Visit};

const WORLD_COOKIE: &str = "realname_demo_world";
const PERSON_COOKIE: &str = "realname_demo_person";
/// Where the demo receives its notices.
pub const CALLBACK_PATH: &str = "/_demo/callback";

/// The largest notice that the demo keeps; real ones have a few hundred bytes.
const NOTICE_BYTES_MAX: usize = 64 * 1024;

struct Guest {
    world: Arc<World>,
    person: Option<DemoPerson>,
    token: String,
    bar: Option<Bar>,
}

impl Guest {
    fn arrive(visit: &Visit) -> Option<Self> {
        let parameters = visit.request.parameters();
        let remembered = visit.request.cookie(WORLD_COOKIE).map(decoded);
        let chosen = parameters.get("world").or(remembered.as_deref());
        let directory = &visit.site.directory;
        // A world that has ended since leads back to the default one.
        let world = chosen
            .and_then(|name| directory.world(name))
            .or_else(|| directory.world(&visit.site.default_world))?;
        let person = visit.request.cookie(PERSON_COOKIE).and_then(|id| {
            let id = decoded(id);
            world.ask(|reading| reading.world().person(&id).map(shown))
        });
        let token = hex::encode(&world.key.bytes("demo form", b"", 0)[..16]);
        let address = person.as_ref().and_then(|person| person.address.parse().ok());
        let phone = person.as_ref().map(|person| person.address.clone()).filter(|text| !text.contains('@'));
        let bar = visit.site.config.bar.then(|| bar(&world, phone.as_deref(), address.as_ref()));
        Some(Self { world, person, token, bar })
    }

    fn frame(&self) -> DemoFrame<'_> {
        DemoFrame {
            site: self.app().map_or("演示", |app| &app.name),
            form_token: &self.token,
            bar: self.bar.as_ref(),
        }
    }

    fn app(&self) -> Option<&App> {
        self.world.founding.apps.first()
    }

    fn posted(&self, visit: &Visit) -> Option<Fields> {
        let fields = Fields::from_body(&visit.request.body);
        is_ours(&self.token, fields.get("form_token")).then_some(fields)
    }

    /// What the provider says about the person; an unknown account is simply not verified yet.
    async fn ask(&self, visit: &Visit, person: &DemoPerson) -> Result<Value, String> {
        let app = self.app().ok_or("这个世界没有应用")?;
        let path = format!("/v3/persons/identity-info?psnAccount={}", person.address);
        call(&visit.site, app, Method::GET, &path, None).await
    }

    fn whom(&self, person: &DemoPerson) -> String {
        format!("{}/{}", self.world.name, person.id)
    }
}

fn shown(person: &Person) -> DemoPerson {
    let mobile = person.mobiles.first().map(|line| line.mobile.to_string());
    let mail = || person.mails.first().map(ToString::to_string);
    DemoPerson {
        id: person.id.to_string(),
        name: person.name.to_string(),
        address: mobile.or_else(mail).unwrap_or_default(),
        note: person.purpose.to_string(),
    }
}

fn is_verified(answer: &Value) -> bool {
    answer["data"]["realnameStatus"] == 1
}

/// `GET /_demo`.
pub fn start(visit: Visit) -> Answer {
    Box::pin(async move {
        let Some(guest) = Guest::arrive(&visit) else { return not_found(&visit.request) };
        // So many are enough to choose from.
        let people: Vec<_> =
            guest.world.ask(|reading| reading.world().people().take(100).map(shown).collect());
        let reply = Reply::html(StatusCode::OK, login(guest.frame(), &people, &Said::default()));
        remember(reply, WORLD_COOKIE, &guest.world.name)
    })
}

/// A cookie's value as [`remember`] was given it.
fn decoded(value: &str) -> String {
    percent_encoding::percent_decode_str(value).decode_utf8_lossy().into_owned()
}

fn remember(reply: Reply, cookie: &str, value: &str) -> Reply {
    let value = percent_encoding::utf8_percent_encode(value, percent_encoding::NON_ALPHANUMERIC);
    reply.and(hyper::header::SET_COOKIE, &format!("{cookie}={value}; Path=/; HttpOnly; SameSite=Lax"))
}

/// `POST /_demo/login`.
pub fn log_in(visit: Visit) -> Answer {
    Box::pin(async move {
        let Some(guest) = Guest::arrive(&visit) else { return not_found(&visit.request) };
        let Some(fields) = guest.posted(&visit) else { return Reply::see_other(LOGIN_PATH) };
        remember(Reply::see_other(HOME_PATH), PERSON_COOKIE, fields.get("person"))
    })
}

/// `GET /_demo/home`.
pub fn user_centre(visit: Visit) -> Answer {
    Box::pin(async move {
        let Some(guest) = Guest::arrive(&visit) else { return not_found(&visit.request) };
        show_home(&visit, &guest, Said::default()).await
    })
}

async fn show_home(visit: &Visit, guest: &Guest, mut said: Said) -> Reply {
    let Some(person) = guest.person.clone() else { return Reply::see_other(LOGIN_PATH) };
    let answer = guest.ask(visit, &person).await.unwrap_or_else(|error| {
        said.page.push(Message::error(None, format!("查询失败：{error}")));
        Value::Null
    });
    let info = &answer["data"]["psnInfo"];
    let known = [("姓名", "psnName"), ("证件号", "psnIDCardNum"), ("实名手机号", "psnMobile")]
        .into_iter()
        .filter_map(|(word, key)| Some((word, info[key].as_str()?.to_owned())))
        .collect();
    let shown = Home { person, verified: is_verified(&answer), known, organizations: false };
    Reply::html(StatusCode::OK, home(guest.frame(), &shown, &said))
}

/// `POST /_demo/verify-person`: asks for a link and sends the browser there.
pub fn verify_person(visit: Visit) -> Answer {
    Box::pin(async move {
        let Some(guest) = Guest::arrive(&visit) else { return not_found(&visit.request) };
        let (Some(_), Some(person), Some(app)) = (guest.posted(&visit), &guest.person, guest.app()) else {
            return Reply::see_other(LOGIN_PATH);
        };
        let callback = callback_url(&visit, &guest, person);
        let body = json!({
            "psnAuthConfig": { "psnAccount": person.address },
            "authorizeConfig": { "authorizedScopes": ["get_psn_identity_info"] },
            "redirectConfig": { "redirectUrl": format!("{}{RETURN_PATH}", visit.public_url()) },
            "notifyUrl": callback,
        });
        let answer = call(&visit.site, app, Method::POST, "/v3/psn-auth-url", Some(&body)).await;
        let link = answer.as_ref().ok().and_then(|answer| answer["data"]["authUrl"].as_str());
        match link {
            // The link was made for our own connection; the browser came by another name.
            Some(link) => Reply::see_other(link.strip_prefix(&visit.site.own_url()).unwrap_or(link)),
            None => {
                let reason = match answer {
                    Ok(answer) => answer["message"].as_str().unwrap_or("没有收到链接").to_owned(),
                    Err(error) => error,
                };
                let said = Said::message(Message::error(None, format!("发起认证失败：{reason}")));
                show_home(&visit, &guest, said).await
            }
        }
    })
}

fn callback_url(visit: &Visit, guest: &Guest, person: &DemoPerson) -> String {
    let query = form_urlencoded::Serializer::new(String::new())
        .append_pair("person", &person.id)
        .append_pair("world", &guest.world.name)
        .finish();
    format!("{}{CALLBACK_PATH}?{query}", visit.site.own_url())
}

/// `POST /_demo/callback`: where the demo is told. Checks the signature as any receiver should.
pub fn callback(visit: Visit) -> Answer {
    Box::pin(async move {
        let request = &visit.request;
        let parameters: Parameters = request.parameters();
        if request.body.len() > NOTICE_BYTES_MAX {
            return Reply::empty(StatusCode::PAYLOAD_TOO_LARGE);
        }
        let Some(guest) = Guest::arrive(&visit) else { return not_found(request) };
        let (Some(person), Some(app)) = (parameters.get("person"), guest.app()) else {
            return Reply::empty(StatusCode::BAD_REQUEST);
        };
        let header = |name: &'static str| request.header(&hyper::header::HeaderName::from_static(name));
        let timestamp = header("x-tsign-open-timestamp").unwrap_or_default();
        let query = request.query.as_deref().unwrap_or_default();
        let expected = notice_signature(&Key::new(&app.secret), timestamp, query, &request.body);
        let body: Value = serde_json::from_slice(&request.body).unwrap_or_default();
        let notice = DemoNotice {
            at: guest.world.now(),
            action: body["action"].as_str().unwrap_or_default().to_owned(),
            signature_right: header("x-tsign-open-signature") == Some(&expected),
            body: String::from_utf8_lossy(&request.body).into_owned(),
        };
        visit.site.demo.add(format!("{}/{person}", guest.world.name), notice);
        Reply::json(StatusCode::OK, &json!({ "code": "200", "msg": "success" }))
    })
}

/// `GET /_demo/return`.
pub fn come_back(visit: Visit) -> Answer {
    Box::pin(async move {
        let Some(guest) = Guest::arrive(&visit) else { return not_found(&visit.request) };
        let Some(person) = &guest.person else { return Reply::see_other(LOGIN_PATH) };
        let (answer, said) = match guest.ask(&visit, person).await {
            Ok(answer) => (answer, Said::default()),
            Err(error) => (Value::Null, Said::message(Message::error(None, format!("查询失败：{error}")))),
        };
        let shown = Returned {
            verified: is_verified(&answer),
            answer: serde_json::to_string_pretty(&answer).unwrap_or_default(),
            notices: visit.site.demo.about(&guest.whom(person)),
        };
        Reply::html(StatusCode::OK, returned(guest.frame(), &shown, &said))
    })
}

/// `POST /_demo/reset`: leaves the demo, to begin again.
pub fn reset(visit: Visit) -> Answer {
    Box::pin(async move {
        let Some(guest) = Guest::arrive(&visit) else { return not_found(&visit.request) };
        if guest.posted(&visit).is_none() {
            return Reply::see_other(LOGIN_PATH);
        }
        if let Some(person) = &guest.person {
            visit.site.demo.forget(&guest.whom(person));
        }
        let gone = format!("{PERSON_COOKIE}=; Path=/; Max-Age=0; HttpOnly; SameSite=Lax");
        tracing::debug!(at = clock::now().0, "the demo begins again");
        Reply::see_other(LOGIN_PATH).and(hyper::header::SET_COOKIE, &gone)
    })
}
