//! Verifying an organization inside a flow, after its transactor has passed 应用授权 and is verified himself:
//! 组织信息核验, choice of a method, proof, end.
//!
//! What all methods share lives here; what is a method's own lives in `method/`.

use serde::{Deserialize, Serialize};

use crate::claim::{Identity, PersonClaim};
use crate::event::EventKind;
use crate::flow::approval::Verified;
use crate::flow::context::Context;
use crate::flow::identity_service::{self, Start, account};
use crate::flow::letter::{Letter, LetterFile, LetterState};
use crate::flow::method::bank_transfer::{Direction, Transfer};
use crate::flow::method::face::FaceCheck;
use crate::flow::method::legal_rep_authorization::SignTask;
use crate::flow::method::legal_rep_in_person::FreshProof;
use crate::flow::method::{
    Method, OrgMethod, OrgProof, alipay_quick, legal_rep_authorization, legal_rep_in_person,
};
use crate::flow::verification::Verification;
use crate::flow::{Flow, Progress, approval};
use crate::id::OrgId;
use crate::identity::corporate_account::CorporateAccountNum;
use crate::identity::document::Document;
use crate::identity::mobile::Mobile;
use crate::identity::name::PersonName;
use crate::identity::organization_code::OrgCode;
use crate::identity::organization_name::OrgName;
use crate::notice::Action;
use crate::org_claim::{OrgClaim, OrgField};
use crate::organizations::{OrgRealName, VerifiedAccount};
use crate::outages;
use crate::refusal::Refusal;
use crate::time::{DayCount, Time};
use crate::world::registry::OrgComparison;

/// An organization's verification under way.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct OrgVerification {
    /// What the transactor has typed so far.
    pub typed: OrgClaim,
    /// How the transactor was verified, if that was in this flow.
    pub transactor_verified: Option<(Method, bool)>,
    /// Comparisons that failed in this flow on the day of the last.
    pub failures: DayCount,
    /// Where he stands.
    pub step: OrgStep,
}

/// Where an organization's verification stands.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum OrgStep {
    /// 组织信息核验.
    Entering,
    /// The factors agree; a proof is wanted.
    Proving(Box<Proving>),
}

/// An organization whose factors agree, on its way to a proof.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Proving {
    /// Which organization.
    pub organization: Compared,
    /// Whether the transactor is its legal representative.
    pub by_legal_rep: bool,
    /// Who acts for it, where a call has said so.
    pub agent: Option<Identity>,
    /// All bank transfers.
    pub transfer: Transfer,
    /// How many links for signing were issued.
    pub signs_issued: u32,
    /// To whom a link for signing was sent, and when last; `None` while there are only QR codes.
    pub sign_sent: Option<(Mobile, Time)>,
    /// Failed attempts to prove oneself the legal representative, on the day of the last.
    pub sign_failures: DayCount,
    /// The method under way.
    pub stage: Stage,
}

/// The factors that the registry has confirmed.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Compared {
    /// Name.
    pub name: OrgName,
    /// Code.
    pub code: OrgCode,
    /// Name of the legal representative.
    pub legal_rep_name: PersonName,
    /// His document, once known.
    pub legal_rep_document: Option<Document>,
}

/// The method under way.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Stage {
    /// At the choice of methods.
    Choosing,
    /// 法人快捷认证.
    AlipayQuick(FaceCheck),
    /// 法定代表人认证.
    LegalRepInPerson(FreshProof),
    /// 法人授权认证.
    LegalRepAuthorization(SignTask),
    /// 对公打款认证.
    BankTransfer(Direction),
}

impl Stage {
    /// Which method it is.
    pub fn method(&self) -> Option<OrgMethod> {
        match self {
            Self::Choosing => None,
            Self::AlipayQuick(_) => Some(OrgMethod::AlipayQuick),
            Self::LegalRepInPerson(_) => Some(OrgMethod::LegalRepInPerson),
            Self::LegalRepAuthorization(_) => Some(OrgMethod::LegalRepAuthorization),
            Self::BankTransfer(_) => Some(OrgMethod::BankTransfer),
        }
    }
}

/// Begins with the organization once the transactor is verified.
pub fn begin(flow: &mut Flow, context: &mut Context<'_>, transactor_verified: Option<(Method, bool)>) {
    let verification = OrgVerification {
        typed: OrgClaim::default(),
        transactor_verified,
        failures: DayCount::default(),
        step: OrgStep::Entering,
    };
    flow.progress = Progress::Organizing(Box::new(verification));
    flow.skip_verification_of_the_verified(context);
}

