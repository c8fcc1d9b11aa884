//! A target: where an implementation is, and how each actor reaches it.

use std::path::Path;
use std::time::Duration;

use serde::Deserialize;

use crate::verdict::Stop;

/// The simulator at its default address; `harness/targets/simulator.yaml` word for word.
const SIMULATOR: &str = include_str!("../targets/simulator.yaml");

/// A description of the implementation that is judged.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Target {
    /// What reports call it.
    pub(crate) name: String,
    /// The address of its API, pages and control, without a slash at the end.
    pub(crate) api: String,
    /// How long one answer may take, in real seconds.
    #[serde(default = "patience_seconds_default")]
    pub(crate) patience_seconds: u64,
    /// How each actor acts.
    pub(crate) actors: Actors,
}

/// The actors of a target.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Actors {
    /// Makes a world for each case.
    pub(crate) world: Reach,
    /// The person at the pages.
    pub(crate) user: User,
    /// Reads text messages and scans codes.
    pub(crate) phone: Reach,
    /// Reads mail.
    pub(crate) mail: Reach,
    /// Moves the world's clock.
    pub(crate) clock: Reach,
    /// Pays, and keeps the statements of accounts.
    pub(crate) bank: Reach,
    /// Looks at letters.
    pub(crate) reviewer: Reach,
    /// Decides about an organization's grants.
    pub(crate) administrator: Reach,
    /// Receives notices and redirects.
    pub(crate) sink: Sink,
    /// Switches faults and defects on.
    pub(crate) saboteur: Reach,
}

/// How an actor that has no choice of means is reached.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub(crate) enum Reach {
    /// By the open control protocol.
    Control,
    /// Not at all: cases that need it are out of reach.
    Absent,
}

/// How the person at the pages acts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub(crate) enum User {
    /// Reads the pages as HTML and sends their forms.
    Http,
    /// Drives two real browsers, PC and phone.
    Webdriver,
    /// Not at all.
    Absent,
}

/// Where notices arrive.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub(crate) enum Sink {
    /// A receiver on a free port of this machine, one a case.
    Local,
    /// None.
    Absent,
}

fn patience_seconds_default() -> u64 {
    10
}

impl Target {
    /// Reads a description; without a path, the simulator at its default address.
    pub(crate) fn read(path: Option<&Path>) -> Result<Self, Stop> {
        let Some(path) = path else {
            return Self::parse(SIMULATOR, "the embedded simulator.yaml");
        };
        let text = std::fs::read_to_string(path)
            .map_err(|error| Stop::usage(format!("cannot read the target {}: {error}", path.display())))?;
        Self::parse(&text, &path.display().to_string())
    }

    fn parse(text: &str, from: &str) -> Result<Self, Stop> {
        let mut target: Self = serde_yaml::from_str(text)
            .map_err(|error| Stop::usage(format!("the target in {from} is not understood: {error}")))?;
        target.at(&target.api.clone())?;
        Ok(target)
    }

    /// Puts the target at another address.
    pub(crate) fn at(&mut self, api: &str) -> Result<(), Stop> {
        let address = url::Url::parse(api).map_err(|error| {
            Stop::usage(format!("{api} is no address: {error}")).hint("say http://host:port")
        })?;
        if address.scheme() != "http" {
            return Err(Stop::usage(format!("{api} is not an http address")));
        }
        self.api = api.trim_end_matches('/').to_owned();
        Ok(())
    }

    /// How long one answer may take.
    pub(crate) fn patience(&self) -> Duration {
        Duration::from_secs(self.patience_seconds)
    }

    /// What this target lacks for a capability tag, if anything.
    pub(crate) fn lacks(&self, capability: &str) -> Option<&'static str> {
        let actors = &self.actors;
        let missing = |absent: bool, actor| absent.then_some(actor);
        match capability {
            "page" => missing(actors.user == User::Absent, "a user at the pages"),
            "sms" | "scan" => missing(actors.phone == Reach::Absent, "a phone"),
            "mail" => missing(actors.mail == Reach::Absent, "a mailbox"),
            "clock" => missing(actors.clock == Reach::Absent, "a clock that can be moved"),
            "bank" => missing(actors.bank == Reach::Absent, "a bank"),
            "letter" => missing(actors.reviewer == Reach::Absent, "a reviewer of letters"),
            "admin" => missing(actors.administrator == Reach::Absent, "an organization's administrator"),
            "notice" => missing(actors.sink == Sink::Absent, "a receiver of notices"),
            "fault" => missing(actors.saboteur == Reach::Absent, "a saboteur"),
            _ => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_shipped_target_is_understood() {
        let target = Target::read(None).unwrap();
        assert_eq!(target.name, "simulator");
        assert_eq!(target.lacks("clock"), None);
    }

    #[test]
    fn an_absent_actor_is_named() {
        let text = SIMULATOR.replace("clock: control", "clock: absent");
        let target = Target::parse(&text, "a test").unwrap();
        assert_eq!(target.lacks("clock"), Some("a clock that can be moved"));
    }

    #[test]
    fn an_unknown_key_stops_with_usage() {
        let stop = Target::parse(&format!("{SIMULATOR}\ncolour: red\n"), "a test").unwrap_err();
        assert!(stop.message.contains("colour"), "{}", stop.message);
    }
}
