//! The gateway from outside: who is let in, in which order he is turned away, and what is not read.

use hyper::header::CONTENT_TYPE;
use realname_simulator::config::Config;
use realname_simulator::signature::{Key, content_md5, sign};
use serde_json::{Value, json};

use crate::bench::{Answer, Bench, START, expect};
use crate::caller::{Caller, Headers};
use crate::wire;

const QUESTION: &str = "/v3/persons/identity-info?psnAccount=13800001004";

/// The status and message of a gateway refusal, whose three keys are checked.
pub(crate) fn refusal(answer: &Answer) -> (u16, String) {
    let body = answer.json();
    let message = body["message"].as_str().unwrap_or_default().to_owned();
    assert_eq!(body, json!({"success": false, "code": answer.status, "message": message}));
    assert!(answer.headers[CONTENT_TYPE].to_str().expect("text").contains("application/json"));
    assert_eq!(traced(answer), ("", ""), "no service answered");
    (answer.status, message)
}

/// The elapsed time and the trace id, each of which is there exactly once.
fn traced(answer: &Answer) -> (&str, &str) {
    let only = |name: &str| {
        let values: Vec<_> = answer.headers.get_all(name).iter().collect();
        assert_eq!(values.len(), 1, "{name}: {values:?}");
        values[0].to_str().expect("text")
    };
    (only("x-tsign-elapse-time"), only("x-tsign-trace-id"))
}

fn without(mut headers: Headers, name: &str) -> Headers {
    headers.retain(|(known, _)| *known != name);
    headers
}

fn with(headers: Headers, name: &'static str, value: &str) -> Headers {
    let mut headers = without(headers, name);
    headers.push((name, value.to_owned()));
    headers
}

/// A world whose application may only be called from elsewhere.
async fn fenced(bench: &Bench) -> Caller {
    let order = json!({"name": "fenced", "clock": {"mode": "frozen", "at": START}, "apps": [{"ip_allow": ["203.0.113.7"]}]});
    Caller::of_world(&bench.simulator.api(), &expect(201, bench.call("POST", "/worlds", Some(order)).await))
}

#[tokio::test]
async fn each_check_comes_before_the_next() {
    let bench = Bench::start().await;
    let caller = fenced(&bench).await;
    // Everything is wrong at first; one thing after another is mended.
    let target = "/v3/nowhere";
    let good = caller.signed("GET", target, "");
    let mut headers = with(good.clone(), "x-tsign-open-ca-signature", "AAAA");
    headers = with(headers, "x-tsign-open-ca-timestamp", "1");
    headers = with(headers, "x-tsign-open-app-id", "7438999999");
    let mut found = Vec::new();
    let mut ask = async |headers: &Headers| {
        found.push(refusal(&caller.send("GET", target, headers, "").await));
    };
    ask(&with(without(headers.clone(), "x-tsign-open-ca-signature"), "x-tsign-open-auth-mode", "signature"))
        .await;
    ask(&without(headers.clone(), "x-tsign-open-ca-signature")).await;
    ask(&headers).await;
    headers = with(headers, "x-tsign-open-app-id", &caller.app);
    ask(&headers).await;
    headers = with(headers, "x-tsign-open-ca-timestamp", &realname_simulator::clock::now().0.to_string());
    ask(&headers).await;
    ask(&good).await;
    let town = Caller::of(&bench);
    found.push(refusal(&town.call("GET", target, "").await));
    found.push(refusal(&town.call("DELETE", QUESTION, "").await));
    let expected = [
        (401, "AUTHSTRATEGY_NOT_FOUND"),
        (401, "缺少参数"),
        (401, "无效的应用"),
        (401, "INVALID_TIMESTAMP"),
        (401, "INVALID_SIGNATURE"),
        (403, "IP白名单不匹配"),
        (404, "请求的接口不存在"),
        (404, "请求的接口不存在"),
    ];
    assert_eq!(found, expected.map(|(status, message)| (status, message.to_owned())));
}

