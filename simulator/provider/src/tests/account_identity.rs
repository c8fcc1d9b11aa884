//! 实名: applications have accounts verified.

use crate::app_accounts::{AccountCall, Handle, Holder, HolderKind, PersonHolder, WhichAccount};
use crate::claim::{Field, PersonClaim};
use crate::flow::Progress;
use crate::flow::identity_service::{DataSource, OfAccount, Purpose, ServiceStep, Start};
use crate::flow::link::Link;
use crate::flow::method::{Method, OrgProof};
use crate::id::{AccountId, AuthFlowId, FlowId};
use crate::input::{Act, Call, Happening, Input, Outcome};
use crate::refusal::Refusal;
use crate::tests::onward::newest_code;
use crate::tests::story::{Story, check, play};
use crate::tests::town::*;
use crate::time::Span;

fn keep(story: &mut Story, own: &str, holder: Holder) -> AccountId {
    let call = AccountCall::Open { handle: Handle::ThirdParty(own.into()), holder: Box::new(holder) };
    match story.apply(Input::Call(Call::Account { app: app(SHOP), call })) {
        Ok(Outcome::Account(id)) => id,
        other => panic!("an account, not {other:?}"),
    }
}

fn rename(story: &mut Story, own: &str, name: &str) {
    let which = WhichAccount::ThirdParty(own.into());
    let change = PersonHolder { name: Some(name.parse().expect("a name")), ..PersonHolder::default() };
    let call = AccountCall::Change { which, change: Box::new(Holder::Person(change)) };
    story.apply(Input::Call(Call::Account { app: app(SHOP), call })).expect("a change");
}

fn is_verified(story: &Story, own: &str, kind: HolderKind) -> bool {
    let which = WhichAccount::ThirdParty(own.into());
    story.ask().app_account(&app(SHOP), &which, kind).expect("it is kept").verified.is_some()
}

fn of(id: AccountId) -> OfAccount {
    OfAccount { id, agent: None, repeatable: true, agent_suffices: false }
}

fn with(link: Link, of: OfAccount) -> Link {
    let mut link = Link { app: app(SHOP), ..link };
    link.identity_service.as_mut().expect("it is a service's").account = Some(Box::new(of));
    link
}

/// Wang's number, and his account for all else.
fn by_number(id: AccountId) -> Link {
    let told = PersonClaim { mobile: Some(number(WANG)), ..PersonClaim::default() };
    with(service_link(Start::Mobile3, &Link { claim: told, ..real_name(WANG) }), of(id))
}

fn begin(story: &mut Story, link: Link) -> Result<AuthFlowId, Refusal> {
    match story.apply(Input::Call(Call::Link(link.into())))? {
        Outcome::Flow(id) => Ok(id),
        other => panic!("a flow, not {other:?}"),
    }
}

fn enter_code(story: &mut Story, flow: AuthFlowId) {
    let code = newest_code(&story.ask(), &address(WANG));
    let (flow, step) = (story.ask().flow_id(flow), ServiceStep::EnterCode(Method::Mobile3, code.into()));
    story.apply(Input::Call(Call::Step { app: app(SHOP), flow, step })).expect("the right code");
}

fn verify_wang(story: &mut Story, id: AccountId) -> AuthFlowId {
    let flow = begin(story, by_number(id)).expect("a flow");
    enter_code(story, flow);
    flow
}

#[test]
fn the_account_says_who_it_is_and_is_verified() {
    check(
        town(),
        |story| {
            let id = keep(story, "u1", Holder::Person(holder(WANG)));
            verify_wang(story, id);
            let once = OfAccount { repeatable: false, ..of(id) };
            let _ = begin(story, with(by_number(id), once.clone()));
            rename(story, "u1", "王改名");
            rename(story, "u1", &person(WANG).name.to_string());
            begin(story, with(by_number(id), once)).expect("unverified again");
        },
        "
        0s Person u1 opened -> user 1 | AppAccountOpened user 1
        0s Mobile3 begins -> A | ServiceStarted(Mobile3), ComparisonPassed(Mobile3), CodeSent 13800000001
        0s Mobile3 enters code -> done | MobileProven(Mobile3), Verified(Mobile3), AppAccountVerified user 1, n1 queued: ended, Finished
        0s Mobile3 begins -> PersonVerified
        0s u1 changed -> user 1 | AppAccountChanged user 1, AppAccountUnverified user 1
        0s u1 changed -> user 1 | AppAccountChanged user 1
        0s Mobile3 begins -> B | ServiceStarted(Mobile3), ComparisonPassed(Mobile3), CodeSent 13800000001
        ",
    );
}

