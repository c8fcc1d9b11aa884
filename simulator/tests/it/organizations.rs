//! Organizations from the call to the grant: what callers are told, and what transactor and legal
//! representative see on their screens.

use realname_provider::identity::uscc::Uscc;
use serde_json::{Value, json};

use crate::bench::Bench;
use crate::browser::{Browser, LI, Page, Resident, WANG, claim, form, last_code};
use crate::caller::{Caller, Link};
use crate::letters::{PDF, upload};

const NAME: &str = "宁波某某贸易有限公司";

/// A code that nobody in town has.
fn code() -> String {
    Uscc::complete("91330201MA2CCCCC").expect("a code").to_string()
}

fn asked_for(name: &str, transactor: &str, more: Value) -> Value {
    let mut body = json!({
        "orgAuthConfig": {"orgName": name, "transactorInfo": {"psnAccount": transactor}},
        "authorizeConfig": {"authorizedScopes": ["get_org_identity_info", "get_psn_identity_info"]},
    });
    for (key, value) in more.as_object().expect("keys").clone() {
        body[key] = value;
    }
    body
}

/// The form of 组织信息核验 for the organization whom `rep` represents.
async fn submit_organization(browser: &mut Browser, link: &Link, rep: Resident) -> Page {
    let code = code();
    let fields = [("org-name", NAME), ("org-code", &code), ("legal-rep-name", rep.name), ("agree", "yes")];
    browser.submit(link, "org-info", &fields).await
}

/// A browser whose transactor WANG stands at the choice of methods for an organization of `rep`.
async fn at_the_choice(bench: &Bench, rep: Resident) -> (Caller, Link, Browser) {
    let caller = Caller::of(bench);
    let link = caller.org_link(&asked_for(NAME, WANG.mobile, json!({}))).await;
    let mut browser = Browser::new(&caller.base);
    let page = browser.verify("town", &link, WANG).await;
    assert_eq!(page.name, "org-info", "{}", page.text);
    let page = submit_organization(&mut browser, &link, rep).await;
    assert_eq!(page.name, "choose-org-method", "{}", page.text);
    (caller, link, browser)
}

async fn post(phone: &mut Browser, path: &str, verb: &str, fields: &[(&str, &str)]) -> Page {
    let token = phone.open(path).await.token;
    let mut all = vec![("form_token", token.as_str())];
    all.extend_from_slice(fields);
    let page = phone.send("POST", &format!("{path}/{verb}"), form(&all)).await;
    phone.follow(page).await
}

fn offered(page: &Page) -> Vec<&str> {
    let methods = page.text.split("data-control=\"method-").skip(1);
    methods.filter_map(|rest| rest.split('"').next()).collect()
}

#[tokio::test]
async fn the_representatives_alipay_verifies_and_both_sides_are_told() {
    let bench = Bench::start().await;
    let (caller, link, mut browser) = at_the_choice(&bench, WANG).await;
    let page = browser.open(&link.long).await;
    assert_eq!(offered(&page), ["alipay-quick", "legal-rep", "bank-transfer"]);
    let page = browser.submit(&link, "choose-org-method", &[("method", "alipay-quick")]).await;
    assert_eq!(page.name, "alipay-quick", "{}", page.text);
    let faces = bench.items("/worlds/town/faces").await;
    let ticket = faces.last().expect("a check")["ticket"].as_str().expect("a ticket");
    let path = format!("/auth/face/{ticket}");
    let mut phone = Browser::on_phone(&caller.base);
    let stranger = phone.open(&format!("{path}?phone={}&with=alipay", LI.mobile)).await;
    assert_eq!((stranger.status, stranger.name.as_str()), (403, "alipay-face"), "the code stays valid");
    let own = format!("{path}?phone={}&with=alipay", WANG.mobile);
    assert_eq!(phone.open(&own).await.name, "alipay-authorize");
    assert_eq!(post(&mut phone, &path, "authorize", &[]).await.name, "face-action");
    assert_eq!(post(&mut phone, &path, "act", &[("action", "blink")]).await.name, "face-result");
    let page = browser.open(&link.long).await;
    assert_eq!(page.name, "result");
    // Whom it was about: the organization, not whoever acts for it.
    assert!(page.text.contains(&format!("{NAME}已完成企业实名认证")), "{}", page.text);
    assert!(!page.text.contains(WANG.name), "{}", page.text);

    let flow = caller.get(&format!("/v3/auth-flow/{}", link.id)).await["data"].clone();
    assert_eq!((&flow["authType"], &flow["realNameOrWillingness"]), (&json!("ORG"), &json!("realName")));
    // Asked for and told of a flow by one word, recorded by another.
    assert_eq!(flow["authInfo"]["orgAuthMode"], "ORG_ALIPAY_CREDIT");
    assert_eq!(flow["authInfo"]["psnAuthMode"], "PSN_MOBILE3");
    let target = format!("/v3/organizations/identity-info?orgName={NAME}");
    let signed = caller.signed("GET", &target, "");
    let encoded = url::Url::parse(&format!("http://x{target}")).expect("an address");
    let told = caller.send("GET", &encoded[url::Position::BeforePath..], &signed, "").await.json();
    let told = &told["data"];
    assert_eq!(
        (&told["orgAuthMode"], &told["orgInfo"]["legalRepIDCardNum"], &told["orgInfo"]["adminName"]),
        (&json!("ORG_ALIPAY_QUICK"), &json!(WANG.number), &json!("王**"))
    );
    let grants = format!("/v3/organizations/{}/authorized-info", told["orgId"].as_str().expect("an id"));
    let granted = caller.get(&grants).await;
    let scopes = granted["data"]["authorizedInfo"].as_array().expect("grants");
    assert_eq!(scopes.len(), 1, "the right about the person is the person's: {granted}");
    assert_eq!(scopes[0]["authorizedScope"], "get_org_identity_info");
    let again = json!({"orgAuthConfig": {"orgName": NAME}});
    assert_eq!(caller.post("/v3/org-auth-url", &again).await["code"], 1_450_006);
}

