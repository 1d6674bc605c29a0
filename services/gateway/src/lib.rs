//! The one door of the suite: a routing table, and what is the same for every request before it
//! reaches a service.
//!
//! A service is either mounted, answering in this process, or proxied to another one that runs the
//! same binary. Which of the two cannot be told from outside. Services check tokens and permissions
//! themselves; the gateway keeps away what need not reach them.

mod edge;
mod http;
mod interface;
mod proxy;
mod routing;

use std::sync::Arc;

use actix_web::web::ServiceConfig;
use htx_kit::{
    auth::Verifier,
    failure::Failure,
    http::{Operations, Readiness},
};

pub use edge::{EdgeOptions, RateLimit, too_many};
pub use http::{document, suite_document};
pub use interface::Interface;
pub use proxy::{InvalidUpstream, Upstream, UpstreamOptions, probe, too_slow};
pub use routing::Destination;

/// The gateway, ready to be registered with a server.
#[derive(Clone)]
pub struct Gateway(Arc<Inner>);

struct Inner {
    destinations: Vec<Destination>,
    edge: edge::Edge,
    upstream: UpstreamOptions,
    readiness: Readiness,
    pages: http::Pages,
}

impl Gateway {
    /// A gateway to these services, whose interface an OpenAPI document describes: to make it anew from
    /// the code at every start took half of the memory that a process needs. Where a verifier is given,
    /// callers with a valid token are counted by who they are, and not by where they come from.
    ///
    /// # Errors
    /// Where the interface is not described so that its paths can be told apart.
    pub fn new(
        destinations: Vec<Destination>,
        interface: Interface,
        edge: EdgeOptions,
        upstream: UpstreamOptions,
        verifier: Option<Verifier>,
        readiness: Readiness,
    ) -> Result<Self, Failure> {
        let proxied = |path: &str| {
            destinations.iter().any(|one| one.service().has(path) && !one.answers(path))
        };
        let operations = Operations::read(&interface.text()?, |path| !proxied(path))?;
        let services: Vec<_> = destinations.iter().map(Destination::service).collect();
        let edge = edge::Edge::new(edge, verifier, &services, operations);
        let pages = http::Pages::new(interface);
        Ok(Self(Arc::new(Inner { destinations, edge, upstream, readiness, pages })))
    }

    /// Registers everything with a worker's application.
    pub fn configure(&self, config: &mut ServiceConfig) {
        let Inner { destinations, edge, upstream, readiness, pages } = &*self.0;
        edge.configure(config, |config| {
            readiness.configure(config);
            pages.configure(config);
            http::configure(config);
            routing::configure(destinations, upstream, edge.body_limit(), config);
        });
    }
}
