//! What kind of file the bytes are, told by their content.

use super::error::{FileKind, TabularError};

/// What may be read.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Content {
    /// A zip container: perhaps XLSX.
    Zip,
    /// Perhaps CSV.
    Text,
}

/// First bytes of the kinds that are sent by mistake.
const MAGIC: &[(&[u8], FileKind)] = &[
    (b"%PDF", FileKind::Pdf),
    (b"\x89PNG", FileKind::Picture),
    (b"\xFF\xD8\xFF", FileKind::Picture),
    (b"GIF8", FileKind::Picture),
    (b"BM\x36", FileKind::Picture),
    (b"II*\0", FileKind::Picture),
    (b"MM\0*", FileKind::Picture),
    (b"{\\rtf", FileKind::Document),
    (b"Rar!", FileKind::Archive),
    (b"7z\xBC\xAF", FileKind::Archive),
    (b"\x1F\x8B", FileKind::Archive),
];
const ZIP: &[u8] = b"PK\x03\x04";
const EMPTY_ZIP: &[u8] = b"PK\x05\x06";
const COMPOUND_FILE: &[u8] = b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1";

pub(super) fn content(bytes: &[u8]) -> Result<Content, TabularError> {
    if bytes.iter().all(u8::is_ascii_whitespace) {
        return Err(TabularError::Empty);
    }
    if bytes.starts_with(ZIP) {
        return Ok(Content::Zip);
    }
    if bytes.starts_with(EMPTY_ZIP) {
        return Err(TabularError::NotReadable(FileKind::Archive));
    }
    if bytes.starts_with(COMPOUND_FILE) {
        return Err(compound_file(bytes));
    }
    if let Some((_, kind)) = MAGIC.iter().find(|(magic, _)| bytes.starts_with(magic)) {
        return Err(TabularError::NotReadable(*kind));
    }
    match markup(bytes) {
        Some(kind) => Err(TabularError::NotReadable(kind)),
        None => Ok(Content::Text),
    }
}

/// The compound file of old Office programs, told by the streams it names. An encrypted XLSX is
/// one too, with its package inside (MS-OFFCRYPTO 2.3.4.4).
fn compound_file(bytes: &[u8]) -> TabularError {
    let names = |name: &str| {
        let wide: Vec<u8> = name.encode_utf16().flat_map(u16::to_le_bytes).collect();
        bytes.windows(wide.len()).any(|window| window == wide)
    };
    if names("EncryptedPackage") || names("EncryptionInfo") {
        TabularError::PasswordProtected
    } else if names("Workbook") || names("Book") {
        TabularError::NotReadable(FileKind::OldExcel)
    } else if names("WordDocument") {
        TabularError::NotReadable(FileKind::Document)
    } else if names("PowerPoint Document") {
        TabularError::NotReadable(FileKind::Presentation)
    } else {
        TabularError::NotReadable(FileKind::Unknown)
    }
}

/// Web pages, XML and JSON are text, but no table.
fn markup(bytes: &[u8]) -> Option<FileKind> {
    let bytes = bytes.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(bytes).trim_ascii_start();
    let head = bytes[..bytes.len().min(1_024)].to_ascii_lowercase();
    let has = |needle: &[u8]| head.windows(needle.len()).any(|window| window == needle);
    if head.starts_with(b"<") && (has(b"<html") || has(b"<table") || has(b"<!doctype html")) {
        return Some(FileKind::WebPage);
    }
    let json = [b"{\"".as_slice(), b"[{", b"[[", b"{\n", b"{\r\n"];
    if head.starts_with(b"<?xml") || json.iter().any(|start| head.starts_with(start)) {
        return Some(FileKind::Markup);
    }
    None
}
