//! Rules of 法人授权认证, one a test, each at the point where breaking it would show.

use crate::event::EventKind;
use crate::flow::link::Link;
use crate::flow::method::face::FaceOutcome;
use crate::flow::method::legal_rep_authorization::{ProveBy, SignAct};
use crate::flow::method::{Method, OrgMethod};
use crate::flow::organization::Compared;
use crate::flow::organization_standing::{OrgStand, SignStand, SignStep};
use crate::flow::standing::{PhoneStand, Stand};
use crate::id::{AuthFlowId, SignTicketId};
use crate::identity::document::{Document, DocumentType};
use crate::input::{Act, Happening, Input, Outcome};
use crate::refusal::Refusal;
use crate::tests::story::{Story, play};
use crate::tests::town::*;
use crate::time::Span;
use crate::world::populace::Person;
use crate::world::telecom::{LineState, MobileLine};

const SIGNING: Act = Act::ChooseOrgMethod { method: OrgMethod::LegalRepAuthorization, straight: false };

fn signing(story: &Story, flow: AuthFlowId) -> SignStand {
    match story.ask().standing(flow, Some(1)).expect("a known flow").stand {
        Stand::Organization(OrgStand::LegalRepAuthorization(sign)) => sign,
        other => panic!("a link for signing was expected, not {other:?}"),
    }
}

fn identify(story: &mut Story, ticket: SignTicketId, who: &str) -> Result<Outcome, Refusal> {
    story.open_sign(ticket);
    let by = ProveBy::Code(number(who));
    let act = SignAct::Identify { document: Some(person(who).document), by };
    story.apply(Input::Happen(Happening::SignActed { ticket, act }))
}

/// The representative LI has the letter before her.
fn reading(story: &mut Story, ticket: SignTicketId) {
    assert_eq!(identify(story, ticket, LI), Ok(Outcome::Done));
    story.pass(Span::minutes(1));
    story.sign(ticket, SignAct::AskCode);
    let code = story.code_at(LI);
    story.sign(ticket, SignAct::EnterCode(code.into()));
}

#[test]
fn a_change_of_method_forgets_neither_the_last_message_nor_the_failures() {
    play(town(), |story| {
        let flow = story.at_the_method(BAKERY, WANG, OrgMethod::LegalRepAuthorization);
        assert_eq!(story.act(flow, Act::SendSignMessage(number(LI))), Ok(Outcome::Done));
        let leave = [Act::ChangeOrgMethod, SIGNING];
        for act in leave.clone() {
            assert_eq!(story.act(flow, act), Ok(Outcome::Done));
        }
        let too_soon = Err(Refusal::MessageTooSoon { wait: Span::minutes(1) });
        assert_eq!(story.act(flow, Act::SendSignMessage(number(LI))), too_soon);
        for again in [vec![], vec![Act::RefreshSign], leave.to_vec(), vec![], vec![Act::RefreshSign]] {
            for act in again {
                assert_eq!(story.act(flow, act), Ok(Outcome::Done));
            }
            let ticket = signing(story, flow).ticket;
            let failed = Err(Refusal::ComparisonFailed { fields: Vec::new(), warn_tries_left: None });
            assert_eq!(identify(story, ticket, WANG), failed);
        }
        let ticket = signing(story, flow).ticket;
        assert_eq!(identify(story, ticket, LI), Err(Refusal::TriesExhausted));
    });
}

#[test]
fn a_face_that_fails_counts_against_the_representative_and_not_against_the_operator() {
    play(town(), |story| {
        let flow = story.at_the_method(BAKERY, WANG, OrgMethod::LegalRepAuthorization);
        let link = signing(story, flow).ticket;
        story.open_sign(link);
        for left in (0..5).rev() {
            let document = Some(person(LI).document);
            story.sign(link, SignAct::Identify { document, by: ProveBy::Face });
            let SignStep::Face(face) = signing(story, flow).state else { panic!("a face check") };
            assert_eq!(face.tries_left, left + 1);
            let ticket = face.check.ticket;
            story.scan(ticket, None);
            assert!(story.decide(ticket, FaceOutcome::NotSamePerson).is_ok());
            let (_, phone) = story.ask().phone_standing(ticket).expect("a known check");
            let outcome = FaceOutcome::NotSamePerson;
            assert_eq!(phone, PhoneStand::Ended { outcome, tries_left: left });
        }
        assert_eq!(identify(story, link, LI), Err(Refusal::TriesExhausted));
        let transactor = story.ask().flow(flow).expect("a known flow").account.expect("logged in");
        let transactor = story.ask().account(transactor).expect("a known account");
        assert_eq!(transactor.failures_on(story.ask().at().shanghai_day(), Method::Face), 0);
    });
}

