//! The trade promotion service through its interface, every test on both databases.

#![allow(clippy::unwrap_used, reason = "a test fails by a panic")]

mod applications;
mod buyers;
mod calendar;
mod catalogue;
mod demo;
mod description;
mod documents;
mod events;
mod indicators;
mod market;
mod office;
mod outcomes;
mod pictures;
mod products;
mod season;
mod showcases;
mod supply_demand;
mod together;
mod whole_market;
