//! Addresses that pages lead to and post to. One place, so that routes and templates agree.

use realname_provider::flow::link::{Link, Redirect};
use url::Url;

/// What the addresses of one flow's pages are made of.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Links {
    /// The query of the flow's long link without `?`: `authFlowId=…&clientType=…&appId=…`.
    pub query: String,
    /// The address of the QR code's image, where a face check is under way: [`qr_image`].
    pub qr: Option<String>,
    /// The virtual phone with that code already scanned, where there is one.
    pub phone_link: Option<String>,
    /// The page of that face check on a phone: [`phone_page`].
    pub phone_page: Option<String>,
    /// The tab that the browser asked for, on a page that has some.
    pub tab: String,
    /// Where the browser goes at the end, `outside-link` on the way included.
    pub redirect: Option<String>,
    /// Whether there is no other method that one could change to.
    pub only_method: bool,
}

/// The tab of 法人授权认证 that sends a message, as [`Links::tab`].
pub const SMS_TAB: &str = "sms";
/// What an address ends in that leads to that tab.
pub const SMS_TAB_QUERY: &str = "&tab=sms";

/// A caller's address as a browser is sent there: as he wrote it; only what no header can carry is written in
/// percent signs.
pub fn way_back(address: &str) -> String {
    match Url::parse(address) {
        Ok(url) if !address.is_ascii() => url.into(),
        _ => address.to_owned(),
    }
}

/// Where a caller wants the browser at the end, by one of the link's redirects. Of the identity service the documents say that the context is
/// carried there. Unknown: how its parameter is called.
pub fn callback(link: &Link, redirect: Option<&Redirect>) -> Option<String> {
    let redirect = redirect?;
    let service = link.identity_service.as_deref();
    let target = way_back(&redirect.url);
    match (service.and_then(|service| service.context_id.as_deref()), Url::parse(&target)) {
        (Some(context_id), Ok(mut url)) => {
            url.query_pairs_mut().append_pair("contextId", context_id);
            Some(url.into())
        }
        (Some(_), Err(_)) | (None, _) => Some(target),
    }
}

/// An agreement that somebody is asked to accept.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Agreement {
    /// 应用授权.
    Grant,
    /// Verification by comparing data.
    Verification,
    /// Use of the face.
    Face,
}

impl Agreement {
    /// All agreements.
    pub const ALL: [Self; 3] = [Self::Grant, Self::Verification, Self::Face];

    /// Its word in addresses: the value of `agreement`.
    pub fn word(self) -> &'static str {
        match self {
            Self::Grant => "grant",
            Self::Verification => "verification",
            Self::Face => "face",
        }
    }

    /// The agreement of this word.
    pub fn of_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|agreement| agreement.word() == word)
    }
}

impl Links {
    /// Where a form of this step is posted: `/auth/h5/{step}`.
    pub fn post(&self, step: &str) -> String {
        format!("/auth/h5/{step}?{}", self.query)
    }

    /// Where the method is left for another one, by this step; none where there is no other.
    pub fn change_method(&self, step: &str) -> Option<String> {
        (!self.only_method).then(|| self.post(step))
    }

    /// The flow's own page: wherever it stands.
    pub fn flow(&self) -> String {
        self.post("index")
    }

    /// The state of the page as JSON, for a page that waits.
    pub fn state(&self) -> String {
        self.post("state")
    }

    /// The text of an agreement.
    pub fn agreement(&self, agreement: Agreement) -> String {
        format!("/auth/h5/agreement?{}&agreement={}", self.query, agreement.word())
    }

    /// Answers to common questions.
    pub fn help(&self) -> String {
        self.post("help")
    }
}

/// Whether an address may stand behind a link: one that a browser would run as a script may not.
/// Addresses of native apps (`esign://…`) may; callers use them.
pub fn leads_somewhere(address: &str) -> bool {
    // Browsers pass over blanks and control characters before and inside a scheme.
    let plain: String = address
        .chars()
        .filter(|character| *character > ' ')
        .take(16)
        .collect::<String>()
        .to_ascii_lowercase();
    !["javascript:", "data:", "vbscript:"].iter().any(|scheme| plain.starts_with(scheme))
}

/// Where the image of a face check's QR code is.
pub fn qr_image(ticket: impl std::fmt::Display) -> String {
    format!("/auth/qr/{ticket}.png")
}

/// Where a phone opens a face check: what its QR code says, behind the origin.
pub fn phone_page(ticket: impl std::fmt::Display) -> String {
    format!("/auth/face/{ticket}")
}

/// Where a phone posts what it does: `start`, `act` or `cancel`.
pub fn phone_post(ticket: impl std::fmt::Display, verb: &str) -> String {
    format!("/auth/face/{ticket}/{verb}")
}

/// Where a phone opens a letter to be signed: what its QR code says, behind the origin.
pub fn sign_page(ticket: impl std::fmt::Display) -> String {
    format!("/auth/sign/{ticket}")
}

/// Where a phone posts what the legal representative does.
pub fn sign_post(ticket: impl std::fmt::Display, verb: &str) -> String {
    format!("/auth/sign/{ticket}/{verb}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_that_would_run_is_no_link() {
        for address in ["javascript:alert(1)", " JavaScript:x", "java\tscript:x", "\u{1}data:text/html,x"] {
            assert!(!leads_somewhere(address), "{address:?}");
        }
        for address in
            ["https://caller.example/back", "esign://back", "/relative", "http://localhost/?javascript:"]
        {
            assert!(leads_somewhere(address), "{address:?}");
        }
    }
}
