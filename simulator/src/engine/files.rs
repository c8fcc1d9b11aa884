//! Contents of uploaded files. The provider knows a file by its digest, kind and length; what is in it
//! changes nothing there, so it is kept here, once for each content, and in bounded memory.

use std::collections::{HashMap, VecDeque};
use std::sync::{Mutex, MutexGuard, PoisonError};

use bytes::Bytes;
use sha2::{Digest, Sha256};

/// How many bytes of files a world keeps, those that it shares with its forks included; the oldest go.
pub const FILES_BYTES_MAX: usize = 64 * 1024 * 1024;

/// The files of a world and of its forks.
#[derive(Debug)]
pub struct Files {
    kept: Mutex<Kept>,
    bytes_max: usize,
}

#[derive(Debug, Default)]
struct Kept {
    contents: HashMap<[u8; 32], Bytes>,
    /// Oldest first.
    order: VecDeque<[u8; 32]>,
    bytes: usize,
    evicted: u64,
}

impl Default for Files {
    fn default() -> Self {
        Self::with_room_for(FILES_BYTES_MAX)
    }
}

impl Files {
    fn with_room_for(bytes_max: usize) -> Self {
        Self { kept: Mutex::default(), bytes_max }
    }

    /// Keeps a content, and tells the digest by which it is found again: its SHA-256.
    pub fn keep(&self, content: &[u8]) -> [u8; 32] {
        let digest: [u8; 32] = Sha256::digest(content).into();
        let mut kept = self.kept();
        if kept.contents.contains_key(&digest) {
            // Somebody wants it again: it is the newest now.
            kept.order.retain(|other| *other != digest);
        } else {
            kept.bytes += content.len();
            // A copy: a part of a request would keep all of it.
            kept.contents.insert(digest, Bytes::copy_from_slice(content));
        }
        kept.order.push_back(digest);
        while kept.bytes > self.bytes_max {
            let Some(oldest) = kept.order.pop_front() else { break };
            kept.bytes -= kept.contents.remove(&oldest).map_or(0, |content| content.len());
            kept.evicted += 1;
        }
        digest
    }

    /// The content of this digest, if it is still kept.
    pub fn get(&self, digest: &[u8; 32]) -> Option<Bytes> {
        self.kept().contents.get(digest).cloned()
    }

    /// How many contents have made room for newer ones.
    pub fn evicted(&self) -> u64 {
        self.kept().evicted
    }

    fn kept(&self) -> MutexGuard<'_, Kept> {
        self.kept.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_content_is_found_by_its_digest_and_the_same_one_is_kept_once() {
        let files = Files::default();
        let digest = files.keep(b"letter");
        assert_eq!(files.keep(b"letter"), digest);
        assert_eq!(files.get(&digest).as_deref(), Some(&b"letter"[..]));
        let kept = files.kept();
        assert_eq!((kept.bytes, kept.order.len()), (6, 1));
        drop(kept);
        assert_eq!(files.get(&[0; 32]), None);
    }

    #[test]
    fn the_oldest_makes_room_and_is_counted_and_whoever_comes_again_is_young() {
        let files = Files::with_room_for(9);
        let [one, two, three] = [b"1111", b"2222", b"3333"].map(|content| {
            let digest = files.keep(content);
            files.keep(b"1111");
            digest
        });
        assert_eq!(
            (files.get(&one).is_some(), files.get(&two), files.get(&three).is_some()),
            (true, None, true)
        );
        assert_eq!((files.evicted(), files.kept().bytes), (1, 8));
    }
}
