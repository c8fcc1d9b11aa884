//! A refusal → what the page says about it, and beside which field.
//!
//! Codes and texts are the older identity service's, since the hosted pages are its pages; here it is
//! only decided where they stand.

use realname_provider::claim::Field;
use realname_provider::flow::method::face::FaceOutcome;
use realname_provider::org_claim::OrgField;
use realname_provider::refusal::Refusal;

use crate::api::v2::refusal::{self, wording};
use crate::pages::fields::Fields;
use crate::pages::said::{FieldMessage, Kind, Message, Said};

/// What a page says after a refusal; what was typed is kept.
pub fn refused(refusal: &Refusal, typed: Fields) -> Said {
    let mut said = Said { typed, ..Said::default() };
    let (code, text) = wording(refusal);
    match place(refusal) {
        Place::Beside(control) => said.fields.push(FieldMessage::new(control, code, text)),
        Place::Above(kind) => said.page.push(Message { kind, code: Some(code), text }),
    }
    if let Refusal::ComparisonFailed { fields, warn_tries_left } = refusal {
        compared(&mut said, fields);
        // With none left the result page says so itself, and there is nothing left to be careful with.
        if let Some(left) = warn_tries_left.filter(|left| *left > 0) {
            let (code, text) = refusal::tries_left(left);
            said.page.push(Message { kind: Kind::Notice, code: Some(code), text });
        }
    }
    said
}

/// Where a refusal is told.
enum Place {
    Above(Kind),
    Beside(&'static str),
}

fn place(refusal: &Refusal) -> Place {
    match refusal {
        Refusal::AccountUnknown { .. } | Refusal::AccountFixed => Place::Beside("account"),
        Refusal::ConsentMissing => Place::Beside("agree"),
        Refusal::FieldLocked { field } => Place::Beside(control(*field)),
        Refusal::CodeNotSent | Refusal::CodeWrong { .. } | Refusal::CodeExpired | Refusal::CodeDead => {
            Place::Beside("code")
        }
        // It is no mistake of the person; the page simply stands elsewhere by now.
        Refusal::OutOfStep | Refusal::NotLoggedIn | Refusal::CodeTooSoon { .. } => Place::Above(Kind::Notice),
        Refusal::AppUnknown
        | Refusal::PersonNotFound { .. }
        | Refusal::PersonVerified
        | Refusal::PersonNotVerified { .. }
        | Refusal::IdentityDiffers { .. }
        | Refusal::FlowUnknown
        | Refusal::FlowEnded
        | Refusal::FlowExpired
        | Refusal::MethodUnavailable
        | Refusal::MethodNotBegun { .. }
        | Refusal::LegalRepUnknown
        | Refusal::SignNotOrdered
        | Refusal::AgentNotLegalRep
        | Refusal::ClaimIncomplete { .. }
        | Refusal::TriesExhausted
        | Refusal::ComparisonFailed { .. }
        | Refusal::FaceUnknown
        | Refusal::FaceExpired
        | Refusal::FaceTaken
        | Refusal::AlipayNeeded
        | Refusal::AlipayStranger
        | Refusal::OrganizationNotFound { .. }
        | Refusal::OrganizationVerified
        | Refusal::OrganizationNotVerified { .. }
        | Refusal::OrganizationDiffers
        | Refusal::OrgComparisonFailed { .. }
        | Refusal::PayoutsExhausted
        | Refusal::PayoutTooSoon { .. }
        | Refusal::PayoutNeeded
        // By then the field for the amount is gone.
        | Refusal::AmountTriesExhausted
        | Refusal::AmountTooLate
        | Refusal::LetterNotInReview
        | Refusal::SignUnknown
        | Refusal::SignExpired
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
        | Refusal::BalanceExhausted => Place::Above(Kind::Error),
        Refusal::OrgFieldLocked { field } | Refusal::OrgFieldMissing { field } => {
            Place::Beside(org_control(*field))
        }
        Refusal::BranchUnknown => Place::Beside("branch"),
        Refusal::AmountWrong { .. } => Place::Beside("amount"),
        Refusal::LetterApproved => Place::Beside("letter-file"),
        Refusal::MessageTooSoon { .. } => Place::Above(Kind::Notice),
    }
}

/// The detailed version says beside each field what is wrong with it; above stands the general answer.
fn compared(said: &mut Said, fields: &[Field]) {
    if fields.is_empty() {
        return;
    }
    said.page.clear();
    let (code, text) = wording(&Refusal::ComparisonFailed { fields: Vec::new(), warn_tries_left: None });
    said.page.push(Message::error(Some(code), text));
    for field in fields {
        let (code, text) = refusal::differing(*field);
        said.fields.push(FieldMessage::new(control(*field), code, text));
    }
}

/// The control that shows a field.
fn control(field: Field) -> &'static str {
    match field {
        Field::Name => "name",
        Field::Document => "id-number",
        Field::Mobile => "mobile",
        Field::BankCard => "bank-card",
    }
}

