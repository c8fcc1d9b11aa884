//! 手机号认证: name, ID number and a number that the carrier keeps for this person.
//!
//! The number must also be proven to be in the person's hands: by the code of 应用授权 if it is the
//! same number, otherwise by a code of its own (`proven_mobile_needs_code` asks always).

use crate::claim::{Identity, PersonClaim};
use crate::flow::Flow;
use crate::flow::context::Context;
use crate::flow::method::Method;
use crate::flow::verification::{self, Proof};
use crate::identity::mobile::Mobile;
use crate::refusal::Refusal;

/// Compares the three factors; a match leads to the code or, for a proven number, to the end.
///
/// # Errors
/// A locked field, no tries left, or a failed comparison.
pub fn submit(
    flow: &mut Flow,
    context: &mut Context<'_>,
    identity: Identity,
    mobile: Mobile,
) -> Result<(), Refusal> {
    let claim = PersonClaim { mobile: Some(mobile), ..PersonClaim::from(&identity) };
    verification::begin(flow, context, Method::Mobile3, claim)?;
    let comparison = context.world.compare_mobile(&identity.name, &identity.document, mobile);
    verification::judge(flow, context, Method::Mobile3, comparison)?;
    let proof = Proof { identity, method: Method::Mobile3, mobile: Some(mobile), bank_card: None };
    verification::prove_mobile(flow, context, proof, mobile);
    Ok(())
}
