//! One row, read cell by cell: every problem and every repair is noted, not only the first.

use htx_kit::tabular::{Cell, Row};
use htx_model::{
    date::Date,
    text::{compose, normalise},
};

use crate::domain::entry::EARLIEST_YEAR;

use super::{
    amount::{self, AmountError, ColumnUnit, NumberStyle},
    calendar,
    field::Field,
    header::{Column, Header},
    number::{self, ReadNumber},
    problem::{Problem, ProblemCode, Repair, RepairCode, column_letter},
};

/// Longer text is no name, address or number.
const LONGEST_TEXT: usize = 500;

/// Reads the cells of one row.
pub(super) struct RowReader<'a> {
    pub(super) header: &'a Header,
    pub(super) sheet: &'a str,
    pub(super) row: &'a Row,
    pub(super) style: NumberStyle,
    pub(super) as_of: Date,
    pub(super) problems: Vec<Problem>,
    pub(super) repairs: Vec<Repair>,
}

impl<'a> RowReader<'a> {
    pub(super) fn cell(&self, field: Field) -> &'a Cell {
        self.header.cell(self.row, field)
    }

    /// Notes a problem with what stands in a column.
    pub(super) fn problem(&mut self, field: Field, code: ProblemCode, expected: impl Into<String>) {
        let column = self.header.column(field);
        self.problems.push(Problem {
            sheet: self.sheet.to_owned(),
            row: self.row.number,
            column: column.map_or(String::new(), |column| column.text.clone()),
            letter: column.map_or(String::new(), |column| column_letter(column.index)),
            code,
            read: normalise(&self.cell(field).to_string()),
            personal: field.is_personal(),
            expected: expected.into(),
        });
    }

    /// Notes a repair of what stands in a column.
    pub(super) fn repair(&mut self, field: Field, code: RepairCode) {
        self.repairs.push(Repair {
            column: self.header.column(field).map_or(String::new(), |column| column.text.clone()),
            code,
            read: self.cell(field).to_string(),
        });
    }

    /// The text of a cell, composed and tidied; none where it is blank or holds only a dash.
    pub(super) fn text(&mut self, field: Field) -> Option<String> {
        let text = match self.cell(field) {
            Cell::Empty => return None,
            Cell::Error(_) => {
                self.problem(
                    field,
                    ProblemCode::FormulaError,
                    "giá trị, không phải công thức bị lỗi",
                );
                return None;
            }
            Cell::Text(text) => {
                self.note_spelling(field, text);
                normalise(text)
            }
            Cell::Number(number) => number.to_string(),
            other => other.to_string(),
        };
        if text.chars().count() > LONGEST_TEXT {
            self.problem(field, ProblemCode::TextTooLong, format!("tối đa {LONGEST_TEXT} ký tự"));
            return None;
        }
        let dash =
            text.chars().all(|letter| matches!(letter, '-' | '–' | '—' | '.' | '…' | '_' | '/'));
        (!dash).then_some(text)
    }

    fn note_spelling(&mut self, field: Field, text: &str) {
        if text.is_ascii() {
            if text.starts_with(' ') || text.ends_with(' ') || text.contains("  ") {
                self.repair(field, RepairCode::StraySpaces);
            }
            return;
        }
        let composed = compose(text);
        if composed != text {
            self.repair(field, RepairCode::DecomposedUnicode);
        }
        if normalise(&composed) != composed {
            self.repair(field, RepairCode::StraySpaces);
        }
    }

    /// The registration number, if there is one.
    pub(super) fn number(&mut self) -> ReadNumber {
        let text = self.text(Field::Number)?;
        match number::read(&text) {
            Ok(read) => {
                if read.as_ref().is_some_and(|(_, lost_zero)| *lost_zero) {
                    self.repair(Field::Number, RepairCode::NumberLostLeadingZero);
                }
                read
            }
            Err((code, expected)) => {
                self.problem(Field::Number, code, expected);
                None
            }
        }
    }

    /// The day of registration.
    pub(super) fn registered_on(&mut self) -> Option<Date> {
        let field = Field::RegisteredOn;
        let read = match self.cell(field) {
            Cell::Date(date) => calendar::plausible(*date, self.as_of).map(|date| (date, None)),
            #[expect(
                clippy::cast_possible_truncation,
                reason = "a serial is checked to be a small whole number"
            )]
            Cell::Number(number) => calendar::from_serial(*number as i64, self.as_of)
                .map(|read| (read.date, Some(RepairCode::DateFromSerial))),
            Cell::Text(_) => {
                let text = self.text(field)?;
                calendar::date(&text, self.as_of).map(|read| {
                    let repair = match read {
                        _ if read.serial => Some(RepairCode::DateFromSerial),
                        _ if read.two_digit_year => Some(RepairCode::TwoDigitYear),
                        _ => None,
                    };
                    (read.date, repair)
                })
            }
            Cell::Empty => return None,
            Cell::Boolean(_) | Cell::Error(_) => None,
        };
        let Some((date, repair)) = read else {
            let expected = format!(
                "ngày/tháng/năm, từ {EARLIEST_YEAR} đến {}",
                self.as_of.0.strftime("%d/%m/%Y")
            );
            self.problem(field, ProblemCode::BadDate, expected);
            return None;
        };
        if let Some(code) = repair {
            self.repair(field, code);
        }
        Some(date)
    }

    /// An amount of money in whole đồng. `may_be_negative` for a profit only.
    pub(super) fn amount(&mut self, field: Field, may_be_negative: bool) -> Option<i64> {
        let unit = self.header.column(field).map(|column: &Column| column.unit)?;
        let (text, style) = self.number_text(field)?;
        match amount::amount(&text, unit, style) {
            Ok(read) if read.dong < 0 && !may_be_negative => {
                self.problem(field, ProblemCode::OutOfRange, "số tiền không âm");
                None
            }
            Ok(read) => {
                if read.unit_after {
                    self.repair(field, RepairCode::UnitAfterAmount);
                }
                if read.rounded {
                    self.repair(field, RepairCode::RoundedToDong);
                }
                Some(read.dong)
            }
            Err(error) => {
                self.number_problem(field, error, &format!("số tiền{}", unit_name(unit)));
                None
            }
        }
    }

    /// A number of people.
    pub(super) fn count(&mut self, field: Field) -> Option<u32> {
        let (text, _) = self.number_text(field)?;
        match amount::count(&text) {
            Ok(count) => Some(count),
            Err(error) => {
                self.number_problem(field, error, "số nguyên không âm");
                None
            }
        }
    }

    /// The text of a number with the style in which it is written; none where the cell is blank.
    fn number_text(&mut self, field: Field) -> Option<(String, NumberStyle)> {
        match self.cell(field) {
            Cell::Empty => None,
            Cell::Number(number) => Some((amount::spell(*number), NumberStyle::Vietnamese)),
            Cell::Text(_) => Some((self.text(field)?, self.style)),
            Cell::Date(_) | Cell::Boolean(_) | Cell::Error(_) => {
                self.problem(field, ProblemCode::NotANumber, "số");
                None
            }
        }
    }

    fn number_problem(&mut self, field: Field, error: AmountError, expected: &str) {
        match error {
            AmountError::NotANumber => self.problem(field, ProblemCode::NotANumber, expected),
            AmountError::OutOfRange => {
                self.problem(field, ProblemCode::OutOfRange, format!("{expected} trong khoảng hợp lý"));
            }
            AmountError::UnknownUnit => self.problem(
                field,
                ProblemCode::UnknownUnit,
                "ghi rõ đơn vị tính ở tiêu đề cột hoặc sau số tiền (đồng, triệu đồng, tỷ đồng; 1,5 tỷ)",
            ),
        }
    }

    /// The telephone number: digits without the spaces and dots between them.
    pub(super) fn phone(&mut self) -> Option<String> {
        let text = self.text(Field::Phone)?;
        let text = text.trim_start_matches('\'');
        let plain = text.chars().all(|letter| letter.is_ascii_digit() || " .-+()".contains(letter));
        if !plain {
            return Some(text.to_owned());
        }
        let digits: String =
            text.chars().filter(|letter| letter.is_ascii_digit() || *letter == '+').collect();
        if digits.len() == 9 && !digits.starts_with(['0', '+']) {
            self.repair(Field::Phone, RepairCode::PhoneLostLeadingZero);
            return Some(format!("0{digits}"));
        }
        (!digits.is_empty()).then_some(digits)
    }

    /// The four digits of the main business line, with or without its name behind.
    pub(super) fn business_line(&mut self) -> Option<String> {
        let text = self.text(Field::BusinessLine)?;
        let bare =
            text.trim_start_matches(|letter: char| letter.is_ascii_alphabetic() || letter == '\'');
        let digits: String = bare.chars().take_while(char::is_ascii_digit).collect();
        match digits.len() {
            // Five digits are the finest level of the classification; the class is the first four.
            4 | 5 => digits.get(..4).map(str::to_owned),
            3 => {
                self.repair(Field::BusinessLine, RepairCode::LineLostLeadingZero);
                Some(format!("0{digits}"))
            }
            _ => {
                self.problem(
                    Field::BusinessLine,
                    ProblemCode::BadBusinessLine,
                    "mã ngành cấp 4 gồm 4 chữ số",
                );
                None
            }
        }
    }

    /// A cell of words that must be known; none where it is blank.
    pub(super) fn word<T>(
        &mut self,
        field: Field,
        code: ProblemCode,
        expected: &str,
        known: impl Fn(&str) -> Option<T>,
    ) -> Option<T> {
        let text = self.text(field)?;
        let found = known(&text);
        if found.is_none() {
            self.problem(field, code, expected);
        }
        found
    }
}

fn unit_name(unit: ColumnUnit) -> &'static str {
    match unit.dong {
        Some(1) => " bằng đồng",
        Some(1_000) => " bằng nghìn đồng",
        Some(1_000_000) => " bằng triệu đồng",
        Some(1_000_000_000) => " bằng tỷ đồng",
        _ => "",
    }
}
