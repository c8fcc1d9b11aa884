//! A world's clock: what it shows, stopped, set going, moved.

use std::time::Duration;

use realname_provider::input::Clock;
use realname_provider::time::{Span, Time};
use serde::{Deserialize, Serialize};

use crate::control::error::ControlError;
use crate::control::{json, list, ok, order, respond, words, world_of};
use crate::engine::advance::{self, Reason, Target};
use crate::engine::world::World;
use crate::visit::{Answer, Visit};

/// The real time that a move may take if the call does not say.
const BUDGET: Duration = Duration::from_secs(10);
/// World time ends here: later times cannot be written.
const END_OF_TIME: Time = Time(253_370_764_800_000);

#[derive(Serialize)]
struct ClockItem {
    now: String,
    mode: &'static str,
    speed: u32,
    next: Option<Next>,
}

#[derive(Serialize)]
struct Next {
    at: String,
    what: &'static str,
}

#[derive(Serialize)]
struct Advanced {
    reached: String,
    target: String,
    complete: bool,
    pending: usize,
    reason: &'static str,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Command {
    freeze: Option<bool>,
    run: Option<bool>,
    speed: Option<u32>,
    advance: Option<String>,
    budget: Option<Span>,
}

/// What a call asks of the clock.
#[derive(Debug, PartialEq, Eq)]
enum Asked {
    Mode(Clock),
    Advance(Target, Duration),
}

/// `GET /_control/v1/worlds/{w}/clock`.
pub fn get(visit: Visit) -> Answer {
    respond(async move {
        let world = world_of(&visit)?;
        Ok(ok(&world, &clock_item(&world)))
    })
}

/// `POST /_control/v1/worlds/{w}/clock`.
pub fn set(visit: Visit) -> Answer {
    respond(async move {
        let world = world_of(&visit)?;
        let command: Command = json::read(&visit.request)?;
        match command.asked(world.now())? {
            Asked::Mode(mode) => {
                advance::set_mode(&world, mode).await?;
                Ok(ok(&world, &clock_item(&world)))
            }
            Asked::Advance(target, budget) => {
                let (moved, webhook) =
                    (std::sync::Arc::clone(&world), std::sync::Arc::clone(&visit.site.webhook));
                // On a task of its own: a caller who hangs up must not leave the clock half-way.
                let task =
                    tokio::spawn(async move { advance::advance(&moved, &webhook, target, budget).await });
                let reached =
                    task.await.map_err(|_| ControlError::internal("the world broke on its way"))??;
                let advanced = Advanced {
                    reached: reached.at.to_string(),
                    target: reached.target.to_string(),
                    complete: reached.reason == Reason::Done,
                    pending: reached.pending,
                    reason: match reached.reason {
                        Reason::Done => "done",
                        Reason::Budget => "budget",
                        Reason::Cascade => "cascade",
                    },
                };
                Ok(ok(&world, &advanced))
            }
        }
    })
}

fn clock_item(world: &World) -> ClockItem {
    let (mode, speed) = words::clock(world.clock().mode());
    let next = world.next_deadline().map(|(at, what)| Next { at: at.to_string(), what });
    ClockItem { now: world.now().to_string(), mode, speed, next }
}

impl Command {
    fn asked(self, now: Time) -> Result<Asked, ControlError> {
        let Self { freeze, run, speed, advance, budget } = self;
        let misplaced = |name: &str, owner: &str| {
            ControlError::bad_value(format!("`{name}` belongs to `{owner}`")).at(name)
        };
        match (freeze, run, advance) {
            (Some(true), None, None) => {
                if speed.is_some() {
                    return Err(misplaced("speed", "run"));
                }
                if budget.is_some() {
                    return Err(misplaced("budget", "advance"));
                }
                Ok(Asked::Mode(Clock::Frozen))
            }
            (None, Some(true), None) => {
                if budget.is_some() {
                    return Err(misplaced("budget", "advance"));
                }
                Ok(Asked::Mode(Clock::Running { speed: order::speed(speed, "speed")? }))
            }
            (None, None, Some(text)) => {
                if speed.is_some() {
                    return Err(misplaced("speed", "run"));
                }
                let budget = budget.map_or(BUDGET, list::real);
                Ok(Asked::Advance(target(&text, now)?, budget))
            }
            (Some(false), None, None) => Err(ControlError::bad_value("only `true` is possible").at("freeze")),
            (None, Some(false), None) => Err(ControlError::bad_value("only `true` is possible").at("run")),
            _ => Err(ControlError::bad_request("exactly one of `freeze`, `run` and `advance` is needed")),
        }
    }
}

fn target(text: &str, now: Time) -> Result<Target, ControlError> {
    let target = if text == "next" {
        Target::Next
    } else if let Ok(span) = text.parse::<Span>() {
        Target::By(span)
    } else if let Some(time) = order::time(text) {
        Target::To(time)
    } else {
        let error =
            ControlError::bad_value(format!("`{text}` is neither a duration nor a time")).at("advance");
        return Err(error.hint("such as 15m, 2026-03-02T12:00:00+08:00, or next"));
    };
    let end = match target {
        Target::By(span) => now + span,
        Target::To(time) => time,
        Target::Next => now,
    };
    if end > END_OF_TIME {
        return Err(ControlError::bad_value("world time ends with the year 9998").at("advance"));
    }
    Ok(target)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn asked(body: &str) -> Result<Asked, ControlError> {
        serde_json::from_str::<Command>(body).expect("a command").asked(Time(0))
    }

    #[test]
    fn a_command_asks_for_one_thing() {
        assert_eq!(asked(r#"{"freeze": true}"#), Ok(Asked::Mode(Clock::Frozen)));
        assert_eq!(asked(r#"{"run": true, "speed": 60}"#), Ok(Asked::Mode(Clock::Running { speed: 60 })));
        let by = Target::By(Span::minutes(15));
        assert_eq!(asked(r#"{"advance": "15m"}"#), Ok(Asked::Advance(by, BUDGET)));
        let to = Target::To(Time(1_000));
        let second = Duration::from_secs(1);
        assert_eq!(
            asked(r#"{"advance": "1970-01-01T08:00:01+08:00", "budget": "1s"}"#),
            Ok(Asked::Advance(to, second))
        );
        assert_eq!(asked(r#"{"advance": "next"}"#), Ok(Asked::Advance(Target::Next, BUDGET)));
    }

    #[test]
    fn other_commands_are_refused() {
        for body in [
            "{}",
            r#"{"freeze": false}"#,
            r#"{"run": true, "freeze": true}"#,
            r#"{"freeze": true, "speed": 2}"#,
            r#"{"run": true, "speed": 0}"#,
            r#"{"run": true, "budget": "1s"}"#,
            r#"{"advance": "soon"}"#,
            r#"{"advance": "9000000d"}"#,
            r#"{"advance": "9999-12-01T00:00:00Z"}"#,
        ] {
            assert!(asked(body).is_err(), "{body}");
        }
    }

    #[test]
    fn the_end_of_time_can_be_written() {
        assert_eq!(END_OF_TIME.to_string(), "9999-01-01T08:00:00+08:00");
    }
}
