//! A name and a code belong to one organization, also among those that no registry lists.

use crate::flow::method::OrgMethod;
use crate::flow::method::bank_transfer::Direction;
use crate::flow::organization::Compared;
use crate::flow::organization_standing::OrgStand;
use crate::flow::standing::Stand;
use crate::id::AuthFlowId;
use crate::input::Act;
use crate::tests::story::{Story, play};
use crate::tests::town::*;

const NAME: &str = "宁波某某贸易有限公司";
/// Two codes that nobody in town has.
const CODES: [&str; 2] = ["91330201MA2CCCCC4U", "91330201MA2DDDDD8G"];

fn stated(code: &str) -> Compared {
    Compared {
        name: NAME.parse().expect("a name"),
        code: crate::identity::organization_code::OrgCode::parse_either(code).expect("a code"),
        legal_rep_name: person(ZHAO).name,
        legal_rep_document: None,
    }
}

/// A flow whose link names no organization, with its transactor at the form.
fn at_the_form(story: &mut Story, transactor: &str) -> AuthFlowId {
    story.quietly(|story| {
        let mut link = org_link(NAME, transactor);
        link.organization = Some(Box::default());
        let flow = story.link(&link);
        story.verify(flow, transactor);
        flow
    })
}

/// Brings a flow to where only the payment is missing, and tells to which account.
fn but_for_the_payment(story: &mut Story, flow: AuthFlowId, code: &str) -> String {
    story.submit_organization(flow, stated(code));
    let _ = story.act(flow, Act::ChooseOrgMethod { method: OrgMethod::BankTransfer, straight: false });
    let _ = story.act(flow, Act::TurnDirection(Direction::Reverse));
    story.upload(flow);
    story.review(flow, None);
    match story.ask().standing(flow, Some(1)).expect("a known flow").stand {
        Stand::Organization(OrgStand::ReversePayment(reverse)) => reverse.payee.to_string(),
        other => panic!("a reverse payment was expected, not {other:?}"),
    }
}

fn verified_code(story: &Story) -> String {
    let organizations = story.ask();
    let mut codes = organizations.organizations().filter_map(|account| {
        let real_name = account.real_name.as_ref().filter(|real_name| real_name.name.as_str() == NAME);
        real_name.map(|real_name| real_name.code.number().to_string())
    });
    let code = codes.next().expect("a verified organization");
    assert_eq!(codes.next(), None, "one bearer of the name");
    code
}

#[test]
fn nobody_takes_a_verified_name_with_another_code() {
    play(town(), |story| {
        let first = at_the_form(story, WANG);
        let payee = but_for_the_payment(story, first, CODES[0]);
        story.pay(MILL_ACCOUNT.replace('9', "8").as_str(), NAME, &payee, 1);
        assert_eq!(verified_code(story), CODES[0]);
        let second = at_the_form(story, LI);
        story.submit_organization(second, stated(CODES[1]));
        let standing = story.ask().standing(second, Some(1)).expect("a known flow");
        assert!(matches!(standing.stand, Stand::Organization(OrgStand::Form { .. })), "{standing:?}");
    });
}

#[test]
fn of_two_flows_for_one_name_the_first_to_end_has_it() {
    play(town(), |story| {
        let [first, second] = [WANG, LI].map(|transactor| at_the_form(story, transactor));
        let late = but_for_the_payment(story, first, CODES[0]);
        let early = but_for_the_payment(story, second, CODES[1]);
        for payee in [early, late] {
            story.pay(MILL_ACCOUNT.replace('9', "8").as_str(), NAME, &payee, 1);
            assert_eq!(verified_code(story), CODES[1]);
        }
        let standing = story.ask().standing(first, Some(1)).expect("a known flow");
        assert!(matches!(standing.stand, Stand::Organization(OrgStand::Form { .. })), "{standing:?}");
    });
}
