//! A form belongs to one browser and one flow, and is done once.

use serde_json::json;

use crate::bench::Bench;
use crate::browser::{Browser, LI, WANG, asked_for, claim, last_code};
use crate::caller::{Caller, Link};

/// A town, somebody's link and his browser.
async fn opened() -> (Bench, Caller, Link, Browser) {
    let bench = Bench::start().await;
    let caller = Caller::of(&bench);
    let link = caller.link(&asked_for(WANG.mobile, json!({}))).await;
    let browser = Browser::new(&caller.base);
    (bench, caller, link, browser)
}

/// How often something has happened in the town.
async fn count(bench: &Bench, kind: &str) -> usize {
    bench.items(&format!("/worlds/town/events?match=kind={kind}")).await.len()
}

#[tokio::test]
async fn another_browser_passes_the_login_of_its_own() {
    let (bench, caller, link, mut browser) = opened().await;
    assert_eq!(browser.log_in("town", &link, WANG.mobile).await.name, "choose-method");
    let mut other = Browser::new(&caller.base);
    assert_eq!(other.open(&link.long).await.name, "authorize");
    assert_eq!(other.submit(&link, "choose-method", &[("method", "mobile")]).await.name, "authorize");
    assert_eq!(other.submit(&link, "mobile", &claim(WANG)).await.name, "authorize");
    assert_eq!(browser.open(&link.long).await.name, "choose-method", "nothing has moved");
    bench.post("/worlds/town/clock", json!({"advance": "1m"})).await;
    assert_eq!(other.log_in("town", &link, WANG.mobile).await.name, "choose-method");
    browser.submit(&link, "choose-method", &[("method", "bankcard")]).await;
    assert_eq!(other.open(&link.long).await.name, "bankcard", "both stand where the flow stands");
}

#[tokio::test]
async fn a_cookie_cannot_be_made_up() {
    let (bench, caller, link, mut browser) = opened().await;
    browser.log_in("town", &link, WANG.mobile).await;
    let (name, value) = browser.cookies.first_key_value().expect("a seat");
    let (ordinal, mac) = value.split_once('.').expect("ordinal and proof");
    assert_eq!((ordinal, mac.len()), ("1", 32));
    let foreign = {
        let link = caller.link(&asked_for(LI.mobile, json!({}))).await;
        let mut other = Browser::new(&caller.base);
        other.log_in("town", &link, LI.mobile).await;
        other.cookies.into_values().next().expect("a seat")
    };
    for forged in [
        format!("2.{mac}"),
        format!("0.{mac}"),
        format!("1.{}", "0".repeat(32)),
        format!("1.{}", &mac[..31]),
        "1.".into(),
        "1".into(),
        String::new(),
        format!("-1.{mac}"),
        "99999999999999999999.x".into(),
        foreign,
    ] {
        let mut thief = Browser::new(&caller.base);
        thief.cookies.insert(name.clone(), forged.clone());
        assert_eq!(thief.open(&link.long).await.name, "authorize", "{forged}");
        thief.submit(&link, "choose-method", &[("method", "mobile")]).await;
    }
    assert_eq!(count(&bench, "method_chosen").await, 0);
}

#[tokio::test]
async fn a_form_of_another_flow_or_browser_does_nothing() {
    let (bench, caller, link, mut browser) = opened().await;
    browser.log_in("town", &link, WANG.mobile).await;
    let foreign = caller.link(&asked_for(LI.mobile, json!({}))).await;
    let tokens = [
        browser.open(&foreign.long).await.token,
        Browser::new(&caller.base).open(&link.long).await.token,
        String::new(),
        "0".repeat(32),
        "王".repeat(32),
    ];
    for token in tokens {
        let page = browser.post(&link, "choose-method", &token, &[("method", "mobile")]).await;
        assert_eq!((page.status, page.text.as_str()), (303, ""), "{token:?}");
        assert_eq!(browser.follow(page).await.name, "choose-method", "{token:?}");
    }
    assert_eq!(count(&bench, "method_chosen").await, 0);
    let page = browser.open(&link.long).await;
    browser.post(&link, "choose-method", &page.token, &[("method", "mobile")]).await;
    assert_eq!(count(&bench, "method_chosen").await, 1);
}

