//! Worlds: made, listed, reset, forked, ended.

use std::time::Duration;

use realname_simulator::clock;
use realname_simulator::config::Config;
use realname_simulator::tape::format::{Head, Record, replay};
use serde_json::{Value, json};

use crate::bench::{Bench, START, call, expect, open_flow};

#[tokio::test]
async fn a_world_is_made_looked_at_and_ended() {
    let bench = Bench::start().await;
    let made = bench.world("case-17").await;
    assert_eq!(
        (&made["world"], &made["seed"], &made["scenario"]),
        (&json!("case-17"), &json!(7), &json!("town"))
    );
    assert_eq!(made["urls"]["control"], json!(format!("{}/worlds/case-17", bench.simulator.control())));
    assert_eq!(bench.get("/worlds/case-17").await, made);
    let names: Vec<_> = bench.items("/worlds").await.iter().map(|world| world["world"].clone()).collect();
    assert_eq!(names, ["town", "case-17"]);
    assert_eq!(expect(200, bench.call("DELETE", "/worlds/case-17", None).await), json!({"world": "case-17"}));
    assert_eq!(bench.refused("GET", "/worlds/case-17", None).await, (404, "not_found".into()));
    assert_eq!(bench.refused("DELETE", "/worlds/case-17", None).await, (404, "not_found".into()));
    assert_eq!(bench.world("case-17").await, made, "its name may be used again, and draws the same values");
}

#[tokio::test]
async fn worlds_without_a_name_are_numbered() {
    let bench = Bench::start().await;
    for expected in ["w1", "w2"] {
        let made = expect(201, bench.call("POST", "/worlds", Some(json!({}))).await);
        assert_eq!(made["world"], expected);
    }
}

#[tokio::test]
async fn the_same_seed_name_and_scenario_give_the_same_world_anywhere() {
    let order = json!({"name": "a", "seed": 99, "clock": {"mode": "frozen", "at": START}});
    let (one, other) = (Bench::start().await, Bench::start().await);
    let apps = |made: Value| made["apps"].clone();
    let first = apps(expect(201, one.call("POST", "/worlds", Some(order.clone())).await));
    let second = apps(expect(201, other.call("POST", "/worlds", Some(order)).await));
    assert_eq!(first, second);
}

#[tokio::test]
async fn an_order_that_cannot_be_is_refused_and_changes_nothing() {
    let bench = Bench::start().await;
    bench.world("a").await;
    let app = bench.simulator.app().id.to_string();
    for (order, status, code) in [
        (json!({"name": "a"}), 409, "name_taken"),
        (json!({"name": "a b"}), 400, "bad_value"),
        (json!({"nmae": "b"}), 400, "unknown_field"),
        (json!({"seed": -1}), 400, "bad_value"),
        (json!({"scenario": "village"}), 400, "bad_scenario"),
        (json!({"scenario": {"unknown": "maybe"}}), 400, "bad_scenario"),
        (json!({"scenario": 1}), 400, "bad_value"),
        (json!({"clock": {"mode": "stopped"}}), 400, "bad_value"),
        (json!({"ttl": "soon"}), 400, "bad_value"),
        (json!({"apps": [{"app_id": app}]}), 409, "app_taken"),
        (json!({"apps": [{"app_id": "x"}]}), 400, "bad_value"),
        (json!({"apps": [{"id": "7438000001"}]}), 400, "unknown_field"),
    ] {
        let found = bench.refused("POST", "/worlds", Some(order.clone())).await;
        assert_eq!(found, (status, code.to_owned()), "{order}");
    }
    assert_eq!(bench.items("/worlds").await.len(), 2);
    let answer = Bench::raw(&bench.simulator.api(), "POST", "/_control/v1/worlds", &[], "{".into()).await;
    assert_eq!(answer.expect("an answer").json()["error"]["code"], "bad_json");
}

#[tokio::test]
async fn no_more_worlds_are_kept_than_allowed() {
    let bench = Bench::with(Config { worlds_max: 2, ..Config::default() }).await;
    bench.world("a").await;
    assert_eq!(bench.refused("POST", "/worlds", Some(json!({}))).await, (409, "worlds_full".into()));
    expect(200, bench.call("DELETE", "/worlds/a", None).await);
    bench.world("b").await;
}

#[tokio::test]
async fn a_reset_world_is_as_new() {
    let bench = Bench::start().await;
    let made = bench.world("a").await;
    let world = bench.simulator.site().directory.world("a").expect("live");
    let first = open_flow(&world, None).await;
    for _ in 0..2 {
        assert_eq!(bench.post("/worlds/a/reset", json!({})).await, made);
        assert_eq!(bench.items("/worlds/a/flows").await, [] as [Value; 0]);
    }
    assert!(world.is_closed(), "the old one is no more");
    let world = bench.simulator.site().directory.world("a").expect("live");
    assert_eq!(open_flow(&world, None).await, first, "the same call draws the same id");
    assert_eq!(bench.refused("POST", "/worlds/b/reset", None).await, (404, "not_found".into()));
}

