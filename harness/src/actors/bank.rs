//! The bank: what stands on an account's statement, and somebody who pays.

use serde_json::{Value, json};

use crate::actors::control::Control;
use crate::wrong::{Outcome, Wrong};

/// Who pays to which account, and how much, in yuan.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Payment<'a> {
    /// The payer's account or card.
    pub(crate) from: &'a str,
    /// In whose name it is.
    pub(crate) from_name: &'a str,
    /// The payee's account.
    pub(crate) to: &'a str,
    /// Such as `0.01`.
    pub(crate) amount: &'a str,
}

/// What came in on an account, oldest first, in yuan.
pub(crate) async fn arrivals(control: &Control, account: &str) -> Outcome<Vec<String>> {
    let lines = control.items(&format!("/bank/accounts/{account}/statement")).await?;
    let came = lines.iter().filter(|line| line["direction"] == "in");
    Ok(came.map(|line| line["amount"].as_str().unwrap_or_default().to_owned()).collect())
}

/// What came in last.
pub(crate) async fn newest_arrival(control: &Control, account: &str) -> Outcome<String> {
    let arrivals = arrivals(control, account).await?;
    arrivals
        .last()
        .cloned()
        .ok_or_else(|| Wrong::unlike(format!("the statement of {account}"), "money that came in", "none"))
}

/// Pays.
pub(crate) async fn pay(control: &Control, payment: Payment<'_>) -> Outcome<Value> {
    let Payment { from, from_name, to, amount } = payment;
    let order = json!({"from": from, "from_name": from_name, "to": to, "amount": amount});
    control.post("/bank/payments", &order).await
}

/// An amount below one yuan that is surely not the given one; another for each number below 99.
pub(crate) fn another_amount(amount: &str, nth: u32) -> String {
    let fen: u32 = amount.replace('.', "").parse().unwrap_or_default();
    format!("0.{:02}", (fen + nth - 1) % 99 + 1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn another_amount_is_another_and_below_one_yuan() {
        assert_eq!(another_amount("0.99", 1), "0.01");
        assert_eq!(another_amount("0.01", 98), "0.99");
        for fen in 1..=99 {
            let amount = format!("0.{fen:02}");
            assert!((1..99).all(|nth| another_amount(&amount, nth) != amount), "{amount}");
        }
    }
}
