//! Signatures of the wire: what a caller signs, and what we sign when a notice is posted.
//!
//! - [`check`] judges a request (`dev-guide3/tggw2e`)
//! - [`QueryForm`], in `query`, lists the spellings of the query that working clients sign
//! - [`notice_signature`] signs a posted notice (`notify3/sblzg8`)
//!
//! Pure: bytes in, verdict out. The time window, the app's secret and the refusal's wording live in
//! the gateway; why a refused signature differs is told by `explain`.

mod query;

use std::fmt;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use hmac::{Hmac, KeyInit, Mac};
use hyper::HeaderMap;
use hyper::header::{ACCEPT, CONTENT_TYPE, DATE, HeaderName};
use md5::{Digest, Md5};
use sha2::Sha256;
use subtle::ConstantTimeEq;

pub use query::QueryForm;
use query::{sorted_parameters, write_path_and_parameters};

/// `X-Tsign-Open-App-Id`: which app calls.
pub static APP_ID: HeaderName = HeaderName::from_static("x-tsign-open-app-id");
/// `X-Tsign-Open-Auth-Mode`: `Signature`, or absent for token mode.
pub static AUTH_MODE: HeaderName = HeaderName::from_static("x-tsign-open-auth-mode");
/// `X-Tsign-Open-Ca-Timestamp`: Unix milliseconds as text; not part of the signed text.
pub static TIMESTAMP: HeaderName = HeaderName::from_static("x-tsign-open-ca-timestamp");
/// `X-Tsign-Open-Ca-Signature`: the request's signature in Base64.
pub static SIGNATURE: HeaderName = HeaderName::from_static("x-tsign-open-ca-signature");
/// `X-Tsign-Open-Ca-Signature-Headers`: comma list of further headers that take part in the signed text.
pub static SIGNATURE_HEADERS: HeaderName = HeaderName::from_static("x-tsign-open-ca-signature-headers");
/// `X-Tsign-Open-Token`: the access token of token mode.
pub static TOKEN: HeaderName = HeaderName::from_static("x-tsign-open-token");
/// `Content-MD5`: Base64 of the sixteen digest bytes of the body.
pub static CONTENT_MD5: HeaderName = HeaderName::from_static("content-md5");

/// An app's secret, prepared once: the two hashed pads are kept, and a copy of them starts each signature.
#[derive(Clone)]
pub struct Key(Hmac<Sha256>);

impl Key {
    /// Prepares `secret` as its UTF-8 bytes; any length will do.
    pub fn new(secret: &str) -> Self {
        Self(Hmac::new_from_slice(secret.as_bytes()).expect("HMAC takes a key of any length"))
    }

    /// HMAC-SHA256 of `text`.
    pub(crate) fn mac_of(&self, text: &[u8]) -> [u8; 32] {
        let mut mac = self.0.clone();
        mac.update(text);
        mac.finalize().into_bytes().into()
    }
}

impl fmt::Debug for Key {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("Key(..)")
    }
}

/// The parts of a request that its signature covers, as they came from the wire.
#[derive(Debug, Clone, Copy)]
pub struct Signed<'a> {
    /// The method in capitals, `POST`.
    pub method: &'a str,
    /// The path as sent, still percent-encoded, without scheme, host and query.
    pub path: &'a str,
    /// The query as sent, without `?`; absent and empty mean the same.
    pub query: Option<&'a str>,
    /// All headers of the request.
    pub headers: &'a HeaderMap,
    /// The body's raw bytes; empty when none was sent.
    pub body: &'a [u8],
}

/// How far a caller may stray from the documented text.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Leniency {
    /// Take [`QueryForm::Documented`] only.
    pub strict: bool,
}

/// Why a request is not trusted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Mistrust {
    /// The signature holds, but `Content-MD5` is not the digest of the body that came.
    Body,
    /// The signature is missing or belongs to another text or secret.
    Signature,
}

