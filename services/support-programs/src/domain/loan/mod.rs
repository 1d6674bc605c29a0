//! Loans of the cooperative fund: how they are paid back, and how they stand.

pub mod lifecycle;
pub mod schedule;
pub mod standing;
