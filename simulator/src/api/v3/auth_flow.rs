//! `GET /v3/auth-flow/{authFlowId}`: all about one flow (auth3/hlrs7s).

use realname_provider::accounts::Account;
use realname_provider::flow::grant::Scope;
use realname_provider::flow::{Flow, Progress};
use realname_provider::id::AuthFlowId;
use realname_provider::refusal::Refusal;
use serde::Serialize;

use crate::api::envelope::success;
use crate::api::v3::entrance;
use crate::api::v3::person_info::{AuthorizedInfo, PsnAccount, PsnInfo};
use crate::api::v3::{refusal, vocabulary};
use crate::visit::{Answer, Caller, Visit};

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct AuthFlow {
    auth_flow_id: String,
    auth_type: &'static str,
    real_name_or_willingness: &'static str,
    real_name_or_willingness_flow_id: String,
    /// 0 未实名, 1 已实名. Here with a capital N, unlike in identity-info.
    real_name_status: u8,
    /// 0 流程过期失效, 1 已授权, 2 授权中.
    authorized_status: u8,
    auth_url: String,
    auth_info: AuthInfo,
    authorized_info: Option<Vec<AuthorizedInfo>>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct AuthInfo {
    willingness_auth_modes: Option<&'static str>,
    psn_auth_mode: Option<&'static str>,
    org_auth_mode: Option<&'static str>,
    auth_flow_create_time: i64,
    auth_flow_update_time: i64,
    person: Option<Person>,
    organization: Option<()>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Person {
    psn_id: String,
    psn_account: PsnAccount,
    psn_info: Option<PsnInfo>,
    /// Null unless the vendor's staff has enabled it.
    face_recognition_info: Option<()>,
}

/// `GET /v3/auth-flow/{authFlowId}`.
pub fn auth_flow(visit: Visit, app: Caller) -> Answer {
    Box::pin(async move {
        let Ok(id) = visit.parameter("authFlowId").parse::<AuthFlowId>() else {
            return refusal::reply(&Refusal::FlowUnknown);
        };
        let base = visit.public_url();
        let told = app.world.ask(|reading| {
            let (flow, account) = reading.flow_of_caller(&app.id, id)?;
            Ok(tell(&flow, account.as_ref(), || reading.inner_flow_number(id), &base))
        });
        match told {
            Ok(detail) => success(&detail),
            Err(refusal) => refusal::reply(&refusal),
        }
    })
}

fn tell(flow: &Flow, account: Option<&Account>, inner: impl FnOnce() -> u64, base: &str) -> AuthFlow {
    let (verified, passed_at, granted_until) = match &flow.progress {
        Progress::Passed { at, verified, granted_until } => (*verified, Some(*at), *granted_until),
        Progress::Open | Progress::Verifying(_) | Progress::Willing(_) | Progress::Expired { .. } => {
            (None, None, None)
        }
    };
    let kind = match (passed_at, verified) {
        (None, _) => "none",
        (Some(_), Some(_)) => "realName",
        (Some(_), None) => "willingness",
    };
    let scopes = flow.link.scopes;
    let real_named = account.is_some_and(|account| account.real_name.is_some());
    AuthFlow {
        auth_flow_id: flow.id.to_string(),
        auth_type: "PSN",
        real_name_or_willingness: kind,
        real_name_or_willingness_flow_id: if passed_at.is_some() { inner().to_string() } else { "0".into() },
        real_name_status: real_named.into(),
        // Unknown: in real-name mode the documents do not say; here it goes as in authorize mode.
        authorized_status: match &flow.progress {
            Progress::Expired { .. } => 0,
            Progress::Passed { .. } => 1,
            Progress::Open | Progress::Verifying(_) | Progress::Willing(_) => 2,
        },
        auth_url: entrance::long(base, flow.id, flow.link.client_type, &flow.link.app),
        auth_info: AuthInfo {
            willingness_auth_modes: passed_at.and(flow.willingness).map(vocabulary::willingness_word),
            psn_auth_mode: verified
                .map(|(method, detailed)| vocabulary::recorded_method_word(method, detailed)),
            org_auth_mode: None,
            auth_flow_create_time: flow.created.0,
            auth_flow_update_time: flow.updated.0,
            person: account.map(|account| Person {
                psn_id: account.id.to_string(),
                psn_account: PsnAccount::of(account),
                psn_info: (scopes.contains(Scope::GetPsnIdentityInfo) && passed_at.is_some())
                    .then(|| PsnInfo::of(account))
                    .flatten(),
                face_recognition_info: None,
            }),
            organization: None,
        },
        authorized_info: passed_at.zip(granted_until).map(|(effective, expires)| {
            scopes
                .iter()
                .map(|scope| AuthorizedInfo {
                    authorized_scope: vocabulary::scope_word(scope),
                    effective_time: effective.0,
                    expire_time: expires.0,
                })
                .collect()
        }),
    }
}
