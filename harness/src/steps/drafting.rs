//! The changes that a feature can make to a request, row by row: `去掉`, `改为`, and what is signed in place of the right thing.

use serde_json::Value;

use crate::client::caller::{Draft, Spelling};
use crate::client::signature;
use crate::real_time;
use crate::wrong::{Outcome, Wrong};

/// Applies one row of a table to a draft.
pub(crate) fn change(draft: &mut Draft, what: &str, value: &str) -> Outcome {
    if let Some(header) = what.strip_prefix("去掉头 ") {
        draft.afterwards.push((header.trim().to_owned(), None));
        return Ok(());
    }
    if let Some(header) = what.strip_prefix("头 ") {
        draft.afterwards.push((header.trim().to_owned(), Some(value.to_owned())));
        return Ok(());
    }
    if let Some(header) = what.strip_prefix("签名头 ") {
        draft.signed_headers.push((header.trim().to_owned(), value.to_owned()));
        return Ok(());
    }
    match what {
        "请求方法" => value.clone_into(&mut draft.method),
        "请求路径" => value.clone_into(&mut draft.path),
        "请求体" => draft.body = Some(value.to_owned().into()),
        "Accept" => draft.accept = given(value),
        "Content-Type" => draft.content_type = given(value),
        "Content-MD5" => draft.content_md5 = Some(digest(draft, value)?),
        "Date" => draft.date = given(value),
        "时间戳偏移" => {
            draft.timestamp = Some((real_time::milliseconds() + minutes(value)? * 60_000).to_string())
        }
        "时间戳单位" => draft.timestamp = Some((real_time::milliseconds() / 1000).to_string()),
        "时间戳" => draft.timestamp = Some(value.to_owned()),
        "签名密钥" => draft.secret = Some(value.to_owned()),
        "签名路径" => draft.signed_path = Some(value.to_owned()),
        "签名写法" => draft.spelling = spelling(value)?,
        _ => return Err(Wrong::misused(format!("there is no change called {what}"))),
    }
    Ok(())
}

fn given(value: &str) -> Option<String> {
    (value != "缺").then(|| value.to_owned())
}

/// `-16分钟` as minutes.
fn minutes(value: &str) -> Outcome<i64> {
    let number = value.trim_end_matches("分钟").trim_start_matches('+');
    number.parse().map_err(|_| Wrong::misused(format!("{value} is no offset")))
}

fn spelling(value: &str) -> Outcome<Spelling> {
    match value {
        "Base64" => Ok(Spelling::Base64),
        "十六进制" => Ok(Spelling::Hex),
        "十六进制的Base64" => Ok(Spelling::Base64OfHex),
        _ => Err(Wrong::misused(format!("there is no spelling {value}"))),
    }
}

/// `重新序列化` digests the body as another program would print it; anything else stands as it is.
fn digest(draft: &Draft, value: &str) -> Outcome<String> {
    match value {
        "重新序列化" => {
            let body = draft.body.as_deref().unwrap_or_default();
            let parsed: Value = serde_json::from_slice(body)
                .map_err(|error| Wrong::misused(format!("the body is no JSON: {error}")))?;
            let pretty =
                serde_json::to_vec_pretty(&parsed).map_err(|error| Wrong::misused(error.to_string()))?;
            Ok(signature::content_md5(&pretty))
        }
        "空" => Ok(String::new()),
        other => Ok(other.to_owned()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_offset_is_in_minutes() {
        assert_eq!(minutes("-16分钟").unwrap(), -16);
        assert_eq!(minutes("+14分钟").unwrap(), 14);
    }

    #[test]
    fn an_unknown_change_is_refused() {
        assert!(change(&mut Draft::default(), "颜色", "红").is_err());
    }
}
