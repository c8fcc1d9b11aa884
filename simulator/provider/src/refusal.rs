//! Why the provider says no: in our words, with the values that matter, without code or wording.
//!
//! Each API version gives a refusal its code and text in one exhaustive match.

use serde::{Deserialize, Serialize};

use crate::claim::Field;
use crate::flow::method::Method;
use crate::id::{AccountId, OrgId, PsnId};
use crate::org_claim::OrgField;
use crate::time::Span;
use crate::world::registry::OrgComparison;

/// The provider says no. What the call asked for did not happen; a wrong entry has been counted.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize, thiserror::Error)]
pub enum Refusal {
    /// No application has this id in this world.
    #[error("the application is unknown")]
    AppUnknown,
    /// No account has this id or address.
    #[error("no account {who}")]
    AccountUnknown {
        /// The id or address that was asked for.
        who: String,
    },
    /// No verified person has this document.
    #[error("nobody found by {by}")]
    PersonNotFound {
        /// What was searched for.
        by: String,
    },
    /// Real-name mode asked for a person who is verified already.
    #[error("the person is verified already")]
    PersonVerified,
    /// A question about a verified person, while this one is not.
    #[error("person {psn_id} is not verified")]
    PersonNotVerified {
        /// Whose account it is.
        psn_id: PsnId,
    },
    /// The stated identity differs from the verified one and the caller wanted that checked.
    #[error("the stated {fields:?} differ from the verified person's")]
    IdentityDiffers {
        /// Which fields differ, in order.
        fields: Vec<Field>,
    },
    /// The call names no flow.
    #[error("no flow is named")]
    FlowNotNamed,
    /// No such flow, or another application's.
    #[error("the flow is unknown")]
    FlowUnknown,
    /// The flow has come to its end; its outcome stands.
    #[error("the flow is finished")]
    FlowEnded,
    /// The flow's life is over.
    #[error("the flow has expired")]
    FlowExpired,
    /// The step does not follow from where the flow stands.
    #[error("the flow does not stand at this step")]
    OutOfStep,
    /// The browser has not passed 应用授权 for this flow.
    #[error("this browser has not logged in to the flow")]
    NotLoggedIn,
    /// The flow is bound to another account.
    #[error("the flow belongs to another account")]
    AccountFixed,
    /// The agreement was not accepted.
    #[error("the agreement was not accepted")]
    ConsentMissing,
    /// A field that the caller locked was changed.
    #[error("{field:?} may not be changed")]
    FieldLocked {
        /// The field.
        field: Field,
    },
    /// The caller did not offer this method.
    #[error("the method is not available in this flow")]
    MethodUnavailable,
    /// A method's failures of the day are used up.
    #[error("no tries left today")]
    TriesExhausted,
    /// The data source says that the parts do not belong together.
    #[error("the comparison failed")]
    ComparisonFailed {
        /// Which parts differ; empty unless the caller pays for the detailed version.
        fields: Vec<Field>,
        /// Failures left today, where the person should be warned.
        warn_tries_left: Option<u32>,
    },
    /// The method needs a part that nobody has stated.
    #[error("{field:?} is needed")]
    ClaimIncomplete {
        /// The part.
        field: Field,
    },
    /// A step of a method that the flow was not begun with.
    #[error("the flow was not begun with {method:?}")]
    MethodNotBegun {
        /// The method.
        method: Method,
    },
    /// A code was asked for again too early.
    #[error("a code was sent a moment ago")]
    CodeTooSoon {
        /// How long to wait.
        wait: Span,
    },
    /// A code was entered before one was sent.
    #[error("no code has been sent")]
    CodeNotSent,
    /// The entered code is wrong.
    #[error("the code is wrong")]
    CodeWrong {
        /// Wrong entries left.
        tries_left: u32,
    },
    /// The code is older than its life.
    #[error("the code has expired")]
    CodeExpired,
    /// Too many wrong entries have killed the code.
    #[error("the code is dead")]
    CodeDead,
    /// No such face check.
    #[error("the face check is unknown")]
    FaceUnknown,
    /// The QR code is too old or has been replaced.
    #[error("the QR code has expired")]
    FaceExpired,
    /// Another phone opened this QR code first.
    #[error("another phone has scanned this code")]
    FaceTaken,
    /// The face check belongs in the Alipay app.
    #[error("this face check opens in Alipay only")]
    AlipayNeeded,
    /// The Alipay app belongs to somebody else; the code stays valid.
    #[error("this Alipay account belongs to somebody else")]
    AlipayStranger,
    /// No account of an organization has this id or name.
    #[error("no organization {by}")]
    OrganizationNotFound {
        /// What was searched for.
        by: String,
    },
    /// Real-name mode asked for an organization that is verified already.
    #[error("the organization is verified already")]
    OrganizationVerified,
    /// A question about a verified organization, while this one is not.
    #[error("organization {org_id} is not verified")]
    OrganizationNotVerified {
        /// Whose account it is.
        org_id: OrgId,
    },
    /// The stated name differs from the verified one and the caller wanted that checked.
    #[error("the stated organization differs from the verified one")]
    OrganizationDiffers,
    /// A field about the organization that the caller locked was changed.
    #[error("{field:?} may not be changed")]
    OrgFieldLocked {
        /// The field.
        field: OrgField,
    },
    /// A field about the organization is needed here.
    #[error("{field:?} is needed")]
    OrgFieldMissing {
        /// The field.
        field: OrgField,
    },
    /// The registry does not confirm the organization's factors.
    #[error("the organization's factors do not agree: {comparison:?}")]
    OrgComparisonFailed {
        /// What it says.
        comparison: OrgComparison,
    },
    /// No sub-branch has this CNAPS code.
    #[error("no sub-branch has this CNAPS code")]
    BranchUnknown,
    /// The day's payouts are used up.
    #[error("no payouts left today")]
    PayoutsExhausted,
    /// A payout was asked for again too early.
    #[error("a payout was asked for a moment ago")]
    PayoutTooSoon {
        /// How long to wait.
        wait: Span,
    },
    /// There is no payout whose amount could be filled in.
    #[error("a new payout is needed")]
    PayoutNeeded,
    /// Nobody has been asked to sign.
    #[error("no signing was ordered")]
    SignNotOrdered,
    /// The legal representative is not who the call says.
    #[error("the legal representative's document does not fit the organization")]
    LegalRepUnknown,
    /// The person who acts for the organization is not verified, or is not its legal representative.
    #[error("the agent is not the verified legal representative")]
    AgentNotLegalRep,
    /// Another amount was paid.
    #[error("the amount is wrong")]
    AmountWrong {
        /// Wrong entries left.
        tries_left: u32,
    },
    /// Another amount was paid, and this was the last try.
    #[error("the amount is wrong and no tries are left")]
    AmountTriesExhausted,
    /// The time for filling in the amount is over.
    #[error("the payout is too old")]
    AmountTooLate,
    /// The letter has been approved and is not replaced.
    #[error("the letter is approved")]
    LetterApproved,
    /// There is no letter to decide about.
    #[error("no letter of this flow is in review")]
    LetterNotInReview,
    /// No such link for signing.
    #[error("the link for signing is unknown")]
    SignUnknown,
    /// The link for signing is too old or was replaced.
    #[error("the link for signing has expired")]
    SignExpired,
    /// A message with the link was asked for again too early.
    #[error("a message was sent a moment ago")]
    MessageTooSoon {
        /// How long to wait.
        wait: Span,
    },
    /// Nothing waits for the administrator's approval here.
    #[error("no approval is pending")]
    ApprovalUnknown,
    /// No such grant is in force.
    #[error("no such grant")]
    GrantUnknown,
    /// The bank does not carry a payment out.
    #[error("{reason}")]
    PaymentRefused {
        /// Why, in the bank's words.
        reason: String,
    },
    /// A fact contradicts another fact of the world.
    #[error("{reason}")]
    FactRefused {
        /// What is wrong and what would be right.
        reason: String,
    },
    /// No such notice.
    #[error("the notice is unknown")]
    NoticeUnknown,
    /// The application keeps such an account already.
    #[error("the application keeps account {id} already")]
    AppAccountExists {
        /// The account.
        id: AccountId,
    },
    /// The application keeps no such account, or none any more.
    #[error("the application keeps no such account")]
    AppAccountUnknown,
    /// The account is a person's where an organization's was asked for, or the other way round.
    #[error("the account is of the other kind")]
    AppAccountOfOtherKind,
    /// The application has uploaded no such file.
    #[error("the application has uploaded no such file")]
    FileUnknown,
    /// The file is no picture and no PDF, or too long for a letter.
    #[error("the file cannot be looked at as a letter")]
    FileUnfit,
    /// A letter must come with this step.
    #[error("a letter is needed")]
    LetterNeeded,
    /// Letters are not reviewed ahead of this way of paying.
    #[error("no letter can be submitted here")]
    LetterNotTaken,
    /// The account of whoever acts for an organization is not verified.
    #[error("the agent's account is not verified")]
    AgentNotVerified,
    /// An organization's account lacks a part that the call needs.
    #[error("the organization's account has no {field:?}")]
    OrgAccountIncomplete {
        /// The part.
        field: OrgField,
    },
    /// The account's document is of a kind that the method does not take.
    #[error("the account's kind of document is not taken")]
    DocumentKindNotTaken,
    /// An account's document was stated before, and is another.
    #[error("the account's document may not be changed")]
    AppAccountDocumentFixed,
    /// The application keeps as many accounts with this number as it may.
    #[error("the application keeps {max} accounts with this number already")]
    AppAccountsExhausted {
        /// How many it may keep.
        max: u32,
    },
    /// The same was asked for so often that it is taken for an attack; that ends by itself.
    #[error("the same was compared too often")]
    Throttled,
    /// The identity service itself is out of order.
    #[error("the identity service is out of order")]
    ServiceFault,
    /// The register of accounts does not answer.
    #[error("accounts cannot be looked up")]
    AccountLookupFailed,
    /// Signing cannot be ordered.
    #[error("signing cannot be ordered")]
    SignServiceDown,
    /// The data source does not answer.
    #[error("the data source does not answer; query {id:08X}")]
    DataSourceDown {
        /// By what the vendor's support finds the query.
        id: u32,
    },
    /// The caller's order pays for nothing more.
    #[error("the order's balance is used up")]
    BalanceExhausted,
}
