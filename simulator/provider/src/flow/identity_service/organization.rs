//! An organization's verification by calls: three or four factors first, then one of three proofs, each of them
//! by calls too. Only the legal representative who signs has pages, on his own phone.

use std::sync::Arc;

use serde::{Deserialize, Serialize};

use crate::claim::Identity;
use crate::draw::WorldKey;
use crate::event::EventKind;
use crate::flow::context::Context;
use crate::flow::identity_service::{Failure, account, end_well, fail};
use crate::flow::letter::{self, Letter, LetterFile, LetterState};
use crate::flow::link::{Link, Redirect};
use crate::flow::method::bank_transfer::{self, Direction, Told};
use crate::flow::method::{OrgMethod, OrgProof, legal_rep_authorization, reverse_payment};
use crate::flow::organization::{self, Compared, OrgStep, OrgVerification, Proving, Stage};
use crate::flow::{Flow, Progress};
use crate::id::{AuthFlowId, FileId, FlowId};
use crate::identity::amount::Amount;
use crate::identity::cnaps::CnapsCode;
use crate::identity::corporate_account::CorporateAccountNum;
use crate::identity::document::Document;
use crate::identity::mobile::Mobile;
use crate::notice::{Action, Receiver};
use crate::org_claim::{OrgClaim, OrgField};
use crate::outages;
use crate::refusal::Refusal;
use crate::time::{DayCount, Time};
use crate::world::registry::OrgComparison;

/// A call about an organization's verification that has begun.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum OrgServiceStep {
    /// 法人授权认证 is to begin: the legal representative is sent a link (identity_service/dyyohd).
    SendSign(Box<SignOrder>),
    /// A random amount is to be paid out (identity_service/laygml).
    Pay(Box<PayoutOrder>),
    /// The amount that arrived (identity_service/ovy1ml).
    EnterAmount {
        /// What it was.
        amount: Amount,
        /// The stamped letter.
        letter: Option<FileId>,
    },
    /// A sub-account to pay to is wanted (identity_service/ha0lv7).
    OpenReverse {
        /// The stamped letter.
        letter: Option<FileId>,
    },
    /// The stamped letter is to be reviewed ahead of the amount (paas_api/avgnssg5whr2v09t).
    SubmitLetter(FileId),
}

/// What a call says of the signing.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct SignOrder {
    /// Who acts for the organization.
    /// `None` leaves it to the account that the flow began with (paas_api/wqffv9).
    pub agent: Option<Identity>,
    /// The legal representative's phone.
    pub mobile: Mobile,
    /// His document, which is needed where the factors were three.
    pub legal_rep_document: Option<Document>,
    /// Where his browser goes at the end.
    pub redirect: Option<Box<str>>,
}

/// What a call says of a payout.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct PayoutOrder {
    /// The organization's account.
    pub number: CorporateAccountNum,
    /// Its branch.
    pub cnaps: CnapsCode,
    /// The caller's own word for the payout; the flow's if there is none.
    pub context_id: Option<Box<str>>,
    /// Where it is told that the bank has taken the order.
    pub notify_url: Option<Box<str>>,
}

/// What the bank said of a payout.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum PayoutResult {
    /// It has taken the order.
    Taken,
    /// It has not.
    Refused,
    /// The money came back.
    Bounced,
}

/// What the call states, to be compared.
///
/// # Errors
/// [`Refusal::OrgFieldMissing`] without one of the factors.
pub fn stated(link: &Link, four_factors: bool) -> Result<Compared, Refusal> {
    let lacks = |field| Refusal::OrgFieldMissing { field };
    let wanted = link.organization.as_deref().ok_or(Refusal::OutOfStep)?;
    let OrgClaim { name, code, legal_rep_name, legal_rep_document, .. } = wanted.claim.clone();
    let compared = Compared {
        name: name.ok_or(lacks(OrgField::Name))?,
        code: code.ok_or(lacks(OrgField::Code))?,
        legal_rep_name: legal_rep_name.ok_or(lacks(OrgField::LegalRepName))?,
        legal_rep_document,
    };
    if four_factors && compared.legal_rep_document.is_none() {
        return Err(lacks(OrgField::LegalRepDocument));
    }
    Ok(compared)
}

