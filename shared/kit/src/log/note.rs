//! Signed notes (C2SP signed-note), the form in which checkpoints travel: a text, a blank line,
//! and an Ed25519 signature line. Any verifier of that form reads them.

use std::{fmt, str::FromStr};

use aws_lc_rs::{
    digest,
    signature::{ED25519, Ed25519KeyPair, KeyPair as _, UnparsedPublicKey},
};
use base64::{Engine as _, engine::general_purpose::STANDARD};

/// The algorithm byte of Ed25519 in key ids and verifier keys.
const ED25519_ALGORITHM: u8 = 1;
const SIGNATURE_PREFIX: &str = "\u{2014} ";
const KEY_ID_LENGTH: usize = 4;

/// A key that cannot be used.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum InvalidKey {
    /// Its name is empty or has white space or a plus sign in it.
    #[error("a key name has at least one character, no white space and no plus sign")]
    Name,
    /// The bytes are no key.
    #[error("not an Ed25519 key")]
    Bytes,
    /// The text is no verifier key.
    #[error("a verifier key is written <name>+<8 hex digits>+<base64>")]
    Form,
}

/// Why a note is not believed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum NoteError {
    /// It has not the form of a signed note.
    #[error("not a signed note")]
    Malformed,
    /// The key has not signed it.
    #[error("not signed by this key")]
    NotSigned,
    /// It bears the key's name, but not its signature.
    #[error("the signature is wrong")]
    WrongSignature,
}

/// The secret key with which a service signs its checkpoints.
pub struct CheckpointKey {
    pair: Ed25519KeyPair,
    verifier: VerifierKey,
}

impl fmt::Debug for CheckpointKey {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "CheckpointKey({})", self.verifier)
    }
}

impl CheckpointKey {
    /// The key made of 32 secret bytes. The name is also the origin of the log: one for each.
    ///
    /// # Errors
    /// [`InvalidKey::Name`] where the name cannot stand in a note.
    pub fn from_secret(name: &str, secret: &[u8; 32]) -> Result<Self, InvalidKey> {
        let pair = Ed25519KeyPair::from_seed_unchecked(secret).map_err(|_| InvalidKey::Bytes)?;
        let public = pair.public_key().as_ref().try_into().map_err(|_| InvalidKey::Bytes)?;
        Ok(Self { pair, verifier: VerifierKey::new(name, public)? })
    }

    /// The public half.
    #[must_use]
    pub fn verifier(&self) -> &VerifierKey {
        &self.verifier
    }

    /// Signs a text, which ends in a line break.
    #[must_use]
    pub fn sign(&self, text: &str) -> String {
        let mut signature = self.verifier.id.to_vec();
        signature.extend_from_slice(self.pair.sign(text.as_bytes()).as_ref());
        let signature = STANDARD.encode(signature);
        format!("{text}\n{SIGNATURE_PREFIX}{} {signature}\n", self.verifier.name)
    }
}

/// The public key that verifies a service's checkpoints, written `<name>+<key id>+<key>`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct VerifierKey {
    name: String,
    id: [u8; KEY_ID_LENGTH],
    public: [u8; 32],
}

impl VerifierKey {
    fn new(name: &str, public: [u8; 32]) -> Result<Self, InvalidKey> {
        if name.is_empty() || name.contains(|c: char| c.is_whitespace() || c == '+') {
            return Err(InvalidKey::Name);
        }
        let mut context = digest::Context::new(&digest::SHA256);
        context.update(name.as_bytes());
        context.update(&[b'\n', ED25519_ALGORITHM]);
        context.update(&public);
        let mut id = [0; KEY_ID_LENGTH];
        id.copy_from_slice(&context.finish().as_ref()[..KEY_ID_LENGTH]);
        Ok(Self { name: name.to_owned(), id, public })
    }

    /// The name of the key.
    #[must_use]
    pub fn name(&self) -> &str {
        &self.name
    }

