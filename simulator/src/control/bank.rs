//! The bank: an account's statement, and somebody who pays.

use std::sync::Arc;

use hyper::StatusCode;
use realname_provider::identity::amount::Amount;
use realname_provider::identity::corporate_account::CorporateAccountNum;
use realname_provider::input::{Happening, Input, PayIn};
use realname_provider::world::ledger::{Direction, StatementLine};
use realname_provider::world::payment::PayRefused;
use serde::{Deserialize, Serialize};

use crate::control::error::ControlError;
use crate::control::list::{self, Items, Query, Slice};
use crate::control::{json, ok, respond, world_of};
use crate::engine::world::World;
use crate::visit::{Answer, Visit};

#[derive(Serialize)]
struct LineItem<'a> {
    id: u64,
    at: String,
    direction: &'static str,
    counterparty: &'a str,
    counterparty_account: &'a str,
    amount: String,
    remark: &'a str,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct PaymentOrder {
    from: String,
    from_name: String,
    to: String,
    amount: String,
    #[serde(default)]
    remark: String,
}

/// `GET /_control/v1/worlds/{w}/bank/accounts/{number}/statement`.
pub fn statement(visit: Visit) -> Answer {
    respond(async move {
        let world = world_of(&visit)?;
        let number = account(visit.parameter("number"), "number")?;
        let query = Query::read(&visit.request, &[])?;
        let read = |after: u64| {
            world.ask(|reading| {
                let lines = reading.world().statement(&number, after);
                let items = lines.map(|line| list::Item::new(line.id, &item(line))).collect();
                let end = reading.world().statement(&number, 0).last().map_or(0, |line| line.id);
                Slice { items, end, evicted: reading.world().statement_evicted(&number) }
            })
        };
        let found = list::find(&query, world.changes(), Items::Fixed, || world.is_closed(), read).await;
        Ok(found.reply().about(&world))
    })
}

/// `POST /_control/v1/worlds/{w}/bank/payments`.
pub fn pay(visit: Visit) -> Answer {
    respond(async move {
        let world = world_of(&visit)?;
        let PaymentOrder { from, from_name, to, amount, remark } = json::read(&visit.request)?;
        let amount: Amount =
            amount.parse().map_err(|error| ControlError::bad_value(format!("{error}")).at("amount"))?;
        account(&from, "from")?;
        account(&to, "to")?;
        let pay_in = PayIn {
            from: from.as_str().into(),
            from_name: from_name.into(),
            to: to.into(),
            amount,
            remark: remark.into(),
        };
        try_to_pay(&world, &pay_in).map_err(|error| refused(&error, &from))?;
        world.submit(Input::Happen(Happening::PaidIn(Box::new(pay_in)))).await?;
        let number = account(&from, "from")?;
        let reply = world
            .ask(|reading| reading.world().statement(&number, 0).last().map(|line| ok(&world, &item(line))));
        reply.ok_or_else(|| ControlError::internal("the payment is not on the statement"))
    })
}

/// Whether the bank would take a payment. Tried on a copy, which shares what it does not change: only there
/// the kind of mistake is told.
///
/// # Errors
/// [`PayRefused`].
pub fn try_to_pay(world: &Arc<World>, pay_in: &PayIn) -> Result<(), PayRefused> {
    let PayIn { from, from_name, to, amount, remark } = pay_in;
    let tried =
        world.ask(|reading| reading.world().clone().pay(reading.at(), from, from_name, to, *amount, remark));
    tried.map(|_| ())
}

fn account(text: &str, path: &str) -> Result<CorporateAccountNum, ControlError> {
    text.parse().map_err(|error| ControlError::bad_value(format!("{error}")).at(path))
}

fn refused(refused: &PayRefused, from: &str) -> ControlError {
    let message = refused.to_string();
    let conflict = |message: String| ControlError::new(StatusCode::CONFLICT, "payment_refused", message);
    match refused {
        PayRefused::Number { .. } => ControlError::bad_value(message).at("to"),
        PayRefused::NoAccount { number } => {
            let path = if number.as_str() == from { "from" } else { "to" };
            ControlError::not_found(message).at(path).hint("GET …/organizations lists accounts")
        }
        PayRefused::Name { holder, .. } => conflict(message).at("from_name").hint(format!("say `{holder}`")),
        PayRefused::NoName { .. } => ControlError::bad_value(message).at("from_name"),
        PayRefused::Nothing => ControlError::bad_value(message).at("amount").hint("such as 0.01"),
        PayRefused::SameAccount => ControlError::bad_value(message).at("to"),
        PayRefused::Remark { .. } => ControlError::bad_value(message).at("remark"),
        PayRefused::Balance { balance, .. } => {
            conflict(message).at("amount").hint(format!("at most {balance}"))
        }
    }
}

fn item(line: &StatementLine) -> LineItem<'_> {
    LineItem {
        id: line.id,
        at: line.at.to_string(),
        direction: match line.direction {
            Direction::In => "in",
            Direction::Out => "out",
        },
        counterparty: &line.counterparty_name,
        counterparty_account: &line.counterparty_account,
        amount: line.amount.to_string(),
        remark: &line.remark,
    }
}
