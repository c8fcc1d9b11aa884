//! Where somebody enters the hosted pages: the long link, the short link, a face check's link and a link
//! for signing.

use realname_provider::flow::link::ClientType;
use realname_provider::id::{AppId, AuthFlowId, FaceTicketId, SignTicketId};
use url::Url;

use crate::api::v3::vocabulary::client_type_word;

/// Path of the long link.
pub const INDEX: &str = "/auth/h5/index";

/// Digits of a short link.
const ALPHABET: &[u8; 62] = b"0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
/// Characters of a short link: as many as 128 bits need.
const SHORT_LENGTH: usize = 22;
/// How many numbers there are of ten digits.
const TEN_DIGITS: u128 = 62_u128.pow(10);

/// The long link (auth3/rx8igf).
pub fn long(base: &str, flow: AuthFlowId, client_type: ClientType, app: &AppId) -> String {
    [base, INDEX, "?", &query(flow, client_type, app)].concat()
}

/// The query of the long link, which every page of the flow carries on.
pub fn query(flow: AuthFlowId, client_type: ClientType, app: &AppId) -> String {
    let (flow, word) = (flow.to_string(), client_type_word(client_type));
    ["authFlowId=", &flow, "&clientType=", word, "&appId=", app.as_str()].concat()
}

/// The short link: the flow's id in other digits, so that no table is needed.
pub fn short(base: &str, flow: AuthFlowId) -> String {
    let mut digits = [b'0'; SHORT_LENGTH];
    let mut rest = flow.0;
    // Ten digits at a time: a division of 128 bits takes as long as many of 64.
    for ten in digits.rchunks_mut(10) {
        // A remainder always fits.
        let mut part = u64::try_from(rest % TEN_DIGITS).unwrap_or_default();
        rest /= TEN_DIGITS;
        for digit in ten.iter_mut().rev() {
            *digit = ALPHABET[usize::try_from(part % 62).unwrap_or_default()];
            part /= 62;
        }
    }
    [base, "/", &String::from_utf8_lossy(&digits)].concat()
}

/// The flow that a short link names; `None` for other text.
pub fn read_short(text: &str) -> Option<AuthFlowId> {
    if text.len() != SHORT_LENGTH {
        return None;
    }
    text.bytes()
        .try_fold(0_u128, |value, byte| {
            let digit = ALPHABET.iter().position(|known| *known == byte)?;
            value.checked_mul(62)?.checked_add(digit as u128)
        })
        .map(AuthFlowId)
}

/// What an address of ours leads to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Entrance {
    /// A face check.
    Face(FaceTicketId),
    /// A link for signing.
    Sign(SignTicketId),
    /// A flow.
    Flow(AuthFlowId),
}

/// What path and query lead to, whatever host stands before them; `None` if to none of these.
pub fn read(url: &Url) -> Option<Entrance> {
    let path = url.path();
    if let Some(ticket) = path.strip_prefix("/auth/face/") {
        return ticket.parse().ok().map(Entrance::Face);
    }
    if let Some(ticket) = path.strip_prefix("/auth/sign/") {
        return ticket.parse().ok().map(Entrance::Sign);
    }
    if path == INDEX {
        let id = url.query_pairs().find(|(name, _)| name == "authFlowId")?.1.parse().ok()?;
        return Some(Entrance::Flow(id));
    }
    read_short(path.trim_start_matches('/')).map(Entrance::Flow)
}

/// Where a phone opens a face check.
pub fn face(base: &str, ticket: FaceTicketId) -> String {
    format!("{base}/auth/face/{ticket}")
}

/// Where a phone opens a letter to be signed.
pub fn sign(base: &str, ticket: SignTicketId) -> String {
    format!("{base}/auth/sign/{ticket}")
}

/// The address of a link in a message: the core knows no address, only what the link is for.
pub fn message_link(base: &str, link: &str) -> String {
    match (link.parse(), link.parse()) {
        (Ok(ticket), _) => sign(base, ticket),
        (Err(_), Ok(flow)) => short(base, flow),
        (Err(_), Err(_)) => link.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_ticket_in_a_message_becomes_an_address_and_an_address_stays() {
        let ticket = SignTicketId(7);
        let address = "https://sim.example.test/auth/sign/00000000000000000000000000000007";
        assert_eq!(message_link("https://sim.example.test", &ticket.to_string()), address);
        assert_eq!(message_link("http://x", address), address);
    }

    #[test]
    fn a_short_link_names_its_flow() {
        for id in [0, 1, 61, 62, u128::MAX, 0x0123_4567_89ab_cdef_0123_4567_89ab_cdef] {
            let link = short("", AuthFlowId(id));
            assert_eq!(read_short(&link[1..]), Some(AuthFlowId(id)));
        }
        assert_eq!(read_short("zzzzzzzzzzzzzzzzzzzzzz"), None);
        assert_eq!(read_short("livez"), None);
    }
}
