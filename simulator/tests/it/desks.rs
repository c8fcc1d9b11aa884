//! The demo, the virtual phone and the mail box, as a tester at one screen uses them.

use serde_json::json;

use crate::bench::Bench;
use crate::browser::{Browser, Page, WANG, asked_for, claim, form, last_code};
use crate::caller::{Caller, Link};

/// Posts a form of the demo with its token.
async fn post(browser: &mut Browser, from: &str, to: &str, fields: &[(&str, &str)]) -> Page {
    let token = browser.open(from).await.token;
    let mut all = vec![("form_token", token.as_str())];
    all.extend_from_slice(fields);
    browser.send("POST", to, form(&all)).await
}

#[tokio::test]
async fn the_demo_leads_through_the_first_step_of_the_manual_and_back() {
    let bench = Bench::start().await;
    let base = bench.simulator.api();
    let mut browser = Browser::new(&base);
    assert_eq!(browser.open("/_demo/home").await.name, "demo-login", "nobody has logged in");
    assert_eq!(browser.open("/_demo/return").await.name, "demo-login");
    let chosen = post(&mut browser, "/_demo", "/_demo/login", &[("person", "wang")]).await;
    let home = browser.follow(chosen).await;
    assert_eq!((home.name.as_str(), home.attribute("data-state")), ("demo-home", "unverified"));
    let sent = post(&mut browser, "/_demo/home", "/_demo/verify-person", &[]).await;
    let long = sent.location.clone();
    assert_eq!(browser.follow(sent).await.name, "authorize");
    let link = Link { id: String::new(), long, short: String::new() };
    browser.submit(&link, "send-code", &[]).await;
    let code = last_code(&base, "town", WANG.mobile).await;
    browser.submit(&link, "authorize", &[("code", &code), ("agree", "yes")]).await;
    browser.submit(&link, "choose-method", &[("method", "mobile")]).await;
    let result = browser.submit(&link, "mobile", &claim(WANG)).await;
    assert_eq!((result.name.as_str(), result.attribute("data-countdown")), ("result", "3"));
    bench.post("/worlds/town/clock", json!({"advance": "0s"})).await;
    let to = result.attribute("data-to").to_owned();
    let back = browser.open(&to).await;
    assert_eq!((back.name.as_str(), back.attribute("data-state")), ("demo-return", "verified"));
    for action in ["AUTH_PASS", "AUTHORIZE_FINISH"] {
        assert!(back.text.contains(action), "the demo was told: {}", back.text);
    }
    let forged = browser.send("POST", "/_demo/reset", form(&[("form_token", "x")])).await;
    assert_eq!(forged.status, 303);
    assert_eq!(browser.open("/_demo/home").await.name, "demo-home", "a foreign form does nothing");
    post(&mut browser, "/_demo/home", "/_demo/reset", &[]).await;
    assert_eq!(browser.open("/_demo/home").await.name, "demo-login");
}

#[tokio::test]
async fn the_demo_tells_a_notice_that_is_not_signed_by_the_provider() {
    let bench = Bench::start().await;
    let base = bench.simulator.api();
    for (query, status) in [("?person=wang", 200), ("", 400)] {
        let target = format!("/_demo/callback{query}");
        let answer = Bench::raw(&base, "POST", &target, &[], "{\"action\":\"AUTH_PASS\"}".into()).await;
        assert_eq!(answer.expect("an answer").status, status, "{query}");
    }
    let mut browser = Browser::new(&base);
    post(&mut browser, "/_demo", "/_demo/login", &[("person", "wang")]).await;
    let back = browser.open("/_demo/return").await;
    assert!(back.text.contains("AUTH_PASS") && back.attribute("data-state") == "unverified", "{}", back.text);
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
    for target in ["/_demo", "/_console", "/_phone/13800001001", "/_mail/wang@example.com"] {
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
