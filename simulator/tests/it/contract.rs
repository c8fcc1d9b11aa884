//! The contracts of the control API and of the provider, and whether a reply keeps them.

use std::collections::BTreeSet;
use std::path::Path;
use std::sync::LazyLock;

use jsonschema::Validator;
use realname_simulator::control::info::CONTROL_CONTRACT;
use realname_simulator::edge::routes::{Floor, ROUTES};
use serde_json::{Value, json};

/// Below this control's paths begin.
const BASE: &str = "/_control/v1";

static CONTROL: LazyLock<Contract> = LazyLock::new(|| Contract::read(CONTROL_CONTRACT));

static PROVIDER: LazyLock<Contract> = LazyLock::new(|| {
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("../features/contract/provider-openapi.json");
    Contract::read(&std::fs::read_to_string(file).expect("the provider's contract"))
});

/// An OpenAPI document whose objects have no other fields than it names: a reader may be told more than a contract
/// says, but we tell nobody what ours leaves out.
struct Contract(Value);

impl Contract {
    fn read(text: &str) -> Self {
        let mut document: Value = serde_json::from_str(text).expect("JSON");
        let mut parts = BTreeSet::new();
        find_parts(&document, false, &mut parts);
        let schemas = document["components"]["schemas"].as_object_mut().expect("schemas");
        for (name, schema) in schemas {
            // What is a part of another is closed with it.
            if !parts.contains(&format!("#/components/schemas/{name}")) {
                close(schema);
            }
        }
        Self(document)
    }

    fn validator(&self, schema: &Value) -> Validator {
        // References begin at the document's root, so the schema is given the document's parts.
        let whole = json!({"allOf": [schema], "components": self.0["components"]});
        jsonschema::validator_for(&whole).expect("a sound schema")
    }

    fn resolved<'a>(&'a self, mut value: &'a Value) -> &'a Value {
        while let Some(reference) = value["$ref"].as_str() {
            value =
                self.0.pointer(reference.trim_start_matches('#')).expect("a reference that leads somewhere");
        }
        value
    }

    fn operation(&self, method: &str, path: &str) -> Option<&Value> {
        let paths = self.0["paths"].as_object().expect("paths");
        let fitting = paths.iter().filter(|(template, _)| fits(template, path));
        let operations = fitting.filter_map(|(template, operations)| {
            Some((template, operations.get(method.to_ascii_lowercase())?))
        });
        // A path of literal parts goes before one that a parameter would fit.
        operations.min_by_key(|(template, _)| template.matches('{').count()).map(|(_, operation)| operation)
    }

    fn schema<'a>(&'a self, response: &'a Value) -> &'a Value {
        &self.resolved(response)["content"]["application/json"]["schema"]
    }

    fn hold(&self, schema: &Value, said: &str, body: &Value) {
        let errors: Vec<_> = self
            .validator(schema)
            .iter_errors(body)
            .map(|error| format!("{}: {error}", error.instance_path()))
            .collect();
        assert!(errors.is_empty(), "{said}: {errors:#?}\n{body:#}");
    }
}

/// The schemas that are said of the same value as another.
fn find_parts(value: &Value, is_part: bool, parts: &mut BTreeSet<String>) {
    match value {
        Value::Object(fields) => {
            if let Some(reference) = value["$ref"].as_str().filter(|_| is_part) {
                parts.insert(reference.to_owned());
            }
            for (key, inner) in fields {
                find_parts(
                    inner,
                    matches!(key.as_str(), "allOf" | "anyOf" | "oneOf" | "then" | "else"),
                    parts,
                );
            }
        }
        Value::Array(items) => items.iter().for_each(|item| find_parts(item, is_part, parts)),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
    }
}

fn close(schema: &mut Value) {
    let Some(fields) = schema.as_object_mut() else { return };
    if let Some(Value::Object(properties)) = fields.get_mut("properties") {
        properties.values_mut().for_each(close);
    }
    if let Some(items) = fields.get_mut("items") {
        close(items);
    }
    let speaks_of_an_object = ["properties", "allOf", "then"].iter().any(|key| fields.contains_key(*key));
    if speaks_of_an_object && !fields.contains_key("additionalProperties") {
        fields.insert("unevaluatedProperties".to_owned(), json!(false));
    }
}

