//! Rules of organizations' flows, one a test, each at the point where breaking it would show.

use crate::flow::link::Link;
use crate::flow::method::OrgMethod;
use crate::flow::method::bank_transfer::{Direction, PayoutState};
use crate::flow::method::legal_rep_authorization::{ProveBy, SignAct};
use crate::flow::organization::Compared;
use crate::flow::organization_standing::OrgStand;
use crate::flow::standing::Stand;
use crate::id::AuthFlowId;
use crate::identity::amount::Amount;
use crate::identity::bank_card::BankCardNum;
use crate::input::{Act, Input, Outcome};
use crate::org_claim::OrgField;
use crate::refusal::Refusal;
use crate::rules::Rules;
use crate::tests::story::{Story, play};
use crate::tests::town::*;
use crate::time::Span;
use crate::world::reviewers::{Reviewers, Verdict};

fn stand(story: &Story, flow: AuthFlowId) -> OrgStand {
    match story.ask().standing(flow, Some(1)).expect("a known flow").stand {
        Stand::Organization(stand) => stand,
        other => panic!("an organization's page was expected, not {other:?}"),
    }
}

fn is_verified(story: &Story, flow: AuthFlowId) -> bool {
    story.ask().flow(flow).expect("a known flow").is_finished()
}

fn account(number: &str) -> Act {
    let number = number.parse().expect("an account");
    Act::SubmitBankAccount { number, cnaps: BRANCH.parse().expect("a CNAPS code") }
}

/// A flow at 反向打款, and where its payment goes.
fn at_reverse_payment(story: &mut Story) -> (AuthFlowId, String) {
    let flow = story.at_the_method(MILL, WANG, OrgMethod::BankTransfer);
    let _ = story.act(flow, Act::TurnDirection(Direction::Reverse));
    match stand(story, flow) {
        OrgStand::ReversePayment(reverse) => (flow, reverse.payee.to_string()),
        other => panic!("a reverse payment was expected, not {other:?}"),
    }
}

#[test]
fn a_card_is_no_corporate_account_even_in_the_organizations_name() {
    play(town(), |story| {
        let (flow, payee) = at_reverse_payment(story);
        story.upload(flow);
        story.review(flow, None);
        let card = BankCardNum::complete(622_202_020_011_111).expect("a card number").to_string();
        story.pay(&card, MILL, &payee, 1);
        assert!(!is_verified(story, flow));
        story.pay(MILL_ACCOUNT, MILL, &payee, 1);
        assert!(is_verified(story, flow));
    });
}

#[test]
fn a_wrong_payment_after_the_right_one_takes_nothing_back() {
    play(town(), |story| {
        let (flow, payee) = at_reverse_payment(story);
        story.pay(MILL_ACCOUNT, MILL, &payee, 1);
        story.pay(MILL_ACCOUNT, MILL, &payee, 2);
        story.upload(flow);
        story.review(flow, None);
        assert!(is_verified(story, flow));
    });
}

#[test]
fn no_other_account_is_taken_while_a_payout_is_under_way_or_confirmed() {
    play(town(), |story| {
        let flow = story.at_the_method(MILL, WANG, OrgMethod::BankTransfer);
        let _ = story.act(flow, account(MILL_ACCOUNT));
        assert_eq!(story.act(flow, account(BAKERY_ACCOUNT)), Err(Refusal::OutOfStep), "under way");
        story.pass(Span::days(1));
        story.open(flow);
        assert_eq!(story.act(flow, account(BAKERY_ACCOUNT)), Err(Refusal::OutOfStep), "arrived");
        let amount = story.arrived_at(MILL_ACCOUNT);
        assert_eq!(story.act(flow, Act::EnterAmount(amount)), Ok(Outcome::Done));
        for act in [account(BAKERY_ACCOUNT), Act::PayAgain, Act::ReenterBankAccount] {
            assert_eq!(story.act(flow, act.clone()), Err(Refusal::OutOfStep), "{act:?}");
        }
        match stand(story, flow) {
            OrgStand::BankConfirm(forward) => {
                assert!(matches!(forward.payout, PayoutState::Confirmed(_)), "{forward:?}");
            }
            other => panic!("a payout was expected, not {other:?}"),
        }
    });
}

