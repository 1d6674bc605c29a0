//! The notifications service through its interface and over a real network, every test on both databases.

#![allow(clippy::unwrap_used, reason = "a test fails by a panic")]

mod deliveries;
mod description;
mod office;
mod receiver;
mod scope;
mod secrets;
mod starts;
mod targets;
mod turns;
mod webhooks;
