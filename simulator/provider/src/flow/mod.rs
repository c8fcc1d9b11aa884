//! A flow: from the link that a caller asked for to a verified person and a grant.
//!
//! - `link`: what the caller asked for; `standing`: where a browser finds the flow;
//! - `identity_service`: a verification of V2, by calls or by pages behind a link;
//! - `verification` and `method/`: verifying the person; `one_time_code`, `grant`: their parts;
//! - `context`: what a transition may touch; `register`: all flows of a world; `faces`: face checks;
//! - `packed`: how the register keeps flows that have ended.
//!
//! - `organization`: verifying an organization; `letter`, `approval`: its parts; `organization_standing`: where
//!   its pages find it;
//!
//! A flow knows no fault, no wire word and no page.

pub mod approval;
pub mod context;
pub mod faces;
pub mod grant;
pub mod identity_service;
pub mod letter;
pub mod link;
pub mod method;
pub mod one_time_code;
pub mod organization;
pub mod organization_standing;
mod packed;
pub mod register;
pub mod standing;
pub mod verification;

use std::sync::Arc;

use serde::{Deserialize, Serialize};

use crate::accounts::{Failures, RealName};
use crate::event::{Entry, EventKind};
use crate::flow::approval::Verified;
use crate::flow::context::Context;
use crate::flow::grant::Grant;
use crate::flow::identity_service::{Failure, Start};
use crate::flow::letter::Letter;
use crate::flow::link::Link;
use crate::flow::method::face::{FaceCheck, FaceVendor};
use crate::flow::one_time_code::OneTimeCodes;
use crate::flow::organization::OrgVerification;
use crate::flow::verification::{Step, Verification};
use crate::id::{AuthFlowId, FaceTicketId, OrgId, PsnId};
use crate::identity::address::Address;
use crate::identity::mail::MailAddress;
use crate::identity::mobile::Mobile;
use crate::notice::{Action, Receiver};
use crate::refusal::Refusal;
use crate::time::Time;
use crate::timers::{Reason, TimerKey};

/// How many lines a flow's timeline keeps; beyond that the middle is thinned out.
pub const TIMELINE_ENTRIES_MAX: usize = 1_000;

/// How an account's owner showed that he wants what he is asked (意愿).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Willingness {
    /// By a code to his phone.
    CodeSms,
    /// By a code to his mail box.
    CodeMail,
    /// By his face.
    Face(FaceVendor),
}

/// How far a flow has come.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Progress {
    /// Nobody has passed 应用授权.
    Open,
    /// The person is being verified.
    Verifying(Verification),
    /// The person is verified already and shows his face on top of the code (a rule asks for it).
    Willing(Option<FaceCheck>),
    /// The transactor is verified, and the organization is being verified.
    Organizing(Box<OrgVerification>),
    /// The organization is verified, here or before, and its administrator is asked for the grant.
    Approving(Verified),
    /// Whoever was to be verified is, and what was asked is granted.
    Passed {
        /// When.
        at: Time,
        /// What was verified in this flow.
        verified: Verified,
        /// Until when the grant is in force, if one was asked for.
        granted_until: Option<Time>,
    },
    /// The organization is verified, but its administrator refused the grant.
    NotApproved {
        /// When.
        at: Time,
        /// What was verified in this flow.
        verified: Verified,
    },
    /// The flow's life is over.
    Expired {
        /// When.
        at: Time,
        /// What was verified in this flow, if only its administrator was waited for.
        verified: Option<Verified>,
    },
    /// The identity service has turned the person away for good.
    Failed {
        /// When.
        at: Time,
        /// Why.
        failure: Failure,
    },
}

/// One flow.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Flow {
    /// Its id.
    pub id: AuthFlowId,
    /// What the caller asked for; shared with the tape.
    pub link: Arc<Link>,
    /// When it was opened.
    pub created: Time,
    /// When its life is over, by the rule in force when it was opened.
    pub expires: Time,
    /// When something last happened to it.
    pub updated: Time,
    /// Whose flow it is, once that is known; the transactor's where an organization is verified.
    pub account: Option<PsnId>,
    /// The organization's account, once known.
    pub organization: Option<OrgId>,
    /// Whether a browser has opened the link.
    pub opened: bool,
    /// How many browsers have passed 应用授权; their seats are numbered from 1.
    pub seats: u32,
    /// How many face checks were issued.
    pub faces_issued: u32,
    /// The face check that passed.
    pub face_passed: Option<FaceTicketId>,
    /// How the owner showed his will.
    pub willingness: Option<Willingness>,
    /// Numbers that this flow has proven to be in the owner's hands.
    pub proven: Vec<Mobile>,
    /// Failed comparisons of the day, where no account counts them.
    pub failures: Vec<Failures>,
    /// All of them.
    pub failed: u32,
    /// Codes on their way.
    pub codes: OneTimeCodes,
    /// The letter that was uploaded last for the organization.
    pub letter: Option<Letter>,
    /// When the administrator was asked for the grant, if he was.
    pub approval_asked: Option<Time>,
    /// How far it has come.
    pub progress: Progress,
    /// When it will expire, while it can.
    pub timer: Option<TimerKey>,
    /// What has happened, in order.
    pub timeline: Vec<Entry>,
}

