//! `htx import`

use std::path::PathBuf;

use serde_json::{Value, json};

use crate::{
    harness::{Backend, Place},
    journeys::{SAMPLE, truth},
};

/// The sample as a file in a place.
fn sample(place: &Place) -> String {
    file(place, "register-sample.xlsx", SAMPLE)
}

fn file(place: &Place, name: &str, bytes: &[u8]) -> String {
    let path: PathBuf = place.folder().join(name);
    std::fs::write(&path, bytes).unwrap();
    path.display().to_string()
}

fn import(place: &Place, arguments: &[&str]) -> Value {
    let all = [&["import"], arguments, &["--format", "json"]].concat();
    serde_json::from_str(&place.run_well(&all)).unwrap()
}

#[test]
fn a_dry_run_reports_in_the_documented_form_and_changes_nothing() {
    for backend in [Backend::Sqlite, Backend::Postgresql] {
        let Some(place) = Place::on(backend) else { continue };
        let file = sample(&place);
        let report = import(&place, &[&file, "--dry-run"]);
        let keys: Vec<&String> = report.as_object().unwrap().keys().collect();
        assert_eq!(keys, ["importable", "problems", "rows"]);
        let truth = truth();
        assert_eq!(
            (&report["rows"], &report["importable"]),
            (&truth["rows"], &truth["importable"])
        );
        for problem in report["problems"].as_array().unwrap() {
            let keys: Vec<&String> = problem.as_object().unwrap().keys().collect();
            assert_eq!(keys, ["code", "column", "expected", "read", "row"]);
            assert!(problem["row"].is_u64(), "{problem:#}");
        }
        let codes =
            ["bad_date", "duplicate_number", "unknown_commune", "check_digit", "not_a_number"];
        let expected: u64 = codes.iter().map(|code| truth["defects"][code].as_u64().unwrap()).sum();
        assert_eq!(report["problems"].as_array().unwrap().len() as u64, expected);
        // Nothing was changed: the first real run enters everything.
        assert_eq!(import(&place, &[&file])["entered"], truth["importable"]);
    }
}

#[test]
fn a_second_run_of_the_same_file_changes_nothing() {
    for backend in [Backend::Sqlite, Backend::Postgresql] {
        let Some(place) = Place::on(backend) else { continue };
        let file = sample(&place);
        let first = import(&place, &[&file]);
        let second = import(&place, &[&file]);
        assert_eq!((&second["entered"], &second["changed"]), (&json!(0), &json!(0)));
        assert_eq!(second["unchanged"], first["entered"]);
        assert!(place.run_well(&["verify"]).contains("Every log is sound."));
    }
}

#[test]
fn what_is_no_register_is_refused_with_advice_and_an_exit_code() {
    let place = Place::new();
    let tcvn3 = file(&place, "tcvn3.csv", crate::bad_input::TCVN3);
    let pdf = file(&place, "a.pdf", b"%PDF-1.7\n");
    let table = file(&place, "table.csv", b"a,b\n1,2\n");
    let missing = place.folder().join("missing.xlsx").display().to_string();
    for (path, told) in
        [(&tcvn3, "UniKey"), (&pdf, "PDF"), (&table, "header"), (&missing, "missing.xlsx")]
    {
        for more in [&[][..], &["--dry-run"], &["--format", "json"]] {
            let finished = place.run(&[&["import", path], more].concat());
            assert_eq!(finished.code, Some(1), "{path}: {}", finished.said);
            assert_eq!(finished.said, "", "{path}");
            assert!(finished.complained.contains(told), "{path}: {}", finished.complained);
        }
    }
}
