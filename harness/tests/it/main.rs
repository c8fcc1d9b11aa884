//! The harness against the simulator of this project: green as it is, red where it must be, and in real browsers.
//!
//! - `stand`: a simulator in this process, and the built harness run against it
//! - `green`: every case · `manual`: the table in the READMEs from the manual to the cases · `red`: each way to fail, with its exit code · `browser`: the flows in headless Chromium
#![allow(clippy::unwrap_used, clippy::panic, reason = "in a test it is a failed test")]

mod browser;
mod green;
mod manual;
mod red;
mod stand;
