//! The whole real-name provider as one value.
//!
//! - `provider`: the value and its one verb; `reading`: questions; `input`: all that can change it;
//!   `linking`: calls for a link; `account_keeping`: calls about applications' accounts; `compare`: calls that only compare; `happening`: what people do;
//! - `flow/`: verification flows, one file a method under `flow/method/`;
//! - `world/`: people, organizations, phones, banks, faces outside the provider; knows no flow;
//! - `accounts`, `app_accounts`, `app_files`, `organizations`, `apps`, `trusted`, `notice`, `timers`, `rules`, `event`, `refusal`: the provider's registers;
//! - `outages`: what of it answers, by the rules;
//! - `shelf`: how registers keep what seldom changes;
//! - `identity/`, `claim`, `org_claim`, `id`, `time`, `draw`: values; `bounds`: how long texts may be.
//!
//! What is absent: a clock, I/O, entropy, wire words, YAML. Time is an argument; randomness is a
//! stateless draw keyed by world and entity.

mod account_keeping;
pub mod accounts;
pub mod app_accounts;
pub mod app_files;
pub mod apps;
pub mod bounds;
pub mod claim;
pub mod compare;
pub mod draw;
pub mod event;
pub mod flow;
mod happening;
pub mod id;
pub mod identity;
pub mod input;
mod linking;
pub mod notice;
pub mod org_claim;
pub mod organizations;
mod outages;
pub mod provider;
pub mod reading;
pub mod refusal;
pub mod rules;
mod shelf;
pub mod time;
pub mod timers;
pub mod trusted;
pub mod world;

#[cfg(test)]
mod tests;
