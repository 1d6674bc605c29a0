//! Whole files: the sample with its truth, and other files that a district office might send.

mod expected;
mod faults;
mod layouts;
mod sample;
mod spellings;
mod writing;

use htx_kit::tabular;
use htx_model::{administrative::AdministrativeUnits, code_list::CodeList as _, date::Date};

use super::*;

fn day(text: &str) -> Date {
    Date::parse(text).unwrap()
}

/// What the file says on a day before the districts ended.
fn understood(bytes: &[u8], name: &str) -> Interpretation {
    understood_on(bytes, name, "2025-03-01")
}

fn understood_on(bytes: &[u8], name: &str, today: &str) -> Interpretation {
    let sheets = tabular::read(bytes, name).unwrap();
    interpret(&sheets, AdministrativeUnits::embedded().unwrap(), day(today)).unwrap()
}

/// Why nothing in a file can be read.
fn not_understood(bytes: &[u8], name: &str) -> NoRegister {
    let sheets = tabular::read(bytes, name).unwrap();
    interpret(&sheets, AdministrativeUnits::embedded().unwrap(), day("2025-03-01")).unwrap_err()
}

/// Row, column letter and code of each problem.
fn problems(found: &Interpretation) -> Vec<(u32, &str, &str)> {
    found.problems.iter().map(|one| (one.row, one.letter.as_str(), one.code.code())).collect()
}
