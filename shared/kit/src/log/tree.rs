//! The Merkle tree over the log: hashes, the growing edge, and the stored tree.

use std::{
    cell::RefCell,
    collections::{BTreeMap, BTreeSet},
    fmt,
    str::FromStr,
};

use base64::{Engine as _, engine::general_purpose::STANDARD};
use diesel::prelude::*;
use serde::{Deserialize, Deserializer, Serialize, Serializer, de::Error as _};
use tlog_tiles::{
    Hash, HashReader, stored_hash_count, stored_hash_index, stored_hashes_for_record_hash,
    sub_tree_index,
};

use super::{counted, schema::tree_hash, stored};
use crate::{db::Connection, failure::Failure};

/// Hashes of one query: far below the parameters that a statement takes.
const CHUNK: usize = 5_000;

/// A hash of the tree: of a leaf, of a node, or its root. Written in base64, as in checkpoints.
#[derive(Clone, Copy, PartialEq, Eq, Hash, utoipa::ToSchema)]
#[schema(value_type = String, examples("nND/nri/U0xuHUrYSy0HtMeal2vzD9V4k/BO79C+QeI="))]
pub struct TreeHash(pub [u8; 32]);

/// The text is not 32 bytes in base64.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("not 32 bytes in base64")]
pub struct NotATreeHash;

impl From<tlog_tiles::Hash> for TreeHash {
    fn from(hash: tlog_tiles::Hash) -> Self {
        Self(hash.0)
    }
}
impl From<TreeHash> for tlog_tiles::Hash {
    fn from(hash: TreeHash) -> Self {
        Self(hash.0)
    }
}
impl fmt::Display for TreeHash {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&STANDARD.encode(self.0))
    }
}
impl fmt::Debug for TreeHash {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, formatter)
    }
}
impl FromStr for TreeHash {
    type Err = NotATreeHash;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let bytes = STANDARD.decode(text).map_err(|_| NotATreeHash)?;
        bytes.try_into().map(Self).map_err(|_| NotATreeHash)
    }
}
impl Serialize for TreeHash {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}
impl<'de> Deserialize<'de> for TreeHash {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = std::borrow::Cow::<'de, str>::deserialize(deserializer)?;
        text.parse().map_err(D::Error::custom)
    }
}

/// The growing edge of the tree: the few hashes that its root and its next leaves need.
#[derive(Debug, Clone, Default)]
pub(super) struct Frontier {
    size: u64,
    hashes: BTreeMap<u64, Hash>,
}

/// A hash to be stored, and where.
pub(super) type StoredHash = (u64, Hash);

impl Frontier {
    /// The edge of the stored tree at a size.
    pub(super) fn load(connection: &mut Connection, size: u64) -> Result<Self, Failure> {
        let needed = sub_tree_index(0, size, Vec::new());
        let tree = StoredTree::on(connection);
        let hashes = tree.read(|tree| tree.read_hashes(&needed))?;
        Ok(Self { size, hashes: needed.into_iter().zip(hashes).collect() })
    }

    /// How many leaves the tree has.
    pub(super) fn size(&self) -> u64 {
        self.size
    }

    /// Adds a leaf; returns the hashes that it completes.
    pub(super) fn push(&mut self, leaf: Hash) -> Result<Vec<StoredHash>, tlog_tiles::Error> {
        let first = stored_hash_index(0, self.size);
        let completed = stored_hashes_for_record_hash(self.size, leaf, self)?;
        let completed: Vec<_> = (first..).zip(completed).collect();
        self.size += 1;
        self.hashes.extend(completed.iter().copied());
        let needed = sub_tree_index(0, self.size, Vec::new());
        self.hashes.retain(|index, _| needed.contains(index));
        Ok(completed)
    }

    /// The root of the tree.
    pub(super) fn root(&self) -> Result<TreeHash, tlog_tiles::Error> {
        tlog_tiles::tree_hash(self.size, self).map(TreeHash::from)
    }
}

impl HashReader for Frontier {
    fn read_hashes(&self, indexes: &[u64]) -> Result<Vec<Hash>, tlog_tiles::Error> {
        let known = |index| self.hashes.get(index).copied();
        let hashes: Option<Vec<_>> = indexes.iter().map(known).collect();
        hashes.ok_or(tlog_tiles::Error::IndexesNotInTree)
    }
}

