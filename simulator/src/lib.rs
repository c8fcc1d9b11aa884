#![doc = "skeleton"]

pub mod signature;
