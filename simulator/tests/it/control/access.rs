//! Who may use control, and what it says of itself.

use hyper::header::{ALLOW, HeaderValue, LOCATION, SET_COOKIE};
use realname_simulator::config::Config;
use serde_json::json;

use crate::bench::Bench;

async fn status(bench: &Bench, headers: &[(&str, &str)]) -> (u16, String) {
    let answer = Bench::raw(&bench.simulator.api(), "GET", "/_control/v1/info", headers, String::new()).await;
    let answer = answer.expect("an answer");
    let code = answer.json()["error"]["code"].as_str().unwrap_or_default().to_owned();
    (answer.status, code)
}

#[tokio::test]
async fn info_tells_what_answers() {
    let bench = Bench::start().await;
    let info = bench.get("/info").await;
    assert_eq!((&info["worlds"], &info["default_world"]), (&json!(1), &json!("town")));
    for (target, title) in [
        ("/_control/openapi.json", "Control of a real-name provider simulator"),
        ("/_control/provider-openapi.json", "V2 and V3"),
    ] {
        let answer =
            Bench::raw(&bench.simulator.api(), "GET", target, &[], String::new()).await.expect("a file");
        assert_eq!(answer.status, 200);
        assert!(answer.json()["info"]["title"].as_str().expect("a title").contains(title), "{target}");
    }
}

#[tokio::test]
async fn a_wrong_path_or_method_is_told_in_the_one_form() {
    let bench = Bench::start().await;
    assert_eq!(bench.refused("GET", "/nothing", None).await, (404, "not_found".into()));
    let answer = Bench::raw(&bench.simulator.api(), "PATCH", "/_control/v1/worlds", &[], String::new()).await;
    let answer = answer.expect("an answer");
    assert_eq!((answer.status, &answer.json()["error"]["code"]), (405, &json!("method_not_allowed")));
    assert_eq!(answer.headers[ALLOW], "GET, POST");
    assert!(answer.json()["error"]["hint"].as_str().expect("a hint").contains("GET, POST"));
}

#[tokio::test]
async fn a_body_that_is_too_long_is_refused() {
    let bench = Bench::start().await;
    for megabytes in [5, 11] {
        let body = " ".repeat(megabytes * 1024 * 1024);
        let answer = Bench::raw(&bench.simulator.api(), "POST", "/_control/v1/worlds", &[], body).await;
        let answer = answer.expect("an answer");
        assert_eq!((answer.status, &answer.json()["error"]["code"]), (413, &json!("too_large")));
    }
}

#[tokio::test]
async fn foreign_names_and_foreign_pages_are_turned_away() {
    let bench = Bench::start().await;
    assert_eq!(status(&bench, &[]).await.0, 200);
    assert_eq!(status(&bench, &[("host", "localhost:1")]).await.0, 200);
    let forbidden = (403, "forbidden".to_owned());
    assert_eq!(status(&bench, &[("host", "evil.example")]).await, forbidden);
    assert_eq!(status(&bench, &[("origin", "http://evil.example")]).await, forbidden);
    assert_eq!(status(&bench, &[("origin", "null")]).await, forbidden);
    let own = bench.simulator.api();
    assert_eq!(status(&bench, &[("origin", own.as_str())]).await.0, 200);
}

#[tokio::test]
async fn where_a_token_is_set_it_must_be_told() {
    let config = Config { control_token: Some("made-up".into()), ..Config::default() };
    let bench = Bench::with(config).await;
    let missing = (401, "token_missing".to_owned());
    assert_eq!(status(&bench, &[]).await, missing);
    assert_eq!(status(&bench, &[("authorization", "Bearer other")]).await, missing);
    assert_eq!(status(&bench, &[("authorization", "Bearer made-up")]).await.0, 200);
    assert_eq!(status(&bench, &[("cookie", "realname_control_token=made-up")]).await.0, 200);
    let foreign = [("authorization", "Bearer made-up"), ("origin", "http://evil.example")];
    assert_eq!(status(&bench, &foreign).await, (403, "forbidden".to_owned()));
    let named = [("authorization", "Bearer made-up"), ("host", "realname.compose.internal")];
    assert_eq!(status(&bench, &named).await.0, 200, "whoever knows the token may call us by any name");
}

#[tokio::test]
async fn a_browser_is_asked_for_the_token_and_carries_it_from_then_on() {
    let token = "made-up; token";
    let bench = Bench::with(Config { control_token: Some(token.into()), ..Config::default() }).await;
    let api = bench.simulator.api();
    let asked = Bench::raw(&api, "GET", "/_console?world=town", &[], String::new()).await.expect("a page");
    assert_eq!(asked.status, 401);
    assert!(asked.text.contains(r#"data-page="token""#), "{}", asked.text);
    let action = "/_console/token?to=%2F%5Fconsole%3Fworld%3Dtown";
    assert!(asked.text.contains(action), "{}", asked.text);
    let wrong = Bench::raw(&api, "POST", action, &[], "token=other".into()).await.expect("a page");
    assert_eq!(wrong.status, 401);
    assert!(
        wrong.text.contains(r#"data-message="error""#) && !wrong.text.contains("other"),
        "{}",
        wrong.text
    );
    let right =
        Bench::raw(&api, "POST", action, &[], "token=made-up%3B+token".into()).await.expect("a redirect");
    assert_eq!(
        (right.status, &right.headers[LOCATION]),
        (303, &HeaderValue::from_static("/_console?world=town"))
    );
    let cookie =
        right.headers[SET_COOKIE].to_str().expect("text").split(';').next().expect("a pair").to_owned();
    assert_eq!(status(&bench, &[("cookie", &cookie)]).await.0, 200);
    let elsewhere = "/_console/token?to=%2F%2Fevil.example";
    let right =
        Bench::raw(&api, "POST", elsewhere, &[], "token=made-up%3B+token".into()).await.expect("a redirect");
    assert_eq!(right.headers[LOCATION], "/_console");
}
