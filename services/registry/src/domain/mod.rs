//! The registry's rules: true without a computer.

pub mod advice;
pub mod alliance;
pub mod annual_report;
pub mod application;
pub mod capital_transfer;
pub mod certificate;
pub mod competence;
pub mod entry;
pub mod lifecycle;
pub mod masking;
pub mod matching;
pub mod member;
pub mod name_index;
pub mod national_system;
pub mod organisation;
pub mod people;
pub mod personal_data;
pub mod petition;
pub mod reconcile;
pub mod register_sheet;
pub mod synthetic;
