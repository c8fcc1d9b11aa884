//! World time: an instant, a span, and the calendar of Shanghai.
//!
//! Nothing here reads a clock. An instant is handed in by whoever calls the provider.

use std::fmt;
use std::ops::{Add, Sub};

use jiff::Timestamp;
use jiff::civil::DateTime;
use jiff::tz::Offset;
use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// China has one time zone and no summer time: +08:00.
pub const SHANGHAI: Offset = Offset::constant(8);

/// An instant of world time in milliseconds since 1970-01-01T00:00:00Z, as the provider's API counts it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, Default)]
pub struct Time(pub i64);

/// A length of world time in milliseconds; never negative where a rule uses it.
///
/// Serialized as `15m` where people read, as the number of milliseconds elsewhere.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct Span(pub i64);

/// A calendar day in Shanghai, counted from 1970-01-01.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Day(pub i64);

/// How often something happened on the Shanghai day of its last time; another day begins at nothing.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct DayCount(Day, u32);

impl DayCount {
    /// How often on that day.
    pub fn on(self, day: Day) -> u32 {
        if self.0 == day { self.1 } else { 0 }
    }

    /// Once more, on that day.
    pub fn count(&mut self, day: Day) {
        *self = Self(day, self.on(day) + 1);
    }
}

impl Span {
    /// So many seconds.
    pub const fn seconds(seconds: i64) -> Self {
        Self(seconds * 1_000)
    }

    /// So many minutes.
    pub const fn minutes(minutes: i64) -> Self {
        Self::seconds(minutes * 60)
    }

    /// So many hours.
    pub const fn hours(hours: i64) -> Self {
        Self::minutes(hours * 60)
    }

    /// How many whole minutes it has.
    pub const fn whole_minutes(self) -> i64 {
        self.0 / 60_000
    }

    /// So many days of 24 hours.
    pub const fn days(days: i64) -> Self {
        Self::hours(days * 24)
    }
}

impl Time {
    /// The calendar day in Shanghai; daily limits count by it.
    pub fn shanghai_day(self) -> Day {
        Day((self + Span::hours(8)).0.div_euclid(Span::days(1).0))
    }

    /// Date and time of day in Shanghai.
    pub fn in_shanghai(self) -> DateTime {
        SHANGHAI.to_datetime(self.timestamp())
    }

    /// Reads RFC 3339 with an offset, to the millisecond; `None` for anything else.
    pub fn parse_rfc3339(text: &str) -> Option<Self> {
        text.parse::<Timestamp>().ok().map(|timestamp| Self(timestamp.as_millisecond()))
    }

    fn timestamp(self) -> Timestamp {
        let bounded = self.0.clamp(Timestamp::MIN.as_millisecond(), Timestamp::MAX.as_millisecond());
        Timestamp::from_millisecond(bounded).unwrap_or(Timestamp::UNIX_EPOCH)
    }
}

impl fmt::Display for Time {
    /// RFC 3339 with the offset of Shanghai: `2026-03-02T09:00:00+08:00`, with milliseconds if there are any.
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{}", self.in_shanghai().strftime("%Y-%m-%dT%H:%M:%S"))?;
        match self.0.rem_euclid(1_000) {
            0 => formatter.write_str("+08:00"),
            milliseconds => write!(formatter, ".{milliseconds:03}+08:00"),
        }
    }
}

impl Add<Span> for Time {
    type Output = Self;
    fn add(self, span: Span) -> Self {
        Self(self.0.saturating_add(span.0))
    }
}

impl Sub for Time {
    type Output = Span;
    fn sub(self, earlier: Self) -> Span {
        Span(self.0.saturating_sub(earlier.0))
    }
}

impl fmt::Display for Span {
    /// `15m`, `1h30m`, `2s500ms`: the form that control and scenarios read.
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.0 == 0 {
            return formatter.write_str("0s");
        }
        let mut rest = self.0.unsigned_abs();
        if self.0 < 0 {
            formatter.write_str("-")?;
        }
        for (unit, milliseconds) in UNITS {
            let count = rest / milliseconds;
            rest %= milliseconds;
            if count > 0 {
                write!(formatter, "{count}{unit}")?;
            }
        }
        Ok(())
    }
}

impl Serialize for Span {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        if serializer.is_human_readable() {
            serializer.collect_str(self)
        } else {
            serializer.serialize_i64(self.0)
        }
    }
}