/// Judges a request's signature, then whether the signed `Content-MD5` is that of the body.
///
/// The documented form is tried first; the others only while they are allowed and there is a query.
pub fn check(signed: &Signed<'_>, key: &Key, leniency: Leniency) -> Result<(), Mistrust> {
    let sent = signed.headers.get(&SIGNATURE).ok_or(Mistrust::Signature)?.as_bytes();
    let mut before_path = key.0.clone();
    write_before_path(signed, &mut before_path);
    let has_query = signed.query.is_some_and(|query| !query.is_empty());
    let forms = if leniency.strict || !has_query { &QueryForm::ALL[..1] } else { &QueryForm::ALL[..] };
    let trusted = forms.iter().any(|form| {
        let mut mac = before_path.clone();
        write_path_and_parameters(signed, *form, &mut mac);
        is_base64_of(sent, &mac.finalize().into_bytes())
    });
    if !trusted {
        return Err(Mistrust::Signature);
    }
    if body_digest_holds(signed) { Ok(()) } else { Err(Mistrust::Body) }
}

/// The text that a caller of this request signs.
#[cfg(test)]
pub(crate) fn string_to_sign(signed: &Signed<'_>, form: QueryForm) -> Vec<u8> {
    let mut text = Vec::with_capacity(256);
    write_before_path(signed, &mut text);
    write_path_and_parameters(signed, form, &mut text);
    text
}

/// The last line of the signed text: path, `?` and parameters in the given form.
pub fn path_and_parameters(signed: &Signed<'_>, form: QueryForm) -> Vec<u8> {
    let mut text = Vec::with_capacity(128);
    write_path_and_parameters(signed, form, &mut text);
    text
}

/// The headers that the caller declared as signed, in the order of the signed text: name as declared, value as sent.
///
/// Unknown: a declared header that was not sent counts as empty, and of a repeated one the first value counts.
pub fn declared_headers(headers: &HeaderMap) -> Vec<(&str, &[u8])> {
    let Some(list) =
        headers.get(&SIGNATURE_HEADERS).and_then(|list| std::str::from_utf8(list.as_bytes()).ok())
    else {
        return Vec::new();
    };
    let mut names: Vec<&str> =
        list.split(',').map(str::trim).filter(|name| !name.is_empty() && !stands_elsewhere(name)).collect();
    names.sort_unstable();
    names.dedup();
    names.into_iter().map(|name| (name, value_of(headers, name))).collect()
}

/// `Content-MD5` of a body: Base64 of the sixteen digest bytes.
pub fn content_md5(body: &[u8]) -> String {
    STANDARD.encode(Md5::digest(body))
}

/// Signs a text as a caller does: HMAC-SHA256 in Base64.
pub fn sign(key: &Key, text: &[u8]) -> String {
    STANDARD.encode(key.mac_of(text))
}

/// The signature of a posted notice, in lower-case hex: of timestamp, the values of the receiving
/// address's query, and body, with nothing between them (`notify3/sblzg8`).
///
/// `timestamp` is the text of `X-Tsign-Open-TIMESTAMP`; `url_query` is the raw query of the address, or empty.
/// Unknown: of equal keys only the first value counts, as in a request.
pub fn notice_signature(key: &Key, timestamp: &str, url_query: &str, body: &[u8]) -> String {
    let mut mac = key.0.clone();
    mac.update(timestamp.as_bytes());
    for parameter in sorted_parameters(url_query, QueryForm::Documented) {
        mac.update(&parameter.value);
    }
    mac.update(body);
    hex::encode(mac.finalize().into_bytes())
}

/// The value of a header as bytes; one that is absent is empty, since both sign as an empty line.
pub(crate) fn value_of(headers: &HeaderMap, name: impl hyper::header::AsHeaderName) -> &[u8] {
    headers.get(name).map_or(&[], |value| value.as_bytes())
}

/// Takes the signed text piece by piece, so that judging a request needs no copy of it.
trait Sink {
    fn put(&mut self, bytes: &[u8]);
}

