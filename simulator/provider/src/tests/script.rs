//! Random scripts, sensible and senseless, and the tapes that come of them.
//!
//! A script is a list of commands without ids; ids are looked up in the world when a command's turn
//! comes, so that a shortened script still makes sense. What the world was given is the tape; every law
//! is about tapes.

use proptest::prelude::*;
use proptest::test_runner::{Config, RngSeed};

use crate::app_accounts::{AccountCall, Handle, Holder, HolderKind, PersonHolder, WhichAccount};
use crate::claim::{Field, PersonClaim};
use crate::compare::Compare;
use crate::event::Event;
use crate::flow::grant::Scope;
use crate::flow::identity_service::{OfAccount, Start};
use crate::flow::link::{Link, Whose};
use crate::flow::method::Method;
use crate::flow::method::face::{FaceAction, FaceOutcome, FaceVendor};
use crate::id::{AccountId, AppId, AuthFlowId, NoticeId, PsnId};
use crate::input::{Call, Clock, Happening, Input, Outcome};
use crate::notice::{Grantor, Settled};
use crate::provider::{Founding, Provider};
use crate::reading::Reading;
use crate::refusal::Refusal;
use crate::rules::Rules;
use crate::tests::onward;
use crate::tests::town::*;
use crate::time::{Span, Time};
use crate::world::face::FaceFact;
use crate::world::populace::Person;
use crate::world::registry::OrgFactors;
use crate::world::reviewers::Verdict;

/// Who may appear in a script.
#[derive(Debug, Clone, Copy)]
pub(super) struct Cast {
    /// Applications that ask for links.
    pub(super) apps: &'static [&'static str],
    /// Addresses that people log in with.
    pub(super) addresses: &'static [&'static str],
    /// Listed people, by their numbers.
    pub(super) people: &'static [&'static str],
    /// Listed organizations, by their names.
    pub(super) organizations: &'static [&'static str],
}

/// The whole town.
pub(super) const EVERYBODY: Cast = Cast {
    apps: &[SHOP, BANK],
    addresses: &[WANG, LI, LI_MAIL, ZHAO, STRANGER],
    people: &[WANG, LI, ZHAO],
    organizations: &[MILL, BAKERY],
};

/// One person with many flows at a time.
const ONE_PERSON: Cast =
    Cast { apps: &[SHOP, BANK], addresses: &[WANG], people: &[WANG, LI], organizations: &[MILL, BAKERY] };

/// Many people with few flows each, or one with many.
pub(super) fn casts() -> impl Strategy<Value = Cast> {
    prop_oneof![Just(EVERYBODY), Just(ONE_PERSON)]
}

/// One thing that happens. Numbers choose among what there is when its turn comes.
#[derive(Debug, Clone)]
pub(super) enum Command {
    /// Whatever leads a flow on.
    Onward { flow: u8, way: u8 },
    /// The last input once more.
    Again,
    /// A call for a link; the bits of `shape` choose what it asks for.
    Link { app: u8, whose: u8, shape: u16 },
    /// Something is compared; the bits of `shape` choose what, and how truly.
    Compare { app: u8, who: u8, shape: u8 },
    /// Something on the page of 应用授权, of a flow or of none.
    Login { flow: u8, who: u8, step: u8 },
    /// Something on a flow's page by a browser that may not be there.
    Page { flow: u8, seat: u8, act: u8, who: u8 },
    /// Something on a phone with a face check.
    Phone { ticket: u8, step: u8, who: u8 },
    /// An attempt to deliver ends, or a notice is sent again.
    Notice { notice: u8, attempt: u8, end: u8 },
    /// Somebody at a desk: reviewer, bank, administrator, owner of a grant.
    Desk { flow: u8, what: u8 },
    /// An application keeps an account, or has it verified.
    Account { app: u8, who: u8, what: u8 },
    /// A tester changes clock, facts or rules.
    Tester { what: u8, value: u8 },
}

/// A script: how long after the one before each command comes.
pub(super) type Script = Vec<(Span, Command)>;

/// What a world was given, and when.
pub(super) type Tape = Vec<(Time, Input)>;

/// What came of one input.
pub(super) type Came = (Result<Outcome, Refusal>, Vec<Event>);

/// So many cases, times `REALNAME_EFFORT` (1 if it is not set). The same ones each time unless
/// PROPTEST_RNG_SEED says otherwise: a test must not fail by chance.
pub(super) fn cases(cases: u32) -> Config {
    let effort = std::env::var("REALNAME_EFFORT").ok().and_then(|text| text.parse().ok()).unwrap_or(1.0);
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "it is cut off at the ends")]
    let cases = (f64::from(cases) * effort).max(1.0) as u32;
    let usual = Config::default();
    let rng_seed = if usual.rng_seed == RngSeed::Random { RngSeed::Fixed(1) } else { usual.rng_seed };
    Config { cases, failure_persistence: None, rng_seed, ..usual }
}

