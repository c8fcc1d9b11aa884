//! Verification methods: one file each.

pub mod bankcard4;
pub mod face;
pub mod mobile3;

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
