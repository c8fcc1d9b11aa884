//! Addresses that callers give, and what is taken for one.

use realname_provider::bounds::ADDRESS_BYTES_MAX;
use url::Url;

/// Why an address is not taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Unfit {
    /// It is none of the kind that is wanted.
    Form,
    /// It has more than [`ADDRESS_BYTES_MAX`] bytes.
    TooLong,
}

/// An address that notices can be posted to.
///
/// # Errors
/// [`Unfit`].
pub fn receiver(text: &str) -> Result<Box<str>, Unfit> {
    match Url::parse(text) {
        Ok(url) if matches!(url.scheme(), "http" | "https") => bounded(text),
        _ => Err(Unfit::Form),
    }
}

/// An address that a browser goes back to. Any scheme will do: `esign://…` leads back into a native app.
/// Scripts and data lead nowhere.
///
/// # Errors
/// [`Unfit`].
pub fn way_back(text: &str) -> Result<Box<str>, Unfit> {
    match Url::parse(text) {
        Ok(url) if !matches!(url.scheme(), "javascript" | "data" | "vbscript" | "file" | "blob") => {
            bounded(text)
        }
        _ => Err(Unfit::Form),
    }
}

/// An address of whatever form.
///
/// # Errors
/// [`Unfit::TooLong`].
pub fn bounded(text: &str) -> Result<Box<str>, Unfit> {
    if text.len() > ADDRESS_BYTES_MAX { Err(Unfit::TooLong) } else { Ok(text.into()) }
}
