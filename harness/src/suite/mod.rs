//! The features as data: which cases there are, before any of them runs.

pub(crate) mod lock;
pub(crate) mod tags;

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use cucumber::feature::Ext as _;
use cucumber::gherkin::{self, Feature, GherkinEnv};

use crate::suite::tags::Tag;
use crate::verdict::Stop;

/// All features under a folder, each case with one id.
#[derive(Debug)]
pub(crate) struct Suite {
    /// The parsed features; each case's tags hold its own id once, rows of an outline numbered.
    pub(crate) features: Vec<Feature>,
    /// Every case, in the order of files and lines.
    pub(crate) cases: Vec<CaseInfo>,
}

/// What is known of a case without running it.
#[derive(Debug, Clone)]
pub(crate) struct CaseInfo {
    /// `PSN-MOBILE3-04`, or `GW-SIGN-02.3` for the third row of an outline.
    pub(crate) id: String,
    /// Its sentence.
    pub(crate) name: String,
    /// Where the documents say so: a section of the manual or a documentation page.
    pub(crate) source: String,
    /// Its feature file, relative to the features folder.
    pub(crate) file: String,
    /// The other tags, without @.
    pub(crate) tags: Vec<String>,
}

impl Suite {
    /// Reads every `*.feature` below `folder`.
    pub(crate) fn read(folder: &Path) -> Result<Self, Stop> {
        let registry = tags::Registry::read(&folder.join("README.md"))?;
        let mut files = Vec::new();
        collect(folder, &mut files).map_err(|error| {
            Stop::usage(format!("cannot read the features in {}: {error}", folder.display()))
        })?;
        files.sort();
        let mut suite = Self { features: Vec::new(), cases: Vec::new() };
        for file in files {
            suite.add(folder, &file, &registry)?;
        }
        suite.refuse_twins()?;
        Ok(suite)
    }

    fn add(&mut self, folder: &Path, file: &Path, registry: &tags::Registry) -> Result<(), Stop> {
        let shown = file.strip_prefix(folder).unwrap_or(file).display().to_string();
        let parsed = Feature::parse_path(file, GherkinEnv::default())
            .map_err(|error| Stop::usage(format!("{shown} does not parse: {error}")))?;
        refuse_swallowed(&shown, &parsed)?;
        let mut feature = parsed
            .expand_examples()
            .map_err(|error| Stop::usage(format!("{shown}: the examples do not fit: {error}")))?;
        let inherited = feature.tags.clone();
        let scenarios = feature
            .scenarios
            .iter_mut()
            .chain(feature.rules.iter_mut().flat_map(|rule| rule.scenarios.iter_mut()));
        let mut rows = 0;
        let mut previous = String::new();
        for scenario in scenarios {
            let place = format!("{shown}:{}", scenario.position.line);
            let id = tags::single_id(&scenario.tags)
                .map_err(|problem| Stop::usage(format!("{place}: {problem}")))?;
            registry.check(inherited.iter().chain(&scenario.tags)).map_err(|problem| {
                Stop::usage(format!("{place}: {problem}")).hint("the register of tags is features/README.md")
            })?;
            let is_row = !scenario.examples.is_empty();
            rows = if is_row && id == previous { rows + 1 } else { 1 };
            previous.clone_from(&id);
            let numbered = if is_row { format!("{id}.{rows}") } else { id.clone() };
            for tag in &mut scenario.tags {
                if *tag == id {
                    tag.clone_from(&numbered);
                }
            }
            let source = source_of(scenario, feature.description.as_deref()).ok_or_else(|| {
                Stop::usage(format!("{place}: {id} names no source")).hint("write a line 依据: … under it")
            })?;
            if !is_open(&source) {
                return Err(Stop::usage(format!(
                    "{place}: {id} names no source that can be opened: {source}"
                ))
                .hint("begin with 手册 and its section, a page as auth3/rx8igf, or 本项目的选择 and why"));
            }
            let all_tags =
                inherited.iter().chain(&scenario.tags).filter(|tag| **tag != numbered).cloned().collect();
            self.cases.push(CaseInfo {
                id: numbered,
                name: scenario.name.clone(),
                source,
                file: shown.clone(),
                tags: all_tags,
            });
        }
        self.features.push(feature);
        Ok(())
    }

    /// Refuses two cases of one id, and a case that is called as an outline is.
    fn refuse_twins(&self) -> Result<(), Stop> {
        let mut ids = BTreeSet::new();
        let twin = self.cases.iter().map(|case| case.id.as_str()).find(|id| !ids.insert(*id));
        let outlines = ids.iter().filter_map(|id| id.split_once('.'));
        let twin =
            twin.or_else(|| outlines.map(|(outline, _)| outline).find(|outline| ids.contains(outline)));
        twin.map_or(Ok(()), |id| Err(Stop::usage(format!("two cases are called {id}"))))
    }

    /// The cases that any of the words selects; all of them if there are no words.
    pub(crate) fn select(&self, words: &[String]) -> Vec<&CaseInfo> {
        let wanted: Vec<_> = words.iter().map(|word| word.trim_start_matches('@')).collect();
        self.cases
            .iter()
            .filter(|case| wanted.is_empty() || wanted.iter().any(|word| case.answers_to(word)))
            .collect()
    }
}

