//! What an operator may say about the identity service.

use htx_kit::auth::ExternalIssuer;

/// How the identity service is set up.
#[derive(Debug, Clone)]
pub struct IdentitySettings {
    /// The `iss` of its tokens: the suite's address, as clients see it.
    pub issuer: String,
    /// The `aud` of its tokens: the suite.
    pub audience: String,
    /// The first administrator's password. Where none is given, one is made and handed back once.
    pub bootstrap_password: Option<Password>,
    /// Another issuer whose access tokens are accepted beside its own.
    pub external: Option<ExternalIssuer>,
}

impl Default for IdentitySettings {
    fn default() -> Self {
        Self {
            issuer: "http://127.0.0.1:8080".to_owned(),
            audience: "htx".to_owned(),
            bootstrap_password: None,
            external: None,
        }
    }
}

/// A password in the clear, on its way to where it is hashed or shown once. Never printed by
/// accident: its `Debug` says nothing.
#[derive(Clone, PartialEq, Eq)]
pub struct Password(String);

impl Password {
    /// Takes a password.
    #[must_use]
    pub fn new(text: impl Into<String>) -> Self {
        Self(text.into())
    }

    /// The password in the clear.
    #[must_use]
    pub fn reveal(&self) -> &str {
        &self.0
    }
}

impl std::fmt::Debug for Password {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.write_str("Password")
    }
}
