//! The provider alone, in a process of its own: memory and questions as finished flows add up.

use realname_provider::apps::App;
use realname_provider::claim::{Identity, PersonClaim};
use realname_provider::flow::grant::{Scope, ScopeSet};
use realname_provider::flow::link::{ClientType, Link, Redirect, Whose};
use realname_provider::flow::method::Method;
use realname_provider::id::{AppId, AuthFlowId};
use realname_provider::identity::address::Address;
use realname_provider::identity::document::Document;
use realname_provider::input::{Act, Call, Clock, Happening, Input, Outcome as Came};
use realname_provider::notice::Settled;
use realname_provider::provider::{Founding, Provider};
use realname_provider::rules::Rules;
use realname_provider::time::{Span, Time};
use realname_provider::world::{Unlisted, World};
use realname_simulator::clock::Stopwatch;

use crate::child::{Process, own_resident_bytes};
use crate::people::{self, NOTIFY_URL, REDIRECT_URL};
use crate::report::Report;
use crate::served::figure;
use crate::{Outcome, scaled};

/// Where the curve is looked at.
const POINTS: [usize; 5] = [1_000, 10_000, 100_000, 400_000, 1_000_000];
/// Questions at each point.
const QUESTIONS: usize = 50_000;
/// 2026-03-02 09:00 in Shanghai.
const START: Time = Time(1_772_413_200_000);

/// Starts the child and reads its figures: flows, bytes, nanoseconds a question, microseconds a flow.
pub(crate) fn measure(report: &mut Report) -> Outcome<()> {
    let mut process = Process::role("role-registers", "")?;
    let mut points = Vec::new();
    while let Some(line) = process.line() {
        let figures: Vec<f64> = line.split(' ').filter_map(|text| text.parse().ok()).collect();
        let [flows, bytes, question, flow] = figures[..] else { return Err(format!("no figures: {line}")) };
        report.tell(format!("provider with {flows} finished flows: memory"), bytes / 1_048_576.0, "MiB");
        report.tell("    a question about one of them", question, "ns");
        report.tell("    a flow from link to end, since the last line", flow, "µs");
        points.push((flows, bytes));
    }
    let [.., from, to, _] = points[..] else { return Err("the registers were not filled".into()) };
    let growth = (to.1 - from.1) / (to.0 - from.0);
    let name = format!("memory a finished flow, from {} to {} persons", from.0, to.0);
    report.judge(name, growth, "bytes", 512.0);
    Ok(())
}

/// The role of the child.
pub(crate) fn fill() -> Outcome<()> {
    let app: AppId = "7438000001".parse().map_err(|_| "no app id")?;
    let mut provider = Provider::found(founding(&app));
    let mut flows = Vec::with_capacity(scaled(POINTS[4], 10));
    for point in POINTS {
        let point = scaled(point, 1);
        let (stopwatch, before) = (Stopwatch::start(), flows.len());
        while flows.len() < point {
            flows.push(finish_one(&mut provider, &app, flows.len())?);
        }
        let took = stopwatch.elapsed().as_secs_f64() * 1e6 / figure(point - before);
        let resident = own_resident_bytes()?;
        println!("{point} {resident} {:.0} {took:.2}", ask(&provider, &app, &flows)?);
    }
    Ok(())
}

fn founding(app: &AppId) -> Founding {
    let app = App {
        id: app.clone(),
        secret: "0123456789abcdef0123456789abcdef".into(),
        name: "演示应用".into(),
        webhook: None,
        redirect_hosts: Vec::new(),
        ip_allow: Vec::new(),
    };
    Founding {
        name: "bench".into(),
        seed: 7,
        start: START,
        clock: Clock::Frozen,
        world: World::new(Unlisted::Derive),
        rules: Rules::default(),
        apps: vec![app],
        verified: Vec::new(),
    }
}

fn link(app: &AppId, identity: &Identity, address: &Address) -> Link {
    Link {
        app: app.clone(),
        whose: Some(Whose::Address(address.clone())),
        claim: PersonClaim::from(identity),
        identity_must_agree: false,
        default_method: Method::Mobile3,
        available: Vec::new(),
        detailed: Vec::new(),
        editable: Vec::new(),
        scopes: [Scope::GetPsnIdentityInfo].into_iter().collect::<ScopeSet>(),
        redirect: Some(Redirect { url: REDIRECT_URL.into(), delay_seconds: Some(3) }),
        notify_url: Some(NOTIFY_URL.into()),
        client_type: ClientType::All,
        app_scheme: None,
        organization: None,
        identity_service: None,
    }
}

/// A new person's flow by phone, from the link to the settled notices.
fn finish_one(provider: &mut Provider, app: &AppId, number: usize) -> Outcome<AuthFlowId> {
    let person = people::person(number);
    let identity = Identity {
        name: person.name.parse().map_err(|_| "no name")?,
        document: Document::IdCard(person.id_card),
    };
    let address = Address::Mobile(person.mobile);
    let second = i64::try_from(number).map_err(|error| error.to_string())?;
    let mut at = START + Span::seconds(second);
    let mut apply = |provider: &mut Provider, input| {
        at = at + Span(50);
        let came = provider.apply(at, input).map_err(|refusal| format!("{refusal:?}"));
        provider.take_events();
        came
    };
    let order = Input::Call(Call::Link(link(app, &identity, &address).into()));
    let Came::Flow(flow) = apply(provider, order)? else { return Err("no flow".into()) };
    apply(provider, Input::Happen(Happening::LinkOpened(flow)))?;
    apply(provider, Input::Happen(Happening::LoginCodeAsked { flow, address: address.clone() }))?;
    let code = code_at(provider, &address)?;
    apply(provider, Input::Happen(Happening::LoggedIn { flow, address, code, consent: true }))?;
    let act = |act| Input::Happen(Happening::Acted { flow, seat: 1, act });
    apply(provider, act(Act::ChooseMethod(Method::Mobile3)))?;
    apply(provider, act(Act::SubmitMobile3 { identity, mobile: person.mobile, consent: true }))?;
    for due in provider.due_attempts(START + Span::seconds(second + 1)) {
        let settled = Settled::Status(200);
        apply(provider, Input::Settle { notice: due.notice, attempt: due.attempt, settled })?;
    }
    Ok(flow)
}

fn code_at(provider: &Provider, address: &Address) -> Outcome<Box<str>> {
    let reading = provider.ask(START);
    let message = reading.world().messages(address, 0).last().ok_or("no message arrived")?;
    let code = message.text.split_once("验证码").and_then(|(_, rest)| rest.get(..6));
    code.map(Into::into).ok_or_else(|| "no code in the message".into())
}

/// Nanoseconds a question, of flows all over the register.
fn ask(provider: &Provider, app: &AppId, flows: &[AuthFlowId]) -> Outcome<f64> {
    let count = scaled(QUESTIONS, 100);
    let stopwatch = Stopwatch::start();
    for number in 0..count {
        // A large prime goes all over the list.
        let id = flows[number * 104_729 % flows.len()];
        let reading = provider.ask(START);
        let (flow, account) = reading.flow_of_caller(app, id).map_err(|refusal| format!("{refusal:?}"))?;
        if !flow.is_finished() || account.is_none_or(|account| account.grants.is_empty()) {
            return Err("a flow did not end well".into());
        }
    }
    Ok(stopwatch.elapsed().as_secs_f64() * 1e9 / figure(count))
}
