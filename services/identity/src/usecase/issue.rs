//! Issues tokens.

use htx_kit::{
    auth::{ACCESS_TOKEN_SECONDS, Claims},
    failure::Failure,
};
use htx_model::{date::Instant, id::Id};

use crate::{
    domain::{
        account::Account,
        assignment,
        login::{Login, LoginId},
    },
    state::State,
};

/// What whoever logged in gets.
pub(crate) struct Tokens {
    pub(crate) access_token: String,
    pub(crate) access_seconds: i64,
    pub(crate) refresh: Option<Refresh>,
}

/// A refresh token.
pub(crate) struct Refresh {
    pub(crate) token: String,
    pub(crate) seconds: i64,
}

/// Why no token was issued.
#[derive(Debug)]
pub(crate) enum Denied {
    /// Wrong, locked, disabled or ended: the answer is the same.
    Grant,
    /// The client did not show itself.
    Client,
    /// Too many tries; the next may come after so many seconds.
    TooMany(u64),
    /// No fault of the caller.
    Failure(Failure),
}

impl From<Failure> for Denied {
    fn from(failure: Failure) -> Self {
        Self::Failure(failure)
    }
}

/// Tokens of a login.
pub(crate) fn for_login(
    state: &State,
    account: &Account,
    login: &Login,
    now: Instant,
) -> Result<Tokens, Failure> {
    let refresh = Refresh {
        token: login.refresh_token(&state.keys.refresh),
        seconds: login.ends_at().seconds() - now.seconds(),
    };
    Ok(Tokens { refresh: Some(refresh), ..for_account(state, account, login.id, now)? })
}

/// An access token, with what the account's roles amount to today: nothing, where the password must
/// be changed first.
pub(crate) fn for_account(
    state: &State,
    account: &Account,
    login: LoginId,
    now: Instant,
) -> Result<Tokens, Failure> {
    let assignments = if account.must_change_password(now) {
        Vec::new()
    } else {
        assignment::resolve_all(&account.grants, &state.agencies, now.date())
    };
    let claims = Claims {
        iss: state.settings.issuer.clone(),
        aud: state.settings.audience.clone(),
        sub: account.id.uuid(),
        iat: now.seconds(),
        exp: now.seconds() + ACCESS_TOKEN_SECONDS,
        nbf: None,
        jti: state.runtime.ids.make::<Id<Claims>>().uuid(),
        sid: login.uuid(),
        kind: account.kind,
        name: account.name.clone(),
        assignments,
    };
    let access_token = state.key_ring.signing(now)?.signer.sign(&claims)?;
    Ok(Tokens { access_token, access_seconds: ACCESS_TOKEN_SECONDS, refresh: None })
}
