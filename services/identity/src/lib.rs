//! Who may enter, and with what: agencies with their succession, users and client systems with
//! their roles, logins, access tokens and the keys that sign them.
//!
//! Other services never ask this one about a caller: they verify its tokens themselves
//! ([`htx_kit::auth`]), with its public keys and the short list of what was revoked.

mod domain;
mod http;
mod settings;
mod state;
mod store;
mod usecase;

use std::sync::Arc;

use actix_web::web::Data;
use htx_kit::{
    auth::{Issuer, JwksClient, KeySet, REVOCATION_SECONDS, Revocations, Verifier},
    failure::Failure,
    secret::SuiteSecret,
    service::{Mounted, Runtime, Service},
};

use state::{Keys, State};
use usecase::{first_start, hasher::Hasher, key_ring::KeyRing, limiter::Limiter, tend};

pub use settings::{IdentitySettings, Password};
pub use usecase::demo_accounts::{DemoCredential, DemoUser, create_demo_client, create_demo_users};

/// The identity service.
pub const SERVICE: Service = Service {
    name: "identity",
    title: "Identity",
    description: "Cơ quan, tài khoản, đăng nhập và mã truy cập. Agencies with their succession, \
        users and client systems, logins and access tokens.",
    tags: &[
        ("agencies", "Cơ quan và sự kế thừa. The agencies, with their succession."),
        ("users", "Tài khoản người dùng. People's accounts."),
        ("clients", "Hệ thống kết nối của các sở, ngành. Client systems of departments."),
        ("me", "Tài khoản của chính người gọi. The caller's own account."),
        ("oauth", "Đăng nhập, mã truy cập, khóa ký. Logins, tokens and the keys that sign them."),
        ("identity log", "Nhật ký của danh tính. The log of identity: feed and proofs."),
    ],
    prefixes: &[
        "/v1/agencies",
        "/v1/users",
        "/v1/clients",
        "/v1/me",
        "/v1/signing-keys",
        "/v1/identity",
        "/oauth",
        "/.well-known",
    ],
    routes: http::routes,
    migrations: &[htx_kit::migrations!()],
    many_writers: false,
};

/// The running identity service, and what the other services of its process need of it.
#[derive(Clone)]
pub struct Identity {
    /// Its routes and their data. The process itself registers `Data<Verifier>`.
    pub mounted: Mounted,
    /// Verifies its tokens, and those of the external issuer where one is set up.
    pub verifier: Verifier,
    /// Itself, as a verifier takes it.
    pub issuer: Issuer,
    /// The public keys of its tokens; replaced when they rotate.
    pub keys: KeySet,
    /// What was revoked while tokens live.
    pub revocations: Revocations,
    /// The first administrator's credential: only at the first start, only here.
    pub first_administrator: Option<Credential>,
    state: Arc<State>,
    external: Option<JwksClient>,
}

impl std::fmt::Debug for Identity {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(formatter, "Identity({})", self.issuer.issuer)
    }
}

/// A login name with its password, shown once.
#[derive(Debug, Clone)]
pub struct Credential {
    /// The login name.
    pub username: String,
    /// The password.
    pub password: Password,
}

/// Makes the service ready: agencies loaded, signing key made, first administrator entered. On
/// every later start it changes nothing.
///
/// # Errors
/// Where the database fails, the signing keys were sealed under another secret, or a bootstrap
/// password is too weak.
pub async fn mount(
    runtime: Runtime,
    mut settings: IdentitySettings,
    secret: &SuiteSecret,
) -> Result<Identity, Failure> {
    let key_ring = Arc::new(KeyRing::new(secret));
    let bootstrap = settings.bootstrap_password.take();
    let (agencies, first_administrator) =
        first_start::prepare(&runtime, &key_ring, bootstrap).await?;
    let keys = key_ring.public();
    let revocations = Revocations::default();
    let issuer = Issuer::of_suite(&settings.issuer, &settings.audience, keys.clone());
    let (external, foreign) = match &settings.external {
        Some(external) => {
            let keys = KeySet::default();
            let client = JwksClient::new(&external.jwks_url, keys.clone())?;
            (Some(client), Some(external.with_keys(keys)))
        }
        None => (None, None),
    };
    let issuers = std::iter::once(issuer.clone()).chain(foreign).collect();
    let verifier = Verifier::of_any(issuers, revocations.clone());
    let now = runtime.ids.now();
    let state = Arc::new(State {
        runtime,
        settings,
        agencies,
        key_ring,
        verifier: verifier.clone(),
        revocations: revocations.clone(),
        limiter: Limiter::new(),
        hasher: Hasher::new()?,
        keys: Keys::new(secret),
    });
    tend::take_over_revocations(&state, now.plus_seconds(-REVOCATION_SECONDS)).await?;
    let mounted = mounted(&state);
    Ok(Identity {
        mounted,
        verifier,
        issuer,
        keys,
        revocations,
        first_administrator,
        state,
        external,
    })
}

fn mounted(state: &Arc<State>) -> Mounted {
    let data = Data::from(Arc::clone(state));
    Mounted {
        service: SERVICE,
        data: Arc::new(move |config| {
            config.app_data(data.clone());
        }),
    }
}

impl Identity {
    /// Keeps the service in order until it is dropped: rotates keys, forgets what has ended, takes
    /// over what other processes of this service rotated or revoked, polls the external issuer.
    /// To be spawned once by each process that runs the service.
    pub async fn tend(self) {
        tend::tend(self.state, self.external).await;
    }
}
