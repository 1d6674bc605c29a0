//! What the registry does: one file for each, each in one transaction.

pub mod accept_differences;
pub mod add_rating_criteria;
pub mod advice;
pub mod alliance;
pub mod application;
pub mod assess_rating;
mod attended;
pub mod certificate;
pub mod change_organisation;
mod compute_indicators;
pub mod decide_dormancy;
pub mod decide_rating;
pub mod document;
pub mod file_annual_report;
pub mod follow_dissolutions;
pub mod follow_succession;
pub mod import_register;
pub mod list_organisations;
pub mod load_reference;
pub mod match_organisations;
pub mod people;
pub mod personal_data;
pub mod propose_dormancy;
pub mod read_annual_report;
pub mod read_organisation;
pub mod read_rating;
pub mod reconcile;
mod record;
pub mod record_tax_activity;
pub mod register_organisation;
pub mod review_address;
pub mod size_class;
pub mod synthesise;
mod understand;
mod written;

pub use written::Written;
