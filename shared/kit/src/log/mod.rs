//! The event log: one mechanism for audit, history, feed and webhooks.
//!
//! A use case [`append`](append::append)s its event in the transaction of its change. A
//! [`Sealer`] then gives committed events their position and puts them in a Merkle tree
//! (RFC 6962), whose signed heads ([`checkpoint`]) go out to files, so that rewriting the database
//! shows. [`proof`] proves one event to whoever holds a signed head; [`verify`](verify::verify)
//! walks the whole log. [`history`] reads what was recorded about a subject, and what held on any
//! date as anyone knew it at any instant.
//!
//! Personal data stands in a table that may be erased; the log holds a salted commitment to it.

mod append;
mod body;
mod canonical;
pub mod checkpoint;
#[cfg(test)]
pub(crate) mod fixture;
pub mod history;
pub mod merge_patch;
pub mod note;
pub mod personal;
pub mod proof;
pub(crate) mod schema;
mod sealer;
mod tree;
pub mod verify;

pub use append::{Entry, Ready, append, append_many, append_ready};
pub use canonical::canonical_json;
pub use note::{CheckpointKey, VerifierKey};
pub use personal::{RandomSalts, SaltSource};
pub use sealer::{Sealer, SealerOptions, pending, sealed_size};
pub use tree::TreeHash;
pub use verify::verify;

use htx_model::id::Id;

/// What an event is about, whichever kind of resource that is.
pub enum AnySubject {}

/// The id of the subject of an event.
pub type SubjectId = Id<AnySubject>;

/// A position as a row keeps it.
#[must_use]
pub fn stored(position: u64) -> i64 {
    i64::try_from(position).unwrap_or(i64::MAX)
}

/// A position as a row has it. No row that the sealer wrote is negative.
#[must_use]
pub fn counted(position: i64) -> u64 {
    u64::try_from(position).unwrap_or_default()
}
