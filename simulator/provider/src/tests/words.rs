//! How a transcript names things: drawn ids by the order of their appearance, the rest in plain words.

use std::fmt::{Debug, Display};

use crate::event::EventKind;
use crate::flow::link::Whose;
use crate::flow::method::face::FaceState;
use crate::flow::standing::{FaceStand, PhoneStand, Stand};
use crate::id::{AuthFlowId, FaceTicketId, PsnId};
use crate::input::{Act, Call, Happening, Input, Outcome};
use crate::notice::{ActionKind, Settled};
use crate::refusal::Refusal;
use crate::time::Time;

/// What has appeared so far; its place is its name.
#[derive(Default)]
pub(super) struct Names {
    flows: Vec<AuthFlowId>,
    faces: Vec<FaceTicketId>,
    accounts: Vec<PsnId>,
    codes: Vec<String>,
}

fn place<T: PartialEq>(seen: &mut Vec<T>, one: T) -> usize {
    seen.iter().position(|other| *other == one).unwrap_or_else(|| {
        seen.push(one);
        seen.len() - 1
    })
}

impl Names {
    /// `A`, `B`…
    pub(super) fn flow(&mut self, id: AuthFlowId) -> char {
        ('A'..='Z').nth(place(&mut self.flows, id)).unwrap_or('?')
    }

    /// `face 1`, `face 2`…
    pub(super) fn face(&mut self, id: FaceTicketId) -> String {
        format!("face {}", place(&mut self.faces, id) + 1)
    }

    /// `account 1`, `account 2`…
    pub(super) fn account(&mut self, id: PsnId) -> String {
        format!("account {}", place(&mut self.accounts, id) + 1)
    }

    /// `code 1`, `code 2`…
    pub(super) fn code(&mut self, digits: &str) -> String {
        format!("code {}", place(&mut self.codes, digits.to_owned()) + 1)
    }

    /// Who does what.
    pub(super) fn input(&mut self, input: &Input) -> String {
        match input {
            Input::Call(Call::PersonLink(link)) => match &link.whose {
                None => "link for anybody".into(),
                Some(Whose::Id(id)) => format!("link for {}", self.account(*id)),
                Some(Whose::Address(address)) => format!("link for {address}"),
            },
            Input::Happen(happening) => self.happening(happening),
            Input::Settle { notice, attempt, settled } => {
                format!("attempt {attempt} of {notice} ends with {}", end(*settled))
            }
            Input::Clock(clock) => format!("clock {clock:?}"),
            Input::Facts(person) => format!("facts about {}", person.id),
            Input::Rules(_) => "other rules".into(),
        }
    }

    fn happening(&mut self, happening: &Happening) -> String {
        match happening {
            Happening::LinkOpened(id) => format!("{} opened", self.flow(*id)),
            Happening::LoginCodeAsked { flow, address } => {
                format!("{} asks code for {address}", self.flow(*flow))
            }
            Happening::LoggedIn { flow, address, code: _, consent } => {
                format!("{} logs in as {address}{}", self.flow(*flow), agreed(*consent))
            }
            Happening::Acted { flow, seat, act } => {
                let seat = if *seat == 1 { String::new() } else { format!(" seat {seat}") };
                format!("{}{seat} {}", self.flow(*flow), described_act(act))
            }
            Happening::FaceScanned { ticket, alipay } => {
                let with = alipay.map(|mobile| format!(" with Alipay of {mobile}")).unwrap_or_default();
                format!("{} scanned{with}", self.face(*ticket))
            }
            Happening::FaceStarted { ticket, consent } => {
                format!("{} started{}", self.face(*ticket), agreed(*consent))
            }
            Happening::FaceActed { ticket, action } => format!("{} sees {action:?}", self.face(*ticket)),
            Happening::FaceDecided { ticket, outcome } => {
                format!("{} decided {outcome:?}", self.face(*ticket))
            }
            Happening::NoticeResent(id) => format!("{id} resent"),
        }
    }

