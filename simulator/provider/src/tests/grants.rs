//! What a flow gives in the end: a verified person, a grant, and who may read what (auth3/vssvtu, auth3/nurtvw).

use crate::flow::grant::{Scope, ScopeSet};
use crate::flow::link::Link;
use crate::flow::method::Method;
use crate::flow::method::face::{FaceOutcome, FaceVendor};
use crate::input::Act;
use crate::reading::Wanted;
use crate::rules::Rules;
use crate::tests::story::{Story, check};
use crate::tests::town::*;
use crate::tests::words::words;
use crate::time::Span;

/// Writes what an application may do for Wang, and whether it may read his identity.
fn grants(story: &mut Story, of: &str) {
    let app = app(of);
    let wanted = Wanted::Document(identity(WANG).document);
    let text = match story.ask().person_identity(&app, &wanted) {
        Err(refusal) => format!("{refusal:?}"),
        Ok(found) => {
            let granted = story.ask().person_grants(&app, found.account.id).expect("he is verified");
            let spans = granted.iter().map(|g| format!("{:?} for {}", g.scope, g.expires - g.effective));
            format!("may read: {}, granted: {}", found.may_read, words(spans))
        }
    };
    story.line(format!("{of}: {text}"));
}

/// The town where Wang is verified.
fn verified(story: &mut Story) {
    story.verified(&real_name(WANG), WANG);
}

fn face_rule() -> Rules {
    Rules { willingness_face_needed: true, ..Rules::default() }
}

#[test]
fn a_grant_lasts_ninety_nine_years_of_365_days() {
    check(
        town(),
        |story| {
            story.verified(&authorize(WANG), WANG);
            grants(story, BANK);
            grants(story, SHOP);
            story.pass(Span(Span::days(99 * 365).0 - 1));
            grants(story, BANK);
            story.pass(Span(1));
            grants(story, BANK);
        },
        "
        0s 7438000002: may read: true, granted: GetPsnIdentityInfo for 36135d
        0s 7438000001: may read: false, granted: nothing
        36134d23h59m59s999ms 7438000002: may read: true, granted: GetPsnIdentityInfo for 36135d
        36135d 7438000002: may read: false, granted: nothing
        ",
    );
}

#[test]
fn a_world_may_have_grants_that_end_sooner() {
    check(
        town_with(Rules { grant_life: Span::days(7), ..Rules::default() }),
        |story| {
            story.verified(&authorize(WANG), WANG);
            grants(story, BANK);
            story.pass(Span::days(7));
            grants(story, BANK);
        },
        "
        0s 7438000002: may read: true, granted: GetPsnIdentityInfo for 7d
        7d 7438000002: may read: false, granted: nothing
        ",
    );
}

#[test]
fn a_real_name_flow_grants_nothing() {
    check(
        town(),
        |story| {
            verified(story);
            grants(story, BANK);
        },
        "
        0s 7438000002: may read: false, granted: nothing
        ",
    );
}