#[tokio::test]
async fn a_refused_authorization_is_told_on_both_screens() {
    let bench = Bench::start().await;
    let (caller, link, mut browser) = at_the_choice(&bench, WANG).await;
    browser.submit(&link, "choose-org-method", &[("method", "alipay-quick")]).await;
    let faces = bench.items("/worlds/town/faces").await;
    let ticket = faces.last().expect("a check")["ticket"].as_str().expect("a ticket");
    let path = format!("/auth/face/{ticket}");
    let mut phone = Browser::on_phone(&caller.base);
    phone.open(&format!("{path}?phone={}&with=alipay", WANG.mobile)).await;
    assert_eq!(post(&mut phone, &path, "refuse", &[]).await.name, "face-result");
    let page = browser.open(&link.long).await;
    assert_eq!((page.name.as_str(), page.attribute("data-state")), ("alipay-quick", "refused"));
    let page = browser.submit(&link, "alipay-quick/refresh", &[]).await;
    assert_eq!(page.attribute("data-state"), "issued");
    let page = browser.submit(&link, "change-org-method", &[]).await;
    assert_eq!(page.name, "choose-org-method");
}

#[tokio::test]
async fn whoever_sends_the_message_stays_at_its_tab() {
    let bench = Bench::start().await;
    let (_caller, link, mut browser) = at_the_choice(&bench, LI).await;
    let page = browser.submit(&link, "choose-org-method", &[("method", "legal-rep-authorization")]).await;
    let address = |page: &Page, control: &str| {
        let (before, _) = page.text.split_once(&format!("data-control=\"{control}\"")).expect(control);
        let (_, rest) = before.rsplit_once("href=\"").expect("an address");
        rest.split('"').next().unwrap_or_default().replace("&#38;", "&")
    };
    let page = browser.open(&address(&page, "tab-sms")).await;
    let (_, rest) = page.text.split_once("<form method=\"post\" action=\"").expect("a form");
    let action = rest.split('"').next().unwrap_or_default().replace("&#38;", "&");
    for (mobile, told) in [("13", "data-for=\"mobile\""), (WANG.mobile, "签署链接已发送至")] {
        let fields = form(&[("form_token", &page.token), ("mobile", mobile)]);
        let sent = browser.send("POST", &action, fields).await;
        let sent = browser.follow(sent).await;
        assert!(sent.text.contains("data-control=\"send-sms\"") && sent.text.contains(told), "{}", sent.text);
        let asked = browser.open(&address(&sent, "query-result")).await;
        assert_eq!(asked.status, 200);
        assert!(asked.text.contains("data-control=\"send-sms\""), "{}", asked.text);
        let other = browser.open(&address(&sent, "tab-qr")).await;
        assert!(!other.text.contains("data-control=\"send-sms\""), "{}", other.text);
    }
}

