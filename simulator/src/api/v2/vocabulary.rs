//! The words of V2, there and back.

use realname_provider::claim::Field;
use realname_provider::flow::method::face::{FaceOutcome, FaceVendor};
use realname_provider::flow::method::{Method, OrgMethod, OrgProof};
use realname_provider::identity::document::{Document, DocumentType};
use realname_provider::identity::id_card::IdCardNum;
use realname_provider::identity::organization_code::OrgCodeType;
use realname_provider::identity::organization_document::OrgDocumentType;
use realname_provider::org_claim::OrgField;
use realname_provider::world::registry::OrgState;

/// `grade`: whether what differs is told.
pub fn grade(word: &str) -> Option<bool> {
    match word {
        "STANDARD" => Some(false),
        "ADVANCED" => Some(true),
        _ => None,
    }
}

/// `certType` of a person: the kinds that it stands for, which the number tells apart. Unknown: papers of
/// officers, policemen and soldiers are documented too, but no source of ours covers them.
pub fn document_types(word: &str) -> Option<&'static [DocumentType]> {
    match word {
        "INDIVIDUAL_CH_IDCARD" | "INDIVIDUAL_CH_RESIDENCE_PERMIT_HK_MO_TW" | "INDIVIDUAL_CH_GREEN_CARD" => {
            Some(&[DocumentType::IdCard])
        }
        "INDIVIDUAL_CH_TWCARD" => Some(&[DocumentType::Taiwan]),
        "INDIVIDUAL_CH_HONGKONG_MACAO" => Some(&[DocumentType::HongKong, DocumentType::Macao]),
        "INDIVIDUAL_PASSPORT" => Some(&[DocumentType::Passport]),
        _ => None,
    }
}

/// Whether a `certType` can mean this document. Unknown: whether the word for ID cards means the cards of others
/// whose numbers have the same form too; here it does, since it is what a call says that says nothing.
pub fn can_mean(word: &str, document: &Document) -> bool {
    match word {
        "INDIVIDUAL_CH_RESIDENCE_PERMIT_HK_MO_TW" => {
            document.id_card().is_some_and(IdCardNum::is_on_residence_permit)
        }
        "INDIVIDUAL_CH_GREEN_CARD" => document.id_card().is_some_and(IdCardNum::is_on_green_card),
        word => document_types(word).is_some_and(|kinds| kinds.contains(&document.kind())),
    }
}

/// `certType` of a person on the wire, and his `nationality` as far as the document tells it.
pub fn document_words(document: &Document) -> (&'static str, &'static str) {
    match (document.kind(), document.id_card()) {
        (DocumentType::IdCard, Some(card)) if card.is_on_green_card() => {
            ("INDIVIDUAL_CH_GREEN_CARD", "FOREIGN")
        }
        (DocumentType::IdCard, Some(card)) if card.is_on_residence_permit() => {
            let is_taiwans = card.region() / 10_000 == 83;
            let nationality = if is_taiwans { "TAIWAN" } else { "HONGKONG_MACAO" };
            ("INDIVIDUAL_CH_RESIDENCE_PERMIT_HK_MO_TW", nationality)
        }
        (DocumentType::IdCard, _) => ("INDIVIDUAL_CH_IDCARD", "MAINLAND"),
        (DocumentType::Taiwan, _) => ("INDIVIDUAL_CH_TWCARD", "TAIWAN"),
        (DocumentType::HongKong | DocumentType::Macao, _) => {
            ("INDIVIDUAL_CH_HONGKONG_MACAO", "HONGKONG_MACAO")
        }
        (DocumentType::Passport, _) => ("INDIVIDUAL_PASSPORT", "FOREIGN"),
    }
}

/// `faceauthMode`. Unknown: PSN_AUDIO_VIDEO_ESIGN and FACE_TIKTOK_MINI, which the vendor's staff enables,
/// are not played.
pub fn face_vendor(word: &str) -> Option<FaceVendor> {
    match word {
        "TENCENT" => Some(FaceVendor::Tencent),
        "ZHIMACREDIT" => Some(FaceVendor::Alipay),
        "ESIGN" => Some(FaceVendor::Esign),
        "WE_CHAT_FACE" => Some(FaceVendor::WeChat),
        _ => None,
    }
}

