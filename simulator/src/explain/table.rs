//! For each known mistake a client that makes exactly it and is told so by name; and right clients, who are told nothing.

use std::collections::BTreeSet;

use base64::Engine;
use base64::engine::general_purpose::{STANDARD, STANDARD_NO_PAD, URL_SAFE};
use hmac::{Hmac, KeyInit, Mac};
use hyper::HeaderMap;
use hyper::header::{HeaderName, HeaderValue};
use md5::Md5;
use sha1::Sha1;
use sha2::{Digest, Sha256, Sha512};

use super::{Explanation, Mistake, Window, explain};
use crate::signature::{Key, sign};
use crate::signature::{Leniency, Signed, check, content_md5};

const SECRET: &str = "0123456789abcdef0123456789abcdef";
const APP: &str = "7438000001";
const JSON: &str = "application/json; charset=UTF-8";
const BODY: &str = "{\"psnAuthConfig\": {\"psnAccount\": \"13800000000\"}}";
const NOW_MS: i64 = 1_713_508_339_505;
const WINDOW: Window = Window { real_now_ms: NOW_MS, width_ms: 15 * 60_000 };

/// A client: what it sends, what it signs, and how.
struct Client {
    method: &'static str,
    target: String,
    headers: HeaderMap,
    body: String,
    strict: bool,
    /// The signed fields: method, Accept, Content-MD5, Content-Type, Date, header lines, target.
    lines: Vec<String>,
    separator: &'static str,
    signature: fn(&str) -> String,
    /// Replaces the signature afterwards.
    send: fn(String) -> String,
}

fn client(method: &'static str, target: &str, body: &str) -> Client {
    let mut client = Client {
        method,
        target: target.to_owned(),
        headers: HeaderMap::new(),
        body: body.to_owned(),
        strict: false,
        lines: vec![method.into(), "*/*".into(), String::new(), JSON.into(), String::new(), target.into()],
        separator: "\n",
        signature: |text| sign(&Key::new(SECRET), text.as_bytes()),
        send: |signature| signature,
    };
    if !body.is_empty() {
        client.lines[2] = content_md5(body.as_bytes());
        client = client.sends("Content-MD5", &content_md5(body.as_bytes()));
    }
    client
        .sends("X-Tsign-Open-App-Id", APP)
        .sends("X-Tsign-Open-Auth-Mode", "Signature")
        .sends("X-Tsign-Open-Ca-Timestamp", &NOW_MS.to_string())
        .sends("Accept", "*/*")
        .sends("Content-Type", JSON)
        .sends("Host", "127.0.0.1:8686")
}

fn post() -> Client {
    client("POST", "/v3/psn-auth-url", BODY)
}

fn get(target: &str) -> Client {
    client("GET", target, "")
}

fn dated() -> Client {
    post().sends("Date", "Fri, 19 Apr 2024 06:32:19 GMT").signs(4, "Fri, 19 Apr 2024 06:32:19 GMT")
}

/// Declares two signed headers, out of order, and signs them right.
fn declaring() -> Client {
    let mut client = post()
        .sends("X-One", "1")
        .sends("X-Two", "2")
        .sends("X-Tsign-Open-Ca-Signature-Headers", "X-Two,X-One");
    client.lines.insert(5, "X-Two:2".into());
    client.lines.insert(5, "X-One:1".into());
    client
}

impl Client {
    fn sends(mut self, name: &str, value: &str) -> Self {
        let name = HeaderName::from_bytes(name.as_bytes()).unwrap();
        self.headers.insert(name, HeaderValue::from_str(value).unwrap());
        self
    }

    fn omits(mut self, name: &str) -> Self {
        self.headers.remove(name);
        self
    }

    fn signs(mut self, line: usize, text: &str) -> Self {
        text.clone_into(&mut self.lines[line]);
        self
    }

    fn signs_target(self, text: &str) -> Self {
        let last = self.lines.len() - 1;
        self.signs(last, text)
    }

