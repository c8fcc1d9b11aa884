//! What surrounds every screen: two layouts, the row of steps, messages, the 仿真 strip and bar.
//!
//! A screen renders its own part; the shell puts it into the layout of the device. The pc layout is
//! a card on the ground, the h5 layout is the page itself with its main button at the bottom.

pub(crate) mod code;
pub(crate) mod control;
pub(crate) mod plain;

use askama::Template;
use realname_provider::time::{Span, Time};

use crate::pages::said::Message;

/// Where the style sheet is served.
pub const STYLE_PATH: &str = "/auth/style.css";
/// Where the script is served.
pub const TURN_PATH: &str = "/auth/turn.js";

/// Which device a page is laid out for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Shell {
    /// A computer: phones are asked in by QR codes.
    Pc,
    /// A phone: the face is shown here.
    H5,
}

/// What is the same for every screen of one answer.
#[derive(Debug, Clone, Copy)]
pub struct Frame<'a> {
    /// Which device.
    pub shell: Shell,
    /// The calling application's name (应用名称); empty where no application is known.
    pub app_name: &'a str,
    /// World time.
    pub now: Time,
    /// What binds a form to its session: the hidden field `form_token` of every form.
    pub form_token: &'a str,
    /// The 仿真 bar, unless a setting hides it.
    pub bar: Option<&'a Bar>,
    /// Whether one logs in to the flow: the first step of its row.
    pub logs_in: bool,
}

/// The 仿真 bar: ways to finish anything at one screen.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Bar {
    /// This person's phone.
    pub phone: Option<String>,
    /// This person's mail box.
    pub mail: Option<String>,
    /// Desks at which somebody else decides about this flow: words and addresses.
    pub desks: Vec<(&'static str, String)>,
    /// The console.
    pub console: String,
    /// World time as people read it.
    pub clock: String,
    /// The next deadline and what it is.
    pub next: Option<String>,
}

/// Where in the row of steps a screen stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Stage {
    Grant,
    Claim,
    Proof,
    Done,
}

impl Stage {
    /// The row's words with how each step stands as seen from this one.
    fn row(self) -> [(&'static str, &'static str); 4] {
        let steps = [
            (Self::Grant, "应用授权"),
            (Self::Claim, "信息核验"),
            (Self::Proof, "认证"),
            (Self::Done, "完成"),
        ];
        steps.map(|(stage, word)| {
            let done = stage < self || self == Self::Done;
            (
                word,
                if done {
                    "done"
                } else if stage == self {
                    "here"
                } else {
                    "ahead"
                },
            )
        })
    }
}

/// A page that waits for somebody elsewhere: it turns by itself once the state is another.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Watch {
    /// Where the state is asked for.
    pub(crate) address: String,
    /// The state that the page shows.
    pub(crate) state: String,
    /// Where the page turns to: never a reload, which might send a form again.
    pub(crate) turn_to: String,
}

/// A quiet link below the card, opened beside the flow.
pub(crate) struct QuietLink {
    /// The name in the page contract.
    pub(crate) control: &'static str,
    pub(crate) words: &'static str,
    pub(crate) address: String,
}

/// A screen's own part of the layout.
pub(crate) struct Head<'a> {
    /// The name in the page contract.
    pub(crate) page: &'static str,
    pub(crate) title: &'a str,
    /// Whether the screen shows the title itself, at a place of its own.
    pub(crate) own_title: bool,
    pub(crate) stage: Option<Stage>,
    pub(crate) messages: &'a [Message],
    pub(crate) watch: Option<Watch>,
    pub(crate) quiet: Vec<QuietLink>,
}

impl<'a> Head<'a> {
    pub(crate) fn new(page: &'static str, title: &'a str) -> Self {
        Self { page, title, own_title: false, stage: None, messages: &[], watch: None, quiet: Vec::new() }
    }

    pub(crate) fn own_title(self) -> Self {
        Self { own_title: true, ..self }
    }

    pub(crate) fn stage(self, stage: Stage) -> Self {
        Self { stage: Some(stage), ..self }
    }

    pub(crate) fn messages(self, messages: &'a [Message]) -> Self {
        Self { messages, ..self }
    }

    pub(crate) fn quiet(self, quiet: Vec<QuietLink>) -> Self {
        Self { quiet, ..self }
    }

    pub(crate) fn watch(self, watch: Option<Watch>) -> Self {
        Self { watch, ..self }
    }

    /// The row of steps; the first is left out where nobody logs in.
    fn row(&self, frame: &Frame<'_>) -> Vec<(&'static str, &'static str)> {
        let row = self.stage.map(|stage| stage.row().to_vec()).unwrap_or_default();
        row.into_iter().skip(usize::from(!frame.logs_in)).collect()
    }
}

#[derive(Template)]
#[template(path = "pages/shell/pc.html")]
struct Pc<'a> {
    frame: &'a Frame<'a>,
    head: &'a Head<'a>,
    body: &'a str,
}

#[derive(Template)]
#[template(path = "pages/shell/h5.html")]
struct H5<'a> {
    frame: &'a Frame<'a>,
    head: &'a Head<'a>,
    body: &'a str,
}

/// A whole page: the screen's part inside the layout of the device.
pub(crate) fn render(frame: &Frame<'_>, head: &Head<'_>, screen: &impl Template) -> String {
    // The screen has escaped its own values; the layouts take it as it is.
    let body = &written(screen);
    match frame.shell {
        Shell::Pc => written(&Pc { frame, head, body }),
        Shell::H5 => written(&H5 { frame, head, body }),
    }
}

/// A template as text.
pub(crate) fn written(template: &impl Template) -> String {
    template.render().expect("a template writes into memory, and none of ours has a filter that fails")
}

/// Whole seconds until then, rounded up; 0 if it is past.
pub(crate) fn seconds_until(now: Time, then: Option<Time>) -> i64 {
    let Span(rest) = then.map_or(Span(0), |then| then - now);
    rest.max(0).saturating_add(999) / 1_000
}

/// A day and a time of day as people read them: `3月2日 09:00`.
pub(crate) fn moment(time: Time) -> String {
    time.in_shanghai().strftime("%-m月%-d日 %H:%M").to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_row_of_steps_shows_what_is_behind_here_and_ahead() {
        let states = |stage: Stage| stage.row().map(|(_, state)| state);
        assert_eq!(states(Stage::Grant), ["here", "ahead", "ahead", "ahead"]);
        assert_eq!(states(Stage::Proof), ["done", "done", "here", "ahead"]);
        assert_eq!(states(Stage::Done), ["done"; 4]);
    }

    #[test]
    fn a_wait_is_rounded_up_and_never_negative() {
        let now = Time(1_000_000);
        assert_eq!(seconds_until(now, Some(now + Span(1))), 1);
        assert_eq!(seconds_until(now, Some(now + Span(60_000))), 60);
        assert_eq!(seconds_until(now, Some(Time(0))), 0);
        assert_eq!(seconds_until(now, None), 0);
    }

    #[test]
    fn a_moment_is_told_in_shanghai() {
        let time = Time::parse_rfc3339("2026-03-02T01:00:00Z").unwrap();
        assert_eq!(moment(time), "3月2日 09:00");
    }
}
