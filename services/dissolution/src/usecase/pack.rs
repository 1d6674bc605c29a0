//! Packs a case to take away: gathers what belongs to it at one moment, then writes the archive to a
//! temporary file, document by document.

use std::{
    collections::BTreeMap,
    fs::File,
    io::{BufWriter, Seek as _},
};

use aws_lc_rs::digest::{SHA256, digest};
use base64::{Engine as _, engine::general_purpose::STANDARD};
use futures_util::{StreamExt as _, TryStreamExt as _};
use htx_kit::{
    archive::{WriteError, Writer},
    db::Connection,
    documents::{self, Document, Documents},
    failure::Failure,
    log::{CheckpointKey, SubjectId, canonical_json, personal, proof},
};
use htx_model::{
    id::DocumentId,
    refusal::{ErrorCode, Refusal, Text},
};
use serde::Serialize;

use super::audit::Audited;
use crate::domain::pack::{
    AUDIT, CHECKPOINT, KEY, Listed, MANIFEST, Manifest, Opened, PROOFS, PathOfEvent, READ_ME,
    READ_ME_TEXT, document_name, documents_of, event_name, hex, personal_name,
};

/// The most bytes of documents in one pack.
pub const DOCUMENTS_SIZE_MAX: u64 = 1 << 30;
/// Bytes of a document that are written at once.
const CHUNK: usize = 1 << 20;
/// Documents that are looked up by one query.
const LOOKED_UP: usize = 1_000;

/// What belongs into a pack: what is small as it is, documents as what is known of them.
#[derive(Debug)]
pub struct Contents {
    manifest: String,
    members: Vec<(String, Vec<u8>)>,
    documents: Vec<Document>,
}

/// Gathers what belongs into the pack of a case. Everything in it is proven: where an event of the
/// case is not under a signed checkpoint yet, there is no pack yet.
///
/// # Errors
/// `state_conflict` until the log has caught up, or where the documents are too large.
pub fn gather(
    connection: &mut Connection,
    key: &CheckpointKey,
    audited: &Audited,
    with_personal_data: bool,
) -> Result<Contents, Failure> {
    let positions: Option<Vec<u64>> = audited.bodies.iter().map(|body| body.position).collect();
    let positions = positions.ok_or_else(not_proven_yet)?;
    let paths = proof::paths(connection, positions.iter().copied())?.ok_or_else(not_proven_yet)?;
    let mut proofs = Vec::with_capacity(positions.len());
    let mut hashes = paths.hashes;
    for position in &positions {
        let hashes = hashes.remove(position).ok_or_else(not_proven_yet)?;
        proofs.push(PathOfEvent { position: *position, hashes });
    }
    let mut members = vec![
        (KEY.to_owned(), format!("{}\n", key.verifier()).into_bytes()),
        (READ_ME.to_owned(), READ_ME_TEXT.as_bytes().to_vec()),
        (CHECKPOINT.to_owned(), paths.checkpoint.into_bytes()),
        (AUDIT.to_owned(), json(&audited.dossier)?),
        (PROOFS.to_owned(), json(&proofs)?),
    ];
    let events = audited.bodies.iter().zip(positions);
    members.extend(events.map(|(body, at)| (event_name(at), body.body.clone().into_bytes())));
    if with_personal_data {
        members.extend(opened(connection, audited)?);
    }
    let documents = papers(connection, audited)?;
    let manifest = manifest(key, audited, &members, &documents).signed(key);
    Ok(Contents { manifest, members, documents })
}

fn json<T: Serialize>(value: &T) -> Result<Vec<u8>, Failure> {
    let value = serde_json::to_value(value).map_err(Failure::unexpected)?;
    Ok(canonical_json(value).into_bytes())
}

/// The personal data to which the events of the pack commit, unless it was erased.
fn opened(
    connection: &mut Connection,
    audited: &Audited,
) -> Result<Vec<(String, Vec<u8>)>, Failure> {
    let subject = SubjectId::from_uuid(audited.dossier.id.uuid());
    let all = personal::openings(connection, subject)?;
    let known =
        all.into_iter().filter(|one| audited.bodies.iter().any(|body| body.id == one.event));
    known
        .map(|one| {
            let opened = Opened { salt: STANDARD.encode(&one.salt), content: one.content };
            Ok((personal_name(one.event), json(&opened)?))
        })
        .collect()
}

