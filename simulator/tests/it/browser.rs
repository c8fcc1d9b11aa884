//! A browser without scripts: keeps cookies, posts forms, goes where it is sent.

use std::collections::BTreeMap;

use hyper::header::{LOCATION, SET_COOKIE};
use serde_json::Value;

use crate::bench::{Answer, Bench, call, expect};
use crate::caller::Link;

/// One browser with its own cookies.
#[derive(Debug, Clone)]
pub(crate) struct Browser {
    base: String,
    pub(crate) agent: &'static str,
    pub(crate) cookies: BTreeMap<String, String>,
}

/// What a browser was shown.
#[derive(Debug)]
pub(crate) struct Page {
    pub(crate) status: u16,
    /// Its `data-page`; empty if there is none.
    pub(crate) name: String,
    /// The token of its forms.
    pub(crate) token: String,
    /// Where it sends the browser; empty if it stays.
    pub(crate) location: String,
    pub(crate) text: String,
}

/// Somebody with a phone, and what he types.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Resident {
    pub(crate) name: &'static str,
    pub(crate) number: &'static str,
    pub(crate) mobile: &'static str,
}

/// With whom everything goes well.
pub(crate) const WANG: Resident =
    Resident { name: "王晓明", number: "330283199003070119", mobile: "13800001001" };
/// Somebody else with whom everything goes well.
pub(crate) const LI: Resident =
    Resident { name: "李秀兰", number: "330106198506120285", mobile: "13800001002" };
/// Whose phone holds somebody else's Alipay.
pub(crate) const GAO: Resident =
    Resident { name: "高丽华", number: "350203197709300206", mobile: "13800001013" };
/// Verified from the start.
pub(crate) const GUO: Resident =
    Resident { name: "郭建华", number: "330283198205160791", mobile: "13800001004" };

/// The text between `from` and the next `to`.
fn between<'a>(text: &'a str, from: &str, to: &str) -> &'a str {
    let Some((_, rest)) = text.split_once(from) else { return "" };
    rest.split_once(to).map_or("", |(found, _)| found)
}

impl Page {
    pub(crate) fn of(answer: Answer) -> Self {
        let text = answer.text;
        Self {
            status: answer.status,
            name: between(&text, "data-page=\"", "\"").to_owned(),
            token: between(&text, "name=\"form_token\" value=\"", "\"").to_owned(),
            location: answer.headers.get(LOCATION).map_or("", |to| to.to_str().expect("text")).to_owned(),
            text,
        }
    }

    /// The value of an attribute, as it stands in the page.
    pub(crate) fn attribute(&self, name: &str) -> &str {
        between(&self.text, &format!("{name}=\""), "\"")
    }
}

/// Names and values as a form sends them.
pub(crate) fn form(fields: &[(&str, &str)]) -> String {
    form_urlencoded::Serializer::new(String::new()).extend_pairs(fields).finish()
}

impl Browser {
    /// A new browser on a computer.
    pub(crate) fn new(base: &str) -> Self {
        Self { base: base.to_owned(), agent: "Mozilla/5.0 (X11; Linux)", cookies: BTreeMap::new() }
    }

    /// A new browser on a phone.
    pub(crate) fn on_phone(base: &str) -> Self {
        Self { agent: "Mozilla/5.0 (Linux; Android 15) Mobile", ..Self::new(base) }
    }

    /// Sends one request, and goes nowhere else.
    pub(crate) async fn send(&mut self, method: &str, target: &str, body: String) -> Page {
        let headers = match method {
            "POST" => vec![("content-type", "application/x-www-form-urlencoded")],
            _ => vec![],
        };
        Page::of(self.raw(method, target, &headers, body.into()).await)
    }

