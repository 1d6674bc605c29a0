//! Hands a request to another process and its answer back, both as they come.
//!
//! Nothing is repeated: whether a request that failed halfway took effect, only its sender can
//! find out (with an idempotency key).

mod body;
mod headers;
mod upstream;

use std::{io, time::Duration};

use actix_web::{
    HttpMessage as _, HttpRequest, HttpResponse, HttpResponseBuilder,
    body::SizedStream,
    http::{
        Method, StatusCode,
        header::{CONTENT_LENGTH, TRANSFER_ENCODING},
    },
    web::Payload,
};
use futures_util::{StreamExt as _, stream};
use http_body_util::BodyDataStream;
use htx_kit::{failure::Failure, http::Arrival};
use htx_model::refusal::{ErrorCode, Refusal, Text};
use hyper::body::{Body as _, Incoming};
use hyper_util::{
    client::legacy::{Client, connect::HttpConnector},
    rt::{TokioExecutor, TokioTimer},
};

pub use upstream::{InvalidUpstream, Upstream, probe};

use body::{Ended, Upload, UploadBody};

/// Connections to an upstream are dropped before the upstream, which keeps them for 75 seconds,
/// would drop them.
const KEEP_IDLE: Duration = Duration::from_secs(30);
const CONNECT_PATIENCE: Duration = Duration::from_secs(2);

pub(crate) type UpstreamClient = Client<HttpConnector, UploadBody>;

/// How patient the gateway is with other processes.
#[derive(Debug, Clone, Copy)]
pub struct UpstreamOptions {
    /// How long an answer may take to begin, once the request has been sent.
    pub timeout: Duration,
}

impl Default for UpstreamOptions {
    /// Longer than a long poll of the change feed.
    fn default() -> Self {
        Self { timeout: Duration::from_secs(60) }
    }
}

/// A client with its own pool of connections; for one worker.
pub(crate) fn client() -> UpstreamClient {
    let mut connector = HttpConnector::new();
    connector.set_nodelay(true);
    connector.set_connect_timeout(Some(CONNECT_PATIENCE));
    Client::builder(TokioExecutor::new())
        .pool_idle_timeout(KEEP_IDLE)
        .pool_timer(TokioTimer::new())
        .build(connector)
}

/// The way to one upstream.
pub(crate) struct Proxy {
    client: UpstreamClient,
    upstream: Upstream,
    options: UpstreamOptions,
    body_limit: u64,
}

impl Proxy {
    pub(crate) fn new(
        client: UpstreamClient,
        upstream: Upstream,
        options: UpstreamOptions,
        body_limit: u64,
    ) -> Self {
        Self { client, upstream, options, body_limit }
    }

    /// Forwards one request.
    pub(crate) async fn forward(
        &self,
        request: &HttpRequest,
        payload: Payload,
    ) -> Result<HttpResponse, Failure> {
        let method = request.extensions().get::<Arrival>().map(|arrival| arrival.method.clone());
        let method = method.unwrap_or_else(|| request.method().clone());
        let mut upload = has_body(request).then(|| Upload::start(payload, self.body_limit));
        let body = upload.as_mut().map_or_else(UploadBody::default, Upload::body);
        let outgoing = self.outgoing(request, &method, body)?;

        let answer = self.client.request(outgoing);
        tokio::pin!(answer);
        if let Some(upload) = &mut upload {
            // A slow sender is not a slow upstream; an upstream may answer before all was sent.
            tokio::select! {
                biased;
                answer = &mut answer => return self.answered(answer, &method, Some(upload)),
                () = upload.sent() => {}
            }
        }
        match tokio::time::timeout(self.options.timeout, answer).await {
            Ok(answer) => self.answered(answer, &method, upload.as_ref()),
            Err(_) => Err(self.too_slow()),
        }
    }

    fn outgoing(
        &self,
        request: &HttpRequest,
        method: &Method,
        body: UploadBody,
    ) -> Result<hyper::Request<UploadBody>, Failure> {
        let target = request.uri().path_and_query().map_or("/", |target| target.as_str());
        if leaves_its_place(request.path()) {
            return Err(Refusal::not_found("địa chỉ", "address").into());
        }
        let mut outgoing = hyper::Request::new(body);
        *outgoing.method_mut() =
            hyper::Method::from_bytes(method.as_str().as_bytes()).map_err(Failure::unexpected)?;
        *outgoing.uri_mut() = self.upstream.uri(target).map_err(Failure::unexpected)?;
        *outgoing.headers_mut() = headers::of_request(request);
        Ok(outgoing)
    }

    fn answered(
        &self,
        answer: Result<hyper::Response<Incoming>, hyper_util::client::legacy::Error>,
        method: &Method,
        upload: Option<&Upload>,
    ) -> Result<HttpResponse, Failure> {
        match answer {
            Ok(answer) => returned(answer, method),
            Err(error) => Err(match upload.and_then(Upload::ended) {
                Some(Ended::TooLarge) => crate::edge::too_large(self.body_limit),
                Some(Ended::TooSlow) => {
                    Refusal::new(ErrorCode::RequestTimeout, ErrorCode::RequestTimeout.title())
                        .into()
                }
                Some(Ended::BrokenOff) => broken_off().into(),
                None => self.failed(error),
            }),
        }
    }