    /// The text of a note that this key has signed.
    ///
    /// # Errors
    /// [`NoteError`] where it has not.
    pub fn open<'n>(&self, note: &'n str) -> Result<&'n str, NoteError> {
        let blank = note.rfind("\n\n").ok_or(NoteError::Malformed)?;
        let (text, signatures) = (&note[..=blank], &note[blank + 2..]);
        let signatures = signatures.strip_suffix('\n').ok_or(NoteError::Malformed)?;
        let mut signed = false;
        for line in signatures.split('\n') {
            let line = line.strip_prefix(SIGNATURE_PREFIX).ok_or(NoteError::Malformed)?;
            let (name, encoded) = line.split_once(' ').ok_or(NoteError::Malformed)?;
            let bytes = STANDARD.decode(encoded).map_err(|_| NoteError::Malformed)?;
            let (id, signature) =
                bytes.split_at_checked(KEY_ID_LENGTH).ok_or(NoteError::Malformed)?;
            // Signatures of other keys, of witnesses for one, say nothing to us.
            if name == self.name && id == self.id {
                UnparsedPublicKey::new(&ED25519, &self.public)
                    .verify(text.as_bytes(), signature)
                    .map_err(|_| NoteError::WrongSignature)?;
                signed = true;
            }
        }
        if signed { Ok(text) } else { Err(NoteError::NotSigned) }
    }
}

impl fmt::Display for VerifierKey {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut key = vec![ED25519_ALGORITHM];
        key.extend_from_slice(&self.public);
        let id = u32::from_be_bytes(self.id);
        write!(formatter, "{}+{id:08x}+{}", self.name, STANDARD.encode(key))
    }
}

impl FromStr for VerifierKey {
    type Err = InvalidKey;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let mut parts = text.splitn(3, '+');
        let (Some(name), Some(id), Some(key)) = (parts.next(), parts.next(), parts.next()) else {
            return Err(InvalidKey::Form);
        };
        let key = STANDARD.decode(key).map_err(|_| InvalidKey::Form)?;
        let (algorithm, public) = key.split_first().ok_or(InvalidKey::Form)?;
        if *algorithm != ED25519_ALGORITHM {
            return Err(InvalidKey::Bytes);
        }
        let read = Self::new(name, public.try_into().map_err(|_| InvalidKey::Bytes)?)?;
        let same_id = u32::from_str_radix(id, 16) == Ok(u32::from_be_bytes(read.id));
        if same_id && id.len() == 8 { Ok(read) } else { Err(InvalidKey::Form) }
    }
}

#[cfg(test)]
mod tests {
    use signed_note::{Note, StandardVerifier, VerifierList};

    use super::*;

    fn key() -> CheckpointKey {
        CheckpointKey::from_secret("htx.example/registry", &[9; 32]).unwrap()
    }

    #[test]
    fn another_implementation_verifies_our_notes() {
        let key = key();
        let note = key.sign("htx.example/registry\n1\nroot\n");
        let verifier = StandardVerifier::new(&key.verifier().to_string()).unwrap();
        let opened = Note::from_bytes(note.as_bytes()).unwrap();
        let (ours, others) = opened.verify(&VerifierList::new(vec![Box::new(verifier)])).unwrap();
        assert_eq!((ours.len(), others.len()), (1, 0));
        assert_eq!(opened.text(), b"htx.example/registry\n1\nroot\n");
    }

    #[test]
    fn no_changed_byte_goes_unnoticed() {
        let key = key();
        let note = key.sign("a\nb\n");
        assert_eq!(key.verifier().open(&note), Ok("a\nb\n"));
        for at in 0..note.len() {
            for change in [1, 2, 0x20] {
                let mut bytes = note.clone().into_bytes();
                bytes[at] ^= change;
                let Ok(forged) = String::from_utf8(bytes) else { continue };
                assert!(key.verifier().open(&forged).is_err(), "byte {at}: {forged:?}");
            }
        }
    }

    #[test]
    fn a_verifier_key_reads_back_as_written() {
        let key = key();
        let text = key.verifier().to_string();
        assert_eq!(text.parse::<VerifierKey>().as_ref(), Ok(key.verifier()));
        for wrong in ["", "a+b", "a+00000000+AQ==", &text[1..]] {
            assert!(wrong.parse::<VerifierKey>().is_err(), "{wrong}");
        }
    }

    #[test]
    fn a_name_that_cannot_stand_in_a_note_is_refused() {
        for name in ["", "a b", "a+b", "a\nb"] {
            assert_eq!(CheckpointKey::from_secret(name, &[1; 32]).err(), Some(InvalidKey::Name));
        }
    }
}
