//! Notices: what the provider tells callers by itself, and the plan by which it insists.
//!
//! The core computes every due time; whoever posts reports back with a settlement. So a frozen
//! clock rules the retries too. The words of a body belong to the API version, not here.

use imbl::OrdMap;
use serde::{Deserialize, Serialize};

use crate::flow::grant::ScopeSet;
use crate::flow::identity_service::organization::PayoutResult;
use crate::id::{AccountId, AppId, AuthFlowId, FlowId, NoticeId, OrgId, PsnId};
use crate::identity::mail::MailAddress;
use crate::identity::mobile::Mobile;
use crate::identity::organization_name::OrgName;
use crate::rules::Rules;
use crate::time::{Span, Time};

/// How many settled notices a world remembers; older ones are forgotten and counted.
pub const SETTLED_NOTICES_MAX: usize = 10_000;

/// What a notice tells.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Action {
    /// A person has been verified (notify3/tme3qi).
    PersonVerified {
        /// Whose account.
        psn_id: PsnId,
        /// The account's mobile number.
        mobile: Option<Mobile>,
        /// The account's mail address.
        mail: Option<MailAddress>,
    },
    /// A person has granted scopes to the application (notify3/demod3).
    PersonGranted {
        /// Whose account.
        psn_id: PsnId,
        /// What was granted.
        scopes: ScopeSet,
        /// From when.
        effective: Time,
        /// Until when.
        expires: Time,
    },
    /// An organization has been verified (notify3/tme3qi).
    OrganizationVerified {
        /// Which account.
        org_id: OrgId,
        /// Its verified name.
        name: OrgName,
        /// Whether it had been verified under another name before.
        renamed: bool,
        /// The transactor's account.
        psn_id: PsnId,
        /// His account's mobile number.
        mobile: Option<Mobile>,
        /// His account's mail address.
        mail: Option<MailAddress>,
    },
    /// An organization has granted scopes to the application (notify3/demod3).
    OrganizationGranted {
        /// Which account.
        org_id: OrgId,
        /// The transactor's account.
        psn_id: PsnId,
        /// What was granted.
        scopes: ScopeSet,
        /// From when.
        effective: Time,
        /// Until when.
        expires: Time,
        /// Whether the transactor is the legal representative.
        legal_rep: bool,
        /// Whether the transactor is the administrator.
        admin: bool,
        /// Whether the transactor got the right to use all seals.
        seal: bool,
    },
    /// A grant was taken back (notify3/cgw9f3sa5dgoqynf).
    GrantCancelled {
        /// Who took it back.
        grantor: Grantor,
        /// What no longer holds.
        scopes: ScopeSet,
        /// The person who did it.
        operator: PsnId,
    },
    /// A person's verification by the identity service has come to its end (identity_service/giq1w40lx67vwofr).
    PersonEnded(ServiceEnd),
    /// An organization's has (identity_service/zoeoz9z8y80wi76z).
    OrganizationEnded(ServiceEnd),
    /// A person has opened the page of a face check (identity_service/giq1w40lx67vwofr): no more than a glance at the
    /// call's address, which callers are told to leave unheeded.
    FacePageOpened,
    /// What a reviewer said of a letter (paas_api/avgnssg5whr2v09t).
    LetterReviewed {
        /// Which flow.
        flow: FlowId,
        /// The caller's own word for the flow.
        context_id: Option<Box<str>>,
        /// Why it was rejected, if it was.
        rejected: Option<Box<str>>,
        /// What the review's own id is drawn from.
        service: [u8; 32],
        /// Whether an account is verified (实名).
        of_account: bool,
    },
    /// What the bank said of a payout (identity_service/qlqh9u1uhe1272gl).
    PayoutTold {
        /// Which flow.
        flow: FlowId,
        /// The caller's own word for the payout.
        context_id: Option<Box<str>>,
        /// What it said.
        result: PayoutResult,
        /// When the payout was ordered.
        paid: Time,
        /// What the payout's own id is drawn from.
        service: [u8; 32],
        /// Whether an account is verified (实名).
        of_account: bool,
    },
}

