//! Accounts that applications keep of their own users (V2): what an application says about a person or an
//! organization before anybody is verified. They are no accounts of the provider's, which nobody else sees.

use std::sync::Arc;

use imbl::OrdMap;
use serde::{Deserialize, Serialize};

use crate::claim::PersonClaim;
use crate::draw::WorldKey;
use crate::id::{AccountId, AppId};
use crate::identity::document::{Document, DocumentType};
use crate::identity::mail::MailAddress;
use crate::identity::mobile::Mobile;
use crate::identity::name::PersonName;
use crate::identity::organization_document::{OrgDocument, OrgDocumentType};
use crate::identity::organization_name::OrgName;
use crate::org_claim::OrgClaim;
use crate::refusal::Refusal;
use crate::time::Time;

/// By what an application tells its accounts apart. Persons and organizations share one space of them.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum Handle {
    /// The application's own id of its user (thirdPartyUserId).
    ThirdParty(Box<str>),
    /// An organization's document: the historical call knows no other.
    Document(OrgDocument),
}

/// Which account a caller means.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum WhichAccount {
    /// By its id.
    Id(AccountId),
    /// By the application's own id of its user.
    ThirdParty(Box<str>),
}

/// Whom an account is of.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum HolderKind {
    /// A person.
    Person,
    /// An organization.
    Organization,
}

/// Whom an account is of, as far as the application has said. As a change: what is stated replaces, what is
/// not stays.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Holder {
    /// A person.
    Person(PersonHolder),
    /// An organization.
    Organization(OrganizationHolder),
}

/// A person.
#[derive(Debug, Clone, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct PersonHolder {
    /// Name.
    pub name: Option<PersonName>,
    /// Kind of document; it may be known before the document.
    pub document_type: Option<DocumentType>,
    /// Document; once it is stated it stays.
    pub document: Option<Document>,
    /// Mobile number.
    pub mobile: Option<Mobile>,
    /// Mail address.
    pub mail: Option<MailAddress>,
}

/// An organization.
#[derive(Debug, Clone, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct OrganizationHolder {
    /// The account of the person who created it.
    pub creator: Option<AccountId>,
    /// Name.
    pub name: Option<OrgName>,
    /// Kind of document; it may be known before the document.
    pub document_type: Option<OrgDocumentType>,
    /// Document; once it is stated it stays.
    pub document: Option<OrgDocument>,
    /// Name of the legal representative.
    pub legal_rep_name: Option<PersonName>,
    /// His document.
    pub legal_rep_document: Option<Document>,
}

/// What an application does with its accounts.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum AccountCall {
    /// Opens one.
    Open {
        /// What tells it apart.
        handle: Handle,
        /// Whom it is of.
        holder: Box<Holder>,
    },
    /// Changes one.
    Change {
        /// Which.
        which: WhichAccount,
        /// What changes; also of which kind the account has to be.
        change: Box<Holder>,
    },
    /// Deletes one, for ever.
    Delete {
        /// Which.
        which: WhichAccount,
        /// Of which kind it has to be.
        kind: HolderKind,
    },
}

/// An account that an application keeps.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct AppAccount {
    /// Its id.
    pub id: AccountId,
    /// Whose it is.
    pub app: AppId,
    /// What tells it apart.
    pub handle: Handle,
    /// Whom it is of.
    pub holder: Holder,
    /// Since when it is verified, if it is. A change of name undoes that.
    pub verified: Option<Time>,
}

/// The accounts that were opened under one handle, one after the other.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
struct Slot {
    /// How many there have been.
    opened: u64,
    /// The one that there is.
    live: Option<AccountId>,
}

/// All accounts that applications keep in one world.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub struct AppAccounts {
    all: OrdMap<AccountId, Arc<AppAccount>>,
    by_handle: OrdMap<(AppId, Handle), Slot>,
    /// How many accounts of an application have a document of this number.
    of_number: OrdMap<(AppId, Box<str>), u32>,
}

impl Holder {
    /// Of which kind it is.
    pub fn kind(&self) -> HolderKind {
        match self {
            Self::Person(_) => HolderKind::Person,
            Self::Organization(_) => HolderKind::Organization,
        }
    }

    /// The number of its document.
    fn number(&self) -> Option<Box<str>> {
        match self {
            Self::Person(person) => person.document.as_ref().map(|document| document.number().into()),
            Self::Organization(organization) => {
                organization.document.as_ref().map(|document| document.to_string().into())
            }
        }
    }

