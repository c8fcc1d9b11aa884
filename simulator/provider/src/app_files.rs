//! Files that applications upload (V1, saas_api/gcu36n): announced by a call, sent to the address that it is told,
//! and named by their id from then on. What is in them is kept outside the core.

use imbl::{OrdMap, Vector};
use serde::{Deserialize, Serialize};

use crate::bounds::LETTER_BYTES_MAX;
use crate::draw::{WorldKey, first_free};
use crate::event::EventKind;
use crate::flow::letter::{FileKind, LetterFile};
use crate::id::{AppId, FileId};
use crate::input::Outcome;
use crate::provider::Provider;
use crate::refusal::Refusal;
use crate::time::Time;

/// How many files a world knows; older ones are forgotten.
pub const FILES_MAX: usize = 10_000;

/// What an application says of a file before it sends it.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Announced {
    /// Its name.
    pub name: Box<str>,
    /// The MD5 of its content.
    pub md5: [u8; 16],
    /// Its kind on the wire, which the upload must repeat.
    pub content_type: Box<str>,
    /// How many bytes it has.
    pub bytes: u32,
}

/// What came.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Content {
    /// Its SHA-256.
    pub digest: [u8; 32],
    /// What it is, if it is something that a reviewer can look at.
    pub kind: Option<FileKind>,
    /// How many bytes it has.
    pub bytes: u32,
}

/// A file.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct AppFile {
    /// Its id.
    pub id: FileId,
    /// Whose it is.
    pub app: AppId,
    /// What was said of it.
    pub announced: Announced,
    /// Until when it may be sent, and sent again.
    pub until: Time,
    /// What came, if something did.
    pub content: Option<Content>,
}

/// All files of a world.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub struct AppFiles {
    all: OrdMap<FileId, AppFile>,
    order: Vector<FileId>,
}

impl AppFiles {
    /// A file by its id.
    pub fn get(&self, id: FileId) -> Option<&AppFile> {
        self.all.get(&id)
    }

    /// An application's file, as a letter.
    ///
    /// # Errors
    /// [`Refusal::FileUnknown`] for one that has not come or is another application's; [`Refusal::FileUnfit`] for one
    /// that no reviewer can look at.
    pub fn letter(&self, app: &AppId, id: FileId) -> Result<LetterFile, Refusal> {
        let file = self.all.get(&id).filter(|file| file.app == *app).ok_or(Refusal::FileUnknown)?;
        let Content { digest, kind, bytes } = file.content.ok_or(Refusal::FileUnknown)?;
        let kind = kind.filter(|_| bytes <= LETTER_BYTES_MAX).ok_or(Refusal::FileUnfit)?;
        Ok(LetterFile { digest, kind, bytes })
    }

    fn announce(&mut self, key: &WorldKey, app: AppId, announced: Announced, until: Time) -> FileId {
        let content = postcard::to_allocvec(&(&app, &announced));
        let content = content.expect("these have no part that postcard cannot write");
        let id_of = |ordinal| FileId(key.id("file", &content, ordinal));
        let id = id_of(first_free(|ordinal| self.all.contains_key(&id_of(ordinal))));
        self.all.insert(id, AppFile { id, app, announced, until, content: None });
        self.order.push_back(id);
        while self.order.len() > FILES_MAX {
            let Some(oldest) = self.order.pop_front() else { break };
            self.all.remove(&oldest);
        }
        id
    }
}

impl Provider {
    /// An application announces a file.
    pub(crate) fn announce_file(
        &mut self,
        at: Time,
        app: AppId,
        announced: Announced,
    ) -> Result<Outcome, Refusal> {
        if !self.apps.contains_key(&app) {
            return Err(Refusal::AppUnknown);
        }
        let until = at + self.rules.file_upload_life;
        let id = self.app_files.announce(&self.key, app, announced, until);
        self.events.tell(at, None, EventKind::FileAnnounced(id));
        Ok(Outcome::File(id))
    }

    /// Its content comes.
    pub(crate) fn upload_file(&mut self, at: Time, id: FileId, content: Content) -> Result<Outcome, Refusal> {
        let file = self.app_files.all.get_mut(&id).filter(|file| at < file.until);
        file.ok_or(Refusal::FileUnknown)?.content = Some(content);
        self.events.tell(at, None, EventKind::FileUploaded(id));
        Ok(Outcome::Done)
    }
}
