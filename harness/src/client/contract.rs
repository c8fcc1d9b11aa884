//! Every reply and notice against `features/contract/`, whatever the case was about.
//!
//! A broken schema fails the case. A field or a code that the contract does not name is remarked and fails nothing,
//! since callers are told to tolerate unknown keys.

use std::collections::BTreeMap;
use std::path::Path;

use jsonschema::Validator;
use serde_json::{Value, json};

use crate::client::exchange::Reply;
use crate::client::record::{Answers, Record};
use crate::verdict::Stop;

/// The contract, compiled.
#[derive(Debug)]
pub(crate) struct Contract {
    document: Value,
    operations: Vec<Operation>,
    notices: BTreeMap<String, (Validator, Value)>,
}

#[derive(Debug)]
struct Operation {
    id: String,
    method: String,
    template: String,
    codes: Vec<i64>,
    /// By HTTP status: the compiled schema, and the schema itself.
    replies: BTreeMap<u16, (Validator, Value)>,
}

impl Contract {
    /// Reads and compiles `contract/` below the features.
    pub(crate) fn read(features: &Path) -> Result<Self, Stop> {
        let folder = features.join("contract");
        let document = read_json(&folder.join("provider-openapi.json"))?;
        let mut operations = Vec::new();
        for (template, methods) in object(&document["paths"]) {
            for (method, operation) in object(methods) {
                operations.push(Operation::compile(&document, template, method, operation)?);
            }
        }
        let mut notices = BTreeMap::new();
        let listing = std::fs::read_dir(folder.join("notices"))
            .map_err(|error| Stop::usage(format!("cannot read the notices of the contract: {error}")))?;
        for entry in listing.flatten() {
            let schema = read_json(&entry.path())?;
            let action = schema["properties"]["action"]["const"].as_str().unwrap_or_default().to_owned();
            notices.insert(action, (compile(&schema, &entry.path().display().to_string())?, schema));
        }
        Ok(Self { document, operations, notices })
    }

    /// The operations, in the order of their paths.
    pub(crate) fn operations(&self) -> impl Iterator<Item = &str> {
        self.operations.iter().map(|operation| operation.id.as_str())
    }

    /// Judges a reply to a caller.
    pub(crate) fn check_reply(&self, method: &str, path: &str, reply: &Reply, record: &Record) {
        let answering = self.operations.iter().filter(|operation| operation.answers(method, path));
        // A path of literal parts goes before one that a parameter would fit.
        let Some(operation) = answering.min_by_key(|operation| operation.template.matches('{').count())
        else {
            return;
        };
        let name = &operation.id;
        let Some((validator, schema)) = operation.replies.get(&reply.status) else {
            return record.breach(format!("{name}: HTTP {} is not documented", reply.status));
        };
        if reply.status == 200
            && !reply.header("content-type").is_some_and(|kind| kind.contains("application/json"))
        {
            record.breach(format!("{name}: the reply's Content-Type does not contain application/json"));
        }
        let Some(body) = reply.json() else {
            return record.breach(format!("{name}: the body is not JSON"));
        };
        for error in validator.iter_errors(&body) {
            record.breach(format!("{name}: at {}: {error}", place(&error.instance_path().to_string())));
        }
        let mut unnamed = Vec::new();
        find_unnamed(&self.document, &[schema], &body, "", &mut unnamed);
        for field in unnamed {
            record.remark(format!("{name}: the contract does not name {field}"));
        }
        if let Some(code) = body["code"].as_i64().filter(|_| reply.status == 200) {
            let good = usize::from(code == 0);
            record.answered(name, Answers { good, bad: 1 - good });
            if code != 0 && !operation.codes.contains(&code) {
                record.remark(format!("{name}: code {code} is not documented for this operation"));
            }
        }
    }