/// Compares it. Nothing is kept of a comparison that fails.
///
/// # Errors
/// [`Refusal::DataSourceDown`], [`Refusal::OrgComparisonFailed`].
pub fn compare(context: &Context<'_>, compared: &Compared) -> Result<(), Refusal> {
    outages::data_source(context.rules, context.key, context.at)?;
    match organization::compare(context, compared) {
        OrgComparison::Match => Ok(()),
        comparison => Err(Refusal::OrgComparisonFailed { comparison }),
    }
}

/// Takes a flow that was opened just now to the choice of proofs. An agent who is the legal representative
/// himself is proof enough.
pub fn begin(flow: &mut Flow, context: &mut Context<'_>, organization: Compared, by_legal_rep: bool) {
    flow.tell(context, EventKind::OrgComparisonPassed);
    let proving = Proving {
        organization,
        by_legal_rep,
        agent: None,
        transfer: Default::default(),
        signs_issued: 0,
        sign_sent: None,
        sign_failures: DayCount::default(),
        stage: Stage::Choosing,
    };
    flow.progress = Progress::Organizing(Box::new(OrgVerification {
        typed: OrgClaim::default(),
        transactor_verified: None,
        failures: DayCount::default(),
        step: OrgStep::Proving(Box::new(proving)),
    }));
    if by_legal_rep {
        pass(flow, context, OrgProof::LegalRep);
    }
}

/// Takes a further step.
///
/// # Errors
/// The method's own refusals. The last wrong amount ends the flow.
pub fn step(flow: &mut Flow, context: &mut Context<'_>, step: &OrgServiceStep) -> Result<(), Refusal> {
    organization::proving_mut(flow)?;
    match step {
        OrgServiceStep::SendSign(order) => send_sign(flow, context, order),
        OrgServiceStep::Pay(order) => pay(flow, context, order),
        OrgServiceStep::EnterAmount { amount, letter } => {
            let transfer = organization::transfer_of(flow).ok_or(Refusal::OutOfStep)?;
            let forward = transfer.forward.as_ref().ok_or(Refusal::PayoutNeeded)?;
            forward.payout.check_entry(context.rules, context.at)?;
            let letter = letter_of_step(flow, context, *letter)?;
            at_bank_transfer(flow, context, Direction::Forward)?;
            let entered = bank_transfer::enter_amount(flow, context, *amount);
            if entered == Err(Refusal::AmountTriesExhausted) {
                fail(flow, context, Failure::AmountTriesExhausted);
            }
            entered?;
            hand_in(flow, context, letter)
        }
        OrgServiceStep::OpenReverse { letter } => {
            let letter = letter_of_step(flow, context, *letter)?;
            at_bank_transfer(flow, context, Direction::Reverse)?;
            reverse_payment::open(flow, context)?;
            hand_in(flow, context, letter)
        }
        OrgServiceStep::SubmitLetter(file) => {
            let letter = context.app_files.letter(&flow.link.app, *file)?;
            if organization::proving_mut(flow)?.stage == Stage::BankTransfer(Direction::Reverse) {
                return Err(Refusal::LetterNotTaken);
            }
            check_letter_open(flow)?;
            at_bank_transfer(flow, context, Direction::Forward)?;
            letter::upload(flow, context, letter)
        }
    }
}

/// The letter that comes with a step. One is needed where the application must have one and none is under way.
fn letter_of_step(
    flow: &Flow,
    context: &Context<'_>,
    letter: Option<FileId>,
) -> Result<Option<LetterFile>, Refusal> {
    let letter = letter.map(|file| context.app_files.letter(&flow.link.app, file)).transpose()?;
    let is_under_way = match &flow.letter {
        Some(Letter { state: LetterState::Reviewing { .. } | LetterState::Approved { .. }, .. }) => true,
        Some(Letter { state: LetterState::Rejected { .. }, .. }) | None => false,
    };
    if context.rules.service_letter_needed && letter.is_none() && !is_under_way {
        return Err(Refusal::LetterNeeded);
    }
    if letter.is_some() {
        check_letter_open(flow)?;
    }
    Ok(letter)
}

fn check_letter_open(flow: &Flow) -> Result<(), Refusal> {
    match &flow.letter {
        Some(Letter { state: LetterState::Approved { .. }, .. }) => Err(Refusal::LetterApproved),
        Some(Letter { state: LetterState::Reviewing { .. } | LetterState::Rejected { .. }, .. }) | None => {
            Ok(())
        }
    }
}

