//! What somebody says about an organization, before anybody has checked it.

use serde::{Deserialize, Serialize};

use crate::identity::corporate_account::CorporateAccountNum;
use crate::identity::document::{Document, DocumentType};
use crate::identity::name::PersonName;
use crate::identity::organization_code::{OrgCode, OrgCodeType};
use crate::identity::organization_name::OrgName;

/// A part of an organization's claim, as locks and error messages name it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum OrgField {
    /// Name.
    Name,
    /// Unified social credit code or registration code, kind and number.
    Code,
    /// Name of the legal representative.
    LegalRepName,
    /// His identity document, kind and number.
    LegalRepDocument,
    /// Corporate account (对公账户).
    AccountNumber,
}

impl OrgField {
    /// All fields, in the order in which pages show them.
    pub const ALL: [Self; 5] =
        [Self::Name, Self::Code, Self::LegalRepName, Self::LegalRepDocument, Self::AccountNumber];
}

/// An organization as a caller stated it: any part may be missing.
#[derive(Debug, Clone, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct OrgClaim {
    /// Name.
    pub name: Option<OrgName>,
    /// Kind of code, where only the kind was stated.
    pub code_type: Option<OrgCodeType>,
    /// Code.
    pub code: Option<OrgCode>,
    /// Name of the legal representative.
    pub legal_rep_name: Option<PersonName>,
    /// Kind of his identity document, where only the kind was stated.
    pub legal_rep_document_type: Option<DocumentType>,
    /// His identity document.
    pub legal_rep_document: Option<Document>,
    /// Corporate account, filled in for the bank transfer.
    pub account_number: Option<CorporateAccountNum>,
}

impl OrgClaim {
    /// Lays what `newer` states over this claim.
    pub fn lay_over(&mut self, newer: Self) {
        let Self {
            name,
            code_type,
            code,
            legal_rep_name,
            legal_rep_document_type,
            legal_rep_document,
            account_number,
        } = newer;
        self.name = name.or(self.name.take());
        self.code_type = code_type.or(self.code_type);
        self.code = code.or(self.code.take());
        self.legal_rep_name = legal_rep_name.or(self.legal_rep_name.take());
        self.legal_rep_document_type = legal_rep_document_type.or(self.legal_rep_document_type);
        self.legal_rep_document = legal_rep_document.or(self.legal_rep_document.take());
        self.account_number = account_number.or(self.account_number.take());
    }

    /// The fields that both claims state and that differ.
    pub fn differences(&self, other: &Self) -> Vec<OrgField> {
        fn differ<T: PartialEq>(one: Option<&T>, other: Option<&T>) -> bool {
            matches!((one, other), (Some(one), Some(other)) if one != other)
        }
        OrgField::ALL
            .into_iter()
            .filter(|field| match field {
                OrgField::Name => differ(self.name.as_ref(), other.name.as_ref()),
                OrgField::Code => {
                    differ(self.code.as_ref(), other.code.as_ref())
                        || differ(self.code_type.as_ref(), other.code_type.as_ref())
                }
                OrgField::LegalRepName => differ(self.legal_rep_name.as_ref(), other.legal_rep_name.as_ref()),
                OrgField::LegalRepDocument => {
                    differ(self.legal_rep_document.as_ref(), other.legal_rep_document.as_ref())
                        || differ(
                            self.legal_rep_document_type.as_ref(),
                            other.legal_rep_document_type.as_ref(),
                        )
                }
                OrgField::AccountNumber => {
                    differ(self.account_number.as_ref(), other.account_number.as_ref())
                }
            })
            .collect()
    }

    /// The fields that this claim states.
    pub fn stated(&self) -> Vec<OrgField> {
        OrgField::ALL
            .into_iter()
            .filter(|field| match field {
                OrgField::Name => self.name.is_some(),
                OrgField::Code => self.code.is_some() || self.code_type.is_some(),
                OrgField::LegalRepName => self.legal_rep_name.is_some(),
                OrgField::LegalRepDocument => {
                    self.legal_rep_document.is_some() || self.legal_rep_document_type.is_some()
                }
                OrgField::AccountNumber => self.account_number.is_some(),
            })
            .collect()
    }
}