    /// What came of it.
    pub(super) fn result(&mut self, result: &Result<Outcome, Refusal>) -> String {
        match result {
            Ok(Outcome::Done) => "done".into(),
            Ok(Outcome::Flow(id)) => self.flow(*id).into(),
            Ok(Outcome::Seat(seat)) => format!("seat {seat}"),
            Ok(Outcome::Face(ticket)) => self.face(*ticket),
            Ok(Outcome::FaceEnded(outcome)) => format!("{outcome:?}"),
            Err(Refusal::CodeTooSoon { wait }) => format!("CodeTooSoon, wait {wait}"),
            Err(Refusal::AccountUnknown { .. }) => "AccountUnknown".into(),
            Err(Refusal::PersonNotVerified { psn_id }) => {
                format!("PersonNotVerified {}", self.account(*psn_id))
            }
            Err(refusal) => format!("{refusal:?}"),
        }
    }

    /// What was told; a line of a timeline.
    pub(super) fn event(&mut self, kind: &EventKind) -> String {
        match kind {
            EventKind::AccountOpened(id) => format!("AccountOpened {}", self.account(*id)),
            EventKind::CodeSent(address) => format!("CodeSent {address}"),
            EventKind::CodeWrong(left) => format!("CodeWrong {left} left"),
            EventKind::LoggedIn(id) => format!("LoggedIn {}", self.account(*id)),
            EventKind::FaceIssued(ticket, vendor) => format!("FaceIssued {} {vendor:?}", self.face(*ticket)),
            EventKind::FaceScanned(ticket) => format!("FaceScanned {}", self.face(*ticket)),
            EventKind::FaceTaken(ticket) => format!("FaceTaken {}", self.face(*ticket)),
            EventKind::AlipayStranger(ticket) => format!("AlipayStranger {}", self.face(*ticket)),
            EventKind::FaceStarted(ticket, action) => {
                format!("FaceStarted {} {action:?}", self.face(*ticket))
            }
            EventKind::FaceEnded(ticket, outcome) => format!("FaceEnded {} {outcome:?}", self.face(*ticket)),
            EventKind::Granted(scopes) => format!("Granted {}", words(scopes.iter())),
            EventKind::NoticeQueued(id, kind) => match kind {
                ActionKind::Verified => format!("{id} queued: verified"),
                ActionKind::Granted => format!("{id} queued: granted"),
            },
            EventKind::NoticeSettled(id, attempt, settled) => {
                format!("{id} attempt {attempt} settled {}", end(*settled))
            }
            EventKind::MethodChosen(_)
            | EventKind::MethodLeft(_)
            | EventKind::ComparisonPassed(_)
            | EventKind::ComparisonFailed(..)
            | EventKind::MobileProven(_)
            | EventKind::Verified(_)
            | EventKind::PersonChanged(_)
            | EventKind::LinkIssued
            | EventKind::LinkFoundAgain
            | EventKind::LinkOpened
            | EventKind::Finished
            | EventKind::Expired
            | EventKind::RulesChanged
            | EventKind::ClockChanged => format!("{kind:?}"),
        }
    }

