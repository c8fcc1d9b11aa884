//! 人脸识别: from the QR code to the camera's judgement, and every way in which it goes wrong.

use crate::flow::method::Method;
use crate::flow::method::face::{FaceAction, FaceOutcome, FaceVendor};
use crate::id::{AuthFlowId, FaceTicketId};
use crate::input::Act;
use crate::provider::Founding;
use crate::rules::Rules;
use crate::tests::story::{Story, check};
use crate::tests::town::*;
use crate::time::Span;
use crate::world::face::FaceFact;
use crate::world::populace::Person;

/// A flow of `who` that stands at a face check of his.
fn issued(story: &mut Story, who: &str, vendor: FaceVendor) -> (AuthFlowId, FaceTicketId) {
    let flow = story.logged_in(&real_name(who), who);
    let ticket = story.quietly(|story| story.submit_face(flow, who, vendor));
    (flow, ticket)
}

/// The town, with another finding of the camera for Wang.
fn town_where_wang_shows(face: FaceFact) -> Founding {
    let mut founding = town();
    founding.world.put_person(Person { face, ..person(WANG) }).expect("the same person");
    founding
}

#[test]
fn a_phone_scans_the_person_agrees_and_blinks_and_is_verified() {
    check(
        town(),
        |story| {
            let (flow, ticket) = issued(story, WANG, FaceVendor::Esign);
            story.phone_stands(ticket);
            story.scan(ticket, None);
            story.stands(flow);
            story.phone_stands(ticket);
            story.start(ticket, true);
            story.phone_stands(ticket);
            story.show(ticket, FaceAction::Blink);
            story.phone_stands(ticket);
            story.stands(flow);
            let real_name = story.ask().account_at(&address(WANG)).and_then(|a| a.real_name);
            story.line(format!("number kept {:?}", real_name.expect("verified").mobile));
        },
        "
        0s phone of face 1 stands at face 1 Esign Issued, 5 left
        0s face 1 scanned -> done | FaceScanned face 1
        0s A stands at face 1 Esign Scanned, 5 left
        0s phone of face 1 stands at face 1 Esign Scanned, 5 left
        0s face 1 started -> done | FaceStarted face 1 Blink
        0s phone of face 1 stands at face 1 Esign Acting(Blink), 5 left
        0s face 1 sees Blink -> Passed | FaceEnded face 1 Passed, Verified(Face), Finished
        0s phone of face 1 stands at Ended Passed, 0 left
        0s A stands at Passed, 王五, granted nothing
        0s number kept None
        ",
    );
}

#[test]
fn the_camera_starts_after_a_scan_and_an_agreement_only() {
    check(
        town(),
        |story| {
            let (_, ticket) = issued(story, WANG, FaceVendor::Esign);
            story.show(ticket, FaceAction::Blink);
            story.start(ticket, true);
            story.scan(ticket, None);
            story.show(ticket, FaceAction::Blink);
            story.start(ticket, false);
            story.start(ticket, true);
            story.start(ticket, true);
        },
        "
        0s face 1 sees Blink -> OutOfStep
        0s face 1 started -> OutOfStep
        0s face 1 scanned -> done | FaceScanned face 1
        0s face 1 sees Blink -> OutOfStep
        0s face 1 started without agreeing -> ConsentMissing
        0s face 1 started -> done | FaceStarted face 1 Blink
        0s face 1 started -> done
        ",
    );
}

#[test]
fn a_second_phone_is_turned_away() {
    check(
        town(),
        |story| {
            let (_, ticket) = issued(story, WANG, FaceVendor::Esign);
            story.scan(ticket, None);
            story.scan(ticket, None);
            story.start(ticket, true);
            story.scan(ticket, None);
            story.show(ticket, FaceAction::Blink);
        },
        "
        0s face 1 scanned -> done | FaceScanned face 1
        0s face 1 scanned -> FaceTaken | FaceTaken face 1
        0s face 1 started -> done | FaceStarted face 1 Blink
        0s face 1 scanned -> FaceTaken | FaceTaken face 1
        0s face 1 sees Blink -> Passed | FaceEnded face 1 Passed, Verified(Face), Finished
        ",
    );
}

#[test]
fn an_alipay_check_opens_in_the_persons_own_alipay_only() {
    check(
        town(),
        |story| {
            let (flow, ticket) = issued(story, WANG, FaceVendor::Alipay);
            story.scan(ticket, None);
            story.scan(ticket, Some(LI));
            story.scan(ticket, Some(ZHAO));
            story.scan(ticket, Some(STRANGER));
            story.stands(flow);
            story.scan(ticket, Some(WANG));
            story.start(ticket, true);
            story.show(ticket, FaceAction::Blink);
        },
        "
        0s face 1 scanned -> AlipayNeeded
        0s face 1 scanned with Alipay of 13800000002 -> AlipayStranger | AlipayStranger face 1
        0s face 1 scanned with Alipay of 13800000003 -> AlipayStranger | AlipayStranger face 1
        0s face 1 scanned with Alipay of 13900000009 -> AlipayStranger | AlipayStranger face 1
        0s A stands at face 1 Alipay Issued, 5 left
        0s face 1 scanned with Alipay of 13800000001 -> done | FaceScanned face 1
        0s face 1 started -> done | FaceStarted face 1 Blink
        0s face 1 sees Blink -> Passed | FaceEnded face 1 Passed, Verified(Face), Finished
        ",
    );
}

