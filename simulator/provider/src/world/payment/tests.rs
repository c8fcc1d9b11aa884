//! What banks do with money, and the law that none is lost or made.

use proptest::prelude::*;

use super::super::tests::{
    ACME_ACCOUNT, STRANGER, WANG_CARD, acme, card, id_card, line, mobile, name, org_name, town, wang,
};
use super::*;
use crate::world::bank::{BankCard, CardState};
use crate::world::ledger::{Direction, HOUSE_OPENING};
use crate::world::populace::FactError;
use crate::world::telecom::LineState;

/// A Friday.
const FRIDAY: &str = "2026-03-06T09:30:00+08:00";
const UNLISTED: &str = "0000123456789012";
const SUB_ACCOUNT: &str = "12345678901234";

fn friday() -> Time {
    Time::parse_rfc3339(FRIDAY).expect("RFC 3339")
}

fn account(text: &str) -> CorporateAccountNum {
    text.parse().expect("an account number")
}

fn yuan(text: &str) -> Amount {
    text.parse().expect("an amount")
}

fn branch() -> CnapsCode {
    acme().accounts[0].cnaps
}

fn world(unknown: Unlisted, incoming: Incoming) -> World {
    let mut world = town(unknown);
    let mut organization = acme();
    organization.accounts[0].incoming = incoming;
    world.put_organization(organization).expect("nothing is taken yet");
    assert!(world.open_house_account(&account(SUB_ACCOUNT)));
    world
}

fn send(world: &mut World, to: &str, to_name: &str, cnaps: CnapsCode) -> Result<TransferId, SendRefused> {
    world.send(friday(), &account(to), &org_name(to_name), cnaps, yuan("0.37"), "实名认证")
}

/// Sends, settles when it is due, and tells when and how it ended.
fn outcome(world: &mut World, to: &str, to_name: &str, cnaps: CnapsCode) -> (String, TransferState) {
    let id = send(world, to, to_name, cnaps).expect("the bank takes it");
    let due = world.transfer_due(id).expect("it ends");
    assert_eq!(world.settle_transfer(Time(due.0 - 1), id), None, "not before it is due");
    let state = world.settle_transfer(due, id).expect("it is due").state.clone();
    assert_eq!(world.money_total(), 0);
    (due.to_string(), state)
}

#[test]
fn a_payout_leaves_at_once_and_arrives_working_days_later() {
    let mut world = world(Unlisted::Derive, Incoming::Arrives { working_days: 2 });
    let id = send(&mut world, ACME_ACCOUNT, acme().name.as_str(), branch()).expect("the bank takes it");
    assert_eq!(world.balance(&house_payer()), HOUSE_OPENING.checked_sub(yuan("0.37")));
    assert_eq!(world.balance(&account(ACME_ACCOUNT)), Some(OPENING));
    assert_eq!(world.money_total(), 0, "it is in transit");
    let due = world.transfer_due(id).expect("it arrives");
    assert_eq!(due.to_string(), "2026-03-10T09:30:00+08:00");
    for _ in 0..2 {
        let state = world.settle_transfer(due, id).map(|transfer| transfer.state.clone());
        assert_eq!(state, Some(TransferState::Arrived(due)), "settling twice changes nothing");
        assert_eq!(world.balance(&account(ACME_ACCOUNT)), OPENING.checked_add(yuan("0.37")));
    }
    let lines: Vec<_> = world.statement(&account(ACME_ACCOUNT), 0).collect();
    let [line] = lines[..] else { panic!("one line, not {lines:?}") };
    assert_eq!((line.id, line.at, line.direction, line.amount), (2, due, Direction::In, yuan("0.37")));
    assert_eq!((&*line.counterparty_name, &*line.counterparty_account), (HOUSE_NAME, HOUSE_PAYER));
    assert_eq!(world.statement(&account(ACME_ACCOUNT), line.id).count(), 0);
}

