//! Who exists: the listed people, found by whatever is theirs.
//!
//! A document, a number, a mail address, a card and an Alipay account belong to one person at most, so
//! that the world never contradicts itself.

use std::sync::Arc;

use imbl::OrdMap;
use serde::{Deserialize, Serialize};

use crate::identity::bank_card::BankCardNum;
use crate::identity::document::Document;
use crate::identity::mail::MailAddress;
use crate::identity::mobile::Mobile;
use crate::identity::name::PersonName;
use crate::world::bank::BankCard;
use crate::world::face::FaceFact;
use crate::world::telecom::MobileLine;

/// How many people a world may list.
pub const PEOPLE_MAX: usize = 100_000;
/// How many numbers, mail addresses or cards one person may have, each.
pub const THINGS_OF_A_KIND_MAX: usize = 20;
/// The longest id of a person, in characters.
pub const ID_CHARACTERS_MAX: usize = 64;

/// A made-up person and all that is true of him.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Person {
    /// By what tests and desks call him: lower-case letters, digits, `-` and `_`.
    pub id: Box<str>,
    /// Name.
    pub name: PersonName,
    /// Identity document.
    pub document: Document,
    /// Lines registered in his name; the first is the one he uses.
    pub mobiles: Vec<MobileLine>,
    /// Mail boxes; the first is the one he uses.
    pub mails: Vec<MailAddress>,
    /// Bank cards.
    pub bank_cards: Vec<BankCard>,
    /// The number that his Alipay account is registered with, if he has one.
    pub alipay: Option<Mobile>,
    /// What a camera finds.
    pub face: FaceFact,
    /// What this person is good for, in words.
    pub purpose: Box<str>,
}

/// Why a person or an organization cannot be listed.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum FactError {
    /// The id cannot stand in an address.
    #[error("the id has 1 to 64 lower-case letters, digits, `-` or `_`")]
    Id,
    /// Something is somebody else's.
    #[error("{what} {value} already belongs to `{owner}`")]
    Taken {
        /// What kind of thing.
        what: &'static str,
        /// Its number or address.
        value: String,
        /// The id of whose it is.
        owner: Box<str>,
    },
    /// The same thing is given twice.
    #[error("{what} {value} is given twice")]
    Twice {
        /// What kind of thing.
        what: &'static str,
        /// Its number or address.
        value: String,
    },
    /// Too many things of one kind.
    #[error("{what}: {found} given, at most 20 are kept")]
    TooMany {
        /// What kind of thing.
        what: &'static str,
        /// How many were given.
        found: usize,
    },
    /// The world is full.
    #[error("a world lists at most 100000 people and as many organizations")]
    Full,
}

/// The ordinal of a person among those listed, from 0. It never changes.
type Slot = u32;

/// The listed people.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
#[serde(try_from = "Vec<Arc<Person>>", into = "Vec<Arc<Person>>")]
pub struct Populace {
    people: OrdMap<Slot, Arc<Person>>,
    by_id: OrdMap<Box<str>, Slot>,
    by_document: OrdMap<Document, Slot>,
    by_mobile: OrdMap<Mobile, Slot>,
    by_mail: OrdMap<MailAddress, Slot>,
    by_card: OrdMap<BankCardNum, Slot>,
    by_alipay: OrdMap<Mobile, Slot>,
}

impl Populace {
    /// Lists a person, or replaces the one of the same id.
    ///
    /// # Errors
    /// [`FactError`]; then nothing has changed.
    pub fn put(&mut self, person: Person) -> Result<(), FactError> {
        self.check(&person)?;
        let slot = match self.by_id.get(&person.id).copied() {
            Some(slot) => {
                self.unlist(slot);
                slot
            }
            None if self.people.len() >= PEOPLE_MAX => return Err(FactError::Full),
            None => Slot::try_from(self.people.len()).map_err(|_| FactError::Full)?,
        };
        self.by_id.insert(person.id.clone(), slot);
        self.by_document.insert(person.document.clone(), slot);
        self.by_mobile.extend(person.mobiles.iter().map(|line| (line.mobile, slot)));
        self.by_mail.extend(person.mails.iter().map(|mail| (mail.clone(), slot)));
        self.by_card.extend(person.bank_cards.iter().map(|card| (card.number, slot)));
        self.by_alipay.extend(person.alipay.map(|mobile| (mobile, slot)));
        self.people.insert(slot, Arc::new(person));
        Ok(())
    }

