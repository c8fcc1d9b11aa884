//! 应用授权: codes, consent, and whose account a flow becomes (identity_service/nf4xwp).

use crate::flow::link::Link;
use crate::flow::method::Method;
use crate::input::Act;
use crate::rules::Rules;
use crate::tests::story::check;
use crate::tests::town::*;
use crate::time::Span;
use crate::world::populace::Person;
use crate::world::telecom::{LineState, MobileLine};

#[test]
fn within_a_minute_no_code_is_sent_and_within_fifteen_the_same_one() {
    check(
        town(),
        |story| {
            let flow = story.link(&real_name(WANG));
            story.stands_at(flow, None);
            story.ask_code(flow, WANG);
            story.stands_at(flow, None);
            story.pass(Span(59_999));
            story.ask_code(flow, WANG);
            story.pass(Span(1));
            story.stands_at(flow, None);
            story.ask_code(flow, WANG);
            story.pass(Span(Span::minutes(14).0 - 1));
            story.ask_code(flow, WANG);
            story.pass(Span::minutes(1));
            story.ask_code(flow, WANG);
            story.codes_at(WANG);
        },
        "
        0s link for 13800000001 -> A | LinkIssued
        0s A stands at Login, address fixed, no code
        0s A asks code for 13800000001 -> done | CodeSent 13800000001
        0s A stands at Login, address fixed, code sent, again in 1m
        59s999ms A asks code for 13800000001 -> CodeTooSoon, wait 1ms
        1m A stands at Login, address fixed, code sent
        1m A asks code for 13800000001 -> done | CodeSent 13800000001
        14m59s999ms A asks code for 13800000001 -> done | CodeSent 13800000001
        15m59s999ms A asks code for 13800000001 -> done | CodeSent 13800000001
        15m59s999ms 13800000001 holds code 1 code 1 code 1 code 2
        ",
    );
}

#[test]
fn a_code_is_good_for_fifteen_minutes_from_its_first_sending() {
    check(
        town(),
        |story| {
            let flow = story.link(&real_name(WANG));
            story.ask_code(flow, WANG);
            story.pass(Span::minutes(10));
            story.ask_code(flow, WANG);
            story.pass(Span::minutes(5));
            let code = story.code_at(WANG);
            story.log_in_with(flow, WANG, &code, true);
            let flow = story.link(&authorize(WANG));
            story.ask_code(flow, WANG);
            story.pass(Span(Span::minutes(15).0 - 1));
            let code = story.code_at(WANG);
            story.log_in_with(flow, WANG, &code, true);
        },
        "
        0s link for 13800000001 -> A | LinkIssued
        0s A asks code for 13800000001 -> done | CodeSent 13800000001
        10m A asks code for 13800000001 -> done | CodeSent 13800000001
        15m A logs in as 13800000001 -> CodeExpired
        15m link for 13800000001 -> B | LinkIssued
        15m B asks code for 13800000001 -> done | CodeSent 13800000001
        29m59s999ms B logs in as 13800000001 -> seat 1 | LoggedIn account 1
        ",
    );
}

#[test]
fn the_fifth_wrong_entry_kills_a_code_and_after_a_minute_another_may_be_sent() {
    check(
        town(),
        |story| {
            let flow = story.link(&real_name(WANG));
            story.ask_code(flow, WANG);
            let right = story.code_at(WANG);
            for _ in 0..5 {
                story.log_in_with(flow, WANG, "wrong", true);
            }
            story.log_in_with(flow, WANG, &right, true);
            story.ask_code(flow, WANG);
            story.pass(Span::minutes(1));
            story.log_in(flow, WANG);
            story.codes_at(WANG);
        },
        "
        0s link for 13800000001 -> A | LinkIssued
        0s A asks code for 13800000001 -> done | CodeSent 13800000001
        0s A logs in as 13800000001 -> CodeWrong { tries_left: 4 } | CodeWrong 4 left
        0s A logs in as 13800000001 -> CodeWrong { tries_left: 3 } | CodeWrong 3 left
        0s A logs in as 13800000001 -> CodeWrong { tries_left: 2 } | CodeWrong 2 left
        0s A logs in as 13800000001 -> CodeWrong { tries_left: 1 } | CodeWrong 1 left
        0s A logs in as 13800000001 -> CodeDead | CodeWrong 0 left
        0s A logs in as 13800000001 -> CodeDead | CodeWrong 0 left
        0s A asks code for 13800000001 -> CodeTooSoon, wait 1m
        1m A asks code for 13800000001 -> done | CodeSent 13800000001
        1m A logs in as 13800000001 -> seat 1 | LoggedIn account 1
        1m 13800000001 holds code 1 code 2
        ",
    );
}

