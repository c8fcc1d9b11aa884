//! Time that moves, and what is delivered on the way.

use std::sync::Arc;
use std::time::Duration;

use realname_provider::input::{Happening, Input};
use realname_provider::notice::{DueAttempt, Settled};
use realname_provider::time::Span;
use realname_simulator::clock::Stopwatch;
use realname_simulator::engine::advance::{self, Post, Reason, Target};
use realname_simulator::engine::world::World;
use serde_json::{Value, json};
use tokio::sync::Semaphore;

use crate::bench::{Bench, START, call, expect};
use crate::browser::{Browser, GUO, WANG, asked_for};
use crate::caller::Caller;
use crate::sink::{Sink, status};

/// Grants a right, which tells the receiver.
async fn granted(bench: &Bench, notify: &str) {
    let caller = Caller::of(bench);
    let more = json!({"notifyUrl": notify, "authorizeConfig": {"authorizedScopes": ["psn_initiate_sign"]}});
    let link = caller.link(&asked_for(GUO.mobile, more)).await;
    Browser::new(&caller.base).log_in("town", &link, GUO.mobile).await;
}

async fn advance(bench: &Bench, command: Value) -> Value {
    bench.post("/worlds/town/clock", command).await
}

#[tokio::test]
async fn each_attempt_stands_at_its_own_deadline() {
    let bench = Bench::start().await;
    let base = bench.simulator.api();
    let asked = base.clone();
    let times = Arc::new(std::sync::Mutex::new(Vec::new()));
    let heard = Arc::clone(&times);
    // The receiver looks at the clock while it is being told.
    let sink = Sink::start(move |ordinal| {
        let (base, heard) = (asked.clone(), Arc::clone(&heard));
        async move {
            let now = expect(200, call(&base, "GET", "/worlds/town/clock", None).await)["now"].clone();
            heard.lock().expect("no panic").push(now.as_str().expect("a time")[11..19].to_owned());
            status(if ordinal < 4 { 500 } else { 200 })
        }
    })
    .await;
    granted(&bench, &sink.base).await;
    let reached = advance(&bench, json!({"advance": "1h"})).await;
    assert_eq!(
        (&reached["reached"], &reached["complete"], &reached["pending"]),
        (&json!("2026-03-02T10:00:00+08:00"), &json!(true), &json!(0))
    );
    // 10 s, 10 s, 30 s and 1 minute after the one before.
    assert_eq!(
        *times.lock().expect("no panic"),
        ["09:00:00", "09:00:10", "09:00:20", "09:00:50", "09:01:50"]
    );
    let attempts = bench.get("/worlds/town/notices/n1").await["attempts"].take();
    assert!(attempts.as_array().expect("attempts").iter().all(|attempt| attempt["due"] == attempt["at"]));
}

#[tokio::test]
async fn sixteen_retries_and_then_no_more() {
    let bench = Bench::start().await;
    let sink = Sink::start(|_| async { status(500) }).await;
    granted(&bench, &sink.base).await;
    let mut steps = 0;
    advance(&bench, json!({"advance": "0s"})).await;
    while bench.get("/worlds/town/clock").await["next"]["what"] == "notice_attempt" {
        assert_eq!(advance(&bench, json!({"advance": "next"})).await["reason"], "done");
        steps += 1;
    }
    assert_eq!((steps, sink.posts().len()), (16, 17));
    assert_eq!(bench.get("/worlds/town/notices/n1").await["state"], "given_up");
    advance(&bench, json!({"advance": "365d"})).await;
    assert_eq!(sink.posts().len(), 17);
}

#[tokio::test]
async fn a_command_stops_when_its_real_time_is_used_up_and_may_go_on() {
    let bench = Bench::start().await;
    let gate = Arc::new(Semaphore::new(0));
    let held = Arc::clone(&gate);
    let sink = Sink::start(move |_| {
        let gate = Arc::clone(&held);
        async move {
            gate.acquire().await.expect("open").forget();
            status(200)
        }
    })
    .await;
    granted(&bench, &sink.base).await;
    // The delivery that is under way already counts as much as one that the command would begin.
    let watch = Stopwatch::start();
    let moved = advance(&bench, json!({"advance": "1m", "budget": "50ms"})).await;
    assert!(watch.elapsed().as_millis() < 3_000, "{:?}", watch.elapsed());
    assert_eq!((&moved["reason"], &moved["complete"]), (&json!("budget"), &json!(false)));
    assert_eq!((&moved["reached"], &moved["pending"]), (&json!(START), &json!(1)));
    assert_eq!(moved["target"], "2026-03-02T09:01:00+08:00");
    gate.add_permits(1);
    let moved = advance(&bench, json!({"advance": "1m"})).await;
    assert_eq!((&moved["reason"], &moved["pending"]), (&json!("done"), &json!(0)));
    assert_eq!(sink.posts().len(), 1, "the post that was under way was not given up");
}

