//! The registry through its interface, every test on both databases.

#![allow(clippy::unwrap_used, reason = "a test fails by a panic")]

mod address_reviews;
mod advice;
mod certificates;
mod changes;
mod documents;
mod entries;
mod imports;
mod interface;
mod lists;
mod log;
mod matching;
mod national_system;
mod office;
mod past;
mod reference;
mod repetition;
mod rules;
mod scope;
mod search;
mod tables;
