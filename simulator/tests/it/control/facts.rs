//! People, rules, defects and tokens.

use realname_simulator::config::Config;
use serde_json::{Value, json};

use crate::bench::{Bench, expect};

fn li() -> Value {
    json!({
        "name": "李梅",
        "id_number": "110101199003070716",
        "mobiles": ["13900000001"],
        "line_states": {"13900000001": "silent"},
        "mails": ["li.mei@mail.test"],
        "bank_cards": [{"number": "6217000000000000004", "bank": "某某银行", "mobile": "13900000001"}],
        "alipay": "13900000001",
        "face": "eyes_covered",
        "use": "gets no messages",
    })
}

#[tokio::test]
async fn a_person_is_listed_and_changed() {
    let bench = Bench::start().await;
    let count = bench.items("/worlds/town/people").await.len();
    let put = expect(200, bench.call("PUT", "/worlds/town/people/li-mei", Some(li())).await);
    assert_eq!((&put["id"], &put["verified"]), (&json!("li-mei"), &json!(null)));
    for key in ["name", "id_number", "mobiles", "line_states", "mails", "alipay", "face", "use"] {
        assert_eq!(put[key], li()[key], "{key}");
    }
    assert_eq!(bench.get("/worlds/town/people/li-mei").await, put);
    let mut other = li();
    other["name"] = json!("李小梅");
    let changed = expect(200, bench.call("PUT", "/worlds/town/people/li-mei", Some(other)).await);
    assert_eq!(changed["name"], "李小梅");
    assert_eq!(bench.items("/worlds/town/people").await.len(), count + 1);
    let verified = bench.items("/worlds/town/people?match=verified=mobile3").await;
    assert!(!verified.is_empty(), "the town has somebody who is verified from the start");
}

#[tokio::test]
async fn a_person_that_cannot_be_is_refused() {
    let bench = Bench::start().await;
    let with = |key: &str, value: Value| {
        let mut person = li();
        person[key] = value;
        person
    };
    for (person, status, code) in [
        (with("id_number", json!("110101199003070710")), 400, "bad_value"),
        (with("mobiles", json!(["13800001001"])), 400, "unknown_field"),
        (with("mobiles", json!(["13900000001", "1380000100"])), 400, "bad_value"),
        (with("alipay", json!("13800001001")), 409, "taken"),
        (with("iban", json!(1)), 400, "unknown_field"),
        (with("id", json!("other")), 400, "bad_value"),
        (with("mails", json!(["a@b.test", "a@b.test"])), 400, "bad_value"),
        (json!([]), 400, "bad_value"),
        (json!({"name": "李梅"}), 400, "bad_value"),
    ] {
        let found = bench.refused("PUT", "/worlds/town/people/li-mei", Some(person.clone())).await;
        assert_eq!(found, (status, code.to_owned()), "{person}");
    }
    assert_eq!(bench.refused("GET", "/worlds/town/people/li-mei", None).await, (404, "not_found".into()));
    assert_eq!(
        bench.refused("PUT", "/worlds/town/people/Li%20Mei", Some(li())).await,
        (400, "bad_value".into())
    );
}

#[tokio::test]
async fn rules_are_read_and_changed_by_name() {
    let bench = Bench::start().await;
    assert_eq!(bench.get("/worlds/town/rules").await["code_life"], "15m");
    let patch = json!({"code_life": "1m", "willingness_face_needed": true});
    let rules = expect(200, bench.call("PUT", "/worlds/town/rules", Some(patch)).await);
    assert_eq!((&rules["code_life"], &rules["willingness_face_needed"]), (&json!("1m"), &json!(true)));
    assert_eq!(bench.get("/worlds/town/rules").await, rules);
    for (patch, code) in [
        (json!({"code_live": "1m"}), "unknown_field"),
        (json!({"code_life": 60}), "bad_value"),
        (json!({"code_life": "-1m"}), "bad_value"),
        (json!({"flow_life": "100000000000d"}), "bad_value"),
        (json!({"code_wrong_entries_max": 0}), "bad_value"),
        (json!({"notice_retry_intervals": ["10s", "x"]}), "bad_value"),
        (json!({"notice_retry_intervals": vec!["1s"; 101]}), "bad_value"),
        (json!([{"code_life": "1m"}]), "bad_value"),
    ] {
        let found = bench.refused("PUT", "/worlds/town/rules", Some(patch.clone())).await;
        assert_eq!(found, (400, code.to_owned()), "{patch}");
    }
    assert_eq!(bench.get("/worlds/town/rules").await, rules);
}

