//! What happened, as timelines tell it: one kind an event, with the values that a reader wants.

use serde::{Deserialize, Serialize};

use crate::claim::Field;
use crate::compare::{CompareKind, Found};
use crate::flow::grant::ScopeSet;
use crate::flow::identity_service::Start;
use crate::flow::letter::LetterFile;
use crate::flow::method::bank_transfer::Direction;
use crate::flow::method::face::{FaceAction, FaceOutcome, FaceVendor};
use crate::flow::method::{Method, OrgMethod, OrgProof};
use crate::id::{AccountId, AuthFlowId, FaceTicketId, FileId, NoticeId, PsnId, SignTicketId};
use crate::identity::address::Address;
use crate::identity::amount::Amount;
use crate::identity::mobile::Mobile;
use crate::notice::{ActionKind, Grantor, Settled};
use crate::time::Time;
use crate::world::registry::OrgComparison;

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
    /// A caller began a verification by calls.
    ServiceStarted(Start),
    /// The link was sent to somebody's phone.
    InvitationSent(Mobile),
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
    /// The flow reached a bad end.
    Failed,
    /// The flow's life is over.
    Expired,
    /// A notice was put in the queue.
    NoticeQueued(NoticeId, ActionKind),
    /// An attempt to deliver a notice came to an end.
    NoticeSettled(NoticeId, u32, Settled),
    /// The factors of the organization agree.
    OrgComparisonPassed,
    /// They do not, or the data source cannot say.
    OrgComparisonFailed(OrgComparison),
    /// The transactor chose a method for the organization.
    OrgMethodChosen(OrgMethod),
    /// The transactor went back to the choice of the organization's methods.
    OrgMethodLeft(OrgMethod),
    /// The transactor turned to the other direction of 对公打款.
    DirectionTurned(Direction),
    /// A payout of this amount was sent to the organization's account.
    PayoutSent(Amount),
    /// A payout is on the organization's account.
    PayoutArrived,
    /// A payout came back, or never left.
    PayoutFailed(Box<str>),
    /// A wrong amount was filled in; so many tries are left.
    AmountWrong(u32),
    /// The right amount was filled in.
    AmountConfirmed,
    /// The flow's own sub-account was opened.
    PayeeOpened,
    /// The right payment has come.
    PaymentReceived,
    /// A payment of another amount has come.
    PaymentOfWrongAmount(Amount),
    /// A payment by somebody else has come.
    PaymentByStranger(Box<str>),
    /// A letter was handed to the reviewers.
    LetterUploaded(LetterFile),
    /// A reviewer approved the letter.
    LetterApproved,
    /// A reviewer rejected it, and why.
    LetterRejected(Box<str>),
    /// A link for signing was issued.
    SignIssued(SignTicketId),
    /// It was sent to the legal representative.
    SignMessageSent(Mobile),
    /// A phone opened it.
    SignOpened(SignTicketId),
    /// Whoever opened it could not prove that he is the legal representative.
    SignerFailed,
    /// The legal representative has proven himself.
    SignerProven,
    /// He signed the letter.
    Signed,
    /// He would not sign.
    SignRefused,
    /// The organization is verified from now on.
    OrgVerified(OrgProof),
    /// The grant waits for the administrator.
    ApprovalAsked,
    /// The administrator agreed.
    Approved,
    /// The administrator refused, which ends the flow.
    NotApproved,
    /// A grant was taken back.
    GrantCancelled(Grantor, ScopeSet),
    /// Somebody paid into an account at the bank.
    PaidIn(Amount),
    /// An organization of the world was told or changed.
    OrganizationChanged(Box<str>),
    /// A person of the world was told or changed.
    PersonChanged(Box<str>),
    /// Rules were changed.
    RulesChanged,
    /// The clock was stopped, set going or moved.
    ClockChanged,
    /// An application opened an account of its own.
    AppAccountOpened(AccountId),
    /// It changed it.
    AppAccountChanged(AccountId),
    /// That change undid the account's verification.
    AppAccountUnverified(AccountId),
    /// An application is about to upload a file.
    FileAnnounced(FileId),
    /// It has.
    FileUploaded(FileId),
    /// An application's account is verified.
    AppAccountVerified(AccountId),
    /// It deleted it.
    AppAccountDeleted(AccountId),
    /// An application had something compared.
    Compared(CompareKind, Box<Found>),
    /// It asked for the same too often, and was not answered.
    CompareThrottled(CompareKind),
}
