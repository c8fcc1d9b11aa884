//! Worlds and how to reach them.
//!
//! - `world`: one world behind its lock: inputs, questions, waits; `cell`: what lies behind the lock;
//! - `caused`: what one request has caused; `held`: the notices that wait for its reply;
//! - `advance`: moving a world's time step by step; `lease`: who may;
//! - `files`: contents of uploaded files, which the provider knows by digest only;
//! - `directory`: which world an application, a flow or a name belongs to.
//!
//! Only this module locks a provider, one a world, and never across a suspension.

pub mod advance;
pub mod caused;
pub mod cell;
pub mod directory;
pub mod files;
mod held;
mod lease;
pub mod world;
