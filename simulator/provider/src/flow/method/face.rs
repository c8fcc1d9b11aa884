//! 人脸识别: two factors, then a face check on a phone, reached by a QR code or straight on the phone.
//!
//! A check belongs to the first phone that opens it. In the Alipay app it belongs to the person
//! himself: a stranger's Alipay is turned away and the code stays valid.

use serde::{Deserialize, Serialize};

use crate::claim::{Identity, PersonClaim};
use crate::event::EventKind;
use crate::flow::context::Context;
use crate::flow::identity_service::{self, Failure};
use crate::flow::method::{Method, OrgProof, legal_rep_authorization};
use crate::flow::organization::{self, Stage};
use crate::flow::verification::{self, Proof, Step};
use crate::flow::{Flow, Progress, Willingness};
use crate::id::FaceTicketId;
use crate::identity::mobile::Mobile;
use crate::notice::{Action, Receiver};
use crate::refusal::Refusal;
use crate::rules::Rules;
use crate::time::{Span, Time};
use crate::world::face::FaceFact;

/// A score of 100 in hundredths.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Score(pub u32);

impl std::fmt::Display for Score {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(formatter, "{}.{:02}", self.0 / 100, self.0 % 100)
    }
}

/// What a vendor says about a face that passed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct FaceScores {
    /// How like the picture of the register.
    pub similarity: Score,
    /// How certainly a living person.
    pub living: Score,
}

/// Who runs the face check.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum FaceVendor {
    /// 快捷刷脸: any phone's browser.
    Esign,
    /// 支付宝: the Alipay app only.
    Alipay,
    /// 腾讯云: any phone's browser. Only for the identity service (V2): a call orders it, or its pages offer it where
    /// the link names it.
    Tencent,
    /// 微信小程序: as Tencent's.
    WeChat,
}

/// What a person does before the camera.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum FaceAction {
    /// 眨眼: what is asked by default.
    Blink,
    /// 张嘴.
    OpenMouth,
    /// 看别处.
    LookAway,
}

/// How a face check ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum FaceOutcome {
    /// The living person of the stated identity.
    Passed,
    /// Another action than the one asked for.
    WrongAction,
    /// Somebody else's face.
    NotSamePerson,
    /// A picture or a film, no living person.
    NoLiveness,
    /// The eyes could not be seen.
    EyesCovered,
    /// Nothing happened for too long.
    TimedOut,
    /// The person gave up.
    Cancelled,
    /// The legal representative did not agree that his identity is used (法人快捷认证).
    Refused,
    /// The face is like that of the stated identity, but not enough.
    SimilarityTooLow,
    /// The vendor does not know the stated identity, whatever the register of residents says.
    IdentityUnknown,
    /// The phone's browser cannot do it.
    BrowserUnfit,
    /// The phone cannot.
    DeviceUnfit,
    /// What the person said is no answer to what was asked (PSN_AUDIO_VIDEO_ESIGN).
    AnswerWrong,
    /// Nothing could be heard.
    AnswerSilent,
    /// Speech could not be recognized just then.
    SpeechUnavailable,
    /// The vendor does not take the name.
    NameMalformed,
    /// The vendor does not take the document's number.
    NumberMalformed,
}

impl FaceOutcome {
    /// All outcomes.
    pub const ALL: [Self; 17] = [
        Self::Passed,
        Self::WrongAction,
        Self::NotSamePerson,
        Self::NoLiveness,
        Self::EyesCovered,
        Self::TimedOut,
        Self::Cancelled,
        Self::Refused,
        Self::SimilarityTooLow,
        Self::IdentityUnknown,
        Self::BrowserUnfit,
        Self::DeviceUnfit,
        Self::AnswerWrong,
        Self::AnswerSilent,
        Self::SpeechUnavailable,
        Self::NameMalformed,
        Self::NumberMalformed,
    ];
}

/// How far a face check has come.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum FaceState {
    /// Waiting for a phone.
    Issued,
    /// A phone has opened it.
    Scanned,
    /// The camera asks for an action.
    Acting(FaceAction),
    /// Over.
    Ended(FaceOutcome),
}

/// One face check.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct FaceCheck {
    /// Its id, as the QR code names it.
    pub ticket: FaceTicketId,
    /// Who runs it.
    pub vendor: FaceVendor,
    /// Whose face it must be.
    pub identity: Identity,
    /// Until when it may be opened.
    pub until: Time,
    /// Whether the person came straight from the phone's own page, without a QR code.
    pub straight: bool,
    /// How far it has come.
    pub state: FaceState,
}

/// A face check as pages see it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FaceStand {
    /// The check.
    pub check: FaceCheck,
    /// Whether its QR code is too old to be scanned.
    pub expired: bool,
    /// Failures left today.
    pub tries_left: u32,
}

