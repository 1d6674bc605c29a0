//! A list as a spreadsheet: rows go to a temporary file as they come, cells keep their types.

use std::{
    fs::File,
    io::{Seek as _, Write as _},
};

use bytes::Bytes;
use futures_util::Stream;
use htx_model::{
    date::{Date, Instant},
    language::Language,
};
use rust_xlsxwriter::{ExcelDateTime, Format, Workbook, Worksheet, XlsxError};
use serde::Serialize;
use serde_json::Value;

use super::{Table, cell, rows::Batches};
use crate::{failure::Failure, http::spooled};

/// Rows that a sheet holds, its head among them. What follows stands on another sheet.
const SHEET_ROWS: u32 = 1_048_576;
/// Characters that a cell holds.
const CELL_CHARACTERS: usize = 32_767;
/// The largest whole number that a cell holds exactly.
const EXACT: u64 = 1 << 53;
/// Seconds by which the city's clock is ahead.
const CITY_OFFSET_SECONDS: i64 = 7 * 60 * 60;

/// Reads the whole list into a spreadsheet; gives its size and its bytes.
pub(super) async fn written<T: Serialize + 'static, B: Batches<T>>(
    rest: B,
    table: &'static Table,
    language: Language,
) -> Result<(u64, impl Stream<Item = std::io::Result<Bytes>> + use<T, B>), Failure> {
    let mut book = Book::new(table, language)?;
    let mut rest = Some(rest);
    while let Some(unread) = rest {
        (book, rest) = unread
            .read(move |rows: Vec<T>| {
                for row in rows {
                    book.append(&serde_json::to_value(row).map_err(Failure::unexpected)?)?;
                }
                Ok(book)
            })
            .await?;
    }
    let finished = tokio::task::spawn_blocking(move || book.finish()).await;
    let (size, file) = finished.map_err(Failure::unexpected)??;
    Ok((size, spooled(file)))
}

/// A workbook that is being written.
struct Book {
    workbook: Workbook,
    table: &'static Table,
    language: Language,
    /// The row that is written next on the last sheet.
    row: u32,
    head: Format,
    date: Format,
    instant: Format,
}

impl Book {
    fn new(table: &'static Table, language: Language) -> Result<Self, Failure> {
        let date = match language {
            Language::Vi => "dd/mm/yyyy",
            Language::En => "yyyy-mm-dd",
        };
        let mut book = Self {
            workbook: Workbook::new(),
            table,
            language,
            row: 0,
            head: Format::new().set_bold(),
            date: Format::new().set_num_format(date),
            instant: Format::new().set_num_format(format!("{date} hh:mm:ss")),
        };
        book.begin_sheet()?;
        Ok(book)
    }

    fn begin_sheet(&mut self) -> Result<(), Failure> {
        let sheet = self.workbook.add_worksheet_with_constant_memory().map_err(failed)?;
        sheet.set_freeze_panes(1, 0).map_err(failed)?;
        for (column, described) in (0..).zip(self.table.columns) {
            sheet.set_column_width(column, 18).map_err(failed)?;
            let label = described.label.in_language(self.language);
            sheet.write_string_with_format(0, column, label, &self.head).map_err(failed)?;
        }
        self.row = 1;
        Ok(())
    }

    fn append(&mut self, item: &Value) -> Result<(), Failure> {
        if self.row == SHEET_ROWS {
            self.begin_sheet()?;
        }
        let last = self.workbook.worksheets().len() - 1;
        let sheet = self.workbook.worksheet_from_index(last).map_err(failed)?;
        for (column, described) in (0..).zip(self.table.columns) {
            let Some(value) = item.pointer(described.pointer) else { continue };
            let place = (self.row, column);
            write(sheet, place, value, &self.date, &self.instant).map_err(failed)?;
        }
        self.row += 1;
        Ok(())
    }

    fn finish(mut self) -> Result<(u64, File), Failure> {
        let mut file = tempfile::tempfile().map_err(Failure::unavailable)?;
        {
            let mut buffered = std::io::BufWriter::new(&mut file);
            self.workbook.save_to_writer(&mut buffered).map_err(failed)?;
            buffered.flush().map_err(Failure::unavailable)?;
        }
        let size = file.stream_position().map_err(Failure::unavailable)?;
        file.rewind().map_err(Failure::unavailable)?;
        Ok((size, file))
    }
}

