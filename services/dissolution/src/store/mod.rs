//! The tables of dissolutions: the only place that knows Diesel.

pub mod blocker;
pub mod case;
pub mod custody;
pub mod decision;
pub mod document;
pub mod money;
pub mod notice;
pub mod objection;
pub mod organisation;
pub mod personal_data_read;
pub mod register;
mod schema;
pub mod standing;
pub mod step;
pub mod survey;
pub mod tax_clearance;
