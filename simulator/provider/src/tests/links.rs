//! Which flow a call for a link opens, finds again or is refused (auth3/rx8igf), and how long it lives.

use crate::claim::{Field, PersonClaim};
use crate::flow::grant::Scope;
use crate::flow::link::{ClientType, Link, Redirect, Whose};
use crate::flow::method::Method;
use crate::id::PsnId;
use crate::input::{Act, Outcome};
use crate::provider::Provider;
use crate::rules::Rules;
use crate::tests::story::check;
use crate::tests::town::*;
use crate::time::Span;

#[test]
fn the_same_flow_is_found_again_only_while_it_is_unfinished() {
    check(
        town(),
        |story| {
            let flow = story.link(&authorize(WANG));
            story.open(flow);
            story.open(flow);
            story.pass(Span::days(1));
            story.link(&authorize(WANG));
            story.verify(flow, WANG);
            story.link(&authorize(WANG));
            story.link(&authorize(WANG));
        },
        "
        0s link for 13800000001 -> A | LinkIssued
        0s A opened -> done | LinkOpened
        0s A opened -> done
        1d link for 13800000001 -> A | LinkFoundAgain
        1d A asks code for 13800000001 -> done | CodeSent 13800000001
        1d A logs in as 13800000001 -> seat 1 | LoggedIn account 1
        1d A chooses Mobile3 -> done | MethodChosen(Mobile3)
        1d A submits 王五 13800000001 -> done | ComparisonPassed(Mobile3), Verified(Mobile3), Granted GetPsnIdentityInfo, Finished
        1d link for 13800000001 -> B | LinkIssued
        1d link for 13800000001 -> B | LinkFoundAgain
        ",
    );
}

#[test]
fn under_the_other_rule_each_call_opens_a_flow_of_its_own() {
    let rules = Rules { same_flow_found_again: false, ..Rules::default() };
    check(
        town_with(rules),
        |story| {
            for _ in 0..3 {
                story.link(&real_name(WANG));
            }
        },
        "
        0s link for 13800000001 -> A | LinkIssued
        0s link for 13800000001 -> B | LinkIssued
        0s link for 13800000001 -> C | LinkIssued
        ",
    );
}

#[test]
fn any_difference_in_what_is_asked_for_is_another_flow() {
    let plain = real_name(WANG);
    let claimed = |fields: &[Field]| Link { claim: claim(WANG).only(fields), ..plain.clone() };
    let redirect = |delay_seconds| {
        let redirect = Some(Redirect { url: "http://127.0.0.1/back".into(), delay_seconds });
        Link { redirect, ..plain.clone() }
    };
    let scopes = |scopes: &[Scope]| Link { scopes: scopes.iter().copied().collect(), ..plain.clone() };
    let links = [
        plain.clone(),
        Link { app: app(SHOP), ..plain.clone() },
        Link { whose: None, ..plain.clone() },
        Link { whose: Some(Whose::Address(address(LI))), ..plain.clone() },
        claimed(&[Field::Name]),
        claimed(&[Field::Name, Field::Document]),
        claimed(&[Field::Mobile]),
        Link { identity_must_agree: true, ..plain.clone() },
        Link { default_method: Method::Mobile3, ..plain.clone() },
        Link { available: vec![Method::Face], ..plain.clone() },
        Link { detailed: vec![Method::Mobile3], ..plain.clone() },
        Link { editable: vec![Field::Name], ..plain.clone() },
        scopes(&[Scope::GetPsnIdentityInfo]),
        scopes(&[Scope::PsnInitiateSign]),
        redirect(None),
        redirect(Some(0)),
        Link { notify_url: Some("http://127.0.0.1/notify".into()), ..plain.clone() },
        Link { client_type: ClientType::H5, ..plain.clone() },
        Link { app_scheme: Some("shop://back".into()), ..plain.clone() },
    ];
    let mut provider = Provider::found(town());
    let mut seen = Vec::new();
    for link in links {
        let call = || crate::input::Input::Call(crate::input::Call::Link(link.clone().into()));
        let first = provider.apply(town().start, call()).expect("a link");
        assert!(!seen.contains(&first), "{link:?}");
        assert_eq!(provider.apply(town().start, call()), Ok(first.clone()));
        seen.push(first);
    }
    assert_eq!(provider.ask(town().start).flows_opened(), seen.len() as u64);
}