impl Flow {
    /// Opens a flow for a link.
    pub fn open(
        context: &mut Context<'_>,
        id: AuthFlowId,
        link: Arc<Link>,
        account: Option<PsnId>,
        organization: Option<OrgId>,
    ) -> Self {
        let expires = context.at + context.rules.flow_life;
        let timer = context.timers.set(expires, Reason::FlowExpires(id));
        let mut flow = Self {
            id,
            link,
            created: context.at,
            expires,
            updated: context.at,
            account,
            organization,
            opened: false,
            seats: 0,
            faces_issued: 0,
            face_passed: None,
            willingness: None,
            proven: Vec::new(),
            failures: Vec::new(),
            failed: 0,
            codes: OneTimeCodes::default(),
            letter: None,
            approval_asked: None,
            progress: Progress::Open,
            timer: Some(timer),
            timeline: Vec::new(),
        };
        let begun = match &flow.link.identity_service {
            None => EventKind::LinkIssued,
            Some(service) if service.start == Start::Pages => EventKind::LinkIssued,
            Some(service) => EventKind::ServiceStarted(service.start),
        };
        flow.tell(context, begun);
        flow
    }

    /// Whether nothing can change any more.
    pub fn is_finished(&self) -> bool {
        match self.progress {
            Progress::Open
            | Progress::Verifying(_)
            | Progress::Willing(_)
            | Progress::Organizing(_)
            | Progress::Approving(_) => false,
            Progress::Passed { .. }
            | Progress::NotApproved { .. }
            | Progress::Expired { .. }
            | Progress::Failed { .. } => true,
        }
    }

    /// A browser opens the link; only the first time is remembered.
    pub fn open_link(&mut self, context: &mut Context<'_>) {
        if !self.opened {
            self.opened = true;
            self.tell(context, EventKind::LinkOpened);
        }
    }

    /// Sends the code of 应用授权 to `address`, which becomes the flow's if none was given.
    ///
    /// # Errors
    /// [`Refusal::AccountFixed`] for another address than the flow's, [`Refusal::CodeTooSoon`].
    pub fn ask_login_code(&mut self, context: &mut Context<'_>, address: &Address) -> Result<(), Refusal> {
        self.own_address(context, address)?;
        self.send_code(context, address)
    }

    /// 登录并授权提交: the code of 应用授权 and the agreement. Gives the browser's seat.
    ///
    /// # Errors
    /// [`Refusal::ConsentMissing`], [`Refusal::AccountFixed`], the code's own refusals.
    pub fn login(
        &mut self,
        context: &mut Context<'_>,
        address: &Address,
        entry: &str,
        consent: bool,
    ) -> Result<u32, Refusal> {
        if !consent {
            return Err(Refusal::ConsentMissing);
        }
        self.own_address(context, address)?;
        self.enter_code(context, address, entry)?;
        let account = match self.account {
            Some(account) => account,
            None => self.account_at(context, address),
        };
        self.account = Some(account);
        self.seats += 1;
        self.tell(context, EventKind::LoggedIn(account));
        if self.progress == Progress::Open {
            self.willingness = Some(match address {
                Address::Mobile(_) => Willingness::CodeSms,
                Address::Mail(_) => Willingness::CodeMail,
            });
            self.progress =
                Progress::Verifying(Verification { typed: Default::default(), step: Step::Choosing });
        }
        self.skip_verification_of_the_verified(context);
        Ok(self.seats)
    }

    /// Moves on a flow whose owner turns out to be verified already, in this or another flow; and an
    /// organization likewise.
    pub fn skip_verification_of_the_verified(&mut self, context: &mut Context<'_>) {
        // A check by calls is made for its own sake, whoever is verified elsewhere.
        if self.link.identity_service.is_some() {
            return;
        }
        organization::skip_verification_of_the_verified(self, context);
        let account = self.account.and_then(|id| context.accounts.get(id));
        let verified = account.is_some_and(|account| account.real_name.is_some());
        if verified && matches!(self.progress, Progress::Verifying(_)) {
            if context.rules.willingness_face_needed && !self.link.scopes.is_empty() {
                self.progress = Progress::Willing(None);
            } else {
                self.complete(context, None);
            }
        }
    }

