//! Accounts of persons: an address to log in with, a verified identity, grants.

use imbl::OrdMap;
use serde::{Deserialize, Serialize};

use crate::flow::grant::Grant;
use crate::flow::method::Method;
use crate::id::PsnId;
use crate::identity::address::Address;
use crate::identity::bank_card::BankCardNum;
use crate::identity::document::Document;
use crate::identity::mail::MailAddress;
use crate::identity::mobile::Mobile;
use crate::identity::name::PersonName;
use crate::time::{Day, Time};

/// A verified identity and how it was verified.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct RealName {
    /// Verified name.
    pub name: PersonName,
    /// Verified document.
    pub document: Document,
    /// The number that was verified with it; a face check leaves none (auth3/vssvtu).
    pub mobile: Option<Mobile>,
    /// The card that was verified with it; four factors only.
    pub bank_card: Option<BankCardNum>,
    /// By which method.
    pub method: Method,
    /// Whether the detailed version (详情版) was used.
    pub detailed: bool,
    /// Since when.
    pub at: Time,
}

/// Failed comparisons of one method on one Shanghai day.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Failures {
    /// The method.
    pub method: Method,
    /// The day.
    pub day: Day,
    /// How many.
    pub count: u32,
}

/// A person's account.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Account {
    /// Its id.
    pub id: PsnId,
    /// Mobile number to log in with (账号手机).
    pub mobile: Option<Mobile>,
    /// Mail address to log in with.
    pub mail: Option<MailAddress>,
    /// The verified identity, once there is one.
    pub real_name: Option<RealName>,
    /// What was granted to whom.
    pub grants: Vec<Grant>,
    /// Failed comparisons of late.
    pub failures: Vec<Failures>,
}

impl Account {
    /// The address that codes go to: the phone before the mail box.
    pub fn address(&self) -> Option<Address> {
        self.mobile.map(Address::Mobile).or_else(|| self.mail.clone().map(Address::Mail))
    }

    /// Adds a grant and forgets those to the same application that it replaces wholly.
    pub fn grant(&mut self, grant: Grant) {
        self.grants.retain(|old| old.app != grant.app || !old.scopes.is_within(grant.scopes));
        self.grants.push(grant);
    }

    /// How often `method` has failed on `day`.
    pub fn failures_on(&self, day: Day, method: Method) -> u32 {
        self.failures.iter().filter(|f| f.day == day && f.method == method).map(|f| f.count).sum()
    }

    /// Counts a failed comparison and forgets those of other days.
    pub fn count_failure(&mut self, day: Day, method: Method) {
        self.failures.retain(|f| f.day == day);
        match self.failures.iter_mut().find(|f| f.method == method) {
            Some(failures) => failures.count += 1,
            None => self.failures.push(Failures { method, day, count: 1 }),
        }
    }
}

/// All accounts of one world.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub struct Accounts {
    by_id: OrdMap<PsnId, Account>,
    by_mobile: OrdMap<Mobile, PsnId>,
    by_mail: OrdMap<MailAddress, PsnId>,
    by_document: OrdMap<Document, PsnId>,
}

impl Accounts {
    /// An account by its id.
    pub fn get(&self, id: PsnId) -> Option<&Account> {
        self.by_id.get(&id)
    }

    /// The account that logs in with this address.
    pub fn by_address(&self, address: &Address) -> Option<&Account> {
        let id = match address {
            Address::Mobile(mobile) => self.by_mobile.get(mobile),
            Address::Mail(mail) => self.by_mail.get(mail),
        };
        id.and_then(|id| self.by_id.get(id))
    }

    /// The account that was verified with this document.
    /// Unknown: with several accounts of one person the one verified first answers.
    pub fn by_document(&self, document: &Document) -> Option<&Account> {
        self.by_document.get(document).and_then(|id| self.by_id.get(id))
    }

    /// All accounts, by id.
    pub fn iter(&self) -> impl Iterator<Item = &Account> {
        self.by_id.values()
    }

    /// Opens an account; the caller has made sure that id and address are free.
    pub fn open(&mut self, id: PsnId, address: &Address) {
        let (mobile, mail) = match address {
            Address::Mobile(mobile) => (Some(*mobile), None),
            Address::Mail(mail) => (None, Some(mail.clone())),
        };
        if let Some(mobile) = mobile {
            self.by_mobile.insert(mobile, id);
        }
        if let Some(mail) = &mail {
            self.by_mail.insert(mail.clone(), id);
        }
        let account = Account { id, mobile, mail, real_name: None, grants: Vec::new(), failures: Vec::new() };
        self.by_id.insert(id, account);
    }

    /// Binds a verified identity to an account.
    pub fn verify(&mut self, id: PsnId, real_name: RealName) {
        if let Some(account) = self.by_id.get_mut(&id) {
            if !self.by_document.contains_key(&real_name.document) {
                self.by_document.insert(real_name.document.clone(), id);
            }
            account.failures.clear();
            account.real_name = Some(real_name);
        }
    }

    /// Changes an account in place.
    pub fn change(&mut self, id: PsnId, change: impl FnOnce(&mut Account)) {
        if let Some(account) = self.by_id.get_mut(&id) {
            change(account);
        }
    }
}