impl Sink for Vec<u8> {
    fn put(&mut self, bytes: &[u8]) {
        self.extend_from_slice(bytes);
    }
}

impl Sink for Hmac<Sha256> {
    fn put(&mut self, bytes: &[u8]) {
        self.update(bytes);
    }
}

fn write_before_path(signed: &Signed<'_>, sink: &mut impl Sink) {
    let headers = signed.headers;
    sink.put(signed.method.as_bytes());
    for value in [
        value_of(headers, &ACCEPT),
        value_of(headers, &CONTENT_MD5),
        value_of(headers, &CONTENT_TYPE),
        value_of(headers, &DATE),
    ] {
        sink.put(b"\n");
        sink.put(value);
    }
    sink.put(b"\n");
    // No declared header, no line for it: the only field whose line feed goes with it.
    if headers.contains_key(&SIGNATURE_HEADERS) {
        for (name, value) in declared_headers(headers) {
            sink.put(name.as_bytes());
            sink.put(b":");
            sink.put(value);
            sink.put(b"\n");
        }
    }
}

/// Headers that have a line of their own, or carry the signature itself, never stand among the declared ones.
fn stands_elsewhere(name: &str) -> bool {
    [&SIGNATURE, &SIGNATURE_HEADERS, &ACCEPT, &CONTENT_MD5, &CONTENT_TYPE, &DATE]
        .iter()
        .any(|header| header.as_str().eq_ignore_ascii_case(name))
}

/// Without a body the header is taken as it stands: clients send the digest of nothing, or of anything.
///
/// Unknown: whether the provider compares the digest of a body; we do. One that is absent or empty is
/// accepted, since the documents call the header optional.
fn body_digest_holds(signed: &Signed<'_>) -> bool {
    let sent = value_of(signed.headers, &CONTENT_MD5);
    signed.body.is_empty() || sent.is_empty() || is_base64_of(sent, &Md5::digest(signed.body))
}

/// Compares in a time that does not depend on where the texts differ.
fn is_base64_of(sent: &[u8], digest: &[u8]) -> bool {
    // Room for 32 bytes, the longest digest here.
    let mut expected = [0_u8; 44];
    let length = STANDARD.encode_slice(digest, &mut expected).expect("the longest digest fits");
    bool::from(sent.ct_eq(&expected[..length]))
}

#[cfg(test)]
mod tests {
    use hyper::header::HeaderValue;

    use super::*;

    type Pairs<'a> = &'a [(&'a str, &'a str)];

    const JSON: &str = "application/json; charset=UTF-8";

    fn key() -> Key {
        Key::new("dummysecret")
    }

    fn headers(pairs: Pairs<'_>) -> HeaderMap {
        let mut headers = HeaderMap::new();
        for (name, value) in pairs {
            let name = HeaderName::from_bytes(name.as_bytes()).unwrap();
            headers.append(name, HeaderValue::from_bytes(value.as_bytes()).unwrap());
        }
        headers
    }

    /// Signs `text` by hand, sends it with the given headers, and tells the verdict.
    fn verdict(
        method: &str,
        target: &str,
        pairs: Pairs<'_>,
        body: &str,
        text: &str,
        strict: bool,
    ) -> Result<(), Mistrust> {
        let mut headers = headers(pairs);
        headers.insert(&SIGNATURE, sign(&key(), text.as_bytes()).parse().unwrap());
        let (path, query) =
            target.split_once('?').map_or((target, None), |(path, query)| (path, Some(query)));
        let signed = Signed { method, path, query, headers: &headers, body: body.as_bytes() };
        check(&signed, &key(), Leniency { strict })
    }

    #[test]
    fn documented_digests_of_bodies() {
        assert_eq!(content_md5(b"{}"), "mZFLkyvTelC5g8XnyQrpOw==");
        assert_eq!(content_md5("{\"name\":\"张某人\",\"age\":18}".as_bytes()), "jsmDBtOHeXhiozlzXsFtlg==");
    }

