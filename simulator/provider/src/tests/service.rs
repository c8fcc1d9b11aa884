//! The identity service: verifications whose every step is a call.

use crate::claim::{Field, PersonClaim};
use crate::flow::Progress;
use crate::flow::identity_service::{Failure, ServiceStep, Start};
use crate::flow::link::Link;
use crate::flow::method::Method;
use crate::flow::method::face::{FaceAction, FaceOutcome, FaceState, FaceVendor};
use crate::id::{AuthFlowId, FaceTicketId};
use crate::input::{Call, Happening, Input, Outcome};
use crate::notice::{Action, Settled, State};
use crate::refusal::Refusal;
use crate::rules::Rules;
use crate::tests::onward::newest_code;
use crate::tests::story::{Story, check};
use crate::tests::town::*;
use crate::time::Span;

/// Wang's verification, told to the application's webhook and to the call's own address.
fn wang(start: Start) -> Link {
    let told = Link { app: app(SHOP), notify_url: Some("http://127.0.0.1:9/call".into()), ..real_name(WANG) };
    service_link(start, &Link { claim: claim(WANG), ..told })
}

fn step(story: &mut Story, flow: AuthFlowId, step: ServiceStep) -> Result<Outcome, Refusal> {
    let flow = story.ask().flow_id(flow);
    story.apply(Input::Call(Call::Step { app: app(SHOP), flow, step }))
}

fn enter(story: &mut Story, flow: AuthFlowId, method: Method, entry: &str) -> Result<Outcome, Refusal> {
    step(story, flow, ServiceStep::EnterCode(method, entry.into()))
}

fn right_code(story: &Story) -> String {
    newest_code(&story.ask(), &address(WANG))
}

/// The check of a flow that waits for a face.
fn ticket(story: &Story, flow: AuthFlowId) -> FaceTicketId {
    let flow = story.ask().flow(flow).expect("a flow").into_owned();
    flow.face_check().expect("a face check").ticket
}

fn on_phone(story: &mut Story, ticket: FaceTicketId, outcome: Option<FaceOutcome>) {
    for happening in [
        Happening::FaceScanned { ticket, alipay: Some(number(WANG)) },
        Happening::FaceStarted { ticket, consent: true },
        match outcome {
            None => Happening::FaceActed { ticket, action: FaceAction::Blink },
            Some(outcome) => Happening::FaceDecided { ticket, outcome },
        },
    ] {
        story.apply(Input::Happen(happening)).expect("a step on the phone");
    }
}

#[test]
fn three_factors_and_the_code_verify_a_person() {
    check(
        town(),
        |story| {
            let flow = story.link(&wang(Start::Mobile3));
            let _ = enter(story, flow, Method::Mobile3, "wrong");
            let code = right_code(story);
            enter(story, flow, Method::Mobile3, &code).expect("the right code");
            let _ = enter(story, flow, Method::Mobile3, &code);
        },
        "
        0s Mobile3 begins -> A | ServiceStarted(Mobile3), ComparisonPassed(Mobile3), CodeSent 13800000001
        0s Mobile3 enters wrong -> CodeWrong { tries_left: 4 } | CodeWrong 4 left
        0s Mobile3 enters code -> done | MobileProven(Mobile3), Verified(Mobile3), n1 queued: ended, n2 queued: ended, Finished
        0s Mobile3 enters code -> FlowEnded
        ",
    );
}

#[test]
fn four_factors_and_the_code_verify_a_person() {
    check(
        town(),
        |story| {
            let flow = story.link(&wang(Start::Bankcard4));
            let code = right_code(story);
            enter(story, flow, Method::Bankcard4, &code).expect("the right code");
        },
        "
        0s Bankcard4 begins -> A | ServiceStarted(Bankcard4), ComparisonPassed(Bankcard4), CodeSent 13800000001
        0s Bankcard4 enters code -> done | MobileProven(Bankcard4), Verified(Bankcard4), n1 queued: ended, n2 queued: ended, Finished
        ",
    );
}

