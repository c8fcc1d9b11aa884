//! `summary.md`: what a person or a pull request reads; and a file for each failure with the whole exchange.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::path::Path;

use crate::client::contract::Contract;
use crate::client::record::Answers;
use crate::report::failure::{self, Replay};
use crate::report::{Ended, Ending, junit};
use crate::verdict::{Counts, Stop};

/// Writes every report into a folder.
pub(crate) fn write_all(
    folder: &Path,
    target: &str,
    contract: &Contract,
    (ended, counts): (&[Ended], &Counts),
    replay: &Replay,
) -> Result<(), Stop> {
    let cannot = |error: std::io::Error| {
        Stop::usage(format!("cannot write reports into {}: {error}", folder.display()))
    };
    let failures = folder.join("failures");
    // What is left of an earlier run would tell lies about this one.
    if failures.exists() {
        std::fs::remove_dir_all(&failures).map_err(cannot)?;
    }
    std::fs::create_dir_all(&failures).map_err(cannot)?;
    for case in
        ended.iter().filter(|case| matches!(case.ending, Ending::Failed { .. } | Ending::Undefined { .. }))
    {
        std::fs::write(failures.join(format!("{}.txt", case.info.id)), failure::long(case, replay))
            .map_err(cannot)?;
    }
    std::fs::write(folder.join("summary.md"), render(target, contract, ended, counts)).map_err(cannot)?;
    let xml =
        junit::render(ended, replay).map_err(|error| Stop::internal(format!("no JUnit report: {error}")))?;
    std::fs::write(folder.join("junit.xml"), xml).map_err(cannot)
}

fn render(target: &str, contract: &Contract, ended: &[Ended], counts: &Counts) -> String {
    let mut text = format!(
        "# {target}\n\n| passed | failed | undefined | out of reach | selected |\n|---|---|---|---|---|\n"
    );
    let _ = writeln!(
        text,
        "| {} | {} | {} | {} | {} |\n",
        counts.passed, counts.failed, counts.undefined, counts.out_of_reach, counts.selected
    );
    let mut remarks: Vec<_> = ended.iter().flat_map(|case| case.record.open().remarks.clone()).collect();
    remarks.sort();
    remarks.dedup();
    for case in ended {
        let shown = match &case.ending {
            Ending::Passed => continue,
            Ending::Failed { why, .. } => format!("failed: {}", why.replace('\n', " ")),
            Ending::Undefined { step } => format!("undefined step: {step}"),
            Ending::OutOfReach { lacking } => format!("out of reach: {lacking}"),
        };
        let _ = writeln!(text, "- **{}** {} ({}): {shown}", case.info.id, case.info.name, case.info.source);
    }
    if !remarks.is_empty() {
        let _ = writeln!(text, "\n## Remarked, failing nothing\n");
        for remark in remarks {
            let _ = writeln!(text, "- {remark}");
        }
    }
    let _ = writeln!(text, "\n## How often each operation answered\n");
    let _ = writeln!(text, "| operation | with code 0 | with another |\n|---|---|---|");
    let mut answers: BTreeMap<String, Answers> = BTreeMap::new();
    for case in ended {
        for (operation, counted) in &case.record.open().answers {
            *answers.entry(operation.clone()).or_default() += *counted;
        }
    }
    for operation in contract.operations() {
        let Answers { good, bad } = answers.get(operation).copied().unwrap_or_default();
        let _ = writeln!(text, "| {operation} | {good} | {bad} |");
    }
    text
}
