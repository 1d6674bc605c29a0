//! The tables of dissolutions: the only place that knows Diesel.

pub mod blocker;
pub mod case;
pub mod document;
pub mod notice;
pub mod objection;
pub mod organisation;
mod schema;
pub mod standing;
pub mod step;
