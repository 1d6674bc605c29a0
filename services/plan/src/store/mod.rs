//! The tables of the plan: the only place that knows Diesel.

pub mod city_report;
pub mod declaration;
pub mod kept_figure;
pub mod plan;
pub mod report;
pub mod report_window;
mod schema;
pub mod task;
pub mod version;
