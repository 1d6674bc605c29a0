use std::collections::BTreeSet;

use super::*;
use crate::organisation::{OrganisationKind, OrganisationStatus, Rating};

#[test]
fn a_member_reads_and_writes_as_its_code() {
    let kind = OrganisationKind::CooperativeUnion;
    assert_eq!(serde_json::to_string(&kind).unwrap(), "\"cooperative_union\"");
    assert_eq!(serde_json::from_str::<OrganisationKind>("\"cooperative_union\"").unwrap(), kind);
    assert_eq!(kind.to_string().parse::<OrganisationKind>().unwrap(), kind);
}

#[test]
fn an_unknown_code_is_refused_with_the_codes_there_are() {
    let error = serde_json::from_str::<OrganisationKind>("\"company\"").unwrap_err().to_string();
    assert!(error.contains("cooperative_group, cooperative, cooperative_union"), "{error}");
    assert!(serde_json::from_str::<OrganisationKind>("3").is_err());
}

#[test]
fn a_label_is_recognised_without_case_accents_or_spaces() {
    assert_eq!(Rating::from_label(" TRUNG  BÌNH "), Some(Rating::Average));
    assert_eq!(
        OrganisationStatus::from_label("Ngừng hoạt động"),
        Some(OrganisationStatus::Dormant)
    );
    assert_eq!(Rating::from_label("rất tốt"), None);
}

#[test]
fn the_schema_names_every_code_with_its_vietnamese_term() {
    let schema = serde_json::to_value(<Rating as utoipa::PartialSchema>::schema()).unwrap();
    assert_eq!(schema["enum"][0], "good");
    assert_eq!(schema["type"], "string");
    assert!(schema["description"].as_str().unwrap().contains("- `good`: Tốt (Good)"));
}

#[test]
fn every_list_that_is_declared_is_served() {
    let sources = concat!(env!("CARGO_MANIFEST_DIR"), "/src");
    let mut declared = BTreeSet::new();
    let mut folders = vec![std::path::PathBuf::from(sources)];
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
                continue;
            }
            let text = std::fs::read_to_string(path).unwrap();
            let names = text.lines().filter_map(|line| line.strip_prefix("    pub enum "));
            let names = names.filter_map(|line| line.split_once(": \"")?.1.split_once('"'));
            declared.extend(names.map(|(name, _)| name.to_owned()));
        }
    }
    let served: BTreeSet<String> = code_lists().iter().map(|list| list.name.to_owned()).collect();
    assert_eq!(declared, served);
}

#[test]
fn lists_and_codes_are_unique_and_every_code_is_labelled() {
    let names: BTreeSet<_> = code_lists().iter().map(|list| list.name).collect();
    assert_eq!(names.len(), code_lists().len());
    for list in code_lists() {
        let codes: BTreeSet<_> = list.codes.iter().map(|code| code.code).collect();
        assert_eq!(codes.len(), list.codes.len(), "{}", list.name);
        for code in &list.codes {
            assert!(!code.label_vi.is_empty() && !code.label_en.is_empty(), "{}", code.code);
        }
    }
}
