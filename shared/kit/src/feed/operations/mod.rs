//! The operations that every service has on its own log, beneath `/v1/<service>`: the feed, the
//! newest checkpoint, and the proofs. A service registers them with one line that names the
//! permission to read its events.

mod events;
mod proofs;

use std::marker::PhantomData;

use actix_web::{
    dev::{AppService, HttpServiceFactory},
    web,
};
use htx_model::permission::{Permission, Permit};
use utoipa::openapi::{
    RefOr, Schema,
    path::{HttpMethod, PathItem, Paths, PathsBuilder},
    security::SecurityRequirement,
};
use utoipa_actix_web::OpenApiFactory;

pub use events::fallen_behind;

use super::internal;
use crate::{http::Routes, service::Runtime};

/// Registers the operations on the log of the service with this name, whose handlers take an `S`; its
/// events are read with the permission `P`.
pub fn operations<S, P>(service: &'static str) -> impl FnOnce(&mut Routes)
where
    S: AsRef<Runtime> + 'static,
    P: Permit,
{
    move |routes| {
        let described = LogOperations { service, types: PhantomData::<fn() -> (S, P)> };
        routes.several(described.addresses(), described).undescribed(move |config| {
            config.service(internal::resource::<S>(service));
        });
    }
}

struct LogOperations<S, P> {
    service: &'static str,
    types: PhantomData<fn() -> (S, P)>,
}

/// The paths beneath the service's name.
const PATHS: [&str; 5] =
    ["/events", "/snapshot", "/events/{id}/proof", "/checkpoint", "/consistency"];

impl<S, P> HttpServiceFactory for LogOperations<S, P>
where
    S: AsRef<Runtime> + 'static,
    P: Permit,
{
    fn register(self, config: &mut AppService) {
        let handlers = [
            web::get().to(events::read_events::<S, P>),
            web::get().to(events::read_snapshot::<S, P>),
            web::get().to(proofs::prove_event::<S, P>),
            web::get().to(proofs::read_checkpoint::<S>),
            web::get().to(proofs::prove_consistency::<S>),
        ];
        for (path, handler) in self.addresses().into_iter().zip(handlers) {
            web::resource(path).route(handler).register(config);
        }
    }
}

impl<S, P> LogOperations<S, P> {
    fn addresses(&self) -> Vec<String> {
        PATHS.iter().map(|path| format!("/v1/{}{path}", self.service)).collect()
    }

    /// Describes one operation under the service's name, with the permission that it needs.
    fn described<O: utoipa::Path>(
        &self,
        paths: PathsBuilder,
        _: O,
        permission: Option<Permission>,
    ) -> PathsBuilder {
        let name = self.service.replace('-', "_");
        let mut operation = O::operation();
        operation.security = permission
            .map(|needed| vec![SecurityRequirement::new("access_token", [needed.code()])]);
        operation.operation_id =
            operation.operation_id.map(|id| id.replacen("_service_", &format!("_{name}_"), 1));
        operation.tags = Some(vec![format!("{} log", self.service)]);
        let path = format!("/v1/{}{}", self.service, O::path());
        paths.path(path, PathItem::new(HttpMethod::Get, operation))
    }
}

impl<S, P: Permit> OpenApiFactory for LogOperations<S, P> {
    fn paths(&self) -> Paths {
        let proofs = Some(Permission::LogVerify);
        let paths =
            self.described(Paths::builder(), events::__path_read_events, Some(P::PERMISSION));
        let paths = self.described(paths, events::__path_read_snapshot, Some(P::PERMISSION));
        let paths = self.described(paths, proofs::__path_read_checkpoint, None);
        let paths = self.described(paths, proofs::__path_prove_event, proofs);
        self.described(paths, proofs::__path_prove_consistency, proofs).build()
    }

    fn schemas(&self, schemas: &mut Vec<(String, RefOr<Schema>)>) {
        events::__path_read_events.schemas(schemas);
        proofs::__path_prove_event.schemas(schemas);
        proofs::__path_prove_consistency.schemas(schemas);
    }
}
