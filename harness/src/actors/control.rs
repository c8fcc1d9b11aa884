//! The open control protocol under `/_control/v1`: makes worlds, moves clocks, reads messages, scans codes, sabotages.

use jiff::{SignedDuration, Timestamp};
use serde_json::{Value, json};

use crate::client::caller::App;
use crate::client::exchange::{Ask, Reply};
use crate::client::record::Record;
use crate::client::wire::Wire;
use crate::wrong::{Outcome, Wrong};

/// How many names are tried for a world whose name is taken by an earlier run.
const NAMES_TRIED_MAX: usize = 50;

/// How often an advance that ran out of budget is taken up again.
const ADVANCES_MAX: usize = 100;

/// Control of one world.
#[derive(Debug, Clone)]
pub(crate) struct Control {
    wire: Wire,
    record: Record,
    base: String,
}

/// A world as it was made.
#[derive(Debug, Clone)]
pub(crate) struct Made {
    /// Control of it.
    pub(crate) control: Control,
    /// Its apps, the first being the caller's.
    pub(crate) apps: Vec<App>,
}

impl Control {
    /// Makes a world. A name in use gets a number behind it.
    pub(crate) async fn make(
        wire: &Wire,
        record: &Record,
        api: &str,
        name: &str,
        mut order: Value,
    ) -> Outcome<Made> {
        let base = format!("{api}/_control/v1");
        let mut last = None;
        for attempt in 1..=NAMES_TRIED_MAX {
            let tried = if attempt == 1 { name.to_owned() } else { format!("{name}-{attempt}") };
            order["name"] = json!(tried);
            let reply =
                wire.send(record, "control", Ask::json("POST", format!("{base}/worlds"), &order)).await?;
            if reply.status == 409 {
                last = Some(reply);
                continue;
            }
            let body = success("a world was to be made", &reply)?;
            record.open().world = Some(tried.clone());
            let base = format!("{base}/worlds/{tried}");
            let control = Self { wire: wire.clone(), record: record.clone(), base };
            return Ok(Made { control, apps: apps_of(&body) });
        }
        Err(Wrong::unlike(
            "a world was to be made",
            "a free name",
            last.map(|reply| reply.text()).unwrap_or_default(),
        ))
    }

    /// Reads something of the world.
    pub(crate) async fn get(&self, path: &str) -> Outcome<Value> {
        let reply = self.wire.send(&self.record, "control", Ask::get(format!("{}{path}", self.base))).await?;
        success(path, &reply)
    }

    /// The items of a list of the world.
    pub(crate) async fn items(&self, path: &str) -> Outcome<Vec<Value>> {
        let list = self.get(path).await?;
        match &list["items"] {
            Value::Array(items) => Ok(items.clone()),
            other => Err(Wrong::unlike(format!("control {path}"), "a list in `items`", other)),
        }
    }

    /// Changes something in the world.
    pub(crate) async fn post(&self, path: &str, body: &Value) -> Outcome<Value> {
        self.send("POST", path, body).await
    }

    /// Puts a fact in the place of another.
    pub(crate) async fn put(&self, path: &str, body: &Value) -> Outcome<Value> {
        self.send("PUT", path, body).await
    }

    async fn send(&self, method: &str, path: &str, body: &Value) -> Outcome<Value> {
        let ask = Ask::json(method, format!("{}{path}", self.base), body);
        let reply = self.wire.send(&self.record, "control", ask).await?;
        success(path, &reply)
    }

    /// Removes something of the world; with an empty path the world itself.
    pub(crate) async fn delete(&self, path: &str) -> Outcome<Value> {
        let ask = Ask { method: "DELETE".to_owned(), url: format!("{}{path}", self.base), ..Ask::default() };
        let reply = self.wire.send(&self.record, "control", ask).await?;
        success(path, &reply)
    }

    /// Moves the clock, delivering on the way what is due. No time at all settles what is due now.
    pub(crate) async fn advance(&self, seconds: u64) -> Outcome {
        let wanted = if seconds == 0 { None } else { Some(self.later(seconds).await?) };
        let mut order = json!({"advance": format!("{seconds}s")});
        for _ in 0..ADVANCES_MAX {
            let answer = self.post("/clock", &order).await?;
            if answer["complete"] == json!(true) {
                return Ok(());
            }
            // Out of its real budget it stops at a deadline, and may be called again towards the same time.
            order =
                wanted.as_ref().map_or_else(|| json!({"advance": "0s"}), |wanted| json!({"advance": wanted}));
        }
        Err(Wrong::unlike("the clock", format!("moved by {seconds} s"), "still on the way"))
    }

    /// The world's time in so many seconds.
    async fn later(&self, seconds: u64) -> Outcome<String> {
        let clock = self.get("/clock").await?;
        let now = clock["now"].as_str().and_then(|now| now.parse::<Timestamp>().ok());
        let span = SignedDuration::from_secs(i64::try_from(seconds).unwrap_or(i64::MAX));
        let later = now.and_then(|now| now.checked_add(span).ok());
        later
            .map(|later| later.to_string())
            .ok_or_else(|| Wrong::unlike("control /clock", "the time in `now`", &clock))
    }
}

fn apps_of(body: &Value) -> Vec<App> {
    let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
    let apps = body["apps"].as_array().into_iter().flatten();
    apps.map(|app| App { id: text(&app["app_id"]), secret: text(&app["app_secret"]) }).collect()
}

fn success(what: &str, reply: &Reply) -> Outcome<Value> {
    if (200..300).contains(&reply.status) {
        return Ok(reply.json().unwrap_or(Value::Null));
    }
    Err(Wrong::unlike(format!("control {what}"), "HTTP 2xx", format!("{} {}", reply.status, reply.text())))
}
