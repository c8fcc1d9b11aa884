//! Whose Alipay account is logged in on a phone.

use super::{Unlisted, World};
use crate::identity::document::Document;
use crate::identity::mobile::Mobile;

/// Whether the account on the phone with this number is the holder's of this document.
///
/// An account is logged in on the phone whose number it is registered with, whoever's line that is.
/// Unknown: on a phone of which the world knows nothing, and where unlisted people exist, the account is
/// that of whoever is expected, unless he is listed and so has his account elsewhere or none at all.
pub(super) fn belongs_to(world: &World, mobile: Mobile, document: &Document) -> bool {
    let expected = world.populace.by_document(document);
    if let Some(owner) = world.populace.by_alipay(mobile) {
        return owner.document == *document;
    }
    let phone_is_listed = world.populace.by_mobile(mobile).is_some();
    match world.unknown {
        Unlisted::Derive => !phone_is_listed && expected.is_none(),
        Unlisted::Reject => false,
    }
}

#[cfg(test)]
mod tests {
    use super::super::tests::{STRANGER, WANG, WANG_MOBILE, id_card, line, mobile, name, town, wang};
    use super::*;
    use crate::world::populace::Person;
    use crate::world::telecom::LineState;

    #[test]
    fn an_account_belongs_to_its_holder_and_to_no_stranger() {
        let world = town(Unlisted::Derive);
        assert!(belongs_to(&world, mobile(WANG_MOBILE), &id_card(WANG)));
        assert!(!belongs_to(&world, mobile(WANG_MOBILE), &id_card(STRANGER)));
    }

    #[test]
    fn on_an_unlisted_phone_is_whoever_is_expected_if_he_is_unlisted_too() {
        let phone = mobile("13900000000");
        assert!(belongs_to(&town(Unlisted::Derive), phone, &id_card(STRANGER)));
        assert!(!belongs_to(&town(Unlisted::Derive), phone, &id_card(WANG)));
        assert!(!belongs_to(&town(Unlisted::Reject), phone, &id_card(STRANGER)));
    }

    #[test]
    fn a_person_without_alipay_is_a_stranger_on_his_own_phone() {
        let mut world = town(Unlisted::Derive);
        world.put_person(Person { alipay: None, ..wang() }).expect("the same person");
        assert!(!belongs_to(&world, mobile(WANG_MOBILE), &id_card(WANG)));
    }

    #[test]
    fn somebody_elses_account_may_be_on_a_phone() {
        let mut world = town(Unlisted::Derive);
        world.put_person(Person { alipay: None, ..wang() }).expect("the same person");
        let wife = Person {
            id: "li".into(),
            name: name("李梅"),
            document: id_card(STRANGER),
            mobiles: vec![line("13800000002", LineState::Normal)],
            mails: Vec::new(),
            bank_cards: Vec::new(),
            alipay: Some(mobile(WANG_MOBILE)),
            ..wang()
        };
        world.put_person(wife).expect("nothing of hers is taken");
        assert!(belongs_to(&world, mobile(WANG_MOBILE), &id_card(STRANGER)));
        assert!(!belongs_to(&world, mobile(WANG_MOBILE), &id_card(WANG)));
    }
}
