//! The provider as one value. It changes by one verb, [`Provider::apply`], and nothing else.
//!
//! Before any input every timer that is due fires at its own deadline, in the order of deadlines;
//! so waking earlier, later or never changes nothing.

use imbl::OrdMap;
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use crate::accounts::{Accounts, RealName};
use crate::app_accounts::AppAccounts;
use crate::app_files::AppFiles;
use crate::apps::App;
use crate::compare::counts::Compares;
use crate::draw::WorldKey;
use crate::event::{Event, EventKind};
use crate::flow::context::{Context, Events};
use crate::flow::faces::Faces;
use crate::flow::method::bank_transfer;
use crate::flow::register::Flows;
use crate::flow::{Flow, Progress, letter};
use crate::id::{AppId, AuthFlowId, FlowId, SignTicketId};
use crate::identity::address::Address;
use crate::identity::corporate_account::CorporateAccountNum;
use crate::input::{Call, Clock, Input, Outcome};
use crate::notice::{DueAttempt, Notices};
use crate::organizations::Organizations;
use crate::refusal::Refusal;
use crate::rules::Rules;
use crate::time::Time;
use crate::timers::{Reason, Timers};
use crate::trusted::Trusted;
use crate::world::World;
use crate::world::ledger::TransferId;

/// What a world begins with: a scenario, fully resolved.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Founding {
    /// The world's name, an input to every drawn value.
    pub name: Box<str>,
    /// The seed.
    pub seed: u64,
    /// When it begins.
    pub start: Time,
    /// How its clock goes.
    pub clock: Clock,
    /// The world outside the provider.
    pub world: World,
    /// Limits and switches.
    pub rules: Rules,
    /// Applications.
    pub apps: Vec<App>,
    /// Accounts that are verified from the start.
    pub verified: Vec<(Address, RealName)>,
}

/// One world's provider, with the world around it.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Provider {
    pub(crate) key: WorldKey,
    pub(crate) last: Time,
    pub(crate) clock: Clock,
    pub(crate) rules: Rules,
    pub(crate) apps: OrdMap<AppId, App>,
    pub(crate) world: World,
    pub(crate) accounts: Accounts,
    pub(crate) organizations: Organizations,
    /// What applications keep of their own users; these are no accounts of the provider's.
    pub(crate) app_accounts: AppAccounts,
    pub(crate) app_files: AppFiles,
    pub(crate) trusted: Trusted,
    /// How often what was compared.
    pub(crate) compares: Compares,
    pub(crate) payouts: OrdMap<TransferId, AuthFlowId>,
    pub(crate) payees: OrdMap<CorporateAccountNum, AuthFlowId>,
    pub(crate) signs: OrdMap<SignTicketId, AuthFlowId>,
    pub(crate) flows: Flows,
    /// Flows of the identity service, whose callers name them by number.
    pub(crate) flow_ids: OrdMap<FlowId, AuthFlowId>,
    pub(crate) faces: Faces,
    pub(crate) notices: Notices,
    timers: Timers,
    pub(crate) events: Events,
}

impl Provider {
    /// A world at its beginning.
    pub fn found(founding: Founding) -> Self {
        let Founding { name, seed, start, clock, world, rules, apps, verified } = founding;
        let mut provider = Self {
            key: WorldKey::new(seed, &name),
            last: start,
            clock,
            rules,
            apps: apps.into_iter().map(|app| (app.id.clone(), app)).collect(),
            world,
            accounts: Accounts::default(),
            organizations: Organizations::default(),
            app_accounts: AppAccounts::default(),
            app_files: AppFiles::default(),
            trusted: Trusted::default(),
            compares: Compares::default(),
            payouts: OrdMap::default(),
            payees: OrdMap::default(),
            signs: OrdMap::default(),
            flows: Flows::default(),
            flow_ids: OrdMap::default(),
            faces: Faces::default(),
            notices: Notices::default(),
            timers: Timers::default(),
            events: Events::default(),
        };
        for (address, real_name) in verified {
            let id = provider.context(start).open_account(&address);
            provider.accounts.bind(id, Some(real_name), None);
        }
        provider
    }

    /// Takes one input at `at`, which is not before any earlier input's time (an earlier time counts
    /// as the last one).
    ///
    /// # Errors
    /// A [`Refusal`] tells why the provider says no; the world is then as before, but for what the
    /// refusal itself counted and what had fallen due by `at`.
    pub fn apply(&mut self, at: Time, input: Input) -> Result<Outcome, Refusal> {
        let at = self.wake(at);
        match input {
            Input::Call(Call::Link(link)) => self.link(at, link),
            Input::Call(Call::Step { app, flow, step }) => self.step(at, &app, flow, &step),
            Input::Call(Call::File { app, announced }) => self.announce_file(at, app, announced),
            Input::Call(Call::Account { app, call }) => self.account_call(at, &app, call),
            Input::Call(Call::Compare { app, compare }) => self.compare_call(at, &app, &compare),
            Input::Happen(happening) => self.happen(at, happening),
            Input::Settle { notice, attempt, settled } => {
                let told =
                    self.notices.settle(at, notice, attempt, settled, &self.rules).map(|notice| notice.flow);
                if let Some(flow) = told {
                    self.events.tell(at, flow, EventKind::NoticeSettled(notice, attempt, settled));
                }
                Ok(Outcome::Done)
            }
            Input::Clock(clock) => {
                self.clock = clock;
                self.events.tell(at, None, EventKind::ClockChanged);
                Ok(Outcome::Done)
            }
            Input::Facts(person) => {
                let id = person.id.clone();
                self.world
                    .put_person(*person)
                    .map_err(|error| Refusal::FactRefused { reason: error.to_string() })?;
                self.events.tell(at, None, EventKind::PersonChanged(id));
                Ok(Outcome::Done)
            }
            Input::OrganizationFacts(organization) => {
                let id = organization.id.clone();
                self.world
                    .put_organization(*organization)
                    .map_err(|error| Refusal::FactRefused { reason: error.to_string() })?;
                self.events.tell(at, None, EventKind::OrganizationChanged(id));
                Ok(Outcome::Done)
            }
            Input::Rules(rules) => {
                self.rules = *rules;
                self.events.tell(at, None, EventKind::RulesChanged);
                Ok(Outcome::Done)
            }
        }
    }

