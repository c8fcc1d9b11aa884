//! The documents' samples: what they send is understood, and what they are told we tell under the same names.

use serde_json::{Value, json};

use crate::bench::Bench;
use crate::browser::{Browser, GUO, WANG};
use crate::caller::Caller;
use crate::{contract, identity_service, organization_service};

/// Codes by which V1 and V2 say that a body cannot be understood.
const MALFORMED: [i64; 8] =
    [30_500_100, 30_500_101, 30_500_103, 30_500_104, 30_500_106, 30_500_107, 30_500_113, 30_500_116];
/// The same for V3.
const MALFORMED_V3: [i64; 3] = [1_450_001, 1_450_002, 1_450_003];

#[tokio::test]
async fn the_body_of_every_sample_is_understood() {
    let bench = Bench::start().await;
    let caller = Caller::of(&bench);
    let requests = contract::requests();
    assert!(requests.len() > 40, "only {} samples", requests.len());
    // A change is read only where there is something to be changed.
    let organization = json!({"thirdPartyUserId": "B002", "name": "宁波某某贸易有限公司"});
    let organization = caller.post("/v1/organizations/createByThirdPartyUserId", &organization).await;
    let organization = organization["data"]["orgId"].as_str().expect("an account").to_owned();
    let person = json!({"thirdPartyUserId": "A002", "name": WANG.name});
    let person = caller.post("/v1/accounts/createByThirdPartyUserId", &person).await;
    let person = person["data"]["accountId"].as_str().expect("an account").to_owned();
    for (method, template, body) in requests {
        let path = template
            .replace("{accountId}", &person)
            .replace("{orgId}", &organization)
            .replace("{flowId}", "793857367581143859");
        let query = match template.as_str() {
            "/v1/accounts/updateByThirdId" => "?thirdPartyUserId=A002",
            "/v1/organizations/updateByThirdId" => "?thirdPartyUserId=B002",
            _ => "",
        };
        let answer = caller.call(&method, &format!("{path}{query}"), &body.to_string()).await;
        let told = answer.json();
        let code = told["code"].as_i64().expect("a code");
        let malformed = MALFORMED.contains(&code) || MALFORMED_V3.contains(&code);
        assert!(answer.status == 200 && !malformed, "{method} {path} with {body}: {told}");
        assert!(
            code == 0 || !template.contains("/updateBy") && method != "PUT" || template.contains("{flowId}"),
            "{told}"
        );
    }
}

/// Whether all that the sample tells is told, each part as a value of the same kind.
fn agree(sample: &Value, told: &Value, place: &str) {
    match (sample, told) {
        (Value::Object(sample), Value::Object(told)) => {
            for (name, value) in sample {
                // What the sample tells as null it may be told not at all.
                let found = told.get(name).unwrap_or(&Value::Null);
                agree(value, found, &format!("{place}.{name}"));
            }
        }
        (Value::Array(sample), Value::Array(told)) => {
            for (sample, told) in sample.iter().zip(told) {
                agree(sample, told, &format!("{place}[]"));
            }
            assert!(!told.is_empty() || sample.is_empty(), "{place} is empty");
        }
        (Value::Null, _) => {}
        (sample, told) => {
            let kind = std::mem::discriminant::<Value>;
            assert_eq!(kind(sample), kind(told), "{place}: the sample has {sample}, told is {told}");
        }
    }
}

fn holds(schema: &str, told: &Value) {
    let sample = contract::sample(schema);
    assert!(sample.is_object(), "{schema} has no sample");
    agree(sample, told, schema);
}

#[tokio::test]
async fn what_persons_samples_tell_is_told() {
    let bench = Bench::start().await;
    let caller = Caller::of(&bench);
    let body = identity_service::wang(json!({"bankCardNo": identity_service::WANGS_CARD}));
    let begun = identity_service::begin(&caller, identity_service::BANK_CARD, &body).await["data"].clone();
    holds("FlowBegun", &begun);
    let common = format!("/v2/identity/auth/api/common/{}", begun["flowId"].as_str().expect("a number"));
    let outline = caller.get(&format!("{common}/outline")).await["data"].clone();
    let sub_flow = outline["subFlows"][0]["subFlowId"].as_str().expect("a number");
    holds("FlowProcess", &caller.get(&format!("{common}/process?subFlowId={sub_flow}")).await["data"]);

    let face = identity_service::face(json!({}));
    let face = identity_service::begin(&caller, identity_service::FACE, &face).await["data"].clone();
    let mut phone = Browser::on_phone(&caller.base);
    identity_service::on_phone(&mut phone, face["authUrl"].as_str().expect("a link"), "blink").await;
    let flow = face["flowId"].as_str().expect("a number");
    holds("FaceResult", &identity_service::result(&caller, flow).await["data"]);

    let account = json!({"thirdPartyUserId": "A001", "name": WANG.name});
    let account = caller.post("/v1/accounts/createByThirdPartyUserId", &account).await;
    holds("AccountOpened", &account["data"]);
    let compared = json!({"name": WANG.name, "idNo": WANG.number});
    let call = "/v2/identity/verify/individual/base";
    agree(contract::sample("ComparedReply"), &caller.post(call, &compared).await, "ComparedReply");
    let link = json!({"psnAuthConfig": {"psnAccount": WANG.mobile}});
    holds("FlowLink", &caller.ask_link(&link).await["data"]);
}

#[tokio::test]
async fn what_organizations_samples_tell_is_told() {
    let bench = Bench::start().await;
    let caller = Caller::of(&bench);
    let call = organization_service::THREE_FACTORS;
    let flow = organization_service::begun(&caller, call, json!({})).await;
    let of_flow = format!("/v2/identity/auth/pub/organization/{flow}");
    holds("Branches", &caller.get(&format!("{of_flow}/subbranch?cnapsCode=102332000112")).await["data"]);
    organization_service::pay(&caller, &flow, json!({})).await;
    holds("TransferProcess", &caller.get(&format!("{of_flow}/transferProcess")).await["data"]);
    let payee = caller.call("POST", &format!("{of_flow}/reversePayment"), "{}").await.json();
    holds("Payee", &payee["data"]);
    let sign = json!({"agentName": GUO.name, "agentIdNo": GUO.number, "mobileNo": WANG.mobile, "legalRepIdNo": WANG.number});
    caller.post(&format!("/v2/identity/auth/api/organization/{flow}/legalRepSign"), &sign).await;
    holds("SignResult", &caller.get(&format!("{of_flow}/legalRepSignResult")).await["data"]);
    let detail = caller.get(&format!("/v2/identity/auth/api/common/{flow}/detail")).await["data"].clone();
    let sample = contract::sample("FlowDetail");
    for part in ["/flowId", "/status", "/objectType", "/startTime", "/organInfo/name", "/organInfo/certNo"] {
        agree(sample.pointer(part).expect(part), detail.pointer(part).expect(part), part);
    }
}
