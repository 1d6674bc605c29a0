//! Passwords, secrets and salts, made by the service itself.

use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};
use htx_kit::failure::Failure;

use crate::{domain::credential, settings::Password};

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