    fn signs_also(mut self, line: usize, text: &str) -> Self {
        self.lines.insert(line, text.to_owned());
        self
    }

    fn leaves_out(mut self, line: usize) -> Self {
        self.lines.remove(line);
        self
    }

    fn joins_with(mut self, separator: &'static str) -> Self {
        self.separator = separator;
        self
    }

    fn signs_by(mut self, signature: fn(&str) -> String) -> Self {
        self.signature = signature;
        self
    }

    fn spells(mut self, send: fn(String) -> String) -> Self {
        self.send = send;
        self
    }

    fn strictly(mut self) -> Self {
        self.strict = true;
        self
    }

    fn with_body(mut self, body: &str) -> Self {
        body.clone_into(&mut self.body);
        self
    }

    /// Sends a `Content-MD5` and signs it as sent.
    fn digests(self, digest: &str) -> Self {
        self.sends("Content-MD5", digest).signs(2, digest)
    }

    fn explained(self) -> (Explanation, bool) {
        let text = self.lines.join(self.separator);
        let mut headers = self.headers;
        if !headers.contains_key("x-tsign-open-ca-signature") {
            let signature = (self.send)((self.signature)(&text));
            headers.insert("x-tsign-open-ca-signature", signature.parse().unwrap());
        }
        let (path, query) = match self.target.split_once('?') {
            Some((path, query)) => (path, Some(query)),
            None => (self.target.as_str(), None),
        };
        let signed =
            Signed { method: self.method, path, query, headers: &headers, body: self.body.as_bytes() };
        let leniency = Leniency { strict: self.strict };
        let trusted = check(&signed, &Key::new(SECRET), leniency).is_ok();
        (explain(&signed, SECRET, WINDOW, leniency), trusted)
    }
}

fn raw(text: &str) -> Vec<u8> {
    Key::new(SECRET).mac_of(text.as_bytes()).to_vec()
}

fn by<M: Mac + KeyInit>(secret: &str, text: &str) -> String {
    let mut mac = <M as KeyInit>::new_from_slice(secret.as_bytes()).unwrap();
    mac.update(text.as_bytes());
    STANDARD.encode(mac.finalize().into_bytes())
}

fn digest_of(body: &str) -> Vec<u8> {
    Md5::digest(body).to_vec()
}

fn mode_and_time() -> Vec<(Mistake, Client)> {
    let timed = |timestamp: String| post().sends("X-Tsign-Open-Ca-Timestamp", &timestamp);
    vec![
        (Mistake::AuthModeMissing, post().omits("X-Tsign-Open-Auth-Mode")),
        (Mistake::AuthModeCase, post().sends("X-Tsign-Open-Auth-Mode", "signature")),
        (Mistake::AuthModeUnknown, post().sends("X-Tsign-Open-Auth-Mode", "HMAC")),
        (Mistake::HeaderMissing, post().omits("X-Tsign-Open-Ca-Timestamp")),
        (Mistake::HeaderMissing, post().sends("X-Tsign-Open-Ca-Signature", "")),
        (Mistake::Sm3Asked, post().sends("X-Tsign-Open-Ca-Signature-Algorithm", "HmacSM3")),
        (Mistake::TimestampNotANumber, timed("2024-04-19".into())),
        (Mistake::TimestampSeconds, timed((NOW_MS / 1_000).to_string())),
        (Mistake::TimestampMicroseconds, timed((NOW_MS * 1_000).to_string())),
        (Mistake::TimestampMicroseconds, timed((i128::from(NOW_MS) * 1_000_000).to_string())),
        (Mistake::TimestampStale, timed((NOW_MS - 15 * 60_000 - 1).to_string())),
        (Mistake::TimestampFuture, timed((NOW_MS + 15 * 60_000 + 1).to_string())),
    ]
}

