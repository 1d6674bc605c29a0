//! What this service does: one file for each, each in one transaction.

pub mod act;
pub mod application;
pub mod event;
pub mod outcome;