/// The vendor that an `authType` of a person's page names, by whom alone a face may be checked then.
pub fn page_vendor(word: &str) -> Option<FaceVendor> {
    match word {
        "PSN_FACEAUTH_BYURL_ZHIMA" => Some(FaceVendor::Alipay),
        "PSN_FACEAUTH_BYURL_WEIZHONG" => Some(FaceVendor::Tencent),
        "PSN_FACEAUTH_BYURL_ESIGN" => Some(FaceVendor::Esign),
        "PSN_FACEAUTH_BYURL_WE_CHAT" => Some(FaceVendor::WeChat),
        _ => None,
    }
}

/// `authType` of a person's page.
pub fn page_method(word: &str) -> Option<Method> {
    match word {
        "PSN_TELECOM_AUTHCODE" => Some(Method::Mobile3),
        "PSN_BANK4_AUTHCODE" => Some(Method::Bankcard4),
        "PSN_FACEAUTH_BYURL"
        | "PSN_FACEAUTH_BYURL_ZHIMA"
        | "PSN_FACEAUTH_BYURL_WEIZHONG"
        | "PSN_FACEAUTH_BYURL_ESIGN"
        | "PSN_FACEAUTH_BYURL_WE_CHAT" => Some(Method::Face),
        _ => None,
    }
}

/// `authType` of an organization's page.
pub fn page_org_method(word: &str) -> Option<OrgMethod> {
    match word {
        "ORG_BANK_TRANSFER" => Some(OrgMethod::BankTransfer),
        "ORG_ZM_AUTHORIZE" => Some(OrgMethod::AlipayQuick),
        "ORG_LEGAL_AUTHORIZE" => Some(OrgMethod::LegalRepAuthorization),
        "LEGAL_REP_AUTH" => Some(OrgMethod::LegalRepInPerson),
        _ => None,
    }
}

/// `indivUneditableInfo`: what a page may not change.
pub fn field(word: &str) -> Option<Field> {
    match word {
        "name" => Some(Field::Name),
        "certNo" => Some(Field::Document),
        "mobileNo" => Some(Field::Mobile),
        "bankCardNo" => Some(Field::BankCard),
        _ => None,
    }
}

/// What an organization's page may not change: of the organization, or of whoever acts for it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Locked {
    /// Of the organization.
    Organization(OrgField),
    /// Of the agent.
    Agent(Field),
}

/// `orgUneditableInfo`.
pub fn locked(word: &str) -> Option<Locked> {
    match word {
        "name" => Some(Locked::Organization(OrgField::Name)),
        "certNo" => Some(Locked::Organization(OrgField::Code)),
        "legalRepName" => Some(Locked::Organization(OrgField::LegalRepName)),
        "legalRepCertNo" => Some(Locked::Organization(OrgField::LegalRepDocument)),
        "agentName" => Some(Locked::Agent(Field::Name)),
        "agentIdNo" => Some(Locked::Agent(Field::Document)),
        _ => None,
    }
}

/// `legalOrgState` of an organization's compare (identity_service/vickfs).
pub fn org_state_code(state: OrgState) -> u8 {
    match state {
        OrgState::Operating => 1,
        OrgState::Cancelled => 2,
        OrgState::Revoked => 3,
        OrgState::Annulled => 4,
        OrgState::MovedOut => 5,
        OrgState::Founding => 6,
        OrgState::Liquidating => 7,
        OrgState::Suspended => 8,
        OrgState::Other => 9,
        OrgState::Unknown => 0,
    }
}

/// `certType` of a bank card's compare for holders who need not have an ID card (identity_service/dnism6).
pub fn international_document_types(word: &str) -> Option<&'static [DocumentType]> {
    match word {
        "INDIVIDUAL_PASSPORT"
        | "INDIVIDUAL_CH_HONGKONG_MACAO"
        | "INDIVIDUAL_CH_TWCARD"
        | "INDIVIDUAL_CH_RESIDENCE_PERMIT_HK_MO_TW" => document_types(word),
        _ => None,
    }
}

