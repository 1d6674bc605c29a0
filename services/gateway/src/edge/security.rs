//! Headers that tell browsers what never to do with an answer.

use std::rc::Rc;

use actix_web::{
    body::MessageBody,
    dev::{ServiceRequest, ServiceResponse},
    http::header::{
        CONTENT_SECURITY_POLICY, HeaderName, HeaderValue, REFERRER_POLICY,
        STRICT_TRANSPORT_SECURITY, X_FRAME_OPTIONS,
    },
    middleware::Next,
};

/// An answer of the interface is data: it loads nothing and nobody frames it.
const DATA_ONLY: HeaderValue =
    HeaderValue::from_static("default-src 'none'; frame-ancestors 'none'");

pub(super) struct SecurityHeaders {
    transport: Option<HeaderValue>,
}

impl SecurityHeaders {
    pub(super) fn new(hsts_seconds: Option<u64>) -> Self {
        let transport = hsts_seconds.and_then(|seconds| {
            HeaderValue::try_from(format!("max-age={seconds}; includeSubDomains")).ok()
        });
        Self { transport }
    }
}

pub(super) async fn headers<B: MessageBody + 'static>(
    security: Rc<SecurityHeaders>,
    request: ServiceRequest,
    next: Next<B>,
) -> Result<ServiceResponse<B>, actix_web::Error> {
    let mut response = next.call(request).await?;
    let headers = response.headers_mut();
    // Pages with scripts, such as /docs, bring a policy of their own.
    if !headers.contains_key(CONTENT_SECURITY_POLICY) {
        headers.insert(CONTENT_SECURITY_POLICY, DATA_ONLY);
    }
    headers.insert(X_FRAME_OPTIONS, HeaderValue::from_static("DENY"));
    headers.insert(REFERRER_POLICY, HeaderValue::from_static("no-referrer"));
    let resource_policy = HeaderName::from_static("cross-origin-resource-policy");
    headers.insert(resource_policy, HeaderValue::from_static("same-origin"));
    if let Some(transport) = &security.transport {
        headers.insert(STRICT_TRANSPORT_SECURITY, transport.clone());
    }
    Ok(response)
}
