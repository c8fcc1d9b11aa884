//! What a sensible person does next, wherever a flow stands; and what a senseless one may try.

use crate::app_files::Announced;
use crate::flow::Flow;
use crate::flow::identity_service::ServiceStep;
use crate::flow::identity_service::organization::{OrgServiceStep, PayoutOrder, SignOrder};
use crate::flow::letter::{FileKind, LetterFile};
use crate::flow::method::Method;
use crate::flow::method::bank_transfer::Direction;
use crate::flow::method::face::{FaceAction, FaceOutcome, FaceStand, FaceState, FaceVendor};
use crate::flow::method::legal_rep_authorization::{ProveBy, SignAct};
use crate::flow::organization::{self, Stage};
use crate::flow::organization_standing::{OrgStand, SignStand, SignStep};
use crate::flow::standing::{Stand, Standing};
use crate::id::AuthFlowId;
use crate::identity::address::Address;
use crate::identity::amount::Amount;
use crate::identity::corporate_account::CorporateAccountNum;
use crate::input::{Act, Call, Happening, Input, PayIn};
use crate::reading::Reading;
use crate::tests::script::{Cast, one_of};
use crate::tests::town::*;
use crate::tests::words::code_in;
use crate::world::reviewers::Verdict;

/// The newest code at an address, or text that is none.
pub(super) fn newest_code(now: &Reading<'_>, at: &Address) -> String {
    now.world().messages(at, 0).last().map(|message| code_in(&message.text).to_owned()).unwrap_or_default()
}

/// What leads `flow` on from where its first browser stands; `way` chooses where there are several ways,
/// one in eight of them a wrong one.
pub(super) fn next(now: &Reading<'_>, flow: AuthFlowId, way: u8, cast: Cast) -> Input {
    match now.standing(flow, Some(1)) {
        Ok(standing) => Input::Happen(on_pages(now, flow, standing, way, cast)),
        Err(_) => by_calls(now, flow, way),
    }
}

/// What leads a verification by calls on.
fn by_calls(now: &Reading<'_>, id: AuthFlowId, way: u8) -> Input {
    let flow = now.flow(id).expect("a known flow");
    let step = |step| Input::Call(Call::Step { app: flow.link.app.clone(), flow: now.flow_id(id), step });
    let on_phone = flow.face_check().and_then(|check| {
        let face = FaceStand { check: check.clone(), expired: check.is_too_old(now.at()), tries_left: 0 };
        on_the_phone(now, &face, way)
    });
    if flow.link.organization.is_some() {
        return by_org_calls(now, &flow, way, step);
    }
    match (on_phone, flow.link.claim.mobile) {
        (Some(happening), _) => Input::Happen(happening),
        (None, Some(mobile)) if !way.is_multiple_of(8) => {
            let code = newest_code(now, &Address::Mobile(mobile));
            step(ServiceStep::EnterCode(flow.link.default_method, code.into()))
        }
        (None, _) if way.is_multiple_of(16) => step(ServiceStep::ResendCode(Method::Mobile3)),
        (None, _) => step(ServiceStep::EnterCode(flow.link.default_method, "wrong".into())),
    }
}

