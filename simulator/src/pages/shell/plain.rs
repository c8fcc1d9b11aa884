//! A screen that only says something: a mark, one sentence, what comes next, where to go.

use askama::Template;

/// The mark above the sentence.
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
    sentence: String,
    next: String,
    outcome: Option<bool>,
    actions: Vec<(&'static str, &'static str, String)>,
}

impl Plain {
    pub(crate) fn new(mark: Mark, sentence: impl Into<String>) -> Self {
        Self { mark, sentence: sentence.into(), next: String::new(), outcome: None, actions: Vec::new() }
    }

    /// What comes next or what to do.
    pub(crate) fn next(self, next: impl Into<String>) -> Self {
        Self { next: next.into(), ..self }
    }

    /// Makes it the control `result`, passed or failed.
    pub(crate) fn outcome(self, passed: bool) -> Self {
        Self { outcome: Some(passed), ..self }
    }

    /// A way on: control, words, address. The first one is the main one.
    pub(crate) fn action(mut self, control: &'static str, words: &'static str, address: &str) -> Self {
        self.actions.push((control, words, address.to_owned()));
        self
    }
}
