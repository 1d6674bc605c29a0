//! The tables of trade promotion: the only place that knows Diesel.

pub mod application;
pub mod booth;
pub mod event;
pub mod follow_up;
pub mod indicator;
pub mod organisation;
pub mod result;
mod schema;
pub mod step;
