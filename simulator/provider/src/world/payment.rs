//! Money that moves: what the provider pays out (正向打款), and what is paid in (反向打款).

use super::{Unlisted, World};
use crate::identity::amount::Amount;
use crate::identity::bank_card::BankCardNum;
use crate::identity::cnaps::CnapsCode;
use crate::identity::corporate_account::CorporateAccountNum;
use crate::identity::name::PersonName;
use crate::identity::organization_name::OrgName;
use crate::time::Time;
use crate::world::account::{CorporateAccount, Incoming};
use crate::world::ledger::{
    HOUSE_NAME, HOUSE_PAYER, HOUSE_SUB_ACCOUNT_DIGITS, OPENING, StatementLine, Transfer, TransferId,
    TransferState, house_payer,
};
use crate::world::populace::Person;
use crate::world::registry::Organization;

/// The longest remark of a payment, in characters.
pub const REMARK_CHARACTERS_MAX: usize = 200;
/// Why money comes back from an account that is in another name.
pub const WRONG_NAME: &str = "户名不符";
/// Why money comes back from a sub-branch that does not keep the account.
pub const WRONG_BRANCH: &str = "行号不符";
/// Why money comes back if there is no such account.
pub const NO_ACCOUNT: &str = "账号不存在";

/// Why the bank does not take an order of the provider.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("the bank refuses the transfer: {reason}")]
pub struct SendRefused {
    /// Why, in the bank's words.
    pub reason: Box<str>,
}

/// A payment that was made.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Payment {
    /// The line on the payer's statement.
    pub out_line: u64,
    /// The line on the payee's statement.
    pub in_line: u64,
    /// In whose name the payer's account is.
    pub payer_name: Box<str>,
    /// Whether the payer's account is an organization's.
    pub payer_is_corporate: bool,
}

/// Why somebody cannot pay; then nothing has changed.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum PayRefused {
    /// Not the form of an account.
    #[error("`{}` is no account: 8 to 32 digits are one", .found.escape_debug())]
    Number {
        /// The beginning of what was given.
        found: String,
    },
    /// No such account.
    #[error("there is no account {number} in this world")]
    NoAccount {
        /// The number given.
        number: CorporateAccountNum,
    },
    /// The account is in another name.
    #[error("the account is in the name of {holder}, not of `{}`", .found.escape_debug())]
    Name {
        /// The name given.
        found: String,
        /// The name that would be right.
        holder: Box<str>,
    },
    /// Nobody can have this name.
    #[error("`{}` is nobody's name", .found.escape_debug())]
    NoName {
        /// The beginning of what was given.
        found: String,
    },
    /// Nothing to pay.
    #[error("the amount is 0.00; at least 0.01 is paid")]
    Nothing,
    /// From an account to itself.
    #[error("payer and payee are the same account")]
    SameAccount,
    /// A long remark.
    #[error("the remark has {found} characters, at most 200 are kept")]
    Remark {
        /// Characters found.
        found: usize,
    },
    /// Not enough money.
    #[error("the account holds {balance}, which is less than {amount}")]
    Balance {
        /// What stands on it.
        balance: Amount,
        /// What was to be paid.
        amount: Amount,
    },
}

/// Whose an account is.
enum Holder<'world> {
    House,
    Organization(&'world Organization, &'world CorporateAccount),
    Person(&'world Person),
}

/// What the bank makes of an order that it takes.
struct Plan {
    due: Option<Time>,
    bounces: Option<Box<str>>,
}

impl World {
    /// Pays out from the provider's account. The money leaves now; [`Self::settle_transfer`] lets it
    /// arrive or come back.
    ///
    /// # Errors
    /// [`SendRefused`] if the bank does not take the order; then nothing has changed.
    pub fn send(
        &mut self,
        at: Time,
        to: &CorporateAccountNum,
        to_name: &OrgName,
        cnaps: CnapsCode,
        amount: Amount,
        remark: &str,
    ) -> Result<TransferId, SendRefused> {
        if amount == Amount::ZERO {
            return Err(SendRefused { reason: "金额为零".into() });
        }
        let Plan { due, bounces } = self.plan(at, to, to_name, cnaps)?;
        let from = house_payer();
        let counterparty = (to_name.as_str(), to.as_str());
        let debited = self.books.debit(&from, at, amount, counterparty, remark);
        debited.ok_or(SendRefused { reason: "余额不足".into() })?;
        Ok(self.books.note_transfer(|id| Transfer {
            id,
            from,
            to: to.clone(),
            to_name: to_name.clone(),
            amount,
            remark: remark.into(),
            sent: at,
            due,
            state: TransferState::UnderWay,
            bounces,
        }))
    }

