//! What lies outside the provider: people, organizations and what others know about them.
//!
//! - `populace`: who exists, and what is whose · `telecom`: what the carrier says, three factors
//! - `bank`: what the bank says, four factors · `alipay`: whose Alipay is on a phone
//! - `face`: what a camera finds · `post`: messages that reached a phone or a mail box
//! - `registry`: which organizations exist, three and four factors · `account`: their bank accounts
//! - `branches`: the directory of sub-branches
//! - `ledger`: the banks' books · `payment`: money that moves
//! - `calendar`: working days · `reviewers`: the habits of those who look at letters
//!
//! The world knows no flow, no account and no fault: it says what is true and holds what was sent.
//! Reading it never changes it; whoever is not listed is judged anew each time ([`Unlisted`]).

pub mod account;
pub mod alipay;
pub mod bank;
pub mod branches;
pub mod calendar;
pub mod face;
pub mod ledger;
pub mod payment;
pub mod populace;
pub mod post;
pub mod registry;
pub mod reviewers;
pub mod telecom;

use serde::{Deserialize, Serialize};

use crate::claim::Field;
use crate::identity::address::Address;
use crate::identity::bank_card::BankCardNum;
use crate::identity::document::Document;
use crate::identity::mobile::Mobile;
use crate::identity::name::PersonName;
use crate::identity::organization_code::OrgCode;
use crate::identity::organization_name::OrgName;
use crate::time::Time;
use crate::world::calendar::Calendar;
use crate::world::face::FaceFact;
use crate::world::ledger::{Books, OPENING};
use crate::world::populace::{FactError, Person, Populace};
use crate::world::post::{Message, Post};
use crate::world::registry::{LegalRep, OrgComparison, OrgFactors, OrgFinding, Organization, Registry};
use crate::world::reviewers::Reviewers;

/// What holds for people and organizations that are not listed.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Unlisted {
    /// Any well-formed identity is true, with any number and card that is nobody else's.
    #[default]
    Derive,
    /// There is nobody else.
    Reject,
}

/// What comes of comparing what somebody says with what is true.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Comparison {
    /// All of it agrees.
    Match,
    /// These parts do not, in the order of [`Field::ALL`]; never empty.
    Mismatch(Vec<Field>),
    /// Who was asked cannot say: a virtual operator's number, a kind of document it does not know.
    NotCovered,
}

impl Comparison {
    fn of(differing: Vec<Field>) -> Self {
        if differing.is_empty() { Self::Match } else { Self::Mismatch(differing) }
    }
}

/// The world around one provider. A clone shares what neither side changes.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub struct World {
    unknown: Unlisted,
    populace: Populace,
    post: Post,
    registry: Registry,
    books: Books,
    calendar: Calendar,
    reviewers: Reviewers,
}

impl World {
    /// A world without listed people.
    pub fn new(unknown: Unlisted) -> Self {
        Self { unknown, ..Self::default() }
    }

    /// What holds for people and organizations that are not listed.
    pub fn unknown(&self) -> Unlisted {
        self.unknown
    }

    /// Says what holds for people and organizations that are not listed.
    pub fn set_unknown(&mut self, unknown: Unlisted) {
        self.unknown = unknown;
    }

    /// Lists a person, or replaces the one of the same id.
    ///
    /// # Errors
    /// [`FactError`] if something of this person's is somebody else's; then nothing has changed.
    pub fn put_person(&mut self, person: Person) -> Result<(), FactError> {
        for card in &person.bank_cards {
            let value = card.number.to_string();
            let holder = value.parse().ok().and_then(|number| self.registry.account(&number));
            if let Some((holder, _)) = holder {
                return Err(FactError::Taken { what: "bank card", value, owner: holder.id.clone() });
            }
        }
        self.populace.put(person)
    }

    /// A person by id.
    pub fn person(&self, id: &str) -> Option<&Person> {
        self.populace.by_id(id)
    }

