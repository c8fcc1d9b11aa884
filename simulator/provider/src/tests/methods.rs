//! 手机号认证 and 银行卡认证: which methods there are, what is compared, how often it may fail.

use crate::claim::{Field, PersonClaim};
use crate::flow::link::Link;
use crate::flow::method::Method;
use crate::identity::bank_card::BankCardNum;
use crate::identity::document::{Document, DocumentType};
use crate::input::Act;
use crate::rules::Rules;
use crate::tests::story::{Story, check};
use crate::tests::town::*;
use crate::time::Span;
use crate::world::{Comparison, Unlisted, World};

fn four_factors(who: &str, card: BankCardNum, mobile: &str) -> Act {
    let mobile = number(mobile);
    Act::SubmitBankcard4 { identity: identity(who), bank_card: card, mobile, consent: true }
}

fn card(of: &str) -> BankCardNum {
    person(of).bank_cards[0].number
}

fn fails(story: &mut Story, flow: crate::id::AuthFlowId, times: usize) {
    for _ in 0..times {
        story.submit_mobile(flow, WANG, LI);
    }
}

#[test]
fn the_default_is_offered_first_and_only_what_the_caller_offers() {
    check(
        town(),
        |story| {
            let link = Link { default_method: Method::Bankcard4, ..real_name(WANG) };
            let flow = story.logged_in(&link, WANG);
            story.stands(flow);
            let available = vec![Method::Mobile3, Method::Bankcard4];
            let flow = story.logged_in(&Link { available: available.clone(), ..link }, WANG);
            story.stands(flow);
            story.choose(flow, Method::Face);
            // Unknown: a default that is not available is not offered.
            let flow = story.logged_in(&Link { available, ..real_name(WANG) }, WANG);
            story.stands(flow);
        },
        "
        0s A stands at ChooseMethod Bankcard4 Mobile3 Face
        0s B stands at ChooseMethod Bankcard4 Mobile3
        0s B chooses Face -> MethodUnavailable
        0s C stands at ChooseMethod Mobile3 Bankcard4
        ",
    );
}

#[test]
fn three_factors_with_the_number_of_the_login_verify_at_once() {
    check(
        town(),
        |story| {
            let flow = story.logged_in(&real_name(WANG), WANG);
            story.choose(flow, Method::Mobile3);
            story.stands(flow);
            story.submit_mobile(flow, WANG, WANG);
            story.stands(flow);
            story.stands_at(flow, None);
            story.submit_mobile(flow, WANG, WANG);
        },
        "
        0s A chooses Mobile3 -> done | MethodChosen(Mobile3)
        0s A stands at Form Mobile3, filled in Mobile, locked nothing
        0s A submits 王五 13800000001 -> done | ComparisonPassed(Mobile3), Verified(Mobile3), Finished
        0s A stands at Passed, 王五, granted nothing
        0s A stands at Passed, somebody, granted nothing
        0s A submits 王五 13800000001 -> FlowEnded
        ",
    );
}

#[test]
fn another_number_than_that_of_the_login_needs_a_code_of_its_own() {
    check(
        town(),
        |story| {
            let flow = story.logged_in(&real_name(WANG), WANG);
            story.choose(flow, Method::Mobile3);
            let _ = story.act(flow, Act::AskCode);
            story.submit_mobile(flow, LI, LI);
            story.stands(flow);
            let _ = story.act(flow, Act::EnterCode("123456".into()));
            let _ = story.act(flow, Act::AskCode);
            let _ = story.act(flow, Act::AskCode);
            story.stands(flow);
            let _ = story.act(flow, Act::EnterCode("wrong".into()));
            let code = story.code_at(LI);
            let _ = story.act(flow, Act::EnterCode(code.into()));
            story.stands(flow);
        },
        "
        0s A chooses Mobile3 -> done | MethodChosen(Mobile3)
        0s A asks code -> OutOfStep
        0s A submits 李梅 13800000002 -> done | ComparisonPassed(Mobile3)
        0s A stands at Code Mobile3 to 13800000002, no code
        0s A enters code -> CodeNotSent
        0s A asks code -> done | CodeSent 13800000002
        0s A asks code -> CodeTooSoon, wait 1m
        0s A stands at Code Mobile3 to 13800000002, code sent, again in 1m
        0s A enters code -> CodeWrong { tries_left: 4 } | CodeWrong 4 left
        0s A enters code -> done | MobileProven(Mobile3), Verified(Mobile3), Finished
        0s A stands at Passed, 李梅, granted nothing
        ",
    );
}

