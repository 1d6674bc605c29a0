//! Passwords and secrets as they are kept.
//!
//! A password is hashed with argon2id. A client's secret is 256 random bits that the suite made
//! itself: nobody guesses those, so one SHA-256 does, and department systems log in fast.

use argon2::{Algorithm, Argon2, Block, Params, PasswordHash, Version};
use aws_lc_rs::{
    constant_time::verify_slices_are_equal,
    digest::{SHA256, digest},
};
use base64::{Engine as _, engine::general_purpose::STANDARD_NO_PAD};
use htx_model::text;

/// How much work a guess costs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Cost {
    /// What OWASP names as the least: 19 MiB, two passes.
    Standard,
    /// For `htx demo` only, which makes hundreds of accounts at once: 64 KiB, one pass. Sound even
    /// so, because each of those passwords has 100 random bits; raised at the first login.
    Demonstration,
}

impl Cost {
    const fn memory_and_passes(self) -> (u32, u32) {
        match self {
            Self::Standard => (19_456, 2),
            Self::Demonstration => (64, 1),
        }
    }
}

/// A password could not be hashed, or a hash that was kept cannot be read.
#[derive(Debug, thiserror::Error)]
#[error("argon2: {0}")]
pub(crate) struct HashError(String);

impl From<argon2::Error> for HashError {
    fn from(error: argon2::Error) -> Self {
        Self(error.to_string())
    }
}

/// The memory in which argon2 works, to be used again: given back for each password, megabytes would
/// stay with the allocator, once for each thread that ever hashed one.
#[derive(Default)]
pub(crate) struct Memory(Vec<Block>);

impl Memory {
    fn of(&mut self, blocks: usize) -> &mut [Block] {
        if self.0.len() < blocks {
            self.0.resize(blocks, Block::new());
        }
        &mut self.0[..blocks]
    }
}

/// The bytes of a hash.
const HASH_BYTES: usize = Params::DEFAULT_OUTPUT_LEN;

/// Hashes a password, in PHC form. Composed first: a Vietnamese keyboard may send either form.
pub(crate) fn hash(
    password: &str,
    salt: &[u8; 16],
    cost: Cost,
    memory: &mut Memory,
) -> Result<String, HashError> {
    let (kibibytes, passes) = cost.memory_and_passes();
    let params = Params::new(kibibytes, passes, 1, None)?;
    let blocks = memory.of(params.block_count());
    let mut hash = [0; HASH_BYTES];
    Argon2::new(Algorithm::Argon2id, Version::V0x13, params).hash_password_into_with_memory(
        text::compose(password).as_bytes(),
        salt,
        &mut hash,
        blocks,
    )?;
    Ok(phc(cost, salt, &hash))
}

/// A hash that is made up: no password is known that has it, and comparing with it costs as much as with
/// any other.
pub(crate) fn of_nobody(salt: &[u8; 16], hash: &[u8; HASH_BYTES]) -> String {
    phc(Cost::Standard, salt, hash)
}

fn phc(cost: Cost, salt: &[u8; 16], hash: &[u8; HASH_BYTES]) -> String {
    let (kibibytes, passes) = cost.memory_and_passes();
    let (salt, hash) = (STANDARD_NO_PAD.encode(salt), STANDARD_NO_PAD.encode(hash));
    format!("$argon2id$v=19$m={kibibytes},t={passes},p=1${salt}${hash}")
}

/// Whether a password is the one that was hashed.
pub(crate) fn verify(password: &str, kept: &str, memory: &mut Memory) -> bool {
    recompute(password, kept, memory)
        .is_some_and(|(kept, again)| verify_slices_are_equal(&kept, &again).is_ok())
}

/// The hash that was kept, and that of the password made in the same way; nothing where what was
/// kept cannot be read.
fn recompute(password: &str, kept: &str, memory: &mut Memory) -> Option<(Vec<u8>, Vec<u8>)> {
    let kept = PasswordHash::new(kept).ok()?;
    let algorithm = Algorithm::try_from(kept.algorithm.as_str()).ok()?;
    let version = Version::try_from(kept.version?).ok()?;
    let params = Params::try_from(&kept).ok()?;
    let (salt, hash) = (kept.salt?, kept.hash?);
    let blocks = memory.of(params.block_count());
    let mut again = vec![0; hash.len()];
    Argon2::new(algorithm, version, params)
        .hash_password_into_with_memory(
            text::compose(password).as_bytes(),
            &salt,
            &mut again,
            blocks,
        )
        .ok()?;
    Some((hash.as_bytes().to_vec(), again))
}

