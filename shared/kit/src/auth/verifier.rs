//! Verifies access tokens. A signature costs about 30 µs, so a verified token is remembered until
//! it ends; revocation is looked up each time.

use std::sync::Arc;

use aws_lc_rs::digest::{SHA256, digest};
use htx_model::{
    date::Instant,
    principal::{Assignment, Holder, Principal},
    refusal::{ErrorCode, Refusal, Text},
};
use jsonwebtoken::{Algorithm, Header, Validation};
use uuid::Uuid;

use super::{Claims, KeySet, LONGEST_TOKEN_SECONDS, Revocations};
use crate::failure::Failure;

/// Verified tokens remembered at once.
const REMEMBERED: u64 = 50_000;
/// How far clocks of the issuer and this machine may differ, in seconds.
const LEEWAY_SECONDS: i64 = 5;

/// Whose tokens are accepted: this suite's identity service, or an external OIDC issuer.
#[derive(Debug, Clone)]
pub struct Issuer {
    /// The `iss` claim.
    pub issuer: String,
    /// The `aud` claim.
    pub audience: String,
    /// The algorithms that it may sign with.
    pub algorithms: Vec<Algorithm>,
    /// Its public keys.
    pub keys: KeySet,
    /// Whether it stands outside the suite: its ids are then kept apart from the suite's own, and
    /// what it entrusts people with is examined.
    pub external: bool,
}

impl Issuer {
    /// The suite's own identity service, which signs with Ed25519.
    #[must_use]
    pub fn of_suite(issuer: &str, audience: &str, keys: KeySet) -> Self {
        Self {
            issuer: issuer.to_owned(),
            audience: audience.to_owned(),
            algorithms: vec![Algorithm::EdDSA],
            keys,
            external: false,
        }
    }
}

/// A verified token.
#[derive(Debug)]
pub struct Session {
    /// What it says.
    pub claims: Claims,
    /// The caller that it describes.
    pub principal: Principal,
    /// The id of the key that signed it.
    key: String,
}

/// Verifies access tokens. Cheap to clone.
#[derive(Clone)]
pub struct Verifier {
    issuers: Arc<[Issuer]>,
    revocations: Revocations,
    verified: moka::sync::Cache<[u8; 32], Arc<Session>>,
}

impl std::fmt::Debug for Verifier {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let names = self.issuers.iter().map(|issuer| issuer.issuer.as_str());
        formatter.debug_tuple("Verifier").field(&names.collect::<Vec<_>>()).finish()
    }
}

impl Verifier {
    /// A verifier of one issuer's tokens.
    #[must_use]
    pub fn new(issuer: Issuer, revocations: Revocations) -> Self {
        Self::of_any(vec![issuer], revocations)
    }

    /// A verifier of the tokens of several issuers. Each token is held to the name, the audience
    /// and the algorithms of the one whose key signed it.
    #[must_use]
    pub fn of_any(issuers: Vec<Issuer>, revocations: Revocations) -> Self {
        Self { issuers: issuers.into(), revocations, verified: moka::sync::Cache::new(REMEMBERED) }
    }

    /// Verifies a token.
    ///
    /// # Errors
    /// [`ErrorCode::Unauthenticated`] for whatever is wrong with it; the answer does not say what,
    /// beyond whether it has ended. [`Failure::Unavailable`] where nobody can tell yet: a service that
    /// starts while the identity service is away knows no key, and must not call a good token bad.
    pub fn verify(&self, token: &str, now: Instant) -> Result<Arc<Session>, Failure> {
        let mut key = [0; 32];
        key.copy_from_slice(digest(&SHA256, token.as_bytes()).as_ref());
        let session = match self.verified.get(&key) {
            Some(session) => session,
            None => {
                let session = Arc::new(self.examine(token)?);
                self.verified.insert(key, Arc::clone(&session));
                session
            }
        };
        let Claims { iat, exp, nbf, .. } = session.claims;
        if exp <= now.seconds() {
            self.verified.invalidate(&key);
            return Err(token_ended().into());
        }
        // A key that its issuer withdrew takes with it what was verified before.
        let withdrawn = !self.issuers.iter().any(|issuer| issuer.keys.holds(&session.key));
        if withdrawn
            || nbf.map_or(iat, |nbf| nbf.max(iat)) > now.seconds() + LEEWAY_SECONDS
            || self.revocations.holds(&session.claims)
        {
            return Err(not_valid().into());
        }
        Ok(session)
    }

