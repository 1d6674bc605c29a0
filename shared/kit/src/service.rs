//! What a service is, and what a running one stands on.

use std::{path::PathBuf, sync::Arc};

use actix_web::{
    middleware::from_fn,
    web::{self, Data},
};
use htx_model::page::CursorKey;
use serde_json::Value;
use tokio::sync::watch;

use crate::{
    auth::InternalKey,
    clock::IdSource,
    db::{Database, DatabaseOptions, Migrations},
    failure::Failure,
    feed::Waits,
    http::{
        Operations, Routes, Running, fitting,
        openapi::{self, About},
    },
    log::{CheckpointKey, Sealer, SealerOptions, note::InvalidKey},
    secret::SuiteSecret,
};

/// A service's description: what it is called, what it serves, which tables it has.
#[derive(Clone, Copy)]
pub struct Service {
    /// Its name in commands, addresses and files, such as `trade-promotion`.
    pub name: &'static str,
    /// The title of its OpenAPI document.
    pub title: &'static str,
    /// What it owns, for the reader of the document.
    pub description: &'static str,
    /// The tags of its operations, each with what they are about.
    pub tags: &'static [(&'static str, &'static str)],
    /// The path prefixes that the gateway gives to it.
    pub prefixes: &'static [&'static str],
    /// Registers its operations.
    pub routes: fn(&mut Routes),
    /// Its tables: the sets of the kit that it opts in to, then its own.
    pub migrations: &'static [Migrations],
    /// Whether many write in it at once.
    pub many_writers: bool,
}

impl Service {
    /// How its database is used.
    #[must_use]
    pub fn database_options(&self) -> DatabaseOptions {
        if self.many_writers { DatabaseOptions::many_writers() } else { DatabaseOptions::default() }
    }

    /// Its OpenAPI document.
    #[must_use]
    pub fn document(&self) -> Value {
        let about = About { title: self.title, description: self.description, tags: self.tags };
        openapi::document(&about, self.routes)
    }

    /// The table by which its requests are checked, out of the text of its document or of the suite's.
    ///
    /// # Errors
    /// What is no OpenAPI document, or one in which two paths cannot be told apart.
    pub fn operations(&self, document: &str) -> Result<Operations, Failure> {
        Operations::read(document, |path| self.has(path))
    }

    /// Whether the gateway gives a path to it.
    #[must_use]
    pub fn has(&self, path: &str) -> bool {
        self.prefixes.iter().any(|prefix| {
            path.strip_prefix(prefix).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
        })
    }
}

/// A service made ready to answer: its routes and the data that its handlers take.
#[derive(Clone)]
pub struct Mounted {
    /// The service.
    pub service: Service,
    /// Registers what its handlers take out of the application's data.
    pub data: Arc<dyn Fn(&mut web::ServiceConfig) + Send + Sync>,
}

impl Mounted {
    /// Registers data and routes with a server's application.
    pub fn configure(&self, config: &mut web::ServiceConfig) {
        (self.data)(config);
        Routes::serve(self.service.routes, config);
    }

    /// Registers it with a server that has nothing else: requests are checked here against its
    /// description, not at a gateway.
    pub fn configure_alone(&self, operations: &Data<Operations>, config: &mut web::ServiceConfig) {
        config.app_data(operations.clone());
        let within = web::scope("").wrap(from_fn(fitting));
        config.service(within.configure(|config| self.configure(config)));
    }
}

/// What the use cases of a running service stand on. Cheap to clone.
#[derive(Debug, Clone)]
pub struct Runtime {
    /// The service's name.
    pub service: &'static str,
    /// Its database.
    pub database: Database,
    /// Its clock and its ids.
    pub ids: IdSource,
    /// Signs its page cursors.
    pub cursor_key: Arc<CursorKey>,
    /// Signs what is handed out of its log, as the sealer signs checkpoints.
    log_key: Result<Arc<CheckpointKey>, InvalidKey>,
    /// The idempotency keys whose requests are running.
    pub running: Running,
    /// How many events of its log are sealed; the sealer tells, long polls listen.
    pub sealed: watch::Sender<u64>,
    /// Who waits for its next event.
    pub waits: Waits,
    /// Tells the suite's other processes from strangers.
    pub internal: InternalKey,
}

impl Runtime {
    /// What a service stands on, with the keys that follow from the suite's secret.
    #[must_use]
    pub fn new(
        service: &'static str,
        database: Database,
        ids: IdSource,
        secret: &SuiteSecret,
    ) -> Self {
        let cursor_key = CursorKey::new(&secret.derive(&format!("cursor {service}")));
        Self {
            service,
            database,
            ids,
            cursor_key: Arc::new(cursor_key),
            log_key: log_key(service, secret).map(Arc::new),
            running: Running::default(),
            sealed: watch::Sender::new(0),
            waits: Waits::default(),
            internal: InternalKey::of(secret),
        }
    }

    /// The key that signs the checkpoints of this service's log.
    ///
    /// # Errors
    /// Where the service's name cannot name a log.
    pub fn checkpoint_key(&self, secret: &SuiteSecret) -> Result<CheckpointKey, InvalidKey> {
        log_key(self.service, secret)
    }

    /// The same key, for what the service hands out of its log.
    ///
    /// # Errors
    /// Where the service's name cannot name a log.
    pub fn log_key(&self) -> Result<Arc<CheckpointKey>, Failure> {
        self.log_key.clone().map_err(Failure::unexpected)
    }

    /// The sealer of this service's log. Checkpoints go to a folder where one is given.
    ///
    /// # Errors
    /// As [`Runtime::checkpoint_key`].
    pub fn sealer(
        &self,
        secret: &SuiteSecret,
        folder: Option<PathBuf>,
    ) -> Result<Sealer, InvalidKey> {
        let key = self.checkpoint_key(secret)?;
        let options = SealerOptions::new(self.service, key, Arc::new(self.ids.clone()));
        Ok(Sealer::new(self.database.clone(), options.publishing_to(folder))
            .announcing(self.sealed.clone()))
    }
}

fn log_key(service: &str, secret: &SuiteSecret) -> Result<CheckpointKey, InvalidKey> {
    let seed = secret.derive(&format!("checkpoint {service}"));
    CheckpointKey::from_secret(&format!("htx/{service}"), &seed)
}
