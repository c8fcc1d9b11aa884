//! Bodies of V3 notices (notify3). Absent parts are omitted, and `action` comes last, as in the samples.

use realname_provider::flow::grant::ScopeSet;
use realname_provider::id::PsnId;
use realname_provider::identity::mail::MailAddress;
use realname_provider::identity::mobile::Mobile;
use realname_provider::notice::{Action, Grantor, Notice};
use realname_provider::time::Time;
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
    #[serde(skip_serializing_if = "Option::is_none")]
    org_id: Option<String>,
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

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct OrganizationPassed<'a> {
    auth_flow_id: String,
    timestamp: i64,
    auth_type: &'a str,
    biz_type: &'a str,
    organization: Organization<'a>,
    action: &'a str,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Organization<'a> {
    org_id: String,
    org_name: &'a str,
    transactor: PsnInfo,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Changed<'a> {
    timestamp: i64,
    operate_time: i64,
    cancel_authorized_scope: String,
    operator_psn_id: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    psn_id: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    org_id: Option<String>,
    action: &'a str,
}

/// The body of a notice of this version; empty for one of another.
pub fn body(notice: &Notice, action: &str) -> Vec<u8> {
    let timestamp = notice.at.0;
    let auth_flow_id = notice.flow.map(|flow| flow.to_string()).unwrap_or_default();
    let written = match &notice.action {
        Action::PersonVerified { psn_id, mobile, mail } => serde_json::to_vec(&Passed {
            auth_flow_id,
            timestamp,
            auth_type: "PSN",
            biz_type: "REAL_NAME",
            psn_info: psn_info(*psn_id, *mobile, mail.as_ref()),
            action,
        }),
        Action::OrganizationVerified { org_id, name, renamed, psn_id, mobile, mail } => {
            serde_json::to_vec(&OrganizationPassed {
                auth_flow_id,
                timestamp,
                auth_type: "ORG",
                // With a hyphen, which is the vendor's.
                biz_type: if *renamed { "UPDATE-INFO" } else { "REAL_NAME" },
                organization: Organization {
                    org_id: org_id.to_string(),
                    org_name: name.as_str(),
                    transactor: psn_info(*psn_id, *mobile, mail.as_ref()),
                },
                action,
            })
        }
        Action::PersonGranted { psn_id, scopes, effective, expires } => serde_json::to_vec(&Authorized {
            timestamp,
            psn_id: psn_id.to_string(),
            org_id: None,
            auth_flow_id,
            authorized_info: authorized_info(*scopes, *effective, *expires),
            // Unknown: for a person's grant the three checks of organizations are sent as false.
            legal_rep_check: false,
            admin_check: false,
            transactor_use_seal: false,
            action,
        }),
        Action::OrganizationGranted {
            org_id,
            psn_id,
            scopes,
            effective,
            expires,
            legal_rep,
            admin,
            seal,
        } => serde_json::to_vec(&Authorized {
            timestamp,
            psn_id: psn_id.to_string(),
            org_id: Some(org_id.to_string()),
            auth_flow_id,
            authorized_info: authorized_info(*scopes, *effective, *expires),
            legal_rep_check: *legal_rep,
            admin_check: *admin,
            transactor_use_seal: *seal,
            action,
        }),
        Action::GrantCancelled { grantor, scopes, operator } => {
            let (psn_id, org_id) = match grantor {
                Grantor::Person(id) => (Some(id.to_string()), None),
                Grantor::Organization(id) => (None, Some(id.to_string())),
            };
            let words: Vec<_> = scopes.iter().map(scope_word).collect();
            serde_json::to_vec(&Changed {
                timestamp,
                operate_time: timestamp,
                cancel_authorized_scope: words.join(","),
                operator_psn_id: operator.to_string(),
                psn_id,
                org_id,
                action,
            })
        }
        Action::PersonEnded(_)
        | Action::OrganizationEnded(_)
        | Action::FacePageOpened
        | Action::LetterReviewed { .. }
        | Action::PayoutTold { .. } => {
            return Vec::new();
        }
    };
    written.expect("a notice has only string keys")
}

fn psn_info(psn_id: PsnId, mobile: Option<Mobile>, mail: Option<&MailAddress>) -> PsnInfo {
    PsnInfo {
        psn_id: psn_id.to_string(),
        psn_account: PsnAccount {
            account_mobile: mobile.map(|mobile| mobile.to_string()),
            account_email: mail.map(ToString::to_string),
        },
    }
}

fn authorized_info(scopes: ScopeSet, effective: Time, expires: Time) -> Vec<AuthorizedInfo> {
    let told = |scope| AuthorizedInfo {
        authorized_scope: scope_word(scope),
        effective_time: effective.0,
        expire_time: expires.0,
    };
    scopes.iter().map(told).collect()
}
