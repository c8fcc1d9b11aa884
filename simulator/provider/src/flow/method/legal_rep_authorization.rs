//! 法人授权认证: the legal representative opens a link on his own phone, by QR code or by message, says who he
//! is where that is not known, proves himself by face or by code, reads the letter and signs it.
//!
//! How long such a link lives and how often it may be sent say the rules `sign_link_life` and
//! `sign_message_interval`.

use serde::{Deserialize, Serialize};

use crate::claim::Identity;
use crate::event::EventKind;
use crate::flow::Flow;
use crate::flow::context::Context;
use crate::flow::method::OrgProof;
use crate::flow::method::face::{self, FaceCheck, FaceVendor};
use crate::flow::organization::{self, Proving, Stage};
use crate::id::{FaceTicketId, SignTicketId};
use crate::identity::address::Address;
use crate::identity::document::Document;
use crate::identity::mobile::Mobile;
use crate::org_claim::OrgField;
use crate::outages;
use crate::refusal::Refusal;
use crate::rules::Rules;
use crate::time::Time;
use crate::world::Comparison;
use crate::world::registry::OrgComparison;

/// The letter that the legal representative is asked to sign.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct SignTask {
    /// Its id, as the link names it.
    pub ticket: SignTicketId,
    /// Since when it can be opened.
    pub issued: Time,
    /// How far it has come.
    pub state: SignState,
}

/// How far the legal representative has come.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum SignState {
    /// Nobody has opened the link.
    Issued,
    /// A phone has opened it.
    Opened,
    /// He has said who he is and must enter the code sent to this number.
    Code(Identity, Mobile),
    /// He has said who he is and must show his face.
    Face(FaceCheck),
    /// He has proven himself, by this face check or by a code, and reads the letter.
    Reading(Identity, Option<FaceTicketId>),
    /// He would not sign.
    Refused,
}

/// How he proves himself.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum ProveBy {
    /// By his face.
    Face,
    /// By a number that the carrier keeps for him, and a code sent to it.
    Code(Mobile),
}

/// What he does on his phone.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum SignAct {
    /// Says who he is, and how he proves it.
    Identify {
        /// His ID card, where it is not known.
        document: Option<Document>,
        /// How he proves himself.
        by: ProveBy,
    },
    /// Has the code sent.
    AskCode,
    /// Enters it.
    EnterCode(Box<str>),
    /// Signs the letter.
    Sign {
        /// Whether he ticked that he has read it.
        consent: bool,
    },
    /// Refuses to sign.
    Refuse,
}

impl SignTask {
    /// Whether the link is too old to be opened.
    pub fn is_too_old(&self, at: Time, rules: &Rules) -> bool {
        at >= self.issued + rules.sign_link_life
    }
}

impl Proving {
    /// From when a link for signing may be sent again; `None` if it may be now.
    pub fn sign_resend_at(&self, at: Time, rules: &Rules) -> Option<Time> {
        let next = self.sign_sent.map(|(_, last)| last + rules.sign_message_interval);
        next.filter(|next| at < *next)
    }
}

/// Opens the method: issues a link.
///
/// # Errors
/// [`Refusal::OutOfStep`].
pub fn open(flow: &mut Flow, context: &mut Context<'_>) -> Result<(), Refusal> {
    let task = issue(flow, context)?;
    organization::proving_mut(flow)?.stage = Stage::LegalRepAuthorization(task);
    Ok(())
}

/// Issues another link; the old one is worth nothing then.
///
/// # Errors
/// [`Refusal::OutOfStep`] outside the method.
pub fn refresh(flow: &mut Flow, context: &mut Context<'_>) -> Result<(), Refusal> {
    task_mut(flow)?;
    open(flow, context)
}

fn issue(flow: &mut Flow, context: &mut Context<'_>) -> Result<SignTask, Refusal> {
    let proving = organization::proving_mut(flow)?;
    let ordinal = u64::from(proving.signs_issued);
    proving.signs_issued += 1;
    let ticket = SignTicketId(context.key.id("sign", &flow.id.0.to_be_bytes(), ordinal));
    context.signs.insert(ticket, flow.id);
    flow.tell(context, EventKind::SignIssued(ticket));
    Ok(SignTask { ticket, issued: context.at, state: SignState::Issued })
}

/// 方式二：直接发送短信: sends the link to the legal representative's phone.
///
/// # Errors
/// [`Refusal::OutOfStep`], [`Refusal::MessageTooSoon`].
pub fn send_message(flow: &mut Flow, context: &mut Context<'_>, mobile: Mobile) -> Result<(), Refusal> {
    let at = context.at;
    task_mut(flow)?;
    if let Some(next) = organization::proving_mut(flow)?.sign_resend_at(at, context.rules) {
        return Err(Refusal::MessageTooSoon { wait: next - at });
    }
    let task = task_mut(flow)?;
    if task.state == SignState::Refused || task.is_too_old(at, context.rules) {
        refresh(flow, context)?;
    }
    let ticket = task_mut(flow)?.ticket;
    let proving = organization::proving_mut(flow)?;
    proving.sign_sent = Some((mobile, at));
    let text = format!(
        "【e签宝】{}正在进行企业实名认证,请您作为法定代表人点击链接完成授权书签署,请勿转发。",
        proving.organization.name
    );
    let address = Address::Mobile(mobile);
    context.world.deliver(&address, at, text, vec![ticket.to_string()]);
    flow.tell(context, EventKind::SignMessageSent(mobile));
    Ok(())
}

