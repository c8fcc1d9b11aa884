//! Worlds that know nothing of each other, and values that depend on nobody else's calls.

use futures::future::join_all;
use realname_provider::flow::method::face::FaceVendor;
use realname_simulator::tape::format::{Head, Record, replay};
use serde_json::{Value, json};

use crate::bench::{Bench, START, call, expect, face_check, open_flow};
use crate::browser::{Browser, GUO, LI, WANG, asked_for, last_code};
use crate::caller::{Caller, Link};

#[tokio::test]
async fn what_happens_in_one_world_stays_there() {
    let bench = Bench::start().await;
    let one = Caller::of_world(&bench.simulator.api(), &bench.world("one").await);
    let other = Caller::of_world(&bench.simulator.api(), &bench.world("other").await);
    assert_ne!((&one.app, &one.secret), (&other.app, &other.secret));
    let world = bench.simulator.site().directory.world("one").expect("live");
    face_check(&world, open_flow(&world, None).await, FaceVendor::Esign).await;
    let link = one.link(&asked_for(WANG.mobile, json!({"notifyUrl": "http://127.0.0.1:1/"}))).await;
    let page = Browser::new(&one.base).verify("one", &link, WANG).await;
    assert_eq!(page.name, "result");
    let question = format!("/v3/persons/identity-info?psnAccount={}", WANG.mobile);
    assert_eq!(one.get(&question).await["data"]["realnameStatus"], 1);
    assert_eq!(other.get(&question).await["code"], 1_435_203, "nobody there has heard of him");
    assert_eq!(other.get(&format!("/v3/auth-flow/{}", link.id)).await["code"], 1_450_007);
    let same = other.link(&asked_for(WANG.mobile, json!({}))).await;
    assert_ne!(same.id, link.id, "another name draws other ids");
    for list in ["phones/13800001001/messages", "events?match=kind=verified", "notices", "faces"] {
        assert!(!bench.items(&format!("/worlds/one/{list}")).await.is_empty(), "{list}");
        assert_eq!(bench.items(&format!("/worlds/other/{list}")).await, [] as [Value; 0], "{list}");
    }
    bench.post("/worlds/one/clock", json!({"advance": "40d"})).await;
    assert_eq!(bench.get("/worlds/other/clock").await["now"], START);
    let crossed = Caller { app: other.app.clone(), ..one.clone() };
    assert_eq!(crossed.call("GET", &question, "").await.json()["message"], "INVALID_SIGNATURE");
    expect(200, bench.call("DELETE", "/worlds/one", None).await);
    let refused = one.call("GET", &question, "").await;
    assert_eq!((refused.status, refused.json()["message"].clone()), (401, json!("无效的应用")));
    assert_eq!(Browser::new(&one.base).open(&link.long).await.name, "not-found");
    assert_eq!(Browser::new(&one.base).open(&same.long).await.name, "authorize");
}

#[tokio::test]
async fn a_world_with_its_own_address_is_reached_there_only() {
    let bench = Bench::start().await;
    let order = json!({"name": "apart", "own_address": true, "clock": {"mode": "frozen", "at": START}});
    let made = expect(201, bench.call("POST", "/worlds", Some(order)).await);
    let own = made["urls"]["api"].as_str().expect("an address");
    let caller = Caller::of_world(own, &made);
    let link = caller.link(&asked_for(WANG.mobile, json!({}))).await;
    assert_eq!(Browser::new(own).verify("apart", &link, WANG).await.name, "result");
    assert_eq!(Browser::new(&bench.simulator.api()).open(&link.long).await.name, "not-found");
    let town = Caller::of(&bench);
    let town_link = town.link(&asked_for(WANG.mobile, json!({}))).await;
    assert_eq!(Browser::new(own).open(&town_link.long).await.name, "not-found");
    let stranger = Caller { base: own.to_owned(), ..town };
    assert_eq!(stranger.call("GET", "/v3/auth-flow/x", "").await.json()["message"], "无效的应用");
    bench.simulator.shutdown().await;
}

