//! An amount of money in fen, a hundredth of a yuan; never negative.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Deserializer, Serialize, Serializer};

use super::encoding;

/// The most digits before the point.
const YUAN_DIGITS_MAX: usize = 12;

/// An amount of money.
#[derive(Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Amount(u64);

/// Why a text is no amount.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("`{}` is no amount in yuan: write digits with at most two decimals, such as 0.37", .found.escape_debug())]
pub struct AmountError {
    found: Box<str>,
}

impl Amount {
    /// So many fen.
    pub const fn fen(fen: u64) -> Self {
        Self(fen)
    }

    /// In fen.
    pub const fn as_fen(self) -> u64 {
        self.0
    }
}

impl FromStr for Amount {
    type Err = AmountError;

    /// Yuan with at most two decimals. `0.510` is refused as well as `-0.01`: who writes a third decimal may
    /// mean another amount than we would read.
    fn from_str(text: &str) -> Result<Self, AmountError> {
        let error = || AmountError { found: text.chars().take(24).collect() };
        let (yuan, fen) = match text.split_once('.') {
            None => (text, "00".to_owned()),
            Some((yuan, fen)) if (1..=2).contains(&fen.len()) => (yuan, format!("{fen:0<2}")),
            Some(_) => return Err(error()),
        };
        let all_digits = |part: &str| part.bytes().all(|byte| byte.is_ascii_digit());
        if !(1..=YUAN_DIGITS_MAX).contains(&yuan.len()) || !all_digits(yuan) || !all_digits(&fen) {
            return Err(error());
        }
        format!("{yuan}{fen}").parse().map(Self).map_err(|_| error())
    }
}

impl fmt::Display for Amount {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{}.{:02}", self.0 / 100, self.0 % 100)
    }
}

impl fmt::Debug for Amount {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, formatter)
    }
}

impl Serialize for Amount {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        encoding::serialize_number(self, self.0, serializer)
    }
}

impl<'de> Deserialize<'de> for Amount {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        encoding::deserialize_number(deserializer, |fen| Ok::<_, AmountError>(Self(fen)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn yuan_with_at_most_two_decimals_are_read_and_nothing_else() {
        for (text, fen) in [("0.37", 37), ("0.5", 50), ("12", 1_200), ("1.00", 100), ("000.01", 1)] {
            assert_eq!(text.parse(), Ok(Amount::fen(fen)), "{text}");
        }
        for text in [
            "",
            ".",
            ".5",
            "5.",
            "0.510",
            "0.001",
            "-0.01",
            "+1",
            " 1",
            "1e2",
            "１",
            "1,000",
            "1234567890123",
        ] {
            assert!(text.parse::<Amount>().is_err(), "{text}");
        }
        assert_eq!(Amount::fen(5).to_string(), "0.05");
    }
}
