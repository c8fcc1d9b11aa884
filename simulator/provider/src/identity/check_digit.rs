//! Check digits by ISO 7064 MOD 11,10, and the numbers that have one: registration codes and sub-branch
//! numbers.

/// The digit that belongs behind the last `places` digits of `digits`.
pub(super) fn mod_11_10(digits: u64, places: u32) -> u64 {
    let product = (0..places).rev().fold(10, |product, place| {
        let digit = digits / 10_u64.pow(place) % 10;
        let sum = match (product + digit) % 10 {
            0 => 10,
            sum => sum,
        };
        2 * sum % 11
    });
    (11 - product) % 10
}

/// A number of so many digits, the last of which checks the others: the type, its error, how it is read
/// and written. `$what` is what errors call it.
macro_rules! checked_number {
    ($(#[$doc:meta])* $name:ident, $error:ident, $length:literal, $what:literal) => {
        $(#[$doc])*
        #[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub struct $name(u64);

        #[doc = concat!("Why a text is no ", $what, ".")]
        #[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
        pub enum $error {
            /// Too short or too long.
            #[error("a {what} has {length} digits, this one has {found} characters", what = $what, length = $length)]
            Length {
                /// Characters found.
                found: usize,
            },
            /// A character that is no digit.
            #[error("character {place} is `{}`; a {what} has digits only, without spaces", .found.escape_debug(), what = $what)]
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

        impl $name {
            /// How many digits it has.
            pub(super) const LENGTH: usize = $length;

            /// Adds the right check digit to the digits before it.
            ///
            /// # Errors
            /// If there are more than it has.
            pub fn complete(digits: u64) -> Result<Self, $error> {
                if digits >= 10_u64.pow($length - 1) {
                    let found = digits.ilog10() as usize + 2;
                    return Err($error::Length { found });
                }
                Ok(Self(digits * 10 + super::check_digit::mod_11_10(digits, $length - 1)))
            }

            fn from_digits(number: u64) -> Result<Self, $error> {
                let right = Self::complete(number / 10)?;
                if right.0 == number {
                    return Ok(right);
                }
                Err($error::Check { found: number % 10, expected: right.0 % 10 })
            }
        }

        impl std::str::FromStr for $name {
            type Err = $error;

            fn from_str(text: &str) -> Result<Self, $error> {
                let mut number: u64 = 0;
                for (index, character) in text.chars().take(Self::LENGTH).enumerate() {
                    let digit = character.to_digit(10);
                    let digit = digit.ok_or($error::Character { place: index + 1, found: character })?;
                    number = number * 10 + u64::from(digit);
                }
                match text.chars().count() {
                    Self::LENGTH => Self::from_digits(number),
                    found => Err($error::Length { found }),
                }
            }
        }

        impl std::fmt::Display for $name {
            fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                formatter.pad(&format!("{:0length$}", self.0, length = Self::LENGTH))
            }
        }

        impl std::fmt::Debug for $name {
            fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                std::fmt::Display::fmt(self, formatter)
            }
        }

        impl serde::Serialize for $name {
            fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                super::encoding::serialize_number(self, self.0, serializer)
            }
        }

        impl<'de> serde::Deserialize<'de> for $name {
            fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                super::encoding::deserialize_number(deserializer, Self::from_digits)
            }
        }
    };
}

pub(super) use checked_number;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_digit_is_that_of_the_standard() {
        assert_eq!(mod_11_10(794, 4), 5);
        assert_eq!(mod_11_10(11_010_800_000_001, 14), 6);
    }

    #[test]
    fn leading_zeros_count() {
        assert_ne!(mod_11_10(794, 3), mod_11_10(794, 4));
    }
}
