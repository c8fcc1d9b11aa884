//! The edge from outside: bytes in, bytes out, over a port of its own for each test.
//!
//! - `contract`: what the control API's contract says of a reply; `bench`: a simulator to call, each
//!   reply checked against the contract; `receiver`: somebody whom notices go to;
//! - `control/*`: each verb, good and bad.

#![allow(
    clippy::panic,
    reason = "a test that cannot go on says so; clippy sees only functions marked as tests"
)]

mod bench;
mod contract;
mod control;
mod receiver;
