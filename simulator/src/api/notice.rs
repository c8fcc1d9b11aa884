//! A notice's words, by the version that it belongs to.

use realname_provider::notice::{Action, ActionKind, Notice};

use crate::api::{v2, v3};

/// `action` on the wire.
pub fn action_word(kind: ActionKind) -> &'static str {
    match kind {
        ActionKind::Verified => "AUTH_PASS",
        ActionKind::Granted => "AUTHORIZE_FINISH",
        ActionKind::Cancelled => "AUTHORIZE_CHANGE",
        ActionKind::PersonEnded => "identity_psn_end",
        ActionKind::OrganizationEnded => "identity_org_end",
        // Unknown: that there is such a notice is documented, its word and its body are not.
        ActionKind::LetterReviewed => "identity_org_letter",
        // Ours: it has no body that could name it.
        ActionKind::FacePageOpened => "face_page_opened",
        ActionKind::PayoutTold => "identity_org_payed",
    }
}

/// The body of a notice. It is the same at every attempt.
pub fn body(notice: &Notice) -> Vec<u8> {
    let action = action_word(notice.action.kind());
    match &notice.action {
        Action::PersonVerified { .. }
        | Action::OrganizationVerified { .. }
        | Action::PersonGranted { .. }
        | Action::OrganizationGranted { .. }
        | Action::GrantCancelled { .. } => v3::notice::body(notice, action),
        Action::FacePageOpened => Vec::new(),
        Action::PersonEnded(_)
        | Action::OrganizationEnded(_)
        | Action::LetterReviewed { .. }
        | Action::PayoutTold { .. } => v2::notice::body(notice, action),
    }
}
