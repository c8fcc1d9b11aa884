//! Bytes that never change, one piece after the other: pieces of their own would each cost a header
//! and a rounded-up length in memory.
//!
//! A clone shares all pages but the last one, which is copied.

use std::sync::Arc;

use imbl::Vector;
use serde::{Deserialize, Serialize};

/// How long a page grows before the next one is begun. A piece always lies in one page.
const PAGE_BYTES: usize = 4_096;

/// All pieces.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub(crate) struct Shelf {
    full: Vector<Arc<[u8]>>,
    last: Vec<u8>,
}

/// Where a piece begins: page, and place in it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Place(u32, u32);

impl Shelf {
    /// Adds a piece.
    pub(crate) fn put(&mut self, piece: &[u8]) -> Place {
        if !self.last.is_empty() && self.last.len() + piece.len() > PAGE_BYTES {
            self.full.push_back(self.last.as_slice().into());
            self.last.clear();
        }
        let number = |index: usize| u32::try_from(index).expect("pages of 4 KiB fill no memory before this");
        let place = Place(number(self.full.len()), number(self.last.len()));
        self.last.extend_from_slice(piece);
        place
    }

    /// The bytes from a place on: its piece, and whatever follows.
    pub(crate) fn bytes_from(&self, Place(page, start): Place) -> &[u8] {
        let index = |number: u32| usize::try_from(number).unwrap_or(usize::MAX);
        let page = self.full.get(index(page)).map_or(self.last.as_slice(), |page| page);
        page.get(index(start)..).unwrap_or_default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_piece_is_found_where_it_was_put_also_in_a_clone() {
        let mut shelf = Shelf::default();
        let piece = |number: u16| vec![number.to_le_bytes()[0]; usize::from(number) % 700 + 1];
        let places: Vec<Place> = (0..300).map(|number| shelf.put(&piece(number))).collect();
        let clone = shelf.clone();
        let huge = vec![7; 3 * PAGE_BYTES];
        let place = shelf.put(&huge);
        shelf.put(b"after");
        assert!(shelf.bytes_from(place).starts_with(&huge));
        for (number, place) in (0..).zip(places) {
            assert!(shelf.bytes_from(place).starts_with(&piece(number)), "{number}");
            assert!(clone.bytes_from(place).starts_with(&piece(number)), "{number}");
        }
        assert!(shelf.full.len() > 10);
    }
}
