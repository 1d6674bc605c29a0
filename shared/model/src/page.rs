//! Page cursors: opaque, signed, and bound to the list that they were made for.

use aws_lc_rs::hmac;
use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};
use serde::{Serialize, de::DeserializeOwned};

/// The largest page that a list gives.
pub const LIMIT_MAX: u32 = 200;
/// The page size where none is asked for.
pub const LIMIT_DEFAULT: u32 = 50;

/// Bytes of the signature kept: 128 bits, enough against forgery within the life of a key.
const TAG_LENGTH: usize = 16;

/// A cursor that was not made by this suite, or not for this list with these filters.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("not a cursor of this list")]
pub struct ForeignCursor;

/// The key that signs cursors. One for all instances of a service.
pub struct CursorKey(hmac::Key);

impl std::fmt::Debug for CursorKey {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.write_str("CursorKey(secret)")
    }
}

impl CursorKey {
    /// A key from secret bytes.
    #[must_use]
    pub fn new(secret: &[u8]) -> Self {
        Self(hmac::Key::new(hmac::HMAC_SHA256, secret))
    }

    fn tag(&self, list: &str, payload: &[u8]) -> hmac::Tag {
        let mut context = hmac::Context::with_key(&self.0);
        context.update(&(list.len() as u64).to_be_bytes());
        context.update(list.as_bytes());
        context.update(payload);
        context.sign()
    }

    /// Makes the cursor after the row with this sort key. `list` names the list with its filters,
    /// so that the cursor fits no other.
    #[must_use]
    pub fn seal<K: Serialize>(&self, list: &str, key: &K) -> Option<String> {
        let payload = serde_json::to_vec(key).ok()?;
        let mut bytes = self.tag(list, &payload).as_ref()[..TAG_LENGTH].to_vec();
        bytes.extend_from_slice(&payload);
        Some(URL_SAFE_NO_PAD.encode(bytes))
    }

    /// Reads a cursor of this list back.
    ///
    /// # Errors
    /// [`ForeignCursor`] where it was forged, damaged, or made for another list.
    pub fn open<K: DeserializeOwned>(&self, list: &str, cursor: &str) -> Result<K, ForeignCursor> {
        let bytes = URL_SAFE_NO_PAD.decode(cursor).map_err(|_| ForeignCursor)?;
        let (tag, payload) = bytes.split_at_checked(TAG_LENGTH).ok_or(ForeignCursor)?;
        let expected = self.tag(list, payload);
        aws_lc_rs::constant_time::verify_slices_are_equal(&expected.as_ref()[..TAG_LENGTH], tag)
            .map_err(|_| ForeignCursor)?;
        serde_json::from_slice(payload).map_err(|_| ForeignCursor)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cursor_opens_only_on_the_list_it_was_made_for() {
        let key = CursorKey::new(b"secret");
        let cursor = key.seal("organisations?district=276", &("rau", 7)).unwrap();
        let opened: (String, i32) = key.open("organisations?district=276", &cursor).unwrap();
        assert_eq!(opened, ("rau".to_owned(), 7));
        assert!(key.open::<(String, i32)>("organisations?district=277", &cursor).is_err());
        assert!(
            CursorKey::new(b"other")
                .open::<(String, i32)>("organisations?district=276", &cursor)
                .is_err()
        );
    }

    #[test]
    fn no_single_changed_character_goes_unnoticed() {
        let key = CursorKey::new(b"secret");
        let cursor = key.seal("list", &41).unwrap();
        for at in 0..cursor.len() {
            let mut forged = cursor.clone().into_bytes();
            forged[at] = if forged[at] == b'A' { b'B' } else { b'A' };
            let forged = String::from_utf8(forged).unwrap();
            assert!(forged == cursor || key.open::<i32>("list", &forged).is_err());
        }
    }
}
