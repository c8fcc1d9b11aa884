//! Where something stands in a scenario, and what is wrong there.

use std::fmt;

/// One step down.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Step {
    Key(Box<str>),
    Index(usize),
}

/// A way down from the top, such as `people[2].id_number`.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Place(Vec<Step>);

impl Place {
    pub(super) fn step(&self, step: Step) -> Self {
        let mut steps = self.0.clone();
        steps.push(step);
        Self(steps)
    }

    pub(super) fn steps(&self) -> &[Step] {
        &self.0
    }
}

impl fmt::Display for Place {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (index, step) in self.0.iter().enumerate() {
            match step {
                Step::Key(key) if index == 0 => write!(formatter, "{key}")?,
                Step::Key(key) => write!(formatter, ".{key}")?,
                Step::Index(index) => write!(formatter, "[{index}]")?,
            }
        }
        Ok(())
    }
}

/// What is wrong at a place of a tree; the line is found later.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Problem {
    pub(super) place: Place,
    /// Whether it is the key that is wrong and not its value.
    pub(super) is_key: bool,
    pub(super) message: String,
    pub(super) hint: Option<String>,
}

/// A scenario that cannot be used: where, what was found, what would be accepted.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub struct ScenarioError {
    /// The file, or what stands for it.
    pub file: Box<str>,
    /// Line and column, from 1, where they are known.
    pub position: Option<(usize, usize)>,
    /// The way to the key, such as `people[2].id_number`; empty for the whole file.
    pub path: Box<str>,
    /// What was found and what is acceptable.
    pub message: Box<str>,
    /// What may have been meant.
    pub hint: Option<Box<str>>,
}

impl fmt::Display for ScenarioError {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.file)?;
        if let Some((line, column)) = self.position {
            write!(formatter, ":{line}:{column}")?;
        }
        if !self.path.is_empty() {
            write!(formatter, ": {}", self.path)?;
        }
        write!(formatter, ": {}", self.message)?;
        match &self.hint {
            Some(hint) => write!(formatter, "\nhint: {hint}"),
            None => Ok(()),
        }
    }
}

/// The known word nearest to a mistyped one, if it is near enough to be meant.
pub(super) fn nearest<'a>(typed: &str, known: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let typed: String = typed.chars().take(40).collect();
    let near = known.into_iter().map(|word| (strsim::osa_distance(&typed, word), word));
    let (distance, word) = near.min_by_key(|(distance, _)| *distance)?;
    (distance <= 2 && distance < word.chars().count()).then_some(word)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_mistyped_word_is_recognised_and_another_one_is_not() {
        let known = ["people", "unknown", "apps", "rules"];
        for (typed, expected) in [
            ("poeple", Some("people")),
            ("unknwon", Some("unknown")),
            ("app", Some("apps")),
            ("Rules", Some("rules")),
            ("persons", None),
            ("", None),
        ] {
            assert_eq!(nearest(typed, known), expected, "{typed}");
        }
    }

    #[test]
    fn a_place_is_written_like_a_path() {
        let place = Place::default().step(Step::Key("people".into())).step(Step::Index(2));
        assert_eq!(place.step(Step::Key("name".into())).to_string(), "people[2].name");
    }
}
