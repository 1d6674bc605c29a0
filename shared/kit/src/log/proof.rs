//! Proofs: that an event is in the log that a checkpoint states, and that the log of one
//! checkpoint is the beginning of the log of another. Verification needs no database.

use std::{
    cell::RefCell,
    collections::{BTreeMap, BTreeSet},
};

use diesel::prelude::*;
use htx_model::{
    administrative::{CommuneCode, DistrictCode},
    id::{EventId, OrganisationId},
    refusal::{ErrorCode, Refusal, Text},
    scope::{Placement, Scope},
};
use serde::{Deserialize, Serialize};
use tlog_tiles::{Hash, HashReader};

use super::{
    TreeHash, VerifierKey, checkpoint,
    checkpoint::Checkpoint,
    counted,
    note::NoteError,
    schema::{event, event_seal},
    sealer::sealed_size,
    tree::StoredTree,
};
use crate::{
    db::{Connection, types::Bind},
    failure::Failure,
};

/// Proof that an event is in the log.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
pub struct InclusionProof {
    /// The event's position, from 1; its leaf in the tree is numbered from 0.
    #[schema(examples(17))]
    pub position: u64,
    /// The size of the log in which it is proven.
    #[schema(examples(4096))]
    pub size: u64,
    /// The root of the tree over that many events.
    pub root: TreeHash,
    /// The hashes beside the path from the leaf to the root (RFC 6962, section 2.1.1).
    #[schema(max_items = 128)]
    pub hashes: Vec<TreeHash>,
    /// The signed checkpoint that states size and root; none where that size was not signed yet.
    pub checkpoint: Option<String>,
    /// The event itself, byte for byte as it was hashed.
    pub body: String,
}

/// Proof that the log of one size is the beginning of the log of another.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
pub struct ConsistencyProof {
    /// The smaller size.
    pub from: u64,
    /// The larger size.
    pub to: u64,
    /// The root at the smaller size.
    pub from_root: TreeHash,
    /// The root at the larger size.
    pub to_root: TreeHash,
    /// The proof (RFC 6962, section 2.1.2).
    #[schema(max_items = 128)]
    pub hashes: Vec<TreeHash>,
}

/// Why a proof proves nothing.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum ProofError {
    /// The hashes do not lead to the root.
    #[error("the hashes do not lead to the root")]
    WrongHashes,
    /// It comes without a checkpoint.
    #[error("the proof comes without a signed checkpoint")]
    Unsigned,
    /// Its checkpoint cannot be believed.
    #[error("the checkpoint cannot be believed: {0}")]
    Checkpoint(#[from] NoteError),
    /// Its checkpoint states another tree.
    #[error("the checkpoint states another tree")]
    OtherTree,
}

impl InclusionProof {
    /// Checks that the hashes lead from the event to the root.
    ///
    /// # Errors
    /// [`ProofError::WrongHashes`] where they do not.
    pub fn verify(&self) -> Result<(), ProofError> {
        let hashes = self.hashes.iter().map(|hash| (*hash).into()).collect();
        let leaf = tlog_tiles::record_hash(self.body.as_bytes());
        let index = self.position.checked_sub(1).ok_or(ProofError::WrongHashes)?;
        tlog_tiles::check_record(&hashes, self.size, self.root.into(), index, leaf)
            .map_err(|_| ProofError::WrongHashes)
    }

    /// Checks also that a signed checkpoint states this tree.
    ///
    /// # Errors
    /// [`ProofError`] where anything does not hold.
    pub fn verify_signed(&self, key: &VerifierKey) -> Result<(), ProofError> {
        let note = self.checkpoint.as_deref().ok_or(ProofError::Unsigned)?;
        let stated = Checkpoint::open(note, key)?;
        if (stated.size, stated.root) != (self.size, self.root) {
            return Err(ProofError::OtherTree);
        }
        self.verify()
    }
}

