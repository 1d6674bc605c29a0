//! One address for every indicator of the plan, whichever service computes it and wherever that runs.

use std::sync::Arc;

use actix_web::{HttpRequest, HttpResponse, web};
use htx_gateway::{Destination, EdgeOptions, Gateway, UpstreamOptions, suite_document};
use htx_kit::{
    http::{Readiness, Routes},
    service::{Mounted, Service},
};
use serde_json::json;

use crate::support::{ECHO, Running, packed, start};

/// Owns the shared address, and computes some indicators.
const OWNER: Service = Service {
    name: "registry",
    prefixes: &["/v1/indicators", "/v1/registry"],
    routes: owner_routes,
    ..ECHO
};
/// Computes another.
const OTHER: Service =
    Service { name: "dissolution", prefixes: &["/v1/dissolution"], routes: other_routes, ..ECHO };

fn owner_routes(config: &mut Routes) {
    config.undescribed(|config| {
        config.service(web::resource("/v1/indicators/{code}").to(owner));
    });
}

fn other_routes(config: &mut Routes) {
    config.undescribed(|config| {
        config
            .service(web::resource("/v1/dissolution/indicators/{code}").to(other))
            .service(web::resource("/v1/dissolution/indicators/{code}/records").to(other));
    });
}

async fn owner(request: HttpRequest, code: web::Path<String>) -> HttpResponse {
    told("registry", &request, &code)
}

async fn other(request: HttpRequest, code: web::Path<String>) -> HttpResponse {
    told("dissolution", &request, &code)
}

fn told(by: &str, request: &HttpRequest, code: &str) -> HttpResponse {
    HttpResponse::Ok().json(json!({
        "by": by, "code": code, "query": request.query_string(), "path": request.path(),
    }))
}

fn mounted(service: Service) -> Mounted {
    Mounted { service, data: Arc::new(|_| {}) }
}

fn before(destinations: Vec<Destination>) -> Running {
    let (edge, upstream) = (EdgeOptions::default(), UpstreamOptions::default());
    let services: Vec<_> = destinations.iter().map(Destination::service).collect();
    let interface = packed(&suite_document(&services));
    let readiness = Readiness::default();
    let gateway = Gateway::new(destinations, interface, edge, upstream, None, readiness).unwrap();
    start(move |config| gateway.configure(config))
}

/// Every indicator is answered by whoever computes it.
async fn each_is_answered_by_its_service(gateway: &Running) {
    for (path, by, code) in [
        ("/v1/indicators/1a?period=2025", "registry", "1a"),
        ("/v1/indicators/12?period=2025&by=district", "dissolution", "12"),
        (
            "/v1/indicators/dissolved_cooperatives?period=2025",
            "dissolution",
            "dissolved_cooperatives",
        ),
        ("/v1/indicators/12/records?period=2025", "dissolution", "12"),
        ("/v1/dissolution/indicators/12?period=2025", "dissolution", "12"),
        // Nobody runs that computes it: the owner says that it has none of that name.
        ("/v1/indicators/3?period=2025", "registry", "3"),
    ] {
        let answer = gateway.get(path).await;
        let said = answer.json();
        assert_eq!((&said["by"], &said["code"]), (&json!(by), &json!(code)), "{path}");
        let query = path.split_once('?').map_or("", |(_, query)| query);
        assert_eq!(said["query"], query, "{path}");
    }
}

#[actix_web::test]
async fn in_one_process() {
    let both = vec![Destination::Mounted(mounted(OWNER)), Destination::Mounted(mounted(OTHER))];
    each_is_answered_by_its_service(&before(both)).await;
}

#[actix_web::test]
async fn in_processes_of_their_own() {
    let (owner, other) = (mounted(OWNER), mounted(OTHER));
    let owner = start(move |config| owner.configure(config));
    let other = start(move |config| other.configure(config));
    let at = |service, running: &Running| Destination::Proxied {
        service,
        upstream: format!("http://{}", running.address).parse().unwrap(),
    };
    let both = vec![at(OWNER, &owner), at(OTHER, &other)];
    each_is_answered_by_its_service(&before(both)).await;
}
