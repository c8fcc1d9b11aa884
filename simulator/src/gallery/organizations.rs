//! The pages of an organization's flow in their states: its transactor's, and its legal representative's phone.

use realname_provider::flow::letter::LetterState;
use realname_provider::flow::method::bank_transfer::PayoutState;
use realname_provider::flow::method::face::{FaceAction, FaceOutcome, FaceState, FaceVendor};
use realname_provider::flow::method::legal_rep_in_person;
use realname_provider::flow::method::reverse_payment::PaymentState;
use realname_provider::flow::method::{Method, OrgMethod};
use realname_provider::flow::organization::Compared;
use realname_provider::flow::organization_standing::{
    ForwardStand, OrgStand, ReverseStand, SignStand, SignStep,
};
use realname_provider::flow::standing::{PhoneStand, Stand};
use realname_provider::id::SignTicketId;
use realname_provider::identity::amount::Amount;
use realname_provider::identity::mobile::Mobile;
use realname_provider::identity::organization_code::OrgCode;
use realname_provider::identity::organization_name::OrgName;
use realname_provider::org_claim::{OrgClaim, OrgField};
use realname_provider::refusal::Refusal;
use realname_provider::time::{Day, Span};

use super::samples::{Gallery, LONG, NOW, TICKET, bar, drawn, face, frame, identity, links, of_organization};
use crate::api::v2::refusal::PARAMETER_WRONG;
use crate::pages::fields::Fields;
use crate::pages::links::{Links, SMS_TAB};
use crate::pages::phone::{self, Way, sign};
use crate::pages::said::{FieldMessage, Said};
use crate::pages::shell::Shell;
use crate::pages::step::{bank_transfer, org_info};
use crate::pages::{view, words};

/// A corporate account.
pub(super) const ACCOUNT: &str = "3901230009000001011";

fn name() -> OrgName {
    LONG.parse().unwrap()
}

fn code() -> OrgCode {
    OrgCode::parse_either("91330283MA2HTC1F6Q").unwrap()
}

fn compared(document_known: bool) -> Compared {
    let representative = identity();
    Compared {
        name: name(),
        code: code(),
        legal_rep_name: "古丽娜尔·买买提".parse().unwrap(),
        legal_rep_document: document_known.then_some(representative.document),
    }
}

fn claim() -> OrgClaim {
    let Compared { name, code, legal_rep_name, legal_rep_document } = compared(true);
    OrgClaim {
        name: Some(name),
        code: Some(code),
        legal_rep_name: Some(legal_rep_name),
        legal_rep_document,
        ..OrgClaim::default()
    }
}

fn letters() -> [Option<LetterState>; 4] {
    [
        None,
        Some(LetterState::Reviewing { timer: None }),
        Some(LetterState::Approved { at: NOW }),
        Some(LetterState::Rejected { reason: "印章不清晰，无法辨认企业名称".into(), at: NOW }),
    ]
}

fn forward(
    payout: PayoutState,
    (tries_left, payouts_left): (u32, u32),
    letter: Option<LetterState>,
) -> Stand {
    Stand::Organization(OrgStand::BankConfirm(ForwardStand {
        name: name(),
        number: ACCOUNT.parse().unwrap(),
        cnaps: "102332000112".parse().unwrap(),
        payout,
        foresee: Day(20_515),
        tries_left,
        payouts_left,
        letter,
    }))
}

fn reverse(payment: PaymentState, letter: Option<LetterState>) -> Stand {
    let payee = "12020200099000".parse().unwrap();
    Stand::Organization(OrgStand::ReversePayment(ReverseStand { payee, payment, letter }))
}

fn mobile() -> Mobile {
    "13800000000".parse().unwrap()
}

fn signing(state: SignStep, expired: bool, sent: bool, document_known: bool) -> SignStand {
    SignStand {
        ticket: SignTicketId(TICKET.0),
        organization: compared(document_known),
        sent_to: sent.then(mobile),
        resend_at: sent.then_some(NOW + Span::seconds(43)),
        expired,
        state,
    }
}

