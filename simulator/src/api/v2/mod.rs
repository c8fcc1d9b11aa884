//! V2 of the API (身份核验认证服务). Its codes stand on the hosted pages too, which V3 embeds.

pub mod refusal;