/// How a verification by the identity service ended.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct ServiceEnd {
    /// Which flow.
    pub flow: FlowId,
    /// The flow of the person who acts for the organization.
    pub agent: Option<FlowId>,
    /// Whose account it is, where it is an account's.
    pub account: Option<AccountId>,
    /// The account of the person who acts for the organization.
    pub agent_account: Option<AccountId>,
    /// The caller's own word for it.
    pub context_id: Option<Box<str>>,
    /// Whether it ended well.
    pub success: bool,
    /// The check code of the result.
    pub verify_code: u128,
}

/// By which plan the provider insists. Each product has its own.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Plan {
    /// V3 (notify3/sblzg8).
    V3,
    /// 核身 of V2 (identity_service/awa4m6).
    Check,
    /// 实名 of V2 (paas_api/kr4oammn0vbuxuog).
    RealName,
    /// Once, whatever is answered.
    Once,
}

impl Plan {
    /// The intervals between the attempts.
    pub fn intervals(self, rules: &Rules) -> &[Span] {
        match self {
            Self::V3 => &rules.notice_retry_intervals,
            Self::Check => &rules.check_retry_intervals,
            Self::RealName => &rules.real_name_retry_intervals,
            Self::Once => &[],
        }
    }

    /// Whether the receiver has it. V3 counts 200 to 299 and does not judge the body; V2 counts 200 alone.
    pub fn is_received(self, settled: Settled) -> bool {
        match (self, settled) {
            (Self::V3, Settled::Status(status)) => (200..300).contains(&status),
            (Self::Check | Self::RealName, Settled::Status(status)) => status == 200,
            (Self::Once, Settled::Status(_)) => true,
            (_, Settled::Unreachable | Settled::TimedOut | Settled::Forbidden) => false,
        }
    }
}

/// Whose grant it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum Grantor {
    /// A person's.
    Person(PsnId),
    /// An organization's.
    Organization(OrgId),
}

/// The kind of a notice, without its values.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum ActionKind {
    /// Somebody has been verified.
    Verified,
    /// Scopes have been granted.
    Granted,
    /// A grant was taken back.
    Cancelled,
    /// A person's verification has come to its end.
    PersonEnded,
    /// An organization's has.
    OrganizationEnded,
    /// The page of a face check was opened.
    FacePageOpened,
    /// A letter was reviewed.
    LetterReviewed,
    /// The bank has said something of a payout.
    PayoutTold,
}

impl Action {
    /// Its kind.
    pub fn kind(&self) -> ActionKind {
        match self {
            Self::PersonVerified { .. } | Self::OrganizationVerified { .. } => ActionKind::Verified,
            Self::PersonGranted { .. } | Self::OrganizationGranted { .. } => ActionKind::Granted,
            Self::GrantCancelled { .. } => ActionKind::Cancelled,
            Self::PersonEnded(_) => ActionKind::PersonEnded,
            Self::OrganizationEnded(_) => ActionKind::OrganizationEnded,
            Self::FacePageOpened => ActionKind::FacePageOpened,
            Self::LetterReviewed { .. } => ActionKind::LetterReviewed,
            Self::PayoutTold { .. } => ActionKind::PayoutTold,
        }
    }

    /// The plan by which it is told.
    pub fn plan(&self) -> Plan {
        match self {
            Self::PersonVerified { .. }
            | Self::OrganizationVerified { .. }
            | Self::PersonGranted { .. }
            | Self::OrganizationGranted { .. }
            | Self::GrantCancelled { .. } => Plan::V3,
            Self::PersonEnded(end) | Self::OrganizationEnded(end) if end.account.is_some() => Plan::RealName,
            Self::PayoutTold { of_account: true, .. } | Self::LetterReviewed { of_account: true, .. } => {
                Plan::RealName
            }
            Self::FacePageOpened => Plan::Once,
            Self::PersonEnded(_)
            | Self::OrganizationEnded(_)
            | Self::PayoutTold { .. }
            | Self::LetterReviewed { .. } => Plan::Check,
        }
    }
}

