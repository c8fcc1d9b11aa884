//! The random amount of 正向打款 is what proves the account: before it is filled in, nobody learns it but
//! from the statement, the bank's desk, the console and the event behind it.

use serde_json::{Value, json};

use crate::bench::{START, call, expect};
use crate::browser::{Browser, GUO, WANG};
use crate::caller::{Caller, Link};
use crate::program::Program;
use crate::sink::Sink;

const ORGANIZATION: &str = "云泽蓝亭仿真物业有限公司";
const CODE: &str = "91330283MA2HTC1F6Q";
const ACCOUNT: &str = "3901230009000001011";
const PDF: &[u8] = b"%PDF-1.7\nstamped\n%%EOF\n";
/// Texts of pages that are amounts and tell nothing: 反向打款, what an empty field suggests, and an example.
const COMMON: [&str; 3] = ["0.01", "0.00", "0.37"];

/// Whether a text has this number by itself, not within a longer one.
fn tells(text: &str, number: &str) -> bool {
    let within =
        |character: Option<char>| character.is_some_and(|it| it.is_ascii_alphanumeric() || it == '.');
    text.match_indices(number).any(|(at, _)| {
        let (before, rest) = text.split_at(at);
        !within(before.chars().next_back()) && !within(rest.chars().nth(number.len()))
    })
}

#[test]
fn a_number_is_found_by_itself_only() {
    for text in ["0.41", "{\"amount\":\"0.41\"}", "付0.41元", ">0.41<", "a 0.41,"] {
        assert!(tells(text, "0.41"), "{text}");
    }
    for text in ["", "10.41", "0.410", "0.411", "v0.41", "0.41.2"] {
        assert!(!tells(text, "0.41"), "{text}");
    }
}

/// A world, its flow, and everything that was shown of it to somebody who need not know.
struct Watched<'a> {
    base: &'a str,
    world: String,
    caller: Caller,
    link: Link,
    computer: Browser,
    phone: Browser,
    shown: Vec<(String, String)>,
    org_id: String,
}

impl<'a> Watched<'a> {
    async fn start(base: &'a str, seed: u64, sink: &Sink) -> Self {
        let world = format!("amounts{seed}");
        let order = json!({"name": world, "seed": seed, "clock": {"mode": "frozen", "at": START}});
        let made = expect(201, call(base, "POST", "/worlds", Some(order)).await);
        let caller = Caller::of_world(base, &made);
        let body = json!({
            "orgAuthConfig": {"orgName": ORGANIZATION, "transactorInfo": {"psnAccount": GUO.mobile}},
            "authorizeConfig": {"authorizedScopes": ["get_org_identity_info"]},
            "notifyUrl": sink.base,
        });
        let link = caller.org_link(&body).await;
        let (computer, phone) = (Browser::new(base), Browser::on_phone(base));
        let mut it =
            Self { base, world, caller, link, computer, phone, shown: Vec::new(), org_id: String::new() };
        it.computer.log_in(&it.world, &it.link, GUO.mobile).await;
        it.advance("2m").await;
        it.phone.log_in(&it.world, &it.link, GUO.mobile).await;
        let factors =
            [("org-name", ORGANIZATION), ("org-code", CODE), ("legal-rep-name", WANG.name), ("agree", "yes")];
        it.submit("org-info", &factors).await;
        it.submit("choose-org-method", &[("method", "bank-transfer")]).await;
        it.submit("bank-account", &[("account-number", ACCOUNT), ("cnaps", "102332000112")]).await;
        let flow = it.control("GET", &format!("/flows/{}", it.link.id), None).await;
        it.org_id = flow["organization"]["org_id"].as_str().expect("an account").to_owned();
        it
    }

    async fn control(&self, method: &str, target: &str, body: Option<Value>) -> Value {
        expect(200, call(self.base, method, &format!("/worlds/{}{target}", self.world), body).await)
    }

    async fn items(&self, target: &str) -> Vec<Value> {
        self.control("GET", target, None).await["items"].as_array().cloned().expect("items")
    }

    async fn advance(&self, span: &str) {
        self.control("POST", "/clock", Some(json!({"advance": span}))).await;
    }

    async fn submit(&mut self, step: &str, fields: &[(&str, &str)]) {
        let page = self.computer.submit(&self.link, step, fields).await;
        self.shown.push((format!("the page after {step}"), page.text));
    }