    /// The listed people, in the order in which they were first put.
    pub fn people(&self) -> impl Iterator<Item = &Person> {
        self.populace.iter()
    }

    /// The holder of a document.
    pub fn person_by_document(&self, document: &Document) -> Option<&Person> {
        self.populace.by_document(document)
    }

    /// The person in whose name a number is registered.
    pub fn person_by_mobile(&self, mobile: Mobile) -> Option<&Person> {
        self.populace.by_mobile(mobile)
    }

    /// The person whose number or mail box an address is.
    pub fn person_by_address(&self, address: &Address) -> Option<&Person> {
        match address {
            Address::Mobile(mobile) => self.populace.by_mobile(*mobile),
            Address::Mail(mail) => self.populace.by_mail(mail),
        }
    }

    /// Lists an organization, or replaces the one of the same id; opens its accounts that are new.
    ///
    /// # Errors
    /// [`FactError`] if something of it is another's; then nothing has changed.
    pub fn put_organization(&mut self, organization: Organization) -> Result<(), FactError> {
        let numbers: Vec<_> = organization.accounts.iter().map(|account| account.number.clone()).collect();
        for number in &numbers {
            let taken = |owner| FactError::Taken { what: "account", value: number.to_string(), owner };
            if self.books.is_house(number) {
                return Err(taken("the provider".into()));
            }
            let card = number.as_str().parse().ok().and_then(|card| self.populace.card(card));
            if let Some((owner, _)) = card {
                return Err(taken(owner.id.clone()));
            }
        }
        self.registry.put(organization)?;
        for number in &numbers {
            self.books.open(number, OPENING, false);
        }
        Ok(())
    }

    /// An organization by id.
    pub fn organization(&self, id: &str) -> Option<&Organization> {
        self.registry.by_id(id)
    }

    /// The listed organizations, in the order in which they were first put.
    pub fn organizations(&self) -> impl Iterator<Item = &Organization> {
        self.registry.iter()
    }

    /// The listed bearer of a name.
    pub fn organization_by_name(&self, name: &OrgName) -> Option<&Organization> {
        self.registry.by_name(name)
    }

    /// The legal representative of the listed holder of a code.
    pub fn legal_rep_of(&self, code: &OrgCode) -> Option<&LegalRep> {
        self.registry.by_code(code).map(|organization| &organization.legal_rep)
    }

    /// Compares three factors of an organization, or four with its legal representative's document.
    pub fn compare_organization(
        &self,
        name: &OrgName,
        code: &OrgCode,
        legal_rep_name: &PersonName,
        legal_rep_document: Option<&Document>,
    ) -> OrgComparison {
        self.registry.compare(self.unknown, name, code, legal_rep_name, legal_rep_document)
    }

    /// Compares two, three or four factors of an organization, and tells how it stands.
    pub fn compare_organization_factors(&self, factors: &OrgFactors) -> OrgFinding {
        self.registry.compare_factors(self.unknown, factors)
    }

    /// Which days are worked.
    pub fn calendar(&self) -> &Calendar {
        &self.calendar
    }

    /// Says which days are worked.
    pub fn set_calendar(&mut self, calendar: Calendar) {
        self.calendar = calendar;
    }

    /// The habit of the reviewers.
    pub fn reviewers(&self) -> &Reviewers {
        &self.reviewers
    }

    /// Says what the reviewers do.
    pub fn set_reviewers(&mut self, reviewers: Reviewers) {
        self.reviewers = reviewers;
    }

    /// Compares two factors: does this document belong to somebody of this name?
    ///
    /// Unknown: the register of residents knows ID cards, permits and residence cards
    /// (identity_service/glz1it); no page says that it knows passports or travel permits.
    pub fn compare_identity(&self, name: &PersonName, document: &Document) -> Comparison {
        self.compare_written_name(name.as_str(), document)
    }