/// Moves on a flow whose organization turns out to be verified already: as the link names it, or as
/// somebody else has had it verified meanwhile.
pub fn skip_verification_of_the_verified(flow: &mut Flow, context: &mut Context<'_>) {
    let Progress::Organizing(verification) = &flow.progress else { return };
    let named = match &verification.step {
        OrgStep::Proving(proving) => verified_as(context, &proving.organization),
        OrgStep::Entering => flow.organization.filter(|id| {
            // A stated code that was verified under another name is a renaming: not this one.
            let account = context.organizations.get(*id);
            account.is_some_and(|account| account.real_name.is_some()) && !is_renaming(flow, context)
        }),
    };
    if let Some(id) = named {
        flow.organization = Some(id);
        complete(flow, context, None);
    }
}

/// The verified account of these very factors.
fn verified_as(context: &Context<'_>, compared: &Compared) -> Option<OrgId> {
    let id = context.organizations.by_code(&compared.code)?;
    let account = context.organizations.get(id)?;
    (account.name == compared.name).then_some(id)
}

fn is_renaming(flow: &Flow, context: &Context<'_>) -> bool {
    let Some(claim) = flow.link.organization.as_ref().map(|wanted| &wanted.claim) else { return false };
    let held = claim.code.as_ref().and_then(|code| context.organizations.by_code(code));
    let held = held.and_then(|id| context.organizations.get(id));
    matches!((held, &claim.name), (Some(account), Some(name)) if account.name != *name)
}

/// 同意并继续: compares three factors, or four with the legal representative's document.
///
/// # Errors
/// [`Refusal::OutOfStep`], [`Refusal::OrgFieldLocked`], [`Refusal::TriesExhausted`], [`Refusal::DataSourceDown`],
/// [`Refusal::OrgComparisonFailed`].
pub fn submit(flow: &mut Flow, context: &mut Context<'_>, compared: Compared) -> Result<(), Refusal> {
    let claim = OrgClaim {
        name: Some(compared.name.clone()),
        code_type: Some(compared.code.kind()),
        code: Some(compared.code),
        legal_rep_name: Some(compared.legal_rep_name.clone()),
        legal_rep_document_type: compared.legal_rep_document.as_ref().map(Document::kind),
        legal_rep_document: compared.legal_rep_document.clone(),
        account_number: None,
    };
    check_locks(flow, &claim)?;
    let (today, failures_max) = (context.at.shanghai_day(), context.rules.method_failures_per_day_max);
    let verification = verification_mut(flow)?;
    if verification.step != OrgStep::Entering {
        return Err(Refusal::OutOfStep);
    }
    if verification.failures.on(today) >= failures_max {
        return Err(Refusal::TriesExhausted);
    }
    account::check_organization(flow, context, &compared)?;
    outages::data_source(context.rules, context.key, context.at)?;
    let verification = verification_mut(flow)?;
    verification.typed.lay_over(claim);
    let comparison = compare(context, &compared);
    if comparison != OrgComparison::Match {
        verification.failures.count(today);
        flow.tell(context, EventKind::OrgComparisonFailed(comparison.clone()));
        return Err(Refusal::OrgComparisonFailed { comparison });
    }
    let Compared { code, legal_rep_name, legal_rep_document, .. } = &compared;
    let by_legal_rep = transactor(flow, context).is_ok_and(|transactor| {
        is_legal_rep(context, &transactor, code, legal_rep_name, legal_rep_document.as_ref())
    });
    flow.tell(context, EventKind::OrgComparisonPassed);
    let proving = Proving {
        organization: compared,
        by_legal_rep,
        agent: None,
        transfer: Transfer::default(),
        signs_issued: 0,
        sign_sent: None,
        sign_failures: DayCount::default(),
        stage: Stage::Choosing,
    };
    verification_mut(flow)?.step = OrgStep::Proving(Box::new(proving));
    // One that was approved before is another organization's.
    flow.letter = None;
    flow.skip_verification_of_the_verified(context);
    Ok(())
}

/// What is said of the factors: by the registry, and of an organization that it does not list by the accounts.
/// A name belongs to one organization there too.
pub fn compare(context: &Context<'_>, compared: &Compared) -> OrgComparison {
    if name_is_anothers(context, compared) {
        return OrgComparison::Mismatch(vec![OrgField::Code]);
    }
    let Compared { name, code, legal_rep_name, legal_rep_document } = compared;
    context.world.compare_organization(name, code, legal_rep_name, legal_rep_document.as_ref())
}

