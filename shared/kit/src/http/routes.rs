//! How a service registers its operations: once for a server that answers them, once for the document
//! that describes them.

use std::collections::BTreeMap;

use actix_web::{
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
    Serving { described: BTreeMap<Paths, Vec<Registration>>, undescribed: Vec<Registration> },
    /// The operations of a document, in their order.
    Describing(Vec<Description>),
}

type Paths = Vec<String>;
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
            for (paths, registrations) in described {
                let scope = web::scope("").guard(arrived_at(paths));
                config.service(scope.configure(|config| register(registrations, config)));
            }
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

    /// Registers an operation, or several that belong together.
    pub fn service<F>(&mut self, operations: F) -> &mut Self
    where
        F: HttpServiceFactory + OpenApiFactory + 'static,
    {
        match &mut self.0 {
            Target::Serving { described, .. } => {
                let paths = operations.paths().paths.into_keys().collect();
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

/// Lets a request through that the envelope found at one of the paths: the framework would try the
/// pattern of one resource after the other.
fn arrived_at(paths: Paths) -> impl Guard {
    fn_guard(move |asked| {
        let data = asked.req_data();
        let found = data.get::<Arrival>().and_then(|arrival| arrival.resource.as_ref());
        found.is_some_and(|resource| paths.iter().any(|path| **path == *resource.pattern))
    })
}
