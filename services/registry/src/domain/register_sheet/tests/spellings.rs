//! The sample's own organisations, with every cell spelt in other manners.

use htx_model::{code_list::CodeList as _, language::Language};

use super::{expected::*, writing::*, *};

#[test]
fn csv_with_semicolons_decimal_commas_and_thousand_million_in_every_encoding() {
    let columns: Vec<Column> = SHORT
        .into_iter()
        .chain([(
            "Vốn điều lệ (tỷ đồng)",
            (|record: &RegisterRecord| {
                let thousandths = record.charter_capital.unwrap().0 / 1_000_000;
                text(
                    format!("{},{:03}", thousandths / 1_000, thousandths % 1_000)
                        .trim_end_matches('0')
                        .trim_end_matches(','),
                )
            }) as fn(&RegisterRecord) -> Out,
        )])
        .collect();
    let expected: Vec<_> = records()
        .iter()
        .map(|record| RegisterRecord { charter_capital: record.charter_capital, ..short(record) })
        .collect();
    let written = csv_of(';', &table(&columns, &records()));
    let utf_16: Vec<u8> = written.encode_utf16().flat_map(u16::to_le_bytes).collect();
    let windows_1258 = to_windows_1258(&written);
    assert!(std::str::from_utf8(&windows_1258).is_err());
    for file in [written.into_bytes(), utf_16, windows_1258] {
        let found = understood(&file, "Danh sách.csv");
        assert_all_read(&found, &expected);
        assert!(found.rows_read.iter().all(|row| row.repairs.is_empty()));
    }
}

/// As Vietnamese Windows writes text: base letters with their marks, tones as marks after them.
fn to_windows_1258(text: &str) -> Vec<u8> {
    const LETTERS: &str = "ĂăĐđƠơƯưÂâÊêÔô";
    const BYTES: [u8; 14] =
        [0xC3, 0xE3, 0xD0, 0xF0, 0xD5, 0xF5, 0xDD, 0xFD, 0xC2, 0xE2, 0xCA, 0xEA, 0xD4, 0xF4];
    const TONES: [(u8, &str, &str); 5] = [
        (0xCC, "ÀẰẦÈỀÌÒỒỜÙỪỲàằầèềìòồờùừỳ", "AĂÂEÊIOÔƠUƯYaăâeêioôơuưy"),
        (0xD2, "ẢẲẨẺỂỈỎỔỞỦỬỶảẳẩẻểỉỏổởủửỷ", "AĂÂEÊIOÔƠUƯYaăâeêioôơuưy"),
        (0xDE, "ÃẴẪẼỄĨÕỖỠŨỮỸãẵẫẽễĩõỗỡũữỹ", "AĂÂEÊIOÔƠUƯYaăâeêioôơuưy"),
        (0xEC, "ÁẮẤÉẾÍÓỐỚÚỨÝáắấéếíóốớúứý", "AĂÂEÊIOÔƠUƯYaăâeêioôơuưy"),
        (0xF2, "ẠẶẬẸỆỊỌỘỢỤỰỴạặậẹệịọộợụựỵ", "AĂÂEÊIOÔƠUƯYaăâeêioôơuưy"),
    ];
    let one = |letter: char| match LETTERS.chars().position(|other| other == letter) {
        Some(at) => BYTES[at],
        None => u8::try_from(letter).unwrap(),
    };
    let mut bytes = Vec::new();
    for letter in text.chars() {
        let toned = TONES.iter().find_map(|(tone, toned, bare)| {
            toned
                .chars()
                .position(|other| other == letter)
                .map(|at| (bare.chars().nth(at).unwrap(), *tone))
        });
        match toned {
            Some((bare, tone)) => bytes.extend([one(bare), tone]),
            None => bytes.push(one(letter)),
        }
    }
    bytes
}

#[test]
fn a_dump_of_another_program_with_moments_and_floats() {
    let columns: [Column; 7] = [
        ("Tên tổ chức", name),
        ("Mã số HTX", |record| {
            let number = record
                .number
                .as_ref()
                .map(|number| number.as_str().trim_start_matches('0').to_owned());
            number.map_or(Out::Blank, |number| text(format!("{number}.0")))
        }),
        ("Ngày cấp", |record| {
            record.registered_on.map_or(Out::Blank, |date| text(format!("{date} 00:00:00")))
        }),
        ("Xã/Phường/Thị trấn", commune),
        ("Quận/Huyện/Thị xã", district),
        ("Vốn điều lệ (triệu đồng)", |record| {
            text(format!("{}.0", record.charter_capital.unwrap().0 / 1_000_000))
        }),
        ("Số thành viên", |record| text(format!("{}.0", record.members.unwrap()))),
    ];
    let found = understood(csv_of(',', &table(&columns, &records())).as_bytes(), "a.csv");
    let expected: Vec<_> = records()
        .iter()
        .map(|record| RegisterRecord {
            charter_capital: record.charter_capital,
            members: record.members,
            ..short(record)
        })
        .collect();
    assert_all_read(&found, &expected);
}

