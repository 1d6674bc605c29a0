//! A ZIP archive of one fixed form, so that the same members are always the same bytes: stored
//! without compression, without times, comments or extra fields, members one after another in the
//! order in which they were added, then the directory. Every ZIP program opens it.
//!
//! It is written here, and not by a crate, because the form is what a reader proves: [`read`] accepts
//! nothing that [`Writer`] would not write, down to the byte, whichever version of whatever crate
//! either side was built with.

use std::{
    collections::HashSet,
    io::{self, Read, Seek, SeekFrom, Write},
};

use aws_lc_rs::digest::{Context as Digest, SHA256};

mod form;

use form::{Entry, directory};

/// The most bytes of an archive: its offsets have 32 bits, and one that is handed over on a disk is
/// not larger.
pub const ARCHIVE_MAX: u64 = 2 << 30;
/// The most members: the directory counts them in 16 bits.
pub const MEMBERS_MAX: usize = 60_000;
/// The longest name of a member.
pub const NAME_MAX: usize = 200;
/// Bytes that are read at once.
const CHUNK: usize = 64 * 1024;

/// Why an archive cannot be written.
#[derive(Debug, thiserror::Error)]
pub enum WriteError {
    /// The name of a member is not of the form `a-z 0-9 . _ - /`, or stands twice.
    #[error("not the name of a member: {0:?}")]
    Name(String),
    /// A member has not the size that was announced.
    #[error("the member {0} has not the size that was announced")]
    Size(String),
    /// It would be larger than an archive may be.
    #[error("the archive would have more than {ARCHIVE_MAX} bytes or {MEMBERS_MAX} members")]
    TooLarge,
    /// What it is written to does not take it.
    #[error(transparent)]
    Io(#[from] io::Error),
}

/// Why bytes are no archive of this form.
#[derive(Debug, thiserror::Error)]
pub enum ReadError {
    /// Something is not as it would have been written.
    #[error("at byte {at}: {what}")]
    Form {
        /// Where.
        at: u64,
        /// What.
        what: &'static str,
    },
    /// A member is longer than whoever reads it wants to keep.
    #[error("the member {0} is longer than it can be")]
    TooLong(String),
    /// The bytes cannot be read.
    #[error(transparent)]
    Io(#[from] io::Error),
}

/// Writes an archive.
#[derive(Debug)]
pub struct Writer<W> {
    sink: W,
    entries: Vec<Entry>,
    names: HashSet<String>,
    at: u64,
    /// The member that is being written: its checksum so far, and how many bytes it still has.
    open: Option<(u32, u64)>,
}

impl<W: Write + Seek> Writer<W> {
    /// An archive that begins where the sink begins.
    #[must_use]
    pub fn new(sink: W) -> Self {
        Self { sink, entries: Vec::new(), names: HashSet::new(), at: 0, open: None }
    }

    /// Adds a member whole.
    ///
    /// # Errors
    /// [`WriteError`].
    pub fn add(&mut self, name: &str, content: &[u8]) -> Result<(), WriteError> {
        self.begin(name, content.len() as u64)?;
        self.write(content)?;
        self.end()
    }

    /// Begins a member of a size; its content follows by [`Writer::write`].
    ///
    /// # Errors
    /// [`WriteError`].
    pub fn begin(&mut self, name: &str, size: u64) -> Result<(), WriteError> {
        if !form::is_name(name) || self.open.is_some() || !self.names.insert(name.to_owned()) {
            return Err(WriteError::Name(name.to_owned()));
        }
        let fits = self.at.saturating_add(size) < ARCHIVE_MAX;
        let size = u32::try_from(size).ok().filter(|_| fits && self.entries.len() < MEMBERS_MAX);
        let (size, offset) = size.zip(u32::try_from(self.at).ok()).ok_or(WriteError::TooLarge)?;
        let entry = Entry { name: name.to_owned(), checksum: 0, size, offset };
        let head = entry.head();
        self.sink.write_all(&head)?;
        self.at += head.len() as u64;
        self.open = Some((0, u64::from(entry.size)));
        self.entries.push(entry);
        Ok(())
    }

    /// Writes more of the member that was begun.
    ///
    /// # Errors
    /// [`WriteError`].
    pub fn write(&mut self, content: &[u8]) -> Result<(), WriteError> {
        let length = content.len() as u64;
        let Some((checksum, left)) = self.open.as_mut().filter(|(_, left)| length <= *left) else {
            return Err(self.wrong_size());
        };
        *checksum = form::checksum(*checksum, content);
        *left -= length;
        self.sink.write_all(content)?;
        self.at += length;
        Ok(())
    }

    /// Ends the member that was begun.
    ///
    /// # Errors
    /// [`WriteError`].
    pub fn end(&mut self) -> Result<(), WriteError> {
        let Some(((checksum, 0), entry)) = self.open.zip(self.entries.last_mut()) else {
            return Err(self.wrong_size());
        };
        entry.checksum = checksum;
        // The head was written before its checksum was known.
        let head = entry.head();
        self.sink.seek(SeekFrom::Start(u64::from(entry.offset)))?;
        self.sink.write_all(&head)?;
        self.sink.seek(SeekFrom::Start(self.at))?;
        self.open = None;
        Ok(())
    }

    /// Ends the archive; gives the sink and the size.
    ///
    /// # Errors
    /// [`WriteError`].
    pub fn finish(mut self) -> Result<(W, u64), WriteError> {
        if self.open.is_some() {
            return Err(self.wrong_size());
        }
        let end = u32::try_from(self.at).map_err(|_| WriteError::TooLarge)?;
        let directory = directory(&self.entries, end);
        self.sink.write_all(&directory)?;
        self.sink.flush()?;
        Ok((self.sink, self.at + directory.len() as u64))
    }

