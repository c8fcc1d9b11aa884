//! The signature as sent, read back to the bytes of a digest, and the ways to come by such bytes.

use base64::Engine;
use base64::engine::general_purpose::{STANDARD, STANDARD_NO_PAD, URL_SAFE_PAD_INDIFFERENT};
use hmac::{Hmac, KeyInit, Mac};
use md5::Md5;
use percent_encoding::percent_decode;
use sha1::Sha1;
use sha2::{Digest, Sha256, Sha512};

use super::mistake::Mistake;
use crate::signature::Key;

/// Digest bytes that the sent text may stand for, and how it was spelt if not in plain Base64.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Sent {
    pub(super) digest: Vec<u8>,
    pub(super) spelling: Option<Mistake>,
}

/// Reads a signature header in each known spelling; a length that no digest has is no reading.
pub(super) fn readings(header: &[u8]) -> Vec<Sent> {
    let mut readings = Vec::new();
    let mut add = |digest: Option<Vec<u8>>, spelling: Option<Mistake>| {
        if let Some(digest) = digest.filter(|digest| matches!(digest.len(), 16 | 20 | 32 | 64))
            && readings.iter().all(|reading: &Sent| reading.digest != digest)
        {
            readings.push(Sent { digest, spelling });
        }
    };
    let once = STANDARD.decode(header).ok();
    let hex_inside = once.as_ref().and_then(|text| hex::decode(text).ok());
    // Hex inside Base64 comes first: 64 hex digits look like the bytes of a SHA-512.
    add(hex_inside, Some(Mistake::SignatureBase64OfHex));
    add(hex::decode(header).ok(), Some(Mistake::SignatureHex));
    add(once.as_ref().and_then(|text| STANDARD.decode(text).ok()), Some(Mistake::SignatureBase64Twice));
    add(once, None);
    add(STANDARD_NO_PAD.decode(header).ok(), Some(Mistake::SignatureUnpadded));
    add(URL_SAFE_PAD_INDIFFERENT.decode(header).ok(), Some(Mistake::SignatureUrlSafe));
    let percent_decoded: Vec<u8> = percent_decode(header).collect();
    add(STANDARD.decode(percent_decoded).ok(), Some(Mistake::SignaturePercentEncoded));
    let bare = [b'"', b'\''].iter().find_map(|quote| header.strip_prefix(&[*quote])?.strip_suffix(&[*quote]));
    add(bare.and_then(|bare| STANDARD.decode(bare).ok()), Some(Mistake::SignatureQuoted));
    readings
}

/// A key that a caller may sign with.
pub(super) struct Candidate {
    bytes: Vec<u8>,
    prepared: Option<Key>,
    pub(super) mistake: Option<Mistake>,
}

/// The app's secret first, then what is known to be taken for it.
pub(super) fn candidates(secret: &str, app_id: &[u8]) -> Vec<Candidate> {
    let mut candidates: Vec<Candidate> = Vec::new();
    let mut add = |bytes: Vec<u8>, mistake: Option<Mistake>| {
        if candidates.iter().all(|candidate| candidate.bytes != bytes) {
            let prepared = std::str::from_utf8(&bytes).ok().map(Key::new);
            candidates.push(Candidate { bytes, prepared, mistake });
        }
    };
    add(secret.as_bytes().to_vec(), None);
    add(secret.trim().as_bytes().to_vec(), Some(Mistake::SecretBlanks));
    for (before, after) in
        [("", "\n"), ("", "\r\n"), ("", " "), (" ", ""), (" ", " "), ("", "\r"), ("", "\t"), ("\u{feff}", "")]
    {
        add(format!("{before}{secret}{after}").into_bytes(), Some(Mistake::SecretBlanks));
    }
    if !app_id.is_empty() {
        add(app_id.to_vec(), Some(Mistake::SecretIsAppId));
    }
    add(secret.to_uppercase().into_bytes(), Some(Mistake::SecretCase));
    add(secret.to_lowercase().into_bytes(), Some(Mistake::SecretCase));
    for decoded in [hex::decode(secret).ok(), STANDARD.decode(secret).ok()].into_iter().flatten() {
        add(decoded, Some(Mistake::SecretDecoded));
    }
    add(Vec::new(), Some(Mistake::SecretEmpty));
    candidates
}

