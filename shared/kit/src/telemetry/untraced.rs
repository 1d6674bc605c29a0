//! The program without traces (the feature `otlp`): nothing of it is left on a request's way.

use std::sync::Arc;

use actix_web::{HttpRequest, http::header::HeaderMap};

use super::{TelemetryError, TraceOptions};

/// Traces that are being sent: never, here.
#[derive(Debug)]
pub enum Traces {}

impl Traces {
    /// Says that this program was built without traces.
    ///
    /// # Errors
    /// Always.
    pub fn start(_: &TraceOptions) -> Result<Self, TelemetryError> {
        Err(TelemetryError::BuiltWithoutTraces)
    }

    /// Ends.
    pub fn end(self) {}
}

/// The span of one request: none.
pub(crate) struct RequestSpan;

impl RequestSpan {
    /// Begins nothing.
    pub(crate) fn begin(_: &HeaderMap, _: &str, _: &'static str, _: &Arc<str>, _: &str) -> Self {
        Self
    }

    /// What is done for the request.
    #[allow(clippy::unused_self, reason = "the twin of the one with traces")]
    pub(crate) fn around<F: Future>(&self, work: F) -> F {
        work
    }

    /// It was routed.
    #[allow(clippy::unused_self, reason = "the twin of the one with traces")]
    pub(crate) fn routed(&self, _: &'static str, _: &str, _: &HttpRequest) {}

    /// The request was answered.
    #[allow(clippy::unused_self, reason = "the twin of the one with traces")]
    pub(crate) fn end(&self, _: u16) {}

    /// The trace's id: none.
    #[allow(clippy::unused_self, reason = "the twin of the one with traces")]
    pub(crate) fn trace_id(&self) -> Option<&'static str> {
        None
    }
}

/// Does something.
pub fn kept_on<F: Future>(work: F) -> impl Future<Output = F::Output> + use<F> {
    work
}

/// The `traceparent` of what is being done here: none.
#[must_use]
pub fn traceparent() -> Option<String> {
    None
}
