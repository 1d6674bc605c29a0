//! The tables of the plan: the only place that knows Diesel.

pub mod declaration;
pub mod kept_figure;
pub mod plan;
mod schema;
pub mod version;
