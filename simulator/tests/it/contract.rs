//! The contract of the control API, and whether a reply keeps it.

use std::sync::LazyLock;

use jsonschema::Validator;
use realname_simulator::control::info::CONTROL_CONTRACT;
use realname_simulator::edge::routes::{Floor, ROUTES};
use serde_json::{Value, json};

/// Below this the contract's paths begin.
const BASE: &str = "/_control/v1";

static DOCUMENT: LazyLock<Value> = LazyLock::new(|| {
    let mut document: Value = serde_json::from_str(CONTROL_CONTRACT).expect("JSON");
    close(&mut document);
    // Parts of others, which are closed as a whole.
    for part in ["List", "TimelineEntry"] {
        let closed = document.pointer_mut(&format!("/components/schemas/{part}/additionalProperties"));
        *closed.expect("a part") = json!(true);
    }
    document
});

/// A reader may be told more than a contract says, but we tell nobody what ours leaves out.
fn close(value: &mut Value) {
    match value {
        Value::Object(schema) => {
            if schema.contains_key("allOf") {
                schema.insert("unevaluatedProperties".to_owned(), json!(false));
                return;
            }
            if schema.get("properties").is_some_and(Value::is_object) {
                schema.entry("additionalProperties").or_insert(json!(false));
            }
            schema.values_mut().for_each(close);
        }
        Value::Array(parts) => parts.iter_mut().for_each(close),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
    }
}

fn validator(schema: &Value) -> Validator {
    // References begin at the document's root, so the schema is given the document's parts.
    let whole = json!({"allOf": [schema], "components": DOCUMENT["components"]});
    jsonschema::validator_for(&whole).expect("a sound schema")
}

fn resolved(mut value: &Value) -> &Value {
    while let Some(reference) = value["$ref"].as_str() {
        value =
            DOCUMENT.pointer(reference.trim_start_matches('#')).expect("a reference that leads somewhere");
    }
    value
}

fn fits(template: &str, path: &str) -> bool {
    let (template, path): (Vec<_>, Vec<_>) = (template.split('/').collect(), path.split('/').collect());
    let fits = |(known, found): (&&str, &&str)| known.starts_with('{') || known == found;
    template.len() == path.len() && template.iter().zip(&path).all(fits)
}

/// Holds a reply to the contract.
pub(crate) fn check(method: &str, target: &str, status: u16, body: &Value) {
    let path = target.split('?').next().unwrap_or_default();
    let Some(path) = path.strip_prefix(BASE) else { return };
    let paths = DOCUMENT["paths"].as_object().expect("paths");
    let operation = paths
        .iter()
        .filter(|(template, _)| fits(template, path))
        .find_map(|(_, operations)| operations.get(method.to_ascii_lowercase()));
    let error = json!({"$ref": "#/components/responses/Error"});
    let response = match operation {
        None => &error,
        Some(operation) => {
            let responses = &operation["responses"];
            responses.get(status.to_string()).unwrap_or(&responses["default"])
        }
    };
    let schema = &resolved(response)["content"]["application/json"]["schema"];
    let schema = if status < 400 { schema.clone() } else { json!({"$ref": "#/components/schemas/Error"}) };
    let errors: Vec<_> = validator(&schema)
        .iter_errors(body)
        .map(|error| format!("{}: {error}", error.instance_path()))
        .collect();
    assert!(errors.is_empty(), "{method} {target} answers {status}: {errors:#?}\n{body:#}");
}

#[test]
fn every_documented_operation_has_a_route_and_every_route_is_documented() {
    let mut documented = Vec::new();
    for (path, operations) in DOCUMENT["paths"].as_object().expect("paths") {
        for (method, operation) in operations.as_object().expect("operations") {
            if method != "parameters" {
                let id = operation["operationId"].as_str().expect("an operation's id");
                documented.push(format!("{} {BASE}{path} {id}", method.to_ascii_uppercase()));
            }
        }
    }
    let is_ours = |path: &str| path.starts_with(BASE);
    let routes = ROUTES.iter().filter(|route| route.floor == Floor::Control && is_ours(route.path));
    let mut routed: Vec<_> =
        routes.map(|route| format!("{} {} {}", route.method, route.path, route.operation)).collect();
    documented.sort();
    routed.sort();
    assert_eq!(documented, routed);
}

#[test]
fn the_contracts_own_examples_keep_it() {
    let mut kept = 0;
    for (name, schema) in DOCUMENT["components"]["schemas"].as_object().expect("schemas") {
        let reference = json!({"$ref": format!("#/components/schemas/{name}")});
        let validator = validator(&reference);
        for example in schema["examples"].as_array().into_iter().flatten() {
            let errors: Vec<_> = validator.iter_errors(example).map(|error| error.to_string()).collect();
            assert!(errors.is_empty(), "{name}: {errors:?}");
            kept += 1;
        }
    }
    assert!(kept > 10, "only {kept} examples");
}