    /// A person by id.
    pub fn by_id(&self, id: &str) -> Option<&Person> {
        self.at(self.by_id.get(id))
    }

    /// The holder of a document.
    pub fn by_document(&self, document: &Document) -> Option<&Person> {
        self.at(self.by_document.get(document))
    }

    /// In whose name a number is registered.
    pub fn by_mobile(&self, mobile: Mobile) -> Option<&Person> {
        self.at(self.by_mobile.get(&mobile))
    }

    /// The owner of a mail box.
    pub fn by_mail(&self, mail: &MailAddress) -> Option<&Person> {
        self.at(self.by_mail.get(mail))
    }

    /// Whose Alipay account is registered with a number.
    pub fn by_alipay(&self, mobile: Mobile) -> Option<&Person> {
        self.at(self.by_alipay.get(&mobile))
    }

    /// A card and its owner.
    pub fn card(&self, number: BankCardNum) -> Option<(&Person, &BankCard)> {
        let owner = self.at(self.by_card.get(&number))?;
        owner.bank_cards.iter().find(|card| card.number == number).map(|card| (owner, card))
    }

    /// A line by its number.
    pub fn line(&self, mobile: Mobile) -> Option<&MobileLine> {
        self.by_mobile(mobile)?.mobiles.iter().find(|line| line.mobile == mobile)
    }

    /// All people in the order in which they were first listed.
    pub fn iter(&self) -> impl Iterator<Item = &Person> {
        self.people.values().map(Arc::as_ref)
    }

    fn at(&self, slot: Option<&Slot>) -> Option<&Person> {
        slot.and_then(|slot| self.people.get(slot)).map(Arc::as_ref)
    }

    fn check(&self, person: &Person) -> Result<(), FactError> {
        check_id(&person.id)?;
        let taken = |what, value: String, owner: Option<&Person>| match owner {
            Some(owner) if owner.id != person.id => {
                Err(FactError::Taken { what, value, owner: owner.id.clone() })
            }
            Some(_) | None => Ok(()),
        };
        taken("document", person.document.to_string(), self.by_document(&person.document))?;
        once("mobile", person.mobiles.iter().map(|line| line.mobile))?;
        for line in &person.mobiles {
            taken("mobile", line.mobile.to_string(), self.by_mobile(line.mobile))?;
        }
        once("mail", person.mails.iter())?;
        for mail in &person.mails {
            taken("mail", mail.to_string(), self.by_mail(mail))?;
        }
        once("bank card", person.bank_cards.iter().map(|card| card.number))?;
        for card in &person.bank_cards {
            taken("bank card", card.number.to_string(), self.card(card.number).map(|(owner, _)| owner))?;
        }
        if let Some(mobile) = person.alipay {
            taken("Alipay account", mobile.to_string(), self.by_alipay(mobile))?;
        }
        Ok(())
    }

    fn unlist(&mut self, slot: Slot) {
        let Some(person) = self.people.remove(&slot) else { return };
        self.by_document.remove(&person.document);
        for line in &person.mobiles {
            self.by_mobile.remove(&line.mobile);
        }
        for mail in &person.mails {
            self.by_mail.remove(mail);
        }
        for card in &person.bank_cards {
            self.by_card.remove(&card.number);
        }
        if let Some(mobile) = &person.alipay {
            self.by_alipay.remove(mobile);
        }
    }
}

/// Refuses an id that cannot stand in an address.
pub(super) fn check_id(id: &str) -> Result<(), FactError> {
    let plain = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || matches!(byte, b'-' | b'_');
    let fits = (1..=ID_CHARACTERS_MAX).contains(&id.len()) && id.bytes().all(plain);
    if fits { Ok(()) } else { Err(FactError::Id) }
}

/// Refuses too many things of a kind, and one thing given twice.
pub(super) fn once<T: Ord + ToString>(
    what: &'static str,
    things: impl Iterator<Item = T>,
) -> Result<(), FactError> {
    let mut things: Vec<T> = things.collect();
    if things.len() > THINGS_OF_A_KIND_MAX {
        return Err(FactError::TooMany { what, found: things.len() });
    }
    things.sort_unstable();
    match things.windows(2).find(|pair| pair[0] == pair[1]) {
        Some(pair) => Err(FactError::Twice { what, value: pair[0].to_string() }),
        None => Ok(()),
    }
}

impl From<Populace> for Vec<Arc<Person>> {
    /// In the order of slots, so that reading them back gives each person the same slot.
    fn from(populace: Populace) -> Self {
        populace.people.values().cloned().collect()
    }
}

