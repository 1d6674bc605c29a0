//! What happens around every request of every service: an id, the check against the interface's own
//! description, refusals in the caller's language, the access log and its figures.

use std::{panic::AssertUnwindSafe, rc::Rc, sync::Arc, time::Duration};

use actix_web::{
    HttpMessage as _, HttpRequest, HttpResponse,
    body::{BoxBody, MessageBody},
    dev::{RequestHead, ServiceRequest, ServiceResponse},
    error::InternalError,
    http::{
        Method, StatusCode, Uri,
        header::{
            ACCEPT_LANGUAGE, ALLOW, CACHE_CONTROL, CONTENT_TYPE, HeaderMap, HeaderName,
            HeaderValue, VARY, WWW_AUTHENTICATE,
        },
    },
    middleware::Next,
    web::Data,
};
use futures_util::FutureExt as _;
use htx_model::{
    language::Language,
    refusal::{ErrorCode, Refusal, Text},
};

use super::{
    Operations, once,
    operations::{Resource, Unknown},
    patience,
    problem::{answer, challenge},
};
use crate::{
    clock::IdSource,
    failure::Failure,
    telemetry::{self, trace::RequestSpan},
};

/// The longest address that is read: path and query. No operation needs a tenth of it.
const ADDRESS_LENGTH: usize = 16 << 10;
/// The longest Accept-Language that is read.
const LANGUAGES_LENGTH: usize = 200;
const REQUEST_ID: HeaderName = HeaderName::from_static("x-request-id");

/// The id under which a request stands in the logs: the caller's own, or one made here.
#[derive(Debug, Clone)]
pub struct RequestId(pub Rc<str>);

/// A request as it arrived, before the envelope made a GET of a HEAD.
#[derive(Debug, Clone)]
pub struct Arrival {
    /// The method that the caller sent.
    pub method: Method,
    /// The resource of the interface's description that the path belongs to.
    pub(super) resource: Option<Arc<Resource>>,
}

/// Something of the answer is worded in the caller's language.
struct Worded;

/// The language that a caller asked for. The answer varies with it from then on, and says so.
#[must_use]
pub fn language(request: &HttpRequest) -> Language {
    request.extensions_mut().insert(Worded);
    asked_for(request)
}

fn asked_for(request: &HttpRequest) -> Language {
    let header = request.headers().get(ACCEPT_LANGUAGE).and_then(|value| value.to_str().ok());
    header.map_or_else(Language::default, Language::from_accept_language)
}

/// The middleware around every request.
///
/// # Errors
/// Where no handler answered; the error holds the answer.
pub async fn envelope<B: MessageBody + 'static>(
    mut request: ServiceRequest,
    next: Next<B>,
) -> Result<ServiceResponse<BoxBody>, actix_web::Error> {
    let started = std::time::Instant::now();
    let id = request_id(&request);
    request.extensions_mut().insert(RequestId(Rc::clone(&id)));
    let method = request.method().clone();
    let operations = request.app_data::<Data<Operations>>();
    let resource = operations.and_then(|all| all.find(request.match_info().as_str()));
    let route = match &resource {
        Some(resource) => Arc::clone(&resource.pattern),
        None => request.match_pattern().map_or_else(|| Arc::from("-"), Arc::from),
    };
    let head = request.head();
    let span = RequestSpan::begin(&head.headers, head.uri.path(), kept(&method), &route, &id);
    request.extensions_mut().insert(Arrival { method: method.clone(), resource });
    if method == Method::HEAD {
        // Answered as GET; the connection leaves the body out and keeps its length.
        request.head_mut().method = Method::GET;
    }
    patience::bound(&mut request);
    let language = asked_for(request.request());
    // Routing needs the request to itself: none can be kept back to answer a failure with, so that
    // goes to the server as an error that holds its answer.
    let mut failed = match AssertUnwindSafe(span.around(next.call(request))).catch_unwind().await {
        Ok(Ok(response)) => {
            let mut response = worded(response.map_into_boxed_body(), language, &id);
            if response.request().extensions().contains::<Worded>() {
                vary_by_language(response.headers_mut());
            }
            span.routed(kept(&method), &route, response.request());
            seal(response.response_mut(), &id, &method, &route, &span, started.elapsed());
            return Ok(response);
        }
        Ok(Err(error)) => say(&error, language, &id),
        Err(_) => report(&telemetry::panicked("the handler"), language, &id),
    };
    seal(&mut failed, &id, &method, &route, &span, started.elapsed());
    Err(InternalError::from_response("answered by the envelope", failed).into())
}

/// Lets a request go on to another address of the interface, as if it had been asked there.
pub fn readdress(request: &mut ServiceRequest, address: Uri) {
    let operations = request.app_data::<Data<Operations>>();
    let resource = operations.and_then(|all| all.find(address.path()));
    if let Some(arrival) = request.extensions_mut().get_mut::<Arrival>() {
        arrival.resource = resource;
    }
    request.match_info_mut().get_mut().update(&address);
    request.head_mut().uri = address;
}

