//! What holds for any tape: the determinism rules of the core, and what a refusal may not do.

use std::collections::BTreeMap;

use proptest::prelude::*;

use crate::flow::Progress;
use crate::id::AuthFlowId;
use crate::identity::corporate_account::CorporateAccountNum;
use crate::input::{Call, Happening, Input, Outcome};
use crate::notice::{Action, Notice};
use crate::provider::{Founding, Provider};
use crate::refusal::Refusal;
use crate::rules::Rules;
use crate::tests::script::*;
use crate::tests::town::town;
use crate::time::{Span, Time};
use crate::timers::Reason;

/// All that a reading tells, as text.
fn read(provider: &Provider, at: Time) -> String {
    let now = provider.ask(at);
    let mut lines = Vec::new();
    for (ordinal, flow) in now.flows_after(0) {
        let stands = [None, Some(1)].map(|seat| now.standing(flow.id, seat).map(|standing| standing.stand));
        lines.push(format!("{ordinal} {flow:?} {stands:?} {}", now.flow_id(flow.id)));
        lines.extend(flow.account.and_then(|id| now.account(id)).map(|account| format!("{account:?}")));
    }
    lines.extend(now.faces().map(|(_, ticket, _)| format!("{:?}", now.phone_standing(ticket))));
    lines.extend(now.notices().map(|notice| format!("{notice:?}")));
    lines.extend(now.world().all_messages(0).map(|message| format!("{message:?}")));
    lines.push(format!("{:?} {:?} {:?}", now.at(), now.clock(), now.rules()));
    lines.join("\n")
}

fn fresh() -> Provider {
    Provider::found(town())
}

