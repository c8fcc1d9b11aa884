//! Lists: events, flows, notices, the journal; and the one mechanism of them all.

use realname_provider::flow::method::face::{FaceOutcome, FaceVendor};
use realname_provider::input::{Happening, Input};
use realname_simulator::config::Config;
use serde_json::{Value, json};

use crate::bench::{Bench, MOBILE, expect, face_check, open_flow};
use crate::browser::{Browser, asked_for};
use crate::caller::Caller;
use crate::receiver::Receiver;

/// A passed flow in the town, with a notice.
async fn passed(bench: &Bench, receiver: &Receiver) -> String {
    let world = bench.simulator.world();
    let flow = open_flow(world, Some(&receiver.url)).await;
    let ticket = face_check(world, flow, FaceVendor::Esign).await.parse().expect("a ticket");
    let scanned = Happening::FaceScanned { ticket, alipay: None };
    world.submit(Input::Happen(scanned)).await.expect("scanned");
    let outcome = FaceOutcome::Passed;
    world.submit(Input::Happen(Happening::FaceDecided { ticket, outcome })).await.expect("passed");
    flow.to_string()
}

#[tokio::test]
async fn events_tell_what_happened_in_order() {
    let bench = Bench::start().await;
    let receiver = Receiver::start(&[]).await;
    let flow = passed(&bench, &receiver).await;
    bench.post("/worlds/town/clock", json!({"advance": "0s"})).await;
    let events = bench.items(&format!("/worlds/town/events?match=flow={flow}")).await;
    let kinds: Vec<_> = events.iter().filter_map(|event| event["kind"].as_str()).collect();
    let expected = [
        "link_issued",
        "code_sent",
        "logged_in",
        "method_chosen",
        "comparison_passed",
        "face_issued",
        "face_scanned",
        "face_ended",
        "verified",
        "notice_queued",
        "finished",
        "notice_settled",
    ];
    assert_eq!(kinds, expected);
    assert_eq!(events[1]["detail"], json!({"to": MOBILE}));
    let settled = json!({"notice": "n1", "attempt": 0, "outcome": "status", "status": 200});
    assert_eq!(events.last().map(|event| &event["detail"]), Some(&settled));
}

#[tokio::test]
async fn a_list_waits_for_what_is_wanted() {
    let bench = Bench::start().await;
    let waiting = bench.get("/worlds/town/events?match=kind=rules_changed&wait=60s");
    let change = async {
        for life in ["1m", "2m"] {
            let code = json!({"code": life});
            assert_eq!(bench.refused("PUT", "/worlds/town/rules", Some(code)).await.1, "unknown_field");
            let rules = json!({"code_life": life});
            expect(200, bench.call("PUT", "/worlds/town/rules", Some(rules)).await);
        }
    };
    let (found, ()) = tokio::join!(waiting, change);
    assert_eq!(found["items"][0]["kind"], "rules_changed");
    let next = found["next"].as_u64().expect("a cursor");
    let later = bench.get(&format!("/worlds/town/events?after={next}")).await;
    let seqs: Vec<_> = later["items"].as_array().expect("items").iter().map(|event| &event["seq"]).collect();
    assert_eq!(seqs, [&json!(next + 1)], "the second change and nothing else");
    let none = bench.get("/worlds/town/events?match=kind=nothing&wait=5ms").await;
    assert_eq!((&none["items"], &none["next"]), (&json!([]), &json!(2)));
    let beyond = bench.get("/worlds/town/events?after=99&wait=60s").await;
    assert_eq!((&beyond["items"], &beyond["next"]), (&json!([]), &json!(2)));
}

#[tokio::test]
async fn whoever_waits_is_told_at_once_when_the_world_ends() {
    let bench = Bench::start().await;
    bench.world("a").await;
    let waiting = bench.get("/worlds/a/events?wait=60s");
    let end = async { expect(200, bench.call("DELETE", "/worlds/a", None).await) };
    let worlds = bench.get("/worlds?after=2&wait=60s");
    let make = async {
        bench.world("b").await;
    };
    let (found, _, worlds, ()) = tokio::join!(waiting, end, worlds, make);
    assert_eq!(found["items"], json!([]));
    assert_eq!(worlds["items"][0]["world"], "b");
}

#[tokio::test]
async fn a_query_that_cannot_be_is_refused() {
    let bench = Bench::start().await;
    for query in ["after=x", "wait=2m", "wait=1", "last=-1"] {
        let found = bench.refused("GET", &format!("/worlds/town/events?{query}"), None).await;
        assert_eq!(found, (400, "bad_value".into()), "{query}");
    }
    let found = bench.refused("GET", "/worlds/town/events?mtach=x", None).await;
    assert_eq!(found, (400, "unknown_field".into()));
}

