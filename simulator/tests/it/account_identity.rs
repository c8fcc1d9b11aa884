//! 实名 by V2: accounts that are verified, what is told of them, and the glance at a receiver.

use jiff::civil::date;
use realname_provider::identity::id_card::IdCardNum;
use serde_json::{Value, json};

use crate::bench::Bench;
use crate::browser::{Browser, LI, WANG, last_code};
use crate::caller::Caller;
use crate::sink::Sink;

const ORGANIZATION: &str = "宁波某某贸易有限公司";
const CODE: &str = "91350100M000100Y43";

async fn person(caller: &Caller) -> String {
    let order = json!({"thirdPartyUserId": "A1", "name": WANG.name, "idNumber": WANG.number});
    let answer = caller.post("/v1/accounts/createByThirdPartyUserId", &order).await;
    answer["data"]["accountId"].as_str().expect("an account").to_owned()
}

async fn organization(caller: &Caller, legal_rep: &str) -> String {
    let order = json!({"thirdPartyUserId": "B1", "name": ORGANIZATION, "idNumber": CODE,
        "orgLegalName": legal_rep, "orgLegalIdNumber": LI.number});
    let answer = caller.post("/v1/organizations/createByThirdPartyUserId", &order).await;
    answer["data"]["orgId"].as_str().expect("an account").to_owned()
}

/// Has the account of WANG verified by the carriers.
async fn verified(caller: &Caller, account: &str) {
    let target = format!("/v2/identity/auth/api/individual/{account}/telecom3Factors");
    let answer = caller.post(&target, &json!({"mobileNo": WANG.mobile})).await;
    let flow = answer["data"]["flowId"].as_str().expect("a flow").to_owned();
    let code = last_code(&caller.base, "town", WANG.mobile).await;
    let target = format!("/v2/identity/auth/pub/individual/{flow}/telecom3Factors");
    let answer = caller.call("PUT", &target, &json!({"authcode": code}).to_string()).await.json();
    assert_eq!(answer["code"], 0, "{answer}");
}

#[tokio::test]
async fn an_organizations_account_is_verified_by_its_representatives_signature_and_told_to_the_byte() {
    let bench = Bench::start().await;
    let caller = Caller::of(&bench);
    let sink = Sink::willing().await;
    let agent = person(&caller).await;
    verified(&caller, &agent).await;
    let account = organization(&caller, LI.name).await;
    let target = format!("/v2/identity/auth/api/organization/enterprise/{account}/fourFactors");
    let order = json!({"agentAccountId": agent, "contextId": "order 8", "notifyUrl": sink.base, "frAuthEnable": true});
    let flow = caller.post(&target, &order).await["data"]["flowId"].as_str().expect("a flow").to_owned();
    let target = format!("/v2/identity/auth/api/organization/{flow}/legalRepSignAuth");
    let answer = caller.post(&target, &json!({"mobileNo": LI.mobile})).await;
    assert_eq!(answer, json!({"code": 0, "message": "成功", "data": null}));
    let told = bench.items(&format!("/worlds/town/phones/{}/messages", LI.mobile)).await;
    assert!(
        told.last().expect("a message")["text"].as_str().expect("text").contains(ORGANIZATION),
        "{told:?}"
    );
    let target = format!("/v2/identity/auth/pub/organization/{flow}/legalRepSignResult");
    assert_eq!(caller.get(&target).await["data"]["status"], "SIGNING");
}

#[tokio::test]
async fn an_agent_who_is_the_representative_is_proof_enough_where_the_call_says_so() {
    let bench = Bench::start().await;
    let caller = Caller::of(&bench);
    let sink = Sink::willing().await;
    let agent = person(&caller).await;
    verified(&caller, &agent).await;
    let order = json!({"thirdPartyUserId": "B1", "name": ORGANIZATION, "idNumber": CODE,
        "orgLegalName": WANG.name, "orgLegalIdNumber": WANG.number});
    let opened = caller.post("/v1/organizations/createByThirdPartyUserId", &order).await;
    let account = opened["data"]["orgId"].as_str().expect("an account");
    let target = format!("/v2/identity/auth/api/organization/enterprise/{account}/fourFactors");
    let order = json!({"agentAccountId": agent, "notifyUrl": sink.base, "frAuthEnable": true});
    let flow = caller.post(&target, &order).await["data"]["flowId"].as_str().expect("a flow").to_owned();
    bench.post("/worlds/town/clock", json!({"advance": "0s"})).await;
    let posts = sink.posts();
    let body: Value = serde_json::from_slice(&posts.last().expect("a notice").body).expect("JSON");
    let check = body["verifycode"].as_str().expect("a check code");
    let expected = format!(
        r#"{{"flowId":"{flow}","accountId":"{account}","agentAccountId":"{agent}","success":true,"verifycode":"{check}","orgAccountId":"{account}","serviceId":"{flow}","status":true}}"#
    );
    assert_eq!(String::from_utf8_lossy(&posts.last().expect("a notice").body), expected);
    let again = caller.post(&target, &json!({"agentAccountId": agent, "repetition": false})).await;
    assert_eq!((&again["code"], &again["message"]), (&json!(30_500_152), &json!("当前账户已实名")));
}

