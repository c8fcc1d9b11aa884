//! All flows of a world. Most are finished and only looked at: those lie packed on a shelf.

use std::borrow::Cow;
use std::sync::Arc;

use imbl::OrdMap;
use serde::{Deserialize, Serialize};

use crate::flow::Flow;
use crate::flow::packed::{self, pack};
use crate::id::{AuthFlowId, IdBytes};
use crate::shelf::{Place, Shelf};

/// How many flows a list shows; older ones are still found by their id.
pub const LISTED_FLOWS_MAX: usize = 10_000;

/// The register of flows.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub struct Flows {
    live: OrdMap<IdBytes, Arc<Flow>>,
    finished: OrdMap<IdBytes, Place>,
    shelf: Shelf,
    listed: OrdMap<u64, AuthFlowId>,
    opened: u64,
}

impl Flows {
    /// A flow by its id.
    pub fn get(&self, id: AuthFlowId) -> Option<Cow<'_, Flow>> {
        let key = IdBytes::from(id.0);
        if let Some(flow) = self.live.get(&key) {
            return Some(Cow::Borrowed(flow));
        }
        let place = self.finished.get(&key)?;
        packed::unpack(id, self.shelf.bytes_from(*place)).map(Cow::Owned)
    }

    /// Whether a flow of this id was ever opened, and whether it is still live.
    pub fn is_live(&self, id: AuthFlowId) -> Option<bool> {
        let key = IdBytes::from(id.0);
        if self.live.contains_key(&key) {
            Some(true)
        } else {
            self.finished.contains_key(&key).then_some(false)
        }
    }

    /// Takes a live flow out, to change it; [`Flows::put`] brings it back.
    pub fn take_live(&mut self, id: AuthFlowId) -> Option<Flow> {
        self.live.remove(&IdBytes::from(id.0)).map(Arc::unwrap_or_clone)
    }

    /// Puts a new flow in, or a changed one back.
    pub fn put(&mut self, flow: Flow) {
        let key = IdBytes::from(flow.id.0);
        match pack(&flow) {
            Some(packed) => drop(self.finished.insert(key, self.shelf.put(&packed))),
            None => drop(self.live.insert(key, Arc::new(flow))),
        }
    }

    /// Puts a flow that was opened just now on the list.
    pub fn list(&mut self, id: AuthFlowId) {
        self.opened += 1;
        self.listed.insert(self.opened, id);
        if self.listed.len() > LISTED_FLOWS_MAX
            && let Some((oldest, _)) = self.listed.get_min().copied()
        {
            self.listed.remove(&oldest);
        }
    }

    /// Listed flows after the `after`-th opened one, in the order of their opening.
    pub fn listed_after(&self, after: u64) -> impl Iterator<Item = (u64, AuthFlowId)> {
        self.listed.range(after.saturating_add(1)..).map(|(ordinal, id)| (*ordinal, *id))
    }

    /// How many flows were ever opened.
    pub fn opened(&self) -> u64 {
        self.opened
    }
}
