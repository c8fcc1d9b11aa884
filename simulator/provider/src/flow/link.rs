//! What a caller asks for when he wants a link for a person.

use serde::{Deserialize, Serialize};

use crate::claim::{Field, PersonClaim};
use crate::flow::grant::ScopeSet;
use crate::flow::method::Method;
use crate::id::{AppId, PsnId};
use crate::identity::address::Address;

/// Which device the pages are laid out for.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum ClientType {
    /// Whatever opens the link.
    #[default]
    All,
    /// Phones.
    H5,
    /// Computers.
    Pc,
}

/// Where the browser goes at the end.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Redirect {
    /// The caller's address.
    pub url: Box<str>,
    /// Seconds on the result page as the caller wrote them; `None` if he did not.
    pub delay_seconds: Option<u32>,
}

/// How the caller names the account.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Whose {
    /// By its id.
    Id(PsnId),
    /// By its phone number or mail address.
    Address(Address),
}

/// A request for a person's link (auth3/rx8igf).
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct PersonLink {
    /// Who asks.
    pub app: AppId,
    /// Whose account; `None` lets the person say so on the page.
    pub whose: Option<Whose>,
    /// What the caller says about the person.
    pub claim: PersonClaim,
    /// Whether a claim that differs from a verified identity is an error.
    pub identity_must_agree: bool,
    /// The method that the page offers first.
    pub default_method: Method,
    /// The methods that the page offers; empty means all.
    pub available: Vec<Method>,
    /// The methods used in their detailed version (详情版).
    pub detailed: Vec<Method>,
    /// Claimed fields that the person may change.
    pub editable: Vec<Field>,
    /// Rights asked for; empty means real-name mode.
    pub scopes: ScopeSet,
    /// Where the browser goes at the end.
    pub redirect: Option<Redirect>,
    /// Where notices about this flow go.
    pub notify_url: Option<Box<str>>,
    /// Page layout.
    pub client_type: ClientType,
    /// The address that brings the person back into a native app after Alipay.
    pub app_scheme: Option<Box<str>>,
}

impl PersonLink {
    /// The methods on offer: the default first, the others in the manual's order.
    /// Unknown: a default that is not among the available ones is not offered.
    pub fn methods(&self) -> Vec<Method> {
        let offered = |method: &Method| self.available.is_empty() || self.available.contains(method);
        let others = Method::ALL.into_iter().filter(|method| *method != self.default_method);
        std::iter::once(self.default_method).chain(others).filter(offered).collect()
    }

    /// Claimed fields that the person may not change.
    pub fn locked(&self) -> Vec<Field> {
        self.claim.stated().into_iter().filter(|field| !self.editable.contains(field)).collect()
    }
}