#[test]
fn under_the_other_rule_even_the_number_of_the_login_needs_a_code() {
    check(
        town_with(Rules { proven_mobile_needs_code: true, ..Rules::default() }),
        |story| {
            let flow = story.link(&real_name(WANG));
            story.verify(flow, WANG);
            let _ = story.act(flow, Act::AskCode);
            let code = story.code_at(WANG);
            let _ = story.act(flow, Act::EnterCode(code.into()));
        },
        "
        0s link for 13800000001 -> A | LinkIssued
        0s A asks code for 13800000001 -> done | CodeSent 13800000001
        0s A logs in as 13800000001 -> seat 1 | LoggedIn account 1
        0s A chooses Mobile3 -> done | MethodChosen(Mobile3)
        0s A submits 王五 13800000001 -> done | ComparisonPassed(Mobile3)
        0s A asks code -> done | CodeSent 13800000001
        0s A enters code -> done | MobileProven(Mobile3), Verified(Mobile3), Finished
        ",
    );
}

#[test]
fn four_factors_with_the_number_of_the_login_verify_at_once() {
    check(
        town(),
        |story| {
            let flow =
                story.logged_in(&Link { detailed: vec![Method::Bankcard4], ..real_name(WANG) }, WANG);
            story.choose(flow, Method::Bankcard4);
            let _ = story.act(flow, four_factors(WANG, card(WANG), WANG));
            let account = story.ask().account_at(&address(WANG)).expect("an account");
            let real_name = account.real_name.expect("verified");
            assert_eq!(real_name.bank_card, Some(card(WANG)));
            story.line(format!("by {:?}, detailed {}", real_name.method, real_name.detailed));
        },
        "
        0s A chooses Bankcard4 -> done | MethodChosen(Bankcard4)
        0s A submits 王五 card 13800000001 -> done | ComparisonPassed(Bankcard4), Verified(Bankcard4), Finished
        0s by Bankcard4, detailed true
        ",
    );
}

#[test]
fn the_plain_version_says_no_and_the_detailed_one_says_why() {
    let flow_with =
        |story: &mut Story, detailed| story.logged_in(&Link { detailed, ..real_name(WANG) }, WANG);
    let rules = Rules { method_failures_per_day_max: 99, ..Rules::default() };
    check(
        town_with(rules),
        |story| {
            for detailed in [Vec::new(), vec![Method::Mobile3], vec![Method::Mobile3, Method::Bankcard4]] {
                let flow = flow_with(story, detailed);
                story.choose(flow, Method::Mobile3);
                story.submit_mobile(flow, WANG, LI);
                story.choose(flow, Method::Bankcard4);
                let _ = story.act(flow, four_factors(WANG, card(LI), LI));
            }
        },
        "
        0s A chooses Mobile3 -> done | MethodChosen(Mobile3)
        0s A submits 王五 13800000002 -> ComparisonFailed { fields: [], warn_tries_left: None } | ComparisonFailed(Mobile3, [Mobile])
        0s A chooses Bankcard4 -> done | MethodLeft(Mobile3), MethodChosen(Bankcard4)
        0s A submits 王五 card 13800000002 -> ComparisonFailed { fields: [], warn_tries_left: None } | ComparisonFailed(Bankcard4, [BankCard])
        0s B chooses Mobile3 -> done | MethodChosen(Mobile3)
        0s B submits 王五 13800000002 -> ComparisonFailed { fields: [Mobile], warn_tries_left: None } | ComparisonFailed(Mobile3, [Mobile])
        0s B chooses Bankcard4 -> done | MethodLeft(Mobile3), MethodChosen(Bankcard4)
        0s B submits 王五 card 13800000002 -> ComparisonFailed { fields: [], warn_tries_left: None } | ComparisonFailed(Bankcard4, [BankCard])
        0s C chooses Mobile3 -> done | MethodChosen(Mobile3)
        0s C submits 王五 13800000002 -> ComparisonFailed { fields: [Mobile], warn_tries_left: None } | ComparisonFailed(Mobile3, [Mobile])
        0s C chooses Bankcard4 -> done | MethodLeft(Mobile3), MethodChosen(Bankcard4)
        0s C submits 王五 card 13800000002 -> ComparisonFailed { fields: [BankCard], warn_tries_left: None } | ComparisonFailed(Bankcard4, [BankCard])
        ",
    );
}

