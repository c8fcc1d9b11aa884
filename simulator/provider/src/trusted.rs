//! Trusted data (V2): what an application has had verified by the carriers' three factors, which it may have
//! verified once more without asking them (identity_service/wry7rc).

use imbl::{OrdMap, Vector};
use serde::{Deserialize, Serialize};

use crate::claim::Identity;
use crate::draw::WorldKey;
use crate::id::AppId;
use crate::identity::mobile::Mobile;
use crate::rules::Rules;
use crate::time::Time;

/// How many verifications a world remembers; older ones are forgotten.
pub const TRUSTED_MAX: usize = 10_000;

/// What all applications of a world have had verified.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub struct Trusted {
    last: OrdMap<u128, Time>,
    order: Vector<(Time, u128)>,
}

impl Trusted {
    /// Whether these three values of one person were verified for the application lately enough.
    pub fn has(
        &self,
        (at, key, rules): (Time, &WorldKey, &Rules),
        app: &AppId,
        identity: &Identity,
        mobile: Mobile,
    ) -> bool {
        let last = self.last.get(&print_of(key, app, identity, mobile));
        last.is_some_and(|last| at - *last < rules.trusted_data_life)
    }

    /// They were verified at `at`.
    pub fn remember(&mut self, at: Time, key: &WorldKey, app: &AppId, identity: &Identity, mobile: Mobile) {
        let print = print_of(key, app, identity, mobile);
        self.last.insert(print, at);
        self.order.push_back((at, print));
        while self.order.len() > TRUSTED_MAX {
            let Some((at, print)) = self.order.pop_front() else { return };
            if self.last.get(&print) == Some(&at) {
                self.last.remove(&print);
            }
        }
    }
}

/// The values themselves are not kept.
fn print_of(key: &WorldKey, app: &AppId, identity: &Identity, mobile: Mobile) -> u128 {
    let content = postcard::to_allocvec(&(app, identity, mobile));
    key.id("trusted data", &content.expect("these have no part that postcard cannot write"), 0)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::identity::document::{Document, DocumentType};
    use crate::time::Span;

    #[test]
    fn what_was_verified_is_trusted_for_a_while_by_one_application() {
        let key = WorldKey::new(1, "town");
        let rules = Rules::default();
        let identity = Identity {
            name: "王小明".parse().expect("a name"),
            document: Document::parse(DocumentType::Passport, "G12345678").expect("a passport"),
        };
        let mobile = "13800000001".parse().expect("a number");
        let (shop, bank) = ("7438000001".parse().expect("an id"), "7438000002".parse().expect("an id"));
        let mut trusted = Trusted::default();
        trusted.remember(Time(0), &key, &shop, &identity, mobile);
        let has = |trusted: &Trusted, at, app| trusted.has((at, &key, &rules), app, &identity, mobile);
        let edge = Time(0) + Span::days(365);
        assert!(has(&trusted, Time(edge.0 - 1), &shop));
        assert!(!has(&trusted, edge, &shop));
        assert!(!has(&trusted, Time(0), &bank));
        for second in 1..=TRUSTED_MAX as i64 {
            let other = format!("1390{second:07}").parse().expect("a number");
            trusted.remember(Time(second), &key, &shop, &identity, other);
        }
        assert!(!has(&trusted, Time(1), &shop), "forgotten");
        assert_eq!(trusted.last.len(), TRUSTED_MAX);
    }
}
