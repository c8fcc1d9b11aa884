//! The step sentences, a file a subject. They parse, ask one actor or the client, remember; how is the actors' matter.
//!
//! - `people`: who there is · `facts`: how app, receiver and rules are set
//! - `links`: asking for a link · `queries`: asking the API, and what it answered · `fields`: tables of wire fields
//! - `gateway`: requests with something changed · `drafting`: which changes there are · `tokens`: token mode
//! - `pages`: at the pages · `phones`: at the phone · `words`: the labels that features use
//! - `organizations`: which there are, what is typed of them · `transfers`: account, amounts, payments · `letters`: 授权书
//! - `signing`: 法人授权认证 · `grants`: an administrator decides, a grant is taken back
//! - `notices`: what the receiver got · `clock`: time passing

mod clock;
mod drafting;
mod facts;
mod fields;
mod gateway;
mod grants;
mod letters;
mod links;
mod notices;
mod organizations;
mod pages;
mod people;
mod phones;
mod queries;
mod signing;
mod tokens;
mod transfers;
mod words;

#[cfg(test)]
mod tests {
    use std::path::Path;

    use cucumber::World as _;

    use crate::case::Case;
    use crate::suite::Suite;

    #[test]
    fn every_sentence_of_our_features_has_one_definition() {
        let suite = Suite::read(Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/../features"))).unwrap();
        let steps = Case::collection();
        let mut strays = Vec::new();
        for feature in &suite.features {
            let background = feature.background.iter().flat_map(|background| &background.steps);
            let scenarios = feature.scenarios.iter().flat_map(|scenario| &scenario.steps);
            for step in background.chain(scenarios) {
                match steps.find(step) {
                    Ok(Some(_)) => {}
                    Ok(None) => strays.push(format!("undefined: {}{}", step.keyword, step.value)),
                    Err(error) => strays.push(format!("ambiguous: {}{}: {error}", step.keyword, step.value)),
                }
            }
        }
        strays.sort();
        strays.dedup();
        assert!(strays.is_empty(), "{}", strays.join("\n"));
    }
}
