//! Every page in every state: that each keeps the page contract, escapes what comes from outside and
//! labels its fields. With `REALNAME_GALLERY=folder` the pages are written there to be looked at.

use std::collections::BTreeMap;

use realname_provider::claim::{Field, Identity, PersonClaim};
use realname_provider::flow::grant::Scope;
use realname_provider::flow::link::{ClientType, PersonLink, Redirect};
use realname_provider::flow::method::Method;
use realname_provider::flow::method::face::{FaceAction, FaceCheck, FaceOutcome, FaceState, FaceVendor};
use realname_provider::flow::standing::{FaceStand, PhoneStand, Stand, Standing};
use realname_provider::id::{AuthFlowId, FaceTicketId};
use realname_provider::refusal::Refusal;
use realname_provider::time::{Span, Time};

use crate::console::phone::{self as virtual_phone, Mailbox, Phone, Scanned, ShownMessage};
use crate::demo::{self, DemoFrame, DemoNotice, DemoPerson, Home, Returned};
use crate::pages::fields::Fields;
use crate::pages::links::{Agreement, Links, phone_page, qr_image};
use crate::pages::said::{Message, Said};
use crate::pages::shell::{Bar, Frame, Shell};
use crate::pages::{everywhere, phone, view, words};

const TICKET: FaceTicketId = FaceTicketId(0x0123_4567_89ab_cdef_0123_4567_89ab_cdef);
const EVIL: &str = "\"><script>evil()</script>";
const NOW: Time = Time(1_772_413_200_000);

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
    ("token", &["token", "submit"]),
    ("flow-ended", &[]),
    ("flow-expired", &[]),
    ("not-found", &[]),
    ("outside-link", &["continue", "stop"]),
    ("help", &[]),
    ("fault", &["retry"]),
];

/// Pages by their names: `{page}` or `{page}-{state}`.
type Gallery = BTreeMap<String, String>;

fn frame<'a>(shell: Shell, app_name: &'a str, bar: &'a Bar) -> Frame<'a> {
    Frame { shell, app_name, now: NOW, form_token: "token-of-the-form", bar: Some(bar) }
}

fn bar() -> Bar {
    Bar {
        phone: Some("/_phone/13800000000".into()),
        mail: None,
        console: "/_console".into(),
        clock: "3月2日 09:00（停住）".into(),
        next: Some("3月2日 09:15 验证码失效".into()),
    }
}

fn links() -> Links {
    Links {
        query: "authFlowId=OF-0&clientType=ALL&appId=7438000001".into(),
        qr: Some(qr_image(TICKET)),
        phone_link: Some(format!("/_phone/13800000000?scan={TICKET}")),
        phone_page: Some(phone_page(TICKET)),
        redirect: Some("https://caller.example/back?order=1&x=2".into()),
    }
}

fn claim(name: &str) -> PersonClaim {
    PersonClaim {
        name: Some(name.parse().unwrap()),
        mobile: Some("13800000000".parse().unwrap()),
        bank_card: Some("4111111111111111".parse().unwrap()),
        ..PersonClaim::from(&identity())
    }
}

fn identity() -> Identity {
    Identity {
        name: "王五".parse().unwrap(),
        document: "11010519491231002X"
            .parse::<realname_provider::identity::id_card::IdCardNum>()
            .unwrap()
            .into(),
    }
}

fn standing(stand: Stand, scopes: &[Scope]) -> Standing {
    Standing {
        flow: AuthFlowId(1),
        link: PersonLink {
            app: "7438000001".parse().unwrap(),
            whose: None,
            claim: PersonClaim::default(),
            identity_must_agree: false,
            default_method: Method::Face,
            available: Vec::new(),
            detailed: Vec::new(),
            editable: Vec::new(),
            scopes: scopes.iter().copied().collect(),
            redirect: Some(Redirect { url: "https://caller.example/back".into(), delay_seconds: None }),
            notify_url: None,
            client_type: ClientType::All,
            app_scheme: None,
        },
        address: Some("13800000000".parse::<realname_provider::identity::mobile::Mobile>().unwrap().into()),
        expires: NOW + Span::days(30),
        stand,
    }
}

fn face(vendor: FaceVendor, state: FaceState, expired: bool, tries_left: u32) -> FaceStand {
    let check =
        FaceCheck { ticket: TICKET, vendor, identity: identity(), issued: NOW, straight: false, state };
    FaceStand { check, expired, tries_left }
}

