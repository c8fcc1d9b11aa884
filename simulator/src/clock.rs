//! The real clock: the one place that reads it, and the one place that waits for it.
//!
//! It governs the request window, the life of access tokens, the timestamp of a posted notice,
//! running worlds, time-outs and waiting reads. Everything else goes by world time.
#![allow(clippy::disallowed_methods, reason = "this module is where the real clock is read")]

use std::future::Future;
use std::time::{Duration, Instant, SystemTime, UNIX_EPOCH};

use realname_provider::input::Clock;
use realname_provider::time::Time;

/// The real present.
pub fn now() -> Time {
    let since = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
    Time(i64::try_from(since.as_millis()).unwrap_or(i64::MAX))
}

/// A stopwatch for durations in the journal and for budgets.
#[derive(Debug, Clone, Copy)]
pub struct Stopwatch(Instant);

impl Stopwatch {
    /// Starts it.
    pub fn start() -> Self {
        Self(Instant::now())
    }

    /// What it shows.
    pub fn elapsed(self) -> Duration {
        self.0.elapsed()
    }
}

/// Waits for `future` no longer than `patience`; `None` when that is over.
pub async fn within<T>(patience: Duration, future: impl Future<Output = T>) -> Option<T> {
    tokio::time::timeout(patience, future).await.ok()
}

/// Waits until the real present has reached `deadline`.
pub async fn reached(deadline: Time) {
    let wait = (deadline - now()).0;
    if let Ok(milliseconds) = u64::try_from(wait) {
        tokio::time::sleep(Duration::from_millis(milliseconds)).await;
    }
}

/// A world's clock: stopped at a time, or running from one.
#[derive(Debug, Clone, Copy)]
pub struct WorldClock {
    mode: Clock,
    /// World time at `real_base`.
    world_base: Time,
    real_base: Time,
}

impl WorldClock {
    /// A clock that shows `world` at the real time `real`.
    pub fn new(mode: Clock, world: Time, real: Time) -> Self {
        Self { mode, world_base: world, real_base: real }
    }

    /// How it goes.
    pub fn mode(&self) -> Clock {
        self.mode
    }

    /// What it shows at the real time `real`.
    pub fn at(&self, real: Time) -> Time {
        match self.mode {
            Clock::Frozen => self.world_base,
            Clock::Running { speed } => {
                let passed = (real - self.real_base).0.max(0);
                Time(self.world_base.0.saturating_add(passed.saturating_mul(i64::from(speed))))
            }
        }
    }

    /// The real time at which it will show `world`; `None` for a stopped clock.
    pub fn real_time_of(&self, world: Time) -> Option<Time> {
        match self.mode {
            Clock::Frozen => None,
            Clock::Running { speed } => {
                let ahead = (world - self.world_base).0.max(0);
                let real =
                    ahead.div_euclid(i64::from(speed)) + i64::from(ahead.rem_euclid(i64::from(speed)) > 0);
                Some(Time(self.real_base.0.saturating_add(real)))
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_fast_clock_runs_so_many_times_faster() {
        let clock = WorldClock::new(Clock::Running { speed: 60 }, Time(1_000), Time(0));
        assert_eq!(clock.at(Time(1_000)), Time(61_000));
        assert_eq!(clock.real_time_of(Time(61_000)), Some(Time(1_000)));
        assert_eq!(clock.real_time_of(Time(61_001)), Some(Time(1_001)));
    }

    #[test]
    fn a_frozen_clock_stands() {
        let clock = WorldClock::new(Clock::Frozen, Time(5), Time(0));
        assert_eq!(clock.at(Time(99)), Time(5));
        assert_eq!(clock.real_time_of(Time(6)), None);
    }
}