/// Writes a value as what it is: numbers and dates can be reckoned with, text is never a formula.
fn write(
    sheet: &mut Worksheet,
    (row, column): (u32, u16),
    value: &Value,
    date: &Format,
    instant: &Format,
) -> Result<(), XlsxError> {
    let written = match value {
        Value::Null => return Ok(()),
        Value::Bool(truth) => sheet.write_boolean(row, column, *truth),
        Value::Number(number) => match exact(number) {
            Some(number) => sheet.write_number(row, column, number),
            None => sheet.write_string(row, column, number.to_string()),
        },
        Value::String(text) => match moment(text) {
            Some((moment, timed)) => {
                let format = if timed { instant } else { date };
                sheet.write_datetime_with_format(row, column, &moment, format)
            }
            None => sheet.write_string(row, column, fitted(text)),
        },
        Value::Array(items) => sheet.write_string(row, column, fitted(&cell::list(items))),
        Value::Object(_) => sheet.write_string(row, column, fitted(&value.to_string())),
    };
    written.map(|_| ())
}

/// A number that a cell holds without loss.
fn exact(number: &serde_json::Number) -> Option<f64> {
    let whole = number.as_i64().map(i64::unsigned_abs).or_else(|| number.as_u64());
    if whole.is_some_and(|whole| whole > EXACT) { None } else { number.as_f64() }
}

/// A date, or an instant by the city's clock (then `true`), as spreadsheets count days: from 1900.
fn moment(text: &str) -> Option<(ExcelDateTime, bool)> {
    if let Ok(date) = Date::parse(text) {
        let (month, day) = (date.0.month().unsigned_abs(), date.0.day().unsigned_abs());
        let year = u16::try_from(date.year()).ok()?;
        return Some((ExcelDateTime::from_ymd(year, month, day).ok()?, false));
    }
    let shaped = text.len() >= 20 && text.ends_with('Z') && text.as_bytes().get(10) == Some(&b'T');
    let instant: Instant = shaped.then(|| text.parse().ok())??;
    let seconds = instant.seconds().checked_add(CITY_OFFSET_SECONDS)?;
    Some((ExcelDateTime::from_timestamp(seconds).ok()?, true))
}

/// A text that a cell can hold; what is cut off is marked.
fn fitted(text: &str) -> String {
    match text.char_indices().nth(CELL_CHARACTERS) {
        None => text.to_owned(),
        Some(_) => text.chars().take(CELL_CHARACTERS - 1).chain(['…']).collect(),
    }
}

fn failed(error: XlsxError) -> Failure {
    match error {
        XlsxError::IoError(error) => Failure::unavailable(error),
        other => Failure::unexpected(other),
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn only_full_dates_and_instants_are_dates() {
        let serial = |text: &str| moment(text).map(|(moment, timed)| (moment.to_excel(), timed));
        assert_eq!(serial("2025-03-01"), Some((45717.0, false)));
        // 09:30 in the city.
        assert_eq!(serial("2025-05-12T02:30:00Z"), Some((45789.0 + 9.5 / 24.0, true)));
        for text in ["2025", "01/03/2025", "2025-02-30", "1850-01-01", "0101234567", "T", ""] {
            assert_eq!(serial(text), None, "{text}");
        }
    }

    #[test]
    fn a_number_too_large_for_a_cell_is_not_rounded() {
        let of = |value: Value| value.as_number().and_then(exact);
        assert_eq!(of(json!(9_007_199_254_740_992_i64)), Some(9_007_199_254_740_992.0));
        assert_eq!(of(json!(9_007_199_254_740_993_i64)), None);
        assert_eq!(of(json!(-9_007_199_254_740_993_i64)), None);
        assert_eq!(of(json!(0.5)), Some(0.5));
    }

    #[test]
    fn a_text_too_long_for_a_cell_is_cut_and_marked() {
        let cut = fitted(&"ễ".repeat(40_000));
        assert_eq!(cut.chars().count(), CELL_CHARACTERS);
        assert!(cut.ends_with('…'));
        assert_eq!(fitted("ễ"), "ễ");
    }
}
