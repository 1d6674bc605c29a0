//! Certificates of training classes: numbered by agency and year without a gap.

use std::collections::HashMap;

use diesel::{
    ExpressionMethods as _, QueryDsl as _, Queryable, RunQueryDsl as _, Selectable,
    SelectableHelper as _, dsl::max,
};
use htx_kit::{
    db::{Bind, Connection, stored::column},
    each,
    failure::Failure,
};
use htx_model::{
    agency::AgencyCode,
    date::Date,
    id::{TrainingClassId, TrainingParticipantId},
};

use crate::{domain::training::Certificate, store::schema::training_certificate};

#[derive(Queryable, Selectable)]
#[diesel(table_name = training_certificate)]
struct CertificateRow {
    participant_id: TrainingParticipantId,
    year: i16,
    sequence: i32,
    number: String,
    attended_minutes: i32,
    issued_on: Date,
}

/// The certificates of a class, by participant.
///
/// # Errors
/// What the database reports.
pub fn of_class(
    connection: &mut Connection,
    of: TrainingClassId,
) -> Result<HashMap<TrainingParticipantId, Certificate>, Failure> {
    let rows: Vec<CertificateRow> = training_certificate::table
        .filter(training_certificate::class_id.eq(Bind(of)))
        .select(CertificateRow::as_select())
        .load(connection)?;
    let read = |row: CertificateRow| {
        let count = |number: i32| u32::try_from(number).map_err(Failure::unexpected);
        let certificate = Certificate {
            participant: row.participant_id,
            year: row.year,
            sequence: count(row.sequence)?,
            number: row.number,
            attended_minutes: count(row.attended_minutes)?,
            issued_on: row.issued_on,
        };
        Ok((certificate.participant, certificate))
    };
    rows.into_iter().map(read).collect()
}

/// The last number of an agency's certificates in a year. Whoever asks holds the numbering.
///
/// # Errors
/// What the database reports.
pub fn last(
    connection: &mut Connection,
    organiser: &AgencyCode,
    year: i16,
) -> Result<u32, Failure> {
    let last: Option<i32> = training_certificate::table
        .filter(training_certificate::organiser.eq(organiser.as_str()))
        .filter(training_certificate::year.eq(year))
        .select(max(training_certificate::sequence))
        .first(connection)?;
    u32::try_from(last.unwrap_or_default()).map_err(Failure::unexpected)
}

/// Enters the certificates of a class.
///
/// # Errors
/// What the database reports.
pub fn insert(
    connection: &mut Connection,
    (class, organiser): (TrainingClassId, &AgencyCode),
    certificates: &[Certificate],
) -> Result<(), Failure> {
    let row = |one: &Certificate| {
        (
            training_certificate::participant_id.eq(Bind(one.participant)),
            training_certificate::class_id.eq(Bind(class)),
            training_certificate::organiser.eq(organiser.as_str().to_owned()),
            training_certificate::year.eq(one.year),
            training_certificate::sequence.eq(column(one.sequence)),
            training_certificate::number.eq(one.number.clone()),
            training_certificate::attended_minutes.eq(column(one.attended_minutes)),
            training_certificate::issued_on.eq(Bind(one.issued_on)),
        )
    };
    let rows: Vec<_> = certificates.iter().map(row).collect();
    if !rows.is_empty() {
        each!(connection, one => diesel::insert_into(training_certificate::table).values(&rows).execute(one))?;
    }
    Ok(())
}