proptest! {
    #![proptest_config(cases(48))]

    #[test]
    fn the_same_tape_tells_the_same_story(script in scripts(60)) {
        let tape = record(&town(), EVERYBODY, &script);
        // A tape is kept as bytes.
        let packed = postcard::to_allocvec(&tape).expect("a tape packs");
        let unpacked: Tape = postcard::from_bytes(&packed).expect("a tape unpacks");
        let (mut one, mut other) = (fresh(), fresh());
        prop_assert_eq!(play(&mut one, &tape), play(&mut other, &unpacked));
        prop_assert_eq!(one.digest(), other.digest());
    }

    #[test]
    fn money_is_never_lost_or_made(script in scripts(120)) {
        let tape = record(&town(), EVERYBODY, &script);
        let mut provider = fresh();
        for (at, input) in &tape {
            let _ = provider.apply(*at, input.clone());
            prop_assert_eq!(provider.ask(*at).world().money_total(), 0);
        }
    }

    #[test]
    fn waking_early_changes_nothing(script in scripts(60), wakes in prop::collection::vec(0..=100_i64, 60)) {
        let tape = record(&town(), EVERYBODY, &script);
        let (mut lazy, mut eager) = (fresh(), fresh());
        let mut last = town().start;
        for ((at, input), percent) in tape.iter().zip(wakes) {
            let gap = *at - last;
            eager.wake(last + Span(gap.0 * percent / 100));
            prop_assert_eq!(lazy.apply(*at, input.clone()), eager.apply(*at, input.clone()));
            // What an early waking told counts as told by the next input.
            prop_assert_eq!(lazy.take_events(), eager.take_events());
            last = *at;
        }
        prop_assert_eq!(lazy.digest(), eager.digest());
    }

    #[test]
    fn waking_at_each_deadline_changes_nothing(script in scripts(60)) {
        let tape = record(&town(), EVERYBODY, &script);
        let (mut lazy, mut eager) = (fresh(), fresh());
        for (at, input) in &tape {
            while let Some(deadline) = eager.next_wake().filter(|deadline| deadline <= at) {
                prop_assert!(eager.wake(deadline) >= deadline);
            }
            prop_assert_eq!(lazy.apply(*at, input.clone()), eager.apply(*at, input.clone()));
            prop_assert_eq!(lazy.take_events(), eager.take_events());
        }
        prop_assert_eq!(lazy.digest(), eager.digest());
    }

    #[test]
    fn a_world_from_a_snapshot_goes_on_as_if_never_packed(script in scripts(60), every in 1..10_usize) {
        let tape = record(&town(), EVERYBODY, &script);
        let (mut whole, mut packed) = (fresh(), fresh());
        for part in tape.chunks(every) {
            packed = Provider::restore(&packed.snapshot()).expect("a snapshot unpacks");
            prop_assert_eq!(play(&mut whole, part), play(&mut packed, part));
            prop_assert_eq!(whole.snapshot(), packed.snapshot());
        }
    }

    #[test]
    fn a_fork_is_a_fresh_run_to_its_place_and_goes_its_own_way(
        script in scripts(40), other in scripts(20), place in 0..40_usize,
    ) {
        let tape = record(&town(), EVERYBODY, &script);
        let (before, after) = tape.split_at(place.min(tape.len()));
        let mut parent = fresh();
        play(&mut parent, before);
        let mut fork = parent.clone();
        let mut run = fresh();
        play(&mut run, before);
        prop_assert_eq!(fork.digest(), run.digest());
        // What the fork does is nothing to its parent.
        let reached = before.last().map_or(town().start, |(at, _)| *at);
        play(&mut fork, &record(&Founding { start: reached, ..town() }, EVERYBODY, &other));
        play(&mut run, after);
        play(&mut parent, after);
        prop_assert_eq!(parent.digest(), run.digest());
    }

    #[test]
    fn a_time_before_the_last_counts_as_the_last(
        script in scripts(40), backwards in prop::collection::vec(0..4_i64, 40),
    ) {
        let tape = record(&town(), EVERYBODY, &script);
        let (mut straight, mut jumping) = (fresh(), fresh());
        let mut last = town().start;
        for ((at, input), back) in tape.into_iter().zip(backwards) {
            if back > 0 {
                let early = Time(last.0 - back * Span::days(20).0);
                prop_assert_eq!(straight.apply(last, input.clone()), jumping.apply(early, input));
                prop_assert_eq!(jumping.ask(early).at(), last);
            } else {
                prop_assert_eq!(straight.apply(at, input.clone()), jumping.apply(at, input));
                last = at;
            }
            prop_assert_eq!(straight.take_events(), jumping.take_events());
        }
        prop_assert_eq!(straight.digest(), jumping.digest());
    }

    #[test]
    fn a_question_is_answered_the_same_before_and_after_a_waking(
        script in scripts(40), gap in 0..(40 * 24_i64),
    ) {
        let tape = record(&town(), EVERYBODY, &script);
        let mut provider = fresh();
        play(&mut provider, &tape);
        let at = tape.last().map_or(town().start, |(at, _)| *at) + Span::hours(gap);
        let before = provider.digest();
        let told = read(&provider, at);
        prop_assert_eq!(provider.digest(), before, "a question has changed the world");
        let mut woken = provider.clone();
        woken.wake(at);
        prop_assert_eq!(told, read(&woken, at));
    }

    #[test]
    fn a_refused_input_changes_only_what_it_counted(script in scripts(60), cast in casts()) {
        let tape = record(&town(), cast, &script);
        let mut provider = fresh();
        for (at, input) in tape {
            provider.wake(at);
            provider.take_events();
            let before = provider.clone();
            let result = provider.apply(at, input.clone());
            let events = provider.take_events();
            let Err(refusal) = result else { continue };
            if may_count(&refusal) {
                // A comparison that begins nothing leaves nothing; a last wrong code ends a flow of calls.
                let told = match &input {
                    Input::Call(Call::Link(_)) => 0..=0,
                    Input::Call(Call::Step { .. }) => 1..=5,
                    // Pages may end by their last failure, and tell it.
                    Input::Happen(Happening::Acted { .. }) => 1..=4,
                    _ => 1..=1,
                };
                prop_assert!(told.contains(&events.len()), "{:?} for {:?}", refusal, input);
                prop_assert!(nobody_gained(&before, &provider, at), "{:?} for {:?}", refusal, input);
            } else if !moves_on(&before, &input, at) {
                prop_assert_eq!(events, Vec::new(), "{:?} for {:?}", refusal, input);
                prop_assert!(provider.snapshot() == before.snapshot(), "{:?} for {:?}", refusal, input);
            }
        }
    }

    #[test]
    fn what_is_settled_stays_settled(script in scripts(60), cast in casts()) {
        let tape = record(&town(), cast, &script);
        let mut provider = fresh();
        let (mut finished, mut verified) = (BTreeMap::new(), BTreeMap::new());
        for (at, input) in tape {
            let _ = provider.apply(at, input.clone());
            let now = provider.ask(at);
            for (_, flow) in now.flows_after(0) {
                prop_assert!(flow.timeline.is_sorted_by_key(|entry| entry.at), "{:?}", flow);
                prop_assert!(flow.created <= flow.updated && flow.updated <= at, "{:?}", flow);
                prop_assert_eq!(flow.timer.is_some(), !flow.is_finished());
                if let Some(account) = flow.account.and_then(|id| now.account(id))
                    && let Some(real_name) = &account.real_name
                {
                    let first = verified.entry(account.id).or_insert_with(|| real_name.clone());
                    prop_assert_eq!(&*first, real_name, "verified twice by {:?}", input);
                }
                if flow.is_finished() {
                    let first = finished.entry(flow.id).or_insert_with(|| flow.clone().into_owned());
                    prop_assert_eq!(&*first, &*flow, "changed by {:?}", input);
                }
            }
            if let Some((deadline, Reason::FlowExpires(id))) = provider.next_reason() {
                prop_assert!(deadline > at);
                prop_assert!(!finished.contains_key(&id), "a finished flow waits for its expiry");
            }
            if matches!(input, Input::Settle { .. }) {
                provider.take_events();
                let before = provider.snapshot();
                prop_assert_eq!(provider.apply(at, input), Ok(Outcome::Done));
                prop_assert!(provider.snapshot() == before, "an attempt was settled twice");
            }
        }
    }
}