/// How an attempt ended, as the poster saw it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Settled {
    /// The receiver answered with this HTTP status.
    Status(u16),
    /// No connection could be made, or it broke.
    Unreachable,
    /// No answer within the provider's patience (5 s).
    TimedOut,
    /// The address is one that the simulator does not post to.
    Forbidden,
}

/// One attempt to deliver.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Attempt {
    /// When it was due.
    pub due: Time,
    /// When and how it ended.
    pub settled: (Time, Settled),
}

/// Where a notice stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum State {
    /// An attempt is due at this time, or under way.
    Pending(Time),
    /// The receiver has it.
    Delivered,
    /// All attempts are used up.
    GivenUp,
}

/// An address that is told.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Receiver {
    /// The address.
    pub url: Box<str>,
    /// Whether the application has subscribed it, once for all; else the call named it.
    pub subscribed: bool,
}

/// A notice to one address.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Notice {
    /// Its ordinal in the world.
    pub id: NoticeId,
    /// The flow that caused it; none where a grant was taken back.
    pub flow: Option<AuthFlowId>,
    /// The application that is told.
    pub app: AppId,
    /// Where it goes.
    pub receiver: Receiver,
    /// When its cause happened; the body's timestamp stays this on retries.
    pub at: Time,
    /// What it tells.
    pub action: Action,
    /// Where it stands.
    pub state: State,
    /// The attempts that have ended.
    pub attempts: Vec<Attempt>,
    /// Whether it was ordered once more while an attempt was due or under way. That attempt is none of
    /// the order's: one more follows it, however it ends.
    pub once_more: bool,
}

/// An attempt that is due.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct DueAttempt {
    /// When it was due.
    pub due: Time,
    /// Which notice.
    pub notice: NoticeId,
    /// Which attempt, from 0.
    pub attempt: u32,
}

/// The notices of one world.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub struct Notices {
    all: OrdMap<NoticeId, Notice>,
    pending: OrdMap<(Time, NoticeId), u32>,
    last_id: u64,
    evicted: u64,
}

impl Notices {
    /// Puts a notice in the queue, due at once.
    pub fn queue(
        &mut self,
        at: Time,
        flow: Option<AuthFlowId>,
        app: AppId,
        receiver: Receiver,
        action: Action,
    ) -> NoticeId {
        self.last_id += 1;
        let id = NoticeId(self.last_id);
        self.pending.insert((at, id), 0);
        self.all.insert(
            id,
            Notice {
                id,
                flow,
                app,
                receiver,
                at,
                action,
                state: State::Pending(at),
                attempts: Vec::new(),
                once_more: false,
            },
        );
        id
    }

    /// A notice by its id.
    pub fn get(&self, id: NoticeId) -> Option<&Notice> {
        self.all.get(&id)
    }

    /// All remembered notices in the order of their causes.
    pub fn iter(&self) -> impl Iterator<Item = &Notice> {
        self.all.values()
    }

    /// How many settled notices have been forgotten.
    pub fn evicted(&self) -> u64 {
        self.evicted
    }

    /// When the next attempt is due.
    pub fn next_due(&self) -> Option<Time> {
        self.pending.get_min().map(|((due, _), _)| *due)
    }

    /// Attempts due by `at`, in the order in which they became due.
    pub fn due(&self, at: Time) -> Vec<DueAttempt> {
        self.pending
            .iter()
            .take_while(|((due, _), _)| *due <= at)
            .map(|((due, notice), attempt)| DueAttempt { due: *due, notice: *notice, attempt: *attempt })
            .collect()
    }

    /// Records how an attempt ended and plans the next one. A second word on the same attempt
    /// changes nothing and gives `None`.
    pub fn settle(
        &mut self,
        at: Time,
        id: NoticeId,
        attempt: u32,
        settled: Settled,
        rules: &Rules,
    ) -> Option<&Notice> {
        let notice = self.all.get_mut(&id)?;
        let State::Pending(due) = notice.state else { return None };
        if self.pending.get(&(due, id)) != Some(&attempt) {
            return None;
        }
        self.pending.remove(&(due, id));
        notice.attempts.push(Attempt { due, settled: (at, settled) });
        let plan = notice.action.plan();
        let interval = usize::try_from(attempt).ok().and_then(|n| plan.intervals(rules).get(n));
        notice.state = match interval {
            _ if std::mem::take(&mut notice.once_more) => State::Pending(at),
            _ if plan.is_received(settled) => State::Delivered,
            None => State::GivenUp,
            // Planned from the last attempt's scheduled start, but never before its end.
            Some(interval) => State::Pending((due + *interval).max(at)),
        };
        if let State::Pending(next) = notice.state {
            self.pending.insert((next, id), attempt + 1);
        }
        self.forget_oldest_settled();
        self.all.get(&id)
    }

