//! The code by which an organization is known: the unified one, or the older registration number.

use std::fmt;

use serde::{Deserialize, Serialize};

use super::registration_code::{RegistrationCode, RegistrationCodeError};
use super::uscc::{self, Uscc, UsccError};

/// The kinds of codes that the provider takes (auth3/kcbdu7, `orgIDCardType`).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum OrgCodeType {
    /// Unified social credit code.
    Uscc,
    /// Registration number.
    Registration,
}

impl OrgCodeType {
    /// Both kinds, the usual one first.
    pub const ALL: [Self; 2] = [Self::Uscc, Self::Registration];

    /// Our word for the kind.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Uscc => "uscc",
            Self::Registration => "registration",
        }
    }
}

/// A well-formed code of either kind.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum OrgCode {
    /// Unified social credit code.
    Uscc(Uscc),
    /// Registration number.
    Registration(RegistrationCode),
}

/// Why a text is no code of an organization.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum OrgCodeError {
    /// Not a unified social credit code.
    #[error(transparent)]
    Uscc(#[from] UsccError),
    /// Not a registration number.
    #[error(transparent)]
    Registration(#[from] RegistrationCodeError),
    /// The length of neither.
    #[error("{found} characters; a unified social credit code has 18, a registration number 15")]
    Length {
        /// Characters found.
        found: usize,
    },
}

impl OrgCode {
    /// Reads a code of this kind.
    ///
    /// # Errors
    /// [`OrgCodeError`] if the code has another form.
    pub fn parse(kind: OrgCodeType, text: &str) -> Result<Self, OrgCodeError> {
        match kind {
            OrgCodeType::Uscc => Ok(Self::Uscc(text.parse()?)),
            OrgCodeType::Registration => Ok(Self::Registration(text.parse()?)),
        }
    }

    /// Reads a code of whichever kind has this length.
    ///
    /// # Errors
    /// [`OrgCodeError`] if no kind has it, or the code has another form.
    pub fn parse_either(text: &str) -> Result<Self, OrgCodeError> {
        match text.chars().count() {
            uscc::LENGTH => Self::parse(OrgCodeType::Uscc, text),
            RegistrationCode::LENGTH => Self::parse(OrgCodeType::Registration, text),
            found => Err(OrgCodeError::Length { found }),
        }
    }

    /// The kind of code.
    pub fn kind(&self) -> OrgCodeType {
        match self {
            Self::Uscc(_) => OrgCodeType::Uscc,
            Self::Registration(_) => OrgCodeType::Registration,
        }
    }

    /// The code as text.
    pub fn number(&self) -> String {
        self.to_string()
    }
}

impl fmt::Display for OrgCode {
    /// The code alone; the kind has a word of its own.
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Uscc(code) => code.fmt(formatter),
            Self::Registration(code) => code.fmt(formatter),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const EXAMPLES: [(OrgCodeType, &str); 2] =
        [(OrgCodeType::Uscc, "91350100M000100Y43"), (OrgCodeType::Registration, "110108000000016")];

    #[test]
    fn each_kind_takes_its_own_form_and_is_told_by_its_length() {
        for (kind, number) in EXAMPLES {
            let code = OrgCode::parse(kind, number).unwrap();
            assert_eq!((code.kind(), code.number().as_str()), (kind, number));
            assert_eq!(OrgCode::parse_either(number), Ok(code));
            for other in OrgCodeType::ALL.into_iter().filter(|other| *other != kind) {
                assert!(OrgCode::parse(other, number).is_err(), "{other:?} {number}");
            }
        }
    }

    #[test]
    fn a_code_of_neither_length_says_which_lengths_there_are() {
        assert_eq!(OrgCode::parse_either("9135"), Err(OrgCodeError::Length { found: 4 }));
        assert!(OrgCode::parse_either("110108000000017").is_err(), "its check digit is still held");
    }

    #[test]
    fn a_code_survives_packing() {
        for (kind, number) in EXAMPLES {
            let code = OrgCode::parse(kind, number).unwrap();
            let packed = postcard::to_allocvec(&code).unwrap();
            assert_eq!(postcard::from_bytes::<OrgCode>(&packed).unwrap(), code);
        }
    }
}