    fn examine(&self, token: &str) -> Result<Session, Failure> {
        let header = access_token_header(token).ok_or_else(not_valid)?;
        if let Some(session) = self.issuers.iter().find_map(|one| one.examine(token, &header)) {
            return Ok(session);
        }
        if !self.issuers.iter().all(|issuer| issuer.keys.is_told()) {
            return Err(Failure::unavailable("the keys of an issuer are not known yet"));
        }
        Err(not_valid().into())
    }
}

/// The header of what looks like an access token.
fn access_token_header(token: &str) -> Option<Header> {
    let header = jsonwebtoken::decode_header(token).ok()?;
    let kind = header.typ.as_deref().unwrap_or_default();
    let is_access_token =
        kind.eq_ignore_ascii_case("at+jwt") || kind.eq_ignore_ascii_case("application/at+jwt");
    (is_access_token && header.crit.is_none()).then_some(header)
}

impl Issuer {
    fn examine(&self, token: &str, header: &Header) -> Option<Session> {
        // The key decides the algorithm, never the token.
        let key_id = header.kid.as_deref()?;
        let (algorithm, key) = self.keys.find(key_id)?;
        if header.alg != algorithm || !self.algorithms.contains(&algorithm) {
            return None;
        }
        let mut validation = Validation::new(algorithm);
        validation.set_issuer(&[&self.issuer]);
        validation.set_audience(&[&self.audience]);
        validation.set_required_spec_claims(&["exp", "iss", "aud", "sub"]);
        // Time is compared with the clock that was passed in.
        validation.validate_exp = false;
        validation.validate_nbf = false;
        let mut claims = jsonwebtoken::decode::<Claims>(token, &key, &validation).ok()?.claims;
        claims.exp = claims.exp.min(claims.iat.saturating_add(LONGEST_TOKEN_SECONDS));
        if self.external {
            if claims.assignments.iter().any(names_no_kind) {
                return None;
            }
            for id in [&mut claims.sub, &mut claims.sid, &mut claims.jti] {
                *id = self.own_id(*id);
            }
        }
        Some(Session { principal: claims.principal(), claims, key: key_id.to_owned() })
    }

    /// The id by which the suite knows what an external issuer calls `id`. Whatever that issuer
    /// writes, it meets no account, no login and no repeated request of another issuer: version 8
    /// (RFC 9562), where the suite makes version 7 only.
    fn own_id(&self, id: Uuid) -> Uuid {
        let named = [self.issuer.as_bytes(), &[0], id.as_bytes()].concat();
        let mut bytes = [0; 16];
        bytes.copy_from_slice(&digest(&SHA256, &named).as_ref()[..16]);
        uuid::Builder::from_custom_bytes(bytes).into_uuid()
    }
}

/// Whether an agency is named without its kind. The policy asks what kind an agency is, so such a
/// token would say that somebody acts for an agency of which nothing is known.
fn names_no_kind(assignment: &Assignment) -> bool {
    matches!(&assignment.holder, Holder::Agency { kinds, .. } if kinds.is_empty())
}

fn not_valid() -> Refusal {
    Refusal::new(
        ErrorCode::Unauthenticated,
        Text::fixed("Mã truy cập không hợp lệ.", "The access token is not valid."),
    )
    .advising(Text::fixed(
        "Hãy lấy mã truy cập mới ở POST /oauth/token.",
        "Obtain a new access token at POST /oauth/token.",
    ))
}

/// The refusal of a token whose time is over.
#[must_use]
pub fn token_ended() -> Refusal {
    Refusal {
        detail: Text::fixed("Mã truy cập đã hết hạn.", "The access token has expired."),
        ..not_valid()
    }
}