/// From no time at all to forty days.
fn gaps() -> impl Strategy<Value = Span> {
    prop_oneof![
        40 => Just(Span(0)),
        6 => (1..2_000_i64).prop_map(Span),
        5 => (1..=16_i64).prop_map(Span::minutes),
        2 => (1..=48_i64).prop_map(Span::hours),
        1 => (1..=40_i64).prop_map(Span::days),
        1 => Just(Span::days(30)),
    ]
}

fn commands(with_testers: u32) -> impl Strategy<Value = Command> {
    // Few flows and tickets, so that commands meet; 7 is a stranger among them.
    let few = || 0..8_u8;
    prop_oneof![
        60 => (few(), any::<u8>()).prop_map(|(flow, way)| Command::Onward { flow, way }),
        12 => Just(Command::Again),
        6 => (any::<u8>(), any::<u8>(), any::<u16>())
            .prop_map(|(app, whose, shape)| Command::Link { app, whose, shape }),
        4 => (few(), any::<u8>(), any::<u8>()).prop_map(|(flow, who, step)| Command::Login { flow, who, step }),
        4 => (few(), 0..4_u8, any::<u8>(), any::<u8>())
            .prop_map(|(flow, seat, act, who)| Command::Page { flow, seat, act, who }),
        8 => (few(), any::<u8>(), any::<u8>())
            .prop_map(|(ticket, step, who)| Command::Phone { ticket, step, who }),
        10 => calls_of_applications(),
        6 * with_testers => (few(), 0..4_u8, any::<u8>())
            .prop_map(|(notice, attempt, end)| Command::Notice { notice, attempt, end }),
        2 * with_testers => (few(), any::<u8>()).prop_map(|(flow, what)| Command::Desk { flow, what }),
        3 * with_testers => (any::<u8>(), any::<u8>()).prop_map(|(what, value)| Command::Tester { what, value }),
    ]
}

/// What applications call for besides links. A union of its own: one of more than ten may have no weight of 0.
fn calls_of_applications() -> impl Strategy<Value = Command> {
    prop_oneof![
        4 => (0..2_u8, 0..2_u8, any::<u8>()).prop_map(|(app, who, shape)| Command::Compare { app, who, shape }),
        6 => (any::<u8>(), any::<u8>(), any::<u8>())
            .prop_map(|(app, who, what)| Command::Account { app, who, what }),
    ]
}

/// Scripts of up to `length` commands of all kinds.
pub(super) fn scripts(length: usize) -> impl Strategy<Value = Script> {
    prop::collection::vec((gaps(), commands(1)), 1..length)
}

/// Scripts of what callers and people do, without what testers and notices do to everybody.
pub(super) fn scripts_of_people(length: usize) -> impl Strategy<Value = Script> {
    let gaps = prop_oneof![3 => Just(Span(0)), 2 => (1..4_i64).prop_map(Span::minutes)];
    prop::collection::vec((gaps, commands(0)), 1..length)
}

/// The tape that comes of a script in a world so founded.
pub(super) fn record(founding: &Founding, cast: Cast, script: &Script) -> Tape {
    record_from(Provider::found(founding.clone()), cast, script)
}

/// The tape that comes of a script in a world that has come so far.
pub(super) fn record_from(mut provider: Provider, cast: Cast, script: &Script) -> Tape {
    let mut at = provider.ask(Time::default()).at();
    let mut tape = Tape::new();
    for (gap, command) in script {
        at = at + *gap;
        let last = tape.last().map(|(_, input)| input);
        let input = command.input(&provider.ask(at), cast, last);
        let _ = provider.apply(at, input.clone());
        tape.push((at, input));
    }
    tape
}

/// Plays a tape on a provider and tells what came of each input.
pub(super) fn play(provider: &mut Provider, tape: &[(Time, Input)]) -> Vec<Came> {
    let apply = |(at, input): &(Time, Input)| {
        let result = provider.apply(*at, input.clone());
        (result, provider.take_events())
    };
    tape.iter().map(apply).collect()
}

/// One of several; `None` if there are none.
pub(super) fn one_of<T: Clone>(all: &[T], which: u8) -> Option<T> {
    all.get(usize::from(which) % all.len().max(1)).cloned()
}

fn bit(shape: u16, place: u32) -> bool {
    shape >> place & 1 == 1
}

