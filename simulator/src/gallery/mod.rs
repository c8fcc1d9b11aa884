//! Every page in every state: that each keeps the page contract, escapes what comes from outside and
//! labels its fields. With `REALNAME_GALLERY=folder` the pages are written there to be looked at.
//!
//! - `samples`: the pages of a person's flow · `organizations`: those of an organization's ·
//!   `ours`: the demo, the desks and the virtual phone
//!
//! - `contract`: the table of pages, controls and states
//!
//! The first three draw the pages; here they are judged.

mod contract;
mod organizations;
mod ours;
mod samples;

use std::path::Path;

use contract::Table;
use ours::{demo_pages, desk_pages, phone_pages, wrong_desk};
use samples::{Gallery, LONG, TICKET, face_pages, flow_pages, links, other_pages};

use crate::pages::links::{Links, phone_page, qr_image};
use crate::pages::said::{Message, Said};
use crate::pages::shell::Shell;

const EVIL: &str = "\"><script>evil()</script>";

/// Everything, for people with honest names.
fn honest() -> Gallery {
    let quiet = Said::default();
    let app = "云泽区产权服务中心";
    let mut gallery = Gallery::new();
    for (suffix, shell) in [("pc", Shell::Pc), ("h5", Shell::H5)] {
        let mut pages = flow_pages(shell, app, &quiet, &links());
        pages.extend(organizations::flow_pages(shell, app, &quiet, &links()));
        pages.extend(organizations::wrong_pages(shell, app));
        pages.extend(samples::wrong_pages(shell));
        gallery.extend(pages.into_iter().map(|(name, page)| (format!("{name}.{suffix}"), page)));
    }
    let phones = face_pages(app, &quiet).into_iter().chain(organizations::phone_pages(app, &quiet));
    gallery.extend(phones.map(|(name, page)| (format!("{name}.h5"), page)));
    let ours =
        [demo_pages("王五", &quiet), desk_pages(LONG, &quiet), wrong_desk(), phone_pages("王五", &quiet)];
    for pages in [other_pages(app, &quiet)].into_iter().chain(ours) {
        gallery.extend(pages.into_iter().map(|(name, page)| (format!("{name}.pc"), page)));
    }
    gallery
}

/// The values of one attribute, in order.
fn values<'a>(page: &'a str, attribute: &str) -> Vec<&'a str> {
    let start = format!(" {attribute}=\"");
    page.split(start.as_str()).skip(1).filter_map(|rest| rest.split('"').next()).collect()
}

fn pages_in(page: &str) -> Vec<&str> {
    values(page, "data-page")
}

/// Everything between `<` and `>`, in order; a `>` within an attribute is escaped.
fn tags(page: &str) -> impl Iterator<Item = &str> {
    page.split('<').skip(1).filter_map(|rest| rest.split('>').next())
}

#[test]
fn each_page_of_the_table_is_there_with_its_controls_and_states_and_nothing_else_is() {
    let gallery = honest();
    if let Ok(folder) = std::env::var("REALNAME_GALLERY") {
        write(&folder, &gallery);
    }
    for (name, page) in &gallery {
        let pages = pages_in(page);
        assert_eq!(pages.len(), 1, "{name} has one root");
        assert!(page.contains(&format!("<main data-page=\"{}\"", pages[0])), "{name}: the root is main");
    }
    let differences = Table::read().differences(gallery.values());
    assert!(differences.is_empty(), "features/contract/pages.json:\n{}", differences.join("\n"));
}

