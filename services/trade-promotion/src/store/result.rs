//! What came of taking part in events.

use diesel::{
    ExpressionMethods as _, Insertable, OptionalExtension as _, QueryDsl as _, Queryable,
    RunQueryDsl as _, Selectable, SelectableHelper as _, dsl::count_star,
};
use htx_kit::{
    db::{Bind, Connection, stored::code},
    directory::OrganisationRow,
    each,
    failure::Failure,
};
use htx_model::{
    agency::AgencyCode,
    code_list::CodeList as _,
    date::{Date, Instant},
    directory::Organisation,
    id::{DocumentId, OrganisationId, TradeApplicationId, TradeEventId, TradeResultId},
    money::Dong,
    scope::Scope,
    trade::events::TradeResultKind,
};

use super::{
    application::within_reach,
    schema::{organisation, trade_application, trade_event, trade_result},
};
use crate::domain::outcome::{Reported, TradeResult};

#[derive(Queryable, Selectable)]
#[diesel(table_name = trade_result)]
struct ResultRow {
    id: TradeResultId,
    application_id: TradeApplicationId,
    months: Option<i32>,
    kind: String,
    buyer: Option<String>,
    value_vnd: i64,
    agreed_on: Date,
    recorded_by: String,
    recorded_at: Instant,
    struck_on: Option<Date>,
    document_id: Option<DocumentId>,
}

/// A result with who reported it, and whether it still counts.
#[derive(Debug, Clone)]
pub struct StoredResult {
    /// The result.
    pub result: TradeResult,
    /// The login name of whoever reported it.
    pub recorded_by: String,
    /// When it was reported.
    pub recorded_at: Instant,
    /// Since when it does not count.
    pub struck_on: Option<Date>,
}

impl TryFrom<ResultRow> for StoredResult {
    type Error = Failure;

    fn try_from(row: ResultRow) -> Result<Self, Failure> {
        let months = row.months.map(u8::try_from).transpose().map_err(Failure::unexpected)?;
        let reported = Reported {
            kind: code(&row.kind)?,
            buyer: row.buyer,
            value: Dong(row.value_vnd),
            agreed_on: row.agreed_on,
            document: row.document_id,
        };
        Ok(Self {
            result: TradeResult { id: row.id, application: row.application_id, months, reported },
            recorded_by: row.recorded_by,
            recorded_at: row.recorded_at,
            struck_on: row.struck_on,
        })
    }
}

#[derive(Insertable)]
#[diesel(table_name = trade_result, treat_none_as_default_value = false)]
struct NewResultRow<'a> {
    id: Bind<TradeResultId>,
    application_id: Bind<TradeApplicationId>,
    months: Option<i32>,
    kind: &'static str,
    buyer: Option<&'a str>,
    value_vnd: i64,
    agreed_on: Bind<Date>,
    recorded_by: &'a str,
    recorded_at: Bind<Instant>,
    document_id: Bind<Option<DocumentId>>,
}

/// Enters results, at most as many as are reported at once.
///
/// # Errors
/// What the database reports.
pub fn insert(
    connection: &mut Connection,
    results: &[TradeResult],
    (by, now): (&str, Instant),
) -> Result<(), Failure> {
    let rows: Vec<NewResultRow<'_>> = results
        .iter()
        .map(|one| NewResultRow {
            id: Bind(one.id),
            application_id: Bind(one.application),
            months: one.months.map(i32::from),
            kind: one.reported.kind.code(),
            buyer: one.reported.buyer.as_deref(),
            value_vnd: one.reported.value.0,
            agreed_on: Bind(one.reported.agreed_on),
            recorded_by: by,
            recorded_at: Bind(now),
            document_id: Bind(one.reported.document),
        })
        .collect();
    if !rows.is_empty() {
        each!(connection, one => diesel::insert_into(trade_result::table).values(&rows).execute(one))?;
    }
    Ok(())
}

/// Strikes a result out: it does not count any more.
///
/// # Errors
/// What the database reports.
pub fn strike(
    connection: &mut Connection,
    id: TradeResultId,
    (by, on): (&str, Date),
) -> Result<(), Failure> {
    diesel::update(trade_result::table)
        .filter(trade_result::id.eq(Bind(id)))
        .set((trade_result::struck_on.eq(Bind(on)), trade_result::struck_by.eq(by)))
        .execute(connection)?;
    Ok(())
}

/// What a list is narrowed to.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Filter {
    /// Of this event.
    pub event: Option<TradeEventId>,
    /// Of this organisation.
    pub organisation: Option<OrganisationId>,
    /// Of this participation.
    pub application: Option<TradeApplicationId>,
    /// Of this kind.
    pub kind: Option<TradeResultKind>,
    /// Agreed on or after this day.
    pub from: Option<Date>,
    /// Agreed on or before this day.
    pub to: Option<Date>,
    /// With those that were struck out.
    pub struck: bool,
}

