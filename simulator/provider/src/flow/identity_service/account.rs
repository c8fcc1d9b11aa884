//! 实名: what an account says of its holder is laid over what the call says, and may not be changed on pages; who
//! turned out to be whom the account says, has it verified.

use crate::app_accounts::{AppAccounts, Holder, HolderKind, OrganizationHolder, PersonHolder, WhichAccount};
use crate::claim::{Field, Identity, PersonClaim};
use crate::event::EventKind;
use crate::flow::Flow;
use crate::flow::context::Context;
use crate::flow::identity_service::{OfAccount, Start};
use crate::flow::link::Link;
use crate::flow::organization::Compared;
use crate::id::{AccountId, AppId};
use crate::identity::document::DocumentType;
use crate::identity::organization_document::OrgDocument;
use crate::org_claim::{OrgClaim, OrgField};
use crate::refusal::Refusal;

/// Lays the accounts that a call names over what it says.
///
/// # Errors
/// [`Refusal::AccountUnknown`]; [`Refusal::PersonNotFound`] and [`Refusal::OrganizationNotFound`] for an account of
/// the other kind; [`Refusal::PersonVerified`] and [`Refusal::OrganizationVerified`] where nobody may be verified once
/// more; [`Refusal::ClaimIncomplete`], [`Refusal::OrgAccountIncomplete`] and [`Refusal::DocumentKindNotTaken`] where
/// a call compares what the account does not say; [`Refusal::AgentNotVerified`].
pub fn lay_over(link: &mut Link, accounts: &AppAccounts) -> Result<(), Refusal> {
    let Some(service) = link.identity_service.as_deref() else { return Ok(()) };
    let Some(of) = service.account.as_deref().cloned() else { return Ok(()) };
    let start = service.start;
    if link.organization.is_some() {
        organization(link, accounts, start, &of)
    } else {
        person(link, accounts, start, &of)
    }
}

fn person(link: &mut Link, accounts: &AppAccounts, start: Start, of: &OfAccount) -> Result<(), Refusal> {
    let (holder, is_verified) = person_of(accounts, &link.app, of.id)?;
    if is_verified && !of.repeatable {
        return Err(Refusal::PersonVerified);
    }
    lay_person_over(link, holder);
    let lacks = |field| Err(Refusal::ClaimIncomplete { field });
    let kind = link.claim.document.as_ref().map(|document| document.kind());
    match (start, &link.claim.name, kind) {
        (Start::Pages | Start::Organization { .. }, ..) => Ok(()),
        (_, None, _) => lacks(Field::Name),
        (_, _, None) => lacks(Field::Document),
        (Start::Mobile3, _, Some(DocumentType::IdCard)) | (Start::Bankcard4, _, Some(_)) => Ok(()),
        (Start::Mobile3, _, Some(_)) | (Start::Face(_), _, Some(DocumentType::Passport)) => {
            Err(Refusal::DocumentKindNotTaken)
        }
        (Start::Face(_), _, Some(_)) => Ok(()),
    }
}

fn organization(
    link: &mut Link,
    accounts: &AppAccounts,
    start: Start,
    of: &OfAccount,
) -> Result<(), Refusal> {
    let (holder, is_verified) =
        match accounts.find(&link.app, &WhichAccount::Id(of.id), HolderKind::Organization) {
            Ok(account) => match &account.holder {
                Holder::Organization(holder) => (holder.clone(), account.verified.is_some()),
                Holder::Person(_) => return Err(organization_not_found(of.id)),
            },
            Err(Refusal::AppAccountOfOtherKind) => return Err(organization_not_found(of.id)),
            Err(_) => return Err(Refusal::AccountUnknown { who: of.id.to_string() }),
        };
    if is_verified && !of.repeatable {
        return Err(Refusal::OrganizationVerified);
    }
    let agent = of.agent.map(|agent| person_of(accounts, &link.app, agent)).transpose()?;
    let Some(wanted) = &mut link.organization else { return Err(Refusal::OutOfStep) };
    let code = match holder.document {
        Some(OrgDocument::Code(code)) => Some(code),
        Some(OrgDocument::Other(_)) | None => None,
    };
    let stated = OrgClaim {
        name: holder.name,
        code_type: code.as_ref().map(|code| code.kind()),
        code,
        legal_rep_name: holder.legal_rep_name,
        legal_rep_document_type: holder.legal_rep_document.as_ref().map(|document| document.kind()),
        legal_rep_document: holder.legal_rep_document,
        account_number: None,
    };
    let fixed = stated.stated();
    wanted.claim.lay_over(stated);
    wanted.editable.retain(|field| !fixed.contains(field));
    let OrgClaim { name, code, legal_rep_name, legal_rep_document, .. } = &wanted.claim;
    let missing = [
        (OrgField::Code, code.is_none()),
        (OrgField::Name, name.is_none()),
        (OrgField::LegalRepName, legal_rep_name.is_none()),
        (
            OrgField::LegalRepDocument,
            start == Start::Organization { four_factors: true } && legal_rep_document.is_none(),
        ),
    ];
    let missing = missing.into_iter().find_map(|(field, is_missing)| is_missing.then_some(field));
    if let (Start::Organization { .. }, Some(field)) = (start, missing) {
        return Err(Refusal::OrgAccountIncomplete { field });
    }
    match agent {
        Some((_, false)) if start != Start::Pages => Err(Refusal::AgentNotVerified),
        Some((agent, _)) => {
            lay_person_over(link, agent);
            Ok(())
        }
        None => Ok(()),
    }
}