/// A receiver without a network: each notice that it is told it orders once more.
struct Endless;

impl Post for Endless {
    fn receiver(&self, _world: &World, _attempt: &DueAttempt) -> String {
        "endless".into()
    }

    async fn post(&self, world: Arc<World>, attempt: DueAttempt) -> Settled {
        let again = Input::Happen(Happening::NoticeResent(attempt.notice));
        world.submit(again).await.expect("it is known");
        Settled::Status(200)
    }
}

#[tokio::test]
async fn a_notice_that_brings_about_the_next_is_a_cascade() {
    let bench = Bench::start().await;
    let sink = Sink::start(|ordinal| async move { status(if ordinal == 0 { 500 } else { 200 }) }).await;
    granted(&bench, &sink.base).await;
    // The next attempt stands ahead, where only a clock command comes: the world's own driver has none to make.
    advance(&bench, json!({"advance": "0s"})).await;
    // No machine is so slow that it would use this up.
    let budget = Duration::from_secs(24 * 60 * 60);
    let target = Target::By(Span::minutes(1));
    let moved = advance::advance(bench.simulator.world(), &Arc::new(Endless), target, budget).await;
    let moved = moved.expect("the clock is free");
    assert_eq!((moved.reason, moved.pending), (Reason::Cascade, 1));
    assert_eq!(moved.at.to_string(), "2026-03-02T09:00:10+08:00", "it stands where it ran away");
    let moved = advance(&bench, json!({"advance": "1m"})).await;
    assert_eq!((&moved["reason"], &moved["pending"]), (&json!("done"), &json!(0)));
    assert_eq!(sink.posts().len(), 2, "a receiver that orders nothing ends it");
}

#[tokio::test]
async fn a_notice_that_is_ordered_while_it_is_told_is_told_once_more() {
    let bench = Bench::start().await;
    let base = bench.simulator.api();
    let sink = Sink::start(move |ordinal| {
        let base = base.clone();
        async move {
            if ordinal == 0 {
                expect(200, call(&base, "POST", "/worlds/town/notices/n1/resend", Some(json!({}))).await);
            }
            status(200)
        }
    })
    .await;
    granted(&bench, &sink.base).await;
    advance(&bench, json!({"advance": "0s"})).await;
    let notice = bench.get("/worlds/town/notices/n1").await;
    assert_eq!((sink.posts().len(), &notice["state"]), (2, &json!("delivered")));
    assert_eq!(notice["attempts"].as_array().map(Vec::len), Some(2), "{notice}");
}

#[tokio::test]
async fn a_fast_clock_brings_its_deadlines_soon() {
    let bench = Bench::start().await;
    let rules = json!({"flow_life": "1s"});
    expect(200, bench.call("PUT", "/worlds/town/rules", Some(rules)).await);
    let caller = Caller::of(&bench);
    let link = caller.link(&asked_for(WANG.mobile, json!({}))).await;
    let running = advance(&bench, json!({"run": true, "speed": 1000})).await;
    assert_eq!(running["speed"], 1000);
    let found = bench.get("/worlds/town/events?match=kind=expired&wait=30s").await;
    let expired = &found["items"][0];
    assert_eq!((&expired["flow"], &expired["at"]), (&json!(link.id), &json!("2026-03-02T09:00:01+08:00")));
    advance(&bench, json!({"freeze": true})).await;
    let at = bench.get("/worlds/town/clock").await["now"].clone();
    assert_eq!(bench.get("/worlds/town/clock").await["now"], at, "it stands again");
    assert!(at.as_str() >= Some("2026-03-02T09:00:01+08:00"));
}

#[tokio::test]
async fn a_retry_of_a_running_world_comes_by_itself() {
    let bench = Bench::start().await;
    let sink = Sink::start(|ordinal| async move { status(if ordinal == 0 { 500 } else { 200 }) }).await;
    granted(&bench, &sink.base).await;
    advance(&bench, json!({"advance": "0s"})).await;
    advance(&bench, json!({"run": true, "speed": 1000})).await;
    let told = bench.items("/worlds/town/notices?match=state=delivered&wait=30s").await;
    assert_eq!(told[0]["attempts"][1]["due"], "2026-03-02T09:00:10+08:00");
}