/// A result with whose it is.
#[derive(Debug, Clone)]
pub struct Found {
    /// The result.
    pub stored: StoredResult,
    /// Of which event.
    pub event: TradeEventId,
    /// Whose.
    pub organisation: Organisation,
}

type Rows = (ResultRow, TradeEventId, OrganisationRow);

fn read((row, event, of): Rows) -> Result<Found, Failure> {
    Ok(Found { stored: row.try_into()?, event, organisation: of.try_into()? })
}

/// Results joined with whose they are, within a scope.
macro_rules! reached {
    ($scope:expr, $held:expr) => {{
        let query = trade_result::table
            .inner_join(
                trade_application::table
                    .inner_join(organisation::table)
                    .inner_join(trade_event::table),
            )
            .order(trade_result::id)
            .into_boxed();
        within_reach!(query, $scope, $held).select((
            ResultRow::as_select(),
            trade_application::event_id,
            organisation::all_columns,
        ))
    }};
}

/// The result with this id, within a scope.
///
/// # Errors
/// What the database reports.
pub fn find(
    connection: &mut Connection,
    (scope, held): (&Scope, &[AgencyCode]),
    id: TradeResultId,
) -> Result<Option<Found>, Failure> {
    let row: Option<Rows> =
        reached!(scope, held).filter(trade_result::id.eq(Bind(id))).first(connection).optional()?;
    row.map(read).transpose()
}

/// A page of results within a scope, in the order in which they were reported.
///
/// # Errors
/// What the database reports.
pub fn list(
    connection: &mut Connection,
    (scope, held): (&Scope, &[AgencyCode]),
    filter: &Filter,
    after: Option<&TradeResultId>,
    limit: i64,
) -> Result<Vec<Found>, Failure> {
    let mut query = reached!(scope, held).limit(limit);
    if let Some(after) = after {
        query = query.filter(trade_result::id.gt(Bind(*after)));
    }
    if let Some(event) = filter.event {
        query = query.filter(trade_application::event_id.eq(Bind(event)));
    }
    if let Some(of) = filter.organisation {
        query = query.filter(trade_application::organisation_id.eq(Bind(of)));
    }
    if let Some(of) = filter.application {
        query = query.filter(trade_result::application_id.eq(Bind(of)));
    }
    if let Some(kind) = filter.kind {
        query = query.filter(trade_result::kind.eq(kind.code()));
    }
    if let Some(day) = filter.from {
        query = query.filter(trade_result::agreed_on.ge(Bind(day)));
    }
    if let Some(day) = filter.to {
        query = query.filter(trade_result::agreed_on.le(Bind(day)));
    }
    if !filter.struck {
        query = query.filter(trade_result::struck_on.is_null());
    }
    let rows: Vec<Rows> = query.load(connection)?;
    rows.into_iter().map(read).collect()
}

/// Whether there is a result of any of these that counts.
///
/// # Errors
/// What the database reports.
pub fn any_of(connection: &mut Connection, of: &[TradeApplicationId]) -> Result<bool, Failure> {
    let found: Option<TradeResultId> = trade_result::table
        .filter(trade_result::application_id.eq_any(of.iter().copied().map(Bind)))
        .filter(trade_result::struck_on.is_null())
        .select(trade_result::id)
        .first(connection)
        .optional()?;
    Ok(found.is_some())
}

/// What came of an event, by kind: how many results, and what they are worth.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Total {
    /// Of which kind.
    pub kind: TradeResultKind,
    /// How many.
    pub count: i64,
    /// What they are worth.
    pub value: Dong,
}

/// What came of an event so far, without what was struck out.
///
/// # Errors
/// What the database reports.
pub fn totals(connection: &mut Connection, event: TradeEventId) -> Result<Vec<Total>, Failure> {
    let by_value: Vec<(String, i64, i64)> = trade_result::table
        .inner_join(trade_application::table)
        .filter(trade_application::event_id.eq(Bind(event)))
        .filter(trade_result::struck_on.is_null())
        .group_by((trade_result::kind, trade_result::value_vnd))
        .order(trade_result::kind)
        .select((trade_result::kind, trade_result::value_vnd, count_star()))
        .load(connection)?;
    let mut totals: Vec<Total> = Vec::new();
    for (kind, value, count) in by_value {
        let (kind, value) = (code(&kind)?, value.saturating_mul(count));
        match totals.iter_mut().find(|total| total.kind == kind) {
            Some(total) => {
                total.count += count;
                total.value = Dong(total.value.0.saturating_add(value));
            }
            None => totals.push(Total { kind, count, value: Dong(value) }),
        }
    }
    Ok(totals)
}
