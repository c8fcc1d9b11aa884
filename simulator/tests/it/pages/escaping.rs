//! Whatever a caller writes or a person types is text in the page, never a part of it.

use serde_json::json;

use crate::bench::{Bench, START, expect};
use crate::browser::{Browser, Page, WANG, asked_for, form};
use crate::caller::Caller;

/// Leaves an attribute, a text, a title and a script.
const EVIL: &str =
    "\"'></title></textarea></script><script>alert(1)</script><img src=x onerror=alert(1)>&lt;";

/// Holds the page of this name to showing such text as text.
fn check_page(page: &Page, name: &str) {
    assert_eq!(page.name, name, "{}", page.text);
    check(page, name);
}

/// Holds any page to showing such text as text.
fn check(page: &Page, what: &str) {
    let text = page.text.to_ascii_lowercase();
    for part in ["<script>", "<img src=x", "\"'>", "onerror=alert(1)>"] {
        assert!(!text.contains(part), "{what}: {part}\n{}", page.text);
    }
    assert!(page.status < 500, "{what}");
}

/// A world whose application has such a name.
async fn bench() -> (Bench, Caller) {
    let bench = Bench::start().await;
    let order = json!({
        "name": "w", "clock": {"mode": "frozen", "at": START},
        "apps": [{"name": format!("甲{EVIL}"), "webhook": "http://127.0.0.1:1/?%22%3E%3Cscript%3E"}],
    });
    let made = expect(201, bench.call("POST", "/worlds", Some(order)).await);
    let caller = Caller::of_world(&bench.simulator.api(), &made);
    (bench, caller)
}

#[tokio::test]
async fn what_the_caller_writes_is_shown_as_text() {
    let (_bench, caller) = bench().await;
    let url = format!("https://elsewhere.example/?q={EVIL}");
    let more = json!({
        "redirectConfig": {"redirectUrl": url}, "notifyUrl": format!("http://127.0.0.1:1/?{EVIL}"), "appScheme": EVIL,
    });
    let link = caller.link(&asked_for(WANG.mobile, more)).await;
    let mut browser = Browser::new(&caller.base);
    let first = browser.open(&link.long).await;
    assert!(first.text.contains("甲&#34;&#39;&#62;"), "the name is there: {}", first.text);
    check_page(&first, "authorize");
    let chosen = browser.log_in("w", &link, WANG.mobile).await;
    check_page(&chosen, "choose-method");
    browser.submit(&link, "choose-method", &[("method", "mobile")]).await;
    let result = browser.submit(&link, "mobile", &crate::browser::claim(WANG)).await;
    check_page(&result, "result");
    check_page(&browser.open(&format!("/auth/h5/outside-link?{}", link.query())).await, "outside-link");
    check_page(&browser.open(&format!("/_phone/{}?world=w", WANG.mobile)).await, "phone-home");
    check_page(&browser.open("/_console?world=%22%3E%3Cscript%3Ealert(1)%3C/script%3E").await, "console");
    check_page(&browser.open("/_demo?world=w").await, "demo-login");
}

#[tokio::test]
async fn what_a_person_types_is_kept_as_text() {
    let (_bench, caller) = bench().await;
    let link = caller.link(&json!({"psnAuthConfig": {}})).await;
    let mut browser = Browser::new(&caller.base);
    for step in ["send-code", "authorize"] {
        let page = browser.submit(&link, step, &[("account", EVIL), ("code", EVIL)]).await;
        assert_eq!((page.status, page.name.as_str()), (422, "authorize"));
        assert!(page.text.contains("&#34;&#39;&#62;&#60;/title&#62;"), "it is kept: {}", page.text);
        check(&page, step);
    }
    browser.log_in("w", &link, WANG.mobile).await;
    for method in ["mobile", "bankcard", "face"] {
        browser.submit(&link, "choose-method", &[("method", method)]).await;
        let fields = ["name", "id-type", "id-number", "mobile", "bank-card", "vendor", "agree", "code"];
        let page = browser.submit(&link, method, &fields.map(|field| (field, EVIL))).await;
        assert_eq!((page.status, page.name.as_str()), (422, method), "{}", page.text);
        check(&page, method);
        browser.submit(&link, "change-method", &[]).await;
    }
    let page = browser.submit(&link, "choose-method", &[("method", EVIL)]).await;
    check_page(&page, "choose-method");
}

#[tokio::test]
async fn what_stands_in_an_address_is_text_too() {
    let (_bench, caller) = bench().await;
    let mut browser = Browser::new(&caller.base);
    let evil = form(&[("x", EVIL)]);
    let evil = &evil[2..];
    let link = caller.link(&asked_for(WANG.mobile, json!({}))).await;
    for target in [
        format!("/{evil}"),
        format!("/auth/h5/index?authFlowId={evil}"),
        format!("{}&clientType={evil}", link.long.replace("&clientType=ALL", "")),
        format!("{}&x={evil}", link.long),
        format!("/auth/h5/agreement?agreement={evil}"),
        format!("/auth/face/{evil}"),
        format!("/auth/qr/{evil}"),
        format!("/_phone/{}?world={evil}", WANG.mobile),
        format!("/_phone/{evil}"),
        format!("/_mail/{evil}"),
        format!("/_demo?world={evil}"),
        format!("/_console?world={evil}"),
    ] {
        check(&browser.open(&target).await, &target);
    }
    browser.cookies.insert("realname_demo_person".into(), evil.to_owned());
    browser.cookies.insert("realname_demo_world".into(), evil.to_owned());
    check_page(&browser.open("/_demo/home").await, "demo-login");
    let scanned =
        browser.send("POST", &format!("/_phone/{}/scan", WANG.mobile), form(&[("scan-text", EVIL)])).await;
    check_page(&scanned, "phone-home");
    let scanned = form(&[("scan-text", "javascript:alert(1)")]);
    let scanned = browser.send("POST", &format!("/_phone/{}/scan", WANG.mobile), scanned).await;
    assert!(!scanned.text.contains("href=\"javascript:"), "{}", scanned.text);
}

#[tokio::test]
async fn a_page_may_only_run_and_load_our_own() {
    let (_bench, caller) = bench().await;
    let link = caller.link(&asked_for(WANG.mobile, json!({}))).await;
    for target in [link.long.as_str(), "/auth/h5/help", "/nothing-here", "/_demo", "/_console"] {
        let answer = Bench::raw(&caller.base, "GET", target, &[], String::new()).await.expect("an answer");
        let policy = answer.headers["content-security-policy"].to_str().expect("text");
        assert!(policy.contains("script-src 'self'") && !policy.contains("unsafe"), "{target}: {policy}");
        assert!(!answer.text.contains(" onclick=") && !answer.text.contains("<script>"), "{target}");
        for (_, rest) in answer.text.match_indices("src=\"").map(|(at, _)| answer.text.split_at(at + 5)) {
            assert!(rest.starts_with('/') && !rest.starts_with("//"), "{target} loads {}", &rest[..40]);
        }
    }
}
