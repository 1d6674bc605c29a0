//! Reading back what stands in rows as text.

use htx_model::code_list::CodeList;

use crate::failure::Failure;

/// A row that holds what no writer of ours wrote.
#[derive(Debug, thiserror::Error)]
#[error("the row holds {0:?}, which no writer of ours wrote")]
struct Foreign(String);

/// The failure of a row that holds what no writer of ours wrote.
#[must_use]
pub fn foreign(text: &str) -> Failure {
    Failure::unexpected(Foreign(text.to_owned()))
}

/// The member of a code list that a column holds.
///
/// # Errors
/// [`Failure::Unexpected`] where the list has no such code.
pub fn code<C: CodeList>(text: &str) -> Result<C, Failure> {
    C::parse(text).ok_or_else(|| foreign(text))
}

/// A count of things that a column holds.
///
/// # Errors
/// [`Failure::Unexpected`] where it is negative.
pub fn number(count: Option<i32>) -> Result<Option<u32>, Failure> {
    count.map(u32::try_from).transpose().map_err(Failure::unexpected)
}

/// A count of things on its way into a column. No count of people or papers comes near its end.
#[must_use]
pub fn column(count: u32) -> i32 {
    i32::try_from(count).unwrap_or(i32::MAX)
}
