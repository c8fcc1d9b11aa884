//! An integrator: signs its calls as the documents say.

use realname_simulator::clock;
use realname_simulator::signature::{Key, content_md5, sign};
use serde_json::Value;
use url::Url;

use crate::bench::{Answer, Bench};
use crate::contract;

/// Names and values of headers.
pub(crate) type Headers = Vec<(&'static str, String)>;

/// Somebody with an application id and its secret.
#[derive(Debug, Clone)]
pub(crate) struct Caller {
    pub(crate) base: String,
    pub(crate) app: String,
    pub(crate) secret: String,
}

/// A flow that was opened by a call.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Link {
    pub(crate) id: String,
    /// Path and query of the long link.
    pub(crate) long: String,
    /// Path of the short link.
    pub(crate) short: String,
}

impl Link {
    /// The query that every page of the flow carries on.
    pub(crate) fn query(&self) -> &str {
        self.long.split_once('?').map(|(_, query)| query).expect("the long link has a query")
    }
}

impl Caller {
    /// The application of the town.
    pub(crate) fn of(bench: &Bench) -> Self {
        let app = bench.simulator.app();
        Self { base: bench.simulator.api(), app: app.id.to_string(), secret: app.secret.to_string() }
    }

    /// The first application of a world as control tells it.
    pub(crate) fn of_world(base: &str, made: &Value) -> Self {
        let text = |key: &str| made["apps"][0][key].as_str().expect("an application").to_owned();
        Self { base: base.to_owned(), app: text("app_id"), secret: text("app_secret") }
    }

    /// The headers of a signed call at the present time.
    pub(crate) fn signed(&self, method: &str, target: &str, body: &str) -> Headers {
        let (digest, kind) = match body {
            "" => (String::new(), ""),
            body => (content_md5(body.as_bytes()), "application/json; charset=UTF-8"),
        };
        let text = format!("{method}\n*/*\n{digest}\n{kind}\n\n{target}");
        let mut headers = vec![
            ("accept", "*/*".to_owned()),
            ("x-tsign-open-app-id", self.app.clone()),
            ("x-tsign-open-auth-mode", "Signature".to_owned()),
            ("x-tsign-open-ca-timestamp", clock::now().0.to_string()),
            ("x-tsign-open-ca-signature", sign(&Key::new(&self.secret), text.as_bytes())),
        ];
        if !body.is_empty() {
            headers.push(("content-md5", digest));
            headers.push(("content-type", kind.to_owned()));
        }
        headers
    }

    /// Sends a call with these headers; the reply is held to the contract.
    pub(crate) async fn send(&self, method: &str, target: &str, headers: &Headers, body: &str) -> Answer {
        let headers: Vec<_> = headers.iter().map(|(name, value)| (*name, value.as_str())).collect();
        let answer =
            Bench::raw(&self.base, method, target, &headers, body.to_owned()).await.expect("an answer");
        contract::check_signed(method, target, answer.status, &answer.text);
        answer
    }

    /// Sends a signed call.
    pub(crate) async fn call(&self, method: &str, target: &str, body: &str) -> Answer {
        self.send(method, target, &self.signed(method, target, body), body).await
    }

    /// Asks a question; gives the envelope.
    pub(crate) async fn get(&self, target: &str) -> Value {
        let answer = self.call("GET", target, "").await;
        assert_eq!(answer.status, 200, "{}", answer.text);
        answer.json()
    }

    /// Asks for a person's link; gives the envelope.
    pub(crate) async fn ask_link(&self, body: &Value) -> Value {
        self.post("/v3/psn-auth-url", body).await
    }

    /// Sends an order; gives the envelope.
    pub(crate) async fn post(&self, target: &str, body: &Value) -> Value {
        let answer = self.call("POST", target, &body.to_string()).await;
        assert_eq!(answer.status, 200, "{}", answer.text);
        answer.json()
    }

    /// Opens a flow.
    pub(crate) async fn link(&self, body: &Value) -> Link {
        Self::opened(&self.ask_link(body).await)
    }

    /// Opens a flow for an organization.
    pub(crate) async fn org_link(&self, body: &Value) -> Link {
        Self::opened(&self.post("/v3/org-auth-url", body).await)
    }

    fn opened(answer: &Value) -> Link {
        assert_eq!(answer["code"], 0, "{answer}");
        let address = |key: &str| {
            let url = Url::parse(answer["data"][key].as_str().expect("an address")).expect("an address");
            url[url::Position::BeforePath..].to_owned()
        };
        Link {
            id: answer["data"]["authFlowId"].as_str().expect("an id").to_owned(),
            long: address("authUrl"),
            short: address("authShortUrl"),
        }
    }
}
