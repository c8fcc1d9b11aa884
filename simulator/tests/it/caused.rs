//! A notice waits for the reply of its own cause, and for nothing else.

use std::sync::Arc;

use realname_provider::flow::method::face::{FaceOutcome, FaceVendor};
use realname_provider::input::{Happening, Input};
use realname_simulator::engine::caused::Caused;
use realname_simulator::engine::world::World;
use serde_json::{Value, json};

use crate::bench::{Bench, face_check, open_flow};
use crate::browser::{Browser, GUO, asked_for};
use crate::caller::Caller;
use crate::sink::Sink;

/// A face check passes, which tells `notify`; the reply to whoever brought it about is not out before
/// what this gives is dropped.
async fn passed(world: &Arc<World>, notify: &str) -> Caused {
    let flow = open_flow(world, Some(notify)).await;
    let ticket = face_check(world, flow, FaceVendor::Esign).await.parse().expect("a ticket");
    let scanned = Happening::FaceScanned { ticket, alipay: None };
    world.submit(Input::Happen(scanned)).await.expect("scanned");
    let caused = Caused::default();
    let decided = Happening::FaceDecided { ticket, outcome: FaceOutcome::Passed };
    caused.submit(world, Input::Happen(decided)).await.expect("passed");
    caused
}

/// Somebody grants a right, which tells `notify`; all his requests are answered.
async fn granted(bench: &Bench, notify: String) {
    let caller = Caller::of(bench);
    let scopes = json!({"authorizedScopes": ["psn_initiate_sign"]});
    let body = asked_for(GUO.mobile, json!({"notifyUrl": notify, "authorizeConfig": scopes}));
    let link = caller.link(&body).await;
    Browser::new(&caller.base).log_in("town", &link, GUO.mobile).await;
}

async fn settle(bench: &Bench, budget: &str) -> Value {
    bench.post("/worlds/town/clock", json!({"advance": "0s", "budget": budget})).await
}

fn targets(sink: &Sink) -> Vec<String> {
    sink.posts().into_iter().map(|post| post.target).collect()
}

#[tokio::test]
async fn a_notice_waits_for_the_reply_to_its_own_cause_and_for_no_other() {
    let bench = Bench::start().await;
    let sink = Sink::willing().await;
    let world = bench.simulator.world();
    let reply = passed(world, &format!("{}/first", sink.base)).await;
    // Another request causes a notice to the same receiver and is answered, and others come and go.
    granted(&bench, format!("{}/second", sink.base)).await;
    let told = bench.items("/worlds/town/notices?match=state=delivered&wait=10s").await;
    assert_eq!((&told[0]["id"], targets(&sink)), (&json!("n2"), vec!["/second".to_owned()]));
    let stopped = settle(&bench, "20ms").await;
    assert_eq!((&stopped["reason"], &stopped["pending"]), (&json!("budget"), &json!(1)));
    assert_eq!(targets(&sink), ["/second"]);
    // The barrier waits with it.
    let (settled, ()) = tokio::join!(settle(&bench, "10s"), async { drop(reply) });
    assert_eq!((&settled["complete"], &settled["pending"]), (&json!(true), &json!(0)));
    assert_eq!(targets(&sink), ["/second", "/first"]);
}

#[tokio::test]
async fn a_reply_that_is_out_lets_its_notice_go_without_any_other_call() {
    let bench = Bench::start().await;
    let sink = Sink::willing().await;
    let world = bench.simulator.world();
    let mut changes = world.changes();
    drop(passed(world, &sink.base).await);
    while sink.posts().is_empty() {
        changes.changed().await.expect("the world is there");
    }
}

#[tokio::test]
async fn requests_that_overlap_without_end_starve_no_notice() {
    let bench = Bench::start().await;
    let sink = Sink::willing().await;
    let world = bench.simulator.world();
    drop(passed(world, &sink.base).await);
    settle(&bench, "10s").await;
    // From now on there is always a request under way that has something told again.
    let again = async |caused: &Caused| {
        let resent = Input::Happen(Happening::NoticeResent("n1".parse().expect("an id")));
        caused.submit(world, resent).await.expect("known");
    };
    let mut under_way = Caused::default();
    again(&under_way).await;
    let cause = granted(&bench, format!("{}/other", sink.base));
    let overlap = async {
        while targets(&sink).len() < 2 {
            let next = Caused::default();
            again(&next).await;
            under_way = next;
            bench.get("/worlds/town/clock").await;
        }
    };
    tokio::join!(cause, overlap);
    assert_eq!(targets(&sink), ["/", "/other"], "what is caused again and again waits for the last reply");
    drop(under_way);
    assert_eq!(settle(&bench, "10s").await["complete"], true);
    // One that was due, and one for all the orders that came while it was.
    assert_eq!(targets(&sink), ["/", "/other", "/", "/"]);
}
