//! Unknown links, wrong methods, values that are far too long: always an answer, never another flow's secret.

use serde_json::{Value, json};

use crate::bench::Bench;
use crate::browser::{Browser, WANG, asked_for, form};
use crate::caller::Caller;

#[tokio::test]
async fn an_unknown_link_tells_nothing() {
    let bench = Bench::start().await;
    let caller = Caller::of(&bench);
    let link = caller.link(&asked_for(WANG.mobile, json!({}))).await;
    let other = Caller::of_world(&caller.base, &bench.world("other").await);
    let mut browser = Browser::new(&caller.base);
    // The same world's tag, but no such flow.
    let near = format!("{}{}", &link.id[..link.id.len() - 4], "0000");
    let mut pages = Vec::new();
    for target in [
        format!("/auth/h5/index?authFlowId={near}"),
        "/auth/h5/index?authFlowId=OF-00000000000000000000000000000001".to_owned(),
        "/auth/h5/index?authFlowId=x".into(),
        "/auth/h5/index?authFlowId=".into(),
        "/auth/h5/index".into(),
        format!("/auth/h5/index?authFlowId={}", link.id.to_uppercase()),
        format!("/auth/h5/index?authFlowId={}&appId={}", link.id, other.app),
        "/0000000000000000000001".into(),
        "/zzzzzzzzzzzzzzzzzzzzzz".into(),
        "/x".into(),
        "/auth".into(),
        "/auth/face/00000000000000000000000000000001".into(),
        "/auth/face/x".into(),
        "/auth/qr/x.png".into(),
        "/auth/qr/00000000000000000000000000000001.png".into(),
        "/%00".into(),
        "/%ff%fe".into(),
        "/..%2f..%2fetc%2fpasswd".into(),
        format!("/{}", "a".repeat(8_000)),
        format!("/auth/h5/index?authFlowId={}", "a".repeat(8_000)),
    ] {
        let page = browser.open(&target).await;
        assert_eq!((page.status, page.name.as_str()), (404, "not-found"), "{target}");
        assert!(
            !page.text.contains(&link.id) && !page.text.contains(&*bench.simulator.app().name),
            "{target}"
        );
        pages.push(page.text.replace(char::is_numeric, ""));
    }
    pages.dedup();
    assert_eq!(pages.len(), 1, "all of them look the same");
    let state = browser.open(&format!("/auth/h5/state?authFlowId={near}")).await;
    assert_eq!((state.status, state.text.as_str()), (404, r#"{"state":"not-found"}"#));
    assert_eq!(browser.open(&link.short).await.name, "authorize", "the short link opens");
    assert_eq!(browser.open(&format!("/auth/h5/index?authFlowId={}", link.id)).await.name, "authorize");
    let elsewhere = bench.items("/worlds/other/events").await;
    assert_eq!(elsewhere, [] as [Value; 0]);
}

#[tokio::test]
async fn a_wrong_method_is_told_the_right_one() {
    let bench = Bench::start().await;
    let caller = Caller::of(&bench);
    let link = caller.link(&asked_for(WANG.mobile, json!({}))).await;
    let before = bench.items("/worlds/town/tape").await.len();
    for (method, target, allowed) in [
        ("POST", link.long.as_str(), "GET"),
        ("PUT", "/auth/h5/authorize", "GET, POST"),
        ("DELETE", "/auth/h5/help", "GET"),
        ("PUT", "/auth/face/0/start", "GET, POST"),
        ("POST", "/auth/style.css", "GET"),
        ("POST", "/livez", "GET"),
        ("PATCH", "/_demo", "GET"),
        ("GET", "/_demo/login", "POST"),
    ] {
        let answer = Bench::raw(&caller.base, method, target, &[], String::new()).await.expect("an answer");
        let found = answer.headers.get("allow").map_or("", |allow| allow.to_str().expect("text"));
        assert_eq!((answer.status, found), (405, allowed), "{method} {target}");
    }
    assert_eq!(bench.items("/worlds/town/tape").await.len(), before);
}

#[tokio::test]
async fn a_head_is_a_get_without_its_body() {
    let bench = Bench::start().await;
    let caller = Caller::of(&bench);
    let link = caller.link(&asked_for(WANG.mobile, json!({}))).await;
    for target in
        [link.long.as_str(), link.short.as_str(), "/auth/h5/help", "/livez", "/nothing", "/auth/style.css"]
    {
        let get = Bench::raw(&caller.base, "GET", target, &[], String::new()).await.expect("an answer");
        let head = Bench::raw(&caller.base, "HEAD", target, &[], String::new()).await.expect("an answer");
        assert_eq!((head.status, head.text.as_str()), (get.status, ""), "{target}");
        for name in ["content-type", "location"] {
            assert_eq!(head.headers.get(name), get.headers.get(name), "{target}: {name}");
        }
    }
}

#[tokio::test]
async fn very_long_values_are_answered_like_wrong_ones() {
    let bench = Bench::start().await;
    let caller = Caller::of(&bench);
    let long = "王".repeat(100_000);
    let info = |key: &str| json!({"psnAuthConfig": {"psnInfo": {key: long}}});
    for body in
        [info("psnName"), info("psnIDCardNum"), info("psnMobile"), info("bankCardNum"), info("psnIDCardType")]
    {
        let code = caller.ask_link(&body).await["code"].clone();
        assert!([1_450_002, 1_450_003].map(Value::from).contains(&code), "{code}");
    }
    let link = caller.link(&json!({"psnAuthConfig": {}})).await;
    let mut browser = Browser::new(&caller.base);
    let page =
        browser.submit(&link, "authorize", &[("account", &long), ("code", &long), ("agree", &long)]).await;
    assert_eq!((page.status, page.name.as_str()), (422, "authorize"));
    browser.log_in("town", &link, WANG.mobile).await;
    browser.submit(&link, "choose-method", &[("method", "mobile")]).await;
    let page =
        browser.submit(&link, "mobile", &[("name", &long), ("id-number", &long), ("mobile", &long)]).await;
    assert_eq!((page.status, page.name.as_str()), (422, "mobile"));
    let many = form(&[("a", "b")]) + &"&a=b".repeat(200_000);
    let page = browser.send("POST", &format!("/auth/h5/mobile?{}", link.query()), many).await;
    assert_eq!(page.status, 303, "a form without a token leads to where the flow stands");
    for body in ["\u{0}\u{1}%zz&&&=", "{\"form_token\":1}", "--x\r\nContent-Disposition: form-data"] {
        let page = browser.send("POST", &format!("/auth/h5/mobile?{}", link.query()), body.into()).await;
        assert_eq!(page.status, 303, "{body}");
    }
}

#[tokio::test]
async fn a_bar_can_be_hidden_and_agreements_and_help_are_read_without_a_flow() {
    let config = realname_simulator::config::Config { bar: false, ..Default::default() };
    let bench = Bench::with(config).await;
    let caller = Caller::of(&bench);
    let link = caller.link(&asked_for(WANG.mobile, json!({}))).await;
    let mut browser = Browser::on_phone(&caller.base);
    let page = browser.open(&link.long).await;
    assert_eq!(page.name, "authorize");
    assert!(
        !page.text.contains("class=\"bar\"") && page.text.contains("仿真"),
        "marked, but without the bar"
    );
    for word in ["grant", "verification", "face"] {
        assert_eq!(browser.open(&format!("/auth/h5/agreement?agreement={word}")).await.name, "agreement");
    }
    assert_eq!(browser.open("/auth/h5/help").await.name, "help");
    let style =
        Bench::raw(&caller.base, "GET", "/auth/style.css", &[], String::new()).await.expect("a sheet");
    let script =
        Bench::raw(&caller.base, "GET", "/auth/turn.js", &[], String::new()).await.expect("a script");
    assert_eq!((style.status, script.status), (200, 200));
}
