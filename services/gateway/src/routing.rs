//! The routing table: which service has which paths, and where it runs.

use std::rc::Rc;

use actix_web::{
    HttpRequest,
    guard::fn_guard,
    web::{self, Payload, ServiceConfig},
};
use htx_kit::service::{Mounted, Service};
use htx_model::refusal::Refusal;

use crate::proxy::{Proxy, Upstream, UpstreamOptions};

/// Where a service's requests go.
#[derive(Clone)]
pub enum Destination {
    /// It answers in this process.
    Mounted(Mounted),
    /// Another process answers.
    Proxied {
        /// The service.
        service: Service,
        /// Where it listens.
        upstream: Upstream,
    },
}

impl Destination {
    /// The service that is meant.
    #[must_use]
    pub fn service(&self) -> Service {
        match self {
            Self::Mounted(mounted) => mounted.service,
            Self::Proxied { service, .. } => *service,
        }
    }

    /// Whether this process answers for a path of a service.
    pub(crate) fn answers(&self, path: &str) -> bool {
        matches!(self, Self::Mounted(mounted) if mounted.service.has(path))
    }
}

/// Registers every destination with a worker's application. Each worker has its own client, so that
/// a request never changes threads.
pub(crate) fn configure(
    destinations: &[Destination],
    options: &UpstreamOptions,
    body_limit: u64,
    config: &mut ServiceConfig,
) {
    // What services say only to each other, even where it is mounted here.
    config.service(web::scope("/internal").default_service(web::to(hidden)));
    let client = crate::proxy::client();
    for destination in destinations {
        match destination {
            Destination::Mounted(mounted) => {
                // The framework tries one resource after the other: only those of the service.
                let service = mounted.service;
                let of_the_service = fn_guard(move |asked| service.has(asked.head().uri.path()));
                let scope = web::scope("").guard(of_the_service);
                config.service(scope.configure(|config| mounted.configure(config)));
            }
            Destination::Proxied { service, upstream } => {
                let proxy =
                    Rc::new(Proxy::new(client.clone(), upstream.clone(), *options, body_limit));
                let prefixes = service.prefixes.iter();
                // Two resources and not one with two patterns, which would be named by its first.
                let patterns = prefixes
                    .flat_map(|prefix| [(*prefix).to_owned(), format!("{prefix}/{{rest:.*}}")]);
                for pattern in patterns {
                    let proxy = Rc::clone(&proxy);
                    config.service(web::resource(pattern).to(
                        move |request: HttpRequest, payload: Payload| {
                            let proxy = Rc::clone(&proxy);
                            async move { proxy.forward(&request, payload).await }
                        },
                    ));
                }
            }
        }
    }
}

async fn hidden() -> Result<&'static str, htx_kit::failure::Failure> {
    Err(Refusal::not_found("địa chỉ", "address").into())
}
