//! The tables of trade promotion: the only place that knows Diesel.

pub mod booth;
pub mod event;
pub mod organisation;
mod schema;
