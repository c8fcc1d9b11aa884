//! The unified social credit code of an organization (统一社会信用代码, GB 32100-2015).
//!
//! Department (1), kind (1), region (6), organization code (8 and its check by GB 11714), check (1).

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Deserializer, Serialize, Serializer};

use super::encoding;

/// How many characters it has.
pub(super) const LENGTH: usize = 18;
/// Its characters by their values: no I, O, S, V or Z.
const ALPHABET: &[u8; 31] = b"0123456789ABCDEFGHJKLMNPQRTUWXY";
/// Where the region begins and ends; these are digits.
const REGION: std::ops::Range<usize> = 2..8;
/// Where the organization code begins and its check digit stands.
const ORGANIZATION: std::ops::Range<usize> = 8..16;
/// GB 11714 weights of the first eight characters of an organization code.
const ORGANIZATION_WEIGHTS: [u32; 8] = [3, 7, 9, 10, 5, 8, 4, 2];

/// A code whose characters and both check digits are right, in upper case.
///
/// Unknown: departments and kinds are not compared with the tables of the standard, nor regions with
/// GB/T 2260, because later codes use rows that the published tables lack.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Uscc([u8; LENGTH]);

/// Why a text is no unified social credit code.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum UsccError {
    /// It has another length than eighteen.
    #[error("a unified social credit code has 18 characters, this one has {found}")]
    Length {
        /// Characters found.
        found: usize,
    },
    /// A character that does not belong there.
    #[error("character {place} is `{}`; digits and letters except I, O, S, V and Z belong there, characters 3 to 8 are digits", .found.escape_debug())]
    Character {
        /// The place, from 1.
        place: usize,
        /// The character found there.
        found: char,
    },
    /// The check digit of the organization code inside is wrong.
    #[error(
        "the organization code's check digit (character 17) is {found}, but the eight before it ask for {expected}"
    )]
    OrganizationCheck {
        /// The character found.
        found: char,
        /// The character that would be right.
        expected: char,
    },
    /// The last check digit is wrong.
    #[error("the check digit is {found}, but the other characters ask for {expected}")]
    Check {
        /// The character found.
        found: char,
        /// The character that would be right.
        expected: char,
    },
}

impl Uscc {
    /// Adds both check digits to the first sixteen characters: department, kind, region, organization.
    ///
    /// # Errors
    /// [`UsccError`] if they cannot begin a code.
    pub fn complete(sixteen: &str) -> Result<Self, UsccError> {
        if sixteen.chars().count() != ORGANIZATION.end {
            return Err(UsccError::Length { found: sixteen.chars().count() + 2 });
        }
        let mut code = read(&format!("{sixteen}00"))?;
        code[ORGANIZATION.end] = organization_check(&code);
        code[LENGTH - 1] = check(&code);
        Ok(Self(code))
    }

    /// The code as text.
    pub fn as_str(&self) -> &str {
        std::str::from_utf8(&self.0).unwrap_or_default()
    }
}

/// The characters in upper case, each of which may stand where it stands.
fn read(text: &str) -> Result<[u8; LENGTH], UsccError> {
    let length = text.chars().count();
    let mut code = [0; LENGTH];
    for (index, found) in text.chars().take(LENGTH).enumerate() {
        let upper = u8::try_from(found.to_ascii_uppercase()).unwrap_or_default();
        let belongs =
            if REGION.contains(&index) { upper.is_ascii_digit() } else { ALPHABET.contains(&upper) };
        if !belongs {
            return Err(UsccError::Character { place: index + 1, found });
        }
        code[index] = upper;
    }
    if length == LENGTH { Ok(code) } else { Err(UsccError::Length { found: length }) }
}

/// GB 11714: letters count from A = 10 on, none left out.
fn organization_check(code: &[u8; LENGTH]) -> u8 {
    let values = code[ORGANIZATION].iter().map(|byte| char::from(*byte).to_digit(36).unwrap_or_default());
    let sum: u32 = values.zip(ORGANIZATION_WEIGHTS).map(|(value, weight)| value * weight).sum();
    match 11 - sum % 11 {
        10 => b'X',
        11 => b'0',
        digit => ALPHABET[digit as usize],
    }
}

