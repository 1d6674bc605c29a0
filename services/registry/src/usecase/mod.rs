//! What the registry does: one file for each, each in one transaction.

pub mod accept_differences;
pub mod advice;
pub mod alliance;
pub mod application;
pub mod certificate;
pub mod change_organisation;
pub mod document;
pub mod follow_succession;
pub mod import_register;
pub mod list_organisations;
pub mod load_reference;
pub mod match_organisations;
pub mod people;
pub mod personal_data;
pub mod read_organisation;
pub mod reconcile;
mod record;
pub mod register_organisation;
pub mod review_address;
pub mod synthesise;
mod understand;
mod written;

pub use written::Written;
