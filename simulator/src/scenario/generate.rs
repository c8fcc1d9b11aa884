//! Made-up people in any number: names of fake's Chinese locale, numbers with right check digits.
//!
//! Person n is drawn alone, so that a larger crowd begins with the same people as a smaller one.

use fake::Fake;
use fake::faker::name::raw::Name;
use fake::locales::ZH_CN;
use jiff::civil::{Date, date};
use rand::RngExt;
use rand::rngs::ChaCha8Rng;
use rand::seq::IndexedRandom;
use realname_provider::identity::bank_card::BankCardNum;
use realname_provider::identity::id_card::IdCardNum;
use realname_provider::identity::mobile::Mobile;
use realname_provider::world::World;
use realname_provider::world::bank::{BankCard, CardState};
use realname_provider::world::face::FaceFact;
use realname_provider::world::populace::{FactError, Person};
use realname_provider::world::telecom::{LineState, MobileLine};

/// Districts in GB/T 2260.
const REGIONS: [u32; 16] = [
    110_105, 120_103, 130_102, 210_102, 310_104, 320_102, 330_106, 330_283, 350_203, 370_202, 410_102,
    420_106, 430_102, 440_103, 510_104, 610_113,
];
/// Number ranges of the three operators.
const MOBILE_PREFIXES: [u64; 12] = [135, 136, 137, 138, 139, 150, 151, 158, 159, 182, 186, 189];
/// Banks and the first six digits of their cards.
const BANKS: [(&str, u64); 5] = [
    ("中国工商银行", 622_202),
    ("中国农业银行", 622_848),
    ("中国银行", 621_660),
    ("中国建设银行", 621_700),
    ("招商银行", 622_588),
];
/// The first day on which a generated person may be born; the last is twenty thousand days later.
const FIRST_BIRTH: Date = date(1950, 1, 1);
/// The last day is 4 October 2004, so that everybody is of age.
const BIRTH_DAYS: i32 = 20_000;

/// Adds `count` people to `world`, each from the generator that `draw` gives for his ordinal (from 1)
/// and attempt (from 0; a further one only if something of his is taken). Stops where the world is full.
pub fn populate(world: &mut World, count: u32, mut draw: impl FnMut(u32, u64) -> ChaCha8Rng) {
    let mut ordinal = 0;
    for _ in 0..count {
        ordinal += 1;
        while world.person(&id(ordinal)).is_some() {
            ordinal += 1;
        }
        let mut attempt = 0;
        loop {
            match world.put_person(person(ordinal, &mut draw(ordinal, attempt))) {
                Ok(()) => break,
                Err(FactError::Taken { .. }) => attempt += 1,
                // None of the others can happen to what is made below, but for a full world.
                Err(
                    FactError::Full | FactError::Id | FactError::Twice { .. } | FactError::TooMany { .. },
                ) => return,
            }
        }
    }
}

fn id(ordinal: u32) -> String {
    format!("p{ordinal}")
}

fn person(ordinal: u32, rng: &mut ChaCha8Rng) -> Person {
    // All names of the locale are two to four Chinese characters, all parts below are in range.
    let name: String = Name(ZH_CN).fake_with_rng(rng);
    let birth = FIRST_BIRTH.saturating_add(jiff::Span::new().days(rng.random_range(0..BIRTH_DAYS)));
    let region = *REGIONS.choose(rng).expect("there are regions");
    let number =
        IdCardNum::complete(region, birth, rng.random_range(1..1_000)).expect("each part is in range");
    let prefix = *MOBILE_PREFIXES.choose(rng).expect("there are prefixes");
    let digits = prefix * 100_000_000 + rng.random_range(0..100_000_000_u64);
    let mobile: Mobile = digits.to_string().parse().expect("eleven digits with a known prefix");
    let (bank, first) = *BANKS.choose(rng).expect("there are banks");
    let digits = first * 1_000_000_000_000 + rng.random_range(0..1_000_000_000_000_u64);
    let card = BankCardNum::complete(digits).expect("eighteen digits that begin with 62");
    Person {
        id: id(ordinal).into(),
        name: name.parse().expect("a Chinese name"),
        document: number.into(),
        mobiles: vec![MobileLine { mobile, state: LineState::Normal }],
        mails: vec![format!("{}@example.com", id(ordinal)).parse().expect("a plain address")],
        bank_cards: vec![BankCard { number: card, bank: bank.into(), mobile, state: CardState::Normal }],
        alipay: Some(mobile),
        face: FaceFact::Same,
        purpose: "随机生成，三种认证方式都能通过".into(),
    }
}

#[cfg(test)]
mod tests {
    use rand::SeedableRng;
    use realname_provider::world::{Comparison, Unlisted};

    use super::*;

    fn crowd(count: u32, seed: u64) -> World {
        let mut world = World::new(Unlisted::Reject);
        populate(&mut world, count, |ordinal, attempt| {
            ChaCha8Rng::seed_from_u64(seed ^ (u64::from(ordinal) << 20) ^ attempt)
        });
        world
    }

    #[test]
    fn the_same_draws_give_the_same_people_and_a_larger_crowd_begins_alike() {
        let few: Vec<Person> = crowd(20, 7).people().cloned().collect();
        let many: Vec<Person> = crowd(200, 7).people().cloned().collect();
        assert_eq!(few, many[..20]);
        assert_ne!(crowd(20, 8).people().cloned().collect::<Vec<_>>(), few);
    }

    #[test]
    fn every_generated_person_passes_every_comparison() {
        let world = crowd(300, 1);
        assert_eq!(world.people().count(), 300);
        for person in world.people() {
            let (mobile, card) = (person.mobiles[0].mobile, &person.bank_cards[0]);
            assert_eq!(world.compare_identity(&person.name, &person.document), Comparison::Match);
            assert_eq!(world.compare_mobile(&person.name, &person.document, mobile), Comparison::Match);
            let four = world.compare_bank_card(&person.name, &person.document, card.number, mobile);
            assert_eq!(four, Comparison::Match);
        }
    }

    #[test]
    fn named_people_keep_their_ids_and_numbers() {
        let mut world = crowd(3, 1);
        let before: Vec<Person> = world.people().cloned().collect();
        // The same draws again: each first attempt meets what is taken.
        populate(&mut world, 3, |ordinal, attempt| {
            ChaCha8Rng::seed_from_u64(1 ^ (u64::from(ordinal.saturating_sub(3)) << 20) ^ attempt)
        });
        let after: Vec<Person> = world.people().cloned().collect();
        assert_eq!((after.len(), &after[..3]), (6, &before[..]));
        assert_eq!(&*after[3].id, "p4");
    }

    #[test]
    fn every_name_of_the_locale_is_a_name() {
        use fake::locales::Data;
        for last in ZH_CN::NAME_LAST_NAME {
            for first in ZH_CN::NAME_FIRST_NAME {
                let name = format!("{last}{first}");
                assert!(name.parse::<realname_provider::identity::name::PersonName>().is_ok(), "{name}");
            }
        }
    }
}
