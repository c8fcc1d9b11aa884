//! A simulator to call. Each reply of control is held to the contract.

use bytes::Bytes;
use http_body_util::Full;
use hyper::Request;
use realname_provider::claim::Identity;
use realname_provider::flow::link::Link;
use realname_provider::flow::method::face::FaceVendor;
use realname_provider::id::AuthFlowId;
use realname_provider::identity::address::Address;
use realname_provider::input::{Act, Call, Happening, Input, Outcome};
use realname_simulator::client;
use realname_simulator::config::Config;
use realname_simulator::engine::world::World;
use realname_simulator::simulator::Simulator;
use serde_json::{Value, json};
use tokio::net::TcpStream;

use crate::contract;

/// When all frozen worlds of these tests begin.
pub(crate) const START: &str = "2026-03-02T09:00:00+08:00";
/// The person of these tests.
pub(crate) const MOBILE: &str = "13800001001";

/// A simulator on a port of its own, with a frozen town.
pub(crate) struct Bench {
    pub(crate) simulator: Simulator,
}

/// An answer.
#[derive(Debug)]
pub(crate) struct Answer {
    pub(crate) status: u16,
    pub(crate) text: String,
    pub(crate) body: Bytes,
    pub(crate) headers: hyper::HeaderMap,
}

impl Answer {
    pub(crate) fn json(&self) -> Value {
        serde_json::from_str(&self.text).unwrap_or_else(|error| panic!("{error}: {}", self.text))
    }
}

impl Bench {
    pub(crate) async fn start() -> Self {
        let builder = Simulator::builder().scenario("town").seed(7).frozen_at(START);
        Self { simulator: builder.start().await.expect("a free port") }
    }

    pub(crate) async fn with(config: Config) -> Self {
        let config = Config { port: 0, seed: Some(7), ..config };
        let builder = Simulator::builder().config(config).frozen_at(START);
        Self { simulator: builder.start().await.expect("a free port") }
    }

    /// A raw call to an address such as `http://127.0.0.1:1`.
    pub(crate) async fn raw(
        base: &str,
        method: &str,
        target: &str,
        headers: &[(&str, &str)],
        body: String,
    ) -> std::io::Result<Answer> {
        Self::raw_bytes(base, method, target, headers, body.into()).await
    }

    /// A raw call with a body that need not be text.
    pub(crate) async fn raw_bytes(
        base: &str,
        method: &str,
        target: &str,
        headers: &[(&str, &str)],
        body: Bytes,
    ) -> std::io::Result<Answer> {
        let authority = base.strip_prefix("http://").expect("http");
        let stream = TcpStream::connect(authority).await?;
        let mut request = Request::builder().method(method).uri(target);
        if !headers.iter().any(|(name, _)| *name == "host") {
            request = request.header("host", authority);
        }
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        let request = request.body(Full::new(body)).expect("a sound request");
        let answer = client::exchange(stream, request).await.map_err(std::io::Error::other)?;
        let text = String::from_utf8_lossy(&answer.body).into_owned();
        Ok(Answer { status: answer.status.as_u16(), text, headers: answer.headers, body: answer.body })
    }

    /// Calls control; `target` begins behind `/_control/v1`.
    pub(crate) async fn call(&self, method: &str, target: &str, body: Option<Value>) -> (u16, Value) {
        call(&self.simulator.api(), method, target, body).await
    }

    pub(crate) async fn get(&self, target: &str) -> Value {
        expect(200, self.call("GET", target, None).await)
    }

    pub(crate) async fn post(&self, target: &str, body: Value) -> Value {
        expect(200, self.call("POST", target, Some(body)).await)
    }

    pub(crate) async fn items(&self, target: &str) -> Vec<Value> {
        self.get(target).await["items"].as_array().cloned().expect("items")
    }

    /// The code of an error.
    pub(crate) async fn refused(&self, method: &str, target: &str, body: Option<Value>) -> (u16, String) {
        let (status, answer) = self.call(method, target, body).await;
        (status, answer["error"]["code"].as_str().unwrap_or_default().to_owned())
    }

    /// A frozen world of this name.
    pub(crate) async fn world(&self, name: &str) -> Value {
        let order = json!({"name": name, "clock": {"mode": "frozen", "at": START}});
        expect(201, self.call("POST", "/worlds", Some(order)).await)
    }
}

/// Calls control at an address and holds the reply to the contract.
pub(crate) async fn call(base: &str, method: &str, target: &str, body: Option<Value>) -> (u16, Value) {
    let target = format!("/_control/v1{target}");
    let body = body.map(|body| body.to_string()).unwrap_or_default();
    let answer = Bench::raw(base, method, &target, &[], body).await.expect("an answer");
    let value = answer.json();
    contract::check(method, &target, answer.status, &value);
    (answer.status, value)
}

/// The body of an answer that must have this status.
pub(crate) fn expect(status: u16, (found, body): (u16, Value)) -> Value {
    assert_eq!(found, status, "{body:#}");
    body
}

/// Opens a flow for the person of these tests, with an address for notices.
pub(crate) async fn open_flow(world: &World, notify_url: Option<&str>) -> AuthFlowId {
    let address: Address = MOBILE.parse().expect("a number");
    let link = Link {
        app: world.founding.apps[0].id.clone(),
        whose: Some(realname_provider::flow::link::Whose::Address(address)),
        claim: Default::default(),
        identity_must_agree: false,
        default_method: realname_provider::flow::method::Method::Mobile3,
        available: Vec::new(),
        detailed: Vec::new(),
        editable: Vec::new(),
        scopes: Default::default(),
        redirect: None,
        notify_url: notify_url.map(Into::into),
        client_type: Default::default(),
        app_scheme: None,
        organization: None,
        identity_service: None,
    };
    match world.submit(Input::Call(Call::Link(link.into()))).await {
        Ok(Outcome::Flow(flow)) => flow,
        other => panic!("{other:?}"),
    }
}

/// Logs the person in and issues a face check for him; gives its ticket.
pub(crate) async fn face_check(world: &World, flow: AuthFlowId, vendor: FaceVendor) -> String {
    let address: Address = MOBILE.parse().expect("a number");
    let happen = |happening| world.submit(Input::Happen(happening));
    happen(Happening::LoginCodeAsked { flow, address: address.clone() }).await.expect("a code");
    let (code, identity) = world.ask(|reading| {
        let text = reading.world().messages(&address, 0).last().expect("a message").text.clone();
        let digits = text.chars().skip_while(|c| !c.is_ascii_digit()).take_while(char::is_ascii_digit);
        let person = reading.world().person_by_address(&address).expect("listed");
        let identity = Identity { name: person.name.clone(), document: person.document.clone() };
        (digits.collect::<String>(), identity)
    });
    let login = Happening::LoggedIn { flow, address, code: code.into(), consent: true };
    let Ok(Outcome::Seat(seat)) = happen(login).await else { panic!("no seat") };
    let act = |act| happen(Happening::Acted { flow, seat, act });
    act(Act::ChooseMethod(realname_provider::flow::method::Method::Face)).await.expect("a method");
    match act(Act::SubmitFace { identity, vendor, straight: false, consent: true }).await {
        Ok(Outcome::Face(ticket)) => ticket.to_string(),
        other => panic!("{other:?}"),
    }
}
