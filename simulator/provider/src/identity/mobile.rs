//! A mobile number of the mainland: eleven digits that begin with 13 to 19.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Deserializer, Serialize, Serializer};

use super::encoding;

/// Number ranges of virtual operators.
const VIRTUAL_OPERATORS: [u64; 5] = [162, 165, 167, 170, 171];
/// Number ranges of data cards.
const DATA_CARDS: [u64; 3] = [145, 147, 149];

/// A well-formed mobile number, kept as an integer.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Mobile(u64);

/// Why a text is no mobile number.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum MobileError {
    /// It has another length than eleven. Data cards of thirteen digits belong here too.
    #[error("a mobile number has 11 digits, this one has {found} characters")]
    Length {
        /// Characters found.
        found: usize,
    },
    /// A character that is no digit.
    #[error("character {place} is `{found}`; a mobile number has digits only, without +86")]
    Character {
        /// The place, from 1.
        place: usize,
        /// The character found there.
        found: char,
    },
    /// It begins like no mobile number.
    #[error("it begins with {found}; mobile numbers begin with 13 to 19")]
    Prefix {
        /// The first two digits.
        found: u64,
    },
}

impl Mobile {
    fn from_digits(digits: u64) -> Result<Self, MobileError> {
        match digits / 1_000_000_000 {
            13..=19 => Ok(Self(digits)),
            found => Err(MobileError::Prefix { found }),
        }
    }

    /// Whether the number belongs to a virtual operator, whom the three-factor comparison does not cover.
    pub fn is_virtual_operator(self) -> bool {
        VIRTUAL_OPERATORS.contains(&(self.0 / 100_000_000))
    }

    /// Whether the number belongs to a data card, not to a voice line.
    pub fn is_data_card(self) -> bool {
        DATA_CARDS.contains(&(self.0 / 100_000_000))
    }
}

impl FromStr for Mobile {
    type Err = MobileError;

    fn from_str(text: &str) -> Result<Self, MobileError> {
        let found = text.chars().count();
        let mut digits: u64 = 0;
        for (index, character) in text.chars().take(11).enumerate() {
            let digit = character.to_digit(10);
            let digit = digit.ok_or(MobileError::Character { place: index + 1, found: character })?;
            digits = digits * 10 + u64::from(digit);
        }
        if found == 11 { Self::from_digits(digits) } else { Err(MobileError::Length { found }) }
    }
}

impl fmt::Display for Mobile {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(&self.0, formatter)
    }
}

impl fmt::Debug for Mobile {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, formatter)
    }
}

impl Serialize for Mobile {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        encoding::serialize_number(self, self.0, serializer)
    }
}

impl<'de> Deserialize<'de> for Mobile {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        encoding::deserialize_number(deserializer, Self::from_digits)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn each_mistake_has_its_own_error() {
        let check = |text: &str, error| assert_eq!(text.parse::<Mobile>(), Err(error), "{text}");
        check("", MobileError::Length { found: 0 });
        check("1380000000", MobileError::Length { found: 10 });
        check("1440000000000", MobileError::Length { found: 13 });
        check("+8613800000", MobileError::Character { place: 1, found: '+' });
        check("138 0000 00", MobileError::Character { place: 4, found: ' ' });
        check("12800000000", MobileError::Prefix { found: 12 });
        check("03800000000", MobileError::Prefix { found: 3 });
    }

    #[test]
    fn virtual_operators_and_data_cards_are_known_by_their_ranges() {
        let kinds = |text: &str| {
            let mobile: Mobile = text.parse().unwrap();
            (mobile.is_virtual_operator(), mobile.is_data_card())
        };
        assert_eq!(kinds("13800000000"), (false, false));
        assert_eq!(kinds("17000000000"), (true, false));
        assert_eq!(kinds("16200000000"), (true, false));
        assert_eq!(kinds("14700000000"), (false, true));
    }

    proptest! {
        #[test]
        fn a_number_survives_text_and_packing(digits in 13_000_000_000_u64..20_000_000_000) {
            let mobile: Mobile = digits.to_string().parse().unwrap();
            prop_assert_eq!(mobile.to_string(), digits.to_string());
            let packed = postcard::to_allocvec(&mobile).unwrap();
            prop_assert_eq!(postcard::from_bytes::<Mobile>(&packed).unwrap(), mobile);
        }

        #[test]
        fn no_text_makes_it_panic(text in ".{0,24}") {
            let _ = text.parse::<Mobile>();
        }
    }
}