/// Forty people who want a link each.
fn crowd() -> Vec<String> {
    (0..40).map(|n| format!("139000{n:05}")).collect()
}

/// Each one's flow, code and account id.
async fn visit(caller: &Caller, mobile: &str) -> (Link, String, Value) {
    let link = caller.link(&asked_for(mobile, json!({}))).await;
    let mut browser = Browser::new(&caller.base);
    browser.submit(&link, "send-code", &[]).await;
    let code = last_code(&caller.base, "town", mobile).await;
    let told = caller.get(&format!("/v3/auth-flow/{}", link.id)).await;
    (link, code, told["data"]["authInfo"]["person"]["psnId"].clone())
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn parallel_calls_give_everybody_the_values_that_he_would_have_alone() {
    let (together, alone) = (Bench::start().await, Bench::start().await);
    let mobiles = crowd();
    let caller = Caller::of(&together);
    let first = join_all(mobiles.iter().map(|mobile| visit(&caller, mobile))).await;
    let caller = Caller::of(&alone);
    let mut second = Vec::new();
    for mobile in mobiles.iter().rev() {
        second.push(visit(&caller, mobile).await);
    }
    second.reverse();
    assert_eq!(first, second);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_same_call_made_ten_times_at_once_opens_one_flow() {
    let bench = Bench::start().await;
    let caller = Caller::of(&bench);
    let body = asked_for(WANG.mobile, json!({}));
    let links = join_all((0..10).map(|_| caller.link(&body))).await;
    assert!(links.iter().all(|link| *link == links[0]));
    assert_eq!(bench.items("/worlds/town/flows").await.len(), 1);
}

#[tokio::test]
async fn a_tape_of_whole_flows_is_replayed_and_forked_to_the_same_state() {
    let bench = Bench::start().await;
    let caller = Caller::of(&bench);
    for who in [WANG, LI] {
        let link = caller.link(&asked_for(who.mobile, json!({"notifyUrl": "http://127.0.0.1:1/"}))).await;
        Browser::new(&caller.base).verify("town", &link, who).await;
        bench.post("/worlds/town/clock", json!({"advance": "2m"})).await;
    }
    let scopes = json!({"authorizeConfig": {"authorizedScopes": ["psn_initiate_sign"]}});
    let link = caller.link(&asked_for(GUO.mobile, scopes)).await;
    Browser::new(&caller.base).log_in("town", &link, GUO.mobile).await;
    let target = "/_control/v1/worlds/town/tape";
    let accept = [("accept", "application/x-ndjson")];
    let written = Bench::raw(&caller.base, "GET", target, &accept, String::new()).await.expect("a tape").text;
    let mut lines = written.lines();
    let head: Head = serde_json::from_str(lines.next().expect("a head")).expect("a head");
    let records: Vec<Record> = lines.map(|line| serde_json::from_str(line).expect("a record")).collect();
    let world = bench.simulator.world();
    assert_eq!(replay(&head, records.iter()).expect("the same run").digest(), world.digest());
    for at in [0, 1, records.len() / 2, records.len()] {
        let order = json!({"at": at, "name": format!("fork-{at}")});
        let made = expect(201, bench.call("POST", "/worlds/town/fork", Some(order)).await);
        let fork = bench.simulator.site().process.annex(&format!("fork-{at}")).expect("an address");
        let fork = fork.directory.world(&format!("fork-{at}")).expect("live");
        let run = replay(&head, records[..at].iter()).expect("the same run");
        assert_eq!(run.digest(), fork.digest(), "fork at {at}");
        let own = made["urls"]["api"].as_str().expect("an address");
        assert_eq!(
            call(own, "GET", &format!("/worlds/fork-{at}/tape"), None).await.1["items"]
                .as_array()
                .map(Vec::len),
            Some(at)
        );
    }
    bench.simulator.shutdown().await;
}