    /// Whether it says nothing of whom it is that `found` says otherwise.
    ///
    /// # Errors
    /// [`Refusal::IdentityDiffers`], [`Refusal::OrganizationDiffers`], [`Refusal::AppAccountOfOtherKind`].
    fn check_agrees(&self, found: &Self) -> Result<(), Refusal> {
        match (self, found) {
            (Self::Person(person), Self::Person(found)) => {
                let fields = person.claim().differences(&found.claim());
                if fields.is_empty() { Ok(()) } else { Err(Refusal::IdentityDiffers { fields }) }
            }
            (Self::Organization(organization), Self::Organization(found)) => {
                // A document without a code is in no claim.
                let is_same = organization.document.is_none() || organization.document == found.document;
                let agrees = is_same && organization.claim().differences(&found.claim()).is_empty();
                if agrees { Ok(()) } else { Err(Refusal::OrganizationDiffers) }
            }
            (Self::Person(_), Self::Organization(_)) | (Self::Organization(_), Self::Person(_)) => {
                Err(Refusal::AppAccountOfOtherKind)
            }
        }
    }

    /// Lays what `newer` states over it. Gives whether it goes by another name now.
    fn lay_over(&mut self, newer: Self) -> Result<bool, Refusal> {
        match (self, newer) {
            (Self::Person(person), Self::Person(newer)) => person.lay_over(newer),
            (Self::Organization(organization), Self::Organization(newer)) => organization.lay_over(newer),
            _ => Err(Refusal::AppAccountOfOtherKind),
        }
    }
}

/// Whether a document may be stated where one of `kind` is known. One that was stated before may be stated
/// again, but no other.
fn may_state<K: PartialEq, D: PartialEq>(
    (kind, document): (Option<&K>, Option<&D>),
    (newer_kind, newer): (Option<&K>, Option<&D>),
) -> Result<(), Refusal> {
    let differs = newer.is_some_and(|newer| Some(newer) != document)
        || newer_kind.is_some_and(|newer_kind| Some(newer_kind) != kind);
    if document.is_some() && differs { Err(Refusal::AppAccountDocumentFixed) } else { Ok(()) }
}

impl PersonHolder {
    /// Whom it says that it is of. A kind of document alone binds nobody.
    fn claim(&self) -> PersonClaim {
        PersonClaim { name: self.name.clone(), document: self.document.clone(), ..PersonClaim::default() }
    }

    fn lay_over(&mut self, newer: Self) -> Result<bool, Refusal> {
        may_state(
            (self.document_type.as_ref(), self.document.as_ref()),
            (newer.document_type.as_ref(), newer.document.as_ref()),
        )?;
        let Self { name, document_type, document, mobile, mail } = newer;
        let is_renamed = name.is_some() && name != self.name;
        self.name = name.or(self.name.take());
        self.document = document.or(self.document.take());
        let stated = document_type.or(self.document_type);
        self.document_type = self.document.as_ref().map(Document::kind).or(stated);
        self.mobile = mobile.or(self.mobile);
        self.mail = mail.or(self.mail.take());
        Ok(is_renamed)
    }
}

impl OrganizationHolder {
    /// What it says of the organization and its representative, besides the document.
    fn claim(&self) -> OrgClaim {
        OrgClaim {
            name: self.name.clone(),
            legal_rep_name: self.legal_rep_name.clone(),
            legal_rep_document: self.legal_rep_document.clone(),
            ..OrgClaim::default()
        }
    }

    fn lay_over(&mut self, newer: Self) -> Result<bool, Refusal> {
        may_state(
            (self.document_type.as_ref(), self.document.as_ref()),
            (newer.document_type.as_ref(), newer.document.as_ref()),
        )?;
        let Self { creator, name, document_type, document, legal_rep_name, legal_rep_document } = newer;
        let is_renamed = name.is_some() && name != self.name;
        self.creator = creator.or(self.creator);
        self.name = name.or(self.name.take());
        self.document = document.or(self.document.take());
        let stated = document_type.or(self.document_type);
        self.document_type = self.document.as_ref().map(OrgDocument::kind).or(stated);
        self.legal_rep_name = legal_rep_name.or(self.legal_rep_name.take());
        self.legal_rep_document = legal_rep_document.or(self.legal_rep_document.take());
        Ok(is_renamed)
    }
}

impl AccountId {
    fn of_handle(key: &WorldKey, whose: &(AppId, Handle), generation: u64) -> Self {
        let whose = postcard::to_allocvec(whose).expect("a handle has no part that postcard cannot write");
        Self(key.id("app account", &whose, generation))
    }
}

impl AppAccounts {
    /// An application's account of one kind.
    ///
    /// # Errors
    /// [`Refusal::AppAccountUnknown`], [`Refusal::AppAccountOfOtherKind`]. Unknown: another application's
    /// account is told like one that is not there.
    pub fn find(&self, app: &AppId, which: &WhichAccount, kind: HolderKind) -> Result<&AppAccount, Refusal> {
        let id = match which {
            WhichAccount::Id(id) => Some(*id),
            WhichAccount::ThirdParty(own) => {
                self.by_handle.get(&(app.clone(), Handle::ThirdParty(own.clone()))).and_then(|slot| slot.live)
            }
        };
        let account = id.and_then(|id| self.all.get(&id)).filter(|account| account.app == *app);
        let account = account.ok_or(Refusal::AppAccountUnknown)?;
        if account.holder.kind() == kind { Ok(account) } else { Err(Refusal::AppAccountOfOtherKind) }
    }

