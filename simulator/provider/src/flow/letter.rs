//! 授权书: the letter that an organization stamps and uploads, and its review.
//!
//! The letter belongs to the flow and survives a change of direction; a rejected one may be uploaded
//! again (paas_api/avgnssg5whr2v09t).

use serde::{Deserialize, Serialize};

use crate::event::EventKind;
use crate::flow::Flow;
use crate::flow::context::Context;
use crate::flow::organization::{self, Proving, Stage};
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

/// Where a letter stands.
#[derive(Debug, Clone, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum LetterState {
    /// None has been uploaded.
    #[default]
    Missing,
    /// A reviewer has it.
    Reviewing {
        /// The file.
        file: LetterFile,
        /// When the reviewers decide by themselves, if they do.
        timer: Option<TimerKey>,
    },
    /// A reviewer approved it.
    Approved {
        /// The file.
        file: LetterFile,
        /// When.
        at: Time,
    },
    /// A reviewer rejected it.
    Rejected {
        /// The file.
        file: LetterFile,
        /// Why, in the reviewer's words.
        reason: Box<str>,
        /// When.
        at: Time,
    },
}

/// A flow's letter.
#[derive(Debug, Clone, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Letter {
    /// How many were uploaded.
    pub uploads: u32,
    /// Where the newest stands.
    pub state: LetterState,
}

impl Flow {
    /// The letter that was uploaded last, also after the flow has ended.
    pub fn newest_letter(&self) -> Option<LetterFile> {
        self.timeline.iter().rev().find_map(|entry| {
            if let EventKind::LetterUploaded(file) = &entry.kind { Some(*file) } else { None }
        })
    }
}

/// Hands a letter to the reviewers; a newer one takes the place of one that they have not decided.
///
/// # Errors
/// [`Refusal::OutOfStep`] where no letter is asked for, [`Refusal::LetterApproved`] once one is.
pub fn upload(flow: &mut Flow, context: &mut Context<'_>, file: LetterFile) -> Result<(), Refusal> {
    let id = flow.id;
    let letter = match organization::proving_mut(flow)? {
        Proving { stage: Stage::BankTransfer(_), transfer, .. } => &mut transfer.letter,
        _ => return Err(Refusal::OutOfStep),
    };
    match letter.state {
        LetterState::Approved { .. } => return Err(Refusal::LetterApproved),
        LetterState::Reviewing { timer, .. } => {
            if let Some(timer) = timer {
                context.timers.cancel(timer);
            }
        }
        LetterState::Missing | LetterState::Rejected { .. } => {}
    }
    letter.uploads += 1;
    let decides = context.world.reviewers().after;
    let timer = decides.map(|after| context.timers.set(context.at + after, Reason::LetterReviewed(id)));
    letter.state = LetterState::Reviewing { file, timer };
    flow.tell(context, EventKind::LetterUploaded(file));
    Ok(())
}

/// A reviewer decides, at the desk or by habit.
///
/// # Errors
/// [`Refusal::LetterNotInReview`] if there is nothing to decide.
pub fn decide(flow: &mut Flow, context: &mut Context<'_>, verdict: Verdict) -> Result<(), Refusal> {
    let at = context.at;
    let letter = organization::transfer_of(flow).map(|transfer| &transfer.letter);
    let Some(LetterState::Reviewing { file, timer }) = letter.map(|letter| letter.state.clone()) else {
        return Err(Refusal::LetterNotInReview);
    };
    if let Some(timer) = timer {
        context.timers.cancel(timer);
    }
    let (state, told) = match verdict {
        Verdict::Approve => (LetterState::Approved { file, at }, EventKind::LetterApproved),
        Verdict::Reject { reason } => {
            (LetterState::Rejected { file, reason: reason.clone(), at }, EventKind::LetterRejected(reason))
        }
    };
    if let Some(transfer) = organization::transfer_mut(flow) {
        transfer.letter.state = state;
    }
    flow.tell(context, told);
    organization::pass_if_both_hold(flow, context);
    Ok(())
}
