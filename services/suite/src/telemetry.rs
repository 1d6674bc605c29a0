//! The log, for every command.

use htx_kit::telemetry::start_log;

pub(crate) use htx_kit::telemetry::LogFormat;

use crate::error::CommandError;

/// Begins to log what the filter says.
pub(crate) fn start_logging(format: LogFormat, filter: &str) -> Result<(), CommandError> {
    start_log(format, filter).map_err(|error| CommandError::Settings(error.to_string()))
}
