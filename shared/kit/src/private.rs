//! Files and folders that only their owner reads, whatever the process's umask: a register holds
//! personal data, and a secret is one.

use std::{
    fs::{DirBuilder, OpenOptions},
    io,
    os::unix::fs::{DirBuilderExt as _, OpenOptionsExt as _},
    path::Path,
};

/// Makes a folder, with those above it where they are missing; one that exists stays as it is.
///
/// # Errors
/// What the file system reports.
pub fn folder(path: &Path) -> io::Result<()> {
    DirBuilder::new().recursive(true).mode(0o700).create(path)
}

/// Opens files to write; one that is made by it is its owner's. One that exists stays as it is.
#[must_use]
pub fn file() -> OpenOptions {
    let mut options = OpenOptions::new();
    options.write(true).mode(0o600);
    options
}
