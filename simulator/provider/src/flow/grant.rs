//! Grants (应用授权): what an account's owner allows an application, and for how long.

use serde::{Deserialize, Serialize};

use crate::id::AppId;
use crate::time::Time;

/// One right that an application may ask for. Persons' rights only; an organization's follow.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum Scope {
    /// Read the person's identity.
    GetPsnIdentityInfo,
    /// Start signing in the person's name.
    PsnInitiateSign,
    /// Manage the person's seals, templates and files.
    ManagePsnResource,
    /// Store the person's signed files.
    PsnSignFileStorage,
    /// Apply for the person's evidence reports.
    ApplyPsnEvidence,
}

impl Scope {
    /// All scopes, in the order of the documents.
    pub const ALL: [Self; 5] = [
        Self::GetPsnIdentityInfo,
        Self::PsnInitiateSign,
        Self::ManagePsnResource,
        Self::PsnSignFileStorage,
        Self::ApplyPsnEvidence,
    ];
}

/// A set of scopes; order and repetition do not matter.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct ScopeSet(u32);

impl ScopeSet {
    /// Whether nothing is asked for.
    pub fn is_empty(self) -> bool {
        self.0 == 0
    }

    /// Whether `scope` is in the set.
    pub fn contains(self, scope: Scope) -> bool {
        self.0 & (1 << scope as u32) != 0
    }

    /// Whether every scope of this set is in `other` too.
    pub fn is_within(self, other: Self) -> bool {
        self.0 & !other.0 == 0
    }

    /// The scopes in the order of the documents.
    pub fn iter(self) -> impl Iterator<Item = Scope> {
        Scope::ALL.into_iter().filter(move |scope| self.contains(*scope))
    }
}

impl FromIterator<Scope> for ScopeSet {
    fn from_iter<I: IntoIterator<Item = Scope>>(scopes: I) -> Self {
        Self(scopes.into_iter().fold(0, |set, scope| set | 1 << scope as u32))
    }
}

/// What an account's owner has granted to one application at one time.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Grant {
    /// To whom.
    pub app: AppId,
    /// What.
    pub scopes: ScopeSet,
    /// From when.
    pub effective: Time,
    /// Until when.
    pub expires: Time,
}

/// One scope's present grant.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Granted {
    /// What.
    pub scope: Scope,
    /// From when.
    pub effective: Time,
    /// Until when.
    pub expires: Time,
}

/// What `app` may do now: each scope with its newest grant that is in force.
pub fn in_force<'a>(grants: &'a [Grant], app: &'a AppId, at: Time) -> impl Iterator<Item = Granted> + 'a {
    Scope::ALL.into_iter().filter_map(move |scope| {
        let live = |grant: &&Grant| {
            grant.app == *app && grant.scopes.contains(scope) && grant.effective <= at && at < grant.expires
        };
        let grant = grants.iter().rev().find(live)?;
        Some(Granted { scope, effective: grant.effective, expires: grant.expires })
    })
}