#[test]
fn consent_takes_effect_only_when_the_person_is_verified() {
    check(
        town(),
        |story| {
            let flow = story.logged_in(&authorize(WANG), WANG);
            grants(story, BANK);
            story.choose(flow, Method::Mobile3);
            story.submit_mobile(flow, WANG, WANG);
            grants(story, BANK);
        },
        "
        0s 7438000002: PersonNotFound { by: \"11010519491231002X\" }
        0s A chooses Mobile3 -> done | MethodChosen(Mobile3)
        0s A submits 王五 13800000001 -> done | ComparisonPassed(Mobile3), Verified(Mobile3), Granted GetPsnIdentityInfo, Finished
        0s 7438000002: may read: true, granted: GetPsnIdentityInfo for 36135d
        ",
    );
}

#[test]
fn a_verified_person_is_authorized_by_the_code_alone() {
    check(
        town(),
        |story| {
            verified(story);
            let link = Link { app: app(SHOP), ..authorize(WANG) };
            let flow = story.link(&link);
            story.open(flow);
            story.stands_at(flow, None);
            story.log_in(flow, WANG);
            story.stands(flow);
            grants(story, SHOP);
            let willingness = story.ask().flow(flow).expect("a known flow").willingness;
            story.line(format!("willingness {willingness:?}"));
        },
        "
        0s link for 13800000001 -> B | LinkIssued
        0s B opened -> done | LinkOpened
        0s B stands at Login, address fixed, no code
        0s B asks code for 13800000001 -> done | CodeSent 13800000001
        0s B logs in as 13800000001 -> seat 1 | LoggedIn account 1, Granted GetPsnIdentityInfo, n1 queued: granted, Finished
        0s B stands at Passed, 王五, granted GetPsnIdentityInfo
        0s 7438000001: may read: true, granted: GetPsnIdentityInfo for 36135d
        0s willingness Some(CodeSms)
        ",
    );
}

#[test]
fn a_verified_person_is_known_by_his_account_too_if_he_says_so_on_the_page_only() {
    check(
        town(),
        |story| {
            verified(story);
            let flow = story.link(&Link { whose: None, ..real_name(WANG) });
            story.log_in(flow, WANG);
            story.stands(flow);
        },
        "
        0s link for anybody -> B | LinkIssued
        0s B asks code for 13800000001 -> done | CodeSent 13800000001
        0s B logs in as 13800000001 -> seat 1 | LoggedIn account 1, Finished
        0s B stands at Passed, 王五, granted nothing
        ",
    );
}

#[test]
fn a_rule_asks_for_a_face_on_top_of_the_code() {
    check(
        town_with(face_rule()),
        |story| {
            verified(story);
            let flow = story.logged_in(&authorize(WANG), WANG);
            story.stands(flow);
            story.choose(flow, Method::Mobile3);
            let _ = story.act(flow, Act::RefreshFace);
            let ticket = story.ticket_of(flow, Act::ShowWillingness { straight: false });
            story.stands(flow);
            grants(story, BANK);
            story.face(ticket);
            grants(story, BANK);
            let willingness = story.ask().flow(flow).expect("a known flow").willingness;
            story.line(format!("willingness {willingness:?}"));
        },
        "
        0s B stands at Willingness
        0s B chooses Mobile3 -> OutOfStep
        0s B refreshes -> OutOfStep
        0s B shows willingness -> face 1 | FaceIssued face 1 Esign
        0s B stands at face 1 Esign Issued, 5 left
        0s 7438000002: may read: false, granted: nothing
        0s face 1 scanned -> done | FaceScanned face 1
        0s face 1 started -> done | FaceStarted face 1 Blink
        0s face 1 sees Blink -> Passed | FaceEnded face 1 Passed, Granted GetPsnIdentityInfo, Finished
        0s 7438000002: may read: true, granted: GetPsnIdentityInfo for 36135d
        0s willingness Some(Face(Esign))
        ",
    );
}

#[test]
fn a_failed_face_grants_nothing_and_may_be_shown_again() {
    check(
        town_with(face_rule()),
        |story| {
            verified(story);
            let flow = story.logged_in(&authorize(WANG), WANG);
            let ticket = story.ticket_of(flow, Act::ShowWillingness { straight: true });
            story.scan(ticket, None);
            let _ = story.decide(ticket, FaceOutcome::EyesCovered);
            story.stands(flow);
            let again = story.ticket_of(flow, Act::ShowWillingness { straight: true });
            story.scan(ticket, None);
            story.face(again);
        },
        "
        0s B shows willingness -> face 1 | FaceIssued face 1 Esign
        0s face 1 scanned -> done | FaceScanned face 1
        0s face 1 decided EyesCovered -> EyesCovered | FaceEnded face 1 EyesCovered
        0s B stands at face 1 Esign Ended(EyesCovered), 4 left
        0s B shows willingness -> face 2 | FaceIssued face 2 Esign
        0s face 1 scanned -> FaceExpired
        0s face 2 scanned -> done | FaceScanned face 2
        0s face 2 started -> done | FaceStarted face 2 Blink
        0s face 2 sees Blink -> Passed | FaceEnded face 2 Passed, Granted GetPsnIdentityInfo, Finished
        ",
    );
}

#[test]
fn a_fresh_verification_needs_no_second_face_for_willingness() {
    check(
        town_with(face_rule()),
        |story| {
            let flow = story.logged_in(&authorize(WANG), WANG);
            story.choose(flow, Method::Mobile3);
            story.submit_mobile(flow, WANG, WANG);
        },
        "
        0s A chooses Mobile3 -> done | MethodChosen(Mobile3)
        0s A submits 王五 13800000001 -> done | ComparisonPassed(Mobile3), Verified(Mobile3), Granted GetPsnIdentityInfo, Finished
        ",
    );
}

#[test]
fn who_was_verified_meanwhile_in_another_flow_is_not_verified_again() {
    check(
        town(),
        |story| {
            let flow = story.logged_in(&authorize(WANG), WANG);
            story.choose(flow, Method::Mobile3);
            verified(story);
            let _ = story.act(flow, Act::ChangeMethod);
            story.stands(flow);
            grants(story, BANK);
        },
        "
        0s A chooses Mobile3 -> done | MethodChosen(Mobile3)
        0s A goes back -> FlowEnded | Granted GetPsnIdentityInfo, Finished
        0s A stands at Passed, 王五, granted GetPsnIdentityInfo
        0s 7438000002: may read: true, granted: GetPsnIdentityInfo for 36135d
        ",
    );
}

#[test]
fn a_face_check_cannot_change_who_was_verified_meanwhile() {
    check(
        town(),
        |story| {
            // In one flow he is about to show the face of somebody else…
            let flow = story.logged_in(&authorize(WANG), WANG);
            let ticket = story.submit_face(flow, LI, FaceVendor::Esign);
            story.scan(ticket, None);
            story.start(ticket, true);
            // …when he is verified as himself in another.
            verified(story);
            story.show(ticket, crate::flow::method::face::FaceAction::Blink);
            story.stands(flow);
            let account = story.ask().account_at(&address(WANG)).expect("an account");
            let name = account.real_name.map(|real_name| real_name.name.to_string());
            story.line(name.unwrap_or_default());
            grants(story, BANK);
        },
        "
        0s A chooses Face -> done | MethodChosen(Face)
        0s A submits 李梅 Esign -> face 1 | ComparisonPassed(Face), FaceIssued face 1 Esign
        0s face 1 scanned -> done | FaceScanned face 1
        0s face 1 started -> done | FaceStarted face 1 Blink
        0s face 1 sees Blink -> FlowEnded | Granted GetPsnIdentityInfo, Finished
        0s A stands at Passed, 王五, granted GetPsnIdentityInfo
        0s 王五
        0s 7438000002: may read: true, granted: GetPsnIdentityInfo for 36135d
        ",
    );
}

#[test]
fn a_later_grant_adds_to_an_earlier_one_and_renews_what_it_names() {
    let scopes =
        |scopes: &[Scope]| Link { scopes: scopes.iter().copied().collect::<ScopeSet>(), ..authorize(WANG) };
    check(
        town(),
        |story| {
            story.verified(&scopes(&[Scope::GetPsnIdentityInfo, Scope::PsnInitiateSign]), WANG);
            story.pass(Span::days(365));
            let second = story.link(&scopes(&[Scope::PsnInitiateSign, Scope::ManagePsnResource]));
            story.log_in(second, WANG);
            story.pass(Span(Span::days(98 * 365).0));
            grants(story, BANK);
            let account = story.ask().account_at(&address(WANG)).expect("an account");
            story.line(format!("{} grants kept", account.grants.len()));
        },
        "
        365d link for 13800000001 -> B | LinkIssued
        365d B asks code for 13800000001 -> done | CodeSent 13800000001
        365d B logs in as 13800000001 -> seat 1 | LoggedIn account 1, Granted PsnInitiateSign ManagePsnResource, Finished
        36135d 7438000002: may read: false, granted: PsnInitiateSign for 36135d ManagePsnResource for 36135d
        36135d 2 grants kept
        ",
    );
}

#[test]
fn nobody_is_found_by_a_document_that_nobody_was_verified_with() {
    check(
        town(),
        |story| {
            let flow = story.link(&real_name(WANG));
            grants(story, BANK);
            let account = story.ask().flow(flow).and_then(|flow| flow.account).expect("an account");
            let refused = story.ask().person_grants(&app(BANK), account);
            assert_eq!(refused, Err(crate::refusal::Refusal::PersonNotVerified { psn_id: account }));
        },
        "
        0s link for 13800000001 -> A | LinkIssued
        0s 7438000002: PersonNotFound { by: \"11010519491231002X\" }
        ",
    );
}
