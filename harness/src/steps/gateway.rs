//! Requests with something changed, and the gateway's refusals.

use cucumber::gherkin::Step;
use cucumber::{given, then, when};
use serde_json::json;

use crate::case::Case;
use crate::client::caller::Draft;
use crate::steps::asking::PERSON_LINK;
use crate::steps::{drafting, fields};
use crate::wrong::{Outcome, equal, holds};

/// A flow that nobody opened: the path of a request that is about the gateway only.
const NO_FLOW: &str = "/v3/auth-flow/OF-00000000000000000000000000000000";

/// A signed GET with changes; unchanged it is answered with 1450007.
#[when("调用方发出查询请求")]
#[when("调用方发出查询请求，其中")]
async fn query(case: &mut Case, step: &Step) -> Outcome {
    case.stage().await?;
    send(case, step, Draft::new("GET", NO_FLOW, None)).await
}

/// A signed POST for a link with changes; unchanged it succeeds.
#[when("调用方发出提交请求")]
#[when("调用方发出提交请求，其中")]
async fn submit(case: &mut Case, step: &Step) -> Outcome {
    case.stage().await?;
    send(case, step, Draft::new("POST", PERSON_LINK, Some(&json!({"psnAuthConfig": {}})))).await
}

async fn send(case: &mut Case, step: &Step, mut draft: Draft) -> Outcome {
    for (what, value) in fields::rows(case, step)? {
        drafting::change(&mut draft, &what, &value)?;
    }
    let caller = case.stage().await?.caller.clone();
    let reply = caller.send_draft(&draft).await?;
    case.reply = Some(reply);
    Ok(())
}

/// A request without a single header of the gateway.
#[when(expr = "调用方不带任何签名头请求{string}")]
async fn bare(case: &mut Case, path: String) -> Outcome {
    let path = case.expand(&path)?;
    let caller = case.stage().await?.caller.clone();
    let reply = caller.bare("GET", &path, &[]).await?;
    case.reply = Some(reply);
    Ok(())
}

/// HTTP 401 in the gateway's own envelope, with that message.
#[then(expr = "网关拒绝{string}")]
async fn refused(case: &mut Case, message: String) -> Outcome {
    let reply = case.reply()?;
    equal("the HTTP status", 401, reply.status)?;
    let body = reply.json().unwrap_or_default();
    holds(
        body == json!({"success": false, "code": 401, "message": message}),
        "the gateway's reply",
        message,
        &body,
    )
}

/// Any HTTP status.
#[then(expr = "HTTP状态码是{int}")]
async fn status_is(case: &mut Case, status: u16) -> Outcome {
    equal("the HTTP status", status, case.reply()?.status)
}

/// Fields of the whole reply, whatever its envelope.
#[then("返回内容为")]
async fn reply_is(case: &mut Case, step: &Step) -> Outcome {
    let rows = fields::rows(case, step)?;
    let body = case.reply()?.json().unwrap_or_default();
    fields::expect("the reply", &body, &rows)
}

/// The world as the case left it, for cases that begin with nothing but an app.
#[given("一个已开通的应用")]
async fn an_app(case: &mut Case) -> Outcome {
    case.stage().await.map(|_| ())
}
