//! Imports of surveys, with their reports.

use diesel::{ExpressionMethods as _, OptionalExtension as _, QueryDsl as _, RunQueryDsl as _};
use htx_kit::{
    db::{Bind, Connection},
    failure::Failure,
};
use htx_model::{agency::AgencyCode, date::Instant, id::SurveyImportId};

use super::schema::survey_import;

/// An import as it is kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SurveyImportRun {
    /// Its id.
    pub id: SurveyImportId,
    /// For which agency.
    pub agency: Option<AgencyCode>,
    /// When.
    pub recorded_at: Instant,
    /// What came of it, in JSON, without what may name persons.
    pub report: String,
}

/// Keeps an import.
///
/// # Errors
/// What the database reports.
pub fn insert(connection: &mut Connection, run: &SurveyImportRun) -> Result<(), Failure> {
    diesel::insert_into(survey_import::table)
        .values((
            survey_import::id.eq(Bind(run.id)),
            survey_import::agency_code.eq(run.agency.as_ref().map(AgencyCode::as_str)),
            survey_import::recorded_at.eq(Bind(run.recorded_at)),
            survey_import::report.eq(&run.report),
        ))
        .execute(connection)?;
    Ok(())
}

/// The import with this id: whoever asks shows it to its agency only.
///
/// # Errors
/// What the database reports.
pub fn find(
    connection: &mut Connection,
    id: SurveyImportId,
) -> Result<Option<SurveyImportRun>, Failure> {
    let row: Option<(SurveyImportId, Option<String>, Instant, String)> =
        survey_import::table.find(Bind(id)).first(connection).optional()?;
    row.map(|(id, agency, recorded_at, report)| {
        let agency = agency.as_deref().map(AgencyCode::parse).transpose();
        Ok(SurveyImportRun {
            id,
            agency: agency.map_err(Failure::unexpected)?,
            recorded_at,
            report,
        })
    })
    .transpose()
}
