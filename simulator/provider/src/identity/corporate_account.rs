//! The number of a corporate account (对公账号).

use std::str::FromStr;

use super::check_digit::digits;
use super::encoding::kept_as_text;

/// The fewest and the most digits; each bank has its own length.
const DIGITS: std::ops::RangeInclusive<usize> = 8..=32;

/// A corporate account's number: digits, leading zeros kept. There is no check digit.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct CorporateAccountNum(Box<str>);

/// Why a text is no such number.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum CorporateAccountNumError {
    /// Too short or too long.
    #[error("a corporate account has 8 to 32 digits, this one has {found} characters")]
    Length {
        /// Characters found.
        found: usize,
    },
    /// A character that is no digit.
    #[error("character {place} is `{}`; a corporate account has digits only, without spaces", .found.escape_debug())]
    Character {
        /// The place, from 1.
        place: usize,
        /// The character found there.
        found: char,
    },
}

impl FromStr for CorporateAccountNum {
    type Err = CorporateAccountNumError;

    fn from_str(text: &str) -> Result<Self, CorporateAccountNumError> {
        let found = text.chars().count();
        if !DIGITS.contains(&found) {
            return Err(CorporateAccountNumError::Length { found });
        }
        digits(text).map_err(|(place, found)| CorporateAccountNumError::Character { place, found })?;
        Ok(Self(text.into()))
    }
}

kept_as_text!(CorporateAccountNum);

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn digits_are_kept_and_all_else_is_told() {
        let number: CorporateAccountNum = "0039000000123".parse().expect("digits");
        assert_eq!(number.as_str(), "0039000000123");
        let check = |text: &str, error| assert_eq!(text.parse::<CorporateAccountNum>(), Err(error), "{text}");
        check("1234567", CorporateAccountNumError::Length { found: 7 });
        check(&"1".repeat(33), CorporateAccountNumError::Length { found: 33 });
        check("3901 2345 678", CorporateAccountNumError::Character { place: 5, found: ' ' });
        check("39012345a", CorporateAccountNumError::Character { place: 9, found: 'a' });
    }
}
