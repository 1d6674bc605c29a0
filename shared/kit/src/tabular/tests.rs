//! Whole files, as bytes, the way they arrive.

use std::io::{Cursor, Write as _};

use htx_model::{date::Date, text::compose};
use rust_xlsxwriter::{ExcelDateTime, Format, Formula, Workbook};
use zip::{CompressionMethod, ZipWriter, write::SimpleFileOptions};

use super::*;

fn csv(bytes: &[u8]) -> Sheet {
    let mut sheets = read(bytes, "thư mục/danh sách.csv").unwrap();
    assert_eq!(sheets.len(), 1);
    sheets.remove(0)
}

fn texts(sheet: &Sheet) -> Vec<Vec<String>> {
    sheet.rows.iter().map(|row| row.cells.iter().map(Cell::to_string).collect()).collect()
}

fn workbook(fill: impl FnOnce(&mut Workbook)) -> Vec<u8> {
    let mut workbook = Workbook::new();
    fill(&mut workbook);
    workbook.save_to_buffer().unwrap()
}

fn zip_of(entries: &[(&str, &[u8])]) -> Vec<u8> {
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    let options = SimpleFileOptions::default().compression_method(CompressionMethod::Deflated);
    for (name, content) in entries {
        writer.start_file(*name, options).unwrap();
        writer.write_all(content).unwrap();
    }
    writer.finish().unwrap().into_inner()
}

const WANTED: [[&str; 3]; 2] = [["Tên", "Xã", "Vốn"], ["Hợp tác xã Đông Ưng", "Phú Đa", "1.500,5"]];

#[test]
fn csv_is_read_in_utf_8_and_utf_16_with_and_without_mark() {
    let text = "Tên;Xã;Vốn\r\nHợp tác xã Đông Ưng;Phú Đa;1.500,5\r\n";
    let little: Vec<u8> = text.encode_utf16().flat_map(u16::to_le_bytes).collect();
    let big: Vec<u8> = text.encode_utf16().flat_map(u16::to_be_bytes).collect();
    let files = [
        text.as_bytes().to_vec(),
        [b"\xEF\xBB\xBF".as_slice(), text.as_bytes()].concat(),
        little.clone(),
        [b"\xFF\xFE".as_slice(), &little].concat(),
        big.clone(),
        [b"\xFE\xFF".as_slice(), &big].concat(),
    ];
    for file in files {
        let sheet = csv(&file);
        assert_eq!(texts(&sheet), WANTED);
        assert_eq!(sheet.name, "danh sách");
    }
}

#[test]
fn windows_1258_is_composed() {
    // "Hợp tác xã Đông Ưng" with tones as marks after the vowel: F2 dot below, EC acute, DE tilde.
    let file = b"T\xEAn,X\xE3,V\xF4\xECn\nH\xF5\xF2p ta\xECc xa\xDE \xD0\xF4ng \xDDng,Phu\xEC \xD0a,\"1.500,5\"\n";
    let sheet = csv(file);
    assert_eq!(texts(&sheet)[1], WANTED[1]);
    assert!(
        sheet
            .rows
            .iter()
            .flat_map(|row| &row.cells)
            .all(|cell| { cell.as_text().is_none_or(|text| compose(text) == text) })
    );
}

#[test]
fn unicode_is_left_as_it_stands_even_decomposed() {
    let sheet = csv("Tên,Xã\nHo\u{300}a,  Vân  \n".as_bytes());
    assert_eq!(texts(&sheet)[1], ["Ho\u{300}a", "  Vân  "]);
}