fn name_is_anothers(context: &Context<'_>, compared: &Compared) -> bool {
    let bearer = context.organizations.by_name(&compared.name).and_then(|id| context.organizations.get(id));
    let verified = bearer.and_then(|account| account.real_name.as_ref());
    let is_listed = context.world.legal_rep_of(&compared.code).is_some();
    !is_listed && verified.is_some_and(|real_name| real_name.code != compared.code)
}

/// Whether the transactor is the legal representative of the organization of this code: by his verified ID number
/// and the registry's.
/// Unknown: of an organization that the registry does not list, what was stated of it decides; the number if
/// one is known, else the name.
pub fn is_legal_rep(
    context: &Context<'_>,
    transactor: &Identity,
    code: &OrgCode,
    name: &PersonName,
    document: Option<&Document>,
) -> bool {
    let listed = context.world.legal_rep_of(code).map(|listed| &listed.document);
    listed.or(document).map_or(transactor.name == *name, |document| transactor.document == *document)
}

/// The verified identity of whoever operates the flow.
///
/// # Errors
/// [`Refusal::OutOfStep`] if nobody verified does.
pub fn transactor(flow: &Flow, context: &Context<'_>) -> Result<Identity, Refusal> {
    if flow.link.identity_service.is_some() {
        let PersonClaim { name, document, .. } = flow.link.claim.clone();
        return match (name, document) {
            (Some(name), Some(document)) => Ok(Identity { name, document }),
            _ => Err(Refusal::OutOfStep),
        };
    }
    let account = flow.account.and_then(|id| context.accounts.get(id)).ok_or(Refusal::OutOfStep)?;
    let real_name = account.real_name.as_ref().ok_or(Refusal::OutOfStep)?;
    Ok(Identity { name: real_name.name.clone(), document: real_name.document.clone() })
}

/// Whether the transactor's own verification happened in this flow.
pub fn transactor_verified_here(flow: &Flow) -> bool {
    matches!(&flow.progress, Progress::Organizing(verification) if verification.transactor_verified.is_some())
}

fn check_locks(flow: &Flow, claim: &OrgClaim) -> Result<(), Refusal> {
    let wanted = flow.link.organization.as_ref().ok_or(Refusal::OutOfStep)?;
    let locked = wanted.locked();
    let changed = wanted.claim.differences(claim).into_iter().find(|field| locked.contains(field));
    changed.map_or(Ok(()), |field| Err(Refusal::OrgFieldLocked { field }))
}

/// Whether the account that the transactor gives may be given: a locked one may not be changed.
///
/// # Errors
/// [`Refusal::OrgFieldLocked`].
pub fn check_account_number(flow: &Flow, number: &CorporateAccountNum) -> Result<(), Refusal> {
    check_locks(flow, &OrgClaim { account_number: Some(number.clone()), ..OrgClaim::default() })
}

/// Opens a method.
///
/// # Errors
/// [`Refusal::OutOfStep`], [`Refusal::MethodUnavailable`] for one that was not offered to this transactor.
pub fn choose(
    flow: &mut Flow,
    context: &mut Context<'_>,
    method: OrgMethod,
    straight: bool,
) -> Result<(), Refusal> {
    let offered = methods(flow);
    let proving = proving_mut(flow)?;
    if proving.stage.method() == Some(method) {
        return Ok(());
    }
    if !offered.contains(&method) {
        return Err(Refusal::MethodUnavailable);
    }
    // From an old form a method is chosen while another is under way.
    leave(flow, context)?;
    flow.tell(context, EventKind::OrgMethodChosen(method));
    match method {
        OrgMethod::AlipayQuick => alipay_quick::open(flow, context, straight),
        OrgMethod::LegalRepInPerson => legal_rep_in_person::open(flow, context),
        OrgMethod::LegalRepAuthorization => legal_rep_authorization::open(flow, context),
        OrgMethod::BankTransfer => {
            proving_mut(flow)?.stage = Stage::BankTransfer(Direction::Forward);
            Ok(())
        }
    }
}

/// The methods on offer to this flow's transactor.
pub fn methods(flow: &Flow) -> Vec<OrgMethod> {
    let both = flow.link.organization.as_ref().zip(proving(flow));
    both.map(|(wanted, proving)| wanted.methods(proving.by_legal_rep)).unwrap_or_default()
}

