//! 法人快捷认证: the legal representative scans the code with his own Alipay, agrees that his identity is used
//! (同意并授权使用) and shows his face. A stranger's Alipay is turned away and the code stays valid.

use crate::flow::Flow;
use crate::flow::context::Context;
use crate::flow::method::Method;
use crate::flow::method::face::{self, FaceVendor};
use crate::flow::organization::{self, Stage};
use crate::flow::verification;
use crate::refusal::Refusal;

/// Opens the method: issues the check that the code names.
///
/// # Errors
/// [`Refusal::OutOfStep`], [`Refusal::TriesExhausted`] with no face checks left today.
pub fn open(flow: &mut Flow, context: &mut Context<'_>, straight: bool) -> Result<(), Refusal> {
    verification::tries_left(flow, context, Method::Face)?;
    let identity = organization::transactor(flow, context)?;
    let check = face::issue(flow, context, FaceVendor::Alipay, identity, straight);
    organization::proving_mut(flow)?.stage = Stage::AlipayQuick(check);
    Ok(())
}