    /// The page at which a browser stands. Times are told as the span from `now`.
    pub(super) fn stand(&mut self, stand: &Stand, now: Time) -> String {
        let code = |code_sent: bool, resend_at: Option<Time>| {
            let wait = resend_at.map(|at| format!(", again in {}", at - now)).unwrap_or_default();
            format!("{}{wait}", if code_sent { "code sent" } else { "no code" })
        };
        match stand {
            Stand::Login { address_fixed, code_sent, resend_at } => {
                let address = if *address_fixed { "fixed" } else { "free" };
                format!("Login, address {address}, {}", code(*code_sent, *resend_at))
            }
            Stand::ChooseMethod(methods) => format!("ChooseMethod {}", words(methods)),
            Stand::Form { method, claim, locked } => {
                let shown = claim.stated();
                format!("Form {method:?}, filled in {}, locked {}", words(&shown), words(locked))
            }
            Stand::Exhausted(method) => format!("Exhausted {method:?}"),
            Stand::Code { method, mobile, code_sent, resend_at } => {
                format!("Code {method:?} to {mobile}, {}", code(*code_sent, *resend_at))
            }
            Stand::Face(face) => self.face_stand(face),
            Stand::Willingness => "Willingness".into(),
            Stand::Passed { took_part, name, redirect_after_seconds, scopes } => {
                let name = name.as_deref().filter(|_| *took_part).unwrap_or("somebody");
                let leaves = redirect_after_seconds.map(|s| format!(", leaves after {s}s"));
                format!("Passed, {name}, granted {}{}", words(scopes.iter()), leaves.unwrap_or_default())
            }
            Stand::Expired => "Expired".into(),
        }
    }

    /// Where a phone stands.
    pub(super) fn phone_stand(&mut self, stand: &PhoneStand) -> String {
        match stand {
            PhoneStand::Face(face) => self.face_stand(face),
            PhoneStand::Ended { outcome, tries_left } => format!("Ended {outcome:?}, {tries_left} left"),
            PhoneStand::Expired => "Expired".into(),
        }
    }

    fn face_stand(&mut self, face: &FaceStand) -> String {
        let FaceStand { check, expired, tries_left } = face;
        let state = match check.state {
            FaceState::Issued if *expired => "Issued, too old".into(),
            FaceState::Issued | FaceState::Scanned | FaceState::Acting(_) | FaceState::Ended(_) => {
                format!("{:?}", check.state)
            }
        };
        format!("{} {:?} {state}, {tries_left} left", self.face(check.ticket), check.vendor)
    }

    /// The codes among texts of messages.
    pub(super) fn codes(&mut self, texts: &[String]) -> String {
        let codes: Vec<_> = texts.iter().map(|text| self.code(code_in(text))).collect();
        words(codes)
    }
}

/// The digits of a code in a message.
pub(super) fn code_in(text: &str) -> &str {
    let after = text.split_once("验证码").map_or("", |(_, after)| after);
    after.get(..6).unwrap_or("")
}

/// A list in one word each, or `nothing`.
pub(super) fn words<T: Debug>(items: impl IntoIterator<Item = T>) -> String {
    let words: Vec<_> = items.into_iter().map(|item| format!("{item:?}").replace('"', "")).collect();
    if words.is_empty() { "nothing".into() } else { words.join(" ") }
}

fn agreed(consent: bool) -> impl Display {
    if consent { "" } else { " without agreeing" }
}

fn end(settled: Settled) -> String {
    match settled {
        Settled::Status(status) => status.to_string(),
        Settled::Unreachable | Settled::TimedOut | Settled::Forbidden => format!("{settled:?}"),
    }
}

fn described_act(act: &Act) -> String {
    match act {
        Act::ChooseMethod(method) => format!("chooses {method:?}"),
        Act::ChangeMethod => "goes back".into(),
        Act::SubmitMobile3 { identity, mobile, consent } => {
            format!("submits {} {mobile}{}", identity.name.as_str(), agreed(*consent))
        }
        Act::SubmitBankcard4 { identity, bank_card: _, mobile, consent } => {
            format!("submits {} card {mobile}{}", identity.name.as_str(), agreed(*consent))
        }
        Act::SubmitFace { identity, vendor, straight, consent } => {
            let straight = if *straight { " straight" } else { "" };
            format!("submits {} {vendor:?}{straight}{}", identity.name.as_str(), agreed(*consent))
        }
        Act::RefreshFace => "refreshes".into(),
        Act::ShowWillingness { .. } => "shows willingness".into(),
        Act::AskCode => "asks code".into(),
        Act::EnterCode(_) => "enters code".into(),
    }
}