#[test]
fn a_code_is_sent_once_a_minute_however_often_it_is_asked_for() {
    check(
        town(),
        |story| {
            let flow = story.link(&wang(Start::Mobile3));
            let first = right_code(story);
            let resend = || ServiceStep::ResendCode(Method::Mobile3);
            story.pass(Span::seconds(59));
            step(story, flow, resend()).expect("no refusal");
            story.pass(Span::seconds(1));
            step(story, flow, resend()).expect("no refusal");
            assert_eq!(right_code(story), first);
            story.pass(Span::minutes(15));
            let _ = enter(story, flow, Method::Mobile3, &first);
            step(story, flow, resend()).expect("no refusal");
            assert_ne!(right_code(story), first);
        },
        "
        0s Mobile3 begins -> A | ServiceStarted(Mobile3), ComparisonPassed(Mobile3), CodeSent 13800000001
        59s Mobile3 asks code again -> done
        1m Mobile3 asks code again -> done | CodeSent 13800000001
        16m Mobile3 enters code -> CodeExpired
        16m Mobile3 asks code again -> done | CodeSent 13800000001
        ",
    );
}

#[test]
fn the_fifth_wrong_code_ends_the_flow_and_nobody_is_told() {
    check(
        town(),
        |story| {
            let flow = story.link(&wang(Start::Mobile3));
            for _ in 0..5 {
                let _ = enter(story, flow, Method::Mobile3, "wrong");
            }
            let code = right_code(story);
            let _ = enter(story, flow, Method::Mobile3, &code);
            let flow = story.ask().flow(flow).expect("a flow").into_owned();
            assert!(matches!(flow.progress, Progress::Failed { failure: Failure::CodeDead, .. }));
        },
        "
        0s Mobile3 begins -> A | ServiceStarted(Mobile3), ComparisonPassed(Mobile3), CodeSent 13800000001
        0s Mobile3 enters wrong -> CodeWrong { tries_left: 4 } | CodeWrong 4 left
        0s Mobile3 enters wrong -> CodeWrong { tries_left: 3 } | CodeWrong 3 left
        0s Mobile3 enters wrong -> CodeWrong { tries_left: 2 } | CodeWrong 2 left
        0s Mobile3 enters wrong -> CodeWrong { tries_left: 1 } | CodeWrong 1 left
        0s Mobile3 enters wrong -> CodeDead | CodeWrong 0 left, Failed
        0s Mobile3 enters code -> FlowEnded
        ",
    );
}

#[test]
fn a_failure_is_told_where_the_vendor_has_enabled_it() {
    let rules = Rules { failures_told: true, code_wrong_entries_max: 1, ..Rules::default() };
    check(
        town_with(rules),
        |story| {
            let flow = story.link(&wang(Start::Mobile3));
            let _ = enter(story, flow, Method::Mobile3, "wrong");
            let told: Vec<_> = story
                .ask()
                .notices()
                .map(|notice| match &notice.action {
                    Action::PersonEnded { success, context_id, .. } => (*success, context_id.clone()),
                    other => panic!("{other:?} was told"),
                })
                .collect();
            assert_eq!(told, vec![(false, Some("order 7".into())); 2]);
        },
        "
        0s Mobile3 begins -> A | ServiceStarted(Mobile3), ComparisonPassed(Mobile3), CodeSent 13800000001
        0s Mobile3 enters wrong -> CodeDead | CodeWrong 0 left, n1 queued: ended, n2 queued: ended, Failed
        ",
    );
}

