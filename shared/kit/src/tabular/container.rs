//! The zip container of an XLSX file, examined before its content is trusted.

use std::io::{Cursor, Read};

use memchr::memmem;
use zip::{ZipArchive, result::ZipError};

use super::{
    error::{FileKind, TabularError},
    limits::{Exceeded, Limits},
};

/// Below this size the compression ratio says nothing: small sheets of blanks pack very well.
const RATIO_MATTERS_FROM: u64 = 8 << 20;

/// How the format calls a merged rectangle, whatever prefix its namespace has.
const MERGE: &[u8] = b"mergeCell";

/// What came out of a container while it was inspected.
pub(super) struct Inspected {
    /// Whether any sheet may have merged cells: they stand behind all rows, and asking for them costs
    /// reading a sheet a second time. A cell's text that holds the word says so too, and costs no more.
    pub(super) merges: bool,
}

/// Checks that the container is an XLSX workbook and that neither what it declares nor what really
/// comes out of it exceeds the limits. Every entry is unpacked once, into nothing: the declared
/// sizes of a hostile file are lies, and the checksums of a damaged one are wrong.
pub(super) fn inspect(bytes: &[u8], limits: &Limits) -> Result<Inspected, TabularError> {
    let mut archive = ZipArchive::new(Cursor::new(bytes)).map_err(damaged)?;
    if archive.len() > limits.entries {
        return Err(Exceeded::Entries(limits.entries).into());
    }
    recognise(&archive)?;
    let mut declared = 0_u64;
    for index in 0..archive.len() {
        let entry = archive.by_index_data(index).map_err(damaged)?;
        if entry.encrypted() {
            return Err(TabularError::PasswordProtected);
        }
        check_ratio(entry.size(), entry.compressed_size(), limits)?;
        declared = declared.saturating_add(entry.size());
    }
    if declared > limits.unpacked_bytes {
        return Err(Exceeded::UnpackedBytes(limits.unpacked_bytes).into());
    }
    let (mut bytes, mut merges) = (0, false);
    for index in 0..archive.len() {
        let entry = unpack(&mut archive, index, limits.unpacked_bytes - bytes, limits)?;
        bytes += entry.bytes;
        merges |= entry.merges;
    }
    Ok(Inspected { merges })
}

/// Says what a container that is no XLSX workbook is instead.
fn recognise(archive: &ZipArchive<Cursor<&[u8]>>) -> Result<(), TabularError> {
    let has = |start: &[u8]| {
        archive.file_names_raw().any(|name| {
            name.len() >= start.len() && name[..start.len()].eq_ignore_ascii_case(start)
        })
    };
    let kind = if has(b"xl/workbook.bin") {
        FileKind::BinaryExcel
    } else if has(b"xl/") {
        return Ok(());
    } else if has(b"word/") {
        FileKind::Document
    } else if has(b"ppt/") {
        FileKind::Presentation
    } else if has(b"content.xml") && has(b"mimetype") {
        FileKind::OpenDocument
    } else {
        FileKind::Archive
    };
    Err(TabularError::NotReadable(kind))
}

/// What one entry held.
struct Unpacked {
    bytes: u64,
    merges: bool,
}

/// Unpacks one entry into nothing.
fn unpack(
    archive: &mut ZipArchive<Cursor<&[u8]>>,
    index: usize,
    left: u64,
    limits: &Limits,
) -> Result<Unpacked, TabularError> {
    // What a piece ends with may be the beginning of the word.
    const KEPT: usize = MERGE.len() - 1;
    let entry = archive.by_index(index).map_err(damaged)?;
    let packed = entry.compressed_size();
    let mut reader = entry.take(left + 1);
    let mut buffer = [0_u8; KEPT + 64 * 1_024];
    let (mut size, mut merges) = (0_u64, false);
    loop {
        let read = reader
            .read(&mut buffer[KEPT..])
            .map_err(|failure| TabularError::Damaged(failure.to_string()))?;
        if read == 0 {
            break;
        }
        size += read as u64;
        check_ratio(size, packed, limits)?;
        if size > left {
            return Err(Exceeded::UnpackedBytes(limits.unpacked_bytes).into());
        }
        merges = merges || memmem::find(&buffer[..KEPT + read], MERGE).is_some();
        buffer.copy_within(read..KEPT + read, 0);
    }
    Ok(Unpacked { bytes: size, merges })
}

fn check_ratio(size: u64, packed: u64, limits: &Limits) -> Result<(), TabularError> {
    if size >= RATIO_MATTERS_FROM && size / packed.max(1) > limits.ratio {
        return Err(Exceeded::Ratio(limits.ratio).into());
    }
    Ok(())
}

fn damaged(failure: ZipError) -> TabularError {
    match failure {
        ZipError::InvalidPassword => TabularError::PasswordProtected,
        ZipError::UnsupportedArchive(reason) if reason == ZipError::PASSWORD_REQUIRED => {
            TabularError::PasswordProtected
        }
        other => TabularError::Damaged(other.to_string()),
    }
}