    /// A transfer; settled ones are held for a while.
    pub fn transfer(&self, id: TransferId) -> Option<&Transfer> {
        self.books.transfer(id)
    }

    /// When a transfer arrives or comes back; `None` if it hangs, or is not known.
    pub fn transfer_due(&self, id: TransferId) -> Option<Time> {
        self.books.transfer(id)?.due
    }

    /// Lets a transfer arrive or come back. One that is settled stays as it is; `None` if it hangs, is
    /// not yet due, or is not known.
    pub fn settle_transfer(&mut self, at: Time, id: TransferId) -> Option<&Transfer> {
        let transfer =
            self.books.transfer(id).filter(|transfer| transfer.due.is_some_and(|due| due <= at))?;
        if transfer.state == TransferState::UnderWay {
            let Transfer { from, to, to_name, amount, remark, bounces, .. } = transfer.clone();
            let state = match bounces {
                None => {
                    // An account that is not listed is opened on first use.
                    self.books.open(&to, OPENING, false);
                    self.books.credit(&to, at, amount, (HOUSE_NAME, HOUSE_PAYER), &remark)?;
                    TransferState::Arrived(at)
                }
                Some(reason) => {
                    let why = format!("退汇：{reason}");
                    self.books.credit(&from, at, amount, (to_name.as_str(), to.as_str()), &why)?;
                    TransferState::Bounced(at, reason)
                }
            };
            self.books.end_transfer(id, state);
        }
        self.books.transfer(id)
    }

    /// Somebody pays at once, from an account or a card to an account.
    ///
    /// # Errors
    /// [`PayRefused`]; then nothing has changed.
    pub fn pay(
        &mut self,
        at: Time,
        from: &str,
        from_name: &str,
        to: &str,
        amount: Amount,
        remark: &str,
    ) -> Result<Payment, PayRefused> {
        let (from, to) = (number(from)?, number(to)?);
        if from == to {
            return Err(PayRefused::SameAccount);
        }
        if amount == Amount::ZERO {
            return Err(PayRefused::Nothing);
        }
        let length = remark.chars().count();
        if length > REMARK_CHARACTERS_MAX {
            return Err(PayRefused::Remark { found: length });
        }
        let (payer_name, payer_is_corporate) = self.payer(&from, from_name)?;
        let payee_name = self.payee(&to)?;
        let balance = self.books.balance(&from).unwrap_or(OPENING);
        if balance < amount {
            return Err(PayRefused::Balance { balance, amount });
        }
        self.books.open(&from, OPENING, false);
        self.books.open(&to, OPENING, false);
        let short = PayRefused::Balance { balance, amount };
        let counterparty = (&*payee_name, to.as_str());
        let out_line = self.books.debit(&from, at, amount, counterparty, remark).ok_or(short)?;
        let counterparty = (&*payer_name, from.as_str());
        let in_line = self.books.credit(&to, at, amount, counterparty, remark);
        let in_line = in_line.expect("it is open, and all money there is can be counted on one account");
        Ok(Payment { out_line, in_line, payer_name, payer_is_corporate })
    }

    /// Opens a sub-account of fourteen digits on which the provider is paid. Tells whether the number is
    /// now one: it is not if it is somebody else's or has another length.
    pub fn open_house_account(&mut self, number: &CorporateAccountNum) -> bool {
        if number.as_str().len() != HOUSE_SUB_ACCOUNT_DIGITS {
            return false;
        }
        self.books.open(number, Amount::ZERO, true);
        self.books.is_house(number)
    }

    /// The held lines of an account after the one with this ordinal (0: all), oldest first.
    pub fn statement(
        &self,
        number: &CorporateAccountNum,
        after: u64,
    ) -> impl Iterator<Item = &StatementLine> {
        self.books.statement(number, after)
    }

    /// How many lines of an account are no longer held.
    pub fn statement_evicted(&self, number: &CorporateAccountNum) -> u64 {
        self.books.lines_forgotten(number)
    }

    /// What stands on an account; `None` if it is not open, as one that is not listed is before its use.
    pub fn balance(&self, number: &CorporateAccountNum) -> Option<Amount> {
        self.books.balance(number)
    }

    /// All money there is, minus all that was put in when accounts were opened, in fen: always 0.
    pub fn money_total(&self) -> i128 {
        self.books.money_total()
    }