#[test]
fn a_wrong_name_or_branch_comes_back_with_the_reason() {
    let mut world = world(Unlisted::Derive, Incoming::default());
    let (due, state) = outcome(&mut world, ACME_ACCOUNT, "仿真乙有限公司", branch());
    let at = Time::parse_rfc3339(&due).expect("RFC 3339");
    assert_eq!(
        (due.as_str(), state),
        ("2026-03-09T09:30:00+08:00", TransferState::Bounced(at, WRONG_NAME.into()))
    );
    assert_eq!(world.balance(&house_payer()), Some(HOUSE_OPENING));
    let remark = world.statement(&house_payer(), 0).last().map(|line| (line.direction, &*line.remark));
    assert_eq!(remark, Some((Direction::In, "退汇：户名不符")));

    let other = CnapsCode::complete(10_333_200_001).expect("a sub-branch");
    let (_, state) = outcome(&mut world, ACME_ACCOUNT, acme().name.as_str(), other);
    assert_eq!(state, TransferState::Bounced(at, WRONG_BRANCH.into()));
    let (_, state) = outcome(&mut world, &card(WANG_CARD).to_string(), "王五", branch());
    assert_eq!(state, TransferState::Bounced(at, WRONG_NAME.into()), "a card is no corporate account");
}

#[test]
fn an_account_may_send_back_hang_or_be_refused() {
    let acme_name = acme().name;
    let bounces = Incoming::Bounces { working_days: 3, reason: "账户状态异常".into() };
    let mut world_ = world(Unlisted::Derive, bounces);
    let (due, state) = outcome(&mut world_, ACME_ACCOUNT, acme_name.as_str(), branch());
    let at = Time::parse_rfc3339(&due).expect("RFC 3339");
    assert_eq!(
        (due.as_str(), state),
        ("2026-03-11T09:30:00+08:00", TransferState::Bounced(at, "账户状态异常".into()))
    );

    let mut world_ = world(Unlisted::Derive, Incoming::Hangs);
    let id = send(&mut world_, ACME_ACCOUNT, acme_name.as_str(), branch()).expect("the bank takes it");
    assert_eq!(world_.transfer_due(id), None);
    assert_eq!(world_.settle_transfer(Time(i64::MAX), id), None);
    assert_eq!(world_.transfer(id).map(|transfer| &transfer.state), Some(&TransferState::UnderWay));

    let mut world_ = world(Unlisted::Derive, Incoming::Refused { reason: "银行系统维护".into() });
    let refused = send(&mut world_, ACME_ACCOUNT, acme_name.as_str(), branch());
    assert_eq!(refused, Err(SendRefused { reason: "银行系统维护".into() }));
    assert_eq!(world_.balance(&house_payer()), Some(HOUSE_OPENING));
}

#[test]
fn an_unlisted_account_is_opened_on_first_use_or_does_not_exist() {
    let mut derive = world(Unlisted::Derive, Incoming::default());
    assert_eq!(derive.balance(&account(UNLISTED)), None);
    let (_, state) = outcome(&mut derive, UNLISTED, "仿真丙有限公司", branch());
    assert!(matches!(state, TransferState::Arrived(_)), "{state:?}");
    assert_eq!(derive.balance(&account(UNLISTED)), OPENING.checked_add(yuan("0.37")));

    let mut reject = world(Unlisted::Reject, Incoming::default());
    let (_, state) = outcome(&mut reject, UNLISTED, "仿真丙有限公司", branch());
    assert!(matches!(&state, TransferState::Bounced(_, reason) if &**reason == NO_ACCOUNT), "{state:?}");
    assert_eq!(reject.balance(&account(UNLISTED)), None);
}

#[test]
fn the_bank_takes_no_order_without_money_or_to_the_provider_itself() {
    let mut world = world(Unlisted::Derive, Incoming::default());
    let mut refused = |to: &str, amount| {
        let name = acme().name;
        let error = world.send(friday(), &account(to), &name, branch(), amount, "").expect_err("refused");
        assert_eq!(world.statement(&house_payer(), 0).count(), 0);
        error.reason
    };
    assert_eq!(&*refused(ACME_ACCOUNT, Amount::ZERO), "金额为零");
    assert_eq!(&*refused(ACME_ACCOUNT, yuan("100000000.01")), "余额不足");
    assert_eq!(&*refused(SUB_ACCOUNT, yuan("0.01")), "收付款账号相同");
}

