//! gzip, where it pays: texts of some size, for callers who take it.

use actix_http::encoding::Encoder;
use actix_web::{
    HttpMessage,
    body::{BodySize, BoxBody, MessageBody},
    dev::{ServiceRequest, ServiceResponse},
    http::{
        Method,
        header::{
            self, ACCEPT_ENCODING, ContentEncoding, Encoding, Header as _, HeaderValue, VARY,
        },
    },
    middleware::Next,
};
use htx_kit::http::Arrival;

/// Below this, the packets saved are fewer than the time spent.
const WORTHWHILE: u64 = 4096;

pub(super) async fn compress<B: MessageBody + 'static>(
    request: ServiceRequest,
    next: Next<B>,
) -> Result<ServiceResponse<BoxBody>, actix_web::Error> {
    let wanted = wants_gzip(&request);
    let mut response = next.call(request).await?.map_into_boxed_body();
    if !worthwhile(&response) {
        return Ok(response);
    }
    if !wanted {
        response.headers_mut().append(VARY, HeaderValue::from_name(ACCEPT_ENCODING));
        return Ok(response);
    }
    Ok(response
        .map_body(|head, body| BoxBody::new(Encoder::response(ContentEncoding::Gzip, head, body))))
}

/// Whether the answer shall be packed. Not for HEAD: its answer shows the length that the content has.
pub(crate) fn wants_gzip(request: &impl HttpMessage) -> bool {
    if !request.headers().contains_key(ACCEPT_ENCODING) {
        return false;
    }
    let is_head = |arrival: &Arrival| arrival.method == Method::HEAD;
    if request.extensions().get::<Arrival>().is_some_and(is_head) {
        return false;
    }
    let accepted = header::AcceptEncoding::parse(request);
    let offered = [Encoding::gzip(), Encoding::identity()];
    accepted.is_ok_and(|accepted| accepted.negotiate(offered.iter()) == Some(Encoding::gzip()))
}

fn worthwhile(response: &ServiceResponse<BoxBody>) -> bool {
    let large = match response.response().body().size() {
        BodySize::Sized(size) => size >= WORTHWHILE,
        BodySize::Stream => true,
        BodySize::None => false,
    };
    large
        && response.status().is_success()
        && !response.headers().contains_key(header::CONTENT_ENCODING)
        && response.headers().get(header::CONTENT_TYPE).is_some_and(is_text)
}

fn is_text(kind: &HeaderValue) -> bool {
    let kind = kind.to_str().unwrap_or_default();
    // An encoder would hold events back until enough of them have come.
    kind.starts_with("text/") && !kind.starts_with("text/event-stream")
        || ["application/json", "application/x-ndjson", "application/javascript"]
            .iter()
            .any(|text| kind.starts_with(text))
}
