//! `GET /v3/auth-flow/{authFlowId}`: all about one flow (auth3/hlrs7s).

use realname_provider::accounts::Account;
use realname_provider::flow::approval::Verified;
use realname_provider::flow::grant::Scope;
use realname_provider::flow::{Flow, Progress};
use realname_provider::id::{AuthFlowId, FlowId};
use realname_provider::organizations::{OrgAccount, OrgRealName};
use realname_provider::refusal::Refusal;
use serde::Serialize;

use crate::api::entrance;
use crate::api::envelope::success;
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
    /// 0 流程过期失效, 1 已授权, 2 授权中, 3 审批未通过.
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
    organization: Option<Organization>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Organization {
    org_id: String,
    org_name: String,
    org_info: OrgInfo,
}

/// What is known of the organization; unknown parts are null.
#[derive(Serialize, Default)]
#[serde(rename_all = "camelCase")]
struct OrgInfo {
    /// Always null (auth3/hlrs7s).
    org_type: Option<()>,
    #[serde(rename = "orgIDCardNum")]
    org_id_card_num: Option<String>,
    #[serde(rename = "orgIDCardType")]
    org_id_card_type: Option<&'static str>,
    legal_rep_name: Option<String>,
    #[serde(rename = "legalRepIDCardNum")]
    legal_rep_id_card_num: Option<String>,
    #[serde(rename = "legalRepIDCardType")]
    legal_rep_id_card_type: Option<&'static str>,
}

impl Organization {
    fn of(account: &OrgAccount) -> Self {
        let told = |real_name: &OrgRealName| OrgInfo {
            org_type: None,
            org_id_card_num: Some(real_name.code.number().to_string()),
            org_id_card_type: Some(vocabulary::org_code_type_word(real_name.code.kind())),
            legal_rep_name: Some(real_name.legal_rep_name.to_string()),
            legal_rep_id_card_num: real_name.legal_rep_document.as_ref().map(|it| it.number().into_owned()),
            legal_rep_id_card_type: real_name
                .legal_rep_document
                .as_ref()
                .map(|document| vocabulary::document_type_word(document.kind())),
        };
        Self {
            org_id: account.id.to_string(),
            org_name: account.name.to_string(),
            org_info: account.real_name.as_ref().map(told).unwrap_or_default(),
        }
    }
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
            let organization = flow.organization.and_then(|id| reading.organization(id));
            let inner = || reading.flow_id(id);
            Ok(tell(&flow, account.as_ref(), organization, inner, &base))
        });
        match told {
            Ok(detail) => success(&detail),
            Err(refusal) => refusal::reply(&refusal),
        }
    })
}

fn tell(
    flow: &Flow,
    account: Option<&Account>,
    organization: Option<&OrgAccount>,
    inner: impl FnOnce() -> FlowId,
    base: &str,
) -> AuthFlow {
    // Unknown: what is said of a flow that expired while its administrator was waited for. AUTH_PASS was sent,
    // so it goes on telling what was verified.
    let verified = flow.verified();
    let proven = verified.is_some();
    let Verified { transactor, organization: proof } = verified.unwrap_or_default();
    let fresh = match flow.link.organization {
        Some(_) => proof.is_some(),
        None => transactor.is_some(),
    };
    let granted = match flow.progress {
        Progress::Passed { at, granted_until, .. } => granted_until.map(|until| (at, until)),
        Progress::Open
        | Progress::Verifying(_)
        | Progress::Willing(_)
        | Progress::Organizing(_)
        | Progress::Approving(_)
        | Progress::NotApproved { .. }
        | Progress::Failed { .. }
        | Progress::Expired { .. } => None,
    };
    let kind = match (proven, fresh) {
        (false, _) => "none",
        (true, true) => "realName",
        (true, false) => "willingness",
    };
    let scopes = flow.link.scopes;
    let real_named = match flow.link.organization {
        Some(_) => organization.is_some_and(|organization| organization.real_name.is_some()),
        None => account.is_some_and(|account| account.real_name.is_some()),
    };
    AuthFlow {
        auth_flow_id: flow.id.to_string(),
        auth_type: if flow.link.organization.is_some() { "ORG" } else { "PSN" },
        real_name_or_willingness: kind,
        real_name_or_willingness_flow_id: if proven { inner().to_string() } else { "0".into() },
        real_name_status: real_named.into(),
        // Unknown: in real-name mode the documents do not say; here it goes as in authorize mode.
        authorized_status: match &flow.progress {
            Progress::Expired { .. } | Progress::Failed { .. } => 0,
            Progress::Passed { .. } => 1,
            Progress::Open
            | Progress::Verifying(_)
            | Progress::Willing(_)
            | Progress::Organizing(_)
            | Progress::Approving(_) => 2,
            Progress::NotApproved { .. } => 3,
        },
        auth_url: entrance::long(base, flow.id, flow.link.client_type, &flow.link.app),
        auth_info: AuthInfo {
            willingness_auth_modes: flow.willingness.filter(|_| proven).map(vocabulary::willingness_word),
            psn_auth_mode: transactor
                .map(|(method, detailed)| vocabulary::recorded_method_word(method, detailed)),
            org_auth_mode: proof.map(vocabulary::flow_org_proof_word),
            auth_flow_create_time: flow.created.0,
            auth_flow_update_time: flow.updated.0,
            person: account.map(|account| Person {
                psn_id: account.id.to_string(),
                psn_account: PsnAccount::of(account),
                psn_info: (scopes.contains(Scope::GetPsnIdentityInfo) && proven)
                    .then(|| PsnInfo::of(account))
                    .flatten(),
                face_recognition_info: None,
            }),
            organization: organization.map(Organization::of),
        },
        authorized_info: granted.map(|(effective, expires)| {
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
