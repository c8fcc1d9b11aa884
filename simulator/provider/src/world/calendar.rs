//! Working days, by which banks go. Monday to Friday, but for the days that a scenario names.

use imbl::OrdMap;
use serde::{Deserialize, Serialize};

use crate::time::{Day, Span, Time};

/// The calendar of a world.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Calendar {
    /// Days that are not as their weekday says: whether they are worked on (调休) or not (holidays).
    pub exceptions: OrdMap<Day, bool>,
}

impl Calendar {
    /// Whether banks work on a day.
    pub fn is_working_day(&self, day: Day) -> bool {
        // 1970-01-01 was a Thursday.
        let weekday = (day.0 + 3).rem_euclid(7);
        self.exceptions.get(&day).copied().unwrap_or(weekday < 5)
    }

    /// The same time of day so many working days later.
    pub fn after_working_days(&self, at: Time, count: u32) -> Time {
        let mut later = at;
        let mut left = count;
        // A calendar of nothing but holidays ends the search.
        let mut days = 0;
        while left > 0 && days < 366 {
            later = later + Span::days(1);
            days += 1;
            if self.is_working_day(later.shanghai_day()) {
                left -= 1;
            }
        }
        later
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(text: &str) -> Time {
        Time::parse_rfc3339(text).expect("a time")
    }

    #[test]
    fn weekends_and_holidays_do_not_count_and_worked_weekends_do() {
        let friday = at("2026-03-06T15:00:00+08:00");
        let mut calendar = Calendar::default();
        assert_eq!(calendar.after_working_days(friday, 0), friday);
        assert_eq!(calendar.after_working_days(friday, 1), at("2026-03-09T15:00:00+08:00"));
        assert_eq!(calendar.after_working_days(friday, 3), at("2026-03-11T15:00:00+08:00"));
        calendar.exceptions.insert(at("2026-03-09T00:00:00+08:00").shanghai_day(), false);
        calendar.exceptions.insert(at("2026-03-07T00:00:00+08:00").shanghai_day(), true);
        assert_eq!(calendar.after_working_days(friday, 1), at("2026-03-07T15:00:00+08:00"));
        assert_eq!(calendar.after_working_days(friday, 2), at("2026-03-10T15:00:00+08:00"));
    }

    #[test]
    fn the_day_is_shanghais() {
        // Sunday evening in London is Monday morning in Shanghai.
        let late = at("2026-03-08T17:00:00+00:00");
        assert!(Calendar::default().is_working_day(late.shanghai_day()));
    }
}