    /// Brings the world to `at`: fires what is due, each at its own deadline. Gives the time reached,
    /// which is never before the last one.
    pub fn wake(&mut self, at: Time) -> Time {
        let at = at.max(self.last);
        while let Some((deadline, reason)) = self.timers.pop_due(at) {
            let deadline = deadline.max(self.last);
            self.last = deadline;
            match reason {
                Reason::FlowExpires(id) => self.with_flow(deadline, id, |flow, context| {
                    flow.expire(context);
                    Ok(())
                }),
                Reason::TransferDue(id) => self.settle_transfer(deadline, id),
                Reason::LetterReviewed(id) => self.with_flow(deadline, id, |flow, context| {
                    let verdict = context.world.reviewers().verdict.clone();
                    letter::decide(flow, context, verdict)
                }),
            }
            // A timer of a flow that is gone has nothing to do.
            .unwrap_or_default();
        }
        self.last = at;
        at
    }

    /// The earliest time at which something happens by itself.
    pub fn next_wake(&self) -> Option<Time> {
        self.timers.next().map(|(deadline, _)| deadline)
    }

    /// What happens at [`Provider::next_wake`].
    pub fn next_reason(&self) -> Option<(Time, Reason)> {
        self.timers.next()
    }

    /// The attempts to deliver that are due by `at`, in order.
    pub fn due_attempts(&self, at: Time) -> Vec<DueAttempt> {
        self.notices.due(at)
    }

    /// When the next attempt to deliver is due.
    pub fn next_attempt(&self) -> Option<Time> {
        self.notices.next_due()
    }

    /// The events told since they were last taken.
    pub fn take_events(&mut self) -> Vec<Event> {
        self.events.take()
    }

    /// How many events were ever told.
    pub fn events_told(&self) -> u64 {
        self.events.told()
    }

    /// The whole state, to be kept: its checksum, then the state.
    pub fn snapshot(&self) -> Vec<u8> {
        let state = self.packed();
        [Sha256::digest(&state).as_slice(), &state].concat()
    }

    /// The state back from [`Provider::snapshot`]; `None` if the bytes are none, are damaged or go on.
    pub fn restore(snapshot: &[u8]) -> Option<Self> {
        let (checksum, state) = snapshot.split_at_checked(<Sha256 as Digest>::output_size())?;
        // Compared first: whoever unpacks a map takes memory for as many entries as the bytes promise,
        // and a damaged length would end the process.
        if Sha256::digest(state).as_slice() != checksum {
            return None;
        }
        postcard::from_bytes(state).ok()
    }

    /// A digest of the whole state: equal worlds have equal digests.
    pub fn digest(&self) -> String {
        hex::encode(Sha256::digest(self.packed()))
    }

    fn packed(&self) -> Vec<u8> {
        postcard::to_allocvec(self).expect("the state has no part that postcard cannot write")
    }

    pub(crate) fn context(&mut self, at: Time) -> Context<'_> {
        Context {
            at,
            key: &self.key,
            rules: &self.rules,
            apps: &self.apps,
            world: &mut self.world,
            accounts: &mut self.accounts,
            organizations: &mut self.organizations,
            app_accounts: &mut self.app_accounts,
            app_files: &self.app_files,
            trusted: &mut self.trusted,
            payouts: &mut self.payouts,
            payees: &mut self.payees,
            signs: &mut self.signs,
            notices: &mut self.notices,
            timers: &mut self.timers,
            faces: &mut self.faces,
            events: &mut self.events,
        }
    }

    /// The bank has done with a payout. The books are settled whether or not its flow still goes on.
    fn settle_transfer(&mut self, at: Time, id: TransferId) -> Result<(), Refusal> {
        let Some(how) = self.world.settle_transfer(at, id).map(|transfer| transfer.state.clone()) else {
            return Ok(());
        };
        let flow = self.payouts.remove(&id).ok_or(Refusal::FlowUnknown)?;
        self.with_flow(at, flow, |flow, context| {
            bank_transfer::settled(flow, context, id, &how);
            Ok(())
        })
    }

    /// Runs a transition on a live flow.
    pub(crate) fn with_flow<T>(
        &mut self,
        at: Time,
        id: AuthFlowId,
        transition: impl FnOnce(&mut Flow, &mut Context<'_>) -> Result<T, Refusal>,
    ) -> Result<T, Refusal> {
        let Some(mut flow) = self.flows.take_live(id) else {
            let flow = self.flows.get(id).ok_or(Refusal::FlowUnknown)?;
            return Err(match flow.progress {
                Progress::Expired { .. } => Refusal::FlowExpired,
                _ => Refusal::FlowEnded,
            });
        };
        let result = transition(&mut flow, &mut self.context(at));
        self.flows.put(flow);
        result
    }
}
