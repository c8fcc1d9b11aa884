#![doc = "skeleton"]

pub mod api;
pub mod explain;
pub mod scenario;
pub mod signature;
