//! The papers that an application may name an organization by in the accounts that it keeps.

use std::fmt;

use serde::{Deserialize, Serialize};

use super::organization_code::{OrgCode, OrgCodeError, OrgCodeType};

/// The most characters of a number whose form is not published.
pub const NUMBER_CHARACTERS_MAX: usize = 64;

/// The kinds of papers (docs/xy/接口文档/附录/机构证件类型.html).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum OrgDocumentType {
    /// One of the two codes that verifications take.
    Code(OrgCodeType),
    /// The older organization code (组织机构代码).
    Organization,
    /// Business registration (工商登记).
    BusinessRegistration,
    /// Tax registration (税务登记证).
    TaxRegistration,
    /// Certificate of a legal person (法人代码证).
    LegalPerson,
    /// Certificate of an enterprise or institution as a legal person (企事业单位法人).
    EnterpriseLegalPerson,
    /// Certificate of a society (社会团体登记证书).
    Society,
    /// Certificate of a private institution (民办非企业登记证书).
    PrivateInstitution,
    /// Certificate of a foreign enterprise's office (外国企业登记证).
    ForeignEnterprise,
    /// A government's approval (政府批文).
    GovernmentApproval,
    /// Whatever the integrator has agreed upon.
    Custom,
    /// Unknown even to the integrator.
    Unknown,
}

/// A paper with a well-formed number.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum OrgDocument {
    /// A code that verifications take.
    Code(OrgCode),
    /// Any other paper.
    Other(OtherOrgDocument),
}

/// A paper whose number has no published form.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "Parts", into = "Parts")]
pub struct OtherOrgDocument {
    kind: OrgDocumentType,
    number: Box<str>,
}

/// The written form of [`OtherOrgDocument`], before it is checked.
#[derive(Serialize, Deserialize)]
struct Parts {
    kind: OrgDocumentType,
    number: Box<str>,
}

/// Why a number does not fit its kind of paper.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum OrgDocumentError {
    /// Not a code of this kind.
    #[error(transparent)]
    Code(#[from] OrgCodeError),
    /// Not what a number may be.
    #[error("a number has 1 to {NUMBER_CHARACTERS_MAX} characters without spaces")]
    Form,
}

impl OrgDocument {
    /// Reads the number of a paper of this kind.
    ///
    /// # Errors
    /// [`OrgDocumentError`] if the number has another form.
    pub fn parse(kind: OrgDocumentType, number: &str) -> Result<Self, OrgDocumentError> {
        match kind {
            OrgDocumentType::Code(kind) => Ok(Self::Code(OrgCode::parse(kind, number)?)),
            _ => OtherOrgDocument::try_from(Parts { kind, number: number.into() }).map(Self::Other),
        }
    }

    /// The kind of paper.
    pub fn kind(&self) -> OrgDocumentType {
        match self {
            Self::Code(code) => OrgDocumentType::Code(code.kind()),
            Self::Other(other) => other.kind,
        }
    }

    /// The code, if verifications take it.
    pub fn code(&self) -> Option<OrgCode> {
        match self {
            Self::Code(code) => Some(*code),
            Self::Other(_) => None,
        }
    }
}

impl fmt::Display for OrgDocument {
    /// The number alone; the kind has a word of its own.
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Code(code) => code.fmt(formatter),
            Self::Other(other) => formatter.pad(&other.number),
        }
    }
}

impl From<OtherOrgDocument> for Parts {
    fn from(document: OtherOrgDocument) -> Self {
        Self { kind: document.kind, number: document.number }
    }
}

impl TryFrom<Parts> for OtherOrgDocument {
    type Error = OrgDocumentError;

    /// Unknown: the forms of these numbers are not published.
    fn try_from(Parts { kind, number }: Parts) -> Result<Self, OrgDocumentError> {
        let is_other = !matches!(kind, OrgDocumentType::Code(_));
        let fits = (1..=NUMBER_CHARACTERS_MAX).contains(&number.chars().count())
            && !number.chars().any(|character| character.is_whitespace() || character.is_control());
        if is_other && fits { Ok(Self { kind, number }) } else { Err(OrgDocumentError::Form) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_code_is_checked_by_its_own_rules_and_other_papers_by_their_length() {
        let uscc = OrgDocumentType::Code(OrgCodeType::Uscc);
        let code = OrgDocument::parse(uscc, "91350100M000100Y43").unwrap();
        assert_eq!((code.kind(), code.to_string().as_str()), (uscc, "91350100M000100Y43"));
        assert!(code.code().is_some());
        assert!(matches!(OrgDocument::parse(uscc, "91350100M000100Y44"), Err(OrgDocumentError::Code(_))));
        let custom = OrgDocument::parse(OrgDocumentType::Custom, "沪-7").unwrap();
        assert_eq!((custom.kind(), custom.code()), (OrgDocumentType::Custom, None));
        for bad in ["", " ", "a b", &"7".repeat(NUMBER_CHARACTERS_MAX + 1)] {
            assert_eq!(
                OrgDocument::parse(OrgDocumentType::Custom, bad),
                Err(OrgDocumentError::Form),
                "{bad}"
            );
        }
    }

    #[test]
    fn a_paper_survives_packing_and_a_false_one_does_not() {
        let custom = OrgDocument::parse(OrgDocumentType::Custom, "沪-7").unwrap();
        let packed = postcard::to_allocvec(&custom).unwrap();
        assert_eq!(postcard::from_bytes::<OrgDocument>(&packed).unwrap(), custom);
        let false_one = Parts { kind: OrgDocumentType::Custom, number: "a b".into() };
        let packed = postcard::to_allocvec(&(1_u8, false_one)).unwrap();
        assert!(postcard::from_bytes::<OrgDocument>(&packed).is_err());
    }
}
