//! What this service does: one file for each, each in one transaction.

pub mod acting_for;
pub mod application;
pub mod buyer;
pub mod catalogue;
mod compute_indicators;
pub mod documents;
pub mod event;
pub mod interest;
pub mod listing;
pub mod matching;
pub mod outcome;
pub mod picture;
pub mod price;
pub mod season;
pub mod showcase;