#[tokio::test]
async fn a_form_older_than_the_flow_leads_to_where_it_stands() {
    let (bench, _, link, mut browser) = opened().await;
    browser.log_in("town", &link, WANG.mobile).await;
    let old = browser.open(&link.long).await;
    browser.submit(&link, "choose-method", &[("method", "bankcard")]).await;
    for (step, fields) in [
        ("mobile", claim(WANG).to_vec()),
        ("mobile", vec![]),
        ("mobile-code", vec![("code", "123456")]),
        ("mobile-code/send", vec![]),
        ("face", vec![("vendor", "esign")]),
        ("face-qr/refresh", vec![]),
        ("willingness", vec![]),
        ("authorize", vec![]),
        ("send-code", vec![("account", "x")]),
    ] {
        let page = browser.post(&link, step, &old.token, &fields).await;
        assert!(page.status == 303 || page.status == 422, "{step}: {} {}", page.status, page.text);
        assert_eq!(browser.follow(page).await.name, "bankcard", "{step}");
        assert_eq!(browser.open(&link.long).await.name, "bankcard", "{step}");
    }
    assert_eq!(count(&bench, "comparison_failed").await, 0, "no try was used up");
    for step in ["authorize", "choose-method", "mobile", "result", "no-such-step", "a/b/c"] {
        let page = browser.open(&format!("/auth/h5/{step}?{}", link.query())).await;
        assert_eq!(page.name, "bankcard", "whatever page is opened: {step}");
    }
}

#[tokio::test]
async fn two_tabs_and_the_back_button_do_nothing_twice() {
    let (bench, _, link, mut browser) = opened().await;
    browser.log_in("town", &link, WANG.mobile).await;
    let login = browser.open(&link.long).await;
    browser.submit(&link, "choose-method", &[("method", "mobile")]).await;
    let (first_tab, second_tab) = (browser.open(&link.long).await, browser.open(&link.long).await);
    assert_eq!(first_tab.text, second_tab.text);
    let mut again = browser.clone();
    let fields = claim(WANG);
    let (one, other) = tokio::join!(
        browser.post(&link, "mobile", &first_tab.token, &fields),
        again.post(&link, "mobile", &second_tab.token, &fields),
    );
    assert_eq!((one.status, other.status), (303, 303));
    assert_eq!(browser.follow(one).await.name, "result");
    assert_eq!(again.follow(other).await.name, "result");
    assert_eq!((count(&bench, "verified").await, count(&bench, "finished").await), (1, 1));
    let back = browser.post(&link, "choose-method", &login.token, &[("method", "face")]).await;
    assert_eq!(browser.follow(back).await.name, "result");
    let reload = browser.open(&link.long).await;
    assert_eq!(reload.name, "result");
    let stranger = Browser::new(&bench.simulator.api()).open(&link.long).await;
    assert_eq!(stranger.name, "flow-ended");
    assert!(!stranger.text.contains(WANG.name), "whoever has the link is not told who it was");
}

#[tokio::test]
async fn a_login_that_is_sent_twice_sits_down_without_harm() {
    let (bench, _, link, mut browser) = opened().await;
    let page = browser.submit(&link, "send-code", &[]).await;
    let code = last_code(&bench.simulator.api(), "town", WANG.mobile).await;
    let fields = [("code", code.as_str()), ("agree", "yes")];
    let mut again = browser.clone();
    let (one, other) = tokio::join!(
        browser.post(&link, "authorize", &page.token, &fields),
        again.post(&link, "authorize", &page.token, &fields),
    );
    let names = [browser.follow(one).await.name, again.follow(other).await.name];
    assert!(names.iter().any(|name| name == "choose-method"), "{names:?}");
    assert_eq!(browser.open(&link.long).await.status, 200);
    assert_eq!(count(&bench, "code_sent").await, 1);
    let events = bench.items(&format!("/worlds/town/events?match=flow={}", link.id)).await;
    assert!(events.iter().all(|event| event["kind"] != "verified"));
}

#[tokio::test]
async fn a_code_is_good_for_its_own_flow_only() {
    let (bench, caller, link, mut browser) = opened().await;
    browser.submit(&link, "send-code", &[]).await;
    let code = last_code(&caller.base, "town", WANG.mobile).await;
    let second = caller.link(&asked_for(WANG.mobile, json!({"clientType": "PC"}))).await;
    assert_ne!(second.id, link.id);
    let page = browser.submit(&second, "authorize", &[("code", &code), ("agree", "yes")]).await;
    assert_eq!((page.status, page.name.as_str()), (422, "authorize"));
    assert_eq!(count(&bench, "logged_in").await, 0);
}
