//! Why a request was refused: the text that should have been signed, and the known mistake that explains the caller's.
//!
//! - `mistake`: the table of known mistakes
//! - `variation`, `query`, `json_text`: what callers write in place of a field, of the query, of the body
//! - `draft`: a signed text whose fields can be bent
//! - `digest`: the sent signature read back to bytes, and the keys and functions that may have made them
//!
//! A guess is proven, never scored: a mistake is named only if making it gives exactly the signature that came.
//! The search is bounded: each mistake alone, then pairs, and never more than `HASHED_BYTES_MAX`. A caller waits for it.

mod digest;
mod draft;
mod json_text;
mod mistake;
mod query;
#[cfg(test)]
mod table;
mod variation;

use std::fmt::Write;

use crate::signature::{
    APP_ID, AUTH_MODE, CONTENT_MD5, Key, Leniency, Mistrust, QueryForm, SIGNATURE, SIGNATURE_HEADERS, Signed,
    TIMESTAMP, check, content_md5, value_of,
};
use digest::{Candidate, Sent};
use draft::Draft;
pub use mistake::Mistake;
use variation::Variation;

/// A longer text is shown, but not searched for mistakes: no client signs so much, and a search hashes it often.
const SEARCHED_TEXT_BYTES_MAX: usize = 8 * 1024;

/// What a search may hash in all: some milliseconds. Every way of a query that a client would send fits in.
const HASHED_BYTES_MAX: usize = 16 * 1024 * 1024;

/// What a hash costs whatever its text: the blocks of key and padding.
const HASH_BYTES_MIN: usize = 192;

/// What a refused caller needs to know.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Explanation {
    /// The documented text for this request as it came; bytes that are no UTF-8 are replaced.
    pub expected_string_to_sign: String,
    /// The mistake to mend first, if a known one explains the refusal.
    pub mistake: Option<Mistake>,
    /// Further mistakes of the same request.
    pub also: Vec<Mistake>,
    /// For people: what to change, and the values that show it, one statement a line.
    pub detail: String,
}

/// The real clock and how far a timestamp may be from it.
#[derive(Debug, Clone, Copy)]
pub struct Window {
    /// Real now in Unix milliseconds.
    pub real_now_ms: i64,
    /// The greatest distance in milliseconds, to either side; 15 minutes by the documents.
    pub width_ms: i64,
}

/// Explains a refusal in the order of the gateway: mode, headers, time, signature, body.
///
/// `secret` is that of the app named by the request, and `leniency` the one it was judged under.
pub fn explain(signed: &Signed<'_>, secret: &str, window: Window, leniency: Leniency) -> Explanation {
    let expected = Draft::expected(signed, QueryForm::Documented).text();
    let mut found = Found::default();
    judge_mode(signed, &mut found);
    judge_timestamp(signed, window, &mut found);
    match check(signed, &Key::new(secret), leniency) {
        Ok(()) => {}
        Err(Mistrust::Body) => judge_body(signed, &mut found),
        Err(Mistrust::Signature) => judge_signature(signed, secret, leniency, &expected, &mut found),
    }
    let mut mistakes = found.mistakes.into_iter();
    Explanation {
        expected_string_to_sign: String::from_utf8_lossy(&expected).into_owned(),
        mistake: mistakes.next(),
        also: mistakes.collect(),
        detail: found.detail,
    }
}

/// What has been found so far, in order.
#[derive(Default)]
struct Found {
    mistakes: Vec<Mistake>,
    detail: String,
}

impl Found {
    fn add(&mut self, mistake: Mistake) {
        if !self.mistakes.contains(&mistake) {
            self.mistakes.push(mistake);
            self.say(mistake.sentence());
        }
    }

    fn say(&mut self, statement: &str) {
        if !self.detail.is_empty() {
            self.detail.push('\n');
        }
        self.detail.push_str(statement);
    }
}

fn judge_mode(signed: &Signed<'_>, found: &mut Found) {
    let headers = signed.headers;
    let mode = value_of(headers, &AUTH_MODE);
    if mode.is_empty() {
        if !headers.contains_key(&SIGNATURE) {
            found.say("the call is in token mode: it carries neither X-Tsign-Open-Auth-Mode nor a signature");
            return;
        }
        found.add(Mistake::AuthModeMissing);
    } else if mode != b"Signature" {
        let mistake = if mode.eq_ignore_ascii_case(b"Signature") {
            Mistake::AuthModeCase
        } else {
            Mistake::AuthModeUnknown
        };
        found.add(mistake);
    }
    for name in ["x-tsign-open-ca-signature-algorithm", "x-tsign-content-hash-algorithm"] {
        if value_of(headers, name).to_ascii_lowercase().ends_with(b"sm3") {
            found.add(Mistake::Sm3Asked);
        }
    }
    if [&APP_ID, &TIMESTAMP, &SIGNATURE].iter().any(|name| value_of(headers, *name).is_empty()) {
        found.add(Mistake::HeaderMissing);
    }
}

