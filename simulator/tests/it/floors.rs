//! Which way the arrows point: no folder imports from above it, and the provider speaks no wire word.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

/// The floors of the simulator, from the ground up; those on one line may know each other.
const FLOORS: [&[&str]; 8] = [
    &[
        "clock",
        "client",
        "config",
        "egress",
        "exact",
        "names",
        "qr",
        "signature",
        "explain",
        "tape",
        "journal",
        "scenario",
    ],
    &["engine"],
    &["http", "letter"],
    &["webhook", "site", "process", "server"],
    &["visit"],
    &["api", "pages", "control", "console", "demo", "desk", "health"],
    &["edge"],
    &["simulator", "banner", "main", "lib", "gallery"],
];

/// Those of the harness.
const HARNESS_FLOORS: [&[&str]; 9] = [
    &["verdict", "wrong", "real_time"],
    &["suite", "target", "options", "roles", "organizations"],
    &["client"],
    &["actors"],
    &["setting"],
    &["case"],
    &["steps", "report"],
    &["run", "list"],
    &["main"],
];

/// Arrows that go up on purpose, each with its reason.
const ON_PURPOSE: [(&str, &str, &str); 4] = [
    ("engine", "api::tokens", "a world's access tokens end with it"),
    ("server", "edge", "a socket hands each request to the one way in"),
    ("site", "demo::memory", "what the demo remembers belongs to the address that it is served at"),
    ("webhook", "api::notice", "a notice has the words of its version"),
];

fn source(package: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join(package).join("src")
}

/// All files of a kind below a folder, with their text.
pub(crate) fn files(folder: &Path, kind: &str) -> Vec<(PathBuf, String)> {
    let mut found = Vec::new();
    for entry in std::fs::read_dir(folder).expect("a folder of ours") {
        let path = entry.expect("readable").path();
        if path.is_dir() {
            found.extend(files(&path, kind));
        } else if path.extension().is_some_and(|end| end == kind) {
            let text = std::fs::read_to_string(&path).expect("text");
            found.push((path, text));
        }
    }
    found.sort();
    found
}

/// The code of a file without its tests and comments.
fn code(text: &str) -> String {
    let text = text.split("#[cfg(test)]\nmod tests").next().unwrap_or_default();
    text.lines().map(|line| line.split("//").next().unwrap_or_default()).collect::<Vec<_>>().join("\n")
}

/// The first folder or file below the source folder.
fn top(root: &Path, file: &Path) -> String {
    let first = file.strip_prefix(root).expect("below").components().next().expect("a name");
    first.as_os_str().to_string_lossy().trim_end_matches(".rs").to_owned()
}

/// Every `crate::a::b` that the code names, braces unfolded one level.
fn arrows(code: &str) -> BTreeSet<String> {
    let name = |text: &str| -> String {
        text.chars().take_while(|c| c.is_ascii_alphanumeric() || *c == '_' || *c == ':').collect()
    };
    let mut found = BTreeSet::new();
    for (at, _) in code.match_indices("crate::") {
        let rest = &code[at + "crate::".len()..];
        let path = name(rest);
        match rest[path.len()..].strip_prefix('{').and_then(|inner| inner.split_once('}')) {
            Some((inner, _)) => found.extend(inner.split(',').map(|part| format!("{path}{}", part.trim()))),
            None => drop(found.insert(path)),
        }
    }
    found
}

fn floor_of(name: &str, floors: &[&[&str]]) -> usize {
    let floor = floors.iter().position(|floor| floor.contains(&name));
    floor.unwrap_or_else(|| panic!("`{name}` has no floor yet: give it one, here and in ARCHITECTURE.md"))
}

/// Arrows from a floor to one above it.
fn arrows_up(root: &Path, floors: &[&[&str]]) -> Vec<(String, String)> {
    let mut found = Vec::new();
    for (file, text) in files(root, "rs") {
        let from = top(root, &file);
        for to in arrows(&code(&text)) {
            let first = to.split("::").next().unwrap_or_default();
            if first != from && floor_of(first, floors) > floor_of(&from, floors) {
                found.push((from.clone(), to));
            }
        }
    }
    found
}

fn is_on_purpose(from: &str, to: &str) -> bool {
    ON_PURPOSE.iter().any(|(known, target, _)| *known == from && to.starts_with(target))
}

