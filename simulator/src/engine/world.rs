//! One world behind its lock.

use std::sync::atomic::{AtomicBool, AtomicI64, AtomicU64, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use realname_provider::draw::WorldKey;
use realname_provider::id::NoticeId;
use realname_provider::input::{Clock, Happening, Input, Outcome};
use realname_provider::notice::DueAttempt;
use realname_provider::provider::{Founding, Provider};
use realname_provider::reading::Reading;
use realname_provider::refusal::Refusal;
use realname_provider::time::{Span, Time};
use realname_provider::timers::Reason;
use tokio::sync::{Notify, watch};

use crate::api::tokens::Tokens;
use crate::clock::{self, WorldClock};
use crate::engine::cell::{Branch, Cell, Events};
use crate::engine::files::Files;
use crate::engine::held::Held;
use crate::engine::lease::Lease;
use crate::journal::{Exchange, Journal};
use crate::tape::format::{FORMAT_VERSION, Head, RULES_VERSION, Record};

/// One isolated world.
pub struct World {
    /// Its name, unique among live worlds.
    pub name: Box<str>,
    /// Its seed.
    pub seed: u64,
    /// What its values, page sessions and tokens are drawn under.
    pub key: WorldKey,
    /// What it began with.
    pub founding: Founding,
    /// Name of the scenario it was made from.
    pub scenario: Box<str>,
    /// Its place in the order of making, from 1; 0 until it is brought up.
    pub ordinal: u64,
    /// Where it begins again when it is reset.
    pub beginning: Beginning,
    /// The real time without a call after which it ends; `None` if it stays.
    pub ttl: Option<Span>,
    /// Real time of the last call.
    last_called: AtomicI64,
    /// Held by whoever changes the rules, from looking at the old ones to submitting the new ones.
    pub rule_change: tokio::sync::Mutex<()>,
    /// How many of the provider's replies were given a trace id.
    traces: AtomicU64,
    /// Access tokens of token mode; they go by real time and are no part of the provider.
    tokens: Mutex<Tokens>,
    /// What was uploaded; a fork shares it, since its past names the same digests.
    pub files: Arc<Files>,
    /// What went over the wire.
    journal: Mutex<Journal>,
    cell: Mutex<Cell>,
    changed: watch::Sender<u64>,
    /// Wakes whoever posts notices and fires timers.
    pub(crate) due: Notify,
    /// Notices that may not leave yet.
    pub(crate) held: Held,
    /// Who delivers notices now, and whether a clock command is under way.
    pub(crate) lease: Lease,
    closed: AtomicBool,
}

/// Where a world begins.
#[derive(Debug, Clone)]
pub enum Beginning {
    /// At the time that its founding says.
    Set,
    /// At whatever the real present is.
    Present,
    /// Where it left another world.
    Fork(Box<Branch>),
}

/// A world at a glance.
#[derive(Debug)]
pub struct Glance {
    /// World time.
    pub at: Time,
    /// How its clock goes.
    pub mode: Clock,
    /// How many flows were ever opened.
    pub flows: u64,
    /// The place of the last input on the tape.
    pub inputs: u64,
    /// How many contents of information compares have made room.
    pub compares_evicted: u64,
}

impl World {
    /// A world at its beginning.
    pub fn found(scenario: &str, founding: Founding) -> Self {
        let provider = Provider::found(founding.clone());
        Self::from_provider(scenario, founding, provider)
    }

    /// A world that goes on from where `provider` stands.
    pub fn from_provider(scenario: &str, founding: Founding, provider: Provider) -> Self {
        let (at, mode) = {
            let reading = provider.ask(Time(i64::MIN));
            (reading.at(), reading.clock())
        };
        Self {
            name: founding.name.clone(),
            seed: founding.seed,
            key: WorldKey::new(founding.seed, &founding.name),
            scenario: scenario.into(),
            ordinal: 0,
            beginning: Beginning::Set,
            ttl: None,
            last_called: AtomicI64::new(clock::now().0),
            rule_change: tokio::sync::Mutex::default(),
            traces: AtomicU64::new(0),
            tokens: Mutex::default(),
            files: Arc::default(),
            journal: Mutex::default(),
            cell: Mutex::new(Cell::new(provider, WorldClock::new(mode, at, clock::now()))),
            founding,
            changed: watch::Sender::new(0),
            due: Notify::new(),
            held: Held::default(),
            lease: Lease::default(),
            closed: AtomicBool::new(false),
        }
    }

    /// A world of this name that shares the past of this one up to its `seq`-th input, and draws under
    /// the same name and seed; `None` if that input is no longer kept or not yet there.
    pub fn fork(&self, name: &str, seq: u64) -> Option<Self> {
        let branch = self.cell().branch(seq)?;
        Some(self.go_on(name, branch))
    }

    /// This world as it was at its beginning.
    #[must_use]
    pub fn again(&self) -> Self {
        let mut founding = self.founding.clone();
        let mut world = match &self.beginning {
            Beginning::Fork(branch) => self.go_on(&self.name, Branch::clone(branch)),
            Beginning::Set => Self::found(&self.scenario, founding),
            Beginning::Present => {
                founding.start = clock::now();
                for (_, real_name) in &mut founding.verified {
                    real_name.at = founding.start;
                }
                Self { beginning: Beginning::Present, ..Self::found(&self.scenario, founding) }
            }
        };
        world.ttl = self.ttl;
        world
    }

    fn go_on(&self, name: &str, branch: Branch) -> Self {
        let mut world = Self::from_provider(&self.scenario, self.founding.clone(), branch.provider.clone());
        world.name = name.into();
        world.files = Arc::clone(&self.files);
        world.cell.get_mut().unwrap_or_else(PoisonError::into_inner).take_up(&branch);
        world.beginning = Beginning::Fork(Box::new(branch));
        world
    }

    /// A panic inside the provider breaks its world alone: whoever comes later is told so.
    fn cell(&self) -> MutexGuard<'_, Cell> {
        self.cell
            .lock()
            .expect("this world is broken: the provider panicked in it; the log on stderr tells where")
    }

    /// Gives an input to the world. Nothing of what it brought about is visible before it is durable,
    /// which in memory it is at once.
    ///
    /// # Errors
    /// The provider's refusal.
    pub async fn submit(&self, input: Input) -> Result<Outcome, Refusal> {
        // Whoever settles looks by himself for what is due when he is through.
        let settles = matches!(input, Input::Settle { .. });
        let mut cell = self.cell();
        let at = cell.clock.at(clock::now());
        let result = cell.apply(at, input);
        if !settles && cell.provider.next_attempt().is_some() {
            self.due.notify_one();
        }
        self.tell();
        result
    }

    /// The same for a request. Tells which notices it caused; they wait until they are let go, and nobody sees
    /// them due before.
    pub(super) async fn submit_and_hold(&self, input: Input) -> (Result<Outcome, Refusal>, Vec<NoticeId>) {
        let mut cell = self.cell();
        let at = cell.clock.at(clock::now());
        let resent = if let Input::Happen(Happening::NoticeResent(id)) = &input { Some(*id) } else { None };
        let told = cell.provider.events_told();
        let result = cell.apply(at, input);
        let queued = cell.notices_queued_after(told);
        let caused: Vec<_> = queued.chain(resent.filter(|_| result.is_ok())).collect();
        for notice in &caused {
            self.held.hold(*notice);
        }
        self.tell();
        (result, caused)
    }

    /// Sets the clock, and tells the world so.
    pub(crate) fn set_clock(&self, new: WorldClock) {
        let mut cell = self.cell();
        let at = new.at(clock::now());
        cell.clock = new;
        // A clock input is never refused.
        let _ = cell.apply(at, Input::Clock(new.mode()));
        self.tell();
    }

    /// Stands the clock at `at` without a word to the tape: the next input tells when it came.
    pub(crate) fn stand_at(&self, at: Time) {
        let mut cell = self.cell();
        cell.clock = WorldClock::new(Clock::Frozen, at, clock::now());
        cell.wake(at);
        self.tell();
    }

    /// Fires what is due by now.
    pub(crate) fn wake(&self) {
        let mut cell = self.cell();
        let at = cell.clock.at(clock::now());
        if cell.provider.next_wake().is_some_and(|deadline| deadline <= at) {
            cell.wake(at);
            self.tell();
        }
    }

    /// Tells those who wait for changes, if there are any: whoever comes to wait looks first, under the
    /// lock under which the change was made.
    fn tell(&self) {
        if self.changed.receiver_count() > 0 {
            self.changed.send_modify(|version| *version += 1);
        }
    }

    /// Asks the world. `question` runs under the world's lock: keep it short.
    pub fn ask<T>(&self, question: impl FnOnce(&Reading<'_>) -> T) -> T {
        let cell = self.cell();
        let at = cell.clock.at(clock::now());
        question(&cell.provider.ask(at))
    }

    /// What lists say of the world; `None` if it is broken, so that one such world spoils no list.
    pub fn glance(&self) -> Option<Glance> {
        let cell = self.cell.lock().ok()?;
        let reading = cell.provider.ask(cell.clock.at(clock::now()));
        Some(Glance {
            at: reading.at(),
            mode: cell.clock.mode(),
            flows: reading.flows_opened(),
            inputs: cell.tape.last_seq(),
            compares_evicted: reading.compares_evicted(),
        })
    }

    /// The world's clock.
    pub fn clock(&self) -> WorldClock {
        self.cell().clock
    }

    /// World time.
    pub fn now(&self) -> Time {
        self.ask(|reading| reading.at())
    }

    /// What happens next by itself: a deadline with its reason, or an attempt to deliver.
    pub fn next_deadline(&self) -> Option<(Time, &'static str)> {
        let cell = self.cell();
        let wake = cell.provider.next_reason().map(|(deadline, reason)| match reason {
            Reason::FlowExpires(_) => (deadline, "flow_expires"),
            Reason::TransferDue(_) => (deadline, "transfer_due"),
            Reason::LetterReviewed(_) => (deadline, "letter_reviewed"),
        });
        let attempt = cell.provider.next_attempt().map(|due| (due, "notice_attempt"));
        wake.into_iter().chain(attempt).min()
    }

    /// When the next timer fires, and why.
    pub fn next_timer(&self) -> Option<(Time, Reason)> {
        self.cell().provider.next_reason()
    }

    /// Attempts to deliver that are due by now.
    pub(crate) fn due_attempts(&self) -> Vec<DueAttempt> {
        let cell = self.cell();
        let at = cell.clock.at(clock::now());
        cell.provider.due_attempts(at)
    }

    /// Those of them that may leave.
    pub(crate) fn free_attempts(&self) -> Vec<DueAttempt> {
        let mut due = self.due_attempts();
        due.retain(|attempt| !self.held.has(attempt.notice));
        due
    }

    /// A reply has left for which this notice waited.
    pub(super) fn let_go(&self, notice: NoticeId) {
        self.held.release(notice);
        self.due.notify_one();
        self.tell();
    }

    /// A receiver that sees every change.
    pub fn changes(&self) -> watch::Receiver<u64> {
        self.changed.subscribe()
    }

    /// Events after the `after`-th.
    pub fn events_after(&self, after: u64) -> Events {
        self.cell().events_after(after)
    }

    /// Adds an exchange to the journal.
    pub fn note(&self, exchange: Exchange) {
        self.journal().add(exchange);
        self.tell();
    }

    /// The journal.
    pub fn journal(&self) -> MutexGuard<'_, Journal> {
        self.journal.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Which of this world's traced replies the next one is. What is drawn for it is seen by callers
    /// only and goes into no value of the world.
    pub fn next_trace(&self) -> u64 {
        self.traces.fetch_add(1, Ordering::Relaxed)
    }

    /// Access tokens.
    pub fn tokens(&self) -> MutexGuard<'_, Tokens> {
        self.tokens.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// The tape as written down, and how many inputs it no longer has.
    pub fn tape(&self) -> (Head, Vec<Record>, u64) {
        let cell = self.cell();
        let head = Head { format: FORMAT_VERSION, rules: RULES_VERSION, founding: self.founding.clone() };
        (head, cell.tape.records().cloned().collect(), cell.tape.folded())
    }

    /// The place of the last input on the tape.
    pub fn last_seq(&self) -> u64 {
        self.cell().tape.last_seq()
    }

    /// A digest of the whole state.
    pub fn digest(&self) -> String {
        self.cell().provider.digest()
    }

    /// Ends the world: late answers to it are dropped.
    pub fn close(&self) {
        self.closed.store(true, Ordering::Release);
        self.due.notify_one();
        self.changed.send_modify(|version| *version += 1);
    }

    /// Waits until the world has ended.
    pub async fn ended(&self) {
        let mut changes = self.changes();
        while !self.is_closed() && changes.changed().await.is_ok() {}
    }

    /// Notes that somebody calls.
    pub fn touch(&self, real_now: Time) {
        self.last_called.fetch_max(real_now.0, Ordering::Relaxed);
    }

    /// Real time of the last call.
    pub fn last_called(&self) -> Time {
        Time(self.last_called.load(Ordering::Relaxed))
    }

    /// Whether the world has ended.
    pub fn is_closed(&self) -> bool {
        self.closed.load(Ordering::Acquire)
    }
}
