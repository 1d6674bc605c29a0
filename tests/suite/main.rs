//! Tests of the whole suite: they start the program as its users do, talk to it over HTTP, kill it,
//! and take its database away.

#![allow(clippy::unwrap_used, clippy::print_stderr, reason = "these are tests")]

mod concurrent_writers;
mod feed;
mod harness;
mod journeys;
mod killed_while_writing;
mod role_matrix;
