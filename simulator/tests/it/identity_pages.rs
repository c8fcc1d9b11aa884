//! Links of the identity service to pages: what callers ask for, and what whoever opens one sees.

use realname_provider::identity::uscc::Uscc;
use serde_json::{Value, json};
use url::{Position, Url};

use crate::bench::Bench;
use crate::browser::{Browser, LI, Page, Resident, WANG, form, last_code};
use crate::caller::{Caller, Link};
use crate::sink::Sink;

const NAME: &str = "宁波某某贸易有限公司";

/// A code that nobody in town has.
fn code() -> String {
    Uscc::complete("91330201MA2CCCCC").expect("a code").to_string()
}

/// What a link call answered, and the link in the form that browsers take.
async fn asked(caller: &Caller, target: &str, body: &Value) -> (String, Link) {
    let answer = caller.post(target, body).await;
    assert_eq!(answer["code"], 0, "{answer}");
    let address = |key: &str| {
        let url = Url::parse(answer["data"][key].as_str().expect("an address")).expect("an address");
        url[Position::BeforePath..].to_owned()
    };
    let flow = answer["data"]["flowId"].as_str().expect("a number").to_owned();
    (flow, Link { id: String::new(), long: address("url"), short: address("shortLink") })
}

async fn person(caller: &Caller, body: &Value) -> (String, Link) {
    asked(caller, "/v2/identity/auth/web/indivAuthUrl", body).await
}

async fn detail(caller: &Caller, flow: &str) -> Value {
    caller.get(&format!("/v2/identity/auth/api/common/{flow}/detail")).await["data"].clone()
}

/// Goes through 手机号认证 of `who`.
async fn by_phone(base: &str, browser: &mut Browser, link: &Link, who: Resident) -> Page {
    browser.submit(link, "choose-method", &[("method", "mobile")]).await;
    let fields = [
        ("name", who.name),
        ("id-type", "CRED_PSN_CH_IDCARD"),
        ("id-number", who.number),
        ("mobile", who.mobile),
        ("agree", "yes"),
    ];
    let page = browser.submit(link, "mobile", &fields).await;
    if page.name != "mobile-code" {
        return page;
    }
    browser.submit(link, "mobile-code/send", &[]).await;
    let code = last_code(base, "town", who.mobile).await;
    browser.submit(link, "mobile-code", &[("code", &code)]).await
}

#[tokio::test]
async fn a_person_is_verified_without_logging_in_and_sent_back_with_the_context() {
    let bench = Bench::start().await;
    let caller = Caller::of(&bench);
    let sink = Sink::willing().await;
    let (flow, link) = person(
        &caller,
        &json!({
            "authType": "PSN_FACEAUTH_BYURL", "availableAuthTypes": ["PSN_FACEAUTH_BYURL", "PSN_TELECOM_AUTHCODE"],
            "receiveUrlMobileNo": WANG.mobile,
            "indivInfo": {"name": WANG.name, "certNo": WANG.number},
            "configParams": {"indivUneditableInfo": ["name"]},
            "contextInfo": {"contextId": "c1", "notifyUrl": sink.base, "redirectUrl": "http://127.0.0.1:9/back?a=1"},
        }),
    )
    .await;
    assert_eq!(detail(&caller, &flow).await["status"], "INIT");
    let invitation = bench.items(&format!("/worlds/town/phones/{}/messages", WANG.mobile)).await;
    let invited = invitation[0]["links"][0].as_str().expect("a link").to_owned();
    assert!(invited.ends_with(&link.short), "{invited}");
    let mut browser = Browser::new(&caller.base);
    let opened = browser.open(&link.short).await;
    let opened = browser.follow(opened).await;
    assert_eq!(opened.name, "choose-method", "{}", opened.text);
    assert!(opened.text.find("method-face") < opened.text.find("method-mobile"), "the default first");
    assert!(!opened.text.contains("method-bankcard4"));
    assert!(!opened.text.contains("应用授权"), "nobody logs in, so the row of steps has no such step");
    browser.submit(&link, "choose-method", &[("method", "mobile")]).await;
    let changed = [
        ("name", LI.name),
        ("id-type", "CRED_PSN_CH_IDCARD"),
        ("id-number", WANG.number),
        ("mobile", WANG.mobile),
        ("agree", "yes"),
    ];
    let refused = browser.submit(&link, "mobile", &changed).await;
    assert_eq!(refused.status, 422, "the name is locked: {}", refused.text);
    let passed = by_phone(&caller.base, &mut browser, &link, WANG).await;
    assert_eq!(passed.name, "result", "{}", passed.text);
    assert!(passed.text.contains("http://127.0.0.1:9/back?a=1&#38;contextId=c1"), "{}", passed.text);
    let told = detail(&caller, &flow).await;
    assert_eq!(
        (&told["status"], &told["authType"], &told["indivInfo"]["mobileNo"]),
        (&json!("SUCCESS"), &json!("INDIVIDUAL_TELECOM_3_FACTOR"), &json!(WANG.mobile))
    );
    assert!(told["shortLink"].as_str().is_some_and(|short| short.ends_with(&link.short)), "{told}");
    bench.post("/worlds/town/clock", json!({"advance": "0s"})).await;
    let body: Value = serde_json::from_slice(&sink.posts()[0].body).expect("JSON");
    assert_eq!((&body["success"], &body["contextId"]), (&json!(true), &json!("c1")));
    // Whoever comes later sees that it is over, and no more.
    let late = Browser::new(&caller.base).open(&link.long).await;
    assert_eq!(late.name, "flow-ended", "{}", late.text);
}

