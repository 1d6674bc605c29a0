//! The sample gives exactly the figures of its truth file.

use std::collections::BTreeMap;

use htx_model::{code_list::CodeList as _, organisation::OrganisationKind};
use serde_json::Value;

use super::*;

pub(super) const SAMPLE: &[u8] = include_bytes!("../../../../tests/data/register-sample.xlsx");
const TRUTH: &str = include_str!("../../../../tests/data/register-sample.truth.json");

fn figures(value: &Value) -> BTreeMap<String, usize> {
    serde_json::from_value(value.clone()).unwrap()
}

fn count<T: Into<String>>(items: impl Iterator<Item = T>) -> BTreeMap<String, usize> {
    let mut counted = BTreeMap::new();
    for item in items {
        *counted.entry(item.into()).or_default() += 1;
    }
    counted
}

#[test]
fn the_sample_gives_its_truth() {
    let truth: Value = serde_json::from_str(TRUTH).unwrap();
    for today in ["2025-03-01", "2026-01-10"] {
        let found = understood_on(SAMPLE, "register-sample.xlsx", today);
        assert_eq!(found.rows, truth["rows"]);
        assert_eq!(found.rows_read.len(), truth["importable"]);

        let repairs = found.rows_read.iter().flat_map(|row| &row.repairs);
        let mut defects =
            count(repairs.map(|repair| format!("{}_recoverable", repair.code.code())));
        defects.extend(count(found.problems.iter().map(|problem| problem.code.code())));
        assert_eq!(defects, figures(&truth["defects"]));

        let records = || found.rows_read.iter().map(|row| &row.record);
        let kinds = count(records().map(|record| match record.kind {
            OrganisationKind::Cooperative => "HTX",
            OrganisationKind::CooperativeGroup => "THT",
            OrganisationKind::CooperativeUnion => "LH HTX",
        }));
        assert_eq!(kinds, figures(&truth["by_kind"]));
        let districts = count(records().map(|record| record.district.as_ref().unwrap().as_str()));
        assert_eq!(districts, figures(&truth["by_district"]));
        let capital: i64 = records().map(|record| record.charter_capital.unwrap().0).sum();
        assert_eq!(capital, truth["charter_capital_vnd"]);
        assert!(found.unknown_columns.is_empty() && found.ignored_sheets.is_empty());
        assert!(records().all(|record| record.figures_year == Some(2024)));
    }
}

#[test]
fn a_row_of_the_sample_is_read_in_every_column() {
    let found = understood(SAMPLE, "register-sample.xlsx");
    let row = &found.rows_read[0];
    assert_eq!(row.row_number, 6);
    let record = &row.record;
    assert_eq!(record.name, "Hợp tác xã Quỹ tín dụng nhân dân Dũng Tiến");
    assert_eq!(record.number.as_ref().unwrap().as_str(), "0100830163");
    assert_eq!(record.registered_on, Some(day("2014-10-04")));
    assert_eq!(record.address.as_deref(), Some("Thôn 10"));
    assert_eq!(record.representative.as_deref(), Some("Đỗ Văn Hải"));
    assert_eq!(record.phone.as_deref(), Some("0908246281"));
    assert_eq!(record.main_business_line.as_deref(), Some("6419"));
    assert_eq!(record.sector.unwrap().to_string(), "people_credit_fund");
    assert_eq!(record.charter_capital.unwrap().0, 500_000_000);
    assert_eq!((record.members, record.workers), (Some(251), Some(43)));
    assert_eq!(record.revenue.unwrap().0, 1_214_000_000);
    assert_eq!(record.profit.unwrap().0, -10_000_000);
    assert_eq!(record.average_worker_income.unwrap().0, 58_000_000);
    assert_eq!(record.rating.unwrap().to_string(), "average");
    assert_eq!(record.status.unwrap().to_string(), "active");
    assert_eq!(record.alliance_member, Some(true));
    assert!(row.repairs.is_empty());
}

#[test]
fn the_problems_of_the_sample_say_where_what_and_what_else() {
    let found = understood(SAMPLE, "register-sample.xlsx");
    let first = &found.problems[0];
    assert_eq!((first.row, first.letter.as_str(), first.column.as_str()), (10, "E", "Ngày cấp"));
    assert_eq!((first.code.code(), first.read.as_str()), ("bad_date", "không rõ"));
    assert_eq!(first.expected, "ngày/tháng/năm, từ 1945 đến 01/03/2025");
    let duplicate = found.problems.iter().find(|problem| problem.row == 100).unwrap();
    assert_eq!(duplicate.expected, "mã số chưa có ở dòng trước; đã có ở dòng 28");
}
