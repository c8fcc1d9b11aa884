//! The provider's signed API.
//!
//! - `gateway`: who calls, and whether to believe it; `envelope`: the two forms of an answer;
//! - `json`, `address`: how bodies are read; `entrance`: links into the pages; `timed`: addresses of files; `notice`: what is told;
//! - `tokens`, `oauth`: token mode; `v2`, `v3`: one folder a version, a file a docs chapter.
//!
//! The versions do not import each other; their words live in their `vocabulary`, their codes in
//! their `refusal`.

pub mod address;
pub mod entrance;
pub mod envelope;
pub mod gateway;
pub mod json;
pub mod notice;
pub mod oauth;
pub mod timed;
pub mod tokens;
pub mod v2;
pub mod v3;