#[test]
fn ported_lines_virtual_operators_and_frozen_cards_fail() {
    check(
        town(),
        |story| {
            let flow =
                story.logged_in(&Link { detailed: Method::ALL.to_vec(), ..real_name(ZHAO) }, ZHAO);
            story.choose(flow, Method::Mobile3);
            story.submit_mobile(flow, ZHAO, ZHAO);
            story.submit_mobile(flow, ZHAO, "17000000000");
            story.choose(flow, Method::Bankcard4);
            let _ = story.act(flow, four_factors(ZHAO, card(ZHAO), ZHAO));
        },
        "
        0s A chooses Mobile3 -> done | MethodChosen(Mobile3)
        0s A submits 赵六 13800000003 -> ComparisonFailed { fields: [], warn_tries_left: None } | ComparisonFailed(Mobile3, [])
        0s A submits 赵六 17000000000 -> ComparisonFailed { fields: [], warn_tries_left: None } | ComparisonFailed(Mobile3, [])
        0s A chooses Bankcard4 -> done | MethodLeft(Mobile3), MethodChosen(Bankcard4)
        0s A submits 赵六 card 13800000003 -> ComparisonFailed { fields: [BankCard], warn_tries_left: None } | ComparisonFailed(Bankcard4, [BankCard])
        ",
    );
}

#[test]
fn a_locked_field_cannot_be_changed_and_an_editable_one_can() {
    let link = |editable| Link { claim: claim(WANG), editable, ..real_name(WANG) };
    check(
        town(),
        |story| {
            let flow = story.logged_in(&link(Vec::new()), WANG);
            story.choose(flow, Method::Bankcard4);
            story.stands(flow);
            let _ = story.act(flow, four_factors(LI, card(LI), LI));
            let _ = story.act(flow, four_factors(WANG, card(LI), LI));
            let _ = story.act(flow, four_factors(WANG, card(LI), WANG));
            let flow = story.logged_in(&link(vec![Field::Name, Field::Document]), WANG);
            story.choose(flow, Method::Bankcard4);
            story.stands(flow);
            let _ = story.act(flow, four_factors(LI, card(WANG), LI));
            let _ = story.act(flow, four_factors(LI, card(WANG), WANG));
            let _ = story.act(flow, four_factors(WANG, card(WANG), WANG));
        },
        "
        0s A chooses Bankcard4 -> done | MethodChosen(Bankcard4)
        0s A stands at Form Bankcard4, filled in Name Document Mobile BankCard, locked Name Document Mobile BankCard
        0s A submits 李梅 card 13800000002 -> FieldLocked { field: Name }
        0s A submits 王五 card 13800000002 -> FieldLocked { field: Mobile }
        0s A submits 王五 card 13800000001 -> FieldLocked { field: BankCard }
        0s B chooses Bankcard4 -> done | MethodChosen(Bankcard4)
        0s B stands at Form Bankcard4, filled in Name Document Mobile BankCard, locked Mobile BankCard
        0s B submits 李梅 card 13800000002 -> FieldLocked { field: Mobile }
        0s B submits 李梅 card 13800000001 -> ComparisonFailed { fields: [], warn_tries_left: None } | ComparisonFailed(Bankcard4, [BankCard])
        0s B submits 王五 card 13800000001 -> done | ComparisonPassed(Bankcard4), Verified(Bankcard4), Finished
        ",
    );
}