#[tokio::test]
async fn a_page_of_a_verified_agent_begins_with_the_organization_whose_account_it_locks() {
    let bench = Bench::start().await;
    let caller = Caller::of(&bench);
    let agent = person(&caller).await;
    let account = organization(&caller, LI.name).await;
    let target = format!("/v2/identity/auth/web/{account}/orgIdentityUrl");
    let link = async || {
        let answer = caller.post(&target, &json!({"agentAccountId": agent})).await;
        answer["data"]["url"].as_str().expect("a link").to_owned()
    };
    let (before, mut browser) = (link().await, Browser::new(&caller.base));
    assert_eq!(browser.open(&before).await.name, "choose-method");
    verified(&caller, &agent).await;
    let (after, mut browser) = (link().await, Browser::new(&caller.base));
    let page = browser.open(&after).await;
    assert_eq!(page.name, "org-info");
    assert!(page.text.contains(ORGANIZATION) && page.text.contains(CODE), "{}", page.text);
    let unknown = format!("/v2/identity/auth/web/{}/indivIdentityUrl", "0".repeat(32));
    assert_eq!(caller.post(&unknown, &json!({})).await["code"], 30_500_156);
    assert_eq!(
        caller.post("/v2/identity/auth/web/me/indivIdentityUrl", &json!({})).await["code"],
        30_500_156
    );
}

#[tokio::test]
async fn the_page_of_a_face_check_is_told_by_a_bare_get() {
    let bench = Bench::start().await;
    let caller = Caller::of(&bench);
    let sink = Sink::willing().await;
    let account = person(&caller).await;
    let order = json!({"faceauthMode": "ESIGN", "callbackUrl": "http://127.0.0.1:9/back",
        "notifyUrl": format!("{}/told?order=7", sink.base)});
    let target = format!("/v2/identity/auth/api/individual/{account}/face");
    let answer = caller.post(&target, &order).await;
    Browser::on_phone(&caller.base).open(answer["data"]["authUrl"].as_str().expect("a link")).await;
    bench.post("/worlds/town/clock", json!({"advance": "1h"})).await;
    let glances = sink.posts();
    assert_eq!(glances.len(), 1);
    let glance = &glances[0];
    assert_eq!((&*glance.method, &*glance.target), ("GET", "/told?order=7"));
    assert!(glance.body.is_empty() && glance.header("x-tsign-open-signature").is_empty());
    let kept = bench.items("/worlds/town/notices").await;
    assert_eq!(kept.last().expect("a notice")["action"], "face_page_opened");
}

#[tokio::test]
async fn a_compare_is_found_again_however_its_number_is_written() {
    let bench = Bench::start().await;
    let caller = Caller::of(&bench);
    let agent = person(&caller).await;
    verified(&caller, &agent).await;
    let (rep, number) = ("欧阳文静", IdCardNum::complete(330_283, date(1985, 6, 7), 1).expect("a number"));
    assert!(number.to_string().ends_with('X'), "{number}");
    let order = json!({"thirdPartyUserId": "B1", "name": ORGANIZATION, "idNumber": CODE,
        "orgLegalName": rep, "orgLegalIdNumber": number.to_string()});
    let answer = caller.post("/v1/organizations/createByThirdPartyUserId", &order).await;
    let account = answer["data"]["orgId"].as_str().expect("an account");
    for number in [number.to_string(), number.to_string().to_ascii_lowercase()] {
        let stated =
            json!({"name": ORGANIZATION, "orgCode": CODE, "legalRepName": rep, "legalRepCertNo": number});
        let compared =
            caller.post("/v2/identity/verify/organization/enterprise/bureau4Factors", &stated).await;
        assert_eq!(compared["code"], 0, "{compared}");
        let target = format!("/v2/identity/auth/api/organization/enterprise/{account}/fourFactors");
        let order = json!({"agentAccountId": agent, "verifyId": compared["data"]["verifyId"]});
        let begun = caller.post(&target, &order).await;
        assert_eq!(begun["data"]["verifyIdResult"], json!(true), "{number}: {begun}");
    }
}
