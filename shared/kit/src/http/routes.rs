//! How a service registers its operations: once for a server that answers them, once for the document
//! that describes them.

use std::collections::{BTreeMap, HashSet};

use actix_web::{
    Scope,
    dev::HttpServiceFactory,
    guard::{Guard, fn_guard},
    web,
};
use utoipa_actix_web::{OpenApiFactory, service_config::ServiceConfig};

use super::envelope::Arrival;

/// Where operations are registered. A server's workers do not describe them again: making every
/// schema anew in each worker took most of the memory of a program that had just started.
pub struct Routes(Target);

enum Target {
    /// The operations of a server, by the paths that the document gives them, and what it does not
    /// name.
    Serving { described: ByPaths, undescribed: Vec<Registration> },
    /// The operations of a document, in their order.
    Describing(Vec<Description>),
}

type Paths = Vec<String>;
type ByPaths = BTreeMap<Paths, Vec<Registration>>;
type Registration = Box<dyn FnOnce(&mut web::ServiceConfig)>;
type Description = Box<dyn FnOnce(&mut ServiceConfig<'_>)>;

impl std::fmt::Debug for Routes {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.write_str("Routes")
    }
}

impl Routes {
    /// Registers the operations of a service with a server.
    pub fn serve(routes: fn(&mut Self), config: &mut web::ServiceConfig) {
        let mut serving =
            Self(Target::Serving { described: BTreeMap::new(), undescribed: Vec::new() });
        routes(&mut serving);
        if let Target::Serving { described, undescribed } = serving.0 {
            config.service(grouped(described));
            register(undescribed, config);
        }
    }

    /// Collects the operations of a service for its document.
    pub(super) fn describe(routes: fn(&mut Self), config: &mut ServiceConfig<'_>) {
        let mut described = Self(Target::Describing(Vec::new()));
        routes(&mut described);
        if let Target::Describing(descriptions) = described.0 {
            for describe in descriptions {
                describe(config);
            }
        }
    }

    /// Registers an operation.
    pub fn service<F>(&mut self, operation: F) -> &mut Self
    where
        F: HttpServiceFactory + OpenApiFactory + utoipa::Path + 'static,
    {
        self.several(vec![F::path()], operation)
    }

    /// Registers operations that belong together, at these paths. The paths are told, since a worker that
    /// asked the description for them would describe all that it serves.
    pub(crate) fn several<F>(&mut self, paths: Paths, operations: F) -> &mut Self
    where
        F: HttpServiceFactory + OpenApiFactory + 'static,
    {
        match &mut self.0 {
            Target::Serving { described, .. } => {
                described.entry(paths).or_default().push(Box::new(|config| {
                    config.service(operations);
                }));
            }
            Target::Describing(descriptions) => descriptions.push(Box::new(|config| {
                config.service(operations);
            })),
        }
        self
    }

    /// Registers what a document does not name, such as pages: a server has it, no description.
    pub fn undescribed(
        &mut self,
        register: impl FnOnce(&mut web::ServiceConfig) + 'static,
    ) -> &mut Self {
        if let Target::Serving { undescribed, .. } = &mut self.0 {
            undescribed.push(Box::new(register));
        }
        self
    }

    /// Registers what a function registers.
    pub fn configure(&mut self, routes: impl FnOnce(&mut Self)) -> &mut Self {
        routes(self);
        self
    }
}

fn register(registrations: Vec<Registration>, config: &mut web::ServiceConfig) {
    for register in registrations {
        register(config);
    }
}

/// The operations of a service in three steps: is it this service's, which collection, which path. The
/// framework tries one after the other; of four hundred paths in a row, that was a twentieth of a read.
fn grouped(described: ByPaths) -> Scope {
    let all: HashSet<String> = described.keys().flatten().cloned().collect();
    let mut collections: BTreeMap<String, ByPaths> = BTreeMap::new();
    for (paths, registrations) in described {
        let collection = paths.first().map(|path| collection(path).to_owned()).unwrap_or_default();
        collections.entry(collection).or_default().insert(paths, registrations);
    }
    let service = web::scope("").guard(arrived(move |pattern| all.contains(pattern)));
    collections.into_values().fold(service, |service, paths| {
        let of_collection: Vec<String> = paths.keys().flatten().cloned().collect();
        let scope = web::scope("").guard(arrived_at(of_collection));
        service.service(paths.into_iter().fold(scope, |scope, (paths, registrations)| {
            let path = web::scope("").guard(arrived_at(paths));
            scope.service(path.configure(|config| register(registrations, config)))
        }))
    })
}

/// The collection that a path belongs to: its first two segments, such as `/v1/organisations`.
fn collection(path: &str) -> &str {
    let end = path.match_indices('/').nth(2).map_or(path.len(), |(end, _)| end);
    path.get(..end).unwrap_or(path)
}

/// Lets a request through that the envelope found at one of the paths.
fn arrived_at(paths: Paths) -> impl Guard {
    arrived(move |pattern| paths.iter().any(|path| path == pattern))
}

/// Lets a request through that the envelope found at such a path: whatever would try the pattern of
/// one resource after the other is not asked.
fn arrived(at: impl Fn(&str) -> bool + 'static) -> impl Guard {
    fn_guard(move |asked| {
        let data = asked.req_data();
        let found = data.get::<Arrival>().and_then(|arrival| arrival.resource.as_ref());
        found.is_some_and(|resource| at(&resource.pattern))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_are_grouped_by_their_first_two_segments() {
        for (path, expected) in [
            ("/v1/organisations", "/v1/organisations"),
            ("/v1/organisations/{id}/history", "/v1/organisations"),
            ("/oauth/token", "/oauth/token"),
            ("/", "/"),
            ("", ""),
        ] {
            assert_eq!(collection(path), expected);
        }
    }
}