    /// Judges the body of a notice.
    pub(crate) fn check_notice(&self, body: &[u8], record: &Record) {
        let Ok(body) = serde_json::from_slice::<Value>(body) else {
            return record.breach("a notice's body is not JSON".to_owned());
        };
        let (action, known) = match body["action"].as_str() {
            Some(action) => (action, self.notices.get(action)),
            None => self.without_action(&body),
        };
        let Some((validator, schema)) = known else {
            return record
                .breach(format!("a notice's action is {action:?}, which the contract does not know"));
        };
        for error in validator.iter_errors(&body) {
            record.breach(format!(
                "notice {action}: at {}: {error}",
                place(&error.instance_path().to_string())
            ));
        }
        let mut unnamed = Vec::new();
        find_unnamed(schema, &[schema], &body, "", &mut unnamed);
        for field in unnamed {
            record.remark(format!("notice {action}: the contract does not name {field}"));
        }
    }
}

impl Contract {
    /// What a notice without an action is, by the parts that it must have: V2 names the action only to an
    /// application's own subscription.
    fn without_action(&self, body: &Value) -> (&str, Option<&(Validator, Value)>) {
        let fits = |schema: &Value| {
            let required = schema["required"].as_array();
            required.is_some_and(|names| {
                names.iter().filter_map(Value::as_str).all(|name| body.get(name).is_some())
            })
        };
        match self.notices.iter().find(|(_, (_, schema))| fits(schema)) {
            Some((action, notice)) => (action, Some(notice)),
            None => ("", None),
        }
    }
}

impl Operation {
    fn compile(document: &Value, template: &str, method: &str, operation: &Value) -> Result<Self, Stop> {
        let id = operation["operationId"].as_str().unwrap_or(template).to_owned();
        let mut replies = BTreeMap::new();
        for (status, response) in object(&operation["responses"]) {
            let response = resolve(document, response);
            let mut schema = response["content"]["application/json"]["schema"].clone();
            let Some(fields) = schema.as_object_mut() else { continue };
            fields.insert("components".to_owned(), document["components"].clone());
            fields.insert("$schema".to_owned(), json!("https://json-schema.org/draft/2020-12/schema"));
            let status =
                status.parse().map_err(|_| Stop::usage(format!("{id}: {status} is no HTTP status")))?;
            replies.insert(status, (compile(&schema, &id)?, schema));
        }
        Ok(Self {
            id,
            method: method.to_uppercase(),
            template: template.to_owned(),
            codes: operation["x-documented-codes"]
                .as_array()
                .into_iter()
                .flatten()
                .filter_map(Value::as_i64)
                .collect(),
            replies,
        })
    }

    fn answers(&self, method: &str, path_and_query: &str) -> bool {
        let path = path_and_query.split('?').next().unwrap_or_default();
        let ours: Vec<_> = self.template.split('/').collect();
        let theirs: Vec<_> = path.split('/').collect();
        let fits =
            |(ours, theirs): (&&str, &&str)| ours.starts_with('{') && !theirs.is_empty() || ours == theirs;
        self.method == method && ours.len() == theirs.len() && ours.iter().zip(&theirs).all(fits)
    }
}

fn read_json(path: &Path) -> Result<Value, Stop> {
    let text = std::fs::read_to_string(path)
        .map_err(|error| Stop::usage(format!("cannot read the contract {}: {error}", path.display())))?;
    serde_json::from_str(&text)
        .map_err(|error| Stop::usage(format!("{} is not JSON: {error}", path.display())))
}

fn compile(schema: &Value, name: &str) -> Result<Validator, Stop> {
    jsonschema::validator_for(schema)
        .map_err(|error| Stop::usage(format!("the contract's {name} is no schema: {error}")))
}

fn object(value: &Value) -> impl Iterator<Item = (&String, &Value)> {
    value.as_object().into_iter().flatten()
}

fn resolve<'a>(root: &'a Value, schema: &'a Value) -> &'a Value {
    match schema["$ref"].as_str().and_then(|reference| root.pointer(reference.trim_start_matches('#'))) {
        Some(target) => resolve(root, target),
        None => schema,
    }
}

