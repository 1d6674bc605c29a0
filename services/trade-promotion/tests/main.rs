//! The trade promotion service through its interface, every test on both databases.

#![allow(clippy::unwrap_used, reason = "a test fails by a panic")]

mod events;
mod office;
