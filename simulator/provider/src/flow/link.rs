//! What a caller asks for when he wants a link: for a person, or for an organization whose transactor
//! (经办人) goes through the pages for it.

use serde::{Deserialize, Serialize};

use crate::claim::{Field, PersonClaim};
use crate::flow::grant::ScopeSet;
use crate::flow::identity_service::IdentityService;
use crate::flow::method::face::FaceVendor;
use crate::flow::method::{Method, OrgMethod};
use crate::id::{AppId, OrgId, PsnId};
use crate::identity::address::Address;
use crate::identity::organization_name::OrgName;
use crate::org_claim::{OrgClaim, OrgField};

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

/// A request for a link (auth3/rx8igf, auth3/kcbdu7). What it says of a person is said of the transactor
/// where an organization is wanted.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Link {
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
    /// The organization that is to be verified; `None` for a person's own link.
    pub organization: Option<Box<OrganizationWanted>>,
    /// What the identity service was asked; `None` for a link of V3.
    pub identity_service: Option<Box<IdentityService>>,
}

/// How the caller names the organization.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum WhichOrganization {
    /// By its id.
    Id(OrgId),
    /// By its name.
    Name(OrgName),
}

/// What a link says of an organization (auth3/kcbdu7).
#[derive(Debug, Clone, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct OrganizationWanted {
    /// Which organization; `None` lets the transactor say so on the page.
    pub which: Option<WhichOrganization>,
    /// What the caller says about it.
    pub claim: OrgClaim,
    /// The methods that the page offers first, as far as the transactor may use them.
    pub default_methods: Vec<OrgMethod>,
    /// The methods that the page offers; empty means all.
    pub available: Vec<OrgMethod>,
    /// Claimed fields that the transactor may change.
    pub editable: Vec<OrgField>,
    /// Whether another name than the verified one is an error instead of a renaming.
    pub name_must_agree: bool,
    /// Whether the right to use all seals is asked for the transactor.
    pub transactor_uses_seal: bool,
}

impl OrganizationWanted {
    /// The methods on offer for this kind of transactor, the default first. Who the transactor is follows
    /// from his verified identity (manual: 选择认证方式).
    pub fn methods(&self, by_legal_rep: bool) -> Vec<OrgMethod> {
        let offered = |method: &OrgMethod| {
            method.is_for(by_legal_rep) && (self.available.is_empty() || self.available.contains(method))
        };
        let others = OrgMethod::ALL.into_iter().filter(|method| !self.default_methods.contains(method));
        self.default_methods.iter().copied().chain(others).filter(offered).collect()
    }

    /// Claimed fields that the transactor may not change.
    pub fn locked(&self) -> Vec<OrgField> {
        self.claim.stated().into_iter().filter(|field| !self.editable.contains(field)).collect()
    }
}

impl Link {
    /// Where the browser goes if the flow ends badly. Unknown: where that is if the call names no address of its
    /// own for it; here the one where it goes at the end.
    pub fn redirect_of_failure(&self) -> Option<&Redirect> {
        let pages = self.identity_service.as_ref().and_then(|service| service.pages.as_ref());
        pages.and_then(|pages| pages.fail_redirect.as_ref()).or(self.redirect.as_ref())
    }

    /// The methods on offer: the default first, the others in the manual's order.
    /// Unknown: a default that is not among the available ones is not offered.
    pub fn methods(&self) -> Vec<Method> {
        let offered = |method: &Method| self.available.is_empty() || self.available.contains(method);
        let others = Method::ALL.into_iter().filter(|method| *method != self.default_method);
        std::iter::once(self.default_method).chain(others).filter(offered).collect()
    }

    /// To whom a face may be shown on pages, in the order offered.
    pub fn face_vendors(&self) -> &[FaceVendor] {
        let pages = self.identity_service.as_ref().and_then(|service| service.pages.as_ref());
        match pages.map(|pages| &*pages.face_vendors) {
            None | Some([]) => &[FaceVendor::Esign, FaceVendor::Alipay],
            Some(named) => named,
        }
    }

    /// Claimed fields that the person may not change.
    pub fn locked(&self) -> Vec<Field> {
        self.claim.stated().into_iter().filter(|field| !self.editable.contains(field)).collect()
    }
}
