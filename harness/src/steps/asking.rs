//! How an integrator's program asks for a link: the usual bodies, the call, and what is kept of the reply.

use serde_json::{Value, json};

use crate::case::{Case, Link};
use crate::client::exchange::Reply;
use crate::organizations::Which;
use crate::roles::Who;
use crate::steps::fields;
use crate::wrong::Outcome;

/// Where links are asked for.
pub(crate) const PERSON_LINK: &str = "/v3/psn-auth-url";
/// Where links for organizations are asked for.
pub(crate) const ORGANIZATION_LINK: &str = "/v3/org-auth-url";

/// A plain body for a person, with redirect and receiver.
pub(crate) fn usual_order(case: &Case, who: Who) -> Outcome<Value> {
    Ok(json!({
        "psnAuthConfig": {"psnAccount": case.person(who)?.account},
        "redirectConfig": {"redirectUrl": case.expand("{跳转地址}")?},
        "notifyUrl": case.expand("{接收地址}")?,
    }))
}

/// A plain body for an organization and its transactor, with redirect and receiver.
pub(crate) fn usual_organization_order(case: &Case, (which, who): (Which, Who)) -> Outcome<Value> {
    Ok(json!({
        "orgAuthConfig": {
            "orgName": case.organization(which)?.name,
            "transactorInfo": {"psnAccount": case.person(who)?.account},
        },
        "redirectConfig": {"redirectUrl": case.expand("{跳转地址}")?},
        "notifyUrl": case.expand("{接收地址}")?,
    }))
}

/// Posts a body, which a later step may change and post again.
pub(crate) async fn send(case: &mut Case, path: &'static str, order: Value) -> Outcome {
    let caller = case.stage().await?.caller.clone();
    let reply = caller.call("POST", path, Some(&order)).await?;
    case.order = (path, order);
    remember(case, reply)
}

/// Keeps a reply, and the link in it if there is one.
pub(crate) fn remember(case: &mut Case, reply: Reply) -> Outcome {
    let body = reply.json().unwrap_or_default();
    if let (Some(flow_id), Some(long), Some(short)) = (
        body["data"]["authFlowId"].as_str(),
        body["data"]["authUrl"].as_str(),
        body["data"]["authShortUrl"].as_str(),
    ) {
        case.links.push(Link { flow_id: flow_id.to_owned(), long: long.to_owned(), short: short.to_owned() });
    }
    case.reply = Some(reply);
    Ok(())
}

/// Asks for a plain link without a receiver, to bring a person somewhere before the case.
pub(crate) async fn ask_quietly(case: &mut Case, who: Who) -> Outcome {
    case.stage().await?;
    let mut order = usual_order(case, who)?;
    fields::set(&mut order, "notifyUrl", "缺")?;
    send(case, PERSON_LINK, order).await?;
    case.link().map(|_| ())
}

/// Asks for a plain link without a receiver, to have an organization verified before the case.
pub(crate) async fn ask_quietly_for(case: &mut Case, which: Which, who: Who) -> Outcome {
    case.stage().await?;
    let mut order = usual_organization_order(case, (which, who))?;
    fields::set(&mut order, "notifyUrl", "缺")?;
    send(case, ORGANIZATION_LINK, order).await?;
    case.link().map(|_| ())
}
