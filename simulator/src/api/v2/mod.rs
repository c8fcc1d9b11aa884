//! V2 of the API (身份核验认证服务): a file a docs chapter. Its codes stand on the hosted pages too, which
//! V3 embeds.
//!
//! - `person`, `organization`, `bank_transfer`, `letter`: verifications by calls; `files`: what is uploaded for them; `web`: links to pages; `query`: what became of a flow; `notice`: what is told;
//! - `compare/`: what is only compared (信息比对);
//! - `accounts`, `organization_accounts`: what applications keep of their own users;
//! - `body`: how bodies are read; `vocabulary`, `refusal`: words and codes.

pub mod accounts;
pub mod bank_transfer;
pub mod body;
pub mod compare;
pub mod files;
pub mod letter;
pub mod notice;
pub mod organization;
pub mod organization_accounts;
pub mod person;
pub mod query;
pub mod refusal;
pub mod vocabulary;
pub mod web;
