//! The number on an ID card (公民身份号码, GB 11643-1999), in eight bytes.
//!
//! Region (6 digits), birth date (8), sequence (3), check (1). Residence permits for people of Hong
//! Kong, Macao and Taiwan (81, 82, 83…) and foreigners' permanent residence cards (9…) have the same
//! form and the same check.

use std::fmt;
use std::str::FromStr;

use jiff::civil::Date;
use serde::{Deserialize, Deserializer, Serialize, Serializer};

use super::encoding;

/// ISO 7064 MOD 11-2 weights of the first seventeen digits.
const WEIGHTS: [u64; 17] = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];
/// The check character for each remainder of the weighted sum by eleven.
const CHECKS: [char; 11] = ['1', '0', 'X', '9', '8', '7', '6', '5', '4', '3', '2'];
/// First two digits that GB/T 2260 gives to a province, and those of the permits; `9…` is apart.
const PROVINCES: [u64; 37] = [
    11, 12, 13, 14, 15, 21, 22, 23, 31, 32, 33, 34, 35, 36, 37, 41, 42, 43, 44, 45, 46, 50, 51, 52, 53, 54,
    61, 62, 63, 64, 65, 66, 71, 81, 82, 83, 84,
];
/// Unknown: the standard sets no earliest year. Nobody alive was born before this one.
const EARLIEST_YEAR: i16 = 1_900;

/// An ID card number whose region, birth date and check digit are right.
///
/// It is kept as the number of its first seventeen digits, since the eighteenth follows from them.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct IdCardNum(u64);

/// Why a text is no ID card number.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum IdCardNumError {
    /// It has another length than eighteen.
    #[error("an ID card number has 18 characters, this one has {found}")]
    Length {
        /// Characters found.
        found: usize,
    },
    /// A character that does not belong there.
    #[error("character {place} is `{found}`; the first 17 are digits, the last is a digit or X")]
    Character {
        /// The place, from 1.
        place: usize,
        /// The character found there.
        found: char,
    },
    /// No such province.
    #[error("region {found} does not exist: it begins with no province of GB/T 2260")]
    Region {
        /// The six digits found.
        found: u64,
    },
    /// No such day.
    #[error("birth date {found:08} does not exist: digits 7 to 14 are a day from 19000101 on, as yyyymmdd")]
    BirthDate {
        /// The eight digits found.
        found: u64,
    },
    /// The sequence has more than three digits; only where a number is completed.
    #[error("sequence {found} is too long: it has three digits")]
    Sequence {
        /// The sequence given.
        found: u64,
    },
    /// A wrong check digit.
    #[error("the check digit is {found}, but the other digits ask for {expected}")]
    Check {
        /// The digit found.
        found: char,
        /// The digit that would be right.
        expected: char,
    },
}

impl IdCardNum {
    /// Builds the number with its right check digit from a region (six digits), a birth date and a
    /// sequence (0 to 999, odd for men).
    ///
    /// # Errors
    /// [`IdCardNumError`] if region, date or sequence is out of range.
    pub fn complete(region: u32, birth: Date, sequence: u16) -> Result<Self, IdCardNumError> {
        let (region, sequence) = (u64::from(region), u64::from(sequence));
        if region > 999_999 {
            return Err(IdCardNumError::Region { found: region });
        }
        if sequence > 999 {
            return Err(IdCardNumError::Sequence { found: sequence });
        }
        let number = |part: i16| u64::try_from(part).unwrap_or_default();
        let day =
            number(birth.year()) * 10_000 + number(birth.month().into()) * 100 + number(birth.day().into());
        Self::from_digits(region * 100_000_000_000 + day * 1_000 + sequence)
    }

