//! What callers are told, where, and how the provider insists (notify3/sblzg8).

use crate::flow::link::Link;
use crate::flow::method::Method;
use crate::id::NoticeId;
use crate::input::{Happening, Input};
use crate::notice::{Action, Settled};
use crate::rules::Rules;
use crate::tests::story::{Story, check};
use crate::tests::town::*;
use crate::time::Span;

const CALL_URL: &str = "http://127.0.0.1:9/call";

/// SHOP asks for a real-name link with an address of its own beside the webhook.
fn told() -> Link {
    Link { app: app(SHOP), notify_url: Some(CALL_URL.into()), ..real_name(WANG) }
}

fn verified(story: &mut Story, link: &Link) {
    let flow = story.logged_in(link, WANG);
    story.quietly(|story| story.choose(flow, Method::Mobile3));
    story.submit_mobile(flow, WANG, WANG);
}

fn settle(story: &mut Story, notice: u64, attempt: u32, settled: Settled) {
    let _ = story.apply(Input::Settle { notice: NoticeId(notice), attempt, settled });
}

fn resend(story: &mut Story, notice: u64) {
    let _ = story.apply(Input::Happen(Happening::NoticeResent(NoticeId(notice))));
}

fn states(story: &mut Story) {
    let states: Vec<_> = story
        .ask()
        .notices()
        .map(|notice| {
            let state = match notice.state {
                crate::notice::State::Pending(_) => "pending",
                crate::notice::State::Delivered => "delivered",
                crate::notice::State::GivenUp => "given up",
            };
            format!("{} to {} {state} after {}", notice.id, notice.receiver.url, notice.attempts.len())
        })
        .collect();
    for state in states {
        story.line(state);
    }
}

#[test]
fn the_calls_own_address_and_the_webhook_are_both_told() {
    check(
        town(),
        |story| {
            verified(story, &told());
            story.due();
            states(story);
        },
        "
        0s A submits 王五 13800000001 -> done | ComparisonPassed(Mobile3), Verified(Mobile3), n1 queued: verified, n2 queued: verified, Finished
        0s due: n1 attempt 0 since 0s, n2 attempt 0 since 0s; next at 0s
        0s n1 to http://127.0.0.1:9/call pending after 0
        0s n2 to http://127.0.0.1:9/webhook pending after 0
        ",
    );
}

#[test]
fn equal_addresses_are_told_twice_and_no_address_is_told_nothing() {
    check(
        town(),
        |story| {
            verified(story, &Link { notify_url: Some(WEBHOOK.into()), ..told() });
            states(story);
        },
        "
        0s A submits 王五 13800000001 -> done | ComparisonPassed(Mobile3), Verified(Mobile3), n1 queued: verified, n2 queued: verified, Finished
        0s n1 to http://127.0.0.1:9/webhook pending after 0
        0s n2 to http://127.0.0.1:9/webhook pending after 0
        ",
    );
    check(
        town(),
        |story| {
            verified(story, &real_name(WANG));
            states(story);
            story.due();
        },
        "
        0s A submits 王五 13800000001 -> done | ComparisonPassed(Mobile3), Verified(Mobile3), Finished
        0s due: nothing
        ",
    );
}

#[test]
fn a_fresh_verification_with_a_grant_tells_both_and_a_verified_persons_only_the_grant() {
    let link = Link { app: app(SHOP), ..authorize(WANG) };
    check(
        town(),
        |story| {
            verified(story, &link);
            let flow = story.link(&link);
            story.log_in(flow, WANG);
        },
        "
        0s A submits 王五 13800000001 -> done | ComparisonPassed(Mobile3), Verified(Mobile3), n1 queued: verified, Granted GetPsnIdentityInfo, n2 queued: granted, Finished
        0s link for 13800000001 -> B | LinkIssued
        0s B asks code for 13800000001 -> done | CodeSent 13800000001
        0s B logs in as 13800000001 -> seat 1 | LoggedIn account 1, Granted GetPsnIdentityInfo, n3 queued: granted, Finished
        ",
    );
}