#[test]
fn between_two_payouts_lies_the_interval_to_whichever_account() {
    let interval = Span::minutes(10);
    play(town_with(Rules { payout_interval: interval, ..Rules::default() }), |story| {
        let flow = story.at_the_method(MILL, WANG, OrgMethod::BankTransfer);
        let _ = story.act(flow, account(MILL_ACCOUNT));
        story.pass(Span(interval.0 - 1));
        let too_soon = Err(Refusal::PayoutTooSoon { wait: Span(1) });
        assert_eq!(story.act(flow, Act::PayAgain), too_soon);
        assert_eq!(story.act(flow, Act::ReenterBankAccount), Ok(Outcome::Done));
        assert_eq!(story.act(flow, account(BAKERY_ACCOUNT)), too_soon);
        story.pass(Span(1));
        assert_eq!(story.act(flow, account(BAKERY_ACCOUNT)), Ok(Outcome::Done));
    });
}

#[test]
fn an_amount_of_a_payout_that_came_back_is_not_taken() {
    play(town(), |story| {
        let flow = story.at_the_method(BAKERY, LI, OrgMethod::BankTransfer);
        let _ = story.act(flow, account(BAKERY_ACCOUNT));
        story.pass(Span::days(3));
        story.open(flow);
        assert_eq!(story.act(flow, Act::EnterAmount(Amount::fen(1))), Err(Refusal::PayoutNeeded));
    });
}

#[test]
fn a_payout_to_an_account_given_up_says_nothing_about_the_next() {
    play(town(), |story| {
        let flow = story.at_the_method(MILL, WANG, OrgMethod::BankTransfer);
        let _ = story.act(flow, account(BAKERY_ACCOUNT));
        story.pass(Span::days(1));
        let _ = story.act(flow, Act::ReenterBankAccount);
        let _ = story.act(flow, account("39012345678909"));
        // On Wednesday the first comes back; the second, of Tuesday, arrives on Wednesday too.
        story.pass(Span::hours(23));
        let _ = story.act(flow, Act::ReenterBankAccount);
        let _ = story.act(flow, account("39012345678908"));
        story.pass(Span::hours(1));
        story.open(flow);
        match stand(story, flow) {
            OrgStand::BankConfirm(forward) => assert_eq!(forward.payout, PayoutState::Requested),
            other => panic!("a payout was expected, not {other:?}"),
        }
    });
}

#[test]
fn an_account_that_the_caller_stated_is_refused_otherwise() {
    let mut link = org_link(MILL, WANG);
    let wanted = link.organization.as_mut().expect("an organization");
    wanted.claim.account_number = Some(MILL_ACCOUNT.parse().expect("an account"));
    play(town(), |story| {
        let flow = story.verified(&link, WANG);
        story.submit_organization(flow, compared(MILL));
        let _ = story.act(flow, Act::ChooseOrgMethod { method: OrgMethod::BankTransfer, straight: false });
        let refused = Err(Refusal::OrgFieldLocked { field: OrgField::AccountNumber });
        assert_eq!(story.act(flow, account(BAKERY_ACCOUNT)), refused);
        assert_eq!(story.act(flow, account(MILL_ACCOUNT)), Ok(Outcome::Done));
    });
}

#[test]
fn money_and_letter_survive_another_method() {
    play(town(), |story| {
        let (flow, payee) = at_reverse_payment(story);
        story.upload(flow);
        story.review(flow, None);
        let _ = story.act(flow, Act::ChangeOrgMethod);
        story.pay(MILL_ACCOUNT, MILL, &payee, 1);
        assert!(is_verified(story, flow));
    });
}

