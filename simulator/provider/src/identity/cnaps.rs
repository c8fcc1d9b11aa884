//! The number of a bank's sub-branch (联行号, CNAPS): bank (3), city (4), sequence (4), check (1).

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Deserializer, Serialize, Serializer};

use super::check_digit::mod_11_10;
use super::encoding;

/// How many digits it has.
pub(super) const LENGTH: usize = 12;
/// How many of them stand before the check digit.
const PLACES: u32 = 11;

/// A sub-branch number whose check digit is right. Whether there is such a branch, `world/branches` knows.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct CnapsCode(u64);

/// Why a text is no sub-branch number.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum CnapsCodeError {
    /// Too short or too long.
    #[error("a sub-branch number has 12 digits, this one has {found} characters")]
    Length {
        /// Characters found.
        found: usize,
    },
    /// A character that is no digit.
    #[error("character {place} is `{}`; a sub-branch number has digits only, without spaces", .found.escape_debug())]
    Character {
        /// The place, from 1.
        place: usize,
        /// The character found there.
        found: char,
    },
    /// A wrong check digit.
    #[error("the check digit is {found}, but the other digits ask for {expected}")]
    Check {
        /// The digit found.
        found: u64,
        /// The digit that would be right.
        expected: u64,
    },
}

impl CnapsCode {
    /// Adds the right check digit to the eleven digits before it.
    ///
    /// # Errors
    /// [`CnapsCodeError`] if there are more than eleven.
    pub fn complete(digits: u64) -> Result<Self, CnapsCodeError> {
        if digits >= 10_u64.pow(PLACES) {
            let found = digits.ilog10() as usize + 2;
            return Err(CnapsCodeError::Length { found });
        }
        Ok(Self(digits * 10 + mod_11_10(digits, PLACES)))
    }

    /// The bank's code: the first three digits.
    pub fn bank(self) -> u64 {
        self.0 / 1_000_000_000
    }

    /// The city's code: the next four digits.
    pub fn city(self) -> u64 {
        self.0 / 100_000 % 10_000
    }

    fn from_digits(number: u64) -> Result<Self, CnapsCodeError> {
        let right = Self::complete(number / 10)?;
        if right.0 == number {
            return Ok(right);
        }
        Err(CnapsCodeError::Check { found: number % 10, expected: right.0 % 10 })
    }
}

impl FromStr for CnapsCode {
    type Err = CnapsCodeError;

    fn from_str(text: &str) -> Result<Self, CnapsCodeError> {
        let mut number: u64 = 0;
        for (index, character) in text.chars().take(LENGTH).enumerate() {
            let digit = character.to_digit(10);
            let digit = digit.ok_or(CnapsCodeError::Character { place: index + 1, found: character })?;
            number = number * 10 + u64::from(digit);
        }
        match text.chars().count() {
            LENGTH => Self::from_digits(number),
            found => Err(CnapsCodeError::Length { found }),
        }
    }
}

impl fmt::Display for CnapsCode {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.pad(&format!("{:0LENGTH$}", self.0))
    }
}

impl fmt::Debug for CnapsCode {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, formatter)
    }
}

impl Serialize for CnapsCode {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        encoding::serialize_number(self, self.0, serializer)
    }
}

impl<'de> Deserialize<'de> for CnapsCode {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        encoding::deserialize_number(deserializer, Self::from_digits)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn the_check_digit_is_that_of_iso_7064() {
        assert_eq!(CnapsCode::complete(10233200012).unwrap().to_string(), "102332000129");
    }

    #[test]
    fn each_mistake_has_its_own_error() {
        let check = |text: &str, error| assert_eq!(text.parse::<CnapsCode>(), Err(error), "{text}");
        check("", CnapsCodeError::Length { found: 0 });
        check("10233200012", CnapsCodeError::Length { found: 11 });
        check("1023320001290", CnapsCodeError::Length { found: 13 });
        check("102 32000129", CnapsCodeError::Character { place: 4, found: ' ' });
        check("102332000120", CnapsCodeError::Check { found: 0, expected: 9 });
        assert_eq!(CnapsCode::complete(10_u64.pow(PLACES)), Err(CnapsCodeError::Length { found: 13 }));
    }

    proptest! {
        #[test]
        fn one_wrong_digit_is_always_noticed(digits in 0..10_u64.pow(PLACES), place in 0..LENGTH, by in 1_u32..10) {
            let text = CnapsCode::complete(digits).unwrap().to_string();
            let changed: String = text.chars().enumerate().map(|(index, character)| {
                if index != place { return character; }
                char::from_digit((character.to_digit(10).unwrap() + by) % 10, 10).unwrap()
            }).collect();
            prop_assert!(changed.parse::<CnapsCode>().is_err());
        }

        #[test]
        fn a_number_survives_text_and_packing(digits in 0..10_u64.pow(PLACES)) {
            let number = CnapsCode::complete(digits).unwrap();
            prop_assert_eq!(number.to_string().parse(), Ok(number));
            let packed = postcard::to_allocvec(&number).unwrap();
            prop_assert_eq!(postcard::from_bytes::<CnapsCode>(&packed).unwrap(), number);
        }

        #[test]
        fn no_text_makes_it_panic(text in ".{0,24}") {
            let _ = text.parse::<CnapsCode>();
        }
    }
}
