//! Addresses that we hand out and that are good for a while: such a one tells its end, and a key that only its
//! world can make.

use realname_provider::time::{Span, Time};
use subtle::ConstantTimeEq;

use crate::engine::world::World;
use crate::visit::Visit;

/// What proves that an address was made here: over its path, what it leads to, and the end of its life.
fn key(world: &World, path: &str, leads_to: &[u8], expires: Time) -> String {
    let length = u64::try_from(path.len()).unwrap_or_default().to_be_bytes();
    let entity = [&length[..], path.as_bytes(), leads_to, &expires.0.to_be_bytes()].concat();
    hex::encode(world.key.bytes("timed address", &entity, 0))
}

/// An address that is good for `life` from now on. `leads_to` is whatever a later address of the same path must not
/// stand for.
pub fn address(base: &str, world: &World, path: &str, leads_to: &[u8], life: Span) -> String {
    let expires = world.now() + life;
    format!("{base}{path}?expires={}&key={}", expires.0, key(world, path, leads_to, expires))
}

/// Whether the address that is visited was made here, for this, and is still good.
pub fn is_good(visit: &Visit, world: &World, path: &str, leads_to: &[u8]) -> bool {
    let parameters = visit.request.parameters();
    let (Some(expires), Some(given)) = (parameters.get("expires"), parameters.get("key")) else {
        return false;
    };
    let Ok(expires) = expires.parse().map(Time) else { return false };
    let is_ours: bool = key(world, path, leads_to, expires).as_bytes().ct_eq(given.as_bytes()).into();
    is_ours && world.now() < expires
}