/// Every page at which a flow can stand, with a name for the state.
fn stands() -> Vec<(&'static str, Stand)> {
    let login = |address_fixed, code_sent, wait: i64| Stand::Login {
        address_fixed,
        code_sent,
        resend_at: (wait > 0).then_some(NOW + Span::seconds(wait)),
    };
    let form = |method, claim, locked| Stand::Form { method, claim, locked };
    let code = |method, code_sent, wait: i64| Stand::Code {
        method,
        mobile: "13800000000".parse().unwrap(),
        code_sent,
        resend_at: (wait > 0).then_some(NOW + Span::seconds(wait)),
    };
    let passed = |took_part, seconds, scopes: &[Scope]| Stand::Passed {
        took_part,
        name: Some("古丽娜尔·买买提".into()),
        redirect_after_seconds: seconds,
        scopes: scopes.iter().copied().collect(),
    };
    let alipay = |state, expired, tries| Stand::Face(face(FaceVendor::Alipay, state, expired, tries));
    let esign = |state, expired, tries| Stand::Face(face(FaceVendor::Esign, state, expired, tries));
    vec![
        ("fixed", login(true, false, 0)),
        ("sent", login(true, true, 58)),
        ("open", login(false, true, 0)),
        ("all", Stand::ChooseMethod(Method::ALL.to_vec())),
        ("one", Stand::ChooseMethod(vec![Method::Bankcard4])),
        ("empty", form(Method::Mobile3, PersonClaim::default(), Vec::new())),
        ("locked", form(Method::Mobile3, claim("王五"), Field::ALL.to_vec())),
        ("empty", form(Method::Face, PersonClaim::default(), Vec::new())),
        ("filled", form(Method::Face, claim("欧阳若菲"), vec![Field::Document])),
        ("empty", form(Method::Bankcard4, PersonClaim::default(), Vec::new())),
        ("filled", form(Method::Bankcard4, claim("王五"), vec![Field::Name])),
        ("exhausted", Stand::Exhausted(Method::Mobile3)),
        ("first", code(Method::Mobile3, false, 0)),
        ("sent", code(Method::Mobile3, true, 41)),
        ("first", code(Method::Bankcard4, false, 0)),
        ("issued", esign(FaceState::Issued, false, 5)),
        ("issued-alipay", alipay(FaceState::Issued, false, 5)),
        ("expired", esign(FaceState::Issued, true, 5)),
        ("scanned", esign(FaceState::Scanned, false, 5)),
        ("acting", esign(FaceState::Acting(FaceAction::Blink), false, 5)),
        ("failed", esign(FaceState::Ended(FaceOutcome::EyesCovered), false, 2)),
        ("failed-last", esign(FaceState::Ended(FaceOutcome::NotSamePerson), false, 0)),
        ("face", Stand::Willingness),
        ("granted", passed(true, Some(3), &Scope::ALL)),
        ("real-name", passed(true, Some(5), &[])),
        ("nowhere", passed(true, None, &[])),
        ("stranger", passed(false, Some(3), &[])),
        ("life", Stand::Expired),
    ]
}

fn flow_pages(shell: Shell, app_name: &str, said: &Said, links: &Links) -> Gallery {
    let bar = bar();
    let frame = frame(shell, app_name, &bar);
    let mut gallery = Gallery::new();
    for (state, stand) in stands() {
        let name = format!("{}-{state}", view::name(&stand));
        let scopes: &[Scope] = if state == "open" { &[] } else { &Scope::ALL };
        let page = view::page(&frame, &standing(stand.clone(), scopes), links, said);
        assert_eq!(pages_in(&page), [view::name(&stand)], "{name}");
        gallery.insert(name, page);
    }
    gallery
}

