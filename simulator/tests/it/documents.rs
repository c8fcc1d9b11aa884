//! What ARCHITECTURE.md lists is what the code has.

use std::fmt::Write;
use std::path::Path;

use realname_simulator::edge::routes::{Floor, ROUTES};
use serde_json::Value;

use crate::floors::files;

/// The files and folders of the table of choices, as they stand below `simulator/`.
fn places(document: &str) -> Vec<String> {
    let (_, table) = document.split_once("| about | where |").expect("the table of choices");
    let rows = table.lines().skip(2).take_while(|line| line.starts_with('|'));
    let cells = rows.filter_map(|row| row.trim_end_matches(" |").rsplit_once(" | ").map(|(_, cell)| cell));
    let paths = cells.flat_map(|cell| cell.split('`').skip(1).step_by(2));
    paths
        .map(|path| if path.starts_with("provider/") { path.to_owned() } else { format!("src/{path}") })
        .collect()
}

#[test]
fn every_choice_where_the_documents_are_silent_is_listed_and_every_listed_place_makes_one() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let document = std::fs::read_to_string(root.join("../ARCHITECTURE.md")).expect("it is there");
    let places = places(&document);
    let mut choosing = Vec::new();
    for folder in ["src", "provider/src"] {
        for (file, text) in files(&root.join(folder), "rs") {
            let file = file.strip_prefix(root).expect("below").display().to_string();
            if text.contains("Unknown:") && !file.starts_with("provider/src/tests/") {
                choosing.push(file);
            }
        }
    }
    let unlisted: Vec<_> =
        choosing.iter().filter(|file| !places.iter().any(|place| file.starts_with(place))).collect();
    assert!(unlisted.is_empty(), "ARCHITECTURE.md does not list {unlisted:?}");
    let idle: Vec<_> =
        places.iter().filter(|place| !choosing.iter().any(|file| file.starts_with(*place))).collect();
    assert!(idle.is_empty(), "ARCHITECTURE.md lists {idle:?}, where nothing is chosen");
}

/// The table of the provider's operations, as the route table has them in their order; what each does says the
/// contract.
fn endpoints(contract: &Value, summary: &str, head: &str) -> String {
    let mut table = format!("{head}\n|---|---|---|\n");
    for route in ROUTES.iter().filter(|route| matches!(route.floor, Floor::Token | Floor::Signed)) {
        let method = route.method.as_str();
        let said = &contract["paths"][route.path][method.to_lowercase()][summary];
        let said = said.as_str().unwrap_or_else(|| panic!("no {summary} of {method} {}", route.path));
        writeln!(table, "| `{method} {}` | {said} | {} |", route.path, route.page).expect("it is text");
    }
    table
}

/// `RENEW_README=1` writes the tables anew.
#[test]
fn the_readmes_list_the_operations_of_the_route_table() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    let read = |file: &str| std::fs::read_to_string(root.join(file)).expect("it is there");
    let contract: Value =
        serde_json::from_str(&read("features/contract/provider-openapi.json")).expect("the contract is JSON");
    for (file, summary, head) in [
        ("README.md", "summary", "| method and path | what | document page |"),
        ("README.zh-CN.md", "x-summary-zh", "| 方法与路径 | 用途 | 文档页 |"),
    ] {
        let (begin, end) = ("<!-- endpoints -->\n", "<!-- /endpoints -->");
        let text = read(file);
        let (before, rest) = text.split_once(begin).expect("where the table begins");
        let (table, after) = rest.split_once(end).expect("where it ends");
        let due = endpoints(&contract, summary, head);
        if std::env::var_os("RENEW_README").is_some() {
            let renewed = format!("{before}{begin}{due}{end}{after}");
            std::fs::write(root.join(file), renewed).expect("it can be written");
        } else {
            assert!(table == due, "{file} has another table; RENEW_README=1 writes it anew");
        }
    }
}
