//! The number of a sub-branch in the payment system (联行号, CNAPS): bank (3 digits), city (4), sequence (4),
//! check (1).

use std::str::FromStr;

use super::check_digit::{digits, mod_11_10};
use super::encoding::kept_as_text;

/// How many digits it has.
const LENGTH: usize = 12;

/// A CNAPS code whose check digit is right. Whether there is such a branch, `world::branches` knows.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct CnapsCode(Box<str>);

/// Why a text is none.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum CnapsCodeError {
    /// It has another length.
    #[error("a CNAPS code has 12 digits, this one has {found} characters")]
    Length {
        /// Characters found.
        found: usize,
    },
    /// A character that is no digit.
    #[error("character {place} is `{}`; a CNAPS code has digits only", .found.escape_debug())]
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
        found: u32,
        /// The digit that would be right.
        expected: u32,
    },
}

impl CnapsCode {
    /// Adds the right check digit to all the other digits.
    ///
    /// # Errors
    /// [`CnapsCodeError`] if they cannot begin such a number.
    pub fn complete(text: &str) -> Result<Self, CnapsCodeError> {
        let all = digits(text).map_err(|(place, found)| CnapsCodeError::Character { place, found })?;
        format!("{text}{}", mod_11_10(all.into_iter())).parse()
    }
}

impl FromStr for CnapsCode {
    type Err = CnapsCodeError;

    fn from_str(text: &str) -> Result<Self, CnapsCodeError> {
        // Counted first: the text may be anything.
        let found = text.chars().count();
        if found != LENGTH {
            return Err(CnapsCodeError::Length { found });
        }
        let all = digits(text).map_err(|(place, found)| CnapsCodeError::Character { place, found })?;
        let (found, expected) = (all[LENGTH - 1], mod_11_10(all[..LENGTH - 1].iter().copied()));
        if found == expected { Ok(Self(text.into())) } else { Err(CnapsCodeError::Check { found, expected }) }
    }
}

kept_as_text!(CnapsCode);

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn each_mistake_has_its_own_error() {
        let body = "1".repeat(LENGTH - 1);
        let right = CnapsCode::complete(&body).expect("digits");
        let last = right.as_str().chars().last().and_then(|last| last.to_digit(10)).expect("a digit");
        let wrong = format!("{body}{}", (last + 1) % 10);
        let check = |text: &str, error| assert_eq!(text.parse::<CnapsCode>(), Err(error), "{text}");
        check("", CnapsCodeError::Length { found: 0 });
        check(&body, CnapsCodeError::Length { found: LENGTH - 1 });
        check(&format!("{body}X"), CnapsCodeError::Character { place: LENGTH, found: 'X' });
        check(&wrong, CnapsCodeError::Check { found: (last + 1) % 10, expected: last });
    }

    proptest! {
        #[test]
        fn a_completed_number_is_right_and_one_wrong_digit_is_found(
            body in prop::collection::vec(0..10_u32, LENGTH - 1), place in 0..LENGTH - 1, by in 1..10_u32,
        ) {
            let text = |digits: &[u32]| digits.iter().map(u32::to_string).collect::<String>();
            let right = CnapsCode::complete(&text(&body)).expect("digits");
            prop_assert_eq!(right.to_string().parse(), Ok(right.clone()));
            let check = right.as_str().chars().last().and_then(|last| last.to_digit(10)).expect("a digit");
            let mut wrong = body;
            wrong[place] = (wrong[place] + by) % 10;
            let found = format!("{}{check}", text(&wrong)).parse::<CnapsCode>();
            prop_assert!(matches!(found, Err(CnapsCodeError::Check { .. })), "a single slip goes unnoticed");
        }

        #[test]
        fn no_text_makes_it_panic(text in ".{0,24}") {
            let _ = text.parse::<CnapsCode>();
        }
    }
}
