//! The plan's indicators, as every service answers with its own: one operation with its figure, its
//! breakdown by district, commune or agency, and its table; and how the plan asks for them. What is
//! counted, and how, is the service's; the plan only compares (DOMAIN section 8).

mod answer;
mod compute;
mod counted;
mod parts;
mod source;
mod wire;

pub use answer::{Wanted, answer};
pub use compute::{Asked, Computed, Computes, Rule, STAGES, period};
pub use counted::{
    Counted, Evidence, EvidenceAsked, EvidenceCheckpoint, EvidenceEvent, EvidenceRecord, Place,
    RECORDS_MAX,
};
pub use parts::name;
pub use source::{Elsewhere, Here, IndicatorSource, Source, internal};
pub use wire::{IndicatorQuery, IndicatorValue, IndicatorView, Indicators, RecordsQuery};
