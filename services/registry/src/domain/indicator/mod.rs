//! The plan's indicators that the registry computes: what is counted, by which rule, and how a
//! figure comes of it. Each service computes its own; the plan only compares (DOMAIN section 8).

mod definition;
mod figure;
mod period;

pub use htx_model::indicator::{Breakdown, Indicator, Unit};

pub use definition::{DEFINITIONS, Definition, definition};
pub use figure::{Figure, Key, Tally, figure, rounded};
pub use period::{FIRST_YEAR, Period};

#[cfg(test)]
mod tests;
