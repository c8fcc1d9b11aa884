//! Requests that are too long, too slow, or not all there.

use std::time::Duration;

use realname_simulator::config::Config;
use realname_simulator::edge::BODY_BYTES_MAX;
use serde_json::{Value, json};

use crate::bench::Bench;
use crate::caller::Caller;
use crate::gateway::refusal;
use crate::wire;

#[tokio::test]
async fn a_body_has_a_greatest_size() {
    let bench = Bench::start().await;
    let caller = Caller::of(&bench);
    let largest = " ".repeat(BODY_BYTES_MAX);
    let answer = caller.call("POST", "/v3/psn-auth-url", &largest).await;
    assert_eq!((answer.status, answer.json()["code"].clone()), (200, json!(1_450_003)), "read, and no JSON");
    let answer = caller.call("POST", "/v3/psn-auth-url", &format!("{largest} ")).await;
    assert_eq!(refusal(&answer).0, 413);
    let page = Bench::raw(&caller.base, "POST", "/auth/h5/authorize", &[], format!("{largest} ")).await;
    assert_eq!(page.expect("an answer").status, 413);
    assert_eq!(bench.items("/worlds/town/tape").await, [] as [Value; 0]);
}

/// The beginnings of requests with a body, one for each way to be answered; `more` ends the head.
fn beginnings(more: &str) -> [String; 3] {
    ["/v3/psn-auth-url", "/auth/h5/authorize", "/_control/v1/worlds/town/reset"]
        .map(|path| format!("POST {path} HTTP/1.1\r\nHost: localhost\r\n{more}\r\n"))
}

#[tokio::test]
async fn a_body_that_is_announced_as_too_long_is_not_waited_for() {
    let bench = Bench::start().await;
    let base = bench.simulator.api();
    for head in beginnings(&format!("Content-Length: {}\r\n", BODY_BYTES_MAX + 1)) {
        let answer = wire::head_of_answer(&base, head.as_bytes()).await;
        assert!(answer.starts_with("HTTP/1.1 413 "), "{answer}");
    }
}

#[tokio::test]
async fn a_body_without_an_end_is_refused_as_soon_as_it_is_too_long() {
    let bench = Bench::start().await;
    let base = bench.simulator.api();
    for head in beginnings("Transfer-Encoding: chunked\r\n") {
        let chunk = format!("{head}{:x}\r\n{}", BODY_BYTES_MAX + 2, " ".repeat(BODY_BYTES_MAX + 1));
        let answer = wire::head_of_answer(&base, chunk.as_bytes()).await;
        assert!(answer.starts_with("HTTP/1.1 413 "), "{answer}");
    }
}

#[tokio::test]
async fn a_request_that_stalls_is_given_up() {
    let patience = Duration::from_millis(20);
    let bench = Bench::with(Config { body_patience: patience, ..Config::default() }).await;
    let base = bench.simulator.api();
    for head in beginnings("Content-Length: 9\r\n") {
        let answer = wire::say(&base, format!("{head}{{").as_bytes()).await;
        assert!(answer.starts_with("HTTP/1.1 408 "), "{answer}");
    }
    let world = bench.simulator.world();
    assert!(!world.is_closed() && world.tape().1.is_empty(), "nothing was done");
    let bench = Bench::with(Config { head_patience: patience, ..Config::default() }).await;
    let half = "POST /v3/psn-auth-url HTTP/1.1\r\nHost: localhost\r\n";
    assert_eq!(wire::say(&bench.simulator.api(), half.as_bytes()).await, "", "half a head is nobody's");
}

#[tokio::test]
async fn a_body_that_breaks_off_changes_nothing() {
    let bench = Bench::start().await;
    bench.world("a").await;
    let world = bench.simulator.site().directory.world("a").expect("live");
    crate::bench::open_flow(&world, None).await;
    for half in [
        "POST /_control/v1/worlds/a/reset HTTP/1.1\r\nHost: localhost\r\nContent-Length: 9\r\n\r\n{",
        "POST /_control/v1/worlds/a/reset HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\n2\r\n{}\r\n",
    ] {
        wire::break_off(&bench.simulator.api(), half.as_bytes()).await;
        assert_eq!(bench.items("/worlds/a/flows").await.len(), 1, "{half}");
    }
    assert!(!world.is_closed());
}

#[tokio::test]
async fn what_is_no_http_ends_that_connection_alone() {
    let bench = Bench::start().await;
    let base = bench.simulator.api();
    let long = format!("GET /{} HTTP/1.1\r\nHost: x\r\n\r\n", "a".repeat(1 << 20));
    for bytes in [&b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03"[..], b"GET\r\n\r\n", long.as_bytes()] {
        let answer = wire::break_off(&base, bytes).await;
        assert!(answer.is_empty() || answer.starts_with("HTTP/1.1 4"), "{answer}");
    }
    assert_eq!(bench.items("/worlds").await.len(), 1);
}
