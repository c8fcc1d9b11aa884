//! A world as a value: digest, snapshot, restore, time that is handed in.

use crate::input::{Call, Clock, Happening, Input};
use crate::provider::{Founding, Provider};
use crate::refusal::Refusal;
use crate::tests::story::{check, play};
use crate::tests::town::*;
use crate::time::{Span, Time};
use crate::world::populace::Person;

/// A provider in which much has happened.
fn lived() -> Provider {
    let mut kept = None;
    play(town(), |story| {
        let flow = story.link(&authorize(WANG));
        story.verify(flow, WANG);
        let open = story.link(&real_name(LI));
        story.log_in(open, LI);
        story.submit_face(open, LI, crate::flow::method::face::FaceVendor::Alipay);
        kept = Some(story.provider().clone());
    });
    kept.expect("the story was told")
}

fn link(whose: &str) -> Input {
    Input::Call(Call::Link(real_name(whose).into()))
}

#[test]
fn a_world_comes_back_from_its_snapshot() {
    let world = lived();
    let back = Provider::restore(&world.snapshot()).expect("a snapshot unpacks");
    assert_eq!(back.snapshot(), world.snapshot());
    assert_eq!(back.digest(), world.digest());
    assert_eq!(back.next_reason(), world.next_reason());
}

#[test]
fn what_is_no_snapshot_is_refused() {
    let snapshot = lived().snapshot();
    assert!(Provider::restore(&[]).is_none());
    assert!(Provider::restore(&snapshot[..snapshot.len() - 1]).is_none());
    assert!(Provider::restore(&[snapshot.as_slice(), &[0]].concat()).is_none(), "something follows");
}

#[test]
fn a_copy_goes_its_own_way() {
    let world = lived();
    let mut copy = world.clone();
    copy.apply(town().start, link(ZHAO)).expect("a link");
    assert_ne!(copy.digest(), world.digest());
    assert_eq!(world.digest(), lived().digest());
}

#[test]
fn seed_and_name_decide_every_drawn_value() {
    let opened = |founding: Founding| Provider::found(founding).apply(town().start, link(WANG));
    let first = opened(town()).expect("a link");
    assert_eq!(opened(town()), Ok(first.clone()));
    assert_ne!(opened(Founding { seed: 8, ..town() }), Ok(first.clone()));
    assert_ne!(opened(Founding { name: "city".into(), ..town() }), Ok(first.clone()));
    assert_eq!(opened(Founding { start: Time(0), ..town() }), Ok(first));
}

#[test]
fn time_that_is_handed_in_backwards_counts_as_the_last() {
    let mut provider = Provider::found(town());
    let later = town().start + Span::hours(1);
    provider.apply(later, link(WANG)).expect("a link");
    assert_eq!(provider.wake(town().start), later);
    provider.apply(town().start, link(LI)).expect("a link");
    assert_eq!(provider.ask(Time(0)).at(), later);
    let opened: Vec<_> = provider.ask(later).flows_after(0).map(|(_, flow)| flow.created).collect();
    assert_eq!(opened, [later, later]);
}

#[test]
fn the_end_of_time_is_no_trouble() {
    let mut provider = Provider::found(town());
    for time in [Time(i64::MIN), Time(i64::MAX), Time(0)] {
        let _ = provider.apply(time, link(WANG));
        let _ = provider.apply(time, Input::Happen(Happening::LinkOpened(crate::id::AuthFlowId(1))));
        assert!(!provider.ask(time).at().to_string().is_empty());
    }
}

#[test]
fn clock_facts_and_rules_are_inputs_and_told() {
    let taken = Person { id: "other".into(), ..person(LI) };
    check(
        town(),
        |story| {
            let _ = story.apply(Input::Clock(Clock::Running { speed: 60 }));
            let _ = story.apply(Input::Facts(Box::new(Person { purpose: "new".into(), ..person(WANG) })));
            let refused = story.apply(Input::Facts(Box::new(taken.clone())));
            assert!(matches!(refused, Err(Refusal::FactRefused { .. })));
            let _ = story.apply(Input::Rules(Box::default()));
        },
        "
        0s clock Running { speed: 60 } -> done | ClockChanged
        0s facts about wang -> done | PersonChanged(\"wang\")
        0s facts about other -> FactRefused { reason: \"document 330283199003070012 already belongs to `li`\" }
        0s other rules -> done | RulesChanged
        ",
    );
}

#[test]
fn a_question_is_answered_as_if_somebody_had_woken_the_provider() {
    let world = lived();
    for days in [0, 29, 30, 31] {
        let at = town().start + Span::days(days);
        let mut woken = world.clone();
        woken.wake(at);
        let seen = |provider: &Provider| {
            let reading = provider.ask(at);
            let flows: Vec<_> = reading.flows_after(0).map(|(_, flow)| flow.into_owned()).collect();
            let stands: Vec<_> = flows.iter().map(|flow| reading.standing(flow.id, Some(1))).collect();
            (flows, stands)
        };
        assert_eq!(seen(&world), seen(&woken), "after {days} days");
    }
}
