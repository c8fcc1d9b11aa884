//! How values are written: text in formats that people read, integers in packed ones.
//!
//! Reading always checks again, so that neither a scenario nor an old tape can bring in a value
//! that could not have been made by its own constructor.

use std::fmt;
use std::marker::PhantomData;
use std::str::FromStr;

use serde::de::{Deserialize, Deserializer, Error, Visitor};
use serde::ser::Serializer;

/// Writes `value` as text for people, as `packed` otherwise.
pub(super) fn serialize_number<T, S>(value: &T, packed: u64, serializer: S) -> Result<S::Ok, S::Error>
where
    T: fmt::Display,
    S: Serializer,
{
    if serializer.is_human_readable() {
        serializer.collect_str(value)
    } else {
        serializer.serialize_u64(packed)
    }
}

/// Reads what [`serialize_number`] wrote; `unpack` checks a packed value.
pub(super) fn deserialize_number<'de, T, E, D>(
    deserializer: D,
    unpack: impl FnOnce(u64) -> Result<T, E>,
) -> Result<T, D::Error>
where
    T: FromStr<Err = E>,
    E: fmt::Display,
    D: Deserializer<'de>,
{
    if deserializer.is_human_readable() {
        deserialize_text(deserializer)
    } else {
        unpack(u64::deserialize(deserializer)?).map_err(D::Error::custom)
    }
}

/// Reads a value from text.
pub(super) fn deserialize_text<'de, T, E, D>(deserializer: D) -> Result<T, D::Error>
where
    T: FromStr<Err = E>,
    E: fmt::Display,
    D: Deserializer<'de>,
{
    deserializer.deserialize_str(Text(PhantomData))
}

struct Text<T>(PhantomData<T>);

impl<T, E> Visitor<'_> for Text<T>
where
    T: FromStr<Err = E>,
    E: fmt::Display,
{
    type Value = T;

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("text")
    }

    fn visit_str<F: Error>(self, text: &str) -> Result<T, F> {
        text.parse().map_err(F::custom)
    }
}
