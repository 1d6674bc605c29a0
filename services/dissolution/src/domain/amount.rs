//! How much there may be of a case, so that no sum of its amounts leaves 64 bits.

use htx_model::money::AMOUNT_MAX;

/// The most claims, and the most receivables, of a case: with [`AMOUNT_MAX`] they add up within 64
/// bits.
pub const RECORDS_MAX: i64 = 9_000;
/// The most assets of a case.
pub const ASSETS_MAX: i64 = 2_000;

const _: () = assert!(AMOUNT_MAX.checked_mul(RECORDS_MAX).is_some());
