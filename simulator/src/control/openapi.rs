//! The contract of control against what the provider knows: it is written by hand, so its rules and
//! words must be held to the provider's own.

use realname_provider::flow::method::face::FaceOutcome;
use realname_provider::identity::document::DocumentType;
use realname_provider::rules::Rules;
use realname_provider::world::face::FaceFact;
use realname_provider::world::registry::OrgState;
use realname_provider::world::telecom::LineState;
use serde_json::{Value, json};

use crate::control::info::CONTROL_CONTRACT;

fn document() -> Value {
    serde_json::from_str(CONTROL_CONTRACT).expect("the document is JSON")
}

fn walk(value: &Value, visit: &mut impl FnMut(&Value)) {
    visit(value);
    match value {
        Value::Array(items) => items.iter().for_each(|item| walk(item, visit)),
        Value::Object(fields) => fields.values().for_each(|field| walk(field, visit)),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
    }
}

#[test]
fn each_reference_leads_somewhere() {
    let document = document();
    let mut count = 0;
    walk(&document, &mut |value| {
        if let Some(reference) = value.get("$ref").and_then(Value::as_str) {
            assert!(document.pointer(reference.trim_start_matches('#')).is_some(), "{reference}");
            count += 1;
        }
    });
    assert!(count > 100, "found {count}");
}

#[test]
fn rules_and_their_defaults_are_the_providers_own() {
    let schema = &document()["components"]["schemas"]["Rules"];
    let defaults = serde_json::to_value(Rules::default()).expect("rules are plain data");
    let told: serde_json::Map<String, Value> = schema["properties"]
        .as_object()
        .expect("rules by name")
        .iter()
        .map(|(name, rule)| (name.clone(), rule["default"].clone()))
        .collect();
    assert_eq!(Value::Object(told), defaults);
    let required = schema["required"].as_array().map_or(0, Vec::len);
    assert_eq!(required, Rules::TABLE.len());
}

#[test]
fn words_of_the_world_are_the_providers_own() {
    let schemas = &document()["components"]["schemas"];
    let person = &schemas["PersonOrder"]["properties"];
    assert_eq!(person["face"]["enum"], json!(FaceFact::ALL.map(FaceFact::as_str)));
    assert_eq!(person["id_type"]["enum"], json!(DocumentType::ALL.map(DocumentType::as_str)));
    let lines = &person["line_states"]["additionalProperties"]["enum"];
    assert_eq!(*lines, json!(LineState::ALL.map(LineState::as_str)));
    let organization = &schemas["OrganizationOrder"]["properties"];
    assert_eq!(organization["state"]["enum"], json!(OrgState::ALL.map(OrgState::as_str)));
    assert_eq!(schemas["FaceOutcome"]["enum"].as_array().map(Vec::len), Some(FaceOutcome::ALL.len()));
}

#[test]
fn each_list_takes_the_same_parameters() {
    let document = document();
    let mut count = 0;
    for (path, verbs) in document["paths"].as_object().expect("paths by name") {
        let get = &verbs["get"];
        let answer = get.pointer("/responses/200/content/application~1json/schema").unwrap_or(&Value::Null);
        if !answer.to_string().contains("#/components/schemas/List") {
            continue;
        }
        let parameters = get["parameters"].to_string();
        for name in ["after", "match", "wait", "last"] {
            assert!(parameters.contains(&format!("/parameters/{name}\"")), "{path} lacks {name}");
        }
        count += 1;
    }
    assert_eq!(count, 17);
}