impl FaceCheck {
    /// Whether it was not opened in time.
    pub fn is_too_old(&self, at: Time) -> bool {
        self.state == FaceState::Issued && at >= self.until
    }
}

/// Compares the two factors and issues a face check.
///
/// # Errors
/// A locked field, no tries left, or a failed comparison.
pub fn submit(
    flow: &mut Flow,
    context: &mut Context<'_>,
    identity: Identity,
    vendor: FaceVendor,
    straight: bool,
) -> Result<FaceTicketId, Refusal> {
    verification::begin(flow, context, Method::Face, PersonClaim::from(&identity))?;
    let comparison = context.world.compare_identity(&identity.name, &identity.document);
    verification::judge(flow, context, Method::Face, comparison)?;
    let check = issue(flow, context, vendor, identity, straight);
    let ticket = check.ticket;
    flow.verification_mut()?.step = Step::Face(check);
    Ok(ticket)
}

/// Replaces a face check by a fresh one for the same identity; the old code is worth nothing then.
///
/// # Errors
/// [`Refusal::OutOfStep`] without a check, [`Refusal::TriesExhausted`] with no tries left.
pub fn refresh(flow: &mut Flow, context: &mut Context<'_>) -> Result<FaceTicketId, Refusal> {
    let old = flow.face_check().cloned().ok_or(Refusal::OutOfStep)?;
    verification::tries_left(flow, context, Method::Face)?;
    let fresh = issue(flow, context, old.vendor, old.identity, old.straight);
    let ticket = fresh.ticket;
    if let Some(check) = flow.face_check_mut() {
        *check = fresh;
    }
    Ok(ticket)
}

/// Issues a check that proves the willingness of a person who is verified already.
///
/// # Errors
/// [`Refusal::OutOfStep`] if the flow does not ask for it.
pub fn prove_willingness(
    flow: &mut Flow,
    context: &mut Context<'_>,
    straight: bool,
) -> Result<FaceTicketId, Refusal> {
    let Progress::Willing(_) = flow.progress else { return Err(Refusal::OutOfStep) };
    let account = flow.account.and_then(|id| context.accounts.get(id));
    let real_name =
        account.as_ref().and_then(|account| account.real_name.as_ref()).ok_or(Refusal::OutOfStep)?;
    let identity = Identity { name: real_name.name.clone(), document: real_name.document.clone() };
    verification::tries_left(flow, context, Method::Face)?;
    let check = issue(flow, context, FaceVendor::Esign, identity, straight);
    let ticket = check.ticket;
    flow.progress = Progress::Willing(Some(check));
    Ok(ticket)
}

pub(crate) fn issue(
    flow: &mut Flow,
    context: &mut Context<'_>,
    vendor: FaceVendor,
    identity: Identity,
    straight: bool,
) -> FaceCheck {
    let ordinal = u64::from(flow.faces_issued);
    flow.faces_issued += 1;
    let until = context.at + life(flow, context.rules, vendor);
    let ticket = FaceTicketId(context.key.id("face", &flow.id.0.to_be_bytes(), ordinal));
    context.faces.add(ticket, flow.id);
    flow.tell(context, EventKind::FaceIssued(ticket, vendor));
    FaceCheck { ticket, vendor, identity, until, straight, state: FaceState::Issued }
}

/// How long a check may wait for its phone: as a QR code on a page, or as a link that a caller was given.
fn life(flow: &Flow, rules: &Rules, vendor: FaceVendor) -> Span {
    match (flow.by_calls(), vendor) {
        (None, _) => rules.face_ticket_life,
        (Some(_), FaceVendor::Tencent) => rules.face_link_life_tencent,
        (Some(_), FaceVendor::Alipay) => rules.face_link_life_alipay,
        (Some(_), FaceVendor::Esign | FaceVendor::WeChat) => rules.face_link_life_esign,
    }
}

/// A phone opens the check, for the first time: where it opened the check before, its page is shown
/// again and nothing happens here. `alipay` is the number whose Alipay app opens it.
///
/// # Errors
/// Another phone was first, the code is too old, or the wrong Alipay; none of these spends the code.
pub fn scan(
    flow: &mut Flow,
    context: &mut Context<'_>,
    ticket: FaceTicketId,
    alipay: Option<Mobile>,
) -> Result<(), Refusal> {
    let check = flow.current_check(ticket)?;
    if check.state != FaceState::Issued {
        flow.tell(context, EventKind::FaceTaken(ticket));
        return Err(Refusal::FaceTaken);
    }
    if check.is_too_old(context.at) {
        return Err(Refusal::FaceExpired);
    }
    if check.vendor == FaceVendor::Alipay {
        let mobile = alipay.ok_or(Refusal::AlipayNeeded)?;
        if !context.world.alipay_belongs_to(mobile, &check.identity.document) {
            flow.tell(context, EventKind::AlipayStranger(ticket));
            return Err(Refusal::AlipayStranger);
        }
    }
    check.state = FaceState::Scanned;
    flow.tell(context, EventKind::FaceScanned(ticket));
    if flow.link.identity_service.is_some() {
        // Unknown: whether an application's own address is looked at too; documented is the call's.
        let named = flow.link.notify_url.clone().map(|url| Receiver { url, subscribed: false });
        flow.notify_receivers(context, named, &Action::FacePageOpened);
    }
    Ok(())
}