#[test]
fn a_code_must_be_sent_and_the_agreement_ticked_before_anything_is_counted() {
    check(
        town(),
        |story| {
            let flow = story.link(&real_name(WANG));
            story.log_in_with(flow, WANG, "123456", true);
            story.ask_code(flow, WANG);
            story.log_in_with(flow, WANG, "wrong", false);
            story.log_in_with(flow, WANG, "wrong", true);
            let code = story.code_at(WANG);
            story.log_in_with(flow, WANG, &code, false);
            story.log_in_with(flow, WANG, &code, true);
        },
        "
        0s link for 13800000001 -> A | LinkIssued
        0s A logs in as 13800000001 -> CodeNotSent
        0s A asks code for 13800000001 -> done | CodeSent 13800000001
        0s A logs in as 13800000001 without agreeing -> ConsentMissing
        0s A logs in as 13800000001 -> CodeWrong { tries_left: 4 } | CodeWrong 4 left
        0s A logs in as 13800000001 without agreeing -> ConsentMissing
        0s A logs in as 13800000001 -> seat 1 | LoggedIn account 1
        ",
    );
}

#[test]
fn a_code_proves_once_and_only_in_its_own_flow() {
    check(
        town(),
        |story| {
            let one = story.link(&real_name(WANG));
            let other = story.link(&authorize(WANG));
            story.ask_code(one, WANG);
            let code = story.code_at(WANG);
            story.log_in_with(other, WANG, &code, true);
            story.log_in_with(one, WANG, &code, true);
            story.log_in_with(one, WANG, &code, true);
        },
        "
        0s link for 13800000001 -> A | LinkIssued
        0s link for 13800000001 -> B | LinkIssued
        0s A asks code for 13800000001 -> done | CodeSent 13800000001
        0s B logs in as 13800000001 -> CodeNotSent
        0s A logs in as 13800000001 -> seat 1 | LoggedIn account 1
        0s A logs in as 13800000001 -> CodeNotSent
        ",
    );
}

#[test]
fn a_flow_with_an_account_takes_no_other() {
    check(
        town(),
        |story| {
            let flow = story.link(&real_name(WANG));
            story.ask_code(flow, LI);
            story.ask_code(flow, LI_MAIL);
            story.log_in_with(flow, LI, "123456", true);
        },
        "
        0s link for 13800000001 -> A | LinkIssued
        0s A asks code for 13800000002 -> AccountFixed
        0s A asks code for li@example.com -> AccountFixed
        0s A logs in as 13800000002 -> AccountFixed
        ",
    );
}

#[test]
fn a_flow_without_an_account_becomes_that_of_the_first_who_logs_in() {
    let anybody = Link { whose: None, ..real_name(WANG) };
    check(
        town(),
        |story| {
            let flow = story.link(&anybody);
            story.stands_at(flow, None);
            story.ask_code(flow, LI_MAIL);
            story.ask_code(flow, WANG);
            let code = story.code_at(LI_MAIL);
            story.log_in(flow, WANG);
            story.log_in_with(flow, LI_MAIL, &code, true);
            story.stands_at(flow, None);
        },
        "
        0s link for anybody -> A | LinkIssued
        0s A stands at Login, address free, no code
        0s A asks code for li@example.com -> done | CodeSent li@example.com
        0s A asks code for 13800000001 -> done | CodeSent 13800000001
        0s A asks code for 13800000001 -> CodeTooSoon, wait 1m
        0s A logs in as 13800000001 -> seat 1 | AccountOpened account 1, LoggedIn account 1
        0s A logs in as li@example.com -> AccountFixed
        0s A stands at Login, address fixed, no code
        ",
    );
}