/// What is known of the case's documents, in the order of their ids.
fn papers(connection: &mut Connection, audited: &Audited) -> Result<Vec<Document>, Failure> {
    let named: BTreeMap<DocumentId, String> = documents_of(&audited.dossier);
    let ids: Vec<DocumentId> = named.keys().copied().collect();
    let mut found = Vec::with_capacity(ids.len());
    for some in ids.chunks(LOOKED_UP) {
        found.extend(documents::find_many(connection, some)?);
    }
    let digests = found.iter().map(|document| (document.id, document.sha256_hex()));
    if digests.collect::<BTreeMap<_, _>>() != named {
        return Err(Failure::unexpected("a document is not the one that the log tells of"));
    }
    let size: u64 = found.iter().map(|document| document.size).sum();
    if size > DOCUMENTS_SIZE_MAX {
        return Err(too_large().into());
    }
    found.sort_by_key(|document| document.id);
    Ok(found)
}

fn manifest(
    key: &CheckpointKey,
    audited: &Audited,
    members: &[(String, Vec<u8>)],
    documents: &[Document],
) -> Manifest {
    let small = members.iter().map(|(name, content)| Listed {
        sha256: hex(digest(&SHA256, content).as_ref()),
        size: content.len() as u64,
        name: name.clone(),
    });
    let papers = documents.iter().map(|document| Listed {
        sha256: document.sha256_hex(),
        size: document.size,
        name: document_name(document.id),
    });
    Manifest {
        origin: key.verifier().name().to_owned(),
        case: audited.dossier.id,
        as_of: audited.dossier.as_of,
        known_at: audited.dossier.known_at,
        members: small.chain(papers).collect(),
    }
}

fn not_proven_yet() -> Failure {
    let detail = Text::fixed(
        "Có sự kiện của hồ sơ chưa được niêm phong và ký trong nhật ký.",
        "An event of the case is not sealed and signed in the log yet.",
    );
    Refusal::new(ErrorCode::StateConflict, detail)
        .advising(Text::fixed("Hãy thử lại sau mười giây.", "Try again in ten seconds."))
        .retrying_after(10)
        .into()
}

fn too_large() -> Refusal {
    Refusal::new(
        ErrorCode::StateConflict,
        Text::fixed(
            "Tài liệu của hồ sơ vượt quá 1 GiB nên không đóng gói một lần được.",
            "The documents of the case are more than 1 GiB, too much for one pack.",
        ),
    )
    .advising(Text::fixed(
        "Hãy tải từng tài liệu tại /v1/dissolutions/{id}/documents và đối chiếu mã SHA-256.",
        "Download them one by one at /v1/dissolutions/{id}/documents, and compare their SHA-256.",
    ))
}

type Archive = Writer<BufWriter<File>>;

/// Writes a pack to a temporary file; gives it, from its beginning, with its size.
///
/// # Errors
/// Where the disk or the object store does not do its work.
pub async fn write(store: &Documents, contents: Contents) -> Result<(File, u64), Failure> {
    let Contents { manifest, members, documents } = contents;
    let mut archive = blocking(move || {
        let file = tempfile::tempfile().map_err(Failure::unavailable)?;
        let mut archive = Writer::new(BufWriter::new(file));
        archive.add(MANIFEST, manifest.as_bytes()).map_err(unwritable)?;
        for (name, content) in &members {
            archive.add(name, content).map_err(unwritable)?;
        }
        Ok(archive)
    })
    .await?;
    for document in &documents {
        archive = add(archive, store, document).await?;
    }
    blocking(move || {
        let (sink, size) = archive.finish().map_err(unwritable)?;
        let mut file =
            sink.into_inner().map_err(|error| Failure::unavailable(error.into_error()))?;
        file.rewind().map_err(Failure::unavailable)?;
        Ok((file, size))
    })
    .await
}

/// Adds a document, read as it is written.
async fn add(
    mut archive: Archive,
    store: &Documents,
    document: &Document,
) -> Result<Archive, Failure> {
    archive.begin(&document_name(document.id), document.size).map_err(unwritable)?;
    let mut content = store.open(document).await?.boxed_local();
    let mut waiting = Vec::with_capacity(CHUNK);
    while let Some(bytes) = content.try_next().await? {
        waiting.extend_from_slice(&bytes);
        if waiting.len() >= CHUNK {
            let full = std::mem::replace(&mut waiting, Vec::with_capacity(CHUNK));
            archive = blocking(move || {
                archive.write(&full).map_err(unwritable)?;
                Ok(archive)
            })
            .await?;
        }
    }
    blocking(move || {
        archive.write(&waiting).map_err(unwritable)?;
        archive.end().map_err(unwritable)?;
        Ok(archive)
    })
    .await
}

/// Does what may wait for the disk, in a thread that may wait.
async fn blocking<T: Send + 'static>(
    work: impl FnOnce() -> Result<T, Failure> + Send + 'static,
) -> Result<T, Failure> {
    tokio::task::spawn_blocking(work).await.map_err(Failure::unexpected)?
}

fn unwritable(error: WriteError) -> Failure {
    match error {
        WriteError::Io(error) => Failure::unavailable(error),
        other => Failure::unexpected(other),
    }
}
