//! A value of a scenario as its reader sees it: with the way to it, ready to say what is wrong with it.

use std::fmt;
use std::ops::RangeInclusive;
use std::str::FromStr;

use super::place::{Place, Problem, Step, nearest};
use super::tree::Node;

/// The longest title, name or purpose, in characters.
pub(super) const WORDS_MAX: usize = 200;

/// A value and its place.
#[derive(Debug, Clone)]
pub(super) struct View<'a> {
    node: &'a Node,
    place: Place,
}

/// A value that has keys, all of them known.
#[derive(Debug, Clone)]
pub(super) struct Keys<'a> {
    entries: &'a [(String, Node)],
    place: Place,
}

impl<'a> View<'a> {
    pub(super) fn top(node: &'a Node) -> Self {
        Self { node, place: Place::default() }
    }

    pub(super) fn node(&self) -> &'a Node {
        self.node
    }

    pub(super) fn place(&self) -> &Place {
        &self.place
    }

    /// What is wrong with this value.
    pub(super) fn problem(&self, message: impl Into<String>) -> Problem {
        Problem { place: self.place.clone(), is_key: false, message: message.into(), hint: None }
    }

    fn unfit(&self, acceptable: &str) -> Problem {
        self.problem(format!("found {}, acceptable: {acceptable}", self.node.describe()))
    }

    /// Its keys, of which each must be known.
    pub(super) fn keys(&self, known: &[&str]) -> Result<Keys<'a>, Problem> {
        let entries = match self.node {
            Node::Keys(entries) => entries.as_slice(),
            Node::Nothing => &[],
            Node::Truth(_) | Node::Whole(_) | Node::Fraction(_) | Node::Text(_) | Node::List(_) => {
                return Err(self.unfit(&format!("the keys {}", known.join(", "))));
            }
        };
        if let Some((key, _)) = entries.iter().find(|(key, _)| !known.contains(&key.as_str())) {
            return Err(Problem {
                place: self.place.step(Step::Key(key.as_str().into())),
                is_key: true,
                message: format!("unknown key, acceptable: {}", known.join(", ")),
                hint: nearest(key, known.iter().copied()).map(|word| format!("did you mean `{word}`?")),
            });
        }
        Ok(Keys { entries, place: self.place.clone() })
    }

    pub(super) fn is_list(&self) -> bool {
        matches!(self.node, Node::List(_))
    }

    pub(super) fn has_keys(&self) -> bool {
        matches!(self.node, Node::Keys(_))
    }

    /// Its items, `most` at most.
    pub(super) fn list(&self, most: usize) -> Result<Vec<Self>, Problem> {
        let Node::List(items) = self.node else { return Err(self.unfit("a list")) };
        if items.len() > most {
            return Err(self.problem(format!("found {} items, acceptable: at most {most}", items.len())));
        }
        let view = |(index, node)| Self { node, place: self.place.step(Step::Index(index)) };
        Ok(items.iter().enumerate().map(view).collect())
    }

    /// Text, also where YAML sees a whole number.
    pub(super) fn text(&self) -> Result<&'a str, Problem> {
        match self.node {
            Node::Text(text) | Node::Whole(text) => Ok(text),
            Node::Truth(_) | Node::Fraction(_) => {
                Err(self
                    .problem(format!("found {}, acceptable: text; put it in quotes", self.node.describe())))
            }
            Node::Nothing | Node::List(_) | Node::Keys(_) => Err(self.unfit("text")),
        }
    }

    /// Text of 1 to `most` characters, without line ends at its own ends.
    pub(super) fn words(&self, most: usize) -> Result<Box<str>, Problem> {
        let text = self.text()?.trim_end();
        let found = text.chars().count();
        if (1..=most).contains(&found) {
            Ok(text.into())
        } else {
            Err(self.problem(format!("found {found} characters, acceptable: 1 to {most}")))
        }
    }

    /// A value that knows its own form.
    pub(super) fn parse<T>(&self) -> Result<T, Problem>
    where
        T: FromStr<Err: fmt::Display>,
    {
        self.parse_with(T::from_str)
    }

    /// A value of a form that `read` knows.
    pub(super) fn parse_with<T, E: fmt::Display>(
        &self,
        read: impl FnOnce(&str) -> Result<T, E>,
    ) -> Result<T, Problem> {
        let text = self.text()?;
        read(text).map_err(|error| self.problem(format!("found {}: {error}", self.node.describe())))
    }

    /// True or false.
    pub(super) fn truth(&self) -> Result<bool, Problem> {
        match self.node {
            Node::Truth(truth) => Ok(*truth),
            Node::Nothing
            | Node::Whole(_)
            | Node::Fraction(_)
            | Node::Text(_)
            | Node::List(_)
            | Node::Keys(_) => Err(self.unfit("true or false")),
        }
    }

    /// A whole number.
    pub(super) fn number(&self, range: RangeInclusive<u64>) -> Result<u64, Problem> {
        let digits = match self.node {
            Node::Whole(digits) => digits.as_str(),
            Node::Nothing
            | Node::Truth(_)
            | Node::Fraction(_)
            | Node::Text(_)
            | Node::List(_)
            | Node::Keys(_) => "",
        };
        let number = digits.parse().ok().filter(|number| range.contains(number));
        number.ok_or_else(|| self.unfit(&format!("a whole number from {} to {}", range.start(), range.end())))
    }

    /// One of a few words.
    pub(super) fn one_of<T: Copy>(&self, known: &[(&str, T)]) -> Result<T, Problem> {
        let word = self.text()?;
        if let Some((_, value)) = known.iter().find(|(known, _)| *known == word) {
            return Ok(*value);
        }
        let words: Vec<&str> = known.iter().map(|(word, _)| *word).collect();
        let hint = nearest(word, words.iter().copied()).map(|word| format!("did you mean `{word}`?"));
        Err(Problem { hint, ..self.unfit(&words.join(", ")) })
    }
}

impl<'a> Keys<'a> {
    /// The value of a key; a key without a value counts as absent.
    pub(super) fn get(&self, key: &str) -> Option<View<'a>> {
        let (_, node) = self.entries.iter().find(|(known, node)| known == key && *node != Node::Nothing)?;
        Some(View { node, place: self.place.step(Step::Key(key.into())) })
    }

    /// What `read` makes of the value of a key, if there is one.
    pub(super) fn read<T>(
        &self,
        key: &str,
        read: impl FnOnce(View<'a>) -> Result<T, Problem>,
    ) -> Result<Option<T>, Problem> {
        self.get(key).map(read).transpose()
    }

    /// The value of a key that must be there.
    pub(super) fn need(&self, key: &str) -> Result<View<'a>, Problem> {
        self.get(key).ok_or_else(|| self.problem(format!("`{key}` is missing")))
    }

    /// What is wrong with all of it.
    pub(super) fn problem(&self, message: impl Into<String>) -> Problem {
        Problem { place: self.place.clone(), is_key: false, message: message.into(), hint: None }
    }
}
