//! V2: verifications by calls, and links to pages that nobody logs in to.

use std::str::FromStr;

use cucumber::gherkin::Step;
use cucumber::{Parameter, given, then, when};
use serde_json::{Value, json};

use crate::actors::bank::{self, Payment};
use crate::actors::phone::{self, Address};
use crate::case::{Case, Device, Link};
use crate::organizations::Which;
use crate::roles::Who;
use crate::steps::{fields, notices, people};
use crate::wrong::{Outcome, Wrong, equal, holds};

/// How a verification begins.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Parameter)]
#[param(name = "check", regex = "运营商三要素|银行卡四要素|刷脸|页面|企业三要素|企业四要素|企业页面")]
pub(crate) enum Check {
    Telecom,
    Bank,
    Face,
    Page,
    ThreeFactors,
    FourFactors,
    OrganizationPage,
}

impl FromStr for Check {
    type Err = String;
    fn from_str(text: &str) -> Result<Self, String> {
        Ok(match text {
            "运营商三要素" => Self::Telecom,
            "银行卡四要素" => Self::Bank,
            "刷脸" => Self::Face,
            "页面" => Self::Page,
            "企业三要素" => Self::ThreeFactors,
            "企业四要素" => Self::FourFactors,
            "企业页面" => Self::OrganizationPage,
            _ => return Err(format!("{text} begins nothing")),
        })
    }
}

impl Check {
    fn path(self) -> &'static str {
        match self {
            Self::Telecom => "/v2/identity/auth/api/individual/telecom3Factors",
            Self::Bank => "/v2/identity/auth/api/individual/bankCard4Factors",
            Self::Face => "/v2/identity/auth/api/individual/face",
            Self::Page => "/v2/identity/auth/web/indivAuthUrl",
            Self::ThreeFactors => "/v2/identity/auth/api/organization/threeFactors",
            Self::FourFactors => "/v2/identity/auth/api/organization/enterprise/fourFactors",
            Self::OrganizationPage => "/v2/identity/auth/web/orgAuthUrl",
        }
    }

    /// The call that takes the account opened last instead of what it states.
    fn path_of_account(self) -> &'static str {
        match self {
            Self::Telecom => "/v2/identity/auth/api/individual/{账号ID}/telecom3Factors",
            Self::Bank => "/v2/identity/auth/api/individual/{账号ID}/bankCard4Factors",
            Self::Face => "/v2/identity/auth/api/individual/{账号ID}/face",
            Self::Page => "/v2/identity/auth/web/{账号ID}/indivIdentityUrl",
            Self::ThreeFactors => "/v2/identity/auth/api/organization/{企业账号}/threeFactors",
            Self::FourFactors => "/v2/identity/auth/api/organization/enterprise/{企业账号}/fourFactors",
            Self::OrganizationPage => "/v2/identity/auth/web/{企业账号}/orgIdentityUrl",
        }
    }
}

/// A person's verification with all that he is, and the receiver; a table changes fields.
#[given(expr = "调用方为{who}发起了{check}核身")]
#[when(expr = "调用方为{who}发起{check}核身")]
async fn begin(case: &mut Case, step: &Step, who: Who, check: Check) -> Outcome {
    let body = of_person(case, who, check).await?;
    send(case, step, check, check.path(), body).await
}

/// The same for the account that was opened last: what the account says is not said again.
#[given(expr = "调用方为{who}的账号发起了{check}实名")]
#[when(expr = "调用方为{who}的账号发起{check}实名")]
async fn begin_of_account(case: &mut Case, step: &Step, who: Who, check: Check) -> Outcome {
    let body = without(of_person(case, who, check).await?, &["name", "idNo"]);
    let path = case.expand(check.path_of_account())?;
    send(case, step, check, &path, body).await
}

async fn of_person(case: &mut Case, who: Who, check: Check) -> Outcome<Value> {
    people::verify_beforehand(case).await?;
    case.stage().await?;
    let person = case.person(who)?.clone();
    let notify = case.expand("{接收地址}")?;
    let body = match check {
        Check::Telecom => json!({"name": person.name, "idNo": person.document, "mobileNo": person.mobile}),
        Check::Bank => json!({"name": person.name, "idNo": person.document, "mobileNo": person.bank_mobile,
            "bankCardNo": person.bank_card}),
        Check::Face => json!({"name": person.name, "idNo": person.document, "faceauthMode": "ESIGN",
            "callbackUrl": case.expand("{跳转地址}")?}),
        Check::Page => {
            json!({"contextInfo": {"notifyUrl": notify, "redirectUrl": case.expand("{跳转地址}")?}})
        }
        Check::ThreeFactors | Check::FourFactors | Check::OrganizationPage => {
            return Err(Wrong::misused("that is begun for an organization"));
        }
    };
    Ok(if check == Check::Page { body } else { with(body, "notifyUrl", json!(notify)) })
}

