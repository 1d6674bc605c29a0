//! The manifest of a pack: what it is of, and every other member with digest and size. A signed note
//! like a checkpoint, with exactly one signature.

use htx_kit::log::{CheckpointKey, VerifierKey};
use htx_model::{
    date::{Date, Instant},
    id::{DissolutionId, Id},
};

/// With which the text begins, so that it is taken for no checkpoint.
const TITLE: &str = "htx dissolution pack";
/// The form of packs.
const FORM: u32 = 1;
/// What stands where nothing is said.
const NONE: &str = "-";

/// A member with what its content must be.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Listed {
    /// The digest of its content, in hexadecimal digits.
    pub sha256: String,
    /// Bytes.
    pub size: u64,
    /// Its name.
    pub name: String,
}

/// What a pack is of, and what is in it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Manifest {
    /// The name of the log.
    pub origin: String,
    /// The case.
    pub case: DissolutionId,
    /// The day of the view.
    pub as_of: Date,
    /// The instant by which it was known.
    pub known_at: Option<Instant>,
    /// Every other member, in the order of the archive.
    pub members: Vec<Listed>,
}

/// The text is no manifest.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum NotAManifest {
    /// It is signed otherwise, or not by this key.
    #[error("the signature is not the key's, or not the only one")]
    Signature,
    /// It is not of the form that this program knows.
    #[error("not a manifest of form {FORM}")]
    Form,
}

impl Manifest {
    /// The signed text.
    #[must_use]
    pub fn signed(&self, key: &CheckpointKey) -> String {
        key.sign(&self.text())
    }

    fn text(&self) -> String {
        let known_at = self.known_at.map_or_else(|| NONE.to_owned(), |instant| instant.to_string());
        let mut text = format!(
            "{TITLE} {FORM}\norigin {}\ncase {}\nas-of {}\nknown-at {known_at}\n",
            self.origin, self.case, self.as_of,
        );
        for Listed { sha256, size, name } in &self.members {
            text.push_str(&format!("{sha256} {size} {name}\n"));
        }
        text
    }

    /// Reads a manifest that the key has signed, alone, in the one form that it is written in.
    ///
    /// # Errors
    /// [`NotAManifest`].
    pub fn open(note: &str, key: &VerifierKey) -> Result<Self, NotAManifest> {
        let text = key.open(note).map_err(|_| NotAManifest::Signature)?;
        let signatures = &note[text.len()..];
        if signatures.matches('\n').count() != 2 {
            return Err(NotAManifest::Signature);
        }
        let read = Self::read(text).ok_or(NotAManifest::Form)?;
        if read.text() == text && read.origin == key.name() {
            Ok(read)
        } else {
            Err(NotAManifest::Form)
        }
    }

    fn read(text: &str) -> Option<Self> {
        let mut lines = text.lines();
        let mut line = |name: &str| lines.next()?.strip_prefix(name)?.strip_prefix(' ');
        line(TITLE).filter(|form| *form == FORM.to_string())?;
        let origin = line("origin")?.to_owned();
        let case = Id::from_uuid(line("case")?.parse().ok()?);
        let as_of = line("as-of")?.parse().ok()?;
        let known_at = match line("known-at")? {
            NONE => None,
            instant => Some(instant.parse().ok()?),
        };
        let member = |line: &str| {
            let mut parts = line.splitn(3, ' ');
            let (sha256, size, name) = (parts.next()?, parts.next()?, parts.next()?);
            let size = size.parse().ok()?;
            Some(Listed { sha256: sha256.to_owned(), size, name: name.to_owned() })
        };
        let members = lines.map(member).collect::<Option<_>>()?;
        Some(Self { origin, case, as_of, known_at, members })
    }
}
