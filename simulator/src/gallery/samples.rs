//! The pages in their states, filled with made-up people.

use std::collections::BTreeMap;
use std::sync::Arc;

use realname_provider::claim::{Field, Identity, PersonClaim};
use realname_provider::flow::grant::{Granted, Scope};
use realname_provider::flow::letter::{FileKind, LetterFile};
use realname_provider::flow::link::{ClientType, Link, Redirect};
use realname_provider::flow::method::Method;
use realname_provider::flow::method::face::{FaceAction, FaceCheck, FaceOutcome, FaceState, FaceVendor};
use realname_provider::flow::standing::{FaceStand, PhoneStand, Stand, Standing};
use realname_provider::id::{AuthFlowId, FaceTicketId, OrgId};
use realname_provider::identity::amount::Amount;
use realname_provider::notice::Grantor;
use realname_provider::refusal::Refusal;
use realname_provider::time::{Span, Time};
use realname_provider::world::ledger::{Direction, StatementLine};

use crate::console::phone::{self as virtual_phone, Mailbox, Phone, Scanned, ShownMessage};
use crate::control::approvals::Approval;
use crate::control::grants::Given;
use crate::control::letters::Letter;
use crate::demo::{self, DemoFrame, DemoNotice, DemoOrganization, DemoPerson, Home, Remark, Returned, State};
use crate::desk::{self, Admin, Awaited, Bank, DeskFrame, Listed, Review};
use crate::pages::fields::Fields;
use crate::pages::links::{Agreement, Links, phone_page, qr_image};
use crate::pages::said::{FieldMessage, Message, Said};
use crate::pages::shell::{Bar, Frame, Shell};
use crate::pages::{everywhere, phone, view, words};

/// The face check of all samples.
pub(super) const TICKET: FaceTicketId = FaceTicketId(0x0123_4567_89ab_cdef_0123_4567_89ab_cdef);
const NOW: Time = Time(1_772_413_200_000);

/// Pages by their names: `{page}` or `{page}-{state}`.
pub(super) type Gallery = BTreeMap<String, String>;

fn frame<'a>(shell: Shell, app_name: &'a str, bar: &'a Bar) -> Frame<'a> {
    Frame { shell, app_name, now: NOW, form_token: "token-of-the-form", bar: Some(bar) }
}

fn bar() -> Bar {
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
        }),
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

pub(super) fn flow_pages(shell: Shell, app_name: &str, said: &Said, links: &Links) -> Gallery {
    let bar = bar();
    let frame = frame(shell, app_name, &bar);
    let mut gallery = Gallery::new();
    for (state, stand) in stands() {
        let name = format!("{}-{state}", view::name(&stand));
        let scopes: &[Scope] = if state == "open" { &[] } else { &Scope::ALL };
        let page = view::page(&frame, &standing(stand.clone(), scopes), links, said);
        let root = format!("<main data-page=\"{}\"", view::name(&stand));
        assert!(page.contains(&root), "{name}");
        gallery.insert(name, page);
    }
    gallery
}

