//! `run`: selects cases, runs them in parallel, each in a world of its own, and gives the verdict.

use std::rc::Rc;
use std::sync::Arc;
use std::time::Duration;

use cucumber::gherkin::Feature;
use cucumber::{Cucumber, World as _, cli, parser, runner};
use futures::FutureExt as _;
use futures::stream;

use crate::actors::control::Control;
use crate::actors::driver_hand::Browsers;
use crate::case::{Bench, Case, PHONE_AGENT};
use crate::client::contract::Contract;
use crate::client::exchange::Ask;
use crate::client::record::Record;
use crate::client::wire::Wire;
use crate::options::Run;
use crate::real_time::Stopwatch;
use crate::report::failure::Replay;
use crate::report::summary;
use crate::report::terminal::{self, Terminal};
use crate::report::writer::{Ledger, Writer};
use crate::setting::Setting;
use crate::suite::lock::Lock;
use crate::suite::{CaseInfo, Suite};
use crate::target::{Reach, Target, User};
use crate::verdict::{Exit, Stop};

/// How long the first question to a target may take.
const HELLO_SECONDS: u64 = 5;

/// Features that are parsed already.
struct Parsed;

impl cucumber::Parser<Vec<Feature>> for Parsed {
    type Cli = cli::Empty;
    type Output = stream::Iter<std::vec::IntoIter<parser::Result<Feature>>>;

    fn parse(self, features: Vec<Feature>, _: cli::Empty) -> Self::Output {
        stream::iter(features.into_iter().map(Ok).collect::<Vec<_>>())
    }
}

/// Runs what was asked for.
pub(crate) async fn run(options: &Run) -> Result<Exit, Stop> {
    let suite = Suite::read(&options.features)?;
    let contract = Arc::new(Contract::read(&options.features)?);
    let mut target = Target::read(options.target.as_deref())?;
    if let Some(api) = &options.api {
        target.at(api)?;
    }
    let missing = missing_cases(options, &suite)?;
    let selected: Vec<_> = suite.select(&options.select).into_iter().cloned().collect();
    if selected.is_empty() {
        return Err(Stop {
            exit: Exit::NothingProven,
            message: nothing_selected(options),
            hint: Some("list prints every case".into()),
        });
    }
    say_hello(&target).await?;
    if !options.defect.is_empty() {
        check_defects(options, &target).await?;
    }
    let bench = bench(options, target, contract).await?;
    let watch = Stopwatch::start();
    let (ended, counts) = run_cases(options, &bench, &suite, selected, missing).await;
    if let Some(browsers) = &bench.browsers {
        browsers.close().await;
    }
    let told = (&*ended, &counts);
    summary::write_all(&options.report, &bench.target.name, &bench.contract, told, &replay(options))?;
    terminal::conclude(&counts, watch.elapsed().as_secs_f64(), &options.report);
    Ok(counts.exit())
}

fn nothing_selected(options: &Run) -> String {
    if options.select.is_empty() {
        format!("there are no cases in {}", options.features.display())
    } else {
        format!("no case has the id or tag {}", options.select.join(", "))
    }
}

/// How many cases of the lock are gone. Asked only where everything runs: a selection always has fewer.
fn missing_cases(options: &Run, suite: &Suite) -> Result<usize, Stop> {
    if !options.select.is_empty() {
        return Ok(0);
    }
    let drift = Lock::read(&options.features)?.compare(suite);
    Ok(drift.map_or(0, |drift| drift.missing.len()))
}

/// Whether anybody is there. Worlds are made through control, so that is what is asked.
async fn say_hello(target: &Target) -> Result<(), Stop> {
    let ask = match target.actors.world {
        Reach::Control => Ask::get(format!("{}/_control/v1/info", target.api)),
        Reach::Absent => Ask::get(format!("{}/", target.api)),
    };
    let hint = "start it with cargo run --release --bin realname-simulator, or say --api";
    let reply = Wire::new(Duration::from_secs(HELLO_SECONDS)).attempt(&ask).await;
    let reply = reply
        .map_err(|error| Stop::unreachable(format!("{} does not answer: {error}", target.api)).hint(hint))?;
    if target.actors.world == Reach::Control && reply.status != 200 {
        return Err(Stop::unreachable(format!("{} answers HTTP {}", ask.url, reply.status)).hint(hint));
    }
    Ok(())
}

