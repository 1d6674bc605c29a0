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
/// How the folders begin in which a restore keeps the checkpoints that it found.
const SET_ASIDE: &str = "before-restore-";
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

/// Copies the files beneath a folder to another, to the disk. What is there already is not replaced: it
/// must be the same.
pub(crate) fn copy_folder(from: &Path, to: &Path) -> Result<(), CommandError> {
    for (name, path) in files(from, from)? {
        let to = to.join(name);
        if let Some(folder) = to.parent() {
            private::folder(folder).map_err(CommandError::path(folder))?;
        }
        let bytes = std::fs::read(&path).map_err(CommandError::path(&path))?;
        match std::fs::read(&to) {
            Ok(there) if there == bytes => {}
            _ => write_new(&to, &bytes)?,
        }
    }
    Ok(())
}

/// Moves what stands beneath a folder and is not in another as it is here, to a new folder beside it; gives
/// that folder, and what was moved. What an earlier restore set aside stays where it is.
pub(crate) fn set_aside(
    folder: &Path,
    but_those_of: &Path,
    day: &str,
) -> Result<Option<(PathBuf, Vec<String>)>, CommandError> {
    let mut different = Vec::new();
    for (name, path) in files(folder, folder)? {
        let here = std::fs::read(&path).map_err(CommandError::path(&path))?;
        let same = std::fs::read(but_those_of.join(&name)).is_ok_and(|there| there == here);
        if !same && !name.starts_with(SET_ASIDE) {
            different.push((name, path));
        }
    }
    if different.is_empty() {
        return Ok(None);
    }
    let mut to = folder.join(format!("{SET_ASIDE}{day}"));
    for number in 2.. {
        if !to.exists() {
            break;
        }
        to = folder.join(format!("{SET_ASIDE}{day}-{number}"));
    }
    let mut moved = Vec::new();
    for (name, path) in different {
        let to = to.join(&name);
        if let Some(folder) = to.parent() {
            private::folder(folder).map_err(CommandError::path(folder))?;
        }
        std::fs::rename(&path, &to).map_err(CommandError::path(&path))?;
        moved.push(name);
    }
    Ok(Some((to, moved)))
}

/// Sees to it that the folders beneath one, and the names in them, are on the disk.
pub(crate) fn sync_folders(root: &Path) -> Result<(), CommandError> {
    let mut folders = vec![root.to_owned()];
    while let Some(folder) = folders.pop() {
        let entries = std::fs::read_dir(&folder).map_err(CommandError::path(&folder))?;
        for entry in entries {
            let path = entry.map_err(CommandError::path(&folder))?.path();
            if path.is_dir() {
                folders.push(path);
            }
        }
        let synced = File::open(&folder).and_then(|folder| folder.sync_all());
        synced.map_err(CommandError::path(&folder))?;
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

#[cfg(test)]
mod tests {
    use super::*;

    fn fill(folder: &Path, files: &[(&str, &str)]) {
        for (name, text) in files {
            let path = folder.join(name);
            private::folder(path.parent().unwrap()).unwrap();
            write_new(&path, text.as_bytes()).unwrap();
        }
    }

    fn names(folder: &Path) -> Vec<String> {
        files(folder, folder).unwrap().into_iter().map(|(name, _)| name).collect()
    }

    #[test]
    fn what_is_there_is_kept_where_it_is_the_same_and_never_replaced() {
        let folder = tempfile::tempdir().unwrap();
        let (from, to) = (folder.path().join("from"), folder.path().join("to"));
        fill(&from, &[("registry/2.checkpoint", "two"), ("registry/latest", "two")]);
        fill(&to, &[("registry/2.checkpoint", "two")]);
        copy_folder(&from, &to).unwrap();
        assert_eq!(names(&to), ["registry/2.checkpoint", "registry/latest"]);
        std::fs::write(to.join("registry/latest"), "three").unwrap();
        copy_folder(&from, &to).unwrap_err();
        assert_eq!(std::fs::read_to_string(to.join("registry/latest")).unwrap(), "three");
    }

    #[test]
    fn newer_checkpoints_are_set_aside_and_none_is_lost() {
        let folder = tempfile::tempdir().unwrap();
        let (here, backup) = (folder.path().join("here"), folder.path().join("backup"));
        fill(&backup, &[("registry/2.checkpoint", "two"), ("registry/latest", "two")]);
        fill(
            &here,
            &[
                ("registry/2.checkpoint", "two"),
                ("registry/3.checkpoint", "three"),
                ("registry/latest", "three"),
            ],
        );
        let (to, moved) = set_aside(&here, &backup, "2026-11-29").unwrap().unwrap();
        assert_eq!(to, here.join("before-restore-2026-11-29"));
        assert_eq!(moved, ["registry/3.checkpoint", "registry/latest"]);
        assert_eq!(names(&to), moved);
        assert!(set_aside(&here, &backup, "2026-11-29").unwrap().is_none());
        // A second restore on that day loses nothing of the first.
        fill(&here, &[("registry/latest", "four")]);
        let (to, _) = set_aside(&here, &backup, "2026-11-29").unwrap().unwrap();
        assert_eq!(to, here.join("before-restore-2026-11-29-2"));
    }
}
