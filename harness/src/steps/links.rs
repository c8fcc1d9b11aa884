//! Asking for a link: what an integrator's program posts.

use cucumber::gherkin::Step;
use cucumber::{given, then, when};
use serde_json::{Value, json};

use crate::case::Case;
use crate::organizations::Which;
use crate::roles::Who;
use crate::steps::asking::{self, ORGANIZATION_LINK, PERSON_LINK};
use crate::steps::{fields, people};
use crate::wrong::{Outcome, Wrong, holds};

/// A link in real-name mode for a person's account, with receiver and redirect; a table changes fields.
#[given(expr = "调用方为{who}申请了实名链接")]
#[when(expr = "调用方为{who}申请实名链接")]
async fn real_name_link(case: &mut Case, step: &Step, who: Who) -> Outcome {
    ask(case, step, who, None).await
}

/// A link in authorize mode, scopes separated by commas.
#[given(expr = "调用方为{who}申请了授权链接，权限为{string}")]
#[when(expr = "调用方为{who}申请授权链接，权限为{string}")]
async fn authorize_link(case: &mut Case, step: &Step, who: Who, scopes: String) -> Outcome {
    ask(case, step, who, Some(&scopes)).await
}

/// The same body again.
#[when("调用方用同样的参数再申请一次")]
async fn same_again(case: &mut Case) -> Outcome {
    let (path, order) = case.order.clone();
    asking::send(case, path, order).await
}

/// The same body with some fields changed.
#[when("调用方改动参数再申请一次")]
async fn changed_again(case: &mut Case, step: &Step) -> Outcome {
    let (path, mut order) = case.order.clone();
    change(case, step, &mut order)?;
    asking::send(case, path, order).await
}

/// A body as it stands in the feature, to the byte.
#[when("调用方申请链接，请求体为")]
async fn raw_body(case: &mut Case, step: &Step) -> Outcome {
    send_raw(case, step, PERSON_LINK).await
}

/// A body for an organization's link as it stands in the feature, to the byte.
#[when("调用方申请企业链接，请求体为")]
async fn raw_organization_body(case: &mut Case, step: &Step) -> Outcome {
    send_raw(case, step, ORGANIZATION_LINK).await
}

async fn send_raw(case: &mut Case, step: &Step, path: &'static str) -> Outcome {
    people::verify_beforehand(case).await?;
    let text = step.docstring.as_deref().unwrap_or_default().trim().to_owned();
    let text = case.expand(&text)?;
    let caller = case.stage().await?.caller.clone();
    let mut draft = crate::client::caller::Draft::new("POST", path, None);
    draft.body = Some(text.into());
    let reply = caller.send_draft(&draft).await?;
    asking::remember(case, reply)
}

/// The two newest links are of one flow.
#[then("两次得到同一个流程号")]
async fn same_flow(case: &mut Case) -> Outcome {
    let (first, second) = last_two(case)?;
    crate::wrong::equal("the second flow id", first, second)
}

/// The two newest links are of two flows.
#[then("两次得到不同的流程号")]
async fn other_flow(case: &mut Case) -> Outcome {
    let (first, second) = last_two(case)?;
    holds(first != second, "the second flow id", format!("another than {first}"), &second)
}

fn last_two(case: &Case) -> Outcome<(String, String)> {
    match case.links.as_slice() {
        [.., first, second] => Ok((first.flow_id.clone(), second.flow_id.clone())),
        _ => Err(Wrong::misused("fewer than two links")),
    }
}

async fn ask(case: &mut Case, step: &Step, who: Who, scopes: Option<&str>) -> Outcome {
    people::verify_beforehand(case).await?;
    case.stage().await?;
    let mut order = asking::usual_order(case, who)?;
    authorize(&mut order, scopes);
    change(case, step, &mut order)?;
    asking::send(case, PERSON_LINK, order).await
}

fn authorize(order: &mut Value, scopes: Option<&str>) {
    let Some(scopes) = scopes else { return };
    let scopes: Vec<_> = scopes.split(',').map(str::trim).filter(|scope| !scope.is_empty()).collect();
    order["authorizeConfig"] = json!({"authorizedScopes": scopes});
}

/// A link in real-name mode for an organization and its transactor, with receiver and redirect; a table changes fields.
#[given(expr = "调用方为{which}申请了实名链接，经办人是{who}")]
#[when(expr = "调用方为{which}申请实名链接，经办人是{who}")]
async fn organization_real_name_link(case: &mut Case, step: &Step, which: Which, who: Who) -> Outcome {
    ask_for(case, step, (which, who), None).await
}

/// A link in authorize mode, scopes separated by commas.
#[given(expr = "调用方为{which}申请了授权链接，经办人是{who}，权限为{string}")]
async fn organization_authorize_link(
    case: &mut Case,
    step: &Step,
    which: Which,
    who: Who,
    scopes: String,
) -> Outcome {
    ask_for(case, step, (which, who), Some(&scopes)).await
}

async fn ask_for(case: &mut Case, step: &Step, whose: (Which, Who), scopes: Option<&str>) -> Outcome {
    people::verify_beforehand(case).await?;
    case.stage().await?;
    let mut order = asking::usual_organization_order(case, whose)?;
    authorize(&mut order, scopes);
    change(case, step, &mut order)?;
    asking::send(case, ORGANIZATION_LINK, order).await
}

fn change(case: &Case, step: &Step, order: &mut Value) -> Outcome {
    for (name, cell) in fields::rows(case, step)? {
        fields::set(order, &name, &cell)?;
    }
    Ok(())
}
