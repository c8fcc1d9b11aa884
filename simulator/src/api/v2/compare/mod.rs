//! 信息比对: what callers state is compared with the registers, and that is all. Parts that do not agree are told by a
//! code, together with the id that a success has.
//!
//! - `person`: two factors, the carriers', the banks'; `organization`: two, three or four factors.

pub mod organization;
pub mod person;

use realname_provider::compare::{Compare, Finding};
use realname_provider::input::{Call, Input, Outcome};
use serde::Serialize;

use crate::api::v2::body::Malformed;
use crate::api::v2::refusal::{self, Wording};
use crate::visit::{Caller, Visit};

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Verified {
    verify_id: String,
}

/// Has something compared.
async fn submit(
    visit: &Visit,
    app: &Caller,
    compare: Result<Compare, Malformed>,
) -> Result<Finding, Wording> {
    let compare = Box::new(compare.map_err(|malformed| malformed.0)?);
    let call = Call::Compare { app: app.id.clone(), compare };
    match visit.submit(&app.world, Input::Call(call)).await {
        Ok(Outcome::Compared(finding)) => Ok(finding),
        Ok(_) => Err((refusal::FAULT, "操作出错,请联系服务人员处理".into())),
        Err(refusal) => Err(refusal::wording(&refusal)),
    }
}
