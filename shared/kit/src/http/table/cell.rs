//! Values of items as text in CSV.

use std::borrow::Cow;

use serde_json::Value;

/// The characters with which a spreadsheet takes a text for a formula. Names come from outside, and
/// whoever opens the file would run what somebody else wrote.
const FORMULA: &[char] = &['=', '+', '-', '@', '\t', '\r', '\n'];

/// A value as text that no spreadsheet runs. Numbers stay numbers, negative ones too.
pub(super) fn text(value: Option<&Value>) -> Cow<'_, str> {
    match value {
        None | Some(Value::Null) => Cow::Borrowed(""),
        Some(Value::String(text)) => harmless(Cow::Borrowed(text)),
        Some(Value::Array(items)) => harmless(list(items)),
        Some(other) => Cow::Owned(other.to_string()),
    }
}

/// Several values in one cell: parted by semicolons where they are plain, else as JSON.
pub(super) fn list(items: &[Value]) -> Cow<'_, str> {
    let plain: Option<Vec<&str>> = items.iter().map(Value::as_str).collect();
    Cow::Owned(match plain {
        Some(texts) => texts.join("; "),
        None => Value::from(items).to_string(),
    })
}

fn harmless(text: Cow<'_, str>) -> Cow<'_, str> {
    if text.starts_with(FORMULA) { Cow::Owned(format!("'{text}")) } else { text }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn a_text_that_a_spreadsheet_would_run_is_quoted() {
        for evil in ["=1+1", "+84 24", "-2", "@SUM(A1)", "\t=1", "\r=1", "=HYPERLINK(\"http://x\")"]
        {
            assert_eq!(text(Some(&json!(evil))), format!("'{evil}"));
        }
        assert_eq!(text(Some(&json!(["=1", "b"]))), "'=1; b");
        for plain in ["Hợp tác xã = 1", "a@b.vn", "1-2", "'=1"] {
            assert_eq!(text(Some(&json!(plain))), plain);
        }
    }

    #[test]
    fn values_are_written_as_they_are() {
        assert_eq!(text(None), "");
        assert_eq!(text(Some(&json!(null))), "");
        assert_eq!(text(Some(&json!(-3_000_000_000_i64))), "-3000000000");
        assert_eq!(text(Some(&json!(true))), "true");
        assert_eq!(text(Some(&json!(["a", "b"]))), "a; b");
        assert_eq!(text(Some(&json!([1, {"a": 2}]))), "[1,{\"a\":2}]");
    }
}
