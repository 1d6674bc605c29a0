//! What this service does: one file for each, each in one transaction.

pub mod act;
pub mod application;
pub mod budget;
pub mod loan;
pub mod programme_terms;
pub mod record_credit;
