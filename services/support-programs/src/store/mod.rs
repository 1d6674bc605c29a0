//! The tables of support: the only place that knows Diesel.

pub mod allocation;
pub mod application;
pub mod budget;
pub mod commune_grade;
pub mod credit_record;
pub mod document;
pub mod eligibility_record;
pub mod funded_cost;
pub mod grievance;
pub mod indicator;
pub mod ledger;
pub mod loan;
pub mod organisation;
pub mod payment;
pub mod programme;
pub mod programme_opinion;
pub mod programme_version;
pub mod reading;
mod schema;
pub mod step;
pub mod training;
pub mod young_worker;