#[test]
fn a_mismatch_begins_nothing_and_only_the_detailed_version_says_what_differs() {
    let others = |start| {
        let PersonClaim { mobile, bank_card, .. } = claim(LI);
        Link { claim: PersonClaim { mobile, bank_card, ..claim(WANG) }, ..wang(start) }
    };
    check(
        town(),
        |story| {
            let _ = story.try_link(&others(Start::Mobile3));
            let _ = story.try_link(&Link { detailed: vec![Method::Mobile3], ..others(Start::Mobile3) });
            let _ = story.try_link(&Link { detailed: vec![Method::Bankcard4], ..others(Start::Bankcard4) });
            let claim = PersonClaim { mobile: None, ..claim(WANG) };
            let _ = story.try_link(&Link { claim, ..wang(Start::Mobile3) });
            assert_eq!(story.ask().flows_opened(), 0);
        },
        "
        0s Mobile3 begins -> ComparisonFailed { fields: [], warn_tries_left: None }
        0s Mobile3 begins -> ComparisonFailed { fields: [Mobile], warn_tries_left: None }
        0s Bankcard4 begins -> ComparisonFailed { fields: [BankCard], warn_tries_left: None }
        0s Mobile3 begins -> ClaimIncomplete { field: Mobile }
        ",
    );
}

#[test]
fn a_step_of_another_method_and_another_callers_step_are_refused() {
    check(
        town(),
        |story| {
            let flow = story.link(&wang(Start::Mobile3));
            let code = right_code(story);
            let _ = enter(story, flow, Method::Bankcard4, &code);
            let number = story.ask().flow_id(flow);
            let entry = ServiceStep::EnterCode(Method::Mobile3, code.into());
            let _ = story.apply(Input::Call(Call::Step { app: app(BANK), flow: number, step: entry }));
            let face = story.link(&wang(Start::Face(FaceVendor::Esign)));
            let _ = step(story, face, ServiceStep::ResendCode(Method::Mobile3));
        },
        "
        0s Mobile3 begins -> A | ServiceStarted(Mobile3), ComparisonPassed(Mobile3), CodeSent 13800000001
        0s Bankcard4 enters code -> MethodNotBegun { method: Bankcard4 }
        0s Mobile3 enters code -> FlowUnknown
        0s Face(Esign) begins -> B | ServiceStarted(Face), ComparisonPassed(Face), FaceIssued face 1 Esign
        0s Mobile3 asks code again -> MethodNotBegun { method: Mobile3 }
        ",
    );
}

#[test]
fn equal_calls_begin_one_verification_each() {
    check(
        town(),
        |story| {
            let flows: Vec<_> = (0..9).map(|_| story.link(&wang(Start::Face(FaceVendor::Esign)))).collect();
            let mut apart = flows.clone();
            apart.sort_unstable();
            apart.dedup();
            assert_eq!(apart.len(), flows.len());
            for flow in flows {
                let number = story.ask().flow_id(flow);
                let found = story.ask().flow_of_service(&app(SHOP), number).expect("its flow").id;
                assert_eq!(found, flow);
                assert_eq!(story.ask().flow_of_service(&app(BANK), number), Err(Refusal::FlowUnknown));
            }
            story.clear();
        },
        "",
    );
}

#[test]
fn a_face_verifies_or_fails_for_good() {
    check(
        town(),
        |story| {
            let passed = story.link(&wang(Start::Face(FaceVendor::Tencent)));
            let check = ticket(story, passed);
            on_phone(story, check, None);
            let scores = story.ask().face_scores(check);
            assert!((9_000..10_000).contains(&scores.similarity.0), "{scores:?}");
            let failed = story.link(&wang(Start::Face(FaceVendor::Alipay)));
            let check = ticket(story, failed);
            on_phone(story, check, Some(FaceOutcome::NoLiveness));
            let failure = story.ask().flow(failed).expect("a flow").progress.clone();
            let expected = Failure::Face(check, FaceOutcome::NoLiveness);
            assert!(matches!(failure, Progress::Failed { failure, .. } if failure == expected));
        },
        "
        0s Face(Tencent) begins -> A | ServiceStarted(Face), ComparisonPassed(Face), FaceIssued face 1 Tencent
        0s face 1 scanned with Alipay of 13800000001 -> done | FaceScanned face 1
        0s face 1 started -> done | FaceStarted face 1 Blink
        0s face 1 sees Blink -> Passed | FaceEnded face 1 Passed, Verified(Face), n1 queued: ended, n2 queued: ended, Finished
        0s Face(Alipay) begins -> B | ServiceStarted(Face), ComparisonPassed(Face), FaceIssued face 2 Alipay
        0s face 2 scanned with Alipay of 13800000001 -> done | FaceScanned face 2
        0s face 2 started -> done | FaceStarted face 2 Blink
        0s face 2 decided NoLiveness -> NoLiveness | FaceEnded face 2 NoLiveness, Failed
        ",
    );
}

