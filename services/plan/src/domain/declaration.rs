//! What an agency declares of a target, beside what is computed.

use std::ops::RangeInclusive;

use htx_model::{
    administrative::{CommuneCode, DistrictCode, Territory},
    agency::{Agency, AgencyCode},
    date::{Date, Instant},
    faults::Faults,
    id::{DeclarationId, PlanId},
    indicator::Unit,
    refusal::{ErrorCode, Refusal, Text},
};
use serde::Serialize;
use uuid::Uuid;

use super::plan::{Target, check::AMOUNT_MAX};

/// The most characters of a document's number.
pub const DOCUMENT_LENGTH_MAX: usize = 100;
/// The most characters of a note.
pub const NOTE_LENGTH_MAX: usize = 1_000;

/// A figure that an agency declares. It is never changed: one that was wrong is withdrawn.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Declaration {
    /// Its id.
    pub id: DeclarationId,
    /// Of which plan.
    pub plan: PlanId,
    /// Of which target, by its code.
    pub target: String,
    /// Under the name that the agency had then.
    pub agency: AgencyCode,
    /// That name.
    pub agency_name: String,
    /// Of which district as registered, where it is of one.
    pub district: Option<DistrictCode>,
    /// Of which commune of today, where it is of one.
    pub commune: Option<CommuneCode>,
    /// The figure, in the target's unit.
    pub value: i64,
    /// As of which day.
    pub as_of: Date,
    /// The document that says it.
    pub document_number: String,
    /// Its date.
    pub document_issued_on: Option<Date>,
    /// What else is to be said, unless that was erased.
    #[serde(skip)]
    pub note: Option<String>,
    /// Who declared it.
    pub declared_by: Uuid,
    /// Their login name.
    pub declared_by_name: String,
    /// Since when it no longer holds.
    pub withdrawn_on: Option<Date>,
    /// Who withdrew it.
    pub withdrawn_by_name: Option<String>,
    /// Why, unless that was erased.
    #[serde(skip)]
    pub withdrawal_reason: Option<String>,
    /// Its version, for its ETag.
    pub version: i64,
    /// When that was written.
    pub recorded_at: Instant,
}

/// What is declared.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Declared {
    /// The figure, in the target's unit.
    pub value: i64,
    /// As of which day.
    pub as_of: Date,
    /// The document that says it.
    pub document_number: String,
    /// Its date.
    pub document_issued_on: Option<Date>,
    /// What else is to be said.
    pub note: Option<String>,
}

/// What may be declared of a target, in its unit.
#[must_use]
pub const fn bounds(target: &Target) -> RangeInclusive<i64> {
    match target.unit {
        Unit::BasisPoints => 0..=10_000,
        // A mean profit may be a loss.
        Unit::VndPerYear => -AMOUNT_MAX..=AMOUNT_MAX,
        Unit::Cooperative | Unit::CooperativeUnion | Unit::TrainingClass => 0..=AMOUNT_MAX,
    }
}

/// What is declared of a target of a year's plan, in order.
///
/// # Errors
/// Every fault of it.
pub fn check(
    declared: Declared,
    target: &Target,
    year: i16,
    today: Date,
) -> Result<Declared, Refusal> {
    let mut faults = Faults::default();
    let (least, most) = bounds(target).into_inner();
    if !(least..=most).contains(&declared.value) {
        let detail = Text::made(
            format!("Giá trị phải từ {least} đến {most} theo đơn vị tính của chỉ tiêu."),
            format!("The value must be from {least} to {most} in the target's unit."),
        );
        faults.add("/value", "out_of_range", detail);
    }
    if declared.as_of > today || declared.as_of.year() < year {
        let detail = Text::fixed(
            "Ngày tính đến phải từ đầu năm kế hoạch đến hôm nay.",
            "The day as of which it is must be from the beginning of the plan's year to today.",
        );
        faults.add("/as_of", "out_of_range", detail);
    }
    if declared.document_issued_on.is_some_and(|day| day > today) {
        let detail =
            Text::fixed("Ngày văn bản không được sau hôm nay.", "No document is of a day to come.");
        faults.add("/document_issued_on", "date_in_future", detail);
    }
    let document_number =
        faults.words("/document_number", &declared.document_number, DOCUMENT_LENGTH_MAX);
    let note = declared.note.map(|note| faults.words("/note", &note, NOTE_LENGTH_MAX));
    faults.refuse()?;
    Ok(Declared { document_number, note, ..declared })
}

/// The territory that an agency declares for: its own, or the whole city.
#[must_use]
pub fn territory(agency: &Agency) -> (Option<DistrictCode>, Option<CommuneCode>) {
    match &agency.territory {
        Territory::City => (None, None),
        Territory::District(code) => (Some(code.clone()), None),
        Territory::Commune(code) => (None, Some(code.clone())),
    }
}

impl Declaration {
    /// Whether it holds.
    #[must_use]
    pub const fn holds(&self) -> bool {
        self.withdrawn_on.is_none()
    }

    /// One that was withdrawn stays so.
    ///
    /// # Errors
    /// [`ErrorCode::StateConflict`].
    pub fn require_holding(&self) -> Result<(), Refusal> {
        if self.holds() {
            return Ok(());
        }
        let detail = Text::fixed(
            "Số liệu kê khai này đã được rút.",
            "The declaration was withdrawn already.",
        );
        Err(Refusal::new(ErrorCode::StateConflict, detail))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::plan::initial;

    fn faults(number: &str, change: impl FnOnce(&mut Declared)) -> Vec<(String, &'static str)> {
        let plan = initial::plans().unwrap().remove(0).content;
        let mut declared = Declared {
            value: 12,
            as_of: Date::parse("2025-04-30").unwrap(),
            document_number: "45/BC-LMHTX".to_owned(),
            document_issued_on: Date::parse("2025-05-05").ok(),
            note: None,
        };
        change(&mut declared);
        let today = Date::parse("2025-05-12").unwrap();
        match check(declared, plan.target(number).unwrap(), 2025, today) {
            Ok(_) => Vec::new(),
            Err(refusal) => {
                refusal.faults.iter().map(|one| (one.pointer.to_string(), one.code)).collect()
            }
        }
    }

    #[test]
    fn a_declaration_has_a_day_a_document_and_a_possible_value() {
        type Change = fn(&mut Declared);
        type Case<'a> = (&'a str, Change, &'a [(&'a str, &'a str)]);
        let none: &[(&str, &str)] = &[];
        let cases: [Case<'_>; 8] = [
            ("3", |_| (), none),
            ("3", |one| one.value = -1, &[("/value", "out_of_range")]),
            ("2", |one| one.value = 10_001, &[("/value", "out_of_range")]),
            ("10", |one| one.value = -5_000_000, none),
            (
                "3",
                |one| one.as_of = Date::parse("2025-05-13").unwrap(),
                &[("/as_of", "out_of_range")],
            ),
            (
                "3",
                |one| one.as_of = Date::parse("2024-12-31").unwrap(),
                &[("/as_of", "out_of_range")],
            ),
            ("3", |one| one.document_number = " ".into(), &[("/document_number", "text_length")]),
            (
                "3",
                |one| one.document_issued_on = Date::parse("2025-06-01").ok(),
                &[("/document_issued_on", "date_in_future")],
            ),
        ];
        for (number, change, expected) in cases {
            let expected: Vec<_> =
                expected.iter().map(|(pointer, code)| ((*pointer).to_owned(), *code)).collect();
            assert_eq!(faults(number, change), expected);
        }
    }
}