#[test]
fn whoever_refused_cannot_go_on_with_the_same_link() {
    play(town(), |story| {
        let flow = story.at_the_method(BAKERY, WANG, OrgMethod::LegalRepAuthorization);
        let ticket = signing(story, flow).ticket;
        story.open_sign(ticket);
        story.sign(ticket, SignAct::Refuse);
        assert_eq!(identify(story, ticket, LI), Err(Refusal::OutOfStep));
        // A message brings another link.
        assert_eq!(story.act(flow, Act::SendSignMessage(number(LI))), Ok(Outcome::Done));
        let stand = signing(story, flow);
        assert_eq!((stand.ticket == ticket, &stand.state), (false, &SignStep::Issued));
        assert_eq!(identify(story, ticket, LI), Err(Refusal::SignExpired));
        assert_eq!(identify(story, stand.ticket, LI), Ok(Outcome::Done));
    });
}

#[test]
fn a_signature_after_another_flow_verified_the_organization_verifies_nothing() {
    play(town(), |story| {
        let first = story.at_the_method(BAKERY, WANG, OrgMethod::LegalRepAuthorization);
        let second = story.quietly(|story| {
            let flow = story.link(&Link { app: app(BANK), ..org_link(BAKERY, WANG) });
            story.log_in(flow, WANG);
            story.submit_organization(flow, compared(BAKERY));
            let _ = story.act(flow, SIGNING);
            flow
        });
        let [early, late] = [first, second].map(|flow| signing(story, flow).ticket);
        reading(story, late);
        reading(story, early);
        for ticket in [early, late] {
            story.sign(ticket, SignAct::Sign { consent: true });
        }
        let verified = [first, second].map(|flow| {
            let flow = story.ask().flow(flow).expect("a known flow").into_owned();
            assert!(flow.is_finished());
            flow.timeline.iter().filter(|entry| matches!(entry.kind, EventKind::OrgVerified(_))).count()
        });
        assert_eq!(verified, [1, 0]);
    });
}

#[test]
fn a_namesake_of_the_representative_cannot_sign() {
    const NAMESAKE: &str = "13800000004";
    let mut founding = town();
    let namesake = Person { name: person(LI).name, ..another(NAMESAKE) };
    founding.world.put_person(namesake.clone()).expect("nothing of it is taken");
    play(founding, |story| {
        for known in [None, Some(person(LI).document)] {
            let flow = story.at_the_form(BAKERY, WANG);
            story.submit_organization(flow, Compared { legal_rep_document: known, ..compared(BAKERY) });
            let _ = story.act(flow, SIGNING);
            let ticket = signing(story, flow).ticket;
            story.open_sign(ticket);
            let by = ProveBy::Code(number(NAMESAKE));
            story.sign(ticket, SignAct::Identify { document: Some(namesake.document.clone()), by });
            assert_eq!(signing(story, flow).state, SignStep::Identify);
        }
    });
}

/// A person whom nobody lists yet.
fn another(mobile: &str) -> Person {
    Person {
        id: "another".into(),
        name: "钱七".parse().expect("a name"),
        document: Document::parse(DocumentType::IdCard, "330283199003070119").expect("an ID card number"),
        mobiles: vec![MobileLine { mobile: number(mobile), state: LineState::Normal }],
        mails: Vec::new(),
        bank_cards: Vec::new(),
        alipay: None,
        ..person(WANG)
    }
}
