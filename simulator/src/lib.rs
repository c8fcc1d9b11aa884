#![doc = "skeleton"]

pub mod api;
pub mod explain;
pub mod signature;