impl Command {
    /// The input that this command is in a world as it reads now.
    fn input(&self, now: &Reading<'_>, cast: Cast, last: Option<&Input>) -> Input {
        let who = |which| one_of(cast.people, which).expect("a cast has people");
        let at = |which| one_of(cast.addresses, which).map(address).expect("a cast has addresses");
        match *self {
            Self::Onward { flow, way } => match one_of(&unfinished(now), flow) {
                Some(flow) => onward::next(now, flow, way, cast),
                None => link(cast, way / 2, way, u16::from(way) << 4),
            },
            Self::Again => last.cloned().unwrap_or_else(|| link(cast, 0, 0, 0)),
            Self::Link { app, whose, shape } => link(cast, app, whose, shape),
            Self::Compare { app, who, shape } => compare(cast, app, who, shape),
            Self::Login { flow, who, step } => {
                let flow = flow_or_stranger(now, flow);
                let address = at(who);
                let code = onward::newest_code(now, &address);
                Input::Happen(match step % 5 {
                    0 => Happening::LinkOpened(flow),
                    1 => Happening::LoginCodeAsked { flow, address },
                    2 => Happening::LoggedIn { flow, address, code: "wrong".into(), consent: true },
                    3 => Happening::LoggedIn { flow, address, code: code.into(), consent: false },
                    _ => Happening::LoggedIn { flow, address, code: code.into(), consent: true },
                })
            }
            Self::Page { flow, seat, act, who: which } => {
                let act = onward::any_act(act, who(which), who(which / 3));
                Input::Happen(Happening::Acted { flow: flow_or_stranger(now, flow), seat: seat.into(), act })
            }
            Self::Phone { ticket, step, who: which } => {
                let tickets: Vec<_> = now.faces().map(|(_, ticket, _)| ticket).collect();
                // The newest few; the older ones are mostly over.
                let newest = &tickets[tickets.len().saturating_sub(3)..];
                let ticket = if ticket == 7 { None } else { one_of(newest, ticket) };
                let ticket = ticket.unwrap_or(crate::id::FaceTicketId(7));
                Input::Happen(match step % 4 {
                    0 => {
                        Happening::FaceScanned { ticket, alipay: (which % 3 > 0).then(|| number(who(which))) }
                    }
                    1 => Happening::FaceStarted { ticket, consent: step < 200 },
                    2 => {
                        let action = if which % 3 == 0 { FaceAction::LookAway } else { FaceAction::Blink };
                        Happening::FaceActed { ticket, action }
                    }
                    _ => {
                        let outcome = one_of(&FaceOutcome::ALL, which).expect("there are outcomes");
                        Happening::FaceDecided { ticket, outcome }
                    }
                })
            }
            Self::Notice { notice, attempt, end } => {
                let notices: Vec<_> =
                    now.notices().map(|notice| (notice.id, notice.attempts.len())).collect();
                let (notice, ended) = one_of(&notices, notice).unwrap_or((NoticeId(7), 0));
                let attempt = if attempt == 0 { 0 } else { u32::try_from(ended).unwrap_or_default() };
                let settled = match end % 5 {
                    0 => Settled::Status(200),
                    1 => Settled::Status(500),
                    2 => Settled::TimedOut,
                    3 => Settled::Unreachable,
                    _ => return Input::Happen(Happening::NoticeResent(notice)),
                };
                Input::Settle { notice, attempt, settled }
            }
            Self::Account { app: of, who: which, what } => {
                let app = app(one_of(cast.apps, of).expect("apps"));
                let name = one_of(cast.organizations, which).expect("a cast has organizations");
                of_account(now, app, who(which), name, what)
            }
            Self::Desk { flow, what } => Input::Happen(desk(now, flow_or_stranger(now, flow), what)),
            Self::Tester { what, value } => tester(what, value, who(value)),
        }
    }
}

fn flows(now: &Reading<'_>) -> Vec<AuthFlowId> {
    now.flows_after(0).map(|(_, flow)| flow.id).collect()
}

/// The newest few that are not finished.
fn unfinished(now: &Reading<'_>) -> Vec<AuthFlowId> {
    let open = now.flows_after(0).filter(|(_, flow)| !flow.is_finished());
    let open: Vec<_> = open.map(|(_, flow)| flow.id).collect();
    open[open.len().saturating_sub(3)..].to_vec()
}

fn flow_or_stranger(now: &Reading<'_>, which: u8) -> AuthFlowId {
    let flow = if which == 7 { None } else { one_of(&flows(now), which) };
    flow.unwrap_or(AuthFlowId(7))
}

