//! What a page allows until a time, and what it allows again from one on.

use serde_json::json;

use crate::bench::Bench;
use crate::browser::{Browser, LI, WANG, asked_for, claim};
use crate::caller::Caller;

#[tokio::test]
async fn a_code_to_scan_is_good_for_ten_minutes() {
    for (passed, page) in [("9m59s", "phone-face"), ("10m", "flow-expired")] {
        let bench = Bench::start().await;
        let caller = Caller::of(&bench);
        let link = caller.link(&asked_for(WANG.mobile, json!({}))).await;
        let mut browser = Browser::new(&caller.base);
        browser.log_in("town", &link, WANG.mobile).await;
        browser.submit(&link, "choose-method", &[("method", "face")]).await;
        let mut fields = claim(WANG).to_vec();
        fields.push(("vendor", "esign"));
        browser.submit(&link, "face", &fields).await;
        bench.post("/worlds/town/clock", json!({"advance": passed})).await;
        let ticket = bench.items("/worlds/town/faces").await[0]["ticket"].take();
        let path = format!("/auth/face/{}", ticket.as_str().expect("a ticket"));
        let target = format!("/worlds/town/phones/{}/scan", WANG.mobile);
        assert_eq!(bench.post(&target, json!({"url": path})).await["page"], page, "{passed}");
        let mut phone = Browser::on_phone(&caller.base);
        assert_eq!(phone.open(&path).await.name, page, "{passed}");
        let scans = bench.items("/worlds/town/events?match=kind=face_scanned").await.len();
        assert_eq!(scans, usize::from(page == "phone-face"), "{passed}");
    }
}

#[tokio::test]
async fn comparisons_that_were_used_up_are_allowed_again_at_midnight_in_shanghai() {
    let bench = Bench::start().await;
    let caller = Caller::of(&bench);
    let link = caller.link(&asked_for(WANG.mobile, json!({}))).await;
    let mut browser = Browser::new(&caller.base);
    browser.log_in("town", &link, WANG.mobile).await;
    browser.submit(&link, "choose-method", &[("method", "mobile")]).await;
    let mut wrong = claim(WANG);
    wrong[3].1 = LI.mobile;
    for _ in 0..5 {
        browser.submit(&link, "mobile", &wrong).await;
    }
    // By UTC it would be the same day until eight in the morning.
    for (time, page, outcome) in [
        ("2026-03-02T09:00:00+08:00", "result", "failed"),
        ("2026-03-02T23:59:59+08:00", "result", "failed"),
        ("2026-03-03T00:00:00+08:00", "mobile", ""),
    ] {
        bench.post("/worlds/town/clock", json!({"advance": time})).await;
        let shown = browser.open(&link.long).await;
        assert_eq!((&*shown.name, shown.attribute("data-outcome")), (page, outcome), "{time}");
    }
    let shown = browser.submit(&link, "mobile", &claim(WANG)).await;
    assert_eq!((&*shown.name, shown.attribute("data-outcome")), ("result", "passed"));
}