#[tokio::test]
async fn every_list_can_be_asked_from_any_cursor() {
    let bench = Bench::start().await;
    let receiver = Receiver::start(&[]).await;
    passed(&bench, &receiver).await;
    let caller = Caller::of(&bench);
    let link = caller.link(&asked_for("zhang@example.com", json!({}))).await;
    Browser::new(&caller.base).submit(&link, "send-code", &[]).await;
    Bench::raw(&caller.base, "GET", "/v3/nothing", &[], String::new()).await.expect("an answer");
    for list in [
        "/worlds",
        "/journal",
        "/worlds/town/tape",
        "/worlds/town/events",
        "/worlds/town/phones/13800001001/messages",
        "/worlds/town/mailboxes/zhang@example.com/messages",
        "/worlds/town/faces",
        "/worlds/town/people",
        "/worlds/town/flows",
        "/worlds/town/notices",
        "/worlds/town/defects",
        "/worlds/town/journal",
    ] {
        let all = bench.get(list).await;
        assert_ne!(all["items"], json!([]), "{list}");
        let next = all["next"].as_u64().expect("a cursor");
        let rest = bench.get(&format!("{list}?after={next}")).await;
        assert_eq!((&rest["items"], &rest["next"]), (&json!([]), &all["next"]), "{list}");
        let beyond = bench.get(&format!("{list}?after={}", u64::MAX)).await;
        assert_eq!((&beyond["items"], &beyond["next"]), (&json!([]), &all["next"]), "{list}");
        let last = bench.get(&format!("{list}?last=1")).await;
        assert_eq!(last["items"].get(0), all["items"].as_array().and_then(|items| items.last()), "{list}");
    }
}

#[tokio::test]
async fn flows_stand_where_they_stand_and_one_has_its_timeline() {
    let bench = Bench::start().await;
    let receiver = Receiver::start(&[]).await;
    let id = passed(&bench, &receiver).await;
    let flows = bench.items("/worlds/town/flows").await;
    assert_eq!(flows.len(), 1);
    assert_eq!(
        (&flows[0]["state"], &flows[0]["method"], &flows[0]["page"]),
        (&json!("passed"), &json!("face"), &json!("result"))
    );
    assert_eq!(
        (&flows[0]["subject"]["name"], &flows[0]["subject"]["address"]),
        (&json!("王晓明"), &json!(MOBILE))
    );
    let flow = bench.get(&format!("/worlds/town/flows/{id}")).await;
    assert_eq!(flow["timeline"][0]["kind"], "link_issued");
    for unknown in ["OF-00000000000000000000000000000001", "x"] {
        let found = bench.refused("GET", &format!("/worlds/town/flows/{unknown}"), None).await;
        assert_eq!(found, (404, "not_found".into()));
    }
}

#[tokio::test]
async fn notices_are_told_and_sent_once_more() {
    let bench = Bench::start().await;
    let receiver = Receiver::start(&[500]).await;
    passed(&bench, &receiver).await;
    bench.post("/worlds/town/clock", json!({"advance": "0s"})).await;
    let notice = bench.get("/worlds/town/notices/n1").await;
    assert_eq!((&notice["state"], &notice["action"]), (&json!("pending"), &json!("AUTH_PASS")));
    assert_eq!(notice["next_at"], "2026-03-02T09:00:10+08:00");
    assert_eq!(notice["attempts"][0]["status"], 500);
    let body: Value = serde_json::from_str(notice["body"].as_str().expect("text")).expect("JSON");
    assert_eq!(body["action"], "AUTH_PASS");
    let again = bench.post("/worlds/town/notices/n1/resend", json!({})).await;
    assert_eq!(again["state"], "pending");
    bench.post("/worlds/town/clock", json!({"advance": "0s"})).await;
    let delivered = bench.items("/worlds/town/notices?match=state=delivered&wait=10s").await;
    assert_eq!(delivered[0]["attempts"].as_array().map(Vec::len), Some(2));
    for (method, target) in [("GET", "/notices/n9"), ("POST", "/notices/n9/resend"), ("GET", "/notices/x")] {
        let found = bench.refused(method, &format!("/worlds/town{target}"), None).await;
        assert_eq!(found, (404, "not_found".into()), "{target}");
    }
}

