//! Verification methods: one file each. A person's three, and an organization's four, of which 对公打款
//! goes two ways.

pub mod alipay_quick;
pub mod bank_transfer;
pub mod bankcard4;
pub mod face;
pub mod legal_rep_authorization;
pub mod legal_rep_in_person;
pub mod mobile3;
pub mod reverse_payment;

use serde::{Deserialize, Serialize};

use crate::claim::Field;
use crate::identity::document::DocumentType;

/// How a person is verified.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum Method {
    /// 人脸识别: two factors, then the face.
    Face,
    /// 手机号认证: three factors, compared by the carrier.
    Mobile3,
    /// 银行卡认证: four factors, compared by the bank.
    Bankcard4,
}

impl Method {
    /// All methods, in the order in which the manual lists them.
    pub const ALL: [Self; 3] = [Self::Mobile3, Self::Face, Self::Bankcard4];

    /// The fields that the method compares.
    pub fn fields(self) -> &'static [Field] {
        match self {
            Self::Face => &[Field::Name, Field::Document],
            Self::Mobile3 => &[Field::Name, Field::Document, Field::Mobile],
            Self::Bankcard4 => &[Field::Name, Field::Document, Field::BankCard, Field::Mobile],
        }
    }

    /// The kinds of documents that the method's source covers, as `world` decides it.
    pub fn documents(self) -> &'static [DocumentType] {
        match self {
            Self::Face | Self::Mobile3 => &[DocumentType::IdCard],
            Self::Bankcard4 => &DocumentType::ALL,
        }
    }
}

/// How an organization is verified.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum OrgMethod {
    /// 法人快捷认证: the legal representative's own Alipay and face.
    AlipayQuick,
    /// 法定代表人认证: a fresh proof by the legal representative himself.
    LegalRepInPerson,
    /// 法人授权认证: the legal representative signs a letter on his phone.
    LegalRepAuthorization,
    /// 对公打款认证, in either direction.
    BankTransfer,
}

impl OrgMethod {
    /// All methods, in the manual's order.
    pub const ALL: [Self; 4] =
        [Self::AlipayQuick, Self::LegalRepInPerson, Self::LegalRepAuthorization, Self::BankTransfer];

    /// Whether a transactor of this kind may use it (manual: 选择认证方式).
    pub fn is_for(self, by_legal_rep: bool) -> bool {
        match self {
            Self::AlipayQuick | Self::LegalRepInPerson => by_legal_rep,
            Self::LegalRepAuthorization => !by_legal_rep,
            Self::BankTransfer => true,
        }
    }
}

/// What an organization's verification is recorded as.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum OrgProof {
    /// 法人快捷认证.
    AlipayQuick,
    /// 法定代表人认证 by somebody who was himself verified in the same flow.
    LegalRep,
    /// 法定代表人认证 by somebody who was verified before: proof of his will.
    LegalRepWillingness,
    /// 法人授权认证.
    LegalRepAuthorization,
    /// 对公打款认证.
    BankTransfer,
}

impl OrgProof {
    /// All kinds.
    pub const ALL: [Self; 5] = [
        Self::AlipayQuick,
        Self::LegalRep,
        Self::LegalRepWillingness,
        Self::LegalRepAuthorization,
        Self::BankTransfer,
    ];

    /// The method that this proves.
    pub fn method(self) -> OrgMethod {
        match self {
            Self::AlipayQuick => OrgMethod::AlipayQuick,
            Self::LegalRep | Self::LegalRepWillingness => OrgMethod::LegalRepInPerson,
            Self::LegalRepAuthorization => OrgMethod::LegalRepAuthorization,
            Self::BankTransfer => OrgMethod::BankTransfer,
        }
    }
}