/// Every page at which the transactor can stand, with a name for the state.
fn stands() -> Vec<(&'static str, Stand)> {
    let form = |claim, locked| Stand::Organization(OrgStand::Form { claim, locked });
    let choice = |methods: &[OrgMethod]| Stand::Organization(OrgStand::ChooseMethod(methods.to_vec()));
    let quick = |state, expired, tries| {
        Stand::Organization(OrgStand::AlipayQuick(face(FaceVendor::Alipay, state, expired, tries)))
    };
    let waiting = |state, expired| {
        Stand::Organization(OrgStand::LegalRepAuthorization(signing(state, expired, false, true)))
    };
    let account = |number: Option<&str>, locked| {
        let number = number.map(|number| number.parse().unwrap());
        Stand::Organization(OrgStand::BankAccount { name: name(), number, locked })
    };
    let [missing, reviewing, approved, rejected] = letters();
    let failed = PayoutState::Failed { reason: "收款人户名不符".into() };
    let received = PaymentState::Received { from: ACCOUNT.into(), at: NOW };
    vec![
        ("empty", form(OrgClaim::default(), Vec::new())),
        ("named", form(OrgClaim { name: Some(name()), ..OrgClaim::default() }, Vec::new())),
        ("locked", form(claim(), OrgField::ALL.to_vec())),
        (
            "representative",
            choice(&[OrgMethod::AlipayQuick, OrgMethod::LegalRepInPerson, OrgMethod::BankTransfer]),
        ),
        ("nobody", choice(&[])),
        ("transactor", choice(&[OrgMethod::LegalRepAuthorization, OrgMethod::BankTransfer])),
        ("issued", quick(FaceState::Issued, false, 5)),
        ("scanned", quick(FaceState::Scanned, false, 5)),
        ("expired", quick(FaceState::Issued, true, 5)),
        ("passed", quick(FaceState::Ended(FaceOutcome::Passed), false, 5)),
        ("failed", quick(FaceState::Ended(FaceOutcome::NotSamePerson), false, 2)),
        ("refused", quick(FaceState::Ended(FaceOutcome::Refused), false, 5)),
        ("both", Stand::Organization(OrgStand::LegalRep(legal_rep_in_person::METHODS.to_vec()))),
        ("issued", waiting(SignStep::Issued, false)),
        ("scanned", waiting(SignStep::Identify, false)),
        ("refused", waiting(SignStep::Refused, false)),
        ("expired", waiting(SignStep::Issued, true)),
        ("empty", account(None, false)),
        ("locked", account(Some(ACCOUNT), true)),
        ("requested", forward(PayoutState::Requested, (3, 2), missing.clone())),
        ("arrived", forward(PayoutState::Arrived(NOW), (2, 2), reviewing.clone())),
        ("spent", forward(PayoutState::Arrived(NOW), (0, 1), rejected.clone())),
        ("failed", forward(failed, (0, 0), approved.clone())),
        ("confirmed", forward(PayoutState::Confirmed(NOW), (0, 1), reviewing.clone())),
        ("waiting", reverse(PaymentState::Waiting, missing)),
        ("received", reverse(received, reviewing)),
        ("wrong-amount", reverse(PaymentState::WrongAmount(Amount::fen(2)), approved)),
        ("wrong-payer", reverse(PaymentState::WrongPayer(LONG.into()), rejected)),
        ("waiting", Stand::ApprovalPending),
        ("end", Stand::NotApproved),
        ("organization-exhausted", Stand::Exhausted(Method::Face)),
    ]
}

fn passed(took_part: bool, seconds: Option<u32>, named: bool) -> Stand {
    let standing = of_organization(Stand::Expired);
    Stand::Passed {
        took_part,
        name: named.then(|| LONG.into()),
        redirect_after_seconds: seconds,
        scopes: standing.link.scopes,
    }
}

/// The transactor's pages.
pub(super) fn flow_pages(shell: Shell, app_name: &str, said: &Said, links: &Links) -> Gallery {
    let bar = bar();
    let frame = frame(shell, app_name, &bar);
    let mut gallery = Gallery::new();
    let mut draw = |state: &str, stand: Stand, links: &Links| {
        let (name, page) = drawn(&frame, state, &of_organization(stand), links, said);
        assert!(gallery.insert(name.clone(), page).is_none(), "{name} is drawn twice");
    };
    for (state, stand) in stands() {
        draw(state, stand, links);
    }
    let message = Links { tab: SMS_TAB.into(), ..links.clone() };
    for (state, step, expired, sent) in [
        ("message", SignStep::Issued, false, false),
        ("message-sent", SignStep::Issued, false, true),
        ("message-opened", SignStep::Reading(compared(true).legal_rep_name), false, true),
        ("message-refused", SignStep::Refused, false, true),
        ("message-expired", SignStep::Issued, true, true),
    ] {
        let stand = OrgStand::LegalRepAuthorization(signing(step, expired, sent, true));
        draw(state, Stand::Organization(stand), &message);
    }
    draw("organization", passed(true, Some(3), true), links);
    draw("organization-nowhere", passed(true, None, false), links);
    draw("organization-stranger", passed(false, Some(3), true), links);
    gallery
}

