//! The register that district offices keep as a spreadsheet, understood row by row.
//!
//! Columns are recognised by what their headers mean, in any order; titles, totals, headings and
//! signatures are told from organisations; and what a person would read without asking is read and
//! noted as a repair. Whatever a person would have to ask about is a problem, and a row with a
//! problem is not imported.

mod amount;
mod calendar;
mod code_words;
mod field;
mod header;
mod interpretation;
mod number;
mod place;
mod problem;
mod reading;
mod record;
mod table;
mod territory;

use htx_kit::tabular::Sheet;
use htx_model::{administrative::AdministrativeUnits, date::Date};

pub(in crate::domain) use code_words::kind_of_name;
pub use problem::{Problem, ProblemCode, Repair, RepairCode, column_letter};
pub use record::RegisterRecord;

/// A row that can be imported.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SheetRow {
    /// The sheet.
    pub sheet: String,
    /// The row as the spreadsheet program numbers it.
    pub row_number: u32,
    /// What it says.
    pub record: RegisterRecord,
    /// What was put right.
    pub repairs: Vec<Repair>,
}

/// A column that means nothing to the register; it is not read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UnknownColumn {
    /// The sheet.
    pub sheet: String,
    /// The letter of the column.
    pub letter: String,
    /// Its header.
    pub header: String,
}

/// What a file says.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Interpretation {
    /// How many rows speak of an organisation.
    pub rows: usize,
    /// Those that can be imported, in the order of the file.
    pub rows_read: Vec<SheetRow>,
    /// Everything that keeps the others from it, in the order of the file.
    pub problems: Vec<Problem>,
    /// Columns that were not read.
    pub unknown_columns: Vec<UnknownColumn>,
    /// Visible sheets without a register in them.
    pub ignored_sheets: Vec<String>,
}

/// A file in which no header has the columns of a register, so that no row can be read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NoRegister {
    /// The sheet with the best header, or the first.
    pub sheet: String,
    /// The row of that header.
    pub row_number: u32,
    /// The columns that it has and the register needs or takes.
    pub columns: Vec<String>,
    /// Those that are missing.
    pub missing: Vec<&'static str>,
}

/// Understands the sheets of a file. `as_of` is today: no registration lies after it, and it decides
/// which communes a name without a district means.
///
/// # Errors
/// [`NoRegister`] where there is no table in it that could be read.
pub fn interpret(
    sheets: &[Sheet],
    units: &AdministrativeUnits,
    as_of: Date,
) -> Result<Interpretation, NoRegister> {
    interpretation::interpret(sheets, units, as_of)
}

#[cfg(test)]
mod tests;
