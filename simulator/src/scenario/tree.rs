//! YAML as a plain tree, with limits. The only place that knows serde_yaml.
//!
//! serde_yaml tells where something stands only while it reads. So the tree carries no positions; when
//! a value turns out to be wrong, [`position`] reads the text once more up to that value. Errors are rare
//! and files small, and the readers of values need to know nothing of YAML.

use std::cell::Cell;
use std::fmt;

use serde::de::{DeserializeSeed, Deserializer, EnumAccess, Error, MapAccess, SeqAccess, Visitor};

use super::place::{Place, Step};

/// The largest scenario, in bytes.
pub const SCENARIO_BYTES_MAX: usize = 1_048_576;
/// The most values in a scenario, each use of an alias counted again.
pub const SCENARIO_VALUES_MAX: usize = 100_000;
/// The most keys beside each other; what is known of a scenario needs far fewer.
const KEYS_MAX: usize = 500;

/// A value of a scenario.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Node {
    Nothing,
    Truth(bool),
    /// A whole number, in decimal digits.
    Whole(String),
    /// A number with a fraction or an exponent.
    Fraction(f64),
    Text(String),
    List(Vec<Node>),
    /// In the order of the file; no key comes twice.
    Keys(Vec<(String, Node)>),
}

impl Node {
    /// The value in words, for messages.
    pub(super) fn describe(&self) -> String {
        let shorten = |text: &str| -> String {
            let start: String = text.chars().take(60).collect();
            if start.len() < text.len() { format!("{start}…") } else { start }
        };
        match self {
            Self::Nothing => "nothing".to_owned(),
            Self::Truth(truth) => format!("`{truth}`"),
            Self::Whole(digits) => format!("`{}`", shorten(digits)),
            Self::Fraction(number) => format!("the number `{number}`"),
            Self::Text(text) => format!("`{}`", shorten(text)),
            Self::List(_) => "a list".to_owned(),
            Self::Keys(_) => "keys".to_owned(),
        }
    }
}

/// Text that is no tree: what is wrong, and where.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct NotATree {
    pub(super) message: String,
    pub(super) position: Option<(usize, usize)>,
}

/// Reads a text as a tree.
pub(super) fn read(text: &str) -> Result<Node, NotATree> {
    if text.len() > SCENARIO_BYTES_MAX {
        let message = format!("{} bytes; a scenario has at most {SCENARIO_BYTES_MAX}", text.len());
        return Err(NotATree { message, position: None });
    }
    let count = Cell::new(0);
    let seed = Seed { count: &count, path: Some(Target { place: &[], is_key: false }), stops: false };
    seed.deserialize(serde_yaml::Deserializer::from_str(text)).map_err(|error| {
        let position = error.location().map(|location| (location.line(), location.column()));
        NotATree { message: plain(&error), position }
    })
}

/// Line and column, from 1, of a value or of its key.
pub(super) fn position(text: &str, place: &Place, is_key: bool) -> Option<(usize, usize)> {
    let count = Cell::new(0);
    let seed = Seed { count: &count, path: Some(Target { place: place.steps(), is_key }), stops: true };
    let stopped = seed.deserialize(serde_yaml::Deserializer::from_str(text)).err()?;
    stopped.location().map(|location| (location.line(), location.column()))
}

/// The message alone; path and position are told in our own form.
fn plain(error: &serde_yaml::Error) -> String {
    let text = error.to_string();
    let cut = text.rfind(" at line ").unwrap_or(text.len());
    let message = &text[..cut];
    let ours = message.find(OURS).map(|start| &message[start + OURS.len()..]);
    ours.unwrap_or(message).to_owned()
}

/// Stands before our own messages, to tell them from the path that serde_yaml puts before them.
const OURS: &str = "\u{1}";

/// What is still to be walked down to the value that is sought.
#[derive(Clone, Copy)]
struct Target<'a> {
    place: &'a [Step],
    is_key: bool,
}

impl<'a> Target<'a> {
    fn is_here(self) -> bool {
        self.place.is_empty() && !self.is_key
    }

