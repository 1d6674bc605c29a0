//! The log, for every command, and the traces of those that serve.

use htx_kit::telemetry::{TraceOptions, start_log, trace::Traces};

pub(crate) use htx_kit::telemetry::LogFormat;

use crate::error::CommandError;

/// Begins to log what the filter says.
pub(crate) fn start_logging(format: LogFormat, filter: &str) -> Result<(), CommandError> {
    start_log(format, filter).map_err(|error| CommandError::Settings(error.to_string()))
}

/// Begins to send traces.
pub(crate) fn start_traces(options: &TraceOptions) -> Result<Traces, CommandError> {
    Traces::start(options).map_err(|error| CommandError::Settings(error.to_string()))
}
