//! Somebody in front of the demo: who he is, and the demo's calls on his behalf.

use std::sync::Arc;

use hyper::Method;
use realname_provider::apps::App;
use realname_provider::reading::Reading;
use realname_provider::world::populace::Person;
use serde_json::{Value, json};

use crate::demo::integrator::call;
use crate::demo::memory::{Created, User, Where};
use crate::demo::{CALLBACK_PATH, DemoFrame, DemoOrganization, DemoPerson, answers, return_address};
use crate::engine::world::World;
use crate::http::Reply;
use crate::pages::bar::bar;
use crate::pages::fields::Fields;
use crate::pages::said::{Message, Said};
use crate::pages::session::is_ours;
use crate::pages::shell::Bar;
use crate::visit::Visit;

/// The cookie that remembers the world.
pub const WORLD_COOKIE: &str = "realname_demo_world";
/// The cookie that remembers who has logged in.
pub const PERSON_COOKIE: &str = "realname_demo_person";

/// Answers that say no, but mean only: nobody of that name, no such flow, no such account (any more).
const UNKNOWN: [u32; 3] = [1_450_007, 1_450_008, 1_435_203];

/// Who uses the demo, in which world.
pub struct Guest {
    /// The world.
    pub world: Arc<World>,
    /// Whom he has chosen to be.
    pub person: Option<DemoPerson>,
    token: String,
    bar: Option<Bar>,
}

/// A cookie's value as [`remember`] was given it.
fn decoded(value: &str) -> String {
    percent_encoding::percent_decode_str(value).decode_utf8_lossy().into_owned()
}

/// A reply with a cookie that lasts as long as the browser.
pub fn remember(reply: Reply, cookie: &str, value: &str) -> Reply {
    let value = percent_encoding::utf8_percent_encode(value, percent_encoding::NON_ALPHANUMERIC);
    reply.and(hyper::header::SET_COOKIE, &format!("{cookie}={value}; Path=/; HttpOnly; SameSite=Lax"))
}

/// Somebody of the world, as the demo shows him: once by his first number, and once by each mail address,
/// since an account is one or the other.
pub fn accounts(person: &Person) -> Vec<DemoPerson> {
    let account = |id: String, address: String| DemoPerson {
        id,
        name: person.name.to_string(),
        address,
        note: person.purpose.to_string(),
    };
    let mut mails = person.mails.iter().map(ToString::to_string);
    let first = person.mobiles.first().map(|line| line.mobile.to_string()).or_else(|| mails.next());
    let mut accounts = vec![account(person.id.to_string(), first.unwrap_or_default())];
    accounts.extend(mails.map(|mail| account(mail.clone(), mail)));
    accounts
}

/// Whose choice this is: somebody's id, or one of his mail addresses.
fn chosen(reading: &Reading<'_>, choice: &str) -> Option<DemoPerson> {
    let world = reading.world();
    let by_address = || world.person_by_address(&choice.parse().ok()?);
    let person = world.person(choice).or_else(by_address)?;
    accounts(person).into_iter().find(|account| account.id == choice)
}

/// What the API says about an organization.
pub struct Told {
    /// As pages show it.
    pub organization: DemoOrganization,
    /// Its `orgId`; empty while the provider does not know it.
    pub id: String,
    /// The answer of identity-info.
    pub answer: Value,
}

impl Guest {
    /// Whoever sends this request; `None` if there is no world to be in.
    pub fn arrive(visit: &Visit) -> Option<Self> {
        let parameters = visit.request.parameters();
        let remembered = visit.request.cookie(WORLD_COOKIE).map(decoded);
        let directory = &visit.site.directory;
        let world = match parameters.get("world") {
            Some(name) => directory.world(name)?,
            // A remembered world that has ended since leads back to the default one.
            None => remembered
                .and_then(|name| directory.world(&name))
                .or_else(|| directory.world(&visit.site.default_world))?,
        };
        let person = visit.request.cookie(PERSON_COOKIE).and_then(|id| {
            let id = decoded(id);
            world.ask(|reading| chosen(reading, &id))
        });
        let token = hex::encode(&world.key.bytes("demo form", b"", 0)[..16]);
        let address = person.as_ref().and_then(|person| person.address.parse().ok());
        let phone = person.as_ref().map(|person| person.address.clone()).filter(|text| !text.contains('@'));
        let bar = visit.site.config.bar.then(|| bar(&world, phone.as_deref(), address.as_ref()));
        Some(Self { world, person, token, bar })
    }

