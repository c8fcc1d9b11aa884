//! Bodies of V2 notices (identity_service/giq1w40lx67vwofr, zoeoz9z8y80wi76z, qlqh9u1uhe1272gl). What has no value
//! is left out, as in the samples; `action` is there only for the application's own subscription.

use realname_provider::flow::identity_service::organization::PayoutResult;
use realname_provider::id::uuid;
use realname_provider::notice::{Action, Notice, ServiceEnd};
use serde::Serialize;

/// The end of a verification. An organization's names the agent's flow too.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct End<'a> {
    flow_id: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    agent_flow_id: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    account_id: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    agent_account_id: Option<String>,
    success: bool,
    #[serde(skip_serializing_if = "Option::is_none")]
    context_id: Option<&'a str>,
    /// In one word, unlike all others.
    verifycode: String,
    /// An organization's account once more.
    #[serde(skip_serializing_if = "Option::is_none")]
    org_account_id: Option<String>,
    /// Once more the flow.
    service_id: String,
    /// Once more the agent's flow.
    #[serde(skip_serializing_if = "Option::is_none")]
    agent_service_id: Option<String>,
    /// Once more the success.
    status: bool,
    #[serde(skip_serializing_if = "Option::is_none")]
    action: Option<&'a str>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Payed<'a> {
    /// Unknown: no text is published.
    msg: &'a str,
    result: &'a str,
    payed_time: i64,
    /// The context, by a name of its own.
    #[serde(skip_serializing_if = "Option::is_none")]
    piz_id: Option<&'a str>,
    service_id: String,
    flow_id: String,
    /// The application.
    project_id: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    action: Option<&'a str>,
}

/// What a reviewer said of a letter.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Reviewed<'a> {
    flow_id: String,
    /// The review, as `verifyLegalRep` told it.
    service_id: String,
    result: &'a str,
    auditing: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    context_id: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    action: Option<&'a str>,
}

/// The body of a notice of this version; empty for one of another.
pub fn body(notice: &Notice, action: &str) -> Vec<u8> {
    let action = notice.receiver.subscribed.then_some(action);
    let written = match &notice.action {
        Action::PersonEnded(end) | Action::OrganizationEnded(end) => {
            let ServiceEnd { flow, agent, account, agent_account, context_id, success, verify_code } = end;
            let account = account.map(|id| id.to_string());
            let is_organization = matches!(notice.action, Action::OrganizationEnded(_));
            serde_json::to_vec(&End {
                flow_id: flow.to_string(),
                agent_flow_id: agent.map(|agent| agent.to_string()),
                org_account_id: account.clone().filter(|_| is_organization),
                account_id: account,
                agent_account_id: agent_account.map(|id| id.to_string()),
                success: *success,
                context_id: context_id.as_deref(),
                verifycode: format!("{verify_code:032x}"),
                service_id: flow.to_string(),
                agent_service_id: agent.map(|agent| agent.to_string()),
                status: *success,
                action,
            })
        }
        Action::PayoutTold { flow, context_id, result, paid, service, of_account: _ } => {
            let (result, msg) = match result {
                PayoutResult::Taken => ("PAY_SUCCESS", "打款申请成功"),
                PayoutResult::Refused => ("PAY_FAIL", "打款申请失败"),
                PayoutResult::Bounced => ("FAIL", "打款失败"),
            };
            serde_json::to_vec(&Payed {
                msg,
                result,
                payed_time: paid.0,
                piz_id: context_id.as_deref(),
                service_id: uuid(*service),
                flow_id: flow.to_string(),
                project_id: notice.app.as_str(),
                action,
            })
        }
        Action::LetterReviewed { flow, context_id, rejected, service, of_account: _ } => {
            serde_json::to_vec(&Reviewed {
                flow_id: flow.to_string(),
                service_id: uuid(*service),
                result: if rejected.is_some() { "REJECT" } else { "PASS" },
                auditing: rejected.as_deref().unwrap_or("审核通过"),
                context_id: context_id.as_deref(),
                action,
            })
        }
        Action::PersonVerified { .. }
        | Action::OrganizationVerified { .. }
        | Action::PersonGranted { .. }
        | Action::OrganizationGranted { .. }
        | Action::GrantCancelled { .. }
        | Action::FacePageOpened => return Vec::new(),
    };
    written.expect("a notice has only string keys")
}
