//! Where somebody can be reached, and by what he logs in (账号): a mobile number or a mail address.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Deserializer, Serialize, Serializer};

use super::encoding;
use super::mail::{MailAddress, MailAddressError};
use super::mobile::{Mobile, MobileError};

/// A phone or a mail box.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Address {
    /// A phone.
    Mobile(Mobile),
    /// A mail box.
    Mail(MailAddress),
}

/// Why a text is neither a mobile number nor a mail address.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum AddressError {
    /// It has no @, so it was read as a mobile number.
    #[error("no mobile number ({0}), and no mail address either, since it has no @")]
    Mobile(#[from] MobileError),
    /// It has an @, so it was read as a mail address.
    #[error("no mail address: {0}")]
    Mail(#[from] MailAddressError),
}

impl FromStr for Address {
    type Err = AddressError;

    fn from_str(text: &str) -> Result<Self, AddressError> {
        if text.contains('@') { Ok(Self::Mail(text.parse()?)) } else { Ok(Self::Mobile(text.parse()?)) }
    }
}

impl fmt::Display for Address {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Mobile(mobile) => fmt::Display::fmt(mobile, formatter),
            Self::Mail(mail) => fmt::Display::fmt(mail, formatter),
        }
    }
}

impl From<Mobile> for Address {
    fn from(mobile: Mobile) -> Self {
        Self::Mobile(mobile)
    }
}

impl From<MailAddress> for Address {
    fn from(mail: MailAddress) -> Self {
        Self::Mail(mail)
    }
}

/// The form in packed formats, where a number should stay a number.
#[derive(Serialize, Deserialize)]
enum Packed {
    Mobile(Mobile),
    Mail(MailAddress),
}

impl Serialize for Address {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        if serializer.is_human_readable() {
            return serializer.collect_str(self);
        }
        match self.clone() {
            Self::Mobile(mobile) => Packed::Mobile(mobile),
            Self::Mail(mail) => Packed::Mail(mail),
        }
        .serialize(serializer)
    }
}

impl<'de> Deserialize<'de> for Address {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        if deserializer.is_human_readable() {
            return encoding::deserialize_text(deserializer);
        }
        Packed::deserialize(deserializer).map(|packed| match packed {
            Packed::Mobile(mobile) => Self::Mobile(mobile),
            Packed::Mail(mail) => Self::Mail(mail),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_at_sign_tells_mail_from_phone() {
        assert_eq!("13800000000".parse(), Ok(Address::Mobile("13800000000".parse().unwrap())));
        assert_eq!("a@example.com".parse(), Ok(Address::Mail("a@example.com".parse().unwrap())));
        assert_eq!("".parse::<Address>(), Err(AddressError::Mobile(MobileError::Length { found: 0 })));
        assert_eq!("a@b".parse::<Address>(), Err(AddressError::Mail(MailAddressError::Domain)));
    }

    #[test]
    fn an_address_survives_packing() {
        for text in ["13800000000", "a@example.com"] {
            let address: Address = text.parse().unwrap();
            let packed = postcard::to_allocvec(&address).unwrap();
            assert_eq!(postcard::from_bytes::<Address>(&packed).unwrap(), address);
        }
    }
}