/// A person's account: whom it is of, and whether it is verified.
fn person_of(accounts: &AppAccounts, app: &AppId, id: AccountId) -> Result<(PersonHolder, bool), Refusal> {
    let not_found = || Refusal::PersonNotFound { by: id.to_string() };
    match accounts.find(app, &WhichAccount::Id(id), HolderKind::Person) {
        Ok(account) => match &account.holder {
            Holder::Person(holder) => Ok((holder.clone(), account.verified.is_some())),
            Holder::Organization(_) => Err(not_found()),
        },
        Err(Refusal::AppAccountOfOtherKind) => Err(not_found()),
        Err(_) => Err(Refusal::AccountUnknown { who: id.to_string() }),
    }
}

fn organization_not_found(id: AccountId) -> Refusal {
    Refusal::OrganizationNotFound { by: id.to_string() }
}

/// Name and document are the account's; its number is not: the call or the page says which one proves him.
fn lay_person_over(link: &mut Link, holder: PersonHolder) {
    let PersonHolder { name, document, .. } = holder;
    let document_type = document.as_ref().map(|document| document.kind());
    let stated = PersonClaim { name, document_type, document, ..PersonClaim::default() };
    let fixed = stated.stated();
    link.claim.lay_over(stated);
    link.editable.retain(|field| !fixed.contains(field));
}

/// Whether whoever acts for the organization was verified before: his pages then begin with the organization.
pub fn agent_is_verified(flow: &Flow, context: &Context<'_>) -> bool {
    let agent = of_account(flow).and_then(|of| of.agent);
    agent.is_some_and(|agent| {
        person_of(context.app_accounts, &flow.link.app, agent).is_ok_and(|(_, is_verified)| is_verified)
    })
}

/// Whether a person's account, be it the flow's own or the agent's, may still be verified as whom `claim` says. Since
/// the flow began it may have been changed, deleted, or verified in another flow.
///
/// # Errors
/// [`Refusal::AccountUnknown`], [`Refusal::IdentityDiffers`]; [`Refusal::PersonVerified`] where nobody may be verified once more.
pub fn check_person(flow: &Flow, context: &Context<'_>, claim: &PersonClaim) -> Result<(), Refusal> {
    let Some((of, id)) = of_account(flow).and_then(|of| Some((of, person_id(flow, of)?))) else {
        return Ok(());
    };
    let is_verified = context.app_accounts.check_fits(id, &person_found(claim))?;
    if is_verified && id == of.id && !of.repeatable { Err(Refusal::PersonVerified) } else { Ok(()) }
}

/// The same of an organization's account.
///
/// # Errors
/// [`Refusal::AccountUnknown`], [`Refusal::OrganizationDiffers`], [`Refusal::OrganizationVerified`].
pub fn check_organization(flow: &Flow, context: &Context<'_>, compared: &Compared) -> Result<(), Refusal> {
    let Some(of) = of_account(flow) else { return Ok(()) };
    let is_verified = context.app_accounts.check_fits(of.id, &organization_found(compared))?;
    if is_verified && !of.repeatable { Err(Refusal::OrganizationVerified) } else { Ok(()) }
}

/// The account of the person whom the flow is about, or who acts for its organization.
fn person_id(flow: &Flow, of: &OfAccount) -> Option<AccountId> {
    if flow.link.organization.is_some() { of.agent } else { Some(of.id) }
}

fn person_found(claim: &PersonClaim) -> Holder {
    Holder::Person(PersonHolder {
        name: claim.name.clone(),
        document_type: claim.document.as_ref().map(|document| document.kind()),
        document: claim.document.clone(),
        ..PersonHolder::default()
    })
}

fn organization_found(compared: &Compared) -> Holder {
    let document = OrgDocument::Code(compared.code);
    Holder::Organization(OrganizationHolder {
        name: Some(compared.name.clone()),
        document_type: Some(document.kind()),
        document: Some(document),
        legal_rep_name: Some(compared.legal_rep_name.clone()),
        legal_rep_document: compared.legal_rep_document.clone(),
        creator: None,
    })
}

/// A person has proven to be who he says: his account is verified, be it the flow's own or the agent's.
pub fn person_passed(flow: &mut Flow, context: &mut Context<'_>, identity: &Identity) {
    let id = of_account(flow).and_then(|of| person_id(flow, of));
    verify(flow, context, id, person_found(&PersonClaim::from(identity)));
}

/// The organization is proven: its account is verified.
pub fn organization_passed(flow: &mut Flow, context: &mut Context<'_>, compared: &Compared) {
    let id = of_account(flow).map(|of| of.id);
    verify(flow, context, id, organization_found(compared));
}

fn verify(flow: &mut Flow, context: &mut Context<'_>, id: Option<AccountId>, found: Holder) {
    let Some(id) = id else { return };
    if context.app_accounts.verify(id, context.at, found) {
        flow.tell(context, EventKind::AppAccountVerified(id));
    }
}

fn of_account(flow: &Flow) -> Option<&OfAccount> {
    flow.link.identity_service.as_ref().and_then(|service| service.account.as_deref())
}