/// All parts of a schema that speak of the same value.
fn parts<'a>(root: &'a Value, schema: &'a Value, found: &mut Vec<&'a Value>) {
    let schema = resolve(root, schema);
    found.push(schema);
    for group in ["allOf", "anyOf", "oneOf"] {
        for part in schema[group].as_array().into_iter().flatten() {
            parts(root, part, found);
        }
    }
    for branch in ["then", "else"] {
        if schema[branch].is_object() {
            parts(root, &schema[branch], found);
        }
    }
}

/// Names the fields of `value` that no part of the schemas names.
fn find_unnamed(root: &Value, schemas: &[&Value], value: &Value, at: &str, unnamed: &mut Vec<String>) {
    let mut all = Vec::new();
    for schema in schemas {
        parts(root, schema, &mut all);
    }
    if let Value::Array(items) = value {
        let of_items: Vec<_> =
            all.iter().map(|schema| &schema["items"]).filter(|items| items.is_object()).collect();
        for item in items {
            find_unnamed(root, &of_items, item, &format!("{at}[]"), unnamed);
        }
    }
    for (key, inner) in object(value) {
        let here = if at.is_empty() { key.clone() } else { format!("{at}.{key}") };
        let of_key: Vec<_> = all.iter().filter_map(|schema| schema["properties"].get(key)).collect();
        if !of_key.is_empty() {
            find_unnamed(root, &of_key, inner, &here, unnamed);
        } else if all.iter().any(|schema| schema["properties"].is_object()) {
            unnamed.push(here);
        }
    }
}

