//! Files that nobody has seen: the sample's own organisations, laid out in other manners, must come
//! back as they were.

use htx_model::organisation::OrganisationKind;
use rust_xlsxwriter::Format;

use super::{expected::*, writing::*, *};

#[test]
fn another_order_other_words_and_the_header_in_the_first_line() {
    let found = understood(&xlsx_of(0, &table(&FULL, &records())), "a.xlsx");
    assert_all_read(&found, &records());
    assert!(found.rows_read.iter().all(|row| row.repairs.is_empty()));
    assert_eq!(found.rows_read[0].record.figures_year, Some(2023));
}

#[test]
fn headers_in_capitals_or_without_accents() {
    let mut rows = table(&FULL, &records());
    let plain: Vec<Out> = rows[0]
        .iter()
        .map(|cell| match cell {
            Out::Text(header) => text(htx_model::text::fold(header).to_uppercase()),
            other => other.clone(),
        })
        .collect();
    rows[0] = plain;
    assert_all_read(&understood(&xlsx_of(4, &rows), "a.xlsx"), &records());
}

#[test]
fn a_header_of_two_lines_with_merged_groups_and_numbered_columns() {
    let records = records();
    let file = xlsx(|workbook| {
        let sheet = workbook.add_worksheet();
        let plain = Format::new();
        sheet.write(0, 0, "UBND HUYỆN").unwrap();
        sheet.write(0, 6, "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM").unwrap();
        sheet.merge_range(1, 0, 1, 12, "TỔNG HỢP TÌNH HÌNH HỢP TÁC XÃ NĂM 2024", &plain).unwrap();
        for (column, header) in
            [(0, "TT"), (1, "Tên HTX"), (2, "Loại hình"), (10, "Xếp loại"), (11, "Tình trạng")]
        {
            sheet.merge_range(3, column, 4, column, header, &plain).unwrap();
        }
        sheet.merge_range(3, 3, 3, 4, "Đăng ký kinh doanh", &plain).unwrap();
        sheet.merge_range(3, 5, 3, 6, "Địa bàn", &plain).unwrap();
        sheet.merge_range(3, 7, 3, 9, "Vốn và kết quả SXKD (triệu đồng)", &plain).unwrap();
        sheet.merge_range(3, 12, 3, 13, "Thành viên", &plain).unwrap();
        sheet.merge_range(3, 14, 3, 15, "Người đại diện", &plain).unwrap();
        for (column, header) in [
            (3, "Mã số"),
            (4, "Ngày cấp"),
            (5, "Xã"),
            (6, "Huyện"),
            (7, "Vốn điều lệ"),
            (8, "Doanh thu"),
            (9, "Lãi (lỗ)"),
            (12, "Tổng số"),
            (13, "Nữ"),
            (14, "Họ tên"),
            (15, "Điện thoại"),
        ] {
            sheet.write(4, column, header).unwrap();
        }
        for column in 0..16 {
            sheet.write(5, column, format!("({})", column + 1)).unwrap();
        }
        let rows: Vec<Vec<Out>> = (1..)
            .zip(&records)
            .map(|(at, record)| {
                let millions = |dong: i64| Out::Number(dong as f64 / 1e6);
                vec![
                    Out::Number(f64::from(at)),
                    name(record),
                    kind(record),
                    number(record),
                    date(record),
                    commune(record),
                    district(record),
                    millions(record.charter_capital.unwrap().0),
                    revenue_in_millions(record),
                    profit_in_millions(record),
                    rating(record),
                    status(record),
                    members(record),
                    Out::Number(3.0),
                    representative(record),
                    phone(record),
                ]
            })
            .collect();
        fill(sheet, 6, &rows);
    });
    let found = understood(&file, "a.xlsx");
    let expected: Vec<_> = records
        .iter()
        .map(|record| RegisterRecord {
            rating: record.rating,
            status: record.status,
            charter_capital: record.charter_capital,
            revenue: record.revenue,
            profit: record.profit,
            members: record.members,
            representative: record.representative.clone(),
            phone: record.phone.clone(),
            ..short(record)
        })
        .collect();
    assert_all_read(&found, &expected);
    let unknown: Vec<&str> =
        found.unknown_columns.iter().map(|column| column.header.as_str()).collect();
    assert_eq!(unknown, ["Thành viên / Nữ"]);
    assert_eq!(found.rows_read[0].record.figures_year, Some(2024));
}

