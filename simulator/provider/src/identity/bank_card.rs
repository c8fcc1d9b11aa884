//! A bank card number: 16 to 19 digits with the mark of 银联 and a Luhn check digit.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Deserializer, Serialize, Serializer};

use super::encoding;

/// A card number whose length, first digit and check digit are right.
///
/// It is kept as an integer: its first digit is never 0 and nineteen digits fit.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct BankCardNum(u64);

/// Why a text is no bank card number.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum BankCardNumError {
    /// Too short or too long.
    #[error("a bank card number has 16 to 19 digits, this one has {found} characters")]
    Length {
        /// Characters found.
        found: usize,
    },
    /// A character that is no digit.
    #[error("character {place} is `{found}`; a bank card number has digits only, without spaces")]
    Character {
        /// The place, from 1.
        place: usize,
        /// The character found there.
        found: char,
    },
    /// It begins like no card of 银联.
    #[error("it begins with {found}; cards of 银联 begin with 62, older ones with 4, 5, 6 or 9")]
    Prefix {
        /// The first digit.
        found: u64,
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

impl BankCardNum {
    /// Adds the right check digit to all the other digits (15 to 18 of them).
    ///
    /// # Errors
    /// [`BankCardNumError`] if they cannot begin a card number.
    pub fn complete(digits: u64) -> Result<Self, BankCardNumError> {
        let number = digits.checked_mul(10).and_then(|number| number.checked_add(check_digit(digits)));
        number.ok_or(BankCardNumError::Length { found: 20 }).and_then(Self::from_digits)
    }

    fn from_digits(number: u64) -> Result<Self, BankCardNumError> {
        let length = number.checked_ilog10().unwrap_or(0) + 1;
        if !(16..=19).contains(&length) {
            return Err(BankCardNumError::Length { found: usize::try_from(length).unwrap_or(usize::MAX) });
        }
        let first = number / 10_u64.pow(length - 1);
        if !matches!(first, 4 | 5 | 6 | 9) {
            return Err(BankCardNumError::Prefix { found: first });
        }
        let (found, expected) = (number % 10, check_digit(number / 10));
        if found == expected { Ok(Self(number)) } else { Err(BankCardNumError::Check { found, expected }) }
    }
}

/// The Luhn digit that belongs behind `digits`.
fn check_digit(digits: u64) -> u64 {
    let mut rest = digits;
    let mut sum = 0;
    let mut is_doubled = true;
    while rest > 0 {
        let digit = rest % 10 * if is_doubled { 2 } else { 1 };
        sum += digit / 10 + digit % 10;
        is_doubled = !is_doubled;
        rest /= 10;
    }
    (10 - sum % 10) % 10
}

impl FromStr for BankCardNum {
    type Err = BankCardNumError;

    fn from_str(text: &str) -> Result<Self, BankCardNumError> {
        let found = text.chars().count();
        let mut number: u64 = 0;
        for (index, character) in text.chars().take(19).enumerate() {
            let digit = character.to_digit(10);
            let digit = digit.ok_or(BankCardNumError::Character { place: index + 1, found: character })?;
            number = number * 10 + u64::from(digit);
        }
        if !(16..=19).contains(&found) {
            return Err(BankCardNumError::Length { found });
        }
        if text.starts_with('0') {
            return Err(BankCardNumError::Prefix { found: 0 });
        }
        Self::from_digits(number)
    }
}

impl fmt::Display for BankCardNum {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(&self.0, formatter)
    }
}

impl fmt::Debug for BankCardNum {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, formatter)
    }
}

impl Serialize for BankCardNum {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        encoding::serialize_number(self, self.0, serializer)
    }
}

impl<'de> Deserialize<'de> for BankCardNum {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        encoding::deserialize_number(deserializer, Self::from_digits)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn any_number() -> impl Strategy<Value = BankCardNum> {
        let first = prop::sample::select(vec![4_u64, 5, 6, 9]);
        (first, 14_u32..=17).prop_flat_map(|(first, rest)| {
            let power = 10_u64.pow(rest);
            (0..power).prop_map(move |digits| BankCardNum::complete(first * power + digits).unwrap())
        })
    }

    #[test]
    fn the_check_digit_is_luhns() {
        assert_eq!(check_digit(7_992_739_871), 3);
        assert_eq!(BankCardNum::complete(411_111_111_111_111).unwrap().to_string(), "4111111111111111");
    }

    #[test]
    fn each_mistake_has_its_own_error() {
        let check = |text: &str, error| assert_eq!(text.parse::<BankCardNum>(), Err(error), "{text}");
        check("", BankCardNumError::Length { found: 0 });
        check("622202020001234", BankCardNumError::Length { found: 15 });
        check("62220202000123456789", BankCardNumError::Length { found: 20 });
        check("6222 0202 0001 2345", BankCardNumError::Character { place: 5, found: ' ' });
        check("3222020200012345", BankCardNumError::Prefix { found: 3 });
        check("0222020200012345", BankCardNumError::Prefix { found: 0 });
        check("4111111111111112", BankCardNumError::Check { found: 2, expected: 1 });
    }

    #[test]
    fn a_number_that_cannot_be_is_not_completed() {
        for digits in [0, 62, 3_111_111_111_111_111, 6_222_020_200_012_345_678, u64::MAX] {
            assert!(BankCardNum::complete(digits).is_err(), "{digits}");
        }
    }

    proptest! {
        #[test]
        fn one_wrong_digit_is_always_noticed(number in any_number(), place in 0_usize..19, by in 1_u32..10) {
            let text = number.to_string();
            prop_assume!(place < text.len());
            let changed: String = text.chars().enumerate().map(|(index, character)| {
                if index != place { return character; }
                char::from_digit((character.to_digit(10).unwrap() + by) % 10, 10).unwrap()
            }).collect();
            prop_assert!(changed.parse::<BankCardNum>().is_err());
        }

        #[test]
        fn a_number_survives_text_and_packing(number in any_number()) {
            prop_assert_eq!(number.to_string().parse(), Ok(number));
            let packed = postcard::to_allocvec(&number).unwrap();
            prop_assert_eq!(postcard::from_bytes::<BankCardNum>(&packed).unwrap(), number);
        }

        #[test]
        fn no_text_makes_it_panic(text in ".{0,24}") {
            let _ = text.parse::<BankCardNum>();
        }
    }
}
