//! The edge from outside: bytes in, bytes out, over a port of its own for each test.
//!
//! - `bench`: a simulator to call, each reply of control checked against `contract`; `caller`: an
//!   integrator; `browser`: pages without scripts; `organization`: flows of organizations; `receiver`, `sink`: those whom notices go to; `wire`: bare bytes;
//! - `control/*`: each verb, good and bad; `gateway`, `answers`: the signed API; `bodies`: too long, too slow; `pages/*`: hosted pages;
//!   `letters`, `letter_by_calls`: 授权书 down, up and to the reviewer; `demo`: the integrator's site; `desks`: phone, mail box, desks;
//! - `accounts`: accounts that applications keep; `account_identity`: their verification; `identity_service`, `organization_service`: verifications by calls; `identity_pages`: links to pages by V2; `organizations`: from the call to the grant; `amounts`: who may know what was paid out; `notices`: the way out; `caused`: what a notice waits for; `moving`: time; `golden`: a tape of old; `apart`: worlds,
//!   tapes and parallel calls;
//! - `program`: the program as a process; `twice`: two of them; `floors`: which way the arrows point;
//!   `coverage`: every route has its proof; `samples`: the documents' samples; `documents`: what is listed is what there is.

#![allow(clippy::unwrap_used, clippy::panic, reason = "in a test it is a failed test")]

mod account_identity;
mod accounts;
mod amounts;
mod answers;
mod apart;
mod bench;
mod bodies;
mod browser;
mod caller;
mod caused;
mod compare;
mod contract;
mod control;
mod coverage;
mod demo;
mod desks;
mod documents;
mod floors;
mod gateway;
mod golden;
mod identity_pages;
mod identity_service;
mod letter_by_calls;
mod letters;
mod moving;
mod notices;
mod organization;
mod organization_service;
mod organizations;
mod pages;
mod program;
mod receiver;
mod samples;
mod sink;
mod twice;
mod wire;
