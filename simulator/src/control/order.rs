//! A world to be: what a call says of it, and the scenario that comes of that.

use std::sync::Arc;

use hyper::StatusCode;
use realname_provider::input::Clock;
use realname_provider::time::{Span, Time};
use serde::Deserialize;
use serde_json::{Value, json};

use crate::control::error::ControlError;
use crate::scenario::{AppPlan, ClockPlan, Scenario, ScenarioError};

/// The greatest speed of a running clock.
const SPEED_MAX: u32 = 1_000;
/// The longest name of a world, in characters.
const NAME_MAX: usize = 64;

/// A world to be.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct WorldOrder {
    /// Its name; given one if absent.
    pub name: Option<String>,
    scenario: Option<Value>,
    /// Its seed.
    pub seed: Option<u64>,
    clock: Option<ClockOrder>,
    apps: Option<Value>,
    /// Whether it answers at a port of its own.
    #[serde(default)]
    pub own_address: bool,
    /// The real time without a call after which it ends.
    pub ttl: Option<Span>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct ClockOrder {
    mode: Mode,
    at: Option<String>,
    speed: Option<u32>,
}

#[derive(Debug, Clone, Copy, Deserialize)]
#[serde(rename_all = "snake_case")]
enum Mode {
    Frozen,
    Running,
}

/// A fork to be.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ForkOrder {
    /// The last input that both share.
    pub at: u64,
    /// Its name; given one if absent.
    pub name: Option<String>,
}

/// Takes a name that a world may have.
///
/// # Errors
/// A name of another form.
pub fn world_name(name: String) -> Result<String, ControlError> {
    let plain = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'.' | b'_' | b'-');
    let first = name.bytes().next().is_some_and(|byte| byte.is_ascii_alphanumeric());
    if first && name.len() <= NAME_MAX && name.bytes().all(plain) {
        return Ok(name);
    }
    let message = "not a name for a world";
    let hint = format!("1 to {NAME_MAX} letters, digits, `.`, `_` or `-`, the first a letter or digit");
    Err(ControlError::bad_value(message).at("name").hint(hint))
}

/// A clock's speed, where one is given.
///
/// # Errors
/// A speed out of range.
pub fn speed(speed: Option<u32>, path: &str) -> Result<u32, ControlError> {
    match speed.unwrap_or(1) {
        speed @ 1..=SPEED_MAX => Ok(speed),
        other => {
            let error = ControlError::bad_value(format!("a clock cannot run {other} times faster"));
            Err(error.at(path).hint(format!("1 to {SPEED_MAX}")))
        }
    }
}

impl WorldOrder {
    /// The scenario that the call asks for, with its own clock and applications.
    ///
    /// # Errors
    /// What is wrong, and where in the body.
    pub fn scenario(&self) -> Result<Arc<Scenario>, ControlError> {
        let base = match &self.scenario {
            None => shipped(Scenario::DEFAULT)?,
            Some(Value::String(name)) => shipped(name)?,
            Some(inline @ Value::Object(_)) => {
                let read = Scenario::parse("inline", &inline.to_string());
                Arc::new(read.map_err(|error| bad_scenario(&error, "scenario"))?)
            }
            Some(_) => {
                let error = ControlError::bad_value("a scenario is a name or an object");
                return Err(error.at("scenario"));
            }
        };
        let clock = self.clock.as_ref().map(|order| order.plan(&base)).transpose()?;
        let apps = self.apps.as_ref().map(apps).transpose()?;
        if clock.is_none() && apps.is_none() {
            return Ok(base);
        }
        let mut scenario = Scenario::clone(&base);
        scenario.clock = clock.unwrap_or(scenario.clock);
        scenario.apps = apps.unwrap_or(scenario.apps);
        Ok(Arc::new(scenario))
    }
}

impl ClockOrder {
    fn plan(&self, scenario: &Scenario) -> Result<ClockPlan, ControlError> {
        let at = match &self.at {
            None => scenario.clock.at,
            Some(text) => Some(time(text).ok_or_else(|| bad_time(text).at("clock.at"))?),
        };
        let mode = match (self.mode, self.speed) {
            (Mode::Running, given) => Clock::Running { speed: speed(given, "clock.speed")? },
            (Mode::Frozen, None) => Clock::Frozen,
            (Mode::Frozen, Some(_)) => {
                let error = ControlError::bad_value("a frozen clock has no speed").at("clock.speed");
                return Err(error.hint("leave it out, or say `\"mode\": \"running\"`"));
            }
        };
        Ok(ClockPlan { mode, at })
    }
}

/// Reads a time.
pub fn time(text: &str) -> Option<Time> {
    Time::parse_rfc3339(text)
}

