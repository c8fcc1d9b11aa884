#![doc = "skeleton"]

pub mod api;
pub mod signature;
