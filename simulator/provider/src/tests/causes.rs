//! Whatever becomes of a flow, its timeline tells why: each line that decides something is followed back to
//! the lines before it and to the input that brought it, and each end to its line.

use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet};

use proptest::prelude::*;
use proptest::test_runner::{TestCaseError, TestRunner};

use crate::event::{Entry, EventKind};
use crate::flow::approval::Verified;
use crate::flow::identity_service::organization::OrgServiceStep;
use crate::flow::identity_service::{ServiceStep, Start};
use crate::flow::method::face::FaceOutcome;
use crate::flow::method::reverse_payment::PAYMENT;
use crate::flow::method::{Method, OrgMethod, OrgProof};
use crate::flow::{Flow, Progress};
use crate::id::AuthFlowId;
use crate::identity::amount::Amount;
use crate::identity::bank_card::BankCardNum;
use crate::input::{Act, Call, Happening, Input, PayIn};
use crate::provider::Provider;
use crate::reading::Reading;
use crate::tests::script::*;
use crate::tests::story;
use crate::tests::town::*;
use crate::time::{Span, Time};
use crate::world::ledger::{Direction, house_payer};
use crate::world::reviewers::Verdict;

/// A line of a timeline, and all that may have brought it about.
struct Line<'a> {
    flow: &'a Flow,
    before: &'a [Entry],
    entry: &'a Entry,
    /// The input during which it was told; none for what came by itself.
    input: Option<&'a Input>,
    now: &'a Reading<'a>,
}

/// The newest line that tells what `of` looks for.
fn newest<T>(lines: &[Entry], of: impl Fn(&EventKind) -> Option<T>) -> Option<T> {
    lines.iter().rev().find_map(|entry| of(&entry.kind))
}

fn told(lines: &[Entry], kind: &EventKind) -> bool {
    lines.iter().any(|entry| entry.kind == *kind)
}

/// Whether the newest letter is approved; none if it is in review, or there is none.
fn letter_approved(lines: &[Entry]) -> Option<bool> {
    let decided = newest(lines, |kind| match kind {
        EventKind::LetterUploaded(_) => Some(None),
        EventKind::LetterApproved => Some(Some(true)),
        EventKind::LetterRejected(_) => Some(Some(false)),
        _ => None,
    });
    decided.flatten()
}

fn money_came(lines: &[Entry]) -> bool {
    told(lines, &EventKind::AmountConfirmed) || told(lines, &EventKind::PaymentReceived)
}

fn face_passed(lines: &[Entry]) -> bool {
    let ended = |kind: &EventKind| match kind {
        EventKind::FaceEnded(_, outcome) => Some(*outcome),
        _ => None,
    };
    newest(lines, ended) == Some(FaceOutcome::Passed)
}

