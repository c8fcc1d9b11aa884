//! The tape: the ordered inputs of a world, all that is authoritative about it.
//!
//! `format`: what a record and the head look like when written down; `memory`: where it is kept.

pub mod format;
pub mod memory;
