//! Writes registers in the manners of different offices, from the rows of the sample.

use htx_model::{
    administrative::{AdministrativeUnits, UnitLevel},
    code_list::CodeList as _,
    language::Language,
    organisation::OrganisationKind,
};
use rust_xlsxwriter::{ExcelDateTime, Format, Workbook, Worksheet};

use super::{sample::SAMPLE, *};

/// A cell to be written.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Out {
    Blank,
    Text(String),
    Number(f64),
    Date(Date),
    Formula(f64),
}

pub(super) fn text(text: impl Into<String>) -> Out {
    Out::Text(text.into())
}

/// The importable rows of the sample.
pub(super) fn records() -> Vec<RegisterRecord> {
    let found = understood(SAMPLE, "sample.xlsx");
    found.rows_read.into_iter().map(|row| row.record).collect()
}

pub(super) fn commune_name(record: &RegisterRecord) -> String {
    let units = AdministrativeUnits::embedded().unwrap();
    units.commune(&record.commune, record.commune_as_of).unwrap().name.clone()
}

pub(super) fn district_name(record: &RegisterRecord) -> String {
    let units = AdministrativeUnits::embedded().unwrap();
    let code = record.district.as_ref().unwrap();
    units.with_code(UnitLevel::District, code.as_str()).next().unwrap().name.clone()
}

pub(super) fn kind_code(record: &RegisterRecord) -> &'static str {
    match record.kind {
        OrganisationKind::Cooperative => "HTX",
        OrganisationKind::CooperativeGroup => "THT",
        OrganisationKind::CooperativeUnion => "LH HTX",
    }
}

/// One column of a register: its header and how a record stands in it.
pub(super) type Column = (&'static str, fn(&RegisterRecord) -> Out);

pub(super) fn name(record: &RegisterRecord) -> Out {
    text(&record.name)
}
pub(super) fn kind(record: &RegisterRecord) -> Out {
    text(kind_code(record))
}
pub(super) fn number(record: &RegisterRecord) -> Out {
    record.number.as_ref().map_or(Out::Blank, |number| text(number.as_str()))
}
pub(super) fn date(record: &RegisterRecord) -> Out {
    record.registered_on.map_or(Out::Blank, Out::Date)
}
pub(super) fn dotted_date(record: &RegisterRecord) -> Out {
    record.registered_on.map_or(Out::Blank, |date| text(date.0.strftime("%d.%m.%Y").to_string()))
}
pub(super) fn address(record: &RegisterRecord) -> Out {
    record.address.as_ref().map_or(Out::Blank, text)
}
pub(super) fn commune(record: &RegisterRecord) -> Out {
    text(commune_name(record))
}
pub(super) fn district(record: &RegisterRecord) -> Out {
    text(district_name(record))
}
pub(super) fn representative(record: &RegisterRecord) -> Out {
    record.representative.as_ref().map_or(Out::Blank, text)
}
pub(super) fn phone(record: &RegisterRecord) -> Out {
    record.phone.as_ref().map_or(Out::Blank, text)
}
pub(super) fn line(record: &RegisterRecord) -> Out {
    record.main_business_line.as_ref().map_or(Out::Blank, text)
}
pub(super) fn sector(record: &RegisterRecord) -> Out {
    record.sector.map_or(Out::Blank, |sector| text(sector.label(Language::Vi)))
}
pub(super) fn members(record: &RegisterRecord) -> Out {
    record.members.map_or(Out::Blank, |members| Out::Number(f64::from(members)))
}
pub(super) fn workers(record: &RegisterRecord) -> Out {
    record.workers.map_or(Out::Blank, |workers| Out::Number(f64::from(workers)))
}
pub(super) fn rating(record: &RegisterRecord) -> Out {
    record.rating.map_or(Out::Blank, |rating| text(rating.label(Language::Vi)))
}
pub(super) fn status(record: &RegisterRecord) -> Out {
    record.status.map_or(Out::Blank, |status| text(status.label(Language::Vi)))
}
pub(super) fn alliance(record: &RegisterRecord) -> Out {
    if record.alliance_member == Some(true) { text("x") } else { Out::Blank }
}
pub(super) fn capital_in_dong(record: &RegisterRecord) -> Out {
    record.charter_capital.map_or(Out::Blank, |dong| Out::Number(dong.0 as f64))
}
pub(super) fn revenue_in_millions(record: &RegisterRecord) -> Out {
    record.revenue.map_or(Out::Blank, |dong| Out::Number((dong.0 / 1_000_000) as f64))
}
pub(super) fn profit_in_millions(record: &RegisterRecord) -> Out {
    record.profit.map_or(Out::Blank, |dong| Out::Number((dong.0 / 1_000_000) as f64))
}
pub(super) fn income_in_millions(record: &RegisterRecord) -> Out {
    record.average_worker_income.map_or(Out::Blank, |dong| Out::Number((dong.0 / 1_000_000) as f64))
}

/// `1865000` as `1.865.000`.
pub(super) fn dotted(number: i64) -> String {
    let digits = number.unsigned_abs().to_string();
    let mut grouped = String::new();
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            grouped.push('.');
        }
        grouped.push(digit);
    }
    if number < 0 { format!("({grouped})") } else { grouped }
}

