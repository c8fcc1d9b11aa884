//! Questions to the provider. A question changes nothing and is answered as of its own time: what
//! had fallen due by then counts, whether or not anybody has woken the provider.

use std::borrow::Cow;

use rand::RngExt;

use crate::accounts::Account;
use crate::app_accounts::{AppAccount, HolderKind, WhichAccount};
use crate::app_files::AppFile;
use crate::apps::App;
use crate::flow::grant::{self, Granted, Scope};
use crate::flow::identity_service::Start;
use crate::flow::identity_service::organization::review_of;
use crate::flow::method::face::{FaceScores, Score};
use crate::flow::organization_standing::SignStand;
use crate::flow::standing::{PhoneStand, Standing};
use crate::flow::{Flow, Progress};
use crate::id::{
    AppId, AuthFlowId, FaceTicketId, FileId, FlowId, NoticeId, OrgId, PsnId, SignTicketId, uuid,
};
use crate::identity::address::Address;
use crate::identity::document::Document;
use crate::identity::organization_code::OrgCode;
use crate::identity::organization_name::OrgName;
use crate::input::Clock;
use crate::notice::Notice;
use crate::organizations::OrgAccount;
use crate::outages;
use crate::provider::Provider;
use crate::refusal::Refusal;
use crate::rules::Rules;
use crate::time::Time;
use crate::world::World;

/// The provider as of one time, to be asked.
pub struct Reading<'a> {
    provider: Cow<'a, Provider>,
    at: Time,
}

/// How a caller names the person he asks about; exactly one is used.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Wanted {
    /// By account id.
    Id(PsnId),
    /// By phone number or mail address.
    Address(Address),
    /// By identity document.
    Document(Document),
}

/// How a caller names the organization it asks about; exactly one is used.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum WantedOrganization {
    /// By account id.
    Id(OrgId),
    /// By name.
    Name(OrgName),
    /// By code.
    Code(OrgCode),
}

/// What a caller may know of an organization.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OrganizationIdentity {
    /// The account.
    pub account: OrgAccount,
    /// Its administrator's account.
    pub admin: Option<Account>,
    /// Whether the caller holds the right to read the identity.
    pub may_read: bool,
}

/// What a caller may know of a person.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PersonIdentity {
    /// The account.
    pub account: Account,
    /// Whether the caller holds the right to read the identity.
    pub may_read: bool,
}

impl Provider {
    /// The provider as of `at`.
    pub fn ask(&self, at: Time) -> Reading<'_> {
        let at = at.max(self.last);
        let provider = match self.next_wake() {
            Some(deadline) if deadline <= at => {
                let mut woken = self.clone();
                woken.wake(at);
                Cow::Owned(woken)
            }
            _ => Cow::Borrowed(self),
        };
        Reading { provider, at }
    }
}

