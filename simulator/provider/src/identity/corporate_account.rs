//! The number of an organization's bank account (对公账号).

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Deserializer, Serialize, Serializer};

use super::encoding;

/// The fewest and the most digits; each bank has its own length within them.
const DIGITS: std::ops::RangeInclusive<usize> = 8..=32;

/// An account number. Zeros at its beginning belong to it, and it has no check digit.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct CorporateAccountNum(Box<str>);

/// Why a text is no account number.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum CorporateAccountNumError {
    /// Too short or too long.
    #[error("a corporate account number has 8 to 32 digits, this one has {found} characters")]
    Length {
        /// Characters found.
        found: usize,
    },
    /// A character that is no digit.
    #[error("character {place} is `{}`; a corporate account number has digits only, without spaces", .found.escape_debug())]
    Character {
        /// The place, from 1.
        place: usize,
        /// The character found there.
        found: char,
    },
}

impl CorporateAccountNum {
    /// The number as text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl FromStr for CorporateAccountNum {
    type Err = CorporateAccountNumError;

    fn from_str(text: &str) -> Result<Self, CorporateAccountNumError> {
        let wrong = text.chars().take(*DIGITS.end()).position(|character| !character.is_ascii_digit());
        if let Some((index, found)) =
            wrong.and_then(|index| text.chars().nth(index).map(|found| (index, found)))
        {
            return Err(CorporateAccountNumError::Character { place: index + 1, found });
        }
        let found = text.chars().count();
        if DIGITS.contains(&found) {
            Ok(Self(text.into()))
        } else {
            Err(CorporateAccountNumError::Length { found })
        }
    }
}

impl fmt::Display for CorporateAccountNum {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.pad(&self.0)
    }
}

impl fmt::Debug for CorporateAccountNum {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, formatter)
    }
}

impl Serialize for CorporateAccountNum {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&self.0)
    }
}

impl<'de> Deserialize<'de> for CorporateAccountNum {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        encoding::deserialize_text(deserializer)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn zeros_at_the_beginning_belong_to_the_number() {
        let number: CorporateAccountNum = "00012345".parse().unwrap();
        assert_eq!(number.as_str(), "00012345");
        assert_ne!(number, "0000012345".parse().unwrap());
    }

    #[test]
    fn each_mistake_has_its_own_error() {
        let check = |text: &str, error| assert_eq!(text.parse::<CorporateAccountNum>(), Err(error), "{text}");
        check("", CorporateAccountNumError::Length { found: 0 });
        check("1234567", CorporateAccountNumError::Length { found: 7 });
        check(&"1".repeat(33), CorporateAccountNumError::Length { found: 33 });
        check("1234 5678", CorporateAccountNumError::Character { place: 5, found: ' ' });
        check("1234567a", CorporateAccountNumError::Character { place: 8, found: 'a' });
        check("１2345678", CorporateAccountNumError::Character { place: 1, found: '１' });
    }

    proptest! {
        #[test]
        fn a_number_survives_text_and_packing(text in "[0-9]{8,32}") {
            let number: CorporateAccountNum = text.parse().unwrap();
            prop_assert_eq!(number.to_string(), text);
            let packed = postcard::to_allocvec(&number).unwrap();
            prop_assert_eq!(postcard::from_bytes::<CorporateAccountNum>(&packed).unwrap(), number);
        }

        #[test]
        fn no_text_makes_it_panic(text in ".{0,40}") {
            let _ = text.parse::<CorporateAccountNum>();
        }
    }
}
