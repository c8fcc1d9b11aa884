//! 授权书: down to be stamped, up as a file of any kind, on to the reviewer and to the caller.

use std::collections::BTreeMap;
use std::io::Cursor;

use bytes::Bytes;
use image::ImageFormat;
use realname_provider::event::EventKind;
use realname_provider::identity::amount::Amount;
use realname_provider::identity::uscc::Uscc;
use realname_provider::input::{Happening, Input, PayIn};
use realname_provider::world::reviewers::Verdict;
use serde_json::json;
use sha2::{Digest as _, Sha256};

use crate::bench::{Answer, Bench};
use crate::browser::{Browser, GUO, Page};
use crate::caller::{Caller, Link};

const ORGANIZATION: &str = "宁波某某社区股份经济合作社";
pub(crate) const PDF: &[u8] = b"%PDF-1.7\nstamped\n%%EOF\n";
const MIB: usize = 1024 * 1024;

fn picture(format: ImageFormat) -> Vec<u8> {
    let mut bytes = Cursor::new(Vec::new());
    image::DynamicImage::new_rgb8(8, 8).write_to(&mut bytes, format).expect("a picture");
    bytes.into_inner()
}

/// A town and somebody at 反向打款 of an organization.
struct AtLetter {
    bench: Bench,
    caller: Caller,
    link: Link,
    browser: Browser,
}

impl AtLetter {
    async fn start() -> Self {
        let bench = Bench::start().await;
        let caller = Caller::of(&bench);
        let mut it = Self {
            link: link(&caller, ORGANIZATION).await,
            browser: Browser::new(&caller.base),
            bench,
            caller,
        };
        it.go_on("91330201MA2AAAAA").await;
        it
    }

    async fn go_on(&mut self, code: &str) {
        let code = Uscc::complete(code).expect("a code").to_string();
        assert_eq!(self.browser.log_in("town", &self.link, GUO.mobile).await.name, "org-info");
        let fields =
            [("org-name", ORGANIZATION), ("org-code", &code), ("legal-rep-name", "王大力"), ("agree", "yes")];
        let page = self.browser.submit(&self.link, "org-info", &fields).await;
        assert_eq!(page.name, "choose-org-method", "{}", page.text);
        self.browser.submit(&self.link, "choose-org-method", &[("method", "bank-transfer")]).await;
        let page = self.browser.submit(&self.link, "bank-transfer/turn", &[("direction", "reverse")]).await;
        assert_eq!(page.name, "reverse-payment", "{}", page.text);
    }

    /// Uploads what a form of these parts carries, with the token that `parts` name.
    async fn send(&mut self, parts: &[(&str, Option<&str>, &[u8])]) -> Page {
        send(&mut self.browser, &self.link, parts).await
    }

    async fn upload(&mut self, name: &str, content: &[u8]) -> Page {
        upload(&mut self.browser, &self.link, name, content).await
    }

    /// How many letters the world has been told of.
    fn uploads(&self) -> usize {
        let events = self.bench.simulator.world().events_after(0).events;
        events.iter().filter(|event| matches!(event.kind, EventKind::LetterUploaded(_))).count()
    }

    async fn get(&self, target: &str) -> Answer {
        Bench::raw(&self.caller.base, "GET", target, &[], String::new()).await.expect("an answer")
    }

    async fn happen(&self, happening: Happening) {
        self.bench.simulator.world().submit(Input::Happen(happening)).await.expect("it happens");
    }
}

/// Sends the form of a letter with these parts: name, name of a file, content.
async fn send(browser: &mut Browser, link: &Link, parts: &[(&str, Option<&str>, &[u8])]) -> Page {
    let mut body = Vec::new();
    for (name, file, content) in parts {
        let file = file.map(|file| format!("; filename=\"{file}\"")).unwrap_or_default();
        let head = format!("--limit\r\nContent-Disposition: form-data; name=\"{name}\"{file}\r\n\r\n");
        body.extend([head.as_bytes(), content, b"\r\n"].concat());
    }
    body.extend(b"--limit--\r\n");
    let target = format!("/auth/h5/letter?{}", link.query());
    let headers = [("content-type", "multipart/form-data; boundary=limit")];
    Page::of(browser.raw("POST", &target, &headers, body.into()).await)
}

