//! Every case holds against the simulator.

use crate::stand;

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn every_case_passes() {
    let ran = stand::against_simulator("green", &["run"]).await;
    assert_eq!(ran.code, 0, "{}", ran.said);
    let count = stand::cases_locked();
    assert!(ran.said.contains(&format!("{count} cases: {count} passed, 0 failed")), "{}", ran.said);
    let junit = std::fs::read_to_string(ran.report.join("junit.xml")).unwrap();
    assert!(junit.contains(&format!("tests=\"{count}\"")), "{}", &junit[..300.min(junit.len())]);
    let summary = std::fs::read_to_string(ran.report.join("summary.md")).unwrap();
    let (_, answers) = summary.split_once("## How often each operation answered").unwrap();
    let rows: Vec<_> = answers.lines().filter(|line| line.starts_with("| ")).skip(1).collect();
    let contract = std::fs::read_to_string(stand::features().join("contract/provider-openapi.json")).unwrap();
    assert_eq!(rows.len(), contract.matches("\"operationId\":").count(), "{answers}");
    let one_sided: Vec<_> = rows.iter().filter(|row| row.contains("| 0 |")).collect();
    assert!(one_sided.is_empty(), "no case has each of these succeed and fail: {one_sided:#?}");
}

#[test]
fn a_list_that_nobody_reads_to_its_end_is_no_mistake() {
    let (reader, writer) = std::io::pipe().unwrap();
    drop(reader);
    let mut command = std::process::Command::new(env!("CARGO_BIN_EXE_realname-harness"));
    let listing = command.args(["list", "--features"]).arg(stand::features()).stdout(writer);
    assert_eq!(listing.status().unwrap().code(), Some(0));
}

#[test]
fn list_names_every_case_and_finds_the_lock_fresh() {
    assert_eq!(stand::list().lines().count(), stand::cases_locked());
}
