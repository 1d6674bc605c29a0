//! The support service through its interface, every test on both databases.

#![allow(clippy::unwrap_used, reason = "a test fails by a panic")]

mod application;
mod applications;
mod budgets;
mod corrections;
mod description;
mod dry_run;
mod eligibility;
mod eligible;
mod figures;
mod grievances;
mod journeys;
mod later_release;
mod loan;
mod loan_fund;
mod loans;
mod log;
mod office;
mod on_behalf;
mod programmes;
mod records;
mod reversals;
mod synthetic;
mod together;
mod training;
mod young_workers;