/// `authType` of a flow that a person has passed; another word than the one that was asked with.
pub fn proof_word(method: Method, vendor: Option<FaceVendor>) -> &'static str {
    match (method, vendor) {
        (Method::Mobile3, _) => "INDIVIDUAL_TELECOM_3_FACTOR",
        (Method::Bankcard4, _) => "INDIVIDUAL_BANKCARD_4_FACTOR",
        (Method::Face, Some(FaceVendor::Alipay)) => "FACEAUTH_ZMXY",
        // Without its second N, which is the vendor's.
        (Method::Face, Some(FaceVendor::Tencent)) => "FACEAUTH_TECENT_CLOUD",
        (Method::Face, Some(FaceVendor::WeChat)) => "FACEAUTH_WE_CHAT_FACE",
        (Method::Face, Some(FaceVendor::Esign) | None) => "FACEAUTH_ESIGN",
    }
}

/// `authType` of a flow that an organization has passed.
pub fn org_proof_word(proof: OrgProof, reverse: bool) -> &'static str {
    match proof {
        OrgProof::AlipayQuick => "ORGANIZATION_ZMXY",
        OrgProof::LegalRep | OrgProof::LegalRepWillingness => "LEGAL_REP_AUTH",
        OrgProof::LegalRepAuthorization => "LEGAL_REP_SIGN_AUTHORIZE",
        OrgProof::BankTransfer if reverse => "ORGANIZATION_REVERSE_PAYMENT",
        OrgProof::BankTransfer => "ORGANIZATION_TRANSFER_RANDOM_AMOUNT",
    }
}

/// `certType` of an organization on the wire.
pub fn org_code_type_word(kind: OrgCodeType) -> &'static str {
    match kind {
        OrgCodeType::Uscc => "ORGANIZATION_USC_CODE",
        OrgCodeType::Registration => "ORGANIZATION_REG_CODE",
    }
}

/// `failedReasonCode` and `failedReason` of a face check that failed. Unknown: which reason stands for what
/// a camera finds; where none of the published ones fits, it is the general one.
/// Those of PSN_AUDIO_VIDEO_ESIGN and of malformed names and numbers no camera finds here; a tester decides on them.
pub fn face_failure(outcome: FaceOutcome) -> (&'static str, &'static str) {
    match outcome {
        FaceOutcome::NotSamePerson => ("1445900", "无法判断为同一人,请确认身份后重试"),
        FaceOutcome::EyesCovered => ("1445813", "眼睛被遮挡,请检测眼镜或周围光线"),
        FaceOutcome::TimedOut => ("1445409", "网络不给力,请稍后再试"),
        FaceOutcome::AnswerWrong => ("1445700", "认证表达结果与标准答案不一致"),
        FaceOutcome::AnswerSilent => ("1445701", "认证视频用户回答音频无声音"),
        FaceOutcome::SpeechUnavailable => ("1445702", "语音识别服务异常"),
        FaceOutcome::NameMalformed => ("1445909", "姓名格式有误"),
        FaceOutcome::NumberMalformed => ("1445910", "证件号格式有误"),
        FaceOutcome::SimilarityTooLow => ("1445907", "比对相似度未达到通过标准"),
        FaceOutcome::IdentityUnknown => ("1445902", "姓名或身份证号有误"),
        FaceOutcome::BrowserUnfit => ("1445034", "当前浏览器不支持该认证方式,请使用其他浏览器操作"),
        FaceOutcome::DeviceUnfit => ("1445035", "当前设备不支持该认证方式,请使用其他设备操作"),
        FaceOutcome::WrongAction
        | FaceOutcome::NoLiveness
        | FaceOutcome::Cancelled
        | FaceOutcome::Refused
        | FaceOutcome::Passed => ("1445011", "认证失败"),
    }
}

/// `idType` of a person's account: the accounts spell kinds of documents otherwise than verifications do.
const ACCOUNT_DOCUMENT_TYPES: [(&str, DocumentType); 5] = [
    ("CRED_PSN_CH_IDCARD", DocumentType::IdCard),
    ("CRED_PSN_CH_TWCARD", DocumentType::Taiwan),
    ("CRED_PSN_CH_MACAO", DocumentType::Macao),
    ("CRED_PSN_CH_HONGKONG", DocumentType::HongKong),
    ("CRED_PSN_PASSPORT", DocumentType::Passport),
];

