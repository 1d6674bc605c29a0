//! Takes an upload in: the file goes to a temporary one while its digest is reckoned, and counts
//! for nothing until a use case keeps it.

use std::{collections::BTreeMap, fs::File, io::Write as _};

use actix_multipart::{Field, Multipart, MultipartError};
use aws_lc_rs::digest::{Context, SHA256, digest};
use bytes::{Bytes, BytesMut};
use futures_util::StreamExt as _;
use htx_model::refusal::{ErrorCode, Fault, Refusal, Text};

use super::{MediaType, Sha256};
use crate::failure::Failure;

/// The name of the part that holds the file.
const FILE_FIELD: &str = "file";
/// Other parts that an upload may have.
const FIELDS: usize = 16;
/// Bytes in one of them.
const FIELD_LENGTH: usize = 4 * 1024;
/// Characters kept of a file's name.
const NAME_LENGTH: usize = 200;
/// Bytes that are written to disk at once.
const CHUNK: usize = 256 * 1024;
/// How far beyond its limit an upload is still taken in, so that the caller gets to read why.
const DRAINED: u64 = 64 << 20;

/// What an upload may be.
#[derive(Debug, Clone, Copy)]
pub struct UploadLimits {
    /// Bytes.
    pub size: u64,
    /// Kinds.
    pub media_types: &'static [MediaType],
}

impl Default for UploadLimits {
    fn default() -> Self {
        Self { size: 20 << 20, media_types: MediaType::PAPERS }
    }
}

/// A form with one file.
#[derive(Debug)]
pub struct Upload {
    /// The part called `file`.
    pub file: Received,
    /// The other parts.
    pub fields: BTreeMap<String, String>,
}

/// A file that was received and not yet kept. It is gone when this is dropped.
#[derive(Debug)]
pub struct Received {
    /// Its name, without folders.
    pub name: String,
    /// What it is.
    pub media_type: MediaType,
    /// Its size in bytes.
    pub size: u64,
    /// Its digest.
    pub sha256: Sha256,
    /// The content, at its beginning.
    pub file: File,
}

impl Received {
    /// What makes a repetition of its upload recognisable: name and content.
    #[must_use]
    pub fn fingerprint(&self) -> Vec<u8> {
        [&self.sha256[..], self.name.as_bytes()].concat()
    }

    /// A file that this program has written itself.
    ///
    /// # Errors
    /// [`Failure::Unavailable`] where the disk is full; where it is of no kind that is taken.
    pub fn written(name: &str, content: &[u8]) -> Result<Self, Failure> {
        let mut file = tempfile::tempfile().map_err(Failure::unavailable)?;
        file.write_all(content).map_err(Failure::unavailable)?;
        let kind = MediaType::recognise(&mut file, name).map_err(Failure::unavailable)?;
        let media_type =
            kind.ok_or_else(|| Failure::unexpected("a file of no kind that is taken"))?;
        let mut sha256 = [0; 32];
        sha256.copy_from_slice(digest(&SHA256, content).as_ref());
        Ok(Self { name: plain_name(name), media_type, size: content.len() as u64, sha256, file })
    }
}

/// Takes a form in.
///
/// # Errors
/// [`ErrorCode::UnsupportedMediaType`] where it is no form, or the file is of no kind that is
/// taken; [`ErrorCode::BodyTooLarge`]; [`ErrorCode::InvalidRequest`] where it breaks off or has not
/// exactly one file; [`Failure::Unavailable`] where the disk is full.
pub async fn receive(mut form: Multipart, limits: UploadLimits) -> Result<Upload, Failure> {
    let mut file = None;
    let mut fields = BTreeMap::new();
    while let Some(field) = form.next().await {
        let field = field.map_err(|error| broken(&error))?;
        let name = field.name().unwrap_or_default().to_owned();
        if name == FILE_FIELD && file.is_none() {
            file = Some(spooled(field, &limits).await?);
        } else if name == FILE_FIELD {
            return Err(misfit("chỉ gửi một tệp mỗi lần", "send one file at a time"));
        } else if fields.len() < FIELDS && !fields.contains_key(&name) {
            let value = short(field).await?;
            fields.insert(name, value);
        } else {
            return Err(misfit(
                "biểu mẫu có phần lặp lại hoặc quá nhiều",
                "the form repeats a part or has too many",
            ));
        }
    }
    let Some(file) = file else {
        return Err(misfit("thiếu phần có tên file", "the part called file is missing"));
    };
    Ok(Upload { file, fields })
}

/// Takes a form in that has the part `file` and no other.
///
/// # Errors
/// As [`receive`]; [`ErrorCode::InvalidParameter`] for another part.
pub async fn receive_file(form: Multipart) -> Result<Received, Failure> {
    let Upload { file, fields } = receive(form, UploadLimits::default()).await?;
    match fields.keys().next() {
        None => Ok(file),
        Some(unknown) => Err(Refusal::parameter(
            unknown,
            Text::fixed("Biểu mẫu chỉ có phần file.", "The form has the part file only."),
        )
        .into()),
    }
}

/// A file on its way in.
struct Spool {
    file: File,
    digest: Context,
}