#[tokio::test]
async fn a_world_may_have_an_address_of_its_own() {
    let bench = Bench::start().await;
    let app = json!([{"app_id": bench.simulator.app().id.to_string(), "app_secret": "made-up"}]);
    let order = json!({"name": "apart", "own_address": true, "apps": app, "ttl": "1h"});
    let made = expect(201, bench.call("POST", "/worlds", Some(order)).await);
    let base = made["urls"]["api"].as_str().expect("an address").to_owned();
    assert_ne!(base, bench.simulator.api());
    assert_eq!(expect(200, call(&base, "GET", "/worlds/apart", None).await), made);
    assert_eq!(bench.get("/worlds/apart").await, made, "control finds it from the main address too");
    assert_eq!(bench.items("/worlds").await.len(), 2);
    assert_eq!(call(&base, "GET", "/worlds", None).await.1["items"].as_array().map(Vec::len), Some(1));
    assert_eq!(bench.refused("POST", "/worlds", Some(json!({"name": "apart"}))).await.1, "name_taken");
    assert_eq!(bench.post("/worlds/apart/reset", json!({})).await, made);
    expect(200, call(&base, "DELETE", "/worlds/apart", None).await);
    assert_eq!(bench.refused("GET", "/worlds/apart", None).await.0, 404);
    let silence = async {
        while Bench::raw(&base, "GET", "/livez", &[], String::new()).await.is_ok() {
            tokio::task::yield_now().await;
        }
    };
    let fell_silent = clock::within(Duration::from_secs(10), silence).await;
    assert!(fell_silent.is_some(), "the address of an ended world still answers");
    bench.simulator.shutdown().await;
}

#[tokio::test]
async fn a_fork_shares_the_past_and_goes_its_own_way() {
    let bench = Bench::start().await;
    bench.world("a").await;
    let parent = bench.simulator.site().directory.world("a").expect("live");
    let first = open_flow(&parent, None).await;
    let rules = json!({"same_flow_found_again": false});
    expect(200, bench.call("PUT", "/worlds/a/rules", Some(rules)).await);
    let second = open_flow(&parent, None).await;
    let order = json!({"at": 2, "name": "what-if"});
    let fork = expect(201, bench.call("POST", "/worlds/a/fork", Some(order)).await);
    assert_eq!(fork["apps"], bench.get("/worlds/a").await["apps"]);
    let flows = bench.items("/worlds/what-if/flows").await;
    assert_eq!(flows.iter().map(|flow| flow["id"].clone()).collect::<Vec<_>>(), [json!(first.to_string())]);
    let tape = bench.items("/worlds/what-if/tape").await;
    assert_eq!(tape, bench.items("/worlds/a/tape").await[..2]);
    let events = bench.items("/worlds/what-if/events").await;
    assert_eq!(events, bench.items("/worlds/a/events").await[..events.len()]);
    let home = bench.simulator.site().process.annex("what-if").expect("an address of its own");
    let forked = home.directory.world("what-if").expect("live");
    assert_eq!(open_flow(&forked, None).await, second, "it draws under its parent's name");
    bench.post("/worlds/what-if/reset", json!({})).await;
    assert_eq!(bench.items("/worlds/what-if/flows").await.len(), 1, "reset leads back to the fork");
    for at in [json!({"at": 9}), json!({"at": -1}), json!({}), json!({"at": 1, "name": "a/b"})] {
        assert_eq!(
            bench.refused("POST", "/worlds/a/fork", Some(at.clone())).await,
            (400, "bad_value".into()),
            "{at}"
        );
    }
    let taken = json!({"at": 1, "name": "a"});
    assert_eq!(bench.refused("POST", "/worlds/a/fork", Some(taken)).await, (409, "name_taken".into()));
}

#[tokio::test]
async fn a_world_that_nobody_calls_ends_after_its_time_to_live() {
    let bench = Bench::start().await;
    let order = json!({"name": "brief", "ttl": "1ms"});
    expect(201, bench.call("POST", "/worlds", Some(order)).await);
    if let Some(world) = bench.simulator.site().directory.world("brief") {
        world.ended().await;
    }
    assert_eq!(bench.refused("GET", "/worlds/brief", None).await.0, 404);
}

#[tokio::test]
async fn a_written_tape_can_be_replayed() {
    let bench = Bench::start().await;
    bench.world("a").await;
    let world = bench.simulator.site().directory.world("a").expect("live");
    open_flow(&world, None).await;
    bench.post("/worlds/a/clock", json!({"advance": "31d"})).await;
    let target = "/_control/v1/worlds/a/tape";
    let accept = [("accept", "application/x-ndjson")];
    let written =
        Bench::raw(&bench.simulator.api(), "GET", target, &accept, String::new()).await.expect("a tape");
    let mut lines = written.text.lines();
    let head: Head = serde_json::from_str(lines.next().expect("a head")).expect("a head");
    let records: Vec<Record> = lines.map(|line| serde_json::from_str(line).expect("a record")).collect();
    let replayed = replay(&head, records.iter()).expect("the same run");
    assert_eq!(replayed.digest(), world.digest());
}

#[tokio::test]
async fn a_broken_world_is_told_as_broken_and_breaks_no_list() {
    let bench = Bench::start().await;
    bench.world("broken").await;
    let world = bench.simulator.site().directory.world("broken").expect("live");
    let breaking = std::thread::spawn(move || world.ask(|_| panic!("on purpose")));
    assert!(breaking.join().is_err());
    let told: Vec<_> = bench
        .items("/worlds")
        .await
        .iter()
        .map(|one| (one["is_broken"].clone(), one["flows"].clone()))
        .collect();
    assert_eq!(told, [(json!(false), json!(0)), (json!(true), Value::Null)]);
    let api = bench.simulator.api();
    let metrics = Bench::raw(&api, "GET", "/metrics", &[], String::new()).await.expect("an answer");
    assert_eq!(metrics.status, 200);
    for row in ["broken{world=\"broken\"} 1", "broken{world=\"town\"} 0", "flows_total{world=\"town\"} 0"] {
        assert!(metrics.text.contains(row), "{row}: {}", metrics.text);
    }
    assert!(!metrics.text.contains("flows_total{world=\"broken\"}"), "{}", metrics.text);
}