/// GB 32100: weights are the powers of 3 modulo 31.
fn check(code: &[u8; LENGTH]) -> u8 {
    let value = |byte: &u8| ALPHABET.iter().position(|known| known == byte).unwrap_or_default();
    let (sum, _) = code[..LENGTH - 1]
        .iter()
        .fold((0, 1), |(sum, weight), byte| (sum + value(byte) * weight, weight * 3 % 31));
    ALPHABET[(31 - sum % 31) % 31]
}

impl FromStr for Uscc {
    type Err = UsccError;

    fn from_str(text: &str) -> Result<Self, UsccError> {
        let code = read(text)?;
        let (found, expected) = (code[ORGANIZATION.end], organization_check(&code));
        if found != expected {
            return Err(UsccError::OrganizationCheck { found: found.into(), expected: expected.into() });
        }
        let (found, expected) = (code[LENGTH - 1], check(&code));
        if found != expected {
            return Err(UsccError::Check { found: found.into(), expected: expected.into() });
        }
        Ok(Self(code))
    }
}

impl fmt::Display for Uscc {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.pad(self.as_str())
    }
}

impl fmt::Debug for Uscc {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, formatter)
    }
}

impl Serialize for Uscc {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.as_str())
    }
}

impl<'de> Deserialize<'de> for Uscc {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        encoding::deserialize_text(deserializer)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn the_check_digits_are_those_of_both_standards() {
        // The example of GB 11714 is the organization code D2143569-X.
        assert_eq!(&Uscc::complete("91350100D2143569").unwrap().as_str()[..17], "91350100D2143569X");
        // The example that is taught with GB 32100.
        assert_eq!(
            "91350100M000100Y43".parse::<Uscc>().unwrap(),
            Uscc::complete("91350100M000100Y").unwrap()
        );
    }

    #[test]
    fn lower_case_is_taken_as_upper_case() {
        let code: Uscc = "91350100m000100y43".parse().unwrap();
        assert_eq!(code.to_string(), "91350100M000100Y43");
    }

    #[test]
    fn each_mistake_has_its_own_error() {
        let check = |text: &str, error| assert_eq!(text.parse::<Uscc>(), Err(error), "{text}");
        check("", UsccError::Length { found: 0 });
        check("91350100M000100Y4", UsccError::Length { found: 17 });
        check("91350100M000100Y433", UsccError::Length { found: 19 });
        check("91350100M000100I43", UsccError::Character { place: 16, found: 'I' });
        check("9135010AM000100Y43", UsccError::Character { place: 8, found: 'A' });
        check("91350100M000100Y 3", UsccError::Character { place: 17, found: ' ' });
        check("91350100M000100Y53", UsccError::OrganizationCheck { found: '5', expected: '4' });
        check("91350100M000100Y44", UsccError::Check { found: '4', expected: '3' });
        assert!(Uscc::complete("91350100M000100").is_err());
    }

    fn any_code() -> impl Strategy<Value = Uscc> {
        "[1-9][1-9][1-8][0-9]{5}[0-9A-HJ-NPQRTUWXY]{8}".prop_map(|text| Uscc::complete(&text).unwrap())
    }

    proptest! {
        #[test]
        fn one_wrong_character_is_always_noticed(code in any_code(), place in 0_usize..18, by in 1_usize..31) {
            let mut bytes = code.0;
            let value = ALPHABET.iter().position(|byte| *byte == bytes[place]).unwrap();
            bytes[place] = ALPHABET[(value + by) % 31];
            prop_assert!(std::str::from_utf8(&bytes).unwrap().parse::<Uscc>().is_err());
        }

        #[test]
        fn a_code_survives_text_and_packing(code in any_code()) {
            prop_assert_eq!(code.to_string().parse(), Ok(code));
            let packed = postcard::to_allocvec(&code).unwrap();
            prop_assert_eq!(postcard::from_bytes::<Uscc>(&packed).unwrap(), code);
        }

        #[test]
        fn no_text_makes_it_panic(text in ".{0,24}") {
            let _ = text.parse::<Uscc>();
            let _ = Uscc::complete(&text);
        }
    }
}
