//! The identity service of V2: verification by calls alone, whose every step is a call of the integrator's
//! server; or by pages behind a link, which a browser enters without logging in.
//!
//! By calls only a face check has a page, on the person's phone, and a letter to be signed.
//! Whom it is about a call says itself (核身), or an account does that the caller keeps (实名, `account`).
//! What was stated is compared before there is a flow; so a flow begins with its second step. A person's has
//! one method, the code or the face, and its one failure ends it: whoever wants to try again starts anew.
//! An organization's (`organization`) has a choice of proofs.

pub mod account;
pub mod organization;

use std::sync::Arc;

use serde::{Deserialize, Serialize};

use crate::accounts::count;
use crate::claim::{Field, Identity, PersonClaim};
use crate::event::EventKind;
use crate::flow::approval::Verified;
use crate::flow::context::Context;
use crate::flow::identity_service::organization::OrgServiceStep;
use crate::flow::link::{Link, Redirect};
use crate::flow::method::face::{self, FaceOutcome, FaceVendor};
use crate::flow::method::{Method, OrgProof};
use crate::flow::verification::{self, Proof, Step, Verification};
use crate::flow::{Flow, Progress};
use crate::id::{AccountId, FaceTicketId, FlowId};
use crate::identity::address::Address;
use crate::identity::mobile::Mobile;
use crate::identity::organization_code::OrgCode;
use crate::identity::organization_name::OrgName;
use crate::notice::{Action, ServiceEnd};
use crate::outages;
use crate::refusal::Refusal;
use crate::world::Comparison;

/// What a call says of a verification besides the person, who is in the link's claim.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct IdentityService {
    /// How it begins.
    pub start: Start,
    /// The caller's own word for it, which is told back to him.
    pub context_id: Option<Box<str>>,
    /// The finished verification of the person who acts for an organization.
    pub agent: Option<FlowId>,
    /// The account that is to be verified (实名); `None` where the call says who it is (核身).
    pub account: Option<Box<OfAccount>>,
    /// The organization that a person is verified for (`certificationPurpose`).
    pub purpose: Option<Box<Purpose>>,
    /// What a comparison may rest on.
    pub source: DataSource,
    /// An information compare that makes another unnecessary (`verifyId`); once the flow has begun, only where it
    /// did.
    pub compared: Option<Box<str>>,
    /// What is said of the pages, where there are some.
    pub pages: Option<Box<Pages>>,
}

impl IdentityService {
    /// A verification that begins so, and of which nothing more is said.
    pub fn new(start: Start) -> Self {
        Self {
            start,
            context_id: None,
            agent: None,
            account: None,
            purpose: None,
            source: DataSource::default(),
            compared: None,
            pages: None,
        }
    }
}

/// What a call says of the account that is to be verified.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct OfAccount {
    /// Which.
    pub id: AccountId,
    /// The account of the person who acts for an organization.
    pub agent: Option<AccountId>,
    /// Whether it may be verified once more.
    pub repeatable: bool,
    /// Whether an agent who is the legal representative is proof enough (`frAuthEnable`).
    pub agent_suffices: bool,
}

/// An organization that a person is verified for; a later call for it must name the same one.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Purpose {
    /// Its name.
    pub name: OrgName,
    /// Its code.
    pub code: OrgCode,
}

/// What a comparison by the carriers may rest on (identity_service/wry7rc).
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum DataSource {
    /// The carriers.
    #[default]
    Authoritative,
    /// What this application has had verified within a year.
    Trusted,
    /// That first, then the carriers.
    TrustedFirst,
}

/// What a call says of the pages besides what every link says.
#[derive(Debug, Clone, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Pages {
    /// Whose phone is sent the link.
    pub invited: Option<Mobile>,
    /// How many failures end the flow; `None` leaves it to the limit of the day.
    pub failures_max: Option<u32>,
    /// Where the browser goes if the flow ends badly.
    pub fail_redirect: Option<Redirect>,
    /// To whom alone a face may be shown; empty for whoever is usual.
    pub face_vendors: Vec<FaceVendor>,
}

