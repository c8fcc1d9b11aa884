//! The written form of a tape: JSON lines, a head and then one record an input.
//!
//! A record tells everything needed to do it again: when, what, and a digest of what came of it, by
//! which a replay knows at once where it leaves the recorded run.

use std::hash::{Hash, Hasher};

use realname_provider::event::Event;
use realname_provider::input::{Input, Outcome};
use realname_provider::provider::{Founding, Provider};
use realname_provider::refusal::Refusal;
use realname_provider::time::Time;
use serde::{Deserialize, Serialize};
use siphasher::sip::SipHasher13;

/// Version of this form.
pub const FORMAT_VERSION: u32 = 6;
/// Version of the provider's rules: raised whenever the same input may come out differently.
pub const RULES_VERSION: u32 = 7;

/// What a tape begins with.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Head {
    /// Version of the form.
    pub format: u32,
    /// Version of the provider's rules.
    pub rules: u32,
    /// The fully resolved scenario with name, seed and start.
    pub founding: Founding,
}

/// One input.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Record {
    /// Its place, from 1.
    pub seq: u64,
    /// World time.
    pub at: Time,
    /// What came in.
    pub input: Input,
    /// A digest of what came of it.
    pub effect: u64,
}

/// The digest of what came of an input.
pub fn effect_of(result: &Result<Outcome, Refusal>, events: &[Event]) -> u64 {
    // SipHash with fixed keys: the same on every machine and with every compiler.
    let mut hasher = SipHasher13::new();
    result.hash(&mut hasher);
    events.hash(&mut hasher);
    hasher.finish()
}

/// A replay that did not go as recorded.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error(
    "input {seq} came out differently: recorded {recorded:016x}, now {now:016x} (rules version {rules} then, {RULES_VERSION} now)"
)]
pub struct Divergence {
    /// Which input.
    pub seq: u64,
    /// The recorded effect.
    pub recorded: u64,
    /// The effect now.
    pub now: u64,
    /// The rules version of the tape.
    pub rules: u32,
}

/// Does everything again from the beginning. Posts nothing.
///
/// # Errors
/// Stops at the first input that comes out differently.
pub fn replay<'a>(head: &Head, records: impl Iterator<Item = &'a Record>) -> Result<Provider, Divergence> {
    let mut provider = Provider::found(head.founding.clone());
    replay_onto(&mut provider, head.rules, records)?;
    Ok(provider)
}

/// Does recorded inputs again on a provider that stands where they began.
///
/// # Errors
/// Stops at the first input that comes out differently.
pub fn replay_onto<'a>(
    provider: &mut Provider,
    rules: u32,
    records: impl Iterator<Item = &'a Record>,
) -> Result<(), Divergence> {
    for record in records {
        // What falls due by itself is not the input's doing, however late somebody woke the world.
        provider.wake(record.at);
        provider.take_events();
        let result = provider.apply(record.at, record.input.clone());
        let now = effect_of(&result, &provider.take_events());
        if now != record.effect {
            return Err(Divergence { seq: record.seq, recorded: record.effect, now, rules });
        }
    }
    Ok(())
}
