//! Passwords, secrets and salts, made by the service itself.

use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};
use htx_kit::failure::Failure;
use htx_model::principal::PrincipalKind;

use crate::{domain::credential, settings::Password, state::State};

/// Bytes that nobody can guess.
pub(crate) fn random<const N: usize>() -> Result<[u8; N], Failure> {
    let mut bytes = [0; N];
    aws_lc_rs::rand::fill(&mut bytes).map_err(Failure::unexpected)?;
    Ok(bytes)
}

/// A new password for a person.
pub(crate) fn password() -> Result<Password, Failure> {
    Ok(Password::new(credential::spell_password(&random()?)))
}

/// A new secret for a department's system: 256 bits.
pub(crate) fn client_secret() -> Result<Password, Failure> {
    Ok(Password::new(URL_SAFE_NO_PAD.encode(random::<32>()?)))
}

/// What an account logs in with from now on.
pub(crate) struct NewSecret {
    /// Shown once.
    pub(crate) shown: Password,
    /// Kept.
    pub(crate) hash: String,
}

impl NewSecret {
    /// A password for a person, a secret for a department's system. That is so long that nobody
    /// guesses it from a plain digest.
    pub(crate) async fn make(state: &State, kind: PrincipalKind) -> Result<Self, Failure> {
        match kind {
            PrincipalKind::User => {
                let shown = password()?;
                let hash = state.hasher.hash(shown.clone()).await?;
                Ok(Self { shown, hash })
            }
            PrincipalKind::Client => {
                let shown = client_secret()?;
                let hash = credential::digest_of_secret(shown.reveal());
                Ok(Self { shown, hash })
            }
        }
    }
}