/// How a verification begins.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Start {
    /// A link to pages, for a person or for an organization (identity_service/sg2nty, paas_api/ioggbz).
    Pages,
    /// 企业三要素 or, with the legal representative's document, 四要素 (identity_service/dzvhtp, ikp0qg).
    Organization {
        /// Whether the document must be there.
        four_factors: bool,
    },
    /// 运营商三要素 (identity_service/wry7rc).
    Mobile3,
    /// 银行卡四要素 (identity_service/tgp6t3).
    Bankcard4,
    /// 刷脸 (identity_service/wbsb6y).
    Face(FaceVendor),
}

impl Start {
    /// A person's method; none for an organization.
    pub fn method(self) -> Option<Method> {
        match self {
            Self::Pages | Self::Organization { .. } => None,
            Self::Mobile3 => Some(Method::Mobile3),
            Self::Bankcard4 => Some(Method::Bankcard4),
            Self::Face(_) => Some(Method::Face),
        }
    }
}

/// A call about a verification that has begun.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum ServiceStep {
    /// The code is to be sent once more.
    ResendCode(Method),
    /// The person's entry of the code.
    EnterCode(Method, Box<str>),
    /// A step of an organization's.
    Organization(OrgServiceStep),
}

/// Why a verification failed for good.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Failure {
    /// Too many wrong codes.
    CodeDead,
    /// As many failures as the call allowed.
    FailuresExhausted,
    /// Too many wrong amounts.
    AmountTriesExhausted,
    /// The account that was to be verified says otherwise meanwhile, or is gone.
    AccountChanged,
    /// The face check ended so.
    Face(FaceTicketId, FaceOutcome),
}

impl Flow {
    /// What the identity service was asked, where each step is a call.
    pub fn by_calls(&self) -> Option<&IdentityService> {
        self.link.identity_service.as_deref().filter(|service| service.start != Start::Pages)
    }

    /// Whether a call ordered a face check: its caller hands out the link, and there is no other page.
    pub fn orders_face(&self) -> bool {
        self.by_calls().is_some_and(|service| matches!(service.start, Start::Face(_)))
    }

    /// A browser comes to the pages of a flow that knows no logging in. Gives it a seat.
    ///
    /// # Errors
    /// [`Refusal::OutOfStep`] for a flow that one logs in to, or that has no pages.
    pub fn enter(&mut self, context: &mut Context<'_>) -> Result<u32, Refusal> {
        match self.link.identity_service.as_deref() {
            Some(IdentityService { start: Start::Pages, .. }) => {}
            Some(_) | None => return Err(Refusal::OutOfStep),
        }
        self.open_link(context);
        self.seats += 1;
        if self.progress == Progress::Open && account::agent_is_verified(self, context) {
            crate::flow::organization::begin(self, context, None);
        }
        if self.progress == Progress::Open {
            let choosing = Verification { typed: PersonClaim::default(), step: Step::Choosing };
            self.progress = Progress::Verifying(choosing);
        }
        Ok(self.seats)
    }

    /// Counts a failure where no account does: in the flow itself. The last that the call allowed ends it.
    pub(crate) fn count_failure_of_pages(&mut self, context: &mut Context<'_>, method: Method) {
        count(&mut self.failures, context.at.shanghai_day(), method);
        self.failed += 1;
        let service = self.link.identity_service.as_deref();
        let max = service.and_then(|service| service.pages.as_ref()).and_then(|pages| pages.failures_max);
        if max.is_some_and(|max| self.failed >= max) {
            fail(self, context, Failure::FailuresExhausted);
        }
    }

    /// The face check that a call ordered, whether it is under way or over.
    pub fn ordered_face(&self) -> Option<FaceTicketId> {
        self.by_calls()?;
        match self.progress {
            Progress::Failed { failure: Failure::Face(ticket, _), .. } => Some(ticket),
            _ => self.face_passed.or_else(|| self.face_check().map(|check| check.ticket)),
        }
    }
}

