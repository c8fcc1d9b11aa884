//! The provider as one value. It changes by one verb, [`Provider::apply`], and nothing else.
//!
//! Before any input every timer that is due fires at its own deadline, in the order of deadlines;
//! so waking earlier, later or never changes nothing.

use std::sync::Arc;

use imbl::OrdMap;
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use crate::accounts::{Accounts, RealName};
use crate::apps::App;
use crate::claim::PersonClaim;
use crate::draw::WorldKey;
use crate::event::{Event, EventKind};
use crate::flow::context::{Context, Events};
use crate::flow::faces::Faces;
use crate::flow::link::{PersonLink, Whose};
use crate::flow::method::{bankcard4, face, mobile3};
use crate::flow::register::Flows;
use crate::flow::{Flow, verification};
use crate::id::{AppId, AuthFlowId, FaceTicketId, PsnId};
use crate::identity::address::Address;
use crate::input::{Act, Call, Clock, Happening, Input, Outcome};
use crate::notice::{DueAttempt, Notices};
use crate::refusal::Refusal;
use crate::rules::Rules;
use crate::time::Time;
use crate::timers::{Reason, Timers};
use crate::world::World;

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
    pub(crate) flows: Flows,
    pub(crate) faces: Faces,
    pub(crate) notices: Notices,
    timers: Timers,
    events: Events,
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
            flows: Flows::default(),
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
            Input::Call(Call::PersonLink(link)) => self.person_link(at, link),
            Input::Happen(happening) => self.happen(at, happening),
            Input::Settle { notice, attempt, settled } => {
                let told =
                    self.notices.settle(at, notice, attempt, settled, &self.rules).map(|notice| notice.flow);
                if let Some(flow) = told {
                    self.events.tell(at, Some(flow), EventKind::NoticeSettled(notice, attempt, settled));
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

    fn context(&mut self, at: Time) -> Context<'_> {
        Context {
            at,
            key: &self.key,
            rules: &self.rules,
            apps: &self.apps,
            world: &mut self.world,
            accounts: &mut self.accounts,
            notices: &mut self.notices,
            timers: &mut self.timers,
            faces: &mut self.faces,
            events: &mut self.events,
        }
    }

    /// Runs a transition on a live flow.
    fn with_flow<T>(
        &mut self,
        at: Time,
        id: AuthFlowId,
        transition: impl FnOnce(&mut Flow, &mut Context<'_>) -> Result<T, Refusal>,
    ) -> Result<T, Refusal> {
        let Some(mut flow) = self.flows.take_live(id) else {
            let flow = self.flows.get(id).ok_or(Refusal::FlowUnknown)?;
            return Err(match flow.progress {
                crate::flow::Progress::Expired { .. } => Refusal::FlowExpired,
                _ => Refusal::FlowEnded,
            });
        };
        let result = transition(&mut flow, &mut self.context(at));
        self.flows.put(flow);
        result
    }

    fn with_face<T>(
        &mut self,
        at: Time,
        ticket: FaceTicketId,
        transition: impl FnOnce(&mut Flow, &mut Context<'_>) -> Result<T, Refusal>,
    ) -> Result<T, Refusal> {
        let flow = self.faces.flow_of(ticket).ok_or(Refusal::FaceUnknown)?;
        self.with_flow(at, flow, |flow, context| {
            // A phone comes late too: who was verified meanwhile is not verified again.
            flow.skip_verification_of_the_verified(context);
            transition(flow, context)
        })
    }

    fn person_link(&mut self, at: Time, link: Arc<PersonLink>) -> Result<Outcome, Refusal> {
        if !self.apps.contains_key(&link.app) {
            return Err(Refusal::AppUnknown);
        }
        let account = match &link.whose {
            None => None,
            Some(Whose::Id(id)) => match self.accounts.get(*id) {
                Some(account) => Some(account.id),
                None => return Err(Refusal::AccountUnknown { who: id.to_string() }),
            },
            Some(Whose::Address(address)) => self.accounts.by_address(&self.key, address),
        };
        if let Some(id) = account {
            self.check_verified(&link, id)?;
        }
        let content = postcard::to_allocvec(&*link).expect("a link has no part that postcard cannot write");
        let mut generation = 0;
        let id = loop {
            let id = AuthFlowId(self.key.id("flow", &content, generation));
            match self.flows.is_live(id) {
                None => break id,
                Some(true) if self.rules.same_flow_found_again => {
                    return self.with_flow(at, id, |flow, context| {
                        flow.tell(context, EventKind::LinkFoundAgain);
                        Ok(Outcome::Flow(id))
                    });
                }
                Some(_) => generation += 1,
            }
        };
        let mut context = self.context(at);
        let account = match (&link.whose, account) {
            (Some(Whose::Address(address)), None) => Some(context.open_account(address)),
            _ => account,
        };
        let flow = Flow::open(&mut context, id, link, account);
        self.flows.put(flow);
        self.flows.list(id);
        Ok(Outcome::Flow(id))
    }

    fn check_verified(&self, link: &PersonLink, id: PsnId) -> Result<(), Refusal> {
        let Some(real_name) = self.accounts.get(id).and_then(|account| account.real_name) else {
            return Ok(());
        };
        if link.scopes.is_empty() {
            return Err(Refusal::PersonVerified);
        }
        if link.identity_must_agree {
            let known = PersonClaim {
                name: Some(real_name.name.clone()),
                document_type: Some(real_name.document.kind()),
                document: Some(real_name.document.clone()),
                mobile: real_name.mobile,
                bank_card: real_name.bank_card,
            };
            let fields = link.claim.differences(&known);
            if !fields.is_empty() {
                return Err(Refusal::IdentityDiffers { fields });
            }
        }
        Ok(())
    }

    fn happen(&mut self, at: Time, happening: Happening) -> Result<Outcome, Refusal> {
        match happening {
            Happening::LinkOpened(id) => self.with_flow(at, id, |flow, context| {
                flow.open_link(context);
                flow.skip_verification_of_the_verified(context);
                Ok(Outcome::Done)
            }),
            Happening::LoginCodeAsked { flow, address } => self.with_flow(at, flow, |flow, context| {
                flow.ask_login_code(context, &address)?;
                Ok(Outcome::Done)
            }),
            Happening::LoggedIn { flow, address, code, consent } => {
                self.with_flow(at, flow, |flow, context| {
                    flow.login(context, &address, &code, consent).map(Outcome::Seat)
                })
            }
            Happening::Acted { flow, seat, act } => self.with_flow(at, flow, |flow, context| {
                if !(1..=flow.seats).contains(&seat) {
                    return Err(Refusal::NotLoggedIn);
                }
                perform(flow, context, act)
            }),
            Happening::FaceScanned { ticket, alipay } => self.with_face(at, ticket, |flow, context| {
                face::scan(flow, context, ticket, alipay)?;
                Ok(Outcome::Done)
            }),
            Happening::FaceStarted { ticket, consent } => self.with_face(at, ticket, |flow, context| {
                face::start(flow, context, ticket, consent)?;
                Ok(Outcome::Done)
            }),
            Happening::FaceActed { ticket, action } => self.with_face(at, ticket, |flow, context| {
                face::act(flow, context, ticket, action).map(Outcome::FaceEnded)
            }),
            Happening::FaceDecided { ticket, outcome } => self.with_face(at, ticket, |flow, context| {
                face::end(flow, context, ticket, outcome).map(Outcome::FaceEnded)
            }),
            Happening::NoticeResent(id) => {
                self.notices.resend(at, id).ok_or(Refusal::NoticeUnknown)?;
                Ok(Outcome::Done)
            }
        }
    }
}

/// What a logged-in browser does on a flow's page.
fn perform(flow: &mut Flow, context: &mut Context<'_>, act: Act) -> Result<Outcome, Refusal> {
    flow.skip_verification_of_the_verified(context);
    let consented = |consent: bool| if consent { Ok(()) } else { Err(Refusal::ConsentMissing) };
    match act {
        Act::ChooseMethod(method) => verification::choose(flow, context, method)?,
        Act::ChangeMethod => verification::leave(flow, context)?,
        Act::SubmitMobile3 { identity, mobile, consent } => {
            consented(consent)?;
            mobile3::submit(flow, context, identity, mobile)?;
        }
        Act::SubmitBankcard4 { identity, bank_card, mobile, consent } => {
            consented(consent)?;
            bankcard4::submit(flow, context, identity, bank_card, mobile)?;
        }
        Act::SubmitFace { identity, vendor, straight, consent } => {
            consented(consent)?;
            return face::submit(flow, context, identity, vendor, straight).map(Outcome::Face);
        }
        Act::RefreshFace => return face::refresh(flow, context).map(Outcome::Face),
        Act::ShowWillingness { straight } => {
            return face::prove_willingness(flow, context, straight).map(Outcome::Face);
        }
        Act::AskCode => verification::ask_code(flow, context)?,
        Act::EnterCode(entry) => verification::enter_code(flow, context, &entry)?,
    }
    Ok(Outcome::Done)
}
