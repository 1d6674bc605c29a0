//! A case to take away (hồ sơ giải thể đóng gói): one archive with the audit view, the case's events
//! byte for byte, their proofs, the signed checkpoint, the documents, and a signed manifest of it all.
//! Whoever holds it needs neither a network nor a server to check it.
//!
//! No byte of it is free: the archive has one form ([`htx_kit::archive`]), the manifest names every
//! other member with its digest, and the manifest is signed.

mod judged;
mod manifest;
mod verify;

use std::collections::BTreeMap;

use htx_kit::log::TreeHash;
use htx_model::id::{DocumentId, EventId};
use serde::{Deserialize, Serialize};

pub use manifest::{Listed, Manifest, NotAManifest};
pub use verify::{Broken, Verified, verify};

use super::dossier::Dossier;

/// The signed list of the other members.
pub const MANIFEST: &str = "manifest.txt";
/// The public key of the log.
pub const KEY: &str = "key.txt";
/// The signed checkpoint.
pub const CHECKPOINT: &str = "checkpoint.txt";
/// The audit view.
pub const AUDIT: &str = "audit.json";
/// The paths from the events to the root.
pub const PROOFS: &str = "proofs.json";
/// What it is, for people.
pub const READ_ME: &str = "read-me.txt";
/// What it says.
pub const READ_ME_TEXT: &str = "\
Hồ sơ giải thể để kiểm toán. Kiểm tra không cần mạng, không cần máy chủ:
  htx verify <tệp>.zip --key <khóa công khai đã lưu>
audit.json: toàn bộ hồ sơ; events/: từng sự kiện nguyên văn trong nhật ký; proofs.json và
checkpoint.txt: chứng minh; documents/: tài liệu; manifest.txt: danh mục đã ký.

A dissolution case for audit. Check it without network or server:
  htx verify <file>.zip --key <the public key that you kept>
audit.json: the whole case; events/: each event byte for byte as the log holds it; proofs.json and
checkpoint.txt: the proofs; documents/: the documents; manifest.txt: the signed list.
";

/// The member of an event.
#[must_use]
pub fn event_name(position: u64) -> String {
    format!("events/{position:012}.json")
}

/// The member of a document.
#[must_use]
pub fn document_name(id: DocumentId) -> String {
    format!("documents/{id}")
}

/// The member of an event's personal data.
#[must_use]
pub fn personal_name(id: EventId) -> String {
    format!("personal/{id}.json")
}

/// The path of one event to the root.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PathOfEvent {
    /// Its position, from 1.
    pub position: u64,
    /// The hashes beside the path.
    pub hashes: Vec<TreeHash>,
}

/// Personal data of an event, opened: the event commits to it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Opened {
    /// The salt, in base64.
    pub salt: String,
    /// The data, in canonical JSON.
    pub content: String,
}

/// The documents that belong to a case and its steps, with their digests.
#[must_use]
pub fn documents_of(dossier: &Dossier) -> BTreeMap<DocumentId, String> {
    let own = dossier.documents.iter().map(|one| (one.id, one.sha256.clone()));
    let relied = dossier.steps.iter().flat_map(|step| &step.documents);
    own.chain(relied.map(|one| (one.document_id, one.sha256.clone()))).collect()
}

/// A digest in hexadecimal digits.
#[must_use]
pub fn hex(digest: &[u8]) -> String {
    digest.iter().map(|byte| format!("{byte:02x}")).collect()
}
