//! The one way in which the log writes JSON, so that equal values are equal bytes.

use serde_json::Value;

/// JSON without white space, members of objects sorted by name.
#[must_use]
pub fn canonical_json(mut value: Value) -> String {
    // A no-op unless some crate of the build turns on serde_json's `preserve_order`.
    value.sort_all_objects();
    value.to_string()
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn equal_values_are_equal_bytes() {
        let one = json!({"b": [{"y": 1, "x": null}], "a": "Hà Nội"});
        let other: Value =
            serde_json::from_str(r#" { "a":"H\u00e0 Nội", "b":[{"x":null,"y":1}] } "#).unwrap();
        assert_eq!(canonical_json(one), canonical_json(other.clone()));
        assert_eq!(canonical_json(other), r#"{"a":"Hà Nội","b":[{"x":null,"y":1}]}"#);
    }
}