impl TryFrom<Vec<Arc<Person>>> for Populace {
    type Error = FactError;

    fn try_from(people: Vec<Arc<Person>>) -> Result<Self, FactError> {
        let mut populace = Self::default();
        for person in people {
            populace.put(Arc::unwrap_or_clone(person))?;
        }
        Ok(populace)
    }
}

#[cfg(test)]
mod tests {
    use super::super::tests::{STRANGER, WANG_CARD, WANG_MOBILE, card, id_card, line, mobile, name, wang};
    use super::*;
    use crate::world::telecom::LineState;

    fn li() -> Person {
        Person {
            id: "li".into(),
            name: name("李梅"),
            document: id_card(STRANGER),
            mobiles: vec![line("13800000002", LineState::Normal)],
            mails: Vec::new(),
            bank_cards: Vec::new(),
            alipay: None,
            ..wang()
        }
    }

    fn refused(person: Person) -> String {
        let mut populace = Populace::default();
        populace.put(wang()).expect("nothing is taken yet");
        let error = populace.put(person).expect_err("must be refused");
        assert_eq!(populace.iter().collect::<Vec<_>>(), [&wang()], "a refused person changes nothing");
        error.to_string()
    }

    #[test]
    fn a_person_is_found_by_whatever_is_his() {
        let mut populace = Populace::default();
        populace.put(li()).expect("nothing is taken yet");
        populace.put(wang()).expect("nothing of his is taken");
        let person = wang();
        assert_eq!(populace.by_id("wang"), Some(&person));
        assert_eq!(populace.by_document(&person.document), Some(&person));
        assert_eq!(populace.by_mobile(mobile(WANG_MOBILE)), Some(&person));
        assert_eq!(populace.by_mail(&person.mails[0]), Some(&person));
        assert_eq!(populace.by_alipay(mobile(WANG_MOBILE)), Some(&person));
        assert_eq!(populace.card(card(WANG_CARD)), Some((&person, &person.bank_cards[0])));
        assert_eq!(populace.iter().map(|person| &*person.id).collect::<Vec<_>>(), ["li", "wang"]);
    }

    #[test]
    fn what_is_one_persons_is_nobody_elses_and_the_error_says_whose() {
        let taken = Person { document: wang().document, ..li() };
        assert_eq!(refused(taken), "document 11010519491231002X already belongs to `wang`");
        let taken = Person { mobiles: wang().mobiles, ..li() };
        assert_eq!(refused(taken), "mobile 13800000001 already belongs to `wang`");
        let taken = Person { mails: wang().mails, ..li() };
        assert_eq!(refused(taken), "mail wang@example.com already belongs to `wang`");
        let taken = Person { bank_cards: wang().bank_cards, ..li() };
        assert_eq!(refused(taken), "bank card 6222020200012349 already belongs to `wang`");
        let taken = Person { alipay: wang().alipay, ..li() };
        assert_eq!(refused(taken), "Alipay account 13800000001 already belongs to `wang`");
    }

    #[test]
    fn nobody_has_one_thing_twice_or_too_many() {
        let twice = Person { mobiles: vec![li().mobiles[0], li().mobiles[0]], ..li() };
        assert_eq!(refused(twice), "mobile 13800000002 is given twice");
        let many = Person { mobiles: vec![li().mobiles[0]; 21], ..li() };
        assert_eq!(refused(many), "mobile: 21 given, at most 20 are kept");
    }

    #[test]
    fn an_id_can_stand_in_an_address() {
        for id in ["", "王五", "a b", "A", "a/b", &"a".repeat(65)] {
            assert_eq!(refused(Person { id: id.into(), ..li() }), FactError::Id.to_string(), "{id}");
        }
    }

    #[test]
    fn a_replaced_person_leaves_nothing_behind() {
        let mut populace = Populace::default();
        populace.put(wang()).expect("nothing is taken yet");
        populace.put(Person { id: "wang".into(), ..li() }).expect("the same id");
        assert_eq!(populace.by_mobile(mobile(WANG_MOBILE)), None);
        assert_eq!(populace.by_document(&wang().document), None);
        assert_eq!(populace.by_alipay(mobile(WANG_MOBILE)), None);
        assert_eq!(populace.card(card(WANG_CARD)), None);
        populace.put(Person { id: "other".into(), ..wang() }).expect("all of it is free again");
    }
}
