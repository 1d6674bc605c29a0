//! The dissolution service through its interface, every test on both databases.

#![allow(clippy::unwrap_used, reason = "a test fails by a panic")]

mod answers;
mod audit;
mod blockers;
mod candidates;
mod cases;
mod city_plan;
mod deadlines;
mod description;
mod figures;
mod money;
mod notices;
mod office;
mod pack;
mod plans;
mod public_register;
mod register;
mod steps;
mod survey_import;