#[tokio::test]
async fn the_order_of_token_mode() {
    let bench = Bench::start().await;
    let caller = fenced(&bench).await;
    let header = |name, value: &str| (name, value.to_owned());
    let app = "x-tsign-open-app-id";
    let token = "x-tsign-open-token";
    for (headers, message) in [
        (vec![], "TOKEN_CANT_BE_NULL"),
        (vec![header(app, "7438999999")], "TOKEN_CANT_BE_NULL"),
        (vec![header(app, &caller.app), header(token, "")], "TOKEN_CANT_BE_NULL"),
        (vec![header(token, "x")], "缺少参数"),
        (vec![header(app, "7438999999"), header(token, "x")], "无效的应用"),
        (vec![header(app, &caller.app), header(token, "x")], "TOKEN错误"),
    ] {
        let answer = caller.send("GET", "/v3/nowhere", &headers, "").await;
        assert_eq!(refusal(&answer), (401, message.to_owned()), "{headers:?}");
    }
    let good = token_of(&caller).await;
    let headers = vec![header(app, &caller.app), header(token, &good.0)];
    assert_eq!(refusal(&caller.send("GET", QUESTION, &headers, "").await).0, 403, "the address comes last");
}

/// Fetches a token; gives it and the refresh token.
async fn token_of(caller: &Caller) -> (String, String) {
    let (app, secret) = (&caller.app, &caller.secret);
    let target = format!("/v1/oauth2/access_token?appId={app}&secret={secret}&grantType=client_credentials");
    let answer = caller.send("GET", &target, &vec![], "").await.json();
    assert_eq!((&answer["code"], &answer["message"]), (&json!(0), &json!("成功")));
    let deadline: i64 =
        answer["data"]["expiresIn"].as_str().expect("a string").parse().expect("milliseconds");
    let left = deadline - realname_simulator::clock::now().0;
    // Tokens of one millisecond are told apart by their timestamps, so a second one ends a millisecond later.
    assert!((7_190_000..=7_200_009).contains(&left), "120 minutes, not {left} ms");
    let text = |key: &str| answer["data"][key].as_str().expect("text").to_owned();
    (text("token"), text("refreshToken"))
}

#[tokio::test]
async fn the_newest_two_tokens_are_good_and_only_for_their_application() {
    let bench = Bench::start().await;
    let caller = Caller::of(&bench);
    let other = Caller::of_world(&caller.base, &bench.world("other").await);
    let status = async |app: &str, token: &str| {
        let headers = vec![("x-tsign-open-app-id", app.to_owned()), ("x-tsign-open-token", token.to_owned())];
        caller.send("GET", QUESTION, &headers, "").await.status
    };
    let (first, _) = token_of(&caller).await;
    let (second, refresh) = token_of(&caller).await;
    assert_eq!((status(&caller.app, &first).await, status(&caller.app, &second).await), (200, 200));
    assert_eq!(status(&other.app, &second).await, 401);
    let refreshed = |token: &str| {
        format!("/v1/oauth2/refresh_token?appId={}&refreshToken={token}&grantType=refresh_token", caller.app)
    };
    let third = caller.send("GET", &refreshed(&refresh), &vec![], "").await.json();
    let third = third["data"]["token"].as_str().expect("a token").to_owned();
    assert_eq!(
        (
            status(&caller.app, &first).await,
            status(&caller.app, &second).await,
            status(&caller.app, &third).await
        ),
        (401, 200, 200)
    );
    let again = caller.send("GET", &refreshed(&refresh), &vec![], "").await;
    assert_eq!((again.status, again.json()["code"].clone()), (200, json!(72_000_009)), "used up");
    expect(200, bench.call("DELETE", "/worlds/town/tokens", None).await);
    assert_eq!(status(&caller.app, &third).await, 401);
}

#[tokio::test]
async fn a_world_may_let_a_replaced_token_end_at_once() {
    let bench = Bench::start().await;
    let rules = json!({"token_overlap": "0s"});
    expect(200, bench.call("PUT", "/worlds/town/rules", Some(rules)).await);
    let caller = Caller::of(&bench);
    let (first, second) = (token_of(&caller).await.0, token_of(&caller).await.0);
    for (token, status) in [(first, 401), (second, 200)] {
        let headers = vec![("x-tsign-open-app-id", caller.app.clone()), ("x-tsign-open-token", token)];
        assert_eq!(caller.send("GET", QUESTION, &headers, "").await.status, status);
    }
}

