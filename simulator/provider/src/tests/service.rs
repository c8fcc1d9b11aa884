//! The identity service: verifications whose every step is a call.

use crate::claim::{Field, PersonClaim};
use crate::flow::Progress;
use crate::flow::identity_service::organization::{OrgServiceStep, PayoutOrder, SignOrder};
use crate::flow::identity_service::{Failure, ServiceStep, Start};
use crate::flow::link::Link;
use crate::flow::method::face::{FaceAction, FaceOutcome, FaceState, FaceVendor};
use crate::flow::method::legal_rep_authorization::{ProveBy, SignAct};
use crate::flow::method::{Method, OrgProof};
use crate::flow::organization::Stage;
use crate::id::{AuthFlowId, FaceTicketId, FlowId};
use crate::identity::amount::Amount;
use crate::input::{Call, Happening, Input, Outcome};
use crate::notice::{Action, Settled, State};
use crate::org_claim::OrgClaim;
use crate::refusal::Refusal;
use crate::rules::Rules;
use crate::tests::onward::{newest_code, pay_in};
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
                    Action::PersonEnded(end) => (end.success, end.context_id.clone()),
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
        0s Face(Esign) begins -> B | ServiceStarted(Face(Esign)), ComparisonPassed(Face), FaceIssued face 1 Esign
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
        0s Face(Tencent) begins -> A | ServiceStarted(Face(Tencent)), ComparisonPassed(Face), FaceIssued face 1 Tencent
        0s face 1 scanned with Alipay of 13800000001 -> done | FaceScanned face 1, n1 queued: probe
        0s face 1 started -> done | FaceStarted face 1 Blink
        0s face 1 sees Blink -> Passed | FaceEnded face 1 Passed, Verified(Face), n2 queued: ended, n3 queued: ended, Finished
        0s Face(Alipay) begins -> B | ServiceStarted(Face(Alipay)), ComparisonPassed(Face), FaceIssued face 2 Alipay
        0s face 2 scanned with Alipay of 13800000001 -> done | FaceScanned face 2, n4 queued: probe
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

fn org_step(story: &mut Story, flow: AuthFlowId, of: OrgServiceStep) -> Result<Outcome, Refusal> {
    step(story, flow, ServiceStep::Organization(of))
}

fn payout(number: &str) -> OrgServiceStep {
    OrgServiceStep::Pay(Box::new(PayoutOrder {
        number: number.parse().expect("an account"),
        cnaps: BRANCH.parse().expect("a CNAPS code"),
        context_id: Some("payout 1".into()),
        notify_url: Some("http://127.0.0.1:9/paid".into()),
    }))
}

fn sign(mobile: &str) -> OrgServiceStep {
    OrgServiceStep::SendSign(Box::new(SignOrder {
        agent: Some(identity(ZHAO)),
        mobile: number(mobile),
        legal_rep_document: None,
        redirect: None,
    }))
}

#[test]
fn an_organization_is_verified_by_the_amount_that_arrived() {
    check(
        town(),
        |story| {
            let flow = story.link(&org_service_link(MILL));
            let _ = org_step(story, flow, OrgServiceStep::EnterAmount { amount: Amount::fen(1), letter: None });
            org_step(story, flow, payout(MILL_ACCOUNT)).expect("a payout");
            story.pass(Span::days(3));
            let arrived = {
                let account = MILL_ACCOUNT.parse().expect("an account");
                story.ask().world().statement(&account, 0).last().expect("a line").amount
            };
            org_step(story, flow, OrgServiceStep::EnterAmount { amount: arrived, letter: None }).expect("the right amount");
            let told: Vec<_> = story.ask().notices().map(|notice| notice.receiver.url.to_string()).collect();
            assert_eq!(told, ["http://127.0.0.1:9/paid", WEBHOOK, WEBHOOK]);
        },
        "
        0s Organization { four_factors: true } begins -> A | ServiceStarted(Organization { four_factors: true }), OrgComparisonPassed
        0s amount entered -> PayoutNeeded
        0s payout ordered -> done | OrgMethodChosen(BankTransfer), PayoutSent, n1 queued: payout, n2 queued: payout
        3d amount entered -> done | PayoutArrived, AmountConfirmed, OrgVerified(BankTransfer), n3 queued: ended, Finished
        ",
    );
}

