//! The desks: where letters are reviewed, where somebody pays, where an administrator decides. One person
//! at one screen can be all of them.
//!
//! - here: values to HTML; `visit`: the desks over HTTP; `letters`: their files; `words`: what the bank says.
//!
//! A desk can do nothing that control cannot.

pub mod letters;
pub mod visit;
mod words;

use askama::Template;
use realname_provider::flow::grant::Scope;
use realname_provider::identity::amount::Amount;
use realname_provider::time::Time;
use realname_provider::world::ledger::{Direction, StatementLine};

use crate::control::approvals::Approval;
use crate::control::grants::Given;
use crate::control::letters::Letter;
use crate::control::words as control_words;
use crate::pages::said::Said;
use crate::pages::shell::control::{Control, Entry};
use crate::pages::shell::{STYLE_PATH, TURN_PATH, moment, written};
use crate::pages::step::authorize::scope_name;

/// What is the same for all desks.
#[derive(Debug, Clone, Copy)]
pub struct DeskFrame<'a> {
    /// Which world it is.
    pub world: &'a str,
    /// The query that every address of a desk carries on, with `?`.
    pub query: &'a str,
    /// World time.
    pub now: Time,
    /// What binds a form to its desk.
    pub form_token: &'a str,
}

/// A flow that waits for a letter.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Awaited {
    /// Which flow.
    pub flow: String,
    /// Whose letter it will be.
    pub organization: String,
}

/// What lies on the review desk.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Review {
    /// How letters are decided that nobody looks at.
    pub habit: String,
    /// Letters in review, oldest first.
    pub open: Vec<Letter>,
    /// Flows for which a letter may be uploaded.
    pub awaited: Vec<Awaited>,
    /// Letters that were decided, newest first.
    pub closed: Vec<Letter>,
}

/// An account of a listed organization.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Listed {
    /// Whose it is.
    pub holder: String,
    /// Its number.
    pub number: String,
    /// The bank that keeps it.
    pub bank: String,
    /// What stands on it.
    pub balance: Option<Amount>,
}

/// What lies on the bank's desk.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Bank {
    /// Accounts to choose from.
    pub accounts: Vec<Listed>,
    /// The account that is looked at; may be empty.
    pub account: String,
    /// Whose it is, if it is listed.
    pub holder: String,
    /// What stands on it, once money went over it.
    pub balance: Option<Amount>,
    /// Its statement, newest first.
    pub lines: Vec<StatementLine>,
    /// What the form is filled in with: payee and amount.
    pub filled: (Option<String>, Option<String>),
}

/// What lies on the administrators' desk.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Admin {
    /// Grants that wait.
    pub waiting: Vec<Approval>,
    /// Grants in force, each with the name of the application.
    pub grants: Vec<(Given, String)>,
}

#[derive(Template)]
#[template(path = "desk/review_desk.html")]
struct ReviewPage<'a> {
    frame: DeskFrame<'a>,
    review: &'a Review,
    said: &'a Said,
}

#[derive(Template)]
#[template(path = "desk/bank_desk.html")]
struct BankPage<'a> {
    frame: DeskFrame<'a>,
    bank: &'a Bank,
    fields: Vec<Control<'a>>,
    said: &'a Said,
}

#[derive(Template)]
#[template(path = "desk/admin_desk.html")]
struct AdminPage<'a> {
    frame: DeskFrame<'a>,
    admin: &'a Admin,
    said: &'a Said,
}

/// The page `review-desk`.
pub fn review(frame: DeskFrame<'_>, review: &Review, said: &Said) -> String {
    written(&ReviewPage { frame, review, said })
}

/// The page `bank-desk`.
pub fn bank(frame: DeskFrame<'_>, bank: &Bank, said: &Said) -> String {
    let filled = |text: &str| Some(text.to_owned()).filter(|text| !text.is_empty());
    let (to, amount) = bank.filled.clone();
    let fields = vec![
        Control::text("from", "付款账号", filled(&bank.account), false, said)
            .typed_as("numeric", 32, "off")
            .placeholder("8 至 32 位数字"),
        Control::text("from-name", "付款户名", filled(&bank.holder), false, said)
            .typed_as("text", 100, "off")
            .placeholder("与账户的户名一致"),
        Control::text("to", "收款账号", to, false, said)
            .typed_as("numeric", 32, "off")
            .placeholder("8 至 32 位数字"),
        Control::text("amount", "金额（元）", amount, false, said)
            .typed_as("decimal", 16, "off")
            .placeholder("如 0.01"),
        Control::text("remark", "附言（选填）", None, false, said).typed_as("text", 200, "off"),
    ];
    written(&BankPage { frame, bank, fields, said })
}

/// The page `admin-desk`.
pub fn admin(frame: DeskFrame<'_>, admin: &Admin, said: &Said) -> String {
    written(&AdminPage { frame, admin, said })
}

impl Bank {
    /// What stays filled in while somebody looks for the account from which to pay.
    fn carried(&self) -> Vec<(&'static str, &str)> {
        let (to, amount) = &self.filled;
        let filled = [("to", to), ("amount", amount)].into_iter();
        filled.filter_map(|(name, value)| value.as_deref().map(|value| (name, value))).collect()
    }
}

impl DeskFrame<'_> {
    fn clock(&self) -> String {
        self.now.in_shanghai().strftime("%Y-%m-%d %H:%M:%S").to_string()
    }
}

impl Letter {
    fn when(&self) -> String {
        moment(self.at)
    }

    fn size(&self) -> String {
        let kind = control_words::file_kind(self.file.kind).to_ascii_uppercase();
        format!("{kind} · {} KB", self.file.bytes.div_ceil(1_024))
    }

    /// The word and the colour of how it stands.
    fn badge(&self) -> (&'static str, &'static str) {
        match self.state() {
            "approved" => ("已通过", "good"),
            "rejected" => ("已驳回", "bad"),
            "reviewing" => ("审核中", "wait"),
            _ => ("流程已结束", "wait"),
        }
    }

    fn reason(&self) -> &str {
        self.decided.as_ref().and_then(|(_, reason)| reason.as_deref()).unwrap_or_default()
    }
}

impl Approval {
    fn when(&self) -> String {
        moment(self.at)
    }
}

/// When a line was booked.
fn booked(line: &StatementLine) -> String {
    moment(line.at)
}

/// What a right is called.
fn right(scope: &Scope) -> &'static str {
    scope_name(*scope)
}

/// The amount of a line with its direction.
fn signed(line: &StatementLine) -> String {
    match line.direction {
        Direction::In => format!("+{}", line.amount),
        Direction::Out => format!("−{}", line.amount),
    }
}