#[tokio::test]
async fn a_token_is_handed_out_to_whoever_knows_the_secret_only() {
    let bench = Bench::start().await;
    let Caller { app, secret, .. } = Caller::of(&bench);
    let caller = Caller::of(&bench);
    for (query, code) in [
        (format!("appId=7438999999&secret={secret}&grantType=client_credentials"), 72_000_032),
        (format!("appId={app}&secret=x&grantType=client_credentials"), 72_000_032),
        (format!("appId={app}&secret={secret}&grantType=refresh_token"), 72_000_001),
        (String::new(), 72_000_032),
    ] {
        let answer = caller.send("GET", &format!("/v1/oauth2/access_token?{query}"), &vec![], "").await;
        let body = answer.json();
        assert_eq!(answer.status, 200, "{query}");
        assert_eq!((&body["code"], &body["data"]), (&json!(code), &Value::Null), "{query}");
    }
    let posted = caller.send("POST", "/v1/oauth2/access_token", &vec![], "").await;
    assert_eq!(refusal(&posted).0, 404);
}

#[tokio::test]
async fn a_service_s_reply_tells_its_time_and_a_trace_of_its_own() {
    let mut runs = Vec::new();
    for _ in 0..2 {
        let bench = Bench::start().await;
        let caller = Caller::of(&bench);
        let token = "/v1/oauth2/access_token";
        let known = format!("{token}?appId={}&secret=x&grantType=client_credentials", caller.app);
        let answers = [
            caller.call("GET", QUESTION, "").await,
            caller.call("GET", QUESTION, "").await,
            caller.call("POST", "/v3/psn-auth-url", "{").await,
            caller.send("GET", &known, &vec![], "").await,
            caller.send("GET", token, &vec![], "").await,
        ];
        let mut traces = Vec::new();
        for answer in &answers {
            let (elapsed, trace) = traced(answer);
            assert!(elapsed.parse::<u32>().is_ok_and(|elapsed| elapsed < 60_000), "{elapsed}");
            assert!(trace.len() == 32 && trace.bytes().all(|byte| byte.is_ascii_hexdigit()), "{trace}");
            traces.push(trace.to_owned());
        }
        let page = caller.send("GET", "/auth/h5/help", &vec![], "").await;
        assert!(!page.headers.contains_key("x-tsign-trace-id"), "pages have none");
        runs.push(traces);
    }
    assert_eq!(runs[0], runs[1], "the same calls in the same order get the same");
    runs[0].sort();
    runs[0].dedup();
    assert_eq!(runs[0].len(), 5);
}

#[tokio::test]
async fn header_names_count_in_any_case() {
    let bench = Bench::start().await;
    let caller = Caller::of(&bench);
    for shout in [false, true] {
        let mut request = format!("GET {QUESTION} HTTP/1.1\r\nHost: x\r\nConnection: close\r\n");
        for (name, value) in caller.signed("GET", QUESTION, "") {
            let name = if shout { name.to_ascii_uppercase() } else { name.to_owned() };
            request.push_str(&format!("{name}: {value}\r\n"));
        }
        request.push_str("\r\n");
        let answer = wire::say(&caller.base, request.as_bytes()).await;
        assert!(answer.starts_with("HTTP/1.1 200 OK"), "{answer}");
    }
}

#[tokio::test]
async fn a_version_alone_is_a_path_that_leads_nowhere() {
    let bench = Bench::start().await;
    let caller = Caller::of(&bench);
    for target in ["/v1", "/v2", "/v3", "/v3/", "/v3/nowhere"] {
        let unsigned = caller.send("GET", target, &vec![], "").await;
        assert_eq!(refusal(&unsigned), (401, "TOKEN_CANT_BE_NULL".to_owned()), "{target}");
        let signed = caller.call("GET", target, "").await;
        assert_eq!(refusal(&signed), (404, "请求的接口不存在".to_owned()), "{target}");
    }
    let control = Bench::raw(&caller.base, "GET", "/_control", &[], String::new()).await.expect("an answer");
    assert_eq!((control.status, &control.json()["error"]["code"]), (404, &json!("not_found")));
    let short = Bench::raw(&caller.base, "GET", "/v30", &[], String::new()).await.expect("a page");
    assert!(short.status == 404 && short.text.contains("<html"), "{}", short.text);
}

