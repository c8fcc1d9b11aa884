//! What every transition of a flow may touch, handed in as its first argument.

use imbl::OrdMap;

use crate::accounts::Accounts;
use crate::apps::App;
use crate::draw::WorldKey;
use crate::event::{Event, EventKind};
use crate::flow::faces::Faces;
use crate::id::{AppId, AuthFlowId, PsnId};
use crate::identity::address::Address;
use crate::notice::Notices;
use crate::rules::Rules;
use crate::time::Time;
use crate::timers::Timers;
use crate::world::World;

/// The provider around one flow.
pub struct Context<'a> {
    /// Now, in world time.
    pub at: Time,
    /// What values are drawn under.
    pub key: &'a WorldKey,
    /// Limits and switches.
    pub rules: &'a Rules,
    /// Applications.
    pub apps: &'a OrdMap<AppId, App>,
    /// People, phones, banks outside the provider.
    pub world: &'a mut World,
    /// Accounts.
    pub accounts: &'a mut Accounts,
    /// Notices under way.
    pub notices: &'a mut Notices,
    /// Deadlines.
    pub timers: &'a mut Timers,
    /// Which flow a face check belongs to.
    pub faces: &'a mut Faces,
    /// What has happened since somebody last looked.
    pub events: &'a mut Events,
}

/// Events on their way out: the engine takes them after each input.
#[derive(Debug, Clone, Default, serde::Serialize, serde::Deserialize)]
pub struct Events {
    last_seq: u64,
    fresh: Vec<Event>,
}

impl Events {
    /// Tells an event.
    pub fn tell(&mut self, at: Time, flow: Option<AuthFlowId>, kind: EventKind) {
        self.last_seq += 1;
        self.fresh.push(Event { seq: self.last_seq, at, flow, kind });
    }

    /// How many events were ever told.
    pub fn told(&self) -> u64 {
        self.last_seq
    }

    /// Takes what has been told since the last time.
    pub fn take(&mut self) -> Vec<Event> {
        std::mem::take(&mut self.fresh)
    }
}

impl Context<'_> {
    /// Opens an account for an address that has none.
    pub fn open_account(&mut self, address: &Address) -> PsnId {
        self.accounts.open(self.key, address)
    }
}
