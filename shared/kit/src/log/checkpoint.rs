//! Checkpoints (C2SP tlog-checkpoint): signed statements of what the tree was at a size.
//!
//! They go into the database and, what matters more, out of it: to files and to whoever fetches
//! them. Whoever holds one can tell whether the log was rewritten since.

use std::{
    io::Write as _,
    path::{Path, PathBuf},
};

use diesel::prelude::*;
use htx_model::date::Instant;

use super::{
    TreeHash, VerifierKey, counted,
    note::{CheckpointKey, NoteError},
    schema::checkpoint,
    stored,
    tree::{Frontier, StoredTree},
};
use crate::{
    db::{Connection, types::Bind},
    failure::Failure,
    private,
};

/// The extension line that tells when a checkpoint was signed.
const SIGNED_AT: &str = "signed-at ";

/// What a checkpoint states.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Checkpoint {
    /// The name of the log.
    pub origin: String,
    /// How many events it had.
    pub size: u64,
    /// The root of the tree over them.
    pub root: TreeHash,
    /// When that was stated.
    pub signed_at: Instant,
}

impl Checkpoint {
    /// The text that is signed.
    fn text(&self) -> String {
        let Self { origin, size, root, signed_at } = self;
        format!("{origin}\n{size}\n{root}\n{SIGNED_AT}{signed_at}\n")
    }

    /// Reads a signed checkpoint, believing it only where the key has signed it.
    ///
    /// # Errors
    /// [`NoteError`] where it is not a checkpoint signed with the key.
    pub fn open(note: &str, key: &VerifierKey) -> Result<Self, NoteError> {
        let text = key.open(note)?;
        let read = tlog_tiles::Checkpoint::from_bytes(text.as_bytes())
            .map_err(|_| NoteError::Malformed)?;
        let signed_at = read.extension().lines().find_map(|line| line.strip_prefix(SIGNED_AT));
        let opened = Self {
            origin: read.origin().to_owned(),
            size: read.size(),
            root: TreeHash(read.hash().0),
            signed_at: signed_at
                .and_then(|instant| instant.parse().ok())
                .ok_or(NoteError::Malformed)?,
        };
        if opened.origin == key.name() { Ok(opened) } else { Err(NoteError::Malformed) }
    }
}

/// A checkpoint as it is stored.
#[derive(Debug, Clone, PartialEq, Eq, Queryable, Selectable)]
#[diesel(table_name = checkpoint)]
pub(super) struct CheckpointRow {
    pub(super) size: i64,
    pub(super) root: Vec<u8>,
    pub(super) note: String,
    pub(super) signed_at: Instant,
}

/// A checkpoint that was signed, as others read it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SignedCheckpoint {
    /// The size that it is about.
    pub size: u64,
    /// The signed note.
    pub note: String,
}

impl From<CheckpointRow> for SignedCheckpoint {
    fn from(row: CheckpointRow) -> Self {
        Self { size: counted(row.size), note: row.note }
    }
}

/// The newest checkpoint, if any was signed yet.
///
/// # Errors
/// What the database reports.
pub fn latest(connection: &mut Connection) -> Result<Option<SignedCheckpoint>, Failure> {
    Ok(latest_row(connection)?.map(SignedCheckpoint::from))
}

/// The checkpoint of a size, if one was signed.
///
/// # Errors
/// What the database reports.
pub fn of_size(
    connection: &mut Connection,
    size: u64,
) -> Result<Option<SignedCheckpoint>, Failure> {
    let row: Option<CheckpointRow> = checkpoint::table
        .find(stored(size))
        .select(CheckpointRow::as_select())
        .first(connection)
        .optional()?;
    Ok(row.map(SignedCheckpoint::from))
}

/// What was known by an instant, as signed statements tell it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct KnownBy {
    /// How many events the newest checkpoint covers that was signed by then.
    pub size: u64,
    /// Whether no later one may change that: one was signed since.
    pub settled: bool,
}

/// How much of the log was known by an instant. When an event was recorded is said by whoever wrote it,
/// before it was committed; that a checkpoint covers it is said by the log, and stays.
///
/// # Errors
/// What the database reports.
pub fn known_by(connection: &mut Connection, instant: Instant) -> Result<KnownBy, Failure> {
    let size: Option<i64> = checkpoint::table
        .filter(checkpoint::signed_at.le(Bind(instant)))
        .order(checkpoint::size.desc())
        .select(checkpoint::size)
        .first(connection)
        .optional()?;
    let later: Option<i64> = checkpoint::table
        .filter(checkpoint::signed_at.gt(Bind(instant)))
        .select(checkpoint::size)
        .first(connection)
        .optional()?;
    Ok(KnownBy { size: size.map_or(0, counted), settled: later.is_some() })
}

