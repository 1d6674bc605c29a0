//! The city's report as a spreadsheet: cells keep their types, text is never a formula.

use htx_model::{code_list::CodeList as _, date::Date, indicator::Unit, language::Language};
use rust_xlsxwriter::{DocProperties, ExcelDateTime, Format, Workbook, Worksheet, XlsxError};

use crate::domain::report::{city::CityReport, figures::ReportFigure};

/// Characters that a cell holds.
const CELL_CHARACTERS: usize = 32_767;

/// Writes it; the same report gives the same bytes.
pub(super) fn write(report: &CityReport) -> Result<Vec<u8>, XlsxError> {
    let mut workbook = Workbook::new();
    let day = moment(report.signed_on)?;
    let title = format!("Báo cáo số {}", report.content.document_number);
    workbook.set_properties(&DocProperties::new().set_title(title).set_creation_datetime(&day));
    targets(workbook.add_worksheet(), report)?;
    agencies(workbook.add_worksheet(), report)?;
    words(workbook.add_worksheet(), report)?;
    declared(workbook.add_worksheet(), report)?;
    workbook.save_to_buffer()
}

fn moment(day: Date) -> Result<ExcelDateTime, XlsxError> {
    ExcelDateTime::parse_from_str(&day.to_string())
}

fn head(sheet: &mut Worksheet, name: &str, columns: &[(&str, f64)]) -> Result<(), XlsxError> {
    let bold = Format::new().set_bold().set_text_wrap();
    sheet.set_name(name)?;
    for (column, (label, width)) in (0..).zip(columns) {
        sheet.set_column_width(column, *width)?;
        sheet.write_string_with_format(0, column, *label, &bold)?;
    }
    sheet.set_freeze_panes(1, 0)?;
    Ok(())
}

fn fitted(text: &str) -> String {
    text.chars().take(CELL_CHARACTERS).collect()
}

fn targets(sheet: &mut Worksheet, report: &CityReport) -> Result<(), XlsxError> {
    let columns = [
        ("STT", 8.0),
        ("Chỉ tiêu", 60.0),
        ("Đơn vị tính", 16.0),
        ("Kế hoạch", 18.0),
        ("Thực hiện", 18.0),
        ("Tình trạng số liệu", 20.0),
        ("Thời điểm tính", 26.0),
        ("Tử số", 20.0),
        ("Mẫu số", 14.0),
        ("Số đã báo cáo", 14.0),
        ("Số phải báo cáo", 14.0),
        ("Từ ngày", 14.0),
        ("Đến ngày", 14.0),
        ("Dịch vụ tính", 18.0),
        ("Phiên bản quy tắc", 10.0),
        ("Vị trí nhật ký", 14.0),
        ("Quy tắc tính", 80.0),
    ];
    head(sheet, "Chỉ tiêu", &columns)?;
    for (row, one) in (1..).zip(&report.content.figures) {
        sheet.write_string(row, 0, &one.number)?;
        sheet.write_string(row, 1, &one.name)?;
        sheet.write_string(row, 2, unit(one.unit))?;
        sheet.write_number(row, 3, amount(one.unit, one.minimum))?;
        if let Some(value) = one.value {
            sheet.write_number(row, 4, amount(one.unit, value))?;
        }
        sheet.write_string(row, 5, one.state.label(Language::Vi))?;
        if let Some(at) = one.computed_at {
            sheet.write_string(row, 6, at.to_string())?;
        }
        provenance(sheet, row, one)?;
    }
    Ok(())
}

/// What the figure is computed from again.
#[allow(clippy::cast_precision_loss, reason = "a sum beyond 2^53 stands in the JSON to the đồng")]
fn provenance(sheet: &mut Worksheet, row: u32, one: &ReportFigure) -> Result<(), XlsxError> {
    let numbers = [
        (7, one.numerator),
        (8, one.denominator),
        (9, one.reported),
        (10, one.expected),
        (14, one.rule_version.map(i64::from)),
        (15, one.log_position),
    ];
    for (column, number) in numbers {
        if let Some(number) = number {
            sheet.write_number(row, column, number as f64)?;
        }
    }
    let date = Format::new().set_num_format("dd/mm/yyyy");
    for (column, day) in [(11, one.period_from), (12, one.period_to)] {
        if let Some(day) = day {
            sheet.write_datetime_with_format(row, column, &moment(day)?, &date)?;
        }
    }
    sheet.write_string(row, 13, one.service.as_deref().unwrap_or_default())?;
    sheet.write_string(row, 16, one.rule.as_deref().unwrap_or_default())?;
    Ok(())
}

