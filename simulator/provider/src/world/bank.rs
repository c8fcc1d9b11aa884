//! The banks: whose a card is, and which mobile number is kept with it (预留手机号).

use serde::{Deserialize, Serialize};

use super::{Comparison, Unlisted, World};
use crate::claim::Field;
use crate::identity::bank_card::BankCardNum;
use crate::identity::document::Document;
use crate::identity::mobile::Mobile;
use crate::identity::name::PersonName;

/// A bank card in somebody's name.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct BankCard {
    /// Its number.
    pub number: BankCardNum,
    /// The bank's name.
    pub bank: Box<str>,
    /// The mobile number kept at the bank; it need not be the person's own.
    pub mobile: Mobile,
    /// How it stands.
    pub state: CardState,
}

/// How a card stands. A card that is frozen or closed fails four factors.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum CardState {
    /// In use.
    #[default]
    Normal,
    /// Blocked by the bank.
    Frozen,
    /// Given up.
    Closed,
}

impl CardState {
    /// All states.
    pub const ALL: [Self; 3] = [Self::Normal, Self::Frozen, Self::Closed];

    /// Our word for the state.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Normal => "normal",
            Self::Frozen => "frozen",
            Self::Closed => "closed",
        }
    }
}

/// Four factors, or three without the mobile number, as the bank answers. Banks know all kinds of documents
/// (identity_service/dnism6).
pub(super) fn compare(
    world: &World,
    name: &PersonName,
    document: &Document,
    number: BankCardNum,
    mobile: Option<Mobile>,
) -> Comparison {
    let mut differing = world.differing_identity(name.as_str(), document);
    match world.populace.card(number) {
        Some((owner, card)) if owner.document == *document => {
            // Unknown: how a bank answers for a card that is not in use; here the card is at fault.
            if card.state != CardState::Normal {
                differing.push(Field::BankCard);
            }
            if mobile.is_some_and(|stated| stated != card.mobile) {
                differing.push(Field::Mobile);
            }
        }
        Some(_) => differing.push(Field::BankCard),
        None => {
            // A listed person has the cards that are listed and no other.
            let is_listed = world.populace.by_document(document).is_some();
            if is_listed || world.unknown == Unlisted::Reject {
                differing.push(Field::BankCard);
            }
        }
    }
    differing.sort_unstable();
    Comparison::of(differing)
}

#[cfg(test)]
mod tests {
    use super::super::tests::{
        STRANGER, WANG, WANG_CARD, WANG_MOBILE, card, id_card, mobile, name, town, wang,
    };
    use super::*;
    use crate::identity::document::DocumentType;
    use crate::world::populace::Person;

    const OTHER_CARD: u64 = 621_700_000_000_000_001;

    fn check(unknown: Unlisted, claim: (&str, &str, u64, &str), expected: &[Field]) {
        let (who, document, digits, number) = claim;
        let world = town(unknown);
        let found = world.compare_bank_card(&name(who), &id_card(document), card(digits), mobile(number));
        assert_eq!(found, Comparison::of(expected.to_vec()), "{claim:?}");
    }

    #[test]
    fn four_true_factors_match_and_each_wrong_one_is_named() {
        check(Unlisted::Derive, ("王五", WANG, WANG_CARD, WANG_MOBILE), &[]);
        check(Unlisted::Derive, ("王六", WANG, WANG_CARD, WANG_MOBILE), &[Field::Name]);
        check(Unlisted::Derive, ("王五", WANG, WANG_CARD, "13900000000"), &[Field::Mobile]);
        check(Unlisted::Derive, ("王五", WANG, OTHER_CARD, WANG_MOBILE), &[Field::BankCard]);
        check(Unlisted::Derive, ("王五", STRANGER, WANG_CARD, WANG_MOBILE), &[Field::BankCard]);
    }

    #[test]
    fn whoever_is_not_listed_is_believed_or_does_not_exist() {
        check(Unlisted::Derive, ("李梅", STRANGER, OTHER_CARD, "13900000000"), &[]);
        let nobody = [Field::Document, Field::BankCard];
        check(Unlisted::Reject, ("李梅", STRANGER, OTHER_CARD, "13900000000"), &nobody);
    }

    #[test]
    fn without_a_number_only_the_card_and_its_holder_are_compared() {
        let world = town(Unlisted::Derive);
        let three =
            |who, document| world.compare_card_holder(&name(who), &id_card(document), card(WANG_CARD));
        assert_eq!(three("王五", WANG), Comparison::Match);
        assert_eq!(three("王六", WANG), Comparison::Mismatch(vec![Field::Name]));
        assert_eq!(three("王五", STRANGER), Comparison::Mismatch(vec![Field::BankCard]));
        let is_of_another = |digits, document| world.is_card_of_another(card(digits), &id_card(document));
        assert!(is_of_another(WANG_CARD, STRANGER));
        assert!(!is_of_another(WANG_CARD, WANG));
        assert!(!is_of_another(OTHER_CARD, WANG), "it is nobody's");
    }

    #[test]
    fn a_card_that_is_not_in_use_fails() {
        for state in CardState::ALL {
            let mut world = town(Unlisted::Derive);
            let mut person = wang();
            person.bank_cards[0].state = state;
            world.put_person(person).expect("the same person");
            let found =
                world.compare_bank_card(&name("王五"), &id_card(WANG), card(WANG_CARD), mobile(WANG_MOBILE));
            assert_eq!(found == Comparison::Match, state == CardState::Normal, "{state:?}");
        }
    }

    #[test]
    fn several_wrong_factors_are_named_in_the_order_of_all_fields() {
        let mut world = town(Unlisted::Derive);
        let mut person = wang();
        person.bank_cards[0].state = CardState::Frozen;
        world.put_person(person).expect("the same person");
        let found =
            world.compare_bank_card(&name("王六"), &id_card(WANG), card(WANG_CARD), mobile("13900000000"));
        assert_eq!(found, Comparison::Mismatch(vec![Field::Name, Field::Mobile, Field::BankCard]));
    }

    #[test]
    fn banks_know_passports() {
        let passport = Document::parse(DocumentType::Passport, "E12345678").expect("a passport number");
        let mut world = town(Unlisted::Reject);
        world.put_person(Person { document: passport.clone(), ..wang() }).expect("the same person");
        let found = world.compare_bank_card(&name("王五"), &passport, card(WANG_CARD), mobile(WANG_MOBILE));
        assert_eq!(found, Comparison::Match);
    }
}