#[test]
fn the_order_in_which_scopes_are_named_does_not_matter() {
    let scopes = |scopes: [Scope; 2]| Link { scopes: scopes.into_iter().collect(), ..real_name(WANG) };
    check(
        town(),
        |story| {
            story.link(&scopes([Scope::GetPsnIdentityInfo, Scope::PsnInitiateSign]));
            story.link(&scopes([Scope::PsnInitiateSign, Scope::GetPsnIdentityInfo]));
        },
        "
        0s link for 13800000001 -> A | LinkIssued
        0s link for 13800000001 -> A | LinkFoundAgain
        ",
    );
}

#[test]
fn an_unfinished_flow_expires_after_exactly_thirty_days() {
    check(
        town(),
        |story| {
            let flow = story.logged_in(&real_name(WANG), WANG);
            story.pass(Span(Span::days(30).0 - 1));
            story.link(&real_name(WANG));
            story.stands(flow);
            story.pass(Span(1));
            story.stands(flow);
            story.open(flow);
            story.choose(flow, Method::Face);
            story.link(&real_name(WANG));
        },
        "
        29d23h59m59s999ms link for 13800000001 -> A | LinkFoundAgain
        29d23h59m59s999ms A stands at ChooseMethod Face Mobile3 Bankcard4
        30d A stands at Expired
        30d A opened -> FlowExpired | Expired
        30d A chooses Face -> FlowExpired
        30d link for 13800000001 -> B | LinkIssued
        ",
    );
}

#[test]
fn a_flow_expires_at_its_own_deadline_however_late_anybody_looks() {
    check(
        town(),
        |story| {
            let first = story.link(&real_name(WANG));
            story.pass(Span::days(1));
            let second = story.link(&real_name(LI));
            story.pass(Span::days(400));
            story.open(first);
            for flow in [first, second] {
                let ended = story.ask().flow(flow).expect("a known flow").updated;
                let lived = ended - story.ask().flow(flow).expect("a known flow").created;
                story.line(format!("lived {lived}"));
            }
        },
        "
        0s link for 13800000001 -> A | LinkIssued
        1d link for 13800000002 -> B | LinkIssued
        401d A opened -> FlowExpired | Expired, Expired
        401d lived 30d
        401d lived 30d
        ",
    );
}

#[test]
fn a_finished_flow_does_not_expire() {
    check(
        town(),
        |story| {
            let flow = story.verified(&real_name(WANG), WANG);
            story.pass(Span::days(31));
            story.open(flow);
            story.stands(flow);
        },
        "
        31d A opened -> FlowEnded
        31d A stands at Passed, 王五, granted nothing
        ",
    );
}

#[test]
fn a_verified_person_gets_no_real_name_link_but_one_that_asks_for_scopes() {
    check(
        town(),
        |story| {
            story.verified(&real_name(WANG), WANG);
            let _ = story.try_link(&real_name(WANG));
            let account = story.ask().account_at(&address(WANG)).expect("an account").id;
            let _ = story.try_link(&Link { whose: Some(Whose::Id(account)), ..real_name(WANG) });
            let _ = story.try_link(&Link { whose: Some(Whose::Id(account)), ..authorize(WANG) });
            let _ = story.try_link(&authorize(WANG));
        },
        "
        0s link for 13800000001 -> PersonVerified
        0s link for account 1 -> PersonVerified
        0s link for account 1 -> B | LinkIssued
        0s link for 13800000001 -> C | LinkIssued
        ",
    );
}

