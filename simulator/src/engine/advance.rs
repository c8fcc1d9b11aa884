//! Moving a world's time, and delivering what is due on the way.
//!
//! Whoever moves the clock holds its lease, not the world's lock: calls from a receiver that is being
//! told something are served meanwhile, at the time at which the clock stands.

use std::collections::BTreeMap;
use std::future::Future;
use std::sync::Arc;
use std::sync::atomic::Ordering;
use std::time::Duration;

use realname_provider::input::{Clock, Input};
use realname_provider::notice::{DueAttempt, Settled};
use realname_provider::time::{Span, Time};

use crate::clock::{self, Stopwatch, WorldClock};
use crate::engine::world::World;

/// How many posts one instant may bring about before a clock command stops as a cascade.
pub const POSTS_AT_ONE_INSTANT_MAX: usize = 1_000;

/// Somebody who can post a notice.
pub trait Post: Send + Sync + 'static {
    /// The receiver behind an attempt: attempts to one receiver go one after the other.
    fn receiver(&self, world: &World, attempt: &DueAttempt) -> String;
    /// Posts it and tells how that ended.
    fn post(&self, world: Arc<World>, attempt: DueAttempt) -> impl Future<Output = Settled> + Send;
}

/// Where a clock command goes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Target {
    /// So far ahead.
    By(Span),
    /// To a time.
    To(Time),
    /// To the next deadline.
    Next,
}

/// Why a clock command stopped.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Reason {
    /// It reached its target and everything due is settled.
    Done,
    /// The real time it was given is used up.
    Budget,
    /// One instant brought about more and more posts.
    Cascade,
}

/// How a clock command ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Reached {
    /// Where the clock stands.
    pub at: Time,
    /// Where it was to go.
    pub target: Time,
    /// How many attempts are still due.
    pub pending: usize,
    /// Why it stopped.
    pub reason: Reason,
}

/// Why a clock command is not carried out.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum ClockRefused {
    /// Another clock command is under way.
    #[error("another clock command is under way in this world")]
    Busy,
    /// World time never goes back.
    #[error("world time never goes back")]
    Backwards,
    /// The world was deleted or reset meanwhile.
    #[error("the world has ended meanwhile")]
    Ended,
}

/// Starts delivering, one task a receiver, whatever is due now. Receivers that are being told
/// something already are left alone; their task comes back for the rest.
pub fn deliver_in_background<P: Post>(world: &Arc<World>, poster: &Arc<P>) {
    if world.lease.moving.load(Ordering::Acquire) {
        return;
    }
    for (receiver, attempts) in by_receiver(world, poster.as_ref()) {
        if !world.lease.busy().insert(receiver.clone()) {
            continue;
        }
        let (world, poster) = (Arc::clone(world), Arc::clone(poster));
        tokio::spawn(async move {
            // A clock command takes over after the post that is under way.
            let goes_on = || !world.lease.moving.load(Ordering::Acquire);
            tell(&world, poster.as_ref(), attempts, goes_on).await;
            world.lease.busy().remove(&receiver);
            world.lease.freed.notify_waiters();
            world.due.notify_one();
        });
    }
}

fn by_receiver<P: Post>(world: &World, poster: &P) -> BTreeMap<String, Vec<DueAttempt>> {
    let mut receivers: BTreeMap<String, Vec<DueAttempt>> = BTreeMap::new();
    for attempt in world.free_attempts() {
        receivers.entry(poster.receiver(world, &attempt)).or_default().push(attempt);
    }
    receivers
}

/// Posts attempts one after the other while `goes_on` says so. Gives how many were posted.
async fn tell<P: Post>(
    world: &Arc<World>,
    poster: &P,
    attempts: Vec<DueAttempt>,
    goes_on: impl Fn() -> bool,
) -> usize {
    let mut posted = 0;
    for DueAttempt { due, notice, attempt } in attempts {
        if world.is_closed() || !goes_on() {
            break;
        }
        posted += 1;
        let settled = poster.post(Arc::clone(world), DueAttempt { due, notice, attempt }).await;
        // A settlement is never refused; a second one for the same attempt changes nothing.
        let _ = world.submit(Input::Settle { notice, attempt, settled }).await;
    }
    posted
}

/// Holds the clock lease; gives it back when dropped.
struct Moving<'a>(&'a World);

