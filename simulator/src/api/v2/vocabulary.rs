//! The words of V2, there and back.

use realname_provider::claim::Field;
use realname_provider::flow::method::face::{FaceOutcome, FaceVendor};
use realname_provider::flow::method::{Method, OrgMethod, OrgProof};
use realname_provider::identity::document::DocumentType;
use realname_provider::identity::organization_code::OrgCodeType;
use realname_provider::org_claim::OrgField;

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

/// `certType` of a person on the wire.
pub fn document_type_word(kind: DocumentType) -> &'static str {
    match kind {
        DocumentType::IdCard => "INDIVIDUAL_CH_IDCARD",
        DocumentType::Taiwan => "INDIVIDUAL_CH_TWCARD",
        DocumentType::HongKong | DocumentType::Macao => "INDIVIDUAL_CH_HONGKONG_MACAO",
        DocumentType::Passport => "INDIVIDUAL_PASSPORT",
    }
}

/// `nationality`, as far as the document tells it.
pub fn nationality_word(kind: DocumentType) -> &'static str {
    match kind {
        DocumentType::IdCard => "MAINLAND",
        DocumentType::Taiwan => "TAIWAN",
        DocumentType::HongKong | DocumentType::Macao => "HONGKONG_MACAO",
        DocumentType::Passport => "FOREIGN",
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

/// `authType` of a person's page. Unknown: which vendors a page offers where the word names one; here all of
/// them.
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
pub fn face_failure(outcome: FaceOutcome) -> (&'static str, &'static str) {
    match outcome {
        FaceOutcome::NotSamePerson => ("1445900", "无法判断为同一人,请确认身份后重试"),
        FaceOutcome::EyesCovered => ("1445813", "眼睛被遮挡,请检测眼镜或周围光线"),
        FaceOutcome::TimedOut => ("1445409", "网络不给力,请稍后再试"),
        FaceOutcome::WrongAction
        | FaceOutcome::NoLiveness
        | FaceOutcome::Cancelled
        | FaceOutcome::Refused
        | FaceOutcome::Passed => ("1445011", "认证失败"),
    }
}
