//! Stories of organizations: every method, by the legal representative himself and by somebody else.

use crate::flow::Progress;
use crate::flow::approval::Verified;
use crate::flow::link::Link;
use crate::flow::method::bank_transfer::Direction;
use crate::flow::method::face::{FaceAction, FaceVendor};
use crate::flow::method::legal_rep_authorization::{ProveBy, SignAct};
use crate::flow::method::{Method, OrgMethod, OrgProof};
use crate::flow::organization::Compared;
use crate::flow::organization_standing::OrgStand;
use crate::flow::standing::Stand;
use crate::identity::amount::Amount;
use crate::input::{Act, Input, Outcome};
use crate::tests::story::{Story, check, play};
use crate::tests::town::*;
use crate::time::Span;
use crate::world::registry::{LegalRep, Organization};
use crate::world::reviewers::{Reviewers, Verdict};

fn cnaps() -> crate::identity::cnaps::CnapsCode {
    BRANCH.parse().expect("a CNAPS code")
}

fn give_account(story: &mut Story, flow: crate::id::AuthFlowId, account: &str) {
    let number = account.parse().expect("an account");
    let _ = story.act(flow, Act::SubmitBankAccount { number, cnaps: cnaps() });
}

#[test]
fn the_form_leads_the_legal_representative_and_others_to_their_own_methods() {
    check(
        town(),
        |story| {
            let flow = story.at_the_form(MILL, WANG);
            story.stands(flow);
            story.submit_organization(flow, compared(MILL));
            story.stands(flow);
            let other = story.at_the_form(BAKERY, WANG);
            story.submit_organization(other, compared(BAKERY));
            story.stands(other);
            let _ =
                story.act(other, Act::ChooseOrgMethod { method: OrgMethod::AlipayQuick, straight: false });
        },
        "0s A stands at OrgForm, filled in Name, locked nothing
        0s A submits 宁波某某制造有限公司 -> done | OrgComparisonPassed
        0s A stands at ChooseOrgMethod AlipayQuick LegalRepInPerson BankTransfer
        0s B submits 宁波某某食品有限公司 -> done | OrgComparisonPassed
        0s B stands at ChooseOrgMethod LegalRepAuthorization BankTransfer
        0s B chooses AlipayQuick -> MethodUnavailable",
    );
}

#[test]
fn a_method_chosen_from_an_old_form_leaves_the_one_under_way() {
    check(
        town(),
        |story| {
            let flow = story.at_the_method(MILL, WANG, OrgMethod::AlipayQuick);
            let other = Act::ChooseOrgMethod { method: OrgMethod::BankTransfer, straight: false };
            let _ = story.act(flow, other.clone());
            let _ = story.act(flow, other);
        },
        "0s A chooses BankTransfer -> done | OrgMethodLeft(AlipayQuick), OrgMethodChosen(BankTransfer)
        0s A chooses BankTransfer -> done",
    );
}

#[test]
fn factors_that_do_not_agree_are_counted() {
    check(
        town(),
        |story| {
            let flow = story.at_the_form(MILL, WANG);
            let wrong = Compared { legal_rep_name: person(LI).name, ..compared(MILL) };
            for _ in 0..6 {
                story.submit_organization(flow, wrong.clone());
            }
        },
        "0s A submits 宁波某某制造有限公司 -> OrgComparisonFailed { comparison: Mismatch([LegalRepName]) } | OrgComparisonFailed(Mismatch([LegalRepName]))
        0s A submits 宁波某某制造有限公司 -> OrgComparisonFailed { comparison: Mismatch([LegalRepName]) } | OrgComparisonFailed(Mismatch([LegalRepName]))
        0s A submits 宁波某某制造有限公司 -> OrgComparisonFailed { comparison: Mismatch([LegalRepName]) } | OrgComparisonFailed(Mismatch([LegalRepName]))
        0s A submits 宁波某某制造有限公司 -> OrgComparisonFailed { comparison: Mismatch([LegalRepName]) } | OrgComparisonFailed(Mismatch([LegalRepName]))
        0s A submits 宁波某某制造有限公司 -> OrgComparisonFailed { comparison: Mismatch([LegalRepName]) } | OrgComparisonFailed(Mismatch([LegalRepName]))
        0s A submits 宁波某某制造有限公司 -> TriesExhausted",
    );
}

