//! The registry's tables: the only place that knows Diesel.

pub mod advice;
pub mod alliance_membership;
pub mod annual_report;
pub mod application;
pub mod branch;
pub mod certificate;
pub mod contribution;
pub mod import_run;
pub mod managers;
pub mod member;
pub mod national_system;
pub mod organisation;
pub mod personal_data_read;
pub mod petition;
pub mod reference;
mod schema;
pub mod search;
pub mod signing_rule;
pub mod succession;
pub mod suspension;
