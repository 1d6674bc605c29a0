//! The pages for people: where to find things, and the interface's description to try out.

use std::sync::Arc;

use actix_web::{
    HttpRequest, HttpResponse,
    body::SizedStream,
    http::header::{
        ACCEPT_ENCODING, CACHE_CONTROL, CONTENT_ENCODING, CONTENT_SECURITY_POLICY, CONTENT_TYPE,
        VARY,
    },
    web::{self, Path, ServiceConfig},
};
use htx_kit::failure::Failure;
use htx_model::refusal::Refusal;
use serde_json::json;
use utoipa_swagger_ui::Config;

use crate::{edge::wants_gzip, interface::Interface};

/// The pages come with all that they show; nothing is loaded from elsewhere. Swagger UI writes
/// style attributes, so styles alone may stand inline.
const POLICY: &str = "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; \
    img-src 'self' data:; font-src 'self'; connect-src 'self'; base-uri 'none'; \
    form-action 'self'; frame-ancestors 'none'";

/// The pages of one suite, shared by all workers.
#[derive(Clone)]
pub(crate) struct Pages {
    interface: Interface,
    swagger: Arc<Config<'static>>,
}

impl Pages {
    pub(crate) fn new(interface: Interface) -> Self {
        let swagger = Config::from("/openapi.json")
            // The default would send the document's address to a validator on the internet.
            .validator_url("none")
            .display_operation_id(true)
            .display_request_duration(true)
            .filter(true)
            .doc_expansion("none")
            .default_models_expand_depth(0);
        Self { interface, swagger: Arc::new(swagger) }
    }

    pub(crate) fn configure(&self, config: &mut ServiceConfig) {
        let interface = self.interface.clone();
        let swagger = Arc::clone(&self.swagger);
        config
            .service(web::resource("/").route(web::get().to(index)))
            .service(web::resource("/openapi.json").route(web::get().to(
                move |request: HttpRequest| {
                    let interface = interface.clone();
                    async move { openapi(&request, &interface) }
                },
            )))
            // The page's own links are relative.
            .service(web::redirect("/docs", "/docs/"))
            .service(web::resource("/docs/{file:.*}").route(web::get().to(
                move |file: Path<String>| {
                    let swagger = Arc::clone(&swagger);
                    async move { documentation(&file, swagger) }
                },
            )));
    }
}

async fn index() -> HttpResponse {
    HttpResponse::Ok().json(json!({
        "name": "htx",
        "version": env!("CARGO_PKG_VERSION"),
        "documentation": "/docs/",
        "openapi": "/openapi.json",
        "authorization_rules": "/v1/authorization/rules",
        "code_lists": "/v1/code-lists",
        "live": "/livez",
        "ready": "/readyz",
    }))
}

fn openapi(request: &HttpRequest, interface: &Interface) -> HttpResponse {
    let mut answer = HttpResponse::Ok();
    answer
        .insert_header((CACHE_CONTROL, "public, max-age=60"))
        .insert_header((CONTENT_TYPE, "application/json"));
    if wants_gzip(request) {
        return answer
            .insert_header((CONTENT_ENCODING, "gzip"))
            .insert_header((VARY, ACCEPT_ENCODING.as_str()))
            .body(interface.as_packed());
    }
    answer.body(SizedStream::new(interface.length(), interface.pieces()))
}

fn documentation(file: &str, swagger: Arc<Config<'static>>) -> Result<HttpResponse, Failure> {
    let found = utoipa_swagger_ui::serve(file, swagger)
        .map_err(|error| Failure::unexpected(error.to_string()))?;
    let file = found.ok_or_else(|| Refusal::not_found("trang", "page"))?;
    Ok(HttpResponse::Ok()
        .insert_header((CONTENT_SECURITY_POLICY, POLICY))
        .insert_header((CACHE_CONTROL, "public, max-age=3600"))
        .content_type(file.content_type)
        .body(file.bytes.into_owned()))
}
