//! Tests of the whole suite: they start the program as its users do, talk to it over HTTP, kill it,
//! and take its database away.

#![allow(clippy::unwrap_used, clippy::print_stderr, reason = "these are tests")]

mod architecture;
mod backup;
mod bad_input;
mod command_line;
mod concurrent_writers;
mod dissolution;
mod feed;
mod front_page;
mod harness;
mod journeys;
mod killed_at_random;
mod killed_while_writing;
mod openapi_drift;
mod outages;
mod refollow;
mod role_matrix;
mod sweep_documents;
#[cfg(feature = "otlp")]
mod traces;
mod upgrade;
