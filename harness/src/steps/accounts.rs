//! The accounts that an integrator's program keeps of its users (V2).

use cucumber::gherkin::Step;
use cucumber::{given, when};
use serde_json::{Value, json};

use crate::case::Case;
use crate::organizations::Which;
use crate::roles::Who;
use crate::steps::fields;
use crate::wrong::{Outcome, Wrong};

/// An account of a person, under the program's own id A001 or A002; a table changes the usual body.
#[given(expr = "调用方为{who}创建了账号")]
#[when(expr = "调用方为{who}创建账号")]
async fn of_person(case: &mut Case, step: &Step, who: Who) -> Outcome {
    case.stage().await?;
    let person = case.person(who)?;
    let order = json!({
        "thirdPartyUserId": match who { Who::He => "A001", Who::Other => "A002" },
        "name": person.name,
        "idType": person.document_type,
        "idNumber": person.document,
        "mobile": person.mobile,
    });
    open(case, step, "/v1/accounts/createByThirdPartyUserId", order).await
}

/// An account of an organization, under the program's own id B001 or B002; a table changes the usual body.
#[given(expr = "调用方为{which}创建了账号")]
#[when(expr = "调用方为{which}创建账号")]
async fn of_organization(case: &mut Case, step: &Step, which: Which) -> Outcome {
    case.stage().await?;
    let organization = case.organization(which)?;
    let order = json!({
        "thirdPartyUserId": match which { Which::First => "B001", Which::Second => "B002" },
        "name": organization.name,
        "idType": organization.code_type,
        "idNumber": organization.code,
        "orgLegalName": organization.legal_rep,
        "orgLegalIdNumber": organization.legal_rep_document,
    });
    open(case, step, "/v1/organizations/createByThirdPartyUserId", order).await
}

/// The same by the historical call, created by the person whose account was opened last.
#[when(expr = "调用方用历史接口为{which}创建账号")]
async fn by_document(case: &mut Case, step: &Step, which: Which) -> Outcome {
    let creator = case.expand("{账号ID}")?;
    let organization = case.organization(which)?;
    let order = json!({
        "creator": creator,
        "name": organization.name,
        "idType": organization.code_type,
        "idNumber": organization.code,
    });
    open(case, step, "/v1/organizations", order).await
}

/// Any call; the table is its body.
#[when(expr = "调用方以{word}请求{string}")]
async fn any_call(case: &mut Case, step: &Step, method: String, path: String) -> Outcome {
    let caller = case.stage().await?.caller.clone();
    let path = case.expand(&path)?;
    let mut body = json!({});
    for (name, cell) in fields::rows(case, step)? {
        fields::set(&mut body, &name, &cell)?;
    }
    let body = Some(body).filter(|_| step.table.is_some());
    case.reply = Some(caller.call(&method, &path, body.as_ref()).await?);
    Ok(())
}

/// The same again and again; the last answer counts.
#[when(expr = "调用方连续{int}次以{word}请求{string}")]
async fn any_calls(case: &mut Case, step: &Step, times: u32, method: String, path: String) -> Outcome {
    for _ in 0..times {
        any_call(case, step, method.clone(), path.clone()).await?;
    }
    Ok(())
}

/// The other app of the world asks.
#[when(expr = "另一个应用查询{string}")]
async fn by_other_app(case: &mut Case, path: String) -> Outcome {
    let caller = case.stage().await?.other_caller.clone();
    let caller = caller.ok_or_else(|| Wrong::misused("there is one app only; say 假如 还有另一个应用"))?;
    let path = case.expand(&path)?;
    case.reply = Some(caller.call("GET", &path, None).await?);
    Ok(())
}

/// Opens an account and keeps its id as `{账号ID}` or `{企业账号}`; the one before it as `{原账号ID}`.
async fn open(case: &mut Case, step: &Step, path: &str, mut order: Value) -> Outcome {
    for (name, cell) in fields::rows(case, step)? {
        fields::set(&mut order, &name, &cell)?;
    }
    let caller = case.stage().await?.caller.clone();
    let reply = caller.call("POST", path, Some(&order)).await?;
    let body = reply.json().unwrap_or_default();
    case.reply = Some(reply);
    // The historical call tells its account as both; it is the organization's.
    let told = [("orgId", "企业账号"), ("accountId", "账号ID")]
        .into_iter()
        .find_map(|(field, name)| body["data"][field].as_str().map(|id| (id.to_owned(), name)));
    if let (Some((id, name)), true) = (told, body["code"] == 0)
        && let Some(before) = case.kept.insert(name.to_owned(), id)
    {
        case.kept.insert("原账号ID".to_owned(), before);
    }
    Ok(())
}
