//! temporary
pub mod face {
    #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, serde::Serialize, serde::Deserialize)]
    pub enum FaceFact {
        Same,
        NotSamePerson,
        NoLiveness,
        EyesCovered,
        TimedOut,
    }
}
pub mod populace {
    #[derive(Debug, Clone, PartialEq, Eq, Hash, serde::Serialize, serde::Deserialize)]
    pub struct Person {
        pub id: Box<str>,
    }
}
use crate::{
    claim::Field,
    identity::{
        address::Address, bank_card::BankCardNum, document::Document, mobile::Mobile, name::PersonName,
    },
    time::Time,
};
pub enum Comparison {
    Match,
    Mismatch(Vec<Field>),
    NotCovered,
}
#[derive(Debug, Clone, Default, serde::Serialize, serde::Deserialize)]
pub struct World {}
impl World {
    pub fn compare_identity(&self, _: &PersonName, _: &Document) -> Comparison {
        Comparison::Match
    }
    pub fn compare_mobile(&self, _: &PersonName, _: &Document, _: Mobile) -> Comparison {
        Comparison::Match
    }
    pub fn compare_bank_card(&self, _: &PersonName, _: &Document, _: BankCardNum, _: Mobile) -> Comparison {
        Comparison::Match
    }
    pub fn face_of(&self, _: &Document) -> face::FaceFact {
        face::FaceFact::Same
    }
    pub fn alipay_belongs_to(&self, _: Mobile, _: &Document) -> bool {
        true
    }
    pub fn codes_issued(&self, _: &Address) -> u32 {
        0
    }
    pub fn count_code(&mut self, _: &Address) {}
    pub fn deliver(&mut self, _: &Address, _: Time, _: String, _: Vec<String>) {}
    pub fn put_person(&mut self, _: populace::Person) -> Result<(), String> {
        Ok(())
    }
}
