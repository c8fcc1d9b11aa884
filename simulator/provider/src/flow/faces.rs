//! Which flow a face check belongs to, since a QR code names only the check.

use imbl::OrdMap;
use serde::{Deserialize, Serialize};

use crate::id::{AuthFlowId, FaceTicketId};

/// How many face checks are remembered; a phone page of an older one is not found.
pub const FACE_TICKETS_MAX: usize = 10_000;

/// The register of face checks.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub struct Faces {
    by_ticket: OrdMap<FaceTicketId, (u64, AuthFlowId)>,
    by_ordinal: OrdMap<u64, FaceTicketId>,
    last_ordinal: u64,
}

impl Faces {
    /// Remembers a new check.
    pub fn add(&mut self, ticket: FaceTicketId, flow: AuthFlowId) {
        self.last_ordinal += 1;
        self.by_ticket.insert(ticket, (self.last_ordinal, flow));
        self.by_ordinal.insert(self.last_ordinal, ticket);
        if self.by_ordinal.len() > FACE_TICKETS_MAX
            && let Some((oldest, ticket)) = self.by_ordinal.get_min().copied()
        {
            self.by_ordinal.remove(&oldest);
            self.by_ticket.remove(&ticket);
        }
    }

    /// The flow that a check belongs to.
    pub fn flow_of(&self, ticket: FaceTicketId) -> Option<AuthFlowId> {
        self.by_ticket.get(&ticket).map(|(_, flow)| *flow)
    }

    /// All remembered checks with their ordinals, oldest first.
    pub fn iter(&self) -> impl Iterator<Item = (u64, FaceTicketId, AuthFlowId)> {
        self.by_ordinal
            .iter()
            .filter_map(|(ordinal, ticket)| self.flow_of(*ticket).map(|flow| (*ordinal, *ticket, flow)))
    }
}