fn signature_and_key() -> Vec<(Mistake, Client)> {
    vec![
        (Mistake::SignatureMalformed, post().spells(|_| "c2hvcnQ=".into())),
        (Mistake::SignatureHex, post().signs_by(|text| hex::encode(raw(text)))),
        (Mistake::SignatureHex, post().signs_by(|text| hex::encode_upper(raw(text)))),
        (Mistake::SignatureBase64OfHex, post().signs_by(|text| STANDARD.encode(hex::encode(raw(text))))),
        (Mistake::SignatureBase64Twice, post().spells(|signature| STANDARD.encode(signature))),
        (Mistake::SignatureUrlSafe, post().signs_by(|text| URL_SAFE.encode(raw(text)))),
        (Mistake::SignatureUnpadded, post().signs_by(|text| STANDARD_NO_PAD.encode(raw(text)))),
        (Mistake::SignaturePercentEncoded, post().spells(|signature| signature.replace('=', "%3D"))),
        (Mistake::SignatureQuoted, post().spells(|signature| format!("\"{signature}\""))),
        (Mistake::HmacSha1, post().signs_by(|text| by::<Hmac<Sha1>>(SECRET, text))),
        (Mistake::HmacMd5, post().signs_by(|text| by::<Hmac<Md5>>(SECRET, text))),
        (Mistake::HmacSha512, post().signs_by(|text| by::<Hmac<Sha512>>(SECRET, text))),
        (Mistake::PlainDigest, post().signs_by(|text| STANDARD.encode(Sha256::digest(text)))),
        (
            Mistake::PlainDigest,
            post().signs_by(|text| STANDARD.encode(Sha256::digest(format!("{SECRET}{text}")))),
        ),
        (Mistake::SecretBlanks, post().signs_by(|text| by::<Hmac<Sha256>>(&format!("{SECRET}\n"), text))),
        (Mistake::SecretBlanks, post().signs_by(|text| by::<Hmac<Sha256>>(&format!(" {SECRET}"), text))),
        (Mistake::SecretIsAppId, post().signs_by(|text| by::<Hmac<Sha256>>(APP, text))),
        (Mistake::SecretCase, post().signs_by(|text| by::<Hmac<Sha256>>(&SECRET.to_uppercase(), text))),
        (
            Mistake::SecretDecoded,
            post().signs_by(|text| {
                let mut mac = Hmac::<Sha256>::new_from_slice(&hex::decode(SECRET).unwrap()).unwrap();
                mac.update(text.as_bytes());
                STANDARD.encode(mac.finalize().into_bytes())
            }),
        ),
        (Mistake::SecretEmpty, post().signs_by(|text| by::<Hmac<Sha256>>("", text))),
    ]
}

