//! Checks a pack with nothing but its bytes and, where the auditor kept one, the key.

use std::{collections::BTreeMap, io::Read};

use base64::{Engine as _, engine::general_purpose::STANDARD};
use htx_kit::{
    archive::{self, Member, ReadError},
    log::{VerifierKey, history::Recorded, personal::commitment, proof::InclusionProof},
};
use htx_model::{event::Event, id::DissolutionId, refusal::Text};

use super::{
    AUDIT, CHECKPOINT, KEY, MANIFEST, Manifest, Opened, PROOFS, PathOfEvent, READ_ME,
    document_name, documents_of, event_name, hex, judged::Judged, personal_name,
};
use crate::domain::dossier::{self, Dossier, Moment, Tables};

/// The largest member that is kept in memory; documents are not.
const KEPT_MAX: u64 = 64 << 20;

/// What a pack proves.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Verified {
    /// The key that signed it.
    pub key: VerifierKey,
    /// What its events say.
    pub dossier: Dossier,
    /// The number of the rules by which it was computed what is due and missing, where they are not this
    /// program's: that part of the view is as it was signed, all else was recomputed.
    pub judged_by: Option<u32>,
    /// The size of the log in which its events are proven.
    pub log_size: u64,
    /// How many events.
    pub events: usize,
    /// How many documents.
    pub documents: usize,
    /// Of how many events the personal data is opened.
    pub opened: usize,
}

/// Why a pack proves nothing.
#[derive(Debug, thiserror::Error)]
pub enum Broken {
    /// It cannot be read.
    #[error("the file cannot be read: {0}")]
    Unreadable(std::io::Error),
    /// Something in it is not as it was handed out.
    #[error("{}", .0.en)]
    Altered(Text),
    /// It is of a form that came after this program.
    #[error("{}", .0.en)]
    Newer(Text),
}

pub(super) fn altered(vi: impl Into<String>, en: impl Into<String>) -> Broken {
    Broken::Altered(Text::made(vi.into(), en.into()))
}

/// Checks a pack, from its first byte to its last.
///
/// # Errors
/// [`Broken`], with the first thing that is not right.
pub fn verify(
    source: impl Read,
    pinned: Option<&VerifierKey>,
    tables: &Tables<'_>,
) -> Result<Verified, Broken> {
    let keep = |name: &str| (!name.starts_with("documents/")).then_some(KEPT_MAX);
    let read = archive::read(source, keep).map_err(|error| match error {
        ReadError::Io(error) => Broken::Unreadable(error),
        other => {
            altered(format!("Tệp ZIP đã bị thay đổi: {other}"), format!("the archive: {other}"))
        }
    })?;
    let key = key(&read, pinned)?;
    let note = text(&read, MANIFEST)?;
    let manifest = Manifest::open(&note, &key)
        .map_err(|error| altered(format!("Danh mục: {error}"), format!("the manifest: {error}")))?;
    members(&read, &manifest)?;
    let events = events(&read, &key, manifest.case)?;
    let (dossier, judged_by) = audit(&read, &manifest, &events, tables)?;
    let documents = documents(&read, &dossier)?;
    let opened = personal(&read, &events)?;
    nothing_else(&read)?;
    let Proven { log_size, events } = events;
    let events = events.len();
    Ok(Verified { key, dossier, judged_by, log_size, events, documents, opened })
}

fn key(read: &[Member], pinned: Option<&VerifierKey>) -> Result<VerifierKey, Broken> {
    let written = text(read, KEY)?;
    let key: VerifierKey = written
        .strip_suffix('\n')
        .and_then(|line| line.parse().ok())
        .ok_or_else(|| altered("key.txt không phải khóa công khai.", "key.txt is no public key"))?;
    match pinned {
        Some(kept) if *kept != key => Err(altered(
            format!("Gói được ký bằng khóa khác: {key}"),
            format!("the pack is signed with another key than the one that was kept: {key}"),
        )),
        Some(_) | None => Ok(key),
    }
}

fn member<'a>(read: &'a [Member], name: &str) -> Result<&'a Member, Broken> {
    read.iter()
        .find(|member| member.name == name)
        .ok_or_else(|| altered(format!("Thiếu {name}"), format!("{name} is missing")))
}

fn text(read: &[Member], name: &str) -> Result<String, Broken> {
    let content = member(read, name)?.content.clone().unwrap_or_default();
    String::from_utf8(content)
        .map_err(|_| altered(format!("{name} không phải văn bản"), format!("{name} is no text")))
}

/// Every member is the one that the manifest names, in its order, and there is no other.
fn members(read: &[Member], manifest: &Manifest) -> Result<(), Broken> {
    let (first, rest) = read.split_first().ok_or_else(|| altered("Gói rỗng", "an empty pack"))?;
    if first.name != MANIFEST || rest.len() != manifest.members.len() {
        return Err(altered(
            "Danh mục không khớp số tệp trong gói.",
            "the manifest does not name as many members as there are",
        ));
    }
    for (found, listed) in rest.iter().zip(&manifest.members) {
        let same = found.name == listed.name
            && found.size == listed.size
            && hex(&found.sha256) == listed.sha256;
        if !same {
            return Err(altered(
                format!("{} không phải là tệp ghi trong danh mục", found.name),
                format!("{} is not the member that the manifest names", found.name),
            ));
        }
    }
    Ok(())
}

/// The events, each proven.
struct Proven {
    log_size: u64,
    events: Vec<Recorded>,
}