fn face_pages(app_name: &str, said: &Said) -> Gallery {
    let bar = bar();
    let frame = &frame(Shell::Pc, app_name, &bar);
    let face_page = |vendor, state| {
        phone::page(frame, TICKET, &PhoneStand::Face(face(vendor, state, false, 5)), None, said)
    };
    let ended = |outcome, tries_left, back| {
        phone::page(frame, TICKET, &PhoneStand::Ended { outcome, tries_left }, back, said)
    };
    let mut pages = vec![
        ("phone-face".to_owned(), face_page(FaceVendor::Esign, FaceState::Scanned)),
        ("alipay-face".to_owned(), face_page(FaceVendor::Alipay, FaceState::Scanned)),
        ("alipay-face-browser".to_owned(), phone::refused(frame, &Refusal::AlipayNeeded)),
        ("alipay-face-stranger".to_owned(), phone::refused(frame, &Refusal::AlipayStranger)),
        ("already-scanned".to_owned(), phone::refused(frame, &Refusal::FaceTaken)),
        ("flow-expired-code".to_owned(), phone::refused(frame, &Refusal::FaceExpired)),
        ("not-found-face".to_owned(), phone::refused(frame, &Refusal::FaceUnknown)),
        (
            "face-action-look".to_owned(),
            face_page(FaceVendor::Esign, FaceState::Acting(FaceAction::LookAway)),
        ),
        ("face-action".to_owned(), face_page(FaceVendor::Esign, FaceState::Acting(FaceAction::Blink))),
        (
            "flow-expired-straight".to_owned(),
            phone::page(frame, TICKET, &PhoneStand::Expired, Some("/"), said),
        ),
    ];
    for outcome in FaceOutcome::ALL {
        pages.push((format!("face-result-{outcome:?}").to_lowercase(), ended(outcome, 3, None)));
    }
    pages.push((
        "face-result-straight".to_owned(),
        ended(FaceOutcome::Passed, 0, Some("/auth/h5/index?a=1&b=2")),
    ));
    pages.push(("face-result-last".to_owned(), ended(FaceOutcome::NoLiveness, 0, Some("/"))));
    pages.into_iter().collect()
}

fn other_pages(app_name: &str, said: &Said) -> Gallery {
    let bar = bar();
    let frame = &frame(Shell::Pc, app_name, &bar);
    let mut gallery = Gallery::new();
    for agreement in Agreement::ALL {
        gallery
            .insert(format!("agreement-{}", agreement.word()), everywhere::agreement::page(frame, agreement));
    }
    gallery.insert("help".into(), everywhere::help::page(frame));
    gallery.insert("not-found".into(), everywhere::not_found(&Frame { app_name: "", bar: None, ..*frame }));
    let target = format!("https://somewhere.example/back?{app_name}");
    gallery.insert("outside-link".into(), everywhere::outside_link(frame, &target, "/auth/h5/index?a=1"));
    gallery.insert("fault".into(), everywhere::fault(frame, "x7f3", "/auth/h5/index?a=1"));
    gallery.insert("token".into(), everywhere::token::page(frame, "/_console/token", said));
    gallery
}

fn demo_pages(name: &str, said: &Said) -> Gallery {
    let bar = bar();
    let frame = DemoFrame { form_token: "token-of-the-form", bar: Some(&bar) };
    let person = |name: &str, note: &str| DemoPerson {
        id: "wang-wu".into(),
        name: name.into(),
        address: "13800000000".into(),
        note: note.into(),
    };
    let home = |verified| Home {
        person: person(name, ""),
        verified,
        known: if verified {
            vec![("姓名", name.into()), ("证件号码", "11010519491231002X".into())]
        } else {
            Vec::new()
        },
        organizations: verified,
    };
    let notice = DemoNotice {
        at: NOW,
        action: "AUTH_PASS".into(),
        signature_right: true,
        body: format!("{{\"action\":\"AUTH_PASS\",\"who\":\"{name}\"}}"),
    };
    let returned = |notices: Vec<DemoNotice>| Returned {
        verified: !notices.is_empty(),
        answer: "{\"code\":0,\"message\":\"成功\"}".into(),
        notices,
    };
    let wrong = DemoNotice { signature_right: false, action: "AUTHORIZE_FINISH".into(), ..notice.clone() };
    [
        ("demo-login", demo::login(frame, &[person(name, "号码已携转"), person("李四", "")], said)),
        ("demo-login-empty", demo::login(frame, &[], said)),
        ("demo-home", demo::home(frame, &home(false), said)),
        ("demo-home-verified", demo::home(frame, &home(true), said)),
        ("demo-return", demo::returned(frame, &returned(vec![notice, wrong]), said)),
        ("demo-return-early", demo::returned(frame, &returned(Vec::new()), said)),
    ]
    .map(|(name, page)| (name.to_owned(), page))
    .into_iter()
    .collect()
}

