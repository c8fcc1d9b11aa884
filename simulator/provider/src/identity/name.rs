//! A person's name: Chinese characters or Latin letters, with a middle dot or spaces inside.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Deserializer, Serialize, Serializer};

use super::encoding;

/// The fewest and the most characters of a name: 请输入正确长度的姓名(2-20位), identity_service/glz1it.
const CHARACTERS: std::ops::RangeInclusive<usize> = 2..=20;

/// A name that the provider would take.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct PersonName(Box<str>);

/// The most characters of a name that is only compared: 请输入正确长度的姓名(1-100位), identity_service/glz1it.
const WRITTEN_CHARACTERS_MAX: usize = 100;

/// A name as a caller writes it where it is only compared; it may be shorter or longer than any that is kept.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct WrittenName(Box<str>);

/// A text that is no name, not even to be compared.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("no name of 1 to 100 Chinese characters, Latin letters, middle dots and spaces")]
pub struct WrittenNameError;

/// Why a text is no name.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum PersonNameError {
    /// Too short or too long.
    #[error("a name has 2 to 20 characters, this one has {found}")]
    Length {
        /// Characters found.
        found: usize,
    },
    /// It begins or ends with a space or a dot.
    #[error("a name neither begins nor ends with a space or a middle dot")]
    Edge,
    /// A character that no name has.
    #[error("`{}` does not belong in a name: Chinese characters, Latin letters, middle dots and spaces do", .found.escape_debug())]
    Character {
        /// The character found.
        found: char,
    },
}

impl PersonName {
    /// The name as text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl WrittenName {
    /// The name as text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl FromStr for WrittenName {
    type Err = WrittenNameError;

    fn from_str(text: &str) -> Result<Self, WrittenNameError> {
        let has_length = (1..=WRITTEN_CHARACTERS_MAX).contains(&text.chars().count());
        let is_trimmed = !text.starts_with([' ', '·']) && !text.ends_with([' ', '·']);
        let fits = has_length && is_trimmed && text.chars().all(belongs);
        if fits { Ok(Self(text.into())) } else { Err(WrittenNameError) }
    }
}

impl fmt::Display for WrittenName {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.pad(&self.0)
    }
}

impl fmt::Debug for WrittenName {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(&self.0, formatter)
    }
}

impl Serialize for WrittenName {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&self.0)
    }
}

impl<'de> Deserialize<'de> for WrittenName {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        encoding::deserialize_text(deserializer)
    }
}

/// Unknown: one page asks for Chinese characters and the dot only (identity_service/tvpxgn1qmwnw0t4v),
/// but passports, which other pages take, have Latin names.
pub(super) fn belongs(character: char) -> bool {
    match character {
        '·' | ' ' | '〇' | 'A'..='Z' | 'a'..='z' => true,
        '×' | '÷' => false,
        // Latin letters with marks.
        '\u{c0}'..='\u{24f}' | '\u{1e00}'..='\u{1eff}' => true,
        // Chinese characters: the common block, its extensions, the compatibility block.
        '\u{3400}'..='\u{4dbf}'
        | '\u{4e00}'..='\u{9fff}'
        | '\u{f900}'..='\u{faff}'
        | '\u{20000}'..='\u{323af}' => true,
        _ => false,
    }
}

impl FromStr for PersonName {
    type Err = PersonNameError;

    fn from_str(text: &str) -> Result<Self, PersonNameError> {
        let found = text.chars().count();
        if !CHARACTERS.contains(&found) {
            return Err(PersonNameError::Length { found });
        }
        if let Some(found) = text.chars().find(|character| !belongs(*character)) {
            return Err(PersonNameError::Character { found });
        }
        if text.starts_with([' ', '·']) || text.ends_with([' ', '·']) {
            return Err(PersonNameError::Edge);
        }
        Ok(Self(text.into()))
    }
}

impl fmt::Display for PersonName {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.pad(&self.0)
    }
}

impl fmt::Debug for PersonName {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(&self.0, formatter)
    }
}

impl Serialize for PersonName {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&self.0)
    }
}

impl<'de> Deserialize<'de> for PersonName {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        encoding::deserialize_text(deserializer)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn names_of_many_peoples_are_taken() {
        for name in ["王五", "欧阳若菲", "古丽娜尔·买买提", "Li Si", "MÜLLER ANNA", "𠮷田", "李〇"]
        {
            assert_eq!(name.parse::<PersonName>().unwrap().as_str(), name);
        }
    }

    #[test]
    fn a_name_that_is_only_compared_may_be_short_or_long() {
        for name in ["王", "王五", &"王".repeat(100), "Li Si"] {
            let written: WrittenName = name.parse().unwrap();
            let packed = postcard::to_allocvec(&written).unwrap();
            assert_eq!(postcard::from_bytes::<WrittenName>(&packed).unwrap().as_str(), name);
        }
        for text in ["", &"王".repeat(101), " 王", "王·", "王5"] {
            assert_eq!(text.parse::<WrittenName>(), Err(WrittenNameError), "{text}");
        }
    }

    #[test]
    fn each_mistake_has_its_own_error() {
        let check = |text: &str, error| assert_eq!(text.parse::<PersonName>(), Err(error), "{text}");
        check("", PersonNameError::Length { found: 0 });
        check("王", PersonNameError::Length { found: 1 });
        check(&"王".repeat(21), PersonNameError::Length { found: 21 });
        check(" 王五", PersonNameError::Edge);
        check("王五·", PersonNameError::Edge);
        check("王<b>", PersonNameError::Character { found: '<' });
        check("王\n五", PersonNameError::Character { found: '\n' });
        check("王5", PersonNameError::Character { found: '5' });
        check("王\u{200b}五", PersonNameError::Character { found: '\u{200b}' });
    }

    #[test]
    fn an_error_shows_control_characters_as_escapes() {
        let error = "王\u{7}五".parse::<PersonName>().unwrap_err();
        assert!(error.to_string().starts_with("`\\u{7}` does not belong"), "{error}");
    }

    proptest! {
        #[test]
        fn a_name_survives_packing(name in "[一-龥]{2,20}") {
            let name: PersonName = name.parse().unwrap();
            let packed = postcard::to_allocvec(&name).unwrap();
            prop_assert_eq!(postcard::from_bytes::<PersonName>(&packed).unwrap(), name);
        }

        #[test]
        fn no_text_makes_it_panic(text in ".{0,24}") {
            let _ = text.parse::<PersonName>();
        }
    }
}
