//! Who may enter, and with what: agencies with their succession, users and client systems with
//! their roles, logins, access tokens and the keys that sign them.
//!
//! Other services never ask this one about a caller: they verify its tokens themselves
//! ([`htx_kit::auth`]), with its public keys and the short list of what was revoked.

mod settings;

use htx_kit::{
    auth::{KeySet, Revocations, Verifier},
    db::Migrations,
    failure::Failure,
    secret::SuiteSecret,
    service::{Mounted, Runtime, Service},
};

pub use settings::{IdentitySettings, Password};

/// The identity service.
pub const SERVICE: Service = Service {
    name: "identity",
    title: "Identity",
    description: "Cơ quan, tài khoản, đăng nhập và mã truy cập. Agencies with their succession, \
        users and client systems, logins and access tokens.",
    prefixes: &[
        "/v1/agencies",
        "/v1/users",
        "/v1/clients",
        "/v1/me",
        "/v1/signing-keys",
        "/oauth",
        "/.well-known",
    ],
    routes: |_| {},
    migrations: Migrations { sqlite: migrations::sqlite, postgres: migrations::postgres },
};

/// The tables, for both databases.
mod migrations {
    use diesel_migrations::{EmbeddedMigrations, embed_migrations};

    pub(super) fn sqlite() -> EmbeddedMigrations {
        embed_migrations!("migrations/sqlite")
    }

    pub(super) fn postgres() -> EmbeddedMigrations {
        embed_migrations!("migrations/postgres")
    }
}

/// The running identity service, and what the other services of its process need of it.
#[derive(Clone)]
pub struct Identity {
    /// Its routes and their data. The process itself registers `Data<Verifier>`.
    pub mounted: Mounted,
    /// Verifies its tokens, and those of the external issuer where one is set up.
    pub verifier: Verifier,
    /// The public keys of its tokens; replaced when they rotate.
    pub keys: KeySet,
    /// What was revoked while tokens live.
    pub revocations: Revocations,
    /// The first administrator's credential: only at the first start, only here.
    pub first_administrator: Option<Credential>,
}

/// A login name with its password, shown once.
#[derive(Debug, Clone)]
pub struct Credential {
    /// The login name.
    pub username: String,
    /// The password.
    pub password: Password,
}

/// Makes the service ready: agencies loaded, signing key made, first administrator entered.
///
/// # Errors
/// Where the database fails, or a bootstrap password is too weak.
pub async fn mount(
    _runtime: Runtime,
    _settings: IdentitySettings,
    _secret: &SuiteSecret,
) -> Result<Identity, Failure> {
    Err(Failure::unexpected("not yet written"))
}

impl Identity {
    /// Keeps the service in order until it is dropped: rotates keys, forgets what has ended, takes
    /// over what other processes of this service rotated or revoked, polls the external issuer.
    /// To be spawned once by each process that runs the service.
    pub async fn tend(self) {}
}
