//! The codes and texts of V3 (codemsg-v3/agi7xuv4yrw1i8f3).

use realname_provider::refusal::Refusal;

use crate::api::envelope::failure;
use crate::api::v3::vocabulary;
use crate::http::Reply;

/// What is wrong with a request before the provider sees it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Malformed {
    /// A required parameter is missing or empty.
    Missing(String),
    /// A parameter has a value that is not among the allowed ones.
    Wrong(String),
    /// A parameter has the wrong form.
    Form(String),
    /// An account id of a form that no account has: it belongs to nobody, as an unknown one does.
    Nobody(String),
}

impl Malformed {
    /// The documented answer.
    pub fn reply(&self) -> Reply {
        // Unknown: full-width or half-width punctuation; the pages show the full-width colon.
        match self {
            Self::Missing(parameter) => failure(1_450_001, &format!("缺少参数：{parameter}")),
            Self::Wrong(parameter) => failure(1_450_002, &format!("参数错误：{parameter}")),
            Self::Form(parameter) => failure(1_450_003, &format!("参数格式错误：{parameter}")),
            Self::Nobody(who) => reply(&Refusal::AccountUnknown { who: who.clone() }),
        }
    }
}

/// The documented answer to a refusal.
pub fn reply(refusal: &Refusal) -> Reply {
    let (code, message) = code_and_message(refusal);
    failure(code, &message)
}

/// Code and text of a refusal.
pub fn code_and_message(refusal: &Refusal) -> (u32, String) {
    match refusal {
        Refusal::PersonVerified => (1_450_005, "个人用户已实名".into()),
        Refusal::FlowUnknown => (1_450_007, "授权流程id不存在".into()),
        Refusal::PersonNotFound { by } => (1_450_008, format!("未找到用户信息,请检查查询数据的正确性 :{by}")),
        Refusal::PersonNotVerified { psn_id } => (1_450_910, format!("个人未实名 :{psn_id}")),
        Refusal::AccountUnknown { who } => (1_435_203, format!("账号不存在或已注销 :{who}")),
        // Unknown: the text is documented, its code is not.
        Refusal::IdentityDiffers { fields } => {
            let names: Vec<_> = fields.iter().map(|field| vocabulary::field_name(*field)).collect();
            (1_450_002, format!("参数错误：传入的{}和该用户在e签宝的个人信息不一致", names.join("、")))
        }
        Refusal::OrganizationVerified => (1_450_006, "企业用户已实名".into()),
        Refusal::OrganizationNotFound { by } => {
            (1_450_008, format!("未找到用户信息,请检查查询数据的正确性 :{by}"))
        }
        Refusal::OrganizationNotVerified { org_id } => (1_450_909, format!("企业未实名 :{org_id}")),
        // Unknown: the text is documented, its code is not.
        Refusal::OrganizationDiffers => (1_450_002, "参数错误：传入的企业信息与e签宝已有信息不一致".into()),
        // These come from pages and phones only; a call of V3 never brings them about.
        Refusal::AppUnknown
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
        | Refusal::FaceUnknown
        | Refusal::FaceExpired
        | Refusal::FaceTaken
        | Refusal::AlipayNeeded
        | Refusal::AlipayStranger
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
        | Refusal::SignUnknown
        | Refusal::SignExpired
        | Refusal::MessageTooSoon { .. }
        | Refusal::ApprovalUnknown
        | Refusal::GrantUnknown
        | Refusal::PaymentRefused { .. }
        | Refusal::FactRefused { .. }
        | Refusal::NoticeUnknown
        | Refusal::AppAccountExists { .. }
        | Refusal::AppAccountUnknown
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
        | Refusal::BalanceExhausted => (1_450_905, "发起实名或意愿认证失败,请重试或联系e签宝服务人员".into()),
    }
}
