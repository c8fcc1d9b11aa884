//! Whole flows over API, pages and control: a person's by phone, an organization's by 对公打款.

use std::ops::Range;

use futures::future::try_join_all;
use realname_simulator::clock::Stopwatch;
use tokio::runtime::Runtime;

use crate::child::Simulator;
use crate::load::{CONNECTIONS, Connection};
use crate::people::{self, Caller, Firm, Person};
use crate::report::{Report, Sample};
use crate::served::{ROUNDS, Used, between, caller, client, flow_of};
use crate::{Outcome, scaled};

/// Whole flows in a round.
const WHOLE_FLOWS: usize = 640;
/// A branch that the bank knows.
const CNAPS: &str = "102332000112";

/// A person's flow by phone.
pub(crate) fn of_persons(report: &mut Report) -> Outcome<()> {
    measure(report, "a whole flow by phone, 11 requests", |client, caller, simulator, shares| {
        client.block_on(async {
            let flows = shares.into_iter().map(async |numbers| {
                let mut connection = Connection::open(simulator.address).await?;
                for number in numbers {
                    person(&mut connection, caller, &people::person(number)).await?;
                }
                Ok(())
            });
            try_join_all(flows).await.map(drop)
        })
    })
}

/// An organization's flow by 正向打款, its transactor's own by phone included. All payouts of a round arrive
/// together, when the clock is moved.
pub(crate) fn of_organizations(report: &mut Report) -> Outcome<()> {
    let what = "a whole flow by bank transfer, 24 requests";
    measure(report, what, |client, caller, simulator, shares| {
        client.block_on(async {
            let begun = shares.into_iter().map(async |numbers| {
                let mut connection = Connection::open(simulator.address).await?;
                let mut waiting = Vec::new();
                for number in numbers {
                    let (person, firm) = (people::person(number), people::firm(number));
                    waiting.push((to_the_payout(&mut connection, caller, &person, &firm).await?, firm));
                }
                Ok::<_, String>((connection, waiting))
            });
            let begun = try_join_all(begun).await?;
            // Whatever day it is: four days have a working day in them.
            let clock =
                caller.plain("POST", "/_control/v1/worlds/town/clock", "", Some(r#"{"advance":"4d"}"#));
            Connection::open(simulator.address).await?.expect(&clock, 200).await?;
            let ended = begun.into_iter().map(async |(mut connection, waiting)| {
                for (browser, firm) in waiting {
                    from_the_payout(&mut connection, caller, browser, &firm).await?;
                }
                Ok(())
            });
            try_join_all(ended).await.map(drop)
        })
    })
}

/// Measures rounds of whole flows. `round` is given each connection's share of the flows' numbers.
fn measure(
    report: &mut Report,
    what: &str,
    round: impl Fn(&Runtime, &Caller, &Simulator, Vec<Range<usize>>) -> Outcome<()>,
) -> Outcome<()> {
    let client = client()?;
    let simulator = Simulator::start()?;
    let caller = caller(&simulator);
    let share = scaled(WHOLE_FLOWS, CONNECTIONS) / CONNECTIONS;
    let count = share * CONNECTIONS;
    let mut used = Used::default();
    for turn in 0..=ROUNDS {
        let first = |place| turn * count + place * share;
        let shares = (0..CONNECTIONS).map(|place| first(place)..first(place + 1)).collect();
        let before = simulator.process.processor_time()?;
        let stopwatch = Stopwatch::start();
        round(&client, &caller, &simulator, shares)?;
        used.add(before, &simulator.process, stopwatch.elapsed(), count)?;
    }
    used.forget_first();
    report.tell(format!("{what}: rate"), Sample::new(used.rate), "a second");
    report.tell("    CPU a flow", Sample::new(used.microseconds), "µs");
    Ok(())
}

/// A browser in a flow.
struct Browser {
    flow: String,
    query: String,
    cookie: String,
    form_token: String,
}

impl Browser {
    /// Orders a link and opens it.
    async fn begin(connection: &mut Connection, caller: &Caller, order: &[u8]) -> Outcome<Self> {
        let answer = connection.expect(order, 200).await?;
        let flow = flow_of(answer.body);
        let query = between(answer.body, "/auth/h5/index?", "\"").to_owned();
        let mut browser = Self { flow, query, cookie: String::new(), form_token: String::new() };
        browser.look(connection, caller).await?;
        Ok(browser)
    }

    /// Shows where the flow stands.
    async fn look(&mut self, connection: &mut Connection, caller: &Caller) -> Outcome<()> {
        let page = format!("/auth/h5/index?{}", self.query);
        let answer = connection.expect(&caller.plain("GET", &page, &self.cookie, None), 200).await?;
        self.form_token = between(answer.body, "name=\"form_token\" value=\"", "\"").to_owned();
        Ok(())
    }

    fn post(&self, caller: &Caller, step: &str, fields: &str) -> Vec<u8> {
        let form = format!("form_token={}&{fields}", self.form_token);
        caller.plain("POST", &format!("/auth/h5/{step}?{}", self.query), &self.cookie, Some(&form))
    }

    /// Posts a step's form, which leads on, and shows where.
    async fn submit(
        &mut self,
        connection: &mut Connection,
        caller: &Caller,
        step: &str,
        fields: &str,
    ) -> Outcome<()> {
        connection.expect(&self.post(caller, step, fields), 303).await?;
        self.look(connection, caller).await
    }

    /// Code, message by control, login, choice, three factors, and what follows.
    async fn verify_by_phone(
        &mut self,
        connection: &mut Connection,
        caller: &Caller,
        person: &Person,
    ) -> Outcome<()> {
        let (mobile, name, id_card) = (person.mobile, &person.name, person.id_card);
        connection.expect(&self.post(caller, "send-code", &format!("account={mobile}")), 200).await?;
        let messages = format!("/_control/v1/worlds/town/phones/{mobile}/messages");
        let answer = connection.expect(&caller.plain("GET", &messages, "", None), 200).await?;
        let code = between(answer.body, "验证码", ",").to_owned();
        let form = format!("account={mobile}&code={code}&agree=on");
        let answer = connection.expect(&self.post(caller, "authorize", &form), 303).await?;
        let cookie = answer.header("set-cookie").and_then(|cookie| cookie.split(';').next());
        self.cookie = cookie.ok_or("the login gave no seat")?.to_owned();
        self.look(connection, caller).await?;
        self.submit(connection, caller, "choose-method", "method=mobile").await?;
        let form =
            format!("name={name}&id-type=CRED_PSN_CH_IDCARD&id-number={id_card}&mobile={mobile}&agree=on");
        self.submit(connection, caller, "mobile", &form).await
    }

    /// Asks the API, whose answer must hold all of `wanted`.
    async fn is_told(&self, connection: &mut Connection, caller: &Caller, wanted: &[&str]) -> Outcome<()> {
        let answer = connection.expect(&caller.flow(&self.flow), 200).await?;
        if wanted.iter().all(|wanted| answer.body.contains(wanted)) {
            return Ok(());
        }
        Err(format!("nobody is verified: {}", answer.body))
    }
}

/// Link, page, code, message by control, login, choice, three factors, result, question.
async fn person(connection: &mut Connection, caller: &Caller, person: &Person) -> Outcome<()> {
    let mut browser = Browser::begin(connection, caller, &caller.link(person, false)).await?;
    browser.verify_by_phone(connection, caller, person).await?;
    browser.is_told(connection, caller, &[r#""psnAuthMode":"PSN_MOBILE3""#, r#""realNameStatus":1"#]).await
}

/// The same of the transactor, without the question; the organization's factors, 对公打款, account, letter,
/// its approval by control.
async fn to_the_payout(
    connection: &mut Connection,
    caller: &Caller,
    transactor: &Person,
    firm: &Firm,
) -> Outcome<Browser> {
    let mut browser = Browser::begin(connection, caller, &caller.org_link(firm, transactor)).await?;
    browser.verify_by_phone(connection, caller, transactor).await?;
    let Firm { name, code, account } = firm;
    let factors = format!("org-name={name}&org-code={code}&legal-rep-name=王大力&agree=on");
    browser.submit(connection, caller, "org-info", &factors).await?;
    browser.submit(connection, caller, "choose-org-method", "method=bank-transfer").await?;
    let account = format!("account-number={account}&cnaps={CNAPS}");
    browser.submit(connection, caller, "bank-account", &account).await?;
    let form = format!(
        "--limit\r\nContent-Disposition: form-data; name=\"form_token\"\r\n\r\n{}\r\n--limit\r\n\
         Content-Disposition: form-data; name=\"letter-file\"; filename=\"letter.pdf\"\r\n\r\n\
         %PDF-1.7\nstamped\n%%EOF\n\r\n--limit--\r\n",
        browser.form_token
    );
    let upload = format!("/auth/h5/letter?{}", browser.query);
    connection.expect(&caller.plain("POST", &upload, &browser.cookie, Some(&form)), 303).await?;
    browser.look(connection, caller).await?;
    let review = format!("/_control/v1/worlds/town/letters/{}", browser.flow);
    let approve = caller.plain("POST", &review, "", Some(r#"{"verdict":"approve"}"#));
    connection.expect(&approve, 200).await?;
    Ok(browser)
}

/// The amount from the statement, filled in; result, question.
async fn from_the_payout(
    connection: &mut Connection,
    caller: &Caller,
    mut browser: Browser,
    firm: &Firm,
) -> Outcome<()> {
    let statement = format!("/_control/v1/worlds/town/bank/accounts/{}/statement", firm.account);
    let answer = connection.expect(&caller.plain("GET", &statement, "", None), 200).await?;
    let amount = between(answer.body, "\"amount\":\"", "\"").to_owned();
    browser.look(connection, caller).await?;
    browser.submit(connection, caller, "bank-confirm", &format!("amount={amount}")).await?;
    let wanted = [r#""orgAuthMode":"ORG_BANK_TRANSFER""#, r#""realNameStatus":1"#];
    browser.is_told(connection, caller, &wanted).await
}