#[test]
fn the_representatives_own_alipay_verifies_and_a_strangers_leaves_the_code_valid() {
    check(
        town(),
        |story| {
            let flow = story.at_the_method(MILL, WANG, OrgMethod::AlipayQuick);
            let ticket = story.ask().flow(flow).and_then(|flow| flow.face_check().map(|check| check.ticket));
            let ticket = ticket.expect("a check is under way");
            story.scan(ticket, Some(LI));
            story.scan(ticket, Some(WANG));
            story.start(ticket, false);
            story.start(ticket, true);
            story.show(ticket, FaceAction::Blink);
            story.stands(flow);
        },
        "0s face 1 scanned with Alipay of 13800000002 -> AlipayStranger | AlipayStranger face 1
        0s face 1 scanned with Alipay of 13800000001 -> done | FaceScanned face 1
        0s face 1 started without agreeing -> ConsentMissing
        0s face 1 started -> done | FaceStarted face 1 Blink
        0s face 1 sees Blink -> Passed | FaceEnded face 1 Passed, OrgVerified(AlipayQuick), n1 queued: verified, Granted GetPsnIdentityInfo GetOrgIdentityInfo, n2 queued: granted, Finished
        0s A stands at Passed, 宁波某某制造有限公司, granted GetPsnIdentityInfo GetOrgIdentityInfo",
    );
}

#[test]
fn the_representative_in_person_proves_himself_afresh_though_his_number_is_proven() {
    check(
        town(),
        |story| {
            let flow = story.at_the_method(MILL, WANG, OrgMethod::LegalRepInPerson);
            story.stands(flow);
            story.choose(flow, Method::Mobile3);
            story.stands(flow);
            story.submit_mobile(flow, LI, LI);
            story.submit_mobile(flow, WANG, WANG);
            story.pass(Span::minutes(1));
            let _ = story.act(flow, Act::AskCode);
            let code = story.code_at(WANG);
            let _ = story.act(flow, Act::EnterCode(code.into()));
        },
        "0s A stands at LegalRep Face Mobile3
        0s A chooses Mobile3 -> done | MethodChosen(Mobile3)
        0s A stands at Form Mobile3, filled in Name Document Mobile, locked Name Document
        0s A submits 李梅 13800000002 -> FieldLocked { field: Name }
        0s A submits 王五 13800000001 -> done | ComparisonPassed(Mobile3)
        1m A asks code -> done | CodeSent 13800000001
        1m A enters code -> done | MobileProven(Mobile3), OrgVerified(LegalRep), n1 queued: verified, Granted GetPsnIdentityInfo GetOrgIdentityInfo, n2 queued: granted, Finished",
    );
}

#[test]
fn whoever_was_verified_before_shows_his_will_only() {
    play(town(), |story| {
        story.verified(&real_name(WANG), WANG);
        let flow = story.quietly(|story| {
            let flow = story.link(&org_link(MILL, WANG));
            story.log_in(flow, WANG);
            story.submit_organization(flow, compared(MILL));
            let _ = story
                .act(flow, Act::ChooseOrgMethod { method: OrgMethod::LegalRepInPerson, straight: false });
            let ticket = story.submit_face(flow, WANG, FaceVendor::Esign);
            story.face(ticket);
            flow
        });
        let organization =
            story.ask().flow(flow).and_then(|flow| flow.organization).expect("an organization");
        let proof =
            story.ask().organization(organization).and_then(|it| it.real_name.clone()).map(|it| it.proof);
        assert_eq!(proof, Some(OrgProof::LegalRepWillingness));
    });
}