fn phone_pages(text: &str, said: &Said) -> Gallery {
    let message = |ordinal, text: String, links: &[&str]| ShownMessage {
        ordinal,
        at: NOW + Span::minutes(-3),
        text,
        links: links.iter().map(|link| (*link).to_owned()).collect(),
    };
    let sms = "【e签宝】验证码042931,您正在云泽区产权服务中心应用进行实名认证,验证码15分钟内有效,请勿泄露。";
    let messages = vec![
        message(2, sms.into(), &[]),
        message(1, format!("请点击链接继续 {text}"), &["/auth/h5/index?a=1&b=2"]),
    ];
    let phone = |messages, scanned| Phone {
        mobile: "13800000000".into(),
        owner: text.into(),
        now: NOW,
        messages,
        scan: "/_phone/13800000000/scan".into(),
        scanned,
    };
    let scanned = |known: bool| Scanned {
        text: format!("http://127.0.0.1:8080/auth/face/{TICKET}?{text}"),
        browser: known.then(|| phone_page(TICKET)),
        alipay: known.then(|| format!("{}?alipay=13800000000", phone_page(TICKET))),
    };
    let mailbox = |messages| Mailbox { address: "wang.wu@example.com".into(), now: NOW, messages };
    [
        ("phone-home", virtual_phone::phone_home(&phone(messages.clone(), None), "t", said)),
        ("phone-home-empty", virtual_phone::phone_home(&phone(Vec::new(), None), "t", said)),
        (
            "phone-home-scanned",
            virtual_phone::phone_home(&phone(messages.clone(), Some(scanned(true))), "t", said),
        ),
        (
            "phone-home-foreign",
            virtual_phone::phone_home(&phone(Vec::new(), Some(scanned(false))), "t", said),
        ),
        ("mailbox", virtual_phone::mailbox(&mailbox(messages))),
        ("mailbox-empty", virtual_phone::mailbox(&mailbox(Vec::new()))),
    ]
    .map(|(name, page)| (name.to_owned(), page))
    .into_iter()
    .collect()
}

/// Everything, for people with honest names.
fn honest() -> Gallery {
    let quiet = Said::default();
    let app = "云泽区产权服务中心";
    let mut gallery = Gallery::new();
    for (suffix, shell) in [("pc", Shell::Pc), ("h5", Shell::H5)] {
        let pages = flow_pages(shell, app, &quiet, &links());
        gallery.extend(pages.into_iter().map(|(name, page)| (format!("{name}.{suffix}"), page)));
    }
    let typed = Fields::from_body("name=%E7%8E%8B&id-number=1101&mobile=138&code=1234".as_bytes());
    let empty = view::read("mobile", &typed, None, Shell::Pc).unwrap().unwrap_err();
    let wrong = Said::unread(typed.clone(), empty);
    let bar = bar();
    for (suffix, shell) in [("pc", Shell::Pc), ("h5", Shell::H5)] {
        let frame = frame(shell, "某某市某某区某某街道某某社区股份经济合作社联合工会委员会", &bar);
        let mut page = |name: &str, stand: Stand, said: &Said| {
            gallery.insert(
                format!("{name}.{suffix}"),
                view::page(&frame, &standing(stand, &Scope::ALL), &links(), said),
            );
        };
        let form = Stand::Form { method: Method::Mobile3, claim: PersonClaim::default(), locked: Vec::new() };
        page("mobile-wrong", form.clone(), &wrong);
        let differs = Refusal::ComparisonFailed { fields: vec![Field::Mobile], warn_tries_left: Some(2) };
        page("mobile-differs", form, &words::refused(&differs, Fields::default()));
        let login =
            Stand::Login { address_fixed: true, code_sent: true, resend_at: Some(NOW + Span::seconds(58)) };
        page(
            "authorize-wrong",
            login.clone(),
            &words::refused(&Refusal::CodeWrong { tries_left: 3 }, typed.clone()),
        );
        page("authorize-told", login, &Said::message(Message::success("验证码已发送")));
    }
    gallery.extend(face_pages(app, &quiet).into_iter().map(|(name, page)| (format!("{name}.h5"), page)));
    for pages in [other_pages(app, &quiet), demo_pages("王五", &quiet), phone_pages("王五", &quiet)] {
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
