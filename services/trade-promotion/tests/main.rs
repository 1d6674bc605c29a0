//! The trade promotion service through its interface, every test on both databases.

#![allow(clippy::unwrap_used, reason = "a test fails by a panic")]

mod applications;
mod calendar;
mod description;
mod events;
mod indicators;
mod office;
mod outcomes;
mod season;
mod together;
