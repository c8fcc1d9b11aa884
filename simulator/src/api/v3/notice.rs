//! Bodies of V3 notices (notify3). Absent parts are omitted, and `action` comes last, as in the samples.

use realname_provider::notice::{Action, ActionKind, Notice};
use serde::Serialize;

use crate::api::v3::vocabulary::scope_word;

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Passed<'a> {
    auth_flow_id: String,
    timestamp: i64,
    auth_type: &'a str,
    biz_type: &'a str,
    psn_info: PsnInfo,
    action: &'a str,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct PsnInfo {
    psn_id: String,
    psn_account: PsnAccount,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct PsnAccount {
    #[serde(skip_serializing_if = "Option::is_none")]
    account_mobile: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    account_email: Option<String>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Authorized<'a> {
    timestamp: i64,
    psn_id: String,
    auth_flow_id: String,
    authorized_info: Vec<AuthorizedInfo>,
    legal_rep_check: bool,
    admin_check: bool,
    transactor_use_seal: bool,
    action: &'a str,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct AuthorizedInfo {
    authorized_scope: &'static str,
    effective_time: i64,
    expire_time: i64,
}

/// `action` on the wire.
pub fn action_word(kind: ActionKind) -> &'static str {
    match kind {
        ActionKind::Verified => "AUTH_PASS",
        ActionKind::Granted => "AUTHORIZE_FINISH",
    }
}

/// The body of a notice. It is the same at every attempt.
pub fn body(notice: &Notice) -> Vec<u8> {
    let action = action_word(notice.action.kind());
    let auth_flow_id = notice.flow.to_string();
    let written = match &notice.action {
        Action::PersonVerified { psn_id, mobile, mail } => serde_json::to_vec(&Passed {
            auth_flow_id,
            timestamp: notice.at.0,
            auth_type: "PSN",
            biz_type: "REAL_NAME",
            psn_info: PsnInfo {
                psn_id: psn_id.to_string(),
                psn_account: PsnAccount {
                    account_mobile: mobile.map(|mobile| mobile.to_string()),
                    account_email: mail.as_ref().map(ToString::to_string),
                },
            },
            action,
        }),
        Action::PersonGranted { psn_id, scopes, effective, expires } => serde_json::to_vec(&Authorized {
            timestamp: notice.at.0,
            psn_id: psn_id.to_string(),
            auth_flow_id,
            authorized_info: scopes
                .iter()
                .map(|scope| AuthorizedInfo {
                    authorized_scope: scope_word(scope),
                    effective_time: effective.0,
                    expire_time: expires.0,
                })
                .collect(),
            // Unknown: for a person's grant the three checks of organizations are sent as false.
            legal_rep_check: false,
            admin_check: false,
            transactor_use_seal: false,
            action,
        }),
    };
    written.expect("a notice has only string keys")
}
