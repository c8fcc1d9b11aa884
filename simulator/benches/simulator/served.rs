//! The shipped program beside a bare hyper server, in turns.

use std::collections::BTreeMap;
use std::sync::Arc;

use realname_simulator::clock::Stopwatch;
use tokio::runtime::Runtime;

use crate::bare::{self, Canned};
use crate::child::{Process, Simulator};
use crate::load::{self, Connection};
use crate::people::{self, Caller};
use crate::report::{Report, Sample};
use crate::{Outcome, scaled};

/// How often each thing is measured; one more round comes first and is not counted.
pub(crate) const ROUNDS: usize = 9;
/// Flows that are there before anything is measured.
const FLOWS_PRESENT: usize = 100_000;
/// Requests of one kind in a round.
const REQUESTS: usize = 5_000;
/// How often start-up and new worlds are measured.
const STARTS: usize = 25;

/// A client's thread is enough: what is measured is the server's time.
pub(crate) fn client() -> Outcome<Runtime> {
    tokio::runtime::Builder::new_current_thread().enable_all().build().map_err(|error| error.to_string())
}

/// A count as a figure; counts here are far below 2^52, so nothing is lost.
pub(crate) fn figure(count: usize) -> f64 {
    count as f64
}

/// From exec to the first answer, memory at rest, a new world, the program's size.
pub(crate) fn start_up(report: &mut Report) -> Outcome<()> {
    let client = client()?;
    let (mut starts, mut resident) = (Vec::new(), Vec::new());
    for _ in 0..scaled(STARTS, 3) {
        let stopwatch = Stopwatch::start();
        let simulator = Simulator::start()?;
        client.block_on(async {
            let mut connection = Connection::open(simulator.address).await?;
            let caller = caller(&simulator);
            connection.expect(&caller.plain("GET", "/readyz", "", None), 200).await.map(drop)
        })?;
        starts.push(stopwatch.elapsed().as_secs_f64() * 1_000.0);
        resident.push(mebibytes(simulator.process.resident_bytes()?));
    }
    report.judge("exec to first answer", Sample::new(starts), "ms", 20.0);
    report.judge("memory at rest (RSS)", Sample::new(resident), "MiB", 15.0);
    let size = std::fs::metadata(Simulator::PROGRAM).map_err(|error| error.to_string())?.len();
    report.judge("size of the program", mebibytes(size), "MiB", 25.0);
    let simulator = Simulator::start()?;
    report.judge(
        "a new world (scenario town), over HTTP",
        client.block_on(new_worlds(&simulator))?,
        "ms",
        5.0,
    );
    Ok(())
}

fn mebibytes(bytes: u64) -> f64 {
    // Kibibytes always fit 32 bits here.
    f64::from(u32::try_from(bytes / 1_024).unwrap_or(u32::MAX)) / 1_024.0
}

