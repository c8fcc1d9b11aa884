//! Payouts and payments, as the banks carry them out: which arrive, which come back, who may pay what.

use crate::identity::amount::Amount;
use crate::identity::bank_card::BankCardNum;
use crate::identity::cnaps::CnapsCode;
use crate::identity::corporate_account::CorporateAccountNum;
use crate::identity::organization_name::OrgName;
use crate::time::Time;
use crate::world::ledger::{Fate, Side, Transfer, TransferId, TransferState};
use crate::world::registry::Incoming;
use crate::world::{Unlisted, World};

/// Working days after which a payout comes back that names the wrong holder or branch.
const BOUNCE_WORKING_DAYS: u32 = 1;

/// The bank does not carry something out.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{reason}")]
pub struct Refused {
    /// In the bank's words.
    pub reason: Box<str>,
}

fn refused(reason: impl Into<Box<str>>) -> Refused {
    Refused { reason: reason.into() }
}

/// A payment that was carried out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Payment {
    /// The payer's name, as his bank tells it.
    pub payer_name: Box<str>,
    /// Whether it came from a corporate account.
    pub payer_is_corporate: bool,
}

impl World {
    /// Sends a payout from the provider's account.
    ///
    /// # Errors
    /// [`Refused`] if the bank does not take it; no money has moved then.
    pub fn send(
        &mut self,
        at: Time,
        to: &CorporateAccountNum,
        to_name: &OrgName,
        cnaps: &CnapsCode,
        amount: Amount,
        remark: &str,
    ) -> Result<TransferId, Refused> {
        let bounce = |reason: &str| (BOUNCE_WORKING_DAYS, Fate::Bounces(reason.into()));
        let fate = match self.registry.account(to) {
            Some((holder, _)) if holder.name != *to_name => Some(bounce("户名不符")),
            Some((_, account)) if account.cnaps != *cnaps => Some(bounce("行号不符")),
            Some((_, account)) => match &account.incoming {
                Incoming::Arrives { working_days } => Some((*working_days, Fate::Arrives)),
                Incoming::Bounces { working_days, reason } => {
                    Some((*working_days, Fate::Bounces(reason.clone())))
                }
                Incoming::Hangs => None,
                Incoming::Refused { reason } => return Err(refused(reason.clone())),
            },
            // Unknown: a listed organization has the accounts that are listed and no other.
            None if self.unknown == Unlisted::Reject || self.registry.by_name(to_name).is_some() => {
                Some(bounce("账号不存在"))
            }
            None => Some((BOUNCE_WORKING_DAYS, Fate::Arrives)),
        };
        let due = |(working_days, fate)| (self.calendar.after_working_days(at, working_days), fate);
        Ok(self.books.send(Transfer {
            to: to.as_str().into(),
            to_name: to_name.as_str().into(),
            amount,
            remark: remark.into(),
            sent: at,
            fate: fate.map(due),
            state: TransferState::UnderWay,
        }))
    }

    /// When a payout arrives or comes back; `None` if nothing is ever heard of it.
    pub fn transfer_due(&self, id: TransferId) -> Option<Time> {
        self.books.transfer(id)?.fate.as_ref().map(|(due, _)| *due)
    }

    /// Brings a payout to its fate; `None` if it has met it.
    pub fn settle_transfer(&mut self, at: Time, id: TransferId) -> Option<&Transfer> {
        self.books.settle(at, id)
    }

    /// Opens an account of the provider's.
    pub fn open_house_account(&mut self, number: &CorporateAccountNum) {
        self.books.open_house(number.as_str());
    }

    /// The same time of day so many working days later.
    pub fn working_days_after(&self, at: Time, count: u32) -> Time {
        self.calendar.after_working_days(at, count)
    }

    /// Somebody pays from his account to another, at once. The bank knows whose a listed account is; of
    /// others it believes the name, where unlisted accounts exist.
    ///
    /// # Errors
    /// [`Refused`]; no money has moved then.
    pub fn pay(
        &mut self,
        at: Time,
        from: &str,
        from_name: &str,
        to: &str,
        amount: Amount,
        remark: &str,
    ) -> Result<Payment, Refused> {
        if amount == Amount::default() {
            return Err(refused("付款金额必须大于 0.00 元"));
        }
        if from == to {
            return Err(refused("付款账号与收款账号相同"));
        }
        let payer = self.payer(from, from_name)?;
        let payee = match self.books.holder(to) {
            Some(holder) => holder.to_owned(),
            None => return Err(refused("收款账号不存在，请核对后重新输入")),
        };
        self.books.open(from, &payer.payer_name);
        if self.books.balance(from).is_none_or(|balance| balance < amount) {
            return Err(refused("付款账户余额不足"));
        }
        let from = Side { account: from, name: &payer.payer_name };
        self.books.pay(at, from, Side { account: to, name: &payee }, amount, remark);
        Ok(payer)
    }

    fn payer(&self, from: &str, from_name: &str) -> Result<Payment, Refused> {
        let of = |name: &str, payer_is_corporate| match name == from_name || from_name.is_empty() {
            true => Ok(Payment { payer_name: name.into(), payer_is_corporate }),
            false => Err(refused(format!("付款户名与账号不符，该账号的户名为{name}"))),
        };
        if let Some((owner, _)) = from.parse().ok().and_then(|card: BankCardNum| self.populace.card(card)) {
            return of(owner.name.as_str(), false);
        }
        let account: CorporateAccountNum =
            from.parse().map_err(|error| refused(format!("付款账号有误：{error}")))?;
        if let Some((holder, _)) = self.registry.account(&account) {
            return of(holder.name.as_str(), true);
        }
        match self.unknown {
            Unlisted::Reject => Err(refused("付款账号不存在，请核对后重新输入")),
            Unlisted::Derive if from_name.trim().is_empty() => Err(refused("请填写付款户名")),
            Unlisted::Derive => Ok(Payment { payer_name: from_name.into(), payer_is_corporate: true }),
        }
    }
}
