//! The gateway on a real socket, before a small service that is mounted or runs elsewhere.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

mod door;
mod indicators;
mod own_operations;
mod proxying;
mod support;
