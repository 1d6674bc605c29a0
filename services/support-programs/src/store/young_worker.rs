//! Young workers placed at cooperatives. Names and citizen ids stand in rows of their own, which are
//! erasable.

use diesel::{
    ExpressionMethods as _, JoinOnDsl as _, OptionalExtension as _, QueryDsl as _, Queryable,
    RunQueryDsl as _, Selectable, SelectableHelper as _, dsl::count_star,
};
use htx_kit::{
    db::{
        Bind, Connection,
        stored::{column, number},
    },
    directory::OrganisationRow,
    failure::Failure,
};
use htx_model::{
    agency::AgencyCode,
    date::{Date, Instant},
    directory::Organisation,
    id::{OrganisationId, SupportApplicationId, YoungWorkerId},
    money::Dong,
    scope::Scope,
    support::training::PlacementState,
};

mod months;

pub use months::{months, pay, record, unpaid, unpay};

use super::{
    application::{Led, within_reach},
    schema::{organisation, support_application, young_worker, young_worker_person},
};
use crate::domain::young_worker::{Placement, Worker};

/// A placement with its cooperative as it is today, and who it is, unless that was erased.
#[derive(Debug, Clone)]
pub struct StoredPlacement {
    /// The placement.
    pub placement: Placement,
    /// The cooperative today.
    pub organisation: Organisation,
    /// The agency that leads the programme, as the programme names it.
    pub lead_agency: AgencyCode,
    /// Who it is.
    pub worker: Option<Worker>,
}

#[derive(Queryable, Selectable)]
#[diesel(table_name = young_worker)]
struct PlacementRow {
    id: YoungWorkerId,
    application_id: SupportApplicationId,
    organisation_id: OrganisationId,
    starts_on: Date,
    ended_on: Option<Date>,
    end_reason: Option<String>,
    monthly_support_vnd: i64,
    months_granted: i32,
    version: i64,
    recorded_by: String,
    recorded_at: Instant,
}

#[derive(Queryable, Selectable)]
#[diesel(table_name = young_worker_person)]
struct PersonRow {
    name: String,
    birth_year: i16,
    citizen_id: String,
    qualification: Option<String>,
}

type Row = (PlacementRow, OrganisationRow, String, Option<PersonRow>);

fn read((row, of, lead, person): Row) -> Result<StoredPlacement, Failure> {
    let placement = Placement {
        id: row.id,
        application: row.application_id,
        organisation: row.organisation_id,
        starts_on: row.starts_on,
        ended_on: row.ended_on,
        end_reason: row.end_reason,
        monthly_support: Dong(row.monthly_support_vnd),
        months_granted: number(Some(row.months_granted))?.unwrap_or_default(),
        version: row.version,
        recorded_by: row.recorded_by,
        recorded_at: row.recorded_at,
    };
    let worker = |one: PersonRow| Worker {
        name: one.name,
        birth_year: one.birth_year,
        citizen_id: one.citizen_id,
        qualification: one.qualification,
    };
    Ok(StoredPlacement {
        placement,
        organisation: of.try_into()?,
        lead_agency: AgencyCode::parse(&lead).map_err(Failure::unexpected)?,
        worker: person.map(worker),
    })
}

/// What a list of placements is narrowed to.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Filter {
    /// By this application.
    pub application: Option<SupportApplicationId>,
    /// At this cooperative.
    pub organisation: Option<OrganisationId>,
    /// In this state.
    pub state: Option<PlacementState>,
}

/// Placements with cooperative, application and person.
macro_rules! joined {
    () => {
        young_worker::table
            .inner_join(organisation::table)
            .inner_join(
                support_application::table
                    .on(support_application::id.eq(young_worker::application_id)),
            )
            .left_join(
                young_worker_person::table.on(young_worker_person::worker_id.eq(young_worker::id)),
            )
    };
}

/// The columns of a placement.
macro_rules! columns {
    () => {
        (
            PlacementRow::as_select(),
            organisation::all_columns,
            support_application::lead_agency,
            Option::<PersonRow>::as_select(),
        )
    };
}

