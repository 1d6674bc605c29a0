//! The suite's one secret, and the keys that follow from it.
//!
//! Made at the first start in the data folder, readable by its owner only; or given as a file to
//! containers, so that all processes of a suite share it. Whoever has it can forge cursors and
//! checkpoints and read the signing keys at rest; it never leaves this type in the clear.

use std::{
    fs,
    io::{self, Write as _},
    path::Path,
};

use aws_lc_rs::{hkdf, rand::SecureRandom as _};

use crate::private;

const LENGTH: usize = 32;

/// The suite's secret.
#[derive(Clone)]
pub struct SuiteSecret([u8; LENGTH]);

impl std::fmt::Debug for SuiteSecret {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.write_str("SuiteSecret")
    }
}

impl SuiteSecret {
    /// A secret from bytes.
    #[must_use]
    pub const fn from_bytes(bytes: [u8; LENGTH]) -> Self {
        Self(bytes)
    }

    /// Reads the secret from a file, making one at the first start.
    ///
    /// # Errors
    /// Where the file cannot be read or made, or is not of 32 bytes.
    pub fn load_or_create(path: &Path) -> io::Result<Self> {
        match Self::load(path) {
            Err(error) if error.kind() == io::ErrorKind::NotFound => Self::create(path),
            loaded => loaded,
        }
    }

    /// Reads the secret from a file that must be there.
    ///
    /// # Errors
    /// Where the file cannot be read, or is not of 32 bytes.
    pub fn load(path: &Path) -> io::Result<Self> {
        <[u8; LENGTH]>::try_from(fs::read(path)?).map(Self).map_err(|_| {
            io::Error::new(io::ErrorKind::InvalidData, "the secret file must hold 32 bytes")
        })
    }

    /// Writes the secret beside its place and links it there: a start that is cut off leaves no
    /// empty secret, and of two first starts at once both take the one that came first.
    fn create(path: &Path) -> io::Result<Self> {
        let mut bytes = [0; LENGTH];
        aws_lc_rs::rand::SystemRandom::new()
            .fill(&mut bytes)
            .map_err(|_| io::Error::other("the machine has no randomness"))?;
        let mut beside = path.as_os_str().to_owned();
        beside.push(format!(".{}.new", std::process::id()));
        let mut file = private::file().create(true).truncate(true).open(&beside)?;
        file.write_all(&bytes)?;
        file.sync_all()?;
        let linked = fs::hard_link(&beside, path);
        fs::remove_file(&beside)?;
        match linked {
            Ok(()) => Ok(Self(bytes)),
            Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {
                Self::load_or_create(path)
            }
            Err(error) => Err(error),
        }
    }

    /// The key for one purpose: HKDF-SHA256 of the secret (RFC 5869). Keys for different purposes
    /// tell nothing of each other.
    #[must_use]
    pub fn derive(&self, purpose: &str) -> [u8; 32] {
        let info = [purpose.as_bytes()];
        let mut key = [0; 32];
        let filled = hkdf::Salt::new(hkdf::HKDF_SHA256, b"htx suite secret v1")
            .extract(&self.0)
            .expand(&info, hkdf::HKDF_SHA256)
            .and_then(|okm| okm.fill(&mut key));
        // HKDF fails only for keys longer than 255 digests.
        debug_assert!(filled.is_ok());
        key
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_start_makes_the_secret_and_the_next_finds_it() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("secret.key");
        let first = SuiteSecret::load_or_create(&path).unwrap();
        let second = SuiteSecret::load_or_create(&path).unwrap();
        assert_eq!(first.derive("cursor registry"), second.derive("cursor registry"));
        assert_ne!(first.derive("cursor registry"), first.derive("cursor identity"));
        use std::os::unix::fs::PermissionsExt as _;
        assert_eq!(fs::metadata(&path).unwrap().permissions().mode() & 0o777, 0o600);
    }
    #[test]
    fn of_first_starts_at_once_all_take_one_secret() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("secret.key");
        let keys: Vec<_> = (0..8).map(|_| SuiteSecret::load_or_create(&path).unwrap()).collect();
        assert!(keys.iter().all(|key| key.derive("x") == keys[0].derive("x")));
        let racing = SuiteSecret::create(&path).unwrap();
        assert_eq!(racing.derive("x"), keys[0].derive("x"));
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1);
    }
}
