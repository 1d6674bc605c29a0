//! Amounts of a case: how large one may be, so that no sum of them leaves 64 bits.

use std::borrow::Cow;

use htx_model::{
    money::Dong,
    refusal::{Fault, Text},
};

/// The largest amount: a million billion đồng, far beyond any cooperative.
pub const AMOUNT_MAX: i64 = 1_000_000_000_000_000;
/// The most claims, and the most receivables, of a case: with [`AMOUNT_MAX`] they add up within 64
/// bits.
pub const RECORDS_MAX: i64 = 9_000;
/// The most assets of a case.
pub const ASSETS_MAX: i64 = 2_000;

const _: () = assert!(AMOUNT_MAX.checked_mul(RECORDS_MAX).is_some());

/// An amount of at least `least` đồng.
///
/// # Errors
/// A fault at the pointer.
pub fn check(pointer: impl Into<Cow<'static, str>>, given: i64, least: i64) -> Result<Dong, Fault> {
    if (least..=AMOUNT_MAX).contains(&given) {
        return Ok(Dong(given));
    }
    let (least, most) = (Dong(least), Dong(AMOUNT_MAX));
    Err(Fault {
        pointer: pointer.into(),
        code: "amount_out_of_range",
        detail: Text::made(
            format!("Số tiền phải từ {least} đến {most}."),
            format!("The amount must be from {least} to {most}."),
        ),
        legal_basis: None,
    })
}
