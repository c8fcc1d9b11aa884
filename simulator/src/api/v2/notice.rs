//! Bodies of V2 notices (identity_service/giq1w40lx67vwofr). What has no value is left out, as in the samples.

use realname_provider::notice::{Action, Notice};
use serde::Serialize;

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct PersonEnd<'a> {
    flow_id: String,
    success: bool,
    #[serde(skip_serializing_if = "Option::is_none")]
    context_id: Option<&'a str>,
    /// In one word, unlike all others.
    verifycode: String,
    /// Once more the flow.
    service_id: String,
    /// Once more the success.
    status: bool,
    /// Only for the application's own subscription.
    #[serde(skip_serializing_if = "Option::is_none")]
    action: Option<&'a str>,
}

/// The body of a notice of this version; empty for one of another.
pub fn body(notice: &Notice, action: &str) -> Vec<u8> {
    let Action::PersonEnded { flow, context_id, success, verify_code } = &notice.action else {
        return Vec::new();
    };
    let told = PersonEnd {
        flow_id: flow.to_string(),
        success: *success,
        context_id: context_id.as_deref(),
        verifycode: format!("{verify_code:032x}"),
        service_id: flow.to_string(),
        status: *success,
        action: notice.receiver.subscribed.then_some(action),
    };
    serde_json::to_vec(&told).expect("a notice has only string keys")
}