impl ConsistencyProof {
    /// Checks that the one tree grew out of the other. The roots are to be compared with those of
    /// the checkpoints that one holds.
    ///
    /// # Errors
    /// [`ProofError::WrongHashes`] where it did not.
    pub fn verify(&self) -> Result<(), ProofError> {
        let hashes = self.hashes.iter().map(|hash| (*hash).into()).collect();
        let (from, to) = (self.from_root.into(), self.to_root.into());
        tlog_tiles::check_tree(&hashes, self.to, to, self.from, from)
            .map_err(|_| ProofError::WrongHashes)
    }
}

/// Proves that an event within the reader's scope is in the log: in the newest checkpoint that
/// covers it or, until there is one, in the tree as it stands; or at a size that the reader names.
///
/// # Errors
/// `not_found` where there is no such event for the reader, `state_conflict` where it is not sealed
/// yet or not within that size.
pub fn inclusion(
    connection: &mut Connection,
    scope: &Scope,
    event_id: EventId,
    size: Option<u64>,
) -> Result<InclusionProof, Failure> {
    let (body, position) = within(connection, scope, event_id)?
        .ok_or_else(|| Refusal::not_found("sự kiện", "event"))?;
    let position = position.ok_or_else(not_sealed)?;
    let sealed = sealed_size(connection)?;
    let newest = checkpoint::latest(connection)?.map(|signed| signed.size);
    let covering = newest.filter(|signed| *signed >= position).unwrap_or(sealed);
    let size = size.unwrap_or(covering);
    if size < position || size > sealed {
        return Err(out_of_range(position, sealed).into());
    }
    let signed = checkpoint::of_size(connection, size)?;
    let tree = StoredTree::on(connection);
    let hashes = tree.read(|tree| tlog_tiles::prove_record(size, position - 1, tree))?;
    Ok(InclusionProof {
        position,
        size,
        root: tree.root(size)?,
        hashes: hashes.into_iter().map(TreeHash::from).collect(),
        checkpoint: signed.map(|signed| signed.note),
        body,
    })
}

/// The leaves of sealed events by their positions, as the tree holds them: nothing is hashed for it.
///
/// # Errors
/// What the database reports; a position that is not sealed.
pub(crate) fn leaves(
    connection: &mut Connection,
    positions: Vec<u64>,
) -> Result<BTreeMap<u64, TreeHash>, Failure> {
    let index = |position: u64| tlog_tiles::stored_hash_index(0, position.saturating_sub(1));
    let known = StoredTree::on(connection).known(positions.iter().copied().map(index).collect())?;
    let indexes: Vec<u64> = positions.iter().copied().map(index).collect();
    let leaves = known.read_hashes(&indexes).map_err(Failure::unexpected)?;
    Ok(positions.into_iter().zip(leaves.into_iter().map(TreeHash::from)).collect())
}

/// The paths of several leaves to one root.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Paths {
    /// The size of the log in which they are proven.
    pub size: u64,
    /// The root of the tree over that many events.
    pub root: TreeHash,
    /// The signed checkpoint that states both.
    pub checkpoint: String,
    /// The hashes beside each path, by the leaf's position.
    pub hashes: BTreeMap<u64, Vec<TreeHash>>,
}

/// Proves events by their positions under the newest checkpoint, those that it covers, with one query
/// for all hashes. Nothing before the first checkpoint. Who calls this decides who may read them.
///
/// # Errors
/// What the database reports.
pub fn paths(
    connection: &mut Connection,
    positions: impl IntoIterator<Item = u64>,
) -> Result<Option<Paths>, Failure> {
    let Some(signed) = checkpoint::latest(connection)? else { return Ok(None) };
    let size = signed.size;
    let covered: Vec<u64> =
        positions.into_iter().filter(|position| (1..=size).contains(position)).collect();
    let wanted = Wanted::default();
    // Which hashes a path needs follows from the sizes alone.
    for position in &covered {
        tlog_tiles::prove_record(size, position - 1, &wanted).map_err(Failure::unexpected)?;
    }
    let tree = StoredTree::on(connection);
    let known = tree.known(wanted.0.into_inner())?;
    let mut hashes = BTreeMap::new();
    for position in covered {
        let path = tlog_tiles::prove_record(size, position - 1, &known);
        let path = path.map_err(Failure::unexpected)?;
        hashes.insert(position, path.into_iter().map(TreeHash::from).collect());
    }
    Ok(Some(Paths { size, root: tree.root(size)?, checkpoint: signed.note, hashes }))
}

