//! The national information system on cooperatives (Hệ thống thông tin quốc gia về hợp tác xã):
//! the shape of its spreadsheet, and where it and the register disagree.
//!
//! Its field list was not verified (DOMAIN section 9): [`COLUMNS`] says so, and changing it is
//! changing that table. The spreadsheet is read as any register is
//! ([`register_sheet`](super::register_sheet)), so that its columns may stand in any order.
//! Persons are neither compared nor exported: the file needs no personal data to be reconciled.

mod column;
mod difference;
mod pairing;
mod reconciliation;
mod record;

pub use htx_model::national_system::{DifferenceState, NationalField, PairKind, Take};

pub use column::{BASIS, COLUMNS, NationalColumn, VALID_FROM};
pub use difference::{FieldDifference, differences};
pub use pairing::{Pair, pair};
pub use reconciliation::{Counts, Decision, Difference, can_be_taken, decide, take};
pub use record::NationalRecord;

#[cfg(test)]
mod tests;