impl<'de> Deserialize<'de> for Span {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        if deserializer.is_human_readable() {
            let text = std::borrow::Cow::<str>::deserialize(deserializer)?;
            text.parse().map_err(serde::de::Error::custom)
        } else {
            i64::deserialize(deserializer).map(Self)
        }
    }
}

const UNITS: [(&str, u64); 5] = [("d", 86_400_000), ("h", 3_600_000), ("m", 60_000), ("s", 1_000), ("ms", 1)];

/// Why a text is no length of time.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum SpanError {
    /// It has no such form.
    #[error(
        "`{found}` is not a duration: write whole numbers with units d, h, m, s or ms, such as 15m or 1h30m"
    )]
    Malformed {
        /// Its beginning.
        found: String,
    },
    /// World time could be pushed past its end.
    #[error("`{found}` is too long a duration: at most 365000d, a thousand years")]
    TooLong {
        /// Its beginning.
        found: String,
    },
}

/// The longest length of time that can be written: time added to a date has to stay a date.
const LONGEST: Span = Span::days(365_000);

impl std::str::FromStr for Span {
    type Err = SpanError;

    fn from_str(text: &str) -> Result<Self, SpanError> {
        let found = || text.chars().take(40).collect();
        let error = || SpanError::Malformed { found: found() };
        let mut total: i64 = 0;
        let mut rest = text.trim();
        if rest.is_empty() {
            return Err(error());
        }
        while !rest.is_empty() {
            let digits = rest.find(|c: char| !c.is_ascii_digit()).ok_or_else(error)?;
            if digits == 0 {
                return Err(error());
            }
            let too_long = || SpanError::TooLong { found: found() };
            // Digits that are no number are too many.
            let count: i64 = rest[..digits].parse().map_err(|_| too_long())?;
            rest = &rest[digits..];
            let letters = rest.find(|c: char| c.is_ascii_digit()).unwrap_or(rest.len());
            let (_, milliseconds) =
                UNITS.iter().find(|(unit, _)| *unit == &rest[..letters]).ok_or_else(error)?;
            rest = &rest[letters..];
            let part = i64::try_from(*milliseconds).ok().and_then(|unit| count.checked_mul(unit));
            total = part
                .and_then(|part| total.checked_add(part))
                .filter(|total| *total <= LONGEST.0)
                .ok_or_else(too_long)?;
        }
        Ok(Self(total))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_instant_is_written_with_the_offset_of_shanghai() {
        let time = Time::parse_rfc3339("2026-03-02T01:00:00Z").expect("RFC 3339");
        assert_eq!(time.to_string(), "2026-03-02T09:00:00+08:00");
        assert_eq!((time + Span(5)).to_string(), "2026-03-02T09:00:00.005+08:00");
        assert_eq!(Time::parse_rfc3339(&time.to_string()), Some(time));
    }

    #[test]
    fn a_span_that_would_leave_the_calendar_is_refused_with_the_longest_one() {
        assert_eq!("365000d".parse(), Ok(LONGEST));
        for text in ["100000000000d", "365000d1ms", "99999999999999999999s", "9000000000000000000ms1d"] {
            let error = text.parse::<Span>().expect_err(text).to_string();
            assert!(error.contains(text) && error.contains("365000d"), "{error}");
        }
        assert!(matches!("d".parse::<Span>(), Err(SpanError::Malformed { .. })));
    }

    #[test]
    fn the_day_turns_at_midnight_in_shanghai() {
        let before = Time::parse_rfc3339("2026-03-01T15:59:59Z").expect("RFC 3339");
        assert_eq!(
            before.shanghai_day(),
            Time::parse_rfc3339("2026-03-01T00:00:00+08:00").expect("RFC 3339").shanghai_day()
        );
        assert_eq!((before + Span::seconds(1)).shanghai_day().0, before.shanghai_day().0 + 1);
    }

    #[test]
    fn durations_read_back_as_they_are_written() {
        for (text, span) in [("15m", Span::minutes(15)), ("1h30m", Span::minutes(90)), ("0s", Span(0))] {
            assert_eq!(text.parse::<Span>(), Ok(span));
            assert_eq!(span.to_string(), text);
        }
        for wrong in
            ["", "15", "m", "1.5h", "-3m", "15 minutes", "99999999999999999999d", "9223372036854775807d"]
        {
            assert!(wrong.parse::<Span>().is_err(), "{wrong}");
        }
    }
}