/// A call for a link; the bits of `shape` choose what it asks for.
pub(super) fn link(cast: Cast, app_of: u8, whose: u8, shape: u16) -> Input {
    let who = one_of(cast.addresses, whose).expect("a cast has addresses");
    let other = one_of(cast.people, whose).expect("a cast has people");
    let person = cast.people.iter().copied().find(|mobile| *mobile == who).unwrap_or(other);
    let two_bits = |place: u32| Method::ALL[usize::from(shape >> place & 3) % 3];
    let link = Link {
        app: app(if shape == u16::MAX { "7438999999" } else { one_of(cast.apps, app_of).expect("apps") }),
        whose: match whose {
            250.. => Some(Whose::Id(PsnId(whose.into()))),
            200.. => None,
            _ => Some(Whose::Address(address(who))),
        },
        claim: match shape & 0b11 {
            0 => claim(person),
            1 => claim(other).only(&[Field::Name, Field::Document]),
            _ => claim(person).only(&[Field::Name]),
        },
        identity_must_agree: bit(shape, 12),
        default_method: two_bits(2),
        available: if bit(shape, 4) { vec![two_bits(5)] } else { Vec::new() },
        detailed: if bit(shape, 7) { Method::ALL.to_vec() } else { Vec::new() },
        editable: if bit(shape, 8) { Field::ALL.to_vec() } else { Vec::new() },
        scopes: (bit(shape, 9) || bit(shape, 10)).then_some(Scope::GetPsnIdentityInfo).into_iter().collect(),
        notify_url: bit(shape, 11).then(|| "http://127.0.0.1:9/call".into()),
        ..real_name(who)
    };
    let link = match whose % 8 {
        // Every fourth link is for an organization.
        0 | 4 => {
            let name = cast.organizations[usize::from(shape >> 13) % cast.organizations.len()];
            Link { organization: org_link(name, who).organization, ..link }
        }
        // Every fourth is a verification by calls, some of them of what does not belong together.
        7 => {
            let name = cast.organizations[usize::from(shape >> 13) % cast.organizations.len()];
            Link { app: link.app.clone(), ..org_service_link(name) }
        }
        3 | 5 => {
            let start = [Start::Mobile3, Start::Bankcard4, Start::Face(FaceVendor::Tencent), Start::Pages];
            let stated = if bit(shape, 0) { claim(person) } else { link.claim.clone() };
            let mut service = service_link(start[usize::from(shape >> 13) % 4], &link);
            if let Some(pages) = service.identity_service.as_mut().and_then(|it| it.pages.as_mut()) {
                pages.failures_max = bit(shape, 12).then_some(2);
                pages.invited = bit(shape, 11).then(|| number(person));
                let name = cast.organizations[usize::from(shape >> 8) % cast.organizations.len()];
                service.organization = if bit(shape, 10) { org_link(name, who).organization } else { None };
            }
            Link { claim: stated, ..service }
        }
        _ => link,
    };
    Input::Call(Call::Link(link.into()))
}

/// What an application does with its account of this person, or of this organization.
fn of_account(now: &Reading<'_>, app: AppId, who: &str, name: &str, what: u8) -> Input {
    let own = |of: &str| WhichAccount::ThirdParty(of.into());
    let id =
        |of: &str, kind| now.app_account(&app, &own(of), kind).map_or(AccountId(7), |account| account.id);
    let holder = Holder::Person(holder(who));
    let call = |call| Input::Call(Call::Account { app: app.clone(), call });
    let open = |of: &str, holder| {
        call(AccountCall::Open { handle: Handle::ThirdParty(of.into()), holder: Box::new(holder) })
    };
    let real_name_of = |link: Link, id, agent| {
        let mut link = Link { app: app.clone(), ..link };
        let of = OfAccount { id, agent, repeatable: what < 128, agent_suffices: what.is_multiple_of(3) };
        link.identity_service.as_mut().expect("it is a service's").account = Some(Box::new(of));
        Input::Call(Call::Link(link.into()))
    };
    match what % 8 {
        0 | 1 => open(who, holder),
        2 => open(name, Holder::Organization(organization_holder(name))),
        3 => {
            let name = if what < 128 { Some("王改名".parse().expect("a name")) } else { None };
            let change = PersonHolder { name, mobile: Some(number(who)), ..PersonHolder::default() };
            call(AccountCall::Change { which: own(who), change: Box::new(Holder::Person(change)) })
        }
        4 if what < 64 => call(AccountCall::Delete { which: own(who), kind: HolderKind::Person }),
        4 | 5 => {
            let start = [Start::Mobile3, Start::Bankcard4, Start::Face(FaceVendor::Tencent), Start::Pages];
            let start = one_of(&start, what / 8).expect("there are four");
            let told = PersonClaim { mobile: Some(number(who)), ..claim(who).only(&[Field::BankCard]) };
            let link = service_link(start, &Link { claim: told, ..real_name(who) });
            real_name_of(link, id(who, HolderKind::Person), None)
        }
        _ => real_name_of(
            org_service_link(name),
            id(name, HolderKind::Organization),
            Some(id(who, HolderKind::Person)),
        ),
    }
}

