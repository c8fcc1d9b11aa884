//! Information compares: what is found, how often the same may be asked, and whose id a compare has.

use proptest::prelude::*;

use crate::claim::Field;
use crate::compare::{Compare, Finding, Found};
use crate::id::VerifyId;
use crate::input::{Call, Input, Outcome};
use crate::provider::{Founding, Provider};
use crate::refusal::Refusal;
use crate::rules::Rules;
use crate::tests::script::cases;
use crate::tests::story::{Story, check, play};
use crate::tests::town::*;
use crate::time::{Span, Time};
use crate::world::populace::Person;
use crate::world::registry::{OrgComparison, OrgFactors, OrgState, Organization};

fn call(whose: &str, compare: &Compare) -> Input {
    Input::Call(Call::Compare { app: app(whose), compare: Box::new(compare.clone()) })
}

fn compare(story: &mut Story, compare: &Compare) -> Result<Finding, Refusal> {
    match story.apply(call(SHOP, compare))? {
        Outcome::Compared(finding) => Ok(finding),
        other => panic!("a finding, not {other:?}"),
    }
}

/// Name of one listed person with the ID card of another.
fn two(name: &str, document: &str) -> Compare {
    let name = identity(name).name.as_str().parse().expect("a name");
    Compare::Person2 { name, document: identity(document).document }
}

fn three(who: &str, mobile: &str, detailed: bool) -> Compare {
    Compare::Telecom3 { identity: identity(who), mobile: number(mobile), detailed }
}

fn factors(name: &str, legal_rep: &str) -> OrgFactors {
    let Organization { name, code, .. } = organization(name);
    let legal_rep = identity(legal_rep);
    OrgFactors {
        name,
        code,
        legal_rep_name: Some(legal_rep.name),
        legal_rep_number: Some(legal_rep.document.number().into()),
    }
}

#[test]
fn each_compare_tells_what_differs_and_has_an_id_of_its_own() {
    let bank = |who, card_of, mobile: Option<&str>| {
        let (identity, card) = (identity(who), person(card_of).bank_cards[0].number);
        match mobile {
            None => Compare::Bank3 { identity, card, detailed: true },
            Some(mobile) => Compare::Bank4 { identity, card, mobile: number(mobile), detailed: true },
        }
    };
    let telecom2 = |who, mobile| Compare::Telecom2 { name: identity(who).name, mobile: number(mobile) };
    let organization = |legal_rep| Compare::Organization(factors(MILL, legal_rep));
    check(
        town(),
        |story| {
            for what in [
                two(WANG, WANG),
                two(WANG, WANG),
                two(LI, WANG),
                telecom2(WANG, WANG),
                telecom2(WANG, LI),
                telecom2(ZHAO, ZHAO),
                three(WANG, WANG, false),
                three(WANG, LI, true),
                bank(WANG, WANG, None),
                bank(WANG, LI, None),
                bank(WANG, WANG, Some(LI)),
                bank(ZHAO, ZHAO, Some(ZHAO)),
                organization(WANG),
                organization(LI),
            ] {
                let _ = compare(story, &what);
            }
        },
        "
        0s Person2 compared -> compare 1 Match | Compared Person2 Match
        0s Person2 compared -> compare 2 Match | Compared Person2 Match
        0s Person2 compared -> compare 3 Mismatch [Name] | Compared Person2 Mismatch [Name]
        0s Telecom2 compared -> compare 4 Match | Compared Telecom2 Match
        0s Telecom2 compared -> compare 5 Mismatch [Name] | Compared Telecom2 Mismatch [Name]
        0s Telecom2 compared -> compare 6 NotCovered | Compared Telecom2 NotCovered
        0s Telecom3 compared -> compare 7 Match | Compared Telecom3 Match
        0s Telecom3 compared -> compare 8 Mismatch [Mobile] | Compared Telecom3 Mismatch [Mobile]
        0s Bank3 compared -> compare 9 Match | Compared Bank3 Match
        0s Bank3 compared -> compare 10 CardOfAnother | Compared Bank3 CardOfAnother
        0s Bank4 compared -> compare 11 Mismatch [Mobile] | Compared Bank4 Mismatch [Mobile]
        0s Bank4 compared -> compare 12 Mismatch [BankCard] | Compared Bank4 Mismatch [BankCard]
        0s Organization4 compared -> compare 13 Match, Operating | Compared Organization4 Match, Operating
        0s Organization4 compared -> compare 14 Mismatch([LegalRepName, LegalRepDocument]), Operating | Compared Organization4 Mismatch([LegalRepName, LegalRepDocument]), Operating
        ",
    );
}

#[test]
fn an_organization_out_of_business_fails_though_all_of_it_agrees() {
    play(town(), |story| {
        let closed = Organization { state: OrgState::Suspended, ..organization(MILL) };
        story.apply(Input::OrganizationFacts(Box::new(closed))).expect("the same organization");
        let finding = compare(story, &Compare::Organization(factors(MILL, WANG))).expect("an answer");
        assert!(!finding.found.is_match());
        let Found::Organization(found) = finding.found else { panic!("an organization") };
        assert_eq!(found.comparison, OrgComparison::NotOperating(OrgState::Suspended));
        assert_eq!(found.state, Some(OrgState::Suspended));
    });
}

