//! The demo's pages, the desks and the virtual phone in their states.

use realname_provider::flow::grant::{Granted, Scope};
use realname_provider::flow::letter::{FileKind, LetterFile};
use realname_provider::id::{AuthFlowId, OrgId};
use realname_provider::identity::amount::Amount;
use realname_provider::notice::Grantor;
use realname_provider::time::Span;
use realname_provider::world::ledger::{Direction, StatementLine};

use super::organizations::ACCOUNT;
use super::samples::{Gallery, NOW, TICKET, bar};
use crate::console::phone::{self as virtual_phone, Mailbox, Phone, Scanned, ShownMessage};
use crate::control::approvals::Approval;
use crate::control::grants::Given;
use crate::control::letters::Letter;
use crate::demo::{self, DemoFrame, DemoNotice, DemoOrganization, DemoPerson, Home, Remark, Returned, State};
use crate::desk::{self, Admin, Awaited, Bank, DeskFrame, Listed, Review};
use crate::pages::fields::Fields;
use crate::pages::links::phone_page;
use crate::pages::said::{FieldMessage, Message, Said};

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
        number: ACCOUNT.into(),
        bank: "中国工商银行".into(),
        balance: Some(Amount::fen(100_000_000)),
    };
    let bank = Bank {
        accounts: vec![listed],
        account: ACCOUNT.into(),
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

/// The desks when something has been decided or could not be done.
pub(super) fn wrong_desk() -> Gallery {
    let frame = DeskFrame { world: "town", query: "?world=town", now: NOW, form_token: "token-of-the-form" };
    let beside = |control, text: &str| FieldMessage { control, code: None, text: text.into() };
    let wrong = Said {
        typed: Fields::from_body(b"from=12&to=1202020009900012345&amount=abc"),
        fields: vec![
            beside("from", "请输入正确的付款账号，8 至 32 位数字"),
            beside("amount", "请输入正确的金额，最多两位小数，如 0.01"),
        ],
        page: Vec::new(),
    };
    let unlisted = Bank { account: "1202020009900012345".into(), ..Bank::default() };
    let late = Said::message(Message::notice("已经处理过了，这里是最新的状态"));
    let done = Said::message(Message::success("已取消授权"));
    [
        ("bank-desk-wrong", desk::bank(frame, &unlisted, &wrong)),
        ("review-desk-late", desk::review(frame, &Review::default(), &late)),
        ("admin-desk-done", desk::admin(frame, &Admin::default(), &done)),
    ]
    .map(|(name, page)| (name.to_owned(), page))
    .into_iter()
    .collect()
}
