//! What a sensible person does next, wherever a flow stands; and what a senseless one may try.

use crate::flow::method::Method;
use crate::flow::method::face::{FaceAction, FaceOutcome, FaceState, FaceVendor};
use crate::flow::standing::Stand;
use crate::id::AuthFlowId;
use crate::identity::address::Address;
use crate::input::{Act, Happening};
use crate::reading::Reading;
use crate::tests::script::{Cast, one_of};
use crate::tests::town::*;
use crate::tests::words::code_in;

/// The newest code at an address, or text that is none.
pub(super) fn newest_code(now: &Reading<'_>, at: &Address) -> String {
    now.world().messages(at, 0).last().map(|message| code_in(&message.text).to_owned()).unwrap_or_default()
}

/// What leads `flow` on from where its first browser stands; `way` chooses where there are several ways,
/// one in eight of them a wrong one.
pub(super) fn next(now: &Reading<'_>, flow: AuthFlowId, way: u8, cast: Cast) -> Happening {
    let standing = now.standing(flow, Some(1)).expect("a known flow");
    let whose = standing.address.or_else(|| one_of(cast.addresses, way).map(address));
    let whose = whose.expect("a cast has addresses");
    let seated = |act| Happening::Acted { flow, seat: 1, act };
    match standing.stand {
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
        Stand::Passed { .. } | Stand::Expired => Happening::LinkOpened(flow),
    }
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