#[test]
fn any_app_may_open_a_check_of_the_providers_own() {
    check(
        town(),
        |story| {
            let (_, ticket) = issued(story, WANG, FaceVendor::Esign);
            story.scan(ticket, Some(LI));
        },
        "
        0s face 1 scanned with Alipay of 13800000002 -> done | FaceScanned face 1
        ",
    );
}

#[test]
fn another_action_than_the_one_asked_for_fails_and_counts() {
    check(
        town(),
        |story| {
            let (flow, ticket) = issued(story, WANG, FaceVendor::Esign);
            story.scan(ticket, None);
            story.start(ticket, true);
            story.show(ticket, FaceAction::OpenMouth);
            story.phone_stands(ticket);
            story.stands(flow);
            story.show(ticket, FaceAction::Blink);
            let fresh = story.ticket_of(flow, Act::RefreshFace);
            story.scan(fresh, None);
            story.start(fresh, true);
            story.show(fresh, FaceAction::LookAway);
        },
        "
        0s face 1 scanned -> done | FaceScanned face 1
        0s face 1 started -> done | FaceStarted face 1 Blink
        0s face 1 sees OpenMouth -> WrongAction | FaceEnded face 1 WrongAction
        0s phone of face 1 stands at Ended WrongAction, 4 left
        0s A stands at face 1 Esign Ended(WrongAction), 4 left
        0s face 1 sees Blink -> OutOfStep
        0s A refreshes -> face 2 | FaceIssued face 2 Esign
        0s face 2 scanned -> done | FaceScanned face 2
        0s face 2 started -> done | FaceStarted face 2 Blink
        0s face 2 sees LookAway -> WrongAction | FaceEnded face 2 WrongAction
        ",
    );
}

#[test]
fn the_camera_finds_what_is_true_in_the_world() {
    for (fact, outcome) in [
        (FaceFact::NotSamePerson, "NotSamePerson"),
        (FaceFact::NoLiveness, "NoLiveness"),
        (FaceFact::EyesCovered, "EyesCovered"),
        (FaceFact::TimedOut, "TimedOut"),
    ] {
        check(
            town_where_wang_shows(fact),
            |story| {
                let (_, ticket) = story.quietly(|story| {
                    let (flow, ticket) = issued(story, WANG, FaceVendor::Esign);
                    story.scan(ticket, None);
                    story.start(ticket, true);
                    (flow, ticket)
                });
                story.show(ticket, FaceAction::Blink);
                story.phone_stands(ticket);
            },
            &"0s face 1 sees Blink -> OUTCOME | FaceEnded face 1 OUTCOME
              0s phone of face 1 stands at Ended OUTCOME, 4 left"
                .replace("OUTCOME", outcome),
        );
    }
}

#[test]
fn a_tester_may_decide_any_outcome() {
    for outcome in FaceOutcome::ALL {
        check(
            town(),
            |story| {
                let flow = story.logged_in(&real_name(WANG), WANG);
                let ticket = story.submit_face(flow, WANG, FaceVendor::Esign);
                let unseen = story.decide(ticket, outcome);
                assert_eq!(unseen, Err(crate::refusal::Refusal::OutOfStep), "no phone has opened it");
                story.scan(ticket, None);
                let seen = story.decide(ticket, outcome);
                assert_eq!(seen, Ok(crate::input::Outcome::FaceEnded(outcome)));
                let again = story.decide(ticket, FaceOutcome::Passed);
                let ended = match outcome {
                    FaceOutcome::Passed => crate::refusal::Refusal::FlowEnded,
                    _ => crate::refusal::Refusal::OutOfStep,
                };
                assert_eq!(again, Err(ended));
                story.clear();
            },
            "",
        );
    }
}

#[test]
fn a_new_code_makes_the_old_one_worthless() {
    check(
        town(),
        |story| {
            let (flow, old) = issued(story, WANG, FaceVendor::Esign);
            story.scan(old, None);
            let fresh = story.ticket_of(flow, Act::RefreshFace);
            story.scan(old, None);
            story.start(old, true);
            let _ = story.decide(old, FaceOutcome::Passed);
            story.phone_stands(old);
            story.phone_stands(fresh);
            story.face(fresh);
        },
        "
        0s face 1 scanned -> done | FaceScanned face 1
        0s A refreshes -> face 2 | FaceIssued face 2 Esign
        0s face 1 scanned -> FaceExpired
        0s face 1 started -> FaceExpired
        0s face 1 decided Passed -> FaceExpired
        0s phone of face 1 stands at Expired
        0s phone of face 2 stands at face 2 Esign Issued, 5 left
        0s face 2 scanned -> done | FaceScanned face 2
        0s face 2 started -> done | FaceStarted face 2 Blink
        0s face 2 sees Blink -> Passed | FaceEnded face 2 Passed, Verified(Face), Finished
        ",
    );
}

