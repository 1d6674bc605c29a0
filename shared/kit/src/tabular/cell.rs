//! What a spreadsheet holds once it is read.

use htx_model::date::Date;

/// One cell.
#[derive(Debug, Clone, PartialEq, Default)]
pub enum Cell {
    /// Nothing, or nothing but formatting.
    #[default]
    Empty,
    /// Text exactly as it stands: not trimmed, not recomposed. Everything in a CSV file is text, so
    /// that no digit is lost to a guess.
    Text(String),
    /// A number that the spreadsheet itself holds as a number.
    Number(f64),
    /// A number formatted as a date; a time of day is dropped.
    Date(Date),
    /// True or false.
    Boolean(bool),
    /// A formula that failed, such as `#REF!`.
    Error(String),
}

impl Cell {
    /// Whether there is nothing to read: no value, or only white space.
    #[must_use]
    pub fn is_blank(&self) -> bool {
        match self {
            Self::Empty => true,
            Self::Text(text) => text.trim().is_empty(),
            _ => false,
        }
    }

    /// The text, if the cell is text.
    #[must_use]
    pub fn as_text(&self) -> Option<&str> {
        match self {
            Self::Text(text) => Some(text),
            _ => None,
        }
    }
}

/// As a person would see the cell; a whole number shows no decimals.
impl std::fmt::Display for Cell {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Empty => Ok(()),
            Self::Text(text) | Self::Error(text) => formatter.write_str(text),
            Self::Number(number) => write!(formatter, "{number}"),
            Self::Date(date) => write!(formatter, "{date}"),
            Self::Boolean(value) => formatter.write_str(if *value { "TRUE" } else { "FALSE" }),
        }
    }
}

/// One row that has at least one cell with a value.
#[derive(Debug, Clone, PartialEq)]
pub struct Row {
    /// The row's number as the spreadsheet program shows it, from 1.
    pub number: u32,
    /// The cells from column A on; those after the last value are left out.
    pub cells: Vec<Cell>,
}

impl Row {
    /// The cell in a column, counted from 0; empty beyond the last.
    #[must_use]
    pub fn cell(&self, column: usize) -> &Cell {
        self.cells.get(column).unwrap_or(&Cell::Empty)
    }
}

/// A merged rectangle; rows count from 1, columns from 0, both ends included.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Merge {
    /// First row.
    pub first_row: u32,
    /// Last row.
    pub last_row: u32,
    /// First column.
    pub first_column: usize,
    /// Last column.
    pub last_column: usize,
}

/// One sheet.
#[derive(Debug, Clone, PartialEq)]
pub struct Sheet {
    /// The sheet's name; for CSV the file's name without its ending.
    pub name: String,
    /// Whether the sheet is hidden. Hidden rows and columns are read like any other: they are
    /// mostly the work of a filter, and what they hold was meant.
    pub hidden: bool,
    /// The rows with a value, in order. A value merged over several rows is repeated down its first
    /// column, because that is what the person meant; it is not repeated to the right.
    pub rows: Vec<Row>,
    /// The merged rectangles.
    pub merges: Vec<Merge>,
}

impl Sheet {
    /// Repeats each merged value down the rows that it covers; says how many cells it filled.
    pub(super) fn fill_merged_rows(&mut self, at_most: usize) -> Option<usize> {
        let mut filled = 0;
        for merge in self.merges.iter().filter(|merge| merge.last_row > merge.first_row) {
            let start = self.rows.partition_point(|row| row.number < merge.first_row);
            let Some(first) = self.rows.get(start).filter(|row| row.number == merge.first_row)
            else {
                continue;
            };
            let value = first.cell(merge.first_column).clone();
            if value.is_blank() {
                continue;
            }
            let covered =
                self.rows[start + 1..].iter_mut().take_while(|row| row.number <= merge.last_row);
            for row in covered {
                if row.cells.len() <= merge.first_column {
                    row.cells.resize(merge.first_column + 1, Cell::Empty);
                }
                if row.cells[merge.first_column].is_blank() {
                    row.cells[merge.first_column] = value.clone();
                }
                filled += 1;
                if filled > at_most {
                    return None;
                }
            }
        }
        Some(filled)
    }
}