/// Notes down which hashes are asked for.
#[derive(Default)]
struct Wanted(RefCell<BTreeSet<u64>>);

impl HashReader for Wanted {
    fn read_hashes(&self, indexes: &[u64]) -> Result<Vec<Hash>, tlog_tiles::Error> {
        self.0.borrow_mut().extend(indexes);
        Ok(vec![Hash([0; 32]); indexes.len()])
    }
}

/// The hash of an event as a leaf of the tree.
#[must_use]
pub fn leaf_hash(body: &str) -> TreeHash {
    tlog_tiles::record_hash(body.as_bytes()).into()
}

/// An event that the scope covers: its bytes, and its position once it is sealed.
fn within(
    connection: &mut Connection,
    scope: &Scope,
    event_id: EventId,
) -> Result<Option<(String, Option<u64>)>, Failure> {
    type Place = (Option<OrganisationId>, Option<String>, Option<String>);
    let found: Option<(String, Option<i64>, Place)> = event::table
        .left_join(event_seal::table.on(event_seal::event_id.eq(event::id)))
        .filter(event::id.eq(Bind(event_id)))
        .select((
            event::body,
            event_seal::position.nullable(),
            (event::organisation_id, event::district_code, event::commune_code),
        ))
        .first(connection)
        .optional()?;
    Ok(found.and_then(|(body, position, (organisation, district, commune))| {
        let district = district.and_then(|code| DistrictCode::parse(&code).ok());
        let commune = commune.and_then(|code| CommuneCode::parse(&code).ok());
        let placement = Placement {
            organisation,
            district: district.as_ref(),
            commune: commune.as_ref(),
            agency: None,
        };
        scope.covers(&placement).then(|| (body, position.map(counted)))
    }))
}

/// Proves that the log of size `from` is the beginning of the log of size `to`.
///
/// # Errors
/// `state_conflict` unless 1 ≤ `from` ≤ `to` ≤ what is sealed.
pub fn consistency(
    connection: &mut Connection,
    from: u64,
    to: u64,
) -> Result<ConsistencyProof, Failure> {
    let sealed = sealed_size(connection)?;
    if from < 1 || to < from || to > sealed {
        return Err(out_of_range(1, sealed).into());
    }
    let tree = StoredTree::on(connection);
    let hashes = tree.read(|tree| tlog_tiles::prove_tree(to, from, tree))?;
    Ok(ConsistencyProof {
        from,
        to,
        from_root: tree.root(from)?,
        to_root: tree.root(to)?,
        hashes: hashes.into_iter().map(TreeHash::from).collect(),
    })
}

fn not_sealed() -> Refusal {
    Refusal::new(
        ErrorCode::StateConflict,
        Text::fixed(
            "Sự kiện đã được ghi nhưng chưa được niêm phong vào nhật ký.",
            "The event is recorded, but not yet sealed in the log.",
        ),
    )
    .advising(Text::fixed("Hãy thử lại sau một giây.", "Try again in a second."))
}

fn out_of_range(least: u64, most: u64) -> Refusal {
    Refusal::new(
        ErrorCode::StateConflict,
        Text::made(
            format!("Kích thước nhật ký phải từ {least} đến {most}."),
            format!("The size of the log must be from {least} to {most}."),
        ),
    )
}

#[cfg(test)]
mod tests;
