//! Accounts of persons: an address to log in with, a verified identity, grants.

use std::borrow::Cow;
use std::collections::BTreeSet;
use std::sync::Arc;

use imbl::OrdMap;
use serde::{Deserialize, Serialize};

use crate::flow::grant::{self, Grant};
use crate::flow::method::Method;
use crate::id::{IdBytes, PsnId};
use crate::identity::address::Address;
use crate::identity::bank_card::BankCardNum;
use crate::identity::document::{Document, OtherDocument};
use crate::identity::id_card::IdCardNum;
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
        grant::add(&mut self.grants, grant);
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

/// All accounts of one world. Most are verified and rest: those are kept packed.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub struct Accounts {
    open: OrdMap<PsnId, Arc<Account>>,
    verified: OrdMap<IdBytes, Arc<[u8]>>,
    by_mobile: OrdMap<Mobile, IdBytes>,
    by_mail: OrdMap<MailAddress, PsnId>,
    // Apart from the others, since nearly all are of this kind and it takes a third of the room.
    by_id_card: OrdMap<IdCardNum, IdBytes>,
    by_other_document: OrdMap<OtherDocument, PsnId>,
}

impl Accounts {
    /// An account by its id.
    pub fn get(&self, id: PsnId) -> Option<Cow<'_, Account>> {
        if let Some(account) = self.open.get(&id) {
            return Some(Cow::Borrowed(account));
        }
        let packed = self.verified.get(&IdBytes::from(id.0))?;
        unpack(id, packed).map(Cow::Owned)
    }

    /// All accounts, by id.
    pub fn iter(&self) -> impl Iterator<Item = Cow<'_, Account>> {
        let verified = self.verified.keys().map(|id| PsnId((*id).into()));
        let ids: BTreeSet<PsnId> = self.open.keys().copied().chain(verified).collect();
        ids.into_iter().filter_map(|id| self.get(id))
    }

    /// The account that logs in with this address.
    pub fn by_address(&self, address: &Address) -> Option<PsnId> {
        match address {
            Address::Mobile(mobile) => self.by_mobile.get(mobile).map(|id| PsnId((*id).into())),
            Address::Mail(mail) => self.by_mail.get(mail).copied(),
        }
    }

    /// The account that was verified with this document.
    /// Unknown: with several accounts of one person the one verified first answers.
    pub fn by_document(&self, document: &Document) -> Option<PsnId> {
        match document {
            Document::IdCard(number) => self.by_id_card.get(number).map(|id| PsnId((*id).into())),
            Document::Other(other) => self.by_other_document.get(other).copied(),
        }
    }

    /// Opens an account; the caller has made sure that id and address are free.
    pub fn open(&mut self, id: PsnId, address: &Address) {
        let (mobile, mail) = match address {
            Address::Mobile(mobile) => (Some(*mobile), None),
            Address::Mail(mail) => (None, Some(mail.clone())),
        };
        if let Some(mobile) = mobile {
            self.by_mobile.insert(mobile, id.0.into());
        }
        if let Some(mail) = &mail {
            self.by_mail.insert(mail.clone(), id);
        }
        self.put(Account { id, mobile, mail, real_name: None, grants: Vec::new(), failures: Vec::new() });
    }

    /// Binds a verified identity to an account.
    pub fn verify(&mut self, id: PsnId, real_name: RealName) {
        if self.get(id).is_none() {
            return;
        }
        if self.by_document(&real_name.document).is_none() {
            match &real_name.document {
                Document::IdCard(number) => drop(self.by_id_card.insert(*number, id.0.into())),
                Document::Other(other) => drop(self.by_other_document.insert(other.clone(), id)),
            }
        }
        self.change(id, |account| {
            account.failures.clear();
            account.real_name = Some(real_name);
        });
    }

    /// Changes an account.
    pub fn change(&mut self, id: PsnId, change: impl FnOnce(&mut Account)) {
        let open = self.open.remove(&id).map(Arc::unwrap_or_clone);
        let account = open.or_else(|| self.get(id).map(Cow::into_owned));
        if let Some(mut account) = account {
            change(&mut account);
            self.put(account);
        }
    }

    fn put(&mut self, account: Account) {
        let key = IdBytes::from(account.id.0);
        match pack(&account) {
            Some(packed) => drop(self.verified.insert(key, packed)),
            None => {
                self.verified.remove(&key);
                self.open.insert(account.id, Arc::new(account));
            }
        }
    }
}

