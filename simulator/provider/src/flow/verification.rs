//! Verifying a person inside a flow: choice of a method, comparison, proof of the number, end.
//!
//! What all methods share lives here; what is a method's own lives in `method/`.

use serde::{Deserialize, Serialize};

use crate::accounts::RealName;
use crate::claim::{Field, Identity, PersonClaim};
use crate::event::EventKind;
use crate::flow::context::Context;
use crate::flow::identity_service::{self, account};
use crate::flow::method::face::FaceCheck;
use crate::flow::method::{Method, legal_rep_in_person};
use crate::flow::{Flow, Progress};
use crate::identity::address::Address;
use crate::identity::bank_card::BankCardNum;
use crate::identity::mobile::Mobile;
use crate::outages;
use crate::refusal::Refusal;
use crate::world::Comparison;

/// A person's verification under way.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Verification {
    /// What he has typed so far, so that another method need not ask again.
    pub typed: PersonClaim,
    /// Where he stands.
    pub step: Step,
}

/// Where a verification stands.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Step {
    /// At the choice of methods.
    Choosing,
    /// At the form of a method.
    Entering(Method),
    /// Factors confirmed; the number must be proven by a code.
    Code(Proof, Mobile),
    /// Factors confirmed; a face check is under way or has failed.
    Face(FaceCheck),
}

/// What a method has confirmed, ready to be bound to the account.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Proof {
    /// Name and document.
    pub identity: Identity,
    /// By which method.
    pub method: Method,
    /// The number that was compared.
    pub mobile: Option<Mobile>,
    /// The card that was compared.
    pub bank_card: Option<BankCardNum>,
}

/// What holds for the verification under way: the link's terms, or those of a legal representative's
/// fresh proof.
pub struct Terms {
    /// What is known of the person beforehand.
    pub claim: PersonClaim,
    /// What of it may not be changed.
    pub locked: Vec<Field>,
    /// The methods on offer, the default first.
    pub methods: Vec<Method>,
    /// Whether a number that this flow has proven must be proven again.
    pub fresh: bool,
}

/// The terms of the verification under way.
pub fn terms(flow: &Flow) -> Terms {
    if let Progress::Organizing(organization) = &flow.progress
        && let Some(proof) = organization.fresh_proof()
    {
        return Terms {
            claim: PersonClaim::from(&proof.identity),
            locked: legal_rep_in_person::LOCKED.to_vec(),
            methods: legal_rep_in_person::METHODS.to_vec(),
            fresh: true,
        };
    }
    Terms {
        claim: flow.link.claim.clone(),
        locked: flow.link.locked(),
        methods: flow.link.methods(),
        fresh: false,
    }
}

/// Opens a method's form.
///
/// # Errors
/// [`Refusal::MethodUnavailable`] for a method that the caller did not offer.
pub fn choose(flow: &mut Flow, context: &mut Context<'_>, method: Method) -> Result<(), Refusal> {
    if !terms(flow).methods.contains(&method) {
        return Err(Refusal::MethodUnavailable);
    }
    if flow.verification_mut()?.step == Step::Entering(method) {
        return Ok(());
    }
    // From an old form a method is chosen while another is under way.
    leave(flow, context)?;
    flow.verification_mut()?.step = Step::Entering(method);
    flow.tell(context, EventKind::MethodChosen(method));
    Ok(())
}

/// Goes back to the choice of methods; what was issued for the method is worth nothing then.
///
/// # Errors
/// [`Refusal::OutOfStep`] if no verification is under way.
pub fn leave(flow: &mut Flow, context: &mut Context<'_>) -> Result<(), Refusal> {
    let verification = flow.verification_mut()?;
    let method = match &verification.step {
        Step::Choosing => return Ok(()),
        Step::Entering(method) => *method,
        Step::Code(proof, _) => proof.method,
        Step::Face(_) => Method::Face,
    };
    verification.step = Step::Choosing;
    flow.tell(context, EventKind::MethodLeft(method));
    Ok(())
}

/// What must hold before a method compares: its form is open, nothing locked was changed, tries are left, and
/// somebody answers.
///
/// # Errors
/// [`Refusal::OutOfStep`], [`Refusal::FieldLocked`], [`Refusal::TriesExhausted`], [`Refusal::DataSourceDown`].
pub fn begin(
    flow: &mut Flow,
    context: &Context<'_>,
    method: Method,
    claim: PersonClaim,
) -> Result<(), Refusal> {
    if flow.verification_mut()?.step != Step::Entering(method) {
        return Err(Refusal::OutOfStep);
    }
    let Terms { claim: known, locked, .. } = terms(flow);
    let changed = known.differences(&claim).into_iter().find(|field| locked.contains(field));
    if let Some(field) = changed {
        return Err(Refusal::FieldLocked { field });
    }
    account::check_person(flow, context, &claim)?;
    tries_left(flow, context, method)?;
    outages::data_source(context.rules, context.key, context.at)?;
    flow.verification_mut()?.typed.lay_over(claim);
    Ok(())
}

