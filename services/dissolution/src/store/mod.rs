//! The tables of dissolutions: the only place that knows Diesel.

pub mod case;
pub mod document;
pub mod organisation;
mod schema;
pub mod step;
