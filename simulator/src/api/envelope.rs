//! The two forms of an answer that callers tell apart, business and gateway; and the two headers on all
//! of them.

use std::time::Duration;

use hyper::StatusCode;
use hyper::header::HeaderName;
use serde::Serialize;

use crate::http::Reply;

/// How long the service took, in milliseconds.
const ELAPSE_TIME: HeaderName = HeaderName::from_static("x-tsign-elapse-time");
/// By what the provider's support finds a call.
const TRACE_ID: HeaderName = HeaderName::from_static("x-tsign-trace-id");

/// A service's reply, with what the gateway writes on it.
pub fn traced(reply: Reply, elapsed: Duration, trace_id: &str) -> Reply {
    reply.and(ELAPSE_TIME, &elapsed.as_millis().to_string()).and(TRACE_ID, trace_id)
}

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

/// A success that has nothing to tell: `data` is null.
pub fn done() -> Reply {
    Reply::json(StatusCode::OK, &Envelope::<()> { code: 0, message: "成功", data: None })
}

/// A business failure keeps the envelope, with `data` null, at HTTP 200.
/// Unknown: the status of business failures is not documented; the token endpoint's was seen as 200.
pub fn failure(code: u32, message: &str) -> Reply {
    Reply::json(StatusCode::OK, &Envelope::<()> { code, message, data: None })
}

/// A business failure that tells something: callers go on with it.
pub fn failure_with(code: u32, message: &str, data: &impl Serialize) -> Reply {
    Reply::json(StatusCode::OK, &Envelope { code, message, data: Some(data) })
}

#[derive(Serialize)]
struct GatewayRefusal<'a> {
    success: bool,
    code: u16,
    message: &'a str,
}

/// A gateway refusal: three keys and no `data`, with the HTTP status as its code. No service answered,
/// so the two headers are there and empty.
pub fn gateway_refusal(status: StatusCode, message: &str) -> Reply {
    let refusal = GatewayRefusal { success: false, code: status.as_u16(), message };
    Reply::json(status, &refusal).and(ELAPSE_TIME, "").and(TRACE_ID, "")
}
