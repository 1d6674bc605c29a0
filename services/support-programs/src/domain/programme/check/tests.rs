use serde_json::{Value, json};

use super::*;

fn content(change: Value) -> Content {
    let mut content = json!({
        "name": "Nội dung, mức chi hỗ trợ HTX nông nghiệp", "lead": "so-nnmt",
        "co_leads": ["lmhtx"],
        "supports": [{"kind": "agricultural_support", "norms": [norm(json!({}))]}],
        "rules": [rule("agriculture")],
        "budgets": [{"year": 2025, "source": "city_budget"}],
    });
    let fields = content.as_object_mut().unwrap();
    fields.extend(change.as_object().unwrap().clone());
    serde_json::from_value(content).unwrap()
}

fn norm(change: Value) -> Value {
    let mut norm = json!({
        "ceiling_vnd": 500, "share_basis_points": 5_000, "times": 3, "times_per_year": 1,
        "basis": {"document": "Ví dụ", "article": "1"},
    });
    norm.as_object_mut().unwrap().extend(change.as_object().unwrap().clone());
    norm
}

fn rule(code: &str) -> Value {
    json!({
        "code": code, "title": "Hoạt động nông nghiệp",
        "condition": {"fact": "sector", "equals": "agriculture"},
        "basis": {"document": "Ví dụ", "article": "1"},
    })
}

fn faults(change: Value) -> Vec<String> {
    let faults = check(content(change)).unwrap_err();
    faults.iter().map(|fault| format!("{} {}", fault.pointer, fault.code)).collect()
}

#[test]
fn each_fault_of_a_version_is_told_at_its_place() {
    assert!(check(content(json!({}))).is_ok());
    let two = |first: Value, second: Value| json!({"supports": [{"kind": "agricultural_support", "norms": [norm(first), norm(second)]}]});
    for (change, told) in [
        (json!({"name": "  "}), vec!["/content/name text_length"]),
        (
            json!({"lead": "so-x", "co_leads": ["lmhtx", "lmhtx", "so-y"]}),
            vec![
                "/content/lead unknown_agency",
                "/content/co_leads/1 twice",
                "/content/co_leads/2 unknown_agency",
            ],
        ),
        (json!({"period": {"from": 2025, "to": 2023}}), vec!["/content/period period"]),
        (
            two(json!({"valid_to": "2024-12-31"}), json!({"valid_from": "2024-12-31"})),
            vec!["/content/supports/0/norms/1 overlap"],
        ),
        (
            two(
                json!({"valid_to": "2024-12-31", "times": 0, "share_basis_points": 10_001}),
                json!({"valid_from": "2025-01-01", "ceiling_vnd": -1}),
            ),
            vec![
                "/content/supports/0/norms/0/share_basis_points out_of_range",
                "/content/supports/0/norms/0/times out_of_range",
                "/content/supports/0/norms/1/ceiling_vnd out_of_range",
            ],
        ),
        (
            json!({"rules": [rule("a"), rule("a"), rule("Ă")]}),
            vec!["/content/rules/1/code twice", "/content/rules/2/code not_a_code"],
        ),
        (
            json!({"budgets": [
                {"year": 2025, "source": "city_budget", "amount_vnd": 0},
                {"year": 2025, "source": "city_budget"},
                {"year": 1999, "source": "city_budget"},
            ]}),
            vec![
                "/content/budgets/0/amount_vnd out_of_range",
                "/content/budgets/1 twice",
                "/content/budgets/2/year out_of_range",
            ],
        ),
    ] {
        assert_eq!(faults(change.clone()), told, "{change}");
    }
}

#[test]
fn a_version_has_no_more_rules_than_anybody_reads() {
    let rules: Vec<_> = (0..=RULES_MAX).map(|at| rule(&format!("rule_{at}"))).collect();
    assert!(check(content(json!({ "rules": rules[..RULES_MAX] }))).is_ok());
    assert_eq!(faults(json!({ "rules": rules })), ["/content/rules too_many"]);
}

#[test]
fn norms_that_follow_each_other_do_not_overlap() {
    let following = json!({"supports": [{"kind": "agricultural_support", "norms": [
        norm(json!({"valid_to": "2024-12-31"})), norm(json!({"valid_from": "2025-01-01"})),
    ]}]});
    assert!(check(content(following)).is_ok());
}

#[test]
fn a_programmes_code_is_plain() {
    for code in ["nq-13-pl08", "ntm", "so-huu-tri-tue"] {
        assert!(check_code(code).is_ok(), "{code}");
    }
    for code in ["", "-", "a--b", "NTM", "a_b", "củng-cố", &"a".repeat(41)] {
        assert_eq!(check_code(code).unwrap_err().code, "not_a_code", "{code}");
    }
}