#[tokio::test]
async fn the_representative_signs_on_his_own_phone_and_nobody_in_his_place() {
    let bench = Bench::start().await;
    let (caller, link, mut browser) = at_the_choice(&bench, LI).await;
    assert_eq!(offered(&browser.open(&link.long).await), ["legal-rep-authorization", "bank-transfer"]);
    let fields = [("method", "legal-rep-authorization")];
    let page = browser.submit(&link, "choose-org-method", &fields).await;
    assert_eq!(page.name, "legal-rep-authorization", "{}", page.text);
    let path = page.text.split("href=\"/auth/sign/").nth(1).and_then(|rest| rest.split('"').next());
    let path = format!("/auth/sign/{}", path.expect("the virtual phone's link"));
    let picture = path.replace("/sign/", "/qr/") + ".png";
    assert_eq!(browser.open(&picture).await.status, 200);

    let mut phone = Browser::on_phone(&caller.base);
    assert_eq!(phone.open(&path).await.name, "sign-verify");
    let unknown = post(&mut phone, &path, "identify", &[("method", "face")]).await;
    assert_eq!((unknown.status, unknown.attribute("data-for")), (422, "id-number"), "{}", unknown.text);
    let who = [("id-number", LI.number), ("mobile", LI.mobile), ("method", "code")];
    assert_eq!(post(&mut phone, &path, "identify", &who).await.name, "sign-verify");
    post(&mut phone, &path, "send-code", &[]).await;
    let digits = last_code(&caller.base, "town", LI.mobile).await;
    let wrong = if digits == "000000" { "000001" } else { "000000" };
    assert_eq!(post(&mut phone, &path, "code", &[("code", wrong)]).await.status, 422);
    assert_eq!(post(&mut phone, &path, "code", &[("code", &digits)]).await.name, "sign-letter");

    let mut other = Browser::on_phone(&caller.base);
    assert_eq!(other.open(&path).await.name, "sign-verify", "the proof is the other phone's");
    assert_eq!(post(&mut other, &path, "sign", &[("agree", "yes")]).await.name, "sign-verify");
    assert_eq!(browser.open(&link.long).await.name, "legal-rep-authorization", "nothing was signed");

    assert_eq!(post(&mut phone, &path, "sign", &[]).await.status, 422, "not ticked");
    assert_eq!(post(&mut phone, &path, "sign", &[("agree", "yes")]).await.name, "sign-result");
    assert_eq!(browser.open(&link.long).await.name, "result");
    let flow = caller.get(&format!("/v3/auth-flow/{}", link.id)).await;
    assert_eq!(flow["data"]["authInfo"]["orgAuthMode"], "ORG_LEGALREP_AUTHORIZATION");
}

#[tokio::test]
async fn the_transactors_own_face_is_not_the_representatives() {
    let bench = Bench::start().await;
    let caller = Caller::of(&bench);
    let link = caller.org_link(&asked_for(NAME, WANG.mobile, json!({}))).await;
    let mut browser = Browser::new(&caller.base);
    browser.log_in("town", &link, WANG.mobile).await;
    browser.submit(&link, "choose-method", &[("method", "face")]).await;
    let claim = [("name", WANG.name), ("id-number", WANG.number), ("vendor", "esign"), ("agree", "yes")];
    browser.submit(&link, "face", &claim).await;
    let faces = bench.items("/worlds/town/faces").await;
    let check = format!("/auth/face/{}", faces[0]["ticket"].as_str().expect("a ticket"));
    let mut transactors = Browser::on_phone(&caller.base);
    assert_eq!(post(&mut transactors, &check, "start", &[("agree", "yes")]).await.name, "face-action");
    assert_eq!(post(&mut transactors, &check, "act", &[("action", "blink")]).await.name, "face-result");
    let page = submit_organization(&mut browser, &link, LI).await;
    assert_eq!(page.name, "choose-org-method", "{}", page.text);
    let method = [("method", "legal-rep-authorization")];
    let page = browser.submit(&link, "choose-org-method", &method).await;
    let path = page.text.split("href=\"/auth/sign/").nth(1).and_then(|rest| rest.split('"').next());
    let path = format!("/auth/sign/{}", path.expect("the virtual phone's link"));

    let mut phone = Browser::on_phone(&caller.base);
    let who = [("id-number", LI.number), ("mobile", LI.mobile), ("method", "code")];
    post(&mut phone, &path, "identify", &who).await;
    post(&mut phone, &path, "send-code", &[]).await;
    let digits = last_code(&caller.base, "town", LI.mobile).await;
    assert_eq!(post(&mut phone, &path, "code", &[("code", &digits)]).await.name, "sign-letter");
    assert_eq!(post(&mut transactors, &path, "sign", &[("agree", "yes")]).await.name, "sign-verify");
    assert_eq!(browser.open(&link.long).await.name, "legal-rep-authorization", "nothing was signed");

    // His own face is his, on the phone before whose camera he was and on no other.
    post(&mut phone, &path, "identify", &[("id-number", LI.number), ("method", "face")]).await;
    let faces = bench.items("/worlds/town/faces").await;
    let check = format!("/auth/face/{}", faces[1]["ticket"].as_str().expect("a ticket"));
    post(&mut phone, &check, "start", &[("agree", "yes")]).await;
    post(&mut phone, &check, "act", &[("action", "blink")]).await;
    assert_eq!(transactors.open(&path).await.name, "sign-verify");
    assert_eq!(phone.open(&path).await.name, "sign-letter");
    assert_eq!(post(&mut phone, &path, "sign", &[("agree", "yes")]).await.name, "sign-result");
    assert_eq!(phone.open(&path).await.name, "sign-result");
}

