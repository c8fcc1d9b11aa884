//! What a page says to the person: beside a field, or above the form.

use std::fmt;

use crate::pages::fields::Fields;

/// How a message is meant; the page contract names the three.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// Something is wrong and the person must act.
    Error,
    /// Something to know.
    Notice,
    /// Something went well.
    Success,
}

impl fmt::Display for Kind {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(match self {
            Self::Error => "error",
            Self::Notice => "notice",
            Self::Success => "success",
        })
    }
}

/// A message above the form.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Message {
    /// How it is meant.
    pub kind: Kind,
    /// The documented page code behind it, such as 30504001.
    pub code: Option<u32>,
    /// What it says, in Chinese.
    pub text: String,
}

impl Message {
    /// Something to know.
    pub fn notice(text: impl Into<String>) -> Self {
        Self { kind: Kind::Notice, code: None, text: text.into() }
    }

    /// Something went well.
    pub fn success(text: impl Into<String>) -> Self {
        Self { kind: Kind::Success, code: None, text: text.into() }
    }

    /// Something is wrong.
    pub fn error(code: Option<u32>, text: impl Into<String>) -> Self {
        Self { kind: Kind::Error, code, text: text.into() }
    }

    /// How a screen reader announces it.
    pub fn role(&self) -> &'static str {
        match self.kind {
            Kind::Error => "alert",
            Kind::Notice | Kind::Success => "status",
        }
    }
}

/// A message beside a field; always an error.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FieldMessage {
    /// The field's control, which is its form name too.
    pub control: &'static str,
    /// The documented page code behind it.
    pub code: Option<u32>,
    /// What it says, in Chinese.
    pub text: String,
}

impl FieldMessage {
    /// A message beside `control`.
    pub fn new(control: &'static str, code: u32, text: impl Into<String>) -> Self {
        Self { control, code: Some(code), text: text.into() }
    }
}

/// Everything that a page says, and what the person had typed.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Said {
    /// What was typed; it is kept.
    pub typed: Fields,
    /// Messages beside fields.
    pub fields: Vec<FieldMessage>,
    /// Messages above the form.
    pub page: Vec<Message>,
}

impl Said {
    /// Nothing typed, one thing to say.
    pub fn message(message: Message) -> Self {
        Self { page: vec![message], ..Self::default() }
    }

    /// A form whose fields could not be read.
    pub fn unread(typed: Fields, fields: Vec<FieldMessage>) -> Self {
        Self { typed, fields, page: Vec::new() }
    }

    /// The message beside this control.
    pub fn beside(&self, control: &str) -> Option<&FieldMessage> {
        self.fields.iter().find(|message| message.control == control)
    }
}
