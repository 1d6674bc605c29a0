//! What happens to every request at the door, within the kit's envelope. From the outside in:
//! security headers, CORS, the limits on size and rate, compression, the check against the
//! interface's own description.

mod compression;
mod cross_origin;
mod front_page;
mod indicators;
mod rate_limit;
mod security;

use std::{rc::Rc, sync::Arc};

use actix_web::{
    body::MessageBody,
    dev::{ServiceRequest, ServiceResponse},
    http::header::{CONNECTION, CONTENT_LENGTH, HeaderValue},
    middleware::{Condition, Next, from_fn},
    web::{self, Data, ServiceConfig},
};
use htx_kit::{
    auth::Verifier,
    failure::Failure,
    http::{Operations, fitting},
    service::Service,
};
use htx_model::refusal::{ErrorCode, Refusal, Text};

pub(crate) use compression::wants_gzip;
use rate_limit::Limiter;
pub use rate_limit::{RateLimit, too_many};
use security::SecurityHeaders;

/// What the gateway allows.
#[derive(Debug, Clone)]
pub struct EdgeOptions {
    /// How many requests a client may send; `None` for any number.
    pub rate_limit: Option<RateLimit>,
    /// The web pages, by origin, whose scripts may call the interface.
    pub allowed_origins: Vec<String>,
    /// The largest body, in bytes. Services have narrower limits of their own.
    pub body_limit: u64,
    /// For how many seconds browsers shall insist on HTTPS; `None` where TLS is not in place.
    pub hsts_seconds: Option<u64>,
}

/// The largest body unless configured otherwise: a scanned file of documents.
pub(crate) const BODY_LIMIT: u64 = 64 << 20;

impl Default for EdgeOptions {
    fn default() -> Self {
        Self {
            rate_limit: Some(RateLimit::default()),
            allowed_origins: Vec::new(),
            body_limit: BODY_LIMIT,
            hsts_seconds: None,
        }
    }
}

/// The door, shared by all workers.
pub(crate) struct Edge {
    options: EdgeOptions,
    limiter: Option<Arc<Limiter>>,
    operations: Data<Operations>,
    /// The services that compute indicators beside the one that owns their shared address.
    elsewhere: Arc<[&'static str]>,
    has_front_page: bool,
}

impl Edge {
    pub(crate) fn new(
        options: EdgeOptions,
        verifier: Option<Verifier>,
        services: &[Service],
        operations: Operations,
    ) -> Self {
        let elsewhere = indicators::elsewhere(services);
        let limiter = options.rate_limit.map(|limit| Arc::new(Limiter::new(limit, verifier)));
        let has_front_page = front_page::exists(services);
        Self { options, limiter, operations: Data::new(operations), elsewhere, has_front_page }
    }

    pub(crate) fn body_limit(&self) -> u64 {
        self.options.body_limit
    }

    /// Registers routes with all that stands before them.
    pub(crate) fn configure(
        &self,
        config: &mut ServiceConfig,
        routes: impl FnOnce(&mut ServiceConfig),
    ) {
        config.app_data(self.operations.clone());
        let elsewhere = Arc::clone(&self.elsewhere);
        let has_front_page = self.has_front_page;
        let limiter = self.limiter.clone();
        let body_limit = self.options.body_limit;
        let security = Rc::new(SecurityHeaders::new(self.options.hsts_seconds));
        let cross_origin = Condition::new(
            !self.options.allowed_origins.is_empty(),
            cross_origin::policy(&self.options.allowed_origins),
        );
        // What is wrapped first stands innermost.
        let scope = web::scope("")
            .wrap(from_fn(move |request, next| {
                indicators::pass_on(Arc::clone(&elsewhere), request, next)
            }))
            .wrap(from_fn(fitting))
            // Outside of the check: the page's parameters are the overview's.
            .wrap(from_fn(move |request, next| front_page::show(has_front_page, request, next)))
            .wrap(from_fn(compression::compress))
            .wrap(from_fn(move |request, next| rate_limit::limit(limiter.clone(), request, next)))
            .wrap(from_fn(move |request, next| bound(body_limit, request, next)))
            .wrap(cross_origin)
            .wrap(from_fn(move |request, next| {
                security::headers(Rc::clone(&security), request, next)
            }))
            .configure(routes)
            .default_service(web::to(unknown));
        config.service(scope);
    }
}

/// Refuses bodies that say themselves that they are too large.
async fn bound<B: MessageBody + 'static>(
    limit: u64,
    request: ServiceRequest,
    next: Next<B>,
) -> Result<ServiceResponse<impl MessageBody + use<B>>, actix_web::Error> {
    let length = request.headers().get(CONTENT_LENGTH).and_then(|value| value.to_str().ok());
    let length: Option<u64> = length.and_then(|length| length.parse().ok());
    if length.is_none_or(|length| length <= limit) {
        return Ok(next.call(request).await?.map_into_left_body());
    }
    let mut response = request.error_response(too_large(limit));
    // The body is not read, so nothing more can be said on this connection.
    response.headers_mut().insert(CONNECTION, HeaderValue::from_static("close"));
    Ok(response.map_into_right_body())
}

pub(crate) fn too_large(limit: u64) -> Failure {
    let megabytes = limit >> 20;
    Refusal::new(
        ErrorCode::BodyTooLarge,
        Text::made(
            format!("Nội dung gửi lên vượt quá {megabytes} MB."),
            format!("The body is larger than {megabytes} MB."),
        ),
    )
    .into()
}

async fn unknown() -> Result<&'static str, Failure> {
    Err(Refusal::new(
        ErrorCode::NotFound,
        Text::fixed(
            "Không có địa chỉ này; danh mục các địa chỉ ở /openapi.json và /docs.",
            "There is no such address; /openapi.json and /docs list those that exist.",
        ),
    )
    .into())
}