proptest! {
    #![proptest_config(cases(48))]

    #[test]
    fn no_time_and_no_rule_ends_the_process(
        script in scripts(30), times in prop::collection::vec(any::<i64>(), 30), spans in prop::array::uniform6(0..4_usize), max in 0..3_usize,
    ) {
        let span = |which: usize| [Span(0), Span(1), Span::days(1), Span(i64::MAX)][spans[which]];
        let max = [0, 1, u32::MAX][max];
        let rules = Rules {
            code_life: span(0),
            code_resend_interval: span(1),
            flow_life: span(2),
            grant_life: span(3),
            face_ticket_life: span(4),
            notice_retry_intervals: vec![span(5); 3],
            code_wrong_entries_max: max,
            method_failures_per_day_max: max,
            method_failures_warned: max,
            ..Rules::default()
        };
        let founding = Founding { rules, ..town() };
        let tape = record(&founding, EVERYBODY, &script);
        let mut provider = Provider::found(founding);
        for ((_, input), time) in tape.into_iter().zip(times) {
            let _ = provider.apply(Time(time), input);
            let _ = provider.due_attempts(Time(time));
        }
        for time in [i64::MIN, 0, i64::MAX].map(Time) {
            prop_assert!(!read(&provider, time).is_empty());
            provider = Provider::restore(&provider.snapshot()).expect("a snapshot unpacks");
        }
    }

    #[test]
    fn no_bytes_end_the_process(script in scripts(10), place in any::<prop::sample::Index>(), flipped in 1..=u8::MAX) {
        let tape = record(&town(), EVERYBODY, &script);
        let mut provider = fresh();
        play(&mut provider, &tape);
        let mut bytes = provider.snapshot();
        let place = place.index(bytes.len());
        prop_assert!(Provider::restore(&bytes[..place]).is_none());
        bytes[place] ^= flipped;
        prop_assert!(Provider::restore(&bytes).is_none());
    }
}

/// Refusals that count something, and tell it.
fn may_count(refusal: &Refusal) -> bool {
    match refusal {
        Refusal::CodeWrong { .. }
        | Refusal::CodeDead
        | Refusal::ComparisonFailed { .. }
        | Refusal::FaceTaken
        | Refusal::AlipayStranger
        | Refusal::OrgComparisonFailed { .. }
        | Refusal::AmountWrong { .. }
        | Refusal::AmountTriesExhausted
        | Refusal::LegalRepUnknown
        | Refusal::Throttled => true,
        Refusal::AppUnknown
        | Refusal::AccountUnknown { .. }
        | Refusal::PersonNotFound { .. }
        | Refusal::PersonVerified
        | Refusal::PersonNotVerified { .. }
        | Refusal::IdentityDiffers { .. }
        | Refusal::FlowUnknown
        | Refusal::FlowEnded
        | Refusal::FlowExpired
        | Refusal::OutOfStep
        | Refusal::NotLoggedIn
        | Refusal::AccountFixed
        | Refusal::ConsentMissing
        | Refusal::FieldLocked { .. }
        | Refusal::MethodUnavailable
        | Refusal::TriesExhausted
        | Refusal::CodeTooSoon { .. }
        | Refusal::CodeNotSent
        | Refusal::CodeExpired
        | Refusal::ClaimIncomplete { .. }
        | Refusal::MethodNotBegun { .. }
        | Refusal::SignNotOrdered
        | Refusal::AgentNotLegalRep
        | Refusal::FaceUnknown
        | Refusal::FaceExpired
        | Refusal::AlipayNeeded
        | Refusal::OrganizationNotFound { .. }
        | Refusal::AgentNotVerified
        | Refusal::FileUnknown
        | Refusal::FileUnfit
        | Refusal::LetterNeeded
        | Refusal::LetterNotTaken
        | Refusal::OrgAccountIncomplete { .. }
        | Refusal::DocumentKindNotTaken
        | Refusal::OrganizationVerified
        | Refusal::OrganizationNotVerified { .. }
        | Refusal::OrganizationDiffers
        | Refusal::OrgFieldLocked { .. }
        | Refusal::OrgFieldMissing { .. }
        | Refusal::BranchUnknown
        | Refusal::PayoutsExhausted
        | Refusal::PayoutTooSoon { .. }
        | Refusal::PayoutNeeded
        | Refusal::AmountTooLate
        | Refusal::LetterApproved
        | Refusal::LetterNotInReview
        | Refusal::SignUnknown
        | Refusal::SignExpired
        | Refusal::MessageTooSoon { .. }
        | Refusal::ApprovalUnknown
        | Refusal::GrantUnknown
        | Refusal::PaymentRefused { .. }
        | Refusal::FactRefused { .. }
        | Refusal::NoticeUnknown
        | Refusal::AppAccountExists { .. }
        | Refusal::AppAccountUnknown
        | Refusal::AppAccountOfOtherKind
        | Refusal::AppAccountDocumentFixed
        | Refusal::AppAccountsExhausted { .. }
        | Refusal::FlowNotNamed
        | Refusal::ServiceFault
        | Refusal::AccountLookupFailed
        | Refusal::SignServiceDown
        | Refusal::DataSourceDown { .. }
        | Refusal::BalanceExhausted => false,
    }
}

