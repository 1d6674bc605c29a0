//! JSON merge patches (RFC 7396): how an event tells what changed.
//!
//! States are JSON objects. In a merge patch, `null` removes a member, so no patch can set a member
//! to `null`: states are compared and given back without their null members. Inside arrays, which
//! a patch replaces as a whole, everything is kept.

use serde_json::{Map, Value};

/// The patch that turns one state into another: `{}` where nothing changed.
#[must_use]
pub fn diff(before: &Value, after: &Value) -> Value {
    changed(Some(before), after).unwrap_or_else(|| Value::Object(Map::new()))
}

/// The state after a patch.
#[must_use]
pub fn apply(state: Value, patch: &Value) -> Value {
    let Value::Object(patch) = patch else { return patch.clone() };
    let mut members = match state {
        Value::Object(members) => members,
        _ => Map::new(),
    };
    for (name, value) in patch {
        if value.is_null() {
            members.remove(name);
        } else {
            let before = members.remove(name).unwrap_or(Value::Null);
            members.insert(name.clone(), apply(before, value));
        }
    }
    Value::Object(members)
}

/// The value without its null members, as a merge patch can convey it.
#[must_use]
pub fn without_nulls(value: &Value) -> Value {
    match value {
        Value::Object(members) => Value::Object(
            members
                .iter()
                .filter(|(_, value)| !value.is_null())
                .map(|(name, value)| (name.clone(), without_nulls(value)))
                .collect(),
        ),
        other => other.clone(),
    }
}

/// The patch, or nothing where the two are alike but for null members.
fn changed(before: Option<&Value>, after: &Value) -> Option<Value> {
    match (before, after) {
        (Some(Value::Object(before)), Value::Object(after)) => {
            let gone = before
                .iter()
                .filter(|(name, value)| !value.is_null() && absent(after, name))
                .map(|(name, _)| (name.clone(), Value::Null));
            let set =
                after.iter().filter(|(_, value)| !value.is_null()).filter_map(|(name, value)| {
                    Some((name.clone(), changed(before.get(name), value)?))
                });
            let members: Map<_, _> = gone.chain(set).collect();
            (!members.is_empty()).then_some(Value::Object(members))
        }
        (Some(before), after) if before == after => None,
        (_, after) => Some(without_nulls(after)),
    }
}

fn absent(members: &Map<String, Value>, name: &str) -> bool {
    members.get(name).is_none_or(Value::is_null)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use serde_json::json;

    use super::*;

    fn value() -> impl Strategy<Value = Value> {
        let leaf = prop_oneof![
            Just(Value::Null),
            any::<bool>().prop_map(Value::from),
            any::<i64>().prop_map(Value::from),
            "[aăđ]{0,2}".prop_map(Value::from),
        ];
        leaf.prop_recursive(4, 24, 4, |inner| {
            prop_oneof![
                proptest::collection::vec(inner.clone(), 0..3).prop_map(Value::from),
                // Few names, so that two values share members.
                proptest::collection::btree_map("[abc]", inner, 0..4)
                    .prop_map(|members| Value::Object(members.into_iter().collect())),
            ]
        })
    }

    fn state() -> impl Strategy<Value = Value> {
        proptest::collection::btree_map("[abc]", value(), 0..4)
            .prop_map(|members| Value::Object(members.into_iter().collect()))
    }

    proptest! {
        #[test]
        fn a_difference_leads_from_one_state_to_the_other(before in state(), after in state()) {
            let patched = apply(before.clone(), &diff(&before, &after));
            prop_assert_eq!(without_nulls(&patched), without_nulls(&after));
        }

        #[test]
        fn nothing_changes_nothing(state in state()) {
            prop_assert_eq!(diff(&state, &state), json!({}));
            prop_assert_eq!(apply(state.clone(), &json!({})), state);
        }

        #[test]
        fn a_patch_applied_twice_is_a_patch_applied_once(state in state(), patch in value()) {
            let once = apply(state, &patch);
            prop_assert_eq!(apply(once.clone(), &patch), once);
        }
    }

    #[test]
    fn the_examples_of_the_standard_hold() {
        // RFC 7396, appendix A.
        for (state, patch, result) in [
            (json!({"a": "b"}), json!({"a": "c"}), json!({"a": "c"})),
            (json!({"a": "b"}), json!({"b": "c"}), json!({"a": "b", "b": "c"})),
            (json!({"a": "b"}), json!({"a": null}), json!({})),
            (json!({"a": "b", "b": "c"}), json!({"a": null}), json!({"b": "c"})),
            (json!({"a": ["b"]}), json!({"a": "c"}), json!({"a": "c"})),
            (json!({"a": "c"}), json!({"a": ["b"]}), json!({"a": ["b"]})),
            (
                json!({"a": {"b": "c"}}),
                json!({"a": {"b": "d", "c": null}}),
                json!({"a": {"b": "d"}}),
            ),
            (json!({"a": [{"b": "c"}]}), json!({"a": [1]}), json!({"a": [1]})),
            (json!(["a", "b"]), json!(["c", "d"]), json!(["c", "d"])),
            (json!({"a": "b"}), json!(["c"]), json!(["c"])),
            (json!({"a": "foo"}), json!(null), json!(null)),
            (json!({"a": "foo"}), json!("bar"), json!("bar")),
            (json!({"e": null}), json!({"a": 1}), json!({"e": null, "a": 1})),
            (json!([1, 2]), json!({"a": "b", "c": null}), json!({"a": "b"})),
            (json!({}), json!({"a": {"bb": {"ccc": null}}}), json!({"a": {"bb": {}}})),
        ] {
            assert_eq!(apply(state, &patch), result);
        }
    }

    #[test]
    fn a_member_set_to_null_is_a_member_removed() {
        assert_eq!(diff(&json!({"a": 1, "b": 2}), &json!({"a": null, "b": 2})), json!({"a": null}));
        assert_eq!(diff(&json!({"a": null}), &json!({})), json!({}));
        assert_eq!(diff(&json!({"a": 1}), &json!({"a": {}})), json!({"a": {}}));
    }
}
