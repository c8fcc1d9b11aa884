//! An organization's unified social credit code (统一社会信用代码, GB 32100-2015): department (1), kind (1), region
//! (6), organization code with a check of its own (9, GB 11714), check (1).

use std::str::FromStr;

use super::encoding::kept_as_text;

/// How many characters it has.
const LENGTH: usize = 18;
/// Digits and capital letters without I, O, S, V and Z, in the order of their values.
const ALPHABET: &[u8; 31] = b"0123456789ABCDEFGHJKLMNPQRTUWXY";
/// GB 11714 weights of the inner code's first eight characters.
const INNER_WEIGHTS: [u32; 8] = [3, 7, 9, 10, 5, 8, 4, 2];

/// A unified social credit code whose two check characters are right; in capitals.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Uscc(Box<str>);

/// Why a text is no such code.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum UsccError {
    /// It has another length.
    #[error("a unified social credit code has 18 characters, this one has {found}")]
    Length {
        /// Characters found.
        found: usize,
    },
    /// A character that does not belong there.
    #[error("character {place} is `{}`; digits and the letters A to Y without I, O, S, V and Z belong there, and digits only in places 3 to 8", .found.escape_debug())]
    Character {
        /// The place, from 1.
        place: usize,
        /// The character found there.
        found: char,
    },
    /// The check character of the organization code (GB 11714), which is the seventeenth, is wrong.
    #[error(
        "the organization code's check character, the 17th, is {found}, but the others ask for {expected}"
    )]
    InnerCheck {
        /// The character found.
        found: char,
        /// The character that would be right.
        expected: char,
    },
    /// The last character is wrong.
    #[error("the check character is {found}, but the others ask for {expected}")]
    Check {
        /// The character found.
        found: char,
        /// The character that would be right.
        expected: char,
    },
}

impl Uscc {
    /// Builds a code with its right check characters from its first sixteen characters.
    ///
    /// # Errors
    /// [`UsccError`] if they cannot begin such a code.
    pub fn complete(text: &str) -> Result<Self, UsccError> {
        let values = values(text)?;
        if values.len() != LENGTH - 2 {
            return Err(UsccError::Length { found: values.len() + 2 });
        }
        // An inner check of ten is written X, which the alphabet has; so it always fits.
        let inner = format!("{}{}", text.to_ascii_uppercase(), inner_check(&values));
        let last = check(&self::values(&inner)?);
        format!("{inner}{last}").parse()
    }
}

/// The value of each character.
fn values(text: &str) -> Result<Vec<u32>, UsccError> {
    let value = |(index, found): (usize, char)| {
        let place = index + 1;
        let wrong = UsccError::Character { place, found };
        let value =
            ALPHABET.iter().zip(0..).find(|(known, _)| char::from(**known) == found.to_ascii_uppercase());
        match value {
            Some((_, value)) if value < 10 || !(3..=8).contains(&place) => Ok(value),
            Some(_) | None => Err(wrong),
        }
    };
    text.chars().enumerate().map(value).collect()
}

/// The seventeenth character: GB 11714 counts letters from ten on, over the whole alphabet A to Z.
fn inner_check(values: &[u32]) -> char {
    let written = |value: u32| char::from(ALPHABET[usize::try_from(value).unwrap_or_default()]);
    let counted = |value: u32| written(value).to_digit(36).unwrap_or_default();
    let sum: u32 =
        values[8..16].iter().zip(INNER_WEIGHTS).map(|(value, weight)| counted(*value) * weight).sum();
    match 11 - sum % 11 {
        10 => 'X',
        11 => '0',
        digit => char::from_digit(digit, 10).unwrap_or('0'),
    }
}

/// The eighteenth character.
fn check(values: &[u32]) -> char {
    let mut weight = 1;
    let mut sum = 0;
    for value in &values[..LENGTH - 1] {
        sum += value * weight;
        weight = weight * 3 % 31;
    }
    char::from(ALPHABET[usize::try_from((31 - sum % 31) % 31).unwrap_or_default()])
}

impl FromStr for Uscc {
    type Err = UsccError;

    fn from_str(text: &str) -> Result<Self, UsccError> {
        // Counted first: the text may be anything.
        let found = text.chars().count();
        if found != LENGTH {
            return Err(UsccError::Length { found });
        }
        let values = values(text)?;
        let text = text.to_ascii_uppercase();
        let at = |index: usize| text.chars().nth(index).unwrap_or_default();
        let (found, expected) = (at(LENGTH - 2), inner_check(&values));
        if found != expected {
            return Err(UsccError::InnerCheck { found, expected });
        }
        let (found, expected) = (at(LENGTH - 1), check(&values));
        if found != expected {
            return Err(UsccError::Check { found, expected });
        }
        Ok(Self(text.into()))
    }
}

kept_as_text!(Uscc);

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn each_mistake_has_its_own_error() {
        let right = Uscc::complete("91330201MA2AAAAA").expect("a code").to_string();
        let check = |text: &str, error| assert_eq!(text.parse::<Uscc>(), Err(error), "{text}");
        check("", UsccError::Length { found: 0 });
        check(&right[1..], UsccError::Length { found: 17 });
        check(&right.replace("MA2", "MI2"), UsccError::Character { place: 10, found: 'I' });
        check(&right.replace("91330", "91A30"), UsccError::Character { place: 3, found: 'A' });
        let swap = |place: usize| {
            let other = if &right[place..=place] == "1" { "2" } else { "1" };
            format!("{}{other}{}", &right[..place], &right[place + 1..])
        };
        assert!(matches!(swap(16).parse::<Uscc>(), Err(UsccError::InnerCheck { .. })));
        assert!(matches!(swap(17).parse::<Uscc>(), Err(UsccError::Check { .. })));
    }

    #[test]
    fn small_letters_are_taken_for_capitals() {
        let right = Uscc::complete("91330201MA2AAAAA").expect("a code");
        assert_eq!(right.to_string().to_lowercase().parse(), Ok(right));
    }

    #[test]
    fn the_check_of_gb_32100_is_worked_out_by_hand() {
        // Values 9 1 3 3 0 2 1 2 and ten zeros: 9+1*3+3*9+3*27+0+2*(243 mod 31)+1*(729 mod 31)+2*(2187 mod 31)
        // = 9+3+27+81+2*26+16+2*17 = 222, and the inner check of eight zeros is 0; 31 - 222 mod 31 = 26, T.
        assert_eq!(
            Uscc::complete("9133021200000000").map(|code| code.to_string()),
            Ok("91330212000000000T".into())
        );
    }

    proptest! {
        #[test]
        fn a_completed_code_is_right(head in "[0-9A-HJ-NPQRTUWXY]{2}[0-9]{6}[0-9A-HJ-NPQRTUWXY]{8}") {
            let code = Uscc::complete(&head).expect("characters of the alphabet");
            prop_assert_eq!(code.to_string().parse(), Ok(code.clone()));
            let packed = postcard::to_allocvec(&code).expect("it packs");
            prop_assert_eq!(postcard::from_bytes::<Uscc>(&packed).expect("it unpacks"), code);
        }

        #[test]
        fn no_text_makes_it_panic(text in ".{0,24}") {
            let _ = (text.parse::<Uscc>(), Uscc::complete(&text));
        }
    }
}
