//! The money of a case: claims, receivables, assets, the cash book, and what the payment order makes
//! of them. Whatever is written is written while the case is held.

pub mod assets;
pub mod cash_book;
pub mod change_asset;
pub mod claims;
pub mod disposal;
pub mod receivables;
pub mod waterfall;

use htx_kit::failure::Failure;
use htx_model::{faults::Faults, refusal::Text};

use super::{
    documents::require_document,
    record::{Told, tell},
};

/// Refuses one record more than a case may have.
fn require_room(count: i64, most: i64) -> Result<(), Failure> {
    let mut faults = Faults::default();
    if count >= most {
        faults.add(
            "",
            "too_many",
            Text::made(
                format!("Hồ sơ có tối đa {most} bản ghi loại này."),
                format!("A case has at most {most} records of this kind."),
            ),
        );
    }
    Ok(faults.refuse()?)
}
