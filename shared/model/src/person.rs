//! What the numbers of a person look like.

/// Whether a text is a citizen id: 9 digits, or 12.
#[must_use]
pub fn is_citizen_id(text: &str) -> bool {
    matches!(text.len(), 9 | 12) && text.bytes().all(|byte| byte.is_ascii_digit())
}

/// Whether a text is a telephone number: 8 to 15 digits with the usual signs between.
#[must_use]
pub fn is_phone(text: &str) -> bool {
    let digits = text.bytes().filter(u8::is_ascii_digit).count();
    let plain = text.bytes().all(|byte| byte.is_ascii_digit() || b" +.-()".contains(&byte));
    plain && (8..=15).contains(&digits)
}