async fn new_worlds(simulator: &Simulator) -> Outcome<Sample> {
    let mut connection = Connection::open(simulator.address).await?;
    let caller = caller(simulator);
    let mut times = Vec::new();
    for _ in 0..scaled(STARTS, 3) {
        let create =
            caller.plain("POST", "/_control/v1/worlds", "", Some(r#"{"name":"bench","scenario":"town"}"#));
        let stopwatch = Stopwatch::start();
        connection.expect(&create, 201).await?;
        times.push(stopwatch.elapsed().as_secs_f64() * 1_000.0);
        let end = caller.plain("DELETE", "/_control/v1/worlds/bench", "", None);
        connection.exchange(&end).await?;
    }
    Ok(Sample::new(times))
}

pub(crate) fn caller(simulator: &Simulator) -> Caller {
    Caller::new(simulator.address, &simulator.app_id, &simulator.app_secret)
}

/// What one server used for one kind of request.
#[derive(Default)]
pub(crate) struct Used {
    pub(crate) microseconds: Vec<f64>,
    pub(crate) rate: Vec<f64>,
}

impl Used {
    pub(crate) fn add(
        &mut self,
        before: std::time::Duration,
        process: &Process,
        took: std::time::Duration,
        count: usize,
    ) -> Outcome<()> {
        let spent = process.processor_time()?.saturating_sub(before);
        self.microseconds.push(spent.as_secs_f64() * 1e6 / figure(count));
        self.rate.push(figure(count) / took.as_secs_f64());
        Ok(())
    }

    /// The first round only warms up.
    pub(crate) fn forget_first(&mut self) {
        self.microseconds.remove(0);
        self.rate.remove(0);
    }
}

/// Makes the request about the flow or the person of a number.
type Make<'a> = Box<dyn Fn(usize) -> Vec<u8> + 'a>;

/// Signed calls of several kinds, in turns with the bare server.
pub(crate) fn signed_calls(report: &mut Report) -> Outcome<()> {
    let client = client()?;
    let simulator = Simulator::start()?;
    let caller = caller(&simulator);
    let present = scaled(FLOWS_PRESENT, 1_000);
    let count = scaled(REQUESTS, 50);
    let order = |number| caller.link(&people::person(number), true);
    let orders = Arc::new((0..present).map(order).collect::<Vec<_>>());
    let (_, flows) = client.block_on(load::drive(simulator.address, &orders, "\"code\":0", flow_of))?;
    let kinds: [(String, &str, f64, Make<'_>); 4] = [
        (
            format!("signed GET {}, {present} flows present", people::FLOW),
            people::FLOW,
            1.0 / 0.85,
            Box::new(|number| caller.flow(&flows[number % flows.len()])),
        ),
        (
            format!("signed POST {}, a new person each", people::LINK),
            people::LINK,
            1.0 / 0.7,
            Box::new(order),
        ),
        (
            "V2 start of telecom3Factors, a new person each".to_owned(),
            people::TELECOM,
            1.0 / 0.7,
            Box::new(|number| caller.telecom(&people::person(number))),
        ),
        (
            "V2 compare of a name and an ID card, a new person each".to_owned(),
            people::COMPARE,
            1.0 / 0.7,
            Box::new(|number| caller.compare(&people::person(number))),
        ),
    ];
    let samples: Vec<_> = kinds.iter().map(|(_, path, _, make)| (*path, make(0))).collect();
    let (bare, bare_address) =
        client.block_on(canned(&simulator, &samples)).and_then(|all| bare::start(&all))?;
    let mut used: [[Used; 2]; 4] = Default::default();
    for round in 0..=ROUNDS {
        for (kind, (_, _, _, make)) in kinds.iter().enumerate() {
            let first = present + round * count;
            let requests = Arc::new((first..first + count).map(make).collect::<Vec<_>>());
            // Who goes first changes from round to round.
            for turn in [round % 2, 1 - round % 2] {
                let (process, address) =
                    if turn == 0 { (&bare, bare_address) } else { (&simulator.process, simulator.address) };
                let before = process.processor_time()?;
                let (took, _) = client.block_on(load::drive(address, &requests, "\"code\":0", |_| ()))?;
                used[kind][turn].add(before, process, took, count)?;
            }
        }
    }
    for ((name, _, aim, _), [mut bare, mut ours]) in kinds.into_iter().zip(used) {
        bare.forget_first();
        ours.forget_first();
        let ratios =
            ours.microseconds.iter().zip(&bare.microseconds).map(|(ours, bare)| ours / bare).collect();
        report.judge(format!("{name}: CPU to bare"), Sample::new(ratios), "times", aim);
        report.tell("    CPU a request", Sample::new(ours.microseconds), "µs");
        report.tell("    CPU a request, bare hyper", Sample::new(bare.microseconds), "µs");
        report.tell("    rate", Sample::new(ours.rate), "a second");
        report.tell("    rate, bare hyper", Sample::new(bare.rate), "a second");
    }
    Ok(())
}

/// The flow that an order's answer names.
pub(crate) fn flow_of(body: &str) -> String {
    between(body, "\"authFlowId\":\"", "\"").to_owned()
}

pub(crate) fn between<'a>(text: &'a str, before: &str, after: &str) -> &'a str {
    let found = text.split_once(before).and_then(|(_, rest)| rest.split_once(after));
    found.map_or("", |(found, _)| found)
}

/// What the simulator answers to these requests, for the bare server to answer too.
async fn canned(
    simulator: &Simulator,
    requests: &[(&'static str, Vec<u8>)],
) -> Outcome<BTreeMap<String, Canned>> {
    let mut connection = Connection::open(simulator.address).await?;
    let mut all = BTreeMap::new();
    for (path, request) in requests {
        let answer = connection.expect(request, 200).await?;
        let headers = answer.headers().filter(|(name, _)| !matches!(*name, "content-length" | "date"));
        let headers = headers.map(|(name, value)| (name.to_owned(), value.to_owned())).collect();
        all.insert((*path).to_owned(), Canned { headers, body: answer.body.to_owned() });
    }
    Ok(all)
}
