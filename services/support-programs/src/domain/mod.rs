//! The rules of support: true without a computer.

pub mod lead;