    fn below(self, wanted: impl FnOnce(&Step) -> bool) -> Option<Self> {
        let (first, rest) = self.place.split_first()?;
        // A key that is sought is the last step; its value is not.
        (wanted(first) && !(rest.is_empty() && self.is_key)).then_some(Self { place: rest, ..self })
    }

    fn key_is(self, key: &str) -> bool {
        self.is_key && matches!(self.place, [Step::Key(sought)] if **sought == *key)
    }
}

/// Builds a tree, or stops at a target.
#[derive(Clone, Copy)]
struct Seed<'a> {
    count: &'a Cell<usize>,
    path: Option<Target<'a>>,
    stops: bool,
}

impl Seed<'_> {
    fn check<E: Error>(&self) -> Result<(), E> {
        self.count.set(self.count.get() + 1);
        if self.count.get() > SCENARIO_VALUES_MAX {
            return Err(E::custom(format!(
                "{OURS}too many values; a scenario has at most {SCENARIO_VALUES_MAX}, each use of an alias counted again"
            )));
        }
        if self.stops && self.path.is_some_and(Target::is_here) {
            return Err(E::custom("here"));
        }
        Ok(())
    }
}

impl<'de> DeserializeSeed<'de> for Seed<'_> {
    type Value = Node;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Node, D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Seed<'_> {
    type Value = Node;

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("text, a number, true, false, a list or keys")
    }

    fn visit_bool<E: Error>(self, truth: bool) -> Result<Node, E> {
        self.check().map(|()| Node::Truth(truth))
    }

    fn visit_i64<E: Error>(self, number: i64) -> Result<Node, E> {
        self.check().map(|()| Node::Whole(number.to_string()))
    }

    fn visit_u64<E: Error>(self, number: u64) -> Result<Node, E> {
        self.check().map(|()| Node::Whole(number.to_string()))
    }

    fn visit_i128<E: Error>(self, number: i128) -> Result<Node, E> {
        self.check().map(|()| Node::Whole(number.to_string()))
    }

    fn visit_u128<E: Error>(self, number: u128) -> Result<Node, E> {
        self.check().map(|()| Node::Whole(number.to_string()))
    }

    fn visit_f64<E: Error>(self, number: f64) -> Result<Node, E> {
        self.check().map(|()| Node::Fraction(number))
    }

    fn visit_str<E: Error>(self, text: &str) -> Result<Node, E> {
        self.check().map(|()| Node::Text(text.to_owned()))
    }

    fn visit_unit<E: Error>(self) -> Result<Node, E> {
        self.check().map(|()| Node::Nothing)
    }

    fn visit_none<E: Error>(self) -> Result<Node, E> {
        self.check().map(|()| Node::Nothing)
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<Node, A::Error> {
        self.check()?;
        let mut list = Vec::new();
        loop {
            let index = list.len();
            let path = self.path.and_then(|path| path.below(|step| *step == Step::Index(index)));
            match items.next_element_seed(Self { path, ..self })? {
                Some(node) => list.push(node),
                None => return Ok(Node::List(list)),
            }
        }
    }

    fn visit_map<A: MapAccess<'de>>(self, mut entries: A) -> Result<Node, A::Error> {
        self.check()?;
        let mut keys: Vec<(String, Node)> = Vec::new();
        while let Some(key) = entries.next_key_seed(KeySeed { seed: self, known: &keys })? {
            let path =
                self.path.and_then(|path| path.below(|step| matches!(step, Step::Key(k) if **k == *key)));
            let node = entries.next_value_seed(Self { path, ..self })?;
            keys.push((key, node));
        }
        Ok(Node::Keys(keys))
    }

    fn visit_enum<A: EnumAccess<'de>>(self, _: A) -> Result<Node, A::Error> {
        Err(A::Error::custom(format!("{OURS}tags such as `!name` are not read here")))
    }
}

/// Reads a key, which is text and no other key's twin.
struct KeySeed<'a, 'b> {
    seed: Seed<'a>,
    known: &'b [(String, Node)],
}

impl<'de> DeserializeSeed<'de> for KeySeed<'_, '_> {
    type Value = String;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<String, D::Error> {
        deserializer.deserialize_str(self)
    }
}

