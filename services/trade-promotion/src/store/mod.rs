//! The tables of trade promotion: the only place that knows Diesel.

pub mod application;
pub mod booth;
pub mod buyer;
pub mod document;
pub mod event;
pub mod follow_up;
pub mod indicator;
pub mod interest;
pub mod listing;
pub mod matching;
pub mod organisation;
pub mod picture;
pub mod price;
pub mod result;
mod schema;
pub mod showcase;
pub mod step;
