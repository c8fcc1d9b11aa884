//! `junit.xml`: a suite a feature file, a test a case.

use quick_junit::{NonSuccessKind, Property, Report, TestCase, TestCaseStatus, TestSuite};

use crate::report::failure::{self, Replay};
use crate::report::{Ended, Ending};

/// The report as XML.
pub(crate) fn render(ended: &[Ended], replay: &Replay) -> Result<String, String> {
    let mut report = Report::new("realname-harness");
    let mut files: Vec<_> = ended.iter().map(|case| case.info.file.as_str()).collect();
    files.sort_unstable();
    files.dedup();
    for file in files {
        let mut suite = TestSuite::new(file);
        for case in ended.iter().filter(|case| case.info.file == file) {
            suite.add_test_case(test_case(case, replay));
        }
        report.add_test_suite(suite);
    }
    report.to_string().map_err(|error| error.to_string())
}

fn test_case(ended: &Ended, replay: &Replay) -> TestCase {
    let status = match &ended.ending {
        Ending::Passed => TestCaseStatus::success(),
        Ending::OutOfReach { lacking } => {
            let mut status = TestCaseStatus::skipped();
            status.set_message(format!("the target lacks {lacking}"));
            status
        }
        Ending::Failed { why, .. } => failed(NonSuccessKind::Failure, why, ended, replay),
        Ending::Undefined { step } => {
            failed(NonSuccessKind::Error, &format!("undefined step: {step}"), ended, replay)
        }
    };
    let mut case = TestCase::new(format!("{} {}", ended.info.id, ended.info.name), status);
    case.set_classname(ended.info.file.clone());
    case.set_time(ended.took);
    case.add_property(Property::new("source", ended.info.source.clone()));
    case
}

fn failed(kind: NonSuccessKind, message: &str, ended: &Ended, replay: &Replay) -> TestCaseStatus {
    let mut status = TestCaseStatus::non_success(kind);
    status.set_message(message.lines().next().unwrap_or_default());
    status.set_description(failure::long(ended, replay));
    status
}