    /// Ends the person's part well: binds a fresh identity if there is one. A person's own flow then grants
    /// what was asked and tells the caller; an organization's goes on with the organization.
    pub fn complete(&mut self, context: &mut Context<'_>, real_name: Option<RealName>) {
        let Some(psn_id) = self.account else { return };
        let at = context.at;
        let verified = real_name.as_ref().map(|real_name| (real_name.method, real_name.detailed));
        let scopes = self.link.scopes;
        let expires = at + context.rules.grant_life;
        // An organization's flow grants at its own end.
        let grants = !scopes.is_empty() && self.link.organization.is_none();
        let grant = grants.then(|| Grant { app: self.link.app.clone(), scopes, effective: at, expires });
        let granted_until = grant.is_some().then_some(expires);
        context.accounts.bind(psn_id, real_name, grant);
        if let Some((method, _)) = verified {
            self.tell(context, EventKind::Verified(method));
            // Unknown: whether a transactor's own verification is told. Receivers are to count a flow's
            // AUTH_PASS once, so here there is one: the organization's.
            if self.link.organization.is_none() {
                let (mobile, mail) = self.transactor_address(context);
                self.notify(context, &Action::PersonVerified { psn_id, mobile, mail });
            }
        }
        if self.link.organization.is_some() {
            return organization::begin(self, context, verified);
        }
        if granted_until.is_some() {
            self.tell(context, EventKind::Granted(scopes));
            self.notify(context, &Action::PersonGranted { psn_id, scopes, effective: at, expires });
        }
        let verified = Verified { transactor: verified, organization: None };
        let progress = Progress::Passed { at, verified, granted_until };
        self.finish(context, progress, EventKind::Finished);
    }

    /// Ends the flow because its life is over.
    pub fn expire(&mut self, context: &mut Context<'_>) {
        self.drop_letter_timer(context);
        let progress = Progress::Expired { at: context.at, verified: self.verified() };
        self.finish(context, progress, EventKind::Expired);
    }

    /// How whoever goes through the pages can be reached.
    pub(crate) fn transactor_address(&self, context: &Context<'_>) -> (Option<Mobile>, Option<MailAddress>) {
        let account = self.account.and_then(|id| context.accounts.get(id));
        account.map_or((None, None), |account| (account.mobile, account.mail.clone()))
    }

    pub(crate) fn finish(&mut self, context: &mut Context<'_>, progress: Progress, event: EventKind) {
        self.progress = progress;
        self.codes = OneTimeCodes::default();
        self.proven = Vec::new();
        self.failures = Vec::new();
        self.failed = 0;
        if let Some(timer) = self.timer.take() {
            context.timers.cancel(timer);
        }
        self.tell(context, event);
    }

    /// Adds a line to the timeline and tells the world's observers.
    pub fn tell(&mut self, context: &mut Context<'_>, kind: EventKind) {
        self.updated = context.at;
        if self.timeline.len() >= TIMELINE_ENTRIES_MAX {
            // How it began and how it ended matter most.
            self.timeline.remove(TIMELINE_ENTRIES_MAX / 2);
        }
        self.timeline.push(Entry { at: context.at, kind: kind.clone() });
        context.events.tell(context.at, Some(self.id), kind);
    }

    /// The verification under way.
    ///
    /// # Errors
    /// [`Refusal::FlowEnded`], [`Refusal::FlowExpired`] or [`Refusal::OutOfStep`] if there is none.
    pub fn verification_mut(&mut self) -> Result<&mut Verification, Refusal> {
        match &mut self.progress {
            Progress::Verifying(verification) => Ok(verification),
            Progress::Organizing(organization) => {
                organization.fresh_proof_mut().map(|proof| &mut proof.verification).ok_or(Refusal::OutOfStep)
            }
            Progress::Open | Progress::Willing(_) | Progress::Approving(_) => Err(Refusal::OutOfStep),
            Progress::Passed { .. } | Progress::NotApproved { .. } | Progress::Failed { .. } => {
                Err(Refusal::FlowEnded)
            }
            Progress::Expired { .. } => Err(Refusal::FlowExpired),
        }
    }

    /// The face check under way, if any.
    pub fn face_check(&self) -> Option<&FaceCheck> {
        match &self.progress {
            Progress::Verifying(Verification { step: Step::Face(check), .. }) => Some(check),
            Progress::Willing(check) => check.as_ref(),
            Progress::Organizing(organization) => organization.face_check(),
            Progress::Verifying(_)
            | Progress::Open
            | Progress::Approving(_)
            | Progress::Passed { .. }
            | Progress::NotApproved { .. }
            | Progress::Failed { .. }
            | Progress::Expired { .. } => None,
        }
    }