    fn holder(&self, number: &CorporateAccountNum) -> Option<Holder<'_>> {
        if self.books.is_house(number) {
            return Some(Holder::House);
        }
        if let Some((organization, account)) = self.registry.account(number) {
            return Some(Holder::Organization(organization, account));
        }
        let card: BankCardNum = number.as_str().parse().ok()?;
        self.populace.card(card).map(|(owner, _)| Holder::Person(owner))
    }

    /// The name on the account from which somebody pays, and whether it is an organization's.
    fn payer(&self, from: &CorporateAccountNum, stated: &str) -> Result<(Box<str>, bool), PayRefused> {
        let same_organization =
            |name: &str| stated.parse().is_ok_and(|stated: OrgName| stated.as_str() == name);
        let same_person = |name: &PersonName| stated.parse().is_ok_and(|stated: PersonName| stated == *name);
        let (holder, is_same, is_corporate) = match self.holder(from) {
            Some(Holder::House) => (HOUSE_NAME, same_organization(HOUSE_NAME), true),
            Some(Holder::Organization(Organization { name, .. }, _)) => {
                (name.as_str(), same_organization(name.as_str()), true)
            }
            Some(Holder::Person(Person { name, .. })) => (name.as_str(), same_person(name), false),
            None => return self.unlisted_payer(from, stated),
        };
        if is_same {
            return Ok((holder.into(), is_corporate));
        }
        Err(PayRefused::Name { found: stated.chars().take(100).collect(), holder: holder.into() })
    }

    /// Unknown: how a bank tells a corporate account from a card. Here a number that is well formed as a
    /// card is one.
    fn unlisted_payer(
        &self,
        from: &CorporateAccountNum,
        stated: &str,
    ) -> Result<(Box<str>, bool), PayRefused> {
        match self.unknown {
            Unlisted::Derive => {
                let no_name = |_| PayRefused::NoName { found: stated.chars().take(100).collect() };
                let name: OrgName = stated.parse().map_err(no_name)?;
                Ok((name.as_str().into(), from.as_str().parse::<BankCardNum>().is_err()))
            }
            Unlisted::Reject => Err(PayRefused::NoAccount { number: from.clone() }),
        }
    }

    /// The name of the account to which somebody pays.
    fn payee(&self, to: &CorporateAccountNum) -> Result<Box<str>, PayRefused> {
        match self.holder(to) {
            Some(Holder::House) => Ok(HOUSE_NAME.into()),
            Some(Holder::Organization(organization, _)) => Ok(organization.name.as_str().into()),
            Some(Holder::Person(person)) => Ok(person.name.as_str().into()),
            // Who pays to an account that is not listed does not learn whose it is.
            None if self.unknown == Unlisted::Derive => Ok("".into()),
            None => Err(PayRefused::NoAccount { number: to.clone() }),
        }
    }

    /// What becomes of an order, as the bank sees it when it takes it.
    fn plan(
        &self,
        at: Time,
        to: &CorporateAccountNum,
        to_name: &OrgName,
        cnaps: CnapsCode,
    ) -> Result<Plan, SendRefused> {
        let usual = &Incoming::default();
        let (incoming, wrong) = match self.holder(to) {
            Some(Holder::House) => return Err(SendRefused { reason: "收付款账号相同".into() }),
            Some(Holder::Organization(organization, account)) => {
                let wrong = if organization.name != *to_name {
                    Some(WRONG_NAME)
                } else if account.cnaps != cnaps {
                    Some(WRONG_BRANCH)
                } else {
                    None
                };
                (&account.incoming, wrong)
            }
            Some(Holder::Person(_)) => (usual, Some(WRONG_NAME)),
            None => (usual, (self.unknown == Unlisted::Reject).then_some(NO_ACCOUNT)),
        };
        // What is wrong with the order comes before what is wrong with the account.
        let wrong = wrong.map(Box::from);
        let after = |days| Some(at.after_working_days(days, &self.calendar));
        match incoming {
            Incoming::Arrives { working_days } => Ok(Plan { due: after(*working_days), bounces: wrong }),
            Incoming::Bounces { working_days, reason } => {
                Ok(Plan { due: after(*working_days), bounces: wrong.or_else(|| Some(reason.clone())) })
            }
            Incoming::Hangs => Ok(Plan { due: None, bounces: wrong }),
            Incoming::Refused { reason } => Err(SendRefused { reason: reason.clone() }),
        }
    }
}

fn number(text: &str) -> Result<CorporateAccountNum, PayRefused> {
    text.parse().map_err(|_| PayRefused::Number { found: text.chars().take(40).collect() })
}

#[cfg(test)]
mod tests;
