//! The bytes of an archive (PKWARE APPNOTE), as far as this form has them.

use super::NAME_MAX;

/// Bytes of a signature.
pub(super) const SIGNATURE: usize = 4;
/// Bytes of a member's head before its name.
pub(super) const HEAD: usize = 30;
/// With which the directory begins.
pub(super) const DIRECTORY: [u8; SIGNATURE] = *b"PK\x01\x02";
const MEMBER: [u8; SIGNATURE] = *b"PK\x03\x04";
const END: [u8; SIGNATURE] = *b"PK\x05\x06";
/// 1.0: nothing but stored members.
const VERSION: u16 = 10;
/// 1980-01-01, the first day that the form knows.
const DATE: u16 = 0x0021;

/// A member as head and directory tell of it.
#[derive(Debug)]
pub(super) struct Entry {
    pub(super) name: String,
    pub(super) checksum: u32,
    pub(super) size: u32,
    pub(super) offset: u32,
}

impl Entry {
    /// The head before the content.
    pub(super) fn head(&self) -> Vec<u8> {
        let mut bytes = MEMBER.to_vec();
        bytes.extend(self.described());
        bytes.extend(self.name.as_bytes());
        bytes
    }

    /// What head and directory say alike.
    fn described(&self) -> Vec<u8> {
        let mut bytes = Vec::with_capacity(HEAD - SIGNATURE);
        // Version, flags, stored, no time, the first day.
        for number in [VERSION, 0, 0, 0, DATE] {
            bytes.extend(number.to_le_bytes());
        }
        for number in [self.checksum, self.size, self.size] {
            bytes.extend(number.to_le_bytes());
        }
        // No extra field.
        for number in [length(self.name.len()), 0] {
            bytes.extend(number.to_le_bytes());
        }
        bytes
    }
}

/// The directory of members that end at an offset, with the end of the archive.
pub(super) fn directory(entries: &[Entry], offset: u32) -> Vec<u8> {
    let mut bytes = Vec::new();
    for entry in entries {
        bytes.extend(DIRECTORY);
        bytes.extend(VERSION.to_le_bytes());
        bytes.extend(entry.described());
        // No comment, the first disk, no attributes.
        bytes.extend([0; 10]);
        bytes.extend(entry.offset.to_le_bytes());
        bytes.extend(entry.name.as_bytes());
    }
    // MEMBERS_MAX and ARCHIVE_MAX keep both within their fields.
    let size = u32::try_from(bytes.len()).unwrap_or(u32::MAX);
    let count = length(entries.len());
    bytes.extend(END);
    for number in [0, 0, count, count] {
        bytes.extend(number.to_le_bytes());
    }
    bytes.extend(size.to_le_bytes());
    bytes.extend(offset.to_le_bytes());
    bytes.extend(0_u16.to_le_bytes());
    bytes
}

fn length(count: usize) -> u16 {
    u16::try_from(count).unwrap_or(u16::MAX)
}

/// Checksum, size and length of the name out of a member's head.
pub(super) fn read_head(head: &[u8; HEAD]) -> (u32, u32, u16) {
    let wide = |at: usize| u32::from_le_bytes([head[at], head[at + 1], head[at + 2], head[at + 3]]);
    (wide(14), wide(18), u16::from_le_bytes([head[26], head[27]]))
}

/// Whether a text names a member: a relative path that no system reads otherwise.
pub(super) fn is_name(name: &str) -> bool {
    let letter = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit();
    let part = |part: &str| {
        part.bytes().all(|byte| letter(byte) || matches!(byte, b'.' | b'_' | b'-'))
            && part.bytes().next().is_some_and(letter)
    };
    name.len() <= NAME_MAX && name.split('/').all(part)
}

/// The checksum (CRC-32) of what came before and more bytes.
pub(super) fn checksum(before: u32, bytes: &[u8]) -> u32 {
    let mut hasher = crc32fast::Hasher::new_with_initial(before);
    hasher.update(bytes);
    hasher.finalize()
}
