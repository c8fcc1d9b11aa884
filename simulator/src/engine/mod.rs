//! Worlds and how to reach them.
//!
//! - `world`: one world behind its lock: inputs, questions, waits;
//! - `caused`: notices that wait for the reply of what caused them;
//! - `advance`: the clock lease: moving a world's time step by step;
//! - `files`: contents of uploaded files, which the provider knows by digest only;
//! - `directory`: which world an application, a flow or a name belongs to.
//!
//! Only this module locks a provider, one a world, and never across a suspension.

pub mod advance;
pub mod caused;
pub mod directory;
pub mod files;
pub mod world;