impl Candidate {
    /// In how many ways a digest can be plain.
    pub(super) const PLAIN_WAYS: usize = 3;

    /// Whether this key makes `digest` of `text` by HMAC, and with which function if not with SHA-256.
    ///
    /// The digest's length tells the function, so there is one to try.
    pub(super) fn signs(&self, text: &[u8], digest: &[u8]) -> Option<Option<Mistake>> {
        let (made, mistake) = match digest.len() {
            32 => (self.sha256(text), None),
            20 => (hmac::<Hmac<Sha1>>(&self.bytes, text), Some(Mistake::HmacSha1)),
            16 => (hmac::<Hmac<Md5>>(&self.bytes, text), Some(Mistake::HmacMd5)),
            64 => (hmac::<Hmac<Sha512>>(&self.bytes, text), Some(Mistake::HmacSha512)),
            _ => return None,
        };
        (made == digest).then_some(mistake)
    }

    /// Whether `digest` is a SHA-256 of `text` with no HMAC, the key before it, after it or not in it.
    pub(super) fn hashes(&self, text: &[u8], digest: &[u8]) -> bool {
        let key = self.bytes.as_slice();
        [[b"", text], [key, text], [text, key]].iter().any(|parts| *Sha256::digest(parts.concat()) == *digest)
    }

    fn sha256(&self, text: &[u8]) -> Vec<u8> {
        match &self.prepared {
            Some(key) => key.mac_of(text).to_vec(),
            None => hmac::<Hmac<Sha256>>(&self.bytes, text),
        }
    }
}

fn hmac<M: Mac + KeyInit>(key: &[u8], text: &[u8]) -> Vec<u8> {
    let mut mac = <M as KeyInit>::new_from_slice(key).expect("HMAC takes a key of any length");
    mac.update(text);
    mac.finalize().into_bytes().to_vec()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_signature_is_read_in_each_spelling() {
        let digest: Vec<u8> = (224..=255).collect();
        let plain = STANDARD.encode(&digest);
        assert!(plain.contains('/') && plain.contains('+'), "{plain}");
        let spellings = [
            (plain.clone(), None),
            (hex::encode(&digest), Some(Mistake::SignatureHex)),
            (hex::encode_upper(&digest), Some(Mistake::SignatureHex)),
            (STANDARD.encode(hex::encode(&digest)), Some(Mistake::SignatureBase64OfHex)),
            (STANDARD.encode(&plain), Some(Mistake::SignatureBase64Twice)),
            (plain.trim_end_matches('=').to_owned(), Some(Mistake::SignatureUnpadded)),
            (plain.replace('+', "-").replace('/', "_"), Some(Mistake::SignatureUrlSafe)),
            (plain.replace('=', "%3D").replace('/', "%2F"), Some(Mistake::SignaturePercentEncoded)),
            (format!("\"{plain}\""), Some(Mistake::SignatureQuoted)),
        ];
        for (header, spelling) in spellings {
            let sent = Sent { digest: digest.clone(), spelling };
            assert!(readings(header.as_bytes()).contains(&sent), "{header}");
        }
        for header in [b"".as_slice(), b"abc", b"\xff", b"%"] {
            assert!(readings(header).is_empty());
        }
    }

    #[test]
    fn a_key_in_plain_use_is_tried_before_any_other() {
        let candidates = candidates("0123456789abcdef", b"7438000001");
        assert_eq!(candidates[0].mistake, None);
        assert!(candidates[1..].iter().all(|candidate| candidate.mistake.is_some()));
        assert_eq!(candidates[0].signs(b"text", &candidates[0].sha256(b"text")), Some(None));
        assert_eq!(candidates[0].signs(b"text", &candidates[1].sha256(b"text")), None);
    }
}
