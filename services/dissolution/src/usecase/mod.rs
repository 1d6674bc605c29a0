//! What this service does: one file for each, each in one transaction.

pub mod documents;
pub mod facts;
pub mod hold;
pub mod open_case;
pub mod read_case;
pub mod record;
