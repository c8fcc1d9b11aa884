//! The banks' books: balances, statement lines, and transfers that are under way.
//!
//! Money is never lost or made: what stands on accounts or is in transit was put in when an account
//! was opened. Lines and settled transfers are bounded and forgotten oldest first; balances are not.

use imbl::{OrdMap, OrdSet};
use serde::{Deserialize, Serialize};

use crate::identity::amount::Amount;
use crate::identity::corporate_account::CorporateAccountNum;
use crate::identity::organization_name::OrgName;
use crate::time::Time;

/// How many lines the statement of one account holds.
pub const LINES_PER_ACCOUNT_MAX: u64 = 1_000;
/// How many lines a world holds.
pub const LINES_MAX: usize = 20_000;
/// How many settled transfers a world holds; one that is under way is never forgotten.
pub const SETTLED_TRANSFERS_MAX: usize = 20_000;
/// The provider's company, made up.
pub const HOUSE_NAME: &str = "杭州仿真签信息技术有限公司";
/// The bank that keeps the provider's accounts.
pub const HOUSE_BANK: &str = "中国工商银行杭州西湖支行";
/// The account from which the provider pays out.
pub const HOUSE_PAYER: &str = "1202020009900012345";
/// How many digits a sub-account has on which the provider is paid (identity_service/ha0lv7).
pub const HOUSE_SUB_ACCOUNT_DIGITS: usize = 14;
/// What an account holds when it is opened: 1,000,000.00 yuan.
pub const OPENING: Amount = Amount::fen(100_000_000);
/// What the provider's paying account holds at first: 100,000,000.00 yuan.
pub const HOUSE_OPENING: Amount = Amount::fen(10_000_000_000);

/// Which transfer of its world it is, from 1.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct TransferId(pub u64);

/// Which way money went on an account.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Direction {
    /// It came.
    In,
    /// It left.
    Out,
}

/// A line of an account's statement.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct StatementLine {
    /// Which line of the world it is, from 1.
    pub id: u64,
    /// When it was booked.
    pub at: Time,
    /// Which way.
    pub direction: Direction,
    /// The other side's name.
    pub counterparty_name: Box<str>,
    /// The other side's account.
    pub counterparty_account: Box<str>,
    /// How much.
    pub amount: Amount,
    /// What it is for.
    pub remark: Box<str>,
}

/// Money that the provider sent.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Transfer {
    /// Which transfer it is.
    pub id: TransferId,
    /// From which account.
    pub from: CorporateAccountNum,
    /// To which account.
    pub to: CorporateAccountNum,
    /// To whom, as the sender wrote.
    pub to_name: OrgName,
    /// How much.
    pub amount: Amount,
    /// What it is for.
    pub remark: Box<str>,
    /// When it was sent.
    pub sent: Time,
    /// When it arrives or comes back; never, if it hangs.
    pub due: Option<Time>,
    /// How it stands.
    pub state: TransferState,
    /// Why it will come back, if it will. The bank knows when it takes the order.
    pub(super) bounces: Option<Box<str>>,
}

/// How a transfer stands.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum TransferState {
    /// On its way.
    UnderWay,
    /// It reached the account then.
    Arrived(Time),
    /// It came back then, and why.
    Bounced(Time, Box<str>),
}

/// One account on the books.
#[derive(Debug, Clone, Copy, Serialize, Deserialize)]
struct Account {
    balance: Amount,
    is_house: bool,
    lines_held: u64,
    lines_forgotten: u64,
}

/// All accounts, lines and transfers of one world.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Books {
    accounts: OrdMap<CorporateAccountNum, Account>,
    /// The held lines by their ordinal in the world, each with its account.
    lines: OrdMap<u64, (CorporateAccountNum, StatementLine)>,
    places: OrdSet<(CorporateAccountNum, u64)>,
    lines_written: u64,
    transfers: OrdMap<TransferId, Transfer>,
    transfers_sent: u64,
    /// Settled transfers by the order in which they were settled.
    settled: OrdMap<u64, TransferId>,
    settled_count: u64,
    /// All that accounts were opened with, in fen.
    put_in: i128,
}

impl Default for Books {
    /// With the provider's paying account and no other.
    fn default() -> Self {
        let mut books = Self {
            accounts: OrdMap::new(),
            lines: OrdMap::new(),
            places: OrdSet::new(),
            lines_written: 0,
            transfers: OrdMap::new(),
            transfers_sent: 0,
            settled: OrdMap::new(),
            settled_count: 0,
            put_in: 0,
        };
        books.open(&house_payer(), HOUSE_OPENING, true);
        books
    }
}

