//! What people write at length: its lines are kept.

use htx_model::{
    refusal::{Fault, Text},
    text,
};

/// The most characters of a question, an answer, or the grounds of an objection.
pub const PROSE_MAX: usize = 10_000;

/// A text that says something, its lines kept.
///
/// # Errors
/// A fault at the pointer.
pub fn prose(pointer: &'static str, given: &str) -> Result<String, Fault> {
    let tidy = text::compose(given).trim().to_owned();
    let length = tidy.chars().count();
    if (1..=PROSE_MAX).contains(&length) && !tidy.contains('\0') {
        return Ok(tidy);
    }
    Err(Fault::new(
        pointer,
        "text_length",
        Text::made(
            format!("Phải có từ 1 đến {PROSE_MAX} ký tự."),
            format!("It must have 1 to {PROSE_MAX} characters."),
        ),
    ))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_keeps_its_lines_and_says_something() {
        assert_eq!(prose("/question", " Dòng 1\nDòng 2 ").as_deref(), Ok("Dòng 1\nDòng 2"));
        for wrong in ["", " \n ", "a\0b", &"x".repeat(PROSE_MAX + 1)] {
            assert_eq!(prose("/question", wrong).unwrap_err().pointer, "/question");
        }
    }
}
