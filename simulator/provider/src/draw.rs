//! Randomness without a stored generator.
//!
//! Every drawn value is a function of the world's key, a purpose, the entity it belongs to and the
//! entity's ordinal among its equals. Two calls that reach the provider in either order cannot
//! change each other's values, since neither advances a shared generator.

use rand::SeedableRng;
use rand::rngs::ChaCha8Rng;
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

/// What a world's values are drawn under: the same seed and name give the same values anywhere.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct WorldKey([u8; 32]);

impl std::fmt::Debug for WorldKey {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(formatter, "WorldKey({:08x})", self.tag())
    }
}

impl WorldKey {
    /// The key of the world `name` under `seed`.
    pub fn new(seed: u64, name: &str) -> Self {
        let mut digest = Sha256::new();
        digest.update(b"realname world 1");
        digest.update(seed.to_le_bytes());
        digest.update(name.as_bytes());
        Self(digest.finalize().into())
    }

    /// Four bytes by which an id that this world drew tells its world.
    pub fn tag(&self) -> u32 {
        u32::from_be_bytes([self.0[0], self.0[1], self.0[2], self.0[3]])
    }

    /// A generator for one value: `purpose` names the kind of value, `entity` whose it is, `ordinal`
    /// which one among equals.
    pub fn draw(&self, purpose: &str, entity: &[u8], ordinal: u64) -> ChaCha8Rng {
        ChaCha8Rng::from_seed(self.bytes(purpose, entity, ordinal))
    }

    /// Thirty-two bytes drawn at once, for ids and keys.
    pub fn bytes(&self, purpose: &str, entity: &[u8], ordinal: u64) -> [u8; 32] {
        let mut digest = Sha256::new();
        digest.update(self.0);
        // Lengths keep ("ab", "c") apart from ("a", "bc").
        digest.update((purpose.len() as u64).to_le_bytes());
        digest.update(purpose.as_bytes());
        digest.update((entity.len() as u64).to_le_bytes());
        digest.update(entity);
        digest.update(ordinal.to_le_bytes());
        digest.finalize().into()
    }

    /// An id of 128 bits that begins with the world's tag.
    pub fn id(&self, purpose: &str, entity: &[u8], ordinal: u64) -> u128 {
        let drawn = self.bytes(purpose, entity, ordinal);
        let mut bytes = [0_u8; 16];
        bytes[..4].copy_from_slice(&self.0[..4]);
        bytes[4..].copy_from_slice(&drawn[..12]);
        u128::from_be_bytes(bytes)
    }
}

/// The first ordinal that is not taken, where all below it are. Looks at few of them: whoever starts the same
/// a million times must not make the next start slow.
pub(crate) fn first_free(is_taken: impl Fn(u64) -> bool) -> u64 {
    let mut free = 1_u64;
    while is_taken(free - 1) && free < u64::MAX / 2 {
        free *= 2;
    }
    // All below `taken` are taken; `free - 1` is not.
    let (mut taken, mut free) = (free / 2, free - 1);
    while taken < free {
        let middle = taken + (free - taken) / 2;
        if is_taken(middle) {
            taken = middle + 1;
        } else {
            free = middle;
        }
    }
    free
}

#[cfg(test)]
mod tests {
    use rand::RngExt;

    use super::*;

    #[test]
    fn seed_and_name_and_content_decide_a_value() {
        let value = |seed, name: &str, purpose, entity: &[u8], ordinal| {
            WorldKey::new(seed, name).draw(purpose, entity, ordinal).random::<u64>()
        };
        let one = value(7, "town", "code", b"13800000000", 1);
        assert_eq!(one, value(7, "town", "code", b"13800000000", 1));
        assert_ne!(one, value(8, "town", "code", b"13800000000", 1));
        assert_ne!(one, value(7, "city", "code", b"13800000000", 1));
        assert_ne!(one, value(7, "town", "flow", b"13800000000", 1));
        assert_ne!(one, value(7, "town", "code", b"13800000001", 1));
        assert_ne!(one, value(7, "town", "code", b"13800000000", 2));
        assert_ne!(value(7, "town", "ab", b"c", 0), value(7, "town", "a", b"bc", 0));
    }

    #[test]
    fn these_values_are_fixed_for_ever() {
        // A changed value here means that every recorded tape and every user's golden file breaks.
        let key = WorldKey::new(7, "town");
        assert_eq!(format!("{:032x}", key.id("flow", b"x", 0)), "7321960c9e3097fbe63ff15343aaba7d");
        assert_eq!(key.draw("code", b"13800000000", 1).random_range(0..1_000_000_u32), 932_694);
    }

    #[test]
    fn the_first_free_ordinal_is_found() {
        for count in (0..70).chain([1_000, 1_023, 1_024, 1_025]) {
            assert_eq!(first_free(|ordinal| ordinal < count), count);
        }
    }
}
