//! 对公打款认证: the account, what arrived there, what is filled in, and who pays.

use cucumber::{given, then, when};

use crate::actors::bank::{self, Payment};
use crate::actors::organization_journey as journey;
use crate::case::Case;
use crate::organizations::Which;
use crate::roles::Who;
use crate::wrong::{Outcome, Wrong, equal, holds};

/// Gives the organization's account and asks for the payout.
#[given(expr = "{who}填写了对公账户并点击下一步")]
#[when(expr = "{who}填写对公账户并点击下一步")]
async fn give_account(case: &mut Case, who: Who) -> Outcome {
    give(case, who, "{企业.对公账号}", "{企业.联行号}").await
}

/// Gives any account.
#[when(expr = "{who}填写对公账号{string}和联行号{string}并点击下一步")]
async fn give_any_account(case: &mut Case, who: Who, number: String, cnaps: String) -> Outcome {
    give(case, who, &number, &cnaps).await
}

async fn give(case: &mut Case, who: Who, number: &str, cnaps: &str) -> Outcome {
    let (number, cnaps) = (case.expand(number)?, case.expand(cnaps)?);
    let (hand, _, _) = case.acting(who)?;
    journey::give_account(hand, &number, &cnaps).await
}

/// Asks his accountant what came in, and fills that in.
#[when(expr = "{who}填写到账金额并提交")]
async fn enter_arrived(case: &mut Case, who: Who) -> Outcome {
    let amount = arrived(case, "{企业.对公账号}").await?;
    enter(case, who, &amount).await
}

/// The same for the organization's other account.
#[when(expr = "{who}填写另一账户的到账金额并提交")]
async fn enter_arrived_elsewhere(case: &mut Case, who: Who) -> Outcome {
    let amount = arrived(case, "{企业.另一对公账号}").await?;
    enter(case, who, &amount).await
}

/// Fills in what came in first, though more has come since.
#[when(expr = "{who}填写第一笔到账金额并提交")]
async fn enter_first(case: &mut Case, who: Who) -> Outcome {
    let account = case.expand("{企业.对公账号}")?;
    let arrivals = bank::arrivals(&case.stage().await?.control, &account).await?;
    let first =
        arrivals.first().ok_or_else(|| Wrong::unlike("the statement", "money that came in", "none"))?;
    enter(case, who, first).await
}

/// Fills in amounts that surely did not come in, and submits each.
#[given(expr = "{who}填错了{int}次金额")]
#[when(expr = "{who}填错{int}次金额")]
async fn enter_wrong(case: &mut Case, who: Who, times: u32) -> Outcome {
    let amount = arrived(case, "{企业.对公账号}").await?;
    for nth in 1..=times {
        enter(case, who, &bank::another_amount(&amount, nth)).await?;
    }
    Ok(())
}

/// Fills in an amount as it stands in the feature.
#[when(expr = "{who}填写金额{string}并提交")]
async fn enter_text(case: &mut Case, who: Who, amount: String) -> Outcome {
    enter(case, who, &amount).await
}

/// Asks for payouts, as often as the page lets him.
#[given(expr = "{who}重新打款了{int}次")]
#[when(expr = "{who}重新打款{int}次")]
async fn pay_again(case: &mut Case, _who: Who, times: u32) -> Outcome {
    for _ in 0..times {
        case.hand()?.press("payout-again").await?;
    }
    Ok(())
}

async fn arrived(case: &mut Case, account: &str) -> Outcome<String> {
    let account = case.expand(account)?;
    bank::newest_arrival(&case.stage().await?.control, &account).await
}

async fn enter(case: &mut Case, who: Who, amount: &str) -> Outcome {
    let (hand, _, _) = case.acting(who)?;
    journey::enter_amount(hand, amount).await
}

/// Turns to 反向打款 and keeps the account to which has to be paid as `{收款账号}`.
#[when(expr = "{who}选择反向打款")]
async fn turn_to_reverse(case: &mut Case, who: Who) -> Outcome {
    let (hand, _, _) = case.acting(who)?;
    let payee = journey::turn_to_reverse(hand).await?;
    keep_payee(case, payee);
    Ok(())
}

/// Keeps an account to which has to be paid, and the one before.
pub(crate) fn keep_payee(case: &mut Case, payee: String) {
    if let Some(before) = case.kept.insert("收款账号".to_owned(), payee) {
        case.kept.insert("前一个收款账号".to_owned(), before);
    }
}

/// The account that is shown now is another than the one before.
#[then("两次看到的收款账号不同")]
async fn other_payee(case: &mut Case) -> Outcome {
    let (now, before) = (case.expand("{收款账号}")?, case.expand("{前一个收款账号}")?);
    holds(now != before, "the account to pay to", format!("another than {before}"), &now)
}

/// An organization pays to the account that it was shown.
#[given(regex = "^(企业|另一家企业)从(对公账户|另一个对公账户)向收款账号打款了([0-9.]+)元$")]
#[when(regex = "^(企业|另一家企业)从(对公账户|另一个对公账户)向收款账号打款([0-9.]+)元$")]
async fn pay(case: &mut Case, which: Which, account: String, amount: String) -> Outcome {
    let to = case.expand("{收款账号}")?;
    let organization = case.organization(which)?.clone();
    let from = if account == "对公账户" { &organization.account } else { &organization.second_account };
    let payment = Payment { from, from_name: &organization.name, to: &to, amount: &amount };
    bank::pay(&case.stage().await?.control, payment).await.map(drop)
}

/// Somebody pays from his own card.
#[when(regex = "^(他|别人)从个人银行卡向收款账号打款([0-9.]+)元$")]
async fn pay_by_card(case: &mut Case, who: Who, amount: String) -> Outcome {
    let to = case.expand("{收款账号}")?;
    let person = case.person(who)?.clone();
    let payment = Payment { from: &person.bank_card, from_name: &person.name, to: &to, amount: &amount };
    bank::pay(&case.stage().await?.control, payment).await.map(drop)
}

/// How often money came in on an organization's account.
#[then(expr = "{which}的对公账户收到{int}笔款项")]
async fn arrivals(case: &mut Case, which: Which, count: usize) -> Outcome {
    let account = case.organization(which)?.account.clone();
    let arrivals = bank::arrivals(&case.stage().await?.control, &account).await?;
    equal(format!("what came in on {account}"), count, arrivals.len())
}

/// The newest payment is more than nothing and less than a yuan.
#[then("最近到账的金额在1元以下")]
async fn below_one_yuan(case: &mut Case) -> Outcome {
    let amount = arrived(case, "{企业.对公账号}").await?;
    let fen = amount.strip_prefix("0.").and_then(|fen| fen.parse::<u32>().ok());
    holds(fen.is_some_and(|fen| (1..=99).contains(&fen)), "the amount", "0.01 to 0.99", &amount)
}