/// Goes back to the choice of methods. Links and codes of the method are worth nothing then; money and
/// letter stay.
///
/// # Errors
/// [`Refusal::OutOfStep`].
pub fn leave(flow: &mut Flow, context: &mut Context<'_>) -> Result<(), Refusal> {
    let proving = proving_mut(flow)?;
    let Some(method) = proving.stage.method() else { return Ok(()) };
    proving.stage = Stage::Choosing;
    flow.tell(context, EventKind::OrgMethodLeft(method));
    Ok(())
}

/// Verifies the organization once both letter and money hold, in whichever order they came.
pub fn pass_if_both_hold(flow: &mut Flow, context: &mut Context<'_>) {
    let letter_needed = match &flow.link.identity_service {
        Some(service) if service.start != Start::Pages => context.rules.service_letter_needed,
        Some(_) | None => context.rules.letter_needed,
    };
    let money_holds = transfer_of(flow).is_some_and(Transfer::money_holds);
    if money_holds && (approved_letter(flow).is_some() || !letter_needed) {
        // Reviewers come late too: what was verified meanwhile is not verified again.
        flow.skip_verification_of_the_verified(context);
        pass(flow, context, OrgProof::BankTransfer);
    }
}

/// Binds the confirmed organization to its account and goes on to the grant. If another has been verified
/// under its name meanwhile, the transactor is back at the form.
pub fn pass(flow: &mut Flow, context: &mut Context<'_>, proof: OrgProof) {
    if flow.link.identity_service.is_some() {
        return identity_service::organization::pass(flow, context, proof);
    }
    let (Some(transactor), Some(proving)) = (flow.account, proving(flow).cloned()) else { return };
    if name_is_anothers(context, &proving.organization) {
        flow.drop_letter_timer(context);
        if let Ok(verification) = verification_mut(flow) {
            verification.failures.count(context.at.shanghai_day());
            verification.step = OrgStep::Entering;
        }
        let comparison = OrgComparison::Mismatch(vec![OrgField::Code]);
        return flow.tell(context, EventKind::OrgComparisonFailed(comparison));
    }
    let account = match proof {
        OrgProof::BankTransfer => verified_account(&proving.transfer, approved_letter(flow)),
        OrgProof::AlipayQuick
        | OrgProof::LegalRep
        | OrgProof::LegalRepWillingness
        | OrgProof::LegalRepAuthorization => None,
    };
    let Compared { name, code, legal_rep_name, legal_rep_document } = proving.organization;
    let held = context.organizations.by_code(&code);
    let renamed = held.is_some();
    let id = match held.or_else(|| context.organizations.by_name(&name)) {
        Some(id) => id,
        None => context.open_organization(&name),
    };
    let legal_rep_document = match (proof, legal_rep_document) {
        (_, Some(document)) => Some(document),
        (OrgProof::AlipayQuick | OrgProof::LegalRep | OrgProof::LegalRepWillingness, None) => {
            self::transactor(flow, context).ok().map(|transactor| transactor.document)
        }
        (OrgProof::LegalRepAuthorization | OrgProof::BankTransfer, None) => None,
    };
    let at = context.at;
    let real_name =
        OrgRealName { name: name.clone(), code, legal_rep_name, legal_rep_document, proof, account, at };
    context.organizations.verify(id, real_name, transactor);
    flow.organization = Some(id);
    flow.tell(context, EventKind::OrgVerified(proof));
    let (mobile, mail) = flow.transactor_address(context);
    flow.notify(
        context,
        &Action::OrganizationVerified { org_id: id, name, renamed, psn_id: transactor, mobile, mail },
    );
    complete(flow, context, Some(proof));
}

fn approved_letter(flow: &Flow) -> Option<LetterFile> {
    match &flow.letter {
        Some(Letter { file, state: LetterState::Approved { .. }, .. }) => Some(*file),
        Some(Letter { state: LetterState::Reviewing { .. } | LetterState::Rejected { .. }, .. }) | None => {
            None
        }
    }
}

fn verified_account(transfer: &Transfer, letter: Option<LetterFile>) -> Option<VerifiedAccount> {
    let forward = transfer.forward.as_ref().filter(|forward| forward.payout.is_confirmed());
    if let Some(forward) = forward {
        return Some(VerifiedAccount { number: forward.number.clone(), cnaps: Some(forward.cnaps), letter });
    }
    let received = transfer.reverse.as_ref().and_then(|reverse| reverse.received_from())?;
    Some(VerifiedAccount { number: received.parse().ok()?, cnaps: None, letter })
}

/// Ends the flow of a verified organization, or has its administrator asked.
fn complete(flow: &mut Flow, context: &mut Context<'_>, verified: Option<OrgProof>) {
    let Progress::Organizing(verification) = &flow.progress else { return };
    let transactor = verification.transactor_verified;
    flow.drop_letter_timer(context);
    approval::ask(flow, context, Verified { transactor, organization: verified });
}

