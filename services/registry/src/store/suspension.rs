//! Notices of suspension.

use diesel::{
    ExpressionMethods as _, Insertable, JoinOnDsl as _, QueryDsl as _, Queryable, RunQueryDsl as _,
    Selectable, SelectableHelper as _,
};
use htx_kit::{
    db::{Bind, Connection},
    failure::Failure,
    within_place,
};
use htx_model::{
    administrative::{CommuneCode, DistrictCode},
    date::{Date, Instant},
    id::{ApplicationId, OrganisationId, SuspensionId},
    scope::Scope,
};

use super::{
    organisation::within_scope,
    schema::{organisation, suspension},
};
use crate::domain::application::pause::Suspension;

#[derive(Queryable, Selectable)]
#[diesel(table_name = suspension)]
struct SuspensionRow {
    id: SuspensionId,
    organisation_id: OrganisationId,
    application_id: ApplicationId,
    from_on: Date,
    to_on: Date,
    begun: bool,
    resumed_on: Option<Date>,
}

#[derive(Insertable)]
#[diesel(table_name = suspension, treat_none_as_default_value = false)]
struct NewSuspensionRow {
    id: Bind<SuspensionId>,
    organisation_id: Bind<OrganisationId>,
    application_id: Bind<ApplicationId>,
    from_on: Bind<Date>,
    to_on: Bind<Date>,
    begun: bool,
    resumed_on: Bind<Option<Date>>,
    recorded_at: Bind<Instant>,
}

impl From<SuspensionRow> for Suspension {
    fn from(row: SuspensionRow) -> Self {
        Self {
            id: row.id,
            organisation: row.organisation_id,
            application: row.application_id,
            from: row.from_on,
            to: row.to_on,
            begun: row.begun,
            resumed_on: row.resumed_on,
        }
    }
}

/// What a list is narrowed to.
#[derive(Debug, Clone, Default)]
pub struct Filter {
    /// Of this organisation.
    pub organisation: Option<OrganisationId>,
    /// Of a seat in this district.
    pub district: Option<DistrictCode>,
    /// Of a seat in this commune of today.
    pub commune: Option<CommuneCode>,
    /// Whose last day lies before this one, and that nobody ended.
    pub ended_before: Option<Date>,
}

/// A page of notices within a scope, in the order of their approval.
///
/// # Errors
/// What the database reports.
pub fn list(
    connection: &mut Connection,
    scope: &Scope,
    filter: &Filter,
    after: Option<SuspensionId>,
    limit: i64,
) -> Result<Vec<Suspension>, Failure> {
    let on = suspension::organisation_id.eq(organisation::id);
    let mut query = suspension::table
        .inner_join(organisation::table.on(on))
        .order(suspension::id)
        .limit(limit)
        .into_boxed();
    query = within_scope!(query, scope, suspension::organisation_id);
    if let Some(id) = filter.organisation {
        query = query.filter(suspension::organisation_id.eq(Bind(id)));
    }
    query = within_place!(
        query,
        filter,
        organisation::district_code,
        organisation::current_commune_code
    );
    if let Some(day) = filter.ended_before {
        query =
            query.filter(suspension::to_on.lt(Bind(day))).filter(suspension::resumed_on.is_null());
    }
    if let Some(after) = after {
        query = query.filter(suspension::id.gt(Bind(after)));
    }
    let rows: Vec<SuspensionRow> = query.select(SuspensionRow::as_select()).load(connection)?;
    Ok(rows.into_iter().map(Suspension::from).collect())
}

/// The notices of an organisation that nobody ended, the latest first.
///
/// # Errors
/// What the database reports.
pub fn open_of(
    connection: &mut Connection,
    organisation: OrganisationId,
) -> Result<Vec<Suspension>, Failure> {
    let rows: Vec<SuspensionRow> = suspension::table
        .filter(suspension::organisation_id.eq(Bind(organisation)))
        .filter(suspension::resumed_on.is_null())
        .order(suspension::to_on.desc())
        .limit(100)
        .select(SuspensionRow::as_select())
        .load(connection)?;
    Ok(rows.into_iter().map(Suspension::from).collect())
}

/// Notices that should have begun by a day and have not.
///
/// # Errors
/// What the database reports.
pub fn to_begin(
    connection: &mut Connection,
    by: Date,
    limit: i64,
) -> Result<Vec<Suspension>, Failure> {
    let rows: Vec<SuspensionRow> = suspension::table
        .filter(suspension::begun.eq(false))
        .filter(suspension::resumed_on.is_null())
        .filter(suspension::from_on.le(Bind(by)))
        .order((suspension::from_on, suspension::id))
        .limit(limit)
        .select(SuspensionRow::as_select())
        .load(connection)?;
    Ok(rows.into_iter().map(Suspension::from).collect())
}

/// Enters a notice.
///
/// # Errors
/// What the database reports.
pub fn insert(
    connection: &mut Connection,
    entered: &Suspension,
    now: Instant,
) -> Result<(), Failure> {
    let row = NewSuspensionRow {
        id: Bind(entered.id),
        organisation_id: Bind(entered.organisation),
        application_id: Bind(entered.application),
        from_on: Bind(entered.from),
        to_on: Bind(entered.to),
        begun: entered.begun,
        resumed_on: Bind(entered.resumed_on),
        recorded_at: Bind(now),
    };
    diesel::insert_into(suspension::table).values(&row).execute(connection)?;
    Ok(())
}

/// Notes down that notices have begun.
///
/// # Errors
/// What the database reports.
pub fn mark_begun(connection: &mut Connection, ids: &[SuspensionId]) -> Result<(), Failure> {
    diesel::update(suspension::table)
        .filter(suspension::id.eq_any(ids.iter().copied().map(Bind)))
        .set(suspension::begun.eq(true))
        .execute(connection)?;
    Ok(())
}

/// Ends every notice of some organisations that nobody ended: they resumed, or are no more.
///
/// # Errors
/// What the database reports.
pub fn end_all(
    connection: &mut Connection,
    organisations: &[OrganisationId],
    on: Date,
) -> Result<(), Failure> {
    diesel::update(suspension::table)
        .filter(suspension::organisation_id.eq_any(organisations.iter().copied().map(Bind)))
        .filter(suspension::resumed_on.is_null())
        .set(suspension::resumed_on.eq(Bind(on)))
        .execute(connection)?;
    Ok(())
}