/// How many comparisons `method` may still fail today.
///
/// # Errors
/// [`Refusal::TriesExhausted`] if none.
pub fn tries_left(flow: &Flow, context: &Context<'_>, method: Method) -> Result<u32, Refusal> {
    let account = flow.account.and_then(|id| context.accounts.get(id));
    let failed = flow.failures_on(account.as_ref(), context.at.shanghai_day(), method);
    match context.rules.method_failures_per_day_max.saturating_sub(failed) {
        0 => Err(Refusal::TriesExhausted),
        left => Ok(left),
    }
}

/// Counts a failed comparison or face check against the account and day.
pub fn count_failure(flow: &mut Flow, context: &mut Context<'_>, method: Method) {
    let day = context.at.shanghai_day();
    match flow.account {
        Some(id) => context.accounts.change(id, |account| account.count_failure(day, method)),
        None => flow.count_failure_of_pages(context, method),
    }
}

/// Turns the data source's answer into progress or a counted refusal.
///
/// # Errors
/// [`Refusal::ComparisonFailed`]; which fields differ is told only for the detailed version (详情版).
pub fn judge(
    flow: &mut Flow,
    context: &mut Context<'_>,
    method: Method,
    comparison: Comparison,
) -> Result<(), Refusal> {
    let fields = match comparison {
        Comparison::Match => {
            flow.tell(context, EventKind::ComparisonPassed(method));
            return Ok(());
        }
        Comparison::Mismatch(fields) => fields,
        Comparison::NotCovered => Vec::new(),
    };
    flow.tell(context, EventKind::ComparisonFailed(method, fields.clone()));
    count_failure(flow, context, method);
    let left = tries_left(flow, context, method).unwrap_or(0);
    let warn_tries_left = (left <= context.rules.method_failures_warned).then_some(left);
    let fields = if flow.link.detailed.contains(&method) { fields } else { Vec::new() };
    Err(Refusal::ComparisonFailed { fields, warn_tries_left })
}

/// Asks for a code to the compared number, unless this flow has proven it already.
pub fn prove_mobile(flow: &mut Flow, context: &mut Context<'_>, proof: Proof, mobile: Mobile) {
    let proven = flow.proven.contains(&mobile) && !context.rules.proven_mobile_needs_code;
    if proven && !terms(flow).fresh {
        pass(flow, context, proof);
    } else if let Ok(verification) = flow.verification_mut() {
        verification.step = Step::Code(proof, mobile);
    }
}

/// Sends the code that proves the compared number.
///
/// # Errors
/// [`Refusal::OutOfStep`], [`Refusal::CodeTooSoon`].
pub fn ask_code(flow: &mut Flow, context: &mut Context<'_>) -> Result<(), Refusal> {
    let Step::Code(_, mobile) = flow.verification_mut()?.step else { return Err(Refusal::OutOfStep) };
    flow.send_code(context, &Address::Mobile(mobile))
}

/// Takes the code that proves the compared number.
///
/// # Errors
/// [`Refusal::OutOfStep`] and the code's own refusals.
pub fn enter_code(flow: &mut Flow, context: &mut Context<'_>, entry: &str) -> Result<(), Refusal> {
    let Step::Code(proof, mobile) = flow.verification_mut()?.step.clone() else {
        return Err(Refusal::OutOfStep);
    };
    flow.enter_code(context, &Address::Mobile(mobile), entry)?;
    flow.tell(context, EventKind::MobileProven(proof.method));
    pass(flow, context, proof);
    Ok(())
}

/// Binds the confirmed identity to the account and ends the person's part; the fresh proof of a legal
/// representative ends the organization's.
pub fn pass(flow: &mut Flow, context: &mut Context<'_>, proof: Proof) {
    if matches!(flow.progress, Progress::Organizing(_)) {
        return legal_rep_in_person::pass(flow, context);
    }
    if flow.link.identity_service.is_some() {
        return identity_service::pass(flow, context, proof);
    }
    let Proof { identity: Identity { name, document }, method, mobile, bank_card } = proof;
    let detailed = flow.link.detailed.contains(&method);
    let real_name = RealName { name, document, mobile, bank_card, method, detailed, at: context.at };
    flow.complete(context, Some(real_name));
}

/// The parts of a claim that a method's form shows, with what is known so far and what is locked.
pub fn form(
    flow: &Flow,
    verification: &Verification,
    method: Method,
    account_mobile: Option<Mobile>,
) -> (PersonClaim, Vec<Field>) {
    let Terms { claim: mut shown, locked, .. } = terms(flow);
    let mut typed = verification.typed.clone();
    typed.lay_over(shown.only(&locked));
    shown.lay_over(typed);
    if method == Method::Mobile3 || method == Method::Bankcard4 {
        shown.mobile = shown.mobile.or(account_mobile);
    }
    (shown, locked)
}
