//! What is paid out (正向打款) is for the bank and for whoever reads the statement: until somebody fills it in,
//! nobody else learns the amount, and nothing that they are told depends on it.

use std::collections::BTreeSet;

use realname_provider::identity::uscc::Uscc;
use realname_provider::world::ledger::HOUSE_PAYER;
use serde_json::{Value, json};

use crate::bench::{START, call, expect};
use crate::browser::{Browser, GUO};
use crate::caller::{Caller, Link};
use crate::letters::{PDF, upload};
use crate::program::Program;
use crate::sink::Sink;
use crate::twice::canonical;

/// An amount that is never paid out.
const WRONG: &str = "1.00";

/// An organization, as its transactor knows it.
struct Firm {
    name: &'static str,
    code: String,
    legal_rep: &'static str,
    account: &'static str,
    cnaps: &'static str,
}

/// Its account takes money in a working day.
fn mill() -> Firm {
    Firm {
        name: "云泽蓝亭仿真物业有限公司",
        code: "91330283MA2HTC1F6Q".into(),
        legal_rep: "王晓明",
        account: "3901230009000001011",
        cnaps: "102332000112",
    }
}

/// Money to its account comes back.
fn closed() -> Firm {
    Firm {
        name: "云泽白石仿真建材有限公司",
        code: "91330283MA2HTC2D6C".into(),
        legal_rep: "李秀兰",
        account: "39512001040002027",
        cnaps: "103332000531",
    }
}

/// Nobody lists it.
fn unlisted() -> Firm {
    Firm {
        name: "宁波某某贸易有限公司",
        code: Uscc::complete("91330201MA2CCCCC").expect("a code").to_string(),
        legal_rep: "王大力",
        account: "39012345678901",
        cnaps: "102332000112",
    }
}

/// Whether a text names an amount as a number of its own: `0.37` is not in `10.37` and not in `0.375`.
fn names(text: &str, amount: &str) -> bool {
    text.match_indices(amount).any(|(place, _)| {
        let before = text[..place].chars().next_back();
        let after = text[place + amount.len()..].chars().next();
        !before.is_some_and(|c| c.is_ascii_digit() || c == '.') && !after.is_some_and(|c| c.is_ascii_digit())
    })
}

/// Whether a text names so many fen, as a bare number: not as a part of a word, a time or a version.
fn names_fen(text: &str, amount: &str) -> bool {
    let fen = amount.trim_start_matches(['0', '.']);
    let joins = |c: Option<char>| c.is_some_and(|c| c.is_ascii_alphanumeric() || ".:-".contains(c));
    text.match_indices(fen).any(|(place, _)| {
        !joins(text[..place].chars().next_back()) && !joins(text[place + fen.len()..].chars().next())
    })
}

/// A world with all who take part in 对公打款 in it, and what each of them has seen.
struct Tour<'a> {
    base: String,
    caller: Caller,
    sink: &'a Sink,
    /// Whether amounts are random. Where all are 0.01, pages name that for other reasons.
    random: bool,
    /// What was paid out and has not been filled in, oldest first.
    open: Vec<String>,
    /// What was filled in.
    filled_in: Vec<String>,
    exchanges: u64,
    posts: usize,
    /// Where the tour has come.
    stage: String,
    /// What callers, browsers, phones and receivers were shown, and what other desks show.
    outside: Vec<(String, String)>,
    /// What the bank and its statements show.
    bank: Vec<(String, String)>,
}

impl<'a> Tour<'a> {
    async fn begin(program: &Program, sink: &'a Sink, random: bool) -> Self {
        let base = program.base();
        // Notices go to the application's webhook: the sink's port in a call would change all that is drawn.
        let order = json!({
            "name": "amounts", "seed": 5, "clock": {"mode": "frozen", "at": START},
            "apps": [{"webhook": format!("{}/told", sink.base)}],
        });
        let made = expect(201, call(&base, "POST", "/worlds", Some(order)).await);
        let rules = json!({"payout_amount_random": random});
        expect(200, call(&base, "PUT", "/worlds/amounts/rules", Some(rules)).await);
        let caller = Caller::of_world(&base, &made);
        Self {
            base,
            caller,
            sink,
            random,
            open: Vec::new(),
            filled_in: Vec::new(),
            exchanges: 0,
            posts: sink.posts().len(),
            stage: String::new(),
            outside: Vec::new(),
            bank: Vec::new(),
        }
    }

    async fn control(&self, method: &str, target: &str, body: Option<Value>) -> Value {
        expect(200, call(&self.base, method, &format!("/worlds/amounts/{target}"), body).await)
    }

