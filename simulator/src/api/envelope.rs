//! The two forms of an answer that callers tell apart: business and gateway.

use hyper::StatusCode;
use serde::Serialize;

use crate::http::Reply;

#[derive(Serialize)]
struct Envelope<'a, T> {
    code: u32,
    message: &'a str,
    data: Option<&'a T>,
}

/// A success: `{"code":0,"message":"成功","data":…}` at HTTP 200.
pub fn success(data: &impl Serialize) -> Reply {
    Reply::json(StatusCode::OK, &Envelope { code: 0, message: "成功", data: Some(data) })
}

/// A business failure keeps the envelope, with `data` null, at HTTP 200.
/// Unknown: the status of business failures is not documented; the token endpoint's was seen as 200.
pub fn failure(code: u32, message: &str) -> Reply {
    Reply::json(StatusCode::OK, &Envelope::<()> { code, message, data: None })
}

#[derive(Serialize)]
struct GatewayRefusal<'a> {
    success: bool,
    code: u16,
    message: &'a str,
}

/// A gateway refusal: three keys and no `data`, with the HTTP status as its code.
pub fn gateway_refusal(status: StatusCode, message: &str) -> Reply {
    Reply::json(status, &GatewayRefusal { success: false, code: status.as_u16(), message })
}