/// The same for an organization's.
fn by_org_calls(now: &Reading<'_>, flow: &Flow, way: u8, step: impl Fn(ServiceStep) -> Input) -> Input {
    let step = |of| step(ServiceStep::Organization(of));
    let claim = &flow.link.organization.as_ref().expect("an organization").claim;
    let is_mill = claim.name.as_ref().is_some_and(|name| name.as_str() == MILL);
    let (account, name, who) =
        if is_mill { (MILL_ACCOUNT, MILL, WANG) } else { (BAKERY_ACCOUNT, BAKERY, LI) };
    let of_organization: CorporateAccountNum = account.parse().expect("an account");
    let sign = organization::proving(flow).and_then(|proving| match &proving.stage {
        Stage::LegalRepAuthorization(task) => {
            now.sign_standing(task.ticket).ok().and_then(|(_, stand)| stand)
        }
        _ => None,
    });
    match (way % 8, sign) {
        (0..=3, Some(sign)) => Input::Happen(signing(now, flow.id, &sign, way.saturating_mul(3) | 1)),
        (0, _) => step(OrgServiceStep::SendSign(Box::new(SignOrder {
            agent: Some(identity(ZHAO)),
            mobile: number(who),
            legal_rep_document: None,
            redirect: None,
        }))),
        (1 | 2, _) => step(OrgServiceStep::Pay(Box::new(PayoutOrder {
            number: of_organization,
            cnaps: BRANCH.parse().expect("a CNAPS code"),
            context_id: None,
            notify_url: Some("http://127.0.0.1:9/paid".into()),
        }))),
        (3 | 4, _) => {
            let arrived = now.world().statement(&of_organization, 0).last();
            let amount = arrived.map_or(Amount::fen(i64::from(way)), |line| line.amount);
            step(OrgServiceStep::EnterAmount {
                amount: if way % 16 == 3 { Amount::fen(50) } else { amount },
                letter: None,
            })
        }
        (5, _) => step(OrgServiceStep::OpenReverse { letter: None }),
        (7, _) if way > 127 => {
            let announced = Announced {
                name: "letter.pdf".into(),
                md5: [way; 16],
                content_type: "application/pdf".into(),
                bytes: 1_000,
            };
            Input::Call(Call::File { app: flow.link.app.clone(), announced })
        }
        _ => {
            let reverse = organization::transfer_of(flow).and_then(|transfer| transfer.reverse.as_ref());
            match reverse {
                Some(reverse) => {
                    let fen = if way % 16 == 6 { 2 } else { 1 };
                    Input::Happen(pay_in(account, name, reverse.payee.as_str(), fen))
                }
                None => step(OrgServiceStep::OpenReverse { letter: None }),
            }
        }
    }
}

/// What leads a flow on from the page at which a browser stands.
fn on_pages(now: &Reading<'_>, flow: AuthFlowId, standing: Standing, way: u8, cast: Cast) -> Happening {
    let whose = standing.address.or_else(|| one_of(cast.addresses, way).map(address));
    let whose = whose.expect("a cast has addresses");
    let seated = |act| Happening::Acted { flow, seat: 1, act };
    match standing.stand {
        Stand::Login { .. } if standing.link.identity_service.is_some() => Happening::Entered(flow),
        Stand::Login { .. } => {
            let sent = now.flow(flow).is_some_and(|flow| flow.codes.was_sent(&whose));
            if sent && !way.is_multiple_of(4) {
                let code = newest_code(now, &whose).into();
                Happening::LoggedIn { flow, address: whose, code, consent: true }
            } else {
                Happening::LoginCodeAsked { flow, address: whose }
            }
        }
        Stand::ChooseMethod(methods) => match one_of(&methods, way) {
            Some(method) => seated(Act::ChooseMethod(method)),
            None => Happening::LinkOpened(flow),
        },
        Stand::Form { method, .. } => seated(submit(method, &whose, way, cast)),
        // Some try all the same, with whatever they have.
        Stand::Exhausted(method) if way.is_multiple_of(2) => seated(submit(method, &whose, way / 2, cast)),
        Stand::Exhausted(_) => seated(Act::ChangeMethod),
        Stand::Code { mobile, code_sent, .. } => seated(if code_sent && !way.is_multiple_of(4) {
            Act::EnterCode(newest_code(now, &Address::Mobile(mobile)).into())
        } else {
            Act::AskCode
        }),
        Stand::Face(face) => {
            let ticket = face.check.ticket;
            match face.check.state {
                FaceState::Issued if face.expired => seated(Act::RefreshFace),
                FaceState::Issued if way.is_multiple_of(8) => seated(Act::ChangeMethod),
                FaceState::Issued => {
                    let alipay = now.world().person_by_document(&face.check.identity.document);
                    let alipay = alipay.and_then(|person| person.alipay);
                    Happening::FaceScanned { ticket, alipay }
                }
                FaceState::Scanned => Happening::FaceStarted { ticket, consent: !way.is_multiple_of(8) },
                FaceState::Acting(_) if way.is_multiple_of(8) => {
                    Happening::FaceActed { ticket, action: FaceAction::OpenMouth }
                }
                FaceState::Acting(_) if way % 8 == 1 => {
                    Happening::FaceDecided { ticket, outcome: FaceOutcome::Passed }
                }
                FaceState::Acting(asked) => Happening::FaceActed { ticket, action: asked },
                FaceState::Ended(_) if way.is_multiple_of(8) => seated(Act::ChangeMethod),
                FaceState::Ended(_) => seated(Act::RefreshFace),
            }
        }
        Stand::Willingness => seated(Act::ShowWillingness { straight: way.is_multiple_of(2) }),
        Stand::Organization(stand) => on_org_pages(now, flow, stand, way),
        Stand::ApprovalPending => Happening::ApprovalDecided { flow, approve: !way.is_multiple_of(4) },
        Stand::Passed { .. } | Stand::NotApproved | Stand::Expired | Stand::Failed { .. } => {
            Happening::LinkOpened(flow)
        }
    }
}

