//! A running service without a socket.

use std::{rc::Rc, sync::Arc};

use actix_web::{
    HttpResponse,
    dev::Service as _,
    http::Method,
    test::init_service,
    web::{Data, ServiceConfig},
};
use htx_model::{
    date::Instant,
    id::OrganisationId,
    principal::{Assignment, PrincipalKind, Role},
};
use serde::Serialize;
use serde_json::Value;

use super::{
    Caller, Listening, Request, TestDatabase, TokenMint,
    caller::{agency_assignment, organisation_assignment},
    request::Application,
};
use crate::{
    auth::Verifier,
    clock::{Clock as _, FixedClock, IdSource},
    http::{Operations, TrustedProxies, application},
    secret::SuiteSecret,
    service::{Mounted, Runtime},
};

/// When a test begins: Monday 2025-05-12, 09:30 in the city. The departments have merged
/// (2025-03-01), the districts still exist (until 2025-06-30).
pub const START: &str = "2025-05-12T02:30:00Z";

/// What a test gives a service to be mounted on.
#[derive(Debug, Clone)]
pub struct Setting {
    /// Database, ids and keys.
    pub runtime: Runtime,
    /// Accepts the tokens of [`TokenMint`].
    pub verifier: Verifier,
    /// Signs tokens, revokes them.
    pub tokens: TokenMint,
    /// The suite's secret.
    pub secret: SuiteSecret,
    /// The clock behind `runtime.ids`.
    pub clock: Arc<FixedClock>,
}

impl Setting {
    /// A setting on a database.
    #[must_use]
    pub fn new(database: &TestDatabase, service: &'static str) -> Self {
        let start: Instant = START.parse().expect("an instant");
        let clock = Arc::new(FixedClock::at(start));
        let ids = IdSource::new(Arc::clone(&clock) as _);
        let secret = SuiteSecret::from_bytes([7; 32]);
        let tokens = TokenMint::new(&ids);
        Self {
            runtime: Runtime::new(service, database.database().clone(), ids, &secret),
            verifier: tokens.verifier(),
            tokens,
            secret,
            clock,
        }
    }
}

/// A service as a test calls it.
pub struct TestService {
    /// What it was mounted on.
    pub setting: Setting,
    mounted: Mounted,
    operations: Data<Operations>,
    application: Application,
}

impl std::fmt::Debug for TestService {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(formatter, "TestService({})", self.mounted.service.name)
    }
}

impl TestService {
    /// Starts a service on a test's database, as `mount` makes it.
    pub async fn start(
        database: &TestDatabase,
        name: &'static str,
        mount: impl FnOnce(&Setting) -> Mounted,
    ) -> Self {
        let setting = Setting::new(database, name);
        let mounted = mount(&setting);
        Self::of(setting, mounted).await
    }

    /// Starts a service that is mounted already.
    pub async fn of(setting: Setting, mounted: Mounted) -> Self {
        let operations = {
            let document = mounted.service.document().to_string();
            Data::new(Operations::read(&document, |_| true).expect("the description can be read"))
        };
        let configured = configure(&setting, &mounted, &operations);
        let ids = Data::new(setting.runtime.ids.clone());
        let trusted = Data::new(TrustedProxies::default());
        let service = init_service(application(&ids, &trusted, configured)).await;
        let service = Rc::new(service);
        let application: Application = Rc::new(move |request| {
            let service = Rc::clone(&service);
            Box::pin(async move {
                match service.call(request.to_request()).await {
                    Ok(response) => response.into_parts().1,
                    // As a server does.
                    Err(error) => HttpResponse::from_error(error),
                }
            })
        });
        Self { setting, mounted, operations, application }
    }

    /// Serves it on a real socket as well, for what only a network shows.
    #[must_use]
    pub fn listen(&self) -> Listening {
        let configured = configure(&self.setting, &self.mounted, &self.operations);
        Listening::start(self.setting.runtime.ids.clone(), configured)
    }

    /// Its description of itself.
    #[must_use]
    pub fn document(&self) -> Value {
        self.mounted.service.document()
    }

    /// What time it is.
    #[must_use]
    pub fn now(&self) -> Instant {
        self.setting.clock.now()
    }

    /// Sets the clock to an RFC 3339 instant.
    ///
    /// # Panics
    /// Where it is none.
    #[track_caller]
    pub fn set_clock(&self, instant: &str) {
        self.setting.clock.set(instant.parse().expect("an RFC 3339 instant"));
    }

    /// Lets time pass.
    pub fn wait(&self, seconds: i64) {
        self.setting.clock.set(self.now().plus_seconds(seconds));
    }

    /// Somebody with a role in an agency, named `so-tc.officer`, with what the agency is entrusted
    /// with today.
    ///
    /// # Panics
    /// Where there is no such agency.
    #[must_use]
    pub fn as_agency(&self, code: &str, role: Role) -> Caller {
        let assignment = agency_assignment(code, role, self.now().date());
        Caller::new(PrincipalKind::User, &format!("{code}.{role}"), vec![assignment])
    }

    /// Somebody who acts for one organisation.
    #[must_use]
    pub fn as_organisation(&self, id: OrganisationId) -> Caller {
        let assignment = organisation_assignment(id);
        Caller::new(PrincipalKind::User, &format!("organisation-{id}"), vec![assignment])
    }

    /// A department's system, with a role in its agency.
    ///
    /// # Panics
    /// Where there is no such agency.
    #[must_use]
    pub fn as_client(&self, code: &str, role: Role) -> Caller {
        let assignment = agency_assignment(code, role, self.now().date());
        Caller::new(PrincipalKind::Client, &format!("{code}.system"), vec![assignment])
    }

    /// Somebody with these assignments and no others.
    #[must_use]
    pub fn as_user(&self, name: &str, assignments: Vec<Assignment>) -> Caller {
        Caller::new(PrincipalKind::User, name, assignments)
    }

    /// Somebody without a token.
    #[must_use]
    pub fn anonymous(&self) -> Caller {
        Caller::anonymous()
    }

    /// A request of any method.
    pub fn request(&self, method: Method, path: &str) -> Request {
        Request::new(Rc::clone(&self.application), self.setting.tokens.clone(), method, path)
    }

    /// A GET.
    pub fn get(&self, path: &str) -> Request {
        self.request(Method::GET, path)
    }

    /// A POST of JSON.
    pub fn post(&self, path: &str, body: impl Serialize) -> Request {
        self.request(Method::POST, path).json(body)
    }

    /// A PUT of JSON.
    pub fn put(&self, path: &str, body: impl Serialize) -> Request {
        self.request(Method::PUT, path).json(body)
    }

    /// A PATCH of JSON.
    pub fn patch(&self, path: &str, body: impl Serialize) -> Request {
        self.request(Method::PATCH, path).json(body)
    }

    /// A DELETE.
    pub fn delete(&self, path: &str) -> Request {
        self.request(Method::DELETE, path)
    }
}

/// Registers what a handler finds around it, as a server of one service does: the interface's
/// description, the verifier of tokens, then the service itself.
fn configure(
    setting: &Setting,
    mounted: &Mounted,
    operations: &Data<Operations>,
) -> impl Fn(&mut ServiceConfig) + Clone + Send + use<> {
    let (operations, verifier) = (operations.clone(), Data::new(setting.verifier.clone()));
    let mounted = mounted.clone();
    move |config| {
        config.app_data(verifier.clone());
        mounted.configure_alone(&operations, config);
    }
}
