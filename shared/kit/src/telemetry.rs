//! What a running suite tells its operators: a log, figures, traces, and where it broke. No personal
//! data: neither queries, bodies and names, nor what a panic says, which may quote any of them.

#[cfg(feature = "otlp")]
pub mod trace;
#[cfg(not(feature = "otlp"))]
#[path = "telemetry/untraced.rs"]
pub mod trace;

use std::{cell::RefCell, io::IsTerminal as _, str::FromStr};

use metrics_exporter_prometheus::{BuildError, Matcher, PrometheusBuilder, PrometheusHandle};
use tracing_subscriber::{
    EnvFilter, Layer as _, layer::SubscriberExt as _, util::SubscriberInitExt as _,
};

use crate::failure::Failure;

/// Upper bounds of the times that requests are counted by, in seconds.
const SECONDS: &[f64] =
    &[0.001, 0.002_5, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0];

/// How the log is written.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum LogFormat {
    /// Lines for people.
    #[default]
    Text,
    /// One JSON object a line, for machines.
    Json,
}

/// The text names no format of the log.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("the log's format is text or json, not {0:?}")]
pub struct UnknownLogFormat(String);

impl FromStr for LogFormat {
    type Err = UnknownLogFormat;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        match text {
            "text" => Ok(Self::Text),
            "json" => Ok(Self::Json),
            other => Err(UnknownLogFormat(other.to_owned())),
        }
    }
}

/// Why nothing can be told.
#[derive(Debug, thiserror::Error)]
pub enum TelemetryError {
    /// The filter is malformed.
    #[error("HTX_LOG cannot be read: {0}")]
    Filter(#[from] tracing_subscriber::filter::ParseError),
    /// A log is written already.
    #[error("the log cannot be started: {0}")]
    Log(#[from] tracing_subscriber::util::TryInitError),
    /// Figures are kept already.
    #[error("the figures cannot be kept: {0}")]
    Figures(#[from] BuildError),
    /// This program knows no traces.
    #[error(
        "HTX_OTLP_ENDPOINT is set, but this htx was built without traces: build it with \
         `--features otlp`, or leave the setting out"
    )]
    BuiltWithoutTraces,
    /// Traces cannot be sent.
    #[error("traces cannot be sent: {0}")]
    Traces(String),
}

/// Which traces are sent, and where to.
#[derive(Debug, Clone)]
pub struct TraceOptions {
    /// The collector's address, such as `http://collector:4318`.
    pub endpoint: String,
    /// What the process is called there.
    pub process: String,
    /// Of a hundred requests so many begin a trace; whoever asks with a trace of their own decides
    /// for themselves.
    pub percent: u8,
}

/// Starts the log on standard error, where it stands in nobody's way, and writes panics into it.
/// The filter says what is logged, such as `info,htx_kit::http=debug`.
///
/// # Errors
/// Where the filter is malformed, or the log was started before.
pub fn start_log(format: LogFormat, filter: &str) -> Result<(), TelemetryError> {
    let filter = EnvFilter::try_new(filter)?;
    let lines = tracing_subscriber::fmt::layer()
        .with_writer(std::io::stderr)
        .with_ansi(std::io::stderr().is_terminal());
    let lines = match format {
        LogFormat::Text => lines.boxed(),
        LogFormat::Json => lines.json().flatten_event(true).boxed(),
    };
    tracing_subscriber::registry().with(filter).with(lines).try_init()?;
    log_panics();
    Ok(())
}

/// Writes where a panic happened. What it says goes to the `debug` level: a message such as
/// "not a char boundary in …" quotes data.
fn log_panics() {
    std::panic::set_hook(Box::new(|panic| {
        let location = panic.location().map(ToString::to_string).unwrap_or_default();
        PANICKED_AT.with_borrow_mut(|at| at.clone_from(&location));
        let thread = std::thread::current();
        let thread = thread.name().unwrap_or("unnamed");
        tracing::error!(target: "htx::panic", location, thread, "a thread panicked");
        let payload = panic.payload();
        let fixed = payload.downcast_ref::<&str>().copied();
        let message = fixed.or_else(|| payload.downcast_ref::<String>().map(String::as_str));
        tracing::debug!(target: "htx::panic", location, message);
    }));
}

thread_local! {
    /// Where this thread panicked last.
    static PANICKED_AT: RefCell<String> = const { RefCell::new(String::new()) };
}

/// What becomes of a panic that was caught in this thread: a failure of ours that says where, so that it
/// stands in the log beside the request's id. What it said is left out, as it is there.
pub(crate) fn panicked(what: &str) -> Failure {
    let at = PANICKED_AT.take();
    let place = if at.is_empty() { String::new() } else { format!(" at {at}") };
    Failure::unexpected(format!("{what} panicked{place}"))
}

/// The figures of this process. Cheap to clone.
#[derive(Clone)]
pub struct Figures(PrometheusHandle);

impl std::fmt::Debug for Figures {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.write_str("Figures")
    }
}

impl Figures {
    /// Begins to keep figures; once in a process.
    ///
    /// # Errors
    /// Where they are kept already.
    pub fn keep() -> Result<Self, TelemetryError> {
        Ok(Self(builder()?.install_recorder()?))
    }

    /// The figures in Prometheus' text format.
    #[must_use]
    pub fn render(&self) -> String {
        // Takes in what was measured since, so that it does not pile up between two readings.
        self.0.run_upkeep();
        self.0.render()
    }
}

fn builder() -> Result<PrometheusBuilder, BuildError> {
    PrometheusBuilder::new().set_buckets_for_metric(Matcher::Suffix("_seconds".to_owned()), SECONDS)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_are_counted_in_buckets() {
        let recorder = builder().unwrap().build_recorder();
        let figures = Figures(recorder.handle());
        metrics::with_local_recorder(&recorder, || {
            metrics::counter!("htx_http_requests_total", "status" => "200").increment(1);
            metrics::histogram!("htx_http_request_seconds").record(0.003);
        });
        let text = figures.render();
        assert!(text.contains("htx_http_requests_total{status=\"200\"} 1"), "{text}");
        assert!(text.contains("htx_http_request_seconds_bucket{le=\"0.005\"} 1"), "{text}");
        assert!(text.contains("htx_http_request_seconds_bucket{le=\"0.0025\"} 0"), "{text}");
    }

    #[test]
    fn a_panic_that_is_caught_says_where_it_was_and_not_what_it_said() {
        let before = std::panic::take_hook();
        log_panics();
        let secret = "Nguyễn Văn An";
        let caught = std::panic::catch_unwind(|| panic!("not a char boundary in {secret}"));
        std::panic::set_hook(before);
        assert!(caught.is_err());
        let told = panicked("the handler").to_string();
        assert!(told.contains(file!()) && !told.contains(secret), "{told}");
        assert_eq!(panicked("it").to_string(), "unexpected: it panicked");
    }

    #[test]
    fn only_the_two_formats_are_known() {
        assert_eq!("json".parse(), Ok(LogFormat::Json));
        assert_eq!("text".parse(), Ok(LogFormat::Text));
        assert!("xml".parse::<LogFormat>().is_err());
    }
}