/// Compares what the call states. Nothing is kept of a comparison that fails.
///
/// # Errors
/// [`Refusal::ClaimIncomplete`] without one of the method's parts, [`Refusal::DataSourceDown`],
/// [`Refusal::ComparisonFailed`]; which fields differ is told only for the detailed version (`ADVANCED`).
pub fn compare(context: &Context<'_>, link: &Link, start: Start) -> Result<Proof, Refusal> {
    let lacks = |field| Refusal::ClaimIncomplete { field };
    let PersonClaim { name, document, mobile, bank_card, .. } = link.claim.clone();
    let identity =
        Identity { name: name.ok_or(lacks(Field::Name))?, document: document.ok_or(lacks(Field::Document))? };
    let Identity { name, document } = &identity;
    let world = &context.world;
    let answers = || outages::data_source(context.rules, context.key, context.at);
    let comparison = match start {
        Start::Mobile3 => {
            let mobile = mobile.ok_or(lacks(Field::Mobile))?;
            let source = link.identity_service.as_ref().map(|service| service.source).unwrap_or_default();
            let trusted = || {
                context.trusted.has((context.at, context.key, context.rules), &link.app, &identity, mobile)
            };
            match source {
                DataSource::Trusted | DataSource::TrustedFirst if trusted() => Comparison::Match,
                // Unknown: what a call is answered whose person this application has not had verified.
                DataSource::Trusted => Comparison::NotCovered,
                DataSource::Authoritative | DataSource::TrustedFirst => {
                    answers()?;
                    world.compare_mobile(name, document, mobile)
                }
            }
        }
        Start::Bankcard4 => {
            let card = bank_card.ok_or(lacks(Field::BankCard))?;
            answers()?;
            world.compare_bank_card(name, document, card, mobile.ok_or(lacks(Field::Mobile))?)
        }
        Start::Face(_) => {
            answers()?;
            world.compare_identity(name, document)
        }
        Start::Pages | Start::Organization { .. } => return Err(Refusal::OutOfStep),
    };
    let Some(method) = start.method() else { return Err(Refusal::OutOfStep) };
    let fields = match comparison {
        Comparison::Match => return Ok(Proof { identity, method, mobile, bank_card }),
        Comparison::Mismatch(fields) if link.detailed.contains(&method) => fields,
        Comparison::Mismatch(_) | Comparison::NotCovered => Vec::new(),
    };
    Err(Refusal::ComparisonFailed { fields, warn_tries_left: None })
}

/// Takes a flow that was opened just now to its second step: sends the code or issues the face check.
///
/// # Errors
/// [`Refusal::ClaimIncomplete`] without the number that the code would go to.
pub fn begin(flow: &mut Flow, context: &mut Context<'_>, start: Start, proof: Proof) -> Result<(), Refusal> {
    flow.tell(context, EventKind::ComparisonPassed(proof.method));
    let mobile = proof.mobile;
    let step = match start {
        Start::Face(vendor) => Step::Face(face::issue(flow, context, vendor, proof.identity, true)),
        Start::Pages | Start::Organization { .. } | Start::Mobile3 | Start::Bankcard4 => {
            Step::Code(proof, mobile.ok_or(Refusal::ClaimIncomplete { field: Field::Mobile })?)
        }
    };
    flow.progress = Progress::Verifying(Verification { typed: PersonClaim::default(), step });
    match (start, mobile) {
        (Start::Mobile3 | Start::Bankcard4, Some(mobile)) => {
            flow.send_code(context, &Address::Mobile(mobile))
        }
        (Start::Mobile3 | Start::Bankcard4, None)
        | (Start::Pages | Start::Organization { .. } | Start::Face(_), _) => Ok(()),
    }
}

/// Sends the link to whoever is invited by message.
pub fn invite(flow: &mut Flow, context: &mut Context<'_>) {
    let pages = flow.link.identity_service.as_ref().and_then(|service| service.pages.as_ref());
    let Some(mobile) = pages.and_then(|pages| pages.invited) else { return };
    let app_name = context.apps.get(&flow.link.app).map_or("", |app| &app.name);
    // Unknown: the text is not published.
    let text = format!("【e签宝】{app_name}邀请您进行实名认证,请点击链接完成认证,请勿转发。");
    context.world.deliver(&Address::Mobile(mobile), context.at, text, vec![flow.id.to_string()]);
    flow.tell(context, EventKind::InvitationSent(mobile));
}