fn fields() -> Vec<(Mistake, Client)> {
    let compact = BODY.replace(": ", ":");
    let undated = "Fri, 19 Apr 2024 06:32:19 GMT";
    vec![
        (Mistake::MethodCase, post().signs(0, "post")),
        (Mistake::MethodCase, post().signs(0, "Post")),
        (Mistake::MethodOther, get("/v3/p").signs(0, "POST")),
        (Mistake::AcceptNotSigned, post().signs(1, "")),
        (Mistake::AcceptNotSent, post().omits("Accept")),
        (Mistake::AcceptOther, post().signs(1, "application/json")),
        (Mistake::Md5NotSigned, post().signs(2, "")),
        (Mistake::Md5NotSent, post().omits("Content-MD5")),
        (Mistake::Md5NotSent, get("/v3/p").signs(2, "1B2M2Y8AsgTpgAmY7PhCfg==")),
        (Mistake::Md5Hex, post().digests(&hex::encode(digest_of(BODY)))),
        (Mistake::Md5Hex, post().signs(2, &hex::encode(digest_of(BODY)))),
        (Mistake::Md5Base64OfHex, post().digests(&STANDARD.encode(hex::encode(digest_of(BODY))))),
        (Mistake::Md5OfNothing, post().digests("1B2M2Y8AsgTpgAmY7PhCfg==")),
        (Mistake::Md5OfOtherJson, post().with_body(&compact)),
        (
            Mistake::Md5OfOtherJson,
            post().with_body("{\n  \"psnAuthConfig\": {\n    \"psnAccount\": \"13800000000\"\n  }\n}"),
        ),
        (Mistake::Md5OfOtherJson, post().signs(2, &content_md5(compact.as_bytes()))),
        (Mistake::Md5OfOtherText, post().with_body("{}")),
        (Mistake::BodySigned, post().signs(2, BODY)),
        (Mistake::BodySigned, post().signs_also(6, BODY)),
        (Mistake::ContentTypeNotSigned, get("/v3/p").signs(3, "")),
        (Mistake::ContentTypeNotSent, get("/v3/p").omits("Content-Type")),
        (Mistake::ContentTypeCharset, post().signs(3, "application/json")),
        (Mistake::ContentTypeCharset, post().sends("Content-Type", "application/json;charset=utf-8")),
        (Mistake::ContentTypeOther, post().sends("Content-Type", "text/plain")),
        (Mistake::DateNotSigned, dated().signs(4, "")),
        (Mistake::DateNotSent, post().signs(4, undated)),
        (Mistake::DateNotSent, dated().sends("Date", "Fri, 19 Apr 2024 06:32:20 GMT")),
        (Mistake::TimestampSigned, post().signs(4, &NOW_MS.to_string())),
        (Mistake::TimestampSigned, post().signs_also(5, &NOW_MS.to_string())),
        (Mistake::TimestampSigned, post().signs_also(6, &NOW_MS.to_string())),
        (Mistake::TimestampSigned, post().signs_also(5, &format!("X-Tsign-Open-Ca-Timestamp:{NOW_MS}"))),
    ]
}

fn lines_and_headers() -> Vec<(Mistake, Client)> {
    let lower = |client: Client| client.signs(5, "x-one:1").signs(6, "x-two:2");
    let undeclared = format!("X-Tsign-Open-App-Id:{APP}");
    let own_line = || {
        let client = declaring().sends("X-Tsign-Open-Ca-Signature-Headers", "Accept,X-One,X-Two");
        client.signs_also(5, "Accept:*/*")
    };
    vec![
        (Mistake::DateLineMissing, post().leaves_out(4)),
        (Mistake::EmptyLineMissing, get("/v3/p").leaves_out(2)),
        (Mistake::EmptyLineMissing, get("/v3/p").leaves_out(4).leaves_out(2)),
        (Mistake::EmptyHeadersLine, post().signs_also(5, "")),
        (Mistake::EmptyHeadersLine, declaring().signs_also(7, "")),
        (Mistake::TrailingLineFeed, post().signs_also(6, "")),
        (Mistake::CarriageReturns, post().joins_with("\r\n")),
        (Mistake::LineFeedsEscaped, post().joins_with("\\n")),
        (Mistake::LineFeedsMissing, post().joins_with("")),
        (Mistake::HeadersNotSigned, declaring().leaves_out(6).leaves_out(5)),
        (Mistake::HeadersNotDeclared, post().signs_also(5, &undeclared)),
        (Mistake::HeadersOrder, declaring().signs(5, "X-Two:2").signs(6, "X-One:1")),
        (Mistake::HeaderNameCase, lower(declaring())),
        (Mistake::HeaderColonBlank, declaring().signs(5, "X-One: 1").signs(6, "X-Two: 2")),
        (Mistake::HeaderNotSent, declaring().omits("X-Two").leaves_out(6)),
        (Mistake::HeaderHasOwnLine, own_line()),
    ]
}

