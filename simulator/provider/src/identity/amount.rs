//! An amount of money: counted in fen, written in yuan.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Deserializer, Serialize, Serializer};

use super::encoding;

/// The most digits before the point that are read.
const YUAN_DIGITS_MAX: usize = 12;
/// The most digits behind the point that are read: a fen is the smallest coin.
const FEN_DIGITS_MAX: usize = 2;

/// An amount in fen, never negative.
#[derive(Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Amount(i64);

/// Why a text is no amount.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum AmountError {
    /// Something else than digits and one point between them.
    #[error("`{}` is no amount in yuan: digits and at most one point between them, such as 0.37 or 12, no sign, no space, no exponent", .found.escape_debug())]
    Form {
        /// The beginning of the text.
        found: String,
    },
    /// More digits behind the point than a fen has.
    #[error("{found} digits behind the point, an amount has at most 2")]
    Decimals {
        /// Digits found.
        found: usize,
    },
    /// Too large.
    #[error("{found} digits before the point, an amount has at most 12")]
    TooLarge {
        /// Digits found.
        found: usize,
    },
}

impl Amount {
    /// Nothing.
    pub const ZERO: Self = Self(0);

    /// So many fen. There is no less than nothing: a negative number gives 0.
    pub const fn fen(fen: i64) -> Self {
        Self(if fen < 0 { 0 } else { fen })
    }

    /// How many fen it is.
    pub const fn as_fen(self) -> i64 {
        self.0
    }

    /// Both together, if that can be counted.
    pub fn checked_add(self, other: Self) -> Option<Self> {
        self.0.checked_add(other.0).map(Self)
    }

    /// What is left, if `other` is not more.
    pub fn checked_sub(self, other: Self) -> Option<Self> {
        (other.0 <= self.0).then(|| Self(self.0 - other.0))
    }

    fn from_packed(fen: u64) -> Result<Self, AmountError> {
        i64::try_from(fen).map(Self).map_err(|_| AmountError::Form { found: fen.to_string() })
    }
}

impl FromStr for Amount {
    type Err = AmountError;

    fn from_str(text: &str) -> Result<Self, AmountError> {
        let form = || AmountError::Form { found: text.chars().take(40).collect() };
        let (yuan, fen) = match text.split_once('.') {
            Some((yuan, fen)) if !fen.is_empty() => (yuan, fen),
            Some(_) => return Err(form()),
            None => (text, ""),
        };
        let is_digits = |part: &str| part.bytes().all(|byte| byte.is_ascii_digit());
        if yuan.is_empty() || !is_digits(yuan) || !is_digits(fen) {
            return Err(form());
        }
        if fen.len() > FEN_DIGITS_MAX {
            return Err(AmountError::Decimals { found: fen.len() });
        }
        if yuan.len() > YUAN_DIGITS_MAX {
            return Err(AmountError::TooLarge { found: yuan.len() });
        }
        // `0.5` is fifty fen.
        format!("{yuan}{fen:0<FEN_DIGITS_MAX$}").parse().map(Self).map_err(|_| form())
    }
}

impl fmt::Display for Amount {
    /// In yuan with two digits behind the point: `0.37`.
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.pad(&format!("{}.{:02}", self.0 / 100, self.0 % 100))
    }
}

impl fmt::Debug for Amount {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, formatter)
    }
}

impl Serialize for Amount {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        encoding::serialize_number(self, self.0.unsigned_abs(), serializer)
    }
}

impl<'de> Deserialize<'de> for Amount {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        encoding::deserialize_number(deserializer, Self::from_packed)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn yuan_are_read_to_the_fen() {
        for (text, fen, written) in [
            ("0.37", 37, "0.37"),
            ("0.5", 50, "0.50"),
            ("12", 1_200, "12.00"),
            ("0", 0, "0.00"),
            ("0.01", 1, "0.01"),
            ("999999999999.99", 99_999_999_999_999, "999999999999.99"),
        ] {
            let amount: Amount = text.parse().unwrap();
            assert_eq!((amount.as_fen(), amount.to_string().as_str()), (fen, written));
        }
    }

    #[test]
    fn each_mistake_has_its_own_error() {
        for text in
            ["", ".", ".5", "5.", "-1", "+1", "1e3", " 1", "1 ", "0,37", "1.2.3", "0.3x", "０.37", "0.-1"]
        {
            assert_eq!(text.parse::<Amount>(), Err(AmountError::Form { found: text.into() }));
        }
        assert_eq!("0.510".parse::<Amount>(), Err(AmountError::Decimals { found: 3 }));
        assert_eq!("0.001".parse::<Amount>(), Err(AmountError::Decimals { found: 3 }));
        assert_eq!("1000000000000".parse::<Amount>(), Err(AmountError::TooLarge { found: 13 }));
    }

    #[test]
    fn there_is_no_less_than_nothing_and_no_more_than_can_be_counted() {
        assert_eq!(Amount::fen(-1), Amount::ZERO);
        assert_eq!(Amount::fen(1).checked_sub(Amount::fen(2)), None);
        assert_eq!(Amount::fen(2).checked_sub(Amount::fen(2)), Some(Amount::ZERO));
        assert_eq!(Amount::fen(i64::MAX).checked_add(Amount::fen(1)), None);
        let packed = postcard::to_allocvec(&u64::MAX).unwrap();
        assert!(postcard::from_bytes::<Amount>(&packed).is_err());
    }

    proptest! {
        #[test]
        fn an_amount_survives_text_and_packing(fen in 0_i64..100_000_000_000_000) {
            let amount = Amount::fen(fen);
            prop_assert_eq!(amount.to_string().parse(), Ok(amount));
            let packed = postcard::to_allocvec(&amount).unwrap();
            prop_assert_eq!(postcard::from_bytes::<Amount>(&packed).unwrap(), amount);
        }

        #[test]
        fn no_text_makes_it_panic(text in "[0-9.]{0,24}|.{0,24}") {
            let _ = text.parse::<Amount>();
        }
    }
}