impl<'a> Moving<'a> {
    async fn begin(world: &'a World) -> Result<Self, ClockRefused> {
        if world.lease.moving.swap(true, Ordering::AcqRel) {
            return Err(ClockRefused::Busy);
        }
        let moving = Self(world);
        loop {
            let freed = world.lease.freed.notified();
            if world.lease.busy().is_empty() {
                return Ok(moving);
            }
            freed.await;
        }
    }
}

impl Drop for Moving<'_> {
    fn drop(&mut self) {
        self.0.lease.moving.store(false, Ordering::Release);
        self.0.due.notify_one();
    }
}

/// Stops the clock where it stands, or sets it going.
///
/// # Errors
/// [`ClockRefused::Busy`] while another clock command is under way.
pub async fn set_mode(world: &Arc<World>, mode: Clock) -> Result<Time, ClockRefused> {
    let _moving = Moving::begin(world).await?;
    let real = clock::now();
    let at = world.clock().at(real);
    world.set_clock(WorldClock::new(mode, at, real));
    Ok(at)
}

/// Moves the clock: stands at each deadline on the way, fires it, delivers what is due until all is
/// quiet, and goes on.
///
/// # Errors
/// [`ClockRefused`]; the clock then has not moved.
pub async fn advance<P: Post>(
    world: &Arc<World>,
    poster: &Arc<P>,
    target: Target,
    budget: Duration,
) -> Result<Reached, ClockRefused> {
    let stopwatch = Stopwatch::start();
    let aim = |start: Time| match target {
        Target::By(span) => start + span,
        Target::To(time) => time,
        Target::Next => world.next_deadline().map_or(start, |(deadline, _)| deadline.max(start)),
    };
    let Some(moving) = clock::within(budget, Moving::begin(world)).await else {
        // A receiver that the world's own driver is waiting for used the time up.
        let (at, pending) = (world.now(), world.due_attempts().len());
        return Ok(Reached { at, target: aim(at), pending, reason: Reason::Budget });
    };
    let _moving = moving?;
    let mode = world.clock().mode();
    let start = world.now();
    let target = aim(start);
    if target < start {
        return Err(ClockRefused::Backwards);
    }
    let mut at = start;
    let reason = loop {
        world.stand_at(at);
        match settle_all(world, poster, stopwatch, budget).await {
            Reason::Done => {}
            stopped => break stopped,
        }
        if world.is_closed() {
            return Err(ClockRefused::Ended);
        }
        if at >= target {
            break Reason::Done;
        }
        at = world.next_deadline().map_or(target, |(deadline, _)| deadline.clamp(at, target));
    };
    world.set_clock(WorldClock::new(mode, at, clock::now()));
    Ok(Reached { at, target, pending: world.due_attempts().len(), reason })
}

/// Delivers at the present instant until nothing more is due, which for what waits for a reply means
/// that it waits with it. Out of budget no further post is begun, but those under way come to their
/// end: an attempt that was sent is never sent again.
async fn settle_all<P: Post>(
    world: &Arc<World>,
    poster: &Arc<P>,
    stopwatch: Stopwatch,
    budget: Duration,
) -> Reason {
    let mut posts = 0;
    let mut changes = world.changes();
    loop {
        changes.mark_unchanged();
        let waits = !world.held.is_empty();
        let receivers = by_receiver(world, poster.as_ref());
        if (receivers.is_empty() && !waits) || world.is_closed() {
            return Reason::Done;
        }
        let left = budget.saturating_sub(stopwatch.elapsed());
        if left.is_zero() {
            return Reason::Budget;
        }
        if receivers.is_empty() {
            // The world outlives this command, so the only end is that of patience.
            let _ = clock::within(left, changes.changed()).await;
            continue;
        }
        let mut tasks = tokio::task::JoinSet::new();
        for attempts in receivers.into_values() {
            let (world, poster) = (Arc::clone(world), Arc::clone(poster));
            let goes_on = move || stopwatch.elapsed() < budget;
            tasks.spawn(async move { tell(&world, poster.as_ref(), attempts, goes_on).await });
        }
        posts += tasks.join_all().await.into_iter().sum::<usize>();
        if posts > POSTS_AT_ONE_INSTANT_MAX {
            return Reason::Cascade;
        }
    }
}