/// The rows of a plain table: the header, then the records.
pub(super) fn table(columns: &[Column], records: &[RegisterRecord]) -> Vec<Vec<Out>> {
    let header = columns.iter().map(|(header, _)| text(*header)).collect();
    let rows =
        records.iter().map(|record| columns.iter().map(|(_, write)| write(record)).collect());
    std::iter::once(header).chain(rows).collect()
}

pub(super) fn fill(sheet: &mut Worksheet, first_row: u32, rows: &[Vec<Out>]) {
    let day = Format::new().set_num_format("dd/mm/yyyy");
    for (row, cells) in (first_row..).zip(rows) {
        for (column, cell) in (0..).zip(cells) {
            match cell {
                Out::Blank => continue,
                Out::Text(text) => sheet.write(row, column, text).unwrap(),
                Out::Number(number) => sheet.write(row, column, *number).unwrap(),
                Out::Date(date) => {
                    let (year, month, day_of_month) = (date.0.year(), date.0.month(), date.0.day());
                    let date =
                        ExcelDateTime::from_ymd(year as u16, month as u8, day_of_month as u8)
                            .unwrap();
                    sheet.write_with_format(row, column, &date, &day).unwrap()
                }
                Out::Formula(result) => {
                    let formula =
                        rust_xlsxwriter::Formula::new("=1+1").set_result(result.to_string());
                    sheet.write(row, column, formula).unwrap()
                }
            };
        }
    }
}

pub(super) fn xlsx(fill: impl FnOnce(&mut Workbook)) -> Vec<u8> {
    let mut workbook = Workbook::new();
    fill(&mut workbook);
    workbook.save_to_buffer().unwrap()
}

/// One sheet with these rows from a first row on.
pub(super) fn xlsx_of(first_row: u32, rows: &[Vec<Out>]) -> Vec<u8> {
    xlsx(|workbook| self::fill(workbook.add_worksheet(), first_row, rows))
}

pub(super) fn csv_of(delimiter: char, rows: &[Vec<Out>]) -> String {
    let write = |cell: &Out| match cell {
        Out::Blank => String::new(),
        Out::Text(text) => format!("\"{}\"", text.replace('"', "\"\"")),
        Out::Number(number) | Out::Formula(number) => number.to_string(),
        Out::Date(date) => date.0.strftime("%d/%m/%Y").to_string(),
    };
    let lines = rows
        .iter()
        .map(|row| row.iter().map(write).collect::<Vec<_>>().join(&delimiter.to_string()));
    lines.map(|line| line + "\r\n").collect()
}

/// Forgets what a variant does not carry, so that the rest can be compared.
pub(super) fn without(
    mut record: RegisterRecord,
    forget: impl Fn(&mut RegisterRecord),
) -> RegisterRecord {
    record.figures_year = None;
    forget(&mut record);
    record
}

pub(super) fn read_records(found: &Interpretation) -> Vec<RegisterRecord> {
    found.rows_read.iter().map(|row| without(row.record.clone(), |_| {})).collect()
}