fn latest_row(connection: &mut Connection) -> QueryResult<Option<CheckpointRow>> {
    checkpoint::table
        .order(checkpoint::size.desc())
        .select(CheckpointRow::as_select())
        .first(connection)
        .optional()
}

/// Signs the tree as it stands, unless a checkpoint of its size exists: then returns that one.
/// Nothing is signed that contradicts the last checkpoint.
pub(super) fn sign(
    connection: &mut Connection,
    key: &CheckpointKey,
    size: u64,
    now: Instant,
) -> Result<SignedCheckpoint, Failure> {
    let previous = latest_row(connection)?;
    if let Some(previous) = &previous {
        let agreed = StoredTree::on(connection).root(counted(previous.size))?;
        if agreed.0[..] != previous.root[..] || counted(previous.size) > size {
            return Err(Failure::unexpected(
                "the log contradicts its last checkpoint: nothing more is signed",
            ));
        }
    }
    if let Some(previous) = previous.filter(|previous| counted(previous.size) == size) {
        return Ok(previous.into());
    }
    let root = Frontier::load(connection, size)?.root().map_err(Failure::unexpected)?;
    let origin = key.verifier().name().to_owned();
    let statement = Checkpoint { origin, size, root, signed_at: now };
    let note = key.sign(&statement.text());
    diesel::insert_into(checkpoint::table)
        .values((
            checkpoint::size.eq(stored(size)),
            checkpoint::root.eq(root.0.to_vec()),
            checkpoint::note.eq(&note),
            checkpoint::signed_at.eq(Bind(now)),
        ))
        .execute(connection)?;
    Ok(SignedCheckpoint { size, note })
}

/// The folder to which a service's checkpoints are written.
#[derive(Debug, Clone)]
pub struct CheckpointFolder(PathBuf);

impl CheckpointFolder {
    /// A service's folder within the folder of all.
    #[must_use]
    pub fn of(folder: &Path, service: &str) -> Self {
        Self(folder.join(service))
    }

    /// Writes `<size>.checkpoint` and replaces `latest`.
    ///
    /// # Errors
    /// What the file system reports.
    pub fn publish(&self, signed: &SignedCheckpoint) -> std::io::Result<()> {
        private::folder(&self.0)?;
        let name = format!("{}.checkpoint", signed.size);
        for name in [name.as_str(), "latest"] {
            // Renamed into place, so that nobody reads half a note.
            let unfinished = self.0.join(format!(".{name}"));
            let mut file = private::file().create(true).truncate(true).open(&unfinished)?;
            file.write_all(signed.note.as_bytes())?;
            std::fs::rename(&unfinished, self.0.join(name))?;
        }
        Ok(())
    }

    /// The notes that were written here, in no particular order.
    ///
    /// # Errors
    /// What the file system reports.
    pub fn read(&self) -> std::io::Result<Vec<String>> {
        if !self.0.exists() {
            return Ok(Vec::new());
        }
        let mut notes = Vec::new();
        for entry in std::fs::read_dir(&self.0)? {
            let path = entry?.path();
            if path.extension().is_some_and(|extension| extension == "checkpoint") {
                notes.push(std::fs::read_to_string(path)?);
            }
        }
        Ok(notes)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_checkpoint_reads_back_as_signed() {
        let key = CheckpointKey::from_secret("htx.example/registry", &[3; 32]).unwrap();
        let stated = Checkpoint {
            origin: "htx.example/registry".to_owned(),
            size: 42,
            root: TreeHash([5; 32]),
            signed_at: "2025-03-01T02:30:00.123456Z".parse().unwrap(),
        };
        let note = key.sign(&stated.text());
        assert_eq!(Checkpoint::open(&note, key.verifier()), Ok(stated.clone()));
        let other = CheckpointKey::from_secret("htx.example/plan", &[3; 32]).unwrap();
        assert_eq!(Checkpoint::open(&note, other.verifier()), Err(NoteError::NotSigned));
        let of_another_log = other.sign(&stated.text());
        assert_eq!(Checkpoint::open(&of_another_log, other.verifier()), Err(NoteError::Malformed));
    }
}
