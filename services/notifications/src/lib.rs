//! Notifications: events of the other services, sent to whom agencies name.
//!
//! The service follows the feed of each of [`FEEDS`] ([`usecase::follow`]) and keeps each event for the webhooks
//! that are to be told of it; a worker sends what is due ([`usecase::deliver`]), signed after Standard
//! Webhooks ([`domain::signature`]).

pub mod domain;
mod http;
pub mod store;
pub mod usecase;

use std::sync::Arc;

use htx_kit::{
    failure::Failure,
    feed::{Source, Subscriber},
    secret::SuiteSecret,
    service::{Mounted, Runtime, Service},
};
use htx_model::agency::Agencies;

pub use domain::owner::FEEDS;
use usecase::network::Sender;

/// The notifications service.
pub const SERVICE: Service = Service {
    name: "notifications",
    title: "Notifications",
    description: "Thông báo sự kiện qua webhook. Events sent to the systems of agencies, signed after \
        Standard Webhooks.",
    tags: &[
        ("webhooks", "Webhook. Addresses that agencies have events sent to."),
        ("deliveries", "Lượt gửi. What was sent, what came of it, and sending it again."),
        ("notifications log", "Nhật ký webhook. The log of webhooks: feed and proofs."),
    ],
    prefixes: &["/v1/webhooks", "/v1/deliveries", "/v1/notifications"],
    routes: http::routes,
    migrations: &[htx_kit::migrations!()],
    many_writers: false,
};

/// What the service's handlers stand on. Cheap to clone.
#[derive(Debug, Clone)]
pub struct Notifications {
    /// Database, clock, ids, keys.
    pub runtime: Runtime,
    /// The agencies, with their succession.
    pub agencies: Arc<Agencies>,
    /// The suite's secret, from which those of webhooks follow.
    pub secret: SuiteSecret,
    /// Sends messages.
    pub sender: Sender,
}

/// What the service is opened with beside its runtime.
#[derive(Debug, Clone)]
pub struct Settings {
    /// The suite's secret.
    pub secret: SuiteSecret,
    /// Whether webhooks may stand on private networks, and be reached without TLS.
    pub private_targets_allowed: bool,
}

/// Makes the service ready.
///
/// # Errors
/// Where what the suite is delivered with cannot be read, which a test reads, or no HTTP client can be
/// made.
pub fn open(runtime: Runtime, settings: Settings) -> Result<Notifications, Failure> {
    let agencies = Agencies::embedded().map_err(|error| Failure::unexpected(error.clone()))?;
    Ok(Notifications {
        runtime,
        agencies: Arc::new(agencies.clone()),
        secret: settings.secret,
        sender: Sender::new(settings.private_targets_allowed)?,
    })
}

impl AsRef<Runtime> for Notifications {
    fn as_ref(&self) -> &Runtime {
        &self.runtime
    }
}

impl Notifications {
    /// Follows one of [`FEEDS`], once it is run.
    pub fn following<S: Source>(&self, feed: &'static str, source: S) -> Subscriber<S> {
        let (ids, agencies) = (self.runtime.ids.clone(), self.agencies.clone());
        let database = self.runtime.database.clone();
        Subscriber::new(feed, source, database, move |connection, items| {
            usecase::follow::take(connection, (&ids, &agencies), feed, items)
        })
    }

    /// Reads one of [`FEEDS`] for those who begin at an earlier position, until told to stop.
    pub fn beginning<S: Source, F: Future<Output = ()>>(
        &self,
        feed: &'static str,
        source: S,
        stop: F,
    ) -> impl Future<Output = ()> + use<S, F> {
        usecase::start::run(self.clone(), feed, source, stop)
    }

    /// Sends what is due until told to stop. To be run once by each process that runs the service.
    pub fn deliver<S: Future<Output = ()>>(&self, stop: S) -> impl Future<Output = ()> + use<S> {
        usecase::deliver::run(self.clone(), stop)
    }

    /// Keeps the service in order, hour by hour, until it is dropped.
    pub async fn tend(self) {
        let mut hours = tokio::time::interval(std::time::Duration::from_secs(3_600));
        loop {
            hours.tick().await;
            if let Err(error) = usecase::tend::once(&self).await {
                // It is tried again in an hour.
                tracing::warn!(%error, "old deliveries could not be forgotten yet");
            }
        }
    }

    /// The service with the data that its handlers take.
    #[must_use]
    pub fn mounted(&self) -> Mounted {
        let data = actix_web::web::Data::new(self.clone());
        Mounted {
            service: SERVICE,
            data: Arc::new(move |config| {
                config.app_data(data.clone());
            }),
        }
    }
}
