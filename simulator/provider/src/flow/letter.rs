//! 授权书: the letter that an organization stamps and uploads, and its review.
//!
//! A change of direction or of method leaves it as it is; a rejected one may be uploaded
//! again (paas_api/avgnssg5whr2v09t).

use serde::{Deserialize, Serialize};

use crate::event::EventKind;
use crate::flow::Flow;
use crate::flow::context::Context;
use crate::flow::identity_service;
use crate::flow::organization::{self, Stage};
use crate::refusal::Refusal;
use crate::time::Time;
use crate::timers::{Reason, TimerKey};
use crate::world::reviewers::Verdict;

/// What an uploaded file really is, told by its content and not by its name.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum FileKind {
    /// A PDF document.
    Pdf,
    /// A PNG picture.
    Png,
    /// A JPEG picture.
    Jpeg,
}

/// An uploaded file, by its content's digest; the content itself is kept outside the core.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct LetterFile {
    /// SHA-256 of the content.
    pub digest: [u8; 32],
    /// What it is.
    pub kind: FileKind,
    /// How many bytes it has.
    pub bytes: u32,
}

/// A flow's newest letter. It outlives the verification that it was for: reviewers and callers look at it later.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Letter {
    /// What was uploaded.
    pub file: LetterFile,
    /// When.
    pub uploaded: Time,
    /// Which of the flow's letters it is, from 1.
    pub ordinal: u32,
    /// Where it stands.
    pub state: LetterState,
}

/// Where a letter stands.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum LetterState {
    /// A reviewer has it, or had it when its verification ended.
    Reviewing {
        /// When the reviewers decide by themselves, if they do.
        timer: Option<TimerKey>,
    },
    /// A reviewer approved it.
    Approved {
        /// When.
        at: Time,
    },
    /// A reviewer rejected it.
    Rejected {
        /// Why, in the reviewer's words.
        reason: Box<str>,
        /// When.
        at: Time,
    },
}

impl Flow {
    /// Whether a reviewer can decide about the letter.
    pub fn letter_in_review(&self) -> bool {
        let letter = self.letter.as_ref().map(|letter| &letter.state);
        organization::proving(self).is_some() && matches!(letter, Some(LetterState::Reviewing { .. }))
    }

    /// Nobody reviews the letter of a verification that is over.
    pub(crate) fn drop_letter_timer(&mut self, context: &mut Context<'_>) {
        if let Some(Letter { state: LetterState::Reviewing { timer }, .. }) = &mut self.letter
            && let Some(timer) = timer.take()
        {
            context.timers.cancel(timer);
        }
    }
}

/// Hands a letter to the reviewers; a newer one takes the place of one that they have not decided.
///
/// # Errors
/// [`Refusal::OutOfStep`] where no letter is asked for, [`Refusal::LetterApproved`] once one is.
pub fn upload(flow: &mut Flow, context: &mut Context<'_>, file: LetterFile) -> Result<(), Refusal> {
    match organization::proving_mut(flow)?.stage {
        Stage::BankTransfer(_) => {}
        Stage::Choosing
        | Stage::AlipayQuick(_)
        | Stage::LegalRepInPerson(_)
        | Stage::LegalRepAuthorization(_) => return Err(Refusal::OutOfStep),
    }
    if let Some(Letter { state: LetterState::Approved { .. }, .. }) = flow.letter {
        return Err(Refusal::LetterApproved);
    }
    flow.drop_letter_timer(context);
    let decides = context.world.reviewers().after;
    let timer = decides.map(|after| context.timers.set(context.at + after, Reason::LetterReviewed(flow.id)));
    let ordinal = flow.letter.as_ref().map_or(0, |letter| letter.ordinal).saturating_add(1);
    let state = LetterState::Reviewing { timer };
    flow.letter = Some(Letter { file, uploaded: context.at, ordinal, state });
    flow.tell(context, EventKind::LetterUploaded(file));
    Ok(())
}

/// A reviewer decides, at the desk or by habit.
///
/// # Errors
/// [`Refusal::LetterNotInReview`] if there is nothing to decide.
pub fn decide(flow: &mut Flow, context: &mut Context<'_>, verdict: Verdict) -> Result<(), Refusal> {
    if !flow.letter_in_review() {
        return Err(Refusal::LetterNotInReview);
    }
    flow.drop_letter_timer(context);
    let at = context.at;
    let (state, told) = match verdict {
        Verdict::Approve => (LetterState::Approved { at }, EventKind::LetterApproved),
        Verdict::Reject { reason } => {
            (LetterState::Rejected { reason: reason.clone(), at }, EventKind::LetterRejected(reason))
        }
    };
    if let Some(letter) = &mut flow.letter {
        letter.state = state;
    }
    flow.tell(context, told);
    identity_service::organization::letter_decided(flow, context);
    organization::pass_if_both_hold(flow, context);
    Ok(())
}