#[tokio::test]
async fn links_are_built_from_names_of_ours_only() {
    let bench = Bench::start().await;
    let public =
        Bench::with(Config { public_url: Some("https://sim.example.test".into()), ..Config::default() });
    let public = public.await;
    let own = bench.simulator.api();
    for (bench, host, base) in [
        (&bench, "localhost:8686", "http://localhost:8686"),
        (&bench, "10.1.2.3", "http://10.1.2.3"),
        (&bench, "evil.example", &*own),
        (&bench, "sim.example.test", &own),
        (&bench, "evil.example@localhost", &own),
        (&bench, "localhost/evil", &own),
        (&public, "localhost:8686", "https://sim.example.test"),
        (&public, "evil.example", "https://sim.example.test"),
    ] {
        let caller = Caller::of(bench);
        let body = r#"{"psnAuthConfig":{}}"#;
        let headers = with(caller.signed("POST", "/v3/psn-auth-url", body), "host", host);
        let caller = Caller { base: address_of(bench), ..caller };
        let data = caller.send("POST", "/v3/psn-auth-url", &headers, body).await.json()["data"].take();
        for link in ["authUrl", "authShortUrl"] {
            let link = data[link].as_str().expect("a link");
            assert!(link.strip_prefix(base).is_some_and(|path| path.starts_with('/')), "{host}: {link}");
        }
    }
}

/// Where it listens, whatever it is called in public.
fn address_of(bench: &Bench) -> String {
    format!("http://{}", bench.simulator.site().address().expect("it listens"))
}

#[tokio::test]
async fn spellings_of_the_query_are_forgiven_unless_told_otherwise() {
    let sent = "/v3/persons/identity-info?psnIDCardType=CRED_PSN_CH_IDCARD&psnIDCardNum=330283198205160791";
    let documented =
        "/v3/persons/identity-info?psnIDCardNum=330283198205160791&psnIDCardType=CRED_PSN_CH_IDCARD";
    for (strict, expected) in [(false, [200, 200, 401]), (true, [200, 401, 401])] {
        let bench = Bench::with(Config { strict_signature: strict, ..Config::default() }).await;
        let caller = Caller::of(&bench);
        let mut found = Vec::new();
        for text in [documented, sent, "/v3/persons/identity-info"] {
            found.push(caller.send("GET", sent, &caller.signed("GET", text, ""), "").await.status);
        }
        assert_eq!(found, expected, "strict: {strict}");
    }
}

#[tokio::test]
async fn the_journal_names_the_mistake_behind_each_refused_signature() {
    let bench = Bench::start().await;
    let caller = Caller::of(&bench);
    let key = Key::new(&caller.secret);
    let text = format!("GET\n*/*\n\n\n\n{QUESTION}");
    let signed =
        |signature: String| with(caller.signed("GET", QUESTION, ""), "x-tsign-open-ca-signature", &signature);
    let right = sign(&key, text.as_bytes());
    let raw = base64::Engine::decode(&base64::engine::general_purpose::STANDARD, &right).expect("Base64");
    let at = |milliseconds: i64| {
        with(caller.signed("GET", QUESTION, ""), "x-tsign-open-ca-timestamp", &milliseconds.to_string())
    };
    let now = realname_simulator::clock::now().0;
    for (headers, mistake) in [
        (signed(sign(&key, b"GET\n*/*\n\n\n\n/v3/persons/identity-info")), Some("query_not_signed")),
        (signed(hex::encode(&raw)), Some("signature_hex")),
        (signed(sign(&Key::new(&format!("{} ", caller.secret)), text.as_bytes())), Some("secret_blanks")),
        (at(now / 1_000), Some("timestamp_seconds")),
        (at(now - 16 * 60_000), Some("timestamp_stale")),
        (at(now + 16 * 60_000), Some("timestamp_future")),
        (signed(sign(&key, b"something else")), None),
    ] {
        assert_eq!(caller.send("GET", QUESTION, &headers, "").await.status, 401);
        let last = bench.get("/worlds/town/journal?last=1").await["items"][0].take();
        assert_eq!(last["explanation"]["mistake"], json!(mistake), "{}", last["explanation"]);
        assert_eq!(last["explanation"]["expected_string_to_sign"], json!(text));
    }
    let body = r#"{"psnAuthConfig":{}}"#;
    let mut headers = caller.signed("POST", "/v3/psn-auth-url", body);
    headers = with(headers, "content-md5", &content_md5(b"{}"));
    caller.send("POST", "/v3/psn-auth-url", &headers, body).await;
    assert_eq!(bench.items("/worlds/town/tape").await, [] as [Value; 0], "nothing was done");
    let secret = &caller.secret;
    let all = bench.get("/worlds/town/journal").await.to_string();
    assert!(!all.contains(secret.as_str()), "an explanation never tells the secret");
}
