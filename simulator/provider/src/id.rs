//! Ids as the provider hands them out, one type each, so that none is taken for another.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

use crate::draw::WorldKey;

/// Text that is no id of the wanted kind.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("not an id of this kind")]
pub struct IdError;

fn parse_hex(text: &str) -> Result<u128, IdError> {
    let mut bytes = [0; 16];
    // Both cases would be read; ours are lower-case.
    if text.bytes().any(|byte| byte.is_ascii_uppercase()) || hex::decode_to_slice(text, &mut bytes).is_err() {
        return Err(IdError);
    }
    Ok(u128::from_be_bytes(bytes))
}

/// Ids are in every answer; the formatter's own digits of 128 bits take five times as long.
fn write_hex(id: u128, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
    let mut digits = [0; 32];
    hex::encode_to_slice(id.to_be_bytes(), &mut digits).map_err(|_| fmt::Error)?;
    formatter.write_str(std::str::from_utf8(&digits).map_err(|_| fmt::Error)?)
}

macro_rules! hex_id {
    ($(#[$doc:meta])* $name:ident, $prefix:literal) => {
        $(#[$doc])*
        #[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        pub struct $name(pub u128);

        impl fmt::Display for $name {
            fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
                formatter.write_str($prefix)?;
                write_hex(self.0, formatter)
            }
        }

        impl fmt::Debug for $name {
            fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
                fmt::Display::fmt(self, formatter)
            }
        }

        impl FromStr for $name {
            type Err = IdError;
            fn from_str(text: &str) -> Result<Self, IdError> {
                parse_hex(text.strip_prefix($prefix).ok_or(IdError)?).map(Self)
            }
        }

        impl $name {
            /// The tag of the world that drew this id.
            pub fn world_tag(self) -> u32 {
                // The top 32 bits always fit.
                u32::try_from(self.0 >> 96).unwrap_or_default()
            }
        }
    };
}

hex_id!(
    /// A person's account: 32 hex digits.
    PsnId,
    ""
);
hex_id!(
    /// An organization's account: 32 hex digits.
    OrgId,
    ""
);
hex_id!(
    /// An account that an application keeps of a person or an organization (V2): 32 hex digits.
    AccountId,
    ""
);
hex_id!(
    /// A file that an application uploads (V1): 32 hex digits.
    FileId,
    ""
);
hex_id!(
    /// A verification and authorization flow of V3: `OF-` and 32 hex digits.
    AuthFlowId,
    "OF-"
);
hex_id!(
    /// One face check, as its QR code names it.
    FaceTicketId,
    ""
);

hex_id!(
    /// One letter that a legal representative is asked to sign, as its QR code or message names it.
    SignTicketId,
    ""
);

/// An id as a register keeps it, in the same order: a number of 128 bits is aligned to 16 bytes, which
/// leaves gaps beside a smaller value.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub(crate) struct IdBytes([u8; 16]);

impl From<u128> for IdBytes {
    fn from(id: u128) -> Self {
        Self(id.to_be_bytes())
    }
}

impl From<IdBytes> for u128 {
    fn from(bytes: IdBytes) -> Self {
        Self::from_be_bytes(bytes.0)
    }
}

/// An application of an integrator: ten digits, `7438…` by default as in the vendor's sandbox.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct AppId(Box<str>);

impl AppId {
    /// The id as text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl std::borrow::Borrow<str> for AppId {
    fn borrow(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for AppId {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.0)
    }
}

impl FromStr for AppId {
    type Err = IdError;
    /// Four to twenty digits; the documents show ten.
    fn from_str(text: &str) -> Result<Self, IdError> {
        if (4..=20).contains(&text.len()) && text.bytes().all(|b| b.is_ascii_digit()) {
            Ok(Self(text.into()))
        } else {
            Err(IdError)
        }
    }
}

/// A flow's number: its id in V2, and what V3 calls the inner flow.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct FlowId(pub u64);

impl FlowId {
    /// The number of a flow. It follows from the flow's other id, so nobody has to keep it.
    pub fn of(key: &WorldKey, id: AuthFlowId) -> Self {
        Self::drawn(key, "inner flow", id, 0)
    }

