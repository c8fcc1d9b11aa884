//! A small town for the tests of this folder, and what holds for the world as a whole.

use super::*;
use crate::identity::document::DocumentType;
use crate::world::bank::{BankCard, CardState};
use crate::world::telecom::{LineState, MobileLine};

pub(super) const WANG: &str = "11010519491231002X";
pub(super) const WANG_MOBILE: &str = "13800000001";
pub(super) const WANG_CARD: u64 = 622_202_020_001_234;

pub(super) fn name(text: &str) -> PersonName {
    text.parse().expect("a name")
}

pub(super) fn id_card(text: &str) -> Document {
    Document::parse(DocumentType::IdCard, text).expect("an ID card number")
}

pub(super) fn mobile(text: &str) -> Mobile {
    text.parse().expect("a mobile number")
}

pub(super) fn card(digits: u64) -> BankCardNum {
    BankCardNum::complete(digits).expect("a card number")
}

pub(super) fn line(text: &str, state: LineState) -> MobileLine {
    MobileLine { mobile: mobile(text), state }
}

pub(super) fn wang() -> Person {
    Person {
        id: "wang".into(),
        name: name("王五"),
        document: id_card(WANG),
        mobiles: vec![line(WANG_MOBILE, LineState::Normal)],
        mails: vec!["wang@example.com".parse().expect("a mail address")],
        bank_cards: vec![BankCard {
            number: card(WANG_CARD),
            bank: "中国工商银行".into(),
            mobile: mobile(WANG_MOBILE),
            state: CardState::Normal,
        }],
        alipay: Some(mobile(WANG_MOBILE)),
        face: FaceFact::Same,
        purpose: "everything works".into(),
    }
}

pub(super) fn town(unknown: Unlisted) -> World {
    let mut world = World::new(unknown);
    world.put_person(wang()).expect("nothing is taken yet");
    world
}

pub(super) const STRANGER: &str = "330283199003070012";

#[test]
fn a_listed_document_belongs_to_its_holder_only() {
    let world = town(Unlisted::Derive);
    assert_eq!(world.compare_identity(&name("王五"), &id_card(WANG)), Comparison::Match);
    assert_eq!(
        world.compare_identity(&name("王六"), &id_card(WANG)),
        Comparison::Mismatch(vec![Field::Name])
    );
}

#[test]
fn whoever_is_not_listed_is_believed_or_does_not_exist() {
    let compare = |unknown| town(unknown).compare_identity(&name("王五"), &id_card(STRANGER));
    assert_eq!(compare(Unlisted::Derive), Comparison::Match);
    assert_eq!(compare(Unlisted::Reject), Comparison::Mismatch(vec![Field::Document]));
}

#[test]
fn the_register_of_residents_knows_no_passports() {
    let passport = Document::parse(DocumentType::Passport, "E12345678").expect("a passport number");
    assert_eq!(town(Unlisted::Derive).compare_identity(&name("王五"), &passport), Comparison::NotCovered);
}

#[test]
fn a_stranger_shows_his_own_face() {
    let mut world = town(Unlisted::Derive);
    world.put_person(Person { face: FaceFact::EyesCovered, ..wang() }).expect("the same person");
    assert_eq!(world.face_of(&id_card(WANG)), FaceFact::EyesCovered);
    assert_eq!(world.face_of(&id_card(STRANGER)), FaceFact::Same);
}

#[test]
fn a_silent_or_closed_line_gets_no_message() {
    for state in LineState::ALL {
        let mut world = town(Unlisted::Derive);
        world
            .put_person(Person { mobiles: vec![line(WANG_MOBILE, state)], ..wang() })
            .expect("the same person");
        let to = Address::Mobile(mobile(WANG_MOBILE));
        let arrived = world.deliver(&to, Time(0), "hello".into(), Vec::new());
        assert_eq!(arrived, !matches!(state, LineState::Silent | LineState::Closed), "{state:?}");
        assert_eq!(world.messages(&to, 0).count(), usize::from(arrived));
    }
}

#[test]
fn a_world_survives_packing_and_a_copy_goes_its_own_way() {
    let mut world = town(Unlisted::Reject);
    let to = Address::Mobile(mobile(WANG_MOBILE));
    world.deliver(&to, Time(5), "hello".into(), vec!["http://127.0.0.1/s/1".into()]);
    world.count_code(&to);
    let packed = postcard::to_allocvec(&world).expect("packs");
    let back: World = postcard::from_bytes(&packed).expect("unpacks");
    assert_eq!(postcard::to_allocvec(&back).expect("packs"), packed);
    assert_eq!(back.person("wang"), Some(&wang()));
    assert_eq!((back.unknown(), back.codes_issued(&to)), (Unlisted::Reject, 1));

    let mut copy = world.clone();
    copy.deliver(&to, Time(6), "again".into(), Vec::new());
    assert_eq!((world.messages(&to, 0).count(), copy.messages(&to, 0).count()), (1, 2));
}