/// The number of the account from which the provider pays out.
pub fn house_payer() -> CorporateAccountNum {
    HOUSE_PAYER.parse().expect("nineteen digits are an account number")
}

impl Books {
    /// What stands on an account; `None` if no such account was opened.
    pub fn balance(&self, number: &CorporateAccountNum) -> Option<Amount> {
        self.accounts.get(number).map(|account| account.balance)
    }

    /// Whether it is one of the provider's own accounts.
    pub fn is_house(&self, number: &CorporateAccountNum) -> bool {
        self.accounts.get(number).is_some_and(|account| account.is_house)
    }

    /// The held lines of an account after the one with this ordinal, oldest first.
    pub fn statement(
        &self,
        number: &CorporateAccountNum,
        after: u64,
    ) -> impl Iterator<Item = &StatementLine> {
        let first = (number.clone(), after.saturating_add(1));
        let last = (number.clone(), u64::MAX);
        self.places.range(first..=last).filter_map(|(_, id)| self.lines.get(id)).map(|(_, line)| line)
    }

    /// How many lines of an account are no longer held.
    pub fn lines_forgotten(&self, number: &CorporateAccountNum) -> u64 {
        self.accounts.get(number).map_or(0, |account| account.lines_forgotten)
    }

    /// A transfer that is under way or still held.
    pub fn transfer(&self, id: TransferId) -> Option<&Transfer> {
        self.transfers.get(&id)
    }

    /// All balances and all that is in transit, minus all that was put in, in fen: always 0.
    pub fn money_total(&self) -> i128 {
        let balances = self.accounts.values().map(|account| i128::from(account.balance.as_fen()));
        let under_way = self.transfers.values().filter(|transfer| transfer.state == TransferState::UnderWay);
        let in_transit = under_way.map(|transfer| i128::from(transfer.amount.as_fen()));
        balances.chain(in_transit).sum::<i128>() - self.put_in
    }

    /// Opens an account; one that is open already stays as it is.
    pub(super) fn open(&mut self, number: &CorporateAccountNum, balance: Amount, is_house: bool) {
        if !self.accounts.contains_key(number) {
            self.put_in += i128::from(balance.as_fen());
            let account = Account { balance, is_house, lines_held: 0, lines_forgotten: 0 };
            self.accounts.insert(number.clone(), account);
        }
    }

    /// Takes money off an account and writes the line; `None`, and nothing done, if it has not enough.
    pub(super) fn debit(
        &mut self,
        number: &CorporateAccountNum,
        at: Time,
        amount: Amount,
        counterparty: (&str, &str),
        remark: &str,
    ) -> Option<u64> {
        let account = self.accounts.get_mut(number)?;
        account.balance = account.balance.checked_sub(amount)?;
        Some(self.write(number, at, Direction::Out, amount, counterparty, remark))
    }

    /// Puts money on an open account and writes the line.
    pub(super) fn credit(
        &mut self,
        number: &CorporateAccountNum,
        at: Time,
        amount: Amount,
        counterparty: (&str, &str),
        remark: &str,
    ) -> Option<u64> {
        let account = self.accounts.get_mut(number)?;
        account.balance = account.balance.checked_add(amount)?;
        Some(self.write(number, at, Direction::In, amount, counterparty, remark))
    }

    /// Notes a transfer whose money has left its account.
    pub(super) fn note_transfer(&mut self, transfer: impl FnOnce(TransferId) -> Transfer) -> TransferId {
        self.transfers_sent += 1;
        let id = TransferId(self.transfers_sent);
        self.transfers.insert(id, transfer(id));
        id
    }

    /// Says how a transfer ended; the longest settled one makes room.
    pub(super) fn end_transfer(&mut self, id: TransferId, state: TransferState) {
        let Some(transfer) = self.transfers.get_mut(&id) else { return };
        transfer.state = state;
        self.settled_count += 1;
        self.settled.insert(self.settled_count, id);
        if self.settled.len() > SETTLED_TRANSFERS_MAX {
            let (oldest, rest) = self.settled.without_min();
            self.settled = rest;
            if let Some(oldest) = oldest {
                self.transfers.remove(&oldest);
            }
        }
    }

