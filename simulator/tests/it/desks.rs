//! The virtual phone, the mail box and the desks, as a tester at one screen uses them.

use serde_json::json;

use crate::bench::Bench;
use crate::browser::{Browser, GUO, Page, WANG, asked_for, form, last_code};
use crate::caller::{Caller, Link};
use crate::organization::{at_reverse_payment, uploads, waiting_for_approval};

/// Posts a form of a desk or of the demo with the token of the page `from`.
pub(crate) async fn post(browser: &mut Browser, from: &str, to: &str, fields: &[(&str, &str)]) -> Page {
    let token = browser.open(from).await.token;
    let mut all = vec![("form_token", token.as_str())];
    all.extend_from_slice(fields);
    browser.send("POST", to, form(&all)).await
}

#[tokio::test]
async fn a_phone_shows_its_messages_and_scans_what_is_ours_only() {
    let bench = Bench::start().await;
    let caller = Caller::of(&bench);
    let link = caller.link(&asked_for(WANG.mobile, json!({}))).await;
    let mut browser = Browser::new(&caller.base);
    browser.submit(&link, "send-code", &[]).await;
    let code = last_code(&caller.base, "town", WANG.mobile).await;
    let home = format!("/_phone/{}", WANG.mobile);
    let page = browser.open(&home).await;
    assert!(page.name == "phone-home" && page.text.contains(&code), "{}", page.text);
    let scan = async |text: &str| {
        Browser::new(&caller.base)
            .send("POST", &format!("{home}/scan"), form(&[("scan-text", text)]))
            .await
            .text
    };
    let ours = format!("{}{}", caller.base, link.long);
    assert!(scan(&ours).await.contains("data-control=\"open-in-browser\""));
    for text in ["https://elsewhere.example/", "hello", "javascript:alert(1)"] {
        assert!(!scan(text).await.contains("data-control=\"open-in-browser\""), "{text}");
    }
    assert!(scan("").await.contains("data-message=\"error\""));
    assert_eq!(browser.open("/_mail/wang@example.com").await.name, "mailbox");
    for target in ["/_phone/1", "/_mail/nobody", "/_mail/wang@example.com?world=nowhere"] {
        assert_eq!(browser.open(target).await.status, 404, "{target}");
    }
}

#[tokio::test]
async fn foreign_pages_may_not_use_the_desks() {
    let bench = Bench::start().await;
    let base = bench.simulator.api();
    let desks = ["/_desk/review", "/_desk/bank", "/_desk/admin"];
    let others = ["/_demo", "/_console", "/_phone/13800001001", "/_mail/wang@example.com"];
    for target in others.into_iter().chain(desks) {
        for headers in [[("host", "evil.example")], [("origin", "http://evil.example")]] {
            let answer = Bench::raw(&base, "GET", target, &headers, String::new()).await.expect("an answer");
            assert_eq!(answer.status, 403, "{target} {headers:?}");
        }
    }
    for (target, kind) in [("/_console/console.css", "text/css"), ("/_console/console.js", "text/javascript")]
    {
        let answer = Bench::raw(&base, "GET", target, &[], String::new()).await.expect("a file");
        assert!(answer.headers["content-type"].to_str().expect("text").starts_with(kind), "{target}");
    }
}

#[tokio::test]
async fn a_letter_is_rejected_and_approved_at_the_review_desk() {
    let bench = Bench::start().await;
    let mut browser = Browser::new(&bench.simulator.api());
    let (flow, seat) = at_reverse_payment(&bench, "lanting").await;
    let desk = browser.open("/_desk/review?world=town").await;
    assert_eq!((desk.name.as_str(), desk.attribute("data-control")), ("review-desk", "stamped-copy"));
    let copy = format!("href=\"/_desk/review/{flow}/stamped.pdf?world=town\"");
    assert!(desk.text.contains(&copy), "{}", desk.text);
    uploads(&bench, flow, seat).await;
    let desk = browser.open("/_desk/review").await;
    assert_eq!(
        (desk.attribute("data-state"), desk.attribute("data-flow")),
        ("reviewing", &*flow.to_string())
    );
    assert!(desk.text.contains(&format!("/_desk/review/{flow}/letter?world=town")), "{}", desk.text);
    assert!(desk.text.contains("10 分钟后自动通过") && !desk.text.contains("stamped-copy"), "{}", desk.text);
    let target = format!("/_desk/review/{flow}");
    let reject = [("verdict", "reject"), ("reason", "印章<不>清晰")];
    let rejected = post(&mut browser, "/_desk/review", &target, &reject).await;
    let after = browser.follow(rejected).await;
    assert!(
        after.text.contains("授权书已驳回") && after.text.contains("印章&#60;不&#62;清晰"),
        "{}",
        after.text
    );
    let again = form(&[("form_token", desk.token.as_str()), ("verdict", "approve")]);
    let late = browser.send("POST", &target, again).await;
    assert!(browser.follow(late).await.text.contains("已经处理过了"), "it is not in review");
    uploads(&bench, flow, seat).await;
    let forged = form(&[("form_token", "x"), ("verdict", "approve")]);
    browser.send("POST", &target, forged).await;
    assert_eq!(bench.items("/worlds/town/letters").await[0]["state"], "reviewing", "a foreign form");
    post(&mut browser, "/_desk/review", &target, &[("verdict", "approve")]).await;
    assert_eq!(bench.items("/worlds/town/letters").await[0]["state"], "approved");
}