#[test]
fn no_folder_imports_from_above() {
    let mut wrong = arrows_up(&source(""), &FLOORS);
    for (from, target, reason) in ON_PURPOSE {
        let is_there = wrong.iter().any(|(known, to)| known == from && to.starts_with(target));
        assert!(is_there, "{from} knows no {target} any more: {reason}");
    }
    wrong.retain(|(from, to)| !is_on_purpose(from, to));
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[test]
fn no_folder_of_the_harness_imports_from_above() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../harness/src");
    assert_eq!(arrows_up(&root, &HARNESS_FLOORS), []);
}

#[test]
fn engine_tape_and_journal_know_nobody_who_answers() {
    let root = source("");
    let answering = ["pages", "control", "console", "demo", "desk", "edge", "site", "server", "webhook"];
    for (file, text) in files(&root, "rs") {
        if ["engine", "tape", "journal"].contains(&top(&root, &file).as_str()) {
            for to in arrows(&code(&text)) {
                let first = to.split("::").next().unwrap_or_default();
                assert!(!answering.contains(&first), "{}: crate::{to}", file.display());
            }
        }
    }
}

/// What each of the provider's lower folders may know, beside itself.
const BELOW_THE_FLOW: [(&str, &[&str]); 2] =
    [("world", &["claim", "identity", "org_claim", "time"]), ("identity", &[])];

#[test]
fn the_providers_world_knows_no_flow_and_its_values_know_nobody() {
    let root = source("provider");
    for (folder, below) in BELOW_THE_FLOW {
        for (file, text) in files(&root.join(folder), "rs") {
            if file.ends_with("tests.rs") {
                continue;
            }
            for to in arrows(&code(&text)) {
                let first = to.split("::").next().unwrap_or_default();
                assert!(first == folder || below.contains(&first), "{}: crate::{to}", file.display());
            }
        }
    }
}

#[test]
fn the_two_versions_of_the_api_do_not_know_each_other() {
    let root = source("");
    for (file, text) in files(&root.join("api"), "rs") {
        let version = top(&root.join("api"), &file);
        let other = match version.as_str() {
            "v2" => "api::v3",
            "v3" => "api::v2",
            _ => continue,
        };
        let found: Vec<_> = arrows(&code(&text)).into_iter().filter(|to| to.starts_with(other)).collect();
        assert!(found.is_empty(), "{}: {found:?}", file.display());
    }
}

#[test]
fn only_the_scenario_reader_knows_yaml_and_only_the_clock_reads_the_time() {
    for (package, word, owner) in [
        ("", "serde_yaml", "scenario"),
        ("", "fake::", "scenario"),
        ("", "SystemTime::now", "clock"),
        ("", "Instant::now", "clock"),
        ("", "rand::random", "simulator"),
    ] {
        let root = source(package);
        for (file, text) in files(&root, "rs") {
            assert!(top(&root, &file) == owner || !code(&text).contains(word), "{}: {word}", file.display());
        }
    }
}

#[test]
fn the_provider_speaks_no_wire_word() {
    let words = [
        "PSN_",
        "ORG_",
        "AUTH_PASS",
        "AUTHORIZE_FINISH",
        "psnId",
        "authFlowId",
        "X-Tsign",
        "application/json",
        "get_psn_identity_info",
        "CRED_PSN",
        "http::",
        "hyper",
        "tokio",
        "serde_json",
        "serde_yaml",
        "1450",
        "30500",
        "std::net",
        "std::fs",
        "std::env",
        "HashMap",
        "HashSet",
    ];
    let root = source("provider");
    for (file, text) in files(&root, "rs") {
        if top(&root, &file) == "tests" || file.ends_with("world/tests.rs") {
            continue;
        }
        let code = code(&text);
        for word in words {
            assert!(!code.contains(word), "{}: {word}", file.display());
        }
    }
}

#[test]
fn the_harness_names_no_type_of_the_simulator() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../harness/src");
    for (file, text) in files(&root, "rs") {
        for word in ["realname_simulator", "realname_provider"] {
            assert!(!code(&text).contains(word), "{}: {word}", file.display());
        }
    }
}

#[test]
fn an_arrow_is_read_from_every_form_of_import() {
    let found =
        arrows("use crate::visit::{Answer, Visit as Arrival};\nfn a(b: crate::http::Reply) {} // crate::no");
    assert!(["visit::Answer", "http::Reply"].iter().all(|to| found.contains(*to)), "{found:?}");
    assert!(is_on_purpose("engine", "api::tokens::Tokens") && !is_on_purpose("engine", "api::v3::notice"));
}