    /// Sends one request with further headers and any body, and gives the bare answer.
    pub(crate) async fn raw(
        &mut self,
        method: &str,
        target: &str,
        more: &[(&str, &str)],
        body: bytes::Bytes,
    ) -> Answer {
        let target = target.strip_prefix(&self.base).unwrap_or(target);
        let cookies: Vec<_> = self.cookies.iter().map(|(name, value)| format!("{name}={value}")).collect();
        let cookies = cookies.join("; ");
        let mut headers = vec![("user-agent", self.agent)];
        if !cookies.is_empty() {
            headers.push(("cookie", &cookies));
        }
        headers.extend_from_slice(more);
        let answer = Bench::raw_bytes(&self.base, method, target, &headers, body).await.expect("an answer");
        for cookie in answer.headers.get_all(SET_COOKIE) {
            let pair = cookie.to_str().expect("text").split(';').next().expect("a first part");
            let (name, value) = pair.split_once('=').expect("name and value");
            self.cookies.insert(name.to_owned(), value.to_owned());
        }
        answer
    }

    /// Goes on from a page that sends the browser somewhere of ours.
    pub(crate) async fn follow(&mut self, mut page: Page) -> Page {
        while page.status == 303 && page.location.starts_with('/') {
            let location = page.location.clone();
            page = self.send("GET", &location, String::new()).await;
        }
        page
    }

    /// Opens an address.
    pub(crate) async fn open(&mut self, target: &str) -> Page {
        let page = self.send("GET", target, String::new()).await;
        self.follow(page).await
    }

    /// Posts a form with a token, and goes nowhere else.
    pub(crate) async fn post(
        &mut self,
        link: &Link,
        step: &str,
        token: &str,
        fields: &[(&str, &str)],
    ) -> Page {
        let mut all = vec![("form_token", token)];
        all.extend_from_slice(fields);
        let target = format!("/auth/h5/{step}?{}", link.query());
        self.send("POST", &target, form(&all)).await
    }

    /// Opens the flow, posts the form of a step with the token of the page there, and follows.
    pub(crate) async fn submit(&mut self, link: &Link, step: &str, fields: &[(&str, &str)]) -> Page {
        let page = self.open(&link.long).await;
        let page = self.post(link, step, &page.token, fields).await;
        self.follow(page).await
    }

    /// Passes 应用授权 with the code that the phone got.
    pub(crate) async fn log_in(&mut self, world: &str, link: &Link, mobile: &str) -> Page {
        let sent = self.submit(link, "send-code", &[("account", mobile)]).await;
        assert_eq!((sent.status, sent.name.as_str()), (200, "authorize"), "{}", sent.text);
        let code = last_code(&self.base, world, mobile).await;
        let fields = [("account", mobile), ("code", code.as_str()), ("agree", "yes")];
        self.submit(link, "authorize", &fields).await
    }

    /// Passes 手机号认证 after 应用授权, with the number of the account.
    pub(crate) async fn verify(&mut self, world: &str, link: &Link, who: Resident) -> Page {
        let chosen = self.log_in(world, link, who.mobile).await;
        assert_eq!(chosen.name, "choose-method", "{}", chosen.text);
        self.submit(link, "choose-method", &[("method", "mobile")]).await;
        self.submit(link, "mobile", &claim(who)).await
    }
}

/// The three factors as they are typed.
pub(crate) fn claim(who: Resident) -> [(&'static str, &'static str); 5] {
    [
        ("name", who.name),
        ("id-type", "CRED_PSN_CH_IDCARD"),
        ("id-number", who.number),
        ("mobile", who.mobile),
        ("agree", "yes"),
    ]
}

/// The code of the last message on a phone.
pub(crate) async fn last_code(base: &str, world: &str, mobile: &str) -> String {
    let list = call(base, "GET", &format!("/worlds/{world}/phones/{mobile}/messages?last=1"), None).await;
    let messages = expect(200, list);
    let text = messages["items"][0]["text"].as_str().expect("a message").to_owned();
    text.chars().skip_while(|c| !c.is_ascii_digit()).take_while(char::is_ascii_digit).collect()
}

/// A link in real-name mode for a person, with more keys laid over it.
pub(crate) fn asked_for(mobile: &str, more: Value) -> Value {
    let mut body = serde_json::json!({"psnAuthConfig": {"psnAccount": mobile}});
    for (key, value) in more.as_object().expect("keys").clone() {
        body[key] = value;
    }
    body
}