/// The control that shows a field of an organization.
fn org_control(field: OrgField) -> &'static str {
    match field {
        OrgField::Name => "org-name",
        OrgField::Code => "org-code",
        OrgField::LegalRepName => "legal-rep-name",
        // On the form it is optional and has the longer name; the legal representative's own phone asks
        // for his number alone.
        OrgField::LegalRepDocument => "id-number",
        OrgField::AccountNumber => "account-number",
    }
}

/// What is said on a phone of a face check that a call ordered. Unknown: the documents have no texts for where
/// there is no code to scan.
pub mod ordered {
    /// The check is too old, or was replaced.
    pub const EXPIRED: &str = "刷脸链接已失效";
    /// Another phone has it.
    pub const TAKEN: &str = "该刷脸链接已在其他手机上打开";
    /// This is no Alipay.
    pub const ALIPAY_NEEDED: &str = "请使用手机支付宝 App 打开本链接";
}

/// Why a face check did not pass, in plain words, and what to do. Unknown: the documents have no texts.
pub fn face_failure(outcome: FaceOutcome) -> &'static str {
    match outcome {
        FaceOutcome::Passed => "认证通过",
        FaceOutcome::WrongAction => "动作与提示不符，请按屏幕提示完成动作",
        FaceOutcome::NotSamePerson => "人脸与证件信息不一致，请由本人完成刷脸",
        FaceOutcome::NoLiveness => "未检测到真人，请本人面对镜头，勿使用照片或视频",
        FaceOutcome::EyesCovered => "眼部被遮挡，请摘下墨镜、拨开头发后重试",
        FaceOutcome::TimedOut => "操作超时，请在光线充足处重试",
        FaceOutcome::Cancelled => "您已取消刷脸",
        FaceOutcome::Refused => "您已拒绝授权，企业认证未完成",
        FaceOutcome::SimilarityTooLow => "人脸相似度不够，请正对镜头、保持光线充足后重试",
        FaceOutcome::IdentityUnknown => "姓名或身份证号有误，请核对后重试",
        FaceOutcome::BrowserUnfit => "当前浏览器不支持刷脸，请换一个浏览器",
        FaceOutcome::DeviceUnfit => "当前设备不支持刷脸，请换一部手机",
        FaceOutcome::AnswerWrong => "说的与要求的不一致，请按提示作答",
        FaceOutcome::AnswerSilent => "没有听到声音，请打开麦克风后重试",
        FaceOutcome::SpeechUnavailable => "语音识别暂不可用，请稍后重试",
        FaceOutcome::NameMalformed => "姓名格式有误，请核对后重试",
        FaceOutcome::NumberMalformed => "证件号格式有误，请核对后重试",
    }
}

#[cfg(test)]
mod tests {
    use realname_provider::time::Span;

    use super::*;

    #[test]
    fn each_refusal_stands_where_the_person_looks() {
        let wrong = refused(&Refusal::CodeWrong { tries_left: 2 }, Fields::default());
        assert_eq!(wrong.beside("code").map(|message| message.code), Some(Some(30_503_002)));
        let soon = refused(&Refusal::CodeTooSoon { wait: Span::seconds(9) }, Fields::default());
        assert_eq!(soon.page[0].kind, Kind::Notice);
    }

    #[test]
    fn the_detailed_version_names_each_field_and_warns() {
        let refusal =
            Refusal::ComparisonFailed { fields: vec![Field::Name, Field::Mobile], warn_tries_left: Some(1) };
        let said = refused(&refusal, Fields::default());
        let codes: Vec<_> = said.page.iter().map(|message| message.code).collect();
        assert_eq!(codes, [Some(30_504_001), Some(30_500_053)]);
        assert_eq!(said.fields.iter().map(|message| message.control).collect::<Vec<_>>(), ["name", "mobile"]);
    }

    #[test]
    fn nobody_is_warned_of_no_chances_left() {
        let refusal = Refusal::ComparisonFailed { fields: Vec::new(), warn_tries_left: Some(0) };
        let said = refused(&refusal, Fields::default());
        let codes: Vec<_> = said.page.iter().map(|message| message.code).collect();
        assert_eq!(codes, [Some(30_504_001)]);
    }
}