    /// Lets time go by; what is due is then done, notices included.
    async fn pass(&self, time: &str) {
        self.control("POST", "clock", Some(json!({"advance": time}))).await;
    }

    async fn review(&self, link: &Link, verdict: Value) {
        self.control("POST", &format!("letters/{}", link.id), Some(verdict)).await;
    }

    /// A transactor at 对公打款 for an organization.
    async fn transactor(&self, firm: &Firm) -> (Link, Browser) {
        let link = self.caller.org_link(&self.order(firm)).await;
        let mut browser = Browser::new(&self.base);
        browser.log_in("amounts", &link, GUO.mobile).await;
        let fields = [
            ("org-name", firm.name),
            ("org-code", &firm.code),
            ("legal-rep-name", firm.legal_rep),
            ("agree", "yes"),
        ];
        browser.submit(&link, "org-info", &fields).await;
        let page = browser.submit(&link, "choose-org-method", &[("method", "bank-transfer")]).await;
        assert_eq!(page.name, "bank-account", "{}", page.text);
        (link, browser)
    }

    fn order(&self, firm: &Firm) -> Value {
        json!({
            "orgAuthConfig": {"orgName": firm.name, "transactorInfo": {"psnAccount": GUO.mobile}},
            "authorizeConfig": {"authorizedScopes": ["get_org_identity_info", "get_psn_identity_info"]},
        })
    }

    /// Learns the amount of the payout that has just been sent, where the bank and the event tell it.
    async fn paid(&mut self, link: &Link) {
        let events =
            self.control("GET", &format!("events?match=flow={}&match=kind=payout_sent", link.id), None).await;
        let amount = events["items"].as_array().and_then(|items| items.last()).expect("an event");
        let amount = amount["detail"]["amount"].as_str().expect("an amount").to_owned();
        let flow = self.control("GET", &format!("flows/{}", link.id), None).await;
        let timeline = flow["timeline"].as_array().expect("a timeline");
        let line = timeline.iter().rfind(|line| line["kind"] == "payout_sent").expect("a line").to_string();
        self.bank_shows("event", events["items"].to_string(), &amount);
        self.bank_shows("timeline", line, &amount);
        self.open.push(amount);
        self.looks_at(HOUSE_PAYER).await;
    }

    /// The statement of an account tells the newest payout, and so does the desk.
    async fn looks_at(&mut self, account: &str) {
        let amount = &self.open.last().expect("something was paid out").clone();
        let statement = self.control("GET", &format!("bank/accounts/{account}/statement"), None).await;
        let last = statement["items"].as_array().and_then(|lines| lines.last()).expect("a line").to_string();
        self.bank_shows("statement", last, amount);
        let desk = format!("/_desk/bank?world=amounts&account={account}");
        let desk = Browser::new(&self.base).open(&desk).await.text;
        self.bank_shows("desk", desk, amount);
    }

    fn bank_shows(&mut self, place: &str, text: String, amount: &str) {
        assert!(names(&text, amount), "{}: {place} does not tell {amount}: {text}", self.stage);
        self.bank.push((format!("{} {place}", self.stage), text));
    }

    /// Everybody looks, wherever he may.
    async fn everybody_looks(&mut self, stage: &str, firm: &Firm, link: &Link, browser: &Browser) {
        self.stage = format!("{}, {stage}", firm.name);
        // What the last step caused has been delivered; a notice under way would race with whoever asks.
        self.pass("0s").await;
        // One transactor, one flow, a computer and a phone.
        let (mut pc, mut phone) = (browser.clone(), browser.clone());
        phone.agent = Browser::on_phone(&self.base).agent;
        for screen in [&mut pc, &mut phone] {
            for target in [&link.long, &link.short] {
                assert_ne!(screen.open(target).await.name, "", "{}", self.stage);
            }
        }
        for target in ["state", "letter.pdf", "help", "agreement"] {
            pc.open(&format!("/auth/h5/{target}?{}", link.query())).await;
        }
        assert_eq!(self.caller.get(&format!("/v3/auth-flow/{}", link.id)).await["code"], 0);
        // Found again while it goes on, refused once the organization is verified.
        self.caller.post("/v3/org-auth-url", &self.order(firm)).await;
        for target in [
            format!("/v3/organizations/identity-info?orgIDCardNum={}&orgIDCardType=CRED_ORG_USCC", firm.code),
            format!("/v3/persons/identity-info?psnAccount={}", GUO.mobile),
        ] {
            let data = self.caller.get(&target).await["data"].clone();
            for (key, kind) in [("orgId", "organizations"), ("psnId", "persons")] {
                if let Some(id) = data[key].as_str() {
                    self.caller.get(&format!("/v3/{kind}/{id}/authorized-info")).await;
                }
            }
        }
        self.pass("0s").await;
        self.takes_down(&mut pc).await;
    }