#[test]
fn the_delimiter_is_found_among_decimal_commas_and_quoted_lines() {
    for delimiter in [",", ";", "\t", "|"] {
        let text = format!(
            "DANH SÁCH\n\nTên{delimiter}Địa chỉ{delimiter}Vốn\n\
             A{delimiter}\"Số 1; ngõ 2,\nphố \"\"B\"\"\"{delimiter}\"1,5\"\nC{delimiter}{delimiter}2\n"
        );
        let sheet = csv(text.as_bytes());
        let numbers: Vec<u32> = sheet.rows.iter().map(|row| row.number).collect();
        assert_eq!(numbers, [1, 3, 4, 5], "{delimiter:?}");
        assert_eq!(texts(&sheet)[2], ["A", "Số 1; ngõ 2,\nphố \"B\"", "1,5"]);
    }
    let declared = csv(b"sep=|\nA,B,C|D\n1,2,3|4\n");
    assert_eq!(texts(&declared), [["A,B,C", "D"], ["1,2,3", "4"]]);
    assert_eq!(declared.rows[0].number, 2);
    assert_eq!(texts(&csv(b"a;b\r1;=\"0101\"\r")), [["a", "b"], ["1", "0101"]]);
}

#[test]
fn old_fonts_in_csv_are_refused_with_advice() {
    let tcvn3 = b"STT,T\xAAn h\xEEp t\xB8c x\xB7,X\xB7\n1,HTX N\xABng nghi\xD6p,Ph\xF3 Xuy\xAAn\n";
    let vni = b"STT,Te\xE2n h\xF4\xEFp ta\xF9c xa\xF5,Xa\xF5\n1,HTX No\xE2ng nghie\xE4p,Phu\xF9 Xuye\xE2n\n";
    let same_in_utf_8 = "STT,Tªn hîp t¸c x·,X·\n1,HTX N«ng nghiÖp,Phó Xuyªn\n".as_bytes();
    for (file, font) in [
        (tcvn3.as_slice(), LegacyFont::Tcvn3),
        (vni.as_slice(), LegacyFont::Vni),
        (same_in_utf_8, LegacyFont::Tcvn3),
    ] {
        let refused = read(file, "a.csv").unwrap_err();
        let TabularError::LegacyFont { font: found, row, reading, .. } = &refused else {
            panic!("{refused:?}");
        };
        assert_eq!((*found, *row, reading.as_str()), (font, 1, "Tên hợp tác xã"));
        assert!(refused.advice().vi.contains("UniKey"));
    }
}

#[test]
fn old_fonts_inside_a_workbook_are_refused_and_foreign_names_are_not() {
    let file = workbook(|book| {
        let sheet = book.add_worksheet();
        sheet.write(0, 0, "Tên hợp tác xã").unwrap();
        sheet.write(4, 1, "HTX N«ng nghiÖp Phó Xuyªn").unwrap();
    });
    assert!(matches!(
        read(&file, "a.xlsx"),
        Err(TabularError::LegacyFont { font: LegacyFont::Tcvn3, row: 5, .. })
    ));
    let file = workbook(|book| {
        let sheet = book.add_worksheet();
        for (row, text) in (0..).zip(["Société Générale", "Café Noël", "Thaï", "Hoà Bình", "ASCII"])
        {
            sheet.write(row, 0, text).unwrap();
        }
    });
    assert_eq!(read(&file, "a.xlsx").unwrap()[0].rows.len(), 5);
}

#[test]
fn a_workbook_gives_typed_cells_with_their_row_numbers() {
    let file = workbook(|book| {
        let sheet = book.add_worksheet();
        let day = Format::new().set_num_format("dd/mm/yyyy");
        sheet.write(2, 0, "chữ").unwrap();
        sheet.write(2, 1, 1.5).unwrap();
        sheet.write(2, 2, true).unwrap();
        let date = ExcelDateTime::from_ymd(2014, 10, 4).unwrap();
        sheet.write_with_format(2, 3, &date, &day).unwrap();
        sheet.write(6, 2, Formula::new("=1+1").set_result("2")).unwrap();
        sheet.write_blank(9, 1, &day).unwrap();
        book.add_worksheet().set_name("Ẩn").unwrap().set_hidden(true).write(0, 0, 1).unwrap();
    });
    let sheets = read(&file, "a.xlsx").unwrap();
    assert_eq!(sheets[0].rows.len(), 2);
    assert_eq!(sheets[0].rows[0].number, 3);
    assert_eq!(
        sheets[0].rows[0].cells,
        [
            Cell::Text("chữ".to_owned()),
            Cell::Number(1.5),
            Cell::Boolean(true),
            Cell::Date(Date::new(2014, 10, 4).unwrap()),
        ]
    );
    assert_eq!(sheets[0].rows[1].number, 7);
    assert_eq!(sheets[0].rows[1].cell(2), &Cell::Number(2.0));
    assert!(sheets[1].hidden && !sheets[0].hidden);
}