    fn write(
        &mut self,
        number: &CorporateAccountNum,
        at: Time,
        direction: Direction,
        amount: Amount,
        (counterparty_name, counterparty_account): (&str, &str),
        remark: &str,
    ) -> u64 {
        self.lines_written += 1;
        let id = self.lines_written;
        let line = StatementLine {
            id,
            at,
            direction,
            counterparty_name: counterparty_name.into(),
            counterparty_account: counterparty_account.into(),
            amount,
            remark: remark.into(),
        };
        self.lines.insert(id, (number.clone(), line));
        self.places.insert((number.clone(), id));
        if let Some(account) = self.accounts.get_mut(number) {
            account.lines_held += 1;
            if account.lines_held > LINES_PER_ACCOUNT_MAX {
                let oldest = self.statement(number, 0).next().map(|line| line.id);
                self.forget(oldest);
            }
        }
        if self.lines.len() > LINES_MAX {
            self.forget(self.lines.get_min().map(|(id, _)| *id));
        }
        id
    }

    fn forget(&mut self, id: Option<u64>) {
        let Some((number, line)) = id.and_then(|id| self.lines.remove(&id)) else { return };
        self.places.remove(&(number.clone(), line.id));
        if let Some(account) = self.accounts.get_mut(&number) {
            account.lines_held = account.lines_held.saturating_sub(1);
            account.lines_forgotten += 1;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn number(count: u64) -> CorporateAccountNum {
        format!("{count:08}").parse().expect("an account number")
    }

    fn fill(books: &mut Books, number: &CorporateAccountNum, count: u64) {
        books.open(number, Amount::ZERO, false);
        for _ in 0..count {
            books.credit(number, Time(0), Amount::fen(1), ("somebody", "1"), "test").expect("it is open");
        }
    }

    #[test]
    fn a_statement_holds_its_newest_thousand_lines_and_counts_the_rest() {
        let mut books = Books::default();
        fill(&mut books, &number(1), 2);
        fill(&mut books, &number(2), 1_003);
        let ids: Vec<u64> = books.statement(&number(2), 0).map(|line| line.id).collect();
        assert_eq!((ids.len(), ids[0], ids[999]), (1_000, 6, 1_005));
        assert_eq!(books.statement(&number(2), 1_004).map(|line| line.id).collect::<Vec<_>>(), [1_005]);
        assert_eq!((books.lines_forgotten(&number(1)), books.lines_forgotten(&number(2))), (0, 3));
        assert_eq!(books.balance(&number(2)), Some(Amount::fen(1_003)), "money is not forgotten");
    }

    #[test]
    fn a_world_holds_its_newest_twenty_thousand_lines() {
        let mut books = Books::default();
        for count in 0..202 {
            fill(&mut books, &number(count), 100);
        }
        assert_eq!((books.lines.len(), books.places.len()), (LINES_MAX, LINES_MAX));
        let forgotten = |count| books.lines_forgotten(&number(count));
        assert_eq!((forgotten(0), forgotten(1), forgotten(2)), (100, 100, 0));
    }

    #[test]
    fn an_account_is_opened_once() {
        let mut books = Books::default();
        books.open(&number(1), Amount::fen(5), false);
        books.open(&number(1), Amount::fen(7), true);
        assert_eq!(books.balance(&number(1)), Some(Amount::fen(5)));
        assert!(!books.is_house(&number(1)));
        assert_eq!(books.money_total(), 0);
    }

    #[test]
    fn the_longest_settled_transfer_makes_room_and_none_that_is_under_way() {
        let mut books = Books::default();
        let transfer = |id| Transfer {
            id,
            from: house_payer(),
            to: number(1),
            to_name: "仿真".parse().expect("a name"),
            amount: Amount::ZERO,
            remark: "".into(),
            sent: Time(0),
            due: None,
            state: TransferState::UnderWay,
            bounces: None,
        };
        let hanging = books.note_transfer(transfer);
        for _ in 0..=SETTLED_TRANSFERS_MAX {
            let id = books.note_transfer(transfer);
            books.end_transfer(id, TransferState::Arrived(Time(1)));
        }
        assert!(books.transfer(hanging).is_some());
        assert!(books.transfer(TransferId(2)).is_none());
        assert!(books.transfer(TransferId(3)).is_some());
        assert_eq!(books.transfers.len(), SETTLED_TRANSFERS_MAX + 1);
    }
}