    /// Takes down what has been seen since the last time.
    async fn takes_down(&mut self, screen: &mut Browser) {
        let journal = self.control("GET", &format!("journal?after={}", self.exchanges), None).await;
        let items = journal["items"].as_array().cloned().expect("items");
        assert!(items.len() > 10, "all these calls and pages are in it");
        for item in items {
            self.exchanges = item["id"].as_u64().expect("an id");
            self.sees("journal", &item.to_string(), &canonical(item.clone()).to_string());
        }
        let posts = self.sink.posts().split_off(self.posts);
        self.posts += posts.len();
        for post in posts {
            let body = String::from_utf8_lossy(&post.body).into_owned();
            self.sees("notice", &format!("{} {:?} {body}", post.target, post.headers), &body);
        }
        for desk in ["/_desk/review", "/_desk/admin", &format!("/_phone/{}", GUO.mobile)] {
            let text = screen.open(&format!("{desk}?world=amounts")).await.text;
            self.sees(desk, &text, &text);
        }
        for list in ["letters", "approvals", "grants", "notices", "faces", "people"] {
            let text = self.control("GET", list, None).await.to_string();
            self.sees(list, &text, &text);
        }
    }

    /// Somebody outside sees a text; `lasting` is what of it does not depend on the real present.
    fn sees(&mut self, place: &str, text: &str, lasting: &str) {
        for amount in self.open.iter().filter(|_| self.random) {
            assert!(!names(text, amount), "{}: {place} tells {amount}: {text}", self.stage);
        }
        let mut lasting = lasting.replace(&self.base, "BASE");
        // What somebody has filled in he has seen.
        for amount in &self.filled_in {
            lasting = lasting.replace(&format!("&amount={amount}"), "&amount=RIGHT");
        }
        self.outside.push((format!("{}: {place}", self.stage), lasting));
    }
}

/// Posts the form of a step and does not look at what comes of it.
async fn submit(browser: &mut Browser, link: &Link, step: &str, fields: &[(&str, &str)]) -> u16 {
    let token = browser.open(&link.long).await.token;
    browser.post(link, step, &token, fields).await.status
}

/// An account that takes money: a wrong amount, a letter that is rejected, a second payout, the right amount.
async fn to_the_mill(tour: &mut Tour<'_>) {
    let firm = mill();
    let (link, mut browser) = tour.transactor(&firm).await;
    tour.everybody_looks("before the payout", &firm, &link, &browser).await;
    let account = [("account-number", firm.account), ("cnaps", firm.cnaps)];
    assert_eq!(submit(&mut browser, &link, "bank-account", &account).await, 303);
    tour.paid(&link).await;
    tour.everybody_looks("paid out", &firm, &link, &browser).await;
    tour.pass("1d").await;
    tour.looks_at(firm.account).await;
    tour.everybody_looks("arrived", &firm, &link, &browser).await;
    assert_eq!(submit(&mut browser, &link, "bank-confirm", &[("amount", WRONG)]).await, 422);
    tour.everybody_looks("a wrong amount", &firm, &link, &browser).await;
    upload(&mut browser, &link, "a.pdf", PDF).await;
    tour.everybody_looks("a letter in review", &firm, &link, &browser).await;
    tour.review(&link, json!({"verdict": "reject", "reason": "印章不清晰"})).await;
    tour.everybody_looks("a rejected letter", &firm, &link, &browser).await;
    assert_eq!(submit(&mut browser, &link, "bank-confirm/again", &[]).await, 303);
    tour.paid(&link).await;
    tour.everybody_looks("paid out again", &firm, &link, &browser).await;
    tour.pass("1d").await;
    tour.looks_at(firm.account).await;
    upload(&mut browser, &link, "a.pdf", PDF).await;
    tour.review(&link, json!({"verdict": "approve"})).await;
    tour.everybody_looks("an approved letter", &firm, &link, &browser).await;
    let amount = tour.open.pop().expect("it was paid out");
    assert_eq!(submit(&mut browser, &link, "bank-confirm", &[("amount", &amount)]).await, 303);
    tour.filled_in.push(amount);
    tour.everybody_looks("verified", &firm, &link, &browser).await;
    assert_eq!(browser.open(&link.long).await.name, "result");
}

