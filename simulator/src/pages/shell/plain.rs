//! A screen that only says something: a mark, a title, what comes next, where to go.

use askama::Template;

use crate::pages::shell::{Frame, Head, render};

/// The mark above the title.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Mark {
    Good,
    Wait,
    Bad,
}

/// The screen.
#[derive(Template)]
#[template(path = "pages/shell/plain.html")]
pub(crate) struct Plain {
    mark: Mark,
    title: &'static str,
    next: String,
    outcome: Option<bool>,
    state: Option<&'static str>,
    actions: Vec<(&'static str, &'static str, String)>,
}

impl Plain {
    pub(crate) fn new(mark: Mark, title: &'static str) -> Self {
        Self { mark, title, next: String::new(), outcome: None, state: None, actions: Vec::new() }
    }

    /// The page of this name with this screen on it.
    pub(crate) fn render(self, frame: &Frame<'_>, head: Head<'_>) -> String {
        render(frame, &Head { title: self.title, own_title: true, ..head }, &self)
    }

    /// What comes next or what to do.
    pub(crate) fn next(self, next: impl Into<String>) -> Self {
        Self { next: next.into(), ..self }
    }

    /// Makes it the control `result`, passed or failed.
    pub(crate) fn outcome(self, passed: bool) -> Self {
        Self { outcome: Some(passed), ..self }
    }

    /// Makes it the control `state` of a page that waits.
    pub(crate) fn state(self, state: &'static str) -> Self {
        Self { state: Some(state), ..self }
    }

    /// A way on: control, words, address. The first one is the main one.
    pub(crate) fn action(mut self, control: &'static str, words: &'static str, address: &str) -> Self {
        self.actions.push((control, words, address.to_owned()));
        self
    }
}
