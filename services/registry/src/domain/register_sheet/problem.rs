//! What can be wrong with a row, and what was put right without asking.

pub use htx_model::register_sheet::{ProblemCode, RepairCode};

/// One thing that keeps a row from being imported.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Problem {
    /// The sheet.
    pub sheet: String,
    /// The row as the spreadsheet program numbers it.
    pub row: u32,
    /// The header of the column as the file has it.
    pub column: String,
    /// The letter of the column; empty where the problem is of no one column.
    pub letter: String,
    /// What is wrong.
    pub code: ProblemCode,
    /// What was read.
    pub read: String,
    /// Whether that is of a column about a natural person.
    pub personal: bool,
    /// What was expected, in Vietnamese.
    pub expected: String,
}

/// One thing that was put right.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Repair {
    /// The header of the column as the file has it.
    pub column: String,
    /// What was put right.
    pub code: RepairCode,
    /// What was read.
    pub read: String,
}

/// The letter of a column counted from 0: A, B, ..., Z, AA, ...
#[must_use]
pub fn column_letter(column: usize) -> String {
    let mut letters = Vec::new();
    let mut rest = column + 1;
    while rest > 0 {
        let digit = u8::try_from((rest - 1) % 26).unwrap_or_default();
        letters.push(char::from(b'A' + digit));
        rest = (rest - 1) / 26;
    }
    letters.iter().rev().collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_are_lettered_as_spreadsheets_do() {
        for (column, letter) in
            [(0, "A"), (25, "Z"), (26, "AA"), (51, "AZ"), (701, "ZZ"), (702, "AAA")]
        {
            assert_eq!(column_letter(column), letter);
        }
    }
}