fn targets() -> Vec<(Mistake, Client)> {
    let queried = || get("/v3/p?b=%E7%94%B2&a=1").signs_target("/v3/p?a=1&b=甲");
    vec![
        (Mistake::HostSigned, post().signs_target("http://127.0.0.1:8686/v3/psn-auth-url")),
        (Mistake::HostSigned, queried().signs_target("https://smlopenapi.esign.cn/v3/p?a=1&b=甲")),
        (Mistake::HostSigned, post().signs_target("127.0.0.1:8686/v3/psn-auth-url")),
        (Mistake::PathSlash, post().signs_target("v3/psn-auth-url")),
        (Mistake::QueryNotSigned, queried().signs_target("/v3/p")),
        (Mistake::QueryOrder, queried().signs_target("/v3/p?b=甲&a=1")),
        (Mistake::QueryOrder, get("/v3/p?b=2&a=1").strictly()),
        (Mistake::QueryOrder, get("/v3/p?a=2&B=1").strictly()),
        (Mistake::QueryEncoded, get("/v3/p?a=1&b=%E7%94%B2").strictly()),
        (Mistake::QueryPlus, get("/v3/p?b=x+y%3D&a=1").signs_target("/v3/p?a=1&b=x+y=")),
        (Mistake::QueryEmptyWithEquals, get("/v3/p?a=").strictly()),
        (Mistake::QueryEmptyDropped, get("/v3/p?a=&b=1").signs_target("/v3/p?b=1")),
        (Mistake::QueryRepeated, get("/v3/p?a=1&a=2").strictly()),
        (Mistake::QueryRepeated, get("/v3/p?a=1&a=2").signs_target("/v3/p?a=2")),
        (Mistake::QuestionMark, post().signs_target("/v3/psn-auth-url?")),
        (Mistake::QuestionMark, queried().signs_target("/v3/pa=1&b=甲")),
    ]
}

#[test]
fn each_known_mistake_is_named() {
    let rows: Vec<(Mistake, Client)> =
        [mode_and_time(), signature_and_key(), fields(), lines_and_headers(), targets()]
            .into_iter()
            .flatten()
            .collect();
    let covered: BTreeSet<Mistake> = rows.iter().map(|(mistake, _)| *mistake).collect();
    let missing: Vec<_> = Mistake::ALL.iter().filter(|mistake| !covered.contains(mistake)).collect();
    assert!(missing.is_empty(), "no client makes {missing:?}");
    for (index, (mistake, client)) in rows.into_iter().enumerate() {
        let (explanation, trusted) = client.explained();
        assert_eq!(
            (explanation.mistake, &explanation.also),
            (Some(mistake), &vec![]),
            "row {index}: {explanation:#?}"
        );
        assert!(explanation.detail.starts_with(mistake.sentence()));
        // Mode and time are judged before the signature, which is right there.
        let before_signature = mistake <= Mistake::TimestampFuture;
        assert!(trusted == before_signature || mistake == Mistake::HeaderMissing, "row {index}");
    }
}

#[test]
fn right_clients_are_told_nothing() {
    let queried = |text: &str| get("/v3/p?b=%E7%94%B2&a=&C=1").signs_target(text);
    for client in [
        post(),
        dated(),
        declaring(),
        get("/v3/p"),
        get("/v3/p").omits("Content-Type").signs(3, ""),
        queried("/v3/p?C=1&a&b=甲").strictly(),
        queried("/v3/p?b=%E7%94%B2&a=&C=1"),
        queried("/v3/p?a&b=甲&C=1"),
        post().sends("X-Tsign-Open-Ca-Timestamp", &(NOW_MS - 15 * 60_000).to_string()),
        post().sends("X-Tsign-Open-Ca-Timestamp", &(NOW_MS + 15 * 60_000).to_string()),
    ] {
        let expected = client.lines.join("\n");
        let (explanation, trusted) = client.explained();
        assert!(trusted);
        assert_eq!((explanation.mistake, explanation.detail.as_str()), (None, ""), "{expected}");
    }
}

