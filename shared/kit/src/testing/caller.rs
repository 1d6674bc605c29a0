//! Callers of any agency, organisation or system, and the tokens that they show.

use std::sync::Arc;

use htx_model::{
    agency::{Agencies, AgencyCode},
    date::Date,
    id::OrganisationId,
    principal::{Assignment, Holder, Principal, PrincipalKind, Role},
};
use jsonwebtoken::{Algorithm, jwk::JwkSet};
use uuid::Uuid;

use crate::{
    auth::{ACCESS_TOKEN_SECONDS, Claims, Issuer, KeySet, Revocations, Signer, Verifier},
    clock::IdSource,
};

const ISSUER: &str = "https://htx.test";
const AUDIENCE: &str = "htx";

/// Somebody who calls, as a test knows them. Their token is signed anew for each request, so that
/// the clock may be set between two.
#[derive(Debug, Clone)]
pub struct Caller {
    /// What the token will say of them; nothing for somebody without a token.
    pub principal: Option<Principal>,
}

impl Caller {
    /// Somebody without a token.
    #[must_use]
    pub const fn anonymous() -> Self {
        Self { principal: None }
    }

    /// A person or a system with these assignments. The id follows from kind and name, so that
    /// the same name is the same caller.
    #[must_use]
    pub fn new(kind: PrincipalKind, name: &str, assignments: Vec<Assignment>) -> Self {
        let id = named(&format!("{kind} {name}"));
        let name = name.to_owned();
        Self { principal: Some(Principal { id, kind, name, assignments }) }
    }

    /// The same assignments in the hands of somebody else.
    #[must_use]
    pub fn named(&self, name: &str) -> Self {
        let Some(principal) = &self.principal else { return Self::anonymous() };
        Self::new(principal.kind, name, principal.assignments.clone())
    }

    /// The same caller with one more assignment.
    #[must_use]
    pub fn also(mut self, more: &Self) -> Self {
        if let (Some(principal), Some(more)) = (&mut self.principal, &more.principal) {
            principal.assignments.extend(more.assignments.iter().cloned());
        }
        self
    }

    /// The caller's id.
    ///
    /// # Panics
    /// For somebody without a token.
    #[must_use]
    pub fn id(&self) -> Uuid {
        self.principal.as_ref().expect("an anonymous caller has no id").id
    }
}

/// The id of whoever has this name: always the same.
fn named(name: &str) -> Uuid {
    let digest = aws_lc_rs::digest::digest(&aws_lc_rs::digest::SHA256, name.as_bytes());
    let mut bytes = [0; 16];
    bytes.copy_from_slice(&digest.as_ref()[..16]);
    uuid::Builder::from_custom_bytes(bytes).into_uuid()
}

/// What an agency's role is on a date, as identity resolves it: with the kinds that it inherited,
/// and with its own kind once it has ended.
pub(super) fn agency_assignment(code: &str, role: Role, date: Date) -> Assignment {
    let agencies = Agencies::embedded().expect("the embedded agencies can be read");
    let code = AgencyCode::parse(code).expect("an agency code");
    let agency = agencies.get(&code).unwrap_or_else(|| panic!("there is no agency {code}"));
    let mut kinds = agencies.kinds_on(&code, date);
    if kinds.is_empty() {
        kinds.push(agency.kind);
    }
    let ended = agency.has_ended(date);
    Assignment {
        role,
        holder: Holder::Agency { code, kinds, territory: agency.territory.clone(), ended },
    }
}

/// An organisation's own account.
pub(super) fn organisation_assignment(id: OrganisationId) -> Assignment {
    Assignment { role: Role::Officer, holder: Holder::Organisation { id } }
}

/// Signs tokens as the identity service does, with a key of its own.
#[derive(Debug, Clone)]
pub struct TokenMint {
    signer: Arc<Signer>,
    keys: KeySet,
    revocations: Revocations,
    ids: IdSource,
}

impl TokenMint {
    /// A mint with a new key.
    #[must_use]
    pub fn new(ids: &IdSource) -> Self {
        let pkcs8 = Signer::generate().expect("a key can be made");
        let signer = Signer::from_pkcs8(&pkcs8).expect("the key is sound");
        let keys = KeySet::default();
        let jwk = signer.jwk().expect("the key has a public half");
        keys.replace(&JwkSet { keys: vec![jwk] }).expect("the key is usable");
        Self {
            signer: Arc::new(signer),
            keys,
            revocations: Revocations::default(),
            ids: ids.clone(),
        }
    }

    /// A verifier that accepts this mint's tokens.
    #[must_use]
    pub fn verifier(&self) -> Verifier {
        let issuer = Issuer {
            issuer: ISSUER.to_owned(),
            audience: AUDIENCE.to_owned(),
            algorithms: vec![Algorithm::EdDSA],
            keys: self.keys.clone(),
            external: false,
        };
        Verifier::new(issuer, self.revocations.clone())
    }

    /// Where its tokens are revoked.
    #[must_use]
    pub fn revocations(&self) -> &Revocations {
        &self.revocations
    }

    /// The key that it signs with.
    #[must_use]
    pub fn signer(&self) -> &Signer {
        &self.signer
    }

    /// The public keys that are accepted.
    #[must_use]
    pub fn keys(&self) -> &KeySet {
        &self.keys
    }

    /// What a token issued now says of a caller; a test may change it before it signs.
    #[must_use]
    pub fn claims(&self, principal: &Principal) -> Claims {
        let now = self.ids.now().seconds();
        Claims {
            iss: ISSUER.to_owned(),
            aud: AUDIENCE.to_owned(),
            sub: principal.id,
            iat: now,
            exp: now + ACCESS_TOKEN_SECONDS,
            nbf: None,
            jti: self.ids.make::<Self>().uuid(),
            sid: named(&format!("session of {}", principal.name)),
            kind: principal.kind,
            name: principal.name.clone(),
            assignments: principal.assignments.clone(),
        }
    }

    /// Signs claims.
    #[must_use]
    pub fn sign(&self, claims: &Claims) -> String {
        self.signer.sign(claims).expect("the key signs")
    }

    /// A token for a caller, issued now.
    #[must_use]
    pub fn token(&self, principal: &Principal) -> String {
        self.sign(&self.claims(principal))
    }
}
