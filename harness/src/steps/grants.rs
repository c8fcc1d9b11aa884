//! Grants of an organization: what its administrator decides, and taking a grant back.

use cucumber::{given, when};

use crate::actors::desks;
use crate::case::Case;
use crate::organizations::Which;
use crate::roles::Who;
use crate::wrong::Outcome;

/// The administrator approves what the newest flow asks for.
#[when("企业管理员通过授权")]
async fn approve(case: &mut Case) -> Outcome {
    decide(case, true).await
}

/// The administrator refuses it.
#[given("企业管理员拒绝了授权")]
#[when("企业管理员拒绝授权")]
async fn refuse(case: &mut Case) -> Outcome {
    decide(case, false).await
}

async fn decide(case: &mut Case, approves: bool) -> Outcome {
    let flow = case.link()?.flow_id.clone();
    desks::decide_grant(&case.stage().await?.control, &flow, approves).await.map(drop)
}

/// The organization takes back all that it granted to the caller.
#[when(expr = "{which}取消对调用方的授权")]
async fn cancel(case: &mut Case, which: Which) -> Outcome {
    let name = case.organization(which)?.name.clone();
    desks::cancel_grant(&case.stage().await?.control, &name).await.map(drop)
}

/// A person takes back all that he granted to the caller.
#[when(expr = "{who}取消对调用方的授权")]
async fn cancel_own(case: &mut Case, who: Who) -> Outcome {
    let name = case.person(who)?.name.clone();
    desks::cancel_grant(&case.stage().await?.control, &name).await.map(drop)
}
