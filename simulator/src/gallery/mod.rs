//! Every page in every state: that each keeps the page contract, escapes what comes from outside and
//! labels its fields. With `REALNAME_GALLERY=folder` the pages are written there to be looked at.
//!
//! `samples` draws the pages; here they are judged.

mod samples;

use std::collections::BTreeMap;

use samples::{
    Gallery, TICKET, demo_pages, desk_pages, face_pages, flow_pages, honest, links, other_pages, phone_pages,
};

use crate::pages::links::{Links, phone_page, qr_image};
use crate::pages::said::{Message, Said};
use crate::pages::shell::Shell;

const EVIL: &str = "\"><script>evil()</script>";

/// The page contract: a page and the controls that its states show between them.
const CONTRACT: &[(&str, &[&str])] = &[
    ("demo-login", &["person", "submit"]),
    (
        "demo-home",
        &["subject-state", "go-verify-person", "new-org-name", "go-verify-organization", "demo-reset"],
    ),
    ("demo-return", &["subject-state", "notices"]),
    ("authorize", &["account", "send-code", "code", "agree", "agreement", "submit", "scope"]),
    ("agreement", &[]),
    ("willingness", &["method-face"]),
    ("choose-method", &["method-mobile", "method-face", "method-bankcard"]),
    ("mobile", &["name", "id-type", "id-number", "mobile", "agree", "submit", "change-method"]),
    ("mobile-code", &["send-code", "code", "submit", "change-method"]),
    (
        "face",
        &[
            "name",
            "id-type",
            "id-number",
            "vendor-esign",
            "vendor-alipay",
            "agree",
            "submit",
            "change-method",
        ],
    ),
    ("face-qr", &["qr", "phone-link", "query-result", "refresh-qr", "change-method", "state"]),
    ("phone-face", &["agree", "start"]),
    ("already-scanned", &[]),
    ("alipay-face", &["agree", "start"]),
    ("face-action", &["prompt", "blink", "open-mouth", "look-away", "cancel"]),
    ("face-result", &["result"]),
    (
        "bankcard",
        &["name", "id-type", "id-number", "bank-card", "mobile", "agree", "submit", "change-method"],
    ),
    ("bankcard-code", &["send-code", "code", "submit", "change-method"]),
    ("result", &["result", "return", "retry", "change-method"]),
    (
        "phone-home",
        &["message", "open-link", "scan-text", "scan-file", "scan", "open-in-browser", "open-in-alipay"],
    ),
    ("mailbox", &["message", "open-link"]),
    ("review-desk", &["letter", "approve", "reason", "reject", "stamped-copy"]),
    ("bank-desk", &["account", "statement", "from", "from-name", "to", "amount", "remark", "pay"]),
    ("admin-desk", &["approval", "approve", "refuse", "grant", "cancel"]),
    ("token", &["token", "submit"]),
    ("flow-ended", &[]),
    ("flow-expired", &[]),
    ("not-found", &[]),
    ("outside-link", &["continue", "stop"]),
    ("help", &[]),
    ("fault", &["retry"]),
];

/// The values of one attribute, in order.
fn values<'a>(page: &'a str, attribute: &str) -> Vec<&'a str> {
    let start = format!(" {attribute}=\"");
    page.split(start.as_str()).skip(1).filter_map(|rest| rest.split('"').next()).collect()
}

fn pages_in(page: &str) -> Vec<&str> {
    values(page, "data-page")
}

#[test]
fn every_page_of_the_contract_is_there_with_its_controls() {
    let gallery = honest();
    let mut controls: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
    for (name, page) in &gallery {
        let pages = pages_in(page);
        assert_eq!(pages.len(), 1, "{name} has one root");
        assert!(page.contains(&format!("<main data-page=\"{}\"", pages[0])), "{name}: the root is main");
        controls.entry(pages[0]).or_default().extend(values(page, "data-control"));
    }
    for (page, expected) in CONTRACT {
        let found = controls.get(page).unwrap_or_else(|| panic!("no page {page}"));
        for control in *expected {
            assert!(found.contains(control), "{page} has no {control}, only {found:?}");
        }
    }
    let named: Vec<_> = CONTRACT.iter().map(|(page, _)| *page).collect();
    for page in controls.keys() {
        assert!(named.contains(page), "{page} is not in the contract");
    }
    if let Ok(folder) = std::env::var("REALNAME_GALLERY") {
        write(&folder, &gallery);
    }
}

