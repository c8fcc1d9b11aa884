//! How a transcript names things: drawn ids by the order of their appearance, the rest in plain words.

use std::fmt::{Debug, Display};

use crate::app_accounts::{AccountCall, Handle, WhichAccount};
use crate::compare::{Finding, Found};
use crate::event::EventKind;
use crate::flow::identity_service::ServiceStep;
use crate::flow::identity_service::organization::OrgServiceStep;
use crate::flow::letter::LetterState;
use crate::flow::link::Whose;
use crate::flow::method::face::{FaceStand, FaceState};
use crate::flow::method::legal_rep_authorization::{ProveBy, SignAct};
use crate::flow::organization_standing::{OrgStand, SignStand, SignStep};
use crate::flow::standing::{PhoneStand, Stand};
use crate::id::{AccountId, AuthFlowId, FaceTicketId, PsnId, SignTicketId, VerifyId};
use crate::input::{Act, Call, Happening, Input, Outcome};
use crate::notice::{ActionKind, Settled};
use crate::refusal::Refusal;
use crate::time::Time;
use crate::world::reviewers::Verdict;

/// What has appeared so far; its place is its name.
#[derive(Default)]
pub(super) struct Names {
    flows: Vec<AuthFlowId>,
    faces: Vec<FaceTicketId>,
    signs: Vec<SignTicketId>,
    accounts: Vec<PsnId>,
    app_accounts: Vec<AccountId>,
    compares: Vec<VerifyId>,
    codes: Vec<String>,
}

