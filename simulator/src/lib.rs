//! An offline simulator of the real-name provider.
//!
//! - `simulator`: the builder; `banner`: what the program tells at its start;
//! - `server`: sockets and shutdown; `site`: one address with its worlds; `process`: what addresses
//!   share; `visit`: a request at its handler; `edge/`: its way there;
//! - `api/`: the signed API; `pages/`: hosted pages; `control/`, `console/`, `desk/`, `health`: our own
//!   tools; `demo/`: the made-up integrator;
//! - `engine/`: worlds behind their locks; `tape/`: what is authoritative; `webhook`: notices out;
//! - `scenario/`: what a world begins with; `letter/`: 授权书 as paper;
//! - `signature/`, `explain/`, `client`, `egress`, `exact`, `http`, `clock`, `journal`, `names`, `qr`,
//!   `config`: their parts.
//!
//! The provider itself is the crate `realname-provider`.

pub mod api;
pub mod banner;
pub mod client;
pub mod clock;
pub mod config;
pub mod console;
pub mod control;
pub mod demo;
pub mod desk;
pub mod edge;
pub mod egress;
pub mod engine;
pub mod exact;
pub mod explain;
pub mod health;
pub mod http;
pub mod journal;
pub mod letter;
pub mod names;
pub mod pages;
pub mod process;
pub mod qr;
pub mod scenario;
pub mod server;
pub mod signature;
pub mod simulator;
pub mod site;
pub mod tape;
pub mod visit;
pub mod webhook;

#[cfg(test)]
mod gallery;