/// The person agrees and starts the camera.
///
/// # Errors
/// [`Refusal::ConsentMissing`], [`Refusal::FaceExpired`], [`Refusal::OutOfStep`].
pub fn start(
    flow: &mut Flow,
    context: &mut Context<'_>,
    ticket: FaceTicketId,
    consent: bool,
) -> Result<(), Refusal> {
    let check = flow.current_check(ticket)?;
    match check.state {
        FaceState::Acting(_) => Ok(()),
        FaceState::Issued | FaceState::Ended(_) => Err(Refusal::OutOfStep),
        FaceState::Scanned if !consent => Err(Refusal::ConsentMissing),
        FaceState::Scanned => {
            check.state = FaceState::Acting(FaceAction::Blink);
            flow.tell(context, EventKind::FaceStarted(ticket, FaceAction::Blink));
            Ok(())
        }
    }
}

/// The person does something before the camera, which then judges.
///
/// # Errors
/// [`Refusal::FaceExpired`], [`Refusal::OutOfStep`].
pub fn act(
    flow: &mut Flow,
    context: &mut Context<'_>,
    ticket: FaceTicketId,
    action: FaceAction,
) -> Result<FaceOutcome, Refusal> {
    let check = flow.current_check(ticket)?;
    let FaceState::Acting(asked) = check.state else { return Err(Refusal::OutOfStep) };
    let outcome = if action == asked {
        match context.world.face_of(&check.identity.document) {
            FaceFact::Same => FaceOutcome::Passed,
            FaceFact::NotSamePerson => FaceOutcome::NotSamePerson,
            FaceFact::NoLiveness => FaceOutcome::NoLiveness,
            FaceFact::EyesCovered => FaceOutcome::EyesCovered,
            FaceFact::TimedOut => FaceOutcome::TimedOut,
        }
    } else {
        FaceOutcome::WrongAction
    };
    end(flow, context, ticket, outcome)
}

/// Counts a check that failed against whoever stood before the camera.
fn count_failure(flow: &mut Flow, context: &mut Context<'_>) {
    if let Ok(proving) = organization::proving_mut(flow)
        && let Stage::LegalRepAuthorization(_) = proving.stage
    {
        return proving.sign_failures.count(context.at.shanghai_day());
    }
    verification::count_failure(flow, context, Method::Face);
}

/// Ends a check with an outcome, as the camera or a tester decides.
///
/// # Errors
/// [`Refusal::FaceExpired`] for a replaced check, [`Refusal::OutOfStep`] for one that no phone has
/// opened or that has ended.
pub fn end(
    flow: &mut Flow,
    context: &mut Context<'_>,
    ticket: FaceTicketId,
    outcome: FaceOutcome,
) -> Result<FaceOutcome, Refusal> {
    let check = flow.current_check(ticket)?;
    match check.state {
        FaceState::Issued | FaceState::Ended(_) => return Err(Refusal::OutOfStep),
        FaceState::Scanned | FaceState::Acting(_) => {}
    }
    check.state = FaceState::Ended(outcome);
    let (identity, vendor) = (check.identity.clone(), check.vendor);
    flow.tell(context, EventKind::FaceEnded(ticket, outcome));
    if outcome != FaceOutcome::Passed {
        if flow.by_calls().is_some() {
            identity_service::fail(flow, context, Failure::Face(ticket, outcome));
        } else {
            count_failure(flow, context);
        }
        return Ok(outcome);
    }
    flow.face_passed = Some(ticket);
    if matches!(flow.progress, Progress::Willing(_)) {
        flow.willingness = Some(Willingness::Face(vendor));
        flow.complete(context, None);
        return Ok(outcome);
    }
    match organization::proving(flow).map(|proving| &proving.stage) {
        Some(Stage::AlipayQuick(_)) => organization::pass(flow, context, OrgProof::AlipayQuick),
        Some(Stage::LegalRepAuthorization(_)) => {
            legal_rep_authorization::proven(flow, context, identity, Some(ticket));
        }
        Some(Stage::Choosing | Stage::LegalRepInPerson(_) | Stage::BankTransfer(_)) | None => {
            let proof = Proof { identity, method: Method::Face, mobile: None, bank_card: None };
            verification::pass(flow, context, proof);
        }
    }
    Ok(outcome)
}