impl Line<'_> {
    /// The newest amount that was paid out.
    fn paid(&self) -> Option<Amount> {
        newest(
            self.before,
            |kind| if let EventKind::PayoutSent(amount) = kind { Some(*amount) } else { None },
        )
    }

    fn act(&self) -> Option<&Act> {
        match self.input {
            Some(Input::Happen(Happening::Acted { flow, act, .. })) if *flow == self.flow.id => Some(act),
            _ => None,
        }
    }

    /// The same, where it is a call.
    fn call(&self) -> Option<&OrgServiceStep> {
        match self.input {
            Some(Input::Call(Call::Step { flow, step: ServiceStep::Organization(step), .. }))
                if *flow == self.now.flow_id(self.flow.id) =>
            {
                Some(step)
            }
            _ => None,
        }
    }

    /// The amount that is being filled in.
    fn filled_in(&self) -> Option<Amount> {
        match (self.act(), self.call()) {
            (Some(Act::EnterAmount(amount)), _) | (_, Some(OrgServiceStep::EnterAmount { amount, .. })) => {
                Some(*amount)
            }
            _ => None,
        }
    }

    fn payment(&self) -> Option<&PayIn> {
        match self.input {
            Some(Input::Happen(Happening::PaidIn(payment))) => Some(payment),
            _ => None,
        }
    }

    /// Whether a payment comes from a corporate account of the flow's organization.
    fn is_own(&self, payment: &PayIn) -> bool {
        let wanted = self.flow.link.organization.as_ref().and_then(|wanted| wanted.claim.name.as_ref());
        payment.from.parse::<BankCardNum>().is_err()
            && wanted.is_some_and(|name| *name.as_str() == *payment.from_name)
    }

    /// Whether the reviewers decide so, at the desk or by habit.
    fn is_reviewed(&self, verdict: &Verdict) -> bool {
        let in_review = letter_approved(self.before).is_none()
            && newest(self.before, |kind| matches!(kind, EventKind::LetterUploaded(_)).then_some(()))
                .is_some();
        in_review
            && match self.input {
                Some(Input::Happen(Happening::LetterDecided { flow, verdict: decided })) => {
                    *flow == self.flow.id && decided == verdict
                }
                Some(_) => false,
                None => self.now.world().reviewers().verdict == *verdict,
            }
    }

    fn is_decided(&self, agrees: bool) -> bool {
        told(self.before, &EventKind::ApprovalAsked)
            && matches!(
                self.input,
                Some(Input::Happen(Happening::ApprovalDecided { flow, approve }))
                    if *flow == self.flow.id && *approve == agrees
            )
    }

    /// Whether a payout is under way that has not been told of.
    fn is_awaited(&self) -> bool {
        let count = |is: fn(&EventKind) -> bool| self.before.iter().filter(|entry| is(&entry.kind)).count();
        let sent = count(|kind| matches!(kind, EventKind::PayoutSent(_)));
        let settled = count(|kind| matches!(kind, EventKind::PayoutArrived | EventKind::PayoutFailed(_)));
        self.input.is_none() && settled < sent
    }

    /// Whether the money has left the provider's account.
    fn has_left(&self, amount: Amount) -> bool {
        let line = self.now.world().statement(&house_payer(), 0).last();
        line.is_some_and(|line| (line.direction, line.amount) == (Direction::Out, amount))
    }

    /// Whether the person or the organization is verified, in this flow or in another.
    fn is_verified(&self) -> bool {
        if self.flow.link.identity_service.is_some() {
            return self
                .before
                .iter()
                .any(|entry| matches!(entry.kind, EventKind::Verified(_) | EventKind::OrgVerified(_)));
        }
        match self.flow.organization {
            Some(id) => self.now.organization(id).is_some_and(|account| account.real_name.is_some()),
            None => {
                let account = self.flow.account.and_then(|id| self.now.account(id));
                account.is_some_and(|account| account.real_name.is_some())
            }
        }
    }

    /// The lines since the transactor chose a method for the organization.
    fn since_chosen(&self, method: OrgMethod) -> &[Entry] {
        let chosen = EventKind::OrgMethodChosen(method);
        let place = self.before.iter().rposition(|entry| entry.kind == chosen);
        place.map_or(&[], |place| &self.before[place..])
    }

    fn proves(&self, proof: OrgProof) -> bool {
        match proof {
            OrgProof::AlipayQuick => face_passed(self.since_chosen(OrgMethod::AlipayQuick)),
            OrgProof::LegalRep | OrgProof::LegalRepWillingness => {
                let since = self.since_chosen(OrgMethod::LegalRepInPerson);
                face_passed(since) || Method::ALL.iter().any(|by| told(since, &EventKind::MobileProven(*by)))
            }
            OrgProof::LegalRepAuthorization => {
                let since = self.since_chosen(OrgMethod::LegalRepAuthorization);
                told(since, &EventKind::SignerProven) && told(since, &EventKind::Signed)
            }
            OrgProof::BankTransfer => {
                // By calls no letter is needed, unless a rule wants it.
                let letter_holds =
                    self.flow.link.identity_service.is_some() || letter_approved(self.before) == Some(true);
                letter_holds && money_came(self.before)
            }
        }
    }

    /// Whether what came before accounts for this line.
    fn has_cause(&self) -> bool {
        match &self.entry.kind {
            EventKind::Verified(method) => match method {
                Method::Face => face_passed(self.before),
                Method::Mobile3 | Method::Bankcard4 => {
                    told(self.before, &EventKind::ComparisonPassed(*method))
                }
            },
            EventKind::OrgVerified(proof) => self.proves(*proof),
            EventKind::PayoutSent(amount) => {
                let asked = matches!(self.act(), Some(Act::SubmitBankAccount { .. } | Act::PayAgain))
                    || matches!(self.call(), Some(OrgServiceStep::Pay(_)));
                asked && (1..=99).contains(&amount.as_fen()) && self.has_left(*amount)
            }
            EventKind::PayoutArrived => self.is_awaited(),
            EventKind::PayoutFailed(reason) => self.is_awaited() && !reason.is_empty(),
            EventKind::AmountConfirmed => self.filled_in().is_some() && self.filled_in() == self.paid(),
            EventKind::AmountWrong(_) => self.filled_in().is_some_and(|amount| self.paid() != Some(amount)),
            EventKind::PaymentReceived => {
                self.payment().is_some_and(|payment| payment.amount == PAYMENT && self.is_own(payment))
            }
            EventKind::PaymentOfWrongAmount(amount) => {
                self.payment().is_some_and(|payment| payment.amount == *amount && *amount != PAYMENT)
            }
            EventKind::PaymentByStranger(_) => {
                self.payment().is_some_and(|payment| payment.amount == PAYMENT && !self.is_own(payment))
            }
            EventKind::LetterApproved => self.is_reviewed(&Verdict::Approve),
            EventKind::LetterRejected(reason) => {
                self.is_reviewed(&Verdict::Reject { reason: reason.clone() })
            }
            EventKind::Approved => self.is_decided(true),
            EventKind::NotApproved => self.is_decided(false),
            EventKind::Granted(scopes) => *scopes == self.flow.link.scopes && self.is_verified(),
            EventKind::Finished => self.is_verified(),
            EventKind::Failed => {
                told(self.before, &EventKind::CodeWrong(0))
                    || told(self.before, &EventKind::AmountWrong(0))
                    || self
                        .flow
                        .link
                        .identity_service
                        .as_ref()
                        .is_some_and(|service| service.start == Start::Pages)
                        && self
                            .before
                            .iter()
                            .any(|entry| matches!(entry.kind, EventKind::ComparisonFailed(..)))
                    || self.before.iter().any(|entry| matches!(entry.kind, EventKind::FaceEnded(..)))
                        && !face_passed(self.before)
            }
            EventKind::Expired => self.input.is_none() && self.entry.at == self.flow.expires,
            // Steps on the way, which decide nothing by themselves.
            EventKind::LinkIssued
            | EventKind::ServiceStarted(_)
            | EventKind::InvitationSent(_)
            | EventKind::LinkFoundAgain
            | EventKind::LinkOpened
            | EventKind::AccountOpened(_)
            | EventKind::CodeSent(_)
            | EventKind::CodeWrong(_)
            | EventKind::LoggedIn(_)
            | EventKind::MethodChosen(_)
            | EventKind::MethodLeft(_)
            | EventKind::ComparisonPassed(_)
            | EventKind::ComparisonFailed(..)
            | EventKind::MobileProven(_)
            | EventKind::FaceIssued(..)
            | EventKind::FaceScanned(_)
            | EventKind::FaceTaken(_)
            | EventKind::AlipayStranger(_)
            | EventKind::FaceStarted(..)
            | EventKind::FaceEnded(..)
            | EventKind::NoticeQueued(..)
            | EventKind::NoticeSettled(..)
            | EventKind::OrgComparisonPassed
            | EventKind::OrgComparisonFailed(_)
            | EventKind::OrgMethodChosen(_)
            | EventKind::OrgMethodLeft(_)
            | EventKind::DirectionTurned(_)
            | EventKind::PayeeOpened
            | EventKind::LetterUploaded(_)
            | EventKind::SignIssued(_)
            | EventKind::SignMessageSent(_)
            | EventKind::SignOpened(_)
            | EventKind::SignerFailed
            | EventKind::SignerProven
            | EventKind::Signed
            | EventKind::SignRefused
            | EventKind::ApprovalAsked
            | EventKind::GrantCancelled(..)
            | EventKind::PaidIn(_)
            | EventKind::OrganizationChanged(_)
            | EventKind::PersonChanged(_)
            | EventKind::RulesChanged
            | EventKind::ClockChanged
            | EventKind::AppAccountOpened(_)
            | EventKind::AppAccountChanged(_)
            | EventKind::AppAccountUnverified(_)
            | EventKind::AppAccountVerified(_)
            | EventKind::FileAnnounced(_)
            | EventKind::FileUploaded(_)
            | EventKind::AppAccountDeleted(_)
            | EventKind::Compared(..)
            | EventKind::CompareThrottled(_) => true,
        }
    }
}