    fn from_digits(digits: u64) -> Result<Self, IdCardNumError> {
        let region = digits / 100_000_000_000;
        // A foreigner's card begins with 9, then come the region of issue and the country.
        if region > 999_999 || (region / 100_000 != 9 && !PROVINCES.contains(&(region / 10_000))) {
            return Err(IdCardNumError::Region { found: region });
        }
        let day = digits / 1_000 % 100_000_000;
        match date(day) {
            Some(birth) if birth.year() >= EARLIEST_YEAR => Ok(Self(digits)),
            Some(_) | None => Err(IdCardNumError::BirthDate { found: day }),
        }
    }

    /// The region, six digits of GB/T 2260.
    pub fn region(self) -> u32 {
        u32::try_from(self.0 / 100_000_000_000).unwrap_or_default()
    }

    /// Whether it is on the residence permit of somebody from Hong Kong, Macao or Taiwan (GB 11643).
    pub fn is_on_residence_permit(self) -> bool {
        matches!(self.region() / 10_000, 81..=83)
    }

    /// Whether it is on a foreigner's permanent residence card: of all others none begins with 9.
    pub fn is_on_green_card(self) -> bool {
        self.region() / 100_000 == 9
    }

    /// The day of birth.
    pub fn birth_date(self) -> Date {
        date(self.0 / 1_000 % 100_000_000).expect("the date was checked when the number was made")
    }

    /// Whether the bearer was born on or before `day`; a number of somebody yet to be born is refused
    /// by whoever knows the day.
    pub fn is_born_by(self, day: Date) -> bool {
        self.birth_date() <= day
    }

    /// The eighteenth character, a digit or `X`.
    pub fn check_digit(self) -> char {
        let mut rest = self.0;
        let mut sum = 0;
        for weight in WEIGHTS.iter().rev() {
            sum += rest % 10 * weight;
            rest /= 10;
        }
        CHECKS[usize::try_from(sum % 11).unwrap_or_default()]
    }
}

fn date(yyyymmdd: u64) -> Option<Date> {
    let year = i16::try_from(yyyymmdd / 10_000).ok()?;
    let month = i8::try_from(yyyymmdd / 100 % 100).ok()?;
    let day = i8::try_from(yyyymmdd % 100).ok()?;
    Date::new(year, month, day).ok()
}

impl FromStr for IdCardNum {
    type Err = IdCardNumError;

    fn from_str(text: &str) -> Result<Self, IdCardNumError> {
        let found = text.chars().count();
        if found != 18 {
            return Err(IdCardNumError::Length { found });
        }
        let mut digits: u64 = 0;
        let mut check = ' ';
        for (index, character) in text.chars().enumerate() {
            let place = index + 1;
            match character.to_digit(10) {
                Some(digit) if place < 18 => digits = digits * 10 + u64::from(digit),
                Some(_) => check = character,
                None if place == 18 && matches!(character, 'x' | 'X') => check = 'X',
                None => return Err(IdCardNumError::Character { place, found: character }),
            }
        }
        let number = Self::from_digits(digits)?;
        let expected = number.check_digit();
        if check == expected { Ok(number) } else { Err(IdCardNumError::Check { found: check, expected }) }
    }
}

impl fmt::Display for IdCardNum {
    /// All eighteen characters, the check digit `X` in upper case.
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{}{}", self.0, self.check_digit())
    }
}

impl fmt::Debug for IdCardNum {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, formatter)
    }
}

impl Serialize for IdCardNum {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        encoding::serialize_number(self, self.0, serializer)
    }
}

impl<'de> Deserialize<'de> for IdCardNum {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        encoding::deserialize_number(deserializer, Self::from_digits)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn any_number() -> impl Strategy<Value = IdCardNum> {
        (0..PROVINCES.len(), 0_u32..10_000, 1_900_i16..2_030, 1_i8..=12, 1_i8..=28, 0_u16..1_000).prop_map(
            |(province, rest, year, month, day, sequence)| {
                let region = u32::try_from(PROVINCES[province]).unwrap() * 10_000 + rest;
                IdCardNum::complete(region, Date::new(year, month, day).unwrap(), sequence).unwrap()
            },
        )
    }

