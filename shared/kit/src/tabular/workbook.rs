//! XLSX by way of calamine, cell by cell, so that no rectangle of blanks is ever allocated.

use std::{collections::BTreeMap, io::Cursor};

use calamine::{
    DataRef, Dimensions, ExcelDateTime, Reader, SheetType, SheetVisible, Xlsx, XlsxError,
};
use htx_model::date::Date;

use super::{
    cell::{Cell, Merge, Row, Sheet},
    container::Inspected,
    error::TabularError,
    limits::{Budget, Exceeded, Limits},
};

type Workbook<'a> = Xlsx<Cursor<&'a [u8]>>;

pub(super) fn read(
    bytes: &[u8],
    inspected: &Inspected,
    limits: &Limits,
) -> Result<Vec<Sheet>, TabularError> {
    let mut workbook: Workbook<'_> = Xlsx::new(Cursor::new(bytes)).map_err(damaged)?;
    let listed = workbook.sheets_metadata().to_vec();
    if listed.len() > limits.sheets {
        return Err(Exceeded::Sheets(limits.sheets).into());
    }
    let mut budget = Budget::new(limits);
    let mut sheets = Vec::new();
    for entry in listed.into_iter().filter(|entry| entry.typ == SheetType::WorkSheet) {
        let rows = match read_rows(&mut workbook, &entry.name, &mut budget) {
            Err(Failure::Xlsx(XlsxError::NotAWorksheet(_))) => continue,
            Err(Failure::Xlsx(failure)) => return Err(damaged(failure)),
            Err(Failure::Exceeded(exceeded)) => return Err(exceeded.into()),
            Ok(rows) => rows,
        };
        let merges = if inspected.merges {
            workbook.merge_cells_by_sheet_name(&entry.name).map_err(damaged)?
        } else {
            Vec::new()
        };
        let mut sheet = Sheet {
            name: entry.name,
            hidden: entry.visible != SheetVisible::Visible,
            rows,
            merges: merges.into_iter().map(merge).collect(),
        };
        let filled = sheet
            .fill_merged_rows(budget.cells_left())
            .ok_or(TabularError::TooLarge(Exceeded::Cells(limits.cells)))?;
        budget.cells(filled)?;
        sheets.push(sheet);
    }
    Ok(sheets)
}

enum Failure {
    Xlsx(XlsxError),
    Exceeded(Exceeded),
}

impl From<Exceeded> for Failure {
    fn from(exceeded: Exceeded) -> Self {
        Self::Exceeded(exceeded)
    }
}

fn read_rows(
    workbook: &mut Workbook<'_>,
    sheet: &str,
    budget: &mut Budget<'_>,
) -> Result<Vec<Row>, Failure> {
    let mut reader = workbook.worksheet_cells_reader(sheet).map_err(Failure::Xlsx)?;
    let mut rows: BTreeMap<u32, Vec<Cell>> = BTreeMap::new();
    while let Some(found) = reader.next_cell().map_err(Failure::Xlsx)? {
        let (row, column) = found.get_position();
        let column = column as usize;
        let value = match found.get_value() {
            DataRef::Empty => continue,
            value => cell(value, budget)?,
        };
        if value == Cell::Empty {
            continue;
        }
        budget.column(column)?;
        let cells = rows.entry(row).or_default();
        if cells.len() <= column {
            budget.cells(column + 1 - cells.len())?;
            cells.resize(column + 1, Cell::Empty);
        }
        cells[column] = value;
        budget.rows(rows.len())?;
    }
    Ok(rows.into_iter().map(|(row, cells)| Row { number: row.saturating_add(1), cells }).collect())
}

#[expect(clippy::cast_precision_loss, reason = "calamine yields integers that came from a double")]
fn cell(value: &DataRef<'_>, budget: &mut Budget<'_>) -> Result<Cell, Exceeded> {
    Ok(match value {
        DataRef::Empty => Cell::Empty,
        DataRef::Int(number) => Cell::Number(*number as f64),
        DataRef::Float(number) => Cell::Number(*number),
        DataRef::Bool(value) => Cell::Boolean(*value),
        DataRef::Error(kind) => Cell::Error(kind.to_string()),
        DataRef::DateTime(moment) => date(moment),
        DataRef::DateTimeIso(text) => match text.get(..10).map(Date::parse) {
            Some(Ok(date)) => Cell::Date(date),
            _ => self::text(text, budget)?,
        },
        DataRef::String(text) | DataRef::DurationIso(text) => self::text(text, budget)?,
        DataRef::SharedString(text) => self::text(text, budget)?,
    })
}

fn text(text: &str, budget: &mut Budget<'_>) -> Result<Cell, Exceeded> {
    budget.text(text)?;
    Ok(if text.is_empty() { Cell::Empty } else { Cell::Text(text.to_owned()) })
}

/// A day, where the number is one; a bare time of day or a duration stays a number.
fn date(moment: &ExcelDateTime) -> Cell {
    let number = Cell::Number(moment.as_f64());
    if moment.is_duration() || moment.as_f64() < 1.0 {
        return number;
    }
    let (year, month, day, ..) = moment.to_ymd_hms_milli();
    let date = i16::try_from(year)
        .ok()
        .zip(i8::try_from(month).ok())
        .zip(i8::try_from(day).ok())
        .and_then(|((year, month), day)| Date::new(year, month, day));
    date.map_or(number, Cell::Date)
}

fn merge(dimensions: Dimensions) -> Merge {
    Merge {
        first_row: dimensions.start.0.saturating_add(1),
        last_row: dimensions.end.0.saturating_add(1),
        first_column: dimensions.start.1 as usize,
        last_column: dimensions.end.1 as usize,
    }
}

fn damaged(failure: XlsxError) -> TabularError {
    match failure {
        XlsxError::Password => TabularError::PasswordProtected,
        other => TabularError::Damaged(other.to_string()),
    }
}
