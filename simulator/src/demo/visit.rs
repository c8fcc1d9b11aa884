//! The demo over HTTP: log in as somebody made up, go to verify himself or an organization, come back.

use hyper::StatusCode;
use serde_json::{Value, json};

use crate::clock;
use crate::demo::guest::{Guest, PERSON_COOKIE, WORLD_COOKIE, accounts, remember};
use crate::demo::memory::{About, Created, Where};
use crate::demo::{
    DemoNotice, DemoPerson, HOME_PATH, Home, LOGIN_PATH, Returned, answers, home, login, returned,
};
use crate::http::Reply;
use crate::pages::hosted::no_world;
use crate::pages::said::{FieldMessage, Said};
use crate::signature::{Key, notice_signature};
use crate::visit::{Answer, Visit};

/// The largest notice that the demo keeps; real ones have a few hundred bytes.
const NOTICE_BYTES_MAX: usize = 64 * 1024;

/// `GET /_demo`.
pub fn start(visit: Visit) -> Answer {
    Box::pin(async move {
        let Some(guest) = Guest::arrive(&visit) else { return no_world(&visit) };
        // So many are enough to choose from.
        let people: Vec<_> =
            guest.world.ask(|reading| reading.world().people().flat_map(accounts).take(100).collect());
        let reply = Reply::html(StatusCode::OK, login(guest.frame(), &people, &Said::default()));
        remember(reply, WORLD_COOKIE, &guest.world.name)
    })
}

/// `POST /_demo/login`.
pub fn log_in(visit: Visit) -> Answer {
    Box::pin(async move {
        let Some(guest) = Guest::arrive(&visit) else { return no_world(&visit) };
        let Some(fields) = guest.posted(&visit) else { return Reply::see_other(LOGIN_PATH) };
        remember(Reply::see_other(HOME_PATH), PERSON_COOKIE, fields.get("person"))
    })
}

/// `GET /_demo/home`.
pub fn user_centre(visit: Visit) -> Answer {
    Box::pin(async move {
        let Some(guest) = Guest::arrive(&visit) else { return no_world(&visit) };
        let Some(person) = &guest.person else { return Reply::see_other(LOGIN_PATH) };
        show_home(&visit, &guest, person, Said::default()).await
    })
}

async fn show_home(visit: &Visit, guest: &Guest, person: &DemoPerson, mut said: Said) -> Reply {
    let data = guest.ask_about_person(visit, person, &mut said).await["data"].take();
    let mut organizations = Vec::new();
    for created in visit.site.demo.organizations(&guest.user(&person.id)) {
        organizations.push(guest.ask_about_organization(visit, &created, &mut said).await.organization);
    }
    let shown = Home {
        person: person.clone(),
        state: answers::person_state(&data),
        known: answers::person_facts(&data),
        organizations,
    };
    Reply::html(StatusCode::OK, home(guest.frame(), &shown, &said))
}

/// `POST /_demo/verify-person`: asks for a link and sends the browser there.
pub fn verify_person(visit: Visit) -> Answer {
    Box::pin(async move {
        let Some(guest) = Guest::arrive(&visit) else { return no_world(&visit) };
        let (Some(_), Some(person)) = (guest.posted(&visit), &guest.person) else {
            return Reply::see_other(LOGIN_PATH);
        };
        let body = json!({
            "psnAuthConfig": { "psnAccount": person.address },
            "authorizeConfig": { "authorizedScopes": ["get_psn_identity_info"] },
        });
        match guest.open_link(&visit, "/v3/psn-auth-url", body, person, None).await {
            Ok((_, link)) => Reply::see_other(&link),
            Err(message) => show_home(&visit, &guest, person, Said::message(message)).await,
        }
    })
}

/// `POST /_demo/verify-organization`: creates an organization for the person and sends the browser to its
/// verification, with him as the transactor.
pub fn verify_organization(visit: Visit) -> Answer {
    Box::pin(async move {
        let Some(guest) = Guest::arrive(&visit) else { return no_world(&visit) };
        let (Some(typed), Some(person)) = (guest.posted(&visit), &guest.person) else {
            return Reply::see_other(LOGIN_PATH);
        };
        let name = typed.get("new-org-name").trim().to_owned();
        // The provider would take this for a link without a name.
        if name.is_empty() {
            let text = "请填写企业名称。".into();
            let fields = vec![FieldMessage { control: "new-org-name", code: None, text }];
            return show_home(&visit, &guest, person, Said::unread(typed, fields)).await;
        }
        let body = json!({
            "orgAuthConfig": { "orgName": name, "transactorInfo": { "psnAccount": person.address } },
            "authorizeConfig": { "authorizedScopes": ["get_org_identity_info", "get_psn_identity_info"] },
        });
        match guest.open_link(&visit, "/v3/org-auth-url", body, person, Some(&name)).await {
            Ok((flow, link)) => {
                visit.site.demo.create(guest.user(&person.id), Created { name, flow });
                Reply::see_other(&link)
            }
            Err(message) => {
                let said = Said { typed, page: vec![message], ..Said::default() };
                show_home(&visit, &guest, person, said).await
            }
        }
    })
}