#[test]
fn going_back_to_the_choice_makes_the_code_worthless() {
    check(
        town(),
        |story| {
            let (flow, ticket) = issued(story, WANG, FaceVendor::Esign);
            let _ = story.act(flow, Act::ChangeMethod);
            story.scan(ticket, None);
            story.phone_stands(ticket);
            let _ = story.act(flow, Act::RefreshFace);
        },
        "
        0s A goes back -> done | MethodLeft(Face)
        0s face 1 scanned -> FaceExpired
        0s phone of face 1 stands at Expired
        0s A refreshes -> OutOfStep
        ",
    );
}

#[test]
fn a_code_can_be_scanned_for_ten_minutes() {
    check(
        town(),
        |story| {
            let (flow, ticket) = issued(story, WANG, FaceVendor::Esign);
            story.pass(Span::minutes(10));
            story.scan(ticket, None);
            story.stands(flow);
            story.phone_stands(ticket);
            let fresh = story.ticket_of(flow, Act::RefreshFace);
            story.pass(Span(Span::minutes(10).0 - 1));
            story.scan(fresh, None);
            // Once scanned it may take its time.
            story.pass(Span::hours(1));
            story.phone_stands(fresh);
            story.start(fresh, true);
            story.show(fresh, FaceAction::Blink);
        },
        "
        10m face 1 scanned -> FaceExpired
        10m A stands at face 1 Esign Issued, too old, 5 left
        10m phone of face 1 stands at Expired
        10m A refreshes -> face 2 | FaceIssued face 2 Esign
        19m59s999ms face 2 scanned -> done | FaceScanned face 2
        1h19m59s999ms phone of face 2 stands at face 2 Esign Scanned, 5 left
        1h19m59s999ms face 2 started -> done | FaceStarted face 2 Blink
        1h19m59s999ms face 2 sees Blink -> Passed | FaceEnded face 2 Passed, Verified(Face), Finished
        ",
    );
}

#[test]
fn two_factors_are_compared_before_a_code_is_issued() {
    check(
        town(),
        |story| {
            let flow = story.logged_in(&real_name(WANG), WANG);
            story.choose(flow, Method::Face);
            let mut identity = identity(WANG);
            identity.name = "王六".parse().expect("a name");
            let vendor = FaceVendor::Esign;
            let _ = story.act(flow, Act::SubmitFace { identity, vendor, straight: true, consent: true });
        },
        "
        0s A chooses Face -> done | MethodChosen(Face)
        0s A submits 王六 Esign straight -> ComparisonFailed { fields: [], warn_tries_left: None } | ComparisonFailed(Face, [Name])
        ",
    );
}

#[test]
fn faces_fail_no_more_often_a_day_than_comparisons() {
    check(
        town_with(Rules { method_failures_per_day_max: 2, ..Rules::default() }),
        |story| {
            let (flow, ticket) = issued(story, ZHAO, FaceVendor::Esign);
            story.face(ticket);
            let fresh = story.ticket_of(flow, Act::RefreshFace);
            story.face(fresh);
            story.phone_stands(fresh);
            story.stands(flow);
            let _ = story.act(flow, Act::RefreshFace);
            story.choose(flow, Method::Face);
            story.stands(flow);
            story.pass(Span::days(1));
            story.submit_face(flow, ZHAO, FaceVendor::Esign);
        },
        "
        0s face 1 scanned -> done | FaceScanned face 1
        0s face 1 started -> done | FaceStarted face 1 Blink
        0s face 1 sees Blink -> NotSamePerson | FaceEnded face 1 NotSamePerson
        0s A refreshes -> face 2 | FaceIssued face 2 Esign
        0s face 2 scanned -> done | FaceScanned face 2
        0s face 2 started -> done | FaceStarted face 2 Blink
        0s face 2 sees Blink -> NotSamePerson | FaceEnded face 2 NotSamePerson
        0s phone of face 2 stands at Ended NotSamePerson, 0 left
        0s A stands at face 2 Esign Ended(NotSamePerson), 0 left
        0s A refreshes -> TriesExhausted
        0s A chooses Face -> done | MethodLeft(Face), MethodChosen(Face)
        0s A stands at Exhausted Face
        1d A chooses Face -> done
        1d A submits 赵六 Esign -> face 3 | ComparisonPassed(Face), FaceIssued face 3 Esign
        ",
    );
}