#[test]
fn two_mistakes_are_both_named() {
    let told = |client: Client| {
        let (explanation, _) = client.explained();
        (explanation.mistake, explanation.also)
    };
    assert_eq!(
        told(post().signs(1, "").signs(3, "")),
        (Some(Mistake::AcceptNotSigned), vec![Mistake::ContentTypeNotSigned])
    );
    assert_eq!(
        told(post().signs_also(6, "").signs_by(|text| hex::encode(raw(text)))),
        (Some(Mistake::TrailingLineFeed), vec![Mistake::SignatureHex])
    );
    assert_eq!(
        told(get("/v3/p?b=%E7%94%B2&a=1").signs(1, "").signs_target("/v3/p?b=甲&a=1")),
        (Some(Mistake::AcceptNotSigned), vec![Mistake::QueryOrder])
    );
    // A query in a form that is taken is no mistake beside another one.
    assert_eq!(told(get("/v3/p?b=%E7%94%B2&a=1").signs(1, "")), (Some(Mistake::AcceptNotSigned), vec![]));
    assert_eq!(
        told(post().signs(1, "").with_body("{}")),
        (Some(Mistake::AcceptNotSigned), vec![Mistake::Md5OfOtherText])
    );
    assert_eq!(
        told(post().sends("X-Tsign-Open-Ca-Timestamp", "1713508339").signs(0, "post")),
        (Some(Mistake::TimestampSeconds), vec![Mistake::MethodCase])
    );
}

#[test]
fn what_nobody_knows_is_shown_and_not_guessed() {
    let (explanation, trusted) =
        post().signs_by(|text| by::<Hmac<Sha256>>("another secret", text)).explained();
    assert!(!trusted);
    assert_eq!(explanation.mistake, None);
    let digest = content_md5(BODY.as_bytes());
    let expected = format!("POST\n*/*\n{digest}\n{JSON}\n\n/v3/psn-auth-url");
    assert_eq!(explanation.expected_string_to_sign, expected);
    assert!(explanation.detail.contains(&expected.replace('\n', "\\n")), "{}", explanation.detail);
}

#[test]
fn a_call_in_token_mode_has_no_signature_to_explain() {
    let client = client("GET", "/v3/p", "").omits("X-Tsign-Open-Auth-Mode");
    let headers = client.headers;
    let signed = Signed { method: "GET", path: "/v3/p", query: None, headers: &headers, body: b"" };
    let explanation = explain(&signed, SECRET, WINDOW, Leniency::default());
    assert_eq!(explanation.mistake, None);
    assert!(explanation.detail.contains("token mode"));
}

#[test]
fn a_text_of_unusual_length_is_not_searched() {
    let long = format!("/v3/p?{}", "a&".repeat(20_000));
    for long in [long, format!("/v3/p?a={}", "1".repeat(40_000))] {
        let (explanation, _) = get(&long).signs(1, "").explained();
        assert_eq!(explanation.mistake, None);
        assert!(explanation.detail.contains("too long"));
    }
}

#[test]
fn strange_requests_never_panic() {
    let mut headers = HeaderMap::new();
    let strange = HeaderValue::from_bytes(b"\xff\xfe,\xff").unwrap();
    for name in [
        "accept",
        "content-md5",
        "content-type",
        "date",
        "host",
        "x-tsign-open-app-id",
        "x-tsign-open-ca-timestamp",
        "x-tsign-open-ca-signature-headers",
    ] {
        headers.insert(name, strange.clone());
    }
    for signature in ["", "=", "%%%", &STANDARD.encode([0; 32]), &"A".repeat(4_000)] {
        headers.insert("x-tsign-open-ca-signature", signature.parse().unwrap());
        for (method, path, query) in [("", "", Some("&=&%")), ("GET", "/", None), ("é", "/é", Some("é=%ff+"))]
        {
            let signed = Signed { method, path, query, headers: &headers, body: b"{\"\xff" };
            assert_eq!(
                explain(&signed, "", WINDOW, Leniency::default()).mistake,
                Some(Mistake::AuthModeMissing)
            );
        }
    }
}
