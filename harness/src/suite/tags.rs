//! Which tags there are. The register is `features/README.md`, so that writers of cases and this program read the same list.

use std::collections::BTreeSet;
use std::path::Path;

use crate::verdict::Stop;

/// The capability tags; what a target must offer for a case to be within reach.
const CAPABILITIES: [&str; 10] =
    ["page", "sms", "mail", "scan", "clock", "bank", "letter", "admin", "notice", "fault"];

/// Knowledge about single tags.
pub(crate) struct Tag;

impl Tag {
    /// Whether the tag asks something of the target.
    pub(crate) fn is_capability(tag: &str) -> bool {
        CAPABILITIES.contains(&tag)
    }

    /// Whether the tag is a case's id: capitals, digits and hyphens, a number at the end.
    pub(crate) fn is_id(tag: &str) -> bool {
        let Some((subject, number)) = tag.rsplit_once('-') else {
            return false;
        };
        let plain = |c: char| c.is_ascii_uppercase() || c.is_ascii_digit() || c == '-';
        subject.starts_with(|c: char| c.is_ascii_uppercase())
            && subject.chars().all(plain)
            && number.len() >= 2
            && number.chars().all(|c| c.is_ascii_digit())
    }
}

/// The one id among a case's tags.
pub(crate) fn single_id(tags: &[String]) -> Result<String, String> {
    let ids: BTreeSet<_> = tags.iter().filter(|tag| Tag::is_id(tag)).collect();
    let mut ids = ids.into_iter();
    match (ids.next(), ids.next()) {
        (Some(id), None) => Ok(id.clone()),
        (Some(first), Some(second)) => Err(format!("two ids: {first} and {second}")),
        (None, _) => Err("no id tag, like @PSN-MOBILE3-01".to_owned()),
    }
}

/// The tags that features may carry.
#[derive(Debug)]
pub(crate) struct Registry(BTreeSet<String>);

impl Registry {
    /// Reads the register: each table row of the file that begins with `` | `@tag` ``.
    pub(crate) fn read(path: &Path) -> Result<Self, Stop> {
        let text = std::fs::read_to_string(path).map_err(|error| {
            Stop::usage(format!("cannot read the register of tags {}: {error}", path.display()))
                .hint("run from the project's folder, or say --features DIR")
        })?;
        Ok(Self::parse(&text))
    }

    fn parse(text: &str) -> Self {
        let tag_of = |line: &str| {
            let cell = line.trim().strip_prefix('|')?.trim_start().strip_prefix("`@")?;
            cell.split_once('`').map(|(tag, _)| tag.to_owned())
        };
        Self(text.lines().filter_map(tag_of).collect())
    }

    /// Checks that each tag is an id or registered.
    pub(crate) fn check<'a>(&self, tags: impl Iterator<Item = &'a String>) -> Result<(), String> {
        for tag in tags {
            if !Tag::is_id(tag) && !self.0.contains(tag) {
                return Err(format!("the tag @{tag} is not registered"));
            }
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_id_ends_in_a_number() {
        assert!(Tag::is_id("PSN-MOBILE3-04"));
        assert!(!Tag::is_id("page"));
        assert!(!Tag::is_id("PSN-MOBILE3"));
        assert!(!Tag::is_id("v3"));
    }

    #[test]
    fn a_case_has_one_id() {
        assert_eq!(single_id(&["v3".into(), "GW-APP-01".into()]).unwrap(), "GW-APP-01");
        assert!(single_id(&["v3".into()]).is_err());
        assert!(single_id(&["GW-APP-01".into(), "GW-APP-02".into()]).is_err());
    }

    #[test]
    fn a_tag_outside_the_register_is_refused() {
        let registry = Registry::parse("| tag | meaning |\n| `@page` | drives pages |\n");
        let tags = |text: &str| vec![text.to_owned()];
        assert!(registry.check(tags("page").iter()).is_ok());
        assert!(registry.check(tags("pgae").iter()).unwrap_err().contains("@pgae"));
    }
}