#[test]
fn a_claim_that_differs_from_the_verified_person_is_refused_only_where_the_caller_wants_it() {
    let link = |claim, identity_must_agree| Link { claim, identity_must_agree, ..authorize(WANG) };
    check(
        town(),
        |story| {
            // Nobody is verified yet: there is nothing to differ from.
            let _ = story.try_link(&link(claim(LI), true));
            story.verified(&real_name(WANG), WANG);
            let _ = story.try_link(&link(claim(LI), true));
            let _ = story.try_link(&link(claim(LI).only(&[Field::Name]), true));
            let _ = story.try_link(&link(claim(LI).only(&[Field::Name]), false));
            // No card was verified: none differs.
            let _ = story.try_link(&link(claim(WANG), true));
            let _ = story.try_link(&link(PersonClaim::default(), true));
        },
        "
        0s link for 13800000001 -> A | LinkIssued
        0s link for 13800000001 -> IdentityDiffers { fields: [Name, Document, Mobile] }
        0s link for 13800000001 -> IdentityDiffers { fields: [Name] }
        0s link for 13800000001 -> C | LinkIssued
        0s link for 13800000001 -> D | LinkIssued
        0s link for 13800000001 -> E | LinkIssued
        ",
    );
}

#[test]
fn unknown_applications_and_accounts_are_refused() {
    let unknown = Link { app: app("7438999999"), ..real_name(WANG) };
    check(
        town(),
        |story| {
            let _ = story.try_link(&unknown);
            let _ = story.try_link(&Link { whose: Some(Whose::Id(PsnId(1))), ..real_name(WANG) });
            story.line(format!("{} flows", story.ask().flows_opened()));
        },
        "
        0s link for 13800000001 -> AppUnknown
        0s link for account 1 -> AccountUnknown
        0s 0 flows
        ",
    );
}

#[test]
fn a_flow_of_another_application_is_unknown_to_a_caller() {
    let mut provider = Provider::found(town());
    let link = crate::input::Call::Link(real_name(WANG).into());
    let Ok(Outcome::Flow(flow)) = provider.apply(town().start, crate::input::Input::Call(link)) else {
        panic!("a link was expected")
    };
    let reading = provider.ask(town().start);
    assert!(reading.flow_of_caller(&app(BANK), flow).is_ok());
    assert_eq!(reading.flow_of_caller(&app(SHOP), flow).err(), Some(crate::refusal::Refusal::FlowUnknown));
}

#[test]
fn the_page_leaves_when_the_documents_say() {
    let redirect = |delay_seconds| Some(Redirect { url: "http://127.0.0.1/back".into(), delay_seconds });
    let leaves = |link: Link| check_leaving(&link).unwrap_or_else(|| panic!("{link:?} has no result page"));
    for (delay, real_name_mode, authorize_mode) in
        [(None, Some(5), Some(3)), (Some(0), Some(0), Some(0)), (Some(9), Some(5), Some(9))]
    {
        assert_eq!(leaves(Link { redirect: redirect(delay), ..real_name(WANG) }), real_name_mode);
        assert_eq!(leaves(Link { redirect: redirect(delay), ..authorize(WANG) }), authorize_mode);
    }
    assert_eq!(leaves(real_name(WANG)), None);
}

/// After how many seconds the result page leaves; the outer `None` if there is no result page.
fn check_leaving(link: &Link) -> Option<Option<u32>> {
    let seen = std::cell::Cell::new(None);
    crate::tests::story::play(town(), |story| {
        let flow = story.link(link);
        story.verify(flow, WANG);
        let _ = story.act(flow, Act::ChangeMethod);
        let standing = story.ask().standing(flow, Some(1)).expect("a known flow");
        if let crate::flow::standing::Stand::Passed { redirect_after_seconds, .. } = standing.stand {
            seen.set(Some(redirect_after_seconds));
        }
    });
    seen.get()
}
