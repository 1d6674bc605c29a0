//! What a backup is made of, for the command that makes one and the command that reads it.
//!
//! A folder: `manifest.json` with the digest of every file, one copy of each service's database, the
//! contents of documents, the signed checkpoints, the suite's secret. Whoever has it has everything,
//! personal data and signing keys too: it is its owner's only.

use std::{
    collections::BTreeMap,
    fs::File,
    io::{self, Read as _, Write as _},
    path::{Path, PathBuf},
};

use aws_lc_rs::digest::{Context, SHA256};
use htx_kit::private;
use serde::{Deserialize, Serialize};

use crate::error::CommandError;

/// The form that this program writes and reads.
pub(crate) const FORM: u32 = 1;
/// The name of the manifest.
pub(crate) const MANIFEST: &str = "manifest.json";
/// The folder of the databases' copies.
pub(crate) const DATABASES: &str = "databases";
/// The folder of the documents' contents.
pub(crate) const DOCUMENTS: &str = "documents";
/// The folder of the signed checkpoints.
pub(crate) const CHECKPOINTS: &str = "checkpoints";
/// The suite's secret.
pub(crate) const SECRET: &str = "secret.key";

/// What a backup holds.
#[derive(Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Manifest {
    /// The form of the folder.
    pub(crate) form: u32,
    /// The version of the program that made it.
    pub(crate) version: String,
    /// When it was begun.
    pub(crate) taken_at: String,
    /// Each service's copy.
    pub(crate) services: BTreeMap<String, ServiceCopy>,
    /// How many documents' contents there are.
    pub(crate) documents: u64,
    /// Each file but documents, which are named by their digests, with its own digest.
    pub(crate) files: BTreeMap<String, String>,
}

/// The copy of a service's database.
#[derive(Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct ServiceCopy {
    /// The file, from the backup's folder.
    pub(crate) file: String,
    /// How many events of its log are sealed in it, at least.
    pub(crate) sealed: u64,
}

/// The files beneath a folder, by their paths from `root`.
pub(crate) fn files(root: &Path, folder: &Path) -> Result<Vec<(String, PathBuf)>, CommandError> {
    let mut found = Vec::new();
    let mut folders = vec![folder.to_owned()];
    while let Some(folder) = folders.pop() {
        let entries = match std::fs::read_dir(&folder) {
            Err(error) if error.kind() == io::ErrorKind::NotFound => continue,
            entries => entries.map_err(CommandError::path(&folder))?,
        };
        for entry in entries {
            let path = entry.map_err(CommandError::path(&folder))?.path();
            if path.is_dir() {
                folders.push(path);
            } else if let Ok(name) = path.strip_prefix(root) {
                found.push((name.to_string_lossy().into_owned(), path));
            }
        }
    }
    found.sort();
    Ok(found)
}

/// Copies the files beneath a folder to another.
pub(crate) fn copy_folder(from: &Path, to: &Path) -> Result<(), CommandError> {
    for (name, path) in files(from, from)? {
        let to = to.join(name);
        if let Some(folder) = to.parent() {
            private::folder(folder).map_err(CommandError::path(folder))?;
        }
        std::fs::copy(&path, &to).map_err(CommandError::path(&path))?;
    }
    Ok(())
}

/// Writes a file that is not there yet, for its owner only, to the disk.
pub(crate) fn write_new(path: &Path, bytes: &[u8]) -> Result<(), CommandError> {
    let written = private::file().create_new(true).open(path).and_then(|mut file| {
        file.write_all(bytes)?;
        file.sync_all()
    });
    written.map_err(CommandError::path(path))
}

/// The SHA-256 of a file, in hexadecimal.
pub(crate) fn digest(path: &Path) -> Result<String, CommandError> {
    let read = || -> io::Result<String> {
        let mut file = File::open(path)?;
        let mut digest = Context::new(&SHA256);
        let mut part = vec![0; 1 << 20];
        loop {
            match file.read(&mut part)? {
                0 => break,
                length => digest.update(&part[..length]),
            }
        }
        Ok(digest.finish().as_ref().iter().map(|byte| format!("{byte:02x}")).collect())
    };
    read().map_err(CommandError::path(path))
}
