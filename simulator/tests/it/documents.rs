//! What ARCHITECTURE.md lists is what the code has.

use std::path::Path;

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
