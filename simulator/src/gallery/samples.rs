//! The pages in their states, filled with made-up people.

use std::collections::BTreeMap;
use std::sync::Arc;

use realname_provider::claim::{Field, Identity, PersonClaim};
use realname_provider::flow::grant::Scope;
use realname_provider::flow::identity_service::{IdentityService, Pages, Start};
use realname_provider::flow::link::{ClientType, Link, OrganizationWanted, Redirect};
use realname_provider::flow::method::Method;
use realname_provider::flow::method::face::{
    FaceAction, FaceCheck, FaceOutcome, FaceStand, FaceState, FaceVendor,
};
use realname_provider::flow::standing::{PhoneStand, Stand, Standing};
use realname_provider::id::{AuthFlowId, FaceTicketId};
use realname_provider::refusal::Refusal;
use realname_provider::time::{Span, Time};

use crate::pages::fields::Fields;
use crate::pages::links::{Agreement, Links, phone_page, qr_image};
use crate::pages::phone::Way;
use crate::pages::said::{Message, Said};
use crate::pages::shell::{Bar, Frame, Shell};
use crate::pages::{everywhere, phone, view, words};

/// The face check of all samples.
pub(super) const TICKET: FaceTicketId = FaceTicketId(0x0123_4567_89ab_cdef_0123_4567_89ab_cdef);
pub(super) const NOW: Time = Time(1_772_413_200_000);
/// As long as names become.
pub(super) const LONG: &str = "某某市某某区某某街道某某社区股份经济合作社联合工会委员会";

/// Pages by their names: `{page}` or `{page}-{state}`.
pub(super) type Gallery = BTreeMap<String, String>;

pub(super) fn frame<'a>(shell: Shell, app_name: &'a str, bar: &'a Bar) -> Frame<'a> {
    Frame { shell, app_name, now: NOW, form_token: "token-of-the-form", bar: Some(bar), logs_in: true }
}

pub(super) fn bar() -> Bar {
    Bar {
        phone: Some("/_phone/13800000000".into()),
        mail: None,
        desks: vec![("审核台", "/_desk/review?world=town".into())],
        console: "/_console".into(),
        clock: "3月2日 09:00（停住）".into(),
        next: Some("3月2日 09:15 验证码失效".into()),
    }
}

pub(super) fn links() -> Links {
    Links {
        query: "authFlowId=OF-0&clientType=ALL&appId=7438000001".into(),
        qr: Some(qr_image(TICKET)),
        phone_link: Some(format!("/_phone/13800000000?scan={TICKET}")),
        phone_page: Some(phone_page(TICKET)),
        tab: String::new(),
        redirect: Some("https://caller.example/back?order=1&x=2".into()),
        only_method: false,
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

pub(super) fn identity() -> Identity {
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
        link: Arc::new(Link {
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
            organization: None,
            identity_service: None,
        }),
        address: Some("13800000000".parse::<realname_provider::identity::mobile::Mobile>().unwrap().into()),
        expires: NOW + Span::days(30),
        stand,
    }
}

pub(super) fn face(vendor: FaceVendor, state: FaceState, expired: bool, tries_left: u32) -> FaceStand {
    let check =
        FaceCheck { ticket: TICKET, vendor, identity: identity(), until: NOW, straight: false, state };
    FaceStand { check, expired, tries_left }
}

/// Where an organization's flow stands.
pub(super) fn of_organization(stand: Stand) -> Standing {
    let standing = standing(stand, &[Scope::GetPsnIdentityInfo, Scope::GetOrgIdentityInfo]);
    let organization = Some(Box::new(OrganizationWanted::default()));
    Standing { link: Arc::new(Link { organization, ..(*standing.link).clone() }), ..standing }
}

/// The page of this standing, with its name: `{page}-{state}`.
pub(super) fn drawn(
    frame: &Frame<'_>,
    state: &str,
    standing: &Standing,
    links: &Links,
    said: &Said,
) -> (String, String) {
    let page = view::page(frame, standing, links, said);
    let page_name = view::name(&standing.stand);
    let name = format!("{page_name}-{state}");
    assert!(page.contains(&format!("<main data-page=\"{page_name}\"")), "{name}");
    (name, page)
}

/// Every page at which a person's flow can stand, with a name for the state.
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
    let failed =
        |took_part, redirect_after_seconds, face| Stand::Failed { took_part, face, redirect_after_seconds };
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
        ("passed", esign(FaceState::Ended(FaceOutcome::Passed), false, 5)),
        ("failed", esign(FaceState::Ended(FaceOutcome::EyesCovered), false, 2)),
        ("failed-last", esign(FaceState::Ended(FaceOutcome::NotSamePerson), false, 0)),
        ("face", Stand::Willingness),
        ("granted", passed(true, Some(3), &Scope::ALL)),
        ("real-name", passed(true, Some(5), &[])),
        ("nowhere", passed(true, None, &[])),
        ("stranger", passed(false, Some(3), &[])),
        ("life", Stand::Expired),
        ("over", failed(true, Some(5), None)),
        ("over-by-face", failed(true, None, Some(FaceOutcome::NotSamePerson))),
        ("over-stranger", failed(false, Some(5), None)),
    ]
}

