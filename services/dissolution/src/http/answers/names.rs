//! Agencies and districts by their names.

use htx_model::{
    administrative::{AdministrativeUnits, UnitLevel},
    agency::AgencyCode,
    dissolution::answers::AnswerBreakdown,
};

use crate::Dissolutions;

/// The name of an agency, or of a district, which may have ended.
pub(in crate::http) fn name_of(
    service: &Dissolutions,
    by: AnswerBreakdown,
    code: Option<&str>,
) -> Option<String> {
    let code = code?;
    match by {
        AnswerBreakdown::Agency => {
            let agency = AgencyCode::parse(code).ok()?;
            service.agencies.get(&agency).map(|agency| agency.name_vi.clone())
        }
        AnswerBreakdown::District => {
            let units = AdministrativeUnits::embedded().ok()?;
            units.with_code(UnitLevel::District, code).next().map(|unit| unit.name.clone())
        }
    }
}