impl Visitor<'_> for KeySeed<'_, '_> {
    type Value = String;

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("a key")
    }

    fn visit_str<E: Error>(self, key: &str) -> Result<String, E> {
        if self.seed.stops && self.seed.path.is_some_and(|path| path.key_is(key)) {
            return Err(E::custom("here"));
        }
        if self.known.len() >= KEYS_MAX {
            return Err(E::custom(format!(
                "{OURS}more than {KEYS_MAX} keys; no part of a scenario has so many"
            )));
        }
        if self.known.iter().any(|(known, _)| known == key) {
            return Err(E::custom(format!("{OURS}the key `{key}` comes twice")));
        }
        Ok(key.to_owned())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn place(steps: &[Step]) -> Place {
        steps.iter().fold(Place::default(), |place, step| place.step(step.clone()))
    }

    const TEXT: &str = "a:\n  - 1\n  - b: x\n    c: [p, q]\n";

    #[test]
    fn a_text_becomes_a_tree() {
        let text = |text: &str| Node::Text(text.to_owned());
        let inner = Node::Keys(vec![
            ("b".to_owned(), text("x")),
            ("c".to_owned(), Node::List(vec![text("p"), text("q")])),
        ]);
        let list = Node::List(vec![Node::Whole("1".to_owned()), inner]);
        assert_eq!(read(TEXT), Ok(Node::Keys(vec![("a".to_owned(), list)])));
        assert_eq!(read(""), Ok(Node::Nothing));
        assert_eq!(read("0123"), Ok(text("0123")));
        assert_eq!(read("99999999999999999999"), Ok(Node::Whole("99999999999999999999".to_owned())));
    }

    #[test]
    fn a_value_and_its_key_are_found_again() {
        let b = place(&[Step::Key("a".into()), Step::Index(1), Step::Key("b".into())]);
        let q = place(&[Step::Key("a".into()), Step::Index(1), Step::Key("c".into()), Step::Index(1)]);
        assert_eq!(position(TEXT, &b, false), Some((3, 8)));
        assert_eq!(position(TEXT, &b, true), Some((3, 5)));
        assert_eq!(position(TEXT, &q, false), Some((4, 12)));
        assert_eq!(position(TEXT, &place(&[Step::Key("z".into())]), false), None);
    }

    #[test]
    fn what_is_no_plain_tree_is_refused_with_its_position() {
        let check = |text: &str, message: &str, position: Option<(usize, usize)>| {
            let broken = read(text).unwrap_err();
            assert!(broken.message.contains(message), "{text}: {broken:?}");
            assert_eq!(broken.position, position, "{text}");
        };
        check("a: 1\na: 2\n", "the key `a` comes twice", Some((2, 1)));
        check("a: !tag x\n", "tags such as `!name` are not read here", Some((1, 4)));
        check("a: [1\n", "did not find expected", Some((2, 1)));
        check("a: *b\n", "unknown anchor", Some((1, 4)));
        check("a: 1\n---\nb: 2\n", "more than one document", None);
        check(&" ".repeat(SCENARIO_BYTES_MAX + 1), "1048577 bytes; a scenario has at most 1048576", None);
    }

    #[test]
    fn an_alias_bomb_is_refused_before_it_grows() {
        let mut text = "a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n".to_owned();
        for level in 1..9 {
            let below = format!("*a{}", level - 1);
            text.push_str(&format!("a{level}: &a{level} [{}]\n", vec![below; 10].join(", ")));
        }
        let broken = read(&text).unwrap_err();
        assert!(
            broken.message.contains("too many values") || broken.message.contains("repetition"),
            "{broken:?}"
        );
    }

    #[test]
    fn a_flood_of_keys_is_refused() {
        let text: String = (0..=KEYS_MAX).map(|number| format!("k{number}: 1\n")).collect();
        assert_eq!(read(&text).unwrap_err().position, Some((501, 1)));
    }

    #[test]
    fn deep_nesting_is_refused() {
        assert!(read(&"[".repeat(5_000)).is_err());
        assert!(read("a: &a [*a]").is_err());
    }
}