#[test]
fn everything_of_the_place_in_one_address() {
    let columns: [Column; 4] = [
        ("Tên HTX", name),
        ("Loại hình HTX", kind),
        ("Mã số thuế", number),
        ("Địa chỉ", |record| {
            text(format!(
                "{}, {}, {}, TP. Hà Nội",
                record.address.as_ref().unwrap(),
                commune_name(record).to_lowercase(),
                district_name(record)
            ))
        }),
    ];
    let found = understood(csv_of('\t', &table(&columns, &records())).as_bytes(), "a.tsv");
    assert_eq!(found.problems, []);
    let place = |record: &RegisterRecord| (record.commune.clone(), record.district.clone());
    let read: Vec<_> = found.rows_read.iter().map(|row| place(&row.record)).collect();
    assert_eq!(read, records().iter().map(place).collect::<Vec<_>>());
}

#[test]
fn the_mess_of_every_cell_at_once() {
    let columns: [Column; 9] = [
        ("STT", |_| Out::Blank),
        (" Tên  hợp tác xã ", |record| {
            text(decompose(&format!("  {}\u{a0}", record.name.replace(' ', "  "))))
        }),
        ("Loại hình", |record| text(record.kind.label(Language::Vi).to_uppercase())),
        ("Mã số", |record| {
            record
                .number
                .as_ref()
                .map_or(text("chưa có"), |number| Out::Number(number.as_str().parse().unwrap()))
        }),
        ("Ngày cấp", |record| {
            let date = record.registered_on.unwrap();
            Out::Number((date.0 - Date::new(1899, 12, 30).unwrap().0).get_days().into())
        }),
        ("Xã", |record| {
            let name = commune_name(record);
            let bare = ["Xã ", "Phường ", "Thị trấn "]
                .iter()
                .find_map(|kind| name.strip_prefix(kind))
                .unwrap();
            // One commune and one township of the same district share a name.
            text(if bare == "Yên Viên" { name.clone() } else { decompose(bare) })
        }),
        ("Huyện", |record| text(district_name(record).to_uppercase())),
        ("Vốn điều lệ", |record| {
            let millions = record.charter_capital.unwrap().0 / 1_000_000;
            text(if millions % 1_000 == 0 {
                format!("{} tỷ", millions / 1_000)
            } else {
                format!("{} triệu", dotted(millions))
            })
        }),
        ("Lợi nhuận (đồng)", |record| text(dotted(record.profit.unwrap().0))),
    ];
    let found = understood(&xlsx_of(7, &table(&columns, &records())), "a.xlsx");
    let expected: Vec<_> = records()
        .iter()
        .map(|record| RegisterRecord {
            charter_capital: record.charter_capital,
            profit: record.profit,
            ..short(record)
        })
        .collect();
    assert_all_read(&found, &expected);
}

fn decompose(text: &str) -> String {
    // Every tone as a mark of its own, which is enough to be no longer composed.
    const TONED: [(&str, &str, char); 3] = [
        ("àằầèềìòồờùừỳ", "aăâeêioôơuưy", '\u{300}'),
        ("áắấéếíóốớúứý", "aăâeêioôơuưy", '\u{301}'),
        ("ạặậẹệịọộợụựỵ", "aăâeêioôơuưy", '\u{323}'),
    ];
    let mut decomposed = String::new();
    for letter in text.chars() {
        let found = TONED.iter().find_map(|(toned, bare, tone)| {
            toned
                .chars()
                .position(|other| other == letter)
                .map(|at| (bare.chars().nth(at).unwrap(), *tone))
        });
        match found {
            Some((bare, tone)) => decomposed.extend([bare, tone]),
            None => decomposed.push(letter),
        }
    }
    decomposed
}

#[test]
fn thirty_thousand_rows_are_understood_quickly() {
    let records = records();
    let many: Vec<_> = (0..30_000)
        .map(|at| {
            let mut record = records[at % records.len()].clone();
            record.number = None;
            record
        })
        .collect();
    let found = understood(csv_of(',', &table(&FULL, &many)).as_bytes(), "a.csv");
    assert_eq!((found.rows, found.rows_read.len()), (30_000, 30_000));
}
