//! The banks' books: what lies on each account, what is on its way, and every account's statement.
//!
//! Money only ever moves: what leaves one account is on its way or arrives on another. The sum of it all is
//! what the accounts were opened with, and [`Books::imbalance`] is always zero.

use imbl::{OrdMap, Vector};
use serde::{Deserialize, Serialize};

use crate::identity::amount::Amount;
use crate::time::Time;

/// What an organization's account holds when it is opened: a million yuan.
const OPENING: Amount = Amount::fen(100_000_000);
/// What the provider's own account holds.
const HOUSE_OPENING: Amount = Amount::fen(10_000_000_000);
/// How many lines a statement keeps; older ones are forgotten and counted.
pub const STATEMENT_LINES_MAX: usize = 1_000;
/// The account that the provider pays from. Made up, as its holder is.
pub const HOUSE_ACCOUNT: &str = "95580100000000";
/// Its holder: the payer that statements show.
pub const HOUSE_NAME: &str = "某某市某某数字认证服务有限公司（仿真）";
/// Its bank.
pub const HOUSE_BANK: &str = "中国工商银行杭州高新支行（仿真）";

/// A payout's number in the banks' books.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct TransferId(pub u64);

/// Which way money went, seen from the account.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Flowing {
    /// Onto the account.
    In,
    /// Off the account.
    Out,
}

/// A line of an account's statement.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct StatementLine {
    /// Its ordinal among all lines of the world, from 1.
    pub id: u64,
    /// When.
    pub at: Time,
    /// Which way.
    pub direction: Flowing,
    /// The other side's name.
    pub counterparty_name: Box<str>,
    /// The other side's account.
    pub counterparty_account: Box<str>,
    /// How much.
    pub amount: Amount,
    /// A remark.
    pub remark: Box<str>,
}

/// What becomes of a payout.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Fate {
    /// It arrives.
    Arrives,
    /// It comes back, and why.
    Bounces(Box<str>),
}

/// Where a payout stands.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum TransferState {
    /// On its way.
    UnderWay,
    /// Arrived.
    Arrived(Time),
    /// Came back, and why.
    Bounced(Time, Box<str>),
}

/// A payout of the provider.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Transfer {
    /// To which account.
    pub to: Box<str>,
    /// Whose it should be.
    pub to_name: Box<str>,
    /// How much.
    pub amount: Amount,
    /// What the statement will say.
    pub remark: Box<str>,
    /// When it was sent.
    pub sent: Time,
    /// When it arrives or comes back, and which; `None` if nothing is ever heard of it.
    pub fate: Option<(Time, Fate)>,
    /// Where it stands.
    pub state: TransferState,
}

#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
struct Account {
    holder: Box<str>,
    fen: u64,
    lines: Vector<StatementLine>,
    evicted: u64,
}

/// One side of a payment.
#[derive(Debug, Clone, Copy)]
pub struct Side<'a> {
    /// Account.
    pub account: &'a str,
    /// Holder.
    pub name: &'a str,
}

/// The banks' books of one world.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub struct Books {
    accounts: OrdMap<Box<str>, Account>,
    transfers: OrdMap<TransferId, Transfer>,
    lines: u64,
    opened_with: u128,
}

impl Books {
    /// Opens an account with what an organization's account holds at first, once; its holder may change.
    pub fn open(&mut self, number: &str, holder: &str) {
        self.open_with(number, holder, OPENING);
    }

    /// Opens an account of the provider's, empty.
    pub fn open_house(&mut self, number: &str) {
        self.open_with(number, HOUSE_NAME, Amount::default());
    }

    fn open_with(&mut self, number: &str, holder: &str, amount: Amount) {
        match self.accounts.get_mut(number) {
            Some(account) => account.holder = holder.into(),
            None => {
                self.opened_with += u128::from(amount.as_fen());
                let account = Account { holder: holder.into(), fen: amount.as_fen(), ..Account::default() };
                self.accounts.insert(number.into(), account);
            }
        }
    }

    /// The holder of an account.
    pub fn holder(&self, number: &str) -> Option<&str> {
        self.accounts.get(number).map(|account| &*account.holder)
    }

    /// What lies on an account.
    pub fn balance(&self, number: &str) -> Option<Amount> {
        self.accounts.get(number).map(|account| Amount::fen(account.fen))
    }

