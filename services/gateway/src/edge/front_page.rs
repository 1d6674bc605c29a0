//! The front page: where the plan stands. A browser that asks for `/` is shown what `/v1/plan-overview`
//! shows it; a program gets the addresses of the rest.

use actix_web::{
    body::MessageBody,
    dev::{ServiceRequest, ServiceResponse},
    http::{Method, Uri},
    middleware::Next,
};
use htx_kit::{
    http::{
        html::{Form, form},
        readdress,
    },
    service::Service,
};

/// What a browser is shown.
const OVERVIEW: &str = "/v1/plan-overview";

/// Whether the suite has a front page.
pub(super) fn exists(services: &[Service]) -> bool {
    services.iter().any(|service| service.has(OVERVIEW))
}

/// Shows a browser the overview of the plan.
pub(super) async fn show<B: MessageBody + 'static>(
    exists: bool,
    mut request: ServiceRequest,
    next: Next<B>,
) -> Result<ServiceResponse<B>, actix_web::Error> {
    let asked = exists && request.path() == "/" && request.method() == Method::GET;
    if asked && form(request.request()).is_ok_and(|form| form == Form::Page) {
        let query = request.query_string();
        let target =
            if query.is_empty() { OVERVIEW.to_owned() } else { format!("{OVERVIEW}?{query}") };
        if let Ok(address) = target.parse::<Uri>() {
            readdress(&mut request, address);
        }
    }
    next.call(request).await
}
