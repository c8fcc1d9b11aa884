//! Bad news, in one form: `{"error": {"code", "message", "hint", "path"}}`. Nothing has changed then.

use hyper::StatusCode;
use realname_provider::refusal::Refusal;
use serde::Serialize;

use crate::engine::advance::ClockRefused;
use crate::engine::directory::Taken;
use crate::http::Reply;

/// What was wrong with a call of the control API.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ControlError {
    status: StatusCode,
    code: &'static str,
    message: String,
    hint: Option<String>,
    path: Option<String>,
}

#[derive(Serialize)]
struct Body<'a> {
    error: Inner<'a>,
}

#[derive(Serialize)]
struct Inner<'a> {
    code: &'a str,
    message: &'a str,
    hint: Option<&'a str>,
    path: Option<&'a str>,
}

impl ControlError {
    /// An error with a status and a code of the contract.
    pub fn new(status: StatusCode, code: &'static str, message: impl Into<String>) -> Self {
        Self { status, code, message: message.into(), hint: None, path: None }
    }

    /// The call as a whole cannot be.
    pub fn bad_request(message: impl Into<String>) -> Self {
        Self::new(StatusCode::BAD_REQUEST, "bad_request", message)
    }

    /// A value that cannot be.
    pub fn bad_value(message: impl Into<String>) -> Self {
        Self::new(StatusCode::BAD_REQUEST, "bad_value", message)
    }

    /// Nothing of this name.
    pub fn not_found(message: impl Into<String>) -> Self {
        Self::new(StatusCode::NOT_FOUND, "not_found", message)
    }

    /// The body did not come to its end in time.
    pub fn too_slow() -> Self {
        let message = "the body did not come to its end in time";
        Self::new(StatusCode::REQUEST_TIMEOUT, "too_slow", message).hint("send the whole body at once")
    }

    /// What is asked does not follow from where things stand.
    pub fn out_of_step(message: impl Into<String>) -> Self {
        Self::new(StatusCode::CONFLICT, "out_of_step", message)
    }

    /// Our own mistake.
    pub fn internal(message: impl Into<String>) -> Self {
        Self::new(StatusCode::INTERNAL_SERVER_ERROR, "internal", message)
    }

    /// Whether the control token would help.
    pub fn is_token_missing(&self) -> bool {
        self.status == StatusCode::UNAUTHORIZED
    }

    /// The same with what would do.
    #[must_use]
    pub fn hint(mut self, hint: impl Into<String>) -> Self {
        self.hint = Some(hint.into());
        self
    }

    /// The same with where it is wrong: a field of the body, of the query, or of the path.
    #[must_use]
    pub fn at(mut self, path: impl Into<String>) -> Self {
        self.path = Some(path.into());
        self
    }

    /// The answer.
    pub fn reply(&self) -> Reply {
        let body = Body {
            error: Inner {
                code: self.code,
                message: &self.message,
                hint: self.hint.as_deref(),
                path: self.path.as_deref(),
            },
        };
        Reply::json(self.status, &body)
    }
}

impl From<Taken> for ControlError {
    fn from(taken: Taken) -> Self {
        let conflict = |code| Self::new(StatusCode::CONFLICT, code, taken.to_string());
        match &taken {
            Taken::Name(_) => conflict("name_taken").at("name").hint("end that world, or take another name"),
            Taken::App(_) => conflict("app_taken").at("apps"),
            Taken::Full(_) => {
                conflict("worlds_full").hint("end a world, give worlds a ttl, or raise worlds_max")
            }
        }
    }
}

impl From<ClockRefused> for ControlError {
    fn from(refused: ClockRefused) -> Self {
        match refused {
            ClockRefused::Busy => Self::new(StatusCode::CONFLICT, "clock_busy", refused.to_string()),
            ClockRefused::Ended => Self::not_found(refused.to_string()),
            ClockRefused::Backwards => {
                Self::new(StatusCode::BAD_REQUEST, "clock_backwards", refused.to_string()).at("advance")
            }
        }
    }
}

