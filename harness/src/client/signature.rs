//! Our own signer, written from the documents (dev-guide3/tggw2e; callbacks: notify3/sblzg8).

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use hmac::{Hmac, KeyInit as _, Mac as _};
use md5::{Digest as _, Md5};
use percent_encoding::percent_decode_str;
use sha2::Sha256;

/// What is signed of a request.
#[derive(Debug, Clone, Default)]
pub(crate) struct Text<'a> {
    /// In capitals.
    pub(crate) method: &'a str,
    /// The header's value as sent; empty if not sent. So for the next three.
    pub(crate) accept: &'a str,
    /// See `accept`.
    pub(crate) content_md5: &'a str,
    /// See `accept`.
    pub(crate) content_type: &'a str,
    /// See `accept`.
    pub(crate) date: &'a str,
    /// `Key:Value` lines of the headers that take part, sorted; empty for none.
    pub(crate) headers: &'a str,
    /// Path and query as on the request line.
    pub(crate) path_and_query: &'a str,
}

impl Text<'_> {
    /// The string to sign.
    pub(crate) fn to_sign(&self) -> String {
        let mut lines = vec![self.method, self.accept, self.content_md5, self.content_type, self.date];
        if !self.headers.is_empty() {
            lines.push(self.headers);
        }
        let path = documented_path(self.path_and_query);
        lines.push(&path);
        lines.join("\n")
    }
}

/// Path and parameters by the documented rule: keys in ASCII order, the first value of each, decoded, an empty value as the bare key.
fn documented_path(path_and_query: &str) -> String {
    let Some((path, query)) = path_and_query.split_once('?') else {
        return path_and_query.to_owned();
    };
    let parameters = parameters(query);
    let shown: Vec<_> = parameters
        .iter()
        .map(|(key, value)| if value.is_empty() { key.clone() } else { format!("{key}={value}") })
        .collect();
    if shown.is_empty() { path.to_owned() } else { format!("{path}?{}", shown.join("&")) }
}

/// Decoded parameters, keys in ASCII order, the first value of a repeated key.
fn parameters(query: &str) -> Vec<(String, String)> {
    let decode = |text: &str| percent_decode_str(&text.replace('+', " ")).decode_utf8_lossy().into_owned();
    let mut list: Vec<(String, String)> = Vec::new();
    for pair in query.split('&').filter(|pair| !pair.is_empty()) {
        let (key, value) = pair.split_once('=').unwrap_or((pair, ""));
        let key = decode(key);
        if !list.iter().any(|(known, _)| *known == key) {
            list.push((key, decode(value)));
        }
    }
    list.sort();
    list
}

fn hmac(secret: &str, parts: &[&[u8]]) -> Vec<u8> {
    // HMAC takes keys of any length, so that this never falls back; an empty result would fail every comparison.
    let Ok(mut mac) = Hmac::<Sha256>::new_from_slice(secret.as_bytes()) else {
        return Vec::new();
    };
    for part in parts {
        mac.update(part);
    }
    mac.finalize().into_bytes().to_vec()
}

/// `X-Tsign-Open-Ca-Signature` of a string to sign.
pub(crate) fn sign(secret: &str, text: &str) -> String {
    STANDARD.encode(hmac(secret, &[text.as_bytes()]))
}

/// `Content-MD5` of a body: Base64 of the digest's bytes, not of its hex text.
pub(crate) fn content_md5(body: &[u8]) -> String {
    STANDARD.encode(Md5::digest(body))
}

/// `X-Tsign-Open-SIGNATURE` of a notice: over the timestamp header, the values of the address's parameters in key order, the raw body.
pub(crate) fn notice(secret: &str, timestamp: &str, query: &str, body: &[u8]) -> String {
    let values: String = parameters(query).into_iter().map(|(_, value)| value).collect();
    hex::encode(hmac(secret, &[timestamp.as_bytes(), values.as_bytes(), body]))
}

#[cfg(test)]
mod tests {
    use super::*;

    const SECRET: &str = "dummysecret";

    fn signed(method: &str, md5: &str, content_type: &str, path: &str) -> String {
        let text = Text {
            method,
            accept: "*/*",
            content_md5: md5,
            content_type,
            path_and_query: path,
            ..Text::default()
        };
        sign(SECRET, &text.to_sign())
    }

    #[test]
    fn the_documented_digests() {
        assert_eq!(content_md5(b"{}"), "mZFLkyvTelC5g8XnyQrpOw==");
        assert_eq!(content_md5(r#"{"name":"张某人","age":18}"#.as_bytes()), "jsmDBtOHeXhiozlzXsFtlg==");
    }

    #[test]
    fn the_documented_signatures() {
        let json = "application/json; charset=UTF-8";
        let md5 = "uxydqKBMBy6x1siClKEQ6Q==";
        assert_eq!(
            signed("POST", md5, json, "/v3/sign-flow/create-by-file"),
            "6dYuzEqXUobDAEL97Ja5pvH3QWHpn4R5iJSWEvIsCo8="
        );
        assert_eq!(
            signed("GET", "", json, "/v3/sign-flow/abc123/detail"),
            "xG4jw3vs+xusJ0x3XkIJBwxpTHHzEHqdMGOJ45Ry8Fk="
        );
        assert_eq!(
            signed(
                "GET",
                "",
                json,
                "/v3/organizations/identity-info?orgName=%E6%9F%90%E6%9F%90%E7%A7%91%E6%8A%80%E6%9C%89%E9%99%90%E5%85%AC%E5%8F%B8"
            ),
            "RLLCU/QLFPE0HmKU/vrIhnPc08qZVtEC/nOwnJojWCI="
        );
        assert_eq!(
            signed(
                "GET",
                "",
                "",
                "/v3/persons/identity-info?psnIDCardType=CRED_PSN_CH_IDCARD&psnIDCardNum=110101199003070011"
            ),
            "wMM5SXM+2QQrJ7HuSAHbsL2HlSfdndyuiFe6UTggSMg="
        );
    }

    #[test]
    fn the_documented_callback() {
        assert_eq!(
            notice(SECRET, "1713508339505", "orderNo=001&belong=pinjie", br#"{"action":"AUTH_PASS"}"#),
            "74e534ae34823ae8f099eba5bc4492ef15ad67873cac02512a7d1ec2df30ca4a"
        );
    }

    #[test]
    fn a_repeated_key_counts_once_and_an_empty_value_is_bare() {
        assert_eq!(documented_path("/a?b=2&a=&b=1"), "/a?a&b=2");
        assert_eq!(documented_path("/a?"), "/a");
    }

    #[test]
    fn the_headers_line_stands_between_date_and_path() {
        let text = Text { method: "GET", headers: "X-A:1\nX-B:2", path_and_query: "/p", ..Text::default() };
        assert_eq!(text.to_sign(), "GET\n\n\n\n\nX-A:1\nX-B:2\n/p");
    }
}
