//! The caller's side of the wire: what an integrator's program does, and what it keeps of it.
//!
//! - `wire`: one request, one answer, a limit on waiting
//! - `exchange`: what was said, as text and as a curl line
//! - `signature`: our own signer; a judge that shares code with the judged shares its mistakes
//! - `caller`: signed and token calls of one app; `contract`: every reply and notice against `features/contract/`
//! - `record`: everything a case said and heard, for its report

pub(crate) mod caller;
pub(crate) mod contract;
pub(crate) mod exchange;
pub(crate) mod record;
pub(crate) mod signature;
pub(crate) mod wire;