impl CaseInfo {
    /// Whether a word on the command line means this case: its id, an outline's id, or a tag.
    fn answers_to(&self, word: &str) -> bool {
        let outline = self.id.split_once('.').map(|(outline, _)| outline);
        self.id == word || outline == Some(word) || self.tags.iter().any(|tag| tag == word)
    }

    /// The capabilities that the case needs.
    pub(crate) fn capabilities(&self) -> impl Iterator<Item = &str> {
        self.tags.iter().map(String::as_str).filter(|tag| Tag::is_capability(tag))
    }
}

/// `规则:` is not a keyword that the parser knows: it is swallowed as description, and its cases with it.
fn refuse_swallowed(file: &str, feature: &Feature) -> Result<(), Stop> {
    let keywords = ["规则:", "场景:", "场景大纲:", "剧本:", "背景:", "例子:"];
    let scenarios = feature.scenarios.iter().chain(feature.rules.iter().flat_map(|rule| &rule.scenarios));
    let descriptions =
        scenarios.map(|scenario| scenario.description.as_deref()).chain([feature.description.as_deref()]);
    for line in descriptions.flatten().flat_map(str::lines) {
        if let Some(keyword) = keywords.iter().find(|keyword| line.trim_start().starts_with(**keyword)) {
            let told = format!("{file}: {keyword} was read as description: {}", line.trim());
            return Err(Stop::usage(told).hint("write Rule: for 规则:"));
        }
    }
    Ok(())
}

/// The line `依据: …` of the case, else of its feature.
fn source_of(scenario: &gherkin::Scenario, feature: Option<&str>) -> Option<String> {
    let line_of = |text: &str| {
        let line = text.lines().find_map(|line| line.trim().strip_prefix("依据:"))?;
        Some(line.trim().to_owned()).filter(|source| !source.is_empty())
    };
    scenario.description.as_deref().and_then(line_of).or_else(|| feature.and_then(line_of))
}

/// What a source may begin with: the manual, a page known by its title, the control contract, a choice.
const SOURCES: [&str; 5] = ["手册 ", "公有云API调用说明", "控制接口 ", "本项目的选择：", "Unknown"];

/// The sections of the provider's documentation; a page is named behind its section.
const SECTIONS: [&str; 9] = [
    "auth3",
    "case3",
    "codemsg-v3",
    "dev-guide3",
    "helper",
    "identity_service",
    "notify3",
    "paas_api",
    "saas_api",
];

/// Whether a source is something that every reader of the cases can look up.
fn is_open(source: &str) -> bool {
    let is_page = |(section, page): (&str, &str)| {
        SECTIONS.contains(&section) && page.starts_with(|first: char| first.is_ascii_alphanumeric())
    };
    SOURCES.iter().any(|word| source.starts_with(word)) || source.split_once('/').is_some_and(is_page)
}

fn collect(folder: &Path, files: &mut Vec<PathBuf>) -> std::io::Result<()> {
    for entry in std::fs::read_dir(folder)? {
        let path = entry?.path();
        if path.is_dir() {
            collect(&path, files)?;
        } else if path.extension().is_some_and(|extension| extension == "feature") {
            files.push(path);
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ours() -> Suite {
        Suite::read(Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/../features"))).unwrap()
    }

    #[test]
    fn our_features_parse_and_every_case_names_its_source() {
        assert!(ours().cases.len() > 50);
    }

    #[test]
    fn the_lock_file_names_exactly_our_cases() {
        let folder = Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/../features"));
        let drift = lock::Lock::read(folder).unwrap().compare(&ours());
        assert!(drift.is_none(), "{drift:?}");
    }

    #[test]
    fn a_source_is_something_that_a_reader_can_open() {
        for closed in ["试验", "notes/plan 3", "auth3", "auth3/", "见 auth3/rx8igf", "手册"] {
            assert!(!is_open(closed), "{closed}");
        }
        for open in ["auth3/rx8igf redirectConfig", "codemsg-v3/agi7xuv4yrw1i8f3", "手册 人脸识别"] {
            assert!(is_open(open), "{open}");
        }
        for open in ["本项目的选择：取HTTP通例", "Unknown，取5次", "控制接口 faces"] {
            assert!(is_open(open), "{open}");
        }
    }

    fn case(id: &str) -> CaseInfo {
        CaseInfo {
            id: id.into(),
            name: String::new(),
            source: String::new(),
            file: String::new(),
            tags: vec!["gateway".into()],
        }
    }

    #[test]
    fn no_two_cases_and_no_case_and_outline_share_an_id() {
        let refused = |ids: &[&str]| {
            let suite = Suite { features: Vec::new(), cases: ids.iter().map(|id| case(id)).collect() };
            suite.refuse_twins().err().map(|stop| stop.message)
        };
        assert_eq!(refused(&["A-01", "A-02.1", "A-02.2", "A-021"]), None);
        assert_eq!(refused(&["A-01", "A-02", "A-01"]).as_deref(), Some("two cases are called A-01"));
        assert_eq!(refused(&["A-02.1", "A-02.2", "A-02"]).as_deref(), Some("two cases are called A-02"));
    }

    #[test]
    fn words_select_by_id_outline_and_tag() {
        let case = case("GW-SIGN-02.3");
        assert!(
            case.answers_to("GW-SIGN-02.3") && case.answers_to("GW-SIGN-02") && case.answers_to("gateway")
        );
        assert!(!case.answers_to("GW-SIGN-0"));
    }
}
