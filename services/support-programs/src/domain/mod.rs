//! The rules of support: true without a computer.

pub mod application;
pub mod budget;
pub mod correction;
pub mod counter_entry;
pub mod credit;
pub mod eligibility;
pub mod exhibit;
pub mod grievance;
pub mod indicator;
pub mod lead;
pub mod ledger;
pub mod living;
pub mod loan;
pub mod outcome;
pub mod programme;
pub mod reading;
pub mod rule;
pub mod training;
pub mod young_worker;