pub(super) fn flow_pages(shell: Shell, app_name: &str, said: &Said, links: &Links) -> Gallery {
    let bar = bar();
    let frame = frame(shell, app_name, &bar);
    let mut gallery = Gallery::new();
    for (state, stand) in stands() {
        let scopes: &[Scope] = if state == "open" { &[] } else { &Scope::ALL };
        let (name, page) = drawn(&frame, state, &standing(stand, scopes), links, said);
        assert!(gallery.insert(name.clone(), page).is_none(), "{name} is drawn twice");
    }
    let (name, page) = drawn(&frame, "named", &with_named_vendors(), links, said);
    gallery.insert(name, page);
    gallery
}

/// The form of a face whose vendors the caller names.
fn with_named_vendors() -> Standing {
    let form = Stand::Form { method: Method::Face, claim: claim("王五"), locked: Vec::new() };
    let standing = standing(form, &Scope::ALL);
    let pages = Pages { face_vendors: vec![FaceVendor::Tencent, FaceVendor::WeChat], ..Pages::default() };
    let service = IdentityService { pages: Some(Box::new(pages)), ..IdentityService::new(Start::Pages) };
    let link = Link { identity_service: Some(Box::new(service)), ..(*standing.link).clone() };
    Standing { link: Arc::new(link), ..standing }
}

pub(super) fn face_pages(app_name: &str, said: &Said) -> Gallery {
    let bar = bar();
    let frame = &frame(Shell::Pc, app_name, &bar);
    let face_page = |vendor, state| {
        phone::page(
            frame,
            TICKET,
            &PhoneStand::Face(face(vendor, state, false, 5)),
            None,
            Way::default(),
            said,
        )
    };
    let ended = |outcome, tries_left, back| {
        phone::page(frame, TICKET, &PhoneStand::Ended { outcome, tries_left }, None, Way::back(back), said)
    };
    let mut pages = vec![
        ("phone-face".to_owned(), face_page(FaceVendor::Esign, FaceState::Scanned)),
        ("alipay-face".to_owned(), face_page(FaceVendor::Alipay, FaceState::Scanned)),
        ("alipay-face-browser".to_owned(), phone::refused(frame, &Refusal::AlipayNeeded, Way::default())),
        ("alipay-face-stranger".to_owned(), phone::refused(frame, &Refusal::AlipayStranger, Way::default())),
        (
            "alipay-face-stranger-here".to_owned(),
            phone::refused(frame, &Refusal::AlipayStranger, Way::back(Some("/auth/h5/index"))),
        ),
        ("already-scanned".to_owned(), phone::refused(frame, &Refusal::FaceTaken, Way::default())),
        ("flow-expired-code".to_owned(), phone::refused(frame, &Refusal::FaceExpired, Way::default())),
        ("not-found-face".to_owned(), phone::refused(frame, &Refusal::FaceUnknown, Way::default())),
        (
            "face-action-look".to_owned(),
            face_page(FaceVendor::Esign, FaceState::Acting(FaceAction::LookAway)),
        ),
        ("face-action".to_owned(), face_page(FaceVendor::Esign, FaceState::Acting(FaceAction::Blink))),
        (
            "flow-expired-straight".to_owned(),
            phone::page(frame, TICKET, &PhoneStand::Expired, None, Way::back(Some("/")), said),
        ),
    ];
    for outcome in FaceOutcome::ALL {
        pages.push((format!("face-result-{outcome:?}").to_lowercase(), ended(outcome, 3, None)));
    }
    pages.push((
        "face-result-straight".to_owned(),
        ended(FaceOutcome::Passed, 0, Some("/auth/h5/index?a=1&b=2")),
    ));
    let ordered = Way { ordered: true, in_alipay: Some("/auth/face/0?with=alipay"), ..Way::default() };
    for refusal in [Refusal::AlipayNeeded, Refusal::AlipayStranger, Refusal::FaceTaken, Refusal::FaceExpired]
    {
        let page = phone::refused(frame, &refusal, ordered);
        pages.push((format!("ordered-{refusal:?}").to_lowercase(), page));
    }
    let needed =
        phone::phone_needed(frame, &qr_image(TICKET), "/auth/face/0?with=browser", FaceVendor::Esign);
    pages.push(("phone-needed".to_owned(), needed));
    let over = PhoneStand::Over(FaceOutcome::NotSamePerson);
    let over = phone::page(frame, TICKET, &over, None, Way::back(Some("https://example.com/back")), said);
    pages.push(("face-result-over".to_owned(), over));
    pages.push(("face-result-last".to_owned(), ended(FaceOutcome::NoLiveness, 0, Some("/"))));
    pages.into_iter().collect()
}