#[tokio::test]
async fn whoever_has_proven_himself_and_not_signed_is_not_told_that_he_did() {
    let bench = Bench::start().await;
    let (_, link, mut browser) = at_the_choice(&bench, LI).await;
    let page = browser.submit(&link, "choose-org-method", &[("method", "legal-rep-authorization")]).await;
    let path = page.text.split("href=\"/auth/sign/").nth(1).and_then(|rest| rest.split('"').next());
    let path = format!("/auth/sign/{}", path.expect("the virtual phone's link"));
    let mut phone = Browser::on_phone(&bench.simulator.api());
    let who = [("id-number", LI.number), ("mobile", LI.mobile), ("method", "code")];
    post(&mut phone, &path, "identify", &who).await;
    post(&mut phone, &path, "send-code", &[]).await;
    let digits = last_code(&bench.simulator.api(), "town", LI.mobile).await;
    assert_eq!(post(&mut phone, &path, "code", &[("code", &digits)]).await.name, "sign-letter");

    browser.submit(&link, "change-org-method", &[]).await;
    browser.submit(&link, "choose-org-method", &[("method", "bank-transfer")]).await;
    let account = [("account-number", "39012345678901"), ("cnaps", "102332000112")];
    browser.submit(&link, "bank-account", &account).await;
    upload(&mut browser, &link, "a.pdf", PDF).await;
    bench.post(&format!("/worlds/town/letters/{}", link.id), json!({"verdict": "approve"})).await;
    let flow = bench.get(&format!("/worlds/town/flows/{}", link.id)).await;
    let lines = flow["timeline"].as_array().expect("lines");
    let sent = lines.iter().find(|line| line["kind"] == "payout_sent").expect("a payout");
    let amount = sent["detail"]["amount"].as_str().expect("an amount");
    assert_eq!(browser.submit(&link, "bank-confirm", &[("amount", amount)]).await.name, "result");
    assert_eq!(phone.open(&path).await.name, "flow-ended");
}

#[tokio::test]
async fn bad_accounts_and_amounts_are_told_beside_their_fields() {
    let bench = Bench::start().await;
    let (_, link, mut browser) = at_the_choice(&bench, LI).await;
    let page = browser.submit(&link, "choose-org-method", &[("method", "bank-transfer")]).await;
    assert_eq!(page.name, "bank-account", "{}", page.text);
    let found = browser.submit(&link, "bank-account/search", &[("branch-search", "工商 奉化")]).await;
    assert!(found.text.contains("中国工商银行宁波奉化支行"), "{}", found.text);
    for (number, cnaps, beside) in [
        ("", "102332000112", "account-number"),
        ("3901 2345 678", "102332000112", "account-number"),
        ("39012345678901", "", "branch"),
        ("39012345678901", "102332000113", "cnaps"),
        ("39012345678901", "10233200011x", "cnaps"),
    ] {
        let fields = [("account-number", number), ("cnaps", cnaps)];
        let page = browser.submit(&link, "bank-account", &fields).await;
        assert_eq!((page.status, page.attribute("data-for")), (422, beside), "{number} {cnaps}");
    }
    let fields = [("account-number", "39012345678901"), ("cnaps", "102332000112")];
    let page = browser.submit(&link, "bank-account", &fields).await;
    assert_eq!((page.name.as_str(), page.attribute("data-state")), ("bank-confirm", "requested"));
    for amount in ["", "0.510", "0.001", "-0.01", "1e0", "五角"] {
        let page = browser.submit(&link, "bank-confirm", &[("amount", amount)]).await;
        assert_eq!((page.status, page.attribute("data-code")), (422, "30500101"), "{amount}: {}", page.text);
    }
    // Well formed and never paid: each counts, and the fourth ends the payout.
    for code in ["30502002", "30502002", "30502002", "30502003", "30502013"] {
        let page = browser.submit(&link, "bank-confirm", &[("amount", "1.00")]).await;
        assert_eq!((page.status, page.attribute("data-code")), (422, code), "{}", page.text);
    }
}

