//! Bodies of control calls, and what is wrong with them, by path.

use hyper::StatusCode;
use serde::de::DeserializeOwned;
use serde_json::{Map, Value};

use crate::control::error::ControlError;
use crate::exact::Exact;
use crate::http::Request;

/// The longest body of a control call, in bytes; the largest are pictures and scenarios.
pub const BODY_BYTES_MAX: usize = 4 * 1024 * 1024;

/// Reads a body.
///
/// # Errors
/// `too_large`, `bad_json`, `unknown_field` or `bad_value`, the latter two with the path.
pub fn read<T: DeserializeOwned>(request: &Request) -> Result<T, ControlError> {
    if request.body.len() > BODY_BYTES_MAX {
        return Err(too_large(BODY_BYTES_MAX));
    }
    let mut text = serde_json::Deserializer::from_slice(&request.body);
    let value = serde_path_to_error::deserialize(Exact(&mut text)).map_err(|error| {
        let path = error.path().to_string();
        refused(&path, error.inner())
    })?;
    text.end().map_err(|error| refused(".", &error))?;
    Ok(value)
}

/// Refuses a fact of the world with a key that is not among those known.
///
/// # Errors
/// `unknown_field`.
pub fn only_keys(fact: &Map<String, Value>, known: &[&str]) -> Result<(), ControlError> {
    match fact.keys().find(|key| !known.contains(&key.as_str())) {
        None => Ok(()),
        Some(key) => {
            let message = format!("unknown field `{key}`");
            let error = ControlError::new(StatusCode::BAD_REQUEST, "unknown_field", message);
            Err(error.at(key.clone()).hint(format!("known: {}", known.join(", "))))
        }
    }
}

/// Gives a fact of the world the id of the path.
///
/// # Errors
/// It says another one.
pub fn same_id(fact: &mut Map<String, Value>, id: &str) -> Result<(), ControlError> {
    match fact.get("id") {
        Some(given) if *given != id => {
            let error = ControlError::bad_value("not the id of the path").at("id");
            Err(error.hint(format!("leave it out, or say `{id}`")))
        }
        Some(_) | None => {
            fact.insert("id".into(), id.into());
            Ok(())
        }
    }
}

/// Gives a fact a purpose for the reader of scenarios, where one must be said; a call may leave it open.
/// Tells whether it did.
pub fn name_purpose(fact: &mut Map<String, Value>) -> bool {
    let is_open = fact.get("use").and_then(Value::as_str).unwrap_or_default().is_empty();
    if is_open {
        fact.insert("use".into(), "-".into());
    }
    is_open
}

/// The answer to a body that is too long.
pub fn too_large(bytes_max: usize) -> ControlError {
    let message = format!("the body has more than {bytes_max} bytes");
    ControlError::new(StatusCode::PAYLOAD_TOO_LARGE, "too_large", message)
}

fn refused(path: &str, error: &serde_json::Error) -> ControlError {
    let text = error.to_string();
    if !error.is_data() {
        let bad =
            ControlError::new(StatusCode::BAD_REQUEST, "bad_json", format!("the body is no JSON: {text}"));
        return bad.hint("send one JSON object");
    }
    // The position is of no use to programs; the path tells where.
    let cut = text.rfind(" at line ").unwrap_or(text.len());
    let message = &text[..cut];
    let located = |error: ControlError| if path == "." { error } else { error.at(path) };
    match message.split_once(", expected ") {
        Some((found, known)) if found.starts_with("unknown field") => located(
            ControlError::new(StatusCode::BAD_REQUEST, "unknown_field", found)
                .hint(format!("known: {known}")),
        ),
        Some((found, known)) => located(ControlError::bad_value(found).hint(format!("expected {known}"))),
        None => located(ControlError::bad_value(message)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde::Deserialize;

    #[derive(Debug, Deserialize)]
    #[serde(deny_unknown_fields)]
    struct Order {
        #[serde(rename = "speed")]
        _speed: Option<u32>,
        #[serde(rename = "inner")]
        _inner: Option<Box<Order>>,
    }

    fn refusal(body: &str) -> Value {
        let request = Request {
            method: hyper::Method::POST,
            path: "/".into(),
            query: None,
            headers: hyper::HeaderMap::new(),
            body: body.to_owned().into(),
            peer: std::net::IpAddr::V4(std::net::Ipv4Addr::LOCALHOST),
        };
        let error = read::<Order>(&request).expect_err("must be refused");
        serde_json::from_slice::<Value>(&error.reply().body).expect("JSON")["error"].take()
    }

    #[test]
    fn what_is_wrong_is_told_with_its_path() {
        let error = refusal(r#"{"inner": {"sped": 1}}"#);
        assert_eq!(
            (&error["code"], &error["path"]),
            (&"unknown_field".into(), &"inner.sped".into()),
            "{error}"
        );
        let error = refusal(r#"{"inner": {"speed": "x"}}"#);
        assert_eq!((&error["code"], &error["path"]), (&"bad_value".into(), &"inner.speed".into()), "{error}");
        for (body, path) in [("[]", Value::Null), (r#"{"inner": [1, null]}"#, "inner".into())] {
            let error = refusal(body);
            assert_eq!((&error["code"], &error["path"]), (&"bad_value".into(), &path), "{error}");
            assert_eq!(error["message"], "invalid type: sequence", "{error}");
            assert_eq!(error["hint"], "expected an object", "{error}");
        }
        assert_eq!(refusal("{")["code"], "bad_json");
        assert_eq!(refusal("{} {}")["code"], "bad_json");
        assert_eq!(refusal("")["code"], "bad_json");
        assert_eq!(refusal(&" ".repeat(BODY_BYTES_MAX + 1))["code"], "too_large");
    }
}
