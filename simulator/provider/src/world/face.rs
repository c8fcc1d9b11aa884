//! What a camera finds when somebody is asked to show his face.

use serde::{Deserialize, Serialize};

/// The finding; the first is the usual one.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum FaceFact {
    /// The holder of the document, alive.
    #[default]
    Same,
    /// Somebody else (1445900 无法判断为同一人).
    NotSamePerson,
    /// A picture instead of a person.
    NoLiveness,
    /// The eyes cannot be seen (1445813 眼睛被遮挡).
    EyesCovered,
    /// Nobody comes before the camera in time.
    TimedOut,
}

impl FaceFact {
    /// All findings.
    pub const ALL: [Self; 5] =
        [Self::Same, Self::NotSamePerson, Self::NoLiveness, Self::EyesCovered, Self::TimedOut];

    /// Our word for the finding.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Same => "same",
            Self::NotSamePerson => "not_same_person",
            Self::NoLiveness => "no_liveness",
            Self::EyesCovered => "eyes_covered",
            Self::TimedOut => "timed_out",
        }
    }
}
