//! The registry's tables: the only place that knows Diesel.

pub mod advice;
pub mod alliance_membership;
pub mod annual_report;
pub mod application;
pub mod branch;
pub mod certificate;
pub mod contribution;
pub mod dormancy;
pub mod import_run;
pub mod indicator;
pub mod indicator_records;
pub mod managers;
pub mod member;
pub mod national_system;
pub mod organisation;
pub mod personal_data_read;
pub mod petition;
pub mod rating_criteria;
pub mod reference;
pub mod reminder;
mod schema;
pub mod search;
pub mod signing_rule;
pub mod succession;
pub mod suspension;
pub mod tax_activity;
pub mod yearly_rating;