/// The legal representative's phone.
pub(super) fn phone_pages(app_name: &str, said: &Said) -> Gallery {
    let bar = bar();
    let frame = &frame(Shell::H5, app_name, &bar);
    let signs = |state, expired, sent, known, proven| {
        sign::page(frame, &signing(state, expired, sent, known), proven, said)
    };
    let code = |code_sent| SignStep::Code {
        mobile: mobile(),
        code_sent,
        resend_at: code_sent.then_some(NOW + Span::seconds(58)),
    };
    let reading = || SignStep::Reading(compared(true).legal_rep_name);
    let alipay = |state| {
        let stand = PhoneStand::Face(face(FaceVendor::Alipay, state, false, 5));
        phone::page(frame, TICKET, &stand, Some(LONG), Way::default(), said)
    };
    [
        ("alipay-authorize", alipay(FaceState::Scanned)),
        ("face-action-organization", alipay(FaceState::Acting(FaceAction::Blink))),
        ("face-result-refused-organization", alipay(FaceState::Ended(FaceOutcome::Refused))),
        ("sign-verify-unknown", signs(SignStep::Identify, false, false, false, false)),
        ("sign-verify-known", signs(SignStep::Identify, false, true, true, false)),
        ("sign-verify-code", signs(code(false), false, true, true, false)),
        ("sign-verify-code-sent", signs(code(true), false, true, true, false)),
        ("sign-verify-other-browser", signs(reading(), false, true, true, false)),
        ("sign-letter", signs(reading(), false, true, true, true)),
        ("sign-refuse", sign::refuse(frame, &signing(SignStep::Identify, false, true, true))),
        ("sign-result-signed", sign::signed(frame, None)),
        ("sign-result-signed-return", sign::signed(frame, Some("https://example.com/back"))),
        ("sign-result-refused", signs(SignStep::Refused, false, true, true, true)),
        ("sign-result-expired", signs(SignStep::Issued, true, true, true, false)),
    ]
    .map(|(name, page)| (name.to_owned(), page))
    .into_iter()
    .collect()
}

fn typed(form: &str) -> Fields {
    Fields::from_body(form.as_bytes())
}

/// Pages that say what is wrong with what was typed, as the transactor and the legal representative see them.
pub(super) fn wrong_pages(shell: Shell, app_name: &str) -> Gallery {
    let bar = bar();
    let frame = frame(shell, app_name, &bar);
    let [missing, ..] = letters();
    let form = Stand::Organization(OrgStand::Form { claim: OrgClaim::default(), locked: Vec::new() });
    let account = Stand::Organization(OrgStand::BankAccount { name: name(), number: None, locked: false });
    let waits = signing(SignStep::Issued, false, false, true);
    let waits = Stand::Organization(OrgStand::LegalRepAuthorization(waits));
    let arrived = forward(PayoutState::Arrived(NOW), (1, 1), missing.clone());
    let unread = |form: &str, read: &dyn Fn(&Fields) -> Vec<FieldMessage>| {
        let typed = typed(form);
        let messages = read(&typed);
        Said::unread(typed, messages)
    };
    // The one page with tabs of these is at its second.
    let links = Links { tab: SMS_TAB.into(), ..links() };
    let bad_form = unread("org-name=%E5%8C%97&org-code=91&legal-rep-id-number=12", &|fields| {
        org_info::read(fields).unwrap_err()
    });
    let bad_account =
        unread("account-number=12&cnaps=x", &|fields| bank_transfer::read_account(fields).unwrap_err());
    let bad_amount = unread("amount=abc", &|fields| bank_transfer::read_amount(fields).unwrap_err());
    let bad_file =
        FieldMessage::new("letter-file", PARAMETER_WRONG, "仅支持 PDF、PNG、JPG 文件，请上传清晰的扫描件");
    let bad_number = unread("mobile=138", &|fields| {
        let read = view::read("legal-rep-authorization/send", fields, None, shell).unwrap();
        read.unwrap_err()
    });
    let no_consent = |form: &str| words::refused(&Refusal::ConsentMissing, typed(form));
    let mut gallery: Gallery = [
        ("wrong", form.clone(), bad_form),
        ("unread-agreement", form, no_consent("org-name=%E5%8C%97%E5%B1%B1")),
        ("wrong", account.clone(), bad_account),
        (
            "found",
            account.clone(),
            Said { typed: typed("branch-search=%E5%A5%89%E5%8C%96"), ..Said::default() },
        ),
        ("not-found", account, Said { typed: typed("branch-search=%E7%81%AB%E6%98%9F"), ..Said::default() }),
        ("wrong", arrived, bad_amount),
        (
            "wrong-file",
            reverse(PaymentState::Waiting, missing),
            Said::unread(Fields::default(), vec![bad_file]),
        ),
        ("message-wrong", waits, bad_number),
    ]
    .into_iter()
    .map(|(state, stand, said)| drawn(&frame, state, &of_organization(stand), &links, &said))
    .collect();
    if shell == Shell::H5 {
        let verify = signing(SignStep::Identify, false, false, false);
        let said = unread("method=code&id-number=1&mobile=2", &|fields| {
            sign::read("identify", fields).unwrap().unwrap_err()
        });
        gallery.insert("sign-verify-wrong".into(), sign::page(&frame, &verify, false, &said));
        let letter = signing(SignStep::Reading(compared(true).legal_rep_name), false, true, true);
        gallery.insert("sign-letter-wrong".into(), sign::page(&frame, &letter, true, &no_consent("")));
    }
    gallery
}
