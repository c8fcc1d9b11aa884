//! A mail address, in the plain form that accounts use.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Deserializer, Serialize, Serializer};

use super::encoding;

/// The longest address, in bytes.
const LENGTH_BYTES_MAX: usize = 254;
/// The longest part before the @, in bytes.
const LOCAL_BYTES_MAX: usize = 64;
/// The longest label of a domain, in bytes.
const LABEL_BYTES_MAX: usize = 63;

/// A well-formed mail address, its domain in lower case.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct MailAddress(Box<str>);

/// Why a text is no mail address.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum MailAddressError {
    /// Too long.
    #[error("a mail address has at most 254 characters, this one has {found}")]
    Length {
        /// Bytes found.
        found: usize,
    },
    /// No @, or more than one.
    #[error("a mail address has exactly one @, this one has {found}")]
    At {
        /// How many were found.
        found: usize,
    },
    /// What stands before the @ is not plain.
    #[error(
        "before the @ stand 1 to 64 letters, digits or one of . _ % + -, no dot at either end or twice in a row"
    )]
    Local,
    /// What stands behind the @ is no domain.
    #[error(
        "behind the @ stands a domain such as example.com: labels of letters, digits and hyphens with dots between"
    )]
    Domain,
}

impl MailAddress {
    /// The address as text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

fn is_local_part(text: &str) -> bool {
    let plain = |byte: u8| byte.is_ascii_alphanumeric() || b"._%+-".contains(&byte);
    text.len() <= LOCAL_BYTES_MAX && text.bytes().all(plain) && text.split('.').all(|piece| !piece.is_empty())
}

fn is_domain(text: &str) -> bool {
    let is_label = |label: &str| {
        (1..=LABEL_BYTES_MAX).contains(&label.len())
            && label.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-')
            && !label.starts_with('-')
            && !label.ends_with('-')
    };
    let ends_in_letters =
        text.rsplit('.').next().is_some_and(|last| last.bytes().any(|b| b.is_ascii_alphabetic()));
    text.contains('.') && text.split('.').all(is_label) && ends_in_letters
}

impl FromStr for MailAddress {
    type Err = MailAddressError;

    fn from_str(text: &str) -> Result<Self, MailAddressError> {
        if text.len() > LENGTH_BYTES_MAX {
            return Err(MailAddressError::Length { found: text.len() });
        }
        let (local, domain) = match text.matches('@').count() {
            1 => text.split_once('@').unwrap_or_default(),
            found => return Err(MailAddressError::At { found }),
        };
        if !is_local_part(local) {
            return Err(MailAddressError::Local);
        }
        if !is_domain(domain) {
            return Err(MailAddressError::Domain);
        }
        Ok(Self(format!("{local}@{}", domain.to_ascii_lowercase()).into()))
    }
}

impl fmt::Display for MailAddress {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.pad(&self.0)
    }
}

impl fmt::Debug for MailAddress {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(&self.0, formatter)
    }
}

impl Serialize for MailAddress {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&self.0)
    }
}

impl<'de> Deserialize<'de> for MailAddress {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        encoding::deserialize_text(deserializer)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn the_domain_is_written_in_lower_case_and_the_rest_as_given() {
        let address: MailAddress = "Wang.Wu+1@Example.COM".parse().unwrap();
        assert_eq!(address.as_str(), "Wang.Wu+1@example.com");
    }

    #[test]
    fn each_mistake_has_its_own_error() {
        let check = |text: &str, error| assert_eq!(text.parse::<MailAddress>(), Err(error), "{text}");
        check("", MailAddressError::At { found: 0 });
        check("a@b@example.com", MailAddressError::At { found: 2 });
        check(&format!("a@{}.com", "b".repeat(300)), MailAddressError::Length { found: 306 });
        for local in
            ["@example.com", ".a@example.com", "a..b@example.com", "a b@example.com", "王@example.com"]
        {
            check(local, MailAddressError::Local);
        }
        for domain in ["a@", "a@localhost", "a@-b.com", "a@b..com", "a@127.0.0.1", "a@b.com\r\n", "a@例.com"]
        {
            check(domain, MailAddressError::Domain);
        }
    }

    proptest! {
        #[test]
        fn an_address_survives_text_and_packing(text in "[a-zA-Z0-9]{1,9}(\\.[a-z]{1,5})?@[a-zA-Z0-9]{1,9}\\.[a-z]{2,3}") {
            let address: MailAddress = text.parse().unwrap();
            prop_assert_eq!(address.to_string().parse(), Ok(address.clone()));
            let packed = postcard::to_allocvec(&address).unwrap();
            prop_assert_eq!(postcard::from_bytes::<MailAddress>(&packed).unwrap(), address);
        }

        #[test]
        fn no_text_makes_it_panic(text in ".{0,24}@.{0,24}") {
            let _ = text.parse::<MailAddress>();
        }
    }
}
