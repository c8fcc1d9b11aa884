//! 对公打款认证, forward (正向打款): the provider pays a random amount below one yuan to the organization's
//! corporate account, and the transactor fills in what arrived. The letter must be approved as well, in
//! either order. What both directions share lives here too.

use rand::RngExt;
use serde::{Deserialize, Serialize};

use crate::draw::WorldKey;
use crate::event::EventKind;
use crate::flow::Flow;
use crate::flow::context::Context;
use crate::flow::identity_service;
use crate::flow::method::reverse_payment::Reverse;
use crate::flow::organization::{self, Stage};
use crate::id::AuthFlowId;
use crate::identity::amount::Amount;
use crate::identity::cnaps::CnapsCode;
use crate::identity::corporate_account::CorporateAccountNum;
use crate::refusal::Refusal;
use crate::rules::Rules;
use crate::time::{Day, DayCount, Time};
use crate::timers::Reason;
use crate::world::ledger::{TransferId, TransferState};

/// Which way the money goes.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Direction {
    /// 正向打款: from the provider to the organization.
    #[default]
    Forward,
    /// 反向打款: from the organization to the provider.
    Reverse,
}

/// All that a flow's bank transfers have come to. It survives a change of direction and of method.
#[derive(Debug, Clone, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Transfer {
    /// 正向打款, once an account was given.
    pub forward: Option<Forward>,
    /// The account that was given before, while another is asked for: people mend one digit.
    pub given_before: Option<CorporateAccountNum>,
    /// 反向打款, once it was asked for.
    pub reverse: Option<Reverse>,
    /// How many payouts this flow has asked for.
    pub payouts: u32,
    /// The amount of the last, to whichever account.
    pub last_amount: Option<Amount>,
    /// When it asked for the last, to whichever account.
    pub last_asked: Option<Time>,
    /// How many of them on the day of the last.
    pub payouts_of_day: DayCount,
}

/// 正向打款 under way.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Forward {
    /// The organization's account.
    pub number: CorporateAccountNum,
    /// Its branch.
    pub cnaps: CnapsCode,
    /// The newest payout.
    pub payout: Payout,
    /// How it is told, where a call has ordered it.
    pub told: Option<Box<Told>>,
}

/// What a call says of telling a payout.
#[derive(Debug, Clone, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Told {
    /// The caller's own word for the payout.
    pub context_id: Option<Box<str>>,
    /// Where it is told what the bank says.
    pub notify_url: Option<Box<str>>,
}

/// One payout of a random amount.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Payout {
    /// The bank's number of it; `None` if the bank would not take it.
    pub transfer: Option<TransferId>,
    /// The amount; nobody but the bank and the organization may see it before it is confirmed.
    pub amount: Amount,
    /// When it was asked for.
    pub asked: Time,
    /// The day by which it should have arrived (预计最晚到款日期).
    pub foresee: Day,
    /// Wrong amounts filled in.
    pub wrong_entries: u32,
    /// Where it stands.
    pub state: PayoutState,
}

/// Where a payout stands.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum PayoutState {
    /// Under way.
    Requested,
    /// On the organization's account.
    Arrived(Time),
    /// It came back, or never left.
    Failed {
        /// In the bank's words.
        reason: Box<str>,
    },
    /// The right amount was filled in.
    Confirmed(Time),
}

impl Transfer {
    /// Payouts that may still be asked for today.
    pub fn payouts_left(&self, today: Day, per_day_max: u32) -> u32 {
        per_day_max.saturating_sub(self.payouts_of_day.on(today))
    }

    /// Whether the money has come, either way round.
    pub fn money_holds(&self) -> bool {
        let forward = self.forward.as_ref().is_some_and(|forward| forward.payout.is_confirmed());
        forward || self.reverse.as_ref().is_some_and(Reverse::is_received)
    }
}

impl Payout {
    /// Amounts that may still be filled in; 0 once a new payout is needed.
    pub fn tries_left(&self, rules: &Rules, at: Time) -> u32 {
        let over = matches!(self.state, PayoutState::Failed { .. }) || at >= self.asked + rules.amount_window;
        if over { 0 } else { (rules.amount_wrong_entries_max + 1).saturating_sub(self.wrong_entries) }
    }

