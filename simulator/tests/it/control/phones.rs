//! Phones, mail boxes, scans and face checks.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use realname_provider::flow::method::face::FaceVendor;
use realname_simulator::qr;
use serde_json::json;

use crate::bench::{Bench, MOBILE, face_check, open_flow};

#[tokio::test]
async fn what_arrived_is_told() {
    let bench = Bench::start().await;
    let world = bench.simulator.world();
    let flow = open_flow(world, None).await;
    face_check(world, flow, FaceVendor::Esign).await;
    let messages = bench.items(&format!("/worlds/town/phones/{MOBILE}/messages")).await;
    assert_eq!((&messages[0]["id"], &messages[0]["to"]), (&json!(1), &json!(MOBILE)));
    assert!(messages[0]["text"].as_str().expect("text").contains("验证码"));
    assert!(bench.items("/worlds/town/phones/13900000000/messages").await.is_empty());
    assert!(bench.items("/worlds/town/mailboxes/nobody@example.com/messages").await.is_empty());
    for bad in ["/phones/138/messages", "/mailboxes/nobody/messages"] {
        let found = bench.refused("GET", &format!("/worlds/town{bad}"), None).await;
        assert_eq!(found, (400, "bad_value".into()), "{bad}");
    }
}

#[tokio::test]
async fn a_scan_tells_the_page_and_opening_it_binds_the_code() {
    let bench = Bench::start().await;
    let world = bench.simulator.world();
    let flow = open_flow(world, None).await;
    let ticket = face_check(world, flow, FaceVendor::Esign).await;
    let face = bench.get(&format!("/worlds/town/faces/{ticket}")).await;
    assert_eq!(
        (&face["state"], &face["vendor"], &face["name"]),
        (&json!("issued"), &json!("esign"), &json!("王晓明"))
    );
    let decide = json!({"outcome": "passed"});
    let early = bench.refused("POST", &format!("/worlds/town/faces/{ticket}"), Some(decide.clone())).await;
    assert_eq!(early, (409, "out_of_step".into()), "nobody has scanned it");

    let url = face["url"].as_str().expect("an address");
    let by_text = bench.post(&format!("/worlds/town/phones/{MOBILE}/scan"), json!({"url": url})).await;
    let png = STANDARD.encode(qr::draw(url).expect("a short text"));
    let by_picture = bench.post(&format!("/worlds/town/phones/{MOBILE}/scan"), json!({"png": png})).await;
    assert_eq!(by_text, by_picture);
    assert_eq!((&by_text["page"], &by_text["ticket"]), (&json!("phone-face"), &json!(ticket)));
    assert_eq!(by_text["flow"], json!(flow.to_string()));
    assert_eq!(by_text["url"], json!(format!("{url}?phone={MOBILE}&with=browser")));
    assert_eq!(bench.get(&format!("/worlds/town/faces/{ticket}")).await["state"], "issued");

    let opened = by_text["url"].as_str().expect("an address");
    let path = opened.strip_prefix(&bench.simulator.api()).expect("ours");
    let page = Bench::raw(&bench.simulator.api(), "GET", path, &[], String::new()).await.expect("a page");
    assert!(page.text.contains(r#"data-page="phone-face""#), "{}", page.text);
    assert_eq!(bench.get(&format!("/worlds/town/faces/{ticket}")).await["state"], "scanned");
    let second = bench.post("/worlds/town/phones/13900000000/scan", json!({"url": url})).await;
    assert_eq!(second["page"], "already-scanned");

    let ended = bench.post(&format!("/worlds/town/faces/{ticket}"), decide.clone()).await;
    assert_eq!((&ended["state"], &ended["outcome"]), (&json!("ended"), &json!("passed")));
    let late = bench.refused("POST", &format!("/worlds/town/faces/{ticket}"), Some(decide)).await;
    assert_eq!(late, (409, "out_of_step".into()));
    assert_eq!(bench.items("/worlds/town/faces").await, [ended]);
}

#[tokio::test]
async fn a_flows_link_can_be_scanned_too() {
    let bench = Bench::start().await;
    let flow = open_flow(bench.simulator.world(), None).await;
    let link = bench.get(&format!("/worlds/town/flows/{flow}")).await["link"].clone();
    let scanned = bench.post(&format!("/worlds/town/phones/{MOBILE}/scan"), json!({"url": link})).await;
    assert_eq!(
        (&scanned["page"], &scanned["url"], &scanned["ticket"]),
        (&json!("authorize"), &link, &json!(null))
    );
}

#[tokio::test]
async fn a_scan_or_decision_that_cannot_be_is_refused() {
    let bench = Bench::start().await;
    let scan = format!("/worlds/town/phones/{MOBILE}/scan");
    let unknown = "/auth/face/00000000000000000000000000000001";
    let blank = STANDARD.encode(b"no picture");
    for (order, status, code) in [
        (json!({}), 400, "bad_request"),
        (json!({"url": "/", "png": ""}), 400, "bad_request"),
        (json!({"png": "*"}), 400, "bad_value"),
        (json!({"png": blank}), 400, "no_code"),
        (json!({"url": "hello"}), 404, "not_found"),
        (json!({"url": unknown}), 404, "not_found"),
        (json!({"url": unknown, "with": "wechat"}), 400, "bad_value"),
        (json!({"link": unknown}), 400, "unknown_field"),
    ] {
        assert_eq!(
            bench.refused("POST", &scan, Some(order.clone())).await,
            (status, code.to_owned()),
            "{order}"
        );
    }
    let ticket = "/worlds/town/faces/00000000000000000000000000000001";
    let passed = Some(json!({"outcome": "passed"}));
    assert_eq!(bench.refused("POST", ticket, passed).await, (404, "not_found".into()));
    assert_eq!(bench.refused("POST", ticket, Some(json!({"outcome": "?"}))).await, (400, "bad_value".into()));
    assert_eq!(bench.refused("GET", "/worlds/town/faces/x", None).await, (404, "not_found".into()));
}
