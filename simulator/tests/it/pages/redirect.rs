//! Where a browser goes at the end: at once where that is safe, through a warning elsewhere, never into a script.

use serde_json::{Value, json};

use crate::bench::{Bench, START, expect};
use crate::browser::{Browser, GUO, LI, Page, WANG, asked_for};
use crate::caller::Caller;

/// A world whose application has released a host.
async fn bench() -> (Bench, Caller) {
    let bench = Bench::start().await;
    let order = json!({
        "name": "w", "clock": {"mode": "frozen", "at": START}, "apps": [{"redirect_hosts": ["Released.example"]}],
    });
    let made = expect(201, bench.call("POST", "/worlds", Some(order)).await);
    let caller = Caller::of_world(&bench.simulator.api(), &made);
    (bench, caller)
}

/// Passes a grant with this redirect and gives what the browser is shown at the end.
async fn end(caller: &Caller, redirect: Value) -> (Browser, Page) {
    let scopes = json!({"authorizedScopes": ["psn_initiate_sign"]});
    let body = asked_for(GUO.mobile, json!({"authorizeConfig": scopes, "redirectConfig": redirect}));
    let link = caller.link(&body).await;
    let mut browser = Browser::new(&caller.base);
    let page = browser.log_in("w", &link, GUO.mobile).await;
    (browser, page)
}

#[tokio::test]
async fn near_and_released_addresses_are_gone_to_and_others_warned_of() {
    let (_bench, caller) = bench().await;
    for (url, warned) in [
        ("http://127.0.0.1:1/back?a=1&b=2", false),
        ("http://localhost/back", false),
        ("http://shop.localhost:8080/", false),
        ("http://192.168.1.9/", false),
        ("http://[::1]:7/", false),
        ("https://released.example/back", false),
        ("https://RELEASED.EXAMPLE:444/", false),
        ("esign://demo/realBack", false),
        ("https://elsewhere.example/", true),
        ("https://released.example.elsewhere.example/", true),
        ("https://sub.released.example/", true),
        ("https://released.example@elsewhere.example/", true),
        ("http://127.0.0.1@elsewhere.example/", true),
        ("http:\\\\elsewhere.example\\127.0.0.1", true),
        ("http://8.8.8.8/", true),
        ("http://169.254.169.254/", true),
        ("//elsewhere.example", true),
    ] {
        if url.starts_with("//") {
            let body = asked_for(GUO.mobile, json!({"redirectConfig": {"redirectUrl": url}}));
            assert_eq!(caller.ask_link(&body).await["code"], 1_450_003, "{url}");
            continue;
        }
        let (mut browser, page) = end(&caller, json!({"redirectUrl": url})).await;
        let escaped = url.replace('&', "&#38;");
        assert_eq!((page.name.as_str(), page.attribute("data-countdown")), ("result", "3"), "{url}");
        let to = page.attribute("data-to").to_owned();
        if !warned {
            assert_eq!(to, escaped, "unchanged");
            continue;
        }
        assert!(to.starts_with("/auth/h5/outside-link?"), "{url}: {to}");
        let warning = browser.open(&to.replace("&#38;", "&")).await;
        assert_eq!((warning.status, warning.name.as_str()), (200, "outside-link"), "{url}");
        assert!(warning.text.contains(&escaped), "it names the address: {}", warning.text);
        assert!(warning.text.contains("data-control=\"continue\""));
    }
}

#[tokio::test]
async fn without_delay_the_page_is_skipped_and_the_address_arrives_unchanged() {
    let (_bench, caller) = bench().await;
    for (url, location) in [
        ("http://127.0.0.1:1/back?a=1&b=%E5%A5%BD", "http://127.0.0.1:1/back?a=1&b=%E5%A5%BD"),
        ("esign://demo/realBack", "esign://demo/realBack"),
        ("http://127.0.0.1:1/完成?名=王", "http://127.0.0.1:1/%E5%AE%8C%E6%88%90?%E5%90%8D=%E7%8E%8B"),
    ] {
        let (_, page) = end(&caller, json!({"redirectUrl": url, "redirectDelayTime": "0"})).await;
        assert_eq!((page.status, page.location.as_str()), (303, location));
    }
    let (_, page) =
        end(&caller, json!({"redirectUrl": "https://elsewhere.example/", "redirectDelayTime": 0})).await;
    assert_eq!(page.name, "outside-link", "the warning is never skipped");
}

#[tokio::test]
async fn the_delay_is_that_of_the_mode() {
    let (_bench, caller) = bench().await;
    let url = "http://127.0.0.1:1/";
    for (delay, shown) in [(json!("10"), "10"), (json!(7), "7"), (json!(""), "3")] {
        let (_, page) = end(&caller, json!({"redirectUrl": url, "redirectDelayTime": delay})).await;
        assert_eq!(page.attribute("data-countdown"), shown);
    }
    let (_, page) = end(&caller, json!({"redirectDelayTime": "0"})).await;
    assert_eq!(
        (page.name.as_str(), page.attribute("data-countdown")),
        ("result", ""),
        "nowhere to go: it stays"
    );
    for (who, delay) in [(WANG, "10"), (LI, "soon")] {
        let real_name = json!({"redirectConfig": {"redirectUrl": url, "redirectDelayTime": delay}});
        let link = caller.link(&asked_for(who.mobile, real_name)).await;
        let page = Browser::new(&caller.base).verify("w", &link, who).await;
        assert_eq!(page.attribute("data-countdown"), "5", "in real-name mode it is always five");
    }
    for delay in [json!("soon"), json!("-1"), json!("1.5"), json!(-1), json!([]), json!("99999999999")] {
        let body = asked_for(
            GUO.mobile,
            json!({
                "authorizeConfig": {"authorizedScopes": ["get_psn_identity_info"]},
                "redirectConfig": {"redirectUrl": url, "redirectDelayTime": delay},
            }),
        );
        assert_eq!(caller.ask_link(&body).await["code"], 1_450_003, "{delay}");
    }
}

#[tokio::test]
async fn a_script_is_no_address() {
    let (_bench, caller) = bench().await;
    for url in [
        "javascript:alert(1)",
        "JavaScript:alert(1)",
        " javascript:alert(1)",
        "java\tscript:alert(1)",
        "java\nscript:alert(1)",
        "\u{1}javascript:alert(1)",
        "data:text/html,<script>alert(1)</script>",
        "vbscript:x",
        "file:///etc/passwd",
        "blob:http://127.0.0.1/x",
    ] {
        for body in [
            asked_for(WANG.mobile, json!({"redirectConfig": {"redirectUrl": url}})),
            asked_for(WANG.mobile, json!({"notifyUrl": url})),
        ] {
            assert_eq!(caller.ask_link(&body).await["code"], 1_450_003, "{body}");
        }
    }
}

#[tokio::test]
async fn the_warning_needs_a_flow_that_goes_somewhere() {
    let (_bench, caller) = bench().await;
    let mut browser = Browser::new(&caller.base);
    assert_eq!(browser.open("/auth/h5/outside-link").await.name, "not-found");
    assert_eq!(browser.open("/auth/h5/outside-link?url=https://elsewhere.example/").await.name, "not-found");
    let link = caller.link(&asked_for(WANG.mobile, json!({}))).await;
    let page =
        browser.open(&format!("/auth/h5/outside-link?{}&url=https://elsewhere.example/", link.query())).await;
    assert_eq!(page.name, "authorize");
    assert!(!page.text.contains("elsewhere.example"));
}