    fn failed(&self, error: hyper_util::client::legacy::Error) -> Failure {
        if error.is_connect() {
            return Failure::unavailable(format!("{}: {}", self.upstream, causes(&error)));
        }
        tracing::warn!(upstream = %self.upstream, error = causes(&error), "the upstream failed");
        Refusal::new(
            ErrorCode::UpstreamFailed,
            Text::fixed(
                "Dịch vụ phía sau ngắt kết nối khi đang xử lý yêu cầu.",
                "The service behind the gateway broke off while it dealt with the request.",
            ),
        )
        .advising(unsure())
        .into()
    }

    fn too_slow(&self) -> Failure {
        let seconds = self.options.timeout.as_secs();
        tracing::warn!(upstream = %self.upstream, seconds, "the upstream did not answer in time");
        too_slow(self.options).into()
    }
}

/// What is said where another process does not answer in time.
#[must_use]
pub fn too_slow(options: UpstreamOptions) -> Refusal {
    let seconds = options.timeout.as_secs();
    Refusal::new(
        ErrorCode::UpstreamTimeout,
        Text::made(
            format!("Dịch vụ phía sau không trả lời trong {seconds} giây."),
            format!("The service behind the gateway did not answer within {seconds} seconds."),
        ),
    )
    .advising(unsure())
}

fn broken_off() -> Refusal {
    Refusal::new(
        ErrorCode::InvalidRequest,
        Text::fixed("Nội dung gửi lên bị đứt giữa chừng.", "The body broke off before its end."),
    )
}

fn unsure() -> Text {
    Text::fixed(
        "Thay đổi có thể đã được ghi; hãy gửi lại với cùng Idempotency-Key.",
        "A change may have taken effect; send it again with the same Idempotency-Key.",
    )
}

fn causes(error: &(dyn std::error::Error + 'static)) -> String {
    let chain = std::iter::successors(Some(error), |error| error.source());
    chain.map(ToString::to_string).collect::<Vec<_>>().join(": ")
}

fn has_body(request: &HttpRequest) -> bool {
    let headers = request.headers();
    headers.contains_key(TRANSFER_ENCODING)
        || headers.get(CONTENT_LENGTH).is_some_and(|length| length.as_bytes() != b"0")
}

/// Whether a path has segments that an upstream might read as "one level up".
fn leaves_its_place(path: &str) -> bool {
    path.split('/').any(|segment| {
        let plain = segment.to_ascii_lowercase().replace("%2e", ".");
        plain == "." || plain == ".."
    })
}

/// The upstream's answer as ours. The envelope puts problem documents in place of whatever failed
/// without one.
fn returned(answer: hyper::Response<Incoming>, method: &Method) -> Result<HttpResponse, Failure> {
    let (head, body) = answer.into_parts();
    let status = StatusCode::from_u16(head.status.as_u16()).map_err(Failure::unexpected)?;
    let mut response = HttpResponseBuilder::new(status);
    headers::of_answer(&head.headers, &mut response);
    let length = match *method {
        // Without a body, but with the length that it would have.
        Method::HEAD => {
            let length = head.headers.get(hyper::header::CONTENT_LENGTH);
            length.and_then(|length| length.to_str().ok()).and_then(|length| length.parse().ok())
        }
        _ => body.size_hint().exact(),
    };
    let no_content = [StatusCode::NO_CONTENT, StatusCode::NOT_MODIFIED].contains(&status);
    Ok(match (length, *method == Method::HEAD) {
        (_, false) if no_content => response.finish(),
        (Some(length), true) => {
            response.body(SizedStream::new(length, stream::empty::<Result<_, io::Error>>()))
        }
        (None, true) => response.streaming(stream::empty::<Result<bytes::Bytes, io::Error>>()),
        (Some(length), false) => response.body(SizedStream::new(length, data(body))),
        (None, false) => response.streaming(data(body)),
    })
}

fn data(
    body: Incoming,
) -> impl futures_util::Stream<Item = Result<bytes::Bytes, io::Error>> + 'static {
    BodyDataStream::new(body).map(|chunk| chunk.map_err(io::Error::other))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_path_that_climbs_is_recognised_however_it_is_spelt() {
        for path in ["/v1/a/../b", "/v1/a/..", "/v1/./a", "/v1/%2e%2E/internal", "/v1/.%2e/x"] {
            assert!(leaves_its_place(path), "{path}");
        }
        for path in ["/v1/a..b", "/v1/...", "/.well-known/jwks.json", "/v1//a"] {
            assert!(!leaves_its_place(path), "{path}");
        }
    }
}