/// An account to which nothing comes: the transactor turns to 反向打款, and the amount is never filled in.
async fn to_the_closed_account(tour: &mut Tour<'_>) {
    let firm = closed();
    let (link, mut browser) = tour.transactor(&firm).await;
    let account = [("account-number", firm.account), ("cnaps", firm.cnaps)];
    assert_eq!(submit(&mut browser, &link, "bank-account", &account).await, 303);
    tour.paid(&link).await;
    tour.everybody_looks("paid out", &firm, &link, &browser).await;
    tour.pass("1d").await;
    tour.everybody_looks("come back", &firm, &link, &browser).await;
    let page = browser.submit(&link, "bank-transfer/turn", &[("direction", "reverse")]).await;
    let (_, payee) = page.text.split_once("data-control=\"payee-account\"").expect("an account");
    let payee: String =
        payee.chars().skip_while(|c| !c.is_ascii_digit()).take_while(char::is_ascii_digit).collect();
    tour.everybody_looks("turned", &firm, &link, &browser).await;
    upload(&mut browser, &link, "a.pdf", PDF).await;
    tour.review(&link, json!({"verdict": "approve"})).await;
    let order = json!({"from": firm.account, "from_name": firm.name, "to": payee, "amount": "0.01"});
    tour.control("POST", "bank/payments", Some(order)).await;
    tour.everybody_looks("verified", &firm, &link, &browser).await;
    assert_eq!(browser.open(&link.long).await.name, "result");
}

/// Amounts that are all wrong, another method, and the end of the link's life.
async fn to_the_unlisted_account(tour: &mut Tour<'_>) {
    let firm = unlisted();
    let (link, mut browser) = tour.transactor(&firm).await;
    let account = [("account-number", firm.account), ("cnaps", firm.cnaps)];
    assert_eq!(submit(&mut browser, &link, "bank-account", &account).await, 303);
    tour.paid(&link).await;
    tour.pass("1d").await;
    tour.looks_at(firm.account).await;
    for _ in 0..4 {
        assert_eq!(submit(&mut browser, &link, "bank-confirm", &[("amount", WRONG)]).await, 422);
    }
    tour.everybody_looks("no more tries", &firm, &link, &browser).await;
    assert_eq!(submit(&mut browser, &link, "change-org-method", &[]).await, 303);
    tour.everybody_looks("another method", &firm, &link, &browser).await;
    tour.pass("31d").await;
    tour.everybody_looks("expired", &firm, &link, &browser).await;
}

/// What came of one tour: what was seen outside and at the bank, and all amounts.
struct Seen {
    outside: Vec<(String, String)>,
    bank: Vec<(String, String)>,
    amounts: Vec<String>,
}

async fn seen(sink: &Sink, random: bool) -> Seen {
    let program = Program::start(&["--seed", "7", "--log", "debug"]);
    let mut tour = Tour::begin(&program, sink, random).await;
    to_the_mill(&mut tour).await;
    to_the_closed_account(&mut tour).await;
    to_the_unlisted_account(&mut tour).await;
    let amounts: Vec<_> = tour.open.into_iter().chain(tour.filled_in).collect();
    let (_, _, log) = program.stop("-TERM");
    assert!(log.contains("posted a notice"), "the log tells what is done: {log}");
    for amount in amounts.iter().filter(|_| random) {
        assert!(!names(&log, amount) && !names_fen(&log, amount), "the log tells {amount}: {log}");
    }
    Seen { outside: tour.outside, bank: tour.bank, amounts }
}

#[tokio::test]
async fn an_amount_is_told_by_the_bank_and_its_event_and_by_nobody_else() {
    let sink = Sink::willing().await;
    // The tour itself compares what it sees with what was paid out.
    let random = seen(&sink, true).await;
    let different: BTreeSet<_> = random.amounts.iter().collect();
    assert_eq!((random.amounts.len(), different.len()), (4, 4), "{:?}", random.amounts);
    assert!(random.outside.iter().any(|(place, _)| place.ends_with("notice")), "receivers are told");

    // Nor by anything from which it could be worked out: where each payout is 0.01, all see the same.
    let fixed = seen(&sink, false).await;
    assert_eq!(fixed.amounts, ["0.01", "0.01", "0.01", "0.01"]);
    assert_eq!(random.outside.len(), fixed.outside.len());
    for (one, other) in random.outside.iter().zip(&fixed.outside) {
        assert_eq!(one, other);
    }
    for (one, other) in random.bank.iter().zip(&fixed.bank) {
        assert_eq!(one.0, other.0);
        assert_ne!(one.1, other.1, "{}: the bank tells them apart", one.0);
    }
}