/// The tree as the table holds it.
pub(super) struct StoredTree<'a> {
    connection: RefCell<&'a mut Connection>,
    /// The reader's error type has no room for what the database said.
    failure: RefCell<Option<diesel::result::Error>>,
}

impl<'a> StoredTree<'a> {
    pub(super) fn on(connection: &'a mut Connection) -> Self {
        Self { connection: RefCell::new(connection), failure: RefCell::new(None) }
    }

    /// Computes something from stored hashes.
    pub(super) fn read<T>(
        &self,
        compute: impl FnOnce(&Self) -> Result<T, tlog_tiles::Error>,
    ) -> Result<T, Failure> {
        compute(self).map_err(|error| match self.failure.take() {
            Some(failure) => failure.into(),
            None => Failure::unexpected(error),
        })
    }

    /// The hashes with these indexes, read at once.
    pub(super) fn known(&self, indexes: BTreeSet<u64>) -> Result<KnownHashes, Failure> {
        let indexes: Vec<u64> = indexes.into_iter().collect();
        let mut known = BTreeMap::new();
        for some in indexes.chunks(CHUNK) {
            let hashes = self.read(|tree| tree.read_hashes(some))?;
            known.extend(some.iter().copied().zip(hashes));
        }
        Ok(KnownHashes(known))
    }

    /// The root at a size.
    pub(super) fn root(&self, size: u64) -> Result<TreeHash, Failure> {
        self.read(|tree| tlog_tiles::tree_hash(size, tree)).map(TreeHash::from)
    }
}

impl HashReader for StoredTree<'_> {
    fn read_hashes(&self, indexes: &[u64]) -> Result<Vec<Hash>, tlog_tiles::Error> {
        let rows: QueryResult<Vec<(i64, Vec<u8>)>> = tree_hash::table
            .filter(tree_hash::hash_index.eq_any(indexes.iter().copied().map(stored)))
            .load(&mut **self.connection.borrow_mut());
        let rows = rows.map_err(|error| {
            self.failure.replace(Some(error));
            tlog_tiles::Error::IndexesNotInTree
        })?;
        let found: BTreeMap<u64, Hash> = rows
            .into_iter()
            .map(|(index, hash)| Ok((counted(index), Hash(hash.try_into()?))))
            .collect::<Result<_, Vec<u8>>>()
            .map_err(|_| tlog_tiles::Error::MalformedHash)?;
        let known = |index| found.get(index).copied();
        let hashes: Option<Vec<_>> = indexes.iter().map(known).collect();
        hashes.ok_or(tlog_tiles::Error::IndexesNotInTree)
    }
}

/// Hashes of the tree that were read.
pub(super) struct KnownHashes(BTreeMap<u64, Hash>);

impl HashReader for KnownHashes {
    fn read_hashes(&self, indexes: &[u64]) -> Result<Vec<Hash>, tlog_tiles::Error> {
        let known = |index| self.0.get(index).copied();
        let hashes: Option<Vec<_>> = indexes.iter().map(known).collect();
        hashes.ok_or(tlog_tiles::Error::IndexesNotInTree)
    }
}

/// How many hashes are stored for a tree of this size.
pub(super) fn hashes_at(size: u64) -> u64 {
    stored_hash_count(size)
}

#[cfg(test)]
mod tests {
    use ct_merkle::mem_backed_tree::MemoryBackedTree;

    use super::*;

    #[test]
    fn the_root_is_that_of_another_implementation_at_every_size() {
        let mut oracle = MemoryBackedTree::<sha2::Sha256, Vec<u8>>::new();
        let mut frontier = Frontier::default();
        let mut next_index = 0;
        for number in 0_u32..300 {
            let leaf = number.to_be_bytes().to_vec();
            for (index, _) in frontier.push(tlog_tiles::record_hash(&leaf)).unwrap() {
                assert_eq!(index, next_index, "hashes are stored densely");
                next_index += 1;
            }
            oracle.push(leaf);
            assert_eq!(frontier.root().unwrap().0[..], oracle.root().as_bytes()[..]);
            assert_eq!(next_index, hashes_at(frontier.size()));
        }
    }

    #[test]
    fn a_hash_reads_back_as_written() {
        let hash = TreeHash([7; 32]);
        assert_eq!(hash.to_string().parse(), Ok(hash));
        assert_eq!("AAAA".parse::<TreeHash>(), Err(NotATreeHash));
    }
}
