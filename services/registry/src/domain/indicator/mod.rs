//! The plan's indicators that the registry computes: what is counted, by which rule, and how a
//! figure comes of it. Each service computes its own; the plan only compares (DOMAIN section 8).

mod definition;

pub use htx_model::indicator::{
    Breakdown, FIRST_YEAR, Figure, Indicator, Key, Period, Tally, Unit, figure, rounded,
};

pub use definition::{DEFINITIONS, Definition};

#[cfg(test)]
mod tests;
