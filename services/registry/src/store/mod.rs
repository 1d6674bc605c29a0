//! The registry's tables: the only place that knows Diesel.

pub mod advice;
pub mod annual_report;
pub mod certificate;
pub mod import_run;
pub mod member;
pub mod national_system;
pub mod organisation;
pub mod reference;
mod schema;
pub mod search;