#[tokio::test]
async fn two_browsers_are_seated_apart_and_a_face_is_scanned_from_the_page() {
    let bench = Bench::start().await;
    let caller = Caller::of(&bench);
    let (flow, link) = person(
        &caller,
        &json!({"contextInfo": {"showResultPage": false, "redirectUrl": "http://127.0.0.1:9/x"}}),
    )
    .await;
    let (mut one, mut other) = (Browser::new(&caller.base), Browser::new(&caller.base));
    assert_eq!(one.open(&link.long).await.name, "choose-method");
    assert_eq!(other.open(&link.long).await.name, "choose-method");
    one.submit(&link, "choose-method", &[("method", "face")]).await;
    let fields = [("name", WANG.name), ("id-number", WANG.number), ("vendor", "esign"), ("agree", "yes")];
    let qr = one.submit(&link, "face", &fields).await;
    assert_eq!(qr.name, "face-qr", "{}", qr.text);
    let result = || async {
        let target = format!("/v2/identity/auth/pub/individual/{flow}/face");
        caller.get(&target).await["data"]["status"].clone()
    };
    assert_eq!(result().await, "ING");
    let faces = bench.items("/worlds/town/faces").await;
    let path = format!("/auth/face/{}", faces[0]["ticket"].as_str().expect("a ticket"));
    let mut phone = Browser::on_phone(&caller.base);
    let opened = phone.open(&path).await;
    assert_eq!(result().await, "SCAN");
    let fields = form(&[("form_token", &opened.token), ("agree", "yes")]);
    phone.send("POST", &format!("{path}/start"), fields).await;
    let acting = phone.open(&path).await;
    let fields = form(&[("form_token", &acting.token), ("action", "blink")]);
    phone.send("POST", &format!("{path}/act"), fields).await;
    assert_eq!(result().await, "SUCCESS");
    let left = one.send("GET", &link.long, String::new()).await;
    assert_eq!((left.status, left.location.as_str()), (303, "http://127.0.0.1:9/x"), "no result page");
    assert_eq!(detail(&caller, &flow).await["authType"], "FACEAUTH_ESIGN");
}

#[tokio::test]
async fn the_allowed_failures_end_the_flow_and_lead_to_the_address_for_it() {
    let bench = Bench::start().await;
    let caller = Caller::of(&bench);
    let body = json!({"maxFrequencyLimit": 2, "failRedirectUrl": "http://127.0.0.1:9/failed",
        "contextInfo": {"showResultPage": false}});
    let (flow, link) = person(&caller, &body).await;
    let mut browser = Browser::new(&caller.base);
    browser.open(&link.long).await;
    let stranger = Resident { mobile: LI.mobile, ..WANG };
    assert_eq!(by_phone(&caller.base, &mut browser, &link, stranger).await.status, 422);
    assert_eq!(detail(&caller, &flow).await["status"], "ING");
    by_phone(&caller.base, &mut browser, &link, stranger).await;
    let told = detail(&caller, &flow).await;
    assert_eq!(told["status"], "FAIL", "{told}");
    let left = browser.send("GET", &link.long, String::new()).await;
    assert_eq!((left.status, left.location.as_str()), (303, "http://127.0.0.1:9/failed"));
}