/// Whether a flow stands where its timeline says, and has not stayed behind it.
fn stands_as_told(flow: &Flow) -> bool {
    let lines = &flow.timeline;
    let person = newest(lines, |kind| if let EventKind::Verified(by) = kind { Some(*by) } else { None });
    let proof = newest(lines, |kind| if let EventKind::OrgVerified(by) = kind { Some(*by) } else { None });
    let is_last = |kind: EventKind| lines.last().is_some_and(|entry| entry.kind == kind);
    let are_told = |verified: &Verified| {
        (verified.transactor.map(|(by, _)| by), verified.organization) == (person, proof)
    };
    match &flow.progress {
        Progress::Passed { verified, .. } => is_last(EventKind::Finished) && are_told(verified),
        Progress::NotApproved { verified, .. } => is_last(EventKind::NotApproved) && are_told(verified),
        Progress::Expired { verified, .. } => {
            is_last(EventKind::Expired)
                && told(lines, &EventKind::ApprovalAsked) == verified.is_some()
                && verified.as_ref().is_none_or(are_told)
        }
        Progress::Failed { .. } => is_last(EventKind::Failed) && (person, proof) == (None, None),
        // What suffices has verified at once.
        Progress::Organizing(_) => {
            proof.is_none() && !(letter_approved(lines) == Some(true) && money_came(lines))
        }
        Progress::Approving(verified) => told(lines, &EventKind::ApprovalAsked) && are_told(verified),
        Progress::Open | Progress::Verifying(_) | Progress::Willing(_) => (person, proof) == (None, None),
    }
}