fn described_finding(found: &Found) -> String {
    match found {
        Found::Match | Found::CardOfAnother | Found::NotCovered => format!("{found:?}"),
        Found::Mismatch(fields) => format!("Mismatch {fields:?}"),
        Found::Organization(finding) => {
            let state = finding.state.map_or("nothing found".to_owned(), |state| format!("{state:?}"));
            format!("{:?}, {state}", finding.comparison)
        }
    }
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

    /// `user 1`, `user 2`…
    pub(super) fn app_account(&mut self, id: AccountId) -> String {
        format!("user {}", place(&mut self.app_accounts, id) + 1)
    }

    fn which(&mut self, which: &WhichAccount) -> String {
        match which {
            WhichAccount::Id(id) => self.app_account(*id),
            WhichAccount::ThirdParty(own) => own.to_string(),
        }
    }

    /// `link 1`, `link 2`…
    pub(super) fn sign(&mut self, id: SignTicketId) -> String {
        format!("link {}", place(&mut self.signs, id) + 1)
    }

    /// `code 1`, `code 2`…
    pub(super) fn code(&mut self, digits: &str) -> String {
        format!("code {}", place(&mut self.codes, digits.to_owned()) + 1)
    }

    /// Who does what.
    pub(super) fn input(&mut self, input: &Input) -> String {
        match input {
            Input::Call(Call::Link(link)) => match (&link.whose, &link.identity_service) {
                (_, Some(service)) => format!("{:?} begins", service.start),
                (None, None) => "link for anybody".into(),
                (Some(Whose::Id(id)), None) => format!("link for {}", self.account(*id)),
                (Some(Whose::Address(address)), None) => format!("link for {address}"),
            },
            Input::Call(Call::Step { step, .. }) => match step {
                ServiceStep::ResendCode(method) => format!("{method:?} asks code again"),
                ServiceStep::EnterCode(method, entry) if entry.len() == 6 => {
                    format!("{method:?} enters code")
                }
                ServiceStep::EnterCode(method, entry) => format!("{method:?} enters {entry}"),
                ServiceStep::Organization(OrgServiceStep::SendSign(order)) => {
                    format!("signing by {} ordered", order.mobile)
                }
                ServiceStep::Organization(OrgServiceStep::Pay(_)) => "payout ordered".into(),
                ServiceStep::Organization(OrgServiceStep::EnterAmount { .. }) => "amount entered".into(),
                ServiceStep::Organization(OrgServiceStep::OpenReverse { .. }) => "sub-account ordered".into(),
                ServiceStep::Organization(OrgServiceStep::SubmitLetter(_)) => "letter submitted".into(),
            },
            Input::Call(Call::File { announced, .. }) => format!("{} announced", announced.name),
            Input::Call(Call::Account { call, .. }) => match call {
                AccountCall::Open { handle: Handle::ThirdParty(own), holder } => {
                    format!("{:?} {own} opened", holder.kind())
                }
                AccountCall::Open { handle: Handle::Document(document), .. } => format!("{document} opened"),
                AccountCall::Change { which, .. } => format!("{} changed", self.which(which)),
                AccountCall::Delete { which, .. } => format!("{} deleted", self.which(which)),
            },
            Input::Call(Call::Compare { compare, .. }) => format!("{:?} compared", compare.kind()),
            Input::Happen(happening) => self.happening(happening),
            Input::Settle { notice, attempt, settled } => {
                format!("attempt {attempt} of {notice} ends with {}", end(*settled))
            }
            Input::Clock(clock) => format!("clock {clock:?}"),
            Input::Facts(person) => format!("facts about {}", person.id),
            Input::OrganizationFacts(organization) => format!("facts about {}", organization.id),
            Input::Rules(_) => "other rules".into(),
        }
    }

    fn happening(&mut self, happening: &Happening) -> String {
        match happening {
            Happening::LinkOpened(id) => format!("{} opened", self.flow(*id)),
            Happening::Entered(id) => format!("{} entered", self.flow(*id)),
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
            Happening::FileUploaded { .. } => "file uploaded".into(),
            Happening::SignOpened(ticket) => format!("{} opened", self.sign(*ticket)),
            Happening::SignActed { ticket, act } => format!("{} {}", self.sign(*ticket), described_sign(act)),
            Happening::LetterDecided { flow, verdict } => match verdict {
                Verdict::Approve => format!("{} letter approved", self.flow(*flow)),
                Verdict::Reject { reason } => format!("{} letter rejected: {reason}", self.flow(*flow)),
            },
            Happening::PaidIn(pay_in) => format!("{} paid by {}", pay_in.amount, pay_in.from_name),
            Happening::ApprovalDecided { flow, approve } => {
                format!("{} {}", self.flow(*flow), if *approve { "approved" } else { "not approved" })
            }
            Happening::GrantCancelled { app, .. } => format!("grant to {app} cancelled"),
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
            Ok(Outcome::File(_)) => "file".into(),
            Ok(Outcome::Account(id)) => self.app_account(*id),
            Ok(Outcome::Compared(Finding { id, found })) => {
                format!("compare {} {}", place(&mut self.compares, *id) + 1, described_finding(found))
            }
            Err(Refusal::AppAccountExists { id }) => format!("AppAccountExists {}", self.app_account(*id)),
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
                ActionKind::Cancelled => format!("{id} queued: cancelled"),
                ActionKind::PersonEnded | ActionKind::OrganizationEnded => format!("{id} queued: ended"),
                ActionKind::LetterReviewed => format!("{id} queued: review"),
                ActionKind::FacePageOpened => format!("{id} queued: probe"),
                ActionKind::PayoutTold => format!("{id} queued: payout"),
            },
            EventKind::NoticeSettled(id, attempt, settled) => {
                format!("{id} attempt {attempt} settled {}", end(*settled))
            }
            EventKind::SignIssued(ticket) => format!("SignIssued {}", self.sign(*ticket)),
            EventKind::SignOpened(ticket) => format!("SignOpened {}", self.sign(*ticket)),
            EventKind::GrantCancelled(_, scopes) => format!("GrantCancelled {}", words(scopes.iter())),
            EventKind::AppAccountOpened(id) => format!("AppAccountOpened {}", self.app_account(*id)),
            EventKind::AppAccountChanged(id) => format!("AppAccountChanged {}", self.app_account(*id)),
            EventKind::AppAccountUnverified(id) => {
                format!("AppAccountUnverified {}", self.app_account(*id))
            }
            EventKind::AppAccountVerified(id) => {
                format!("AppAccountVerified {}", self.app_account(*id))
            }
            EventKind::FileAnnounced(_) => "FileAnnounced".into(),
            EventKind::FileUploaded(_) => "FileUploaded".into(),
            EventKind::AppAccountDeleted(id) => format!("AppAccountDeleted {}", self.app_account(*id)),
            EventKind::Compared(kind, found) => format!("Compared {kind:?} {}", described_finding(found)),
            // What is drawn is told by its own test.
            EventKind::PayoutSent(_) => "PayoutSent".into(),
            EventKind::LetterUploaded(file) => format!("LetterUploaded {:?}", file.kind),
            EventKind::OrgComparisonPassed
            | EventKind::OrgComparisonFailed(_)
            | EventKind::OrgMethodChosen(_)
            | EventKind::OrgMethodLeft(_)
            | EventKind::DirectionTurned(_)
            | EventKind::PayoutArrived
            | EventKind::PayoutFailed(_)
            | EventKind::AmountWrong(_)
            | EventKind::AmountConfirmed
            | EventKind::PayeeOpened
            | EventKind::PaymentReceived
            | EventKind::PaymentOfWrongAmount(_)
            | EventKind::PaymentByStranger(_)
            | EventKind::LetterApproved
            | EventKind::LetterRejected(_)
            | EventKind::SignMessageSent(_)
            | EventKind::SignerFailed
            | EventKind::SignerProven
            | EventKind::Signed
            | EventKind::SignRefused
            | EventKind::OrgVerified(_)
            | EventKind::ApprovalAsked
            | EventKind::Approved
            | EventKind::NotApproved
            | EventKind::PaidIn(_)
            | EventKind::OrganizationChanged(_)
            | EventKind::MethodChosen(_)
            | EventKind::MethodLeft(_)
            | EventKind::ComparisonPassed(_)
            | EventKind::ComparisonFailed(..)
            | EventKind::MobileProven(_)
            | EventKind::Verified(_)
            | EventKind::PersonChanged(_)
            | EventKind::LinkIssued
            | EventKind::LinkFoundAgain
            | EventKind::LinkOpened
            | EventKind::ServiceStarted(_)
            | EventKind::InvitationSent(_)
            | EventKind::Finished
            | EventKind::Failed
            | EventKind::Expired
            | EventKind::CompareThrottled(_)
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
            Stand::Organization(stand) => self.org_stand(stand),
            Stand::ApprovalPending => "ApprovalPending".into(),
            Stand::NotApproved => "NotApproved".into(),
            Stand::Expired => "Expired".into(),
            Stand::Failed { .. } => "Failed".into(),
        }
    }

    fn org_stand(&mut self, stand: &OrgStand) -> String {
        match stand {
            OrgStand::Form { claim, locked } => {
                format!("OrgForm, filled in {}, locked {}", words(claim.stated()), words(locked))
            }
            OrgStand::ChooseMethod(methods) => format!("ChooseOrgMethod {}", words(methods)),
            OrgStand::AlipayQuick(face) => self.face_stand(face),
            OrgStand::LegalRep(methods) => format!("LegalRep {}", words(methods)),
            OrgStand::LegalRepAuthorization(sign) => self.sign_stand(sign),
            OrgStand::BankAccount { number, locked, .. } => {
                let known = number.as_ref().map_or("no account", |number| number.as_str());
                format!("BankAccount, {known}{}", if *locked { ", locked" } else { "" })
            }
            OrgStand::BankConfirm(forward) => format!(
                "BankConfirm, {:?}, {} tries, {} payouts left, letter {}",
                forward.payout,
                forward.tries_left,
                forward.payouts_left,
                letter(forward.letter.as_ref())
            ),
            OrgStand::ReversePayment(reverse) => {
                format!("ReversePayment, {:?}, letter {}", reverse.payment, letter(reverse.letter.as_ref()))
            }
        }
    }

    /// Where the legal representative stands.
    pub(super) fn sign_stand(&mut self, stand: &SignStand) -> String {
        let state = match &stand.state {
            SignStep::Face(face) => self.face_stand(face),
            SignStep::Code { mobile, code_sent, .. } => {
                format!("Code to {mobile}, {}", if *code_sent { "code sent" } else { "no code" })
            }
            SignStep::Issued | SignStep::Identify | SignStep::Reading(_) | SignStep::Refused => {
                format!("{:?}", stand.state)
            }
        };
        format!("{} {state}{}", self.sign(stand.ticket), if stand.expired { ", too old" } else { "" })
    }

    /// Where a phone stands.
    pub(super) fn phone_stand(&mut self, stand: &PhoneStand) -> String {
        match stand {
            PhoneStand::Face(face) => self.face_stand(face),
            PhoneStand::Over(outcome) => format!("Over {outcome:?}"),
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

fn letter(state: Option<&LetterState>) -> String {
    match state {
        None => "missing".into(),
        Some(LetterState::Reviewing { .. }) => "reviewing".into(),
        Some(LetterState::Approved { .. }) => "approved".into(),
        Some(LetterState::Rejected { reason, .. }) => format!("rejected: {reason}"),
    }
}

fn described_sign(act: &SignAct) -> String {
    match act {
        SignAct::Identify { by: ProveBy::Face, .. } => "says who he is, by face".into(),
        SignAct::Identify { by: ProveBy::Code(mobile), .. } => format!("says who he is, by {mobile}"),
        SignAct::AskCode => "asks code".into(),
        SignAct::EnterCode(_) => "enters code".into(),
        SignAct::Sign { consent } => format!("signs{}", agreed(*consent)),
        SignAct::Refuse => "refuses".into(),
    }
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
        Act::SubmitOrganization { organization, consent } => {
            format!("submits {}{}", organization.name, agreed(*consent))
        }
        Act::ChooseOrgMethod { method, .. } => format!("chooses {method:?}"),
        Act::ChangeOrgMethod => "goes back".into(),
        Act::TurnDirection(direction) => format!("turns {direction:?}"),
        Act::SubmitBankAccount { number, .. } => format!("gives account {number}"),
        Act::ReenterBankAccount => "gives another account".into(),
        Act::PayAgain => "asks for another payout".into(),
        Act::EnterAmount(_) => "fills in an amount".into(),
        Act::UploadLetter(_) => "uploads a letter".into(),
        Act::RefreshSign => "refreshes the link".into(),
        Act::SendSignMessage(mobile) => format!("sends the link to {mobile}"),
        Act::AskCode => "asks code".into(),
        Act::EnterCode(_) => "enters code".into(),
    }
}