#[tokio::test]
async fn an_organization_is_verified_by_its_representative_without_an_account() {
    let bench = Bench::start().await;
    let caller = Caller::of(&bench);
    let body = json!({
        "authType": "LEGAL_REP_AUTH", "availableAuthTypes": ["ORG_BANK_TRANSFER"],
        "orgEntity": {"name": NAME, "certNo": code(), "legalRepName": WANG.name, "organizationType": 1,
            "agentName": WANG.name, "agentIdNo": WANG.number},
        "configParams": {"orgUneditableInfo": ["certNo", "agentName"]},
        "contextInfo": {"contextId": "c2"},
    });
    let (flow, link) = asked(&caller, "/v2/identity/auth/web/orgAuthUrl", &body).await;
    let mut browser = Browser::new(&caller.base);
    assert_eq!(browser.open(&link.long).await.name, "choose-method");
    let org_info = by_phone(&caller.base, &mut browser, &link, WANG).await;
    assert_eq!(org_info.name, "org-info", "{}", org_info.text);
    let code = code();
    let fields = [("org-name", NAME), ("org-code", &code), ("legal-rep-name", WANG.name), ("agree", "yes")];
    let choice = browser.submit(&link, "org-info", &fields).await;
    assert_eq!(choice.name, "choose-org-method", "{}", choice.text);
    assert!(choice.text.contains("method-legal-rep") && choice.text.contains("method-bank-transfer"));
    browser.submit(&link, "choose-org-method", &[("method", "legal-rep")]).await;
    browser.submit(&link, "choose-method", &[("method", "mobile")]).await;
    let fields = [
        ("name", WANG.name),
        ("id-type", "CRED_PSN_CH_IDCARD"),
        ("id-number", WANG.number),
        ("mobile", WANG.mobile),
        ("agree", "yes"),
    ];
    let page = browser.submit(&link, "mobile", &fields).await;
    assert_eq!(page.name, "mobile-code", "{}", page.text);
    bench.post("/worlds/town/clock", json!({"advance": "1m"})).await;
    browser.submit(&link, "mobile-code/send", &[]).await;
    let sent = last_code(&caller.base, "town", WANG.mobile).await;
    let passed = browser.submit(&link, "mobile-code", &[("code", &sent)]).await;
    assert_eq!(passed.name, "result", "{}", passed.text);
    assert!(passed.text.contains(NAME), "{}", passed.text);
    let told = detail(&caller, &flow).await;
    assert_eq!(
        (&told["status"], &told["authType"], &told["agentAuthType"], &told["organInfo"]["name"]),
        (&json!("SUCCESS"), &json!("LEGAL_REP_AUTH"), &json!("INDIVIDUAL_TELECOM_3_FACTOR"), &json!(NAME))
    );
    // Nobody was given an account by it.
    let known = caller.get(&format!("/v3/persons/identity-info?psnAccount={}", WANG.mobile)).await;
    assert_eq!(known["code"], 1_435_203, "{known}");
}

#[tokio::test]
async fn what_is_wrong_with_a_link_is_told() {
    let bench = Bench::start().await;
    let caller = Caller::of(&bench);
    for (target, body, code, text) in [
        ("indivAuthUrl", json!({"authType": "PSN"}), 30_500_101, "参数错误:authType"),
        ("indivAuthUrl", json!({"availableAuthTypes": ["X"]}), 30_500_101, "参数错误:availableAuthTypes"),
        (
            "indivAuthUrl",
            json!({"authAdvancedEnabled": ["PSN_FACEAUTH_BYURL"]}),
            30_500_101,
            "参数错误:authAdvancedEnabled",
        ),
        ("indivAuthUrl", json!({"receiveUrlMobileNo": "1"}), 30_500_120, "请输入正确的手机号码"),
        ("indivAuthUrl", json!({"indivInfo": {"certNo": "1"}}), 30_500_118, "请输入正确的身份证号码"),
        ("indivAuthUrl", json!({"indivInfo": []}), 30_500_101, "参数错误:indivInfo"),
        ("indivAuthUrl", json!({"maxFrequencyLimit": 0}), 30_500_101, "参数错误:maxFrequencyLimit"),
        (
            "indivAuthUrl",
            json!({"contextInfo": {"origin": "APP", "redirectUrl": "http://x.test"}}),
            30_500_101,
            "参数错误:contextInfo.redirectUrl",
        ),
        (
            "orgAuthUrl",
            json!({"orgEntity": {"organizationType": 3}}),
            30_500_101,
            "参数错误:orgEntity.organizationType",
        ),
        (
            "orgAuthUrl",
            json!({"orgEntity": {"certNo": "1"}}),
            30_500_101,
            "参数错误:请输入正确的组织机构证件号!",
        ),
        (
            "orgAuthUrl",
            json!({"configParams": {"orgUneditableInfo": ["x"]}}),
            30_500_101,
            "参数错误:configParams.orgUneditableInfo",
        ),
    ] {
        let target = match target {
            "orgAuthUrl" => "/v2/identity/auth/web/orgAuthUrl",
            _ => "/v2/identity/auth/web/indivAuthUrl",
        };
        let answer = caller.post(target, &body).await;
        assert_eq!((&answer["code"], &answer["message"]), (&json!(code), &json!(text)), "{body}");
    }
    assert!(bench.items("/worlds/town/flows").await.is_empty());
}
