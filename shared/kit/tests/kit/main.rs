//! The kit from outside: a small service built on it, called as a client calls it, on both
//! databases.

#![allow(clippy::unwrap_used, reason = "a failed preparation is a failed test")]

mod bodies;
mod bucket;
mod connections;
mod documents;
mod envelope;
mod idempotency;
mod pages;
mod shelf;
mod stand_in;
mod tables;
mod tokens;
mod wire;
