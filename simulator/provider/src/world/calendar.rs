//! Working days: Monday to Friday, but for the holidays and the extra days of a year's notice (放假安排).

use imbl::OrdSet;
use serde::{Deserialize, Serialize};

use crate::time::{Day, Span, Time};

/// The most working days that are counted ahead; banks and reviewers need no year.
pub const WORKING_DAYS_AHEAD_MAX: u32 = 366;

/// Which days are worked. Without entries: Monday to Friday.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Calendar {
    /// Days off, whatever day of the week they are.
    pub holidays: OrdSet<Day>,
    /// Saturdays and Sundays that are worked instead (调休); a holiday among them stays one.
    pub extra_working_days: OrdSet<Day>,
}

impl Calendar {
    /// Whether banks and reviewers work on this day.
    pub fn is_working_day(&self, day: Day) -> bool {
        // Day 0, 1970-01-01, was a Thursday.
        let days_after_monday = (day.0 + 3).rem_euclid(7);
        !self.holidays.contains(&day) && (days_after_monday < 5 || self.extra_working_days.contains(&day))
    }
}

impl Time {
    /// The same time of day so many working days later in Shanghai, at most
    /// [`WORKING_DAYS_AHEAD_MAX`]. None later is this very instant, even on a day off.
    #[must_use]
    pub fn after_working_days(self, count: u32, calendar: &Calendar) -> Self {
        let today = self.shanghai_day().0;
        let mut day = today;
        for _ in 0..count.min(WORKING_DAYS_AHEAD_MAX) {
            day += 1;
            // It ends: there are only so many holidays.
            while !calendar.is_working_day(Day(day)) {
                day += 1;
            }
        }
        self + Span::days(day - today)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn time(text: &str) -> Time {
        Time::parse_rfc3339(text).expect("RFC 3339")
    }

    fn day(text: &str) -> Day {
        time(&format!("{text}T12:00:00+08:00")).shanghai_day()
    }

    fn check(calendar: &Calendar, from: &str, count: u32, expected: &str) {
        assert_eq!(time(from).after_working_days(count, calendar).to_string(), expected, "{from} + {count}");
    }

    #[test]
    fn weekends_are_not_counted_and_the_time_of_day_stays() {
        let calendar = Calendar::default();
        // 2026-03-02 is a Monday.
        check(&calendar, "2026-03-02T09:30:00+08:00", 0, "2026-03-02T09:30:00+08:00");
        check(&calendar, "2026-03-02T09:30:00+08:00", 1, "2026-03-03T09:30:00+08:00");
        check(&calendar, "2026-03-06T09:30:00+08:00", 1, "2026-03-09T09:30:00+08:00");
        check(&calendar, "2026-03-07T09:30:00+08:00", 0, "2026-03-07T09:30:00+08:00");
        check(&calendar, "2026-03-07T09:30:00+08:00", 1, "2026-03-09T09:30:00+08:00");
        check(&calendar, "2026-03-08T09:30:00+08:00", 3, "2026-03-11T09:30:00+08:00");
        check(&calendar, "2026-03-02T09:30:00+08:00", 10, "2026-03-16T09:30:00+08:00");
    }

    #[test]
    fn the_days_are_those_of_shanghai() {
        // Friday night in London is Saturday in Shanghai.
        check(&Calendar::default(), "2026-03-06T17:00:00Z", 1, "2026-03-09T01:00:00+08:00");
    }

    #[test]
    fn holidays_are_left_out_and_extra_days_are_worked() {
        let mut calendar = Calendar::default();
        calendar.holidays.insert(day("2026-03-09"));
        calendar.extra_working_days.insert(day("2026-03-07"));
        check(&calendar, "2026-03-06T09:00:00+08:00", 1, "2026-03-07T09:00:00+08:00");
        check(&calendar, "2026-03-06T09:00:00+08:00", 2, "2026-03-10T09:00:00+08:00");
        calendar.holidays.insert(day("2026-03-07"));
        check(&calendar, "2026-03-06T09:00:00+08:00", 1, "2026-03-10T09:00:00+08:00");
    }

    #[test]
    fn no_count_and_no_time_makes_it_run_for_ever() {
        for from in [Time(i64::MIN), Time(-1), Time(0), Time(i64::MAX)] {
            assert!(from.after_working_days(u32::MAX, &Calendar::default()) >= from);
        }
    }
}