/// A page of placements within a scope, in the order in which they were entered.
///
/// # Errors
/// What the database reports.
pub fn list(
    connection: &mut Connection,
    (scope, led): (&Scope, &[AgencyCode]),
    filter: &Filter,
    after: Option<&YoungWorkerId>,
    limit: i64,
) -> Result<Vec<StoredPlacement>, Failure> {
    let query = joined!().order(young_worker::id).limit(limit).into_boxed();
    let mut query = within_reach!(query, scope, Led::OrWithOthers(led));
    if let Some(of) = filter.application {
        query = query.filter(young_worker::application_id.eq(Bind(of)));
    }
    if let Some(of) = filter.organisation {
        query = query.filter(young_worker::organisation_id.eq(Bind(of)));
    }
    match filter.state {
        Some(PlacementState::Working) => query = query.filter(young_worker::ended_on.is_null()),
        Some(PlacementState::Ended) => query = query.filter(young_worker::ended_on.is_not_null()),
        None => {}
    }
    if let Some(after) = after {
        query = query.filter(young_worker::id.gt(Bind(*after)));
    }
    let rows: Vec<Row> = query.select(columns!()).load(connection)?;
    rows.into_iter().map(read).collect()
}

/// One placement within a scope.
///
/// # Errors
/// What the database reports.
pub fn find(
    connection: &mut Connection,
    (scope, led): (&Scope, &[AgencyCode]),
    id: YoungWorkerId,
) -> Result<Option<StoredPlacement>, Failure> {
    let query = joined!().filter(young_worker::id.eq(Bind(id))).into_boxed();
    let query = within_reach!(query, scope, Led::OrWithOthers(led));
    let row: Option<Row> = query.select(columns!()).first(connection).optional()?;
    row.map(read).transpose()
}

/// How many work by an application now.
///
/// # Errors
/// What the database reports.
pub fn working(connection: &mut Connection, of: SupportApplicationId) -> Result<i64, Failure> {
    Ok(young_worker::table
        .filter(young_worker::application_id.eq(Bind(of)))
        .filter(young_worker::ended_on.is_null())
        .select(count_star())
        .first(connection)?)
}

/// Whether somebody is placed now, wherever that is.
///
/// # Errors
/// What the database reports.
pub fn is_placed(connection: &mut Connection, citizen_id: &str) -> Result<bool, Failure> {
    let found: Option<YoungWorkerId> = young_worker_person::table
        .filter(young_worker_person::placed_citizen_id.eq(citizen_id))
        .select(young_worker_person::worker_id)
        .first(connection)
        .optional()?;
    Ok(found.is_some())
}

/// Enters a placement.
///
/// # Errors
/// What the database reports, which refuses somebody who is placed already.
pub fn insert(
    connection: &mut Connection,
    one: &Placement,
    worker: &Worker,
) -> Result<(), Failure> {
    diesel::insert_into(young_worker::table)
        .values((
            young_worker::id.eq(Bind(one.id)),
            young_worker::application_id.eq(Bind(one.application)),
            young_worker::organisation_id.eq(Bind(one.organisation)),
            young_worker::starts_on.eq(Bind(one.starts_on)),
            young_worker::monthly_support_vnd.eq(one.monthly_support.0),
            young_worker::months_granted.eq(column(one.months_granted)),
            young_worker::version.eq(one.version),
            young_worker::recorded_by.eq(&one.recorded_by),
            young_worker::recorded_at.eq(Bind(one.recorded_at)),
        ))
        .execute(connection)?;
    diesel::insert_into(young_worker_person::table)
        .values((
            young_worker_person::worker_id.eq(Bind(one.id)),
            young_worker_person::name.eq(&worker.name),
            young_worker_person::birth_year.eq(worker.birth_year),
            young_worker_person::citizen_id.eq(&worker.citizen_id),
            young_worker_person::qualification.eq(worker.qualification.as_deref()),
            young_worker_person::placed_citizen_id.eq(&worker.citizen_id),
        ))
        .execute(connection)?;
    Ok(())
}

/// Saves a changed placement; one that has ended places nobody any more.
///
/// # Errors
/// What the database reports; [`Failure::Unavailable`] where another writer came between.
pub fn save(connection: &mut Connection, one: &Placement) -> Result<(), Failure> {
    let saved = diesel::update(young_worker::table)
        .filter(young_worker::id.eq(Bind(one.id)))
        .filter(young_worker::version.eq(one.version - 1))
        .set((
            young_worker::ended_on.eq(Bind(one.ended_on)),
            young_worker::end_reason.eq(one.end_reason.as_deref()),
            young_worker::version.eq(one.version),
            young_worker::recorded_at.eq(Bind(one.recorded_at)),
        ))
        .execute(connection)?;
    if saved != 1 {
        return Err(Failure::unavailable("the placement changed while it was being changed"));
    }
    if one.ended_on.is_some() {
        diesel::update(young_worker_person::table)
            .filter(young_worker_person::worker_id.eq(Bind(one.id)))
            .set(young_worker_person::placed_citizen_id.eq(None::<String>))
            .execute(connection)?;
    }
    Ok(())
}
