//! The signed API.

pub mod tokens;