/// Hands the letter of a step to the reviewers, unless nothing is left to be proven.
fn hand_in(flow: &mut Flow, context: &mut Context<'_>, letter: Option<LetterFile>) -> Result<(), Refusal> {
    match letter {
        Some(letter) if !flow.is_finished() => letter::upload(flow, context, letter),
        Some(_) | None => Ok(()),
    }
}

/// What the review's own id is drawn from.
pub fn review_of(key: &WorldKey, flow: AuthFlowId, ordinal: u32) -> [u8; 32] {
    key.bytes("letter review", &flow.0.to_be_bytes(), ordinal.into())
}

/// Tells what a reviewer said of the letter, where its flow is one of calls (paas_api/avgnssg5whr2v09t).
pub fn letter_decided(flow: &mut Flow, context: &mut Context<'_>) {
    let (Some(service), Some(letter)) = (flow.by_calls(), &flow.letter) else { return };
    let rejected = match &letter.state {
        LetterState::Approved { .. } => None,
        LetterState::Rejected { reason, .. } => Some(reason.clone()),
        LetterState::Reviewing { .. } => return,
    };
    let action = Action::LetterReviewed {
        flow: FlowId::of(context.key, flow.id),
        context_id: service.context_id.clone(),
        rejected,
        service: review_of(context.key, flow.id, letter.ordinal),
        of_account: service.account.is_some(),
    };
    flow.notify(context, &action);
}

/// Orders a payout. Each order may name another account, as long as no amount is confirmed.
fn pay(flow: &mut Flow, context: &mut Context<'_>, order: &PayoutOrder) -> Result<(), Refusal> {
    let transfer = organization::transfer_of(flow).ok_or(Refusal::OutOfStep)?;
    if transfer.money_holds() {
        return Err(Refusal::OutOfStep);
    }
    bank_transfer::check_branch(order.cnaps)?;
    bank_transfer::check_order(transfer, context.rules, context.at)?;
    at_bank_transfer(flow, context, Direction::Forward)?;
    // Wrong amounts count for the whole flow, unlike on pages.
    let wrong_entries = organization::transfer_of(flow)
        .and_then(|transfer| transfer.forward.as_ref())
        .map_or(0, |forward| forward.payout.wrong_entries);
    bank_transfer::pay(flow, context, order.number.clone(), order.cnaps)?;
    let context_id = order.context_id.clone().or_else(|| context_id(flow));
    let told = Told { context_id, notify_url: order.notify_url.clone() };
    if let Some(forward) = &mut organization::proving_mut(flow)?.transfer.forward {
        forward.told = Some(Box::new(told));
        forward.payout.wrong_entries = wrong_entries;
    }
    let refused = forward_failed(flow);
    tell_payout(flow, context, if refused { PayoutResult::Refused } else { PayoutResult::Taken });
    Ok(())
}

fn send_sign(flow: &mut Flow, context: &mut Context<'_>, order: &SignOrder) -> Result<(), Refusal> {
    outages::sign_service(context.rules)?;
    outages::balance(context.rules)?;
    let agent = match &order.agent {
        Some(agent) => agent.clone(),
        None => organization::transactor(flow, context)?,
    };
    let proving = organization::proving_mut(flow)?;
    let document = proving.organization.legal_rep_document.clone().or(order.legal_rep_document.clone());
    let document = document.ok_or(Refusal::OrgFieldMissing { field: OrgField::LegalRepDocument })?;
    let today = context.at.shanghai_day();
    if proving.sign_failures.on(today) >= context.rules.method_failures_per_day_max {
        return Err(Refusal::TriesExhausted);
    }
    let Compared { name, code, legal_rep_name, .. } = &proving.organization;
    let known = context.world.compare_organization(name, code, legal_rep_name, Some(&document));
    if known != OrgComparison::Match {
        proving.sign_failures.count(today);
        flow.tell(context, EventKind::SignerFailed);
        return Err(Refusal::LegalRepUnknown);
    }
    if let Some(next) = proving.sign_resend_at(context.at, context.rules) {
        return Err(Refusal::MessageTooSoon { wait: next - context.at });
    }
    proving.organization.legal_rep_document = Some(document);
    proving.agent = Some(agent);
    let is_new = proving.stage.method() != Some(OrgMethod::LegalRepAuthorization);
    if let Some(url) = order.redirect.clone() {
        Arc::make_mut(&mut flow.link).redirect = Some(Redirect { url, delay_seconds: None });
    }
    if is_new {
        flow.tell(context, EventKind::OrgMethodChosen(OrgMethod::LegalRepAuthorization));
        legal_rep_authorization::open(flow, context)?;
    }
    legal_rep_authorization::send_message(flow, context, order.mobile)
}