#[tokio::test]
async fn what_is_wrong_with_a_call_is_named() {
    let bench = Bench::start().await;
    let caller = Caller::of(&bench);
    for (body, code, text) in [
        (json!({}), 1_450_001, "缺少参数：orgAuthConfig"),
        (json!({"orgAuthConfig": {"orgName": "某"}}), 1_450_003, "参数格式错误：orgName"),
        (
            json!({"orgAuthConfig": {"orgInfo": {"orgIDCardNum": "91330201MA2CCCCC00"}}}),
            1_450_003,
            "参数格式错误：orgIDCardNum",
        ),
        (
            json!({"orgAuthConfig": {"orgInfo": {"orgIDCardType": "CRED_ORG"}}}),
            1_450_002,
            "参数错误：orgIDCardType",
        ),
        (
            json!({"orgAuthConfig": {"orgAuthPageConfig": {"orgDefaultAuthMode": "ORG_LEGALREP"}}}),
            1_450_002,
            "参数错误：orgDefaultAuthMode",
        ),
        (json!({"orgAuthConfig": {"orgId": "0"}}), 1_435_203, "账号不存在或已注销 :0"),
    ] {
        let answer = caller.post("/v3/org-auth-url", &body).await;
        assert_eq!((&answer["code"], &answer["message"]), (&json!(code), &json!(text)), "{body}");
    }
    for (target, code) in [
        ("/v3/organizations/identity-info", 1_450_001),
        ("/v3/organizations/identity-info?orgId=0", 1_435_203),
        ("/v3/organizations/identity-info?orgIDCardNum=1&orgIDCardType=CRED_ORG_USCC", 1_450_003),
        ("/v3/organizations/0123456789abcdef0123456789abcdef/authorized-info", 1_435_203),
    ] {
        assert_eq!(caller.get(target).await["code"], code, "{target}");
    }
}

#[tokio::test]
async fn a_step_out_of_its_turn_leads_to_where_the_flow_stands() {
    let bench = Bench::start().await;
    let (caller, link, mut browser) = at_the_choice(&bench, LI).await;
    let account = [("account-number", "39012345678901"), ("cnaps", "102332000112")];
    for (step, fields) in [
        ("bank-account", &account[..]),
        ("bank-confirm", &[("amount", "0.51")]),
        ("bank-confirm/again", &[]),
        ("bank-confirm/account", &[]),
        ("bank-transfer/turn", &[("direction", "reverse")]),
        ("alipay-quick/refresh", &[]),
        ("choose-method", &[("method", "mobile")]),
        ("mobile", &claim(LI)),
        ("mobile-code/send", &[]),
        ("legal-rep-authorization/refresh", &[]),
        ("legal-rep-authorization/send", &[("mobile", LI.mobile)]),
        ("choose-org-method", &[("method", "legal-rep")]),
        ("choose-org-method", &[("method", "alipay-quick")]),
        ("choose-org-method", &[("method", "no-such-method")]),
        ("willingness", &[]),
    ] {
        let page = browser.submit(&link, step, fields).await;
        assert!(page.status == 200 || page.status == 422, "{step}: {} {}", page.status, page.text);
        assert_eq!(page.name, "choose-org-method", "{step} {fields:?}");
        assert_eq!(browser.open(&link.long).await.name, "choose-org-method", "{step} {fields:?}");
    }
    // Nobody was paid, nobody got a message, and the number of tries is whole.
    browser.submit(&link, "choose-org-method", &[("method", "bank-transfer")]).await;
    let page = browser.submit(&link, "bank-account", &account).await;
    assert_eq!((page.name.as_str(), page.attribute("data-state")), ("bank-confirm", "requested"));
    let messages = bench.items(&format!("/worlds/town/phones/{}/messages", LI.mobile)).await;
    assert!(messages.is_empty(), "{messages:?}");
    let flow = caller.get(&format!("/v3/auth-flow/{}", link.id)).await;
    assert_eq!(flow["data"]["realNameStatus"], 0);
}