#[test]
fn a_notice_says_whose_account_it_is_and_when_it_happened() {
    check(
        town(),
        |story| {
            story.pass(Span::minutes(5));
            verified(story, &Link { app: app(SHOP), ..authorize(WANG) });
            let notices: Vec<_> = story.ask().notices().cloned().collect();
            let account = story.ask().account_at(&address(WANG)).expect("an account");
            for notice in notices {
                assert_eq!(notice.at, story.now());
                match notice.action {
                    Action::PersonVerified { psn_id, mobile, mail } => {
                        assert_eq!((psn_id, mobile, mail), (account.id, Some(number(WANG)), None));
                    }
                    Action::PersonGranted { psn_id, scopes, effective, expires } => {
                        assert_eq!((psn_id, effective), (account.id, story.now()));
                        assert_eq!(expires - effective, Span::days(99 * 365));
                        assert_eq!(scopes, account.grants[0].scopes);
                    }
                    Action::OrganizationVerified { .. }
                    | Action::OrganizationGranted { .. }
                    | Action::GrantCancelled { .. }
                    | Action::PersonEnded(_)
                    | Action::OrganizationEnded(_)
                    | Action::FacePageOpened
                    | Action::LetterReviewed { .. }
                    | Action::PayoutTold { .. } => panic!("a person's flow tells {:?}", notice.action),
                }
            }
            story.clear();
        },
        "",
    );
}

#[test]
fn a_failure_tells_nobody_and_neither_does_expiry() {
    check(
        town(),
        |story| {
            let flow = story.logged_in(&told(), WANG);
            story.choose(flow, Method::Mobile3);
            story.submit_mobile(flow, WANG, LI);
            story.pass(Span::days(30));
            story.open(flow);
            story.due();
        },
        "
        0s A chooses Mobile3 -> done | MethodChosen(Mobile3)
        0s A submits 王五 13800000002 -> ComparisonFailed { fields: [], warn_tries_left: None } | ComparisonFailed(Mobile3, [Mobile])
        30d A opened -> FlowExpired | Expired
        30d due: nothing
        ",
    );
}

#[test]
fn an_attempt_is_settled_once_whatever_is_said_later() {
    check(
        town(),
        |story| {
            verified(story, &Link { notify_url: None, ..told() });
            settle(story, 1, 1, Settled::Status(200));
            settle(story, 1, 0, Settled::Status(500));
            settle(story, 1, 0, Settled::Status(200));
            states(story);
            story.due();
            story.pass(Span::seconds(10));
            settle(story, 1, 1, Settled::Status(204));
            settle(story, 1, 1, Settled::TimedOut);
            settle(story, 1, 2, Settled::Status(200));
            settle(story, 7, 0, Settled::Status(200));
            states(story);
            story.due();
        },
        "
        0s A submits 王五 13800000001 -> done | ComparisonPassed(Mobile3), Verified(Mobile3), n1 queued: verified, Finished
        0s attempt 1 of n1 ends with 200 -> done
        0s attempt 0 of n1 ends with 500 -> done | n1 attempt 0 settled 500
        0s attempt 0 of n1 ends with 200 -> done
        0s n1 to http://127.0.0.1:9/webhook pending after 1
        0s due: nothing; next at 10s
        10s attempt 1 of n1 ends with 204 -> done | n1 attempt 1 settled 204
        10s attempt 1 of n1 ends with TimedOut -> done
        10s attempt 2 of n1 ends with 200 -> done
        10s attempt 0 of n7 ends with 200 -> done
        10s n1 to http://127.0.0.1:9/webhook delivered after 2
        10s due: nothing
        ",
    );
}

#[test]
fn a_late_answer_moves_the_next_attempt_but_not_before_itself() {
    check(
        town(),
        |story| {
            verified(story, &Link { notify_url: None, ..told() });
            story.pass(Span::seconds(4));
            settle(story, 1, 0, Settled::Unreachable);
            story.due();
            story.pass(Span::minutes(1));
            settle(story, 1, 1, Settled::TimedOut);
            story.due();
        },
        "
        0s A submits 王五 13800000001 -> done | ComparisonPassed(Mobile3), Verified(Mobile3), n1 queued: verified, Finished
        4s attempt 0 of n1 ends with Unreachable -> done | n1 attempt 0 settled Unreachable
        4s due: nothing; next at 10s
        1m4s attempt 1 of n1 ends with TimedOut -> done | n1 attempt 1 settled TimedOut
        1m4s due: n1 attempt 2 since 1m4s; next at 1m4s
        ",
    );
}

