//! Accounts of organizations: a name, a verified identity, an administrator, grants.

use std::sync::Arc;

use imbl::OrdMap;
use serde::{Deserialize, Serialize};

use crate::flow::grant::{self, Grant};
use crate::flow::letter::LetterFile;
use crate::flow::method::OrgProof;
use crate::id::{OrgId, PsnId};
use crate::identity::cnaps::CnapsCode;
use crate::identity::corporate_account::CorporateAccountNum;
use crate::identity::document::Document;
use crate::identity::name::PersonName;
use crate::identity::organization_code::OrgCode;
use crate::identity::organization_name::OrgName;
use crate::time::Time;

/// The corporate account that an organization was verified with; `cnaps_code` is known only where the
/// provider paid to it.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct VerifiedAccount {
    /// Account number.
    pub number: CorporateAccountNum,
    /// Its branch.
    pub cnaps: Option<CnapsCode>,
    /// The letter that was approved.
    pub letter: Option<LetterFile>,
}

/// A verified organization and how it was verified.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct OrgRealName {
    /// Verified name.
    pub name: OrgName,
    /// Verified code.
    pub code: OrgCode,
    /// Its legal representative.
    pub legal_rep_name: PersonName,
    /// His document, where it was stated or came to light.
    pub legal_rep_document: Option<Document>,
    /// What the verification is recorded as.
    pub proof: OrgProof,
    /// The account and the letter; by bank transfer only (auth3/xxz4tc).
    pub account: Option<VerifiedAccount>,
    /// Since when.
    pub at: Time,
}

/// An organization's account.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct OrgAccount {
    /// Its id.
    pub id: OrgId,
    /// The name it goes by.
    pub name: OrgName,
    /// The verified identity, once there is one.
    pub real_name: Option<OrgRealName>,
    /// Its administrator (企业管理员): whoever had it verified first.
    pub admin: Option<PsnId>,
    /// What was granted to whom.
    pub grants: Vec<Grant>,
}

impl OrgAccount {
    /// Adds a grant and forgets those to the same application that it replaces wholly.
    pub fn grant(&mut self, grant: Grant) {
        grant::add(&mut self.grants, grant);
    }
}

/// All organizations' accounts of one world.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub struct Organizations {
    all: OrdMap<OrgId, Arc<OrgAccount>>,
    by_name: OrdMap<OrgName, OrgId>,
    by_code: OrdMap<OrgCode, OrgId>,
}

impl Organizations {
    /// An account by its id.
    pub fn get(&self, id: OrgId) -> Option<&OrgAccount> {
        self.all.get(&id).map(Arc::as_ref)
    }

    /// The account that goes by this name.
    pub fn by_name(&self, name: &OrgName) -> Option<OrgId> {
        self.by_name.get(name).copied()
    }

    /// The account that was verified with this code.
    pub fn by_code(&self, code: &OrgCode) -> Option<OrgId> {
        self.by_code.get(code).copied()
    }

    /// All accounts, by id.
    pub fn iter(&self) -> impl Iterator<Item = &OrgAccount> {
        self.all.values().map(Arc::as_ref)
    }

    /// Opens an account; the caller has made sure that id and name are free.
    pub fn open(&mut self, id: OrgId, name: &OrgName) {
        self.by_name.insert(name.clone(), id);
        let account = OrgAccount { id, name: name.clone(), real_name: None, admin: None, grants: Vec::new() };
        self.all.insert(id, Arc::new(account));
    }

    /// Binds a verified identity to an account, which goes by the verified name from then on. The first
    /// who has an organization verified becomes its administrator.
    pub fn verify(&mut self, id: OrgId, real_name: OrgRealName, transactor: PsnId) {
        let Some(account) = self.all.get(&id) else { return };
        if account.name != real_name.name && self.by_name(&account.name) == Some(id) {
            let old = account.name.clone();
            self.by_name.remove(&old);
        }
        self.by_name.insert(real_name.name.clone(), id);
        self.by_code.insert(real_name.code, id);
        self.change(id, |account| {
            account.name = real_name.name.clone();
            account.real_name = Some(real_name);
            account.admin = account.admin.or(Some(transactor));
        });
    }

    /// Changes an account; neither its id nor its name.
    pub fn change(&mut self, id: OrgId, change: impl FnOnce(&mut OrgAccount)) {
        if let Some(mut account) = self.all.remove(&id).map(Arc::unwrap_or_clone) {
            change(&mut account);
            self.all.insert(id, Arc::new(account));
        }
    }
}