/// A millisecond less than so many minutes.
fn just_under(minutes: i64) -> Span {
    Span(Span::minutes(minutes).0 - 1)
}

/// So many compares of this kind that are answered, and then one that is not.
fn ask_until_blocked(story: &mut Story, what: &Compare, answered: u32) {
    for nth in 1..=answered {
        assert!(compare(story, what).is_ok(), "number {nth}, at {}", story.now());
    }
    assert_eq!(compare(story, what), Err(Refusal::Throttled), "one more than {answered}");
}

#[test]
fn the_eleventh_within_a_minute_is_blocked_for_a_minute_from_the_tenth_on() {
    play(town(), |story| {
        let what = three(WANG, WANG, false);
        for _ in 0..9 {
            compare(story, &what).expect("an answer");
        }
        story.pass(just_under(1));
        ask_until_blocked(story, &what, 1);
        for other in [three(WANG, LI, false), three(LI, WANG, false), three(WANG, WANG, true)] {
            assert!(compare(story, &other).is_ok(), "other data, and another compare: {other:?}");
        }
        story.apply(call(BANK, &what)).expect("another application's");
        story.pass(just_under(1));
        assert_eq!(compare(story, &what), Err(Refusal::Throttled), "the block is no longer for being tried");
        story.pass(Span(1));
        ask_until_blocked(story, &what, 10);
    });
}

#[test]
fn nine_and_one_a_minute_later_are_not_too_many() {
    play(town(), |story| {
        let what = three(WANG, LI, false);
        for _ in 0..9 {
            compare(story, &what).expect("an answer");
        }
        story.pass(Span::minutes(1));
        // The ten of the last minute begin with this one.
        ask_until_blocked(story, &what, 10);
    });
}

#[test]
fn twenty_within_ten_minutes_are_blocked_for_ten() {
    play(town(), |story| {
        let what = three(WANG, WANG, false);
        for _ in 0..19 {
            compare(story, &what).expect("fewer than ten in each minute");
            story.pass(Span::seconds(30));
        }
        ask_until_blocked(story, &what, 1);
        story.pass(just_under(10));
        assert_eq!(compare(story, &what), Err(Refusal::Throttled));
        story.pass(Span(1));
        assert!(compare(story, &what).is_ok());
    });
}

#[test]
fn fifty_within_a_day_are_blocked_for_half_an_hour_and_so_is_each_that_follows() {
    play(town(), |story| {
        let what = three(WANG, WANG, false);
        for _ in 0..49 {
            compare(story, &what).expect("fewer than twenty in ten minutes");
            story.pass(Span::minutes(1));
        }
        for _ in 0..2 {
            ask_until_blocked(story, &what, 1);
            story.pass(just_under(30));
            assert_eq!(compare(story, &what), Err(Refusal::Throttled));
            story.pass(Span(1));
        }
        story.pass(Span::days(1));
        ask_until_blocked(story, &what, 10);
    });
}

#[test]
fn of_two_factors_only_failures_count_and_a_block_is_for_all() {
    play(town(), |story| {
        for _ in 0..60 {
            compare(story, &two(WANG, WANG)).expect("what agrees is asked for as often as one likes");
        }
        ask_until_blocked(story, &two(LI, WANG), 10);
        // By now the name is hers: what agrees is blocked like what did not.
        let renamed = Person { name: identity(LI).name, ..person(WANG) };
        story.apply(Input::Facts(Box::new(renamed))).expect("the same person");
        assert_eq!(compare(story, &two(LI, WANG)), Err(Refusal::Throttled));
        story.pass(Span::minutes(1));
        assert!(compare(story, &two(LI, WANG)).is_ok_and(|finding| finding.found.is_match()));
    });
}

#[test]
fn limits_are_rules() {
    let rules = Rules {
        compare_minute_max: 2,
        compare_minute_block: Span::seconds(5),
        compare_day_max: 3,
        ..Rules::default()
    };
    play(town_with(rules), |story| {
        let what = three(WANG, WANG, false);
        ask_until_blocked(story, &what, 2);
        story.pass(Span::seconds(5));
        ask_until_blocked(story, &what, 1);
        story.pass(Span::seconds(5));
        assert_eq!(compare(story, &what), Err(Refusal::Throttled), "the day's block is longer");
        assert!(compare(story, &three(WANG, LI, false)).is_ok(), "the other data");
        let bank = Compare::Bank3 {
            identity: identity(WANG),
            card: person(WANG).bank_cards[0].number,
            detailed: false,
        };
        for _ in 0..60 {
            compare(story, &bank).expect("no page tells of a limit");
        }
    });
}

