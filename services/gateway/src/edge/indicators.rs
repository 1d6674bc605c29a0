//! One address for every indicator of the plan, whichever service computes it: what is asked of
//! `/v1/indicators/{code}` goes to the service that has the records, at `/v1/<service>/indicators`.

use std::sync::Arc;

use actix_web::{
    body::MessageBody,
    dev::{ServiceRequest, ServiceResponse},
    http::Uri,
    middleware::Next,
};
use htx_kit::{http::readdress, service::Service};
use htx_model::indicator::service_of;

/// The address that all indicators share; the service that owns it answers for its own there.
const SHARED: &str = "/v1/indicators";

/// The services whose indicators have another address.
pub(super) fn elsewhere(services: &[Service]) -> Arc<[&'static str]> {
    let others = services.iter().filter(|service| !service.prefixes.contains(&SHARED));
    others.map(|service| service.name).collect()
}

/// Passes a request for an indicator on to where it is computed.
pub(super) async fn pass_on<B: MessageBody + 'static>(
    elsewhere: Arc<[&'static str]>,
    mut request: ServiceRequest,
    next: Next<B>,
) -> Result<ServiceResponse<B>, actix_web::Error> {
    if let Some(path) = moved(request.path(), &elsewhere) {
        let query = request.query_string();
        let target = if query.is_empty() { path } else { format!("{path}?{query}") };
        if let Ok(uri) = target.parse::<Uri>() {
            readdress(&mut request, uri);
        }
    }
    next.call(request).await
}

/// The address of an indicator at the service that computes it; nothing where that is the shared one.
fn moved(path: &str, elsewhere: &[&str]) -> Option<String> {
    let rest = path.strip_prefix(SHARED)?.strip_prefix('/')?;
    let code = rest.split('/').next()?;
    let service = service_of(code).ok().flatten()?;
    elsewhere.contains(&service).then(|| format!("/v1/{service}/indicators/{rest}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_indicator_is_asked_of_the_service_that_computes_it() {
        let elsewhere = ["dissolution", "trade-promotion"];
        for (path, expected) in [
            ("/v1/indicators/12", Some("/v1/dissolution/indicators/12")),
            (
                "/v1/indicators/dissolved_cooperatives/records",
                Some("/v1/dissolution/indicators/dissolved_cooperatives/records"),
            ),
            ("/v1/indicators/4", Some("/v1/trade-promotion/indicators/4")),
            // The registry's own, one of a service that does not run, and none of the plan.
            ("/v1/indicators/1a", None),
            ("/v1/indicators/3", None),
            ("/v1/indicators/99", None),
            ("/v1/indicators", None),
            ("/v1/indicatorsx/12", None),
            ("/v1/organisations/12", None),
        ] {
            assert_eq!(moved(path, &elsewhere).as_deref(), expected, "{path}");
        }
    }
}
