//! Parameters by which several lists are narrowed, as strictly read as they are described.

use htx_kit::http::within_range;
use htx_model::refusal::{Refusal, Text};

use crate::domain::budget::{YEAR_FIRST, YEAR_LAST};

/// The most characters of a programme's code as applications and budgets name it.
const CODE_LENGTH_MAX: usize = 60;

/// A year of budgets and decisions.
///
/// # Errors
/// [`ErrorCode::InvalidParameter`](htx_model::refusal::ErrorCode::InvalidParameter) for another one.
pub(super) fn year(given: Option<i16>) -> Result<Option<i16>, Refusal> {
    given.map_or(Ok(()), |year| within_range("year", year, YEAR_FIRST..=YEAR_LAST))?;
    Ok(given)
}

/// The programme that a list is narrowed to, whether there is one or not.
///
/// # Errors
/// [`ErrorCode::InvalidParameter`](htx_model::refusal::ErrorCode::InvalidParameter) for what can be none.
pub(super) fn programme(given: Option<String>) -> Result<Option<String>, Refusal> {
    code("programme", given, CODE_LENGTH_MAX)
}

/// A programme's code in a parameter, of a length.
///
/// # Errors
/// [`ErrorCode::InvalidParameter`](htx_model::refusal::ErrorCode::InvalidParameter) for what can be none.
pub(super) fn code(
    name: &str,
    given: Option<String>,
    most: usize,
) -> Result<Option<String>, Refusal> {
    let fits = |code: &String| (1..=most).contains(&code.chars().count());
    if given.as_ref().is_none_or(fits) {
        return Ok(given);
    }
    Err(Refusal::parameter(
        name,
        Text::made(
            format!("Mã chương trình có từ 1 đến {most} ký tự."),
            format!("A programme's code has 1 to {most} characters."),
        ),
    ))
}
