//! The registration number of an organization (工商注册号, GS 15): region (6), sequence (8), check (1).

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Deserializer, Serialize, Serializer};

use super::check_digit::mod_11_10;
use super::encoding;

/// How many digits it has.
pub(super) const LENGTH: usize = 15;
/// How many of them stand before the check digit.
const PLACES: u32 = 14;

/// A registration number whose check digit is right.
///
/// Unknown: the region is not looked up, as it may have been dissolved since the organization was registered.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct RegistrationCode(u64);

/// Why a text is no registration number.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum RegistrationCodeError {
    /// Too short or too long.
    #[error("a registration number has 15 digits, this one has {found} characters")]
    Length {
        /// Characters found.
        found: usize,
    },
    /// A character that is no digit.
    #[error("character {place} is `{}`; a registration number has digits only, without spaces", .found.escape_debug())]
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

impl RegistrationCode {
    /// Adds the right check digit to the fourteen digits before it.
    ///
    /// # Errors
    /// [`RegistrationCodeError`] if there are more than fourteen.
    pub fn complete(digits: u64) -> Result<Self, RegistrationCodeError> {
        if digits >= 10_u64.pow(PLACES) {
            let found = digits.ilog10() as usize + 2;
            return Err(RegistrationCodeError::Length { found });
        }
        Ok(Self(digits * 10 + mod_11_10(digits, PLACES)))
    }

    fn from_digits(number: u64) -> Result<Self, RegistrationCodeError> {
        let right = Self::complete(number / 10)?;
        if right.0 == number {
            return Ok(right);
        }
        Err(RegistrationCodeError::Check { found: number % 10, expected: right.0 % 10 })
    }
}

impl FromStr for RegistrationCode {
    type Err = RegistrationCodeError;

    fn from_str(text: &str) -> Result<Self, RegistrationCodeError> {
        let mut number: u64 = 0;
        for (index, character) in text.chars().take(LENGTH).enumerate() {
            let digit = character.to_digit(10);
            let digit =
                digit.ok_or(RegistrationCodeError::Character { place: index + 1, found: character })?;
            number = number * 10 + u64::from(digit);
        }
        match text.chars().count() {
            LENGTH => Self::from_digits(number),
            found => Err(RegistrationCodeError::Length { found }),
        }
    }
}

impl fmt::Display for RegistrationCode {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.pad(&format!("{:0LENGTH$}", self.0))
    }
}

impl fmt::Debug for RegistrationCode {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, formatter)
    }
}

impl Serialize for RegistrationCode {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        encoding::serialize_number(self, self.0, serializer)
    }
}

impl<'de> Deserialize<'de> for RegistrationCode {
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
        assert_eq!(RegistrationCode::complete(11010800000001).unwrap().to_string(), "110108000000016");
    }

    #[test]
    fn each_mistake_has_its_own_error() {
        let check = |text: &str, error| assert_eq!(text.parse::<RegistrationCode>(), Err(error), "{text}");
        check("", RegistrationCodeError::Length { found: 0 });
        check("11010800000001", RegistrationCodeError::Length { found: 14 });
        check("1101080000000160", RegistrationCodeError::Length { found: 16 });
        check("110 08000000016", RegistrationCodeError::Character { place: 4, found: ' ' });
        check("110108000000017", RegistrationCodeError::Check { found: 7, expected: 6 });
        assert_eq!(
            RegistrationCode::complete(10_u64.pow(PLACES)),
            Err(RegistrationCodeError::Length { found: 16 })
        );
    }

    proptest! {
        #[test]
        fn one_wrong_digit_is_always_noticed(digits in 0..10_u64.pow(PLACES), place in 0..LENGTH, by in 1_u32..10) {
            let text = RegistrationCode::complete(digits).unwrap().to_string();
            let changed: String = text.chars().enumerate().map(|(index, character)| {
                if index != place { return character; }
                char::from_digit((character.to_digit(10).unwrap() + by) % 10, 10).unwrap()
            }).collect();
            prop_assert!(changed.parse::<RegistrationCode>().is_err());
        }

        #[test]
        fn a_number_survives_text_and_packing(digits in 0..10_u64.pow(PLACES)) {
            let number = RegistrationCode::complete(digits).unwrap();
            prop_assert_eq!(number.to_string().parse(), Ok(number));
            let packed = postcard::to_allocvec(&number).unwrap();
            prop_assert_eq!(postcard::from_bytes::<RegistrationCode>(&packed).unwrap(), number);
        }

        #[test]
        fn no_text_makes_it_panic(text in ".{0,24}") {
            let _ = text.parse::<RegistrationCode>();
        }
    }
}