    /// The same for a name as a caller writes it, which may be longer than any that is kept.
    pub fn compare_written_name(&self, name: &str, document: &Document) -> Comparison {
        match document {
            Document::IdCard(_) => Comparison::of(self.differing_identity(name, document)),
            Document::Other(_) => Comparison::NotCovered,
        }
    }

    /// Compares two factors at the carrier: is the number registered under this name?
    pub fn compare_mobile_holder(&self, name: &PersonName, mobile: Mobile) -> Comparison {
        telecom::compare_holder(self, name, mobile)
    }

    /// Compares three factors at the carrier (运营商三要素).
    pub fn compare_mobile(&self, name: &PersonName, document: &Document, mobile: Mobile) -> Comparison {
        telecom::compare(self, name, document, mobile)
    }

    /// Compares four factors at the bank (银行卡四要素).
    pub fn compare_bank_card(
        &self,
        name: &PersonName,
        document: &Document,
        card: BankCardNum,
        mobile: Mobile,
    ) -> Comparison {
        bank::compare(self, name, document, card, Some(mobile))
    }

    /// Compares three factors at the bank: the same without the mobile number.
    pub fn compare_card_holder(
        &self,
        name: &PersonName,
        document: &Document,
        card: BankCardNum,
    ) -> Comparison {
        bank::compare(self, name, document, card, None)
    }

    /// Whether a card is kept in the name of somebody who has another document than this one.
    pub fn is_card_of_another(&self, card: BankCardNum, document: &Document) -> bool {
        self.populace.card(card).is_some_and(|(owner, _)| owner.document != *document)
    }

    /// What the camera finds when the holder of this document is asked to show his face.
    pub fn face_of(&self, document: &Document) -> FaceFact {
        self.populace.by_document(document).map_or(FaceFact::Same, |person| person.face)
    }

    /// Whether whoever is logged in to Alipay on this phone is the holder of this document.
    pub fn alipay_belongs_to(&self, mobile: Mobile, document: &Document) -> bool {
        alipay::belongs_to(self, mobile, document)
    }

    /// Sends a message; a silent or closed line gets nothing. Tells whether it arrived.
    pub fn deliver(&mut self, to: &Address, at: Time, text: String, links: Vec<String>) -> bool {
        let arrives = telecom::receives(self, to);
        if arrives {
            self.post.put(to, at, text, links);
        }
        arrives
    }

    /// The messages of an address that are still held, after the one with this ordinal (0: all).
    pub fn messages(&self, address: &Address, after: u32) -> impl Iterator<Item = &Message> {
        self.post.messages(address, after)
    }

    /// The messages of all addresses that are still held, in the order in which they arrived, with the
    /// ordinal of each in the world; after this ordinal (0: all).
    #[cfg(test)]
    pub(crate) fn all_messages(&self, after: u64) -> impl Iterator<Item = (u64, &Message)> {
        self.post.all(after)
    }

    /// How many messages of an address are no longer held.
    pub fn evicted(&self, address: &Address) -> u32 {
        self.post.evicted(address)
    }

    /// How many one-time codes an address has been issued, however old.
    pub fn codes_issued(&self, address: &Address) -> u32 {
        self.post.codes_issued(address)
    }

    /// Counts a new one-time code for an address.
    pub fn count_code(&mut self, address: &Address) {
        self.post.count_code(address);
    }

    /// Which of name and document are not true together.
    fn differing_identity(&self, name: &str, document: &Document) -> Vec<Field> {
        match (self.populace.by_document(document), self.unknown) {
            (Some(person), _) if person.name.as_str() == name => Vec::new(),
            (Some(_), _) => vec![Field::Name],
            (None, Unlisted::Derive) => Vec::new(),
            // Unknown: which part a data source blames for a document that it does not know.
            (None, Unlisted::Reject) => vec![Field::Document],
        }
    }
}

#[cfg(test)]
mod tests;
