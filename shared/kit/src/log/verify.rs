//! Verification: walks the whole log and compares everything with everything.
//!
//! The tree is computed anew from the bodies. The columns of each event are compared with its body,
//! stored hashes and checkpoints with the tree, personal data with the commitments. Whoever changed
//! a row, and all hashes after it, is given away by the checkpoints that were published before.

mod columns;
mod difference;
#[cfg(test)]
mod tests;
mod walk;

use std::collections::BTreeMap;

use diesel::Connection as _;

pub use difference::Difference;

use super::{TreeHash, VerifierKey, checkpoint::Checkpoint};
use crate::{db::Connection, failure::Failure};

/// What verification found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct VerificationReport {
    /// Events with a position.
    pub sealed: u64,
    /// The root of the tree over them.
    pub root: Option<TreeHash>,
    /// Events recorded but not sealed yet: nothing protects them so far.
    pub pending: u64,
    /// Checkpoints compared, stored and published.
    pub checkpoints: u64,
    /// Events whose personal data agrees with the log's commitment.
    pub personal: u64,
    /// Events whose personal data was erased.
    pub erased: u64,
    /// The first thing that is not as the log says; none where all is.
    pub difference: Option<Difference>,
}

impl VerificationReport {
    /// Whether everything agrees.
    #[must_use]
    pub fn is_sound(&self) -> bool {
        self.difference.is_none()
    }
}

/// Verifies the log of a database as it stands at this instant. `published` are checkpoints that
/// were kept elsewhere. Give it a connection that is in no transaction.
///
/// # Errors
/// What the database reports; a log that is not sound is no error, but a difference in the report.
pub fn verify(
    connection: &mut Connection,
    key: &VerifierKey,
    published: &[String],
) -> Result<VerificationReport, Failure> {
    let mut by_size: BTreeMap<u64, Vec<TreeHash>> = BTreeMap::new();
    let mut foreign = None;
    for note in published {
        match Checkpoint::open(note, key) {
            Ok(stated) => by_size.entry(stated.size).or_default().push(stated.root),
            Err(reason) => {
                foreign = Some(Difference::Published { size: None, reason: reason.to_string() })
            }
        }
    }
    connection.transaction(|connection| {
        use_one_snapshot(connection)?;
        let mut walk = walk::Walk::new(key, by_size);
        let outcome = walk.run(connection);
        let mut report = walk.report();
        match outcome {
            Ok(()) => report.difference = foreign,
            Err(walk::Stop::Difference(difference)) => report.difference = Some(difference),
            Err(walk::Stop::Failure(failure)) => return Err(failure),
        }
        Ok(report)
    })
}

/// SQLite's transactions read one snapshot; PostgreSQL's do where asked to.
fn use_one_snapshot(connection: &mut Connection) -> Result<(), Failure> {
    if let Connection::Postgresql(_) = connection {
        connection.batch("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")?;
    }
    Ok(())
}