impl Spool {
    /// Writes in a thread that may wait.
    async fn write(mut self, bytes: Bytes) -> Result<Self, Failure> {
        let write = move || {
            self.digest.update(&bytes);
            self.file.write_all(&bytes)?;
            Ok(self)
        };
        tokio::task::spawn_blocking(write)
            .await
            .map_err(Failure::unexpected)?
            .map_err(|error: std::io::Error| Failure::unavailable(error))
    }
}

async fn spooled(mut field: Field, limits: &UploadLimits) -> Result<Received, Failure> {
    let given = field.content_disposition().and_then(|disposition| disposition.get_filename());
    let name = plain_name(given.unwrap_or_default());
    let file = tempfile::tempfile().map_err(Failure::unavailable)?;
    let mut spool = Spool { file, digest: Context::new(&SHA256) };
    let mut waiting = BytesMut::new();
    let mut size = 0_u64;
    while let Some(chunk) = field.next().await {
        let chunk = chunk.map_err(|error| broken(&error))?;
        size += chunk.len() as u64;
        if size > limits.size.saturating_add(DRAINED) {
            break;
        }
        if size > limits.size {
            continue;
        }
        waiting.extend_from_slice(&chunk);
        if waiting.len() >= CHUNK {
            spool = spool.write(waiting.split().freeze()).await?;
        }
    }
    if size > limits.size {
        return Err(too_large(limits.size));
    }
    let Spool { mut file, digest } = spool.write(waiting.freeze()).await?;
    let known = name.clone();
    let recognise = move || MediaType::recognise(&mut file, &known).map(|kind| (kind, file));
    let recognised = tokio::task::spawn_blocking(recognise).await.map_err(Failure::unexpected)?;
    let (kind, file) = recognised.map_err(Failure::unavailable)?;
    let media_type = kind
        .filter(|kind| limits.media_types.contains(kind))
        .ok_or_else(|| wrong_kind(limits.media_types))?;
    let mut sha256 = [0; 32];
    sha256.copy_from_slice(digest.finish().as_ref());
    Ok(Received { name, media_type, size, sha256, file })
}

async fn short(mut field: Field) -> Result<String, Failure> {
    let mut bytes = Vec::new();
    while let Some(chunk) = field.next().await {
        bytes.extend_from_slice(&chunk.map_err(|error| broken(&error))?);
        if bytes.len() > FIELD_LENGTH {
            return Err(misfit("một phần của biểu mẫu quá dài", "a part of the form is too long"));
        }
    }
    let text = String::from_utf8(bytes);
    text.map_err(|_| misfit("một phần không phải UTF-8", "a part is not UTF-8"))
}

/// A file's name without folders and without what cannot be shown.
fn plain_name(given: &str) -> String {
    let last = given.rsplit(['/', '\\']).next().unwrap_or_default();
    let shown: String = last.chars().filter(|letter| !letter.is_control()).collect();
    let name: String = htx_model::text::normalise(&shown).chars().take(NAME_LENGTH).collect();
    if name.trim_matches('.').is_empty() { "document".to_owned() } else { name }
}

fn broken(error: &MultipartError) -> Failure {
    use MultipartError as E;
    match error {
        E::ContentTypeMissing | E::ContentTypeParse | E::ContentTypeIncompatible => Refusal::new(
            ErrorCode::UnsupportedMediaType,
            Text::fixed(
                "Tệp phải được gửi bằng multipart/form-data.",
                "A file is sent as multipart/form-data.",
            ),
        )
        .into(),
        _ => misfit("biểu mẫu bị đứt hoặc sai định dạng", "the form broke off or is malformed"),
    }
}

fn misfit(vi: &str, en: &str) -> Failure {
    let detail = Text::made(
        format!("Không nhận được tệp: {vi}."),
        format!("The file could not be received: {en}."),
    );
    let fault = Fault::new(FILE_FIELD, "invalid", detail.clone());
    Refusal::new(ErrorCode::InvalidRequest, detail).with_faults(vec![fault]).into()
}

fn too_large(limit: u64) -> Failure {
    let megabytes = limit >> 20;
    Refusal::new(
        ErrorCode::BodyTooLarge,
        Text::made(
            format!("Tệp vượt quá {megabytes} MiB."),
            format!("The file is larger than {megabytes} MiB."),
        ),
    )
    .into()
}

fn wrong_kind(taken: &[MediaType]) -> Failure {
    let kinds: Vec<&str> = taken.iter().map(|kind| kind.name()).collect();
    let kinds = kinds.join(", ");
    Refusal::new(
        ErrorCode::UnsupportedMediaType,
        Text::made(
            format!("Nội dung tệp không thuộc loại được nhận: {kinds}."),
            format!("What the file contains is of none of the kinds that are taken: {kinds}."),
        ),
    )
    .into()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_loses_its_folders_and_what_cannot_be_shown() {
        assert_eq!(plain_name("C:\\Users\\an\\tờ trình.pdf"), "tờ trình.pdf");
        assert_eq!(plain_name("../../etc/passwd"), "passwd");
        assert_eq!(plain_name("a\0b\r\n.txt"), "ab.txt");
        for nothing in ["", "..", "/", "\u{7}"] {
            assert_eq!(plain_name(nothing), "document", "{nothing:?}");
        }
        assert_eq!(plain_name(&"x".repeat(500)).len(), NAME_LENGTH);
    }
}
