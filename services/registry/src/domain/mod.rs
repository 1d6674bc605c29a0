//! The registry's rules: true without a computer.

pub mod advice;
pub mod alliance;
pub mod annual_report;
pub mod application;
pub mod capital_transfer;
pub mod certificate;
pub use htx_model::competence;
pub mod dissolution;
pub mod dormancy;
pub mod entry;
pub mod indicator;
pub mod lifecycle;
pub use htx_model::masking;
pub mod matching;
pub mod member;
pub mod name_index;
pub mod national_system;
pub mod organisation;
pub mod outlier;
pub mod people;
pub mod personal_data;
pub mod petition;
pub mod rating;
pub mod reconcile;
pub mod register_sheet;
pub mod reminder;
pub mod synthetic;

pub use htx_model::size_class;
