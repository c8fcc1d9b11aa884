//! The promise of the edge: the same requests to two processes give the same replies, pages and journal.

use serde_json::{Value, json};

use crate::bench::{START, call, expect};
use crate::browser::{Browser, GUO, WANG, asked_for, claim, form, last_code};
use crate::caller::Caller;
use crate::program::Program;
use crate::sink::{Sink, status};

/// Headers of a request or reply that tell of the real present, or of the host.
const PASSING: [&str; 8] = [
    "host",
    "date",
    "x-tsign-open-ca-timestamp",
    "x-tsign-open-ca-signature",
    "x-tsign-open-timestamp",
    "x-tsign-open-signature",
    "content-length",
    "x-tsign-elapse-time",
];

/// An exchange without what may differ between two runs.
pub(crate) fn canonical(mut exchange: Value) -> Value {
    let keys = exchange.as_object_mut().expect("an exchange");
    keys.remove("real_at");
    keys.remove("duration_us");
    for half in ["request", "response"] {
        if let Some(headers) = exchange[half]["headers"].as_array_mut() {
            headers.retain(|header| !header["name"].as_str().is_some_and(|name| PASSING.contains(&name)));
        }
    }
    exchange
}

/// Everything that somebody outside can see of one run.
async fn run(base: &str, sink: &Sink) -> Vec<Value> {
    let order = json!({"name": "case", "seed": 5, "clock": {"mode": "frozen", "at": START}});
    let made = expect(201, call(base, "POST", "/worlds", Some(order)).await);
    let caller = Caller::of_world(base, &made);
    let clock = async |command: Value| {
        expect(200, call(base, "POST", "/worlds/case/clock", Some(command)).await);
    };
    let scopes = json!({"authorizedScopes": ["get_psn_identity_info"]});
    let body = asked_for(WANG.mobile, json!({"notifyUrl": sink.base, "authorizeConfig": scopes}));
    let link = caller.link(&body).await;
    let mut browser = Browser::new(base);
    let mut seen = vec![made["apps"].clone(), json!(link.id), json!(link.short)];
    let wrong = browser.submit(&link, "authorize", &[("code", "000000"), ("agree", "yes")]).await;
    seen.push(json!([wrong.status, wrong.text]));
    browser.log_in("case", &link, WANG.mobile).await;
    browser.submit(&link, "choose-method", &[("method", "face")]).await;
    let mut fields = claim(WANG).to_vec();
    fields.push(("vendor", "esign"));
    let shown = browser.submit(&link, "face", &fields).await;
    seen.push(json!([shown.status, shown.text, browser.cookies]));
    let faces = expect(200, call(base, "GET", "/worlds/case/faces", None).await);
    let ticket = faces["items"][0]["ticket"].as_str().expect("a ticket").to_owned();
    let path = format!("/auth/face/{ticket}");
    let mut phone = Browser::on_phone(base);
    let opened = phone.open(&path).await;
    for (verb, field) in [("start", ("agree", "yes")), ("act", ("action", "blink"))] {
        let body = form(&[("form_token", &opened.token), field]);
        let page = phone.send("POST", &format!("{path}/{verb}"), body).await;
        seen.push(json!([page.status, page.location]));
        // The barrier: what the last step brought about has been delivered.
        clock(json!({"advance": "0s"})).await;
    }
    let end = browser.open(&link.long).await;
    seen.push(json!([end.name, end.text]));
    clock(json!({"advance": "1h"})).await;
    seen.push(caller.get(&format!("/v3/persons/identity-info?psnAccount={}", WANG.mobile)).await);
    seen.push(caller.get(&format!("/v3/auth-flow/{}", link.id)).await);
    let other =
        caller.link(&asked_for(GUO.mobile, json!({"notifyUrl": sink.base, "authorizeConfig": scopes}))).await;
    let mut browser = Browser::new(base);
    browser.submit(&other, "send-code", &[]).await;
    let code = last_code(base, "case", GUO.mobile).await;
    let page = browser.open(&other.long).await;
    let page = browser.post(&other, "authorize", &page.token, &[("code", &code), ("agree", "yes")]).await;
    // A notice that is under way races with whoever asks meanwhile, so nobody does.
    clock(json!({"advance": "0s"})).await;
    seen.push(json!(browser.follow(page).await.text));
    caller.send("GET", "/v3/auth-flow/x", &vec![("x-tsign-open-app-id", caller.app.clone())], "").await;
    for list in ["journal", "events", "notices", "flows", "phones/13800001001/messages", "people", "tape"] {
        let found = expect(200, call(base, "GET", &format!("/worlds/case/{list}"), None).await);
        let items = found["items"].as_array().cloned().expect("items");
        let items = items.into_iter().map(|item| if list == "journal" { canonical(item) } else { item });
        seen.extend(items.map(|item| json!([list, item])));
    }
    seen
}

#[tokio::test]
async fn two_processes_show_the_same() {
    // Each run's first notice is refused once, so that there is a retry to compare.
    let sink = Sink::start(|ordinal| async move { status(if ordinal % 4 == 0 { 500 } else { 200 }) }).await;
    let mut runs = Vec::new();
    for extra in [&["--seed", "1"][..], &["--seed", "2", "--worlds-max", "9"]] {
        let program = Program::start(extra);
        let base = program.base();
        let seen = run(&base, &sink).await;
        // Links tell the port, which is another one each time.
        runs.push(seen.into_iter().map(|seen| seen.to_string().replace(&base, "BASE")).collect::<Vec<_>>());
    }
    assert_eq!(sink.posts().len(), 8, "three notices a run, one of them twice");
    assert_eq!(runs[0].len(), runs[1].len());
    for (one, other) in runs[0].iter().zip(&runs[1]) {
        assert_eq!(one, other);
    }
}