#[test]
fn somebody_pays_in_and_both_sides_see_it() {
    let mut world = world(Unlisted::Derive, Incoming::default());
    // The other width of the parentheses is the same name.
    let paid = world.pay(friday(), ACME_ACCOUNT, "仿真甲(宁波)有限公司", SUB_ACCOUNT, yuan("0.01"), "认证");
    let payer_name = acme().name.as_str().into();
    let expected = Payment { out_line: 1, in_line: 2, payer_name, payer_is_corporate: true };
    assert_eq!(paid, Ok(expected));
    assert_eq!(world.balance(&account(SUB_ACCOUNT)), Some(yuan("0.01")));
    let line = world.statement(&account(SUB_ACCOUNT), 0).next().expect("a line");
    assert_eq!((&*line.counterparty_name, &*line.counterparty_account), (acme().name.as_str(), ACME_ACCOUNT));
    let paid = world.pay(friday(), &card(WANG_CARD).to_string(), "王五", SUB_ACCOUNT, yuan("0.01"), "");
    let paid = paid.expect("his card");
    assert_eq!((&*paid.payer_name, paid.payer_is_corporate), ("王五", false));
    let paid =
        world.pay(friday(), UNLISTED, "仿真丙有限公司", SUB_ACCOUNT, yuan("0.02"), "").expect("derived");
    assert_eq!((&*paid.payer_name, paid.payer_is_corporate), ("仿真丙有限公司", true));
    assert_eq!((world.balance(&account(SUB_ACCOUNT)), world.money_total()), (Some(yuan("0.04")), 0));
}

#[test]
fn each_reason_not_to_pay_has_its_own_error_and_changes_nothing() {
    let mut world = world(Unlisted::Reject, Incoming::default());
    let acme_name = acme().name;
    let mut check = |from: &str, from_name: &str, to: &str, amount: &str, remark: &str, expected: &str| {
        let error = world.pay(friday(), from, from_name, to, yuan(amount), remark).expect_err("refused");
        assert!(error.to_string().contains(expected), "{error}");
        assert_eq!(world.statement(&account(ACME_ACCOUNT), 0).count(), 0);
    };
    let who = acme_name.as_str();
    check("12", who, SUB_ACCOUNT, "0.01", "", "`12` is no account");
    check(ACME_ACCOUNT, who, ACME_ACCOUNT, "0.01", "", "the same account");
    check(ACME_ACCOUNT, who, SUB_ACCOUNT, "0", "", "the amount is 0.00");
    check(
        ACME_ACCOUNT,
        "王五",
        SUB_ACCOUNT,
        "0.01",
        "",
        "in the name of 仿真甲（宁波）有限公司, not of `王五`",
    );
    check(&card(WANG_CARD).to_string(), "王六", SUB_ACCOUNT, "0.01", "", "in the name of 王五");
    check(
        ACME_ACCOUNT,
        who,
        SUB_ACCOUNT,
        "1000000.01",
        "",
        "holds 1000000.00, which is less than 1000000.01",
    );
    check(ACME_ACCOUNT, who, SUB_ACCOUNT, "0.01", &"注".repeat(201), "201 characters");
    check(ACME_ACCOUNT, who, UNLISTED, "0.01", "", "no account 0000123456789012");
    check(UNLISTED, who, SUB_ACCOUNT, "0.01", "", "no account 0000123456789012");
    world.set_unknown(Unlisted::Derive);
    let nameless = world.pay(friday(), UNLISTED, "<b>", SUB_ACCOUNT, yuan("0.01"), "");
    assert_eq!(nameless, Err(PayRefused::NoName { found: "<b>".into() }));
}