#[test]
fn an_account_that_says_otherwise_meanwhile_is_not_verified_and_nobody_is_told_that_it_were() {
    play(town(), |story| {
        let id = keep(story, "u1", Holder::Person(holder(WANG)));
        let flow = begin(story, by_number(id)).expect("a flow");
        rename(story, "u1", "王改名");
        let enter = |story: &mut Story| {
            let code = newest_code(&story.ask(), &address(WANG));
            let (flow, step) =
                (story.ask().flow_id(flow), ServiceStep::EnterCode(Method::Mobile3, code.into()));
            story.apply(Input::Call(Call::Step { app: app(SHOP), flow, step }))
        };
        assert_eq!(enter(story), Err(Refusal::IdentityDiffers { fields: vec![Field::Name] }));
        assert!(!is_verified(story, "u1", HolderKind::Person));
        let which = WhichAccount::ThirdParty("u1".into());
        let call = AccountCall::Delete { which, kind: HolderKind::Person };
        story.apply(Input::Call(Call::Account { app: app(SHOP), call })).expect("it is there");
        assert!(matches!(enter(story), Err(Refusal::AccountUnknown { .. })));
        assert_eq!(story.ask().notices().count(), 0);
    });
}

#[test]
fn of_two_links_for_one_account_the_second_verifies_nobody_else() {
    play(town(), |story| {
        let id = keep(story, "u1", Holder::Person(PersonHolder::default()));
        let pages = |of: OfAccount| {
            with(service_link(Start::Pages, &Link { claim: PersonClaim::default(), ..real_name(WANG) }), of)
        };
        let links = [pages(of(id)), pages(of(id)), pages(OfAccount { repeatable: false, ..of(id) })];
        let flows = links.map(|link| {
            let flow = begin(story, link).expect("a link");
            story.apply(Input::Happen(Happening::Entered(flow))).expect("a seat");
            story.act(flow, Act::ChooseMethod(Method::Mobile3)).expect("a form");
            flow
        });
        let submit = |who| Act::SubmitMobile3 { identity: identity(who), mobile: number(who), consent: true };
        let [first, second, third] = flows;
        story.act(first, submit(WANG)).expect("all agrees");
        story.act(first, Act::AskCode).expect("a message");
        let code = newest_code(&story.ask(), &address(WANG));
        story.act(first, Act::EnterCode(code.into())).expect("the right code");
        assert!(is_verified(story, "u1", HolderKind::Person));
        let differs = Refusal::IdentityDiffers { fields: vec![Field::Name, Field::Document] };
        assert_eq!(story.act(second, submit(LI)), Err(differs));
        assert_eq!(story.act(third, submit(WANG)), Err(Refusal::PersonVerified));
        story.act(second, submit(WANG)).expect("once more");
    });
}

#[test]
fn pages_of_a_verified_agent_begin_with_the_organization() {
    play(town(), |story| {
        let agent = keep(story, "u1", Holder::Person(holder(WANG)));
        let mill = keep(story, "o1", Holder::Organization(organization_holder(MILL)));
        let pages = || {
            let link = service_link(Start::Pages, &real_name(WANG));
            let wanted = org_link(MILL, WANG).organization;
            with(Link { organization: wanted, ..link }, OfAccount { agent: Some(agent), ..of(mill) })
        };
        let enters = |story: &mut Story| {
            let flow = begin(story, pages()).expect("a link");
            story.apply(Input::Happen(Happening::Entered(flow))).expect("a seat");
            story.ask().flow(flow).expect("a flow").progress.clone()
        };
        assert!(matches!(enters(story), Progress::Verifying(_)));
        verify_wang(story, agent);
        assert!(matches!(enters(story), Progress::Organizing(_)));
        let link = pages();
        let locked = begin(story, link).expect("a link");
        let flow = story.ask().flow(locked).expect("a flow").into_owned();
        assert_eq!(flow.link.locked().len(), 2, "name and document");
        assert_eq!(flow.link.organization.as_ref().expect("an organization").locked().len(), 4);
    });
}