/// `POST /_demo/callback`: where the demo is told. Checks the signature as any receiver should. The address
/// of a flow's notices names the person, and the organization if there is one; an address without either
/// is the application's webhook, which is told about everybody.
pub fn callback(visit: Visit) -> Answer {
    Box::pin(async move {
        let request = &visit.request;
        let parameters = request.parameters();
        if request.body.len() > NOTICE_BYTES_MAX {
            return Reply::empty(StatusCode::PAYLOAD_TOO_LARGE);
        }
        let Some(guest) = Guest::arrive(&visit) else { return no_world(&visit) };
        let body: Value = serde_json::from_slice(&request.body).unwrap_or_default();
        let about = match (parameters.get("person"), account_of(&body)) {
            (Some(person), _) => {
                About::User(guest.user(person), parameters.get("organization").map(str::to_owned))
            }
            (None, Some(id)) => About::Account { world: Where::of(&guest.world), id: id.to_owned() },
            (None, None) => return Reply::empty(StatusCode::BAD_REQUEST),
        };
        let Some(app) = guest.app() else { return Reply::empty(StatusCode::BAD_REQUEST) };
        let header = |name: &'static str| request.header(&hyper::header::HeaderName::from_static(name));
        let timestamp = header("x-tsign-open-timestamp").unwrap_or_default();
        let query = request.query.as_deref().unwrap_or_default();
        let expected = notice_signature(&Key::new(&app.secret), timestamp, query, &request.body);
        let notice = DemoNotice {
            at: guest.world.now(),
            action: body["action"].as_str().unwrap_or_default().to_owned(),
            signature_right: header("x-tsign-open-signature") == Some(&expected),
            body: String::from_utf8_lossy(&request.body).into_owned(),
        };
        visit.site.demo.add(about, notice);
        Reply::json(StatusCode::OK, &json!({ "code": "200", "msg": "success" }))
    })
}

/// The account that a notice is about: the organization's, before that of its transactor.
fn account_of(body: &Value) -> Option<&str> {
    let places = [&body["orgId"], &body["organization"]["orgId"], &body["psnId"], &body["psnInfo"]["psnId"]];
    places.into_iter().find_map(Value::as_str)
}

/// `GET /_demo/return`: for the person, or with `organization` for one that he created.
pub fn come_back(visit: Visit) -> Answer {
    Box::pin(async move {
        let Some(guest) = Guest::arrive(&visit) else { return no_world(&visit) };
        let Some(person) = &guest.person else { return Reply::see_other(LOGIN_PATH) };
        let user = guest.user(&person.id);
        let parameters = visit.request.parameters();
        let created = parameters
            .get("organization")
            .and_then(|name| visit.site.demo.organizations(&user).into_iter().find(|it| it.name == name));
        let mut said = Said::default();
        let (name, state, remark, id, answer) = match &created {
            Some(created) => {
                let told = guest.ask_about_organization(&visit, created, &mut said).await;
                let organization = told.organization;
                (organization.name, organization.state, organization.remark, told.id, told.answer)
            }
            None => {
                let answer = guest.ask_about_person(&visit, person, &mut said).await;
                let data = &answer["data"];
                let id = data["psnId"].as_str().unwrap_or_default().to_owned();
                (person.name.clone(), answers::person_state(data), None, id, answer)
            }
        };
        let organization = created.map(|created| created.name);
        let notices = visit.site.demo.notices(|about| match about {
            About::User(whose, which) => *whose == user && *which == organization,
            About::Account { world, id: whose } => *world == user.world && *whose == id,
        });
        let answer = serde_json::to_string_pretty(&answer).unwrap_or_default();
        let shown = Returned { name, state, remark, answer, notices };
        Reply::html(StatusCode::OK, returned(guest.frame(), &shown, &said))
    })
}

/// `POST /_demo/reset`: leaves the demo, to begin again.
pub fn reset(visit: Visit) -> Answer {
    Box::pin(async move {
        let Some(guest) = Guest::arrive(&visit) else { return no_world(&visit) };
        if guest.posted(&visit).is_none() {
            return Reply::see_other(LOGIN_PATH);
        }
        if let Some(person) = &guest.person {
            visit.site.demo.forget(&guest.user(&person.id));
        }
        let gone = format!("{PERSON_COOKIE}=; Path=/; Max-Age=0; HttpOnly; SameSite=Lax");
        tracing::debug!(at = clock::now().0, "the demo begins again");
        Reply::see_other(LOGIN_PATH).and(hyper::header::SET_COOKIE, &gone)
    })
}
