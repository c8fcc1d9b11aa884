//! The number that an organization is registered under: a unified social credit code, or the older
//! registration code.

use std::fmt;

use serde::{Deserialize, Serialize};

use super::registration_code::{RegistrationCode, RegistrationCodeError};
use super::uscc::{Uscc, UsccError};

/// The kinds of codes that the provider takes (auth3/kcbdu7, `orgIDCardType`).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum OrgCodeType {
    /// 统一社会信用代码.
    Uscc,
    /// 工商注册号.
    Registration,
}

/// A code with right check digits.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum OrgCode {
    /// 统一社会信用代码.
    Uscc(Uscc),
    /// 工商注册号.
    Registration(RegistrationCode),
}

/// Why a text is no code of the wanted kind.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum OrgCodeError {
    /// No unified social credit code.
    #[error(transparent)]
    Uscc(#[from] UsccError),
    /// No registration code.
    #[error(transparent)]
    Registration(#[from] RegistrationCodeError),
}

impl OrgCode {
    /// Reads a code of this kind.
    ///
    /// # Errors
    /// [`OrgCodeError`] if it has another form.
    pub fn parse(kind: OrgCodeType, number: &str) -> Result<Self, OrgCodeError> {
        Ok(match kind {
            OrgCodeType::Uscc => Self::Uscc(number.parse()?),
            OrgCodeType::Registration => Self::Registration(number.parse()?),
        })
    }

    /// Reads a code of either kind, told by its length.
    ///
    /// # Errors
    /// [`OrgCodeError`] if it has neither form.
    pub fn parse_either(number: &str) -> Result<Self, OrgCodeError> {
        let kind = if number.chars().count() == 15 { OrgCodeType::Registration } else { OrgCodeType::Uscc };
        Self::parse(kind, number)
    }

    /// The kind of code.
    pub fn kind(&self) -> OrgCodeType {
        match self {
            Self::Uscc(_) => OrgCodeType::Uscc,
            Self::Registration(_) => OrgCodeType::Registration,
        }
    }

    /// The code as printed on a licence.
    pub fn number(&self) -> &str {
        match self {
            Self::Uscc(code) => code.as_str(),
            Self::Registration(code) => code.as_str(),
        }
    }
}

impl fmt::Display for OrgCode {
    /// The number alone; the kind has a word of its own.
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.pad(self.number())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_length_tells_the_kind() {
        let uscc = Uscc::complete("91330201MA2AAAAA").expect("a code");
        let registration = RegistrationCode::complete("33021200001234").expect("a code");
        assert_eq!(OrgCode::parse_either(uscc.as_str()), Ok(OrgCode::Uscc(uscc)));
        let number = registration.to_string();
        assert_eq!(OrgCode::parse_either(&number), Ok(OrgCode::Registration(registration)));
        assert!(matches!(OrgCode::parse_either(""), Err(OrgCodeError::Uscc(UsccError::Length { found: 0 }))));
        assert!(OrgCode::parse(OrgCodeType::Uscc, &number).is_err());
    }
}