#[test]
fn letter_and_amount_are_both_needed_in_either_order() {
    let told = |letter_first: bool| {
        let mut end = None;
        play(town(), |story| {
            let flow = story.at_the_method(MILL, WANG, OrgMethod::BankTransfer);
            give_account(story, flow, MILL_ACCOUNT);
            story.pass(Span::days(1));
            let amount = story.quietly(|story| {
                story.open(flow);
                story.arrived_at(MILL_ACCOUNT)
            });
            let letter = |story: &mut Story| {
                story.upload(flow);
                story.review(flow, Some("公章不清晰"));
                story.upload(flow);
                story.review(flow, None);
            };
            let money = |story: &mut Story| drop(story.act(flow, Act::EnterAmount(amount)));
            if letter_first {
                letter(story);
                assert!(!story.ask().flow(flow).expect("a flow").is_finished(), "the amount is missing");
                money(story);
            } else {
                money(story);
                assert!(!story.ask().flow(flow).expect("a flow").is_finished(), "the letter is missing");
                letter(story);
            }
            end = story.ask().flow(flow).map(|flow| flow.progress.clone());
        });
        end.expect("a flow")
    };
    let both = told(true);
    assert!(
        matches!(both, Progress::Passed { verified, .. } if verified.organization == Some(OrgProof::BankTransfer)),
        "{both:?}"
    );
    assert_eq!(both, told(false));
}

#[test]
fn the_fourth_wrong_amount_ends_the_payout_and_a_new_one_begins_afresh() {
    check(
        town(),
        |story| {
            let flow = story.at_the_method(MILL, WANG, OrgMethod::BankTransfer);
            give_account(story, flow, MILL_ACCOUNT);
            story.stands(flow);
            story.pass(Span::days(1));
            story.open(flow);
            for _ in 0..5 {
                let _ = story.act(flow, Act::EnterAmount(Amount::fen(0)));
            }
            let _ = story.act(flow, Act::PayAgain);
            story.stands(flow);
        },
        "0s A gives account 39012345678901 -> done | PayoutSent
        0s A stands at BankConfirm, Requested, 4 tries, 9 payouts left, letter missing
        1d A opened -> done | PayoutArrived, LinkOpened
        1d A fills in an amount -> AmountWrong { tries_left: 3 } | AmountWrong(3)
        1d A fills in an amount -> AmountWrong { tries_left: 2 } | AmountWrong(2)
        1d A fills in an amount -> AmountWrong { tries_left: 1 } | AmountWrong(1)
        1d A fills in an amount -> AmountTriesExhausted | AmountWrong(0)
        1d A fills in an amount -> PayoutNeeded
        1d A asks for another payout -> done | PayoutSent
        1d A stands at BankConfirm, Requested, 4 tries, 9 payouts left, letter missing",
    );
}

#[test]
fn an_amount_is_taken_until_the_last_millisecond_of_the_seventh_day() {
    for (late, refused) in [(Span(Span::days(7).0 - 1), false), (Span::days(7), true)] {
        play(town(), |story| {
            let flow = story.at_the_method(MILL, WANG, OrgMethod::BankTransfer);
            give_account(story, flow, MILL_ACCOUNT);
            story.pass(late);
            story.open(flow);
            let amount = story.arrived_at(MILL_ACCOUNT);
            let entered = story.act(flow, Act::EnterAmount(amount));
            assert_eq!(
                entered == Err(crate::refusal::Refusal::AmountTooLate),
                refused,
                "{late}: {entered:?}"
            );
        });
    }
}

#[test]
fn payouts_come_back_are_limited_by_the_day_and_go_on_the_next() {
    check(
        town(),
        |story| {
            let flow = story.at_the_method(BAKERY, WANG, OrgMethod::BankTransfer);
            give_account(story, flow, BAKERY_ACCOUNT);
            story.pass(Span::days(2));
            story.stands(flow);
            story.quietly(|story| {
                for _ in 0..10 {
                    assert_eq!(story.act(flow, Act::PayAgain), Ok(Outcome::Done));
                }
            });
            let _ = story.act(flow, Act::PayAgain);
            story.pass(Span::days(1));
            let _ = story.act(flow, Act::PayAgain);
        },
        "0s A gives account 33012345678901 -> done | PayoutSent
        2d A stands at BankConfirm, Failed { reason: 账户状态异常 }, 0 tries, 10 payouts left, letter missing
        2d A asks for another payout -> PayoutsExhausted
        3d A asks for another payout -> done | PayoutSent"
            .replace("账户状态异常", "\"账户状态异常\"")
            .as_str(),
    );
}

