//! Each way to fail has its exit code, and each defect is caught by a case that is about its rule.

use std::path::{Path, PathBuf};

use crate::stand::{self, Ran};

/// A features folder with the project's contract and tags and one feature of the test's own.
fn own_features(test: &str, steps: &str, lock: &str) -> PathBuf {
    let folder = stand::folder(&format!("{test}-features"));
    copy(&stand::features().join("contract"), &folder.join("contract"));
    std::fs::copy(stand::features().join("README.md"), folder.join("README.md")).unwrap();
    let feature = format!("# language: zh-CN\n功能: 试验\n  依据: 手册 试验\n\n{steps}");
    std::fs::write(folder.join("own.feature"), feature).unwrap();
    std::fs::write(folder.join("cases.lock"), lock).unwrap();
    folder
}

fn copy(from: &Path, to: &Path) {
    std::fs::create_dir_all(to).unwrap();
    for entry in std::fs::read_dir(from).unwrap() {
        let path = entry.unwrap().path();
        let target = to.join(path.file_name().unwrap());
        if path.is_dir() {
            copy(&path, &target);
        } else {
            std::fs::copy(&path, &target).unwrap();
        }
    }
}

const ONE_GREEN: &str = "  @OWN-GREEN-01\n  场景: 什么都不做\n    假如 应用设置了Webhook地址\n";

async fn with_features(test: &'static str, steps: &str, lock: &str) -> Ran {
    let folder = own_features(test, steps, lock).display().to_string();
    // Tests live as long as the process, so that a leaked argument is no leak.
    let arguments: &'static [&'static str] = Vec::leak(vec!["run", "--features", folder.leak()]);
    stand::against_simulator(test, arguments).await
}

#[test]
fn nobody_there_is_exit_3() {
    let listener = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let address = listener.local_addr().unwrap();
    drop(listener);
    let ran = stand::harness("nobody", &["run", "--api", &format!("http://{address}")]);
    assert_eq!(ran.code, 3, "{}", ran.said);
    assert!(ran.said.contains("does not answer") && ran.said.contains("hint:"), "{}", ran.said);
}

#[test]
fn a_tag_that_selects_nothing_is_exit_4() {
    let ran = stand::harness("nothing", &["run", "@no-such-tag"]);
    assert_eq!(ran.code, 4, "{}", ran.said);
}

#[test]
fn an_option_that_does_not_exist_is_exit_2() {
    assert_eq!(stand::harness("option", &["run", "--colour"]).code, 2);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_defect_that_does_not_exist_is_exit_2_before_anything_runs() {
    let arguments = &["run", "PSN-CODE-01", "--defect", "wrong_code_acepted"];
    let ran = stand::against_simulator("misspelt", arguments).await;
    assert_eq!(ran.code, 2, "{}", ran.said);
    assert!(ran.said.contains("did you mean `wrong_code_accepted`?"), "{}", ran.said);
    assert!(ran.said.contains("known: signature_unchecked, "), "{}", ran.said);
    assert!(!ran.said.contains("PSN-CODE-01") && !ran.report.join("summary.md").exists(), "{}", ran.said);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_undefined_step_is_exit_2_even_beside_green_cases() {
    let steps = format!("{ONE_GREEN}\n  @OWN-RED-01\n  场景: 没有这句话\n    假如 月亮上有人\n");
    let ran = with_features("undefined", &steps, "OWN-GREEN-01\nOWN-RED-01\n").await;
    assert_eq!(ran.code, 2, "{}", ran.said);
    assert!(ran.said.contains("月亮上有人"), "{}", ran.said);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_case_that_vanished_is_exit_5() {
    let ran = with_features("vanished", ONE_GREEN, "OWN-GREEN-01\nOWN-GONE-01\n").await;
    assert_eq!(ran.code, 5, "{}", ran.said);
}

#[test]
fn a_feature_that_does_not_parse_is_exit_2() {
    let folder = own_features("broken", "  场景 没有冒号\n", "").display().to_string();
    let ran = stand::harness("broken", &["run", "--features", &folder]);
    assert_eq!(ran.code, 2, "{}", ran.said);
}

#[test]
fn an_unregistered_tag_is_exit_2() {
    let folder =
        own_features("unregistered", &ONE_GREEN.replace("@OWN", "@colour @OWN"), "").display().to_string();
    let ran = stand::harness("unregistered", &["run", "--features", &folder]);
    assert_eq!(ran.code, 2, "{}", ran.said);
    assert!(ran.said.contains("@colour"), "{}", ran.said);
}

#[test]
fn a_source_that_no_reader_has_is_exit_2() {
    let folder =
        own_features("unopened", &ONE_GREEN.replace("什么都不做\n", "什么都不做\n    依据: 听说\n"), "");
    let folder = folder.display().to_string();
    let output = std::process::Command::new(env!("CARGO_BIN_EXE_realname-harness"))
        .args(["list", "--features", &folder])
        .output()
        .unwrap();
    assert_eq!(output.status.code(), Some(2));
    let said = String::from_utf8_lossy(&output.stderr);
    assert!(said.contains("OWN-GREEN-01") && said.contains("听说"), "{said}");
}

/// Each defect and the case that must catch it: a case about the very rule that the defect breaks.
const CATCHERS: [(&str, &str); 17] = [
    ("signature_unchecked", "GW-SIGN-04.1"),
    ("stale_request_accepted", "GW-SIGN-07.1"),
    ("wrong_code_accepted", "PSN-CODE-01"),
    ("old_code_accepted", "PSN-CODE-05"),
    ("code_sent_without_pause", "PSN-CODE-06"),
    ("wrong_entries_uncounted", "PSN-CODE-02"),
    ("flow_never_expires", "PSN-STAND-01"),
    ("notice_lost", "NOTICE-DELIVERY-01"),
    ("notice_never_retried", "NOTICE-RETRY-01"),
    ("wrong_amount_accepted", "ORG-BANK-10.1"),
    ("payer_unchecked", "ORG-REVERSE-05"),
    ("letter_not_needed", "ORG-BANK-03"),
    ("amount_accepted_late", "ORG-BANK-15"),
    ("failure_told", "V2-CODE-04"),
    ("accounts_unlimited", "V2-ACCOUNT-13"),
    ("trusted_data_never_stale", "V2-IDENTITY-23"),
    ("compare_unthrottled", "V2-COMPARE-10"),
];

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn every_defect_is_caught_by_the_case_about_its_rule() {
    for (defect, catcher) in CATCHERS {
        let arguments: &'static [&'static str] = Vec::leak(vec!["run", catcher, "--defect", defect]);
        let ran = stand::against_simulator(defect, arguments).await;
        assert_eq!(ran.code, 1, "{defect}: {}", ran.said);
        assert!(ran.said.contains(&format!("✗ {catcher}")), "{defect}: {}", ran.said);
        assert!(ran.said.contains("replay") && ran.said.contains("curl"), "{defect}: {}", ran.said);
        assert!(ran.report.join(format!("failures/{catcher}.txt")).exists(), "{defect}");
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_catchers_pass_where_nothing_is_broken() {
    let arguments = ["run"].into_iter().chain(CATCHERS.map(|(_, catcher)| catcher)).collect();
    let ran = stand::against_simulator("catchers", Vec::leak(arguments)).await;
    assert_eq!(ran.code, 0, "{}", ran.said);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn every_defect_that_control_lists_has_a_catcher() {
    let ours = CATCHERS.map(|(defect, _)| defect);
    assert_eq!(stand::defects().await, ours);
}
