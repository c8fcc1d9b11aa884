//! Access tokens of token mode, the older way to call without a signature (`dev-guide3/dvb866`).
//!
//! An app has at most two: the newest, which lives 120 minutes, and the one before it, which lives
//! five minutes more. Time here is the real clock's, handed in: a client counts `expiresIn` by its
//! own machine's clock. Ids are drawn by the caller under the world's key, so only times differ between runs.

use std::collections::BTreeMap;

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use subtle::ConstantTimeEq;

use realname_provider::time::Span;

use crate::signature::Key;

/// The odd millisecond between a token's timestamp and its deadline in the documents' samples.
const ODD_MS: i64 = 1;

/// How long tokens live, by the world's rules.
#[derive(Debug, Clone, Copy)]
pub struct Lives {
    /// The newest one, from its own timestamp (rule `token_life`).
    pub newest: Span,
    /// The one before it, from when its successor was handed out (rule `token_overlap`).
    pub replaced: Span,
}

/// Draws an id for this app in its world: the purpose names the kind of id, the number which one among equals.
pub type Draw<'a> = &'a dyn Fn(&str, u64) -> u128;

/// What a token call answers.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Issued {
    /// The JWT to send as `X-Tsign-Open-Token`.
    pub token: String,
    /// `expiresIn`: the deadline in Unix milliseconds of the real clock; the wire carries it as a string.
    pub deadline_ms: i64,
    /// Thirty-two lower-case hex digits.
    pub refresh_token: String,
}

/// The refresh token is not the newest of this app (`72000009`).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct UnknownRefreshToken;

/// The tokens of one world's apps: one small entry an app that ever asked for one.
///
/// The caller has looked up the app, so there are never more entries than apps.
#[derive(Debug, Default)]
pub struct Tokens {
    apps: BTreeMap<String, Held>,
}

/// What one app holds.
#[derive(Debug, Default)]
struct Held {
    newest: Option<Live>,
    replaced: Option<Live>,
    refresh_token: Option<String>,
    issued_count: u64,
    last_timestamp_ms: i64,
}

#[derive(Debug)]
struct Live {
    token: String,
    deadline_ms: i64,
}

impl Tokens {
    /// Hands out a token: the one before it has five minutes left, any older one ends.
    ///
    /// `app_key` is the app's prepared secret, `real_now_ms` the real clock in Unix milliseconds.
    pub fn issue(
        &mut self,
        draw: Draw<'_>,
        app_id: &str,
        app_key: &Key,
        lives: Lives,
        real_now_ms: i64,
    ) -> Issued {
        let held = self.apps.entry(app_id.to_owned()).or_default();
        held.issued_count += 1;
        // The timestamp is all that tells an app's tokens apart; two calls in one millisecond get two tokens.
        let timestamp_ms = real_now_ms.max(held.last_timestamp_ms.saturating_add(1));
        held.last_timestamp_ms = timestamp_ms;
        let hex = |purpose, ordinal| format!("{:032x}", draw(purpose, ordinal));
        let issued = Issued {
            token: json_web_token(
                app_key,
                &hex("token group", 0),
                app_id,
                &hex("token organization", 0),
                timestamp_ms,
            ),
            deadline_ms: timestamp_ms.saturating_add(lives.newest.0).saturating_add(ODD_MS),
            refresh_token: hex("refresh token", held.issued_count),
        };
        held.replaced = held.newest.take().map(|live| Live {
            deadline_ms: live.deadline_ms.min(real_now_ms.saturating_add(lives.replaced.0)),
            ..live
        });
        held.newest = Some(Live { token: issued.token.clone(), deadline_ms: issued.deadline_ms });
        held.refresh_token = Some(issued.refresh_token.clone());
        issued
    }

    /// Hands out a token against the refresh token of the newest one.
    ///
    /// Unknown: how long a refresh token lives. Here it has no deadline, and ends when another is handed out.
    pub fn refresh(
        &mut self,
        draw: Draw<'_>,
        app_id: &str,
        app_key: &Key,
        refresh_token: &str,
        lives: Lives,
        real_now_ms: i64,
    ) -> Result<Issued, UnknownRefreshToken> {
        let expected = self.apps.get(app_id).and_then(|held| held.refresh_token.as_deref());
        if !expected.is_some_and(|expected| same(expected, refresh_token)) {
            return Err(UnknownRefreshToken);
        }
        Ok(self.issue(draw, app_id, app_key, lives, real_now_ms))
    }