    /// The face check under way, to change it.
    pub fn face_check_mut(&mut self) -> Option<&mut FaceCheck> {
        match &mut self.progress {
            Progress::Verifying(Verification { step: Step::Face(check), .. }) => Some(check),
            Progress::Willing(check) => check.as_mut(),
            Progress::Organizing(organization) => organization.face_check_mut(),
            Progress::Verifying(_)
            | Progress::Open
            | Progress::Approving(_)
            | Progress::Passed { .. }
            | Progress::NotApproved { .. }
            | Progress::Failed { .. }
            | Progress::Expired { .. } => None,
        }
    }

    /// The face check under way if it is `ticket`.
    ///
    /// # Errors
    /// [`Refusal::FaceExpired`] if the code was replaced or left, [`Refusal::FlowEnded`] after the end.
    pub fn current_check(&mut self, ticket: FaceTicketId) -> Result<&mut FaceCheck, Refusal> {
        let finished = self.is_finished();
        match self.face_check_mut() {
            Some(check) if check.ticket == ticket => Ok(check),
            Some(_) | None if finished => Err(Refusal::FlowEnded),
            Some(_) | None => Err(Refusal::FaceExpired),
        }
    }

    /// Sends a code to `address`.
    pub(crate) fn send_code(&mut self, context: &mut Context<'_>, address: &Address) -> Result<(), Refusal> {
        let ordinal = u64::from(context.world.codes_issued(address));
        let new = self.codes.needs_new(context.at, context.rules, address);
        let code = self.codes.send(context.key, context.at, context.rules, address, ordinal)?;
        if new {
            context.world.count_code(address);
        }
        let app_name = context.apps.get(&self.link.app).map_or("", |app| &app.name);
        // The text of the documents: identity_service/nf4xwp.
        let minutes = context.rules.code_life.whole_minutes();
        let text = format!(
            "【e签宝】验证码{code},您正在{app_name}应用进行实名认证,验证码{minutes}分钟内有效,请勿泄露。"
        );
        context.world.deliver(address, context.at, text, Vec::new());
        self.tell(context, EventKind::CodeSent(address.clone()));
        Ok(())
    }

    /// Takes a code that was sent to `address`.
    pub(crate) fn enter_code(
        &mut self,
        context: &mut Context<'_>,
        address: &Address,
        entry: &str,
    ) -> Result<(), Refusal> {
        let entered = self.codes.enter(context.at, context.rules, address, entry);
        match &entered {
            Err(Refusal::CodeWrong { tries_left }) => self.tell(context, EventKind::CodeWrong(*tries_left)),
            Err(Refusal::CodeDead) => self.tell(context, EventKind::CodeWrong(0)),
            _ => {}
        }
        entered?;
        if let Address::Mobile(mobile) = address
            && !self.proven.contains(mobile)
        {
            self.proven.push(*mobile);
        }
        Ok(())
    }

    fn own_address(&self, context: &Context<'_>, address: &Address) -> Result<(), Refusal> {
        let account = self.account.and_then(|id| context.accounts.get(id));
        match account {
            Some(account) if account.address().as_ref() != Some(address) => Err(Refusal::AccountFixed),
            Some(_) | None => Ok(()),
        }
    }

    fn account_at(&mut self, context: &mut Context<'_>, address: &Address) -> PsnId {
        if let Some(account) = context.accounts.by_address(context.key, address) {
            return account;
        }
        let id = context.open_account(address);
        self.tell(context, EventKind::AccountOpened(id));
        id
    }

    /// Queues `action` for the call's own address and for the application's webhook: both, even if
    /// they are the same (notify3/sblzg8).
    pub(crate) fn notify(&mut self, context: &mut Context<'_>, action: &Action) {
        let named = self.link.notify_url.clone().map(|url| Receiver { url, subscribed: false });
        self.notify_at(context, named, action);
    }

    /// The same, where another call than the first named the address.
    pub(crate) fn notify_at(&mut self, context: &mut Context<'_>, named: Option<Receiver>, action: &Action) {
        let webhook = context.apps.get(&self.link.app).and_then(|app| app.webhook.clone());
        let subscribed = webhook.map(|url| Receiver { url, subscribed: true });
        self.notify_receivers(context, named.into_iter().chain(subscribed), action);
    }

    /// The same, where it is known who is told.
    pub(crate) fn notify_receivers(
        &mut self,
        context: &mut Context<'_>,
        receivers: impl IntoIterator<Item = Receiver>,
        action: &Action,
    ) {
        for receiver in receivers {
            if let Some(told) = context.queue(Some(self.id), &self.link.app, receiver, action) {
                self.tell(context, told);
            }
        }
    }
}