impl From<Refusal> for ControlError {
    fn from(refusal: Refusal) -> Self {
        let message = refusal.to_string();
        match refusal {
            Refusal::AppUnknown
            | Refusal::AccountUnknown { .. }
            | Refusal::PersonNotFound { .. }
            | Refusal::FlowUnknown
            | Refusal::FaceUnknown
            | Refusal::OrganizationNotFound { .. }
            | Refusal::SignUnknown
            | Refusal::GrantUnknown
            | Refusal::NoticeUnknown
            | Refusal::AppAccountUnknown => Self::not_found(message),
            Refusal::FactRefused { .. } => Self::new(StatusCode::CONFLICT, "taken", message),
            Refusal::PaymentRefused { .. } => Self::new(StatusCode::CONFLICT, "payment_refused", message),
            Refusal::PersonVerified
            | Refusal::PersonNotVerified { .. }
            | Refusal::IdentityDiffers { .. }
            | Refusal::FlowEnded
            | Refusal::FlowExpired
            | Refusal::OutOfStep
            | Refusal::NotLoggedIn
            | Refusal::AccountFixed
            | Refusal::ConsentMissing
            | Refusal::FieldLocked { .. }
            | Refusal::MethodUnavailable
            | Refusal::TriesExhausted
            | Refusal::ComparisonFailed { .. }
            | Refusal::ClaimIncomplete { .. }
            | Refusal::MethodNotBegun { .. }
            | Refusal::LegalRepUnknown
            | Refusal::SignNotOrdered
            | Refusal::AgentNotLegalRep
            | Refusal::CodeTooSoon { .. }
            | Refusal::CodeNotSent
            | Refusal::CodeWrong { .. }
            | Refusal::CodeExpired
            | Refusal::CodeDead
            | Refusal::FaceExpired
            | Refusal::FaceTaken
            | Refusal::AlipayNeeded
            | Refusal::AlipayStranger
            | Refusal::OrganizationVerified
            | Refusal::OrganizationNotVerified { .. }
            | Refusal::OrganizationDiffers
            | Refusal::OrgFieldLocked { .. }
            | Refusal::OrgFieldMissing { .. }
            | Refusal::OrgComparisonFailed { .. }
            | Refusal::BranchUnknown
            | Refusal::PayoutsExhausted
            | Refusal::PayoutTooSoon { .. }
            | Refusal::PayoutNeeded
            | Refusal::AmountWrong { .. }
            | Refusal::AmountTriesExhausted
            | Refusal::AmountTooLate
            | Refusal::LetterApproved
            | Refusal::LetterNotInReview
            | Refusal::SignExpired
            | Refusal::MessageTooSoon { .. }
            | Refusal::ApprovalUnknown
            | Refusal::AppAccountExists { .. }
            | Refusal::AppAccountOfOtherKind
            | Refusal::AppAccountDocumentFixed
            | Refusal::AgentNotVerified
            | Refusal::FileUnknown
            | Refusal::FileUnfit
            | Refusal::LetterNeeded
            | Refusal::LetterNotTaken
            | Refusal::OrgAccountIncomplete { .. }
            | Refusal::DocumentKindNotTaken
            | Refusal::AppAccountsExhausted { .. }
            | Refusal::Throttled
            | Refusal::FlowNotNamed
            | Refusal::ServiceFault
            | Refusal::AccountLookupFailed
            | Refusal::SignServiceDown
            | Refusal::DataSourceDown { .. }
            | Refusal::BalanceExhausted => Self::out_of_step(message),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bad_news_has_one_form() {
        let reply = ControlError::bad_value("no").hint("yes").at("clock.speed").reply();
        assert_eq!(reply.status, StatusCode::BAD_REQUEST);
        assert_eq!(
            String::from_utf8_lossy(&reply.body),
            r#"{"error":{"code":"bad_value","message":"no","hint":"yes","path":"clock.speed"}}"#
        );
    }
}
