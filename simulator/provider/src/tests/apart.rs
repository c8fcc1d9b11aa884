//! Two crowds that have nothing to do with each other never change each other's values, in whatever order
//! their calls arrive.
//!
//! What is left out: ordinals of a world as a whole (of notices, timers, events, payouts and lists). Of these a
//! flow's timeline shows the notices'.

use proptest::prelude::*;

use crate::accounts::Account;
use crate::event::EventKind;
use crate::flow::{Flow, organization};
use crate::id::{AppId, NoticeId};
use crate::input::Input;
use crate::notice::Notice;
use crate::organizations::OrgAccount;
use crate::provider::Provider;
use crate::tests::script::*;
use crate::tests::town::*;
use crate::time::Time;
use crate::world::post::Message;

const ONE: Cast =
    Cast { apps: &[SHOP], addresses: &[WANG, ZHAO], people: &[WANG, ZHAO], organizations: &[MILL] };
const OTHER: Cast =
    Cast { apps: &[BANK], addresses: &[LI, LI_MAIL, STRANGER], people: &[LI], organizations: &[BAKERY] };

/// All that a crowd can see of itself.
#[derive(Debug, PartialEq)]
struct Seen {
    flows: Vec<Flow>,
    accounts: Vec<Account>,
    organizations: Vec<OrgAccount>,
    messages: Vec<Message>,
    notices: Vec<Notice>,
}

fn seen(provider: &Provider, at: Time, cast: Cast) -> Seen {
    let now = provider.ask(at);
    let is_own = |app: &AppId| cast.apps.contains(&app.as_str());
    let flows = now.flows_after(0).map(|(_, flow)| flow.into_owned()).filter(|flow| is_own(&flow.link.app));
    let notices = now.notices().filter(|notice| is_own(&notice.app)).cloned();
    let addresses: Vec<_> = cast.addresses.iter().copied().map(address).collect();
    Seen {
        flows: flows.map(without_ordinals).collect(),
        accounts: addresses.iter().filter_map(|address| now.account_at(address)).collect(),
        organizations: now
            .organizations()
            .filter(|organization| cast.organizations.contains(&organization.name.as_str()))
            .cloned()
            .collect(),
        messages: addresses.iter().flat_map(|to| now.world().messages(to, 0).cloned()).collect(),
        notices: notices.map(|notice| Notice { id: NoticeId(0), ..notice }).collect(),
    }
}

fn without_ordinals(mut flow: Flow) -> Flow {
    flow.timer = None;
    if let Some(forward) =
        organization::transfer_mut(&mut flow).and_then(|transfer| transfer.forward.as_mut())
    {
        forward.payout.transfer = None;
    }
    for entry in &mut flow.timeline {
        if let EventKind::NoticeQueued(id, _) = &mut entry.kind {
            *id = NoticeId(0);
        }
    }
    flow
}

/// Lays two tapes together by time; where both come at one time, `one_first` says which does.
fn together(one: Tape, other: Tape, one_first: &[bool]) -> Vec<(bool, (Time, Input))> {
    let (mut one, mut other) = (one.into_iter().peekable(), other.into_iter().peekable());
    let mut choices = one_first.iter().copied().cycle();
    let mut all = Vec::new();
    loop {
        let is_ones = match (one.peek(), other.peek()) {
            (Some(a), Some(b)) if a.0 == b.0 => choices.next().unwrap_or(true),
            (Some(a), Some(b)) => a.0 < b.0,
            (Some(_), None) => true,
            (None, Some(_)) => false,
            (None, None) => return all,
        };
        let next = if is_ones { one.next() } else { other.next() };
        all.extend(next.map(|input| (is_ones, input)));
    }
}

proptest! {
    #![proptest_config(cases(48))]

    #[test]
    fn crowds_do_not_change_each_others_values(
        one in scripts_of_people(40), other in scripts_of_people(40), one_first in prop::collection::vec(any::<bool>(), 32),
    ) {
        let (one, other) = (record(&town(), ONE, &one), record(&town(), OTHER, &other));
        let end = one.iter().chain(&other).map(|(at, _)| *at).max().unwrap_or_default();
        let alone = |tape: &Tape, cast| {
            let mut provider = Provider::found(town());
            let results: Vec<_> = play(&mut provider, tape).into_iter().map(|(result, _)| result).collect();
            (results, seen(&provider, end, cast))
        };
        let (alone_one, alone_other) = (alone(&one, ONE), alone(&other, OTHER));

        let mut provider = Provider::found(town());
        let (mut results_one, mut results_other) = (Vec::new(), Vec::new());
        for (is_ones, (at, input)) in together(one, other, &one_first) {
            let result = provider.apply(at, input);
            if is_ones { &mut results_one } else { &mut results_other }.push(result);
        }
        prop_assert_eq!((results_one, seen(&provider, end, ONE)), alone_one);
        prop_assert_eq!((results_other, seen(&provider, end, OTHER)), alone_other);
    }

    #[test]
    fn two_links_of_one_person_have_the_same_ids_in_either_order(
        before in scripts(20), calls in prop::collection::vec((any::<u8>(), 0..250_u8, any::<u16>()), 2..4),
    ) {
        let tape = record(&town(), EVERYBODY, &before);
        let at = tape.last().map_or(town().start, |(at, _)| *at);
        let mut provider = Provider::found(town());
        play(&mut provider, &tape);
        let mut distinct: Vec<(Time, Input)> = Vec::new();
        for (app, whose, shape) in &calls {
            let call = (at, link(EVERYBODY, *app, *whose, *shape));
            // Equal calls of the identity service begin a flow each; which is whose cannot be told.
            if !distinct.contains(&call) {
                distinct.push(call);
            }
        }
        let calls = distinct;
        let results = |order: Vec<(Time, Input)>| {
            let mut provider = provider.clone();
            let results: Vec<_> = play(&mut provider, &order).into_iter().map(|(result, _)| result).collect();
            let accounts: Vec<_> = EVERYBODY.addresses.iter().copied().map(address)
                .map(|address| provider.ask(at).account_at(&address)).collect();
            (results, accounts)
        };
        let (mut backwards, accounts) = results(calls.iter().rev().cloned().collect());
        backwards.reverse();
        prop_assert_eq!(results(calls), (backwards, accounts));
    }
}