/// Every event stands in the log that the checkpoint states.
fn events(read: &[Member], key: &VerifierKey, case: DissolutionId) -> Result<Proven, Broken> {
    let checkpoint = text(read, CHECKPOINT)?;
    let stated = htx_kit::log::checkpoint::Checkpoint::open(&checkpoint, key);
    let stated = stated.map_err(|error| {
        altered(format!("Điểm kiểm chứng: {error}"), format!("the checkpoint: {error}"))
    })?;
    let paths: Vec<PathOfEvent> = serde_json::from_str(&text(read, PROOFS)?).map_err(|error| {
        altered(format!("proofs.json: {error}"), format!("proofs.json: {error}"))
    })?;
    let mut events = Vec::with_capacity(paths.len());
    let mut before = 0;
    for PathOfEvent { position, hashes } in paths {
        let name = event_name(position);
        let wrong = |what: &dyn std::fmt::Display| {
            altered(format!("{name}: {what}"), format!("{name}: {what}"))
        };
        if position <= before {
            return Err(wrong(&"out of order"));
        }
        before = position;
        let (size, root) = (stated.size, stated.root);
        let body = text(read, &name)?;
        let checkpoint = Some(checkpoint.clone());
        let proof = InclusionProof { position, size, root, hashes, checkpoint, body };
        proof.verify_signed(key).map_err(|error| wrong(&error))?;
        let event: Event = serde_json::from_str(&proof.body).map_err(|error| wrong(&error))?;
        if event.subject.id != case.uuid() {
            return Err(wrong(&"an event of another case"));
        }
        events.push(Recorded { position: Some(position), event });
    }
    let there = read.iter().filter(|member| member.name.starts_with("events/")).count();
    if there != events.len() {
        return Err(altered("Có sự kiện không có chứng minh.", "an event comes without its proof"));
    }
    Ok(Proven { log_size: stated.size, events })
}

/// The audit view is what the events say. What other rules than this program's made of them, what was
/// due and missing, is as it was signed.
fn audit(
    read: &[Member],
    manifest: &Manifest,
    proven: &Proven,
    tables: &Tables<'_>,
) -> Result<(Dossier, Option<u32>), Broken> {
    let written = text(read, AUDIT)?;
    let judged = Judged::of(&written)?;
    let at = Moment { as_of: manifest.as_of, known_at: manifest.known_at };
    let folded = dossier::fold(&proven.events, at, tables)
        .map_err(|error| altered(format!("Sự kiện: {error}"), format!("the events: {error}")))?;
    let dossier = folded.filter(|dossier| dossier.id == manifest.case).ok_or_else(|| {
        altered("Các sự kiện không mở hồ sơ này.", "the events do not open this case")
    })?;
    let recomputed = serde_json::to_value(&dossier)
        .map_err(|error| altered(format!("audit.json: {error}"), format!("audit.json: {error}")))?;
    let parts = judged.differing(recomputed);
    if parts.is_empty() {
        return Ok((dossier, judged.by_others()));
    }
    Err(altered(
        format!("audit.json không khớp các sự kiện: {parts}"),
        format!("audit.json does not agree with the events: {parts}"),
    ))
}

/// The documents are those of the case and its steps, all of them.
fn documents(read: &[Member], dossier: &Dossier) -> Result<usize, Broken> {
    let named = documents_of(dossier);
    for (id, sha256) in &named {
        let name = document_name(*id);
        if hex(&member(read, &name)?.sha256) != *sha256 {
            return Err(altered(
                format!("{name} không phải tài liệu mà hồ sơ viện dẫn"),
                format!("{name} is not the document that the case relies on"),
            ));
        }
    }
    let there = read.iter().filter(|member| member.name.starts_with("documents/")).count();
    if there == named.len() {
        return Ok(there);
    }
    Err(altered("Có tài liệu không thuộc hồ sơ.", "a document is not one of the case"))
}

/// Personal data is what the events commit to.
fn personal(read: &[Member], proven: &Proven) -> Result<usize, Broken> {
    let by_name: BTreeMap<String, &Event> =
        proven.events.iter().map(|one| (personal_name(one.event.id), &one.event)).collect();
    let mut opened = 0;
    for found in read.iter().filter(|member| member.name.starts_with("personal/")) {
        let name = &found.name;
        let committed = by_name.get(name).and_then(|event| event.personal_commitment.as_deref());
        let given: Option<Opened> = serde_json::from_str(&text(read, name)?).ok();
        let given = given.and_then(|one| Some((STANDARD.decode(one.salt).ok()?, one.content)));
        let agrees = given
            .is_some_and(|(salt, content)| committed == Some(commitment(&salt, &content).as_str()));
        if !agrees {
            return Err(altered(
                format!("{name} không khớp cam kết trong sự kiện"),
                format!("{name} is not what the event commits to"),
            ));
        }
        opened += 1;
    }
    Ok(opened)
}

/// Nobody is handed a signed file that nothing was said about.
fn nothing_else(read: &[Member]) -> Result<(), Broken> {
    let known = [MANIFEST, KEY, CHECKPOINT, AUDIT, PROOFS, READ_ME];
    let folders = ["documents/", "personal/", "events/"];
    let strange = read.iter().find(|member| {
        !known.contains(&member.name.as_str())
            && !folders.iter().any(|folder| member.name.starts_with(folder))
    });
    match strange {
        None => Ok(()),
        Some(member) => Err(altered(
            format!("{} không thuộc gói", member.name),
            format!("{} does not belong to a pack", member.name),
        )),
    }
}
