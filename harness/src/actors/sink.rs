//! The caller's receiver: notices at `/notice` (asked for per call) and `/webhook` (set for the app), people at `/return`.
//! One server a case, on a free port; what it answers can be scripted.

use std::collections::{BTreeMap, VecDeque};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use hyper::HeaderMap;
use serde_json::Value;
use wiremock::{Mock, MockServer, Request, Respond, ResponseTemplate, matchers};

use crate::client::caller::App;
use crate::client::contract::Contract;
use crate::client::record::Record;
use crate::client::signature;
use crate::real_time;
use crate::wrong::{Outcome, holds};

/// Receivers refuse older ones (what clients check).
const TIMESTAMP_AGE_MS_MAX: i64 = 10 * 60 * 1000;

/// A page that a browser may stand on after the redirect.
const RETURN_PAGE: &str = "<!doctype html><html lang=\"zh-CN\"><meta charset=\"utf-8\"><title>调用方</title>\
    <body><main data-page=\"caller-return\"><h1>已回到调用方</h1></main></body></html>";

/// A receiver.
pub(crate) struct Sink {
    server: MockServer,
    kept: Arc<Mutex<Kept>>,
}

#[derive(Debug, Default)]
struct Kept {
    arrived: Vec<Arrived>,
    /// Statuses to answer with, by path; 200 when there is none left.
    script: BTreeMap<String, VecDeque<u16>>,
    judged: usize,
}

/// Something that arrived.
#[derive(Debug, Clone)]
pub(crate) struct Arrived {
    /// `POST`, `GET`.
    pub(crate) method: String,
    /// `/notice`, `/webhook`, `/return`.
    pub(crate) path: String,
    /// As sent, encoded.
    pub(crate) query: String,
    /// As sent.
    pub(crate) headers: HeaderMap,
    /// The raw bytes.
    pub(crate) body: Vec<u8>,
    /// What was answered.
    pub(crate) answered: u16,
    /// The real time of arrival.
    at: i64,
}

impl std::fmt::Debug for Sink {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.debug_struct("Sink").field("at", &self.server.uri()).finish_non_exhaustive()
    }
}

struct Keeper(Arc<Mutex<Kept>>);

impl Respond for Keeper {
    fn respond(&self, request: &Request) -> ResponseTemplate {
        let mut kept = lock(&self.0);
        let path = request.url.path().to_owned();
        // What is scripted is for notices and for people who come back; a glance takes nothing of it.
        let scripted = kept.script.get_mut(&path).filter(|_| request.method == "POST" || path == "/return");
        let answered = scripted.and_then(VecDeque::pop_front).unwrap_or(200);
        kept.arrived.push(Arrived {
            method: request.method.to_string(),
            query: request.url.query().unwrap_or_default().to_owned(),
            headers: request.headers.clone(),
            body: request.body.clone(),
            answered,
            at: real_time::milliseconds(),
            path: path.clone(),
        });
        drop(kept);
        if path == "/return" {
            return ResponseTemplate::new(answered).set_body_raw(RETURN_PAGE, "text/html; charset=utf-8");
        }
        ResponseTemplate::new(answered).set_body_raw(r#"{"code":"200","msg":"success"}"#, "application/json")
    }
}

fn lock(kept: &Mutex<Kept>) -> MutexGuard<'_, Kept> {
    kept.lock().unwrap_or_else(PoisonError::into_inner)
}

impl Sink {
    /// Starts a receiver on a free port.
    pub(crate) async fn start() -> Self {
        let server = MockServer::builder().start().await;
        let kept = Arc::new(Mutex::new(Kept::default()));
        Mock::given(matchers::any()).respond_with(Keeper(Arc::clone(&kept))).mount(&server).await;
        Self { server, kept }
    }

    /// The address for a path of the receiver.
    pub(crate) fn url(&self, path: &str) -> String {
        format!("{}{path}", self.server.uri())
    }

    /// The next answers at a path.
    pub(crate) fn script(&self, path: &str, statuses: impl IntoIterator<Item = u16>) {
        lock(&self.kept).script.entry(path.to_owned()).or_default().extend(statuses);
    }

    /// All that arrived, in order.
    pub(crate) fn arrived(&self) -> Vec<Arrived> {
        lock(&self.kept).arrived.clone()
    }

    /// Judges each notice that was not judged before: headers, signature, age, body. Breaches go to the record.
    pub(crate) fn judge(&self, app: &App, contract: &Contract, record: &Record) {
        let mut kept = lock(&self.kept);
        let from = kept.judged;
        kept.judged = kept.arrived.len();
        for notice in kept.arrived[from..].iter().filter(|arrived| arrived.is_notice()) {
            contract.check_notice(&notice.body, record);
            if let Err(wrong) = notice.check_headers(app) {
                record.breach(format!("a notice at {}: {wrong}", notice.path));
            }
        }
    }
}

impl Arrived {
    /// Whether it is a notice; a GET at its address is noise that receivers must ignore.
    pub(crate) fn is_notice(&self) -> bool {
        self.method == "POST" && self.path != "/return"
    }

    /// The body as JSON.
    pub(crate) fn json(&self) -> Value {
        serde_json::from_slice(&self.body).unwrap_or_default()
    }

    /// The notice's `action`.
    pub(crate) fn action(&self) -> String {
        self.json()["action"].as_str().unwrap_or_default().to_owned()
    }

    fn header(&self, name: &str) -> &str {
        self.headers.get(name).and_then(|value| value.to_str().ok()).unwrap_or_default()
    }

    fn check_headers(&self, app: &App) -> Outcome {
        let timestamp = self.header("x-tsign-open-timestamp");
        holds(
            self.header("x-tsign-open-app-id") == app.id,
            "X-Tsign-Open-App-Id",
            &app.id,
            self.header("x-tsign-open-app-id"),
        )?;
        let algorithm = self.header("x-tsign-open-signature-algorithm");
        holds(algorithm == "hmac-sha256", "X-Tsign-Open-SIGNATURE-ALGORITHM", "hmac-sha256", algorithm)?;
        let digits = timestamp.len() == 13 && timestamp.bytes().all(|byte| byte.is_ascii_digit());
        holds(digits, "X-Tsign-Open-TIMESTAMP", "13 digits", timestamp)?;
        let age = self.at - timestamp.parse::<i64>().unwrap_or_default();
        holds(
            age.abs() < TIMESTAMP_AGE_MS_MAX,
            "the age of X-Tsign-Open-TIMESTAMP",
            "under 10 minutes",
            format!("{age} ms"),
        )?;
        let signature = signature::notice(&app.secret, timestamp, &self.query, &self.body);
        let sent = self.header("x-tsign-open-signature");
        holds(sent == signature, "X-Tsign-Open-SIGNATURE", &signature, sent)?;
        let kind = self.header("content-type").replace(' ', "").to_ascii_lowercase();
        holds(
            kind == "application/json;charset=utf-8",
            "Content-Type",
            "application/json; charset=UTF-8",
            kind.as_str(),
        )
    }
}
