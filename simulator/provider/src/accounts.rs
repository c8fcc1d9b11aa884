//! Accounts of persons: an address to log in with, a verified identity, grants.

use imbl::OrdMap;
use serde::{Deserialize, Serialize};

use crate::draw::WorldKey;
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
use crate::shelf::{Place, Shelf};
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

/// How often `method` has failed on `day`.
pub fn counted(failures: &[Failures], day: Day, method: Method) -> u32 {
    failures.iter().filter(|f| f.day == day && f.method == method).map(|f| f.count).sum()
}

/// Counts a failed comparison and forgets those of other days.
pub fn count(failures: &mut Vec<Failures>, day: Day, method: Method) {
    failures.retain(|f| f.day == day);
    match failures.iter_mut().find(|f| f.method == method) {
        Some(failures) => failures.count += 1,
        None => failures.push(Failures { method, day, count: 1 }),
    }
}

impl PsnId {
    fn of_address(key: &WorldKey, address: &Address) -> Self {
        Self(key.id("psn", address.to_string().as_bytes(), 0))
    }
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
        counted(&self.failures, day, method)
    }

    /// Counts a failed comparison and forgets those of other days.
    pub fn count_failure(&mut self, day: Day, method: Method) {
        count(&mut self.failures, day, method);
    }
}

/// All accounts of one world. Nearly all rest, so they lie packed on a shelf; one that has changed is
/// put there anew, which leaves fewer bytes behind than the flow that changed it.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub struct Accounts {
    all: OrdMap<IdBytes, Place>,
    shelf: Shelf,
    // Apart from the others, since nearly all are of this kind and it takes a third of the room.
    by_id_card: OrdMap<IdCardNum, IdBytes>,
    by_other_document: OrdMap<OtherDocument, PsnId>,
}

impl Accounts {
    /// An account by its id.
    pub fn get(&self, id: PsnId) -> Option<Account> {
        unpack(id, self.shelf.bytes_from(*self.all.get(&IdBytes::from(id.0))?))
    }

    /// All accounts, by id.
    pub fn iter(&self) -> impl Iterator<Item = Account> {
        self.all.keys().filter_map(|id| self.get(PsnId((*id).into())))
    }

    /// The account that logs in with this address. One address has one account for ever, so the
    /// address alone decides the id, and there is no index to keep.
    pub fn by_address(&self, key: &WorldKey, address: &Address) -> Option<PsnId> {
        let id = PsnId::of_address(key, address);
        self.all.contains_key(&IdBytes::from(id.0)).then_some(id)
    }

    /// The account that was verified with this document.
    /// Unknown: with several accounts of one person the one verified first answers.
    pub fn by_document(&self, document: &Document) -> Option<PsnId> {
        match document {
            Document::IdCard(number) => self.by_id_card.get(number).map(|id| PsnId((*id).into())),
            Document::Other(other) => self.by_other_document.get(other).copied(),
        }
    }

    /// Opens the account of an address that has none.
    pub fn open(&mut self, key: &WorldKey, address: &Address) -> PsnId {
        let id = PsnId::of_address(key, address);
        let (mobile, mail) = match address {
            Address::Mobile(mobile) => (Some(*mobile), None),
            Address::Mail(mail) => (None, Some(mail.clone())),
        };
        self.put(&Account { id, mobile, mail, real_name: None, grants: Vec::new(), failures: Vec::new() });
        id
    }

    /// Binds what a flow's good end brought to an account, both at once: each change is a new piece.
    pub fn bind(&mut self, id: PsnId, real_name: Option<RealName>, grant: Option<Grant>) {
        if let Some(RealName { document, .. }) = &real_name
            && self.all.contains_key(&IdBytes::from(id.0))
            && self.by_document(document).is_none()
        {
            match document {
                Document::IdCard(number) => drop(self.by_id_card.insert(*number, id.0.into())),
                Document::Other(other) => drop(self.by_other_document.insert(other.clone(), id)),
            }
        }
        if real_name.is_none() && grant.is_none() {
            return;
        }
        self.change(id, |account| {
            if let Some(real_name) = real_name {
                account.failures.clear();
                account.real_name = Some(real_name);
            }
            if let Some(grant) = grant {
                account.grant(grant);
            }
        });
    }

