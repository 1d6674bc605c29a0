//! Budgets. What stands on the accounts of one is in the last posting of its ledger.

use diesel::{
    BoolExpressionMethods as _, ExpressionMethods as _, Insertable, JoinOnDsl as _,
    NullableExpressionMethods as _, OptionalExtension as _, QueryDsl as _, Queryable,
    RunQueryDsl as _, Selectable, SelectableHelper as _,
};
use htx_kit::{
    db::{Bind, Connection, stored::code},
    failure::Failure,
};
use htx_model::{
    agency::AgencyCode,
    code_list::CodeList as _,
    date::{Date, Instant},
    id::BudgetId,
    scope::Scope,
    support::money::BudgetSource,
};

use super::{
    ledger::{BALANCES, BalanceColumns},
    schema::{budget, ledger_entry},
};
use crate::domain::{budget::Budget, ledger::Ledger};

#[derive(Queryable, Selectable)]
#[diesel(table_name = budget)]
struct BudgetRow {
    id: BudgetId,
    programme_code: String,
    year: i16,
    source: String,
    lead_agency: String,
    entries: i64,
    opened_on: Date,
    opened_by: String,
    recorded_at: Instant,
}

#[derive(Insertable)]
#[diesel(table_name = budget, treat_none_as_default_value = false)]
struct NewBudgetRow<'a> {
    id: Bind<BudgetId>,
    programme_code: &'a str,
    year: i16,
    source: &'static str,
    lead_agency: &'a str,
    entries: i64,
    opened_on: Bind<Date>,
    opened_by: &'a str,
    recorded_at: Bind<Instant>,
}

fn read((row, last): (BudgetRow, Option<BalanceColumns>)) -> Result<Budget, Failure> {
    let balances = last.map(BalanceColumns::balances).unwrap_or_default();
    Ok(Budget {
        id: row.id,
        programme_code: row.programme_code,
        year: row.year,
        source: code(&row.source)?,
        lead_agency: AgencyCode::parse(&row.lead_agency).map_err(Failure::unexpected)?,
        opened_on: row.opened_on,
        opened_by: row.opened_by,
        ledger: Ledger { entries: row.entries, balances },
        recorded_at: row.recorded_at,
    })
}

/// What a list of budgets is narrowed to.
#[derive(Debug, Clone, Default)]
pub struct Filter {
    /// Of this programme.
    pub programme: Option<String>,
    /// Of this year.
    pub year: Option<i16>,
    /// From this source.
    pub source: Option<BudgetSource>,
}

/// Budgets with the last posting of each.
macro_rules! with_last_posting {
    () => {
        budget::table.left_join(ledger_entry::table.on(
            ledger_entry::budget_id.eq(budget::id).and(ledger_entry::sequence.eq(budget::entries)),
        ))
    };
}

/// A page of budgets within a scope, in the order in which they were opened. `led` names the agencies
/// whose programmes the caller leads.
///
/// # Errors
/// What the database reports.
pub fn list(
    connection: &mut Connection,
    scope: &Scope,
    led: &[AgencyCode],
    filter: &Filter,
    after: Option<&BudgetId>,
    limit: i64,
) -> Result<Vec<Budget>, Failure> {
    let mut query = with_last_posting!().order(budget::id).limit(limit).into_boxed();
    if !scope.is_everything() {
        query = query.filter(budget::lead_agency.eq_any(codes(led)));
    }
    if let Some(programme) = &filter.programme {
        query = query.filter(budget::programme_code.eq(programme.clone()));
    }
    if let Some(year) = filter.year {
        query = query.filter(budget::year.eq(year));
    }
    if let Some(source) = filter.source {
        query = query.filter(budget::source.eq(source.code()));
    }
    if let Some(after) = after {
        query = query.filter(budget::id.gt(Bind(*after)));
    }
    let rows: Vec<(BudgetRow, Option<BalanceColumns>)> =
        query.select((BudgetRow::as_select(), BALANCES.nullable())).load(connection)?;
    rows.into_iter().map(read).collect()
}

/// One budget within a scope.
///
/// # Errors
/// What the database reports.
pub fn find(
    connection: &mut Connection,
    scope: &Scope,
    led: &[AgencyCode],
    id: BudgetId,
) -> Result<Option<Budget>, Failure> {
    let mut query = with_last_posting!().filter(budget::id.eq(Bind(id))).into_boxed();
    if !scope.is_everything() {
        query = query.filter(budget::lead_agency.eq_any(codes(led)));
    }
    let row: Option<(BudgetRow, Option<BalanceColumns>)> =
        query.select((BudgetRow::as_select(), BALANCES.nullable())).first(connection).optional()?;
    row.map(read).transpose()
}

fn codes(agencies: &[AgencyCode]) -> Vec<String> {
    agencies.iter().map(|code| code.as_str().to_owned()).collect()
}

/// Whether a programme has a budget of a year and a source.
///
/// # Errors
/// What the database reports.
pub fn exists(
    connection: &mut Connection,
    programme: &str,
    year: i16,
    source: BudgetSource,
) -> Result<bool, Failure> {
    let found: Option<BudgetId> = budget::table
        .filter(budget::programme_code.eq(programme))
        .filter(budget::year.eq(year))
        .filter(budget::source.eq(source.code()))
        .select(budget::id)
        .first(connection)
        .optional()?;
    Ok(found.is_some())
}

/// Opens a budget, empty.
///
/// # Errors
/// What the database reports.
pub fn insert(connection: &mut Connection, opened: &Budget) -> Result<(), Failure> {
    let row = NewBudgetRow {
        id: Bind(opened.id),
        programme_code: &opened.programme_code,
        year: opened.year,
        source: opened.source.code(),
        lead_agency: opened.lead_agency.as_str(),
        entries: opened.ledger.entries,
        opened_on: Bind(opened.opened_on),
        opened_by: &opened.opened_by,
        recorded_at: Bind(opened.recorded_at),
    };
    diesel::insert_into(budget::table).values(&row).execute(connection)?;
    Ok(())
}

/// Passes the budgets of a programme to another lead agency.
///
/// # Errors
/// What the database reports.
pub fn pass_on(
    connection: &mut Connection,
    programme: &str,
    lead: &AgencyCode,
) -> Result<(), Failure> {
    diesel::update(budget::table.filter(budget::programme_code.eq(programme)))
        .set(budget::lead_agency.eq(lead.as_str()))
        .execute(connection)?;
    Ok(())
}

/// Counts a posting: the budget then has one more than `before`.
///
/// # Errors
/// What the database reports; [`Failure::Unavailable`] where another writer came between.
pub(super) fn count(connection: &mut Connection, id: BudgetId, before: i64) -> Result<(), Failure> {
    let counted = diesel::update(budget::table)
        .filter(budget::id.eq(Bind(id)))
        .filter(budget::entries.eq(before))
        .set(budget::entries.eq(before + 1))
        .execute(connection)?;
    if counted == 1 {
        return Ok(());
    }
    Err(Failure::unavailable("the budget changed while it was being changed"))
}