/// What leads an organization's verification on.
fn on_org_pages(now: &Reading<'_>, flow: AuthFlowId, stand: OrgStand, way: u8) -> Happening {
    let seated = |act| Happening::Acted { flow, seat: 1, act };
    let wrong = way.is_multiple_of(8);
    match stand {
        OrgStand::Form { claim, .. } => {
            let name = claim.name.map_or_else(|| MILL.to_owned(), |name| name.to_string());
            let mut organization = compared(if name == MILL { MILL } else { BAKERY });
            if wrong {
                organization.legal_rep_name = person(ZHAO).name;
            }
            seated(Act::SubmitOrganization { organization, consent: way % 16 != 3 })
        }
        OrgStand::ChooseMethod(methods) => match one_of(&methods, way) {
            Some(method) => seated(Act::ChooseOrgMethod { method, straight: way.is_multiple_of(2) }),
            None => Happening::LinkOpened(flow),
        },
        OrgStand::AlipayQuick(_) if wrong => seated(Act::ChangeOrgMethod),
        OrgStand::AlipayQuick(face) => on_the_phone(now, &face, way).unwrap_or(seated(Act::RefreshFace)),
        OrgStand::LegalRep(methods) => match one_of(&methods, way) {
            Some(method) => seated(Act::ChooseMethod(method)),
            None => seated(Act::ChangeOrgMethod),
        },
        OrgStand::LegalRepAuthorization(sign) => signing(now, flow, &sign, way),
        OrgStand::BankAccount { name, number, .. } => {
            let own = if name.as_str() == MILL { MILL_ACCOUNT } else { BAKERY_ACCOUNT };
            let number = number.unwrap_or_else(|| own.parse().expect("an account"));
            seated(match way % 8 {
                0 => Act::TurnDirection(Direction::Reverse),
                _ => Act::SubmitBankAccount { number, cnaps: BRANCH.parse().expect("a CNAPS code") },
            })
        }
        OrgStand::BankConfirm(forward) => match way % 8 {
            0 => seated(Act::TurnDirection(Direction::Reverse)),
            1 => seated(Act::PayAgain),
            2 | 3 => seated(Act::UploadLetter(letter(way))),
            4 => Happening::LetterDecided { flow, verdict: verdict(way) },
            5 => seated(Act::EnterAmount(Amount::fen(i64::from(way) % 100))),
            _ => {
                let arrived = now.world().statement(&forward.number, 0).last();
                let amount = arrived.map_or(Amount::fen(1), |line| line.amount);
                seated(Act::EnterAmount(amount))
            }
        },
        OrgStand::ReversePayment(reverse) => match way % 8 {
            0 => seated(Act::TurnDirection(Direction::Forward)),
            1 | 2 => seated(Act::UploadLetter(letter(way))),
            3 | 4 => Happening::LetterDecided { flow, verdict: verdict(way) },
            way => {
                let (from, name) = if way == 5 { (BAKERY_ACCOUNT, BAKERY) } else { (MILL_ACCOUNT, MILL) };
                let fen = if way == 6 { 2 } else { 1 };
                pay_in(from, name, reverse.payee.as_str(), fen)
            }
        },
    }
}

/// A payment at the bank.
pub(super) fn pay_in(from: &str, name: &str, to: &str, fen: i64) -> Happening {
    let amount = Amount::fen(fen);
    Happening::PaidIn(Box::new(PayIn {
        from: from.into(),
        from_name: name.into(),
        to: to.into(),
        amount,
        remark: "测试".into(),
    }))
}

fn letter(way: u8) -> LetterFile {
    LetterFile { digest: [way; 32], kind: FileKind::Pdf, bytes: 1_000 }
}

fn verdict(way: u8) -> Verdict {
    if way < 32 { Verdict::Reject { reason: "公章不清晰".into() } } else { Verdict::Approve }
}

