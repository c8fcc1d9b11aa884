//! What every transition of a flow may touch, handed in as its first argument.

use imbl::OrdMap;

use crate::accounts::Accounts;
use crate::app_accounts::AppAccounts;
use crate::app_files::AppFiles;
use crate::apps::App;
use crate::claim::Identity;
use crate::draw::WorldKey;
use crate::event::{Event, EventKind};
use crate::flow::faces::Faces;
use crate::id::{AppId, AuthFlowId, OrgId, PsnId, SignTicketId};
use crate::identity::address::Address;
use crate::identity::corporate_account::CorporateAccountNum;
use crate::identity::mobile::Mobile;
use crate::identity::organization_name::OrgName;
use crate::notice::{Action, Notices, Receiver};
use crate::organizations::Organizations;
use crate::rules::Rules;
use crate::time::Time;
use crate::timers::Timers;
use crate::trusted::Trusted;
use crate::world::World;
use crate::world::ledger::TransferId;

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
    /// Organizations' accounts.
    pub organizations: &'a mut Organizations,
    /// What applications keep of their own users.
    pub app_accounts: &'a mut AppAccounts,
    /// What they have uploaded.
    pub app_files: &'a AppFiles,
    /// What applications have had verified by three factors.
    pub trusted: &'a mut Trusted,
    /// Which flow a payout belongs to.
    pub payouts: &'a mut OrdMap<TransferId, AuthFlowId>,
    /// Which flow a sub-account belongs to.
    pub payees: &'a mut OrdMap<CorporateAccountNum, AuthFlowId>,
    /// Which flow a link for signing belongs to.
    pub signs: &'a mut OrdMap<SignTicketId, AuthFlowId>,
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
    /// Puts a notice in the queue; gives the line that tells of it, and none where notices are lost.
    pub fn queue(
        &mut self,
        flow: Option<AuthFlowId>,
        app: &AppId,
        receiver: Receiver,
        action: &Action,
    ) -> Option<EventKind> {
        self.rules.notices_sent.then(|| {
            let id = self.notices.queue(self.at, flow, app.clone(), receiver, action.clone());
            EventKind::NoticeQueued(id, action.kind())
        })
    }

    /// An application has had these three factors verified.
    pub fn remember_trusted(&mut self, app: &AppId, identity: &Identity, mobile: Mobile) {
        self.trusted.remember(self.at, self.key, app, identity, mobile);
    }

    /// Opens an account for an address that has none.
    pub fn open_account(&mut self, address: &Address) -> PsnId {
        self.accounts.open(self.key, address)
    }

    /// Opens an organization's account under a name that none goes by. A name that was given up may be
    /// used again by another organization, so ids of one name are told apart by their generation.
    pub fn open_organization(&mut self, name: &OrgName) -> OrgId {
        let mut generation = 0;
        let id = loop {
            let id = OrgId(self.key.id("org", name.as_str().as_bytes(), generation));
            match self.organizations.get(id) {
                None => break id,
                Some(_) => generation += 1,
            }
        };
        self.organizations.open(id, name);
        id
    }
}