/// An organization's verification, likewise.
#[given(expr = "调用方为{which}发起了{check}核身")]
#[when(expr = "调用方为{which}发起{check}核身")]
async fn begin_for(case: &mut Case, step: &Step, which: Which, check: Check) -> Outcome {
    let body = of_organization(case, which, check).await?;
    send(case, step, check, check.path(), body).await
}

/// The same for the account that was opened last; the person's account that was opened last acts for it.
#[given(expr = "调用方为{which}的账号发起了{check}实名")]
#[when(expr = "调用方为{which}的账号发起{check}实名")]
async fn begin_for_account(case: &mut Case, step: &Step, which: Which, check: Check) -> Outcome {
    let stated = ["name", "orgCode", "legalRepName", "legalRepIdNo", "orgEntity"];
    let body = without(of_organization(case, which, check).await?, &stated);
    let body = with(body, "agentAccountId", json!(case.expand("{账号ID}")?));
    let path = case.expand(check.path_of_account())?;
    send(case, step, check, &path, body).await
}

async fn of_organization(case: &mut Case, which: Which, check: Check) -> Outcome<Value> {
    people::verify_beforehand(case).await?;
    case.stage().await?;
    let organization = case.organization(which)?.clone();
    let notify = case.expand("{接收地址}")?;
    let factors = json!({"name": organization.name, "orgCode": organization.code,
        "legalRepName": organization.legal_rep, "notifyUrl": notify});
    Ok(match check {
        Check::ThreeFactors => factors,
        Check::FourFactors => with(factors, "legalRepIdNo", json!(organization.legal_rep_document)),
        Check::OrganizationPage => json!({"orgEntity": {"name": organization.name},
            "contextInfo": {"notifyUrl": notify, "redirectUrl": case.expand("{跳转地址}")?}}),
        Check::Telecom | Check::Bank | Check::Face | Check::Page => {
            return Err(Wrong::misused("that is begun for a person"));
        }
    })
}

fn without(mut body: Value, names: &[&str]) -> Value {
    if let Some(fields) = body.as_object_mut() {
        fields.retain(|name, _| !names.contains(&name.as_str()));
    }
    body
}

fn with(mut body: Value, name: &str, value: Value) -> Value {
    body[name] = value;
    body
}

async fn send(case: &mut Case, step: &Step, check: Check, path: &str, mut body: Value) -> Outcome {
    for (name, cell) in fields::rows(case, step)? {
        fields::set(&mut body, &name, &cell)?;
    }
    let caller = case.stage().await?.caller.clone();
    let reply = caller.call("POST", path, Some(&body)).await?;
    let data = reply.json().unwrap_or_default()["data"].clone();
    case.reply = Some(reply);
    let Some(flow) = data["flowId"].as_str() else { return Ok(()) };
    if let Some(before) = case.kept.insert("核身流程".to_owned(), flow.to_owned()) {
        case.kept.insert("前一个核身流程".to_owned(), before);
    }
    for (field, name) in [("authUrl", "刷脸链接"), ("originalUrl", "刷脸长链接")] {
        if let Some(link) = data[field].as_str() {
            case.kept.insert(name.to_owned(), link.to_owned());
        }
    }
    if let (Some(long), Some(short)) = (data["url"].as_str(), data["shortLink"].as_str()) {
        case.links.push(Link { flow_id: flow.to_owned(), long: long.to_owned(), short: short.to_owned() });
    }
    let word = if check == Check::Bank { "bankCard4Factors" } else { "telecom3Factors" };
    case.kept.insert("核身方式".to_owned(), word.to_owned());
    Ok(())
}

/// The code that a person got, as the caller hands it in.
#[given(expr = "调用方提交了{who}收到的验证码")]
#[when(expr = "调用方提交{who}收到的验证码")]
async fn enter_right_code(case: &mut Case, who: Who) -> Outcome {
    let code = newest_code(case, who).await?;
    enter(case, &code).await
}

/// Wrong codes, so many.
#[when(expr = "调用方提交{int}次错误的验证码")]
async fn enter_wrong_codes(case: &mut Case, times: u32) -> Outcome {
    let code = newest_code(case, Who::He).await?;
    for nth in 1..=times {
        enter(case, &phone::another_code(&code, nth)).await?;
    }
    Ok(())
}

/// A code as it stands in the feature.
#[when(expr = "调用方提交验证码{string}")]
async fn enter_code(case: &mut Case, code: String) -> Outcome {
    enter(case, &code).await
}

async fn newest_code(case: &mut Case, who: Who) -> Outcome<String> {
    let person = case.person(who)?.clone();
    let mobile =
        if case.expand("{核身方式}")? == "bankCard4Factors" { person.bank_mobile } else { person.mobile };
    phone::newest_code(&case.stage().await?.control, &Address::of(&mobile)).await
}

async fn enter(case: &mut Case, code: &str) -> Outcome {
    let path = case.expand("/v2/identity/auth/pub/individual/{核身流程}/{核身方式}")?;
    let caller = case.stage().await?.caller.clone();
    let reply = caller.call("PUT", &path, Some(&json!({"authcode": code}))).await?;
    case.reply = Some(reply);
    Ok(())
}

