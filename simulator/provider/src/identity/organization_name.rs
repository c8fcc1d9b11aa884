//! An organization's name, as it stands on its business licence.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Deserializer, Serialize, Serializer};

use super::{encoding, name};

/// The fewest and the most characters of a name.
///
/// Unknown: no page tells the length of an organization's name.
const CHARACTERS: std::ops::RangeInclusive<usize> = 2..=100;

/// A name that the provider would take, its parentheses in full width.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct OrgName(Box<str>);

/// Why a text is no organization's name.
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
    #[error("`{}` does not belong in an organization's name: Chinese characters, letters, digits, parentheses, spaces and · & - . do", .found.escape_debug())]
    Character {
        /// The character found.
        found: char,
    },
}

impl OrgName {
    /// The name as text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// Unknown: no page tells which characters are taken. These are the ones that licences bear.
fn belongs(character: char) -> bool {
    name::belongs(character) || matches!(character, '0'..='9' | '（' | '）' | '&' | '-' | '.')
}

impl FromStr for OrgName {
    type Err = OrgNameError;

    fn from_str(text: &str) -> Result<Self, OrgNameError> {
        let found = text.chars().count();
        if !CHARACTERS.contains(&found) {
            return Err(OrgNameError::Length { found });
        }
        // Unknown: whether registers tell the two widths of a parenthesis apart. People do not, since
        // most keyboards give the half-width one and most licences bear the other.
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

impl fmt::Display for OrgName {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.pad(&self.0)
    }
}

impl fmt::Debug for OrgName {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(&self.0, formatter)
    }
}

impl Serialize for OrgName {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&self.0)
    }
}

impl<'de> Deserialize<'de> for OrgName {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        encoding::deserialize_text(deserializer)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn names_of_many_organizations_are_taken() {
        for name in
            ["宁波仿真科技有限公司", "仿真（宁波）有限公司", "A·B & C-D Co. 3", "esigntest仿真01", "仿真"]
        {
            assert_eq!(name.parse::<OrgName>().unwrap().as_str(), name);
        }
    }

    #[test]
    fn parentheses_of_either_width_are_the_same() {
        let half: OrgName = "仿真(宁波)有限公司".parse().unwrap();
        assert_eq!(half, "仿真（宁波）有限公司".parse().unwrap());
        assert_eq!(half.as_str(), "仿真（宁波）有限公司");
    }

    #[test]
    fn each_mistake_has_its_own_error() {
        let check = |text: &str, error| assert_eq!(text.parse::<OrgName>(), Err(error), "{text}");
        check("", OrgNameError::Length { found: 0 });
        check("司", OrgNameError::Length { found: 1 });
        check(&"司".repeat(101), OrgNameError::Length { found: 101 });
        check(" 仿真公司", OrgNameError::Edge);
        check("仿真公司 ", OrgNameError::Edge);
        check("仿真<b>公司", OrgNameError::Character { found: '<' });
        check("仿真\n公司", OrgNameError::Character { found: '\n' });
        check("仿真\u{200b}公司", OrgNameError::Character { found: '\u{200b}' });
    }

    proptest! {
        #[test]
        fn a_name_survives_text_and_packing(text in "[一-龥A-Za-z0-9()（）·&.-]{2,100}") {
            let name: OrgName = text.parse().unwrap();
            prop_assert_eq!(name.to_string().parse(), Ok(name.clone()));
            let packed = postcard::to_allocvec(&name).unwrap();
            prop_assert_eq!(postcard::from_bytes::<OrgName>(&packed).unwrap(), name);
        }

        #[test]
        fn no_text_makes_it_panic(text in ".{0,120}") {
            let _ = text.parse::<OrgName>();
        }
    }
}