#[test]
fn the_last_of_the_planned_attempts_gives_up() {
    let rules = Rules { notice_retry_intervals: vec![Span::seconds(10)], ..Rules::default() };
    check(
        town_with(rules),
        |story| {
            verified(story, &Link { notify_url: None, ..told() });
            settle(story, 1, 0, Settled::Status(302));
            story.pass(Span::seconds(10));
            settle(story, 1, 1, Settled::Status(500));
            states(story);
            story.due();
        },
        "
        0s A submits 王五 13800000001 -> done | ComparisonPassed(Mobile3), Verified(Mobile3), n1 queued: verified, Finished
        0s attempt 0 of n1 ends with 302 -> done | n1 attempt 0 settled 302
        10s attempt 1 of n1 ends with 500 -> done | n1 attempt 1 settled 500
        10s n1 to http://127.0.0.1:9/webhook given up after 2
        10s due: nothing
        ",
    );
}

#[test]
fn a_notice_is_sent_once_more_whatever_became_of_it() {
    let rules = Rules { notice_retry_intervals: vec![Span::seconds(10)], ..Rules::default() };
    check(
        town_with(rules),
        |story| {
            verified(story, &Link { notify_url: None, ..told() });
            settle(story, 1, 0, Settled::Status(500));
            resend(story, 1);
            story.due();
            settle(story, 1, 1, Settled::Status(200));
            story.pass(Span::hours(1));
            resend(story, 1);
            story.due();
            settle(story, 1, 2, Settled::Status(500));
            states(story);
            resend(story, 7);
        },
        "
        0s A submits 王五 13800000001 -> done | ComparisonPassed(Mobile3), Verified(Mobile3), n1 queued: verified, Finished
        0s attempt 0 of n1 ends with 500 -> done | n1 attempt 0 settled 500
        0s n1 resent -> done
        0s due: n1 attempt 1 since 0s; next at 0s
        0s attempt 1 of n1 ends with 200 -> done | n1 attempt 1 settled 200
        1h n1 resent -> done
        1h due: n1 attempt 2 since 1h; next at 1h
        1h attempt 2 of n1 ends with 500 -> done | n1 attempt 2 settled 500
        1h n1 to http://127.0.0.1:9/webhook given up after 3
        1h n7 resent -> NoticeUnknown
        ",
    );
}

#[test]
fn what_is_ordered_while_an_attempt_is_under_way_comes_after_it() {
    check(
        town(),
        |story| {
            verified(story, &Link { notify_url: None, ..told() });
            // Whoever posts has taken attempt 0; twice the same order is one.
            resend(story, 1);
            resend(story, 1);
            story.due();
            story.pass(Span::seconds(2));
            settle(story, 1, 0, Settled::Status(200));
            story.due();
            settle(story, 1, 1, Settled::Status(200));
            states(story);
            story.due();
            resend(story, 1);
            resend(story, 1);
            settle(story, 1, 2, Settled::Status(500));
            settle(story, 1, 3, Settled::Status(500));
            story.due();
        },
        "
        0s A submits 王五 13800000001 -> done | ComparisonPassed(Mobile3), Verified(Mobile3), n1 queued: verified, Finished
        0s n1 resent -> done
        0s n1 resent -> done
        0s due: n1 attempt 0 since 0s; next at 0s
        2s attempt 0 of n1 ends with 200 -> done | n1 attempt 0 settled 200
        2s due: n1 attempt 1 since 2s; next at 2s
        2s attempt 1 of n1 ends with 200 -> done | n1 attempt 1 settled 200
        2s n1 to http://127.0.0.1:9/webhook delivered after 2
        2s due: nothing
        2s n1 resent -> done
        2s n1 resent -> done
        2s attempt 2 of n1 ends with 500 -> done | n1 attempt 2 settled 500
        2s attempt 3 of n1 ends with 500 -> done | n1 attempt 3 settled 500
        2s due: nothing; next at 1m2s
        ",
    );
}

#[test]
fn the_defect_loses_notices() {
    check(
        town_with(Rules { notices_sent: false, ..Rules::default() }),
        |story| verified(story, &told()),
        "
        0s A submits 王五 13800000001 -> done | ComparisonPassed(Mobile3), Verified(Mobile3), Finished
        ",
    );
}
