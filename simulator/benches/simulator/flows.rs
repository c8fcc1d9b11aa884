//! Whole flows as people go them: the caller's calls, the pages' forms, and what control tells meanwhile.

use realname_provider::identity::uscc::Uscc;

use crate::Outcome;
use crate::load::Connection;
use crate::people::{self, Caller, Person};

/// The flow that an order's answer names.
pub(crate) fn flow_of(body: &str) -> String {
    between(body, "\"authFlowId\":\"", "\"").to_owned()
}

fn between<'a>(text: &'a str, before: &str, after: &str) -> &'a str {
    let found = text.split_once(before).and_then(|(_, rest)| rest.split_once(after));
    found.map_or("", |(found, _)| found)
}

/// A browser at a flow.
struct Visitor<'a> {
    connection: &'a mut Connection,
    caller: &'a Caller,
    flow: String,
    query: String,
    cookie: String,
}

impl<'a> Visitor<'a> {
    /// Orders the link that he opens.
    async fn arrive(connection: &'a mut Connection, caller: &'a Caller, order: &[u8]) -> Outcome<Self> {
        let answer = connection.expect(order, 200).await?;
        let flow = flow_of(answer.body);
        let query = between(answer.body, "/auth/h5/index?", "\"").to_owned();
        Ok(Self { connection, caller, flow, query, cookie: String::new() })
    }

    /// Opens the page where the flow stands; gives the token of its forms.
    async fn open(&mut self) -> Outcome<String> {
        let page = format!("/auth/h5/index?{}", self.query);
        let answer =
            self.connection.expect(&self.caller.plain("GET", &page, &self.cookie, None), 200).await?;
        Ok(between(answer.body, "name=\"form_token\" value=\"", "\"").to_owned())
    }

    /// Posts a step's form; gives the cookie that came back, if one did.
    async fn post(&mut self, step: &str, form: &str, status: u16) -> Outcome<Option<String>> {
        let target = format!("/auth/h5/{step}?{}", self.query);
        let request = self.caller.plain("POST", &target, &self.cookie, Some(form));
        let answer = self.connection.expect(&request, status).await?;
        Ok(answer.header("set-cookie").and_then(|cookie| cookie.split(';').next()).map(str::to_owned))
    }

    /// Opens the page and sends its form on.
    async fn submit(&mut self, step: &str, fields: &str) -> Outcome<()> {
        let token = self.open().await?;
        self.post(step, &format!("form_token={token}&{fields}"), 303).await.map(drop)
    }

    /// Asks or tells control.
    async fn control(&mut self, method: &str, target: &str, body: Option<&str>) -> Outcome<String> {
        let target = format!("/_control/v1/worlds/town{target}");
        let answer = self.connection.expect(&self.caller.plain(method, &target, "", body), 200).await?;
        Ok(answer.body.to_owned())
    }

    /// Page, code, message by control, login, choice, three factors.
    async fn verify(&mut self, person: &Person) -> Outcome<()> {
        let Person { name, id_card, mobile } = person;
        let token = self.open().await?;
        self.post("send-code", &format!("form_token={token}&account={mobile}"), 200).await?;
        let messages = self.control("GET", &format!("/phones/{mobile}/messages"), None).await?;
        let code = between(&messages, "验证码", ",");
        let form = format!("form_token={token}&account={mobile}&code={code}&agree=on");
        self.cookie = self.post("authorize", &form, 303).await?.ok_or("the login gave no seat")?;
        self.submit("choose-method", "method=mobile").await?;
        let claim =
            format!("name={name}&id-type=CRED_PSN_CH_IDCARD&id-number={id_card}&mobile={mobile}&agree=on");
        self.submit("mobile", &claim).await
    }

    /// Opens the result, and asks as the caller whether it is this.
    async fn ends(&mut self, way: &str) -> Outcome<()> {
        self.open().await?;
        let answer = self.connection.expect(&self.caller.flow(&self.flow), 200).await?;
        if answer.body.contains(way) && answer.body.contains(r#""realNameStatus":1"#) {
            Ok(())
        } else {
            Err(format!("not verified: {}", answer.body))
        }
    }
}

/// A person is verified by phone.
pub(crate) async fn person(connection: &mut Connection, caller: &Caller, number: usize) -> Outcome<()> {
    let person = people::person(number);
    let mut visitor = Visitor::arrive(connection, caller, &caller.link(&person, false)).await?;
    visitor.verify(&person).await?;
    visitor.ends(r#""psnAuthMode":"PSN_MOBILE3""#).await
}

/// A person is verified by phone, and then his organization by a payout and a letter.
pub(crate) async fn organization(connection: &mut Connection, caller: &Caller, number: usize) -> Outcome<()> {
    let person = people::person(number);
    let name = format!("第{number}仿真有限公司");
    let code = Uscc::complete(&format!("91330201{number:08}")).map_err(|error| error.to_string())?;
    let mut visitor = Visitor::arrive(connection, caller, &caller.org_link(&name, &person.mobile)).await?;
    visitor.verify(&person).await?;
    let claim = format!("org-name={name}&org-code={code}&legal-rep-name=王大力&agree=on");
    visitor.submit("org-info", &claim).await?;
    visitor.submit("choose-org-method", "method=bank-transfer").await?;
    visitor.submit("bank-account", &format!("account-number=39{number:012}&cnaps=102332000112")).await?;
    let token = visitor.open().await?;
    let letter = format!(
        "--limit\r\nContent-Disposition: form-data; name=\"form_token\"\r\n\r\n{token}\r\n\
         --limit\r\nContent-Disposition: form-data; name=\"letter-file\"; filename=\"letter.pdf\"\r\n\r\n\
         %PDF-1.7\nstamped\n%%EOF\n\r\n--limit--\r\n"
    );
    visitor.post("letter", &letter, 303).await?;
    let flow = visitor.flow.clone();
    visitor.control("POST", &format!("/letters/{flow}"), Some(r#"{"verdict":"approve"}"#)).await?;
    let told = visitor.control("GET", &format!("/flows/{flow}"), None).await?;
    let amount = between(&told, "\"payout_sent\"", "}");
    let amount = between(amount, "\"amount\":\"", "\"");
    visitor.submit("bank-confirm", &format!("amount={amount}")).await?;
    visitor.ends(r#""orgAuthMode":"ORG_BANK_TRANSFER""#).await
}