#[tokio::test]
async fn somebody_pays_at_the_bank_and_looks_at_the_statement() {
    let bench = Bench::start().await;
    let mut browser = Browser::new(&bench.simulator.api());
    let (from, to) = ("3901230009000001011", "86041110000005055");
    let desk = browser.open(&format!("/_desk/bank?account={from}&to={to}&amount=0.01")).await;
    assert_eq!((desk.name.as_str(), desk.attribute("data-account")), ("bank-desk", from));
    for filled in ["value=\"云泽蓝亭仿真物业有限公司\"", &format!("value=\"{to}\""), "value=\"0.01\""]
    {
        assert!(desk.text.contains(filled), "{filled}: {}", desk.text);
    }
    let asked = browser.open(&format!("/_desk/bank?to={to}&amount=0.01")).await;
    let choice = format!("account={from}&amp;to={to}&amp;amount=0.01\"");
    assert!(asked.text.contains(&choice), "what is to be paid stays: {}", asked.text);
    let order = [
        ("from", from),
        ("from-name", "云泽蓝亭仿真物业有限公司"),
        ("to", to),
        ("amount", "0.01"),
        ("remark", "<试>"),
    ];
    let paid = post(&mut browser, "/_desk/bank", "/_desk/bank", &order).await;
    assert_eq!(paid.status, 303, "{}", paid.text);
    let after = browser.follow(paid).await;
    assert!(after.text.contains("付款成功") && after.text.contains("−0.01"), "{}", after.text);
    let payee = format!(
        "name=\"to\" data-control=\"to\" type=\"text\" inputmode=\"numeric\" maxlength=\"32\" autocomplete=\"off\" value=\"{to}\""
    );
    assert!(after.text.contains(&payee), "the payee stays for a further payment: {}", after.text);
    assert!(after.text.contains("999999.99") && after.text.contains("&#60;试&#62;"), "{}", after.text);
    for (name, value, beside) in [
        ("amount", "一分", "amount"),
        ("amount", "0", "amount"),
        ("amount", "1000000", "amount"),
        ("from", "1", "from"),
        ("to", "1", "to"),
        ("to", from, "to"),
        ("from-name", "王晓明", "from-name"),
    ] {
        let order = order.map(|(key, old)| (key, if key == name { value } else { old }));
        let wrong = post(&mut browser, "/_desk/bank", "/_desk/bank", &order).await;
        assert_eq!((wrong.status, wrong.attribute("data-for")), (422, beside), "{name} {value}");
        assert!(wrong.text.contains(&format!("value=\"{value}\"")), "what was typed stays: {}", wrong.text);
    }
    let lines = bench.items(&format!("/worlds/town/bank/accounts/{from}/statement")).await;
    assert_eq!(lines.len(), 1, "nothing was paid but once");
    assert!(browser.open("/_desk/bank?account=x").await.text.contains("data-message=\"error\""));
    let nowhere = browser.open("/_desk/bank?world=nowhere").await;
    assert_eq!((nowhere.status, nowhere.name.as_str()), (404, "not-found"));
    assert!(nowhere.text.contains("nowhere") && !nowhere.text.contains("认证流程"), "{}", nowhere.text);
}