    /// Whether an amount may be filled in.
    ///
    /// # Errors
    /// [`Refusal::PayoutNeeded`] once it failed or was guessed at too often, [`Refusal::AmountTooLate`].
    pub fn check_entry(&self, rules: &Rules, at: Time) -> Result<(), Refusal> {
        match self.state {
            PayoutState::Confirmed(_) => Ok(()),
            PayoutState::Failed { .. } => Err(Refusal::PayoutNeeded),
            // Unknown: whether an amount is taken before the money has arrived. Nobody can know it by then.
            PayoutState::Requested | PayoutState::Arrived(_) => {
                if self.wrong_entries > rules.amount_wrong_entries_max {
                    Err(Refusal::PayoutNeeded)
                } else if at >= self.asked + rules.amount_window {
                    Err(Refusal::AmountTooLate)
                } else {
                    Ok(())
                }
            }
        }
    }

    /// Whether the right amount was filled in.
    pub fn is_confirmed(&self) -> bool {
        matches!(self.state, PayoutState::Confirmed(_))
    }

    /// Whether it never left, or came back.
    pub fn has_failed(&self) -> bool {
        matches!(self.state, PayoutState::Failed { .. })
    }
}

/// Turns to the other direction; what the first has come to stays.
///
/// # Errors
/// [`Refusal::OutOfStep`] outside 对公打款.
pub fn turn(flow: &mut Flow, context: &mut Context<'_>, direction: Direction) -> Result<(), Refusal> {
    let proving = organization::proving_mut(flow)?;
    let Stage::BankTransfer(standing) = &mut proving.stage else { return Err(Refusal::OutOfStep) };
    if *standing == direction {
        return Ok(());
    }
    *standing = direction;
    match direction {
        Direction::Forward => flow.tell(context, EventKind::DirectionTurned(direction)),
        Direction::Reverse => {
            flow.tell(context, EventKind::DirectionTurned(direction));
            super::reverse_payment::open(flow, context)?;
        }
    }
    Ok(())
}

/// 下一步: takes the account and asks the bank for a payout to it.
///
/// # Errors
/// [`Refusal::OutOfStep`], [`Refusal::OrgFieldLocked`], [`Refusal::BranchUnknown`], or as for those of the payout itself.
pub fn submit(
    flow: &mut Flow,
    context: &mut Context<'_>,
    number: CorporateAccountNum,
    cnaps: CnapsCode,
) -> Result<(), Refusal> {
    let transfer = forward_stage(flow)?;
    if transfer.forward.as_ref().is_some_and(|forward| !forward.payout.may_be_replaced()) {
        return Err(Refusal::OutOfStep);
    }
    organization::check_account_number(flow, &number)?;
    check_branch(cnaps)?;
    pay(flow, context, number, cnaps)
}

/// Whether there is a branch of this number.
///
/// # Errors
/// [`Refusal::BranchUnknown`].
pub fn check_branch(cnaps: CnapsCode) -> Result<(), Refusal> {
    crate::world::branches::by_cnaps(cnaps).map(|_| ()).ok_or(Refusal::BranchUnknown)
}

/// Whether a payout may be asked for now.
///
/// # Errors
/// [`Refusal::PayoutsExhausted`], [`Refusal::PayoutTooSoon`].
pub fn check_order(transfer: &Transfer, rules: &Rules, at: Time) -> Result<(), Refusal> {
    if transfer.payouts_left(at.shanghai_day(), rules.payouts_per_day_max) == 0 {
        return Err(Refusal::PayoutsExhausted);
    }
    match transfer.last_asked.map(|last| last + rules.payout_interval) {
        Some(next) if at < next => Err(Refusal::PayoutTooSoon { wait: next - at }),
        Some(_) | None => Ok(()),
    }
}

/// 重新打款: a further payout to the same account.
///
/// # Errors
/// [`Refusal::OutOfStep`] before a first one or after the right amount, or as for those of the payout itself.
pub fn pay_again(flow: &mut Flow, context: &mut Context<'_>) -> Result<(), Refusal> {
    let forward = forward_stage(flow)?.forward.clone().ok_or(Refusal::OutOfStep)?;
    if forward.payout.is_confirmed() {
        return Err(Refusal::OutOfStep);
    }
    pay(flow, context, forward.number, forward.cnaps)
}

/// Back to the form, to give another account; what was paid stays paid.
///
/// # Errors
/// [`Refusal::OutOfStep`] without an account or after the right amount.
pub fn reenter(flow: &mut Flow) -> Result<(), Refusal> {
    let transfer = forward_stage(flow)?;
    match &transfer.forward {
        Some(forward) if !forward.payout.is_confirmed() => {
            transfer.given_before = transfer.forward.take().map(|forward| forward.number);
            Ok(())
        }
        Some(_) | None => Err(Refusal::OutOfStep),
    }
}