    fn wrong_size(&self) -> WriteError {
        WriteError::Size(self.entries.last().map(|entry| entry.name.clone()).unwrap_or_default())
    }
}

/// A member as it was read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Member {
    /// Its name.
    pub name: String,
    /// Bytes.
    pub size: u64,
    /// The digest of its content.
    pub sha256: [u8; 32],
    /// The content, where it was to be kept.
    pub content: Option<Vec<u8>>,
}

/// Reads an archive from its first byte to its last, and accepts it only where every byte is as
/// [`Writer`] would have written it. `keep` says up to how many bytes of which members are kept;
/// nothing where only the digest is wanted.
///
/// # Errors
/// [`ReadError`], with the place of the first byte that is not right.
pub fn read(
    source: impl Read,
    keep: impl Fn(&str) -> Option<u64>,
) -> Result<Vec<Member>, ReadError> {
    let mut source = Counted { source, at: 0 };
    let (mut entries, mut names) = (Vec::new(), HashSet::new());
    let mut members = Vec::new();
    loop {
        let start = source.at;
        let fixed: [u8; form::HEAD] = match source.exact::<{ form::SIGNATURE }>()? {
            form::DIRECTORY => break,
            signature => source.completing(signature)?,
        };
        let (checksum, size, name_length) = form::read_head(&fixed);
        if usize::from(name_length) > NAME_MAX {
            return Err(ReadError::Form { at: start, what: "a member's name is too long" });
        }
        let mut name = vec![0; usize::from(name_length)];
        source.fill(&mut name)?;
        let name = String::from_utf8(name).ok().filter(|name| form::is_name(name));
        let name = name.ok_or(ReadError::Form { at: start, what: "not the name of a member" })?;
        let offset = u32::try_from(start)
            .map_err(|_| ReadError::Form { at: start, what: "the archive is too large" })?;
        let entry = Entry { name, checksum, size, offset };
        if entry.head()[..form::HEAD] != fixed {
            return Err(ReadError::Form { at: start, what: "the head of a member is not in form" });
        }
        if entries.len() == MEMBERS_MAX || !names.insert(entry.name.clone()) {
            return Err(ReadError::Form { at: start, what: "a member stands twice" });
        }
        members.push(source.member(&entry, keep(&entry.name))?);
        entries.push(entry);
    }
    let start = source.at - form::SIGNATURE as u64;
    let end = u32::try_from(start)
        .map_err(|_| ReadError::Form { at: start, what: "the archive is too large" })?;
    source.compare(start, &directory(&entries, end)[form::SIGNATURE..])?;
    source.ended()?;
    Ok(members)
}

/// Bytes, with how many were read.
struct Counted<R> {
    source: R,
    at: u64,
}

impl<R: Read> Counted<R> {
    fn fill(&mut self, buffer: &mut [u8]) -> Result<(), ReadError> {
        let at = self.at;
        self.source.read_exact(buffer).map_err(|error| match error.kind() {
            io::ErrorKind::UnexpectedEof => ReadError::Form { at, what: "the archive breaks off" },
            _ => error.into(),
        })?;
        self.at += buffer.len() as u64;
        Ok(())
    }

    fn exact<const N: usize>(&mut self) -> Result<[u8; N], ReadError> {
        let mut bytes = [0; N];
        self.fill(&mut bytes)?;
        Ok(bytes)
    }

    /// The head of a member whose first bytes were read.
    fn completing(
        &mut self,
        signature: [u8; form::SIGNATURE],
    ) -> Result<[u8; form::HEAD], ReadError> {
        let mut head = [0; form::HEAD];
        head[..form::SIGNATURE].copy_from_slice(&signature);
        self.fill(&mut head[form::SIGNATURE..])?;
        Ok(head)
    }

    /// The content of a member.
    fn member(&mut self, entry: &Entry, keep: Option<u64>) -> Result<Member, ReadError> {
        let (start, size) = (self.at, u64::from(entry.size));
        if keep.is_some_and(|most| size > most) {
            return Err(ReadError::TooLong(entry.name.clone()));
        }
        let (mut digest, mut checksum, mut left) = (Digest::new(&SHA256), 0, size);
        let mut content = keep.map(|_| Vec::new());
        let mut buffer = vec![0; CHUNK];
        while left > 0 {
            let some = usize::try_from(left).unwrap_or(CHUNK).min(CHUNK);
            let chunk = &mut buffer[..some];
            self.fill(chunk)?;
            digest.update(chunk);
            checksum = form::checksum(checksum, chunk);
            if let Some(content) = &mut content {
                content.extend_from_slice(chunk);
            }
            left -= some as u64;
        }
        if checksum != entry.checksum {
            let what = "the content of a member does not have its checksum";
            return Err(ReadError::Form { at: start, what });
        }
        let mut sha256 = [0; 32];
        sha256.copy_from_slice(digest.finish().as_ref());
        Ok(Member { name: entry.name.clone(), size, sha256, content })
    }

    /// Reads what must be exactly this.
    fn compare(&mut self, at: u64, expected: &[u8]) -> Result<(), ReadError> {
        let mut found = vec![0; expected.len()];
        self.fill(&mut found)?;
        if found == expected {
            return Ok(());
        }
        Err(ReadError::Form { at, what: "the directory is not that of the members" })
    }

    fn ended(&mut self) -> Result<(), ReadError> {
        let at = self.at;
        match self.source.read(&mut [0])? {
            0 => Ok(()),
            _ => Err(ReadError::Form { at, what: "something follows the end of the archive" }),
        }
    }
}

#[cfg(test)]
mod tests;