#[test]
fn a_second_browser_logs_in_for_itself_and_both_see_the_same_page() {
    check(
        town(),
        |story| {
            let flow = story.link(&real_name(WANG));
            story.log_in(flow, WANG);
            story.choose(flow, Method::Mobile3);
            story.stands_at(flow, Some(2));
            let _ = story.act_from(flow, 2, Act::ChangeMethod);
            let _ = story.act_from(flow, 0, Act::ChangeMethod);
            story.log_in(flow, WANG);
            story.stands_at(flow, Some(2));
            let _ = story.act_from(flow, 2, Act::ChangeMethod);
            story.stands(flow);
        },
        "
        0s link for 13800000001 -> A | LinkIssued
        0s A asks code for 13800000001 -> done | CodeSent 13800000001
        0s A logs in as 13800000001 -> seat 1 | LoggedIn account 1
        0s A chooses Mobile3 -> done | MethodChosen(Mobile3)
        0s A stands at Login, address fixed, no code
        0s A seat 2 goes back -> NotLoggedIn
        0s A seat 0 goes back -> NotLoggedIn
        0s A asks code for 13800000001 -> done | CodeSent 13800000001
        0s A logs in as 13800000001 -> seat 2 | LoggedIn account 1
        0s A stands at Form Mobile3, filled in Mobile, locked nothing
        0s A seat 2 goes back -> done | MethodLeft(Mobile3)
        0s A stands at ChooseMethod Face Mobile3 Bankcard4
        ",
    );
}

#[test]
fn a_mail_box_is_as_good_as_a_phone_to_log_in_but_proves_no_number() {
    check(
        town(),
        |story| {
            let flow = story.link(&real_name(LI_MAIL));
            story.log_in(flow, LI_MAIL);
            story.choose(flow, Method::Mobile3);
            story.submit_mobile(flow, LI, LI);
            story.stands(flow);
            let willingness = story.ask().flow(flow).expect("a known flow").willingness;
            story.line(format!("willingness {willingness:?}"));
        },
        "
        0s link for li@example.com -> A | LinkIssued
        0s A asks code for li@example.com -> done | CodeSent li@example.com
        0s A logs in as li@example.com -> seat 1 | LoggedIn account 1
        0s A chooses Mobile3 -> done | MethodChosen(Mobile3)
        0s A submits 李梅 13800000002 -> done | ComparisonPassed(Mobile3)
        0s A stands at Code Mobile3 to 13800000002, no code
        0s willingness Some(CodeMail)
        ",
    );
}

#[test]
fn a_silent_line_gets_no_message_though_the_provider_has_sent_it() {
    let mut founding = town();
    let silent = vec![MobileLine { mobile: number(WANG), state: LineState::Silent }];
    founding.world.put_person(Person { mobiles: silent, ..person(WANG) }).expect("the same person");
    check(
        founding,
        |story| {
            let flow = story.link(&real_name(WANG));
            story.ask_code(flow, WANG);
            story.codes_at(WANG);
            story.stands_at(flow, None);
        },
        "
        0s link for 13800000001 -> A | LinkIssued
        0s A asks code for 13800000001 -> done | CodeSent 13800000001
        0s 13800000001 holds nothing
        0s A stands at Login, address fixed, code sent, again in 1m
        ",
    );
}

#[test]
fn the_defect_lets_any_code_pass() {
    check(
        town_with(Rules { code_compared: false, ..Rules::default() }),
        |story| {
            let flow = story.link(&real_name(WANG));
            story.ask_code(flow, WANG);
            story.log_in_with(flow, WANG, "wrong", true);
        },
        "
        0s link for 13800000001 -> A | LinkIssued
        0s A asks code for 13800000001 -> done | CodeSent 13800000001
        0s A logs in as 13800000001 -> seat 1 | LoggedIn account 1
        ",
    );
}