/// `idType` of an organization's account. REGISTTATION and the beginning of CODE_ORG_CUSTOM are the vendor's.
const ACCOUNT_ORG_DOCUMENT_TYPES: [(&str, OrgDocumentType); 13] = [
    ("CRED_ORG_USCC", OrgDocumentType::Code(OrgCodeType::Uscc)),
    ("CRED_ORG_CODE", OrgDocumentType::Organization),
    ("CRED_ORG_REGCODE", OrgDocumentType::Code(OrgCodeType::Registration)),
    ("CRED_ORG_BUSINESS_REGISTTATION_CODE", OrgDocumentType::BusinessRegistration),
    ("CRED_ORG_TAX_REGISTTATION_CODE", OrgDocumentType::TaxRegistration),
    ("CRED_ORG_LEGAL_PERSON_CODE", OrgDocumentType::LegalPerson),
    ("CRED_ORG_ENT_LEGAL_PERSON_CODE", OrgDocumentType::EnterpriseLegalPerson),
    ("CRED_ORG_SOCIAL_REG_CODE", OrgDocumentType::Society),
    ("CRED_ORG_PRIVATE_NON_ENT_REG_CODE", OrgDocumentType::PrivateInstitution),
    ("CRED_ORG_FOREIGN_ENT_REG_CODE", OrgDocumentType::ForeignEnterprise),
    ("CRED_ORG_GOV_APPROVAL", OrgDocumentType::GovernmentApproval),
    ("CODE_ORG_CUSTOM", OrgDocumentType::Custom),
    ("CRED_ORG_UNKNOWN", OrgDocumentType::Unknown),
];

fn meant<T: Copy>(words: &[(&'static str, T)], word: &str) -> Option<T> {
    words.iter().find(|(known, _)| *known == word).map(|(_, meaning)| *meaning)
}

fn said<T: PartialEq>(words: &[(&'static str, T)], meaning: &T) -> &'static str {
    words.iter().find(|(_, known)| known == meaning).map_or("", |(word, _)| word)
}

/// `idType` of a person's account.
pub fn account_document_type(word: &str) -> Option<DocumentType> {
    meant(&ACCOUNT_DOCUMENT_TYPES, word)
}

/// `idType` of a person's account on the wire.
pub fn account_document_type_word(kind: DocumentType) -> &'static str {
    said(&ACCOUNT_DOCUMENT_TYPES, &kind)
}

/// `idType` of an organization's account.
pub fn account_org_document_type(word: &str) -> Option<OrgDocumentType> {
    meant(&ACCOUNT_ORG_DOCUMENT_TYPES, word)
}

/// `idType` of an organization's account on the wire.
pub fn account_org_document_type_word(kind: OrgDocumentType) -> &'static str {
    said(&ACCOUNT_ORG_DOCUMENT_TYPES, &kind)
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn each_state_of_an_organization_has_a_code_of_its_own() {
        let codes: BTreeSet<_> = OrgState::ALL.map(org_state_code).into_iter().collect();
        assert_eq!(codes, (0..=9).collect());
    }

    #[test]
    fn the_kinds_of_accounts_documents_are_spelt_there_and_back() {
        for kind in DocumentType::ALL {
            let word = account_document_type_word(kind);
            assert_eq!(account_document_type(word), Some(kind), "{word}");
            assert_eq!(document_types(word), None, "verifications spell it otherwise");
        }
        let kinds: BTreeSet<_> = ACCOUNT_ORG_DOCUMENT_TYPES.iter().map(|(_, kind)| *kind).collect();
        assert_eq!(kinds.len(), ACCOUNT_ORG_DOCUMENT_TYPES.len());
        for (word, kind) in ACCOUNT_ORG_DOCUMENT_TYPES {
            assert_eq!(
                (account_org_document_type(word), account_org_document_type_word(kind)),
                (Some(kind), word)
            );
        }
        assert_eq!(account_org_document_type("CRED_ORG_CUSTOM"), None);
    }
}