fn place(pointer: &str) -> &str {
    if pointer.is_empty() { "the top" } else { pointer }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ours() -> Contract {
        Contract::read(Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/../features"))).unwrap()
    }

    fn reply(status: u16, body: &Value) -> Reply {
        let mut headers = hyper::HeaderMap::new();
        headers.insert("content-type", "application/json;charset=UTF-8".parse().unwrap());
        Reply { status, headers, body: body.to_string().into() }
    }

    fn judged(method: &str, path: &str, status: u16, body: &Value) -> (Vec<String>, Vec<String>) {
        let record = Record::default();
        ours().check_reply(method, path, &reply(status, body), &record);
        let kept = record.open();
        (kept.breaches.clone(), kept.remarks.clone())
    }

    fn link() -> Value {
        json!({"code": 0, "message": "成功", "data": {
            "authFlowId": "OF-0123456789abcdef0123456789abcdef",
            "authUrl": "http://h:1/auth/h5/index?authFlowId=OF-0123456789abcdef0123456789abcdef&clientType=ALL&appId=7438000001",
            "authShortUrl": "http://h:1/nB2cAf4cTRJn",
        }})
    }

    #[test]
    fn a_right_reply_passes_without_a_word() {
        assert_eq!(judged("POST", "/v3/psn-auth-url", 200, &link()), (vec![], vec![]));
    }

    #[test]
    fn a_field_of_the_wrong_type_is_a_breach() {
        let mut wrong = link();
        wrong["data"]["authShortUrl"] = json!(7);
        assert_eq!(judged("POST", "/v3/psn-auth-url", 200, &wrong).0.len(), 1);
    }

    #[test]
    fn an_unknown_field_is_remarked_only() {
        let mut more = link();
        more["data"]["colour"] = json!("red");
        let (breaches, remarks) = judged("POST", "/v3/psn-auth-url", 200, &more);
        assert_eq!(breaches, Vec::<String>::new());
        assert_eq!(remarks, ["createPersonLink: the contract does not name data.colour"]);
    }

    #[test]
    fn a_gateway_refusal_has_no_data() {
        let right = json!({"success": false, "code": 401, "message": "INVALID_SIGNATURE"});
        assert_eq!(judged("GET", "/v3/auth-flow/OF-1", 401, &right).0, Vec::<String>::new());
        let wrong = json!({"success": false, "code": 401, "message": "INVALID_SIGNATURE", "data": null});
        assert_eq!(judged("GET", "/v3/auth-flow/OF-1", 401, &wrong).0.len(), 1);
    }

    #[test]
    fn a_business_failure_comes_with_http_200() {
        let failure = json!({"code": 1450007, "message": "授权流程id不存在", "data": null});
        assert_eq!(judged("GET", "/v3/auth-flow/OF-1", 200, &failure), (vec![], vec![]));
        assert_eq!(judged("GET", "/v3/auth-flow/OF-1", 404, &failure).0.len(), 1);
    }

    #[test]
    fn identity_is_shown_only_with_the_grant() {
        let breaches = |account: Value| {
            let told = json!({"code": 0, "message": "成功", "data": {
                "realnameStatus": 1, "authorizeUserInfo": false, "psnId": "0123456789abcdef0123456789abcdef",
                "psnAccount": account, "psnInfo": null,
            }});
            judged("GET", "/v3/persons/identity-info?psnId=1", 200, &told).0
        };
        assert_eq!(breaches(Value::Null), [] as [String; 0]);
        let shown = breaches(json!({"accountMobile": "13900010001", "accountEmail": null}));
        assert!(!shown.is_empty(), "{shown:?}");
    }

    /// Most are the documents' own samples, the others of the same form.
    #[test]
    fn the_examples_keep_the_contract() {
        let contract = ours();
        let mut judged = 0;
        for (name, schema) in object(&contract.document["components"]["schemas"]) {
            let mut whole = json!({"$ref": format!("#/components/schemas/{name}")});
            whole["components"] = contract.document["components"].clone();
            let validator = compile(&whole, name).unwrap();
            for example in schema["examples"].as_array().into_iter().flatten() {
                let errors: Vec<_> = validator.iter_errors(example).map(|error| error.to_string()).collect();
                let mut unnamed = Vec::new();
                find_unnamed(&contract.document, &[schema], example, "", &mut unnamed);
                assert_eq!((errors, unnamed), (vec![], vec![]), "{name}: {example:#}");
                judged += 1;
            }
        }
        for (action, (_, schema)) in &contract.notices {
            for example in schema["examples"].as_array().into_iter().flatten() {
                let record = Record::default();
                contract.check_notice(example.to_string().as_bytes(), &record);
                let kept = record.open();
                assert_eq!((&kept.breaches, &kept.remarks), (&vec![], &vec![]), "{action}: {example:#}");
                judged += 1;
            }
        }
        assert!(judged > 55, "only {judged} examples");
    }

    #[test]
    fn an_answer_is_good_or_bad_unless_the_gateway_gave_it() {
        let record = Record::default();
        let refused = json!({"success": false, "code": 401, "message": "INVALID_SIGNATURE"});
        let failure = json!({"code": 1450002, "message": "参数错误", "data": null});
        for (status, body) in [(200, link()), (200, failure), (401, refused), (200, link())] {
            ours().check_reply("POST", "/v3/psn-auth-url", &reply(status, &body), &record);
        }
        let answers = record.open().answers.clone();
        assert_eq!(answers, BTreeMap::from([("createPersonLink".to_owned(), Answers { good: 2, bad: 1 })]));
    }

    #[test]
    fn a_notice_omits_what_it_does_not_know() {
        let contract = ours();
        let body = |account: Value| {
            json!({"authFlowId": "OF-01", "timestamp": 1_772_413_200_000_i64, "authType": "PSN", "bizType": "REAL_NAME",
                "psnInfo": {"psnId": "0123456789abcdef0123456789abcdef", "psnAccount": account}, "action": "AUTH_PASS"})
            .to_string()
        };
        let record = Record::default();
        contract.check_notice(body(json!({"accountMobile": "13900010001"})).as_bytes(), &record);
        assert_eq!(record.open().breaches, Vec::<String>::new());
        contract.check_notice(
            body(json!({"accountMobile": "13900010001", "accountEmail": null})).as_bytes(),
            &record,
        );
        assert!(!record.open().breaches.is_empty());
    }
}