/// Whether a hash was made with less work than is usual now.
pub(crate) fn is_weak(hash: &str) -> bool {
    let (memory, passes) = Cost::Standard.memory_and_passes();
    !hash.starts_with(&format!("$argon2id$v=19$m={memory},t={passes},p=1$"))
}

/// A client's secret as it is kept.
pub(crate) fn digest_of_secret(secret: &str) -> String {
    use std::fmt::Write as _;
    digest(&SHA256, secret.as_bytes()).as_ref().iter().fold(String::new(), |mut hex, byte| {
        // Writing to a string cannot fail.
        let _ = write!(hex, "{byte:02x}");
        hex
    })
}

/// Whether a secret is the one whose digest was kept.
pub(crate) fn verify_secret(secret: &str, kept: &str) -> bool {
    verify_slices_are_equal(digest_of_secret(secret).as_bytes(), kept.as_bytes()).is_ok()
}

/// Letters and digits that nobody takes for one another, 32 of them: five bits each.
const ALPHABET: &[u8; 32] = b"abcdefghijkmnpqrstuvwxyz23456789";

/// Random bytes as a password that can be read out over the telephone: 20 characters, 100 bits, in
/// groups of four.
pub(crate) fn spell_password(random: &[u8; 20]) -> String {
    let mut spelt = String::with_capacity(24);
    for (at, byte) in random.iter().enumerate() {
        if at > 0 && at % 4 == 0 {
            spelt.push('-');
        }
        spelt.push(char::from(ALPHABET[usize::from(byte % 32)]));
    }
    spelt
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_password_is_known_again_however_its_accents_were_typed() {
        let memory = &mut Memory::default();
        let kept = hash("Mật khẩu rất là dài", &[7; 16], Cost::Demonstration, memory).unwrap();
        assert!(verify("Mật khẩu rất là dài", &kept, memory));
        assert!(verify(
            "Ma\u{323}\u{302}t kha\u{302}\u{309}u ra\u{302}\u{301}t la\u{300} da\u{300}i",
            &kept,
            memory
        ));
        assert!(!verify("mật khẩu rất là dài", &kept, memory));
        assert!(!verify("Mật khẩu rất là dài", "not a hash", memory));
    }

    #[test]
    fn memory_that_was_used_before_hashes_as_the_library_does() {
        use argon2::{PasswordHasher as _, PasswordVerifier as _};
        let used = &mut Memory::default();
        for (cost, password) in [(Cost::Standard, "một"), (Cost::Demonstration, "hai")] {
            let kept = hash(password, &[7; 16], cost, used).unwrap();
            assert!(Argon2::default().verify_password(password.as_bytes(), kept.as_str()).is_ok());
        }
        let theirs = Argon2::default().hash_password_with_salt(b"ba", &[9; 16]).unwrap();
        assert!(verify("ba", &theirs.to_string(), used));
        assert!(!verify("tư", &theirs.to_string(), used));
    }

    #[test]
    fn a_hash_that_is_made_up_is_compared_in_full_and_is_nobody_s() {
        let made_up = of_nobody(&[7; 16], &[1; HASH_BYTES]);
        let used = &mut Memory::default();
        let (kept, again) = recompute("x", &made_up, used).expect("it reads as any other");
        assert!(kept == [1; HASH_BYTES] && again.len() == HASH_BYTES && kept != again);
        assert!(!is_weak(&made_up) && !verify("x", &made_up, used));
        assert!(!used.0.is_empty(), "it was worked for");
    }

    #[test]
    fn the_cheap_hash_of_the_demonstration_is_known_as_weak() {
        let memory = &mut Memory::default();
        assert!(is_weak(&hash("x", &[7; 16], Cost::Demonstration, memory).unwrap()));
        assert!(!is_weak(&hash("x", &[7; 16], Cost::Standard, memory).unwrap()));
    }

    #[test]
    fn a_secret_is_known_by_its_digest() {
        let kept = digest_of_secret("secret");
        assert_eq!(kept.len(), 64);
        assert!(verify_secret("secret", &kept));
        assert!(!verify_secret("secreT", &kept));
        assert!(!verify_secret("secret", ""));
    }

    #[test]
    fn a_spelt_password_has_groups_of_four_plain_characters() {
        let spelt = spell_password(&[
            0, 31, 32, 255, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19,
        ]);
        assert_eq!(spelt, "a9a9-efgh-ijkm-npqr-stuv");
    }
}
