//! What happened, as timelines tell it: one kind an event, with the values that a reader wants.

use serde::{Deserialize, Serialize};

use crate::claim::Field;
use crate::flow::grant::ScopeSet;
use crate::flow::method::Method;
use crate::flow::method::face::{FaceAction, FaceOutcome, FaceVendor};
use crate::id::{AuthFlowId, FaceTicketId, NoticeId, PsnId};
use crate::identity::address::Address;
use crate::notice::{ActionKind, Settled};
use crate::time::Time;

/// One event of a world.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Event {
    /// Its place among the world's events, from 1.
    pub seq: u64,
    /// When it happened.
    pub at: Time,
    /// The flow it belongs to, if any.
    pub flow: Option<AuthFlowId>,
    /// What happened.
    pub kind: EventKind,
}

/// A line of a flow's own timeline.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Entry {
    /// When it happened.
    pub at: Time,
    /// What happened.
    pub kind: EventKind,
}

/// What happened.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum EventKind {
    /// A caller asked for a link.
    LinkIssued,
    /// The same link was asked for again.
    LinkFoundAgain,
    /// Somebody opened the link for the first time.
    LinkOpened,
    /// An account was opened for an address.
    AccountOpened(PsnId),
    /// A one-time code was sent.
    CodeSent(Address),
    /// A wrong code was entered; so many tries are left.
    CodeWrong(u32),
    /// A browser passed 应用授权.
    LoggedIn(PsnId),
    /// The person chose a method.
    MethodChosen(Method),
    /// The person went back to the choice of methods.
    MethodLeft(Method),
    /// The data source confirmed what was stated.
    ComparisonPassed(Method),
    /// The data source did not confirm; these fields differ.
    ComparisonFailed(Method, Vec<Field>),
    /// The right code was entered for a number.
    MobileProven(Method),
    /// A face check was issued.
    FaceIssued(FaceTicketId, FaceVendor),
    /// A phone opened the face check.
    FaceScanned(FaceTicketId),
    /// A second phone tried.
    FaceTaken(FaceTicketId),
    /// A stranger's Alipay tried.
    AlipayStranger(FaceTicketId),
    /// The camera was started and asks for an action.
    FaceStarted(FaceTicketId, FaceAction),
    /// The face check ended.
    FaceEnded(FaceTicketId, FaceOutcome),
    /// The person is verified from now on.
    Verified(Method),
    /// Scopes were granted to the caller.
    Granted(ScopeSet),
    /// The flow reached its end.
    Finished,
    /// The flow's life is over.
    Expired,
    /// A notice was put in the queue.
    NoticeQueued(NoticeId, ActionKind),
    /// An attempt to deliver a notice came to an end.
    NoticeSettled(NoticeId, u32, Settled),
    /// A person of the world was told or changed.
    PersonChanged(Box<str>),
    /// Rules were changed.
    RulesChanged,
    /// The clock was stopped, set going or moved.
    ClockChanged,
}
