//! A tape in memory: a base and the inputs since. Beyond a bound older inputs are folded into the
//! base, which costs nothing to take since a provider's clone shares its structure.

use std::collections::VecDeque;

use realname_provider::input::Input;
use realname_provider::provider::Provider;
use realname_provider::time::Time;

use crate::tape::format::{Divergence, RULES_VERSION, Record, replay_onto};

/// How many inputs are kept at least, once there were so many.
pub const TAPE_INPUTS_KEPT: usize = 4_096;

/// The tape of one world.
#[derive(Debug, Clone)]
pub struct Tape {
    base: Provider,
    /// A later base, taken when the tail reached half its bound.
    next_base: Option<(u64, Provider)>,
    tail: VecDeque<Record>,
    last_seq: u64,
    folded: u64,
}

impl Tape {
    /// An empty tape of a world that stands at its beginning.
    pub fn new(base: Provider) -> Self {
        Self { base, next_base: None, tail: VecDeque::new(), last_seq: 0, folded: 0 }
    }

    /// Adds an input with its effect. `provider` is the world after it.
    pub fn append(&mut self, at: Time, input: Input, effect: u64, provider: &Provider) {
        self.last_seq += 1;
        self.tail.push_back(Record { seq: self.last_seq, at, input, effect });
        if self.next_base.is_none() && self.tail.len() >= TAPE_INPUTS_KEPT {
            self.next_base = Some((self.last_seq, provider.clone()));
        }
        if self.tail.len() >= 2 * TAPE_INPUTS_KEPT
            && let Some((seq, base)) = self.next_base.take()
        {
            self.base = base;
            self.tail.retain(|record| record.seq > seq);
            self.folded = seq;
            self.next_base = Some((self.last_seq, provider.clone()));
        }
    }

    /// The place of the last input.
    pub fn last_seq(&self) -> u64 {
        self.last_seq
    }

    /// How many inputs were folded into the base.
    pub fn folded(&self) -> u64 {
        self.folded
    }

    /// The kept inputs.
    pub fn records(&self) -> impl Iterator<Item = &Record> {
        self.tail.iter()
    }

    /// The world as it stood after input `seq`; `None` if that input is no longer kept or not yet there.
    ///
    /// # Errors
    /// [`Divergence`] if doing the inputs again came out differently, which would be a mistake of ours.
    pub fn at(&self, seq: u64) -> Result<Option<Provider>, Divergence> {
        if seq < self.folded || seq > self.last_seq {
            return Ok(None);
        }
        self.provider_at(seq).map(Some)
    }

    /// A tape that shares this one's past up to input `seq`, and the world as it stood then; `None` as
    /// for [`Tape::at`].
    ///
    /// # Errors
    /// As for [`Tape::at`].
    pub fn branch(&self, seq: u64) -> Result<Option<(Self, Provider)>, Divergence> {
        let Some(provider) = self.at(seq)? else { return Ok(None) };
        let tape = Self {
            base: self.base.clone(),
            next_base: self.next_base.clone().filter(|(at, _)| *at <= seq),
            tail: self.tail.iter().take_while(|record| record.seq <= seq).cloned().collect(),
            last_seq: seq,
            folded: self.folded,
        };
        Ok(Some((tape, provider)))
    }

    fn provider_at(&self, seq: u64) -> Result<Provider, Divergence> {
        let mut provider = self.base.clone();
        let records = self.tail.iter().take_while(|record| record.seq <= seq);
        replay_onto(&mut provider, RULES_VERSION, records)?;
        Ok(provider)
    }
}
