//! What utoipa cannot know of bodies: how strictly they are read.

use serde_json::{Value, json};

/// Says of each variant of an enum that is named by its only member that it has no other.
pub(super) fn close_variants(document: &mut Value) {
    let schemas = document["components"]["schemas"].as_object_mut();
    for schema in schemas.into_iter().flat_map(|schemas| schemas.values_mut()) {
        let variants = schema.get_mut("oneOf").and_then(Value::as_array_mut);
        for variant in variants.into_iter().flatten().filter(|variant| is_named_by_member(variant))
        {
            variant["additionalProperties"] = json!(false);
        }
    }
}

fn is_named_by_member(variant: &Value) -> bool {
    let members = variant.get("properties").and_then(Value::as_object);
    let required = variant.get("required").and_then(Value::as_array);
    members.zip(required).is_some_and(|(members, required)| {
        members.len() == 1
            && required.len() == 1
            && members.keys().all(|name| required[0] == **name)
    })
}

/// Says of an action whose body needs nothing that it needs no body.
pub(super) fn open_needless(document: &mut Value) {
    let schemas = document["components"]["schemas"].clone();
    for item in document["paths"].as_object_mut().into_iter().flat_map(|paths| paths.values_mut()) {
        let Some(body) = item.get_mut("post").and_then(|post| post.get_mut("requestBody")) else {
            continue;
        };
        let reference = body["content"]["application/json"]["schema"]["$ref"].as_str();
        let schema = reference.and_then(|reference| schemas.get(reference.rsplit('/').next()?));
        let needs_nothing = schema.is_some_and(|schema| {
            schema.get("properties").is_some() && schema.get("required").is_none()
        });
        if needs_nothing {
            body["required"] = json!(false);
        }
    }
}
