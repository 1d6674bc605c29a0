//! Who has read personal data unmasked, and why.

use diesel::{
    ExpressionMethods as _, JoinOnDsl as _, QueryDsl as _, Queryable, RunQueryDsl as _, Selectable,
    SelectableHelper as _,
};
use htx_kit::{
    db::{Bind, Connection, stored::code},
    each,
    failure::Failure,
    within_scope,
};
use htx_model::{
    agency::AgencyCode,
    code_list::CodeList as _,
    date::Instant,
    id::{Id, OrganisationId, PersonalDataReadId},
    scope::Scope,
};

use super::schema::{organisation, support_personal_data_read as reading};
use crate::domain::reading::Reading;

#[derive(Queryable, Selectable)]
#[diesel(table_name = reading)]
struct ReadingRow {
    id: PersonalDataReadId,
    organisation_id: Option<OrganisationId>,
    what: String,
    subject_id: Id<()>,
    records: i32,
    purpose: String,
    actor_kind: String,
    actor_name: String,
    agency_code: Option<String>,
    recorded_at: Instant,
}

impl TryFrom<ReadingRow> for Reading {
    type Error = Failure;

    fn try_from(row: ReadingRow) -> Result<Self, Failure> {
        let agency = row.agency_code.as_deref().map(AgencyCode::parse).transpose();
        Ok(Self {
            id: row.id,
            organisation: row.organisation_id,
            what: code(&row.what)?,
            subject: row.subject_id.uuid(),
            records: u32::try_from(row.records).map_err(Failure::unexpected)?,
            purpose: row.purpose,
            actor_kind: row.actor_kind,
            actor_name: row.actor_name,
            agency: agency.map_err(Failure::unexpected)?,
            recorded_at: row.recorded_at,
        })
    }
}

/// A page of readings within a scope, the newest first.
///
/// # Errors
/// What the database reports.
pub fn list(
    connection: &mut Connection,
    scope: &Scope,
    organisation: Option<OrganisationId>,
    before: Option<&PersonalDataReadId>,
    limit: i64,
) -> Result<Vec<Reading>, Failure> {
    use diesel::NullableExpressionMethods as _;
    let own = reading::organisation_id.eq(organisation::id.nullable());
    let query = reading::table
        .left_join(organisation::table.on(own))
        .order(reading::id.desc())
        .limit(limit)
        .into_boxed();
    let mut query = within_scope!(
        query,
        scope,
        organisation::district_code,
        organisation::current_commune_code,
        reading::organisation_id.assume_not_null()
    );
    if let Some(of) = organisation {
        query = query.filter(reading::organisation_id.eq(Bind(of)));
    }
    if let Some(before) = before {
        query = query.filter(reading::id.lt(Bind(*before)));
    }
    let rows: Vec<ReadingRow> = query.select(ReadingRow::as_select()).load(connection)?;
    rows.into_iter().map(Reading::try_from).collect()
}

/// Notes readings down.
///
/// # Errors
/// What the database reports.
pub fn insert(connection: &mut Connection, readings: &[Reading]) -> Result<(), Failure> {
    let row = |one: &Reading| {
        (
            reading::id.eq(Bind(one.id)),
            reading::organisation_id.eq(Bind(one.organisation)),
            reading::what.eq(one.what.code()),
            reading::subject_id.eq(Bind(Id::<()>::from_uuid(one.subject))),
            reading::records.eq(htx_kit::db::stored::column(one.records)),
            reading::purpose.eq(one.purpose.clone()),
            reading::actor_kind.eq(one.actor_kind.clone()),
            reading::actor_name.eq(one.actor_name.clone()),
            reading::agency_code.eq(one.agency.as_ref().map(|code| code.as_str().to_owned())),
            reading::recorded_at.eq(Bind(one.recorded_at)),
        )
    };
    let rows: Vec<_> = readings.iter().map(row).collect();
    if !rows.is_empty() {
        each!(connection, one => diesel::insert_into(reading::table).values(&rows).execute(one))?;
    }
    Ok(())
}