/// Takes a further step.
///
/// # Errors
/// [`Refusal::MethodNotBegun`] for a step of another method, the code's own refusals, and those of an account that
/// can no longer be verified so. The last wrong code ends the flow.
pub fn step(flow: &mut Flow, context: &mut Context<'_>, step: &ServiceStep) -> Result<(), Refusal> {
    let begun = flow.link.identity_service.as_ref().and_then(|service| service.start.method());
    match crate::flow::organization::proving(flow) {
        Some(proving) => account::check_organization(flow, context, &proving.organization)?,
        None => account::check_person(flow, context, &flow.link.claim)?,
    }
    match step {
        ServiceStep::ResendCode(method) | ServiceStep::EnterCode(method, _) if begun != Some(*method) => {
            Err(Refusal::MethodNotBegun { method: *method })
        }
        ServiceStep::Organization(_) if flow.by_calls().is_none() => Err(Refusal::OutOfStep),
        ServiceStep::Organization(step) => organization::step(flow, context, step),
        ServiceStep::ResendCode(_) => match verification::ask_code(flow, context) {
            // Within a minute the call succeeds and sends nothing (identity_service/nf4xwp).
            Ok(()) | Err(Refusal::CodeTooSoon { .. }) => Ok(()),
            Err(refusal) => Err(refusal),
        },
        ServiceStep::EnterCode(_, entry) => {
            let entered = verification::enter_code(flow, context, entry);
            if entered == Err(Refusal::CodeDead) {
                fail(flow, context, Failure::CodeDead);
            }
            entered
        }
    }
}

/// Ends the person's part well; an organization's pages go on with the organization.
pub fn pass(flow: &mut Flow, context: &mut Context<'_>, proof: Proof) {
    let Proof { identity, method, mobile, bank_card } = proof;
    if account::check_person(flow, context, &PersonClaim::from(&identity)).is_err() {
        return fail(flow, context, Failure::AccountChanged);
    }
    // What was typed is what is told of the flow from now on.
    let found = PersonClaim { mobile, bank_card, ..PersonClaim::from(&identity) };
    Arc::make_mut(&mut flow.link).claim.lay_over(found);
    let transactor = Some((method, flow.link.detailed.contains(&method)));
    if let (Method::Mobile3, Some(mobile)) = (method, mobile) {
        context.remember_trusted(&flow.link.app, &identity, mobile);
    }
    flow.tell(context, EventKind::Verified(method));
    account::person_passed(flow, context, &identity);
    if flow.link.organization.is_some() {
        return crate::flow::organization::begin(flow, context, transactor);
    }
    end_well(flow, context, transactor, None);
}

fn end_well(
    flow: &mut Flow,
    context: &mut Context<'_>,
    transactor: Option<(Method, bool)>,
    organization: Option<OrgProof>,
) {
    tell_end(flow, context, true);
    let verified = Verified { transactor, organization };
    let progress = Progress::Passed { at: context.at, verified, granted_until: None };
    flow.finish(context, progress, EventKind::Finished);
}

/// Ends the flow badly.
pub fn fail(flow: &mut Flow, context: &mut Context<'_>, failure: Failure) {
    if context.rules.failures_told {
        tell_end(flow, context, false);
    }
    let progress = Progress::Failed { at: context.at, failure };
    flow.finish(context, progress, EventKind::Failed);
}

fn tell_end(flow: &mut Flow, context: &mut Context<'_>, success: bool) {
    let Some(service) = flow.link.identity_service.as_deref() else { return };
    let end = ServiceEnd {
        flow: FlowId::of(context.key, flow.id),
        agent: service.agent,
        account: service.account.as_ref().map(|account| account.id),
        agent_account: service.account.as_ref().and_then(|account| account.agent),
        context_id: service.context_id.clone(),
        success,
        verify_code: context.key.id("verify code", &flow.id.0.to_be_bytes(), 0),
    };
    let action = match service.start {
        Start::Pages if flow.link.organization.is_none() => Action::PersonEnded(end),
        Start::Pages | Start::Organization { .. } => Action::OrganizationEnded(end),
        Start::Mobile3 | Start::Bankcard4 | Start::Face(_) => Action::PersonEnded(end),
    };
    flow.notify(context, &action);
}
