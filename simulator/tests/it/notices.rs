//! Notices out: the bytes, the signature, one at a time, near receivers only.

use std::sync::Arc;

use rcgen::{BasicConstraints, CertificateParams, IsCa, Issuer, KeyPair};
use realname_simulator::clock;
use realname_simulator::config::Config;
use realname_simulator::signature::{Key, notice_signature};
use rustls_pki_types::{PrivateKeyDer, PrivatePkcs8KeyDer};
use serde_json::{Value, json};
use tokio::sync::Semaphore;
use tokio_rustls::TlsAcceptor;
use tokio_rustls::rustls::ServerConfig;

use crate::bench::{Bench, START, expect};
use crate::browser::{Browser, GUO, LI, Resident, WANG, asked_for};
use crate::caller::{Caller, Link};
use crate::sink::{Reply, Sink, status};

/// Milliseconds of [`START`].
const START_MS: i64 = 1_772_413_200_000;

/// Grants a right, which tells the caller once.
async fn granted(caller: &Caller, world: &str, who: Resident, notify: &str) -> Link {
    let more = json!({"notifyUrl": notify, "authorizeConfig": {"authorizedScopes": ["psn_initiate_sign"]}});
    let link = caller.link(&asked_for(who.mobile, more)).await;
    Browser::new(&caller.base).log_in(world, &link, who.mobile).await;
    link
}

/// All that is due is settled then.
async fn settle(bench: &Bench, world: &str) -> Value {
    bench.post(&format!("/worlds/{world}/clock"), json!({"advance": "0s"})).await
}