fn fits(template: &str, path: &str) -> bool {
    let (template, path): (Vec<_>, Vec<_>) = (template.split('/').collect(), path.split('/').collect());
    let fits = |(known, found): (&&str, &&str)| known.starts_with('{') || known == found;
    template.len() == path.len() && template.iter().zip(&path).all(fits)
}

fn path(target: &str) -> &str {
    target.split('?').next().unwrap_or_default()
}

/// Holds a reply of control to its contract.
pub(crate) fn check(method: &str, target: &str, status: u16, body: &Value) {
    let Some(path) = path(target).strip_prefix(BASE) else { return };
    let error = json!({"$ref": "#/components/schemas/Error"});
    let schema = match CONTROL.operation(method, path) {
        Some(operation) if status < 400 => {
            let responses = &operation["responses"];
            CONTROL.schema(responses.get(status.to_string()).unwrap_or(&responses["default"]))
        }
        Some(_) | None => &error,
    };
    CONTROL.hold(schema, &format!("{method} {target} answers {status}"), body);
}

/// Holds a reply to a caller to the provider's contract, where it is about a documented operation.
pub(crate) fn check_signed(method: &str, target: &str, status: u16, text: &str) {
    let Some(operation) = PROVIDER.operation(method, path(target)) else { return };
    let said = format!("{method} {target} answers {status}");
    let response = operation["responses"].get(status.to_string());
    let response = response.unwrap_or_else(|| panic!("{said}, which is not documented: {text}"));
    let body = serde_json::from_str(text).unwrap_or_else(|error| panic!("{said}: {error}: {text}"));
    PROVIDER.hold(PROVIDER.schema(response), &said, &body);
}

/// The provider's operations that take a body: method, path and an example of it.
pub(crate) fn requests() -> Vec<(String, String, Value)> {
    let mut found = Vec::new();
    for (path, operations) in PROVIDER.0["paths"].as_object().expect("paths") {
        for (method, operation) in operations.as_object().expect("operations") {
            if let Some(body) = operation.get("requestBody") {
                let schema = PROVIDER.resolved(PROVIDER.schema(body));
                let example = schema["examples"][0].clone();
                assert!(example.is_object(), "{method} {path} has no example");
                found.push((method.to_ascii_uppercase(), path.clone(), example));
            }
        }
    }
    found
}

/// The documents' sample of what a reply carries.
pub(crate) fn sample(schema: &str) -> &'static Value {
    &PROVIDER.0["components"]["schemas"][schema]["examples"][0]
}

#[test]
fn every_documented_operation_has_a_route_and_every_route_is_documented() {
    let mut documented = Vec::new();
    for (path, operations) in CONTROL.0["paths"].as_object().expect("paths") {
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
    for (name, schema) in CONTROL.0["components"]["schemas"].as_object().expect("schemas") {
        let reference = json!({"$ref": format!("#/components/schemas/{name}")});
        let validator = CONTROL.validator(&reference);
        for example in schema["examples"].as_array().into_iter().flatten() {
            let errors: Vec<_> = validator.iter_errors(example).map(|error| error.to_string()).collect();
            assert!(errors.is_empty(), "{name}: {errors:?}");
            kept += 1;
        }
    }
    assert!(kept > 10, "only {kept} examples");
}

#[test]
fn a_reply_that_says_more_than_the_contract_or_less_is_noticed() {
    let operation = PROVIDER.operation("POST", "/v3/psn-auth-url").expect("an operation");
    let schema = PROVIDER.schema(&operation["responses"]["200"]);
    let right = json!({"code": 0, "message": "成功", "data": {
        "authFlowId": "OF-0123456789abcdef0123456789abcdef",
        "authUrl": "http://h:1/auth/h5/index?authFlowId=OF-0123456789abcdef0123456789abcdef&clientType=ALL&appId=7438000001",
        "authShortUrl": "http://h:1/nB2cAf4cTRJn",
    }});
    let keeps = |body: &Value| PROVIDER.validator(schema).is_valid(body);
    assert!(keeps(&right));
    for (place, value) in [("/data", json!("more")), ("", json!("more"))] {
        let mut more = right.clone();
        more.pointer_mut(place).expect("an object")["more"] = value;
        assert!(!keeps(&more), "{more:#}");
    }
    let mut less = right;
    less["data"].as_object_mut().expect("an object").remove("authShortUrl");
    assert!(!keeps(&less), "{less:#}");
}