#[test]
fn what_was_typed_is_there_again_in_another_method() {
    check(
        town(),
        |story| {
            let flow = story.logged_in(&real_name(LI_MAIL), LI_MAIL);
            story.choose(flow, Method::Face);
            story.stands(flow);
            story.choose(flow, Method::Mobile3);
            story.stands(flow);
            story.submit_mobile(flow, LI, WANG);
            let _ = story.act(flow, Act::ChangeMethod);
            story.choose(flow, Method::Bankcard4);
            story.stands(flow);
        },
        "
        0s A chooses Face -> done | MethodChosen(Face)
        0s A stands at Form Face, filled in nothing, locked nothing
        0s A chooses Mobile3 -> done | MethodLeft(Face), MethodChosen(Mobile3)
        0s A stands at Form Mobile3, filled in nothing, locked nothing
        0s A submits 李梅 13800000001 -> ComparisonFailed { fields: [], warn_tries_left: None } | ComparisonFailed(Mobile3, [Mobile])
        0s A goes back -> done | MethodLeft(Mobile3)
        0s A chooses Bankcard4 -> done | MethodChosen(Bankcard4)
        0s A stands at Form Bankcard4, filled in Name Document Mobile, locked nothing
        ",
    );
}

#[test]
fn five_failures_a_day_are_allowed_and_the_last_ones_are_warned_of() {
    check(
        town(),
        |story| {
            let flow = story.logged_in(&real_name(WANG), WANG);
            story.choose(flow, Method::Mobile3);
            fails(story, flow, 6);
            story.submit_mobile(flow, WANG, WANG);
            story.stands(flow);
            // Another method has its own count.
            story.choose(flow, Method::Bankcard4);
            story.stands(flow);
            // Another flow of the same account has not.
            let other = story.link(&authorize(WANG));
            story.verify(other, WANG);
        },
        "
        0s A chooses Mobile3 -> done | MethodChosen(Mobile3)
        0s A submits 王五 13800000002 -> ComparisonFailed { fields: [], warn_tries_left: None } | ComparisonFailed(Mobile3, [Mobile])
        0s A submits 王五 13800000002 -> ComparisonFailed { fields: [], warn_tries_left: None } | ComparisonFailed(Mobile3, [Mobile])
        0s A submits 王五 13800000002 -> ComparisonFailed { fields: [], warn_tries_left: Some(2) } | ComparisonFailed(Mobile3, [Mobile])
        0s A submits 王五 13800000002 -> ComparisonFailed { fields: [], warn_tries_left: Some(1) } | ComparisonFailed(Mobile3, [Mobile])
        0s A submits 王五 13800000002 -> ComparisonFailed { fields: [], warn_tries_left: Some(0) } | ComparisonFailed(Mobile3, [Mobile])
        0s A submits 王五 13800000002 -> TriesExhausted
        0s A submits 王五 13800000001 -> TriesExhausted
        0s A stands at Exhausted Mobile3
        0s A chooses Bankcard4 -> done | MethodLeft(Mobile3), MethodChosen(Bankcard4)
        0s A stands at Form Bankcard4, filled in Name Document Mobile, locked nothing
        0s link for 13800000001 -> B | LinkIssued
        0s B asks code for 13800000001 -> done | CodeSent 13800000001
        0s B logs in as 13800000001 -> seat 1 | LoggedIn account 1
        0s B chooses Mobile3 -> done | MethodChosen(Mobile3)
        0s B submits 王五 13800000001 -> TriesExhausted
        ",
    );
}

