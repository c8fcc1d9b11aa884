//! Hears the runner's events and counts. The runner's own verdict is not asked: it takes skipped steps for success.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, PoisonError};

use cucumber::event::{self, Feature, Hook, Rule, Scenario, Source, Step, StepError};
use cucumber::{Event, cli, gherkin, parser, writer};

use crate::case::Case;
use crate::client::record::Record;
use crate::real_time::Stopwatch;
use crate::report::terminal::Terminal;
use crate::report::{Ended, Ending};
use crate::suite::CaseInfo;
use crate::suite::tags;
use crate::verdict::Counts;

/// Records by case id. The before-hook puts them in, the writer takes them out.
#[derive(Debug, Clone, Default)]
pub(crate) struct Ledger(Arc<Mutex<BTreeMap<String, Record>>>);

impl Ledger {
    /// The record of a case, made at the first question.
    pub(crate) fn record(&self, id: &str) -> Record {
        let mut all = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        all.entry(id.to_owned()).or_default().clone()
    }

    fn take(&self, id: &str) -> Record {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).remove(id).unwrap_or_default()
    }
}

/// Counts cases and keeps their endings.
pub(crate) struct Writer {
    expected: BTreeMap<String, CaseInfo>,
    running: BTreeMap<String, (Stopwatch, Option<Ending>)>,
    ended: Vec<Ended>,
    broken_features: Vec<String>,
    ledger: Ledger,
    terminal: Terminal,
}

impl writer::Normalized for Writer {}

impl Writer {
    /// A writer that expects the given cases and tells a terminal of each.
    pub(crate) fn new(
        expected: impl IntoIterator<Item = CaseInfo>,
        ledger: Ledger,
        terminal: Terminal,
    ) -> Self {
        let expected = expected.into_iter().map(|info| (info.id.clone(), info)).collect();
        Self {
            expected,
            running: BTreeMap::new(),
            ended: Vec::new(),
            broken_features: Vec::new(),
            ledger,
            terminal,
        }
    }

    /// Counts a case that was never started, since the target lacks something.
    pub(crate) fn out_of_reach(&mut self, info: CaseInfo, lacking: &str) {
        let ending = Ending::OutOfReach { lacking: lacking.to_owned() };
        self.end(Ended { info, ending, took: std::time::Duration::ZERO, record: Record::default() });
    }

    /// Everything that ended, and the counts. `selected` counts what was asked for, `missing` what the lock misses.
    pub(crate) fn close(mut self, selected: usize, missing: usize) -> (Vec<Ended>, Counts) {
        let mut counts = Counts {
            selected,
            missing,
            unfinished: self.running.len(),
            broken_features: self.broken_features.len(),
            ..Counts::default()
        };
        for ended in &self.ended {
            match ended.ending {
                Ending::Passed => counts.passed += 1,
                Ending::Failed { .. } => counts.failed += 1,
                Ending::Undefined { .. } => counts.undefined += 1,
                Ending::OutOfReach { .. } => counts.out_of_reach += 1,
            }
        }
        self.ended.sort_by(|one, other| one.info.id.cmp(&other.info.id));
        (self.ended, counts)
    }

    fn scenario(&mut self, scenario: &Source<gherkin::Scenario>, event: Scenario<Case>) {
        let id = tags::single_id(&base_ids(&scenario.tags)).unwrap_or_default();
        let id =
            scenario.tags.iter().find(|tag| tag.starts_with(&id) && !id.is_empty()).cloned().unwrap_or(id);
        match event {
            Scenario::Started => {
                self.running.insert(id, (Stopwatch::start(), None));
            }
            Scenario::Hook(_, Hook::Failed(_, info)) => {
                self.note(&id, Ending::Failed { step: String::new(), why: panic_text(&info) });
            }
            Scenario::Background(step, event) | Scenario::Step(step, event) => self.step(&id, &step, event),
            Scenario::Finished => self.finish(&id),
            Scenario::Hook(_, Hook::Started | Hook::Passed) | Scenario::Log(_) => {}
        }
    }

    fn step(&mut self, id: &str, step: &gherkin::Step, event: Step<Case>) {
        let sentence = format!("{}{}", step.keyword, step.value);
        match event {
            Step::Started | Step::Passed(..) => {}
            Step::Skipped => self.note(id, Ending::Undefined { step: sentence }),
            Step::Failed(_, _, _, StepError::NotFound) => self.note(id, Ending::Undefined { step: sentence }),
            Step::Failed(_, _, _, StepError::AmbiguousMatch(error)) => {
                self.note(id, Ending::Failed { step: sentence, why: error.to_string() });
            }
            Step::Failed(_, _, _, StepError::Panic(info)) => {
                self.note(id, Ending::Failed { step: sentence, why: panic_text(&info) });
            }
        }
    }

    /// Keeps the first ending only: what follows a failure is its consequence.
    fn note(&mut self, id: &str, ending: Ending) {
        if let Some((_, known)) = self.running.get_mut(id) {
            known.get_or_insert(ending);
        }
    }

    fn finish(&mut self, id: &str) {
        let Some((watch, noted)) = self.running.remove(id) else { return };
        let record = self.ledger.take(id);
        let (lacking, breaches) = {
            let kept = record.open();
            (kept.out_of_reach.clone(), kept.breaches.clone())
        };
        let ending = match (noted, lacking) {
            (Some(Ending::Undefined { step }), _) => Ending::Undefined { step },
            (_, Some(lacking)) => Ending::OutOfReach { lacking },
            (Some(ending), None) => ending,
            (None, None) if !breaches.is_empty() => Ending::Failed {
                step: String::new(),
                why: format!("the contract was broken\n  {}", breaches.join("\n  ")),
            },
            (None, None) => Ending::Passed,
        };
        let Some(info) = self.expected.get(id).cloned() else { return };
        self.end(Ended { info, ending, took: watch.elapsed(), record });
    }

    fn end(&mut self, ended: Ended) {
        self.terminal.ended(&ended);
        self.ended.push(ended);
    }
}

/// Ids without the row number of an outline.
fn base_ids(tags: &[String]) -> Vec<String> {
    tags.iter().map(|tag| tag.split('.').next().unwrap_or_default().to_owned()).collect()
}

fn panic_text(info: &event::Info) -> String {
    info.downcast_ref::<String>()
        .cloned()
        .or_else(|| info.downcast_ref::<&str>().map(|text| (*text).to_owned()))
        .unwrap_or_else(|| "the step panicked without a word".to_owned())
}

impl cucumber::Writer<Case> for Writer {
    type Cli = cli::Empty;

    async fn handle_event(&mut self, event: parser::Result<Event<event::Cucumber<Case>>>, _: &Self::Cli) {
        match event.map(Event::into_inner) {
            Err(error) => self.broken_features.push(error.to_string()),
            Ok(event::Cucumber::Feature(_, Feature::Scenario(scenario, event))) => {
                self.scenario(&scenario, event.event)
            }
            Ok(event::Cucumber::Feature(_, Feature::Rule(_, Rule::Scenario(scenario, event)))) => {
                self.scenario(&scenario, event.event);
            }
            Ok(
                event::Cucumber::Feature(
                    _,
                    Feature::Started | Feature::Finished | Feature::Rule(_, Rule::Started | Rule::Finished),
                )
                | event::Cucumber::Started
                | event::Cucumber::ParsingFinished { .. }
                | event::Cucumber::Finished,
            ) => {}
        }
    }
}