/// Turns to 对公打款 in this direction, from wherever the flow stands: a call chooses by being made.
fn at_bank_transfer(flow: &mut Flow, context: &mut Context<'_>, direction: Direction) -> Result<(), Refusal> {
    let proving = organization::proving_mut(flow)?;
    let is_new = proving.stage.method() != Some(OrgMethod::BankTransfer);
    let turned = proving.stage != Stage::BankTransfer(direction);
    proving.stage = Stage::BankTransfer(direction);
    if is_new {
        flow.tell(context, EventKind::OrgMethodChosen(OrgMethod::BankTransfer));
    }
    if turned && (!is_new || direction == Direction::Reverse) {
        flow.tell(context, EventKind::DirectionTurned(direction));
    }
    Ok(())
}

/// Ends the flow well.
pub fn pass(flow: &mut Flow, context: &mut Context<'_>, proof: OrgProof) {
    let transactor = match &flow.progress {
        Progress::Organizing(verification) => verification.transactor_verified,
        _ => None,
    };
    let compared = organization::proving(flow).map(|proving| proving.organization.clone());
    let fits =
        compared.as_ref().map_or(Ok(()), |compared| account::check_organization(flow, context, compared));
    if fits.is_err() {
        return fail(flow, context, Failure::AccountChanged);
    }
    if let Some(compared) = &compared
        && let Some(wanted) = &mut Arc::make_mut(&mut flow.link).organization
    {
        let Compared { name, code, legal_rep_name, legal_rep_document } = compared.clone();
        // What was typed is what is told of the flow from now on.
        wanted.claim.lay_over(OrgClaim {
            name: Some(name),
            code_type: Some(code.kind()),
            code: Some(code),
            legal_rep_name: Some(legal_rep_name),
            legal_rep_document_type: legal_rep_document.as_ref().map(Document::kind),
            legal_rep_document,
            account_number: None,
        });
    }
    flow.drop_letter_timer(context);
    flow.tell(context, EventKind::OrgVerified(proof));
    if let Some(compared) = &compared {
        account::organization_passed(flow, context, compared);
    }
    end_well(flow, context, transactor, Some(proof));
}

/// Tells that a payout came back, where its flow is one of calls.
pub fn payout_bounced(flow: &mut Flow, context: &mut Context<'_>) {
    if flow.by_calls().is_some() && forward_failed(flow) {
        tell_payout(flow, context, PayoutResult::Bounced);
    }
}

fn forward_failed(flow: &Flow) -> bool {
    let forward = organization::transfer_of(flow).and_then(|transfer| transfer.forward.as_ref());
    forward.is_some_and(|forward| forward.payout.has_failed())
}

fn context_id(flow: &Flow) -> Option<Box<str>> {
    flow.link.identity_service.as_ref().and_then(|service| service.context_id.clone())
}

/// Tells what the bank said (identity_service/qlqh9u1uhe1272gl): to the address that the payout's call named,
/// and to the application's webhook.
fn tell_payout(flow: &mut Flow, context: &mut Context<'_>, result: PayoutResult) {
    let transfer = organization::transfer_of(flow);
    let Some(forward) = transfer.and_then(|transfer| transfer.forward.as_ref()) else { return };
    let Told { context_id, notify_url } = forward.told.as_deref().cloned().unwrap_or_default();
    let ordinal = transfer.map_or(0, |transfer| u64::from(transfer.payouts));
    let paid: Time = forward.payout.asked;
    let action = Action::PayoutTold {
        flow: FlowId::of(context.key, flow.id),
        context_id,
        result,
        paid,
        service: context.key.bytes("payout service", &flow.id.0.to_be_bytes(), ordinal),
        of_account: flow.link.identity_service.as_ref().is_some_and(|service| service.account.is_some()),
    };
    let named = notify_url.map(|url| Receiver { url, subscribed: false });
    flow.notify_at(context, named, &action);
}
