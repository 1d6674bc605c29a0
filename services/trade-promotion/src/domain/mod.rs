//! The rules of trade promotion: true without a computer.

pub mod event;
pub mod faults;