#[tokio::test]
async fn a_notice_leaves_by_itself_once_the_answer_to_its_cause_is_out() {
    let bench = Bench::start().await;
    let receiver = Receiver::start(&[]).await;
    passed(&bench, &receiver).await;
    bench.get("/worlds/town/clock").await;
    let delivered = bench.items("/worlds/town/notices?match=state=delivered&wait=10s").await;
    assert_eq!(delivered.len(), 1);
}

#[tokio::test]
async fn the_journal_keeps_calls_and_explains_refused_signatures() {
    let bench = Bench::start().await;
    let (api, app) = (bench.simulator.api(), bench.simulator.app().id.to_string());
    let timestamp = realname_simulator::clock::now().0.to_string();
    let headers = [
        ("x-tsign-open-app-id", app.as_str()),
        ("x-tsign-open-auth-mode", "Signature"),
        ("x-tsign-open-ca-timestamp", timestamp.as_str()),
        ("x-tsign-open-ca-signature", "AAAA"),
    ];
    let target = "/v3/persons/identity-info?psnAccount=13800001001";
    Bench::raw(&api, "GET", target, &headers, String::new()).await.expect("an answer");
    Bench::raw(&api, "GET", "/v3/nothing", &[], String::new()).await.expect("an answer");
    let kept = bench.items("/worlds/town/journal").await;
    assert_eq!(kept.len(), 1, "control calls are not kept");
    let exchange = &kept[0];
    assert_eq!(
        (&exchange["status"], &exchange["code"], &exchange["target"]),
        (&json!(401), &json!("401"), &json!(target))
    );
    assert!(exchange["explanation"]["expected_string_to_sign"].as_str().expect("text").starts_with("GET\n"));
    assert_eq!(bench.items("/journal").await.len(), 1, "what belongs to no world");
    for har in [
        bench.get("/worlds/town/journal?format=har").await,
        Bench::raw(
            &api,
            "GET",
            "/_control/v1/worlds/town/journal",
            &[("accept", "application/har+json")],
            String::new(),
        )
        .await
        .expect("an answer")
        .json(),
    ] {
        assert_eq!(
            (&har["log"]["version"], &har["log"]["entries"][0]["response"]["status"]),
            (&json!("1.2"), &json!(401))
        );
        assert_eq!(har["log"]["entries"][0]["request"]["url"], json!(format!("{api}{target}")));
    }
    assert_eq!(
        bench.refused("GET", "/worlds/town/journal?format=pdf", None).await,
        (400, "bad_value".into())
    );
}

#[tokio::test]
async fn the_journal_keeps_no_floor_of_our_own_however_it_is_called() {
    let bench = Bench::with(Config { control_token: Some("made-up".into()), ..Config::default() }).await;
    let api = bench.simulator.api();
    let long = || " ".repeat(11 * 1024 * 1024);
    let token = ("authorization", "Bearer made-up");
    let foreign = ("origin", "http://evil.example");
    for (method, target, headers, body, status) in [
        ("PATCH", "/_console", vec![token], String::new(), 405),
        ("GET", "/_console", vec![], String::new(), 401),
        ("GET", "/_demo", vec![token, foreign], String::new(), 403),
        ("POST", "/_demo/login", vec![token], long(), 413),
        ("PATCH", "/", vec![token], String::new(), 405),
        ("PATCH", "/livez", vec![], String::new(), 405),
        ("POST", "/metrics", vec![], long(), 413),
        ("PATCH", "/_control/v1/info", vec![token], String::new(), 405),
        ("GET", "/_control/v1/info", vec![], String::new(), 401),
        ("POST", "/_control/v1/worlds", vec![token], long(), 413),
        ("PATCH", "/auth/style.css", vec![], String::new(), 405),
        ("PATCH", "/v3/psn-auth-url", vec![], String::new(), 401),
        ("PATCH", "/v1/oauth2/access_token", vec![], String::new(), 404),
    ] {
        let answer = Bench::raw(&api, method, target, &headers, body).await.expect("an answer");
        assert_eq!(answer.status, status, "{method} {target}: {}", answer.text);
    }
    let kept = Bench::raw(&api, "GET", "/_control/v1/journal", &[token], String::new()).await;
    let kept = kept.expect("an answer").json();
    let targets: Vec<_> = kept["items"].as_array().expect("items").iter().map(|one| &one["target"]).collect();
    assert_eq!(targets, ["/auth/style.css", "/v3/psn-auth-url", "/v1/oauth2/access_token"]);
}
