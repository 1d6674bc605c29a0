//! What every service of `htx` stands on: database, HTTP, authorisation, event log, feed,
//! documents, configuration, telemetry, test support. It knows no word of the domain beyond the
//! vocabulary of `htx-model`.

pub mod clock;
pub mod db;
pub mod failure;
pub mod tabular;
