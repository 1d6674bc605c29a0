//! What this service does: one file for each, each in one transaction.

pub mod application;
pub mod budget;
mod compute_indicators;
mod corrected;
pub mod dry_run;
pub mod dry_run_limits;
pub mod eligibility;
pub mod escalate_grievances;
mod facts;
pub mod grievance;
pub mod load_programmes;
pub mod loan;
pub mod outcome;
pub mod programme;
pub mod programme_terms;
pub mod read_personal_data;
pub mod record_commune_grade;
pub mod record_credit;
pub mod record_totals;
pub mod synthesise;
pub mod training;
pub mod young_worker;
