//! Records the new-rural grade of a commune, with its decision, and corrects what was recorded wrongly, by a
//! record that names it. Nothing is made up: what agriculture has not entered is missing.

use htx_kit::{act::Act, failure::Failure, log};
use htx_model::{
    administrative::{AdministrativeUnits, CommuneCode},
    date::Date,
    event::{Place, Subject},
    faults::Faults,
    id::CommuneGradeId,
    refusal::{ErrorCode, Refusal, Text},
    support::programmes::CommuneGradeKind,
    words::REASON_LENGTH_MAX,
};
use serde_json::json;

use super::corrected;
use crate::{
    domain::correction,
    store::{self, commune_grade::CommuneGrade},
};

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
    let (commune, from) = (&recording.commune, recording.valid_from);
    if store::commune_grade::is_recorded(act.connection, commune, from)? {
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
        place: correction::Place::first(),
    };
    store::commune_grade::insert(act.connection, &grade)?;
    tell(act, "commune_grade.recorded", &grade, None)?;
    Ok(grade)
}

/// A grade, said anew.
#[derive(Debug, Clone)]
pub struct Corrected {
    /// Which grade.
    pub grade: CommuneGradeKind,
    /// The number of the decision.
    pub document_number: String,
    /// Its date.
    pub document_issued_on: Option<Date>,
}

/// Corrects a grade: by another one for the same commune and day, or by withdrawing it where there is none.
/// What was recorded stays.
///
/// # Errors
/// Not found; one that was corrected already; nothing to withdraw; every fault of what was sent.
pub fn correct(
    act: &mut Act<'_>,
    id: CommuneGradeId,
    corrected: Option<Corrected>,
    reason: &str,
) -> Result<CommuneGrade, Failure> {
    let (before, _) = store::commune_grade::find(act.connection, id)?.ok_or_else(unknown)?;
    act.connection.lock(&format!("grade of commune {}", before.commune.as_str()))?;
    let (before, by) = store::commune_grade::find(act.connection, id)?.ok_or_else(unknown)?;
    if by.is_some() {
        return Err(correction::corrected_already().into());
    }
    if corrected.is_none() && before.place.withdrawn {
        return Err(correction::withdrawn_already().into());
    }
    let mut faults = Faults::default();
    let reason = faults.words("/reason", reason, REASON_LENGTH_MAX);
    let said = corrected.map(|of| {
        let pointer = "/corrected/document_number";
        let number = faults.words(pointer, &of.document_number, NUMBER_LENGTH_MAX);
        if let Some(day) = of.document_issued_on {
            faults.past("/corrected/document_issued_on", day, act.today());
        }
        (of.grade, number, of.document_issued_on)
    });
    faults.refuse()?;
    let place = before.place.after(id, said.is_none());
    let kept = (before.grade, before.document_number.clone(), before.document_issued_on);
    let (grade, document_number, document_issued_on) = said.unwrap_or(kept);
    let grade = CommuneGrade {
        id: act.context.ids.make(),
        grade,
        document_number,
        document_issued_on,
        recorded_by: act.context.actor.name.clone(),
        recorded_at: act.context.now,
        place,
        ..before
    };
    store::commune_grade::insert(act.connection, &grade)?;
    let withdrawn = grade.place.withdrawn;
    let kind = if withdrawn { "commune_grade.withdrawn" } else { "commune_grade.corrected" };
    tell(act, kind, &grade, Some(&reason))?;
    Ok(grade)
}

fn tell(
    act: &mut Act<'_>,
    kind: &str,
    grade: &CommuneGrade,
    reason: Option<&str>,
) -> Result<(), Failure> {
    let subject = Subject { kind: "commune_grade".to_owned(), id: grade.id.uuid() };
    let place = Place { commune: Some(grade.commune.clone()), ..Place::default() };
    let state = json!({
        "commune": grade.commune.as_str(),
        "grade": grade.grade,
        "valid_from": grade.valid_from,
        "document_number": grade.document_number,
        "document_issued_on": grade.document_issued_on,
        "corrects": grade.place.corrects,
        "withdrawn": grade.place.withdrawn,
    });
    let mut event = act.context.event(kind, subject, place, None, state);
    if let Some(before) = grade.place.corrects {
        event.corrects = corrected::event_of(act.connection, before.uuid(), |_| true)?;
    }
    let personal = reason.map(|reason| json!({ "reason": reason }));
    log::append(act.connection, &event, personal.as_ref(), &act.context.ids)
}

fn unknown() -> Refusal {
    Refusal::not_found("danh hiệu của xã", "commune grade")
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