/// Whether this input finds its flow's owner verified in another flow: then the flow moves on, and only
/// then the input is judged.
fn moves_on(before: &Provider, input: &Input, at: Time) -> bool {
    let Some(flow) = flow_of(before, input, at) else { return false };
    let now = before.ask(at);
    now.flow(flow).is_some_and(|flow| {
        let account = flow.account.and_then(|id| now.account(id));
        let overtaken = account.is_some_and(|account| account.real_name.is_some());
        match &flow.progress {
            Progress::Verifying(_) => overtaken,
            // So does an organization that somebody else has had verified.
            Progress::Organizing(_) => {
                now.organizations().any(|organization| organization.real_name.is_some())
            }
            _ => false,
        }
    })
}

fn flow_of(provider: &Provider, input: &Input, at: Time) -> Option<AuthFlowId> {
    let Input::Happen(happening) = input else { return None };
    let of_ticket = |ticket| provider.ask(at).phone_standing(ticket).ok().map(|(flow, _)| flow.id);
    match happening {
        Happening::LinkOpened(flow)
        | Happening::Entered(flow)
        | Happening::LoginCodeAsked { flow, .. }
        | Happening::LoggedIn { flow, .. }
        | Happening::Acted { flow, .. } => Some(*flow),
        Happening::FaceScanned { ticket, .. }
        | Happening::FaceStarted { ticket, .. }
        | Happening::FaceActed { ticket, .. }
        | Happening::FaceDecided { ticket, .. } => of_ticket(*ticket),
        Happening::SignOpened(ticket) | Happening::SignActed { ticket, .. } => {
            provider.ask(at).sign_standing(*ticket).ok().map(|(flow, _)| flow.id)
        }
        Happening::LetterDecided { flow, .. } | Happening::ApprovalDecided { flow, .. } => Some(*flow),
        Happening::PaidIn(pay_in) => {
            pay_in.to.parse().ok().and_then(|payee: CorporateAccountNum| provider.payees.get(&payee).copied())
        }
        Happening::FileUploaded { .. } | Happening::GrantCancelled { .. } | Happening::NoticeResent(_) => {
            None
        }
    }
}

/// Whether accounts but for their counts, notices and messages are as before.
fn nobody_gained(before: &Provider, after: &Provider, at: Time) -> bool {
    let held = |provider: &Provider| {
        let now = provider.ask(at);
        let flows: Vec<_> = now.flows_after(0).map(|(_, flow)| (flow.seats, flow.progress.clone())).collect();
        let accounts: Vec<_> = now
            .flows_after(0)
            .filter_map(|(_, flow)| flow.account.and_then(|id| now.account(id)))
            .map(|account| (account.real_name.clone(), account.grants.clone()))
            .collect();
        // That a verification has failed is told where a rule says so.
        let tells_failure = |notice: &&Notice| match &notice.action {
            Action::PersonEnded(end) | Action::OrganizationEnded(end) => !end.success,
            _ => false,
        };
        let notices = now.notices().filter(|notice| !tells_failure(notice)).count();
        (accounts, notices, now.world().all_messages(0).count(), flows.len())
    };
    held(before) == held(after)
}
