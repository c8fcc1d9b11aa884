//! Applications: what an integrator has registered with the provider.

use serde::{Deserialize, Serialize};

use crate::id::AppId;

/// An application (接入方应用) of one world.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct App {
    /// Its id.
    pub id: AppId,
    /// Its secret, the key of every signature.
    pub secret: Box<str>,
    /// Its name (应用名称), as pages and messages show it.
    pub name: Box<str>,
    /// The address of its console webhook, which receives every notice.
    pub webhook: Option<Box<str>>,
    /// Hosts to which a browser may be sent without a warning, beside loopback and private ones.
    pub redirect_hosts: Vec<Box<str>>,
    /// Addresses that may call; empty means any.
    pub ip_allow: Vec<Box<str>>,
}
