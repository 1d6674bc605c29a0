//! Records the new-rural grade of a commune, with its decision. Nothing is made up: what agriculture has
//! not entered is missing.

use htx_kit::{failure::Failure, log};
use htx_model::{
    administrative::{AdministrativeUnits, CommuneCode},
    date::Date,
    event::{Place, Subject},
    refusal::{ErrorCode, Refusal, Text},
    support::programmes::CommuneGradeKind,
};
use serde_json::json;

use super::act::{Act, Faults};
use crate::store::{self, commune_grade::CommuneGrade};

const NUMBER_LENGTH_MAX: usize = 100;

/// A grade as an officer of agriculture enters it.
#[derive(Debug, Clone)]
pub struct Recording {
    /// Of which commune of today.
    pub commune: CommuneCode,
    /// Which grade.
    pub grade: CommuneGradeKind,
    /// Since which day.
    pub valid_from: Date,
    /// The number of the decision.
    pub document_number: String,
    /// Its date.
    pub document_issued_on: Option<Date>,
}

/// Records a grade.
///
/// # Errors
/// Every fault of what was sent; `already_exists` where one of that day is recorded.
pub fn record(act: &mut Act<'_>, recording: Recording) -> Result<CommuneGrade, Failure> {
    let today = act.today();
    let mut faults = Faults::default();
    let units =
        AdministrativeUnits::embedded().map_err(|error| Failure::unexpected(error.clone()))?;
    if units.commune(&recording.commune, today).is_none() {
        let detail =
            Text::fixed("Không có xã, phường này vào hôm nay.", "There is no such commune today.");
        faults.add("/commune", "unknown_commune", detail);
    }
    faults.past("/valid_from", recording.valid_from, today);
    if let Some(day) = recording.document_issued_on {
        faults.past("/document_issued_on", day, today);
    }
    let number = faults.words("/document_number", &recording.document_number, NUMBER_LENGTH_MAX);
    faults.refuse()?;
    act.connection.lock(&format!("grade of commune {}", recording.commune.as_str()))?;
    let known =
        store::commune_grade::list(act.connection, Some(&recording.commune), None, i64::MAX)?;
    if known.iter().any(|one| one.valid_from == recording.valid_from) {
        return Err(exists().into());
    }
    let grade = CommuneGrade {
        id: act.context.ids.make(),
        commune: recording.commune,
        grade: recording.grade,
        valid_from: recording.valid_from,
        document_number: number,
        document_issued_on: recording.document_issued_on,
        recorded_by: act.context.actor.name.clone(),
        recorded_at: act.context.now,
    };
    store::commune_grade::insert(act.connection, &grade)?;
    let subject = Subject { kind: "commune_grade".to_owned(), id: grade.id.uuid() };
    let place = Place { commune: Some(grade.commune.clone()), ..Place::default() };
    let state = json!({
        "commune": grade.commune.as_str(),
        "grade": grade.grade,
        "valid_from": grade.valid_from,
        "document_number": grade.document_number,
        "document_issued_on": grade.document_issued_on,
    });
    let event = act.context.event("commune_grade.recorded", subject, place, None, state);
    log::append(act.connection, &event, None, &act.context.ids)?;
    Ok(grade)
}

fn exists() -> Refusal {
    Refusal::new(
        ErrorCode::AlreadyExists,
        Text::fixed(
            "Xã, phường này đã có danh hiệu ghi từ ngày đó.",
            "A grade of this commune from that day is recorded already.",
        ),
    )
}