/// Whether the target has the defects that are asked for. A mistyped one would make every case fail, and
/// that would look as if it had been caught.
async fn check_defects(options: &Run, target: &Target) -> Result<(), Stop> {
    if target.actors.world == Reach::Absent || target.actors.saboteur == Reach::Absent {
        return Err(Stop::usage("this target has no saboteur, so no defect can be switched on"));
    }
    let (wire, record) = (Wire::new(target.patience()), Record::default());
    let order = Setting::default().order(options.seed, None);
    let known = async {
        let made = Control::make(&wire, &record, &target.api, "defects", order).await?;
        let listed = made.control.items("/defects").await;
        made.control.delete("").await?;
        listed
    };
    let known =
        known.await.map_err(|wrong| Stop::unreachable(format!("its defects are unknown: {wrong}")))?;
    let known: Vec<_> = known.iter().filter_map(|defect| defect["name"].as_str()).collect();
    for asked in &options.defect {
        if known.contains(&asked.as_str()) {
            continue;
        }
        let near = known.iter().min_by_key(|name| strsim::osa_distance(asked, name));
        let near = near.filter(|name| strsim::osa_distance(asked, name) < name.len() / 2);
        let meant = near.map(|name| format!("did you mean `{name}`? ")).unwrap_or_default();
        let hint = format!("{meant}known: {}", known.join(", "));
        return Err(Stop::usage(format!("there is no defect `{asked}`")).hint(hint));
    }
    Ok(())
}

async fn bench(options: &Run, target: Target, contract: Arc<Contract>) -> Result<Arc<Bench>, Stop> {
    let browsers = match (target.actors.user, &options.webdriver) {
        (User::Webdriver, Some(webdriver)) => {
            Some(Browsers::start(webdriver, PHONE_AGENT, target.patience()).await?)
        }
        (User::Webdriver, None) => {
            return Err(Stop::usage("this target's user is a browser")
                .hint("start chromedriver and say --webdriver http://127.0.0.1:9515"));
        }
        (User::Http | User::Absent, _) => None,
    };
    let wire = Wire::new(target.patience());
    Ok(Arc::new(Bench {
        target,
        contract,
        wire,
        seed: options.seed,
        defects: options.defect.clone(),
        browsers,
    }))
}

fn replay(options: &Run) -> Replay {
    let mut words = vec![format!("--seed {}", options.seed)];
    if let Some(target) = &options.target {
        words.push(format!("--target {}", target.display()));
    }
    if let Some(api) = &options.api {
        words.push(format!("--api {api}"));
    }
    words.extend(options.defect.iter().map(|defect| format!("--defect {defect}")));
    Replay { options: words.join(" ") }
}

async fn run_cases(
    options: &Run,
    bench: &Arc<Bench>,
    suite: &Suite,
    selected: Vec<CaseInfo>,
    missing: usize,
) -> (Vec<crate::report::Ended>, crate::verdict::Counts) {
    let count = selected.len();
    let ledger = Ledger::default();
    let terminal = Terminal::new(count, replay(options));
    let lacking = |case: &CaseInfo| case.capabilities().find_map(|capability| bench.target.lacks(capability));
    let (beyond, within): (Vec<_>, Vec<_>) = selected.into_iter().partition(|case| lacking(case).is_some());
    let mut writer = Writer::new(within.clone(), ledger.clone(), terminal);
    for case in beyond {
        let what = lacking(&case).unwrap_or_default();
        writer.out_of_reach(case, what);
    }
    if within.is_empty() {
        return writer.close(count, missing);
    }
    let wanted: Rc<Vec<String>> = Rc::new(within.into_iter().map(|case| case.id).collect());
    let before = {
        let (bench, ledger) = (Arc::clone(bench), ledger.clone());
        move |id: &str, case: &mut Case| case.attach(Arc::clone(&bench), id, ledger.record(id))
    };
    // Two driven browsers can be in one case's hands at a time.
    let at_once = if bench.browsers.is_some() { 1 } else { options.concurrency.max(1) };
    let ids = Rc::clone(&wanted);
    let id_of = move |scenario: &cucumber::gherkin::Scenario| {
        ids.iter().find(|id| scenario.tags.contains(id)).cloned().unwrap_or_default()
    };
    let runner = runner::Basic::default().steps(Case::collection()).max_concurrent_scenarios(at_once);
    Cucumber::<Case, _, _, _, _, cli::Empty>::custom(Parsed, runner, writer)
        .with_default_cli()
        .before(move |_, _, scenario, case| {
            before(&id_of(scenario), case);
            std::future::ready(()).boxed_local()
        })
        .after(|_, _, _, _, case| finish(case).boxed_local())
        .filter_run(suite.features.clone(), move |_, _, scenario| {
            wanted.iter().any(|id| scenario.tags.contains(id))
        })
        .await
        .close(count, missing)
}

/// Settles what is due, judges every notice that came, and takes the world down.
async fn finish(case: Option<&mut Case>) {
    let Some(case) = case else { return };
    let Some(stage) = case.stage_if_made() else { return };
    if let Ok(bench) = case.bench() {
        // A world that cannot settle has failed its case already, or will at the next question.
        let _ = stage.control.advance(0).await;
        stage.sink.judge(&stage.caller.app, &bench.contract, &case.record);
        let _ = stage.control.delete("").await;
    }
}