#[test]
fn what_differs_from_the_table_is_told_by_page_and_control() {
    let (table, gallery) = (Table::read(), honest());
    assert_eq!(
        table.without("org-info", "org-code").differences(gallery.values()),
        ["org-info: control org-code: the table lacks it"]
    );
    let fewer = gallery.iter().filter(|(name, _)| !name.starts_with("admin-desk"));
    let missing = table.differences(fewer.map(|(_, page)| page));
    assert_eq!(missing, ["page admin-desk: no sample shows it"]);
    let unopened = gallery.iter().filter(|(name, _)| !name.starts_with("alipay-quick-scanned"));
    let missing = table.differences(unopened.map(|(_, page)| page));
    assert_eq!(missing, ["alipay-quick: state in the state scanned: no sample shows it"]);
    assert_eq!(table.unnamed("<b data-control=\"x\">"), ["control x: the table lacks it"]);
    assert_eq!(table.unnamed("Head::new(\"y\", "), ["page y: the table lacks it"]);
}

#[test]
fn each_page_and_control_that_a_source_file_names_is_in_the_table() {
    let table = Table::read();
    let mut folders = ["pages", "desk", "demo", "console/phone"]
        .map(|folder| Path::new(env!("CARGO_MANIFEST_DIR")).join("src").join(folder))
        .to_vec();
    let (mut read, mut found) = (0, Vec::new());
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(&folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
                continue;
            }
            let source = std::fs::read_to_string(&path).unwrap();
            read += 1;
            found.extend(
                table.unnamed(&source).into_iter().map(|lacks| format!("{}: {lacks}", path.display())),
            );
        }
    }
    assert!(read > 90, "the pages' files: {read}");
    assert!(found.is_empty(), "{}", found.join("\n"));
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
            "org-name",
            "org-code",
            "legal-rep-name",
            "legal-rep-id-number",
            "account-number",
            "branch-search",
            "branch",
            "cnaps",
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
    gallery.extend(organizations::flow_pages(Shell::Pc, EVIL, &said, &links));
    gallery.extend(organizations::flow_pages(Shell::H5, EVIL, &said, &links));
    gallery.extend(organizations::phone_pages(EVIL, &said));
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
                let named = !values(field, "aria-label").is_empty();
                assert!(inside || labelled || named, "{name}: {field}");
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
    // A letter is signed on another phone than the transactor's, so that page has a code everywhere.
    let pages = organizations::flow_pages(Shell::H5, "", &Said::default(), &links());
    let own = pages.iter().filter(|(name, _)| name.starts_with("alipay-quick"));
    assert!(own.clone().all(|(_, page)| !page.contains("/auth/qr/") && !page.contains("扫描")));
    assert!(own.count() > 0);
}

#[test]
fn whoever_has_the_link_of_a_call_hears_of_no_code_and_no_computer() {
    let pages = face_pages("", &Said::default());
    let ordered: Vec<_> = pages.iter().filter(|(name, _)| name.starts_with("ordered-")).collect();
    assert_eq!(ordered.len(), 4);
    for (name, page) in ordered {
        for word in ["二维码", "扫码", "电脑"] {
            assert!(!page.contains(word), "{name}: {word}");
        }
    }
}

#[test]
fn only_the_code_that_is_shown_can_be_refreshed() {
    let pages = honest();
    let mut tabs = 0;
    for (name, page) in pages.iter().filter(|(name, _)| name.starts_with("legal-rep-authorization")) {
        let controls = values(page, "data-control");
        let by_message = name.contains("-message");
        assert_eq!(controls.contains(&"qr"), !by_message, "{name}");
        assert_eq!(controls.contains(&"refresh-qr"), !by_message, "{name}");
        assert!(controls.contains(&"query-result"), "{name}");
        tabs += 1;
    }
    assert_eq!(tabs, 20, "both tabs, in their states, on both devices");
}

#[test]
fn a_page_has_one_main_button_in_each_of_its_forms_at_most() {
    for (name, page) in honest() {
        for form in page.split("<form ").skip(1).filter_map(|rest| rest.split("</form>").next()) {
            let main = tags(form)
                .flat_map(|tag| values(tag, "class"))
                .filter(|class| class.split(' ').any(|word| word == "main"));
            assert!(main.count() <= 1, "{name}: {form}");
        }
    }
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
    let folder = Path::new(folder);
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