    /// The number of a flow's sub-flow, by its place from 0.
    pub fn of_sub_flow(key: &WorldKey, id: AuthFlowId, place: usize) -> Self {
        Self::drawn(key, "sub-flow", id, place as u64)
    }

    fn drawn(key: &WorldKey, purpose: &str, id: AuthFlowId, ordinal: u64) -> Self {
        let [a, b, c, d, e, f, g, h, ..] = key.bytes(purpose, &id.0.to_be_bytes(), ordinal);
        let drawn = u64::from_be_bytes([a, b, c, d, e, f, g, h]);
        // Eighteen or nineteen digits, as the documents' samples have.
        Self(100_000_000_000_000_000 + drawn % 9_000_000_000_000_000_000)
    }
}

impl fmt::Display for FlowId {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(&self.0, formatter)
    }
}

impl FromStr for FlowId {
    type Err = IdError;
    fn from_str(text: &str) -> Result<Self, IdError> {
        let is_number = (18..=19).contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_digit());
        text.parse().ok().filter(|_| is_number).map(Self).ok_or(IdError)
    }
}

/// Drawn bytes in the form of a random UUID (version 4), which the older service writes some ids in.
pub fn uuid(drawn: [u8; 32]) -> String {
    let [a, b, c, d, e, f, g, h, i, j, k, l, m, n, o, p, ..] = drawn;
    let bytes = [a, b, c, d, e, f, g & 0x0f | 0x40, h, i & 0x3f | 0x80, j, k, l, m, n, o, p];
    let digits = hex::encode(bytes);
    [&digits[..8], &digits[8..12], &digits[12..16], &digits[16..20], &digits[20..]].join("-")
}

/// One information compare, by which the vendor's support finds it: written as a random UUID.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct VerifyId([u8; 16]);

impl VerifyId {
    /// The id of the compare of this ordinal among those of the same content.
    pub(crate) fn drawn(key: &WorldKey, content: IdBytes, ordinal: u64) -> Self {
        let mut id = [0; 16];
        let drawn = key.bytes("verify id", &content.0, ordinal);
        id.copy_from_slice(&drawn[..16]);
        Self(id)
    }
}

impl fmt::Display for VerifyId {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut drawn = [0; 32];
        drawn[..16].copy_from_slice(&self.0);
        formatter.write_str(&uuid(drawn))
    }
}

impl fmt::Debug for VerifyId {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, formatter)
    }
}

/// The ordinal of a notice in its world, from 1.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct NoticeId(pub u64);

impl fmt::Display for NoticeId {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "n{}", self.0)
    }
}

impl FromStr for NoticeId {
    type Err = IdError;
    fn from_str(text: &str) -> Result<Self, IdError> {
        text.strip_prefix('n').and_then(|digits| digits.parse().ok()).map(Self).ok_or(IdError)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_read_back_as_they_are_written() {
        let flow = AuthFlowId(0x0123_4567_89ab_cdef_0123_4567_89ab_cdef);
        let flow_text = "OF-0123456789abcdef0123456789abcdef";
        assert_eq!(flow.to_string(), "OF-0123456789abcdef0123456789abcdef");
        assert_eq!(flow.to_string().parse(), Ok(flow));
        assert_eq!(flow.world_tag(), 0x0123_4567);
        assert_eq!("OF-0123456789ABCDEF0123456789abcdef".parse::<AuthFlowId>(), Err(IdError));
        assert_eq!("0123456789abcdef0123456789abcdef".parse::<AuthFlowId>(), Err(IdError));
        assert_eq!("n12".parse(), Ok(NoticeId(12)));
        assert_eq!(uuid([0xff; 32]), "ffffffff-ffff-4fff-bfff-ffffffffffff");
        assert_eq!("346106111111066430".parse(), Ok(FlowId(346_106_111_111_066_430)));
        for bad in ["", "34610611111106643", "+34610611111106643", "34610611111106643012", flow_text] {
            assert_eq!(bad.parse::<FlowId>(), Err(IdError), "{bad}");
        }
        assert_eq!("7438000001x".parse::<AppId>(), Err(IdError));
    }
}
