//! The rules of trade promotion: true without a computer.

pub mod application;
pub mod calendar;
pub mod event;
pub mod faults;
pub mod indicator;
pub mod outcome;
pub mod step;