    /// Changes an account.
    pub fn change(&mut self, id: PsnId, change: impl FnOnce(&mut Account)) {
        if let Some(mut account) = self.get(id) {
            change(&mut account);
            self.put(&account);
        }
    }

    fn put(&mut self, account: &Account) {
        self.all.insert(account.id.0.into(), self.shelf.put(&pack(account)));
    }
}

/// An account, as few bytes as it needs.
#[derive(Serialize, Deserialize)]
struct Packed {
    mobile: Option<Mobile>,
    mail: Option<MailAddress>,
    real_name: Option<PackedName>,
    grants: Vec<Grant>,
    failures: Vec<Failures>,
}

#[derive(Serialize, Deserialize)]
struct PackedName {
    name: PersonName,
    document: Document,
    compared: Compared,
    bank_card: Option<BankCardNum>,
    method: Method,
    detailed: bool,
    at: Time,
}

/// The number that was verified: nearly always the account's own.
#[derive(Serialize, Deserialize)]
enum Compared {
    Own,
    None,
    Other(Mobile),
}

fn pack(account: &Account) -> Vec<u8> {
    let real_name = account.real_name.clone().map(|real_name| PackedName {
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
    });
    let packed = Packed {
        mobile: account.mobile,
        mail: account.mail.clone(),
        real_name,
        grants: account.grants.clone(),
        failures: account.failures.clone(),
    };
    postcard::to_allocvec(&packed).expect("an account has no part that postcard cannot write")
}

/// The account back from bytes that begin with what [`pack`] gave.
fn unpack(id: PsnId, bytes: &[u8]) -> Option<Account> {
    let Packed { mobile, mail, real_name, grants, failures } = postcard::from_bytes(bytes).ok()?;
    let real_name = real_name.map(|packed: PackedName| {
        let PackedName { name, document, compared, bank_card, method, detailed, at } = packed;
        let compared = match compared {
            Compared::Own => mobile,
            Compared::None => None,
            Compared::Other(other) => Some(other),
        };
        RealName { name, document, mobile: compared, bank_card, method, detailed, at }
    });
    Some(Account { id, mobile, mail, real_name, grants, failures })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::time::Span;

    fn key() -> WorldKey {
        WorldKey::new(7, "town")
    }

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
            let id = accounts.open(&key(), &address);
            accounts.bind(id, Some(real_name(mobile)), None);
            let grant = Grant {
                app: "7438000001".parse().expect("an app id"),
                scopes: [grant::Scope::GetPsnIdentityInfo].into_iter().collect(),
                effective: Time(1_800_000_000_000),
                expires: Time(1_800_000_000_000) + Span::days(99 * 365),
            };
            accounts.bind(id, None, Some(grant.clone()));
            let account = accounts.get(id).expect("it is there");
            assert!(pack(&account).len() <= 72);
            assert_eq!(account.real_name, Some(real_name(mobile)));
            assert_eq!((account.address(), account.grants), (Some(address.clone()), vec![grant]));
            assert_eq!(accounts.by_address(&key(), &address), Some(id));
            assert_eq!(accounts.by_address(&key(), &"a@example.com".parse().expect("an address")), None);
            assert_eq!(accounts.by_document(&real_name(None).document), Some(id));
        }
    }

    #[test]
    fn a_failure_after_the_verification_is_kept_too() {
        let mut accounts = Accounts::default();
        let id = accounts.open(&key(), &"13800000001".parse().expect("an address"));
        accounts.bind(id, Some(real_name(None)), None);
        accounts.change(id, |account| account.count_failure(Day(3), Method::Face));
        assert_eq!(accounts.get(id).map(|account| account.failures_on(Day(3), Method::Face)), Some(1));
    }
}