#[test]
fn only_one_fen_from_the_organizations_own_account_counts() {
    check(
        town(),
        |story| {
            let flow = story.at_the_method(MILL, WANG, OrgMethod::BankTransfer);
            let _ = story.act(flow, Act::TurnDirection(Direction::Reverse));
            let payee = match story.ask().standing(flow, Some(1)).expect("a flow").stand {
                Stand::Organization(OrgStand::ReversePayment(reverse)) => reverse.payee.to_string(),
                other => panic!("{other:?}"),
            };
            story.pay(MILL_ACCOUNT, MILL, &payee, 2);
            story.pay(BAKERY_ACCOUNT, BAKERY, &payee, 1);
            story.pay("6222020200012349", "王五", &payee, 1);
            story.pay(MILL_ACCOUNT, BAKERY, &payee, 1);
            story.stands(flow);
            story.upload(flow);
            story.review(flow, None);
            story.pay(MILL_ACCOUNT, MILL, &payee, 1);
            story.pay(MILL_ACCOUNT, MILL, &payee, 1);
        },
        "0s A turns Reverse -> done | DirectionTurned(Reverse), PayeeOpened
        0s 0.02 paid by 宁波某某制造有限公司 -> done | PaidIn(0.02), PaymentOfWrongAmount(0.02)
        0s 0.01 paid by 宁波某某食品有限公司 -> done | PaidIn(0.01), PaymentByStranger(\"宁波某某食品有限公司\")
        0s 0.01 paid by 王五 -> done | PaidIn(0.01), PaymentByStranger(\"王五\")
        0s 0.01 paid by 宁波某某食品有限公司 -> PaymentRefused { reason: \"the account is in the name of 宁波某某制造有限公司, not of `宁波某某食品有限公司`\" }
        0s A stands at ReversePayment, WrongPayer(\"王五\"), letter missing
        0s A uploads a letter -> done | LetterUploaded Pdf
        0s A letter approved -> done | LetterApproved
        0s 0.01 paid by 宁波某某制造有限公司 -> done | PaidIn(0.01), PaymentReceived, OrgVerified(BankTransfer), n1 queued: verified, Granted GetPsnIdentityInfo GetOrgIdentityInfo, n2 queued: granted, Finished
        0s 0.01 paid by 宁波某某制造有限公司 -> done | PaidIn(0.01)",
    );
}

#[test]
fn reviewers_with_a_habit_decide_by_themselves_and_not_after_the_desk() {
    let mut founding = town();
    let verdict = Verdict::Reject { reason: "公章不清晰".into() };
    founding.world.set_reviewers(Reviewers { after: Some(Span::minutes(10)), verdict });
    check(
        founding,
        |story| {
            let flow = story.at_the_method(MILL, WANG, OrgMethod::BankTransfer);
            story.upload(flow);
            story.pass(Span::minutes(10));
            story.upload(flow);
            story.pass(Span::minutes(1));
            story.review(flow, None);
            story.pass(Span::minutes(30));
            story.open(flow);
            story.upload(flow);
        },
        "0s A uploads a letter -> done | LetterUploaded Pdf
        10m A uploads a letter -> done | LetterRejected(\"公章不清晰\"), LetterUploaded Pdf
        11m A letter approved -> done | LetterApproved
        41m A opened -> done | LinkOpened
        41m A uploads a letter -> LetterApproved",
    );
}

#[test]
fn the_representative_signs_on_his_own_phone() {
    check(
        town(),
        |story| {
            let flow = story.at_the_method(BAKERY, WANG, OrgMethod::LegalRepAuthorization);
            let ticket = story.ticket_for_signing(flow);
            let _ = story.act(flow, Act::SendSignMessage(number(LI)));
            let _ = story.act(flow, Act::SendSignMessage(number(LI)));
            story.open_sign(ticket);
            let who = |mobile: &str, by| SignAct::Identify { document: Some(person(mobile).document), by };
            story.sign(ticket, who(WANG, ProveBy::Face));
            story.sign(ticket, SignAct::Identify { document: None, by: ProveBy::Face });
            story.sign(ticket, who(LI, ProveBy::Code(number(LI))));
            story.sign(ticket, SignAct::Sign { consent: true });
            story.pass(Span::minutes(1));
            story.sign(ticket, SignAct::AskCode);
            let code = story.code_at(LI);
            story.sign(ticket, SignAct::EnterCode(code.into()));
            story.sign(ticket, SignAct::Sign { consent: false });
            story.sign(ticket, SignAct::Sign { consent: true });
        },
        "0s A sends the link to 13800000002 -> done | SignMessageSent(13800000002)
        0s A sends the link to 13800000002 -> MessageTooSoon { wait: Span(60000) }
        0s link 1 opened -> done | SignOpened link 1
        0s link 1 says who he is, by face -> ComparisonFailed { fields: [], warn_tries_left: None } | SignerFailed
        0s link 1 says who he is, by face -> OrgFieldMissing { field: LegalRepDocument }
        0s link 1 says who he is, by 13800000002 -> done
        0s link 1 signs -> OutOfStep
        1m link 1 asks code -> done | CodeSent 13800000002
        1m link 1 enters code -> done | SignerProven
        1m link 1 signs without agreeing -> ConsentMissing
        1m link 1 signs -> done | Signed, OrgVerified(LegalRepAuthorization), n1 queued: verified, Granted GetPsnIdentityInfo GetOrgIdentityInfo, n2 queued: granted, Finished",
    );
}

#[test]
fn a_refusal_to_sign_is_told_and_a_new_link_begins_afresh() {
    check(
        town(),
        |story| {
            let flow = story.at_the_method(BAKERY, WANG, OrgMethod::LegalRepAuthorization);
            let ticket = story.ticket_for_signing(flow);
            story.open_sign(ticket);
            story.sign(ticket, SignAct::Refuse);
            story.stands(flow);
            let _ = story.act(flow, Act::RefreshSign);
            story.stands(flow);
            story.open_sign(ticket);
            story.pass(Span::days(7));
            let ticket = story.ticket_for_signing(flow);
            story.open_sign(ticket);
        },
        "0s link 1 opened -> done | SignOpened link 1
        0s link 1 refuses -> done | SignRefused
        0s A stands at link 1 Refused
        0s A refreshes the link -> done | SignIssued link 2
        0s A stands at link 2 Issued
        0s link 1 opened -> SignExpired
        7d link 2 opened -> SignExpired",
    );
}

#[test]
fn somebody_elses_grant_waits_for_the_administrator() {
    check(
        town(),
        |story| {
            let first = story.at_the_method(MILL, WANG, OrgMethod::AlipayQuick);
            story.quietly(|story| {
                let ticket = story.ask().flow(first).and_then(|flow| flow.face_check().map(|check| check.ticket));
                let ticket = ticket.expect("a check");
                story.scan(ticket, Some(WANG));
                story.start(ticket, true);
                story.show(ticket, FaceAction::Blink);
            });
            let second = story.quietly(|story| story.link(&org_link(MILL, LI)));
            story.quietly(|story| story.log_in(second, LI));
            story.choose(second, Method::Mobile3);
            story.submit_mobile(second, LI, LI);
            story.stands(second);
            story.approve(second, false);
            story.stands(second);
            let third = story.link(&org_link(MILL, LI));
            story.log_in(third, LI);
            story.approve(third, true);
            story.approve(third, true);
        },
        "0s B chooses Mobile3 -> done | MethodChosen(Mobile3)
        0s B submits 李梅 13800000002 -> done | ComparisonPassed(Mobile3), Verified(Mobile3), ApprovalAsked
        0s B stands at ApprovalPending
        0s B not approved -> done | NotApproved
        0s B stands at NotApproved
        0s link for 13800000002 -> C | LinkIssued
        0s C asks code for 13800000002 -> done | CodeSent 13800000002
        0s C logs in as 13800000002 -> seat 1 | LoggedIn account 2, ApprovalAsked
        0s C approved -> done | Approved, Granted GetPsnIdentityInfo GetOrgIdentityInfo, n3 queued: granted, Finished
        0s C approved -> FlowEnded",
    );
}

#[test]
fn a_flow_that_expires_before_the_administrator_decides_keeps_what_was_verified() {
    play(town(), |story| {
        let first = story.at_the_method(MILL, WANG, OrgMethod::LegalRepInPerson);
        let ticket = story.submit_face(first, WANG, FaceVendor::Esign);
        story.face(ticket);
        let flow = story.verified(&org_link(MILL, LI), LI);
        let waits = story.ask().flow(flow).expect("a known flow").verified();
        assert_eq!(waits, Some(Verified { transactor: Some((Method::Mobile3, false)), organization: None }));
        story.pass(Span::days(30));
        story.open(flow);
        let now = story.ask();
        let flow = now.flow(flow).expect("a known flow");
        assert!(matches!(flow.progress, Progress::Expired { .. }), "{:?}", flow.progress);
        assert_eq!(flow.verified(), waits);
    });
}

#[test]
fn who_the_legal_representative_is_says_the_registry_at_the_end_of_a_flow_too() {
    play(town(), |story| {
        let flow = story.at_the_form(BAKERY, WANG);
        let stated = Some(person(LI).document);
        story.submit_organization(flow, Compared { legal_rep_document: stated, ..compared(BAKERY) });
        let _ = story.act(flow, Act::ChooseOrgMethod { method: OrgMethod::BankTransfer, straight: false });
        let _ = story.act(flow, Act::TurnDirection(Direction::Reverse));
        story.upload(flow);
        story.review(flow, None);
        match story.ask().standing(flow, Some(1)).expect("a known flow").stand {
            Stand::Organization(OrgStand::ReversePayment(reverse)) => {
                story.pay(BAKERY_ACCOUNT, BAKERY, reverse.payee.as_str(), 1);
            }
            other => panic!("a reverse payment was expected, not {other:?}"),
        }
        story.verified(&real_name(LI), LI);
        for (representative, asks) in [(LI, false), (ZHAO, true)] {
            let legal_rep =
                LegalRep { name: person(representative).name, document: person(representative).document };
            let listed = Organization { legal_rep, ..organization(BAKERY) };
            assert_eq!(story.apply(Input::OrganizationFacts(Box::new(listed))), Ok(Outcome::Done));
            let flow = story.quietly(|story| story.link(&org_link(BAKERY, LI)));
            story.log_in(flow, LI);
            let progress = story.ask().flow(flow).expect("a known flow").progress.clone();
            assert_eq!(matches!(progress, Progress::Approving(_)), asks, "{progress:?}");
        }
    });
}

#[test]
fn a_verified_organization_is_refused_renamed_or_found_by_its_code() {
    play(town(), |story| {
        let flow = story.at_the_method(MILL, WANG, OrgMethod::LegalRepInPerson);
        story.quietly(|story| {
            let ticket = story.submit_face(flow, WANG, FaceVendor::Esign);
            story.face(ticket);
        });
        let id = story.ask().flow(flow).and_then(|flow| flow.organization).expect("an organization");
        let bare = |link: Link| Link { scopes: Default::default(), ..link };
        let again = bare(org_link(MILL, LI));
        assert_eq!(story.try_link(&again), Err(crate::refusal::Refusal::OrganizationVerified));
        let renamed = |name_must_agree| {
            let mut link = bare(org_link("宁波某某机械有限公司", WANG));
            let wanted = link.organization.as_mut().expect("an organization");
            wanted.claim.code = Some(organization(MILL).code);
            wanted.name_must_agree = name_must_agree;
            link
        };
        assert_eq!(story.try_link(&renamed(true)), Err(crate::refusal::Refusal::OrganizationDiffers));
        let flow = story.link(&renamed(false));
        story.quietly(|story| {
            let mut facts = organization(MILL);
            facts.name = "宁波某某机械有限公司".parse().expect("a name");
            let _ = story.apply(Input::OrganizationFacts(Box::new(facts)));
            story.log_in(flow, WANG);
            let name = "宁波某某机械有限公司".parse().expect("a name");
            story.submit_organization(flow, Compared { name, ..compared(MILL) });
            let _ = story
                .act(flow, Act::ChooseOrgMethod { method: OrgMethod::LegalRepInPerson, straight: false });
            let ticket = story.submit_face(flow, WANG, FaceVendor::Esign);
            story.face(ticket);
        });
        let account = story.ask().organization(id).cloned().expect("the same account");
        assert_eq!(account.name.as_str(), "宁波某某机械有限公司");
        let now = story.ask();
        let renamings = now.notices().filter(|notice| {
            matches!(notice.action, crate::notice::Action::OrganizationVerified { renamed: true, .. })
        });
        assert_eq!(renamings.count(), 1);
    });
}
