//! The identity service as its callers see it, on every database that is there.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on fails")]

mod accounts;
mod agencies;
mod first_start;
mod log;
mod login;
mod rotation;
mod service;
mod tokens;