/// Uploads a letter with the token of the page where the flow stands.
pub(crate) async fn upload(browser: &mut Browser, link: &Link, name: &str, content: &[u8]) -> Page {
    let token = browser.open(&link.long).await.token;
    send(browser, link, &[("form_token", None, token.as_bytes()), ("letter-file", Some(name), content)]).await
}

async fn link(caller: &Caller, organization: &str) -> Link {
    let body = json!({
        "orgAuthConfig": {"orgName": organization, "transactorInfo": {"psnAccount": GUO.mobile}},
        "authorizeConfig": {"authorizedScopes": ["get_org_identity_info"]},
    });
    let answer = caller.call("POST", "/v3/org-auth-url", &body.to_string()).await.json();
    let address = |key: &str| {
        let text = answer["data"][key].as_str().unwrap_or_else(|| panic!("{answer}"));
        text.strip_prefix(&caller.base).expect("ours").to_owned()
    };
    let id = answer["data"]["authFlowId"].as_str().expect("an id").to_owned();
    Link { id, long: address("authUrl"), short: address("authShortUrl") }
}

/// The texts of a PDF of ours, as a reader selects them: its strings through its table of characters.
fn selectable(pdf: &[u8]) -> String {
    let text = String::from_utf8_lossy(pdf);
    let hex = |part: &str| u32::from_str_radix(part.trim_matches(['<', '>']), 16).ok();
    let characters: BTreeMap<u32, char> = text
        .lines()
        .filter_map(|line| line.split_once("> <"))
        .filter_map(|(glyph, character)| Some((hex(glyph)?, char::from_u32(hex(character)?)?)))
        .collect();
    let content = text_before(pdf, b"endstream").expect("the page comes first");
    let mut found = String::new();
    for shown in shown(content) {
        for glyph in shown.chunks(2) {
            let glyph = glyph.iter().fold(0, |all, byte| all * 256 + u32::from(*byte));
            found.push(*characters.get(&glyph).unwrap_or_else(|| panic!("glyph {glyph} has no character")));
        }
        found.push('\n');
    }
    found
}

fn text_before<'a>(text: &'a [u8], mark: &[u8]) -> Option<&'a [u8]> {
    text.windows(mark.len()).position(|part| part == mark).map(|end| &text[..end])
}

/// What a page shows: each string stands between a matrix and `Tj`.
fn shown(mut content: &[u8]) -> Vec<Vec<u8>> {
    let mut strings = Vec::new();
    while let Some(before) = text_before(content, b" Tm\n") {
        content = &content[before.len() + 4..];
        strings.push(string(text_before(content, b" Tj").expect("a text")));
    }
    strings
}

/// A string of a PDF: hexadecimal, or literal with escapes.
fn string(written: &[u8]) -> Vec<u8> {
    let inner = &written[1..written.len() - 1];
    if written[0] == b'<' {
        return hex::decode(inner).expect("hexadecimal");
    }
    let mut bytes = inner.iter().copied();
    let mut string = Vec::new();
    while let Some(byte) = bytes.next() {
        string.push(match byte {
            b'\\' => match bytes.next().expect("something escaped") {
                b'n' => b'\n',
                b'r' => b'\r',
                b't' => b'\t',
                b'b' => 8,
                b'f' => 12,
                high @ b'0'..=b'7' => {
                    let low = [high, bytes.next().expect("octal"), bytes.next().expect("octal")];
                    low.iter().fold(0, |all, digit| all * 8 + (digit - b'0'))
                }
                plain => plain,
            },
            plain => plain,
        });
    }
    string
}

#[tokio::test]
async fn each_kind_is_taken_shown_to_the_reviewer_and_may_be_replaced() {
    let mut it = AtLetter::start().await;
    let (png, jpeg) = (picture(ImageFormat::Png), picture(ImageFormat::Jpeg));
    let cases = [("a.exe", PDF, "application/pdf"), ("b", &png, "image/png"), ("c.pdf", &jpeg, "image/jpeg")];
    for (name, content, kind) in cases {
        let page = it.upload(name, content).await;
        assert_eq!(page.status, 303, "{}", page.text);
        let page = it.browser.follow(page).await;
        assert_eq!(page.name, "reverse-payment");
        assert!(
            page.text.contains("data-control=\"letter-state\" data-state=\"reviewing\""),
            "{}",
            page.text
        );
        let shown = it.get(&format!("/_desk/review/{}/letter", it.link.id)).await;
        assert_eq!((shown.status, &shown.body[..]), (200, content));
        let listed = it.bench.items("/worlds/town/letters").await;
        assert_eq!(listed[0]["sha256"], hex::encode(Sha256::digest(content)));
        let header = |name| shown.headers.get(name).map_or("", |value| value.to_str().expect("text"));
        assert_eq!((header("content-type"), header("x-content-type-options")), (kind, "nosniff"));
        assert!(header("content-disposition").starts_with("inline;"));
        assert!(header("content-security-policy").starts_with("default-src 'none';"));
    }
    assert_eq!(it.uploads(), 3);
}