#[test]
fn nothing_from_outside_reaches_a_page_unescaped() {
    let said = Said {
        typed: [
            "account",
            "code",
            "name",
            "id-number",
            "id-type",
            "mobile",
            "vendor",
            "scan-text",
            "person",
            "new-org-name",
            "token",
            "from",
            "from-name",
            "to",
            "amount",
            "remark",
        ]
        .map(|name| (name.to_owned(), EVIL.to_owned()))
        .into_iter()
        .collect(),
        fields: Vec::new(),
        page: vec![Message::notice(EVIL)],
    };
    let links =
        Links { query: EVIL.into(), redirect: Some(EVIL.into()), phone_link: Some(EVIL.into()), ..links() };
    let mut gallery = flow_pages(Shell::Pc, EVIL, &said, &links);
    gallery.extend(flow_pages(Shell::H5, EVIL, &said, &links));
    gallery.extend(face_pages(EVIL, &said));
    gallery.extend(other_pages(EVIL, &said));
    gallery.extend(demo_pages(EVIL, &said));
    gallery.extend(desk_pages(EVIL, &said));
    gallery.extend(phone_pages(EVIL, &said));
    for (name, page) in gallery {
        assert!(!page.contains("<script>"), "{name}: {page}");
    }
}

#[test]
fn every_field_has_a_label_and_every_form_its_token() {
    for (name, page) in honest() {
        let forms: Vec<_> =
            page.split("<form ").skip(1).map(|rest| rest.split("</form>").next().unwrap()).collect();
        for form in forms {
            // A question changes nothing and needs none.
            if form.starts_with("method=\"get\"") {
                continue;
            }
            assert!(form.starts_with("method=\"post\""), "{name}: {form}");
            assert!(form.contains("name=\"form_token\""), "{name}: {form}");
        }
        for tag in ["<input ", "<select "] {
            let places: Vec<_> = page.match_indices(tag).map(|(place, _)| place).collect();
            for place in places {
                let field = page[place..].split('>').next().unwrap();
                if field.contains("type=\"hidden\"") {
                    continue;
                }
                let before = &page[..place];
                let inside =
                    before.rfind("<label").is_some_and(|label| label > before.rfind("</label>").unwrap_or(0));
                let labelled =
                    values(field, "id").first().is_some_and(|id| page.contains(&format!("for=\"{id}\"")));
                assert!(inside || labelled, "{name}: {field}");
            }
        }
    }
}

#[test]
fn a_field_of_a_form_bears_the_name_of_its_control() {
    for (name, page) in honest() {
        for field in page.split("<input ").skip(1).filter_map(|rest| rest.split('>').next()) {
            let field = format!(" {field}");
            let (Some(control), Some(form_name)) =
                (values(&field, "data-control").first().copied(), values(&field, "name").first().copied())
            else {
                continue;
            };
            let is_radio = field.contains("type=\"radio\"");
            assert!(control == form_name || is_radio && control.starts_with("vendor-"), "{name}: {field}");
        }
    }
}

#[test]
fn a_phone_is_never_asked_to_scan_its_own_screen() {
    let pages = flow_pages(Shell::H5, "", &Said::default(), &links());
    assert!(pages.values().all(|page| !page.contains("/auth/qr/")));
    assert!(pages["face-qr-issued"].contains(&phone_page(TICKET)));
}

#[test]
fn a_waiting_page_knows_what_it_waits_for() {
    let pages = flow_pages(Shell::Pc, "", &Said::default(), &links());
    for (page, state) in
        [("face-qr-issued", "issued"), ("face-qr-acting", "scanned"), ("face-qr-failed", "failed")]
    {
        assert_eq!(values(&pages[page], "data-now"), [state], "{page}");
        assert_eq!(values(&pages[page], "data-state"), [state], "{page}");
    }
    assert!(values(&pages["mobile-empty"], "data-now").is_empty());
}

/// Writes the pages with style and script beside them, and a QR code that can be scanned.
fn write(folder: &str, gallery: &Gallery) {
    let folder = std::path::Path::new(folder);
    std::fs::create_dir_all(folder).unwrap();
    std::fs::write(folder.join("style.css"), crate::pages::STYLE).unwrap();
    std::fs::write(folder.join("turn.js"), crate::pages::TURN).unwrap();
    let code = crate::qr::draw(&format!("http://127.0.0.1:8080{}", phone_page(TICKET))).unwrap();
    std::fs::write(folder.join("qr.png"), code).unwrap();
    for (name, page) in gallery {
        let page = page
            .replace("/auth/style.css", "style.css")
            .replace("/auth/turn.js", "turn.js")
            .replace(&qr_image(TICKET), "qr.png");
        std::fs::write(folder.join(format!("{name}.html")), page).unwrap();
    }
}