/// A phone opens the link; only the first time is remembered.
///
/// # Errors
/// [`Refusal::SignExpired`] for a link that was replaced or is too old.
pub fn open_link(flow: &mut Flow, context: &mut Context<'_>, ticket: SignTicketId) -> Result<(), Refusal> {
    let task = current(flow, context, ticket)?;
    if task.state == SignState::Issued {
        task.state = SignState::Opened;
        flow.tell(context, EventKind::SignOpened(ticket));
    }
    Ok(())
}

/// The legal representative does something on his phone.
///
/// # Errors
/// [`Refusal::SignExpired`], [`Refusal::OutOfStep`], and what each step says.
pub fn act(
    flow: &mut Flow,
    context: &mut Context<'_>,
    ticket: SignTicketId,
    act: SignAct,
) -> Result<(), Refusal> {
    let state = current(flow, context, ticket)?.state.clone();
    match (act, state) {
        // Also with the letter before him: the phone on which he has proven himself may have died.
        (
            SignAct::Identify { document, by },
            SignState::Opened | SignState::Code(..) | SignState::Face(_) | SignState::Reading(..),
        ) => identify(flow, context, document, by),
        (SignAct::AskCode, SignState::Code(_, mobile)) => flow.send_code(context, &Address::Mobile(mobile)),
        (SignAct::EnterCode(entry), SignState::Code(identity, mobile)) => {
            flow.enter_code(context, &Address::Mobile(mobile), &entry)?;
            proven(flow, context, identity, None);
            Ok(())
        }
        (SignAct::Sign { consent: false }, SignState::Reading(..)) => Err(Refusal::ConsentMissing),
        (SignAct::Sign { consent: true }, SignState::Reading(identity, _)) => {
            flow.tell(context, EventKind::Signed);
            organization::proving_mut(flow)?.organization.legal_rep_document = Some(identity.document);
            organization::pass(flow, context, OrgProof::LegalRepAuthorization);
            Ok(())
        }
        (
            SignAct::Refuse,
            SignState::Opened | SignState::Code(..) | SignState::Face(_) | SignState::Reading(..),
        ) => {
            task_mut(flow)?.state = SignState::Refused;
            flow.tell(context, EventKind::SignRefused);
            Ok(())
        }
        (
            SignAct::Identify { .. }
            | SignAct::AskCode
            | SignAct::EnterCode(_)
            | SignAct::Sign { .. }
            | SignAct::Refuse,
            _,
        ) => Err(Refusal::OutOfStep),
    }
}

/// Compares who he says he is with the registry, then with the carrier or the register of residents.
fn identify(
    flow: &mut Flow,
    context: &mut Context<'_>,
    document: Option<Document>,
    by: ProveBy,
) -> Result<(), Refusal> {
    let today = context.at.shanghai_day();
    let proving = organization::proving_mut(flow)?;
    let organization = proving.organization.clone();
    if proving.sign_failures.on(today) >= context.rules.method_failures_per_day_max {
        return Err(Refusal::TriesExhausted);
    }
    let document = organization.legal_rep_document.clone().or(document);
    let document = document.ok_or(Refusal::OrgFieldMissing { field: OrgField::LegalRepDocument })?;
    let identity = Identity { name: organization.legal_rep_name.clone(), document };
    outages::data_source(context.rules, context.key, context.at)?;
    let in_registry = context.world.compare_organization(
        &organization.name,
        &organization.code,
        &identity.name,
        Some(&identity.document),
    );
    let comparison = match by {
        ProveBy::Face => context.world.compare_identity(&identity.name, &identity.document),
        ProveBy::Code(mobile) => context.world.compare_mobile(&identity.name, &identity.document, mobile),
    };
    if in_registry != OrgComparison::Match || comparison != Comparison::Match {
        organization::proving_mut(flow)?.sign_failures.count(today);
        flow.tell(context, EventKind::SignerFailed);
        return Err(Refusal::ComparisonFailed { fields: Vec::new(), warn_tries_left: None });
    }
    let state = match by {
        ProveBy::Code(mobile) => SignState::Code(identity, mobile),
        ProveBy::Face => {
            // He holds the phone already: no code to scan.
            SignState::Face(face::issue(flow, context, FaceVendor::Esign, identity, true))
        }
    };
    task_mut(flow)?.state = state;
    Ok(())
}

/// He has proven himself, by this face check or by a code: the letter lies before him.
pub fn proven(flow: &mut Flow, context: &mut Context<'_>, identity: Identity, face: Option<FaceTicketId>) {
    if let Ok(task) = task_mut(flow) {
        task.state = SignState::Reading(identity, face);
        flow.tell(context, EventKind::SignerProven);
    }
}

fn current<'a>(
    flow: &'a mut Flow,
    context: &Context<'_>,
    ticket: SignTicketId,
) -> Result<&'a mut SignTask, Refusal> {
    let task = task_mut(flow).map_err(|_| Refusal::SignExpired)?;
    if task.ticket != ticket || task.is_too_old(context.at, context.rules) {
        return Err(Refusal::SignExpired);
    }
    Ok(task)
}

fn task_mut(flow: &mut Flow) -> Result<&mut SignTask, Refusal> {
    let Stage::LegalRepAuthorization(task) = &mut organization::proving_mut(flow)?.stage else {
        return Err(Refusal::OutOfStep);
    };
    Ok(task)
}
