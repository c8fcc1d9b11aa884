//! What lies behind a world's lock: the provider, its clock, its tape, and the events that it told last.

use std::collections::VecDeque;

use realname_provider::event::{Event, EventKind};
use realname_provider::id::NoticeId;
use realname_provider::input::{Input, Outcome};
use realname_provider::provider::Provider;
use realname_provider::refusal::Refusal;
use realname_provider::time::Time;

use crate::clock::WorldClock;
use crate::tape::format::effect_of;
use crate::tape::memory::Tape;

/// How many events a world remembers; older ones are forgotten and counted.
pub const EVENTS_MAX: usize = 10_000;

/// A world but for its name.
pub(super) struct Cell {
    pub(super) provider: Provider,
    pub(super) clock: WorldClock,
    pub(super) tape: Tape,
    events: VecDeque<Event>,
    events_evicted: u64,
}

/// A world's past, shared by whatever goes on from there.
#[derive(Debug, Clone)]
pub struct Branch {
    pub(super) provider: Provider,
    tape: Tape,
    events: VecDeque<Event>,
    events_evicted: u64,
}

/// Some of a world's events.
#[derive(Debug)]
pub struct Events {
    /// The events that were asked for.
    pub events: Vec<Event>,
    /// How many were ever told: the place of the last.
    pub told: u64,
    /// How many have been forgotten.
    pub evicted: u64,
}

impl Cell {
    /// A world that goes on from where `provider` stands.
    pub(super) fn new(provider: Provider, clock: WorldClock) -> Self {
        let tape = Tape::new(provider.clone());
        Self { provider, clock, tape, events: VecDeque::new(), events_evicted: 0 }
    }

    /// The past up to the `seq`-th input, if it is kept and there yet.
    pub(super) fn branch(&self, seq: u64) -> Option<Branch> {
        let (tape, provider) = self.tape.branch(seq).ok().flatten()?;
        let told = provider.events_told();
        let events = self.events.iter().take_while(|event| event.seq <= told).cloned().collect();
        Some(Branch { provider, tape, events, events_evicted: self.events_evicted.min(told) })
    }

    /// Takes another's past for its own. The provider must stand there already.
    pub(super) fn take_up(&mut self, branch: &Branch) {
        self.tape = branch.tape.clone();
        self.events = branch.events.clone();
        self.events_evicted = branch.events_evicted;
    }

    /// Events after the `after`-th.
    pub(super) fn events_after(&self, after: u64) -> Events {
        let skip = self.events.partition_point(|event| event.seq <= after);
        Events {
            events: self.events.range(skip..).cloned().collect(),
            told: self.provider.events_told(),
            evicted: self.events_evicted,
        }
    }

    /// The notices that were queued after the `told`-th event.
    pub(super) fn notices_queued_after(&self, told: u64) -> impl Iterator<Item = NoticeId> {
        let new = self.events.iter().rev().take_while(move |event| event.seq > told);
        new.filter_map(|event| if let EventKind::NoticeQueued(id, _) = event.kind { Some(id) } else { None })
    }

    /// Gives an input to the provider and writes it down.
    pub(super) fn apply(&mut self, at: Time, input: Input) -> Result<Outcome, Refusal> {
        let at = self.provider.wake(at);
        let fired = self.provider.take_events();
        self.remember(fired);
        let result = self.provider.apply(at, input.clone());
        let events = self.provider.take_events();
        let effect = effect_of(&result, &events);
        self.tape.append(at, input, effect, &self.provider);
        self.remember(events);
        result
    }

    /// Fires what is due by `at`.
    pub(super) fn wake(&mut self, at: Time) {
        self.provider.wake(at);
        let fired = self.provider.take_events();
        self.remember(fired);
    }

    fn remember(&mut self, events: Vec<Event>) {
        self.events.extend(events);
        while self.events.len() > EVENTS_MAX {
            self.events.pop_front();
            self.events_evicted += 1;
        }
    }
}
