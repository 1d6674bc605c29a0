//! The rules of trade promotion: true without a computer.

pub mod application;
pub mod buyer;
pub mod calendar;
pub mod catalogue;
pub mod event;
pub mod exhibit;
pub mod indicator;
pub mod interest;
pub mod listing;
pub mod matching;
pub mod outcome;
pub mod picture;
pub mod preparers;
pub mod price;
pub mod showcase;
pub mod step;
