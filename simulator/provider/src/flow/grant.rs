//! Grants (应用授权): what an account's owner allows an application, and for how long.

use serde::{Deserialize, Serialize};

use crate::id::AppId;
use crate::time::Time;

/// One right that an application may ask for.
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
    /// Read the organization's identity.
    GetOrgIdentityInfo,
    /// Start signing in the organization's name.
    OrgInitiateSign,
    /// Manage its members.
    ManageOrgMember,
    /// Manage its seals.
    ManageOrgSeal,
    /// Manage its templates.
    ManageOrgTemplate,
    /// Use its templates.
    UseOrgTemplate,
    /// Manage its seals, templates, files and members.
    ManageOrgResource,
    /// Store its signed files.
    OrgSignFileStorage,
    /// Read its approvals.
    OrgApprovalInfo,
    /// Use its orders.
    UseOrgOrder,
    /// Apply for its evidence reports.
    ApplyOrgEvidence,
    /// Read what functions it may use.
    OrgFunctionBenefits,
    /// Manage its contracts.
    ManageOrgContract,
}

impl Scope {
    /// All scopes, in the order of the documents.
    pub const ALL: [Self; 18] = [
        Self::GetPsnIdentityInfo,
        Self::PsnInitiateSign,
        Self::ManagePsnResource,
        Self::PsnSignFileStorage,
        Self::ApplyPsnEvidence,
        Self::GetOrgIdentityInfo,
        Self::OrgInitiateSign,
        Self::ManageOrgMember,
        Self::ManageOrgSeal,
        Self::ManageOrgTemplate,
        Self::UseOrgTemplate,
        Self::ManageOrgResource,
        Self::OrgSignFileStorage,
        Self::OrgApprovalInfo,
        Self::UseOrgOrder,
        Self::ApplyOrgEvidence,
        Self::OrgFunctionBenefits,
        Self::ManageOrgContract,
    ];

    /// Whether it is a right about a person; the others are about an organization.
    pub fn is_of_person(self) -> bool {
        match self {
            Self::GetPsnIdentityInfo
            | Self::PsnInitiateSign
            | Self::ManagePsnResource
            | Self::PsnSignFileStorage
            | Self::ApplyPsnEvidence => true,
            Self::GetOrgIdentityInfo
            | Self::OrgInitiateSign
            | Self::ManageOrgMember
            | Self::ManageOrgSeal
            | Self::ManageOrgTemplate
            | Self::UseOrgTemplate
            | Self::ManageOrgResource
            | Self::OrgSignFileStorage
            | Self::OrgApprovalInfo
            | Self::UseOrgOrder
            | Self::ApplyOrgEvidence
            | Self::OrgFunctionBenefits
            | Self::ManageOrgContract => false,
        }
    }
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

/// Adds a grant and forgets those to the same application that it replaces wholly.
pub fn add(grants: &mut Vec<Grant>, grant: Grant) {
    grants.retain(|old| old.app != grant.app || !old.scopes.is_within(grant.scopes));
    grants.push(grant);
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
