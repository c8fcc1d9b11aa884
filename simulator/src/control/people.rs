//! Who exists, as scenarios write it.

use hyper::StatusCode;
use realname_provider::input::Input;
use realname_provider::reading::Reading;
use realname_provider::world::populace::{FactError, Person};
use realname_provider::world::telecom::LineState;
use serde::Serialize;
use serde_json::{Map, Value, json};

use crate::control::error::ControlError;
use crate::control::list::{self, Slice};
use crate::control::order::bad_part;
use crate::control::{json as body, ok, respond, words, world_of};
use crate::scenario::Scenario;
use crate::visit::{Answer, Visit};

/// What a call may say of a person; a scenario also says how he was verified before the world began.
const KEYS: [&str; 11] = [
    "id",
    "name",
    "id_type",
    "id_number",
    "mobiles",
    "line_states",
    "mails",
    "bank_cards",
    "alipay",
    "face",
    "use",
];

#[derive(Serialize)]
struct PersonItem<'a> {
    id: &'a str,
    name: &'a str,
    id_type: &'static str,
    id_number: String,
    mobiles: Vec<String>,
    line_states: Map<String, Value>,
    mails: Vec<&'a str>,
    bank_cards: Vec<CardItem<'a>>,
    alipay: Option<String>,
    face: &'static str,
    #[serde(rename = "use")]
    purpose: &'a str,
    verified: Option<&'static str>,
}

#[derive(Serialize)]
struct CardItem<'a> {
    number: String,
    bank: &'a str,
    mobile: String,
    state: &'static str,
}

/// `GET /_control/v1/worlds/{w}/people`.
pub fn list(visit: Visit) -> Answer {
    respond(async move {
        let world = world_of(&visit)?;
        list::of_world(&visit.request, &world, |reading, after| {
            Slice::of_all(reading.world().people(), after, |person| item(reading, person))
        })
        .await
    })
}

/// `GET /_control/v1/worlds/{w}/people/{id}`.
pub fn get(visit: Visit) -> Answer {
    respond(async move {
        let world = world_of(&visit)?;
        let reply = world.ask(|reading| {
            let person = reading.world().person(visit.parameter("id"))?;
            Some(ok(&world, &item(reading, person)))
        });
        reply.ok_or_else(|| ControlError::not_found("nobody of this id is listed"))
    })
}

/// `PUT /_control/v1/worlds/{w}/people/{id}`.
pub fn put(visit: Visit) -> Answer {
    respond(async move {
        let world = world_of(&visit)?;
        let id = visit.parameter("id");
        let person = read(id, body::read(&visit.request)?)?;
        // Tried on a copy first, which shares what it does not change: only there the kind of mistake is told.
        let tried = world.ask(|reading| reading.world().clone().put_person(person.clone()));
        tried.map_err(refused)?;
        visit.submit(&world, Input::Facts(Box::new(person))).await?;
        let reply =
            world.ask(|reading| reading.world().person(id).map(|person| ok(&world, &item(reading, person))));
        reply.ok_or_else(|| ControlError::internal("the person is not listed"))
    })
}

/// Reads a person by the reader of scenarios.
fn read(id: &str, mut person: Map<String, Value>) -> Result<Person, ControlError> {
    body::only_keys(&person, &KEYS)?;
    body::same_id(&mut person, id)?;
    let is_open = body::name_purpose(&mut person);
    let scenario = Scenario::parse("person", &json!({ "people": [person] }).to_string());
    let scenario = scenario.map_err(|error| bad_part(&error, "people[0]"))?;
    let mut person = scenario.people().next().cloned().ok_or_else(|| ControlError::bad_value("no person"))?;
    if is_open {
        person.purpose = "".into();
    }
    Ok(person)
}

/// What the world says of a fact that cannot be.
pub(super) fn refused(error: FactError) -> ControlError {
    let message = error.to_string();
    match error {
        FactError::Id => ControlError::bad_value(message).at("id"),
        FactError::Taken { .. } => ControlError::new(StatusCode::CONFLICT, "taken", message),
        FactError::Twice { .. } | FactError::TooMany { .. } | FactError::Full => {
            ControlError::bad_value(message)
        }
    }
}

fn item<'a>(reading: &Reading<'_>, person: &'a Person) -> PersonItem<'a> {
    let unusual = person.mobiles.iter().filter(|line| line.state != LineState::Normal);
    let cards = person.bank_cards.iter().map(|card| CardItem {
        number: card.number.to_string(),
        bank: &card.bank,
        mobile: card.mobile.to_string(),
        state: card.state.as_str(),
    });
    PersonItem {
        id: &person.id,
        name: person.name.as_str(),
        id_type: person.document.kind().as_str(),
        id_number: person.document.number().into_owned(),
        mobiles: person.mobiles.iter().map(|line| line.mobile.to_string()).collect(),
        line_states: unusual.map(|line| (line.mobile.to_string(), line.state.as_str().into())).collect(),
        mails: person.mails.iter().map(|mail| mail.as_str()).collect(),
        bank_cards: cards.collect(),
        alipay: person.alipay.map(|mobile| mobile.to_string()),
        face: person.face.as_str(),
        purpose: &person.purpose,
        verified: verified(reading, person).map(words::method),
    }
}

/// By which method an account with this person's document was verified: whichever address it has.
fn verified(reading: &Reading<'_>, person: &Person) -> Option<realname_provider::flow::method::Method> {
    let by_document = reading.account_by_document(&person.document);
    by_document.as_ref().and_then(|account| account.real_name.as_ref()).map(|real_name| real_name.method)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn wang() -> Map<String, Value> {
        let person = json!({
            "name": "王五",
            "id_number": "330283199003070119",
            "mobiles": ["13800000001"],
            "line_states": {"13800000001": "silent"},
            "alipay": null,
        });
        person.as_object().cloned().expect("an object")
    }

    fn refused(key: &str, value: Value) -> (Value, Value) {
        let mut person = wang();
        person.insert(key.into(), value);
        let error = read("wang-wu", person).expect_err("must be refused");
        let error: Value = serde_json::from_slice(&error.reply().body).expect("JSON");
        (error["error"]["code"].clone(), error["error"]["path"].clone())
    }

    #[test]
    fn a_person_is_read_like_in_a_scenario() {
        let person = read("wang-wu", wang()).expect("a sound person");
        assert_eq!((&*person.id, &*person.purpose), ("wang-wu", ""));
        assert_eq!(person.mobiles[0].state, LineState::Silent);
    }

    #[test]
    fn what_is_wrong_is_told_with_its_path() {
        assert_eq!(
            refused("id_number", json!("330283199003070110")),
            (json!("bad_value"), json!("id_number"))
        );
        assert_eq!(refused("mobiles", json!(["138"])), (json!("bad_value"), json!("mobiles[0]")));
        assert_eq!(refused("verified", json!("face")), (json!("unknown_field"), json!("verified")));
        assert_eq!(
            refused("bank_cards", json!([{"number": "6217000000000000004", "iban": 1}])),
            (json!("unknown_field"), json!("bank_cards[0].iban"))
        );
        assert_eq!(refused("id", json!("li")), (json!("bad_value"), json!("id")));
    }
}