    #[test]
    fn the_number_of_the_standard_is_right() {
        let number: IdCardNum = "11010519491231002X".parse().unwrap();
        assert_eq!(number.region(), 110_105);
        assert_eq!(number.birth_date(), Date::new(1949, 12, 31).unwrap());
        assert_eq!(number.to_string(), "11010519491231002X");
        assert_eq!("11010519491231002x".parse(), Ok(number));
    }

    #[test]
    fn permits_and_foreigners_cards_have_the_same_form() {
        for region in [810_000, 820_000, 830_000, 911_840, 931_392] {
            let number = IdCardNum::complete(region, Date::new(1990, 3, 7).unwrap(), 1).unwrap();
            assert_eq!(number.to_string().parse(), Ok(number));
        }
    }

    #[test]
    fn each_mistake_has_its_own_error() {
        let check = |text: &str, error| assert_eq!(text.parse::<IdCardNum>(), Err(error), "{text}");
        check("1101051949123100", IdCardNumError::Length { found: 16 });
        check("", IdCardNumError::Length { found: 0 });
        check("110105194912310O2X", IdCardNumError::Character { place: 16, found: 'O' });
        check("11010519491231002Y", IdCardNumError::Character { place: 18, found: 'Y' });
        check("１10105194912310021", IdCardNumError::Character { place: 1, found: '１' });
        check("000105194912310021", IdCardNumError::Region { found: 105 });
        check("470105194912310021", IdCardNumError::Region { found: 470_105 });
        check("110105199902290021", IdCardNumError::BirthDate { found: 19_990_229 });
        check("110105189912310021", IdCardNumError::BirthDate { found: 18_991_231 });
        check("110105194912310021", IdCardNumError::Check { found: '1', expected: 'X' });
    }

    #[test]
    fn whether_somebody_is_born_depends_on_the_day() {
        let number = IdCardNum::complete(330_283, Date::new(2026, 3, 2).unwrap(), 7).unwrap();
        assert!(number.is_born_by(Date::new(2026, 3, 2).unwrap()));
        assert!(!number.is_born_by(Date::new(2026, 3, 1).unwrap()));
    }

    #[test]
    fn a_number_that_cannot_be_is_not_completed() {
        let day = Date::new(1990, 1, 1).unwrap();
        assert!(IdCardNum::complete(1_110_105, day, 1).is_err());
        assert!(IdCardNum::complete(110_105, day, 1_000).is_err());
        assert!(IdCardNum::complete(110_105, Date::new(-1, 1, 1).unwrap(), 1).is_err());
    }

    #[test]
    fn packed_values_are_checked_too() {
        let packed = postcard::to_allocvec(&47_010_519_491_231_002_u64).unwrap();
        assert!(postcard::from_bytes::<IdCardNum>(&packed).is_err());
    }

    proptest! {
        #[test]
        fn one_wrong_digit_is_always_noticed(number in any_number(), place in 0_usize..18, by in 1_u32..10) {
            let text = number.to_string();
            let changed: String = text.chars().enumerate().map(|(index, character)| {
                if index != place { return character; }
                let digit = character.to_digit(10).unwrap_or(10);
                char::from_digit((digit + by) % 10, 10).unwrap()
            }).collect();
            prop_assume!(changed != text);
            prop_assert!(changed.parse::<IdCardNum>().is_err());
        }

        #[test]
        fn a_number_survives_text_and_packing(number in any_number()) {
            prop_assert_eq!(number.to_string().parse(), Ok(number));
            let packed = postcard::to_allocvec(&number).unwrap();
            prop_assert!(packed.len() <= 9);
            prop_assert_eq!(postcard::from_bytes::<IdCardNum>(&packed).unwrap(), number);
        }

        #[test]
        fn no_text_makes_it_panic(text in ".{0,24}") {
            let _ = text.parse::<IdCardNum>();
        }
    }
}
