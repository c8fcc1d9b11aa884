//! Letters (授权书) and what reviewers decide. A letter is called by its flow, which has one at a time.

use realname_provider::flow::Flow;
use realname_provider::flow::letter::{LetterFile, LetterState};
use realname_provider::id::AuthFlowId;
use realname_provider::input::{Happening, Input};
use realname_provider::reading::Reading;
use realname_provider::time::Time;
use realname_provider::world::reviewers::Verdict;
use serde::{Deserialize, Serialize};

use crate::control::error::ControlError;
use crate::control::flows::{flow_of, organization_name, unknown};
use crate::control::list::{self, Slice};
use crate::control::{json, ok, respond, words, world_of};
use crate::visit::{Answer, Visit};

/// The longest reason, in characters: it is shown on a page.
pub const REASON_MAX: usize = 200;

/// A flow's newest letter.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Letter {
    /// Whose it is.
    pub flow: AuthFlowId,
    /// The organization that stamped it.
    pub organization: String,
    /// What was uploaded.
    pub file: LetterFile,
    /// When.
    pub at: Time,
    /// What came of it: when, and why it was rejected, if it was.
    pub decided: Option<(Time, Option<Box<str>>)>,
    /// Whether a reviewer can still decide.
    pub open: bool,
}

#[derive(Serialize)]
struct LetterItem<'a> {
    id: String,
    flow: String,
    organization: &'a str,
    state: &'static str,
    reason: Option<&'a str>,
    kind: &'static str,
    bytes: u32,
    sha256: String,
    at: String,
    decided: Option<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Decision {
    verdict: Word,
    reason: Option<String>,
}

#[derive(Clone, Copy, PartialEq, Deserialize)]
#[serde(rename_all = "snake_case")]
enum Word {
    Approve,
    Reject,
}

impl Letter {
    /// The letter of a flow, if one was uploaded.
    pub fn of(reading: &Reading<'_>, flow: &Flow) -> Option<Self> {
        let letter = flow.letter.as_ref()?;
        let decided = match &letter.state {
            LetterState::Reviewing { .. } => None,
            LetterState::Approved { at } => Some((*at, None)),
            LetterState::Rejected { reason, at } => Some((*at, Some(reason.clone()))),
        };
        let organization = organization_name(reading, flow).unwrap_or_default();
        let (file, at, open) = (letter.file, letter.uploaded, flow.letter_in_review());
        Some(Self { flow: flow.id, organization, file, at, decided, open })
    }

    /// Our word for how it stands.
    pub fn state(&self) -> &'static str {
        match &self.decided {
            Some((_, None)) => "approved",
            Some((_, Some(_))) => "rejected",
            None if self.open => "reviewing",
            // Its flow ended before anybody looked at it.
            None => "dropped",
        }
    }
}

/// `GET /_control/v1/worlds/{w}/letters`.
pub fn list(visit: Visit) -> Answer {
    respond(async move {
        let world = world_of(&visit)?;
        list::of_world(&visit.request, &world, |reading, after| {
            Slice::of_flows(reading, after, |ordinal, flow| {
                Letter::of(reading, flow).map(|letter| list::Item::new(ordinal, &item(&letter)))
            })
        })
        .await
    })
}

/// `POST /_control/v1/worlds/{w}/letters/{id}`.
pub fn decide(visit: Visit) -> Answer {
    respond(async move {
        let world = world_of(&visit)?;
        let flow = flow_of(visit.parameter("id"))?;
        let verdict = json::read::<Decision>(&visit.request)?.verdict()?;
        let letter = |reading: &Reading<'_>| {
            let flow = reading.flow(flow)?;
            Some(Letter::of(reading, &flow))
        };
        let Some(found) = world.ask(letter) else { return Err(unknown()) };
        if !found.is_some_and(|letter| letter.open) {
            let error = ControlError::out_of_step("no letter of this flow is in review");
            return Err(error.hint("GET …/letters tells how each stands"));
        }
        world.submit(Input::Happen(Happening::LetterDecided { flow, verdict })).await?;
        let decided = world.ask(letter).flatten();
        let decided = decided.ok_or_else(|| ControlError::internal("the letter is gone"))?;
        Ok(ok(&world, &item(&decided)))
    })
}

impl Decision {
    fn verdict(self) -> Result<Verdict, ControlError> {
        let reason = self.reason.as_deref().map(str::trim).filter(|reason| !reason.is_empty());
        match (self.verdict, reason) {
            (Word::Approve, None) => Ok(Verdict::Approve),
            (Word::Approve, Some(_)) => {
                Err(ControlError::bad_value("an approved letter has no reason").at("reason"))
            }
            (Word::Reject, Some(reason)) if reason.chars().count() > REASON_MAX => {
                let error = ControlError::bad_value("the reason is too long").at("reason");
                Err(error.hint(format!("at most {REASON_MAX} characters")))
            }
            (Word::Reject, reason) => Ok(Verdict::reject(reason.unwrap_or_default())),
        }
    }
}

fn item(letter: &Letter) -> LetterItem<'_> {
    LetterItem {
        id: letter.flow.to_string(),
        flow: letter.flow.to_string(),
        organization: &letter.organization,
        state: letter.state(),
        reason: letter.decided.as_ref().and_then(|(_, reason)| reason.as_deref()),
        kind: words::file_kind(letter.file.kind),
        bytes: letter.file.bytes,
        sha256: hex::encode(letter.file.digest),
        at: letter.at.to_string(),
        decided: letter.decided.as_ref().map(|(at, _)| at.to_string()),
    }
}
