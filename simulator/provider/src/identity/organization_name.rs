//! An organization's name, as its licence prints it.

use std::str::FromStr;

use super::encoding::kept_as_text;

/// The fewest and the most characters. Unknown: the documents give no length for an organization's name.
const CHARACTERS: std::ops::RangeInclusive<usize> = 2..=100;

/// A name that the provider would take. Round brackets are kept in their wide form, so that a name is the
/// same however they were typed (`Unknown:` whether the provider does so; registers print the wide form).
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct OrgName(Box<str>);

/// Why a text is no such name.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum OrgNameError {
    /// Too short or too long.
    #[error("an organization's name has 2 to 100 characters, this one has {found}")]
    Length {
        /// Characters found.
        found: usize,
    },
    /// It begins or ends with a space.
    #[error("an organization's name neither begins nor ends with a space")]
    Edge,
    /// A character that no name has.
    #[error("`{}` does not belong in an organization's name: letters, digits, brackets, spaces and · & - . , ' do", .found.escape_debug())]
    Character {
        /// The character found.
        found: char,
    },
}

fn belongs(character: char) -> bool {
    character.is_alphanumeric()
        || matches!(character, '（' | '）' | ' ' | '·' | '&' | '-' | '.' | ',' | '\'' | '、')
}

impl FromStr for OrgName {
    type Err = OrgNameError;

    fn from_str(text: &str) -> Result<Self, OrgNameError> {
        // Counted first: the text may be anything.
        let found = text.chars().count();
        if !CHARACTERS.contains(&found) {
            return Err(OrgNameError::Length { found });
        }
        let name = text.replace('(', "（").replace(')', "）");
        if let Some(found) = name.chars().find(|character| !belongs(*character)) {
            return Err(OrgNameError::Character { found });
        }
        if name.starts_with(' ') || name.ends_with(' ') {
            return Err(OrgNameError::Edge);
        }
        Ok(Self(name.into()))
    }
}

kept_as_text!(OrgName);

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn brackets_of_either_width_make_the_same_name() {
        let narrow: OrgName = "某某(宁波)科技有限公司".parse().expect("a name");
        assert_eq!("某某（宁波）科技有限公司".parse(), Ok(narrow.clone()));
        assert_eq!(narrow.as_str(), "某某（宁波）科技有限公司");
    }

    #[test]
    fn each_mistake_has_its_own_error() {
        let check = |text: &str, error| assert_eq!(text.parse::<OrgName>(), Err(error), "{text}");
        check("某", OrgNameError::Length { found: 1 });
        check(&"某".repeat(101), OrgNameError::Length { found: 101 });
        check("某某 ", OrgNameError::Edge);
        check("<b>某某</b>", OrgNameError::Character { found: '<' });
        check("某某\n公司", OrgNameError::Character { found: '\n' });
    }
}
