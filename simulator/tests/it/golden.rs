//! A tape that was recorded once must come out the same for ever, or say which version has risen.

use std::fmt::Write;
use std::path::PathBuf;

use realname_simulator::simulator::Simulator;
use realname_simulator::tape::format::{FORMAT_VERSION, Head, RULES_VERSION, Record, replay};
use serde_json::{Value, json};

use crate::bench::{Bench, START};
use crate::browser::{Browser, WANG, asked_for};
use crate::caller::Caller;

const RENEW: &str = "RENEW_GOLDEN_TAPE=1 cargo test -p realname-simulator --test it golden";

fn file() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tests/golden/person.tape")
}

/// A person is verified and grants a right, wrong code and lost notices included. The tape, and then a
/// line with the digest of the world that it led to.
async fn record() -> String {
    let builder = Simulator::builder().scenario("town").seed(7).frozen_at(START);
    let bench = Bench { simulator: builder.start().await.expect("a free port") };
    let caller = Caller::of(&bench);
    // Nobody is there, and nobody is asked: the settlement is the same on every machine.
    let notify = "http://192.0.2.1/told";
    let scopes = json!({"authorizedScopes": ["get_psn_identity_info"]});
    let body = asked_for(WANG.mobile, json!({"notifyUrl": notify, "authorizeConfig": scopes}));
    let link = caller.link(&body).await;
    let mut browser = Browser::new(&caller.base);
    browser.submit(&link, "authorize", &[("code", "000000"), ("agree", "yes")]).await;
    assert_eq!(browser.verify("town", &link, WANG).await.name, "result");
    bench.post("/worlds/town/clock", json!({"advance": "1m"})).await;
    let (head, records, folded) = bench.simulator.world().tape();
    assert_eq!(folded, 0);
    let mut text = serde_json::to_string(&head).expect("JSON");
    for record in &records {
        write!(text, "\n{}", serde_json::to_string(record).expect("JSON")).expect("memory");
    }
    let digest = bench.simulator.world().digest();
    writeln!(text, "\n{}", json!({"digest": digest})).expect("memory");
    text
}

/// What is wrong with a tape, if anything.
fn differs(text: &str) -> Result<(), String> {
    let mut lines: Vec<_> = text.lines().collect();
    let end: Value = lines.pop().and_then(|line| serde_json::from_str(line).ok()).ok_or("it has no end")?;
    let (head, records) = lines.split_first().ok_or("it has no head")?;
    let unread = |error: serde_json::Error| {
        format!("it can no longer be read: {error}. Raise FORMAT_VERSION ({FORMAT_VERSION} now)")
    };
    let head: Head = serde_json::from_str(head).map_err(unread)?;
    let records: Result<Vec<Record>, _> = records.iter().map(|line| serde_json::from_str(line)).collect();
    let records = records.map_err(unread)?;
    if (head.format, head.rules) != (FORMAT_VERSION, RULES_VERSION) {
        return Err("it is of an older version".to_owned());
    }
    let raise = format!("Raise RULES_VERSION ({RULES_VERSION} now)");
    let provider = replay(&head, records.iter()).map_err(|divergence| format!("{divergence}. {raise}"))?;
    let digest = provider.digest();
    if end["digest"] != digest {
        return Err(format!("it leads to another state: recorded {}, now {digest}. {raise}", end["digest"]));
    }
    Ok(())
}

#[tokio::test]
async fn a_recorded_tape_comes_out_as_it_did() {
    if std::env::var_os("RENEW_GOLDEN_TAPE").is_some() {
        std::fs::write(file(), record().await).expect("it can be written");
    }
    let text = std::fs::read_to_string(file()).expect("it is there");
    if let Err(reason) = differs(&text) {
        panic!("the golden tape: {reason}, if that is meant, and renew the tape:\n  {RENEW}");
    }
}

#[tokio::test]
async fn whatever_is_changed_on_a_tape_is_noticed() {
    let text = record().await;
    assert_eq!(differs(&text), Ok(()));
    let lines: Vec<_> = text.lines().collect();
    let changed = |from: &str, to: &str| {
        assert!(text.contains(from), "{from}");
        differs(&text.replacen(from, to, 1)).expect_err("it differs")
    };
    let found = changed(&format!("\"rules\":{RULES_VERSION}"), "\"rules\":0");
    assert!(found.contains("older version"), "{found}");
    let found = changed("{\"digest\":\"", "{\"digest\":\"x");
    assert!(found.contains("another state") && found.contains("RULES_VERSION"), "{found}");
    let effect = text.split("\"effect\":").nth(1).and_then(|rest| rest.split('}').next()).expect("an effect");
    let found = changed(&format!("\"effect\":{effect}"), "\"effect\":0");
    assert!(found.contains("input 1 came out differently") && found.contains("RULES_VERSION"), "{found}");
    let found = changed("\"input\":{\"", "\"input\":{\"X");
    assert!(found.contains("FORMAT_VERSION"), "{found}");
    let shorter = [&lines[..lines.len() - 2], &lines[lines.len() - 1..]].concat().join("\n");
    assert!(differs(&shorter).expect_err("an input less").contains("another state"));
}
