//! The grant at the end of an organization's flow. An administrator's or the legal representative's own
//! consent is enough; anybody else's waits for the administrator (auth3/kcbdu7).

use serde::{Deserialize, Serialize};

use crate::event::EventKind;
use crate::flow::context::Context;
use crate::flow::grant::{Grant, Scope};
use crate::flow::method::{Method, OrgProof};
use crate::flow::organization;
use crate::flow::{Flow, Progress};
use crate::notice::Action;
use crate::organizations::OrgRealName;
use crate::refusal::Refusal;
use crate::time::Time;

/// What was verified in a flow: a person by a method, an organization by a proof.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Verified {
    /// The person, which is the transactor where an organization is, if it was in this flow.
    pub transactor: Option<(Method, bool)>,
    /// The organization, if it was in this flow.
    pub organization: Option<OrgProof>,
}

/// What the transactor is to the organization.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Standing {
    legal_rep: bool,
    admin: bool,
}

impl Flow {
    /// What was verified in this flow, once all is that was to be.
    pub fn verified(&self) -> Option<Verified> {
        match &self.progress {
            Progress::Approving(verified)
            | Progress::Passed { verified, .. }
            | Progress::NotApproved { verified, .. } => Some(*verified),
            Progress::Expired { verified, .. } => *verified,
            Progress::Open
            | Progress::Verifying(_)
            | Progress::Willing(_)
            | Progress::Organizing(_)
            | Progress::Failed { .. } => None,
        }
    }

    /// Whether the legal representative has signed: his letter is what verified the organization here.
    pub fn is_signed(&self) -> bool {
        self.verified().and_then(|verified| verified.organization) == Some(OrgProof::LegalRepAuthorization)
    }
}

/// Grants what was asked, or has the administrator asked; without scopes the flow just ends.
pub fn ask(flow: &mut Flow, context: &mut Context<'_>, verified: Verified) {
    if flow.link.scopes.is_empty() {
        return end(flow, context, verified, None);
    }
    let standing = standing(flow, context);
    if standing.admin || standing.legal_rep || !context.rules.approval_needed {
        grant(flow, context, verified, false);
    } else {
        flow.approval_asked = Some(context.at);
        flow.progress = Progress::Approving(verified);
        flow.tell(context, EventKind::ApprovalAsked);
    }
}

/// The administrator decides.
///
/// # Errors
/// [`Refusal::ApprovalUnknown`] if nothing waits for him.
pub fn decide(flow: &mut Flow, context: &mut Context<'_>, approve: bool) -> Result<(), Refusal> {
    let Progress::Approving(verified) = flow.progress else {
        return Err(Refusal::ApprovalUnknown);
    };
    if approve {
        flow.tell(context, EventKind::Approved);
        let seal = flow.link.organization.as_ref().is_some_and(|wanted| wanted.transactor_uses_seal);
        grant(flow, context, verified, seal);
    } else {
        let progress = Progress::NotApproved { at: context.at, verified };
        flow.finish(context, progress, EventKind::NotApproved);
    }
    Ok(())
}

fn grant(flow: &mut Flow, context: &mut Context<'_>, verified: Verified, seal: bool) {
    let (Some(psn_id), Some(org_id)) = (flow.account, flow.organization) else { return };
    let Standing { legal_rep, admin } = standing(flow, context);
    let (at, scopes) = (context.at, flow.link.scopes);
    let expires = at + context.rules.grant_life;
    let grant = |scopes| Grant { app: flow.link.app.clone(), scopes, effective: at, expires };
    // A right about the person is his to give, one about the organization the organization's.
    let (persons, organizations): (Vec<Scope>, Vec<Scope>) =
        scopes.iter().partition(|scope| scope.is_of_person());
    let persons = grant(persons.into_iter().collect());
    let organizations = grant(organizations.into_iter().collect());
    if !persons.scopes.is_empty() {
        context.accounts.change(psn_id, |account| account.grant(persons));
    }
    if !organizations.scopes.is_empty() {
        context.organizations.change(org_id, |account| account.grant(organizations));
    }
    flow.tell(context, EventKind::Granted(scopes));
    let action = Action::OrganizationGranted {
        org_id,
        psn_id,
        scopes,
        effective: at,
        expires,
        legal_rep,
        admin,
        seal: seal && !admin && !legal_rep,
    };
    flow.notify(context, &action);
    end(flow, context, verified, Some(expires));
}

fn end(flow: &mut Flow, context: &mut Context<'_>, verified: Verified, granted_until: Option<Time>) {
    let progress = Progress::Passed { at: context.at, verified, granted_until };
    flow.finish(context, progress, EventKind::Finished);
}

fn standing(flow: &Flow, context: &Context<'_>) -> Standing {
    let account = flow.organization.and_then(|id| context.organizations.get(id));
    let transactor = organization::transactor(flow, context).ok();
    let (Some(account), Some(transactor)) = (account, transactor) else {
        return Standing { legal_rep: false, admin: false };
    };
    let legal_rep = account.real_name.as_ref().is_some_and(
        |OrgRealName { code, legal_rep_name, legal_rep_document, .. }| {
            organization::is_legal_rep(
                context,
                &transactor,
                code,
                legal_rep_name,
                legal_rep_document.as_ref(),
            )
        },
    );
    Standing { legal_rep, admin: account.admin == flow.account }
}
