//! What people write in their own words: something, and not too much.

use std::borrow::Cow;

use crate::{
    refusal::{Fault, Text},
    text,
};

/// The most characters of a reason.
pub const REASON_LENGTH_MAX: usize = 1_000;
/// The most characters of a legal basis.
pub const BASIS_LENGTH_MAX: usize = 300;

/// A text without superfluous space, of 1 to `longest` characters.
///
/// # Errors
/// A fault at the pointer.
pub fn tidy(
    pointer: impl Into<Cow<'static, str>>,
    given: &str,
    longest: usize,
) -> Result<String, Fault> {
    let tidy = text::normalise(given);
    if (1..=longest).contains(&tidy.chars().count()) {
        return Ok(tidy);
    }
    Err(Fault::new(
        pointer,
        "text_length",
        Text::made(
            format!("Phải có từ 1 đến {longest} ký tự."),
            format!("It must have 1 to {longest} characters."),
        ),
    ))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_says_something_and_not_too_much() {
        assert_eq!(tidy("/reason", "  Mất  dấu ", 10).unwrap(), "Mất dấu");
        for wrong in ["", "   ", "12345678901"] {
            assert_eq!(tidy("/reason", wrong, 10).unwrap_err().code, "text_length", "{wrong:?}");
        }
    }
}