    #[test]
    fn documented_signatures_are_accepted_strictly() {
        let digest = ("Content-MD5", "uxydqKBMBy6x1siClKEQ6Q==");
        let vectors: [(&str, &str, Pairs<'_>, &str); 4] = [
            (
                "POST",
                "/v3/sign-flow/create-by-file",
                &[("Accept", "*/*"), digest, ("Content-Type", JSON)],
                "6dYuzEqXUobDAEL97Ja5pvH3QWHpn4R5iJSWEvIsCo8=",
            ),
            (
                "GET",
                "/v3/sign-flow/abc123/detail",
                &[("Accept", "*/*"), ("Content-Type", JSON)],
                "xG4jw3vs+xusJ0x3XkIJBwxpTHHzEHqdMGOJ45Ry8Fk=",
            ),
            (
                "GET",
                "/v3/organizations/identity-info?orgName=%E6%9F%90%E6%9F%90%E7%A7%91%E6%8A%80%E6%9C%89%E9%99%90%E5%85%AC%E5%8F%B8",
                &[("Accept", "*/*"), ("Content-Type", JSON)],
                "RLLCU/QLFPE0HmKU/vrIhnPc08qZVtEC/nOwnJojWCI=",
            ),
            (
                "GET",
                "/v3/persons/identity-info?psnIDCardType=CRED_PSN_CH_IDCARD&psnIDCardNum=110101199003070011",
                &[("Accept", "*/*")],
                "wMM5SXM+2QQrJ7HuSAHbsL2HlSfdndyuiFe6UTggSMg=",
            ),
        ];
        for (method, target, pairs, signature) in vectors {
            let mut headers = headers(pairs);
            headers.insert(&SIGNATURE, signature.parse().unwrap());
            let (path, query) =
                target.split_once('?').map_or((target, None), |(path, query)| (path, Some(query)));
            let signed = Signed { method, path, query, headers: &headers, body: b"" };
            assert_eq!(check(&signed, &key(), Leniency { strict: true }), Ok(()), "{target}");
            assert_eq!(sign(&key(), &string_to_sign(&signed, QueryForm::Documented)), signature);
        }
    }

    #[test]
    fn documented_notice_signature() {
        let signature = notice_signature(
            &key(),
            "1713508339505",
            "orderNo=001&belong=pinjie",
            b"{\"action\":\"AUTH_PASS\"}",
        );
        assert_eq!(signature, "74e534ae34823ae8f099eba5bc4492ef15ad67873cac02512a7d1ec2df30ca4a");
    }

    #[test]
    fn a_notice_signs_decoded_values_and_no_query_as_nothing() {
        let plain = notice_signature(&key(), "1713508339505", "", "甲 乙{}".as_bytes());
        assert_eq!(
            plain,
            notice_signature(&key(), "1713508339505", "b=%20&a=%E7%94%B2&c=%E4%B9%99", "{}".as_bytes())
        );
        assert_eq!(
            plain,
            notice_signature(&key(), "1713508339505", "b=+&a=%E7%94%B2&a=x&c=%E4%B9%99", b"{}")
        );
    }

    #[test]
    fn lenient_query_forms_are_taken_unless_strict() {
        let target = "/p?b=%E7%94%B2&A=1&a=&C=2";
        let forms = [
            ("/p?A=1&C=2&a&b=甲", true),
            ("/p?b=%E7%94%B2&A=1&a=&C=2", false),
            ("/p?A=1&a&b=甲&C=2", false),
            ("/p?A=1&C=2&a=&b=甲", false),
            ("/p?A=1&C=2&a&b=%E7%94%B2", false),
        ];
        for (form, documented) in forms {
            let text = format!("GET\n\n\n\n\n{form}");
            assert_eq!(verdict("GET", target, &[], "", &text, false), Ok(()), "{form}");
            let strict = verdict("GET", target, &[], "", &text, true);
            assert_eq!(strict, if documented { Ok(()) } else { Err(Mistrust::Signature) }, "{form}");
        }
        for refused in ["/p", "/p?A=1", "/p?b=甲&A=1&a&C=2", "/p?A=1&C=2&a&b=甲&"] {
            let text = format!("GET\n\n\n\n\n{refused}");
            assert_eq!(verdict("GET", target, &[], "", &text, false), Err(Mistrust::Signature), "{refused}");
        }
    }

    #[test]
    fn the_body_must_have_the_signed_digest() {
        let digest = content_md5(b"{}");
        let post = |md5: &str, body: &str| {
            let text = format!("POST\n*/*\n{md5}\n{JSON}\n\n/p");
            let pairs = [("Accept", "*/*"), ("Content-MD5", md5), ("Content-Type", JSON)];
            verdict("POST", "/p", &pairs, body, &text, true)
        };
        assert_eq!(post(&digest, "{}"), Ok(()));
        assert_eq!(post(&digest, "{ }"), Err(Mistrust::Body));
        assert_eq!(post("", "{ }"), Ok(()), "the header is optional");
        assert_eq!(post("anything", ""), Ok(()), "without a body the header is taken as it stands");
    }

    #[test]
    fn empty_and_absent_headers_sign_alike_and_names_have_no_case() {
        let text = "GET\n\n\n\n\n/p";
        assert_eq!(
            verdict("GET", "/p", &[("Content-Type", ""), ("Content-Md5", "")], "", text, true),
            Ok(())
        );
        let text = "GET\n*/*\nx\n\n\n/p";
        assert_eq!(verdict("GET", "/p", &[("ACCEPT", "*/*"), ("content-md5", "x")], "", text, true), Ok(()));
    }

    #[test]
    fn declared_headers_stand_sorted_between_date_and_path() {
        let pairs = [
            ("Date", "Fri, 19 Apr 2024 06:32:19 GMT"),
            ("X-Beta", "2"),
            ("x-alpha", "1"),
            ("X-Tsign-Open-Ca-Signature-Headers", "X-Beta, X-Alpha,X-Gone,Date,accept"),
        ];
        let text = "GET\n\n\n\nFri, 19 Apr 2024 06:32:19 GMT\nX-Alpha:1\nX-Beta:2\nX-Gone:\n/p";
        assert_eq!(verdict("GET", "/p", &pairs, "", text, true), Ok(()));
        let empty = [("X-Tsign-Open-Ca-Signature-Headers", "")];
        assert_eq!(verdict("GET", "/p", &empty, "", "GET\n\n\n\n\n/p", true), Ok(()));
    }

    #[test]
    fn missing_and_strange_headers_never_panic() {
        let none = HeaderMap::new();
        let signed = Signed { method: "GET", path: "/p", query: None, headers: &none, body: b"" };
        assert_eq!(check(&signed, &key(), Leniency::default()), Err(Mistrust::Signature));
        let mut strange = HeaderMap::new();
        let value = HeaderValue::from_bytes(b"\xff\xfe").unwrap();
        for name in [&ACCEPT, &DATE, &CONTENT_TYPE, &CONTENT_MD5, &SIGNATURE, &SIGNATURE_HEADERS] {
            strange.insert(name, value.clone());
        }
        let signed =
            Signed { method: "", path: "", query: Some("%&=&%ff=%zz"), headers: &strange, body: b"x" };
        assert_eq!(check(&signed, &key(), Leniency::default()), Err(Mistrust::Signature));
        // What cannot be read as text is signed as the bytes that came.
        let text = string_to_sign(&signed, QueryForm::Documented);
        assert!(text.starts_with(b"\n\xff\xfe\n\xff\xfe\n"));
        let signature = sign(&key(), &text);
        strange.insert(&SIGNATURE, signature.parse().unwrap());
        let signed =
            Signed { method: "", path: "", query: Some("%&=&%ff=%zz"), headers: &strange, body: b"x" };
        assert_eq!(check(&signed, &key(), Leniency::default()), Err(Mistrust::Body));
    }
}