#[test]
fn the_next_day_in_shanghai_allows_again() {
    check(
        town(),
        |story| {
            let flow = story.logged_in(&real_name(WANG), WANG);
            story.choose(flow, Method::Mobile3);
            fails(story, flow, 5);
            story.pass(Span(Span::hours(15).0 - 1));
            story.line(story.now());
            story.submit_mobile(flow, WANG, WANG);
            story.stands(flow);
            story.pass(Span(1));
            story.line(story.now());
            story.stands(flow);
            fails(story, flow, 1);
            story.submit_mobile(flow, WANG, WANG);
        },
        "
        0s A chooses Mobile3 -> done | MethodChosen(Mobile3)
        0s A submits 王五 13800000002 -> ComparisonFailed { fields: [], warn_tries_left: None } | ComparisonFailed(Mobile3, [Mobile])
        0s A submits 王五 13800000002 -> ComparisonFailed { fields: [], warn_tries_left: None } | ComparisonFailed(Mobile3, [Mobile])
        0s A submits 王五 13800000002 -> ComparisonFailed { fields: [], warn_tries_left: Some(2) } | ComparisonFailed(Mobile3, [Mobile])
        0s A submits 王五 13800000002 -> ComparisonFailed { fields: [], warn_tries_left: Some(1) } | ComparisonFailed(Mobile3, [Mobile])
        0s A submits 王五 13800000002 -> ComparisonFailed { fields: [], warn_tries_left: Some(0) } | ComparisonFailed(Mobile3, [Mobile])
        14h59m59s999ms 2026-03-02T23:59:59.999+08:00
        14h59m59s999ms A submits 王五 13800000001 -> TriesExhausted
        14h59m59s999ms A stands at Exhausted Mobile3
        15h 2026-03-03T00:00:00+08:00
        15h A stands at Form Mobile3, filled in Name Document Mobile, locked nothing
        15h A submits 王五 13800000002 -> ComparisonFailed { fields: [], warn_tries_left: None } | ComparisonFailed(Mobile3, [Mobile])
        15h A submits 王五 13800000001 -> done | ComparisonPassed(Mobile3), Verified(Mobile3), Finished
        ",
    );
}

#[test]
fn success_wipes_the_count_of_failures() {
    check(
        town(),
        |story| {
            let flow = story.logged_in(&real_name(WANG), WANG);
            story.choose(flow, Method::Mobile3);
            fails(story, flow, 4);
            story.submit_mobile(flow, WANG, WANG);
            let account = story.ask().account_at(&address(WANG)).expect("an account");
            story.line(format!("{} counts left", account.failures.len()));
        },
        "
        0s A chooses Mobile3 -> done | MethodChosen(Mobile3)
        0s A submits 王五 13800000002 -> ComparisonFailed { fields: [], warn_tries_left: None } | ComparisonFailed(Mobile3, [Mobile])
        0s A submits 王五 13800000002 -> ComparisonFailed { fields: [], warn_tries_left: None } | ComparisonFailed(Mobile3, [Mobile])
        0s A submits 王五 13800000002 -> ComparisonFailed { fields: [], warn_tries_left: Some(2) } | ComparisonFailed(Mobile3, [Mobile])
        0s A submits 王五 13800000002 -> ComparisonFailed { fields: [], warn_tries_left: Some(1) } | ComparisonFailed(Mobile3, [Mobile])
        0s A submits 王五 13800000001 -> done | ComparisonPassed(Mobile3), Verified(Mobile3), Finished
        0s 0 counts left
        ",
    );
}

#[test]
fn a_refused_form_is_not_remembered() {
    let typed = |story: &Story, flow| {
        let standing = story.ask().flow(flow).expect("a known flow").progress.clone();
        match standing {
            crate::flow::Progress::Verifying(verification) => verification.typed,
            other => panic!("not being verified: {other:?}"),
        }
    };
    check(
        town(),
        |story| {
            let flow = story
                .logged_in(&Link { claim: claim(WANG).only(&[Field::Name]), ..real_name(WANG) }, WANG);
            story.choose(flow, Method::Mobile3);
            story.submit_mobile(flow, LI, LI);
            assert_eq!(typed(story, flow), PersonClaim::default());
            fails(story, flow, 5);
            let before = typed(story, flow);
            story.submit_mobile(flow, WANG, WANG);
            assert_eq!(typed(story, flow), before, "no tries were left");
        },
        "
        0s A chooses Mobile3 -> done | MethodChosen(Mobile3)
        0s A submits 李梅 13800000002 -> FieldLocked { field: Name }
        0s A submits 王五 13800000002 -> ComparisonFailed { fields: [], warn_tries_left: None } | ComparisonFailed(Mobile3, [Mobile])
        0s A submits 王五 13800000002 -> ComparisonFailed { fields: [], warn_tries_left: None } | ComparisonFailed(Mobile3, [Mobile])
        0s A submits 王五 13800000002 -> ComparisonFailed { fields: [], warn_tries_left: Some(2) } | ComparisonFailed(Mobile3, [Mobile])
        0s A submits 王五 13800000002 -> ComparisonFailed { fields: [], warn_tries_left: Some(1) } | ComparisonFailed(Mobile3, [Mobile])
        0s A submits 王五 13800000002 -> ComparisonFailed { fields: [], warn_tries_left: Some(0) } | ComparisonFailed(Mobile3, [Mobile])
        0s A submits 王五 13800000001 -> TriesExhausted
        ",
    );
}

