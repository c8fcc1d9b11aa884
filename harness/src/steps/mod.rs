//! The step sentences, a file a subject. They parse, ask one actor or the client, remember; how is the actors' matter.
//!
//! - `people`: who there is · `facts`: how app, receiver and rules are set
//! - `links`: asking for a link; `asking`: the bodies that are posted
//! - `queries`: asking the API, and what it answered · `fields`: tables of wire fields
//! - `gateway`: requests with something changed · `drafting`: which changes there are · `tokens`: token mode
//! - `pages`: at the pages; `shown`: what is seen there · `phones`: at the phone · `words`: the labels that features use
//! - `organizations`: which there are, what is typed of them · `transfers`: account, amounts, payments · `letters`: 授权书
//! - `signing`: 法人授权认证 · `grants`: an administrator decides, a grant is taken back
//! - `identity_service`: V2, by calls and by pages
//! - `compare`: what is only compared · `accounts`: the accounts that a program keeps of its users
//! - `notices`: what the receiver got · `clock`: time passing

mod accounts;
mod asking;
mod clock;
mod compare;
mod drafting;
mod facts;
mod fields;
mod gateway;
mod grants;
mod identity_service;
mod letters;
mod links;
mod notices;
mod organizations;
mod pages;
mod people;
mod phones;
mod queries;
mod shown;
mod signing;
mod tokens;
mod transfers;
mod words;

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;
    use std::path::Path;

    use cucumber::World as _;
    use cucumber::codegen::{StepConstructor, WorldInventory, inventory};
    use cucumber::gherkin::Step;

    use crate::case::Case;
    use crate::steps::words;
    use crate::suite::Suite;

    /// Every step of our features, those of outlines filled in.
    fn spoken() -> Vec<Step> {
        let suite = Suite::read(Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/../features"))).unwrap();
        let steps = suite.features.into_iter().flat_map(|feature| {
            let background = feature.background.into_iter().flat_map(|background| background.steps);
            background.chain(feature.scenarios.into_iter().flat_map(|scenario| scenario.steps))
        });
        steps.collect()
    }

    /// Where each sentence is defined, with its pattern.
    fn defined() -> BTreeSet<String> {
        fn all<T: inventory::Collect + StepConstructor<Case>>() -> impl Iterator<Item = String> {
            inventory::iter::<T>.into_iter().map(|step| {
                let (at, pattern, _) = step.inner();
                format!("{}:{} {}", at.path, at.line, pattern())
            })
        }
        let given = all::<<Case as WorldInventory>::Given>();
        let when = all::<<Case as WorldInventory>::When>();
        given.chain(when).chain(all::<<Case as WorldInventory>::Then>()).collect()
    }

    #[test]
    fn every_sentence_has_one_definition_and_every_definition_is_spoken() {
        let steps = Case::collection();
        let mut strays = BTreeSet::new();
        let mut silent = defined();
        for step in spoken() {
            match steps.find(&step) {
                Ok(Some((_, _, at, _))) => {
                    let at = at.expect("our macros tell where");
                    let place = format!("{}:{} ", at.path, at.line);
                    silent.retain(|definition| !definition.starts_with(&place));
                }
                Ok(None) => _ = strays.insert(format!("undefined: {}{}", step.keyword, step.value)),
                Err(error) => {
                    strays.insert(format!("ambiguous: {}{}: {error}", step.keyword, step.value));
                }
            }
        }
        strays.extend(silent.into_iter().map(|definition| format!("unspoken: {definition}")));
        assert!(strays.is_empty(), "{}", strays.into_iter().collect::<Vec<_>>().join("\n"));
    }

    #[test]
    fn every_word_is_said() {
        let spoken: String = spoken().into_iter().map(|step| step.value).collect();
        let silent: Vec<_> = words::all().filter(|word| !spoken.contains(word)).collect();
        assert!(silent.is_empty(), "{silent:?}");
    }
}