/// The check against the interface's own description. Stands within the envelope, and within
/// whatever must also see the requests that it refuses.
///
/// # Errors
/// What the services within report.
pub async fn fitting<B: MessageBody + 'static>(
    request: ServiceRequest,
    next: Next<B>,
) -> Result<ServiceResponse<BoxBody>, actix_web::Error> {
    let resource =
        request.extensions().get::<Arrival>().and_then(|arrival| arrival.resource.clone());
    let unknown = |refusal| Unknown { refusal, allow: None };
    let fits = address_fits(request.head())
        .map_err(unknown)
        .and_then(|()| {
            resource
                .map_or(Ok(()), |resource| resource.check(request.method(), request.query_string()))
        })
        .and_then(|()| head_fits(request.head()).map_err(unknown));
    match fits {
        Ok(()) => Ok(next.call(request).await?.map_into_boxed_body()),
        Err(unknown) => {
            let id = request.extensions().get::<RequestId>().map(|id| Rc::clone(&id.0));
            let language = asked_for(request.request());
            let response = refused(&unknown, language, id.as_deref().unwrap_or_default());
            Ok(request.into_response(response))
        }
    }
}

/// Checks the address's length, before anything is looked for in it.
fn address_fits(head: &RequestHead) -> Result<(), Refusal> {
    let address = head.uri.path_and_query().map_or(0, |address| address.as_str().len());
    if address > ADDRESS_LENGTH {
        return Err(Refusal::new(
            ErrorCode::AddressTooLong,
            Text::made(
                format!("Địa chỉ yêu cầu dài hơn {ADDRESS_LENGTH} ký tự."),
                format!("The request's address is longer than {ADDRESS_LENGTH} characters."),
            ),
        ));
    }
    Ok(())
}

/// Checks the headers that every operation takes.
fn head_fits(head: &RequestHead) -> Result<(), Refusal> {
    once::key_of(&head.headers)?;
    let languages = head.headers.get(ACCEPT_LANGUAGE).map_or(0, HeaderValue::len);
    if languages <= LANGUAGES_LENGTH {
        return Ok(());
    }
    Err(Refusal::parameter(
        "Accept-Language",
        Text::fixed("Accept-Language quá dài.", "Accept-Language is too long."),
    ))
}

fn request_id(request: &ServiceRequest) -> Rc<str> {
    let given = request.headers().get(REQUEST_ID).and_then(|value| value.to_str().ok());
    let usable = given.filter(|id| {
        (8..=64).contains(&id.len())
            && id.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"-_.".contains(&byte))
    });
    match (usable, request.app_data::<Data<IdSource>>()) {
        (Some(id), _) => id.into(),
        (None, Some(source)) => source.make::<RequestId>().to_string().into(),
        (None, None) => "-".into(),
    }
}

fn refused(unknown: &Unknown, language: Language, id: &str) -> HttpResponse {
    let mut response = answer(&unknown.refusal, language, id);
    if let Some(allow) = unknown.allow.as_deref().and_then(|allow| allow.try_into().ok()) {
        response.headers_mut().insert(ALLOW, allow);
    }
    response
}

/// Words an answer that failed in the caller's language; others pass as they are.
fn worded(
    response: ServiceResponse<BoxBody>,
    language: Language,
    id: &str,
) -> ServiceResponse<BoxBody> {
    let status = response.status();
    if !(status.is_client_error() || status.is_server_error()) {
        return response;
    }
    if let Some(error) = response.response().error() {
        let mut worded = keeping_headers(say(error, language, id), response.headers());
        if let Some(challenge) = challenge(error, response.request().headers()) {
            worded.headers_mut().insert(WWW_AUTHENTICATE, challenge);
        }
        return response.into_response(worded);
    }
    // Already a problem document, of a service behind the gateway or of OAuth's own form.
    if response.headers().get(CONTENT_TYPE).is_some_and(is_json) {
        return response;
    }
    let refusal = general(status);
    let mut worded = keeping_headers(answer(&refusal, language, id), response.headers());
    allow_head(worded.headers_mut());
    response.into_response(worded)
}

/// Where GET is taken, so is HEAD: the framework, which is shown a GET only, does not know.
fn allow_head(headers: &mut HeaderMap) {
    let Some(allow) = headers.get(ALLOW).and_then(|value| value.to_str().ok()) else { return };
    let takes = |wanted: &str| allow.split(',').any(|method| method.trim() == wanted);
    if takes("GET")
        && !takes("HEAD")
        && let Ok(value) = HeaderValue::try_from(format!("{allow}, HEAD"))
    {
        headers.insert(ALLOW, value);
    }
}