pub(super) fn face_pages(app_name: &str, said: &Said) -> Gallery {
    let bar = bar();
    let frame = &frame(Shell::Pc, app_name, &bar);
    let face_page = |vendor, state| {
        phone::page(frame, TICKET, &PhoneStand::Face(face(vendor, state, false, 5)), None, None, said)
    };
    let ended = |outcome, tries_left, back| {
        phone::page(frame, TICKET, &PhoneStand::Ended { outcome, tries_left }, None, back, said)
    };
    let mut pages = vec![
        ("phone-face".to_owned(), face_page(FaceVendor::Esign, FaceState::Scanned)),
        ("alipay-face".to_owned(), face_page(FaceVendor::Alipay, FaceState::Scanned)),
        ("alipay-face-browser".to_owned(), phone::refused(frame, &Refusal::AlipayNeeded, None)),
        ("alipay-face-stranger".to_owned(), phone::refused(frame, &Refusal::AlipayStranger, None)),
        (
            "alipay-face-stranger-here".to_owned(),
            phone::refused(frame, &Refusal::AlipayStranger, Some("/auth/h5/index")),
        ),
        ("already-scanned".to_owned(), phone::refused(frame, &Refusal::FaceTaken, None)),
        ("flow-expired-code".to_owned(), phone::refused(frame, &Refusal::FaceExpired, None)),
        ("not-found-face".to_owned(), phone::refused(frame, &Refusal::FaceUnknown, None)),
        (
            "face-action-look".to_owned(),
            face_page(FaceVendor::Esign, FaceState::Acting(FaceAction::LookAway)),
        ),
        ("face-action".to_owned(), face_page(FaceVendor::Esign, FaceState::Acting(FaceAction::Blink))),
        (
            "flow-expired-straight".to_owned(),
            phone::page(frame, TICKET, &PhoneStand::Expired, None, Some("/"), said),
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
    let target = format!("https://somewhere.example/back?{app_name}");
    gallery.insert("outside-link".into(), everywhere::outside_link(frame, &target, "/auth/h5/index?a=1"));
    gallery.insert("fault".into(), everywhere::fault(frame, "x7f3", "/auth/h5/index?a=1"));
    gallery.insert("token".into(), everywhere::token::page(frame, "/_console/token", said));
    gallery
}

pub(super) fn demo_pages(name: &str, said: &Said) -> Gallery {
    let bar = bar();
    let frame =
        DemoFrame { site: "云泽区产权服务中心", form_token: "token-of-the-form", bar: Some(&bar) };
    let person = |name: &str, note: &str| DemoPerson {
        id: "wang-wu".into(),
        name: name.into(),
        address: "13800000000".into(),
        note: note.into(),
    };
    let organization = |state, remark, known| DemoOrganization { name: name.into(), state, remark, known };
    let known = || vec![("姓名", name.into()), ("证件号码", "11010519491231002X".into())];
    let fresh = Home {
        person: person(name, ""),
        state: State::Unverified,
        known: Vec::new(),
        organizations: Vec::new(),
    };
    let busy = Home {
        person: person(name, ""),
        state: State::Verified,
        known: known(),
        organizations: vec![
            organization(State::Verified, Some(Remark::ApprovalWaits), known()),
            organization(State::Verified, Some(Remark::ApprovalRefused), Vec::new()),
            organization(State::Underway, None, Vec::new()),
            organization(State::Unverified, Some(Remark::Expired), Vec::new()),
        ],
    };
    let nameless = Said {
        fields: vec![FieldMessage {
            control: "new-org-name", code: None, text: "请填写企业名称。".into()
        }],
        ..said.clone()
    };
    let notice = DemoNotice {
        at: NOW,
        action: "AUTH_PASS".into(),
        signature_right: true,
        body: format!("{{\"action\":\"AUTH_PASS\",\"who\":\"{name}\"}}"),
    };
    let returned = |notices: Vec<DemoNotice>| Returned {
        name: name.into(),
        state: if notices.is_empty() { State::Unverified } else { State::Verified },
        remark: notices.is_empty().then_some(Remark::ApprovalWaits),
        answer: "{\"code\":0,\"message\":\"成功\"}".into(),
        notices,
    };
    let wrong = DemoNotice { signature_right: false, action: "AUTHORIZE_FINISH".into(), ..notice.clone() };
    [
        ("demo-login", demo::login(frame, &[person(name, "号码已携转"), person("李四", "")], said)),
        ("demo-login-empty", demo::login(frame, &[], said)),
        ("demo-home", demo::home(frame, &fresh, said)),
        ("demo-home-nameless", demo::home(frame, &fresh, &nameless)),
        ("demo-home-busy", demo::home(frame, &busy, said)),
        ("demo-return", demo::returned(frame, &returned(vec![notice, wrong]), said)),
        ("demo-return-early", demo::returned(frame, &returned(Vec::new()), said)),
    ]
    .map(|(name, page)| (name.to_owned(), page))
    .into_iter()
    .collect()
}

pub(super) fn desk_pages(text: &str, said: &Said) -> Gallery {
    let frame = DeskFrame { world: "town", query: "?world=town", now: NOW, form_token: "token-of-the-form" };
    let letter = |flow, decided| Letter {
        flow: AuthFlowId(flow),
        organization: text.into(),
        file: LetterFile { digest: [0; 32], kind: FileKind::Pdf, bytes: 48_213 },
        at: NOW,
        open: true,
        decided,
    };
    let review = Review {
        habit: "没有人处理时，10 分钟后自动通过。".into(),
        open: vec![letter(1, None)],
        awaited: vec![Awaited { flow: AuthFlowId(2).to_string(), organization: text.into() }],
        closed: vec![letter(3, Some((NOW, None))), letter(4, Some((NOW, Some(text.into()))))],
    };
    let line = |id, direction, name: &str| StatementLine {
        id,
        at: NOW,
        direction,
        counterparty_name: name.into(),
        counterparty_account: "1202020009900012345".into(),
        amount: Amount::fen(37),
        remark: text.into(),
    };
    let listed = Listed {
        holder: text.into(),
        number: "3901230009000001011".into(),
        bank: "中国工商银行".into(),
        balance: Some(Amount::fen(100_000_000)),
    };
    let bank = Bank {
        accounts: vec![listed],
        account: "3901230009000001011".into(),
        holder: text.into(),
        balance: Some(Amount::fen(100_000_000)),
        lines: vec![line(2, Direction::In, text), line(1, Direction::Out, "")],
        filled: (None, Some("0.01".into())),
    };
    let scopes = [Scope::GetOrgIdentityInfo, Scope::OrgInitiateSign].into_iter();
    let approval = Approval {
        flow: AuthFlowId(5),
        organization: text.into(),
        transactor: text.into(),
        admin: text.into(),
        app_name: text.into(),
        scopes: scopes.clone().collect(),
        at: NOW,
        state: "waiting",
    };
    let given = Given {
        grantor: Grantor::Organization(OrgId(7)),
        name: text.into(),
        app: "7438000001".parse().unwrap(),
        granted: scopes.map(|scope| Granted { scope, effective: NOW, expires: NOW }).collect(),
    };
    let admin = Admin { waiting: vec![approval], grants: vec![(given, text.into())] };
    [
        ("review-desk", desk::review(frame, &review, said)),
        ("review-desk-empty", desk::review(frame, &Review::default(), said)),
        ("bank-desk", desk::bank(frame, &bank, said)),
        ("bank-desk-empty", desk::bank(frame, &Bank::default(), said)),
        ("admin-desk", desk::admin(frame, &admin, said)),
        ("admin-desk-empty", desk::admin(frame, &Admin::default(), said)),
    ]
    .map(|(name, page)| (name.to_owned(), page))
    .into_iter()
    .collect()
}

pub(super) fn phone_pages(text: &str, said: &Said) -> Gallery {
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
pub(super) fn honest() -> Gallery {
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
    let long = "某某市某某区某某街道某某社区股份经济合作社联合工会委员会";
    let ours = [demo_pages("王五", &quiet), desk_pages(long, &quiet), phone_pages("王五", &quiet)];
    for pages in [other_pages(app, &quiet)].into_iter().chain(ours) {
        gallery.extend(pages.into_iter().map(|(name, page)| (format!("{name}.pc"), page)));
    }
    gallery
}
