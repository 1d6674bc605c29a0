//! `/livez` and `/readyz`: for container runtimes, load balancers and people at a terminal.
//!
//! Live: the process answers. Ready: what it stands on answers too.

use std::{rc::Rc, sync::Arc, time::Duration};

use actix_web::{
    HttpResponse,
    http::header::CACHE_CONTROL,
    web::{self, ServiceConfig},
};
use futures_util::future::{LocalBoxFuture, join_all};
use serde_json::{Map, json};

use crate::{db::Database, failure::Failure};

/// How long a probe may take. Shorter than what probes usually wait.
const PATIENCE: Duration = Duration::from_secs(2);

type Probe = dyn Fn() -> LocalBoxFuture<'static, Result<(), Failure>> + Send + Sync;

/// Something that a process stands on, and how to ask whether it is there.
#[derive(Clone)]
pub struct Check {
    name: String,
    probe: Arc<Probe>,
}

impl Check {
    /// A check with a probe of its own.
    #[must_use]
    pub fn new<F>(name: &str, probe: impl Fn() -> F + Send + Sync + 'static) -> Self
    where
        F: Future<Output = Result<(), Failure>> + 'static,
    {
        Self { name: name.to_owned(), probe: Arc::new(move || Box::pin(probe())) }
    }

    /// Whether a database answers, and takes writes.
    #[must_use]
    pub fn database(name: &str, database: &Database) -> Self {
        let database = database.clone();
        Self::new(name, move || {
            let database = database.clone();
            async move {
                if !database.is_writable() {
                    return Err(Failure::unavailable("the writer has stopped"));
                }
                database.read(|connection| Ok(connection.batch("SELECT 1")?)).await
            }
        })
    }

    pub(crate) async fn run(&self) -> bool {
        match tokio::time::timeout(PATIENCE, (self.probe)()).await {
            Ok(Ok(())) => true,
            Ok(Err(error)) => {
                tracing::warn!(check = self.name, %error, "not ready");
                false
            }
            Err(_) => {
                tracing::warn!(check = self.name, "not ready: no answer in time");
                false
            }
        }
    }
}

/// All that a process stands on.
#[derive(Clone, Default)]
pub struct Readiness(Arc<[Check]>);

impl Readiness {
    /// Ready when all of these are.
    #[must_use]
    pub fn of(checks: Vec<Check>) -> Self {
        Self(checks.into())
    }

    /// Registers `/livez` and `/readyz`.
    pub fn configure(&self, config: &mut ServiceConfig) {
        let readiness = Rc::new(self.clone());
        config.service(web::resource("/livez").route(web::get().to(live)));
        config.service(web::resource("/readyz").route(web::get().to(move || {
            let readiness = Rc::clone(&readiness);
            async move { readiness.answer().await }
        })));
    }

    async fn answer(&self) -> HttpResponse {
        let found = join_all(self.0.iter().map(Check::run)).await;
        let checks: Map<String, serde_json::Value> = self
            .0
            .iter()
            .zip(&found)
            .map(|(check, ready)| {
                (check.name.clone(), json!(if *ready { "ready" } else { "away" }))
            })
            .collect();
        let ready = found.iter().all(|ready| *ready);
        let mut response =
            if ready { HttpResponse::Ok() } else { HttpResponse::ServiceUnavailable() };
        if !ready {
            response.insert_header(("retry-after", "2"));
        }
        let status = if ready { "ready" } else { "away" };
        response
            .insert_header((CACHE_CONTROL, "no-store"))
            .json(json!({ "status": status, "checks": checks }))
    }
}

async fn live() -> HttpResponse {
    HttpResponse::Ok().insert_header((CACHE_CONTROL, "no-store")).json(json!({ "status": "live" }))
}
