//! The registry of organizations (工商登记): which exist, how they stand, who represents them.

use std::sync::Arc;

use imbl::OrdMap;
use serde::{Deserialize, Serialize};

use super::Unlisted;
use crate::identity::cnaps::CnapsCode;
use crate::identity::corporate_account::CorporateAccountNum;
use crate::identity::document::Document;
use crate::identity::name::PersonName;
use crate::identity::organization_code::OrgCode;
use crate::identity::organization_name::OrgName;
use crate::org_claim::OrgField;
use crate::world::populace::{FactError, ID_CHARACTERS_MAX, PEOPLE_MAX, THINGS_OF_A_KIND_MAX};

/// How an organization stands. Only one that operates can be verified.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum OrgState {
    /// 存续.
    #[default]
    Operating,
    /// 注销.
    Cancelled,
    /// 吊销.
    Revoked,
    /// 迁出.
    MovedOut,
}

impl OrgState {
    /// All states.
    pub const ALL: [Self; 4] = [Self::Operating, Self::Cancelled, Self::Revoked, Self::MovedOut];

    /// Our word for the state.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Operating => "operating",
            Self::Cancelled => "cancelled",
            Self::Revoked => "revoked",
            Self::MovedOut => "moved_out",
        }
    }
}

/// Who represents an organization.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct LegalRep {
    /// Name.
    pub name: PersonName,
    /// Identity document.
    pub document: Document,
}

/// What becomes of a payout to an account.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Incoming {
    /// It arrives.
    Arrives {
        /// After so many working days.
        working_days: u32,
    },
    /// It comes back.
    Bounces {
        /// After so many working days.
        working_days: u32,
        /// In the bank's words.
        reason: Box<str>,
    },
    /// Nothing is ever heard of it.
    Hangs,
    /// The bank does not take it at all.
    Refused {
        /// In the bank's words.
        reason: Box<str>,
    },
}

impl Default for Incoming {
    fn default() -> Self {
        Self::Arrives { working_days: 1 }
    }
}

/// An organization's account at a bank (对公账户).
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct CorporateAccount {
    /// Its number.
    pub number: CorporateAccountNum,
    /// The bank's name.
    pub bank: Box<str>,
    /// The sub-branch that keeps it.
    pub cnaps: CnapsCode,
    /// What becomes of payouts to it.
    pub incoming: Incoming,
}

/// A made-up organization and all that is true of it.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Organization {
    /// By what tests and desks call it: lower-case letters, digits, `-` and `_`.
    pub id: Box<str>,
    /// Name.
    pub name: OrgName,
    /// Code.
    pub code: OrgCode,
    /// How it stands.
    pub state: OrgState,
    /// Whether the provider's data source knows it.
    pub covered: bool,
    /// Its legal representative.
    pub legal_rep: LegalRep,
    /// Its accounts.
    pub accounts: Vec<CorporateAccount>,
    /// What this organization is good for, in words.
    pub purpose: Box<str>,
}

/// What comes of comparing an organization's factors.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum OrgComparison {
    /// All of it agrees.
    Match,
    /// These parts do not, in the order of [`OrgField::ALL`]; never empty.
    Mismatch(Vec<OrgField>),
    /// The data source does not know this kind of organization.
    NotCovered,
    /// The organization does not operate any more.
    NotOperating(OrgState),
}

/// The ordinal of an organization among those listed, from 0. It never changes.
type Slot = u32;

/// The listed organizations.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
#[serde(try_from = "Vec<Arc<Organization>>", into = "Vec<Arc<Organization>>")]
pub struct Registry {
    organizations: OrdMap<Slot, Arc<Organization>>,
    by_id: OrdMap<Box<str>, Slot>,
    by_code: OrdMap<OrgCode, Slot>,
    by_name: OrdMap<OrgName, Slot>,
    by_account: OrdMap<CorporateAccountNum, Slot>,
}

impl Registry {
    /// Lists an organization, or replaces the one of the same id.
    ///
    /// # Errors
    /// [`FactError`]; then nothing has changed.
    pub fn put(&mut self, organization: Organization) -> Result<(), FactError> {
        self.check(&organization)?;
        let slot = match self.by_id.get(&organization.id).copied() {
            Some(slot) => {
                self.unlist(slot);
                slot
            }
            None if self.organizations.len() >= PEOPLE_MAX => return Err(FactError::Full),
            None => Slot::try_from(self.organizations.len()).map_err(|_| FactError::Full)?,
        };
        self.by_id.insert(organization.id.clone(), slot);
        self.by_code.insert(organization.code.clone(), slot);
        self.by_name.insert(organization.name.clone(), slot);
        self.by_account.extend(organization.accounts.iter().map(|account| (account.number.clone(), slot)));
        self.organizations.insert(slot, Arc::new(organization));
        Ok(())
    }