/// Tells caches that the answer is another in another language.
fn vary_by_language(headers: &mut HeaderMap) {
    let said = headers.get_all(VARY).filter_map(|value| value.to_str().ok());
    let said = said.collect::<Vec<_>>().join(", ");
    let names = |name: &str| name == "*" || name.eq_ignore_ascii_case("accept-language");
    if said.split(',').map(str::trim).any(names) {
        return;
    }
    let told = if said.is_empty() { said } else { said + ", " } + "Accept-Language";
    if let Ok(value) = HeaderValue::try_from(told) {
        headers.insert(VARY, value);
    }
}

/// Keeps what handlers and other middleware put on the answer, such as `Retry-After`.
fn keeping_headers(mut worded: HttpResponse, before: &HeaderMap) -> HttpResponse {
    for (name, value) in before {
        if !worded.headers().contains_key(name) {
            worded.headers_mut().insert(name.clone(), value.clone());
        }
    }
    worded
}

fn is_json(value: &HeaderValue) -> bool {
    value.to_str().is_ok_and(|kind| kind.starts_with("application/") && kind.contains("json"))
}

fn say(error: &actix_web::Error, language: Language, id: &str) -> HttpResponse {
    match error.as_error::<Failure>() {
        Some(failure) => report(failure, language, id),
        None => answer(&general(error.as_response_error().status_code()), language, id),
    }
}

/// Answers a failure; what the caller may not learn goes to the log.
fn report(failure: &Failure, language: Language, id: &str) -> HttpResponse {
    match failure {
        Failure::Refused(_) => {}
        Failure::Unavailable(cause) => tracing::warn!(request_id = id, %cause, "unavailable"),
        Failure::Unexpected(cause) => tracing::error!(request_id = id, %cause, "unexpected"),
    }
    failure.answer(language, id)
}

/// The refusal that a bare status of the framework stands for.
fn general(status: StatusCode) -> Refusal {
    let found = ErrorCode::ALL.iter().find(|code| code.status() == status.as_u16());
    let code = match found {
        Some(code) => *code,
        None if status.is_client_error() => ErrorCode::InvalidRequest,
        None => ErrorCode::Unexpected,
    };
    match code {
        ErrorCode::NotFound => Refusal::new(
            code,
            Text::fixed(
                "Không có địa chỉ này; danh mục các địa chỉ ở /openapi.json và /docs.",
                "There is no such address; /openapi.json and /docs list those that exist.",
            ),
        ),
        _ => Refusal::new(code, code.title()),
    }
}

/// A method as the figures know it: callers can make up as many as they like, and each would be kept
/// for ever.
fn kept(method: &Method) -> &'static str {
    const KNOWN: [&str; 7] = ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"];
    KNOWN.into_iter().find(|known| *known == method.as_str()).unwrap_or("other")
}

/// Puts the common headers on an answer and writes it down: never a query, a body or a name.
fn seal(
    response: &mut HttpResponse,
    id: &str,
    method: &Method,
    route: &Arc<str>,
    span: &RequestSpan,
    elapsed: Duration,
) {
    let headers = response.headers_mut();
    if let Ok(value) = HeaderValue::from_str(id) {
        headers.insert(REQUEST_ID, value);
    }
    headers.insert(
        HeaderName::from_static("x-content-type-options"),
        HeaderValue::from_static("nosniff"),
    );
    if !response.headers().contains_key(CACHE_CONTROL) {
        // Whoever wants an answer kept says so; registers hold personal data.
        response.headers_mut().insert(CACHE_CONTROL, HeaderValue::from_static("no-store"));
    }
    let status = response.status().as_u16();
    span.end(status);
    tracing::info!(
        target: "htx::access",
        request_id = id,
        trace_id = span.trace_id(),
        %method,
        route = &**route,
        status,
        microseconds = u64::try_from(elapsed.as_micros()).unwrap_or(u64::MAX),
    );
    let labels = [
        metrics::Label::new("method", kept(method)),
        metrics::Label::new("route", Arc::clone(route)),
        metrics::Label::new("status", status.to_string()),
    ];
    metrics::counter!("htx_http_requests_total", labels.iter()).increment(1);
    metrics::histogram!("htx_http_request_seconds", labels[..2].iter())
        .record(elapsed.as_secs_f64());
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_worded_for_the_caller_says_that_it_varies() {
        for (before, after) in [
            (None, "Accept-Language"),
            (Some("Accept, Authorization"), "Accept, Authorization, Accept-Language"),
            (Some("Accept, accept-language"), "Accept, accept-language"),
            (Some("*"), "*"),
        ] {
            let mut headers = HeaderMap::new();
            if let Some(before) = before {
                headers.insert(VARY, HeaderValue::from_static(before));
            }
            vary_by_language(&mut headers);
            assert_eq!(headers.get(VARY).unwrap(), after);
        }
    }

    #[test]
    fn methods_that_callers_make_up_are_counted_as_one() {
        let made_up = |name: &[u8]| kept(&Method::from_bytes(name).unwrap());
        assert_eq!([made_up(b"BREW"), made_up(b"BREW2")], ["other", "other"]);
        assert_eq!([kept(&Method::GET), kept(&Method::OPTIONS)], ["GET", "OPTIONS"]);
    }
}
