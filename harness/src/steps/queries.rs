//! Asking the API about people and flows, and looking at what it answered.

use cucumber::gherkin::Step;
use cucumber::{given, then, when};
use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};
use serde_json::Value;

use crate::case::Case;
use crate::client::exchange::Reply;
use crate::organizations::Which;
use crate::roles::Who;
use crate::steps::{fields, people};
use crate::wrong::{Outcome, Wrong, equal, holds};

/// The newest flow in full.
#[when("调用方查询流程详情")]
async fn flow(case: &mut Case) -> Outcome {
    let path = format!("/v3/auth-flow/{}", case.link()?.flow_id);
    get(case, &path).await
}

/// Any path, placeholders filled and encoded by the feature.
#[when(expr = "调用方查询{string}")]
async fn any_path(case: &mut Case, path: String) -> Outcome {
    case.stage().await?;
    let path = case.expand(&path)?;
    get(case, &path).await
}

/// A part of the last answer is kept under a name: `{name}` stands for it from now on.
#[when(expr = "调用方把返回的{word}记作{word}")]
async fn keep(case: &mut Case, field: String, name: String) -> Outcome {
    let body = case.reply()?.json().unwrap_or_default();
    let value = fields::get(&body["data"], &field).and_then(Value::as_str).map(str::to_owned);
    let value = value.ok_or_else(|| Wrong::unlike(&field, "a text", &body))?;
    case.kept.insert(name, value);
    Ok(())
}

/// A person's identity by his account.
#[when(expr = "调用方查询{who}的认证信息")]
async fn identity(case: &mut Case, who: Who) -> Outcome {
    people::verify_beforehand(case).await?;
    let account = case.person(who)?.account.clone();
    get(case, &format!("/v3/persons/identity-info?psnAccount={}", encoded(&account))).await
}

/// A person's identity by his document.
#[when(expr = "调用方按证件号查询{who}的认证信息")]
async fn identity_by_document(case: &mut Case, who: Who) -> Outcome {
    people::verify_beforehand(case).await?;
    let person = case.person(who)?;
    let path = format!(
        "/v3/persons/identity-info?psnIDCardNum={}&psnIDCardType={}",
        encoded(&person.document),
        person.document_type
    );
    get(case, &path).await
}

/// A person's identity by his account id, which is asked for first.
#[when(expr = "调用方按个人账号ID查询{who}的认证信息")]
async fn identity_by_id(case: &mut Case, who: Who) -> Outcome {
    let id = psn_id(case, who).await?;
    get(case, &format!("/v3/persons/identity-info?psnId={id}")).await
}

/// A person's grants, by his account id, which is asked for first.
#[when(expr = "调用方查询{who}的授权信息")]
async fn grants(case: &mut Case, who: Who) -> Outcome {
    let id = psn_id(case, who).await?;
    get(case, &format!("/v3/persons/{id}/authorized-info")).await
}

/// Keeps a person's account id as `{个人账号ID}`.
#[given(expr = "调用方知道{who}的个人账号ID")]
async fn keep_id(case: &mut Case, who: Who) -> Outcome {
    psn_id(case, who).await.map(|_| ())
}

async fn psn_id(case: &mut Case, who: Who) -> Outcome<String> {
    identity(case, who).await?;
    let body = body(case)?;
    let id = body["data"]["psnId"].as_str().unwrap_or_default().to_owned();
    holds(!id.is_empty(), "identity-info", "a psnId", &body)?;
    case.kept.insert("个人账号ID".to_owned(), id.clone());
    Ok(id)
}

/// An organization's identity by its name.
#[when(expr = "调用方查询{which}的认证信息")]
async fn organization_identity(case: &mut Case, which: Which) -> Outcome {
    let name = encoded(&case.organization(which)?.name);
    get(case, &format!("/v3/organizations/identity-info?orgName={name}")).await
}

/// An organization's identity by its code.
#[when(expr = "调用方按证件号查询{which}的认证信息")]
async fn organization_identity_by_code(case: &mut Case, which: Which) -> Outcome {
    let organization = case.organization(which)?;
    let (code, kind) = (&organization.code, &organization.code_type);
    let path = format!("/v3/organizations/identity-info?orgIDCardNum={code}&orgIDCardType={kind}");
    get(case, &path).await
}

/// An organization's identity by its account id, which is asked for first.
#[when(expr = "调用方按企业账号ID查询{which}的认证信息")]
async fn organization_identity_by_id(case: &mut Case, which: Which) -> Outcome {
    let id = org_id(case, which).await?;
    get(case, &format!("/v3/organizations/identity-info?orgId={id}")).await
}

/// An organization's grants, by its account id, which is asked for first.
#[when(expr = "调用方查询{which}的授权信息")]
async fn organization_grants(case: &mut Case, which: Which) -> Outcome {
    let id = org_id(case, which).await?;
    get(case, &format!("/v3/organizations/{id}/authorized-info")).await
}

/// Keeps an organization's account id as `{企业账号ID}`.
#[given(expr = "调用方知道{which}的企业账号ID")]
async fn keep_organization_id(case: &mut Case, which: Which) -> Outcome {
    org_id(case, which).await.map(|_| ())
}

