//! The plan's indicators, as every service answers with its own: one operation with its figure, its
//! breakdown by district, commune or agency, and its table. What is counted, and how, is the
//! service's; the plan only compares (DOMAIN section 8).

mod answer;
mod parts;
mod wire;

pub use answer::{Wanted, answer, named, period};
pub use wire::{IndicatorQuery, IndicatorValue, IndicatorView, Indicators, RecordsQuery};