#[test]
fn an_organizations_account_needs_a_verified_agent_who_may_be_proof_enough() {
    play(town(), |story| {
        let agent = keep(story, "u1", Holder::Person(holder(WANG)));
        let mill = keep(story, "o1", Holder::Organization(organization_holder(MILL)));
        let by_agent = || {
            with(org_service_link(MILL), OfAccount { agent: Some(agent), agent_suffices: true, ..of(mill) })
        };
        assert_eq!(begin(story, by_agent()), Err(Refusal::AgentNotVerified));
        verify_wang(story, agent);
        let flow = begin(story, by_agent()).expect("a flow");
        let flow = story.ask().flow(flow).expect("a flow").into_owned();
        assert!(matches!(&flow.progress, Progress::Passed { verified, .. }
            if verified.organization == Some(OrgProof::LegalRep)));
        assert!(is_verified(story, "o1", HolderKind::Organization));
        let mut once = by_agent();
        once.identity_service.as_mut().and_then(|it| it.account.as_mut()).expect("an account").repeatable =
            false;
        assert_eq!(begin(story, once), Err(Refusal::OrganizationVerified));
        let kinds_mixed = with(org_service_link(MILL), OfAccount { agent: Some(mill), ..of(mill) });
        assert!(matches!(begin(story, kinds_mixed), Err(Refusal::PersonNotFound { .. })));
        let kinds_mixed = with(org_service_link(MILL), OfAccount { agent: Some(agent), ..of(agent) });
        assert!(matches!(begin(story, kinds_mixed), Err(Refusal::OrganizationNotFound { .. })));
        let unknown = with(org_service_link(MILL), of(AccountId(7)));
        assert!(matches!(begin(story, unknown), Err(Refusal::AccountUnknown { .. })));
    });
}

#[test]
fn what_was_verified_by_three_factors_is_trusted_for_a_year() {
    play(town(), |story| {
        let check = |source| {
            let mut link =
                service_link(Start::Mobile3, &Link { app: app(SHOP), claim: claim(WANG), ..real_name(WANG) });
            link.identity_service.as_mut().expect("it is a service's").source = source;
            link
        };
        let not_covered = Err(Refusal::ComparisonFailed { fields: Vec::new(), warn_tries_left: None });
        assert_eq!(begin(story, check(DataSource::Trusted)), not_covered);
        let flow = begin(story, check(DataSource::TrustedFirst)).expect("the carriers know him");
        assert_eq!(begin(story, check(DataSource::Trusted)), not_covered, "not yet verified");
        enter_code(story, flow);
        story.pass(Span(Span::days(365).0 - 1));
        begin(story, check(DataSource::Trusted)).expect("the last moment of the year");
        story.pass(Span(1));
        assert_eq!(begin(story, check(DataSource::Trusted)), not_covered);
    });
}

#[test]
fn a_verification_for_one_organization_is_for_no_other() {
    play(town(), |story| {
        let for_it = |story: &mut Story, name: &str| -> FlowId {
            let mut link =
                service_link(Start::Mobile3, &Link { app: app(SHOP), claim: claim(WANG), ..real_name(WANG) });
            let code = organization(MILL).code;
            link.identity_service.as_mut().expect("it is a service's").purpose =
                Some(Box::new(Purpose { name: name.parse().expect("a name"), code }));
            let flow = begin(story, link).expect("a flow");
            enter_code(story, flow);
            story.ask().flow_id(flow)
        };
        let by = |agent| {
            let mut link = org_service_link(MILL);
            link.identity_service.as_mut().expect("it is a service's").agent = Some(agent);
            link
        };
        let others = for_it(story, BAKERY);
        assert_eq!(begin(story, by(others)), Err(Refusal::OrganizationDiffers));
        let its = for_it(story, MILL);
        begin(story, by(its)).expect("the same one");
    });
}
