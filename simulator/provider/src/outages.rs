//! What fails although the caller did nothing wrong: each service answers until a rule of the world says that it
//! does not.

use crate::draw::WorldKey;
use crate::refusal::Refusal;
use crate::rules::Rules;
use crate::time::Time;

/// Whether the identity service answers (V2).
///
/// # Errors
/// [`Refusal::ServiceFault`] where the rule `service_answers` is off.
pub(crate) fn service(rules: &Rules) -> Result<(), Refusal> {
    if rules.service_answers { Ok(()) } else { Err(Refusal::ServiceFault) }
}

/// Whether accounts are found when one is to be verified (V2).
///
/// # Errors
/// [`Refusal::AccountLookupFailed`] where the rule `account_lookup_answers` is off.
pub(crate) fn account_lookup(rules: &Rules) -> Result<(), Refusal> {
    if rules.account_lookup_answers { Ok(()) } else { Err(Refusal::AccountLookupFailed) }
}

/// Whether signing by the legal representative can be ordered (V2).
///
/// # Errors
/// [`Refusal::SignServiceDown`] where the rule `sign_service_answers` is off.
pub(crate) fn sign_service(rules: &Rules) -> Result<(), Refusal> {
    if rules.sign_service_answers { Ok(()) } else { Err(Refusal::SignServiceDown) }
}

/// Whether the caller's order pays for what he asks for (V2).
///
/// # Errors
/// [`Refusal::BalanceExhausted`] where the rule `order_balance_left` is off.
pub(crate) fn balance(rules: &Rules) -> Result<(), Refusal> {
    if rules.order_balance_left { Ok(()) } else { Err(Refusal::BalanceExhausted) }
}

/// Whether carriers, banks and registers answer a query.
///
/// # Errors
/// [`Refusal::DataSourceDown`] where the rule `data_source_answers` is off, with the id of the query that failed. No
/// query is counted that was not answered, so the id is drawn from the time: queries of one instant share it.
pub(crate) fn data_source(rules: &Rules, key: &WorldKey, at: Time) -> Result<(), Refusal> {
    if rules.data_source_answers {
        return Ok(());
    }
    let [a, b, c, d, ..] = key.bytes("failed query", &at.0.to_be_bytes(), 0);
    Err(Refusal::DataSourceDown { id: u32::from_be_bytes([a, b, c, d]) })
}
