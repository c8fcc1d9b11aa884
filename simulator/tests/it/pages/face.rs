//! A face check between a computer and phones.

use serde_json::json;

use crate::bench::Bench;
use crate::browser::{Browser, GAO, WANG, asked_for, claim, form};
use crate::caller::{Caller, Link};

/// A town in which a computer shows a QR code; gives the path behind it.
async fn shown(vendor: &str) -> (Bench, Link, Browser, String) {
    let bench = Bench::start().await;
    let caller = Caller::of(&bench);
    let link = caller.link(&asked_for(WANG.mobile, json!({}))).await;
    let mut browser = Browser::new(&caller.base);
    browser.log_in("town", &link, WANG.mobile).await;
    browser.submit(&link, "choose-method", &[("method", "face")]).await;
    let mut fields = claim(WANG).to_vec();
    fields.push(("vendor", vendor));
    let page = browser.submit(&link, "face", &fields).await;
    assert_eq!(page.name, "face-qr", "{}", page.text);
    let faces = bench.items("/worlds/town/faces").await;
    let ticket = faces[0]["ticket"].as_str().expect("a ticket");
    (bench, link, browser, format!("/auth/face/{ticket}"))
}

async fn post(phone: &mut Browser, path: &str, verb: &str, fields: &[(&str, &str)]) -> crate::browser::Page {
    let token = phone.open(path).await.token;
    let mut all = vec![("form_token", token.as_str())];
    all.extend_from_slice(fields);
    let page = phone.send("POST", &format!("{path}/{verb}"), form(&all)).await;
    phone.follow(page).await
}

#[tokio::test]
async fn a_phone_finishes_what_the_computer_began() {
    let (bench, link, mut browser, path) = shown("esign").await;
    let drawn = format!("{}.png", path.replace("/face/", "/qr/"));
    let picture =
        Bench::raw(&bench.simulator.api(), "GET", &drawn, &[], String::new()).await.expect("a picture");
    assert_eq!((picture.status, picture.headers["content-type"].as_bytes()), (200, &b"image/png"[..]));
    let state = format!("/auth/h5/state?{}", link.query());
    assert_eq!(browser.open(&state).await.text, r#"{"state":"issued"}"#);
    let mut phone = Browser::on_phone(&bench.simulator.api());
    assert_eq!(phone.open(&path).await.name, "phone-face");
    assert_eq!(browser.open(&state).await.text, r#"{"state":"scanned"}"#);
    let unticked = post(&mut phone, &path, "start", &[]).await;
    assert_eq!((unticked.status, unticked.name.as_str()), (422, "phone-face"));
    assert_eq!(phone.open(&format!("{path}/start")).await.name, "phone-face", "its address entered again");
    assert_eq!(post(&mut phone, &path, "start", &[("agree", "yes")]).await.name, "face-action");
    assert_eq!(post(&mut phone, &path, "act", &[("action", "smile")]).await.name, "face-action");
    assert_eq!(post(&mut phone, &path, "act", &[("action", "blink")]).await.name, "face-result");
    assert_eq!(browser.open(&link.long).await.name, "result");
    assert_eq!(post(&mut phone, &path, "act", &[("action", "open-mouth")]).await.name, "face-result", "once");
}

#[tokio::test]
async fn a_second_phone_and_a_forged_cookie_are_turned_away() {
    let (bench, link, mut browser, path) = shown("esign").await;
    let mut phone = Browser::on_phone(&bench.simulator.api());
    let token = phone.open(&path).await.token;
    let mut second = Browser::on_phone(&bench.simulator.api());
    let refused = second.open(&path).await;
    assert_eq!((refused.status, refused.name.as_str()), (403, "already-scanned"));
    let (name, _) = phone.cookies.first_key_value().expect("the check");
    second.cookies.insert(name.clone(), "0".repeat(32));
    for verb in ["start", "act", "cancel"] {
        let form = form(&[("form_token", &token), ("agree", "yes"), ("action", "blink")]);
        let page = second.send("POST", &format!("{path}/{verb}"), form).await;
        assert_eq!((page.status, page.name.as_str()), (403, "already-scanned"), "{verb}");
    }
    let unknown = phone.send("POST", &format!("{path}/steal"), form(&[("form_token", &token)])).await;
    assert_eq!(unknown.name, "not-found");
    let untrusted = phone.send("POST", &format!("{path}/cancel"), form(&[("form_token", "x")])).await;
    assert_eq!(untrusted.status, 303);
    assert_eq!(phone.open(&path).await.name, "phone-face", "nothing was cancelled");
    assert_eq!(browser.open(&link.long).await.name, "face-qr");
    let old = path.clone();
    browser.submit(&link, "face-qr/refresh", &[]).await;
    assert_eq!(phone.open(&old).await.name, "flow-expired", "a code that was replaced");
    assert_eq!(post(&mut phone, &old, "start", &[("agree", "yes")]).await.name, "flow-expired");
}

#[tokio::test]
async fn alipay_wants_its_app_and_its_owner() {
    let (bench, link, mut browser, path) = shown("alipay").await;
    let mut phone = Browser::on_phone(&bench.simulator.api());
    for (query, status) in [("", 403), ("?with=alipay&phone=13800001002", 403), ("?with=alipay&phone=x", 403)]
    {
        let page = phone.open(&format!("{path}{query}")).await;
        assert_eq!((page.status, page.name.as_str()), (status, "alipay-face"), "{query}");
        assert!(!page.text.contains("data-control=\"start\""), "nothing to start: {query}");
    }
    let opened = format!("{path}?with=alipay&phone={}", WANG.mobile);
    assert_eq!(phone.open(&opened).await.status, 200);
    assert_eq!(post(&mut phone, &path, "start", &[("agree", "yes")]).await.name, "face-action");
    assert_eq!(post(&mut phone, &path, "cancel", &[]).await.name, "face-result");
    let state = browser.open(&format!("/auth/h5/state?{}", link.query())).await;
    assert_eq!(state.text, r#"{"state":"failed"}"#);
}

#[tokio::test]
async fn a_strangers_alipay_straight_on_the_phone_leads_back() {
    let bench = Bench::start().await;
    let caller = Caller::of(&bench);
    let link = caller.link(&asked_for(GAO.mobile, json!({}))).await;
    let mut phone = Browser::on_phone(&caller.base);
    phone.log_in("town", &link, GAO.mobile).await;
    let form = phone.submit(&link, "choose-method", &[("method", "face")]).await;
    assert!(
        form.text.contains("在本机支付宝 App 中刷脸") && !form.text.contains("扫码"),
        "nothing to scan here"
    );
    let mut fields = claim(GAO).to_vec();
    fields.push(("vendor", "alipay"));
    let refused = phone.submit(&link, "face", &fields).await;
    assert_eq!((refused.status, refused.name.as_str()), (403, "alipay-face"));
    assert!(
        refused.text.contains("data-control=\"return\"") && !refused.text.contains("二维码"),
        "a way back"
    );
}