#[tokio::test]
async fn a_verification_and_a_grant_are_told_to_the_byte() {
    let bench = Bench::start().await;
    let caller = Caller::of(&bench);
    let sink = Sink::willing().await;
    let notify = format!("{}/told?orderNo=001&belong=pinjie&name=%E7%8E%8B", sink.base);
    let scopes = json!({"authorizedScopes": ["psn_initiate_sign", "get_psn_identity_info"]});
    let body = asked_for(WANG.mobile, json!({"notifyUrl": notify, "authorizeConfig": scopes}));
    let link = caller.link(&body).await;
    let page = Browser::new(&caller.base).verify("town", &link, WANG).await;
    assert_eq!(page.name, "result");
    settle(&bench, "town").await;
    let posts = sink.posts();
    let answer = caller.get(&format!("/v3/auth-flow/{}", link.id)).await;
    let psn_id = answer["data"]["authInfo"]["person"]["psnId"].as_str().expect("an id");
    let (flow, mobile) = (&link.id, WANG.mobile);
    let end = START_MS + 99 * 365 * 86_400_000;
    let right =
        |scope| format!(r#"{{"authorizedScope":"{scope}","effectiveTime":{START_MS},"expireTime":{end}}}"#);
    let rights = format!("{},{}", right("get_psn_identity_info"), right("psn_initiate_sign"));
    let passed = format!(
        r#"{{"authFlowId":"{flow}","timestamp":{START_MS},"authType":"PSN","bizType":"REAL_NAME","psnInfo":{{"psnId":"{psn_id}","psnAccount":{{"accountMobile":"{mobile}"}}}},"action":"AUTH_PASS"}}"#
    );
    let finished = format!(
        r#"{{"timestamp":{START_MS},"psnId":"{psn_id}","authFlowId":"{flow}","authorizedInfo":[{rights}],"legalRepCheck":false,"adminCheck":false,"transactorUseSeal":false,"action":"AUTHORIZE_FINISH"}}"#
    );
    let bodies: Vec<_> = posts.iter().map(|post| String::from_utf8_lossy(&post.body).into_owned()).collect();
    assert_eq!(bodies, [passed, finished]);
    for post in &posts {
        assert_eq!((post.method.as_str(), post.target.as_str()), ("POST", &notify[sink.base.len()..]));
        assert_eq!(post.header("content-type"), "application/json; charset=UTF-8");
        assert_eq!(post.header("host"), sink.base.trim_start_matches("http://"));
        assert_eq!(post.header("content-length"), post.body.len().to_string());
        assert_eq!(post.header("x-tsign-open-app-id"), caller.app);
        assert_eq!(post.header("x-tsign-open-signature-algorithm"), "hmac-sha256");
        let timestamp = post.header("x-tsign-open-timestamp");
        let age = clock::now().0 - timestamp.parse::<i64>().expect("milliseconds");
        assert!(timestamp.len() == 13 && (0..60_000).contains(&age), "the real present, not the world's");
        let key = Key::new(&caller.secret);
        let query = "belong=pinjie&name=%E7%8E%8B&orderNo=001";
        let signature = notice_signature(&key, timestamp, query, &post.body);
        assert_eq!(post.header("x-tsign-open-signature"), signature, "values in the order of their keys");
    }
}

#[test]
fn a_notice_is_signed_as_in_the_documents() {
    let signature = notice_signature(
        &Key::new("dummysecret"),
        "1713508339505",
        "orderNo=001&belong=pinjie",
        br#"{"action":"AUTH_PASS"}"#,
    );
    assert_eq!(signature, "74e534ae34823ae8f099eba5bc4492ef15ad67873cac02512a7d1ec2df30ca4a");
}

#[tokio::test]
async fn a_person_with_a_mail_account_is_told_by_it() {
    let bench = Bench::start().await;
    let caller = Caller::of(&bench);
    let sink = Sink::willing().await;
    let notify = json!({"notifyUrl": sink.base});
    let link = caller.link(&asked_for("zhang@example.com", notify)).await;
    let mut browser = Browser::new(&caller.base);
    browser.submit(&link, "send-code", &[]).await;
    let mails = bench.items("/worlds/town/mailboxes/zhang@example.com/messages").await;
    let text = mails[0]["text"].as_str().expect("text");
    let code: String = text.chars().filter(char::is_ascii_digit).take(6).collect();
    browser.submit(&link, "authorize", &[("code", &code), ("agree", "yes")]).await;
    let faces =
        [("name", "张文斌"), ("id-number", "310104199209240377"), ("vendor", "esign"), ("agree", "yes")];
    browser.submit(&link, "choose-method", &[("method", "face")]).await;
    assert_eq!(browser.submit(&link, "face", &faces).await.name, "face-qr");
    let ticket = bench.items("/worlds/town/faces").await[0]["ticket"].as_str().expect("a ticket").to_owned();
    Browser::on_phone(&caller.base).open(&format!("/auth/face/{ticket}")).await;
    bench.post(&format!("/worlds/town/faces/{ticket}"), json!({"outcome": "passed"})).await;
    settle(&bench, "town").await;
    let body: Value = serde_json::from_slice(&sink.posts()[0].body).expect("JSON");
    assert_eq!(body["psnInfo"]["psnAccount"], json!({"accountEmail": "zhang@example.com"}));
}

#[tokio::test]
async fn a_receiver_has_one_notice_in_its_hands_at_a_time() {
    let bench = Bench::start().await;
    let caller = Caller::of(&bench);
    let sink = Sink::start(|_| async {
        for _ in 0..100 {
            tokio::task::yield_now().await;
        }
        status(200)
    })
    .await;
    for who in [WANG, LI] {
        let scopes = json!({"authorizedScopes": ["psn_initiate_sign"]});
        let notify = format!("{}/{}", sink.base, who.mobile);
        let body = asked_for(who.mobile, json!({"notifyUrl": notify, "authorizeConfig": scopes}));
        let link = caller.link(&body).await;
        Browser::new(&caller.base).verify("town", &link, who).await;
    }
    granted(&caller, "town", GUO, &sink.base).await;
    settle(&bench, "town").await;
    for notice in ["n1", "n2", "n3"] {
        bench.post(&format!("/worlds/town/notices/{notice}/resend"), json!({})).await;
    }
    assert_eq!(settle(&bench, "town").await["pending"], 0);
    let notices = bench.items("/worlds/town/notices").await;
    assert!(notices.iter().all(|notice| notice["state"] == "delivered"), "{notices:#?}");
    assert_eq!((notices.len(), sink.most_at_once()), (5, 1));
    assert_eq!(sink.posts().len(), 8);
}

#[tokio::test]
async fn a_receiver_that_is_slow_holds_up_nobody_else() {
    let bench = Bench::start().await;
    let caller = Caller::of(&bench);
    let gate = Arc::new(Semaphore::new(0));
    let held = Arc::clone(&gate);
    let slow = Sink::start(move |_| {
        let gate = Arc::clone(&held);
        async move {
            gate.acquire().await.expect("open").forget();
            status(200)
        }
    })
    .await;
    let quick = Sink::willing().await;
    granted(&caller, "town", GUO, &slow.base).await;
    let link = caller.link(&asked_for(WANG.mobile, json!({"notifyUrl": quick.base}))).await;
    Browser::new(&caller.base).verify("town", &link, WANG).await;
    let told = bench.items("/worlds/town/notices?match=state=delivered&wait=10s").await;
    assert_eq!((told[0]["id"].clone(), quick.posts().len()), (json!("n2"), 1));
    let answered = bench.get("/worlds/town/clock").await;
    assert_eq!(answered["now"], START, "and the world answers meanwhile");
    gate.add_permits(1);
    assert_eq!(settle(&bench, "town").await["pending"], 0);
}

#[tokio::test]
async fn a_notice_comes_after_the_reply_that_it_is_due_to() {
    let bench = Bench::start().await;
    let caller = Caller::of(&bench);
    let sink = Sink::willing().await;
    let link = granted(&caller, "town", GUO, &sink.base).await;
    settle(&bench, "town").await;
    let journal = bench.items("/worlds/town/journal").await;
    let place = |test: &dyn Fn(&Value) -> bool| journal.iter().position(test).expect("it is in the journal");
    let posted = place(&|exchange| exchange["direction"] == "out");
    let cause = place(&|exchange| {
        let target = exchange["target"].as_str().unwrap_or_default();
        exchange["method"] == "POST" && target.starts_with("/auth/h5/authorize") && target.contains(&link.id)
    });
    assert!(cause < posted);
    assert_eq!((&journal[posted]["operation"], &journal[posted]["status"]), (&json!("notice"), &json!(200)));
    let sent = &journal[posted]["request"]["body"];
    assert_eq!(sent.as_str().map(str::as_bytes), Some(&*sink.posts()[0].body));
}

#[tokio::test]
async fn a_redirect_is_a_refusal() {
    let bench = Bench::start().await;
    let caller = Caller::of(&bench);
    let sink = Sink::start(|ordinal| async move {
        let mut reply: Reply = status(if ordinal == 0 { 307 } else { 204 });
        reply.headers_mut().insert("location", "/elsewhere".parse().expect("a path"));
        reply
    })
    .await;
    granted(&caller, "town", GUO, &format!("{}/first", sink.base)).await;
    settle(&bench, "town").await;
    assert_eq!(sink.posts().len(), 1, "it is not followed");
    let notice = bench.get("/worlds/town/notices/n1").await;
    assert_eq!((&notice["state"], &notice["attempts"][0]["status"]), (&json!("pending"), &json!(307)));
    bench.post("/worlds/town/clock", json!({"advance": "10s"})).await;
    let targets: Vec<_> = sink.posts().into_iter().map(|post| post.target).collect();
    assert_eq!(targets, ["/first", "/first"]);
    let notice = bench.get("/worlds/town/notices/n1").await;
    assert_eq!((&notice["state"], &notice["attempts"][1]["status"]), (&json!("delivered"), &json!(204)));
    let bodies: Vec<_> = sink.posts().into_iter().map(|post| post.body).collect();
    assert_eq!(bodies[0], bodies[1], "the same bytes at every attempt");
}

#[tokio::test]
async fn a_receiver_that_never_answers_is_given_up_after_five_seconds() {
    let bench = Bench::start().await;
    let caller = Caller::of(&bench);
    let sink = Sink::start(|_| std::future::pending()).await;
    granted(&caller, "town", GUO, &sink.base).await;
    let (watch, began) = (clock::Stopwatch::start(), clock::now());
    assert_eq!(settle(&bench, "town").await["complete"], true);
    assert!((4_000..9_000).contains(&watch.elapsed().as_millis()), "{:?} since {began:?}", watch.elapsed());
    let notice = bench.get("/worlds/town/notices/n1").await;
    assert_eq!(
        (&notice["attempts"][0]["outcome"], &notice["state"]),
        (&json!("timed_out"), &json!("pending"))
    );
    assert_eq!(notice["next_at"], "2026-03-02T09:00:10+08:00", "its plan goes by world time");
}

#[tokio::test]
async fn notices_stay_near() {
    let bench = Bench::start().await;
    let caller = Caller::of(&bench);
    let (closed, name) = {
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.expect("a free port");
        (format!("http://{}/", listener.local_addr().expect("an address")), "unreachable")
    };
    for (ordinal, (url, outcome)) in [
        ("http://8.8.8.8/", "forbidden"),
        ("https://8.8.8.8/", "forbidden"),
        ("http://169.254.169.254/latest/meta-data/", "forbidden"),
        ("http://[fe80::1]/", "forbidden"),
        ("http://0.0.0.0:1/", "forbidden"),
        ("http://[::ffff:8.8.8.8]/", "forbidden"),
        ("http://134744072/", "forbidden"),
        ("http://nowhere.invalid/", "unreachable"),
        (closed.as_str(), name),
    ]
    .into_iter()
    .enumerate()
    {
        bench.post("/worlds/town/clock", json!({"advance": "1m", "budget": "1ms"})).await;
        granted(&caller, "town", GUO, url).await;
        settle(&bench, "town").await;
        let notice = bench.get(&format!("/worlds/town/notices/n{}", ordinal + 1)).await;
        assert_eq!((&notice["attempts"][0]["outcome"], &notice["url"]), (&json!(outcome), &json!(url)));
    }
}

#[tokio::test]
async fn a_notice_is_no_order_to_our_own_control() {
    let bench = Bench::start().await;
    let caller = Caller::of(&bench);
    let order = json!({"name": "own", "own_address": true, "clock": {"mode": "frozen", "at": START}});
    let made = expect(201, bench.call("POST", "/worlds", Some(order)).await);
    let (here, there) = (bench.simulator.api(), made["urls"]["api"].as_str().expect("an address").to_owned());
    let port = here.rsplit(':').next().expect("a port").to_owned();
    for (ordinal, (url, outcome)) in [
        (format!("{here}/_control/v1/worlds/town/reset"), "forbidden"),
        (format!("{there}/_control/v1/worlds/town/reset"), "forbidden"),
        (format!("http://localhost:{port}/x/../_control/v1/worlds/town/reset?a=1"), "forbidden"),
        (format!("http://[::ffff:127.0.0.1]:{port}/_control"), "forbidden"),
        (format!("{here}/_demo/callback"), "status"),
        (format!("{here}/_controls"), "status"),
    ]
    .into_iter()
    .enumerate()
    {
        bench.post("/worlds/town/clock", json!({"advance": "1m", "budget": "1ms"})).await;
        granted(&caller, "town", GUO, &url).await;
        settle(&bench, "town").await;
        let notice = bench.get(&format!("/worlds/town/notices/n{}", ordinal + 1)).await;
        assert_eq!((&notice["attempts"][0]["outcome"], &notice["url"]), (&json!(outcome), &json!(url)));
    }
}

/// A certificate for loopback, and the file of the authority behind it.
fn certified(file: &str) -> (TlsAcceptor, std::path::PathBuf) {
    let mut authority = CertificateParams::new(Vec::new()).expect("no names");
    authority.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
    let key = KeyPair::generate().expect("a key");
    let root = authority.self_signed(&key).expect("a root");
    let issuer = Issuer::new(authority, key);
    let leaf = CertificateParams::new(vec!["127.0.0.1".to_owned()]).expect("an address");
    let leaf_key = KeyPair::generate().expect("a key");
    let certificate = leaf.signed_by(&leaf_key, &issuer).expect("a certificate");
    let path = std::path::Path::new(env!("CARGO_TARGET_TMPDIR")).join(file);
    std::fs::write(&path, root.pem()).expect("it can be written");
    let private = PrivateKeyDer::Pkcs8(PrivatePkcs8KeyDer::from(leaf_key.serialize_der()));
    let config = ServerConfig::builder()
        .with_no_client_auth()
        .with_single_cert(vec![certificate.der().clone()], private)
        .expect("a sound certificate");
    (TlsAcceptor::from(Arc::new(config)), path)
}

#[tokio::test]
async fn an_https_receiver_is_trusted_by_the_file_of_the_configuration() {
    let (tls, file) = certified("notices-ca.pem");
    for (ca_file, outcome, came) in [(Some(file), "status", 1), (None, "unreachable", 0)] {
        let bench = Bench::with(Config { ca_file, ..Config::default() }).await;
        let caller = Caller::of(&bench);
        let sink = Sink::secured(Some(tls.clone()), |_| async { status(200) }).await;
        granted(&caller, "town", GUO, &format!("{}/told?a=1", sink.base)).await;
        settle(&bench, "town").await;
        let notice = bench.get("/worlds/town/notices/n1").await;
        assert_eq!(notice["attempts"][0]["outcome"], outcome, "{notice:#}");
        assert_eq!(sink.posts().len(), came);
    }
}

#[tokio::test]
async fn own_address_and_webhook_are_both_told_and_a_lost_notice_is_a_defect() {
    let bench = Bench::start().await;
    let sink = Sink::willing().await;
    let order = json!({
        "name": "w", "clock": {"mode": "frozen", "at": START}, "apps": [{"webhook": format!("{}/hook", sink.base)}],
    });
    let made = expect(201, bench.call("POST", "/worlds", Some(order)).await);
    let caller = Caller::of_world(&bench.simulator.api(), &made);
    granted(&caller, "w", GUO, &format!("{}/own", sink.base)).await;
    settle(&bench, "w").await;
    let targets: Vec<_> = sink.posts().into_iter().map(|post| post.target).collect();
    assert_eq!(targets, ["/own", "/hook"]);
    bench.post("/worlds/w/clock", json!({"advance": "1m"})).await;
    bench.post("/worlds/w/defects", json!({"name": "notice_lost"})).await;
    granted(&caller, "w", GUO, &format!("{}/own", sink.base)).await;
    settle(&bench, "w").await;
    assert_eq!(sink.posts().len(), 2);
}
