//! Every operation of the route table is named by what proves it: a test here, or a step of the harness.

use std::collections::BTreeSet;
use std::path::Path;

use realname_simulator::edge::routes::{Floor, ROUTES};

use crate::floors::files;

/// The text of all tests of the edge, and of the harness's clients and actors.
fn proofs() -> String {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut text = String::new();
    for folder in [root.join("tests/it"), root.join("../harness/src"), root.join("../harness/tests")] {
        for (file, content) in files(&folder, "rs") {
            if !file.ends_with("coverage.rs") && !file.ends_with("contract.rs") {
                text.push_str(&content);
                text.push('\n');
            }
        }
    }
    text
}

/// Paths as tests write them: literal parts, with anything in the place of a parameter.
fn written(path: &str, floor: Floor) -> Vec<String> {
    let path = match floor {
        Floor::Control => path.strip_prefix("/_control/v1").unwrap_or(path),
        Floor::Signed | Floor::Token | Floor::Page | Floor::Desk | Floor::Health => path,
    };
    path.split('/').filter(|part| !part.is_empty() && !part.starts_with('{')).map(str::to_owned).collect()
}

/// Whether somewhere all parts of the path follow each other in one line.
fn is_named(proofs: &str, parts: &[String]) -> bool {
    proofs.lines().any(|line| {
        let mut rest = line;
        parts.iter().all(|part| match rest.split_once(&format!("/{part}")) {
            // The end of a word: `/faces` is not `/faces-of`.
            Some((_, after)) if !after.starts_with(|c: char| c.is_ascii_alphanumeric() || c == '_') => {
                rest = after;
                true
            }
            _ => false,
        })
    })
}

/// Operations whose paths have no word of their own, or whose tests put them together; with their test.
const PROVEN_BY: [(&str, &str); 15] = [
    ("sign_page", "the_representative_signs_on_his_own_phone_and_nobody_in_his_place"),
    ("sign_step", "the_representative_signs_on_his_own_phone_and_nobody_in_his_place"),
    ("short_link", "the short link opens"),
    ("face_page", "a_phone_finishes_what_the_computer_began"),
    ("face_step", "a_second_phone_and_a_forged_cookie_are_turned_away"),
    ("face_qr_picture", "a_phone_finishes_what_the_computer_began"),
    ("hosted_step", "a_form_older_than_the_flow_leads_to_where_it_stands"),
    ("hosted_step_again", "whatever page is opened"),
    ("face_step_again", "its address entered again"),
    ("hosted_index", "a_form_older_than_the_flow_leads_to_where_it_stands"),
    ("switch_defects_off", "defects_are_switched_on_and_off"),
    ("get_notice", "notices_are_told_and_sent_once_more"),
    ("get_flow", "flows_stand_where_they_stand_and_one_has_its_timeline"),
    ("get_face", "a_scan_tells_the_page_and_opening_it_binds_the_code"),
    ("decide_face", "a_scan_tells_the_page_and_opening_it_binds_the_code"),
];

#[test]
fn every_operation_is_proven_somewhere() {
    let proofs = proofs();
    let missing: Vec<_> = ROUTES
        .iter()
        .filter(|route| match PROVEN_BY.iter().find(|(operation, _)| *operation == route.operation) {
            Some((_, test)) => !proofs.contains(test),
            None => !is_named(&proofs, &written(route.path, route.floor)),
        })
        .map(|route| format!("{} {} {}", route.operation, route.method, route.path))
        .collect();
    assert!(missing.is_empty(), "{missing:#?}");
}

#[test]
fn what_is_said_to_be_proven_is_there() {
    let operations: BTreeSet<_> = ROUTES.iter().map(|route| route.operation).collect();
    let strange: Vec<_> = PROVEN_BY.iter().filter(|(operation, _)| !operations.contains(operation)).collect();
    assert!(strange.is_empty(), "{strange:?}");
}