#[test]
fn a_form_needs_its_method_the_agreement_and_a_login() {
    let submit = |consent| Act::SubmitMobile3 { identity: identity(WANG), mobile: number(WANG), consent };
    check(
        town(),
        |story| {
            let flow = story.link(&real_name(WANG));
            let _ = story.act(flow, submit(true));
            story.log_in(flow, WANG);
            let _ = story.act(flow, submit(true));
            story.choose(flow, Method::Face);
            let _ = story.act(flow, submit(true));
            story.choose(flow, Method::Mobile3);
            story.choose(flow, Method::Mobile3);
            let _ = story.act(flow, submit(false));
            let _ = story.act(flow, Act::ShowWillingness { straight: false });
            let _ = story.act(flow, Act::RefreshFace);
        },
        "
        0s link for 13800000001 -> A | LinkIssued
        0s A submits 王五 13800000001 -> NotLoggedIn
        0s A asks code for 13800000001 -> done | CodeSent 13800000001
        0s A logs in as 13800000001 -> seat 1 | LoggedIn account 1
        0s A submits 王五 13800000001 -> OutOfStep
        0s A chooses Face -> done | MethodChosen(Face)
        0s A submits 王五 13800000001 -> OutOfStep
        0s A chooses Mobile3 -> done | MethodLeft(Face), MethodChosen(Mobile3)
        0s A chooses Mobile3 -> done
        0s A submits 王五 13800000001 without agreeing -> ConsentMissing
        0s A shows willingness -> OutOfStep
        0s A refreshes -> OutOfStep
        ",
    );
}

#[test]
fn whoever_is_not_listed_is_believed() {
    check(
        town(),
        |story| {
            let flow = story.logged_in(&real_name(STRANGER), STRANGER);
            story.choose(flow, Method::Mobile3);
            let unlisted = crate::claim::Identity {
                name: "钱七".parse().expect("a name"),
                document: Document::parse(DocumentType::IdCard, "32031119770615002X")
                    .expect("an ID card number"),
            };
            let mobile = number(STRANGER);
            let _ = story.act(flow, Act::SubmitMobile3 { identity: unlisted, mobile, consent: true });
        },
        "
        0s A chooses Mobile3 -> done | MethodChosen(Mobile3)
        0s A submits 钱七 13900000009 -> done | ComparisonPassed(Mobile3), Verified(Mobile3), Finished
        ",
    );
}

#[test]
fn the_documents_of_a_method_are_those_that_its_source_covers() {
    let world = World::new(Unlisted::Derive);
    let who = "李梅".parse().expect("a name");
    for (kind, text) in [
        (DocumentType::IdCard, "11010519491231002X"),
        (DocumentType::HongKong, "H12345678"),
        (DocumentType::Macao, "M12345678"),
        (DocumentType::Taiwan, "01234567"),
        (DocumentType::Passport, "E12345678"),
    ] {
        let document = Document::parse(kind, text).expect("a well-formed number");
        for method in Method::ALL {
            let found = match method {
                Method::Face => world.compare_identity(&who, &document),
                Method::Mobile3 => world.compare_mobile(&who, &document, number(STRANGER)),
                Method::Bankcard4 => world.compare_bank_card(&who, &document, card(WANG), number(STRANGER)),
            };
            let is_covered = found != Comparison::NotCovered;
            assert_eq!(is_covered, method.documents().contains(&kind), "{method:?} {kind:?}");
        }
    }
}