fn judge_timestamp(signed: &Signed<'_>, window: Window, found: &mut Found) {
    let sent = String::from_utf8_lossy(value_of(signed.headers, &TIMESTAMP));
    if sent.is_empty() {
        return;
    }
    let mistake = match (sent.parse::<i64>(), sent.len()) {
        (Err(_), _) => Mistake::TimestampNotANumber,
        (Ok(_), 9..=10) => Mistake::TimestampSeconds,
        (Ok(_), 16..) => Mistake::TimestampMicroseconds,
        (Ok(sent_ms), _) if sent_ms < window.real_now_ms.saturating_sub(window.width_ms) => {
            Mistake::TimestampStale
        }
        (Ok(sent_ms), _) if sent_ms > window.real_now_ms.saturating_add(window.width_ms) => {
            Mistake::TimestampFuture
        }
        (Ok(_), _) => return,
    };
    found.add(mistake);
    let Window { real_now_ms, width_ms } = window;
    found.say(&format!(
        "sent {sent:?}, the real time is {real_now_ms}, allowed are {width_ms} ms to either side"
    ));
}

fn judge_body(signed: &Signed<'_>, found: &mut Found) {
    let sent = value_of(signed.headers, &CONTENT_MD5);
    let known = variation::wrong_digests(signed.body).into_iter().find(|(_, wrong)| wrong.as_bytes() == sent);
    found.add(known.map_or(Mistake::Md5OfOtherText, |(mistake, _)| mistake));
    say_digests(signed, found);
}

fn say_digests(signed: &Signed<'_>, found: &mut Found) {
    let sent = String::from_utf8_lossy(value_of(signed.headers, &CONTENT_MD5));
    found.say(&format!("Content-MD5 sent {sent:?}, of the body that came {:?}", content_md5(signed.body)));
}

fn judge_signature(
    signed: &Signed<'_>,
    secret: &str,
    leniency: Leniency,
    expected: &[u8],
    found: &mut Found,
) {
    let header = value_of(signed.headers, &SIGNATURE);
    if header.is_empty() {
        return;
    }
    let sent = digest::readings(header);
    if sent.is_empty() {
        found.add(Mistake::SignatureMalformed);
        return;
    }
    // Repeated keys and names are written once, so what was sent may be longer than what is expected.
    let query = signed.query.unwrap_or_default();
    let list = value_of(signed.headers, &SIGNATURE_HEADERS);
    if expected.len().max(query.len()).max(list.len()) > SEARCHED_TEXT_BYTES_MAX {
        found.say("the text to sign is too long to search for a known mistake");
        return;
    }
    let keys = digest::candidates(secret, value_of(signed.headers, &APP_ID));
    let mut budget = Budget { bytes: HASHED_BYTES_MAX };
    let Some(proof) = search(signed, leniency, &sent, &keys, &mut budget) else {
        if budget.bytes == 0 {
            found.say("there are too many ways to write this query: not all known mistakes were tried");
        }
        found.say("no known mistake explains the signature: compare secret and signed text byte by byte");
        found.say(&format!("expected to be signed: {}", shown(expected)));
        return;
    };
    for mistake in proof.mistakes {
        found.add(mistake);
    }
    if proof.text != expected {
        found.say(&format!("signed:                {}", shown(&proof.text)));
        found.say(&format!("expected to be signed: {}", shown(expected)));
    }
    // The signed digest was explained above; the one that was sent may be wrong besides.
    let digest = value_of(signed.headers, &CONTENT_MD5);
    if !signed.body.is_empty() && !digest.is_empty() && digest != content_md5(signed.body).as_bytes() {
        judge_body(signed, found);
    }
}

/// A text on one line, with its line ends visible.
fn shown(text: &[u8]) -> String {
    let mut line = String::with_capacity(text.len() + 16);
    for character in String::from_utf8_lossy(text).chars() {
        match character {
            '\n' => line.push_str("\\n"),
            '\\' => line.push_str("\\\\"),
            control if control.is_control() => {
                write!(line, "{}", control.escape_default()).expect("writing to a string cannot fail");
            }
            plain => line.push(plain),
        }
    }
    line
}

/// A text and a way to sign it that give exactly the signature that came.
struct Proof {
    mistakes: Vec<Mistake>,
    text: Vec<u8>,
}

/// How much a search may still hash.
struct Budget {
    bytes: usize,
}

impl Budget {
    /// Takes so many hashes of a text, if they are left.
    fn takes(&mut self, hashes: usize, text: &[u8]) -> bool {
        let left = self.bytes.checked_sub(hashes.saturating_mul(text.len() + HASH_BYTES_MIN));
        self.bytes = left.unwrap_or_default();
        left.is_some()
    }
}