#[test]
fn a_newer_letter_has_the_reviewers_whole_time() {
    let mut founding = town();
    let after = Some(Span::minutes(10));
    founding.world.set_reviewers(Reviewers { after, verdict: Verdict::Approve });
    play(founding, |story| {
        let (flow, payee) = at_reverse_payment(story);
        story.pay(MILL_ACCOUNT, MILL, &payee, 1);
        story.upload(flow);
        story.pass(Span::minutes(9));
        story.upload(flow);
        story.pass(Span::minutes(9));
        story.open(flow);
        assert!(!is_verified(story, flow), "the older letter's time was over");
        story.pass(Span::minutes(1));
        story.open(flow);
        assert!(is_verified(story, flow));
    });
}

#[test]
fn what_the_caller_stated_of_an_organization_is_refused_otherwise() {
    let mut link = org_link(MILL, WANG);
    let wanted = link.organization.as_mut().expect("an organization");
    wanted.claim.code = Some(organization(MILL).code);
    wanted.claim.legal_rep_name = Some(person(WANG).name);
    wanted.claim.legal_rep_document = Some(person(WANG).document);
    play(town(), |story| {
        let flow = story.verified(&link, WANG);
        let right = Compared { legal_rep_document: Some(person(WANG).document), ..compared(MILL) };
        for (wrong, field) in [
            (Compared { code: organization(BAKERY).code, ..right.clone() }, OrgField::Code),
            (Compared { legal_rep_name: person(LI).name, ..right.clone() }, OrgField::LegalRepName),
            (
                Compared { legal_rep_document: Some(person(LI).document), ..right.clone() },
                OrgField::LegalRepDocument,
            ),
        ] {
            let act = Act::SubmitOrganization { organization: wrong, consent: true };
            assert_eq!(story.act(flow, act), Err(Refusal::OrgFieldLocked { field }));
        }
        story.submit_organization(flow, right);
        assert!(matches!(stand(story, flow), OrgStand::ChooseMethod(_)));
    });
}

#[test]
fn whoever_has_it_verified_anew_does_not_become_its_administrator() {
    play(town(), |story| {
        let (first, payee) = at_reverse_payment(story);
        story.upload(first);
        story.review(first, None);
        story.pay(MILL_ACCOUNT, MILL, &payee, 1);
        let renamed = "宁波某某机械有限公司";
        let mut facts = organization(MILL);
        facts.name = renamed.parse().expect("a name");
        let _ = story.apply(Input::OrganizationFacts(Box::new(facts.clone())));
        let mut link = Link { scopes: Default::default(), ..org_link(renamed, LI) };
        link.organization.as_mut().expect("an organization").claim.code = Some(facts.code);
        let second = story.verified(&link, LI);
        story.submit_organization(second, Compared { name: facts.name, ..compared(MILL) });
        let method = OrgMethod::LegalRepAuthorization;
        let _ = story.act(second, Act::ChooseOrgMethod { method, straight: false });
        let ticket = story.ticket_for_signing(second);
        story.open_sign(ticket);
        let by = ProveBy::Code(number(WANG));
        story.sign(ticket, SignAct::Identify { document: Some(person(WANG).document), by });
        story.pass(Span::minutes(1));
        story.sign(ticket, SignAct::AskCode);
        let code = story.code_at(WANG);
        story.sign(ticket, SignAct::EnterCode(code.into()));
        story.sign(ticket, SignAct::Sign { consent: true });
        assert!(is_verified(story, second));
        let now = story.ask();
        let transactor = |flow| now.flow(flow).and_then(|flow| flow.account).expect("a transactor");
        let organization = now.flow(second).and_then(|flow| flow.organization).expect("an organization");
        let account = now.organization(organization).expect("its account");
        assert_eq!(account.name.as_str(), renamed);
        assert_eq!(account.admin, Some(transactor(first)));
        assert_ne!(account.admin, Some(transactor(second)));
    });
}