#[test]
fn each_vendors_link_has_its_own_life() {
    for (vendor, life) in [
        (FaceVendor::Tencent, Span::minutes(2)),
        (FaceVendor::Alipay, Span::hours(23)),
        (FaceVendor::Esign, Span::minutes(60)),
        (FaceVendor::WeChat, Span::minutes(60)),
    ] {
        for (late, scanned) in [(false, true), (true, false)] {
            check(
                town(),
                |story| {
                    let flow = story.link(&wang(Start::Face(vendor)));
                    let check = ticket(story, flow);
                    story.pass(if late { life } else { Span(life.0 - 1) });
                    let alipay = Some(number(WANG));
                    let opened = story.apply(Input::Happen(Happening::FaceScanned { ticket: check, alipay }));
                    assert_eq!(opened.is_ok(), scanned, "{vendor:?}");
                    let flow = story.ask().flow(flow).expect("a flow").into_owned();
                    let state = flow.face_check().expect("a face check").state;
                    assert_eq!(state == FaceState::Scanned, scanned);
                    story.clear();
                },
                "",
            );
        }
    }
}

#[test]
fn a_notice_of_the_older_service_wants_200_and_comes_three_times() {
    check(
        town(),
        |story| {
            let flow = story.link(&wang(Start::Mobile3));
            let code = right_code(story);
            enter(story, flow, Method::Mobile3, &code).expect("the right code");
            let first = story.ask().notices().next().expect("a notice").clone();
            assert!(!first.receiver.subscribed);
            assert!(story.ask().notices().nth(1).expect("a notice").receiver.subscribed);
            let mut at = Vec::new();
            for attempt in 0.. {
                let State::Pending(due) = story.ask().notice(first.id).expect("a notice").state else {
                    break;
                };
                at.push(due - first.at);
                story.pass(due - story.now());
                let settled = Settled::Status(204);
                story.apply(Input::Settle { notice: first.id, attempt, settled }).expect("settled");
            }
            assert_eq!(at, [Span::seconds(0), Span::seconds(1), Span::seconds(6)]);
            assert_eq!(story.ask().notice(first.id).expect("a notice").state, State::GivenUp);
            story.clear();
        },
        "",
    );
}

#[test]
fn a_flow_of_calls_has_no_pages_and_expires_like_any_other() {
    check(
        town(),
        |story| {
            let flow = story.link(&wang(Start::Mobile3));
            assert_eq!(story.ask().standing(flow, None).map(drop), Err(Refusal::FlowUnknown));
            story.pass(Span::days(30));
            let _ = enter(story, flow, Method::Mobile3, "000000");
        },
        "
        0s Mobile3 begins -> A | ServiceStarted(Mobile3), ComparisonPassed(Mobile3), CodeSent 13800000001
        30d Mobile3 enters code -> FlowExpired | Expired
        ",
    );
}

#[test]
fn a_document_that_no_source_covers_is_no_match() {
    check(
        town(),
        |story| {
            let mut link = wang(Start::Face(FaceVendor::Esign));
            let passport = crate::identity::document::Document::parse(
                crate::identity::document::DocumentType::Passport,
                "E12345678",
            );
            link.claim.document = Some(passport.expect("a passport"));
            link.detailed = vec![Method::Face];
            let refused = story.try_link(&link);
            assert_eq!(
                refused,
                Err(Refusal::ComparisonFailed { fields: Vec::<Field>::new(), warn_tries_left: None })
            );
            story.clear();
        },
        "",
    );
}
