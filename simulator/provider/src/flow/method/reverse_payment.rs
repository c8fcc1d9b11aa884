//! 对公打款认证, reverse (反向打款): the organization pays exactly 0.01 yuan from a corporate account of its own
//! to a sub-account that is this flow's alone (identity_service/ha0lv7).

use rand::RngExt;
use serde::{Deserialize, Serialize};

use crate::draw::WorldKey;
use crate::event::EventKind;
use crate::flow::Flow;
use crate::flow::context::Context;
use crate::flow::organization;
use crate::id::AuthFlowId;
use crate::identity::amount::Amount;
use crate::identity::corporate_account::CorporateAccountNum;
use crate::refusal::Refusal;
use crate::time::Time;

/// What has to be paid: one fen.
pub const PAYMENT: Amount = Amount::fen(1);

/// 反向打款 under way.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Reverse {
    /// The provider's sub-account, fourteen digits.
    pub payee: CorporateAccountNum,
    /// Since when.
    pub opened: Time,
    /// What has arrived there.
    pub state: PaymentState,
    /// The newest payment that counted or told why it does not.
    pub newest: Option<Payment>,
}

/// A payment as it is told.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Payment {
    /// The payer's account.
    pub from: Box<str>,
    /// Its holder.
    pub payer_name: Box<str>,
    /// How much.
    pub amount: Amount,
    /// When.
    pub at: Time,
}

/// What has arrived. A payment that does not count is kept and does not end the wait for the right one.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum PaymentState {
    /// Nothing yet.
    Waiting,
    /// The right amount from the right payer.
    Received {
        /// From which account.
        from: Box<str>,
        /// When.
        at: Time,
    },
    /// Another amount than 0.01.
    WrongAmount(Amount),
    /// Somebody else, or no corporate account.
    WrongPayer(Box<str>),
}

/// A payment as the bank reports it to the payee.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Arrival<'a> {
    /// The payer's account.
    pub from: &'a str,
    /// Its holder.
    pub payer_name: &'a str,
    /// Whether it is a corporate account.
    pub corporate: bool,
    /// How much.
    pub amount: Amount,
}

impl Reverse {
    /// Whether the right payment has come.
    pub fn is_received(&self) -> bool {
        self.received_from().is_some()
    }

    /// The account that the right payment came from.
    pub fn received_from(&self) -> Option<&str> {
        match &self.state {
            PaymentState::Received { from, .. } => Some(from),
            PaymentState::Waiting | PaymentState::WrongAmount(_) | PaymentState::WrongPayer(_) => None,
        }
    }
}

/// The sub-account of a flow: a number that the whole world knows is drawn anew until it is free.
fn payee(key: &WorldKey, flow: AuthFlowId, again: u64) -> CorporateAccountNum {
    let tail = key.draw("payee", &flow.0.to_be_bytes(), again).random_range(0..100_000_000_u64);
    format!("955801{tail:08}").parse().expect("fourteen digits are an account number")
}

/// Opens the flow's sub-account, once.
///
/// # Errors
/// [`Refusal::OutOfStep`] outside 对公打款.
pub fn open(flow: &mut Flow, context: &mut Context<'_>) -> Result<(), Refusal> {
    let id = flow.id;
    let transfer = organization::transfer_mut(flow).ok_or(Refusal::OutOfStep)?;
    if transfer.reverse.is_some() {
        return Ok(());
    }
    let mut again = 0;
    let mut number = payee(context.key, id, again);
    while context.payees.contains_key(&number) {
        again += 1;
        number = payee(context.key, id, again);
    }
    context.world.open_house_account(&number);
    context.payees.insert(number.clone(), id);
    let (opened, state) = (context.at, PaymentState::Waiting);
    transfer.reverse = Some(Reverse { payee: number, opened, state, newest: None });
    flow.tell(context, EventKind::PayeeOpened);
    Ok(())
}

/// A payment has arrived at the flow's sub-account. A second right one changes nothing more.
pub fn arrived(flow: &mut Flow, context: &mut Context<'_>, payment: &Arrival<'_>) {
    let at = context.at;
    let counts_name = context.rules.payer_compared;
    let Some(proving) = organization::proving(flow) else { return };
    let own = proving.organization.name.as_str();
    let state = if payment.amount != PAYMENT {
        PaymentState::WrongAmount(payment.amount)
    } else if counts_name && (!payment.corporate || payment.payer_name != own) {
        PaymentState::WrongPayer(payment.payer_name.into())
    } else {
        PaymentState::Received { from: payment.from.into(), at }
    };
    let told = match &state {
        PaymentState::Waiting | PaymentState::Received { .. } => EventKind::PaymentReceived,
        PaymentState::WrongAmount(amount) => EventKind::PaymentOfWrongAmount(*amount),
        PaymentState::WrongPayer(name) => EventKind::PaymentByStranger(name.clone()),
    };
    if let Some(reverse) = organization::transfer_mut(flow).and_then(|transfer| transfer.reverse.as_mut())
        && !reverse.is_received()
    {
        reverse.state = state;
        let (from, payer_name) = (payment.from.into(), payment.payer_name.into());
        reverse.newest = Some(Payment { from, payer_name, amount: payment.amount, at });
    }
    flow.tell(context, told);
    organization::pass_if_both_hold(flow, context);
}
