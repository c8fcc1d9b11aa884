//! Page sessions: keyed MACs in cookies, over world, role, entity and ordinal. No table, no entropy.
//!
//! A browser that has logged in to a flow holds a *seat*; the phone that opened a face check first
//! holds that check. A form carries a token of its own, so that no other site can post it.

use realname_provider::id::{AuthFlowId, FaceTicketId, SignTicketId};
use subtle::ConstantTimeEq;

use crate::engine::world::World;
use crate::http::{Reply, Request};

fn mac(world: &World, role: &str, entity: u128, ordinal: u32) -> String {
    let bytes = world.key.bytes(role, &entity.to_be_bytes(), u64::from(ordinal));
    hex::encode(&bytes[..16])
}

fn is_same(one: &str, other: &str) -> bool {
    bool::from(one.as_bytes().ct_eq(other.as_bytes()))
}

fn cookie_name(role: &str, entity: u128) -> String {
    // Twelve digits keep the flows of one browser apart.
    format!("realname_{role}_{}", &format!("{entity:032x}")[20..])
}

fn set(reply: Reply, name: &str, value: &str) -> Reply {
    reply.and(hyper::header::SET_COOKIE, &format!("{name}={value}; Path=/; HttpOnly; SameSite=Lax"))
}

/// The seat that this browser holds in a flow.
pub fn seat(world: &World, flow: AuthFlowId, request: &Request) -> Option<u32> {
    let value = request.cookie(&cookie_name("seat", flow.0))?;
    let (ordinal, given) = value.split_once('.')?;
    let ordinal = ordinal.parse().ok()?;
    is_same(given, &mac(world, "page seat", flow.0, ordinal)).then_some(ordinal)
}

/// Gives this browser a seat.
pub fn take_seat(reply: Reply, world: &World, flow: AuthFlowId, ordinal: u32) -> Reply {
    let value = format!("{ordinal}.{}", mac(world, "page seat", flow.0, ordinal));
    set(reply, &cookie_name("seat", flow.0), &value)
}

/// Whether this phone opened the face check first.
pub fn holds_check(world: &World, ticket: FaceTicketId, request: &Request) -> bool {
    let given = request.cookie(&cookie_name("phone", ticket.0));
    given.is_some_and(|given| is_same(given, &mac(world, "page phone", ticket.0, 0)))
}

/// Gives this phone the face check.
pub fn take_check(reply: Reply, world: &World, ticket: FaceTicketId) -> Reply {
    set(reply, &cookie_name("phone", ticket.0), &mac(world, "page phone", ticket.0, 0))
}

/// Whether the legal representative has proven himself in this browser for a link.
pub fn has_proven(world: &World, ticket: SignTicketId, request: &Request) -> bool {
    let given = request.cookie(&cookie_name("signer", ticket.0));
    given.is_some_and(|given| is_same(given, &mac(world, "page signer", ticket.0, 0)))
}

/// Remembers that he has.
pub fn take_proof(reply: Reply, world: &World, ticket: SignTicketId) -> Reply {
    set(reply, &cookie_name("signer", ticket.0), &mac(world, "page signer", ticket.0, 0))
}

/// The token that the forms of a link for signing carry.
pub fn sign_token(world: &World, ticket: SignTicketId) -> String {
    mac(world, "page sign form", ticket.0, 0)
}

/// The token that a flow's forms carry in this browser.
pub fn flow_token(world: &World, flow: AuthFlowId, seat: Option<u32>) -> String {
    mac(world, "page form", flow.0, seat.unwrap_or(0))
}

/// The token that a face check's forms carry.
pub fn check_token(world: &World, ticket: FaceTicketId) -> String {
    mac(world, "page phone form", ticket.0, 0)
}

/// Whether a form carries the right token.
pub fn is_ours(token: &str, given: &str) -> bool {
    is_same(token, given)
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;
    use crate::simulator::Simulator;

    #[tokio::test]
    async fn each_form_has_a_token_of_its_own_and_takes_no_other() {
        let (one, other) = (Simulator::builder().seed(7).start(), Simulator::builder().seed(8).start());
        let (one, other) = (one.await.expect("a free port"), other.await.expect("a free port"));
        let of = |world: &World| {
            let flow = |id, seat| flow_token(world, AuthFlowId(id), seat);
            [
                flow(1, None),
                flow(1, Some(1)),
                flow(1, Some(2)),
                flow(2, Some(1)),
                check_token(world, FaceTicketId(1)),
                check_token(world, FaceTicketId(2)),
                sign_token(world, SignTicketId(1)),
                sign_token(world, SignTicketId(2)),
            ]
        };
        let tokens: Vec<_> = [one.world(), other.world()].into_iter().flat_map(|world| of(world)).collect();
        assert_eq!(tokens.iter().collect::<BTreeSet<_>>().len(), tokens.len());
        for token in &tokens {
            let taken = tokens.iter().filter(|given| is_ours(token, given));
            assert_eq!(taken.count(), 1, "{token}");
            for given in ["", &token[1..], &token.to_uppercase(), &format!("{token}0")] {
                assert!(!is_ours(token, given), "{given}");
            }
        }
        one.shutdown().await;
        other.shutdown().await;
    }
}