/// The error for text that is no time.
pub fn bad_time(text: &str) -> ControlError {
    ControlError::bad_value(format!("`{text}` is not a date and time with an offset"))
        .hint("such as 2026-03-02T09:00:00+08:00")
}

fn shipped(name: &str) -> Result<Arc<Scenario>, ControlError> {
    Scenario::shipped(name).ok_or_else(|| {
        let error =
            ControlError::new(StatusCode::BAD_REQUEST, "bad_scenario", format!("no scenario `{name}`"));
        error.at("scenario").hint(format!("shipped are {}", Scenario::shipped_names().join(", ")))
    })
}

/// Applications in the form of the scenarios, which is that of the contract too.
fn apps(value: &Value) -> Result<Vec<AppPlan>, ControlError> {
    let read = Scenario::parse("apps", &json!({ "apps": value }).to_string());
    let apps = read.map_err(|error| bad_part(&error, ""))?.apps;
    for (index, app) in apps.iter().enumerate() {
        if app.id.is_some() && apps[..index].iter().any(|earlier| earlier.id == app.id) {
            let path = format!("apps[{index}].app_id");
            return Err(ControlError::bad_value("two applications have this id").at(path));
        }
    }
    Ok(apps)
}

fn bad_scenario(error: &ScenarioError, root: &str) -> ControlError {
    let path = match &*error.path {
        "" => root.to_owned(),
        path => format!("{root}.{path}"),
    };
    let bad = ControlError::new(StatusCode::BAD_REQUEST, "bad_scenario", &*error.message).at(path);
    hinted(bad, error)
}

/// What the reader of scenarios says of a part that it was given in a scenario's place; `prefix` is the
/// way to that part there.
pub(super) fn bad_part(error: &ScenarioError, prefix: &str) -> ControlError {
    let path = error.path.strip_prefix(prefix).unwrap_or(&error.path).trim_start_matches('.');
    let code = if error.message.starts_with("unknown key") { "unknown_field" } else { "bad_value" };
    let bad = ControlError::new(StatusCode::BAD_REQUEST, code, &*error.message);
    hinted(if path.is_empty() { bad } else { bad.at(path) }, error)
}

fn hinted(bad: ControlError, error: &ScenarioError) -> ControlError {
    match &error.hint {
        Some(hint) => bad.hint(&**hint),
        None => bad,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn refused(body: Value) -> Value {
        let order: WorldOrder = serde_json::from_value(body).expect("an order");
        let error = order.scenario().expect_err("must be refused");
        serde_json::from_slice::<Value>(&error.reply().body).expect("JSON")["error"].take()
    }

    #[test]
    fn what_is_wrong_in_an_order_is_told_with_its_path() {
        let path = |body: Value| refused(body)["path"].clone();
        assert_eq!(path(json!({"scenario": "vilage"})), "scenario");
        assert_eq!(
            path(json!({"scenario": {"people": [{"id": "a", "name": "王五"}]}})),
            "scenario.people[0]"
        );
        assert_eq!(path(json!({"scenario": {"peple": []}})), "scenario.peple");
        assert_eq!(path(json!({"apps": [{"webhook": "ftp://a/"}]})), "apps[0].webhook");
        assert_eq!(
            path(json!({"apps": [{"app_id": "7438000001"}, {"app_id": "7438000001"}]})),
            "apps[1].app_id"
        );
        assert_eq!(path(json!({"clock": {"mode": "running", "speed": 1001}})), "clock.speed");
        assert_eq!(path(json!({"clock": {"mode": "frozen", "at": "today"}})), "clock.at");
    }

    #[test]
    fn clock_and_applications_take_the_place_of_the_scenarios() {
        let order = json!({
            "scenario": {"unknown": "reject", "people": []},
            "clock": {"mode": "frozen", "at": "2026-03-02T09:00:00+08:00"},
            "apps": [{"app_id": "7438000001", "app_secret": "made-up"}],
        });
        let order: WorldOrder = serde_json::from_value(order).expect("an order");
        let scenario = order.scenario().expect("a sound order");
        assert_eq!(scenario.clock, ClockPlan { mode: Clock::Frozen, at: time("2026-03-02T01:00:00Z") });
        assert_eq!(scenario.apps.len(), 1);
        assert_eq!(&*scenario.name, "inline");
    }

    #[test]
    fn names_are_plain() {
        for good in ["a", "case-17", "PSN-MOBILE3-04.v2", &"a".repeat(64)] {
            assert!(world_name(good.to_owned()).is_ok(), "{good}");
        }
        for bad in ["", ".a", "-a", "a b", "a/b", "世界", &"a".repeat(65)] {
            assert!(world_name(bad.to_owned()).is_err(), "{bad}");
        }
    }
}