#[tokio::test]
async fn defects_are_switched_on_and_off() {
    let bench = Bench::start().await;
    let documented = bench.get("/worlds/town/rules").await;
    let known = bench.items("/worlds/town/defects").await;
    let names: Vec<_> = known.iter().map(|defect| defect["name"].as_str().expect("a name")).collect();
    assert_eq!(
        names,
        [
            "signature_unchecked",
            "stale_request_accepted",
            "wrong_code_accepted",
            "old_code_accepted",
            "code_sent_without_pause",
            "wrong_entries_uncounted",
            "flow_never_expires",
            "notice_lost",
            "notice_never_retried",
            "wrong_amount_accepted",
            "payer_unchecked",
            "letter_not_needed",
            "amount_accepted_late",
            "failure_told",
            "accounts_unlimited",
            "trusted_data_never_stale",
            "compare_unthrottled",
        ]
    );
    assert!(known.iter().all(|defect| defect["on"] == json!(false)));
    for defect in &known {
        let on = bench.post("/worlds/town/defects", json!({"name": defect["name"]})).await;
        assert_eq!(on["on"], true, "{defect}");
    }
    let rules = bench.get("/worlds/town/rules").await;
    assert_eq!((&rules["signature_compared"], &rules["notices_sent"]), (&json!(false), &json!(false)));
    let target = "/worlds/town/defects?name=notice_lost";
    let left = expect(200, bench.call("DELETE", target, None).await);
    let on =
        left["items"].as_array().expect("items").iter().filter(|defect| defect["on"] == json!(true)).count();
    assert_eq!(on, known.len() - 1);
    expect(200, bench.call("DELETE", "/worlds/town/defects", None).await);
    assert_eq!(bench.get("/worlds/town/rules").await, documented);
    for (method, target, body, code) in [
        ("POST", "/worlds/town/defects", Some(json!({"name": "typo"})), "bad_value"),
        ("POST", "/worlds/town/defects", Some(json!({})), "bad_value"),
        ("DELETE", "/worlds/town/defects?name=typo", None, "bad_value"),
        ("DELETE", "/worlds/town/defects?nmae=notice_lost", None, "unknown_field"),
    ] {
        assert_eq!(bench.refused(method, target, body).await, (400, code.to_owned()), "{method} {target}");
    }
}

#[tokio::test]
async fn a_sabotaged_world_takes_any_signature() {
    let bench = Bench::with(Config::default()).await;
    let (api, app) = (bench.simulator.api(), bench.simulator.app().id.to_string());
    let timestamp = realname_simulator::clock::now().0.to_string();
    let headers = [
        ("x-tsign-open-app-id", app.as_str()),
        ("x-tsign-open-auth-mode", "Signature"),
        ("x-tsign-open-ca-timestamp", timestamp.as_str()),
        ("x-tsign-open-ca-signature", "AAAA"),
    ];
    let call = || {
        Bench::raw(&api, "GET", "/v3/persons/identity-info?psnAccount=13800001004", &headers, String::new())
    };
    assert_eq!(call().await.expect("an answer").status, 401);
    bench.post("/worlds/town/defects", json!({"name": "signature_unchecked"})).await;
    assert_eq!(call().await.expect("an answer").status, 200);
}

#[tokio::test]
async fn all_access_tokens_end_at_once() {
    let bench = Bench::start().await;
    let app = bench.simulator.app();
    let target = format!(
        "/v1/oauth2/access_token?appId={}&secret={}&grantType=client_credentials",
        app.id, app.secret
    );
    for _ in 0..2 {
        Bench::raw(&bench.simulator.api(), "GET", &target, &[], String::new()).await.expect("a token");
    }
    let end = || bench.call("DELETE", "/worlds/town/tokens", None);
    assert_eq!(expect(200, end().await), json!({"ended": 2}));
    assert_eq!(expect(200, end().await), json!({"ended": 0}));
    assert_eq!(bench.refused("DELETE", "/worlds/x/tokens", None).await, (404, "not_found".into()));
}