    /// Makes a further attempt due at once, whatever the plan says; after the one that is due already,
    /// which may be under way.
    pub fn resend(&mut self, at: Time, id: NoticeId) -> Option<()> {
        let notice = self.all.get_mut(&id)?;
        if let State::Pending(due) = notice.state {
            if due <= at {
                notice.once_more = true;
                return Some(());
            }
            self.pending.remove(&(due, id));
        }
        let attempt = u32::try_from(notice.attempts.len()).unwrap_or(u32::MAX);
        notice.state = State::Pending(at);
        self.pending.insert((at, id), attempt);
        Some(())
    }

    fn forget_oldest_settled(&mut self) {
        if self.all.len() - self.pending.len() <= SETTLED_NOTICES_MAX {
            return;
        }
        let oldest =
            self.all.values().find(|notice| !matches!(notice.state, State::Pending(_))).map(|n| n.id);
        if let Some(id) = oldest {
            self.all.remove(&id);
            self.evicted += 1;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn queued() -> (Notices, NoticeId) {
        let mut notices = Notices::default();
        let action = Action::PersonVerified { psn_id: PsnId(1), mobile: None, mail: None };
        let app = "7438000001".parse().expect("an app id");
        let receiver = Receiver { url: "http://127.0.0.1:1/".into(), subscribed: false };
        let id = notices.queue(Time(1_000), Some(AuthFlowId(1)), app, receiver, action);
        (notices, id)
    }

    #[test]
    fn a_notice_is_tried_once_and_sixteen_times_more_and_then_given_up() {
        let (mut notices, id) = queued();
        let rules = Rules::default();
        let mut due_times = Vec::new();
        while let Some(due) = notices.next_due() {
            let attempts = notices.due(due);
            due_times.push((due - Time(1_000)).0 / 1_000);
            notices.settle(due, id, attempts[0].attempt, Settled::Status(500), &rules).expect("pending");
        }
        assert_eq!(
            due_times,
            [0, 10, 20, 50, 110, 290, 650, 1250, 2450, 4250, 7850, 15050, 22250, 29450, 36650, 43850, 51050]
        );
        assert_eq!(notices.get(id).map(|notice| notice.state), Some(State::GivenUp));
    }

    #[test]
    fn an_attempt_is_settled_only_once() {
        let (mut notices, id) = queued();
        let rules = Rules::default();
        assert!(notices.settle(Time(1_000), id, 0, Settled::Status(500), &rules).is_some());
        assert!(notices.settle(Time(1_000), id, 0, Settled::Status(200), &rules).is_none());
        assert_eq!(notices.get(id).map(|notice| notice.attempts.len()), Some(1));
    }

    #[test]
    fn the_next_attempt_is_never_due_before_the_last_one_ended() {
        let (mut notices, id) = queued();
        let late = Time(1_000) + Span::seconds(30);
        notices.settle(late, id, 0, Settled::TimedOut, &Rules::default());
        assert_eq!(notices.next_due(), Some(late));
    }

    #[test]
    fn a_redirect_or_an_error_is_not_received() {
        assert!(Plan::V3.is_received(Settled::Status(204)));
        assert!(Plan::Check.is_received(Settled::Status(200)));
        assert!(!Plan::Check.is_received(Settled::Status(204)));
        for settled in [Settled::Status(302), Settled::Status(199), Settled::TimedOut, Settled::Unreachable] {
            assert!(!Plan::V3.is_received(settled) && !Plan::Check.is_received(settled), "{settled:?}");
        }
    }
}
