//! What somebody says about a person, before anybody has checked it.

use serde::{Deserialize, Serialize};

use crate::identity::bank_card::BankCardNum;
use crate::identity::document::{Document, DocumentType};
use crate::identity::mobile::Mobile;
use crate::identity::name::PersonName;

/// A person as a caller stated him: any part may be missing.
#[derive(Debug, Clone, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct PersonClaim {
    /// Name.
    pub name: Option<PersonName>,
    /// Kind of identity document, where only the kind was stated.
    pub document_type: Option<DocumentType>,
    /// Identity document with its number.
    pub document: Option<Document>,
    /// Number kept by the carrier or the bank; only for verification (实名手机号).
    pub mobile: Option<Mobile>,
    /// Bank card.
    pub bank_card: Option<BankCardNum>,
}

/// A part of a claim, as locks and error messages name it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum Field {
    /// Name.
    Name,
    /// Identity document, kind and number.
    Document,
    /// Mobile number.
    Mobile,
    /// Bank card.
    BankCard,
}

impl Field {
    /// All fields, in the order in which pages show them.
    pub const ALL: [Self; 4] = [Self::Name, Self::Document, Self::Mobile, Self::BankCard];
}

/// Two factors: what every method compares first.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Identity {
    /// Name.
    pub name: PersonName,
    /// Identity document.
    pub document: Document,
}

impl From<&Identity> for PersonClaim {
    fn from(identity: &Identity) -> Self {
        Self {
            name: Some(identity.name.clone()),
            document_type: Some(identity.document.kind()),
            document: Some(identity.document.clone()),
            mobile: None,
            bank_card: None,
        }
    }
}

impl PersonClaim {
    /// Lays what `newer` states over this claim.
    pub fn lay_over(&mut self, newer: Self) {
        let Self { name, document_type, document, mobile, bank_card } = newer;
        self.name = name.or(self.name.take());
        self.document_type = document_type.or(self.document_type);
        self.document = document.or(self.document.take());
        self.mobile = mobile.or(self.mobile);
        self.bank_card = bank_card.or(self.bank_card);
    }

    /// The fields that both claims state and that differ.
    pub fn differences(&self, other: &Self) -> Vec<Field> {
        fn differ<T: PartialEq>(one: Option<&T>, other: Option<&T>) -> bool {
            matches!((one, other), (Some(one), Some(other)) if one != other)
        }
        Field::ALL
            .into_iter()
            .filter(|field| match field {
                Field::Name => differ(self.name.as_ref(), other.name.as_ref()),
                Field::Document => {
                    differ(self.document.as_ref(), other.document.as_ref())
                        || differ(self.document_type.as_ref(), other.document_type.as_ref())
                }
                Field::Mobile => differ(self.mobile.as_ref(), other.mobile.as_ref()),
                Field::BankCard => differ(self.bank_card.as_ref(), other.bank_card.as_ref()),
            })
            .collect()
    }
}

impl PersonClaim {
    /// This claim without all but `fields`.
    #[must_use]
    pub fn only(&self, fields: &[Field]) -> Self {
        let has = |field| fields.contains(&field);
        Self {
            name: self.name.clone().filter(|_| has(Field::Name)),
            document_type: self.document_type.filter(|_| has(Field::Document)),
            document: self.document.clone().filter(|_| has(Field::Document)),
            mobile: self.mobile.filter(|_| has(Field::Mobile)),
            bank_card: self.bank_card.filter(|_| has(Field::BankCard)),
        }
    }

    /// The fields that this claim states.
    pub fn stated(&self) -> Vec<Field> {
        Field::ALL
            .into_iter()
            .filter(|field| match field {
                Field::Name => self.name.is_some(),
                Field::Document => self.document.is_some() || self.document_type.is_some(),
                Field::Mobile => self.mobile.is_some(),
                Field::BankCard => self.bank_card.is_some(),
            })
            .collect()
    }
}
