//! The plan service through its interface, every test on both databases.

#![allow(clippy::unwrap_used, reason = "a test fails by a panic")]

mod allocations;
mod city_report;
mod declarations;
mod description;
mod evidence;
mod later_release;
mod never_changed;
mod office;
mod overview;
mod periods;
mod plans;
mod progress;
mod reports;
mod services;
mod synthesise;
mod tasks;