/// What the legal representative does with the link.
fn signing(now: &Reading<'_>, flow: AuthFlowId, sign: &SignStand, way: u8) -> Happening {
    let seated = |act| Happening::Acted { flow, seat: 1, act };
    let acted = |act| Happening::SignActed { ticket: sign.ticket, act };
    let wrong = way.is_multiple_of(8);
    let rep = sign.organization.legal_rep_name.clone();
    let who = [WANG, LI].into_iter().find(|mobile| person(mobile).name == rep).unwrap_or(WANG);
    match &sign.state {
        _ if sign.expired => seated(Act::RefreshSign),
        SignStep::Issued if wrong => seated(Act::SendSignMessage(number(who))),
        SignStep::Issued => Happening::SignOpened(sign.ticket),
        SignStep::Identify => {
            let document = Some(person(if wrong { ZHAO } else { who }).document);
            let by = if way.is_multiple_of(2) { ProveBy::Face } else { ProveBy::Code(number(who)) };
            acted(SignAct::Identify { document, by })
        }
        SignStep::Code { code_sent: true, mobile, .. } if !wrong => {
            acted(SignAct::EnterCode(newest_code(now, &Address::Mobile(*mobile)).into()))
        }
        SignStep::Code { .. } => acted(SignAct::AskCode),
        SignStep::Face(face) => on_the_phone(now, face, way).unwrap_or(acted(SignAct::Refuse)),
        SignStep::Reading(_) if wrong => acted(SignAct::Refuse),
        SignStep::Reading(_) => acted(SignAct::Sign { consent: way % 8 != 1 }),
        SignStep::Refused => seated(if wrong { Act::ChangeOrgMethod } else { Act::RefreshSign }),
    }
}

/// What a phone with a face check does next; nothing where the check is over.
fn on_the_phone(now: &Reading<'_>, face: &FaceStand, way: u8) -> Option<Happening> {
    let ticket = face.check.ticket;
    Some(match face.check.state {
        FaceState::Issued if face.expired => return None,
        FaceState::Issued => {
            let holder = now.world().person_by_document(&face.check.identity.document);
            let alipay = holder.and_then(|person| person.alipay);
            Happening::FaceScanned { ticket, alipay }
        }
        FaceState::Scanned => Happening::FaceStarted { ticket, consent: true },
        FaceState::Acting(_) if way.is_multiple_of(8) => {
            Happening::FaceDecided { ticket, outcome: FaceOutcome::Refused }
        }
        FaceState::Acting(asked) => Happening::FaceActed { ticket, action: asked },
        FaceState::Ended(_) => return None,
    })
}

/// Fills in a form: for the person whose account it is if he is listed, for another one otherwise.
fn submit(method: Method, account: &Address, way: u8, cast: Cast) -> Act {
    let owner = cast.people.iter().copied().find(|mobile| account.to_string() == *mobile);
    let other = one_of(cast.people, way).expect("a cast has people");
    let who = owner.filter(|_| way % 8 > 1).unwrap_or(other);
    filled_in(method, who, if way.is_multiple_of(8) { other } else { who }, way)
}

fn filled_in(method: Method, who: &str, with_number_of: &str, way: u8) -> Act {
    let (identity, consent) = (identity(who), way % 16 != 3);
    match method {
        Method::Mobile3 => Act::SubmitMobile3 { identity, mobile: number(with_number_of), consent },
        Method::Bankcard4 => {
            let bank_card = person(who).bank_cards[0].number;
            Act::SubmitBankcard4 { identity, bank_card, mobile: number(with_number_of), consent }
        }
        Method::Face => {
            let vendor = if way.is_multiple_of(2) { FaceVendor::Esign } else { FaceVendor::Alipay };
            Act::SubmitFace { identity, vendor, straight: way.is_multiple_of(4), consent }
        }
    }
}

/// Any act, whether or not a page would offer it.
pub(super) fn any_act(which: u8, who: &str, with_number_of: &str) -> Act {
    let method = Method::ALL[usize::from(which / 16) % 3];
    match which % 8 {
        0 => Act::ChooseMethod(method),
        1 => Act::ChangeMethod,
        2 => filled_in(method, who, with_number_of, which / 8),
        3 => Act::RefreshFace,
        4 => Act::ShowWillingness { straight: false },
        5 => Act::AskCode,
        _ => Act::EnterCode("000000".into()),
    }
}