/// The code once more.
#[when("调用方要求重发验证码")]
async fn resend(case: &mut Case) -> Outcome {
    let word = if case.expand("{核身方式}")? == "bankCard4Factors" {
        "bankCard4Factor"
    } else {
        "telecom3Factor"
    };
    let path = case.expand("/v2/identity/auth/api/individual/{核身流程}/")?;
    let caller = case.stage().await?.caller.clone();
    let reply = caller.call("POST", &format!("{path}{word}AuthCode"), None).await?;
    case.reply = Some(reply);
    Ok(())
}

/// Opens one of the links of a face check that a call ordered.
#[given(regex = "^(他|别人)在手机上打开了(刷脸链接|刷脸长链接)$")]
#[when(regex = "^(他|别人)在手机上打开(刷脸链接|刷脸长链接)$")]
async fn open_face(case: &mut Case, who: Who, link: String) -> Outcome {
    let url = case.expand(&format!("{{{link}}}"))?;
    case.go_to(who, Device::Phone).await?.open(&url).await
}

/// The amount that came in last, as the caller hands it in; a table adds fields.
#[when(expr = "调用方提交{which}到账的金额")]
async fn enter_amount(case: &mut Case, step: &Step, which: Which) -> Outcome {
    let account = case.organization(which)?.account.clone();
    let arrivals = bank::arrivals(&case.stage().await?.control, &account).await?;
    let amount = arrivals.last().cloned().unwrap_or_default();
    let path = case.expand("/v2/identity/auth/pub/organization/{核身流程}/verifyRandomAmount")?;
    let caller = case.stage().await?.caller.clone();
    let mut body = json!({"amount": amount});
    for (name, cell) in fields::rows(case, step)? {
        fields::set(&mut body, &name, &cell)?;
    }
    let reply = caller.call("PUT", &path, Some(&body)).await?;
    case.reply = Some(reply);
    Ok(())
}

/// A payout to an organization's own account; a table changes fields.
#[given(expr = "调用方要求向{which}打款")]
#[when(expr = "调用方再次要求向{which}打款")]
async fn order_payout(case: &mut Case, step: &Step, which: Which) -> Outcome {
    let organization = case.organization(which)?.clone();
    let mut body = json!({"bank": "中国工商银行", "province": "浙江", "city": "宁波市",
        "subbranch": "中国工商银行宁波奉化支行", "cardNo": organization.account, "cnapsCode": organization.cnaps,
        "notifyUrl": case.expand("{接收地址}")?});
    for (name, cell) in fields::rows(case, step)? {
        fields::set(&mut body, &name, &cell)?;
    }
    let path = case.expand("/v2/identity/auth/pub/organization/{核身流程}/transferRandomAmount")?;
    let caller = case.stage().await?.caller.clone();
    let reply = caller.call("PUT", &path, Some(&body)).await?;
    case.reply = Some(reply);
    Ok(())
}

/// An organization pays to the sub-account that the last reply names.
#[given(regex = "^(企业|另一家企业)向返回的子账号打款了([0-9.]+)元$")]
#[when(regex = "^(企业|另一家企业)向返回的子账号打款([0-9.]+)元$")]
async fn pay(case: &mut Case, which: Which, amount: String) -> Outcome {
    let data = case.reply()?.json().unwrap_or_default()["data"].clone();
    let named = data["subAccountNo"].as_str().or_else(|| data["subAccount"].as_str());
    let to = named.ok_or_else(|| Wrong::unlike("the reply", "a sub-account", &data))?.to_owned();
    let organization = case.organization(which)?.clone();
    let payment =
        Payment { from: &organization.account, from_name: &organization.name, to: &to, amount: &amount };
    bank::pay(&case.stage().await?.control, payment).await.map(drop)
}

/// Notices of V2 at the address of the call: they name no action.
#[then(expr = "接收方收到{int}个无action的回调")]
async fn received_without_action(case: &mut Case, count: usize) -> Outcome {
    let arrived = notices::settled(case).await?;
    let found = arrived.iter().filter(|it| it.path == "/notice" && it.json().get("action").is_none()).count();
    equal("notices without an action", count, found)
}

/// Fields of the newest of them.
#[then("无action的回调内容为")]
async fn content_without_action(case: &mut Case, step: &Step) -> Outcome {
    let rows = fields::rows(case, step)?;
    let arrived = notices::settled(case).await?;
    let newest = arrived.iter().rev().find(|it| it.json().get("action").is_none());
    let newest = newest.ok_or_else(|| Wrong::unlike("deliveries", "one without an action", "none"))?;
    fields::expect("the notice", &newest.json(), &rows)
}

/// The two newest verifications are two flows.
#[then("两次得到不同的核身流程")]
async fn two_flows(case: &mut Case) -> Outcome {
    let (now, before) = (case.expand("{核身流程}")?, case.expand("{前一个核身流程}")?);
    holds(now != before, "the second flowId", format!("another than {before}"), &now)
}
