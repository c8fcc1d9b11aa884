//! 银行卡认证: name, ID number, card number and the mobile number kept at the bank (预留手机号).
//!
//! As with 手机号认证 the number must be in the person's hands.

use crate::claim::{Identity, PersonClaim};
use crate::flow::Flow;
use crate::flow::context::Context;
use crate::flow::method::Method;
use crate::flow::verification::{self, Proof};
use crate::identity::bank_card::BankCardNum;
use crate::identity::mobile::Mobile;
use crate::refusal::Refusal;

/// Compares the four factors; a match leads to the code or, for a proven number, to the end.
///
/// # Errors
/// A locked field, no tries left, or a failed comparison.
pub fn submit(
    flow: &mut Flow,
    context: &mut Context<'_>,
    identity: Identity,
    bank_card: BankCardNum,
    mobile: Mobile,
) -> Result<(), Refusal> {
    let claim =
        PersonClaim { mobile: Some(mobile), bank_card: Some(bank_card), ..PersonClaim::from(&identity) };
    verification::begin(flow, context, Method::Bankcard4, claim)?;
    let comparison = context.world.compare_bank_card(&identity.name, &identity.document, bank_card, mobile);
    verification::judge(flow, context, Method::Bankcard4, comparison)?;
    let proof =
        Proof { identity, method: Method::Bankcard4, mobile: Some(mobile), bank_card: Some(bank_card) };
    verification::prove_mobile(flow, context, proof, mobile);
    Ok(())
}