/// The verification under way.
///
/// # Errors
/// As for [`Flow::verification_mut`].
pub fn verification_mut(flow: &mut Flow) -> Result<&mut OrgVerification, Refusal> {
    match &mut flow.progress {
        Progress::Organizing(verification) => Ok(verification),
        Progress::Open | Progress::Verifying(_) | Progress::Willing(_) | Progress::Approving(_) => {
            Err(Refusal::OutOfStep)
        }
        Progress::Passed { .. } | Progress::NotApproved { .. } | Progress::Failed { .. } => {
            Err(Refusal::FlowEnded)
        }
        Progress::Expired { .. } => Err(Refusal::FlowExpired),
    }
}

/// The proof under way, to change it.
///
/// # Errors
/// As for [`verification_mut`].
pub fn proving_mut(flow: &mut Flow) -> Result<&mut Proving, Refusal> {
    match &mut verification_mut(flow)?.step {
        OrgStep::Proving(proving) => Ok(proving),
        OrgStep::Entering => Err(Refusal::OutOfStep),
    }
}

/// The proof under way.
pub fn proving(flow: &Flow) -> Option<&Proving> {
    let Progress::Organizing(verification) = &flow.progress else { return None };
    match &verification.step {
        OrgStep::Proving(proving) => Some(proving),
        OrgStep::Entering => None,
    }
}

/// Bank transfers of the proof under way.
pub fn transfer_of(flow: &Flow) -> Option<&Transfer> {
    proving(flow).map(|proving| &proving.transfer)
}

/// Bank transfers of the proof under way, to change them.
pub fn transfer_mut(flow: &mut Flow) -> Option<&mut Transfer> {
    proving_mut(flow).ok().map(|proving| &mut proving.transfer)
}

impl OrgVerification {
    /// The face check of the method under way.
    pub fn face_check(&self) -> Option<&FaceCheck> {
        use crate::flow::method::legal_rep_authorization::SignState;
        use crate::flow::verification::Step;
        let OrgStep::Proving(proving) = &self.step else { return None };
        match &proving.stage {
            Stage::AlipayQuick(check) => Some(check),
            Stage::LegalRepInPerson(FreshProof {
                verification: Verification { step: Step::Face(check), .. },
                ..
            }) => Some(check),
            Stage::LegalRepAuthorization(SignTask { state: SignState::Face(check), .. }) => Some(check),
            Stage::Choosing
            | Stage::LegalRepInPerson(_)
            | Stage::LegalRepAuthorization(_)
            | Stage::BankTransfer(_) => None,
        }
    }

    /// The face check of the method under way, to change it.
    pub fn face_check_mut(&mut self) -> Option<&mut FaceCheck> {
        use crate::flow::method::legal_rep_authorization::SignState;
        use crate::flow::verification::Step;
        let OrgStep::Proving(proving) = &mut self.step else { return None };
        match &mut proving.stage {
            Stage::AlipayQuick(check) => Some(check),
            Stage::LegalRepInPerson(FreshProof {
                verification: Verification { step: Step::Face(check), .. },
                ..
            }) => Some(check),
            Stage::LegalRepAuthorization(SignTask { state: SignState::Face(check), .. }) => Some(check),
            Stage::Choosing
            | Stage::LegalRepInPerson(_)
            | Stage::LegalRepAuthorization(_)
            | Stage::BankTransfer(_) => None,
        }
    }

    /// The fresh proof under way, if the method is 法定代表人认证.
    pub fn fresh_proof(&self) -> Option<&FreshProof> {
        match &self.step {
            OrgStep::Proving(proving) => match &proving.stage {
                Stage::LegalRepInPerson(proof) => Some(proof),
                Stage::Choosing
                | Stage::AlipayQuick(_)
                | Stage::LegalRepAuthorization(_)
                | Stage::BankTransfer(_) => None,
            },
            OrgStep::Entering => None,
        }
    }

    /// The fresh proof under way, to change it.
    pub fn fresh_proof_mut(&mut self) -> Option<&mut FreshProof> {
        match &mut self.step {
            OrgStep::Proving(proving) => match &mut proving.stage {
                Stage::LegalRepInPerson(proof) => Some(proof),
                Stage::Choosing
                | Stage::AlipayQuick(_)
                | Stage::LegalRepAuthorization(_)
                | Stage::BankTransfer(_) => None,
            },
            OrgStep::Entering => None,
        }
    }
}
