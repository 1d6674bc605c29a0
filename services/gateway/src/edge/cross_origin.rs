//! Which web pages' scripts may call the interface (CORS). None, unless configured.

use actix_cors::Cors;
use actix_web::http::{
    Method,
    header::{
        ACCEPT, ACCEPT_LANGUAGE, AUTHORIZATION, CONTENT_DISPOSITION, CONTENT_TYPE, ETAG,
        HeaderName, IF_MATCH, IF_NONE_MATCH, LOCATION, RETRY_AFTER, WWW_AUTHENTICATE,
    },
};

/// For how long a browser may remember what it was allowed, in seconds.
const REMEMBERED: usize = 3600;

pub(super) fn policy(origins: &[String]) -> Cors {
    let policy = Cors::default()
        .allowed_methods([Method::GET, Method::POST, Method::PUT, Method::PATCH, Method::DELETE])
        .allowed_headers([
            ACCEPT,
            ACCEPT_LANGUAGE,
            AUTHORIZATION,
            CONTENT_TYPE,
            IF_MATCH,
            IF_NONE_MATCH,
            HeaderName::from_static("idempotency-key"),
            HeaderName::from_static("traceparent"),
            HeaderName::from_static("x-request-id"),
        ])
        .expose_headers([
            CONTENT_DISPOSITION,
            ETAG,
            LOCATION,
            RETRY_AFTER,
            WWW_AUTHENTICATE,
            HeaderName::from_static("idempotency-replayed"),
            HeaderName::from_static("ratelimit"),
            HeaderName::from_static("ratelimit-policy"),
            HeaderName::from_static("x-request-id"),
        ])
        // A stranger gets its answer without the headers that would let a script read it.
        .block_on_origin_mismatch(false)
        .max_age(REMEMBERED);
    origins.iter().fold(policy, |policy, origin| policy.allowed_origin(origin))
}