/// Asks the bank for a payout.
///
/// # Errors
/// [`Refusal::PayoutsExhausted`] for the day, [`Refusal::PayoutTooSoon`] after the last.
pub(in crate::flow) fn pay(
    flow: &mut Flow,
    context: &mut Context<'_>,
    number: CorporateAccountNum,
    cnaps: CnapsCode,
) -> Result<(), Refusal> {
    let (at, id) = (context.at, flow.id);
    let name = organization::proving_mut(flow)?.organization.name.clone();
    let transfer = forward_stage(flow)?;
    check_order(transfer, context.rules, at)?;
    let today = at.shanghai_day();
    let amount = match context.rules.payout_amount_random {
        true => drawn_amount(context.key, id, transfer.payouts, transfer.last_amount),
        false => Amount::fen(1),
    };
    let sent = context.world.send(at, &number, &name, cnaps, amount, "e签宝对公打款认证");
    let (state, sent) = match sent {
        Ok(sent) => (PayoutState::Requested, Some(sent)),
        Err(refused) => (PayoutState::Failed { reason: refused.reason }, None),
    };
    if let Some(sent) = sent {
        context.payouts.insert(sent, id);
        if let Some(due) = context.world.transfer_due(sent) {
            context.timers.set(due, Reason::TransferDue(sent));
        }
    }
    let working_days = context.rules.payout_working_days_max;
    let foresee = at.after_working_days(working_days, context.world.calendar()).shanghai_day();
    let told = match &state {
        PayoutState::Failed { reason } => EventKind::PayoutFailed(reason.clone()),
        PayoutState::Requested | PayoutState::Arrived(_) | PayoutState::Confirmed(_) => {
            EventKind::PayoutSent(amount)
        }
    };
    let payout = Payout { transfer: sent, amount, asked: at, foresee, wrong_entries: 0, state };
    let transfer = forward_stage(flow)?;
    transfer.payouts += 1;
    transfer.last_amount = Some(amount);
    transfer.last_asked = Some(at);
    transfer.payouts_of_day.count(today);
    transfer.forward = Some(Forward { number, cnaps, payout, told: None });
    flow.tell(context, told);
    Ok(())
}

/// The amount of a flow's `ordinal`-th payout: 0.01 to 0.99, each as likely as any other, but never that of
/// the one before. Unknown: else one time in ninety-nine an amount that no longer counts would be right.
fn drawn_amount(key: &WorldKey, flow: AuthFlowId, ordinal: u32, before: Option<Amount>) -> Amount {
    let mut draw = key.draw("payout", &flow.0.to_be_bytes(), ordinal.into());
    let fen = match before.map(Amount::as_fen).filter(|fen| (1..=99).contains(fen)) {
        None => draw.random_range(1..=99_i64),
        Some(before) => (before + draw.random_range(0..98_i64)) % 99 + 1,
    };
    Amount::fen(fen)
}

/// The bank has done with a payout: it is on the account, or came back.
pub fn settled(flow: &mut Flow, context: &mut Context<'_>, id: TransferId, how: &TransferState) {
    let (state, told) = match how {
        TransferState::UnderWay => return,
        TransferState::Arrived(at) => (PayoutState::Arrived(*at), EventKind::PayoutArrived),
        TransferState::Bounced(_, reason) => {
            (PayoutState::Failed { reason: reason.clone() }, EventKind::PayoutFailed(reason.clone()))
        }
    };
    // An older payout, or one to an account given up since, still shows on the statement.
    if let Some(forward) = organization::transfer_mut(flow).and_then(|transfer| transfer.forward.as_mut())
        && forward.payout.transfer == Some(id)
        && forward.payout.state == PayoutState::Requested
    {
        forward.payout.state = state;
    }
    flow.tell(context, told);
    if matches!(how, TransferState::Bounced(..)) {
        identity_service::organization::payout_bounced(flow, context);
    }
}

