//! Which fields pass the gateway (RFC 9110 section 7.6.1), and what it says of the caller.

use actix_web::{
    HttpMessage as _, HttpRequest, HttpResponseBuilder,
    http::header::{HeaderMap as Incoming, HeaderName as IncomingName},
    web::Data,
};
use htx_kit::{
    http::{RequestId, TrustedProxies, client_address},
    telemetry::trace,
};
use hyper::header::{
    CONNECTION, CONTENT_LENGTH, HOST, HeaderMap, HeaderName, HeaderValue, TE, TRAILER,
    TRANSFER_ENCODING, UPGRADE, VIA,
};

const FORWARDED_FOR: &str = "x-forwarded-for";
const FORWARDED_PROTO: &str = "x-forwarded-proto";
const FORWARDED_HOST: &str = "x-forwarded-host";
const TRACEPARENT: &str = "traceparent";

/// Fields that concern one connection only.
fn is_hop_by_hop(name: &str) -> bool {
    [CONNECTION, TE, TRAILER, TRANSFER_ENCODING, UPGRADE].iter().any(|hop| hop == name)
        || [
            "keep-alive",
            "proxy-connection",
            "proxy-authenticate",
            "proxy-authorization",
            // The server in front has already answered it.
            "expect",
        ]
        .contains(&name)
}

/// What the gateway states itself; what a caller wrote there is dropped.
fn is_stated_here(name: &str) -> bool {
    [FORWARDED_FOR, FORWARDED_PROTO, FORWARDED_HOST, "forwarded", "x-request-id"].contains(&name)
}

/// The names in `Connection`, which make further fields concern one connection only.
fn named<'a>(values: impl Iterator<Item = &'a [u8]>) -> Vec<String> {
    values
        .filter_map(|value| std::str::from_utf8(value).ok())
        .flat_map(|value| value.split(','))
        .map(|name| name.trim().to_ascii_lowercase())
        .filter(|name| !name.is_empty())
        .collect()
}

/// A request's fields as the upstream gets them.
pub(super) fn of_request(request: &HttpRequest) -> HeaderMap {
    let incoming = request.headers();
    let dropped = named(incoming.get_all("connection").map(|value| value.as_bytes()));
    let traceparent = trace::traceparent();
    let mut headers = HeaderMap::with_capacity(incoming.len() + 6);
    for (name, value) in incoming {
        let name = name.as_str();
        if is_hop_by_hop(name)
            || is_stated_here(name)
            || name == HOST.as_str()
            || (name == TRACEPARENT && traceparent.is_some())
            || dropped.iter().any(|dropped| dropped == name)
        {
            continue;
        }
        append(&mut headers, name, value.as_bytes());
    }
    if let Some(traceparent) = traceparent {
        // The upstream's span lies within the gateway's, which lies within the caller's.
        append(&mut headers, TRACEPARENT, traceparent.as_bytes());
    }
    state(request, incoming, &mut headers);
    headers
}

/// Who called, at which address and how; under which id this request stands in the logs.
fn state(request: &HttpRequest, incoming: &Incoming, headers: &mut HeaderMap) {
    let trusted = request.app_data::<Data<TrustedProxies>>();
    let peer = request.peer_addr().map(|peer| peer.ip());
    let believed = peer.is_some_and(|peer| trusted.is_some_and(|trusted| trusted.trusts(peer)));
    let told = |name: &str| {
        let value = incoming.get(name).filter(|_| believed)?;
        value.to_str().ok().map(str::to_owned)
    };
    let host = incoming.get("host").and_then(|value| value.to_str().ok()).map(str::to_owned);
    let address = client_address(request).map(|address| address.to_string());
    let id = request.extensions().get::<RequestId>().map(|id| id.0.to_string());
    let stated = [
        (FORWARDED_FOR, address),
        (FORWARDED_PROTO, told(FORWARDED_PROTO).or_else(|| Some("http".to_owned()))),
        (FORWARDED_HOST, told(FORWARDED_HOST).or(host)),
        ("x-request-id", id),
        (VIA.as_str(), Some("1.1 htx".to_owned())),
    ];
    for (name, value) in stated {
        if let Some(value) = value {
            append(headers, name, value.as_bytes());
        }
    }
}

fn append(headers: &mut HeaderMap, name: &str, value: &[u8]) {
    // Both were checked when they were read; the two HTTP libraries only have different types.
    if let (Ok(name), Ok(value)) =
        (HeaderName::from_bytes(name.as_bytes()), HeaderValue::from_bytes(value))
    {
        headers.append(name, value);
    }
}

/// An answer's fields as the caller gets them. The length follows from the body.
pub(super) fn of_answer(headers: &HeaderMap, response: &mut HttpResponseBuilder) {
    let dropped = named(headers.get_all(CONNECTION).iter().map(HeaderValue::as_bytes));
    for (name, value) in headers {
        let text = name.as_str();
        if is_hop_by_hop(text)
            || name == CONTENT_LENGTH
            || dropped.iter().any(|dropped| dropped == text)
        {
            continue;
        }
        if let Ok(name) = IncomingName::from_bytes(text.as_bytes()) {
            response.append_header((name, value.as_bytes()));
        }
    }
}
