//! A world's clock.

use serde_json::{Value, json};

use crate::bench::{Bench, START, face_check, open_flow};
use crate::receiver::Receiver;

#[tokio::test]
async fn a_clock_stands_runs_and_moves() {
    let bench = Bench::start().await;
    let clock = bench.get("/worlds/town/clock").await;
    assert_eq!(clock, json!({"now": START, "mode": "frozen", "speed": 1, "next": null}));
    let moved = bench.post("/worlds/town/clock", json!({"advance": "15m"})).await;
    let at = "2026-03-02T09:15:00+08:00";
    assert_eq!(moved, json!({"reached": at, "target": at, "complete": true, "pending": 0, "reason": "done"}));
    let running = bench.post("/worlds/town/clock", json!({"run": true, "speed": 60})).await;
    assert_eq!((&running["mode"], &running["speed"]), (&json!("running"), &json!(60)));
    assert_eq!(bench.post("/worlds/town/clock", json!({"freeze": true})).await["mode"], "frozen");
}

#[tokio::test]
async fn the_next_deadline_is_told_and_can_be_gone_to() {
    let bench = Bench::start().await;
    let flow = open_flow(bench.simulator.world(), None).await;
    let next = json!({"at": "2026-04-01T09:00:00+08:00", "what": "flow_expires"});
    assert_eq!(bench.get("/worlds/town/clock").await["next"], next);
    let moved = bench.post("/worlds/town/clock", json!({"advance": "next"})).await;
    assert_eq!(moved["reached"], next["at"]);
    assert_eq!(bench.get(&format!("/worlds/town/flows/{flow}")).await["state"], "expired");
}

#[tokio::test]
async fn a_command_that_cannot_be_is_refused() {
    let bench = Bench::start().await;
    for (command, code) in [
        (json!({}), "bad_request"),
        (json!({"freeze": true, "run": true}), "bad_request"),
        (json!({"advance": "yesterday"}), "bad_value"),
        (json!({"advance": "2026-03-02T08:59:59+08:00"}), "clock_backwards"),
        (json!({"run": true, "speed": 0}), "bad_value"),
        (json!({"stop": true}), "unknown_field"),
        (json!({"advance": 5}), "bad_value"),
    ] {
        let found = bench.refused("POST", "/worlds/town/clock", Some(command.clone())).await;
        assert_eq!(found, (400, code.to_owned()), "{command}");
    }
    assert_eq!(bench.get("/worlds/town/clock").await["now"], START);
}

#[tokio::test]
async fn of_two_commands_at_once_the_second_is_refused_and_nothing_is_lost() {
    let bench = Bench::start().await;
    // It is told by itself first, and refuses; the clock command tells it again.
    let receiver = Receiver::start(&[500, 0]).await;
    let world = bench.simulator.world();
    let flow = open_flow(world, Some(&receiver.url)).await;
    let ticket = face_check(world, flow, realname_provider::flow::method::face::FaceVendor::Esign).await;
    let ticket = ticket.parse().expect("a ticket");
    let scanned = realname_provider::input::Happening::FaceScanned { ticket, alipay: None };
    world.submit(realname_provider::input::Input::Happen(scanned)).await.expect("scanned");
    let decided = realname_provider::input::Happening::FaceDecided {
        ticket,
        outcome: realname_provider::flow::method::face::FaceOutcome::Passed,
    };
    world.submit(realname_provider::input::Input::Happen(decided)).await.expect("passed");
    receiver.arrived.notified().await;
    bench.post("/worlds/town/clock", json!({"advance": "0s"})).await;
    let first = bench.post("/worlds/town/clock", json!({"advance": "10s"}));
    let second = async {
        receiver.arrived.notified().await;
        let refused = bench.refused("POST", "/worlds/town/clock", Some(json!({"advance": "1m"}))).await;
        receiver.release.notify_one();
        refused
    };
    let (first, second) = tokio::join!(first, second);
    assert_eq!(second, (409, "clock_busy".into()));
    assert_eq!((&first["complete"], &first["pending"]), (&json!(true), &json!(0)));
    let notices = bench.items("/worlds/town/notices").await;
    let attempts = notices[0]["attempts"].as_array().expect("attempts");
    let outcomes: Vec<_> = attempts.iter().map(|attempt| attempt["status"].clone()).collect();
    // A held notice is answered with 200 once it is released.
    assert_eq!((notices.len(), outcomes), (1, vec![Value::from(500), Value::from(200)]));
}