#[test]
fn a_value_merged_over_rows_is_repeated_down_but_not_to_the_right() {
    let file = workbook(|book| {
        let sheet = book.add_worksheet();
        let plain = Format::new();
        sheet.merge_range(0, 0, 0, 2, "Tiêu đề", &plain).unwrap();
        sheet.merge_range(1, 1, 3, 1, "Huyện Gia Lâm", &plain).unwrap();
        for row in 1..4 {
            sheet.write(row, 0, f64::from(row)).unwrap();
        }
    });
    let sheet = &read(&file, "a.xlsx").unwrap()[0];
    assert_eq!(sheet.rows[0].cells.len(), 1);
    assert!(sheet.rows[1..].iter().all(|row| row.cell(1).to_string() == "Huyện Gia Lâm"));
    assert_eq!(sheet.merges.len(), 2);
}

#[test]
fn merged_cells_are_noticed_wherever_a_piece_of_the_file_ends() {
    let merges = |sheet: &[u8]| {
        let file = zip_of(&[("xl/workbook.xml", b"<workbook/>"), ("xl/worksheets/1.xml", sheet)]);
        container::inspect(&file, &Limits::default()).unwrap().merges
    };
    // Pieces are of 64 kB, and the second begins anywhere in the word.
    for before in (64 << 10) - 12..=64 << 10 {
        let mut sheet = vec![b' '; before];
        assert!(!merges(&sheet));
        sheet.extend_from_slice(b"<x:mergeCell ref=\"A1:B2\"/>");
        assert!(merges(&sheet), "after {before} bytes");
    }
}

#[test]
fn other_files_are_named_for_what_they_are() {
    let docx = zip_of(&[("[Content_Types].xml", b"<Types/>"), ("word/document.xml", b"<w/>")]);
    let ods = zip_of(&[("mimetype", b"application/vnd.oasis"), ("content.xml", b"<o/>")]);
    let mut xls = b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1".to_vec();
    xls.resize(600, 0);
    xls.extend("Workbook".encode_utf16().flat_map(u16::to_le_bytes));
    for (file, kind) in [
        (b"%PDF-1.7\n...".as_slice(), FileKind::Pdf),
        (b"\x89PNG\r\n\x1a\n", FileKind::Picture),
        (b"\xFF\xD8\xFF\xE0\0\x10JFIF", FileKind::Picture),
        (b"  <!DOCTYPE html><html><table>", FileKind::WebPage),
        (b"{\"a\": 1}", FileKind::Markup),
        (b"\x7FELF\x02\x01\x01\0\0\0\0\0\0\0\0\0", FileKind::Unknown),
        (&docx, FileKind::Document),
        (&ods, FileKind::OpenDocument),
        (&xls, FileKind::OldExcel),
        (&zip_of(&[("a.txt", b"a")]), FileKind::Archive),
    ] {
        let refused = read(file, "a.xlsx").unwrap_err();
        assert_eq!(refused, TabularError::NotReadable(kind));
        assert_eq!(refused.code(), "not_a_spreadsheet");
    }
    for file in [b"".as_slice(), b" \r\n\t"] {
        assert_eq!(read(file, "a.csv"), Err(TabularError::Empty));
    }
    let nothing_in_it = workbook(|book| {
        book.add_worksheet();
    });
    assert_eq!(read(&nothing_in_it, "a.xlsx"), Err(TabularError::Empty));
}

#[test]
fn a_password_is_recognised() {
    let mut file = b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1".to_vec();
    file.resize(1_024, 0);
    file.extend("EncryptedPackage".encode_utf16().flat_map(u16::to_le_bytes));
    assert_eq!(read(&file, "a.xlsx"), Err(TabularError::PasswordProtected));
}

