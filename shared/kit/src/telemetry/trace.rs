//! Requests as traces: one span for each, on the trace that the caller's `traceparent` (W3C Trace
//! Context) names, sent to a collector by OTLP over HTTP. A span holds the route's pattern, the status
//! and the request's id; like the log neither path, query, body nor name.

use std::{
    borrow::Cow,
    sync::{Arc, OnceLock},
    time::Duration,
};

use actix_web::{HttpRequest, http::header::HeaderMap};
use futures_util::future::Either;
use opentelemetry::{
    Context, KeyValue, Value,
    propagation::{Extractor, TextMapPropagator as _},
    trace::{
        FutureExt as _, SpanKind, Status, TraceContextExt as _, TraceFlags, Tracer as _,
        TracerProvider as _, WithContext,
    },
};
use opentelemetry_otlp::{SpanExporter, WithExportConfig as _, WithHttpConfig as _};
use opentelemetry_sdk::{
    Resource,
    propagation::TraceContextPropagator,
    trace::{Sampler, SdkTracer, SdkTracerProvider},
};

use super::{TelemetryError, TraceOptions};

/// How long a collector may take; what it does not take in is lost, and holds nobody up.
const PATIENCE: Duration = Duration::from_secs(5);
/// What processes and probes ask by themselves, some of it every second. Only a trace that somebody
/// has begun is followed into it.
const MACHINERY: [&str; 4] = ["/internal/", "/livez", "/readyz", "/metrics"];

/// Where spans come from, once traces were started; the process's only one.
static TRACER: OnceLock<SdkTracer> = OnceLock::new();

/// Traces that are being sent.
#[derive(Debug)]
pub struct Traces(SdkTracerProvider);

impl Traces {
    /// Begins to send the traces of this process's requests; once in a process.
    ///
    /// # Errors
    /// Where the collector's address is none, or traces are sent already.
    pub fn start(options: &TraceOptions) -> Result<Self, TelemetryError> {
        let told = |error: &dyn std::fmt::Display| TelemetryError::Traces(error.to_string());
        let exporter = SpanExporter::builder()
            .with_http()
            .with_http_client(client()?)
            .with_endpoint(format!("{}/v1/traces", options.endpoint.trim_end_matches('/')))
            .with_timeout(PATIENCE)
            .build()
            .map_err(|error| told(&error))?;
        let share = f64::from(options.percent.min(100)) / 100.0;
        let of_process = Resource::builder().with_service_name(options.process.clone());
        let provider = SdkTracerProvider::builder()
            .with_batch_exporter(exporter)
            .with_sampler(Sampler::ParentBased(Box::new(Sampler::TraceIdRatioBased(share))))
            .with_resource(of_process.build())
            .build();
        TRACER.set(provider.tracer("htx")).map_err(|_| told(&"they are sent already"))?;
        Ok(Self(provider))
    }

    /// Sends what is not sent yet, and ends.
    pub fn end(self) {
        if let Err(error) = self.0.shutdown_with_timeout(PATIENCE) {
            tracing::warn!(%error, "the last traces were not sent");
        }
    }
}

/// The client for the collector, made where no runtime is: it has one of its own.
fn client() -> Result<reqwest::blocking::Client, TelemetryError> {
    let made = std::thread::spawn(|| {
        let client = reqwest::blocking::Client::builder().no_proxy().timeout(PATIENCE);
        client.redirect(reqwest::redirect::Policy::none()).build()
    });
    let told = |why: String| TelemetryError::Traces(why);
    made.join().map_err(|_| told("no thread".to_owned()))?.map_err(|error| told(error.to_string()))
}

/// The span of one request; none where nobody collects them.
pub(crate) struct RequestSpan(Option<Context>);

impl RequestSpan {
    /// Begins a request's span, on the caller's trace if it names one.
    pub(crate) fn begin(
        headers: &HeaderMap,
        path: &str,
        method: &'static str,
        route: &Arc<str>,
        id: &str,
    ) -> Self {
        let Some(tracer) = TRACER.get() else { return Self(None) };
        let caller =
            TraceContextPropagator::new().extract_with_context(&Context::new(), &Fields(headers));
        let of_machinery = MACHINERY.iter().any(|prefix| path.starts_with(prefix));
        if of_machinery && !caller.has_active_span() {
            return Self(None);
        }
        let name: Cow<'static, str> = match &**route {
            "-" => method.into(),
            route => format!("{method} {route}").into(),
        };
        let span = tracer
            .span_builder(name)
            .with_kind(SpanKind::Server)
            .with_attributes([
                KeyValue::new("http.request.method", method),
                KeyValue::new("http.route", Value::from(Arc::clone(route))),
                KeyValue::new("htx.request_id", id.to_owned()),
            ])
            .start_with_context(tracer, &caller);
        Self(Some(caller.with_span(span)))
    }

    /// What is done for the request: whom it asks is told of the trace.
    pub(crate) fn around<F: Future>(&self, work: F) -> Either<WithContext<F>, F> {
        match &self.0 {
            Some(context) => Either::Left(work.with_context(context.clone())),
            None => Either::Right(work),
        }
    }

    /// What no description names, such as what processes ask of each other, is known by its pattern once
    /// it was routed.
    pub(crate) fn routed(&self, method: &'static str, route: &str, request: &HttpRequest) {
        let Some(context) = self.0.as_ref().filter(|_| route == "-") else { return };
        if let Some(pattern) = request.match_pattern() {
            let span = context.span();
            span.update_name(format!("{method} {pattern}"));
            span.set_attribute(KeyValue::new("http.route", pattern));
        }
    }

    /// The request was answered.
    pub(crate) fn end(&self, status: u16) {
        let Some(context) = &self.0 else { return };
        let span = context.span();
        span.set_attribute(KeyValue::new("http.response.status_code", i64::from(status)));
        if status >= 500 {
            span.set_status(Status::error(""));
        }
        span.end();
    }

    /// The trace's id, for the line of the log.
    pub(crate) fn trace_id(&self) -> Option<String> {
        let context = self.0.as_ref()?;
        Some(context.span().span_context().trace_id().to_string())
    }
}

/// A request's fields, as the propagator reads them.
struct Fields<'a>(&'a HeaderMap);

impl Extractor for Fields<'_> {
    fn get(&self, key: &str) -> Option<&str> {
        self.0.get(key).and_then(|value| value.to_str().ok())
    }

    fn keys(&self) -> Vec<&str> {
        self.0.keys().map(actix_web::http::header::HeaderName::as_str).collect()
    }
}

/// Does something on the trace of whoever begins it, though in a task of its own.
pub fn kept_on<F: Future>(work: F) -> impl Future<Output = F::Output> + use<F> {
    work.with_context(Context::current())
}

/// The `traceparent` of what is being done here, for whom it asks.
#[must_use]
pub fn traceparent() -> Option<String> {
    Context::map_current(|context| {
        let span = context.span();
        let span = span.span_context();
        span.is_valid().then(|| {
            let flags = span.trace_flags() & TraceFlags::SAMPLED;
            format!("00-{}-{}-{flags:02x}", span.trace_id(), span.span_id())
        })
    })
}