#[tokio::test]
async fn a_file_that_is_none_is_told_beside_it_and_changes_nothing() {
    let mut it = AtLetter::start().await;
    let large = [PDF.to_vec(), vec![b' '; 5 * MIB], b"%%EOF".to_vec()].concat();
    let png = picture(ImageFormat::Png);
    let cases: [(&str, &[u8], &str); 8] = [
        ("", b"", "请选择已盖章的授权书扫描件"),
        ("a.pdf", b"", "文件是空的"),
        ("a.pdf", &large, "文件不能超过 5 MB"),
        ("a.pdf", b"<svg xmlns=\"http://www.w3.org/2000/svg\"><script/></svg>", "仅支持 PDF、PNG、JPG"),
        ("a.pdf", b"<!doctype html><script>alert(1)</script>", "仅支持 PDF、PNG、JPG"),
        ("a.png", &png[..20], "仅支持 PDF、PNG、JPG"),
        ("a.gif", b"GIF89a\x01\0\x01\0\0\0\0;", "仅支持 PDF、PNG、JPG"),
        ("a.pdf", &PDF[..10], "仅支持 PDF、PNG、JPG"),
    ];
    for (name, content, told) in cases {
        let page = it.upload(name, content).await;
        assert_eq!((page.status, page.name.as_str()), (422, "reverse-payment"), "{name} {told}");
        let (_, beside) = page.text.split_once("data-control=\"letter-upload\"").expect("the form");
        let (message, _) = beside.split_once("</form>").expect("its end");
        assert!(message.contains(told) && message.contains("data-for=\"letter-file\""), "{message}");
    }
    let token = it.browser.open(&it.link.long).await.token;
    let page = it.send(&[("form_token", None, token.as_bytes())]).await;
    assert_eq!(page.status, 422, "a form without the field");
    assert_eq!(it.uploads(), 0);
    assert_eq!(it.get(&format!("/_desk/review/{}/letter", it.link.id)).await.status, 404);
}

#[tokio::test]
async fn a_letter_with_anothers_token_or_without_a_form_changes_nothing() {
    let mut it = AtLetter::start().await;
    let other = link(&it.caller, "另一家某某公司").await;
    let foreign = it.browser.open(&other.long).await.token;
    let stranger = Browser::new(&it.caller.base).open(&it.link.long).await.token;
    for token in [&foreign, &stranger, ""] {
        let page =
            it.send(&[("form_token", None, token.as_bytes()), ("letter-file", Some("a.pdf"), PDF)]).await;
        assert_eq!((page.status, page.text.as_str()), (303, ""), "{token:?}");
    }
    let target = format!("/auth/h5/letter?{}", it.link.query());
    for kind in
        ["multipart/form-data", "multipart/form-data; boundary=x", "application/x-www-form-urlencoded"]
    {
        let answer =
            it.browser.raw("POST", &target, &[("content-type", kind)], Bytes::from_static(PDF)).await;
        assert_eq!(answer.status, 303, "{kind}");
    }
    let mut stranger = Browser::new(&it.caller.base);
    std::mem::swap(&mut stranger, &mut it.browser);
    let token = it.browser.open(&it.link.long).await.token;
    let page = it.send(&[("form_token", None, token.as_bytes()), ("letter-file", Some("a.pdf"), PDF)]).await;
    assert_eq!(it.browser.follow(page).await.name, "authorize", "who has not logged in holds no seat");
    assert_eq!(it.uploads(), 0);
}