impl Reading<'_> {
    /// As of when.
    pub fn at(&self) -> Time {
        self.at
    }

    /// How the clock goes.
    pub fn clock(&self) -> Clock {
        self.provider.clock
    }

    /// The rules in force.
    pub fn rules(&self) -> &Rules {
        &self.provider.rules
    }

    /// The world outside the provider.
    pub fn world(&self) -> &World {
        &self.provider.world
    }

    /// An application.
    pub fn app(&self, id: &AppId) -> Option<&App> {
        self.provider.apps.get(id)
    }

    /// All applications.
    pub fn apps(&self) -> impl Iterator<Item = &App> {
        self.provider.apps.values()
    }

    /// Whether a person is verified, and who he is if the caller may know (auth3/vssvtu).
    ///
    /// # Errors
    /// [`Refusal::AccountUnknown`] for an unknown id or address, [`Refusal::PersonNotFound`] for a
    /// document that nobody was verified with.
    pub fn person_identity(&self, app: &AppId, wanted: &Wanted) -> Result<PersonIdentity, Refusal> {
        let accounts = &self.provider.accounts;
        let account = match wanted {
            Wanted::Id(id) => {
                accounts.get(*id).ok_or_else(|| Refusal::AccountUnknown { who: id.to_string() })?
            }
            Wanted::Address(address) => accounts
                .by_address(&self.provider.key, address)
                .and_then(|id| accounts.get(id))
                .ok_or_else(|| Refusal::AccountUnknown { who: address.to_string() })?,
            Wanted::Document(document) => accounts
                .by_document(document)
                .and_then(|id| accounts.get(id))
                .ok_or_else(|| Refusal::PersonNotFound { by: document.number().to_string() })?,
        };
        let may_read = account.real_name.is_some()
            && grant::in_force(&account.grants, app, self.at)
                .any(|granted| granted.scope == Scope::GetPsnIdentityInfo);
        Ok(PersonIdentity { account, may_read })
    }

    /// What a verified person has granted to the caller (auth3/nurtvw).
    ///
    /// # Errors
    /// [`Refusal::AccountUnknown`], [`Refusal::PersonNotVerified`].
    pub fn person_grants(&self, app: &AppId, id: PsnId) -> Result<Vec<Granted>, Refusal> {
        let account =
            self.provider.accounts.get(id).ok_or_else(|| Refusal::AccountUnknown { who: id.to_string() })?;
        if account.real_name.is_none() {
            return Err(Refusal::PersonNotVerified { psn_id: id });
        }
        Ok(grant::in_force(&account.grants, app, self.at).collect())
    }

    /// A caller's own flow and its account (auth3/hlrs7s).
    ///
    /// # Errors
    /// [`Refusal::FlowUnknown`], for another application's flow too. Unknown: the code for that is
    /// not documented.
    pub fn flow_of_caller(
        &self,
        app: &AppId,
        id: AuthFlowId,
    ) -> Result<(Cow<'_, Flow>, Option<Account>), Refusal> {
        let is_own = |flow: &Cow<'_, Flow>| flow.link.app == *app && flow.link.identity_service.is_none();
        let flow = self.provider.flows.get(id).filter(is_own).ok_or(Refusal::FlowUnknown)?;
        let account = flow.account.and_then(|id| self.provider.accounts.get(id));
        Ok((flow, account))
    }

    /// A flow's number.
    pub fn flow_id(&self, id: AuthFlowId) -> FlowId {
        FlowId::of(&self.provider.key, id)
    }

    /// The number of a flow's sub-flow, by its place from 0 (paas_api/gixgs3o2tazg1ta1).
    pub fn sub_flow_id(&self, id: AuthFlowId, place: usize) -> FlowId {
        FlowId::of_sub_flow(&self.provider.key, id, place)
    }

    /// The id of a sub-flow's step, from 0: in the form of a UUID (identity_service/btvruu).
    pub fn step_id(&self, id: AuthFlowId, place: usize, step: u64) -> String {
        let sub_flow = self.sub_flow_id(id, place);
        uuid(self.provider.key.bytes("step", &sub_flow.0.to_be_bytes(), step))
    }

    /// A caller's own flow of the identity service, by its number.
    ///
    /// # Errors
    /// [`Refusal::FlowUnknown`], for another application's flow too; [`Refusal::ServiceFault`].
    pub fn flow_of_service(&self, app: &AppId, id: FlowId) -> Result<Cow<'_, Flow>, Refusal> {
        outages::service(&self.provider.rules)?;
        let id = self.provider.flow_ids.get(&id).ok_or(Refusal::FlowUnknown)?;
        self.provider.flows.get(*id).filter(|flow| flow.link.app == *app).ok_or(Refusal::FlowUnknown)
    }

    /// How like the pictures were and how alive the person was, both of 100, as a face check that passed
    /// tells it. Unknown: only samples of such values are published.
    pub fn face_scores(&self, ticket: FaceTicketId) -> FaceScores {
        let mut drawn = self.provider.key.draw("face scores", &ticket.0.to_be_bytes(), 0);
        FaceScores {
            similarity: Score(drawn.random_range(9_000..10_000)),
            living: Score(drawn.random_range(9_000..10_000)),
        }
    }

    /// Any flow.
    pub fn flow(&self, id: AuthFlowId) -> Option<Cow<'_, Flow>> {
        self.provider.flows.get(id)
    }

    /// Flows after the `after`-th, in the order of their opening.
    pub fn flows_after(&self, after: u64) -> impl Iterator<Item = (u64, Cow<'_, Flow>)> {
        self.provider
            .flows
            .listed_after(after)
            .filter_map(|(ordinal, id)| self.provider.flows.get(id).map(|flow| (ordinal, flow)))
    }

    /// A flow's place in the order of opening; `None` once the list has forgotten it.
    pub fn flow_ordinal(&self, id: AuthFlowId) -> Option<u64> {
        self.provider.flows.listed_after(0).find(|(_, listed)| *listed == id).map(|(ordinal, _)| ordinal)
    }

    /// How many flows the list still has.
    pub fn flows_listed(&self) -> u64 {
        self.provider.flows.listed_after(0).count() as u64
    }

    /// How many flows were ever opened.
    pub fn flows_opened(&self) -> u64 {
        self.provider.flows.opened()
    }

    /// An account.
    pub fn account(&self, id: PsnId) -> Option<Account> {
        self.provider.accounts.get(id)
    }

    /// All persons' accounts, by id.
    pub fn accounts(&self) -> impl Iterator<Item = Account> {
        self.provider.accounts.iter()
    }

    /// The account of an address.
    pub fn account_at(&self, address: &Address) -> Option<Account> {
        let Provider { key, accounts, .. } = &*self.provider;
        accounts.by_address(key, address).and_then(|id| accounts.get(id))
    }

    /// The account that was verified with a document.
    pub fn account_by_document(&self, document: &Document) -> Option<Account> {
        self.provider.accounts.by_document(document).and_then(|id| self.provider.accounts.get(id))
    }

    /// Where a browser with this seat stands in a flow.
    ///
    /// # Errors
    /// [`Refusal::FlowUnknown`], for a verification by calls too, which has no pages.
    pub fn standing(&self, id: AuthFlowId, seat: Option<u32>) -> Result<Standing, Refusal> {
        let has_pages = |flow: &Cow<'_, Flow>| flow.by_calls().is_none();
        let flow = self.provider.flows.get(id).filter(has_pages).ok_or(Refusal::FlowUnknown)?;
        let account = flow.account.and_then(|id| self.provider.accounts.get(id));
        let organization = flow.organization.and_then(|id| self.organization(id));
        Ok(flow.standing(account.as_ref(), organization, &self.provider.rules, self.at, seat))
    }

    /// Whether it would change anything that a browser opens this flow's link.
    pub fn opening_matters(&self, id: AuthFlowId) -> bool {
        let Some(flow) = self.provider.flows.get(id) else { return false };
        let account = flow.account.and_then(|id| self.provider.accounts.get(id));
        let overtaken = matches!(flow.progress, Progress::Verifying(_))
            && account.is_some_and(|account| account.real_name.is_some());
        !flow.is_finished() && (!flow.opened || overtaken)
    }

    /// Whether a browser that comes to this flow's pages is seated without logging in.
    pub fn is_entered_freely(&self, id: AuthFlowId) -> bool {
        let flow = self.provider.flows.get(id);
        flow.is_some_and(|flow| {
            let service = flow.link.identity_service.as_ref();
            !flow.is_finished() && service.is_some_and(|service| service.start == Start::Pages)
        })
    }

    /// Whether a code for 应用授权 was sent to an address, and when the next may be.
    pub fn login_code(&self, id: AuthFlowId, address: &Address) -> (bool, Option<Time>) {
        match self.provider.flows.get(id) {
            Some(flow) => {
                (flow.codes.was_sent(address), flow.codes.resend_at(self.at, &self.provider.rules, address))
            }
            None => (false, None),
        }
    }

    /// The flow that a face check belongs to, and where a phone that opened it stands.
    ///
    /// # Errors
    /// [`Refusal::FaceUnknown`].
    pub fn phone_standing(&self, ticket: FaceTicketId) -> Result<(Cow<'_, Flow>, PhoneStand), Refusal> {
        let flow = self.provider.faces.flow_of(ticket).and_then(|id| self.provider.flows.get(id));
        let flow = flow.ok_or(Refusal::FaceUnknown)?;
        let account = flow.account.and_then(|id| self.provider.accounts.get(id));
        let stand = flow.phone_standing(account.as_ref(), &self.provider.rules, self.at, ticket);
        Ok((flow, stand))
    }

    /// The flow that a link for signing belongs to, and where whoever opened it stands; nowhere once the
    /// link was replaced or the flow has gone on.
    ///
    /// # Errors
    /// [`Refusal::SignUnknown`].
    pub fn sign_standing(&self, ticket: SignTicketId) -> Result<(Cow<'_, Flow>, Option<SignStand>), Refusal> {
        let flow = self.provider.signs.get(&ticket).and_then(|id| self.provider.flows.get(*id));
        let flow = flow.ok_or(Refusal::SignUnknown)?;
        let account = flow.account.and_then(|id| self.provider.accounts.get(id));
        let stand = flow.sign_standing(account.as_ref(), &self.provider.rules, self.at, ticket);
        Ok((flow, stand))
    }

    /// Whether an organization is verified, and what it is if the caller may know (auth3/xxz4tc).
    ///
    /// # Errors
    /// [`Refusal::AccountUnknown`] for an unknown id, [`Refusal::OrganizationNotFound`] for a name or code
    /// that no account has.
    pub fn organization_identity(
        &self,
        app: &AppId,
        wanted: &WantedOrganization,
    ) -> Result<OrganizationIdentity, Refusal> {
        let organizations = &self.provider.organizations;
        let found = match wanted {
            WantedOrganization::Id(id) => {
                organizations.get(*id).ok_or_else(|| Refusal::AccountUnknown { who: id.to_string() })?
            }
            WantedOrganization::Name(name) => organizations
                .by_name(name)
                .and_then(|id| organizations.get(id))
                .ok_or_else(|| Refusal::OrganizationNotFound { by: name.to_string() })?,
            WantedOrganization::Code(code) => organizations
                .by_code(code)
                .and_then(|id| organizations.get(id))
                .ok_or_else(|| Refusal::OrganizationNotFound { by: code.number().to_string() })?,
        };
        let may_read = found.real_name.is_some()
            && grant::in_force(&found.grants, app, self.at)
                .any(|granted| granted.scope == Scope::GetOrgIdentityInfo);
        let admin = found.admin.and_then(|id| self.provider.accounts.get(id));
        Ok(OrganizationIdentity { account: found.clone(), admin, may_read })
    }

    /// What a verified organization has granted to the caller (auth3/ytn2tt).
    ///
    /// # Errors
    /// [`Refusal::AccountUnknown`], [`Refusal::OrganizationNotVerified`].
    pub fn organization_grants(&self, app: &AppId, id: OrgId) -> Result<Vec<Granted>, Refusal> {
        let account = self.provider.organizations.get(id);
        let account = account.ok_or_else(|| Refusal::AccountUnknown { who: id.to_string() })?;
        if account.real_name.is_none() {
            return Err(Refusal::OrganizationNotVerified { org_id: id });
        }
        Ok(grant::in_force(&account.grants, app, self.at).collect())
    }

    /// An account that an application keeps.
    ///
    /// # Errors
    /// [`Refusal::AppAccountUnknown`], for another application's account too;
    /// [`Refusal::AppAccountOfOtherKind`].
    pub fn app_account(
        &self,
        app: &AppId,
        which: &WhichAccount,
        kind: HolderKind,
    ) -> Result<&AppAccount, Refusal> {
        self.provider.app_accounts.find(app, which, kind)
    }

    /// A file that an application has announced.
    pub fn app_file(&self, id: FileId) -> Option<&AppFile> {
        self.provider.app_files.get(id)
    }

    /// What the id of a flow's newest review of a letter is drawn from.
    pub fn letter_review(&self, flow: &Flow) -> Option<[u8; 32]> {
        let ordinal = flow.letter.as_ref()?.ordinal;
        Some(review_of(&self.provider.key, flow.id, ordinal))
    }

    /// An organization's account.
    pub fn organization(&self, id: OrgId) -> Option<&OrgAccount> {
        self.provider.organizations.get(id)
    }

    /// All organizations' accounts.
    pub fn organizations(&self) -> impl Iterator<Item = &OrgAccount> {
        self.provider.organizations.iter()
    }

    /// All remembered face checks with their ordinals, oldest first.
    pub fn faces(&self) -> impl Iterator<Item = (u64, FaceTicketId, AuthFlowId)> {
        self.provider.faces.iter()
    }

    /// A notice.
    pub fn notice(&self, id: NoticeId) -> Option<&Notice> {
        self.provider.notices.get(id)
    }

    /// All remembered notices.
    pub fn notices(&self) -> impl Iterator<Item = &Notice> {
        self.provider.notices.iter()
    }

    /// How many compared contents have made room.
    pub fn compares_evicted(&self) -> u64 {
        self.provider.compares.evicted()
    }

    /// How many settled notices have been forgotten.
    pub fn notices_evicted(&self) -> u64 {
        self.provider.notices.evicted()
    }
}