    /// Whether `token` is one of this app's and still lives.
    pub fn check(&self, app_id: &str, token: &str, real_now_ms: i64) -> bool {
        self.apps.get(app_id).is_some_and(|held| {
            held.newest
                .iter()
                .chain(&held.replaced)
                .any(|live| real_now_ms < live.deadline_ms && same(&live.token, token))
        })
    }

    /// Ends every access token at once, as if 120 minutes had passed; refresh tokens stay good. Tells
    /// how many were still good.
    pub fn end_all(&mut self, real_now_ms: i64) -> usize {
        let ended = self.apps.values_mut().flat_map(|held| [held.newest.take(), held.replaced.take()]);
        ended.flatten().filter(|live| real_now_ms < live.deadline_ms).count()
    }
}

/// A JWT with the documented header and payload, keys in the documented order.
fn json_web_token(app_key: &Key, group: &str, app_id: &str, organization: &str, timestamp_ms: i64) -> String {
    let header = URL_SAFE_NO_PAD.encode(r#"{"typ":"JWT","alg":"HS256"}"#);
    // An app id may be a scenario's own, so it is written as JSON; the rest are digits.
    let app_id = serde_json::Value::from(app_id);
    let payload = URL_SAFE_NO_PAD.encode(format!(
        r#"{{"gId":"{group}","appId":{app_id},"oId":"{organization}","timestamp":{timestamp_ms}}}"#
    ));
    let mut token = format!("{header}.{payload}");
    let signature = URL_SAFE_NO_PAD.encode(app_key.mac_of(token.as_bytes()));
    token.push('.');
    token.push_str(&signature);
    token
}

fn same(one: &str, other: &str) -> bool {
    bool::from(one.as_bytes().ct_eq(other.as_bytes()))
}

#[cfg(test)]
mod tests {
    use super::*;

    const APP: &str = "7438000001";
    const START_MS: i64 = 1_569_204_176_806;
    const LIVES: Lives = Lives { newest: Span::minutes(120), replaced: Span::minutes(5) };
    const REPLACED_LIFE_MS: i64 = LIVES.replaced.0;

    struct Desk {
        tokens: Tokens,
        key: Key,
    }

    fn draw(purpose: &str, ordinal: u64) -> u128 {
        purpose.bytes().fold(u128::from(ordinal), |drawn, byte| drawn.rotate_left(11) ^ u128::from(byte))
    }

    impl Desk {
        fn open() -> Self {
            Self { tokens: Tokens::default(), key: Key::new("dummysecret") }
        }

        fn issue(&mut self, at_ms: i64) -> Issued {
            self.tokens.issue(&draw, APP, &self.key, LIVES, at_ms)
        }

        fn refresh(&mut self, refresh_token: &str, at_ms: i64) -> Result<Issued, UnknownRefreshToken> {
            self.tokens.refresh(&draw, APP, &self.key, refresh_token, LIVES, at_ms)
        }

        fn lives(&self, issued: &Issued, at_ms: i64) -> bool {
            self.tokens.check(APP, &issued.token, at_ms)
        }
    }

    #[test]
    fn a_token_is_a_signed_json_web_token_as_documented() {
        let issued = Desk::open().issue(START_MS);
        assert_eq!(issued.deadline_ms, 1_569_211_376_807);
        let parts: Vec<&str> = issued.token.split('.').collect();
        let text = |part: &str| String::from_utf8(URL_SAFE_NO_PAD.decode(part).unwrap()).unwrap();
        assert_eq!(parts.len(), 3);
        assert_eq!(text(parts[0]), r#"{"typ":"JWT","alg":"HS256"}"#);
        let payload = text(parts[1]);
        let value: serde_json::Value = serde_json::from_str(&payload).unwrap();
        assert_eq!(value["appId"], APP);
        assert_eq!(value["timestamp"], START_MS);
        for id in [value["gId"].as_str().unwrap(), value["oId"].as_str().unwrap(), &issued.refresh_token] {
            assert!(
                id.len() == 32 && id.bytes().all(|b| b.is_ascii_digit() || (b'a'..=b'f').contains(&b)),
                "{id}"
            );
        }
        assert!(payload.starts_with(r#"{"gId":"#), "{payload}");
        let signature = Key::new("dummysecret").mac_of(format!("{}.{}", parts[0], parts[1]).as_bytes());
        assert_eq!(URL_SAFE_NO_PAD.decode(parts[2]).unwrap(), signature);
    }

    #[test]
    fn a_token_lives_until_its_deadline() {
        let mut desk = Desk::open();
        let issued = desk.issue(START_MS);
        assert!(desk.lives(&issued, START_MS));
        assert!(desk.lives(&issued, issued.deadline_ms - 1));
        assert!(!desk.lives(&issued, issued.deadline_ms));
    }

    #[test]
    fn a_new_token_leaves_the_last_one_five_minutes_and_ends_older_ones() {
        let mut desk = Desk::open();
        let first = desk.issue(START_MS);
        let second = desk.issue(START_MS + 1_000);
        assert!(desk.lives(&first, START_MS + 1_000 + REPLACED_LIFE_MS - 1));
        assert!(!desk.lives(&first, START_MS + 1_000 + REPLACED_LIFE_MS));
        let third = desk.issue(START_MS + 2_000);
        assert!(!desk.lives(&first, START_MS + 2_000));
        assert!(desk.lives(&second, START_MS + 2_000));
        assert!(desk.lives(&third, third.deadline_ms - 1));
    }

    #[test]
    fn being_replaced_never_lengthens_a_life() {
        let mut desk = Desk::open();
        let first = desk.issue(START_MS);
        desk.issue(first.deadline_ms - 10);
        assert!(!desk.lives(&first, first.deadline_ms));
    }

    #[test]
    fn refreshing_needs_the_newest_refresh_token_and_replaces_like_a_fetch() {
        let mut desk = Desk::open();
        assert_eq!(desk.refresh("0", START_MS), Err(UnknownRefreshToken));
        let first = desk.issue(START_MS);
        let second = desk.refresh(&first.refresh_token, START_MS + 1).unwrap();
        assert_ne!(first.refresh_token, second.refresh_token);
        assert_eq!(desk.refresh(&first.refresh_token, START_MS + 2), Err(UnknownRefreshToken));
        assert!(desk.lives(&first, START_MS + REPLACED_LIFE_MS));
        assert!(!desk.lives(&first, START_MS + 1 + REPLACED_LIFE_MS));
        let late = second.deadline_ms + 1;
        let third = desk.refresh(&second.refresh_token, late).unwrap();
        assert!(desk.lives(&third, late) && !desk.lives(&second, late));
    }

    #[test]
    fn ending_all_ends_tokens_but_they_can_be_refreshed() {
        let mut desk = Desk::open();
        let first = desk.issue(START_MS);
        let second = desk.issue(START_MS);
        assert_ne!(first.token, second.token, "two in one millisecond");
        assert_eq!(desk.tokens.end_all(START_MS), 2);
        assert!(!desk.lives(&first, START_MS) && !desk.lives(&second, START_MS));
        let third = desk.refresh(&second.refresh_token, START_MS).unwrap();
        assert!(desk.lives(&third, START_MS) && !desk.lives(&second, START_MS));
    }

    #[test]
    fn a_token_is_good_for_its_own_app_only() {
        let mut desk = Desk::open();
        let issued = desk.issue(START_MS);
        assert!(!desk.tokens.check("7438000002", &issued.token, START_MS));
        let other = desk.tokens.issue(
            &|purpose, ordinal| !draw(purpose, ordinal),
            "7438000002",
            &desk.key,
            LIVES,
            START_MS,
        );
        assert!(!desk.lives(&other, START_MS) && desk.lives(&issued, START_MS));
        assert!(!desk.tokens.check(APP, "", START_MS));
        assert_eq!(desk.refresh(&other.refresh_token, START_MS), Err(UnknownRefreshToken));
    }

    #[test]
    fn the_same_world_hands_out_the_same_tokens() {
        assert_eq!(Desk::open().issue(START_MS), Desk::open().issue(START_MS));
    }
}