/// Shares are shown in per cent, as the plan writes them.
fn unit(unit: Unit) -> &'static str {
    if unit == Unit::BasisPoints { "%" } else { unit.label(Language::Vi) }
}

#[allow(clippy::cast_precision_loss, reason = "no figure of the plan comes near 2^53")]
fn amount(unit: Unit, value: i64) -> f64 {
    let value = value as f64;
    if unit == Unit::BasisPoints { value / 100.0 } else { value }
}

fn agencies(sheet: &mut Worksheet, report: &CityReport) -> Result<(), XlsxError> {
    let columns = [
        ("Mã cơ quan", 16.0),
        ("Cơ quan", 50.0),
        ("Trạng thái báo cáo", 20.0),
        ("Ngày ký gửi", 14.0),
        ("Số ngày chậm", 14.0),
    ];
    head(sheet, "Cơ quan báo cáo", &columns)?;
    let date = Format::new().set_num_format("dd/mm/yyyy");
    for (row, one) in (1..).zip(&report.content.agencies) {
        sheet.write_string(row, 0, one.agency.as_str())?;
        sheet.write_string(row, 1, &one.agency_name)?;
        sheet.write_string(row, 2, one.state.label(Language::Vi))?;
        if let Some(day) = one.first_signed_on {
            sheet.write_datetime_with_format(row, 3, &moment(day)?, &date)?;
        }
        if let Some(days) = one.days_late.and_then(|days| i32::try_from(days).ok()) {
            sheet.write_number(row, 4, f64::from(days))?;
        }
    }
    Ok(())
}

fn words(sheet: &mut Worksheet, report: &CityReport) -> Result<(), XlsxError> {
    let columns = [
        ("Cơ quan", 40.0),
        ("Kết quả thực hiện", 70.0),
        ("Khó khăn, vướng mắc", 70.0),
        ("Đề xuất, kiến nghị", 70.0),
    ];
    head(sheet, "Kết quả, khó khăn, đề xuất", &columns)?;
    let wrapped = Format::new().set_text_wrap();
    let lines = report.content.agencies.iter();
    let lines = lines.map(|one| (one, [&one.results, &one.obstacles, &one.proposals]));
    let lines = lines.filter(|(_, said)| said.iter().any(|text| !text.is_empty()));
    for (row, (one, said)) in (1..).zip(lines) {
        sheet.write_string(row, 0, &one.agency_name)?;
        for (column, text) in (1..).zip(said) {
            sheet.write_string_with_format(row, column, fitted(text), &wrapped)?;
        }
    }
    Ok(())
}

/// What agencies declare, beside what was computed when they signed.
fn declared(sheet: &mut Worksheet, report: &CityReport) -> Result<(), XlsxError> {
    let columns = [
        ("Cơ quan", 50.0),
        ("STT", 8.0),
        ("Mã chỉ tiêu", 40.0),
        ("Đơn vị tính", 16.0),
        ("Số kê khai", 18.0),
        ("Số tính được", 18.0),
        ("Chênh lệch", 18.0),
    ];
    head(sheet, "Số kê khai", &columns)?;
    let agencies = report.content.agencies.iter();
    let lines = agencies.flat_map(|one| one.declared.iter().map(move |said| (one, said)));
    for (row, (one, said)) in (1..).zip(lines) {
        sheet.write_string(row, 0, &one.agency_name)?;
        sheet.write_string(row, 1, &said.number)?;
        sheet.write_string(row, 2, &said.target)?;
        sheet.write_string(row, 3, unit(said.unit))?;
        let numbers = [(4, Some(said.declared)), (5, said.value), (6, said.difference)];
        for (column, number) in numbers {
            if let Some(number) = number {
                sheet.write_number(row, column, amount(said.unit, number))?;
            }
        }
    }
    Ok(())
}