#[tokio::test]
async fn the_letter_is_filled_in_for_whoever_has_logged_in_and_its_text_can_be_selected() {
    let mut it = AtLetter::start().await;
    let target = format!("/auth/h5/letter.pdf?{}", it.link.query());
    let letter = it.browser.raw("GET", &target, &[], Bytes::new()).await;
    assert_eq!((letter.status, letter.headers["content-type"].to_str().ok()), (200, Some("application/pdf")));
    assert_eq!(it.browser.raw("GET", &target, &[], Bytes::new()).await.body, letter.body);
    let code = Uscc::complete("91330201MA2AAAAA").expect("a code").to_string();
    let text = selectable(&letter.body);
    for told in [ORGANIZATION, &code, "王大力", GUO.name, &it.link.id, "2026 年 3 月 2 日", "仿真"] {
        assert!(text.contains(told), "{told}: {text}");
    }
    assert!(!text.contains('〓'), "{text}");
    let stamped = it.get(&format!("/_desk/review/{}/stamped.pdf", it.link.id)).await;
    assert_eq!(stamped.status, 200);
    let on_arc: String = ORGANIZATION.chars().flat_map(|character| [character, '\n']).collect();
    assert!(selectable(&stamped.body).contains(&on_arc), "the seal names the organization");
    assert!(!text.contains(&on_arc));

    let stranger = Browser::new(&it.caller.base).raw("GET", &target, &[], Bytes::new()).await;
    assert_eq!((stranger.status, stranger.text.as_str()), (303, ""), "a stranger learns nothing");
    let page = it.upload("stamped.pdf", &stamped.body).await;
    assert_eq!(page.status, 303, "the stamped copy is a letter: {}", page.text);
    for unknown in ["/_desk/review/x/letter", "/_desk/review/x/stamped.pdf"] {
        assert_eq!(it.get(unknown).await.status, 404);
    }
}

#[tokio::test]
async fn the_caller_downloads_the_letter_for_an_hour_and_is_offered_it_for_180_days() {
    let mut it = AtLetter::start().await;
    it.upload("a.pdf", PDF).await;
    let flow = it.link.id.parse().expect("an id");
    it.happen(Happening::LetterDecided { flow, verdict: Verdict::Approve }).await;
    let page = it.browser.open(&it.link.long).await;
    let (_, payee) = page.text.split_once("data-control=\"payee-account\"").expect("an account");
    let payee: String =
        payee.chars().skip_while(|c| !c.is_ascii_digit()).take_while(char::is_ascii_digit).collect();
    let payment = PayIn {
        from: "33010000000001".into(),
        from_name: ORGANIZATION.into(),
        to: payee.into(),
        amount: "0.01".parse::<Amount>().expect("an amount"),
        remark: "".into(),
    };
    it.happen(Happening::PaidIn(Box::new(payment))).await;
    assert_eq!(it.browser.open(&it.link.long).await.name, "result");

    let code = Uscc::complete("91330201MA2AAAAA").expect("a code").to_string();
    let question = format!("/v3/organizations/identity-info?orgIDCardNum={code}&orgIDCardType=CRED_ORG_USCC");
    let offered = async || {
        it.caller.get(&question).await["data"]["orgInfo"]["authorizationDownloadUrl"]
            .as_str()
            .map(str::to_owned)
    };
    let address = offered().await.expect("an address");
    let target = address.strip_prefix(&it.caller.base).expect("ours").to_owned();
    assert!(target.starts_with("/auth/letter/"), "{target}");
    let letter = it.get(&target).await;
    assert_eq!((letter.status, &letter.body[..]), (200, PDF));
    let expires: String =
        target.split("expires=").nth(1).expect("a time").split('&').next().expect("it").into();
    for forged in [
        target.replace(&expires, "9999999999999"),
        target[..target.len() - 1].to_owned(),
        target.split('?').next().expect("a path").to_owned(),
        target.replace("/auth/letter/", "/auth/letter/x"),
    ] {
        assert_eq!(it.get(&forged).await.status, 403, "{forged}");
    }
    it.bench.post("/worlds/town/clock", json!({"advance": "59m"})).await;
    assert_eq!(it.get(&target).await.status, 200);
    it.bench.post("/worlds/town/clock", json!({"advance": "1m"})).await;
    assert_eq!(it.get(&target).await.status, 403, "the hour is over");
    assert!(offered().await.is_some_and(|newer| newer != address));
    assert_eq!(it.get(&format!("/_desk/review/{}/letter", it.link.id)).await.body, PDF, "also afterwards");
    it.bench.post("/worlds/town/clock", json!({"advance": "180d"})).await;
    assert_eq!(offered().await, None, "kept no longer");
}
