//! `features/cases.lock`: one id a line. A case that vanishes turns a green run stale, so that none is lost unseen.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use crate::suite::Suite;
use crate::verdict::Stop;

/// The ids that the features must have.
#[derive(Debug)]
pub(crate) struct Lock {
    path: PathBuf,
    ids: BTreeSet<String>,
}

/// How lock and features differ.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Drift {
    /// In the lock, gone from the features.
    pub(crate) missing: Vec<String>,
    /// In the features, not in the lock.
    pub(crate) unlisted: Vec<String>,
}

impl Lock {
    /// Reads the lock of a features folder.
    pub(crate) fn read(folder: &Path) -> Result<Self, Stop> {
        let path = folder.join("cases.lock");
        let text = std::fs::read_to_string(&path).map_err(|error| {
            Stop::usage(format!("cannot read {}: {error}", path.display())).hint("write it: list --write")
        })?;
        let ids = text.lines().map(str::trim).filter(|line| !line.is_empty() && !line.starts_with('#'));
        Ok(Self { ids: ids.map(str::to_owned).collect(), path })
    }

    /// Writes the lock that fits the features.
    pub(crate) fn write(folder: &Path, suite: &Suite) -> Result<(), Stop> {
        let path = folder.join("cases.lock");
        let ids: BTreeSet<_> = suite.cases.iter().map(|case| case.id.as_str()).collect();
        let text: String = ids.iter().map(|id| format!("{id}\n")).collect();
        std::fs::write(&path, text)
            .map_err(|error| Stop::usage(format!("cannot write {}: {error}", path.display())))
    }

    /// Where the lock lies.
    pub(crate) fn path(&self) -> &Path {
        &self.path
    }

    /// How the features differ from the lock, if they do.
    pub(crate) fn compare(&self, suite: &Suite) -> Option<Drift> {
        let present: BTreeSet<_> = suite.cases.iter().map(|case| case.id.clone()).collect();
        let drift = Drift {
            missing: self.ids.difference(&present).cloned().collect(),
            unlisted: present.difference(&self.ids).cloned().collect(),
        };
        (!drift.missing.is_empty() || !drift.unlisted.is_empty()).then_some(drift)
    }
}