#[test]
fn a_number_belongs_to_one_holder_whatever_kind_it_is_of() {
    let mut world = world(Unlisted::Derive, Incoming::default());
    let mut with_number = |number: &str| {
        let mut organization = Organization { id: "bolt".into(), ..acme() };
        organization.name = org_name("仿真乙有限公司");
        organization.code = super::super::tests::uscc("91330283MA2AAAA2");
        organization.accounts[0].number = account(number);
        world.put_organization(organization)
    };
    let owner = |error: FactError| match error {
        FactError::Taken { owner, .. } => owner,
        other => panic!("{other}"),
    };
    assert_eq!(&*owner(with_number(HOUSE_PAYER).expect_err("the provider's")), "the provider");
    assert_eq!(&*owner(with_number(SUB_ACCOUNT).expect_err("the provider's")), "the provider");
    assert_eq!(&*owner(with_number(&card(WANG_CARD).to_string()).expect_err("his card")), "wang");
    let free = card(621_700_000_000_000_001);
    with_number(&free.to_string()).expect("nobody's");
    let mut li = Person { id: "li".into(), name: name("李梅"), document: id_card(STRANGER), ..wang() };
    li.mobiles = vec![line("13800000002", LineState::Normal)];
    (li.mails, li.alipay) = (Vec::new(), None);
    li.bank_cards = vec![BankCard {
        number: free,
        bank: "中国银行".into(),
        mobile: mobile("13800000002"),
        state: CardState::Normal,
    }];
    assert_eq!(&*owner(world.put_person(li).expect_err("the organization's account")), "bolt");
    assert!(!world.open_house_account(&account(UNLISTED)), "not fourteen digits");
}

#[derive(Debug, Clone)]
enum Verb {
    Send { to: usize, right_name: bool, right_branch: bool, fen: i64 },
    Settle { days: i64, id: u64 },
    Pay { from: usize, to: usize, fen: i64 },
    Open { number: u64 },
    Believe(bool),
}

fn any_verb() -> impl Strategy<Value = Verb> {
    prop_oneof![
        (0..6_usize, any::<bool>(), any::<bool>(), prop_oneof![0..100_i64, Just(6_000_000_000)])
            .prop_map(|(to, right_name, right_branch, fen)| Verb::Send { to, right_name, right_branch, fen }),
        (0..9_i64, 0..12_u64).prop_map(|(days, id)| Verb::Settle { days, id }),
        (0..6_usize, 0..6_usize, prop_oneof![0..100_i64, Just(60_000_000)])
            .prop_map(|(from, to, fen)| Verb::Pay { from, to, fen }),
        (0..3_u64).prop_map(|number| Verb::Open { number }),
        any::<bool>().prop_map(Verb::Believe),
    ]
}

proptest! {
    #[test]
    fn money_is_never_lost_or_made(
        verbs in prop::collection::vec(any_verb(), 0..40),
        incoming in prop_oneof![
            Just(Incoming::default()),
            Just(Incoming::Bounces { working_days: 1, reason: "退".into() }),
            Just(Incoming::Hangs),
        ],
    ) {
        let mut world = world(Unlisted::Derive, incoming);
        let wang_card = card(WANG_CARD).to_string();
        let numbers =
            [ACME_ACCOUNT, UNLISTED, SUB_ACCOUNT, HOUSE_PAYER, wang_card.as_str(), "0000123456789013"];
        let names = [acme().name.to_string(), "仿真".into(), HOUSE_NAME.into(), HOUSE_NAME.into(), "王五".into(), "仿真".into()];
        let other = CnapsCode::complete(1).expect("a sub-branch");
        for verb in verbs {
            match verb {
                Verb::Send { to, right_name, right_branch, fen } => {
                    let to_name = org_name(if right_name { &names[to] } else { "别人" });
                    let cnaps = if right_branch { branch() } else { other };
                    let _ = world.send(friday(), &account(numbers[to]), &to_name, cnaps, Amount::fen(fen), "");
                }
                Verb::Settle { days, id } => {
                    let at = friday() + crate::time::Span::days(days);
                    let _ = world.settle_transfer(at, TransferId(id));
                }
                Verb::Pay { from, to, fen } => {
                    let _ = world.pay(friday(), numbers[from], &names[from], numbers[to], Amount::fen(fen), "");
                }
                Verb::Open { number } => {
                    let _ = world.open_house_account(&account(&format!("{number:014}")));
                }
                Verb::Believe(derive) => {
                    world.set_unknown(if derive { Unlisted::Derive } else { Unlisted::Reject });
                }
            }
            prop_assert_eq!(world.money_total(), 0);
            let packed = postcard::to_allocvec(&world).expect("packs");
            let back: World = postcard::from_bytes(&packed).expect("unpacks");
            prop_assert_eq!(back.money_total(), 0);
        }
    }
}
