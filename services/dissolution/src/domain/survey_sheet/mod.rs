//! The survey of a district's cooperatives as a spreadsheet: one row for each organisation. A row
//! that a person would have to ask about is a problem, and is not entered.

mod column;
mod row;

use htx_kit::tabular::Sheet;
use htx_model::{date::Date, dissolution::Route};

pub use column::{Column, Header};

use super::{
    custody::{Custody, CustodyItem},
    survey::{Finding, Inventory, PeopleFinding, RecordsFinding},
};

/// The most rows of a file.
pub const ROWS_MAX: usize = 1_000;

/// What a row says of an organisation; what it is silent about stays as it is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SurveyRow {
    /// The row as the spreadsheet program numbers it.
    pub row: u32,
    /// The registration number.
    pub number: Option<String>,
    /// The name.
    pub name: Option<String>,
    /// The commune of the seat.
    pub commune: Option<String>,
    /// By which way, where a case is to be opened.
    pub route: Option<Route>,
    /// The legal basis of the opening.
    pub basis: Option<String>,
    /// When it was looked at.
    pub surveyed_on: Option<Date>,
    /// Records.
    pub records: Option<Finding<RecordsFinding>>,
    /// People.
    pub people: Option<Finding<PeopleFinding>>,
    /// Assets.
    pub assets: Option<Inventory>,
    /// Debts.
    pub debts: Option<Inventory>,
    /// Seal and certificate, with the reason.
    pub custody: Vec<(CustodyItem, Custody, Option<String>)>,
}

/// One thing that keeps a row from being entered.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Problem {
    /// The row as the spreadsheet program numbers it.
    pub row: u32,
    /// The header of the column as the file has it; empty where it is of no one column.
    pub column: String,
    /// The letter of the column; empty where the file has none.
    pub letter: String,
    /// What is wrong: a code.
    pub code: &'static str,
    /// What was read.
    pub read: String,
    /// Whether that may name persons.
    pub personal: bool,
    /// What was expected, in Vietnamese.
    pub expected: String,
}

/// What a file says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SurveySheet {
    /// Its columns.
    pub header: Header,
    /// How many rows speak of an organisation.
    pub rows: usize,
    /// Those that can be entered.
    pub good: Vec<SurveyRow>,
    /// What keeps the others from it.
    pub problems: Vec<Problem>,
}

impl SurveySheet {
    /// What the first sheet with the header of a survey says; nothing where there is none.
    #[must_use]
    pub fn read(sheets: &[Sheet], today: Date) -> Option<Self> {
        let visible = sheets.iter().filter(|sheet| !sheet.hidden);
        let (sheet, at, header) = visible.into_iter().find_map(|sheet| {
            let headers = sheet.rows.iter().enumerate();
            headers.take(20).find_map(|(at, row)| Some((sheet, at, Header::of(row)?)))
        })?;
        let mut read = Self { header, rows: 0, good: Vec::new(), problems: Vec::new() };
        for row in &sheet.rows[at + 1..] {
            let cell = |column| read.header.cell(row, column);
            if cell(Column::Number).is_blank() && cell(Column::Name).is_blank() {
                continue;
            }
            read.rows += 1;
            match row::read(&read.header, row, today) {
                Ok(good) => read.good.push(good),
                Err(problems) => read.problems.extend(problems),
            }
        }
        Some(read)
    }

    /// A problem of a row that was read.
    #[must_use]
    pub fn problem(
        &self,
        row: u32,
        column: Option<Column>,
        (code, read): (&'static str, String),
        expected: String,
    ) -> Problem {
        let (name, letter) = column.map(|column| self.header.name(column)).unwrap_or_default();
        let personal = column.is_some_and(Column::is_personal);
        Problem { row, column: name, letter, code, read, personal, expected }
    }
}
