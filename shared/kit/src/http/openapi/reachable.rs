//! Leaves out components that no operation uses: a reader should not wonder what they are for.

use std::collections::BTreeSet;

use serde_json::Value;

const PREFIX: &str = "#/components/";

/// Keeps the components that the paths refer to, directly or through others.
pub(super) fn keep_reachable(document: &mut Value) {
    let mut seen = BTreeSet::new();
    let mut waiting = references(&document["paths"]);
    while let Some(reference) = waiting.pop() {
        let target = document.pointer(&format!("/components/{reference}"));
        if let Some(target) = target.filter(|_| seen.insert(reference.clone())) {
            waiting.extend(references(target));
        }
    }
    for (part, components) in document["components"].as_object_mut().into_iter().flatten() {
        if let Some(components) = components.as_object_mut().filter(|_| part != "securitySchemes") {
            components.retain(|name, _| seen.contains(&format!("{part}/{name}")));
        }
    }
}

/// The components that a part of a document refers to, such as `schemas/Problem`.
fn references(part: &Value) -> Vec<String> {
    match part {
        Value::Object(fields) => fields
            .iter()
            .flat_map(|(name, value)| {
                match value.as_str().and_then(|text| text.strip_prefix(PREFIX)) {
                    Some(reference) if name == "$ref" => vec![reference.to_owned()],
                    _ => references(value),
                }
            })
            .collect(),
        Value::Array(items) => items.iter().flat_map(references).collect(),
        _ => Vec::new(),
    }
}