#[test]
fn a_tester_has_the_data_source_fail_and_the_order_used_up() {
    let rules = Rules { data_source_answers: false, ..Rules::default() };
    play(town_with(rules.clone()), |story| {
        let first = compare(story, &two(WANG, WANG)).expect_err("no answer");
        assert!(matches!(first, Refusal::DataSourceDown { .. }), "{first:?}");
        story.pass(Span(1));
        assert_ne!(compare(story, &two(WANG, WANG)), Err(first), "another query, another id");
        for _ in 0..20 {
            let _ = compare(story, &two(LI, WANG));
        }
        story.apply(Input::Rules(Box::default())).expect("rules");
        assert!(compare(story, &two(LI, WANG)).is_ok(), "what was not answered does not count");
    });
    let rules = Rules { order_balance_left: false, ..rules };
    play(town_with(rules), |story| {
        assert_eq!(compare(story, &two(WANG, WANG)), Err(Refusal::BalanceExhausted));
        let result = story.apply(call("7438999999", &two(WANG, WANG)));
        assert_eq!(result, Err(Refusal::AppUnknown));
    });
}

/// A compare of a name that nobody has and that is one of many.
fn numbered(nth: u32) -> Compare {
    let letter = |digit: u32| char::from_u32(u32::from('一') + digit % 1_000).expect("a Chinese character");
    let name: String = ['无', letter(nth), letter(nth / 1_000)].into_iter().collect();
    Compare::Person2 { name: name.parse().expect("a name"), document: identity(WANG).document }
}

#[test]
fn ten_thousand_contents_are_kept_and_no_id_is_told_twice() {
    let mut provider = Provider::found(town());
    let at = town().start;
    let mut ask = |nth| match provider.apply(at, call(SHOP, &numbered(nth))) {
        Ok(Outcome::Compared(Finding { id, found })) => {
            assert_eq!(found, Found::Mismatch(vec![Field::Name]));
            (id, provider.ask(at).compares_evicted())
        }
        other => panic!("a finding, not {other:?}"),
    };
    let ids: Vec<VerifyId> = (0..10_000).map(&mut ask).map(|(id, _)| id).collect();
    // The first is compared once more, so that the second is now the one that was compared longest ago.
    let (again, evicted) = ask(0);
    assert_eq!((ids.contains(&again), evicted), (false, 0));
    assert_eq!(ask(10_000).1, 1);
    let (second, evicted) = ask(1);
    assert_eq!((ids.contains(&second), evicted), (false, 2), "forgotten, but not its id");
    let packed = provider.snapshot();
    assert!(packed.len() < 700_000, "{} bytes", packed.len());
    assert_eq!(Provider::restore(&packed).map(|provider| provider.digest()), Some(provider.digest()));
}

fn any_calls() -> impl Strategy<Value = Vec<(bool, u8, u16)>> {
    prop::collection::vec((any::<bool>(), 0..4_u8, 0..400_u16), 1..120)
}

proptest! {
    #![proptest_config(cases(64))]

    /// The same rule, told as the documents tell it: by all that was answered before.
    #[test]
    fn whoever_is_blocked_has_asked_so_often(calls in any_calls()) {
        let mut provider = Provider::found(town());
        let mut at = town().start;
        let mut answered: Vec<(bool, u8, Time)> = Vec::new();
        let mut ids = Vec::new();
        for (shops, what, tenths) in calls {
            at = at + Span(i64::from(tenths) * i64::from(tenths) * 10);
            let what_is_asked = three(if what < 2 { WANG } else { LI }, if what % 2 == 0 { WANG } else { LI }, false);
            let times: Vec<Time> =
                answered.iter().filter(|it| (it.0, it.1) == (shops, what)).map(|it| it.2).collect();
            let begun = |nth: usize, max: usize, window: Span| {
                nth + 1 >= max && times[nth] - times[nth + 1 - max] < window
            };
            let is_blocked = (0..times.len()).any(|nth| {
                let since = at - times[nth];
                begun(nth, 10, Span::minutes(1)) && since < Span::minutes(1)
                    || begun(nth, 20, Span::minutes(10)) && since < Span::minutes(10)
                    || begun(nth, 50, Span::days(1)) && since < Span::minutes(30)
            });
            match provider.apply(at, call(if shops { SHOP } else { BANK }, &what_is_asked)) {
                Ok(Outcome::Compared(Finding { id, .. })) => {
                    prop_assert!(!is_blocked && !ids.contains(&id));
                    ids.push(id);
                    answered.push((shops, what, at));
                }
                other => prop_assert!(is_blocked, "{:?}", other),
            }
        }
    }

    #[test]
    fn ids_do_not_depend_on_what_others_compare(calls in any_calls()) {
        let founding = || Founding { rules: Rules { compare_minute_max: 1_000, ..Rules::default() }, ..town() };
        let ask = |provider: &mut Provider, (shops, what, _): &(bool, u8, u16)| {
            provider.apply(town().start, call(if *shops { SHOP } else { BANK }, &numbered(u32::from(*what))))
        };
        let mut together = Provider::found(founding());
        let got: Vec<_> = calls.iter().map(|call| ask(&mut together, call)).collect();
        for (shops, what) in [(true, 0), (true, 1), (false, 0), (false, 3)] {
            let mut alone = Provider::found(founding());
            for (call, got) in calls.iter().zip(&got).filter(|(call, _)| (call.0, call.1) == (shops, what)) {
                prop_assert_eq!(&ask(&mut alone, call), got);
            }
        }
    }
}