    /// All accounts, by id.
    pub fn iter(&self) -> impl Iterator<Item = &AppAccount> {
        self.all.values().map(Arc::as_ref)
    }

    /// Whether an account may be verified as `found`. Gives whether it is verified already.
    ///
    /// # Errors
    /// [`Refusal::AccountUnknown`] for one that is gone; [`Refusal::IdentityDiffers`] and
    /// [`Refusal::OrganizationDiffers`] for one that says otherwise meanwhile.
    pub(crate) fn check_fits(&self, id: AccountId, found: &Holder) -> Result<bool, Refusal> {
        let account = self.all.get(&id).ok_or_else(|| Refusal::AccountUnknown { who: id.to_string() })?;
        account.holder.check_agrees(found)?;
        Ok(account.verified.is_some())
    }

    /// The account is verified from `at` on, as whom it says, or `found` where it says nothing. Gives whether
    /// it is: one that is gone, or says otherwise meanwhile, is not.
    pub(crate) fn verify(&mut self, id: AccountId, at: Time, found: Holder) -> bool {
        let Some(mut account) = self.all.get(&id).map(|account| AppAccount::clone(account)) else {
            return false;
        };
        let had_number = account.holder.number().is_some();
        if account.holder.check_agrees(&found).is_err() || account.holder.lay_over(found).is_err() {
            return false;
        }
        if !had_number {
            // However many there are: a verification is no account more.
            self.count_number(&account.app, account.holder.number(), u32::MAX).unwrap_or_default();
        }
        account.verified = Some(at);
        self.all.insert(id, Arc::new(account));
        true
    }

    pub(crate) fn open(
        &mut self,
        key: &WorldKey,
        app: &AppId,
        handle: Handle,
        holder: Holder,
        max: u32,
    ) -> Result<AccountId, Refusal> {
        let whose = (app.clone(), handle);
        let slot = self.by_handle.get(&whose).cloned().unwrap_or_default();
        if let Some(id) = slot.live {
            return Err(Refusal::AppAccountExists { id });
        }
        if let Holder::Organization(OrganizationHolder { creator: Some(creator), .. }) = &holder {
            self.find(app, &WhichAccount::Id(*creator), HolderKind::Person)?;
        }
        self.count_number(app, holder.number(), max)?;
        let id = AccountId::of_handle(key, &whose, slot.opened);
        self.by_handle.insert(whose.clone(), Slot { opened: slot.opened + 1, live: Some(id) });
        let (app, handle) = whose;
        self.all.insert(id, Arc::new(AppAccount { id, app, handle, holder, verified: None }));
        Ok(id)
    }

    /// Gives the account, and whether that has undone its verification.
    pub(crate) fn change(
        &mut self,
        app: &AppId,
        which: &WhichAccount,
        change: Holder,
        max: u32,
    ) -> Result<(AccountId, bool), Refusal> {
        let mut account = self.find(app, which, change.kind())?.clone();
        let had_number = account.holder.number().is_some();
        let undone = account.holder.lay_over(change)? && account.verified.take().is_some();
        if !had_number {
            self.count_number(app, account.holder.number(), max)?;
        }
        let id = account.id;
        self.all.insert(id, Arc::new(account));
        Ok((id, undone))
    }

    pub(crate) fn delete(
        &mut self,
        app: &AppId,
        which: &WhichAccount,
        kind: HolderKind,
    ) -> Result<AccountId, Refusal> {
        let AppAccount { id, app, handle, holder, .. } = self.find(app, which, kind)?.clone();
        self.all.remove(&id);
        if let Some(slot) = self.by_handle.get_mut(&(app.clone(), handle)) {
            slot.live = None;
        }
        if let Some(number) = holder.number() {
            let whose = (app, number);
            match self.of_number.get(&whose) {
                Some(count @ 2..) => drop(self.of_number.insert(whose, count - 1)),
                _ => drop(self.of_number.remove(&whose)),
            }
        }
        Ok(id)
    }

    /// One account more has a document of this number.
    fn count_number(&mut self, app: &AppId, number: Option<Box<str>>, max: u32) -> Result<(), Refusal> {
        let Some(number) = number else { return Ok(()) };
        let whose = (app.clone(), number);
        let count = self.of_number.get(&whose).copied().unwrap_or_default();
        if count >= max {
            return Err(Refusal::AppAccountsExhausted { max });
        }
        self.of_number.insert(whose, count + 1);
        Ok(())
    }
}
