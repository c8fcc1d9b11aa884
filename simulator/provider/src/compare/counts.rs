//! How often the same data was compared, and how often it may be (identity_service/glz1it, cgs6ee).
//!
//! What that needs is kept of the 10,000 contents that were compared last. One that is compared after it has made
//! room begins anew, but never with an id that it has had.

use imbl::OrdMap;
use serde::{Deserialize, Serialize};

use crate::id::IdBytes;
use crate::rules::Rules;
use crate::time::{Span, Time};

/// Of how many contents a world keeps how often they were compared.
const CONTENTS_MAX: usize = 10_000;
/// By how many groups it remembers which ordinals of forgotten contents were used.
const GROUPS: u128 = 4_096;

/// How often contents were compared. An application's is another content than the next one's.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub(crate) struct Compares {
    contents: OrdMap<IdBytes, Kept>,
    /// Contents by when they were compared last.
    order: OrdMap<u64, IdBytes>,
    /// How many compares there have been: it orders contents and is part of no value.
    made: u64,
    /// The first ordinal that no forgotten content of a group has used.
    used: OrdMap<u16, u64>,
    evicted: u64,
}

/// What is kept of a content.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
struct Kept {
    /// Its place in the order.
    place: u64,
    /// The next compare's ordinal.
    next: u64,
    /// The ordinal of the newest, if all agreed.
    passed: Option<u64>,
    /// When it was compared, as far as that counts towards a limit, from the oldest.
    times: Vec<Time>,
}

/// So many within a window block for a while.
struct Limit {
    max: u32,
    window: Span,
    block: Span,
}

fn limits(rules: &Rules) -> [Limit; 3] {
    let limit = |max, window, block| Limit { max, window, block };
    [
        limit(rules.compare_minute_max, Span::minutes(1), rules.compare_minute_block),
        limit(rules.compare_ten_minutes_max, Span::minutes(10), rules.compare_ten_minutes_block),
        limit(rules.compare_day_max, Span::days(1), rules.compare_day_block),
    ]
}

impl Limit {
    /// Whether the newest of these times has begun a block that lasts until after `at`. An older one's is over,
    /// since the newest was answered. Unknown: whether a call that is blocked counts, or makes the block longer;
    /// here it does neither. After a day's block one more compare begins the next, until the day is over.
    fn blocks(&self, times: &[Time], at: Time) -> bool {
        let first = usize::try_from(self.max).ok().and_then(|max| times.len().checked_sub(max));
        match (first.and_then(|first| times.get(first)), times.last()) {
            (Some(first), Some(newest)) => *newest - *first < self.window && at - *newest < self.block,
            _ => false,
        }
    }
}

impl Compares {
    /// Whether a content has been compared so often that it may not be now.
    pub(super) fn is_blocked(&self, content: IdBytes, at: Time, rules: &Rules) -> bool {
        let Some(kept) = self.contents.get(&content) else { return false };
        limits(rules).iter().any(|limit| limit.blocks(&kept.times, at))
    }

    /// The newest compare of a content, if all agreed.
    pub(super) fn passed(&self, content: IdBytes) -> Option<u64> {
        self.contents.get(&content)?.passed
    }

    /// Takes note of a compare, and gives its ordinal among those of its content.
    pub(super) fn note(
        &mut self,
        content: IdBytes,
        is_match: bool,
        counted: Option<Time>,
        rules: &Rules,
    ) -> u64 {
        let used = || self.used.get(&group(content)).copied().unwrap_or_default();
        let mut kept =
            self.contents.get(&content).cloned().unwrap_or_else(|| Kept { next: used(), ..Kept::default() });
        self.order.remove(&kept.place);
        self.made += 1;
        kept.place = self.made;
        let ordinal = kept.next;
        kept.next += 1;
        kept.passed = is_match.then_some(ordinal);
        if let Some(at) = counted {
            kept.times.push(at);
            let limits = limits(rules);
            let longest = limits.iter().map(|limit| limit.window).max().unwrap_or_default();
            kept.times.retain(|time| at - *time < longest);
            let most = limits.iter().map(|limit| limit.max).max().unwrap_or_default();
            let needed = usize::try_from(most).unwrap_or(usize::MAX);
            kept.times.drain(..kept.times.len().saturating_sub(needed));
        }
        self.order.insert(kept.place, content);
        self.contents.insert(content, kept);
        self.make_room();
        ordinal
    }

    /// Makes room. An id is never told twice, so of what goes the used ordinals stay, together with those of other
    /// contents.
    fn make_room(&mut self) {
        while self.contents.len() > CONTENTS_MAX
            && let Some((place, content)) = self.order.get_min().copied()
        {
            self.order.remove(&place);
            if let Some(kept) = self.contents.remove(&content) {
                let used = self.used.entry(group(content)).or_default();
                *used = kept.next.max(*used);
            }
            self.evicted += 1;
        }
    }

    /// How many contents have made room.
    pub(crate) fn evicted(&self) -> u64 {
        self.evicted
    }
}

fn group(content: IdBytes) -> u16 {
    u16::try_from(u128::from(content) % GROUPS).unwrap_or_default()
}