    /// An organization by id.
    pub fn by_id(&self, id: &str) -> Option<&Organization> {
        self.at(self.by_id.get(id))
    }

    /// The holder of a code.
    pub fn by_code(&self, code: &OrgCode) -> Option<&Organization> {
        self.at(self.by_code.get(code))
    }

    /// The holder of a name.
    pub fn by_name(&self, name: &OrgName) -> Option<&Organization> {
        self.at(self.by_name.get(name))
    }

    /// An account and its holder.
    pub fn account(&self, number: &CorporateAccountNum) -> Option<(&Organization, &CorporateAccount)> {
        let holder = self.at(self.by_account.get(number))?;
        holder.accounts.iter().find(|account| account.number == *number).map(|account| (holder, account))
    }

    /// All organizations in the order in which they were first listed.
    pub fn iter(&self) -> impl Iterator<Item = &Organization> {
        self.organizations.values().map(Arc::as_ref)
    }

    /// Compares three factors, or four with the legal representative's document. Unknown: what the data
    /// source blames where a code is not known to it; here the code.
    pub(super) fn compare(
        &self,
        unlisted: Unlisted,
        name: &OrgName,
        code: &OrgCode,
        legal_rep_name: &PersonName,
        legal_rep_document: Option<&Document>,
    ) -> OrgComparison {
        let Some(known) = self.by_code(code) else {
            return match (unlisted, self.by_name(name)) {
                (Unlisted::Derive, None) => OrgComparison::Match,
                (Unlisted::Derive, Some(_)) | (Unlisted::Reject, _) => {
                    OrgComparison::Mismatch(vec![OrgField::Code])
                }
            };
        };
        if !known.covered {
            return OrgComparison::NotCovered;
        }
        let differs = |field: &OrgField| match field {
            OrgField::Name => known.name != *name,
            OrgField::LegalRepName => known.legal_rep.name != *legal_rep_name,
            OrgField::LegalRepDocument => {
                legal_rep_document.is_some_and(|document| known.legal_rep.document != *document)
            }
            OrgField::Code | OrgField::AccountNumber => false,
        };
        let differing: Vec<_> = OrgField::ALL.into_iter().filter(differs).collect();
        match known.state {
            _ if !differing.is_empty() => OrgComparison::Mismatch(differing),
            OrgState::Operating => OrgComparison::Match,
            state @ (OrgState::Cancelled | OrgState::Revoked | OrgState::MovedOut) => {
                OrgComparison::NotOperating(state)
            }
        }
    }

    fn at(&self, slot: Option<&Slot>) -> Option<&Organization> {
        slot.and_then(|slot| self.organizations.get(slot)).map(Arc::as_ref)
    }

    fn unlist(&mut self, slot: Slot) {
        if let Some(old) = self.organizations.remove(&slot) {
            self.by_code.remove(&old.code);
            self.by_name.remove(&old.name);
            for account in &old.accounts {
                self.by_account.remove(&account.number);
            }
        }
    }

    fn check(&self, organization: &Organization) -> Result<(), FactError> {
        let plain =
            |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || matches!(byte, b'-' | b'_');
        if !(1..=ID_CHARACTERS_MAX).contains(&organization.id.len()) || !organization.id.bytes().all(plain) {
            return Err(FactError::Id);
        }
        let taken = |what, value: String, owner: Option<&Organization>| match owner {
            Some(owner) if owner.id != organization.id => {
                Err(FactError::Taken { what, value, owner: owner.id.clone() })
            }
            Some(_) | None => Ok(()),
        };
        taken("code", organization.code.to_string(), self.by_code(&organization.code))?;
        taken("name", organization.name.to_string(), self.by_name(&organization.name))?;
        if organization.accounts.len() > THINGS_OF_A_KIND_MAX {
            return Err(FactError::TooMany { what: "accounts", found: organization.accounts.len() });
        }
        for (place, account) in organization.accounts.iter().enumerate() {
            let value = account.number.to_string();
            taken("account", value.clone(), self.account(&account.number).map(|(holder, _)| holder))?;
            if organization.accounts[..place].iter().any(|other| other.number == account.number) {
                return Err(FactError::Twice { what: "account", value });
            }
        }
        Ok(())
    }
}

impl TryFrom<Vec<Arc<Organization>>> for Registry {
    type Error = FactError;

    fn try_from(organizations: Vec<Arc<Organization>>) -> Result<Self, FactError> {
        let mut registry = Self::default();
        for organization in organizations {
            registry.put(Arc::unwrap_or_clone(organization))?;
        }
        Ok(registry)
    }
}

impl From<Registry> for Vec<Arc<Organization>> {
    fn from(registry: Registry) -> Self {
        registry.organizations.values().cloned().collect()
    }
}