/// Tries the right text with each key and function, then each variation likewise, then pairs with the right key.
///
/// What takes two mistakes by itself is tried with the right key alone, and in no pair: a query of a few parameters can
/// be written in hundreds of ways that take several mistakes each, and all of them with all else would take seconds.
fn search(
    signed: &Signed<'_>,
    leniency: Leniency,
    sent: &[Sent],
    keys: &[Candidate],
    budget: &mut Budget,
) -> Option<Proof> {
    let bases = bases(signed, leniency);
    for base in &bases {
        let text = base.text();
        if let Some(mistakes) = signs(&text, sent, keys, keys, budget) {
            return Some(Proof { mistakes, text });
        }
    }
    let variations: Vec<Vec<Variation>> =
        bases.iter().map(|base| variation::variations(signed, base)).collect();
    let right = &keys[..1];
    for (base, variations) in bases.iter().zip(&variations) {
        for variation in variations {
            let keys = if variation.mistakes.len() == 1 { keys } else { right };
            if let Some(proof) = try_bent(base, &[variation], sent, keys, right, budget) {
                return Some(proof);
            }
        }
    }
    for (base, variations) in bases.iter().zip(&variations) {
        let single: Vec<&Variation> =
            variations.iter().filter(|variation| variation.mistakes.len() == 1).collect();
        for (index, one) in single.iter().enumerate() {
            for other in &single[index + 1..] {
                if one.field != other.field
                    && let Some(proof) = try_bent(base, &[one, other], sent, right, &[], budget)
                {
                    return Some(proof);
                }
            }
        }
    }
    None
}

/// What is taken for right under this leniency; texts that are equal count once.
fn bases(signed: &Signed<'_>, leniency: Leniency) -> Vec<Draft> {
    let forms = if leniency.strict { &QueryForm::ALL[..1] } else { &QueryForm::ALL[..] };
    let mut bases: Vec<Draft> = Vec::new();
    for form in forms {
        let base = Draft::expected(signed, *form);
        if bases.iter().all(|known| known.target != base.target) {
            bases.push(base);
        }
    }
    bases
}

fn try_bent(
    base: &Draft,
    bends: &[&Variation],
    sent: &[Sent],
    keys: &[Candidate],
    plain: &[Candidate],
    budget: &mut Budget,
) -> Option<Proof> {
    let mut draft = base.clone();
    for bend in bends {
        bend.bend(&mut draft);
    }
    let text = draft.text();
    let other_mistakes = signs(&text, sent, keys, plain, budget)?;
    let mut mistakes: Vec<Mistake> = bends.iter().flat_map(|bend| bend.mistakes.iter().copied()).collect();
    mistakes.extend(other_mistakes);
    Some(Proof { mistakes, text })
}

/// The mistakes of spelling, key and function with which `text` gives the signature that came; `plain` are the keys
/// that are tried without HMAC too.
fn signs(
    text: &[u8],
    sent: &[Sent],
    keys: &[Candidate],
    plain: &[Candidate],
    budget: &mut Budget,
) -> Option<Vec<Mistake>> {
    if !budget.takes(sent.len() * (keys.len() + plain.len() * Candidate::PLAIN_WAYS), text) {
        return None;
    }
    for Sent { digest, spelling } in sent {
        let mistakes =
            |key: &Candidate, function| [*spelling, key.mistake, function].into_iter().flatten().collect();
        if let Some((key, function)) = keys.iter().find_map(|key| Some((key, key.signs(text, digest)?))) {
            return Some(mistakes(key, function));
        }
        if let Some(key) = plain.iter().find(|key| key.hashes(text, digest)) {
            return Some(mistakes(key, Some(Mistake::PlainDigest)));
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use hyper::HeaderMap;

    use super::*;

    /// What is left of the budget after a search for a signature that nothing explains.
    fn left(query: &str) -> usize {
        let mut headers = HeaderMap::new();
        headers.insert("accept", "*/*".parse().expect("a value"));
        let signed = Signed {
            method: "DELETE",
            path: "/v1/accounts/x",
            query: Some(query),
            headers: &headers,
            body: b"",
        };
        let sent = [Sent { digest: vec![0; 32], spelling: None }];
        let mut budget = Budget { bytes: HASHED_BYTES_MAX };
        let keys = digest::candidates("0123456789abcdef0123456789abcdef", b"7438000001");
        assert!(search(&signed, Leniency::default(), &sent, &keys, &mut budget).is_none());
        budget.bytes
    }

    #[test]
    fn a_query_that_can_be_written_in_many_ways_is_searched_to_the_end() {
        assert!(left("b=%E7%94%B2&a=&B=x+y&b=2") > 0);
    }

    #[test]
    fn a_search_ends_however_long_the_query_is() {
        let query: Vec<_> = (0..300).map(|place| format!("k{}=%2{}+&E=", place % 150, place % 10)).collect();
        assert_eq!(left(&query.join("&")), 0);
    }
}
