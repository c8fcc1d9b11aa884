//! The carriers: in whose name a number is registered, and what a line receives.

use serde::{Deserialize, Serialize};

use super::{Comparison, Unlisted, World};
use crate::claim::Field;
use crate::identity::address::Address;
use crate::identity::document::Document;
use crate::identity::mobile::Mobile;
use crate::identity::name::PersonName;

/// A line that is registered in somebody's name.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct MobileLine {
    /// Its number.
    pub mobile: Mobile,
    /// How it stands.
    pub state: LineState,
}

/// How a line stands. Numbers that were ported, closed or handed on of late fail three factors.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum LineState {
    /// In use.
    #[default]
    Normal,
    /// Taken along to another carrier (携号转网).
    Ported,
    /// Handed over from somebody else of late (过户).
    Transferred,
    /// Given up (销号); receives nothing.
    Closed,
    /// In use, but nothing that is sent ever arrives.
    Silent,
}

impl LineState {
    /// All states.
    pub const ALL: [Self; 5] = [Self::Normal, Self::Ported, Self::Transferred, Self::Closed, Self::Silent];

    /// Our word for the state.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Normal => "normal",
            Self::Ported => "ported",
            Self::Transferred => "transferred",
            Self::Closed => "closed",
            Self::Silent => "silent",
        }
    }

    fn is_compared(self) -> bool {
        match self {
            Self::Normal | Self::Silent => true,
            Self::Ported | Self::Transferred | Self::Closed => false,
        }
    }

    fn receives(self) -> bool {
        match self {
            Self::Normal | Self::Ported | Self::Transferred => true,
            Self::Closed | Self::Silent => false,
        }
    }
}

/// Whether a message to this address arrives; mail always does.
pub(super) fn receives(world: &World, to: &Address) -> bool {
    match to {
        Address::Mobile(mobile) => world.populace.line(*mobile).is_none_or(|line| line.state.receives()),
        Address::Mail(_) => true,
    }
}

/// Three factors, as the carrier answers.
///
/// Virtual operators' numbers, data cards and lines that were ported, closed or handed on of late are
/// not covered; the caller hears 30504001 (identity_service/geg8ga). Unknown: the exact list of such
/// numbers, and whether carriers know documents other than ID cards.
pub(super) fn compare(world: &World, name: &PersonName, document: &Document, mobile: Mobile) -> Comparison {
    match document {
        Document::IdCard(_) if is_covered(world, mobile) => {}
        Document::IdCard(_) | Document::Other(_) => return Comparison::NotCovered,
    }
    let mut differing = world.differing_identity(name.as_str(), document);
    let is_theirs = match world.populace.by_mobile(mobile) {
        Some(owner) => owner.document == *document,
        // A listed person has the numbers that are listed and no other.
        None => world.unknown == Unlisted::Derive && world.populace.by_document(document).is_none(),
    };
    if !is_theirs {
        differing.push(Field::Mobile);
    }
    Comparison::of(differing)
}

/// Two factors: a number and the name that it is registered in. A name alone tells nobody apart, so a number
/// that nobody listed has may be that of somebody else of the same name.
pub(super) fn compare_holder(world: &World, name: &PersonName, mobile: Mobile) -> Comparison {
    if !is_covered(world, mobile) {
        return Comparison::NotCovered;
    }
    match (world.populace.by_mobile(mobile), world.unknown) {
        (Some(owner), _) if owner.name == *name => Comparison::Match,
        (Some(_), _) => Comparison::Mismatch(vec![Field::Name]),
        (None, Unlisted::Derive) => Comparison::Match,
        (None, Unlisted::Reject) => Comparison::Mismatch(vec![Field::Mobile]),
    }
}

/// Whether carriers answer for a number.
fn is_covered(world: &World, mobile: Mobile) -> bool {
    let state = world.populace.line(mobile).map_or(LineState::Normal, |line| line.state);
    !mobile.is_virtual_operator() && !mobile.is_data_card() && state.is_compared()
}

#[cfg(test)]
mod tests {
    use super::super::tests::{STRANGER, WANG, WANG_MOBILE, id_card, line, mobile, name, town, wang};
    use super::*;
    use crate::identity::document::DocumentType;
    use crate::world::populace::Person;

    fn check(unknown: Unlisted, claim: (&str, &str, &str), expected: Comparison) {
        let (who, document, number) = claim;
        let found = town(unknown).compare_mobile(&name(who), &id_card(document), mobile(number));
        assert_eq!(found, expected, "{claim:?}");
    }

    #[test]
    fn three_true_factors_match_and_each_wrong_one_is_named() {
        use Comparison::{Match, Mismatch};
        check(Unlisted::Derive, ("王五", WANG, WANG_MOBILE), Match);
        check(Unlisted::Derive, ("王六", WANG, WANG_MOBILE), Mismatch(vec![Field::Name]));
        check(Unlisted::Derive, ("王五", WANG, "13900000000"), Mismatch(vec![Field::Mobile]));
        check(Unlisted::Derive, ("王六", WANG, "13900000000"), Mismatch(vec![Field::Name, Field::Mobile]));
        check(Unlisted::Derive, ("王五", STRANGER, WANG_MOBILE), Mismatch(vec![Field::Mobile]));
    }

    #[test]
    fn whoever_is_not_listed_is_believed_or_does_not_exist() {
        check(Unlisted::Derive, ("李梅", STRANGER, "13900000000"), Comparison::Match);
        let nobody = Comparison::Mismatch(vec![Field::Document, Field::Mobile]);
        check(Unlisted::Reject, ("李梅", STRANGER, "13900000000"), nobody);
    }

    #[test]
    fn two_factors_are_a_number_and_the_name_it_is_registered_in() {
        let two = |unknown, who, number| town(unknown).compare_mobile_holder(&name(who), mobile(number));
        let (derive, reject) = (Unlisted::Derive, Unlisted::Reject);
        assert_eq!(two(derive, "王五", WANG_MOBILE), Comparison::Match);
        assert_eq!(two(derive, "王六", WANG_MOBILE), Comparison::Mismatch(vec![Field::Name]));
        assert_eq!(two(derive, "王五", "13900000000"), Comparison::Match, "another of this name");
        assert_eq!(two(reject, "王五", "13900000000"), Comparison::Mismatch(vec![Field::Mobile]));
        assert_eq!(two(derive, "李梅", "17000000000"), Comparison::NotCovered);
    }

    #[test]
    fn virtual_operators_and_data_cards_are_not_covered() {
        for number in ["17000000000", "16200000000", "14700000000"] {
            check(Unlisted::Derive, ("李梅", STRANGER, number), Comparison::NotCovered);
        }
    }

    #[test]
    fn only_lines_in_undisturbed_use_are_covered() {
        for state in LineState::ALL {
            let mut world = town(Unlisted::Derive);
            world
                .put_person(Person { mobiles: vec![line(WANG_MOBILE, state)], ..wang() })
                .expect("the same person");
            let found = world.compare_mobile(&name("王五"), &id_card(WANG), mobile(WANG_MOBILE));
            let expected = match state {
                LineState::Normal | LineState::Silent => Comparison::Match,
                LineState::Ported | LineState::Transferred | LineState::Closed => Comparison::NotCovered,
            };
            assert_eq!(found, expected, "{state:?}");
        }
    }

    #[test]
    fn carriers_know_no_passports() {
        let passport = Document::parse(DocumentType::Passport, "E12345678").expect("a passport number");
        let found = town(Unlisted::Derive).compare_mobile(&name("Li Si"), &passport, mobile("13900000000"));
        assert_eq!(found, Comparison::NotCovered);
    }
}