#[test]
fn a_damaged_workbook_is_refused_wherever_it_was_cut_or_changed() {
    let file = workbook(|book| {
        let sheet = book.add_worksheet();
        for row in 0..200 {
            sheet.write(row, 0, format!("dòng {row} {}", row * 7919 % 1009)).unwrap();
        }
    });
    for kept in [10, 100, file.len() / 2, file.len() - 30] {
        let refused = read(&file[..kept], "a.xlsx").unwrap_err();
        assert!(matches!(refused, TabularError::Damaged(_)), "{kept}: {refused:?}");
    }
    let name = b"xl/sharedStrings.xml";
    let at = file.windows(name.len()).position(|window| window == name).unwrap();
    let mut changed = file.clone();
    changed[at + name.len() + 40] ^= 0x55;
    assert!(matches!(read(&changed, "a.xlsx"), Err(TabularError::Damaged(_))));
    let plain = "Xã Vân Từ\n".repeat(9);
    assert!(read(plain.trim_end().as_bytes(), "a.csv").is_ok());
    let mut broken = "Hợp tác xã Vệ sinh\n".repeat(9).into_bytes();
    broken[30] = 0xFF;
    assert!(matches!(read(&broken, "a.csv"), Err(TabularError::Damaged(_))));
}

#[test]
fn a_zip_bomb_is_refused_by_what_it_declares_and_by_what_comes_out() {
    let zeros = vec![b' '; 30 << 20];
    let bomb = zip_of(&[("xl/workbook.xml", b"<workbook/>"), ("xl/worksheets/sheet1.xml", &zeros)]);
    assert!(bomb.len() < 64 << 10);
    assert_eq!(read(&bomb, "a.xlsx"), Err(TabularError::TooLarge(Exceeded::Ratio(250))));
    let wide = Limits { ratio: 100_000, unpacked_bytes: 20 << 20, ..Limits::default() };
    let declared = read_within(&bomb, "a.xlsx", &wide);
    assert_eq!(declared, Err(TabularError::TooLarge(Exceeded::UnpackedBytes(20 << 20))));

    // The same with a lie: every declared size of 30 MiB is changed to 1 byte.
    let mut lying = bomb.clone();
    let size = (30_u32 << 20).to_le_bytes();
    for at in 0..lying.len() - 4 {
        if lying[at..at + 4] == size {
            lying[at..at + 4].copy_from_slice(&1_u32.to_le_bytes());
        }
    }
    assert_ne!(lying, bomb);
    let lied = read_within(&lying, "a.xlsx", &wide).unwrap_err();
    assert!(matches!(lied, TabularError::TooLarge(_) | TabularError::Damaged(_)), "{lied:?}");
}

#[test]
fn a_workbook_of_far_corners_costs_nothing_and_is_refused() {
    let file = workbook(|book| {
        let sheet = book.add_worksheet();
        sheet.write(0, 0, 1).unwrap();
        sheet.write(1_048_575, 16_383, 1).unwrap();
    });
    assert_eq!(read(&file, "a.xlsx"), Err(TabularError::TooLarge(Exceeded::Columns(512))));
}

#[test]
fn a_table_beyond_the_limits_is_refused() {
    let small = Limits { rows: 3, columns: 2, cells: 5, cell_characters: 4, ..Limits::default() };
    for (file, exceeded) in [
        ("1\n2\n3\n4\n", Exceeded::Rows(3)),
        ("1,2,3\n", Exceeded::Columns(2)),
        ("1,2\n1,2\n1,2\n", Exceeded::Cells(5)),
        ("1,12345\n", Exceeded::CellCharacters(4)),
    ] {
        let refused = read_within(file.as_bytes(), "a.csv", &small);
        assert_eq!(refused, Err(TabularError::TooLarge(exceeded)));
    }
    let unclosed = format!("a,b\n1,\"{}", "x\n".repeat(40_000));
    assert!(matches!(
        read(unclosed.as_bytes(), "a.csv"),
        Err(TabularError::TooLarge(Exceeded::CellCharacters(_)))
    ));
}
