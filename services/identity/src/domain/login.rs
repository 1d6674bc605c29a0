//! Logins, and the refresh tokens that keep them going (RFC 9700 section 4.14).
//!
//! A refresh token names its login and a generation and bears a MAC over both and the login's
//! nonce. The nonce is in the database, the key is not: neither alone makes a token. Each refresh
//! raises the generation; whoever shows an older one shows that a token was stolen, and ends the
//! login for both.

use aws_lc_rs::hmac;
use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};
use htx_model::{date::Instant, id::Id};
use uuid::Uuid;

use super::account::AccountId;

/// A login that is not refreshed for so long has ended.
pub(crate) const IDLE_SECONDS: i64 = 12 * 60 * 60;
/// However often it is refreshed, a login ends after this.
pub(crate) const LONGEST_SECONDS: i64 = 7 * 24 * 60 * 60;

/// The id of a login: the `sid` of its access tokens.
pub(crate) type LoginId = Id<Login>;

/// A login with a password.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Login {
    pub(crate) id: LoginId,
    pub(crate) account: AccountId,
    pub(crate) nonce: Vec<u8>,
    pub(crate) generation: i64,
    pub(crate) started_at: Instant,
    pub(crate) refreshed_at: Instant,
    pub(crate) ended_at: Option<Instant>,
}

/// What a refresh token of a login means.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Presented {
    /// The newest one: it may be exchanged.
    Newest,
    /// One that was exchanged before: it was stolen, or its successor was.
    Reused,
    /// The login has ended.
    Ended,
}

impl Login {
    /// When its newest refresh token ends.
    pub(crate) fn ends_at(&self) -> Instant {
        let idle = self.refreshed_at.plus_seconds(IDLE_SECONDS);
        idle.min(self.started_at.plus_seconds(LONGEST_SECONDS))
    }

    /// What a token of a generation means now.
    pub(crate) fn judge(&self, generation: i64, now: Instant) -> Presented {
        if self.ended_at.is_some() || self.ends_at() <= now {
            Presented::Ended
        } else if generation == self.generation {
            Presented::Newest
        } else {
            Presented::Reused
        }
    }

    /// Its newest refresh token.
    pub(crate) fn refresh_token(&self, key: &hmac::Key) -> String {
        let mut bytes = self.id.as_bytes().to_vec();
        bytes.extend_from_slice(&self.generation.to_be_bytes());
        let tag = hmac::sign(key, &signed(&bytes, &self.nonce));
        bytes.extend_from_slice(tag.as_ref());
        URL_SAFE_NO_PAD.encode(bytes)
    }
}

/// A refresh token as it was presented. Nothing in it is true until [`RefreshToken::is_of`].
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct RefreshToken {
    pub(crate) login: LoginId,
    pub(crate) generation: i64,
    head: [u8; 24],
    tag: Vec<u8>,
}

impl RefreshToken {
    /// Takes a token apart.
    pub(crate) fn parse(text: &str) -> Option<Self> {
        let bytes = URL_SAFE_NO_PAD.decode(text).ok()?;
        let (head, tag) = bytes.split_first_chunk::<24>()?;
        let (id, generation) = head.split_first_chunk::<16>()?;
        Some(Self {
            login: Id::from_uuid(Uuid::from_bytes(*id)),
            generation: i64::from_be_bytes(generation.try_into().ok()?),
            head: *head,
            tag: tag.to_vec(),
        })
    }

    /// Whether this suite made it for that login.
    pub(crate) fn is_of(&self, login: &Login, key: &hmac::Key) -> bool {
        self.login == login.id
            && hmac::verify(key, &signed(&self.head, &login.nonce), &self.tag).is_ok()
    }
}

/// What the MAC covers: a head of fixed length, then the nonce.
fn signed(head: &[u8], nonce: &[u8]) -> Vec<u8> {
    [head, nonce].concat()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn key() -> hmac::Key {
        hmac::Key::new(hmac::HMAC_SHA256, &[7; 32])
    }

    fn login() -> Login {
        let start: Instant = "2025-05-12T02:30:00Z".parse().unwrap();
        Login {
            id: Id::from_uuid(Uuid::from_u128(41)),
            account: Id::from_uuid(Uuid::from_u128(42)),
            nonce: vec![1; 16],
            generation: 3,
            started_at: start,
            refreshed_at: start,
            ended_at: None,
        }
    }

    #[test]
    fn a_refresh_token_is_known_by_its_login_only() {
        let token = RefreshToken::parse(&login().refresh_token(&key())).unwrap();
        assert_eq!((token.login, token.generation), (login().id, 3));
        assert!(token.is_of(&login(), &key()));
        assert!(!token.is_of(&Login { nonce: vec![2; 16], ..login() }, &key()));
        assert!(!token.is_of(&login(), &hmac::Key::new(hmac::HMAC_SHA256, &[8; 32])));
    }

    #[test]
    fn no_single_changed_byte_of_a_refresh_token_goes_unnoticed() {
        let token = URL_SAFE_NO_PAD.decode(login().refresh_token(&key())).unwrap();
        for at in 0..token.len() {
            let mut forged = token.clone();
            forged[at] ^= 1;
            let forged = RefreshToken::parse(&URL_SAFE_NO_PAD.encode(forged)).unwrap();
            assert!(!forged.is_of(&login(), &key()), "byte {at}");
        }
        assert_eq!(RefreshToken::parse("short"), None);
    }

    #[test]
    fn only_the_newest_token_of_a_living_login_is_exchanged() {
        let now = login().started_at;
        assert_eq!(login().judge(3, now), Presented::Newest);
        assert_eq!(login().judge(2, now), Presented::Reused);
        assert_eq!(login().judge(3, now.plus_seconds(IDLE_SECONDS)), Presented::Ended);
        assert_eq!(Login { ended_at: Some(now), ..login() }.judge(2, now), Presented::Ended);
        let week = now.plus_seconds(LONGEST_SECONDS);
        let kept = Login { refreshed_at: week.plus_seconds(-60), ..login() };
        assert_eq!(kept.judge(3, week.plus_seconds(-1)), Presented::Newest);
        assert_eq!(kept.judge(3, week), Presented::Ended);
    }
}
