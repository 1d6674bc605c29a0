//! What every service of `htx` stands on: database, HTTP, authorisation, event log, feed,
//! documents, configuration, telemetry, test support. It knows no word of the domain beyond the
//! vocabulary of `htx-model`.

pub mod act;
pub mod archive;
pub mod auth;
pub mod clock;
pub mod context;
pub mod db;
pub mod directory;
pub mod documents;
pub mod failure;
pub mod feed;
pub mod http;
pub mod indicator;
pub mod log;
pub mod print;
pub mod private;
pub mod reminder;
pub mod secret;
pub mod service;
pub mod tabular;
pub mod telemetry;
#[cfg(feature = "testing")]
pub mod testing;
