//! Petitions.

use diesel::{
    AsChangeset, ExpressionMethods as _, Insertable, JoinOnDsl as _,
    NullableExpressionMethods as _, OptionalExtension as _, QueryDsl as _, Queryable,
    RunQueryDsl as _, Selectable, SelectableHelper as _,
};
use htx_kit::{
    db::{Bind, Connection},
    each,
    failure::Failure,
};
use htx_model::{
    agency::AgencyCode,
    code_list::CodeList as _,
    date::{Date, Instant},
    id::{OrganisationId, PetitionId},
    people::PetitionState,
    scope::Scope,
};

use super::{
    organisation::{code, within_scope},
    schema::{organisation, petition},
};
use crate::domain::petition::Petition;

/// Rows of one INSERT.
const CHUNK: usize = 1000;

#[derive(Queryable, Selectable)]
#[diesel(table_name = petition)]
struct PetitionRow {
    id: PetitionId,
    organisation_id: Option<OrganisationId>,
    title: String,
    content: String,
    state: String,
    received_on: Date,
    agency_code: Option<String>,
    due_on: Option<Date>,
    answer: Option<String>,
    answered_on: Option<Date>,
    closed_on: Option<Date>,
    version: i64,
    recorded_at: Instant,
}

#[derive(Insertable, AsChangeset)]
#[diesel(table_name = petition, treat_none_as_default_value = false, treat_none_as_null = true)]
struct NewPetitionRow<'a> {
    id: Bind<PetitionId>,
    organisation_id: Bind<Option<OrganisationId>>,
    title: &'a str,
    content: &'a str,
    state: &'static str,
    received_on: Bind<Date>,
    agency_code: Option<&'a str>,
    due_on: Bind<Option<Date>>,
    answer: Option<&'a str>,
    answered_on: Bind<Option<Date>>,
    closed_on: Bind<Option<Date>>,
    version: i64,
    recorded_at: Bind<Instant>,
}

impl<'a> NewPetitionRow<'a> {
    fn of(petition: &'a Petition) -> Self {
        Self {
            id: Bind(petition.id),
            organisation_id: Bind(petition.organisation),
            title: &petition.title,
            content: &petition.content,
            state: petition.state.code(),
            received_on: Bind(petition.received_on),
            agency_code: petition.agency.as_ref().map(AgencyCode::as_str),
            due_on: Bind(petition.due_on),
            answer: petition.answer.as_deref(),
            answered_on: Bind(petition.answered_on),
            closed_on: Bind(petition.closed_on),
            version: petition.version,
            recorded_at: Bind(petition.recorded_at),
        }
    }
}

impl TryFrom<PetitionRow> for Petition {
    type Error = Failure;

    fn try_from(row: PetitionRow) -> Result<Self, Failure> {
        let agency = row.agency_code.as_deref().map(AgencyCode::parse).transpose();
        Ok(Self {
            id: row.id,
            organisation: row.organisation_id,
            title: row.title,
            content: row.content,
            state: code(&row.state)?,
            received_on: row.received_on,
            agency: agency.map_err(Failure::unexpected)?,
            due_on: row.due_on,
            answer: row.answer,
            answered_on: row.answered_on,
            closed_on: row.closed_on,
            version: row.version,
            recorded_at: row.recorded_at,
        })
    }
}

/// What a list is narrowed to.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Filter {
    /// In this state.
    pub state: Option<PetitionState>,
    /// Of this organisation.
    pub organisation: Option<OrganisationId>,
    /// Passed to this agency.
    pub agency: Option<AgencyCode>,
    /// Not answered though due before this day.
    pub overdue_on: Option<Date>,
}

/// A page of petitions within a scope, as they were filed. Those of the alliance itself, which are
/// no organisation's, are seen by whoever reaches the whole city.
///
/// # Errors
/// What the database reports.
pub fn list(
    connection: &mut Connection,
    scope: &Scope,
    filter: &Filter,
    after: Option<PetitionId>,
    limit: i64,
) -> Result<Vec<Petition>, Failure> {
    let own = petition::organisation_id.eq(organisation::id.nullable());
    let mut query = petition::table
        .left_join(organisation::table.on(own))
        .order(petition::id)
        .limit(limit)
        .into_boxed();
    query = within_scope!(query, scope, petition::organisation_id.assume_not_null());
    if let Some(state) = filter.state {
        query = query.filter(petition::state.eq(state.code()));
    }
    if let Some(organisation) = filter.organisation {
        query = query.filter(petition::organisation_id.eq(Bind(organisation)));
    }
    if let Some(agency) = &filter.agency {
        query = query.filter(petition::agency_code.eq(agency.as_str().to_owned()));
    }
    if let Some(day) = filter.overdue_on {
        query = query
            .filter(petition::state.eq(PetitionState::Forwarded.code()))
            .filter(petition::due_on.is_not_null())
            .filter(petition::due_on.assume_not_null().lt(Bind(day)));
    }
    if let Some(after) = after {
        query = query.filter(petition::id.gt(Bind(after)));
    }
    let rows: Vec<PetitionRow> = query.select(PetitionRow::as_select()).load(connection)?;
    rows.into_iter().map(Petition::try_from).collect()
}

/// The petition with this id, which the caller has yet to be allowed to see.
///
/// # Errors
/// What the database reports.
pub fn find(connection: &mut Connection, id: PetitionId) -> Result<Option<Petition>, Failure> {
    let row: Option<PetitionRow> = petition::table
        .find(Bind(id))
        .select(PetitionRow::as_select())
        .first(connection)
        .optional()?;
    row.map(Petition::try_from).transpose()
}

/// Enters petitions.
///
/// # Errors
/// What the database reports.
pub fn insert_many(connection: &mut Connection, petitions: &[Petition]) -> Result<(), Failure> {
    for chunk in petitions.chunks(CHUNK) {
        let rows: Vec<_> = chunk.iter().map(NewPetitionRow::of).collect();
        each!(connection, one => diesel::insert_into(petition::table).values(&rows).execute(one))?;
    }
    Ok(())
}

/// Saves a petition, whose version was counted on under its lock.
///
/// # Errors
/// What the database reports.
pub fn save(connection: &mut Connection, petition: &Petition) -> Result<(), Failure> {
    diesel::update(petition::table.find(Bind(petition.id)))
        .set(NewPetitionRow::of(petition))
        .execute(connection)?;
    Ok(())
}
