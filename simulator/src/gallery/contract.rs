//! The table of pages, controls and states (`features/contract/pages.json`), and what differs from it.

use std::collections::{BTreeMap, BTreeSet};

use serde::Deserialize;

use super::{pages_in, tags, values};

const TABLE: &str = include_str!("../../../features/contract/pages.json");

/// What stands in the table for a state that is a whole number.
const NUMBER: &str = "<number>";

#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Table {
    #[serde(rename = "description")]
    _description: String,
    pages: BTreeMap<String, Entry>,
}

#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
struct Entry {
    #[serde(rename = "is")]
    _is: String,
    controls: BTreeSet<String>,
    #[serde(default)]
    states: BTreeMap<String, BTreeSet<String>>,
}

/// What a page shows, in all its samples together: controls, and the states of each.
type Shown = BTreeMap<String, BTreeMap<String, BTreeSet<String>>>;

impl Table {
    pub(super) fn read() -> Self {
        serde_json::from_str(TABLE).expect("the table of pages has pages with controls and states")
    }

    /// What the samples show and the table does not name, and the other way round.
    pub(super) fn differences<'a>(&self, samples: impl Iterator<Item = &'a String>) -> Vec<String> {
        let shown = shown(samples);
        let mut found = differing("page", &names(self.pages.keys()), &names(shown.keys()));
        for (page, entry) in &self.pages {
            let Some(controls) = shown.get(page) else { continue };
            let what = format!("{page}: control");
            found.extend(differing(&what, &names(&entry.controls), &names(controls.keys())));
            for (control, seen) in controls {
                let named = entry.states.get(control).map(names).unwrap_or_default();
                let what = format!("{page}: {control} in the state");
                found.extend(differing(&what, &named, &names(seen)));
            }
            let strays = entry.states.keys().filter(|control| !entry.controls.contains(*control));
            found.extend(strays.map(|name| format!("{page}: {name} has states and is no control of it")));
        }
        found
    }

    /// Names in a source file that the table lacks: pages and controls that are written out there.
    pub(super) fn unnamed(&self, source: &str) -> Vec<String> {
        let pages = names(self.pages.keys());
        let controls: BTreeSet<_> = self.pages.values().flat_map(|entry| names(&entry.controls)).collect();
        let mut found = Vec::new();
        let headed = source.split("Head::new(\"").skip(1).filter_map(|rest| rest.split('"').next());
        for (what, named, written) in [
            ("page", &pages, pages_in(source).into_iter().chain(headed).collect::<Vec<_>>()),
            ("control", &controls, values(source, "data-control")),
        ] {
            // What a template fills in is seen in the samples.
            let plain = written.into_iter().filter(|name| !name.contains(['{', '}']));
            let missing = plain.filter(|name| !named.contains(name));
            found.extend(missing.map(|name| format!("{what} {name}: the table lacks it")));
        }
        found
    }

    #[cfg(test)]
    pub(super) fn without(&self, page: &str, control: &str) -> Self {
        let mut table = self.clone();
        let entry = table.pages.get_mut(page).expect("a page of the table");
        assert!(entry.controls.remove(control), "a control of {page}");
        entry.states.remove(control);
        table
    }
}

fn names<'a>(names: impl IntoIterator<Item = &'a String>) -> BTreeSet<&'a str> {
    names.into_iter().map(String::as_str).collect()
}

fn differing(what: &str, named: &BTreeSet<&str>, seen: &BTreeSet<&str>) -> Vec<String> {
    let unseen = named.difference(seen).map(|name| format!("{what} {name}: no sample shows it"));
    let unnamed = seen.difference(named).map(|name| format!("{what} {name}: the table lacks it"));
    unseen.chain(unnamed).collect()
}

fn shown<'a>(samples: impl Iterator<Item = &'a String>) -> Shown {
    let mut shown = Shown::new();
    for sample in samples {
        let page = pages_in(sample).concat();
        let controls = shown.entry(page).or_default();
        for tag in tags(sample) {
            let state = values(tag, "data-state");
            let control = values(tag, "data-control");
            assert!(!control.is_empty() || state.is_empty(), "a state belongs to a control: {tag}");
            for control in control {
                let states = controls.entry(control.to_owned()).or_default();
                states.extend(state.iter().map(|state| {
                    let is_number = state.bytes().all(|byte| byte.is_ascii_digit());
                    if is_number { NUMBER.to_owned() } else { (*state).to_owned() }
                }));
            }
        }
    }
    shown
}
