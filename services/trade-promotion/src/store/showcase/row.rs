//! A showcase point as a row, and back.

use diesel::{AsChangeset, Insertable, Queryable, Selectable};
use htx_kit::{
    db::{
        Bind,
        stored::{code, foreign, json, written},
    },
    failure::Failure,
};
use htx_model::{
    administrative::CommuneCode,
    agency::AgencyCode,
    code_list::CodeList as _,
    date::{Date, Instant},
    id::{OrganisationId, ShowcasePointId},
};

use crate::{domain::showcase::ShowcasePoint, store::schema::showcase_point};

#[derive(Queryable, Selectable)]
#[diesel(table_name = showcase_point)]
pub(super) struct PointRow {
    id: ShowcasePointId,
    name: String,
    address: String,
    commune_code: String,
    operator_id: OrganisationId,
    agency_code: String,
    agency_name: String,
    state: String,
    decision_number: Option<String>,
    decided_on: Option<Date>,
    ended_on: Option<Date>,
    reason: Option<String>,
    prepared_by: String,
    version: i64,
    recorded_at: Instant,
}

impl TryFrom<PointRow> for ShowcasePoint {
    type Error = Failure;

    fn try_from(row: PointRow) -> Result<Self, Failure> {
        Ok(Self {
            id: row.id,
            name: row.name,
            address: row.address,
            commune: CommuneCode::parse(&row.commune_code)
                .map_err(|_| foreign(&row.commune_code))?,
            operator: row.operator_id,
            agency: AgencyCode::parse(&row.agency_code).map_err(Failure::unexpected)?,
            agency_name: row.agency_name,
            state: code(&row.state)?,
            decision_number: row.decision_number,
            decided_on: row.decided_on,
            ended_on: row.ended_on,
            reason: row.reason,
            prepared_by: json(&row.prepared_by)?,
            version: row.version,
            recorded_at: row.recorded_at,
        })
    }
}

#[derive(Insertable, AsChangeset)]
#[diesel(table_name = showcase_point, treat_none_as_default_value = false, treat_none_as_null = true)]
pub(super) struct NewPointRow<'a> {
    id: Bind<ShowcasePointId>,
    name: &'a str,
    address: &'a str,
    commune_code: &'a str,
    operator_id: Bind<OrganisationId>,
    agency_code: &'a str,
    agency_name: &'a str,
    state: &'static str,
    decision_number: Option<&'a str>,
    decided_on: Bind<Option<Date>>,
    ended_on: Bind<Option<Date>>,
    reason: Option<&'a str>,
    prepared_by: String,
    version: i64,
    recorded_at: Bind<Instant>,
}

impl<'a> NewPointRow<'a> {
    pub(super) fn of(point: &'a ShowcasePoint) -> Result<Self, Failure> {
        Ok(Self {
            id: Bind(point.id),
            name: &point.name,
            address: &point.address,
            commune_code: point.commune.as_str(),
            operator_id: Bind(point.operator),
            agency_code: point.agency.as_str(),
            agency_name: &point.agency_name,
            state: point.state.code(),
            decision_number: point.decision_number.as_deref(),
            decided_on: Bind(point.decided_on),
            ended_on: Bind(point.ended_on),
            reason: point.reason.as_deref(),
            prepared_by: written(&point.prepared_by)?,
            version: point.version,
            recorded_at: Bind(point.recorded_at),
        })
    }
}
