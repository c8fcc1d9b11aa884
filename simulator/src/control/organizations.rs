//! Which organizations exist, as scenarios write it.

use std::sync::Arc;

use realname_provider::input::Input;
use realname_provider::reading::Reading;
use realname_provider::world::account::Incoming;
use realname_provider::world::branches;
use realname_provider::world::registry::Organization;
use serde::Serialize;
use serde_json::{Map, Value, json};

use crate::control::error::ControlError;
use crate::control::list::{self, Slice};
use crate::control::order::bad_part;
use crate::control::people::refused;
use crate::control::{json as body, ok, respond, words, world_of};
use crate::engine::world::World;
use crate::scenario::Scenario;
use crate::visit::{Answer, Visit};

/// What a call may say of an organization.
const KEYS: [&str; 8] = ["id", "name", "code", "state", "covered", "legal_rep", "accounts", "use"];

#[derive(Serialize)]
struct OrganizationItem<'a> {
    id: &'a str,
    name: &'a str,
    code: String,
    code_type: &'static str,
    state: &'static str,
    covered: bool,
    legal_rep: LegalRepItem<'a>,
    accounts: Vec<AccountItem<'a>>,
    #[serde(rename = "use")]
    purpose: &'a str,
    verified: Option<&'static str>,
}

#[derive(Serialize)]
struct LegalRepItem<'a> {
    name: &'a str,
    id_type: &'static str,
    id_number: String,
    /// By what tests call him, if he is listed.
    person: Option<&'a str>,
}

#[derive(Serialize)]
struct AccountItem<'a> {
    number: &'a str,
    bank: &'a str,
    branch: Option<&'static str>,
    cnaps: String,
    incoming: Value,
    balance: Option<String>,
}

/// `GET /_control/v1/worlds/{w}/organizations`.
pub fn list(visit: Visit) -> Answer {
    respond(async move {
        let world = world_of(&visit)?;
        list::of_world(&visit.request, &world, |reading, after| {
            Slice::of_all(reading.world().organizations(), after, |organization| item(reading, organization))
        })
        .await
    })
}

/// `GET /_control/v1/worlds/{w}/organizations/{id}`.
pub fn get(visit: Visit) -> Answer {
    respond(async move {
        let world = world_of(&visit)?;
        let reply = world.ask(|reading| {
            let organization = reading.world().organization(visit.parameter("id"))?;
            Some(ok(&world, &item(reading, organization)))
        });
        reply.ok_or_else(|| ControlError::not_found("no organization of this id is listed"))
    })
}

/// `PUT /_control/v1/worlds/{w}/organizations/{id}`.
pub fn put(visit: Visit) -> Answer {
    respond(async move {
        let world = world_of(&visit)?;
        let id = visit.parameter("id");
        let organization = read(&world, id, body::read(&visit.request)?)?;
        // Tried on a copy first, which shares what it does not change: only there the kind of mistake is told.
        let tried = world.ask(|reading| reading.world().clone().put_organization(organization.clone()));
        tried.map_err(refused)?;
        world.submit(Input::OrganizationFacts(Box::new(organization))).await?;
        let reply = world.ask(|reading| {
            reading.world().organization(id).map(|organization| ok(&world, &item(reading, organization)))
        });
        reply.ok_or_else(|| ControlError::internal("the organization is not listed"))
    })
}

/// Reads an organization by the reader of scenarios.
fn read(
    world: &Arc<World>,
    id: &str,
    mut organization: Map<String, Value>,
) -> Result<Organization, ControlError> {
    body::only_keys(&organization, &KEYS)?;
    body::same_id(&mut organization, id)?;
    // The reader knows no world: a person of this one is told by name and document.
    if let Some(person) = organization.get("legal_rep").and_then(Value::as_str) {
        let stated = world.ask(|reading| {
            let person = reading.world().person(person)?;
            let (name, document) = (person.name.as_str(), &person.document);
            Some(json!({"name": name, "id_type": document.kind().as_str(), "id_number": document.number()}))
        });
        let stated = stated.ok_or_else(|| {
            let error = ControlError::bad_value(format!("nobody of the id `{person}` is listed"));
            error.at("legal_rep").hint("GET …/people lists who is; or give name and id_number")
        })?;
        organization.insert("legal_rep".into(), stated);
    }
    let unnamed = body::name_purpose(&mut organization);
    let scenario = Scenario::parse("organization", &json!({ "organizations": [organization] }).to_string());
    let scenario = scenario.map_err(|error| bad_part(&error, "organizations[0]"))?;
    let organization = scenario.organizations().next().cloned();
    let mut organization = organization.ok_or_else(|| ControlError::bad_value("no organization"))?;
    if unnamed {
        organization.purpose = "".into();
    }
    Ok(organization)
}

fn item<'a>(reading: &'a Reading<'_>, organization: &'a Organization) -> OrganizationItem<'a> {
    let Organization { id, name, code, state, covered, legal_rep, accounts, purpose } = organization;
    let accounts = accounts.iter().map(|account| AccountItem {
        number: account.number.as_str(),
        bank: &account.bank,
        branch: branches::by_cnaps(account.cnaps).map(|branch| branch.name),
        cnaps: account.cnaps.to_string(),
        incoming: incoming(&account.incoming),
        balance: reading.world().balance(&account.number).map(|balance| balance.to_string()),
    });
    let verified = reading.organizations().filter_map(|account| account.real_name.as_ref());
    let verified = verified.filter(|real_name| real_name.code == *code).map(|real_name| real_name.proof);
    OrganizationItem {
        id,
        name: name.as_str(),
        code: code.number(),
        code_type: code.kind().as_str(),
        state: state.as_str(),
        covered: *covered,
        legal_rep: LegalRepItem {
            name: legal_rep.name.as_str(),
            id_type: legal_rep.document.kind().as_str(),
            id_number: legal_rep.document.number().into_owned(),
            person: reading.world().person_by_document(&legal_rep.document).map(|person| &*person.id),
        },
        accounts: accounts.collect(),
        purpose,
        verified: verified.last().map(words::org_proof),
    }
}

fn incoming(incoming: &Incoming) -> Value {
    match incoming {
        Incoming::Arrives { working_days } => json!({"outcome": "arrives", "working_days": working_days}),
        Incoming::Bounces { working_days, reason } => {
            json!({"outcome": "bounces", "working_days": working_days, "reason": reason})
        }
        Incoming::Hangs => json!({"outcome": "hangs"}),
        Incoming::Refused { reason } => json!({"outcome": "refused", "reason": reason}),
    }
}