pub(super) fn other_pages(app_name: &str, said: &Said) -> Gallery {
    let bar = bar();
    let frame = &frame(Shell::Pc, app_name, &bar);
    let mut gallery = Gallery::new();
    for agreement in Agreement::ALL {
        gallery
            .insert(format!("agreement-{}", agreement.word()), everywhere::agreement::page(frame, agreement));
    }
    gallery.insert("help".into(), everywhere::help::page(frame));
    gallery.insert("not-found".into(), everywhere::not_found(&Frame { app_name: "", bar: None, ..*frame }));
    gallery.insert("not-found-world".into(), everywhere::no_world(frame, app_name));
    let target = format!("https://somewhere.example/back?{app_name}");
    gallery.insert("outside-link".into(), everywhere::outside_link(frame, &target, "/auth/h5/index?a=1"));
    gallery.insert("fault".into(), everywhere::fault(frame, "x7f3", "/auth/h5/index?a=1"));
    gallery.insert("token".into(), everywhere::token::page(frame, "/_console/token", said));
    gallery
}

/// Pages that say what is wrong with what was typed, and one that says what was done.
pub(super) fn wrong_pages(shell: Shell) -> Gallery {
    let typed = Fields::from_body("name=%E7%8E%8B&id-number=1101&mobile=138&code=1234".as_bytes());
    let empty = view::read("mobile", &typed, None, Shell::Pc).unwrap().unwrap_err();
    let wrong = Said::unread(typed.clone(), empty);
    let bar = bar();
    let frame = frame(shell, LONG, &bar);
    let page = |name: &str, stand: Stand, said: &Said| {
        (name.to_owned(), view::page(&frame, &standing(stand, &Scope::ALL), &links(), said))
    };
    let form = Stand::Form { method: Method::Mobile3, claim: PersonClaim::default(), locked: Vec::new() };
    let differs = Refusal::ComparisonFailed { fields: vec![Field::Mobile], warn_tries_left: Some(2) };
    let login =
        Stand::Login { address_fixed: true, code_sent: true, resend_at: Some(NOW + Span::seconds(58)) };
    let refused = words::refused(&Refusal::CodeWrong { tries_left: 3 }, typed);
    Gallery::from([
        page("mobile-wrong", form.clone(), &wrong),
        page("mobile-differs", form, &words::refused(&differs, Fields::default())),
        page("authorize-wrong", login.clone(), &refused),
        page("authorize-told", login, &Said::message(Message::success("验证码已发送"))),
    ])
}
