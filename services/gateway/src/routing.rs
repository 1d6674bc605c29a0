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

    /// The service, where it answers in this process.
    pub(crate) fn mounted(&self) -> Option<Service> {
        match self {
            Self::Mounted(mounted) => Some(mounted.service),
            Self::Proxied { .. } => None,
        }
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
                let prefixes = mounted.service.prefixes;
                let of_the_service = fn_guard(move |asked| within(asked.head().uri.path(), prefixes));
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

/// Whether a path is one of these or lies below one.
fn within(path: &str, prefixes: &[&str]) -> bool {
    prefixes.iter().any(|prefix| {
        path.strip_prefix(prefix).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
    })
}

async fn hidden() -> Result<&'static str, htx_kit::failure::Failure> {
    Err(Refusal::not_found("địa chỉ", "address").into())
}