#[tokio::test]
async fn an_administrator_decides_at_his_desk_and_takes_a_grant_back() {
    let bench = Bench::start().await;
    let mut browser = Browser::new(&bench.simulator.api());
    let flow = waiting_for_approval(&bench).await;
    let desk = browser.open("/_desk/admin").await;
    assert_eq!((desk.name.as_str(), desk.attribute("data-flow")), ("admin-desk", &*flow.to_string()));
    let target = format!("/_desk/admin/approvals/{flow}");
    post(&mut browser, "/_desk/admin", &target, &[("verdict", "maybe")]).await;
    assert_eq!(bench.items("/worlds/town/approvals").await[0]["state"], "waiting");
    let refused = post(&mut browser, "/_desk/admin", &target, &[("verdict", "refuse")]).await;
    assert!(browser.follow(refused).await.text.contains("已拒绝授权"));
    assert_eq!(bench.items("/worlds/town/approvals").await[0]["state"], "refused");
    let grant = bench.items("/worlds/town/grants").await[0]["id"].as_str().expect("an id").to_owned();
    assert!(browser.open("/_desk/admin").await.text.contains(&format!("data-grant=\"{grant}\"")));
    let target = format!("/_desk/admin/grants/{grant}");
    browser.send("POST", &target, form(&[("form_token", "x")])).await;
    assert_eq!(bench.items("/worlds/town/grants").await.len(), 1, "a foreign form does nothing");
    let cancelled = post(&mut browser, "/_desk/admin", &target, &[]).await;
    assert!(browser.follow(cancelled).await.text.contains("授权已取消"));
    assert!(bench.items("/worlds/town/grants").await.is_empty());
}

#[tokio::test]
async fn an_approval_at_the_desk_grants() {
    let bench = Bench::start().await;
    let mut browser = Browser::new(&bench.simulator.api());
    assert!(browser.open("/_desk/admin").await.text.contains("没有待审批的授权"));
    let flow = waiting_for_approval(&bench).await;
    let target = format!("/_desk/admin/approvals/{flow}");
    let granted = post(&mut browser, "/_desk/admin", &target, &[("verdict", "approve")]).await;
    assert!(browser.follow(granted).await.text.contains("已同意授权"));
    assert_eq!(bench.get(&format!("/worlds/town/flows/{flow}")).await["state"], "passed");
}

#[tokio::test]
async fn the_bar_of_a_waiting_page_leads_to_the_desks_with_the_payment_filled_in() {
    let bench = Bench::start().await;
    let caller = Caller::of(&bench);
    let name = "云泽蓝亭仿真物业有限公司";
    let body = json!({"orgAuthConfig": {"orgName": name, "transactorInfo": {"psnAccount": GUO.mobile}}});
    let answer = caller.call("POST", "/v3/org-auth-url", &body.to_string()).await.json();
    let long = answer["data"]["authUrl"].as_str().expect("an address");
    let long = long.strip_prefix(&caller.base).expect("ours").to_owned();
    let link = Link { id: String::new(), long, short: String::new() };
    let mut browser = Browser::new(&caller.base);
    let page = browser.log_in("town", &link, GUO.mobile).await;
    assert_eq!(page.name, "org-info", "{}", page.text);
    assert!(!page.text.contains("/_desk/"), "nobody else has to do anything: {}", page.text);
    let factors = [
        ("org-name", name),
        ("org-code", "91330283MA2HTC1F6Q"),
        ("legal-rep-name", WANG.name),
        ("agree", "yes"),
    ];
    browser.submit(&link, "org-info", &factors).await;
    let page = browser.submit(&link, "choose-org-method", &[("method", "bank-transfer")]).await;
    assert!(page.text.contains("account=3901230009000001011\""), "where its account is told: {}", page.text);
    let page = browser.submit(&link, "bank-transfer/turn", &[("direction", "reverse")]).await;
    assert_eq!(page.name, "reverse-payment", "{}", page.text);
    assert!(page.text.contains("href=\"/_desk/review?world=town\""), "{}", page.text);
    let (_, rest) = page.text.split_once("href=\"/_desk/bank").expect("the bank's desk");
    let desk = format!("/_desk/bank{}", rest.split('"').next().unwrap_or_default().replace("&#38;", "&"));
    let desk = browser.open(&desk).await;
    let value = |id: &str| {
        let (_, field) = desk.text.split_once(&format!("id=\"{id}\"")).expect("a field");
        let (_, rest) = field.split_once("value=\"").expect("a value");
        rest.split('"').next().unwrap_or_default().to_owned()
    };
    assert_eq!((value("amount").as_str(), value("to").len()), ("0.01", 14));
    assert_eq!((value("from").as_str(), value("from-name").as_str()), ("3901230009000001011", name));
}