#[test]
fn by_calls_the_fourth_wrong_amount_ends_the_flow() {
    check(
        town(),
        |story| {
            let flow = story.link(&org_service_link(MILL));
            org_step(story, flow, payout(MILL_ACCOUNT)).expect("a payout");
            for _ in 0..5 {
                let _ = org_step(story, flow, OrgServiceStep::EnterAmount { amount: Amount::fen(100), letter: None });
            }
        },
        "
        0s Organization { four_factors: true } begins -> A | ServiceStarted(Organization { four_factors: true }), OrgComparisonPassed
        0s payout ordered -> done | OrgMethodChosen(BankTransfer), PayoutSent, n1 queued: payout, n2 queued: payout
        0s amount entered -> AmountWrong { tries_left: 3 } | AmountWrong(3)
        0s amount entered -> AmountWrong { tries_left: 2 } | AmountWrong(2)
        0s amount entered -> AmountWrong { tries_left: 1 } | AmountWrong(1)
        0s amount entered -> AmountTriesExhausted | AmountWrong(0), Failed
        0s amount entered -> FlowEnded
        ",
    );
}

#[test]
fn a_payout_that_comes_back_is_told_and_another_account_may_be_named() {
    check(
        town(),
        |story| {
            let flow = story.link(&org_service_link(BAKERY));
            org_step(story, flow, payout(BAKERY_ACCOUNT)).expect("a payout");
            story.pass(Span::days(4));
            let mut unknown = payout(BAKERY_ACCOUNT);
            if let OrgServiceStep::Pay(order) = &mut unknown {
                order.cnaps = "102332000129".parse().expect("a CNAPS code");
            }
            let _ = org_step(story, flow, unknown);
            org_step(story, flow, payout("33012345678902")).expect("another account");
        },
        "
        0s Organization { four_factors: true } begins -> A | ServiceStarted(Organization { four_factors: true }), OrgComparisonPassed
        0s payout ordered -> done | OrgMethodChosen(BankTransfer), PayoutSent, n1 queued: payout, n2 queued: payout
        4d payout ordered -> BranchUnknown | PayoutFailed(\"账户状态异常\"), n3 queued: payout, n4 queued: payout
        4d payout ordered -> done | PayoutSent, n5 queued: payout, n6 queued: payout
        ",
    );
}

#[test]
fn one_fen_from_the_organizations_own_account_verifies_it() {
    check(
        town(),
        |story| {
            let flow = story.link(&org_service_link(MILL));
            org_step(story, flow, OrgServiceStep::OpenReverse { letter: None }).expect("a sub-account");
            org_step(story, flow, OrgServiceStep::OpenReverse { letter: None }).expect("the same");
            let told = story.ask().flow(flow).expect("a flow").into_owned();
            let transfer = crate::flow::organization::transfer_of(&told).expect("a transfer").clone();
            let payee = transfer.reverse.expect("a sub-account").payee;
            for (from, name, fen) in [(BAKERY_ACCOUNT, BAKERY, 1), (MILL_ACCOUNT, MILL, 1)] {
                let paid = pay_in(from, name, payee.as_str(), fen);
                story.apply(Input::Happen(paid)).expect("the bank carries it out");
            }
        },
        &format!(
            "
            0s Organization {{ four_factors: true }} begins -> A | ServiceStarted(Organization {{ four_factors: true }}), OrgComparisonPassed
            0s sub-account ordered -> done | OrgMethodChosen(BankTransfer), DirectionTurned(Reverse), PayeeOpened
            0s sub-account ordered -> done
            0s 0.01 paid by {BAKERY} -> done | PaidIn(0.01), PaymentByStranger(\"{BAKERY}\")
            0s 0.01 paid by {MILL} -> done | PaidIn(0.01), PaymentReceived, OrgVerified(BankTransfer), n1 queued: ended, Finished
            "
        ),
    );
}

#[test]
fn the_legal_representative_signs_on_his_phone() {
    check(
        town(),
        |story| {
            let flow = story.link(&org_service_link(MILL));
            org_step(story, flow, sign(WANG)).expect("a message");
            let _ = org_step(story, flow, sign(WANG));
            let ticket = {
                let flow = story.ask().flow(flow).expect("a flow").into_owned();
                match &crate::flow::organization::proving(&flow).expect("a proof").stage {
                    Stage::LegalRepAuthorization(task) => task.ticket,
                    other => panic!("{other:?}"),
                }
            };
            story.apply(Input::Happen(Happening::SignOpened(ticket))).expect("he opens it");
            for act in
                [SignAct::Identify { document: None, by: ProveBy::Code(number(WANG)) }, SignAct::AskCode]
            {
                story.apply(Input::Happen(Happening::SignActed { ticket, act })).expect("an act");
            }
            let code = right_code(story);
            for act in [SignAct::EnterCode(code.into()), SignAct::Sign { consent: true }] {
                story.apply(Input::Happen(Happening::SignActed { ticket, act })).expect("an act");
            }
            let verified = story.ask().flow(flow).expect("a flow").verified().expect("verified");
            assert_eq!(verified.organization, Some(OrgProof::LegalRepAuthorization));
            story.clear();
        },
        "",
    );
}

#[test]
fn an_agent_who_is_the_legal_representative_is_proof_enough_and_another_fails_the_call() {
    check(
        town(),
        |story| {
            let verified = |story: &mut Story, whose: &str| {
                let claimed = Link { claim: claim(whose), ..wang(Start::Mobile3) };
                let flow = story.link(&claimed);
                let code = newest_code(&story.ask(), &address(whose));
                enter(story, flow, Method::Mobile3, &code).expect("the right code");
                story.ask().flow_id(flow)
            };
            let (own, others) = (verified(story, WANG), verified(story, LI));
            story.clear();
            let with_agent = |agent| {
                let mut link = org_service_link(MILL);
                if let Some(service) = &mut link.identity_service {
                    service.agent = Some(agent);
                }
                link
            };
            let _ = story.try_link(&with_agent(own));
            let _ = story.try_link(&with_agent(others));
            let _ = story.try_link(&with_agent(FlowId(1)));
        },
        "
        0s Organization { four_factors: true } begins -> C | ServiceStarted(Organization { four_factors: true }), OrgComparisonPassed, OrgVerified(LegalRep), n5 queued: ended, Finished
        0s Organization { four_factors: true } begins -> AgentNotLegalRep
        0s Organization { four_factors: true } begins -> FlowUnknown
        ",
    );
}

#[test]
fn factors_that_do_not_agree_begin_nothing() {
    check(
        town(),
        |story| {
            let with = |change: fn(&mut OrgClaim)| {
                let mut link = org_service_link(MILL);
                if let Some(wanted) = &mut link.organization {
                    change(&mut wanted.claim);
                }
                link
            };
            let others = with(|claim| claim.legal_rep_name = Some(person(LI).name));
            let _ = story.try_link(&others);
            let _ = story.try_link(&with(|claim| claim.legal_rep_document = None));
            let _ = story.try_link(&with(|claim| claim.code = None));
            assert_eq!(story.ask().flows_opened(), 0);
        },
        "
        0s Organization { four_factors: true } begins -> OrgComparisonFailed { comparison: Mismatch([LegalRepName]) }
        0s Organization { four_factors: true } begins -> OrgFieldMissing { field: LegalRepDocument }
        0s Organization { four_factors: true } begins -> OrgFieldMissing { field: Code }
        ",
    );
}