    async fn upload(&mut self) {
        let token = self.computer.open(&self.link.long).await.token;
        let parts = [("form_token", None, token.as_bytes()), ("letter-file", Some("a.pdf"), PDF)];
        let page = self.computer.post_parts(&self.link, "letter", &parts).await;
        assert_eq!(page.status, 303, "{}", page.text);
    }

    async fn decide(&self, verdict: Value) {
        self.control("POST", &format!("/letters/{}", self.link.id), Some(verdict)).await;
    }

    /// The amounts that were sent, oldest first, as their events tell them.
    async fn paid_out(&self) -> Vec<String> {
        let events = self.items("/events").await;
        let sent = events.iter().filter(|event| event["kind"] == "payout_sent");
        sent.map(|event| event["detail"]["amount"].as_str().expect("an amount").to_owned()).collect()
    }

    /// Looks wherever somebody may look who need not know.
    async fn look(&mut self, stage: &str) {
        let flow = format!("/v3/auth-flow/{}", self.link.id);
        let name: String = form_urlencoded::byte_serialize(ORGANIZATION.as_bytes()).collect();
        let by_name = format!("/v3/organizations/identity-info?orgName={name}");
        let granted = format!("/v3/organizations/{}/authorized-info", self.org_id);
        for target in [flow.as_str(), &by_name, &granted] {
            let told = self.caller.get(target).await.to_string();
            self.shown.push((format!("{stage}: {target}"), told));
        }
        let query = self.link.query().to_owned();
        let review = format!("/_desk/review?world={}", self.world);
        let admin = format!("/_desk/admin?world={}", self.world);
        let state = format!("/auth/h5/state?{query}");
        for (who, browser) in [("computer", &mut self.computer), ("phone", &mut self.phone)] {
            for target in [self.link.long.as_str(), &state, &review, &admin, "/_demo"] {
                let page = browser.open(target).await;
                assert_eq!(page.status, 200, "{target}");
                self.shown.push((format!("{stage}: {target} on the {who}"), page.text));
            }
        }
    }
}

#[tokio::test]
async fn what_was_paid_out_is_read_on_the_statement_and_nowhere_else() {
    let sink = Sink::willing().await;
    let program = Program::start(&["--log", "realname_simulator=trace,realname_provider=trace"]);
    let base = program.base();
    let mut all = Vec::new();
    for seed in [3, 5, 8] {
        let mut it = Watched::start(&base, seed, &sink).await;
        it.look("paid out").await;
        it.advance("1m").await;
        it.submit("bank-confirm", &[("amount", "1.00")]).await;
        it.look("a wrong amount").await;
        // A second payout; the first amount is as secret as before.
        it.submit("bank-confirm/again", &[]).await;
        it.upload().await;
        it.look("a letter").await;
        it.decide(json!({"verdict": "reject", "reason": "印章不清晰"})).await;
        it.look("rejected").await;
        it.advance("3d").await;
        it.look("arrived").await;
        it.upload().await;
        it.decide(json!({"verdict": "approve"})).await;
        it.look("approved").await;

        let amounts = it.paid_out().await;
        assert_eq!(amounts.len(), 2, "{amounts:?}");
        let statement = it.items(&format!("/bank/accounts/{ACCOUNT}/statement")).await;
        let desk = format!("/_desk/bank?world={}&account={ACCOUNT}", it.world);
        let desk = it.computer.open(&desk).await.text;
        for (amount, line) in amounts.iter().zip(&statement) {
            assert!(!COMMON.contains(&amount.as_str()), "another seed, please: {amount}");
            assert_eq!(line["amount"], amount.as_str());
            assert!(tells(&desk, amount), "{amount}: {desk}");
            for (place, text) in &it.shown {
                assert!(!tells(text, amount), "{amount} is told by {place}: {text}");
            }
        }
        it.submit("bank-confirm", &[("amount", &amounts[1])]).await;
        assert_eq!(it.computer.open(&it.link.long).await.name, "result");
        all.extend(amounts);
    }
    let told = sink.posts();
    for amount in &all {
        let posted = told.iter().find(|post| tells(&String::from_utf8_lossy(&post.body), amount));
        assert!(posted.is_none(), "{amount}: {posted:?}");
    }
    let (_, output, errors) = program.stop("-TERM");
    for amount in &all {
        assert!(!tells(&output, amount) && !tells(&errors, amount), "{amount}: {output}{errors}");
    }
}