/// 回填金额: compares what the transactor fills in with what was paid.
///
/// # Errors
/// [`Refusal::AmountWrong`] for the first wrong entries, [`Refusal::AmountTriesExhausted`] for the one
/// after them, [`Refusal::PayoutNeeded`] from then on and without a payout, [`Refusal::AmountTooLate`]
/// after the window.
pub fn enter_amount(flow: &mut Flow, context: &mut Context<'_>, amount: Amount) -> Result<(), Refusal> {
    let (at, rules) = (context.at, context.rules);
    let forward = forward_stage(flow)?.forward.as_mut().ok_or(Refusal::OutOfStep)?;
    let payout = &mut forward.payout;
    if payout.is_confirmed() {
        let is_right = !rules.amount_compared || amount == payout.amount;
        let tries_left = (rules.amount_wrong_entries_max + 1).saturating_sub(payout.wrong_entries);
        if !is_right {
            return Err(Refusal::AmountWrong { tries_left });
        }
        // The letter may be needed no more.
        organization::pass_if_both_hold(flow, context);
        return Ok(());
    }
    payout.check_entry(rules, at)?;
    if rules.amount_compared && amount != payout.amount {
        payout.wrong_entries += 1;
        let tries_left = (rules.amount_wrong_entries_max + 1).saturating_sub(payout.wrong_entries);
        flow.tell(context, EventKind::AmountWrong(tries_left));
        return Err(match tries_left {
            0 => Refusal::AmountTriesExhausted,
            tries_left => Refusal::AmountWrong { tries_left },
        });
    }
    payout.state = PayoutState::Confirmed(at);
    flow.tell(context, EventKind::AmountConfirmed);
    organization::pass_if_both_hold(flow, context);
    Ok(())
}

fn forward_stage(flow: &mut Flow) -> Result<&mut Transfer, Refusal> {
    let proving = organization::proving_mut(flow)?;
    match proving.stage {
        Stage::BankTransfer(Direction::Forward) => Ok(&mut proving.transfer),
        Stage::BankTransfer(Direction::Reverse)
        | Stage::Choosing
        | Stage::AlipayQuick(_)
        | Stage::LegalRepInPerson(_)
        | Stage::LegalRepAuthorization(_) => Err(Refusal::OutOfStep),
    }
}

impl Payout {
    /// Whether another account may take its place: only while nothing is on its way or to be filled in.
    fn may_be_replaced(&self) -> bool {
        match self.state {
            PayoutState::Failed { .. } => true,
            PayoutState::Requested | PayoutState::Arrived(_) | PayoutState::Confirmed(_) => false,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// How far drawn amounts are from uniform over 0.01 to 0.99.
    fn chi_square(amounts: impl Iterator<Item = Amount>) -> f64 {
        let mut counts = [0_u32; 101];
        for amount in amounts {
            counts[usize::try_from(amount.as_fen()).expect("a few fen")] += 1;
        }
        assert_eq!((counts[0], counts[100]), (0, 0));
        assert_eq!(counts.iter().sum::<u32>(), 9_900);
        let square = |count: &u32| (f64::from(*count) - 100.0).powi(2) / 100.0;
        counts[1..100].iter().map(square).sum()
    }

    /// The amounts that a flow is paid, one after the other.
    fn of_one_flow(key: &WorldKey, flow: u128) -> impl Iterator<Item = Amount> {
        (0..).scan(None, move |before, ordinal| {
            *before = Some(drawn_amount(key, AuthFlowId(flow), ordinal, *before));
            *before
        })
    }

    #[test]
    fn an_amount_never_comes_twice_running() {
        let amounts: Vec<_> = of_one_flow(&WorldKey::new(7, "town"), 1).take(9_900).collect();
        assert!(amounts.windows(2).all(|two| two[0] != two[1]));
    }

    #[test]
    fn amounts_are_uniform_over_the_ninety_nine_values() {
        let key = WorldKey::new(7, "town");
        let of_flows = chi_square((0..9_900).map(|flow| drawn_amount(&key, AuthFlowId(flow), 0, None)));
        let of_one_flow = chi_square(of_one_flow(&key, 1).take(9_900));
        for found in [of_flows, of_one_flow] {
            // 98 degrees of freedom: above 148 in one world of a thousand; the key is fixed.
            assert!(found < 148.0, "{found}");
        }
    }

    #[test]
    fn the_same_seed_gives_the_same_amounts_and_nothing_else_does() {
        let drawn = |seed, name: &str, flow| -> Vec<Amount> {
            let key = WorldKey::new(seed, name);
            of_one_flow(&key, flow).take(20).collect()
        };
        let first = drawn(7, "town", 1);
        assert_eq!(drawn(7, "town", 1), first);
        for other in [drawn(8, "town", 1), drawn(7, "city", 1), drawn(7, "town", 2)] {
            assert_ne!(other, first);
        }
    }
}