async fn org_id(case: &mut Case, which: Which) -> Outcome<String> {
    organization_identity(case, which).await?;
    let body = body(case)?;
    let id = body["data"]["orgId"].as_str().unwrap_or_default().to_owned();
    holds(!id.is_empty(), "identity-info", "an orgId", &body)?;
    case.kept.insert("企业账号ID".to_owned(), id.clone());
    Ok(id)
}

/// The other app of the world asks for an organization's identity.
#[when(expr = "另一个应用查询{which}的认证信息")]
async fn organization_identity_by_other_app(case: &mut Case, which: Which) -> Outcome {
    let name = encoded(&case.organization(which)?.name);
    get_by_other_app(case, &format!("/v3/organizations/identity-info?orgName={name}")).await
}

/// The other app of the world asks for the newest flow.
#[when("另一个应用查询流程详情")]
async fn flow_by_other_app(case: &mut Case) -> Outcome {
    let path = format!("/v3/auth-flow/{}", case.link()?.flow_id);
    get_by_other_app(case, &path).await
}

/// The other app of the world asks for a person's identity.
#[when(expr = "另一个应用查询{who}的认证信息")]
async fn identity_by_other_app(case: &mut Case, who: Who) -> Outcome {
    let path = format!("/v3/persons/identity-info?psnAccount={}", encoded(&case.person(who)?.account));
    get_by_other_app(case, &path).await
}

async fn get_by_other_app(case: &mut Case, path: &str) -> Outcome {
    let caller = case.stage().await?.other_caller.clone();
    let caller = caller.ok_or_else(|| Wrong::misused("there is one app only; say 假如 还有另一个应用"))?;
    let reply = caller.call("GET", path, None).await?;
    case.reply = Some(reply);
    Ok(())
}

async fn get(case: &mut Case, path: &str) -> Outcome {
    let caller = case.stage().await?.caller.clone();
    let reply = caller.call("GET", path, None).await?;
    case.reply = Some(reply);
    Ok(())
}

fn encoded(text: &str) -> String {
    utf8_percent_encode(text, NON_ALPHANUMERIC).to_string()
}

/// HTTP 200 and code 0.
#[then("调用成功")]
async fn succeeded(case: &mut Case) -> Outcome {
    expect_code(case.reply()?, 0)
}

/// HTTP 200 and a documented code: business failures are not HTTP's matter.
#[then(expr = "错误码是{int}")]
async fn failed_with(case: &mut Case, code: i64) -> Outcome {
    expect_code(case.reply()?, code)
}

/// A failure whose number the documents do not give.
#[then("调用失败")]
async fn failed_somehow(case: &mut Case) -> Outcome {
    let reply = case.reply()?;
    equal("the HTTP status", 200, reply.status)?;
    let code = reply.json().unwrap_or_default()["code"].as_i64();
    holds(code.is_some_and(|code| code != 0), "the reply", "a code other than 0", reply.text())
}

fn expect_code(reply: &Reply, code: i64) -> Outcome {
    equal("the HTTP status", 200, reply.status)?;
    let found = reply.json().unwrap_or_default()["code"].as_i64();
    holds(found == Some(code), "the reply's code", code, reply.text())
}

/// The reply's message holds a text. Only cases under @strict pin wording.
#[then(expr = "错误信息包含{string}")]
async fn message_holds(case: &mut Case, text: String) -> Outcome {
    let text = case.expand(&text)?;
    let message = body(case)?["message"].as_str().unwrap_or_default().to_owned();
    holds(message.contains(&text), "the reply's message", &text, &message)
}

/// Fields of `data`.
#[then("返回数据为")]
async fn data_is(case: &mut Case, step: &Step) -> Outcome {
    let rows = fields::rows(case, step)?;
    fields::expect("data", &body(case)?["data"], &rows)
}

/// The scopes of `data.authorizedInfo`, in any order.
#[then(expr = "返回的授权范围是{string}")]
async fn scopes_are(case: &mut Case, scopes: String) -> Outcome {
    let body = body(case)?;
    let list = body["data"]["authorizedInfo"].as_array().cloned().unwrap_or_default();
    let mut found: Vec<_> = list.iter().filter_map(|grant| grant["authorizedScope"].as_str()).collect();
    found.sort_unstable();
    let mut wanted: Vec<_> = scopes.split(',').map(str::trim).filter(|scope| !scope.is_empty()).collect();
    wanted.sort_unstable();
    equal("the granted scopes", wanted.join(","), found.join(","))
}

/// Each grant lasts that many days.
#[then(expr = "每项授权的期限是{int}天")]
async fn grants_last(case: &mut Case, days: i64) -> Outcome {
    let body = body(case)?;
    let list = body["data"]["authorizedInfo"].as_array().cloned().unwrap_or_default();
    holds(!list.is_empty(), "the grants", "at least one", &body)?;
    for grant in list {
        let milliseconds = grant["expireTime"].as_i64().unwrap_or_default()
            - grant["effectiveTime"].as_i64().unwrap_or_default();
        equal("expireTime - effectiveTime", days * 86_400_000, milliseconds)?;
    }
    Ok(())
}

/// The reply's body.
pub(crate) fn body(case: &Case) -> Outcome<Value> {
    let reply = case.reply()?;
    reply.json().ok_or_else(|| Wrong::unlike("the reply", "JSON", reply.text()))
}
