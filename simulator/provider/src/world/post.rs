//! Messages that reached a phone or a mail box, and how many codes each was issued.
//!
//! Messages are bounded and forgotten oldest first; counts are not, since a code is drawn under its
//! ordinal at its address and must not come twice.

use imbl::OrdMap;
use serde::{Deserialize, Serialize};

use crate::identity::address::Address;
use crate::identity::mail::MailAddress;
use crate::identity::mobile::Mobile;
use crate::time::Time;

/// How many messages one address holds.
pub const MESSAGES_PER_ADDRESS_MAX: u32 = 50;
/// How many messages a world holds.
pub const MESSAGES_MAX: usize = 20_000;

/// A message as it arrived.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Message {
    /// Which message of this address it is, from 1.
    pub ordinal: u32,
    /// When it arrived.
    pub at: Time,
    /// Where it arrived.
    pub to: Address,
    /// What it says.
    pub text: Box<str>,
    /// Addresses in it that can be opened.
    pub links: Vec<Box<str>>,
}

/// What is remembered of an address for ever.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
struct Counts {
    messages: u32,
    codes: u32,
}

/// All messages of one world.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub struct Post {
    // Two maps instead of one keyed by address: a number is a third of an address, and there is one
    // for each person who ever got a code.
    mobiles: OrdMap<Mobile, Counts>,
    mails: OrdMap<MailAddress, Counts>,
    /// The held messages by their ordinal in the world.
    held: OrdMap<u64, Message>,
    /// For each held message its ordinal in the world.
    places: OrdMap<(Address, u32), u64>,
    arrived: u64,
}

impl Post {
    /// Puts a message in the box of `to`; the oldest ones make room.
    pub fn put(&mut self, to: &Address, at: Time, text: String, links: Vec<String>) {
        let counts = self.counts_mut(to);
        counts.messages = counts.messages.saturating_add(1);
        let ordinal = counts.messages;
        self.arrived += 1;
        let links = links.into_iter().map(String::into_boxed_str).collect();
        self.held.insert(self.arrived, Message { ordinal, at, to: to.clone(), text: text.into(), links });
        self.places.insert((to.clone(), ordinal), self.arrived);
        if let Some(oldest) = ordinal.checked_sub(MESSAGES_PER_ADDRESS_MAX) {
            self.forget(&(to.clone(), oldest));
        }
        if self.held.len() > MESSAGES_MAX {
            let oldest = self.held.get_min().map(|(_, message)| (message.to.clone(), message.ordinal));
            if let Some(place) = oldest {
                self.forget(&place);
            }
        }
    }

    /// The held messages of an address after the one with this ordinal.
    pub fn messages(&self, address: &Address, after: u32) -> impl Iterator<Item = &Message> {
        let first = (address.clone(), after.saturating_add(1));
        let last = (address.clone(), u32::MAX);
        self.places.range(first..=last).filter_map(|(_, place)| self.held.get(place))
    }

    /// All held messages after this ordinal in the world, each with its own.
    #[cfg(test)]
    pub fn all(&self, after: u64) -> impl Iterator<Item = (u64, &Message)> {
        self.held.range(after.saturating_add(1)..).map(|(place, message)| (*place, message))
    }

    /// How many messages of an address have been forgotten.
    pub fn evicted(&self, address: &Address) -> u32 {
        let held = u32::try_from(self.messages(address, 0).count()).unwrap_or(u32::MAX);
        self.counts(address).messages.saturating_sub(held)
    }

    /// How many codes an address has been issued.
    pub fn codes_issued(&self, address: &Address) -> u32 {
        self.counts(address).codes
    }

    /// Counts a code.
    pub fn count_code(&mut self, address: &Address) {
        let counts = self.counts_mut(address);
        counts.codes = counts.codes.saturating_add(1);
    }

    fn counts(&self, address: &Address) -> Counts {
        match address {
            Address::Mobile(mobile) => self.mobiles.get(mobile),
            Address::Mail(mail) => self.mails.get(mail),
        }
        .copied()
        .unwrap_or_default()
    }

    fn counts_mut(&mut self, address: &Address) -> &mut Counts {
        match address {
            Address::Mobile(mobile) => self.mobiles.entry(*mobile).or_default(),
            Address::Mail(mail) => self.mails.entry(mail.clone()).or_default(),
        }
    }

    fn forget(&mut self, place: &(Address, u32)) {
        if let Some(arrived) = self.places.remove(place) {
            self.held.remove(&arrived);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn address(text: &str) -> Address {
        text.parse().expect("an address")
    }

    fn fill(post: &mut Post, to: &Address, count: u32) {
        for number in 0..count {
            post.put(to, Time(number.into()), format!("message {number}"), Vec::new());
        }
    }

    #[test]
    fn messages_of_an_address_are_read_after_a_cursor() {
        let mut post = Post::default();
        let (phone, mail) = (address("13800000001"), address("a@example.com"));
        fill(&mut post, &phone, 3);
        fill(&mut post, &mail, 1);
        let ordinals = |of: &Address, after| post.messages(of, after).map(|m| m.ordinal).collect::<Vec<_>>();
        assert_eq!(ordinals(&phone, 0), [1, 2, 3]);
        assert_eq!(ordinals(&phone, 2), [3]);
        assert_eq!(ordinals(&phone, u32::MAX), [0; 0]);
        assert_eq!(ordinals(&mail, 0), [1]);
        assert_eq!(ordinals(&address("13800000002"), 0), [0; 0]);
    }

    #[test]
    fn an_address_holds_its_newest_fifty_and_counts_the_rest() {
        let mut post = Post::default();
        let phone = address("13800000001");
        fill(&mut post, &phone, 53);
        let ordinals: Vec<u32> = post.messages(&phone, 0).map(|message| message.ordinal).collect();
        assert_eq!((ordinals.len(), ordinals[0], ordinals[49]), (50, 4, 53));
        assert_eq!((post.evicted(&phone), post.arrived - post.held.len() as u64), (3, 3));
    }

    #[test]
    fn a_world_holds_its_newest_twenty_thousand() {
        let mut post = Post::default();
        for number in 0..402_u64 {
            fill(&mut post, &address(&(13_800_000_000 + number).to_string()), 50);
        }
        assert_eq!(post.held.len(), MESSAGES_MAX);
        assert_eq!(post.places.len(), MESSAGES_MAX);
        let evicted = |text| post.evicted(&address(text));
        assert_eq!((evicted("13800000000"), evicted("13800000001"), evicted("13800000002")), (50, 50, 0));
        assert_eq!(post.all(20_098).map(|(place, _)| place).collect::<Vec<_>>(), [20_099, 20_100]);
    }

    #[test]
    fn codes_are_counted_for_ever() {
        let mut post = Post::default();
        let phone = address("13800000001");
        for _ in 0..60 {
            post.count_code(&phone);
            fill(&mut post, &phone, 1);
        }
        assert_eq!(post.codes_issued(&phone), 60);
        assert_eq!(post.codes_issued(&address("a@example.com")), 0);
    }
}