    /// What the pages have in common.
    pub fn frame(&self) -> DemoFrame<'_> {
        DemoFrame {
            site: self.app().map_or("演示", |app| &app.name),
            form_token: &self.token,
            bar: self.bar.as_ref(),
        }
    }

    /// The application that the demo calls with.
    pub fn app(&self) -> Option<&App> {
        self.world.founding.apps.first()
    }

    /// The form, if it comes from a page of the demo.
    pub fn posted(&self, visit: &Visit) -> Option<Fields> {
        let fields = Fields::from_body(&visit.request.body);
        is_ours(&self.token, fields.get("form_token")).then_some(fields)
    }

    /// A person of this world as the demo's memory knows him.
    pub fn user(&self, person: &str) -> User {
        User { world: Where::of(&self.world), person: person.to_owned() }
    }

    async fn call(
        &self,
        visit: &Visit,
        method: Method,
        path: &str,
        query: Option<(&str, &str)>,
        body: Option<&Value>,
    ) -> Result<Value, Message> {
        let told = |reason: String| Message::error(None, format!("无法调用平台接口：{reason}"));
        let app = self.app().ok_or_else(|| told("这个世界没有应用".into()))?;
        call(&visit.site, app, method, path, query, body).await.map_err(told)
    }

    /// Asks the provider; gives the whole answer. What went wrong is said on the page, each thing once.
    pub async fn ask(
        &self,
        visit: &Visit,
        path: &str,
        query: Option<(&str, &str)>,
        said: &mut Said,
    ) -> Value {
        let answer = self.call(visit, Method::GET, path, query, None).await;
        let wrong = match &answer {
            Err(message) => Some(message.clone()),
            Ok(answer) => refused(answer, "查询失败")
                .filter(|message| !message.code.is_some_and(|code| UNKNOWN.contains(&code))),
        };
        said.page.extend(wrong.filter(|message| !said.page.contains(message)));
        answer.unwrap_or_default()
    }

    /// What the provider says about the person; an unknown account is simply not verified yet.
    pub async fn ask_about_person(&self, visit: &Visit, person: &DemoPerson, said: &mut Said) -> Value {
        self.ask(visit, "/v3/persons/identity-info", Some(("psnAccount", &person.address)), said).await
    }

    /// What the provider says about an organization that the person created.
    pub async fn ask_about_organization(&self, visit: &Visit, created: &Created, said: &mut Said) -> Told {
        let flow = self.ask(visit, &format!("/v3/auth-flow/{}", created.flow), None, said).await;
        let flow = &flow["data"];
        // Its name may have been mended on the way: the flow knows who it became.
        let id = flow["authInfo"]["organization"]["orgId"].as_str();
        let which = id.map_or(("orgName", created.name.as_str()), |id| ("orgId", id));
        let answer = self.ask(visit, "/v3/organizations/identity-info", Some(which), said).await;
        let data = &answer["data"];
        let state = answers::organization_state(data, flow);
        let id = data["orgId"].as_str().unwrap_or_default().to_owned();
        let authorized = match data["authorizeUserInfo"] == true {
            true => self.ask(visit, &format!("/v3/organizations/{id}/authorized-info"), None, said).await,
            false => Value::Null,
        };
        let known = answers::organization_facts(&created.name, data, &authorized["data"]);
        let name = created.name.clone();
        let organization = DemoOrganization { name, state, remark: answers::remark(flow), known };
        Told { organization, id, answer }
    }

    fn callback_address(&self, person: &DemoPerson, organization: Option<&str>) -> String {
        let mut query = form_urlencoded::Serializer::new(String::new());
        query.append_pair("person", &person.id).append_pair("world", &self.world.name);
        if let Some(name) = organization {
            query.append_pair("organization", name);
        }
        format!("{CALLBACK_PATH}?{}", query.finish())
    }

    /// Asks for a link that comes back to the demo and tells it; gives the flow and where to send the
    /// browser.
    ///
    /// # Errors
    /// What the page says instead.
    pub async fn open_link(
        &self,
        visit: &Visit,
        path: &str,
        mut body: Value,
        person: &DemoPerson,
        organization: Option<&str>,
    ) -> Result<(String, String), Message> {
        body["notifyUrl"] =
            [visit.site.own_url(), self.callback_address(person, organization)].concat().into();
        let back = [visit.public_url(), return_address(organization)].concat();
        body["redirectConfig"] = json!({ "redirectUrl": back });
        let answer = self.call(visit, Method::POST, path, None, Some(&body)).await?;
        if let Some(message) = refused(&answer, "发起认证失败") {
            return Err(message);
        }
        let text = |key: &str| answer["data"][key].as_str().map(str::to_owned);
        let (Some(flow), Some(link)) = (text("authFlowId"), text("authUrl")) else {
            return Err(Message::error(None, "发起认证失败：没有收到链接"));
        };
        // The link was made for our own connection; the browser came by another name.
        let link = link.strip_prefix(&visit.site.own_url()).unwrap_or(&link);
        Ok((flow, link.to_owned()))
    }
}

/// What an answer says that says no.
fn refused(answer: &Value, doing: &str) -> Option<Message> {
    if answer["code"] == 0 {
        return None;
    }
    let reason = answer["message"].as_str().unwrap_or("平台没有说明原因");
    let code = answer["code"].as_u64().and_then(|code| u32::try_from(code).ok());
    let suffix = code.map(|code| format!("（错误码 {code}）")).unwrap_or_default();
    Some(Message::error(code, format!("{doing}：{reason}{suffix}")))
}
