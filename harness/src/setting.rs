//! The setting of a case: what is true in its world before anybody acts.

use serde_json::{Value, json};

use crate::actors::sink::Sink;
use crate::organizations::OrganizationCast;
use crate::roles::Cast;

/// When every case begins: a Monday morning in Shanghai.
pub(crate) const BEGINS_AT: &str = "2026-03-02T09:00:00+08:00";

/// What a case asks of its world.
#[derive(Debug, Clone, Default)]
pub(crate) struct Setting {
    /// The people, the first being 他.
    pub(crate) people: Vec<Cast>,
    /// The organizations, the first being 企业.
    pub(crate) organizations: Vec<OrganizationCast>,
    /// Whether the app has a webhook address.
    pub(crate) webhook: bool,
    /// Whether the world has a second app.
    pub(crate) second_app: bool,
    /// The app's list of allowed callers; empty for everybody.
    pub(crate) ip_allow: Vec<String>,
    /// Rules other than the documented defaults, by name.
    pub(crate) rules: serde_json::Map<String, Value>,
}

impl Setting {
    /// The order for the world.
    pub(crate) fn order(&self, seed: u64, sink: Option<&Sink>) -> Value {
        let people: Vec<_> = self.people.iter().map(|cast| cast.fact.clone()).collect();
        let mut app = json!({"name": "奉化产权"});
        if let Some(sink) = sink.filter(|_| self.webhook) {
            app["webhook"] = json!(sink.url("/webhook"));
        }
        if !self.ip_allow.is_empty() {
            app["ip_allow"] = json!(self.ip_allow);
        }
        let mut apps = vec![app];
        if self.second_app {
            apps.push(json!({"name": "另一家"}));
        }
        // Who is not listed is nobody: a made-up identity must not pass by chance.
        let mut scenario = json!({"unknown": "reject", "people": people, "apps": apps});
        if !self.organizations.is_empty() {
            scenario["organizations"] = self.organizations.iter().map(|cast| cast.fact.clone()).collect();
        }
        if !self.rules.is_empty() {
            scenario["rules"] = Value::Object(self.rules.clone());
        }
        json!({"scenario": scenario, "seed": seed, "clock": {"mode": "frozen", "at": BEGINS_AT}})
    }
}
