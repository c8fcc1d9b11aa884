//! Token mode: fetching, refreshing and using access tokens.

use cucumber::{given, then, when};
use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};

use crate::case::Case;
use crate::real_time;
use crate::steps::queries;
use crate::wrong::{Outcome, holds};

/// Fetches a token and keeps it as `{name}`, its refresh token as `{name.刷新}`.
#[given(expr = "调用方获取了访问令牌{word}")]
#[when(expr = "调用方获取访问令牌{word}")]
async fn fetch(case: &mut Case, name: String) -> Outcome {
    case.stage().await?;
    let path =
        case.expand("/v1/oauth2/access_token?appId={应用号}&secret={应用密钥}&grantType=client_credentials")?;
    ask(case, &path).await?;
    keep(case, &name)
}

/// Exchanges the refresh token of one for another.
#[when(expr = "调用方用{word}的刷新令牌换取访问令牌{word}")]
async fn refresh(case: &mut Case, old: String, name: String) -> Outcome {
    let path = format!(
        "/v1/oauth2/refresh_token?appId={{应用号}}&refreshToken={{{old}.刷新}}&grantType=refresh_token"
    );
    let path = case.expand(&path)?;
    ask(case, &path).await?;
    keep(case, &name)
}

/// Asks the token endpoints anything; placeholders filled.
#[when(expr = "调用方请求令牌{string}")]
async fn ask_token(case: &mut Case, path: String) -> Outcome {
    case.stage().await?;
    let path = case.expand(&path)?;
    ask(case, &path).await
}

async fn ask(case: &mut Case, path: &str) -> Outcome {
    let caller = case.stage().await?.caller.clone();
    let reply = caller.bare("GET", path, &[]).await?;
    case.reply = Some(reply);
    Ok(())
}

fn keep(case: &mut Case, name: &str) -> Outcome {
    let body = queries::body(case)?;
    let data = &body["data"];
    for (key, field) in [(name.to_owned(), "token"), (format!("{name}.刷新"), "refreshToken")] {
        let value = data[field].as_str().unwrap_or_default().to_owned();
        holds(!value.is_empty(), "the token reply", field, &body)?;
        case.kept.insert(key, value);
    }
    Ok(())
}

/// A business call with a token in place of a signature.
#[when(expr = "调用方用令牌{word}查询流程{string}")]
async fn call(case: &mut Case, name: String, flow: String) -> Outcome {
    let token = case.expand(&format!("{{{name}}}"))?;
    call_with(case, &token, &flow).await
}

/// A business call with a made-up token.
#[when(expr = "调用方用乱写的令牌{string}查询流程{string}")]
async fn call_with_text(case: &mut Case, token: String, flow: String) -> Outcome {
    case.stage().await?;
    call_with(case, &token, &flow).await
}

async fn call_with(case: &mut Case, token: &str, flow: &str) -> Outcome {
    let path = format!(
        "/v3/auth-flow/{}",
        utf8_percent_encode(&case.expand(flow)?, NON_ALPHANUMERIC).to_string().replace("%2D", "-")
    );
    let caller = case.stage().await?.caller.clone();
    let reply = caller.call_with_token(token, "GET", &path, None).await?;
    case.reply = Some(reply);
    Ok(())
}

/// All tokens end at once, since their real 120 minutes cannot be waited for.
#[when("平台让所有访问令牌失效")]
async fn end_all(case: &mut Case) -> Outcome {
    case.stage().await?.control.delete("/tokens").await.map(|_| ())
}

/// `expiresIn` is a text with the deadline, 120 minutes from now by the real clock.
#[then("令牌在120分钟后到期")]
async fn lives_two_hours(case: &mut Case) -> Outcome {
    let body = queries::body(case)?;
    let deadline =
        body["data"]["expiresIn"].as_str().and_then(|text| text.parse::<i64>().ok()).unwrap_or_default();
    let left = deadline - real_time::milliseconds();
    holds((7_190_000..=7_201_000).contains(&left), "milliseconds until expiresIn", "about 7 200 000", left)
}