/// A compare of what is true of somebody, or of half of it.
fn compare(cast: Cast, app_of: u8, who: u8, shape: u8) -> Input {
    let who = one_of(cast.people, who).expect("a cast has people");
    let other = one_of(cast.people, shape / 64).expect("a cast has people");
    let (named, card) = (identity(who), person(other).bank_cards[0].number);
    let (mobile, detailed) = (number(other), bit(shape.into(), 4));
    let compare = match shape % 6 {
        0 => Compare::Person2 {
            name: identity(other).name.as_str().parse().expect("a name"),
            document: named.document,
        },
        1 => Compare::Telecom2 { name: named.name, mobile },
        2 => Compare::Telecom3 { identity: named, mobile, detailed },
        3 => Compare::Bank3 { identity: named, card, detailed },
        4 => Compare::Bank4 { identity: named, card, mobile, detailed },
        _ => {
            let organization = organization(one_of(cast.organizations, shape / 8).expect("organizations"));
            Compare::Organization(OrgFactors {
                name: organization.name,
                code: organization.code,
                legal_rep_name: bit(shape.into(), 4).then(|| named.name.clone()),
                legal_rep_number: bit(shape.into(), 5).then(|| named.document.number().into()),
            })
        }
    };
    let app = app(one_of(cast.apps, app_of).expect("apps"));
    Input::Call(Call::Compare { app, compare: Box::new(compare) })
}

/// What people at desks do, whether or not there is anything to do.
fn desk(now: &Reading<'_>, flow: AuthFlowId, what: u8) -> Happening {
    let shop = app(SHOP);
    let organization = now.organizations().last().map(|organization| Grantor::Organization(organization.id));
    let person = now.flow(flow).and_then(|flow| flow.account).map(Grantor::Person);
    match what % 6 {
        0 => Happening::LetterDecided { flow, verdict: Verdict::Approve },
        1 => Happening::LetterDecided { flow, verdict: Verdict::Reject { reason: "公章不清晰".into() } },
        2 => Happening::ApprovalDecided { flow, approve: what < 128 },
        3 => Happening::GrantCancelled {
            grantor: organization.or(person).unwrap_or(Grantor::Person(PsnId(7))),
            app: shop,
        },
        4 => Happening::GrantCancelled { grantor: person.unwrap_or(Grantor::Person(PsnId(7))), app: shop },
        _ => onward::pay_in(MILL_ACCOUNT, MILL, BAKERY_ACCOUNT, i64::from(what)),
    }
}

fn tester(what: u8, value: u8, who: &str) -> Input {
    let face = one_of(&FaceFact::ALL, value).expect("there are findings");
    match what % 4 {
        0 => Input::Clock(Clock::Running { speed: value.into() }),
        1 => Input::Facts(Box::new(Person { face, ..person(who) })),
        // Li under another name: what is hers is taken.
        2 => Input::Facts(Box::new(Person { id: "other".into(), ..person(LI) })),
        _ => Input::Rules(Box::new(rules(value))),
    }
}

/// Other rules, each bit another switch.
fn rules(value: u8) -> Rules {
    let usual = Rules::default();
    let bit = |place| bit(value.into(), place);
    Rules {
        willingness_face_needed: bit(0),
        proven_mobile_needs_code: bit(1),
        same_flow_found_again: !bit(2),
        method_failures_per_day_max: if bit(3) { 1 } else { usual.method_failures_per_day_max },
        code_life: if bit(4) { Span::minutes(2) } else { usual.code_life },
        flow_life: if bit(5) { Span::hours(1) } else { usual.flow_life },
        failures_told: bit(6),
        notices_sent: !(bit(6) && bit(7)),
        compare_minute_max: if bit(3) { 2 } else { usual.compare_minute_max },
        compare_day_max: if bit(5) { 3 } else { usual.compare_day_max },
        data_source_answers: !(bit(4) && bit(7)),
        order_balance_left: !(bit(2) && bit(7)),
        service_answers: !(bit(1) && bit(5) && bit(7)),
        account_lookup_answers: !(bit(0) && bit(7)),
        sign_service_answers: !(bit(3) && bit(7)),
        ..usual
    }
}
