//! What a file must not lead to: guesses at the place, silence about a problem.

use htx_model::{
    administrative::{AdministrativeUnits, UnitLevel},
    organisation::OrganisationKind,
};

use super::{writing::*, *};

#[test]
fn communes_of_2025_have_no_district() {
    let units = AdministrativeUnits::embedded().unwrap();
    let today = "2025-09-01";
    let communes: Vec<_> =
        units.existing_on(day(today)).filter(|unit| unit.level == UnitLevel::Commune).collect();
    assert_eq!(communes.len(), 126);
    let mut rows = vec![vec![text("Tên HTX"), text("Phường, xã"), text("Ngày thành lập")]];
    for unit in &communes {
        rows.push(vec![text(format!("HTX {}", unit.name)), text(&unit.name), text("1/8/2025")]);
    }
    let found = understood_on(&xlsx_of(0, &rows), "a.xlsx", today);
    assert_eq!(found.problems, []);
    for (row, unit) in found.rows_read.iter().zip(&communes) {
        assert_eq!(
            (row.record.commune.as_str(), &row.record.district),
            (unit.code.as_str(), &None)
        );
        assert_eq!(row.record.commune_as_of, day("2025-07-01"));
    }
    // The same list with the former district, which its commune partly lies in, is understood too.
    let rows = vec![
        vec![text("Tên HTX"), text("Xã"), text("Huyện (cũ)")],
        vec![text("HTX A"), text("Xã Thư Lâm"), text("Huyện Đông Anh")],
        vec![text("HTX B"), text("Xã Thư Lâm"), text("Huyện Ba Vì")],
    ];
    let found = understood_on(&xlsx_of(0, &rows), "a.xlsx", today);
    assert_eq!((found.rows_read.len(), problems(&found)), (1, vec![(3, "B", "unknown_commune")]));
}

#[test]
fn a_file_of_one_district_says_so_in_its_title() {
    let rows = vec![
        vec![text("UBND HUYỆN GIA LÂM")],
        vec![text("Đơn vị tính: triệu đồng")],
        vec![text("TT"), text("Hợp tác xã"), text("Xã"), text("Vốn điều lệ")],
        vec![text("1."), text("Rau sạch Lệ Chi"), text("Lệ Chi"), Out::Number(500.5)],
        vec![text("2."), text("Chợ Yên Viên"), text("Yên Viên"), text("1.500")],
    ];
    let found = understood(&xlsx_of(0, &rows), "a.xlsx");
    let record = &found.rows_read[0].record;
    assert_eq!(record.district.as_ref().unwrap().as_str(), "018");
    assert_eq!(record.kind, OrganisationKind::Cooperative);
    assert_eq!(record.charter_capital.unwrap().0, 500_500_000);
    assert_eq!(problems(&found), [(5, "C", "ambiguous_commune")]);
}

#[test]
fn every_problem_of_a_row_is_told() {
    let rows = vec![
        vec![
            text("Tên HTX"),
            text("Mã số thuế"),
            text("Ngày cấp"),
            text("Xã"),
            text("Huyện"),
            text("Số thành viên"),
            text("Vốn điều lệ (triệu đồng)"),
            text("Loại hình"),
            text("Xếp loại"),
            text("Doanh thu"),
        ],
        vec![
            text("HTX A"),
            text("0101248142"),
            text("1/1/2030"),
            text("Xã Không Tên"),
            text("Huyện Ba Vì"),
            Out::Number(-5.0),
            text("nhiều"),
            text("Công ty"),
            text("Giỏi"),
            Out::Number(120.0),
        ],
        vec![
            text("HTX B"),
            text("0101248141"),
            text("1/2/2003"),
            text("Ba Trại"),
            text("Ba Vì"),
            Out::Number(12.5),
            Out::Number(-3.0),
            text("HTX"),
        ],
        vec![
            text("HTX C"),
            Out::Number(101_248_141.0),
            Out::Blank,
            text("Ba Trại"),
            text("Huyện Ba Vi"),
            Out::Blank,
            Out::Blank,
            text("HTX"),
        ],
        vec![
            Out::Blank,
            text("0100109106"),
            text("29/02/2023"),
            text("Ba Trại"),
            text("Huyện Nơi Khác"),
        ],
    ];
    let found = understood(&xlsx_of(0, &rows), "a.xlsx");
    assert_eq!((found.rows, found.rows_read.len()), (4, 0));
    assert_eq!(
        problems(&found),
        [
            (2, "H", "unknown_kind"),
            (2, "B", "check_digit"),
            (2, "C", "bad_date"),
            (2, "D", "unknown_commune"),
            (2, "G", "not_a_number"),
            (2, "F", "out_of_range"),
            (2, "J", "unknown_unit"),
            (2, "I", "unknown_rating"),
            (3, "G", "out_of_range"),
            (3, "F", "not_a_number"),
            (4, "B", "duplicate_number"),
            (5, "A", "missing_name"),
            (5, "C", "bad_date"),
            (5, "E", "unknown_district"),
        ]
    );
}

#[test]
fn a_file_without_the_columns_of_a_register_is_none() {
    let rows = vec![
        vec![text("Danh sách")],
        vec![text("STT"), text("Tên HTX"), text("Mã số thuế"), text("Số thành viên")],
        vec![Out::Number(1.0), text("HTX A"), text("0101248141"), Out::Number(9.0)],
    ];
    let found = not_understood(&xlsx_of(0, &rows), "a.xlsx");
    assert_eq!((found.row_number, found.missing), (2, vec!["Xã/Phường/Thị trấn"]));
    assert!(found.columns.contains(&"Tên HTX".to_owned()), "{:?}", found.columns);
    let nothing = not_understood(b"a,b\n1,2\n", "a.csv");
    assert_eq!(nothing.missing, ["Tên hợp tác xã", "Xã/Phường/Thị trấn"]);
    assert!(nothing.columns.is_empty());
}

#[test]
fn a_register_without_rows_is_one() {
    let found = understood("STT,Tên HTX,Xã,Mã số thuế\n".as_bytes(), "a.csv");
    assert_eq!((found.rows, problems(&found)), (0, vec![]));
}

#[test]
fn formulas_give_their_values_and_failed_ones_are_problems() {
    let rows = vec![
        vec![text("Tên HTX"), text("Xã"), text("Huyện"), text("Vốn điều lệ (triệu đồng)")],
        vec![text("HTX A"), text("Ba Trại"), text("Ba Vì"), Out::Formula(2_500.0)],
    ];
    let found = understood(&xlsx_of(0, &rows), "a.xlsx");
    assert_eq!(found.rows_read[0].record.charter_capital.unwrap().0, 2_500_000_000);
}