    /// All accounts with their holders, by number.
    pub fn accounts(&self) -> impl Iterator<Item = (&str, &str)> {
        self.accounts.iter().map(|(number, account)| (&**number, &*account.holder))
    }

    /// The lines of an account's statement after the one with this ordinal, oldest first.
    pub fn statement(&self, number: &str, after: u64) -> impl Iterator<Item = &StatementLine> {
        let lines = self.accounts.get(number).map(|account| account.lines.iter());
        lines.into_iter().flatten().filter(move |line| line.id > after)
    }

    /// How many lines of an account's statement were forgotten.
    pub fn evicted(&self, number: &str) -> u64 {
        self.accounts.get(number).map_or(0, |account| account.evicted)
    }

    /// A payout.
    pub fn transfer(&self, id: TransferId) -> Option<&Transfer> {
        self.transfers.get(&id)
    }

    /// Takes a payout off the provider's account; it is on its way from now on.
    pub fn send(&mut self, transfer: Transfer) -> TransferId {
        self.open_with(HOUSE_ACCOUNT, HOUSE_NAME, HOUSE_OPENING);
        let Transfer { to, to_name, amount, remark, sent, .. } = transfer.clone();
        self.book(sent, HOUSE_ACCOUNT, Flowing::Out, Side { account: &to, name: &to_name }, amount, &remark);
        let id = TransferId(self.transfers.get_max().map_or(1, |(last, _)| last.0 + 1));
        self.transfers.insert(id, transfer);
        id
    }

    /// Brings a payout to its fate. One that has met it, or that nothing is heard of, stays as it is.
    pub fn settle(&mut self, at: Time, id: TransferId) -> Option<&Transfer> {
        let mut transfer = self.transfers.get(&id)?.clone();
        let (TransferState::UnderWay, Some((_, fate))) = (&transfer.state, &transfer.fate) else {
            return None;
        };
        let (account, other, remark, state) = match fate {
            Fate::Arrives => {
                self.open(&transfer.to, &transfer.to_name);
                let house = Side { account: HOUSE_ACCOUNT, name: HOUSE_NAME };
                (&*transfer.to, house, transfer.remark.clone(), TransferState::Arrived(at))
            }
            Fate::Bounces(reason) => {
                let payee = Side { account: &transfer.to, name: &transfer.to_name };
                let remark = format!("退汇：{reason}").into();
                (HOUSE_ACCOUNT, payee, remark, TransferState::Bounced(at, reason.clone()))
            }
        };
        self.book(at, account, Flowing::In, other, transfer.amount, &remark);
        transfer.state = state;
        self.transfers.insert(id, transfer);
        self.transfers.get(&id)
    }

    /// Moves money from one account to another at once; both are there and the first holds enough.
    pub fn pay(&mut self, at: Time, from: Side<'_>, to: Side<'_>, amount: Amount, remark: &str) {
        self.book(at, from.account, Flowing::Out, to, amount, remark);
        self.book(at, to.account, Flowing::In, from, amount, remark);
    }

    /// By how much the books are out: what lies on accounts and what is on its way, less what the accounts
    /// were opened with.
    pub fn imbalance(&self) -> i128 {
        let lie: u128 = self.accounts.values().map(|account| u128::from(account.fen)).sum();
        let way = self.transfers.values().filter(|transfer| transfer.state == TransferState::UnderWay);
        let way: u128 = way.map(|transfer| u128::from(transfer.amount.as_fen())).sum();
        let signed = |sum: u128| i128::try_from(sum).unwrap_or(i128::MAX);
        signed(lie + way) - signed(self.opened_with)
    }

    fn book(
        &mut self,
        at: Time,
        number: &str,
        direction: Flowing,
        other: Side<'_>,
        amount: Amount,
        remark: &str,
    ) {
        let Some(account) = self.accounts.get_mut(number) else { return };
        self.lines += 1;
        account.fen = match direction {
            Flowing::In => account.fen.saturating_add(amount.as_fen()),
            Flowing::Out => account.fen.saturating_sub(amount.as_fen()),
        };
        account.lines.push_back(StatementLine {
            id: self.lines,
            at,
            direction,
            counterparty_name: other.name.into(),
            counterparty_account: other.account.into(),
            amount,
            remark: remark.into(),
        });
        if account.lines.len() > STATEMENT_LINES_MAX {
            account.lines.pop_front();
            account.evicted += 1;
        }
    }
}