/// A verified account without failures, as few bytes as it needs.
#[derive(Serialize, Deserialize)]
struct Packed {
    mobile: Option<Mobile>,
    mail: Option<MailAddress>,
    name: PersonName,
    document: Document,
    compared: Compared,
    bank_card: Option<BankCardNum>,
    method: Method,
    detailed: bool,
    at: Time,
    grants: Vec<Grant>,
}

/// The number that was verified: nearly always the account's own.
#[derive(Serialize, Deserialize)]
enum Compared {
    Own,
    None,
    Other(Mobile),
}

fn pack(account: &Account) -> Option<Arc<[u8]>> {
    let real_name = account.real_name.clone().filter(|_| account.failures.is_empty())?;
    let packed = Packed {
        mobile: account.mobile,
        mail: account.mail.clone(),
        name: real_name.name,
        document: real_name.document,
        compared: match real_name.mobile {
            None => Compared::None,
            compared if compared == account.mobile => Compared::Own,
            Some(other) => Compared::Other(other),
        },
        bank_card: real_name.bank_card,
        method: real_name.method,
        detailed: real_name.detailed,
        at: real_name.at,
        grants: account.grants.clone(),
    };
    let bytes = postcard::to_allocvec(&packed).expect("an account has no part that postcard cannot write");
    Some(bytes.into())
}

fn unpack(id: PsnId, bytes: &[u8]) -> Option<Account> {
    let Packed { mobile, mail, name, document, compared, bank_card, method, detailed, at, grants } =
        postcard::from_bytes(bytes).ok()?;
    let compared = match compared {
        Compared::Own => mobile,
        Compared::None => None,
        Compared::Other(other) => Some(other),
    };
    let real_name = RealName { name, document, mobile: compared, bank_card, method, detailed, at };
    Some(Account { id, mobile, mail, real_name: Some(real_name), grants, failures: Vec::new() })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::time::Span;

    const ID: PsnId = PsnId(7);

    fn real_name(mobile: Option<&str>) -> RealName {
        RealName {
            name: "王五".parse().expect("a name"),
            document: Document::IdCard("11010519491231002X".parse().expect("an ID card number")),
            mobile: mobile.map(|mobile| mobile.parse().expect("a mobile number")),
            bank_card: None,
            method: Method::Mobile3,
            detailed: false,
            at: Time(1_800_000_000_000),
        }
    }

    #[test]
    fn a_verified_account_is_small_and_reads_as_before() {
        for mobile in [None, Some("13800000001"), Some("13800000002")] {
            let mut accounts = Accounts::default();
            let address: Address = "13800000001".parse().expect("an address");
            accounts.open(ID, &address);
            accounts.verify(ID, real_name(mobile));
            let grant = Grant {
                app: "7438000001".parse().expect("an app id"),
                scopes: [grant::Scope::GetPsnIdentityInfo].into_iter().collect(),
                effective: Time(1_800_000_000_000),
                expires: Time(1_800_000_000_000) + Span::days(99 * 365),
            };
            accounts.change(ID, |account| account.grant(grant.clone()));
            assert!(accounts.open.is_empty());
            assert!(accounts.verified.get(&IdBytes::from(ID.0)).is_some_and(|packed| packed.len() <= 72));
            let account = accounts.get(ID).expect("it is there").into_owned();
            assert_eq!(account.real_name, Some(real_name(mobile)));
            assert_eq!((account.address(), account.grants), (Some(address.clone()), vec![grant]));
            assert_eq!(accounts.by_address(&address), Some(ID));
            assert_eq!(accounts.by_document(&real_name(None).document), Some(ID));
        }
    }

    #[test]
    fn a_failure_after_the_verification_is_kept_too() {
        let mut accounts = Accounts::default();
        accounts.open(ID, &"13800000001".parse().expect("an address"));
        accounts.verify(ID, real_name(None));
        accounts.change(ID, |account| account.count_failure(Day(3), Method::Face));
        assert_eq!(accounts.get(ID).map(|account| account.failures_on(Day(3), Method::Face)), Some(1));
        accounts.change(ID, |account| account.failures.clear());
        assert_eq!((accounts.open.len(), accounts.verified.len()), (0, 1));
    }
}
