//! V3 of the API (认证和授权服务): a file a docs chapter.

pub mod auth_flow;
pub mod letter_download;
mod link_body;
pub mod notice;
pub mod org_info;
pub mod org_link;
pub mod person_info;
pub mod person_link;
pub mod refusal;
pub mod vocabulary;
