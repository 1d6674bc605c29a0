//! Every kind has its fields, and every fault its place.

use htx_model::code_list::CodeList as _;
use serde_json::json;

use super::*;

fn checked(kind: SupportKind, given: Value) -> Result<Map<String, Value>, Vec<String>> {
    let units = AdministrativeUnits::embedded().unwrap();
    let today = Date::parse("2025-08-01").unwrap();
    check(kind, given.as_object().unwrap(), (units, today), false).map_err(|faults| {
        faults.iter().map(|fault| format!("{} {}", fault.pointer, fault.code)).collect()
    })
}

#[test]
fn the_table_of_kinds_and_fields_is_the_golden_one() {
    let mut table = String::from(
        "| kind | field | type | required | label | forms |\n|---|---|---|---|---|---|\n",
    );
    for kind in SupportKind::all() {
        let forms: Vec<_> = forms(*kind).iter().map(|form| form.code()).collect();
        for field in fields(*kind) {
            let (kind, required) = (kind.code(), if field.required { "yes" } else { "no" });
            let (name, shape, label) = (field.name, field.shape.kind(), field.label.0);
            let forms = forms.join(", ");
            table.push_str(&format!(
                "| {kind} | {name} | {shape} | {required} | {label} | {forms} |\n"
            ));
        }
    }
    insta::assert_snapshot!("support_kind_fields", table);
}

#[test]
fn names_are_unique_and_a_day_that_follows_comes_after_the_one_it_follows() {
    for kind in SupportKind::all() {
        let table = fields(*kind);
        for (at, field) in table.iter().enumerate() {
            assert!(table[..at].iter().all(|before| before.name != field.name), "{}", field.name);
            if let Shape::DayAfter(other) = field.shape {
                let first = table[..at].iter().find(|before| before.name == other).unwrap();
                assert!(matches!(first.shape, Shape::Day));
            }
        }
    }
}

#[test]
fn what_is_given_is_tidied_and_nulls_are_left_out() {
    let given = json!({ "commune": "10045", "commune_grade": "model_new_rural",
        "content": "  Kiện toàn   bộ máy ", "graded_on": null });
    let tidy = checked(SupportKind::Consolidation, given).unwrap();
    assert_eq!(
        Value::from(tidy.clone()),
        json!({ "commune": "10045",
        "commune_grade": "model_new_rural", "content": "Kiện toàn bộ máy" })
    );
    let logged = logged(SupportKind::Consolidation, &tidy);
    assert_eq!(
        Value::from(logged),
        json!({ "commune": "10045", "commune_grade": "model_new_rural" })
    );
}

#[test]
fn every_fault_is_told_at_its_place() {
    let given = json!({ "workers": 0, "months": "12", "monthly_support_vnd": 3.5,
        "starts_on": "2025-9-1", "colour": "red" });
    assert_eq!(
        checked(SupportKind::YoungWorkers, given).unwrap_err(),
        [
            "/details/colour unknown_field",
            "/details/workers out_of_range",
            "/details/months wrong_type",
            "/details/monthly_support_vnd wrong_type",
            "/details/starts_on wrong_type",
            "/details/qualification missing",
        ]
    );
    let given = json!({ "destination": "Sơn La", "purpose": "Học tập", "participants": 20,
        "starts_on": "2025-09-10", "ends_on": "2025-09-09" });
    assert_eq!(
        checked(SupportKind::StudyTour, given).unwrap_err(),
        ["/details/ends_on out_of_order"]
    );
    let given =
        json!({ "request": "gift", "purpose": "Nhà kho", "area_m2": 500, "commune": "99999" });
    assert_eq!(
        checked(SupportKind::Land, given).unwrap_err(),
        ["/details/request unknown_code", "/details/commune unknown_commune",]
    );
}
