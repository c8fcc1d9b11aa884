//! Calls for a link: whose it is, whether it may be asked for, and whether its flow is there already.

use std::sync::Arc;

use crate::claim::{Identity, PersonClaim};
use crate::draw::{WorldKey, first_free};
use crate::event::EventKind;
use crate::flow::identity_service::{self, Purpose, ServiceStep, Start, account};
use crate::flow::link::{Link, OrganizationWanted, WhichOrganization, Whose};
use crate::flow::organization::{self, Compared};
use crate::flow::verification::Proof;
use crate::flow::{Flow, Progress};
use crate::id::{AppId, AuthFlowId, FlowId, OrgId, PsnId};
use crate::input::Outcome;
use crate::outages;
use crate::provider::Provider;
use crate::refusal::Refusal;
use crate::time::Time;

/// What a verification by calls begins with.
enum Begun {
    Pages,
    Person(Proof),
    Organization(Compared, bool),
}

impl Provider {
    /// Opens a flow for a link, or finds the unfinished one of the same inputs again.
    pub(crate) fn link(&mut self, at: Time, mut link: Arc<Link>) -> Result<Outcome, Refusal> {
        if !self.apps.contains_key(&link.app) {
            return Err(Refusal::AppUnknown);
        }
        if let Some(service) = &link.identity_service {
            let (start, of_account) = (service.start, service.account.is_some());
            outages::service(&self.rules)?;
            if of_account {
                outages::account_lookup(&self.rules)?;
                account::lay_over(Arc::make_mut(&mut link), &self.app_accounts)?;
            }
            return self.start(at, link, start);
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
        let organization = match &link.organization {
            Some(wanted) => self.check_organization(wanted, !link.scopes.is_empty())?,
            None => None,
        };
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
        let organization = match link.organization.as_deref() {
            Some(OrganizationWanted { which: Some(WhichOrganization::Name(name)), .. })
                if organization.is_none() =>
            {
                Some(context.open_organization(name))
            }
            _ => organization,
        };
        let flow = Flow::open(&mut context, id, link, account, organization);
        self.flows.put(flow);
        self.flows.list(id);
        Ok(Outcome::Flow(id))
    }

    /// Begins a verification by calls. Equal calls begin one each.
    fn start(&mut self, at: Time, mut link: Arc<Link>, start: Start) -> Result<Outcome, Refusal> {
        let begun = self.compared(at, Arc::make_mut(&mut link), start)?;
        let content = postcard::to_allocvec(&*link).expect("a link has no part that postcard cannot write");
        let id_of = |key: &WorldKey, generation| AuthFlowId(key.id("flow", &content, generation));
        let generation = first_free(|generation| self.flows.is_live(id_of(&self.key, generation)).is_some());
        let id = id_of(&self.key, generation);
        let mut context = self.context(at);
        let mut flow = Flow::open(&mut context, id, link, None, None);
        match begun {
            Begun::Pages => identity_service::invite(&mut flow, &mut context),
            Begun::Person(proof) => identity_service::begin(&mut flow, &mut context, start, proof)?,
            Begun::Organization(compared, by_legal_rep) => {
                identity_service::organization::begin(&mut flow, &mut context, compared, by_legal_rep);
            }
        }
        self.flow_ids.insert(FlowId::of(&self.key, id), id);
        self.flows.put(flow);
        self.flows.list(id);
        Ok(Outcome::Flow(id))
    }

    /// What a call states, once it is confirmed. Forgets a compare that the call names in vain.
    fn compared(&mut self, at: Time, link: &mut Link, start: Start) -> Result<Begun, Refusal> {
        let four_factors = match start {
            Start::Pages => return Ok(Begun::Pages),
            Start::Organization { four_factors } => four_factors,
            Start::Mobile3 | Start::Bankcard4 | Start::Face(_) => {
                outages::balance(&self.rules)?;
                return identity_service::compare(&self.context(at), link, start).map(Begun::Person);
            }
        };
        let compared = identity_service::organization::stated(link, four_factors)?;
        let Some(service) = link.identity_service.as_deref_mut() else { return Err(Refusal::OutOfStep) };
        service.compared = service.compared.take().filter(|id| self.is_compared(&link.app, &compared, id));
        let is_known = service.compared.is_some();
        let Some(service) = link.identity_service.as_deref() else { return Err(Refusal::OutOfStep) };
        let named = service.agent.map(|agent| self.agent(link, agent)).transpose()?;
        let context = self.context(at);
        // Unknown: whether what was compared before is paid for again; here it is not.
        if !is_known {
            outages::balance(context.rules)?;
            identity_service::organization::compare(&context, &compared)?;
        }
        let of = service.account.as_deref();
        let agent = match (named, &link.claim) {
            (Some(agent), _) => agent,
            (None, PersonClaim { name: Some(name), document: Some(document), .. })
                if of.is_some_and(|of| of.agent_suffices) =>
            {
                Identity { name: name.clone(), document: document.clone() }
            }
            _ => return Ok(Begun::Organization(compared, false)),
        };
        let Compared { code, legal_rep_name, legal_rep_document, .. } = &compared;
        let document = legal_rep_document.as_ref();
        match organization::is_legal_rep(&context, &agent, code, legal_rep_name, document) {
            // Unknown: an account's agent who is not, goes on to the proofs.
            false if service.agent.is_some() => Err(Refusal::AgentNotLegalRep),
            by_legal_rep => Ok(Begun::Organization(compared, by_legal_rep)),
        }
    }

    /// The person of a caller's finished verification. One that was made for an organization is for no other.
    fn agent(&self, link: &Link, flow: FlowId) -> Result<Identity, Refusal> {
        let flow = self.flow_ids.get(&flow).and_then(|id| self.flows.get(*id));
        let flow = flow.filter(|flow| flow.link.app == link.app).ok_or(Refusal::FlowUnknown)?;
        // An organization's own flow verifies its agent too, but for itself.
        if flow.link.organization.is_some() {
            return Err(Refusal::AgentNotLegalRep);
        }
        let purpose = flow.link.identity_service.as_ref().and_then(|service| service.purpose.as_deref());
        if let (Some(Purpose { name, code }), Some(wanted)) = (purpose, &link.organization)
            && (wanted.claim.name.as_ref(), wanted.claim.code.as_ref()) != (Some(name), Some(code))
        {
            return Err(Refusal::OrganizationDiffers);
        }
        match (&flow.progress, flow.link.claim.name.clone(), flow.link.claim.document.clone()) {
            (Progress::Passed { .. }, Some(name), Some(document)) => Ok(Identity { name, document }),
            _ => Err(Refusal::AgentNotLegalRep),
        }
    }

    /// A further call about a verification by calls.
    pub(crate) fn step(
        &mut self,
        at: Time,
        app: &AppId,
        flow: FlowId,
        step: &ServiceStep,
    ) -> Result<Outcome, Refusal> {
        outages::service(&self.rules)?;
        let id = *self.flow_ids.get(&flow).ok_or(Refusal::FlowUnknown)?;
        if self.flows.get(id).is_none_or(|flow| flow.link.app != *app) {
            return Err(Refusal::FlowUnknown);
        }
        self.with_flow(at, id, |flow, context| {
            identity_service::step(flow, context, step)?;
            Ok(Outcome::Done)
        })
    }

    fn check_verified(&self, link: &Link, id: PsnId) -> Result<(), Refusal> {
        let Some(real_name) = self.accounts.get(id).and_then(|account| account.real_name) else {
            return Ok(());
        };
        if link.scopes.is_empty() && link.organization.is_none() {
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

    /// The account of the organization that a link wants, if there is one and it may be wanted. A code that
    /// was verified under another name is a renaming, unless the caller wants names to agree.
    fn check_organization(
        &self,
        wanted: &OrganizationWanted,
        authorizes: bool,
    ) -> Result<Option<OrgId>, Refusal> {
        let organizations = &self.organizations;
        let named = match &wanted.which {
            None => None,
            Some(WhichOrganization::Id(id)) => match organizations.get(*id) {
                Some(account) => Some(account.id),
                None => return Err(Refusal::AccountUnknown { who: id.to_string() }),
            },
            Some(WhichOrganization::Name(name)) => organizations.by_name(name),
        };
        let held = wanted.claim.code.as_ref().and_then(|code| organizations.by_code(code));
        if let (Some(held), Some(name)) = (held.and_then(|id| organizations.get(id)), &wanted.claim.name)
            && held.name != *name
        {
            return if wanted.name_must_agree {
                Err(Refusal::OrganizationDiffers)
            } else {
                Ok(Some(held.id))
            };
        }
        let id = named.or(held);
        let verified =
            id.and_then(|id| organizations.get(id)).is_some_and(|account| account.real_name.is_some());
        if verified && !authorizes {
            return Err(Refusal::OrganizationVerified);
        }
        Ok(id)
    }
}