/// A world whose flows are followed back line by line.
struct Followed<'a> {
    provider: Provider,
    /// How many lines of each flow have been followed.
    lines: BTreeMap<AuthFlowId, usize>,
    /// The words of all lines that were met, in this world and in others.
    met: &'a RefCell<BTreeSet<String>>,
}

impl Followed<'_> {
    /// Follows what is new since the last time, all of it brought about by `input`.
    fn follow(&mut self, at: Time, input: Option<&Input>) -> Result<(), TestCaseError> {
        let now = self.provider.ask(at);
        for (_, flow) in now.flows_after(0) {
            let flow = &*flow;
            let known = self.lines.insert(flow.id, flow.timeline.len()).unwrap_or_default();
            for place in known..flow.timeline.len() {
                let (before, entry) = (&flow.timeline[..place], &flow.timeline[place]);
                let line = Line { flow, before, entry, input, now: &now };
                prop_assert!(line.has_cause(), "{:?} by {:?} after {:#?}", entry, input, before);
                let word = format!("{:?}", entry.kind);
                self.met.borrow_mut().insert(word.split('(').next().unwrap_or_default().to_owned());
            }
            prop_assert!(stands_as_told(flow), "{:#?}", flow);
        }
        Ok(())
    }
}

/// A town in which Wang stands at 对公打款 for the bakery, and for the mill, whose account has the money.
fn at_bank_transfers() -> Provider {
    let mut reached = None;
    story::play(town(), |story| {
        story.at_the_method(BAKERY, WANG, OrgMethod::BankTransfer);
        let mill = story.at_the_method(MILL, WANG, OrgMethod::BankTransfer);
        let number = MILL_ACCOUNT.parse().expect("an account");
        let account = Act::SubmitBankAccount { number, cnaps: BRANCH.parse().expect("a CNAPS code") };
        story.act(mill, account).expect("a payout");
        story.pass(Span::days(1));
        story.open(mill);
        reached = Some(story.provider().clone());
    });
    reached.expect("the story was told")
}

#[test]
fn whatever_becomes_of_a_flow_has_its_cause_in_its_timeline() {
    let worlds = [Provider::found(town()), at_bank_transfers()];
    let met = RefCell::new(BTreeSet::new());
    let law = |(world, script): (usize, Script)| {
        let provider = worlds[world].clone();
        let tape = record_from(provider.clone(), EVERYBODY, &script);
        let begun = provider.ask(Time::default());
        let lines = begun.flows_after(0).map(|(_, flow)| (flow.id, flow.timeline.len())).collect();
        let mut followed = Followed { provider, lines, met: &met };
        for (at, input) in tape {
            // What comes by itself is told apart from what the input brings.
            followed.provider.wake(at);
            followed.follow(at, None)?;
            let _ = followed.provider.apply(at, input.clone());
            followed.follow(at, Some(&input))?;
        }
        Ok(())
    };
    let config = cases(96);
    let is_usual = config.cases >= 96;
    TestRunner::new(config).run(&(0..2_usize, scripts(120)), law).unwrap_or_else(|error| panic!("{error}"));
    // A law about what never comes would say nothing.
    let awaited = [
        "AmountConfirmed",
        "AmountWrong",
        "Expired",
        "Failed",
        "LetterApproved",
        "LetterRejected",
        "OrgVerified",
        "PaymentByStranger",
        "PaymentOfWrongAmount",
        "PaymentReceived",
        "PayoutArrived",
        "PayoutFailed",
    ];
    let met = met.borrow();
    let missing: Vec<_> = awaited.into_iter().filter(|word| is_usual && !met.contains(*word)).collect();
    assert!(missing.is_empty(), "{missing:?} never came");
}
