//! The provider's rules as stories, and its laws as properties.
//!
//! - `town`: people, applications and links that stories begin with;
//! - `story`: `check(founding, script, transcript)`; `words`: how a transcript names things;
//! - `links`, `login`, `methods`, `faces`, `grants`, `notices`, `keeping`: one rule a test;
//! - `service`: verifications by calls; `app_accounts`: the accounts that applications keep; `account_identity`: their verification; `letters_by_calls`: the letters of those; `compare`: what is only compared;
//! - `organizations`: a story a method; `organization_rules`, `signing_rules`, `names_of_organizations`: one rule a test;
//! - `laws`, `apart`, `causes`: what holds for any script; `script`, `onward`: random scripts, sensible and senseless.
//!
//! No runtime, no port, no clock: time is handed in.

mod account_identity;
mod apart;
mod app_accounts;
mod causes;
mod compare;
mod faces;
mod grants;
mod keeping;
mod laws;
mod letters_by_calls;
mod links;
mod login;
mod methods;
mod names_of_organizations;
mod notices;
mod onward;
mod organization_rules;
mod organizations;
mod script;
mod service;
mod signing_rules;
mod story;
mod town;
mod words;
