//! The registry through its interface, every test on both databases.

#![allow(clippy::unwrap_used, reason = "a test fails by a panic")]

mod address_reviews;
mod advice;
mod alliance;
mod annual_reports;
mod applications;
mod asked;
mod certificates;
mod changes;
mod description;
mod dissolutions;
mod documents;
mod dormancy;
mod entries;
mod import_names;
mod import_refusals;
mod imports;
mod indicators;
mod interface;
mod lists;
mod log;
mod matching;
mod meanwhile;
mod national_system;
mod office;
mod past;
mod people;
mod personal_data;
mod ratings;
mod reference;
mod repetition;
mod restructuring_totals;
mod rules;
mod scope;
mod search;
mod signing;
mod stated;
mod tables;
