//! The interface as its own document describes it.

use std::collections::BTreeSet;

use htx_registry::SERVICE;
use serde_json::{Map, Value};

use super::office::each;

/// The operations that anybody may call.
const PUBLIC: &[&str] = &["read_registry_checkpoint", "verify_certificate"];

fn operations(document: &Value) -> Vec<(String, &Map<String, Value>)> {
    let mut found = Vec::new();
    for (path, item) in document["paths"].as_object().unwrap() {
        for (method, operation) in item.as_object().unwrap() {
            found.push((format!("{method} {path}"), operation.as_object().unwrap()));
        }
    }
    found
}

/// Goes through every value of a document with the path to it.
fn walk(value: &Value, path: &str, visit: &mut impl FnMut(&str, &Value)) {
    visit(path, value);
    match value {
        Value::Object(members) => {
            members.iter().for_each(|(name, one)| walk(one, &format!("{path}/{name}"), visit));
        }
        Value::Array(items) => {
            items
                .iter()
                .enumerate()
                .for_each(|(at, one)| walk(one, &format!("{path}/{at}"), visit));
        }
        _ => {}
    }
}

#[test]
fn every_operation_is_described() {
    let document = SERVICE.document();
    let mut ids = BTreeSet::new();
    for (name, operation) in operations(&document) {
        let text = |field: &str| operation.get(field).and_then(Value::as_str).unwrap_or_default();
        assert!(!text("summary").is_empty(), "{name} has no summary");
        assert!(text("summary").contains('('), "{name}: no Vietnamese term in its summary");
        assert!(!text("description").is_empty(), "{name} has no description");
        assert!(ids.insert(text("operationId").to_owned()), "{name}: operationId twice");
        assert_eq!(operation["tags"].as_array().map(Vec::len), Some(1), "{name}: one tag");
        let open = operation["security"].as_array().unwrap().is_empty();
        assert_eq!(open, PUBLIC.contains(&text("operationId")), "{name}: security");
        assert_eq!(open, !operation.contains_key("x-permission"), "{name}: permission");
        assert!(
            SERVICE.prefixes.iter().any(|prefix| name
                .split(' ')
                .nth(1)
                .unwrap()
                .starts_with(prefix)),
            "{name}: no prefix leads here"
        );
    }
    assert!(ids.len() > 20);
}

#[test]
fn every_reference_resolves() {
    let document = SERVICE.document();
    let mut dangling = Vec::new();
    walk(&document, "", &mut |path, value| {
        if let Some(reference) = value.get("$ref").and_then(Value::as_str)
            && document.pointer(reference.trim_start_matches('#')).is_none()
        {
            dangling.push(format!("{path}: {reference}"));
        }
    });
    assert!(dangling.is_empty(), "{dangling:#?}");
}

/// A string that a client sends has an end: by length, by pattern, by format, or by its values.
fn is_bounded(schema: &Value) -> bool {
    ["maxLength", "pattern", "format", "enum", "const"].iter().any(|key| schema.get(*key).is_some())
}

fn is_string(schema: &Value) -> bool {
    match &schema["type"] {
        Value::String(kind) => kind == "string",
        Value::Array(kinds) => kinds.iter().any(|kind| kind == "string"),
        _ => false,
    }
}

#[test]
fn everything_that_a_client_sends_is_bounded() {
    let document = SERVICE.document();
    let mut unbounded = BTreeSet::new();
    let mut sent: Vec<(String, Value)> = Vec::new();
    for (name, operation) in operations(&document) {
        for parameter in operation["parameters"].as_array().unwrap() {
            sent.push((name.clone(), parameter.clone()));
        }
        sent.extend(operation.get("requestBody").map(|body| (name.clone(), body.clone())));
    }
    while let Some((name, value)) = sent.pop() {
        walk(&value, &name, &mut |path, schema| {
            if is_string(schema) && !is_bounded(schema) {
                unbounded.insert(path.to_owned());
            }
        });
        let mut referred = Vec::new();
        walk(&value, &name, &mut |_, one| {
            if let Some(reference) = one.get("$ref").and_then(Value::as_str) {
                let Some(target) = document.pointer(reference.trim_start_matches('#')) else {
                    return;
                };
                referred.push((reference.to_owned(), target.clone()));
            }
        });
        sent.extend(referred);
    }
    assert!(unbounded.is_empty(), "{unbounded:#?}");
}

#[test]
fn every_whole_number_has_its_range_and_every_list_its_length() {
    let document = SERVICE.document();
    let mut endless = BTreeSet::new();
    walk(&document["components"]["schemas"], "", &mut |path, schema| {
        if schema["type"] == "array" && schema.get("maxItems").is_none() {
            endless.insert(path.to_owned());
        }
    });
    assert!(endless.is_empty(), "{endless:#?}");
}

#[test]
fn pages_are_named_after_what_they_hold() {
    let document = SERVICE.document();
    let schemas = &document["components"]["schemas"];
    for (page, item) in [
        ("OrganisationPage", "Organisation"),
        ("MemberPage", "Member"),
        ("HistoryEntryPage", "HistoryEntry"),
        ("AdministrativeUnitPage", "AdministrativeUnit"),
    ] {
        let reference = format!("#/components/schemas/{item}");
        assert_eq!(schemas[page]["properties"]["items"]["items"]["$ref"], reference, "{page}");
        assert!(schemas[item].is_object(), "{item}");
    }
}

#[actix_web::test]
async fn a_wrong_method_is_answered_with_those_that_there_are() {
    each(async |office| {
        let answer = office.service.delete("/v1/organisations").by(&office.planning()).send().await;
        assert_eq!(answer.header("allow"), Some("GET, POST, HEAD"));
        answer.expect_problem(405, "method_not_allowed");
    })
    .await;
}
