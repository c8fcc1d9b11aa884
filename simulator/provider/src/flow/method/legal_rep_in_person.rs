//! 法定代表人认证: the transactor, who is the legal representative, proves himself afresh by face or by phone
//! number, under his verified identity and no other.

use serde::{Deserialize, Serialize};

use crate::claim::{Field, Identity, PersonClaim};
use crate::flow::Flow;
use crate::flow::context::Context;
use crate::flow::method::{Method, OrgProof};
use crate::flow::organization::{self, Stage};
use crate::flow::verification::{Step, Verification};
use crate::refusal::Refusal;

/// The ways to prove himself (manual: 法定代表人认证).
pub const METHODS: [Method; 2] = [Method::Face, Method::Mobile3];
/// What he may not change.
pub const LOCKED: [Field; 2] = [Field::Name, Field::Document];

/// The proof under way.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct FreshProof {
    /// Whose proof it must be.
    pub identity: Identity,
    /// How far it has come.
    pub verification: Verification,
}

/// Opens the method.
///
/// # Errors
/// [`Refusal::OutOfStep`].
pub fn open(flow: &mut Flow, context: &Context<'_>) -> Result<(), Refusal> {
    let identity = organization::transactor(flow, context)?;
    let typed = PersonClaim::from(&identity);
    let verification = Verification { typed, step: Step::Choosing };
    organization::proving_mut(flow)?.stage = Stage::LegalRepInPerson(FreshProof { identity, verification });
    Ok(())
}

/// The fresh proof was given: the organization is verified. What is recorded depends on whether the
/// transactor's own verification happened in this flow (`Unknown:` the documents name both kinds without
/// saying when which; see `OrgProof`).
pub fn pass(flow: &mut Flow, context: &mut Context<'_>) {
    let proof = match organization::transactor_verified_here(flow) {
        true => OrgProof::LegalRep,
        false => OrgProof::LegalRepWillingness,
    };
    organization::pass(flow, context, proof);
}