#[test]
fn headings_and_subtotals_by_district_without_a_district_column() {
    let mut records = shorts();
    records.sort_by_key(district_name);
    let mut rows = vec![
        vec![text("DANH SÁCH HTX, THT, LH HTX")],
        vec![
            text("STT"),
            text("Tên đơn vị"),
            text("Loại hình"),
            text("Mã số thuế"),
            text("Ngày cấp"),
            text("Xã, thị trấn"),
            text("Số thành viên"),
        ],
    ];
    for (at, group) in records.chunk_by(|left, right| left.district == right.district).enumerate() {
        let heading = district_name(&group[0]).to_uppercase();
        rows.push(vec![text(["I", "II", "III", "IV", "V", "A"][at % 6]), text(heading.clone())]);
        for (at, record) in (1..).zip(group) {
            rows.push(vec![
                Out::Number(f64::from(at)),
                name(record),
                kind(record),
                number(record),
                date(record),
                commune(record),
            ]);
        }
        rows.push(vec![
            Out::Blank,
            text(format!("Cộng {heading}")),
            Out::Blank,
            Out::Blank,
            Out::Blank,
            Out::Blank,
            Out::Formula(25.0),
        ]);
        rows.push(Vec::new());
    }
    rows.push(vec![
        text("TỔNG CỘNG"),
        Out::Blank,
        Out::Blank,
        Out::Blank,
        Out::Blank,
        Out::Blank,
        Out::Number(400.0),
    ]);
    rows.push(vec![Out::Blank, text("Hà Nội, ngày 10 tháng 2 năm 2025")]);
    rows.push(vec![Out::Blank, text("NGƯỜI LẬP BIỂU"), Out::Blank, Out::Blank, text("CHỦ TỊCH")]);
    rows.push(vec![
        Out::Blank,
        text("Nguyễn Văn An"),
        Out::Blank,
        Out::Blank,
        text("Trần Thị Bình"),
    ]);
    let found = understood(&xlsx_of(0, &rows), "a.xlsx");
    assert_all_read(&found, &records);
    let by_heading = |row: &SheetRow| {
        row.repairs.iter().any(|repair| repair.code == RepairCode::DistrictFromHeading)
    };
    assert!(found.rows_read.iter().all(by_heading));
}

#[test]
fn one_sheet_for_each_kind_without_a_kind_column_and_a_hidden_list() {
    let records = shorts();
    let columns: Vec<Column> = SHORT
        .into_iter()
        .filter(|(header, _)| *header != "Loại hình" && *header != "Tên HTX")
        .chain([(
            "Tên đơn vị",
            (|record: &RegisterRecord| {
                let bare = [
                    "Hợp tác xã ",
                    "HTX ",
                    "Tổ hợp tác ",
                    "THT ",
                    "Liên hiệp hợp tác xã ",
                    "LH HTX ",
                ];
                text(
                    bare.iter()
                        .find_map(|form| record.name.strip_prefix(form))
                        .unwrap_or(&record.name),
                )
            }) as fn(&RegisterRecord) -> Out,
        )])
        .collect();
    let mut expected = Vec::new();
    let file = xlsx(|workbook| {
        let cover = workbook.add_worksheet();
        cover.set_name("Bìa").unwrap().write(0, 0, "Báo cáo năm 2024").unwrap();
        for (sheet_name, of) in [
            ("Hợp tác xã", OrganisationKind::Cooperative),
            ("Tổ hợp tác", OrganisationKind::CooperativeGroup),
            ("Liên hiệp HTX", OrganisationKind::CooperativeUnion),
        ] {
            let group: Vec<_> =
                records.iter().filter(|record| record.kind == of).cloned().collect();
            let sheet = workbook.add_worksheet().set_name(sheet_name).unwrap();
            fill(sheet, 2, &table(&columns, &group));
            expected.extend(group);
        }
        let list = workbook.add_worksheet().set_name("DM").unwrap().set_hidden(true);
        fill(list, 0, &table(&SHORT, &records));
    });
    let found = understood(&file, "a.xlsx");
    assert_eq!((found.problems.as_slice(), found.rows), ([].as_slice(), expected.len()));
    for (read, wanted) in found.rows_read.iter().zip(&expected) {
        assert_eq!((read.record.kind, &read.record.number), (wanted.kind, &wanted.number));
        assert!(wanted.name.ends_with(&read.record.name));
    }
    assert_eq!(found.ignored_sheets, ["Bìa"]);
}

#[test]
fn repeated_headers_extra_columns_and_pages() {
    let columns: Vec<Column> = SHORT
        .into_iter()
        .chain([("Ghi chú", (|_| text("đã kiểm tra")) as fn(&RegisterRecord) -> Out)])
        .collect();
    let mut rows = Vec::new();
    for page in records().chunks(40) {
        rows.extend(table(&columns, page));
        rows.push(vec![
            text("Cộng trang"),
            Out::Blank,
            Out::Blank,
            Out::Blank,
            Out::Blank,
            Out::Blank,
            Out::Number(40.0),
        ]);
    }
    let found = understood(&xlsx_of(3, &rows), "a.xlsx");
    assert_all_read(&found, &shorts());
    assert_eq!(found.unknown_columns.len(), 1);
    assert_eq!(
        (found.unknown_columns[0].header.as_str(), found.unknown_columns[0].letter.as_str()),
        ("Ghi chú", "G")
    );
}

#[test]
fn districts_merged_down_over_their_rows() {
    let mut records = shorts();
    records.sort_by_key(district_name);
    let file = xlsx(|workbook| {
        let sheet = workbook.add_worksheet();
        let plain = Format::new();
        let mut rows = table(&SHORT, &records);
        rows.iter_mut().skip(1).for_each(|row| row[5] = Out::Blank);
        fill(sheet, 0, &rows);
        let mut row = 1;
        for group in records.chunk_by(|left, right| left.district == right.district) {
            let last = row + u32::try_from(group.len()).unwrap() - 1;
            match group.len() {
                1 => sheet.write(row, 5, district_name(&group[0])).unwrap(),
                _ => sheet.merge_range(row, 5, last, 5, &district_name(&group[0]), &plain).unwrap(),
            };
            row = last + 1;
        }
    });
    assert_all_read(&understood(&file, "a.xlsx"), &records);
}
